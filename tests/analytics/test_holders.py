"""Who holds a piece of a case, on every store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from joint import CLAIMS, joint
from netgraph.analytics.holders import holders
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide

if TYPE_CHECKING:
    import pandas as pd

    from netgraph.store import Store

SAME = Decision("t/p1", "s/p1", "positive", "analyst-07", "same phone", label="Person")


def ways(frame: pd.DataFrame) -> set[tuple[Any, ...]]:
    """Return holder, what it is reached through, and the claim, of each row."""
    columns = ["holder_kind", "holder", "through", "item", "claim_type", "start", "end", "record"]
    return {tuple(row) for row in frame[columns].itertuples(index=False)}


def test_every_piece_with_the_claim_that_says_so(store: Store) -> None:
    """Kenya's second case comes through its suspect, Britain's through the road and the telephone."""
    joint(store)

    frame = holders(Reader(store), "s/c1", claims=True).frame

    found = ways(frame[frame["holder_kind"] == "jurisdiction"])
    assert {way[1:5] for way in found} == {
        ("KEN", "Case", "s/c1", "HANDLED_BY"),
        ("UGA", "Case", "s/c1", "HANDLED_BY"),
        ("KEN", "Person", "s/p1", "HANDLED_BY"),
        ("GB-SCT", "Person", "s/p1", "HANDLED_BY"),
        ("GB-SCT", "Route", "s/r1", "HANDLED_BY"),
        ("GBR", "Route", "s/r1", "HANDLED_BY"),
        ("KEN", "Route", "s/r1", "STOPS_AT"),
        ("UGA", "Route", "s/r1", "STOPS_AT"),
        ("ITA", "Route", "s/r1", "STOPS_AT"),
    }
    british = ways(frame[(frame["holder_kind"] == "owner") & (frame["holder"] == "GBR")])
    scotland, way, phone = "Jurisdiction GB-SCT", ("Route", "s/r1"), ("Identifier", "phone/1")
    assert {row[2:] for row in british} == {
        ("Person", "s/p1", "HANDLED_BY", "Case s/c2", scotland, "u-file"),
        (*way, "FOLLOWED", "Case u/c4", "Route s/r1", "u-way"),
        (*way, "record", "Case u/c4", "", "u/c4"),
        (*way, "HANDLED_BY", "Case u/c4", scotland, "r" + _record("u/c4", "GB-SCT")),
        (*way, "HANDLED_BY", "Case u/c4", "Jurisdiction GBR", "r" + _record("u/c4", "GBR")),
        (*phone, "USES", "Person u/p4", "Identifier phone/1", "u-8"),
        (*phone, "record", "Person u/p4", "", "u/p4"),
        (*phone, "INVOLVED_IN", "Person u/p4", "Case u/c5", "u-7"),
        (*phone, "record", "Case u/c5", "", "u/c5"),
    }


def _record(case: str, code: str) -> str:
    """Return the number of the claim that a jurisdiction handles a case, which is its record."""
    ends = ("Case", case), "HANDLED_BY", ("Jurisdiction", code)
    return str(next(number for number, claim in enumerate(CLAIMS) if claim[:3] == ends))


def test_one_row_a_holder(store: Store) -> None:
    """Jurisdictions come first, then owners and sources, with the shared things counted and records named."""
    joint(store)

    result = holders(Reader(store), "s/c1")

    frame = result.frame.set_index(["holder_kind", "holder"])
    assert frame.index.tolist() == [
        ("jurisdiction", "KEN"),
        ("jurisdiction", "GB-SCT"),
        ("jurisdiction", "UGA"),
        ("jurisdiction", "GBR"),
        ("jurisdiction", "ITA"),
        ("owner", "KEN"),
        ("owner", "GBR"),
        ("source", "s"),
        ("source", "u"),
    ]
    british = result.frame[result.frame["holder"] == "GBR"].to_dict("records")[-1]
    shared = [british[name] for name in ("direct", "persons", "organizations", "identifiers", "routes")]
    assert shared == [0, 1, 0, 1, 1]
    assert (british["pieces"], british["handling"]) == (9, "AMBER")
    assert british["records"].startswith("u/r")
    assert frame.loc[("jurisdiction", "UGA"), "direct"] == 1
    assert frame.loc[("jurisdiction", "ITA"), "name"] == "Italy"
    assert frame["name"].isna()["source", "s"]
    assert result.marking is Marking.AMBER


def test_a_claim_above_the_ceiling_leads_nowhere(store: Store) -> None:
    """The case of the telephone's other user is AMBER: below that nothing of it is told but one count."""
    joint(store)

    result = holders(Reader(store, Policy(Marking.GREEN)), "s/c1", claims=True)

    assert not result.frame["start"].str.contains("u/c5").any()
    assert not result.frame["end"].str.contains("u/c5").any()
    assert result.marking is Marking.CLEAR
    assert result.withheld == 1
    with pytest.raises(AnalysisError, match="'t/c3' is there to see"):
        holders(Reader(store, Policy(Marking.AMBER)), "t/c3")


def test_records_judged_to_be_one_lead_further_when_asked(store: Store) -> None:
    """Merged, Italy holds a piece: the suspect is its transporter; the mark of the judgement is kept."""
    joint(store)
    decide(store, [SAME])

    apart = holders(Reader(store), "s/c2", claims=True).frame
    merged = holders(Reader(store), "s/c2", claims=True, merged=True)

    assert not (apart["holder"] == "ITA").any()
    found = ways(merged.frame[merged.frame["holder"] == "ITA"])
    assert ("jurisdiction", "ITA", "Person", "s/p1", "HANDLED_BY") in {way[:5] for way in found}
    assert ("owner", "ITA", "Person", "s/p1", "INVOLVED_IN", "Person t/p1", "Case t/c3", "t-9") in found
    assert merged.marking is Marking.RED
