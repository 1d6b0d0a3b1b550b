"""What jurisdictions share against what binds them, on every store, and against brute force."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canned import Canned
from graphs import fill
from joint import joint
from netgraph.analytics.cooperation import cooperation
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide

if TYPE_CHECKING:
    import pandas as pd

    from graphs import Claim
    from netgraph.store import Store

COUNTS = ["cases", "persons", "organizations", "identifiers", "routes"]
SAME = Decision("t/p1", "s/p1", "positive", "analyst-07", "same phone", label="Person")


def told(frame: pd.DataFrame, *more: str) -> list[tuple[Any, ...]]:
    """Return rank, pair, further columns, counts and basis of each row."""
    columns = ["rank", "jurisdiction", "other", *more, *COUNTS, "basis"]
    return [tuple(row) for row in frame[columns].itertuples(index=False)]


def test_gaps_come_first_and_then_what_is_shared(store: Store) -> None:
    """Pairs without an instrument lead, most shared first; a part is bound as its State; names are told."""
    joint(store)

    result = cooperation(Reader(store))

    teams, old = "Agreement on Joint Teams", "old-treaty"
    assert told(result.frame) == [
        (1, "ITA", "UGA", 0, 0, 0, 0, 1, ""),
        (2, "KEN", "UGA", 1, 2, 0, 1, 1, teams),
        (3, "GB-SCT", "KEN", 1, 1, 0, 1, 0, f"{teams}; {old}"),
        (4, "GB-SCT", "UGA", 0, 1, 0, 1, 0, teams),
        (4, "ITA", "KEN", 0, 0, 0, 0, 2, old),
        (6, "GBR", "UGA", 0, 0, 0, 0, 1, teams),
    ]
    assert result.frame.iloc[0][["jurisdiction_name", "other_name"]].tolist() == ["Italy", "Uganda"]
    assert result.notes == ("1 pairs inside one State, which need no instrument",)
    assert result.marking is Marking.RED
    assert result.behind["pairs without an instrument in force"] == 1


def test_below_the_ceiling_less_is_shared_and_less_is_bound(store: Store) -> None:
    """What is AMBER neither ties two jurisdictions nor binds one; the marking is that of what is left."""
    joint(store)

    result = cooperation(Reader(store, Policy(Marking.GREEN)))

    assert told(result.frame)[:2] == [
        (1, "ITA", "KEN", 0, 0, 0, 0, 1, ""),
        (1, "ITA", "UGA", 0, 0, 0, 0, 1, ""),
    ]
    assert result.marking is Marking.CLEAR
    assert result.withheld > 0


def test_split_by_the_victims(store: Store) -> None:
    """A shared item stands under each sex, band and form of the victims it is about, or as not recorded."""
    joint(store)

    frame = cooperation(Reader(store), by=["exploitation", "sex", "age_band"]).frame

    rows = told(frame, "sex", "age_band", "exploitation")
    found = {row[1:] for row in rows if row[1:3] == ("KEN", "UGA")}
    teams = "Agreement on Joint Teams"
    assert found == {
        # Case 1, its people and route 1 are about girls and women; of the other case nothing is told.
        ("KEN", "UGA", "Female", "Child", "SexualExploitation", 1, 2, 0, 1, 1, teams),
        ("KEN", "UGA", "Female", "Adult", "SexualExploitation", 1, 2, 0, 1, 1, teams),
        ("KEN", "UGA", "not recorded", "not recorded", "not recorded", 0, 1, 0, 1, 0, teams),
    }


def test_records_judged_to_be_one_tie_more(store: Store) -> None:
    """Merged, the suspect of Kenya and Scotland is the transporter of Italy, and they share the person."""
    joint(store)
    decide(store, [SAME])

    apart = cooperation(Reader(store)).frame.set_index(["jurisdiction", "other"])["persons"]
    merged = cooperation(Reader(store), merged=True).frame.set_index(["jurisdiction", "other"])["persons"]

    assert (apart["ITA", "KEN"], apart["ITA", "UGA"]) == (0, 0)
    assert (merged["ITA", "KEN"], merged["ITA", "UGA"], merged["GB-SCT", "ITA"]) == (1, 1, 1)
    assert merged["KEN", "UGA"] == apart["KEN", "UGA"]


JOINED: dict[str, dict[str, str]] = {
    "KEN": {"since": "2010-03-01"},
    "UGA": {"since": "2012"},
    "ITA": {"since": "2005", "until": "2020-06"},
    "GBR": {},
}
"""When each became a party to a treaty that came into force on 2011-01-15 and ended on 2024-12-31."""


@pytest.mark.parametrize(
    ("on", "basis", "not_in_force"),
    [
        # Kenya joined before it was in force; of 2012 any day may be the one on which Uganda joined.
        ("2011-01-14", {}, {"KEN UGA", "ITA KEN", "ITA UGA", "GBR KEN"}),
        ("2011-01", {"ITA KEN", "GBR KEN"}, {"KEN UGA", "ITA UGA"}),
        ("2012-01-01", {"KEN UGA", "ITA KEN", "ITA UGA", "GBR KEN"}, {}),
        ("2020-06-30", {"KEN UGA", "ITA KEN", "ITA UGA", "GBR KEN"}, {}),
        ("2020-07-01", {"KEN UGA", "GBR KEN"}, {"ITA KEN", "ITA UGA"}),
        ("2025-01-01", {}, {"KEN UGA", "ITA KEN", "ITA UGA", "GBR KEN"}),
        (None, {}, {"KEN UGA", "ITA KEN", "ITA UGA", "GBR KEN"}),
    ],
)
def test_only_what_is_in_force_is_a_basis(
    on: str | None, basis: set[str], not_in_force: set[str], store: Store
) -> None:
    """A treaty binds two from when both joined it and it was in force, until one left or it ended."""
    route = {"source": "s", "record": "r"}
    stops: list[Claim] = [
        (("Route", "s/r"), "STOPS_AT", ("Location", code), {**route, "position": at})
        for at, code in enumerate(JOINED)
    ]
    treaty = ("Instrument", "treaty")
    fill(
        store,
        [
            ("Route", "s/r", route),
            ("Instrument", "treaty", {"in_force": "2011-01-15", "ended": "2024-12-31"}),
            *(("Jurisdiction", code, {"name": code}) for code in JOINED),
            *(("Location", code, {"kind": "Country"}) for code in JOINED),
        ],
        [
            *stops,
            *((("Location", code), "IN", ("Jurisdiction", code), {}) for code in JOINED),
            *((("Jurisdiction", code), "PARTY_TO", treaty, dates) for code, dates in JOINED.items()),
        ],
    )

    frame = cooperation(Reader(store), on=on).frame

    frame = frame.set_index(frame["jurisdiction"] + " " + frame["other"])
    asked = ["KEN UGA", "ITA KEN", "ITA UGA", "GBR KEN"]
    assert {pair for pair in asked if frame.loc[pair, "instruments"]} == set(basis)
    assert {pair for pair in asked if frame.loc[pair, "not_in_force"]} == set(not_in_force)
    told = (frame["basis"] + frame["not_in_force"])[asked].tolist()
    assert told == [
        "treaty since 2012 until 2024-12-31",
        "treaty since 2011-01-15 until 2020-06",
        "treaty since 2012 until 2020-06",
        "treaty since 2011-01-15 until 2024-12-31",
    ]


def test_one_source_that_says_it_binds_is_enough() -> None:
    """Where sources differ, the claim that holds counts; the day that was asked for is told."""
    parties = [
        {"jurisdiction": "ITA", "instrument": "i", "until": "2001"},
        {"jurisdiction": "ITA", "instrument": "i", "since": "1999", "until": "2030"},
        {"jurisdiction": "KEN", "instrument": "i"},
    ]
    reader: Any = Canned(
        jurisdiction_items=[{"jurisdiction": j, "kind": "Case", "item": "c"} for j in ("ITA", "KEN")],
        instrument_parties=parties,
        jurisdiction_names=[{"key": code, "name": code} for code in CODES],
    )

    result = cooperation(reader, on="2020")

    assert result.frame["basis"].tolist() == ["i since 1999 until 2030"]
    assert result.parameters["on"] == "2020"
    with pytest.raises(AnalysisError, match="a date cannot be read"):
        cooperation(reader, on="soon")


def test_nothing_shared_is_said(store: Store) -> None:
    """An empty store has no pairs, and a split that is not known is refused."""
    with pytest.raises(AnalysisError, match="no two jurisdictions"):
        cooperation(Reader(store))
    with pytest.raises(AnalysisError, match="cannot be split by colour"):
        cooperation(Reader(store), by=["colour"])


CODES = ["ITA", "KEN", "UGA", "US-CA", "USA"]
KINDS = {"Case": "cases", "Person": "persons", "Identifier": "identifiers", "Route": "routes"}
ITEMS = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(sorted(KINDS)), st.sampled_from("xyz")), max_size=30
)
PARTIES = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(["a", "b"])), max_size=6)


@given(items=ITEMS, parties=PARTIES)
def test_counts_are_those_of_brute_force(
    items: list[tuple[str, str, str]], parties: list[tuple[str, str]]
) -> None:
    """Whatever touches what, counts, bases and order are those found by going through all pairs."""
    reader: Any = Canned(
        jurisdiction_items=[{"jurisdiction": j, "kind": k, "item": i} for j, k, i in items],
        instrument_parties=[{"jurisdiction": j, "instrument": i} for j, i in parties],
        jurisdiction_parts=[{"part": "US-CA", "whole": "USA"}],
        jurisdiction_names=[{"key": code, "name": code} for code in CODES],
    )
    bound = {code: {i for j, i in parties if j in {code, code.replace("US-CA", "USA")}} for code in CODES}
    expected = []
    for one, two in combinations(CODES, 2):
        if (one, two) == ("US-CA", "USA"):
            continue
        both = {(k, i) for j, k, i in items if j == one} & {(k, i) for j, k, i in items if j == two}
        counts = {name: sum(kind == k for k, _ in both) for kind, name in KINDS.items()}
        if both:
            basis = "; ".join(sorted(bound[one] & bound[two]))
            row = (one, two, *(counts.get(name, 0) for name in COUNTS), basis)
            expected.append(((row[-1] != "", -len(both), one, two), row))
    expected.sort()

    if not expected:
        with pytest.raises(AnalysisError):
            cooperation(reader)
        return
    frame = cooperation(reader).frame

    assert [row[1:] for row in told(frame)] == [row for _, row in expected]
    places = [sum(other[:2] < key[:2] for other, _ in expected) + 1 for key, _ in expected]
    assert frame["rank"].tolist() == places
