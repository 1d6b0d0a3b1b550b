"""Who else holds a piece of a case: jurisdictions, owners and sources that its claims lead to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from netgraph.analytics.identities import Identities, identities
from netgraph.analytics.result import Result
from netgraph.errors import AnalysisError
from netgraph.model import strictest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netgraph.disclosure import Answer, Reader

CAVEAT = (
    "A shared number, road or person is a reason to ask, not proof of one case. Ask the owner before using "
    "a claim of theirs: its marking says how it may be handled."
)
RECORD = "record"  # of a node, beside the types of claims
_PEOPLE = {"Person", "Organization"}
_STARTS = {"HANDLED_BY": {"Case"}, "FOLLOWED": {"Case"}, "STOPS_AT": {"Route"}}
_PARAMETERS = {
    "Case": "cases",
    "Person": "persons",
    "Organization": "organizations",
    "Identifier": "identifiers",
    "Route": "routes",
}
Node = tuple[str, str]
"""Label and key."""


class Piece(NamedTuple):
    """A claim that leads from the case to a holder, by way of something that both share."""

    holder_kind: str
    holder: str
    through: str
    item: str
    claim_type: str
    start: str
    end: str
    source: str
    record: str
    handling: str
    claim: str


def holders(
    reader: Reader, case: str, *, claims: bool = False, merged: bool = False, limit: int | None = None
) -> Result:
    """Find who holds a piece of a case.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy: a claim above the ceiling leads nowhere.
    case : str
        Key of the case.
    claims : bool, default False
        Return the claims themselves, one row each, instead of one row a holder.
    merged : bool, default False
        See through positive judgements that two records are one person or organization.
    limit : int, optional
        How many rows to return; all when not given.

    Returns
    -------
    Result
        One row a holder: ``holder_kind`` (``jurisdiction`` that handles a case, or in which a route stops;
        ``owner`` from whose records, or ``source`` from which dataset, a claim or record comes), ``holder``,
        ``name`` (of a State), ``direct`` (pieces at the case itself), ``persons``, ``organizations``,
        ``identifiers`` and ``routes`` (of the case, through which it holds more), ``pieces`` (claims, and
        records of nodes), ``records`` (up to five of those that say so, as ``source/record``), ``handling``
        (the strictest marking of the pieces). With ``claims``: the holder, ``through`` and
        ``item`` (what is shared, ``Case`` for the case itself), ``claim_type``, ``start``, ``end``,
        ``source``, ``record``, ``handling``.

    Raises
    ------
    AnalysisError
        No claim on such a case is there, or none under the ceiling.

    Notes
    -----
    From the case the way leads to the persons and organizations with a part in it and to its routes; from a
    person to their other cases and identifiers; from an identifier to whoever else uses it and their cases;
    from a route to other cases that followed it and to where it stops; and from each other case to who
    handles it. What lies further off, such as the other persons of another case, is no piece of this one.
    Time is linear in the claims on what is passed.
    """
    same = identities(reader) if merged else Identities()
    search = _Search(reader, same, case)
    search.run()
    if not search.pieces:
        raise AnalysisError(
            f"no claim on a case with the key {case!r} is there to see",
            hint="netgraph query run unlinked-cases and cases-along-corridor list keys; mind the ceiling",
        )
    found = pd.DataFrame(sorted(search.pieces), columns=list(Piece._fields))
    names = reader.query("jurisdiction-names").to_frame().set_index("key")["name"]
    found.insert(2, "name", found["holder"].where(found["holder_kind"] != "source").map(names))
    frame = found.drop(columns="claim") if claims else _summary(found)
    claimed = found["claim_type"] != RECORD
    others = found.loc[found["through"] != "Case", ["holder_kind", "holder"]].drop_duplicates()
    return Result(
        analysis="holders",
        frame=frame.head(limit) if limit else frame,
        marking=strictest([*found["handling"], same.marking]),
        engine=f"pandas {pd.__version__}",
        method="claims followed from the case, whichever way they point; exact",
        caveat=CAVEAT,
        parameters={"case": case, "claims": claims, "merged": merged, "limit": limit},
        nodes=len(search.seen),
        edges=int(found.loc[claimed, "claim"].nunique()),
        withheld=search.withheld,
        notes=tuple(same.notes()),
        behind={
            "claims": int(found.loc[claimed, "claim"].nunique()),
            "records of nodes": int(found.loc[~claimed, "claim"].nunique()),
            "holders through something shared": len(others),
        },
    )


def _summary(found: pd.DataFrame) -> pd.DataFrame:
    """Make one row a holder: the jurisdictions first, then owners and sources; most claims first."""
    keys = ["holder_kind", "holder"]
    grouped = found.groupby(keys, sort=True)
    shared = found.drop_duplicates([*keys, "through", "item"])
    counts = pd.crosstab([shared[key] for key in keys], shared["through"])
    direct = found[found["through"] == "Case"].groupby(keys)["claim"].nunique()
    told = (found["source"] + "/" + found["record"]).groupby([found[key] for key in keys])
    frame = pd.DataFrame(
        {
            "name": grouped["name"].first(),
            "direct": direct,
            **{column: counts.get(label, 0) for label, column in _PARAMETERS.items() if label != "Case"},
            "pieces": grouped["claim"].nunique(),
            "records": told.agg(lambda names: "; ".join(sorted(set(names))[:5])),
            "handling": grouped["handling"].agg(lambda words: strictest(words).word),
        },
        index=grouped.size().index,
    )
    whole = [name for name in frame.columns if name not in {"name", "records", "handling"}]
    frame = frame.fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, int)).reset_index()
    order = frame["holder_kind"].map({"jurisdiction": 0, "owner": 1, "source": 2})
    frame = frame.assign(_order=order).sort_values(
        ["_order", "pieces", "holder"], ascending=[True, False, True], ignore_index=True
    )
    return frame.drop(columns="_order")


class _Search:
    """Follows claims from a case; remembers by way of what each node was reached."""

    def __init__(self, reader: Reader, same: Identities, case: str) -> None:
        self.reader, self.case = reader, ("Case", case)
        self.heads = {(group.label, key): group.keys for group in same.groups for key in group.keys}
        self.pieces: set[Piece] = set()
        self.seen: dict[Node, set[Node]] = defaultdict(set)
        self.passed: set[str | Node] = set()
        self.withheld = 0

    def run(self) -> None:
        """Go from the case to its people and routes, to identifiers and other cases, to who handles these."""
        self.seen[self.case].add(self.case)
        at_case = self._ask({self.case})
        people = self._reached(at_case, _PEOPLE, itself=True)
        routes = self._reached(at_case, {"Route"}, itself=True)
        near = self._ask(people | routes)
        identifiers = self._reached(near, {"Identifier"}, itself=True)
        cases = self._reached(near, {"Case"})
        used = self._ask(identifiers)
        own = [node in people for node in zip(used["other_type"], used["other"], strict=True)]
        users = self._reached(used[[not it for it in own]], _PEOPLE) - people
        cases |= self._reached(self._ask(users), {"Case"})
        self._ask(cases - {self.case}, only={"HANDLED_BY"})
        self._stops(near)

    def _ask(self, nodes: set[Node], only: Iterable[str] = ()) -> pd.DataFrame:
        """Read the claims on some nodes, and note who holds what was not passed before."""
        asked: Mapping[str, list[str]] = {
            name: sorted(key for label, key in nodes if label == of) for of, name in _PARAMETERS.items()
        }
        rows = self._read(self.reader.query("held-claims", asked))
        if only:
            rows = rows[rows["claim_type"].isin(list(only))]
        for row in _each(rows):
            self._note(row)
        self.passed.update(rows["claim"], zip(rows["type"], rows["key"], strict=True))
        self.passed.update(zip(rows["other_type"], rows["other"], strict=True))
        return rows

    def _read(self, answer: Answer) -> pd.DataFrame:
        self.withheld += answer.withheld
        return answer.to_frame()

    def _note(self, row: Any) -> None:  # noqa: ANN401 - a named tuple of columns
        """Note a claim and its ends under everybody who holds them, for each thing that led there."""
        ends = f"{row.type} {row.key}", f"{row.other_type} {row.other}"
        start, end = ends if row.type in _STARTS.get(row.claim_type, _PEOPLE) else ends[::-1]
        if row.claim not in self.passed:
            told = (row.claim_type, start, end, row.claim_source, row.claim_record, row.handling, row.claim)
            self._hold(row, row.claim_source, row.claim_owner, told)
            if row.claim_type == "HANDLED_BY":
                self._held("jurisdiction", row.other, self.seen[row.type, row.key], told)
        if (row.type, row.key) not in self.passed:
            self._hold(
                row,
                row.source,
                row.owner,
                (RECORD, ends[0], "", row.source, row.record, row.handling, ends[0]),
            )
        if (row.other_type, row.other) not in self.passed:
            told = (RECORD, ends[1], "", row.other_source, row.other_record, row.handling, ends[1])
            self._hold(row, row.other_source, row.other_owner, told)

    def _hold(self, row: Any, source: str | None, owner: str | None, told: tuple[str, ...]) -> None:  # noqa: ANN401
        for kind, holder in (("source", source), ("owner", owner)):
            self._held(kind, holder, self.seen[row.type, row.key], told)

    def _held(self, kind: str, holder: str | None, ways: set[Node], told: tuple[str, ...]) -> None:
        if isinstance(holder, str):  # shared nodes belong to nobody
            self.pieces |= {Piece(kind, holder, *way, *told) for way in ways}

    def _reached(self, rows: pd.DataFrame, labels: set[str], *, itself: bool = False) -> set[Node]:
        """Return the nodes at the other end; each by way of itself, or of what led there."""
        found: set[Node] = set()
        for row in _each(rows):
            if row.other_type not in labels:
                continue
            for key in self.heads.get((row.other_type, row.other), (row.other,)):
                node = (row.other_type, key)
                found.add(node)
                head = (row.other_type, self.heads.get(node, (key,))[0])
                self.seen[node] |= {head} if itself else self.seen[row.type, row.key]
        return found

    def _stops(self, rows: pd.DataFrame) -> None:
        """Note the jurisdictions in which the routes of the case stop."""
        places = self._read(self.reader.query("place-jurisdictions"))
        lies_in = places.rename(columns={"place": "other", "handling": "in_handling"})
        stops = rows[rows["claim_type"] == "STOPS_AT"].merge(lies_in, on="other")
        for row in _each(stops):
            told = (
                row.claim_type,
                f"Route {row.key}",
                f"Location {row.other}",
                row.claim_source,
                row.claim_record,
                strictest([row.handling, row.in_handling]).word,
                row.claim,
            )
            self._held("jurisdiction", row.jurisdiction, self.seen[row.type, row.key], told)


def _each(rows: pd.DataFrame) -> Iterable[Any]:
    return rows.itertuples(index=False)
