"""Which victims, and cases of victims, could be singled out in what the public gets row by row.

A person is found by what is known of few: the one from there, in that year, in that case. For the public no
record of a victim may be like that; a State gets what the owner releases to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    Keys = dict[str, set[str]]

K = 11
"""Fewest victims that have to be alike; the threshold of the Counter-Trafficking Data Collaborative."""
YEAR = 4  # characters of a date
VICTIM = "Victim"


def rare(cases: pa.Table, claims: Mapping[str, pa.Table], k: int = K) -> Keys:
    """Name the victims that fewer than k are like, and the cases of victims that fewer than k have.

    Parameters
    ----------
    cases : pyarrow.Table
        Nodes that go.
    claims : mapping of str to pyarrow.Table
        By type, claims that go.
    k : int, default 11

    Returns
    -------
    dict of str to set of str
        By label, keys of persons and cases; without them at least k victims are alike in all of: their
        citizenships, their parts in cases and the years of these, and of each case the years in which it was
        opened and closed, the forms of exploitation, the States that handle it, and the places where it
        happened or its routes stop.
        A case with a victim has all of these in common with those of at least k victims.

    Notes
    -----
    Who is alike in all is alike in any part of it. Persons and cases are taken out in turns until nothing
    changes: a person loses what told of a case. Each turn is linear; few are needed, one for each person at
    worst. Links, identifiers, means and trades do not count: who knows them from elsewhere may recognise a
    record. What k cannot say: if all who are alike share a fate, it is told of each. Judgements that two
    records are one person are not followed.

    References
    ----------
    L. Sweeney, "k-anonymity: a model for protecting privacy", 2002, doi:10.1142/S0218488502001648.
    """
    parts = _parts(claims["INVOLVED_IN"])
    victims = {person for person, told in parts.items() if any(role == VICTIM for role, *_ in told)}
    traits, states = _traits(cases, claims), _ends(claims["CITIZEN_OF"])
    people: set[str] = set()
    files: set[str] = set()
    while True:
        left = {
            person: [part for part in parts[person] if part[1] not in files] for person in victims - people
        }
        told = {
            person: (
                frozenset(states[person]),
                frozenset((role, traits.get(case), years) for role, case, years in own),
            )
            for person, own in left.items()
        }
        alike = Counter(told.values())
        lone = {person for person, known in told.items() if alike[known] < k}
        in_cases = {person: {case for role, case, _ in own if role == VICTIM} for person, own in left.items()}
        having = Counter(
            known
            for person in left.keys() - lone
            for known in {traits.get(case) for case in in_cases[person]}
        )
        bare = {case for own in in_cases.values() for case in own if having[traits.get(case)] < k}
        if not lone and not bare:
            return {"Person": people, "Case": files}
        people |= lone
        files |= bare


def _parts(involved: pa.Table) -> dict[str, set[tuple[str, str, tuple[str, ...]]]]:
    """Return the parts that persons have: role, case, and the years in which that was seen."""
    names = ("start_label", "start", "role", "end", "first_seen", "last_seen")
    found = defaultdict(set)
    for label, person, role, case, *seen in zip(*(involved[name].to_pylist() for name in names), strict=True):
        if label == "Person":
            found[person].add((role, case, tuple((day or "")[:YEAR] for day in seen)))
    return found


def _traits(cases: pa.Table, claims: Mapping[str, pa.Table]) -> dict[str, tuple[object, ...]]:
    """Return what of a case many know: when, where, what for."""
    states, places, stops = (_ends(claims[name]) for name in ("HANDLED_BY", "OCCURRED_IN", "STOPS_AT"))
    for case, routes in _ends(claims["FOLLOWED"]).items():
        places[case] |= {place for route in routes for place in stops[route]}
    return {
        row["key"]: (
            (row["opened"] or "")[:YEAR],
            (row["closed"] or "")[:YEAR],
            frozenset(row["exploitation"] or ()),
            frozenset(states[row["key"]]),
            frozenset(places[row["key"]]),
        )
        for row in cases.select(["key", "opened", "closed", "exploitation"]).to_pylist()
    }


def _ends(claims: pa.Table) -> defaultdict[str, set[str]]:
    """Return where claims lead to, by where they start."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for start, end in zip(claims["start"].to_pylist(), claims["end"].to_pylist(), strict=True):
        found[start].add(end)
    return found
