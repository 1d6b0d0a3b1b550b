"""Small counts in tables for a recipient: an attacker who knows every total computes none of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from netgraph.analytics.counted import COUNTED, MEASURES
from netgraph.cli.analyse import ANALYSES
from netgraph.disclosure import suppression
from netgraph.disclosure.small_counts import (
    FEW,
    SMALL,
    Counted,
    counted_by,
    guarded,
    told,
    without_small,
)
from netgraph.queries import Catalogue

COUNTED_SO = Counted(("routes", "transit"), ("place",), {"via": "transit", "share": "routes"})
number = st.integers(1, 40) | st.integers(1, 12)
rows = st.lists(st.tuples(number, number), min_size=1, max_size=12)


def table(counts: list[tuple[int, int]]) -> pd.DataFrame:
    """Return a table as an analysis makes it: most first, with ranks and what follows from the counts."""
    frame = pd.DataFrame(counts, columns=["routes", "transit"])
    frame.insert(0, "place", [f"P{(7 * at) % 13:02}" for at in range(len(frame))])
    frame["share"] = frame["routes"] / frame["routes"].sum()
    frame["via"] = [f"{number} stops" for number in frame["transit"]]
    frame["first_year"] = 2000 + frame["routes"]
    frame = frame.sort_values("routes", ascending=False, kind="stable").reset_index(drop=True)
    frame.insert(0, "rank", frame["routes"].rank(method="min", ascending=False).astype(int))
    return frame.assign(handling="GREEN")


@given(rows)
@settings(max_examples=100)
def test_no_small_count_can_be_computed(counts: list[tuple[int, int]]) -> None:
    """Each hidden count lies in an interval that is k wide, or its whole column is hidden."""
    frame = table(counts)
    found = guarded(frame, COUNTED_SO)
    after, before = found.frame.set_index("place"), frame.set_index("place")
    for name in ("routes", "transit"):
        shown = after[name].dropna()
        assert (shown >= SMALL).all()
        assert (shown == before.loc[shown.index, name]).all()
        hidden = after.index[after[name].isna()]
        if not len(hidden) or not len(shown):
            continue
        # every row counts one or more: what is above one is what is sought
        above = float(before[name].sum() - shown.sum() - len(hidden))
        for sought in np.eye(len(hidden)):
            low, high = (
                linprog(cost, A_eq=np.ones((1, len(hidden))), b_eq=[above], bounds=(0, None)).fun
                for cost in (sought, -sought)
            )
            assert -high - low >= SMALL, (name, counts)


@given(rows, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_nothing_else_betrays_them(counts: list[tuple[int, int]], chance: object) -> None:
    """No rank is left, nothing that follows from a hidden count, and no order of the rows."""
    frame = table(counts)
    found = guarded(frame, COUNTED_SO)
    if not found.hidden:
        pd.testing.assert_frame_equal(found.frame, frame)
        return
    after = found.frame
    assert after["rank"].isna().all()
    assert after["share"].isna().equals(after["routes"].isna())
    assert after["via"].isna().equals(after["transit"].isna())
    assert (after["first_year"].isna() == (after["routes"].isna() | after["transit"].isna())).all()
    assert after["place"].tolist() == sorted(frame["place"])
    order = list(range(len(frame)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    again = guarded(frame.loc[order].reset_index(drop=True), COUNTED_SO).frame
    assert again["place"].tolist() == after["place"].tolist()
    assert after["handling"].tolist() == ["GREEN"] * len(frame)


def test_only_one_small_count_takes_another_with_it() -> None:
    """One hidden count would be the total less the others."""
    found = guarded(table([(30, 20), (25, 20), (3, 20)]), COUNTED_SO)

    assert found.frame["routes"].tolist() == [30, pd.NA, pd.NA]
    assert (found.small, found.more) == (1, 1)
    assert found.account().startswith("1 counts of routes, cases or persons below 11, and 1 that would give")


def test_counts_that_hang_together_go_together() -> None:
    """Where rows are sums of others, or what follows is not in the table, all is hidden."""
    frame = pd.DataFrame({"what": ["both", "one", "other"], "before": [30, 29, 1], "ratio": [1.5, 1.0, 2.0]})

    found = guarded(frame, Counted(("before",), ("what",), together=True)).frame
    assert found[["before", "ratio"]].isna().all().all()
    found = guarded(frame.head(2), Counted(("before",), ("what",), never=("ratio",))).frame
    assert found["before"].tolist() == [30, 29]
    assert found["ratio"].isna().all()


def test_a_table_of_which_nobody_says_what_it_counts() -> None:
    """Numbers that are named like counts are counts; texts stay."""
    frame = pd.DataFrame({"of": ["a", "b"], "persons_moved": [2, 50], "degree": [1, 2], "score": [0.5, 0.25]})
    found = guarded(frame).frame

    assert found["of"].tolist() == ["a", "b"]
    assert found[["persons_moved", "degree", "score"]].isna().all().all()
    assert guarded(frame[["of", "degree", "score"]]).frame.equals(frame[["of", "degree", "score"]])


def test_what_is_told_beside_a_table() -> None:
    """Small numbers go from it, years, percentages and thresholds do not."""
    about = told(
        {"behind": {"routes": 7, "cases": 70}, "edges": 3, "nodes": 30, "notes": ["4 routes of 2019"]}
    )

    assert about["behind"] == {"routes": None, "cases": 70}
    assert (about["edges"], about["nodes"]) == (None, 30)
    assert about["notes"] == ["fewer than 11 routes of 2019"]
    assert without_small("12 routes, 95 % sure, 0.5 a year, 1,003 cases") == (
        "12 routes, 95 % sure, 0.5 a year, 1,003 cases"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("left out: 3, 2.", f"left out: {FEW}, {FEW}."),
        ("10; 7: (4) 1", f"{FEW}; {FEW}: ({FEW}) {FEW}"),
        ("3,000 of 2.5, 0.5. In 2019, 1,003.", "3,000 of 2.5, 0.5. In 2019, 1,003."),
    ],
)
def test_a_small_number_goes_whatever_stands_after_it(text: str, expected: str) -> None:
    """A comma or a full stop ends a number, unless a digit follows."""
    assert without_small(text) == expected


def test_k_is_that_of_statistics() -> None:
    """One threshold for all that leaves."""
    assert SMALL == suppression.K


def test_every_analysis_says_what_it_counts() -> None:
    """A new one says so, or is named among those that count nobody."""
    assert set(COUNTED) | MEASURES == set(ANALYSES)
    assert not set(COUNTED) & MEASURES


@pytest.mark.parametrize("query", Catalogue.load(), ids=lambda query: query.name)
def test_what_a_query_counts_is_hidden_where_small(query: object) -> None:
    """Of each shipped query: counts below k go, what tells rows apart stays."""
    header = query.header  # type: ignore[attr-defined]
    values = {"string": "x", "strings": ["x"], "integer": 3, "number": 0.5, "boolean": True}
    frame = pd.DataFrame({name: [values[one.type]] for name, one in header.columns.items()})
    found = guarded(frame, counted_by(query)).frame  # type: ignore[arg-type]

    of = {name for name, one in header.columns.items() if one.counts in {"persons", "cases", "routes"}}
    assert found[sorted(of)].isna().all().all()
    texts = [name for name, one in header.columns.items() if one.type == "string"]
    assert not found[texts].isna().any().any()
    if not of:
        assert found.equals(frame)
