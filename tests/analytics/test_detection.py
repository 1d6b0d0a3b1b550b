"""Flow against cases and reports, on every store; missing stays missing and withheld stays withheld."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canned import Canned
from graphs import Claim, Node, fill
from joint import joint
from netgraph.analytics import reported
from netgraph.analytics.detection import detection
from netgraph.analytics.reported import ratio, spans
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.ingest import load_file
from netgraph.model import Marking

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store

HEADER = ["Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex", "Age"]
HEADER += ["Year", "Unit of measurement", "txtVALUE", "Source"]
VICTIMS, PROSECUTED, CONVICTED = "Detected trafficking victims", "Persons prosecuted", "Persons convicted"
FORM = "by form of exploitation"
# State, indicator, dimension, category, sex, age, year, unit, value.
NUMBERS = [
    ("KEN", VICTIMS, "Total", "Total", "Total", "Total", 2019, "Counts", "40"),
    ("KEN", VICTIMS, "Total", "Total", "Total", "Total", 2020, "Counts", "<5"),
    ("KEN", VICTIMS, "Total", "Total", "Total", "Total", 2020, "Rate per 100 000", "0.01"),
    ("KEN", VICTIMS, "Total", "Total", "Female", "Total", 2019, "Counts", "30"),
    ("KEN", VICTIMS, "Total", "Total", "Male", "Total", 2019, "Counts", "<5"),
    ("KEN", VICTIMS, "Total", "Total", "Female", "0 to 17 years", 2019, "Counts", "12"),
    ("KEN", VICTIMS, FORM, "Forced labour", "Total", "Total", 2019, "Counts", "10"),
    ("KEN", VICTIMS, FORM, "Total", "Total", "Total", 2019, "Counts", "40"),
    ("KEN", PROSECUTED, "Total", "Total", "Total", "Total", 2019, "Counts", "8"),
    ("KEN", PROSECUTED, "Total", "Total", "Total", "Total", 2021, "Counts", "5"),
    ("KEN", CONVICTED, "Total", "Total", "Total", "Total", 2019, "Counts", "<5"),
    ("KEN", CONVICTED, "Total", "Total", "Total", "Total", 2018, "Counts", "9"),
    ("UGA", VICTIMS, "Total", "Total", "Total", "Total", 2019, "Counts", ".."),
    ("UGA", PROSECUTED, "Total", "Total", "Total", "Total", 2019, "Counts", "0"),
    ("UGA", CONVICTED, "Total", "Total", "Total", "Total", 2019, "Counts", "0"),
    ("TZA", VICTIMS, "Total", "Total", "Total", "Total", 2019, "Counts", "7"),
]


@pytest.fixture
def reporting(store: Store, tmp_path: Path) -> Store:
    """Write the joint graph and a file as UNODC publishes it, with some numbers withheld."""
    joint(store)
    lines = [
        ",".join(HEADER),
        *(f"{state},,,,{','.join(map(str, told))},GLOTIP" for state, *told in NUMBERS),
    ]
    path = tmp_path / "data_glotip.csv"
    path.write_text("A title,,,\n2023,,,\n" + "\n".join(lines) + "\n", encoding="utf-8")
    load_file(store, "unodc-glotip", path)
    return store


def by_state(frame: pd.DataFrame, *columns: str) -> dict[str, tuple[Any, ...]]:
    """Return some columns by jurisdiction; None where nothing is known."""
    return {
        state: tuple(None if pd.isna(value) else value for value in row)
        for state, *row in frame[["jurisdiction", *columns]].itertuples(index=False)
    }


def test_flow_beside_cases(reporting: Store) -> None:
    """Routes count where they end and pass, cases where they are handled, a part's for its State too."""
    result = detection(Reader(reporting))

    found = by_state(result.frame, "routes_to", "routes_through", "cases", "cases_convicted")
    assert found == {
        "ITA": (1, 0, 1, 1),
        "GBR": (1, 0, 2, 1),
        "KEN": (1, 0, 2, 1),
        "UGA": (0, 1, 1, 0),
        "GB-SCT": (0, 0, 2, 0),
        "TZA": (0, 0, 0, 0),
    }
    assert result.frame["jurisdiction"].tolist() == ["GBR", "ITA", "KEN", "UGA", "GB-SCT", "TZA"]
    assert by_state(result.frame, "cases_per_100_routes")["KEN"] == (200.0,)
    assert by_state(result.frame, "cases_per_100_routes")["TZA"] == (None,)
    assert result.marking is Marking.RED


def test_missing_is_missing_and_withheld_is_an_interval(reporting: Store) -> None:
    """Nobody's report is zero, <5 is 1 to 4, a sign without a bound has no upper end."""
    frame = detection(Reader(reporting)).frame

    detected = by_state(frame, "detected_low", "detected_high", "detected_years")
    assert detected == {
        "KEN": (41.0, 44.0, 2),
        "UGA": (0.0, None, 1),
        "TZA": (7.0, 7.0, 1),
        **dict.fromkeys(["ITA", "GBR", "GB-SCT"], (None, None, 0)),
    }
    missing = by_state(frame, "missing")
    assert missing["ITA"] == ("detected, prosecuted, convicted",)
    assert missing["TZA"] == ("routes, cases, prosecuted, convicted",)
    assert missing["KEN"] == ("",)


def test_rates_only_over_years_with_both_and_a_denominator(reporting: Store) -> None:
    """Kenya's rates rest on 2019; Uganda prosecuted nobody, so that no share of them was convicted."""
    frame = detection(Reader(reporting)).frame

    name = "convicted_per_100_prosecuted"
    convicted = by_state(frame, f"{name}_low", f"{name}_high")
    assert convicted["KEN"] == (12.5, 50.0)
    assert convicted["UGA"] == convicted["TZA"] == convicted["ITA"] == (None, None)
    name = "prosecuted_per_100_detected"
    prosecuted = by_state(frame, f"{name}_low", f"{name}_high")
    assert prosecuted["KEN"] == (20.0, 20.0)
    assert prosecuted["UGA"] == (0.0, None)
    assert prosecuted["TZA"] == (None, None)


@pytest.mark.parametrize(
    ("by", "value", "expected"),
    [
        (["sex"], ("Female",), (30.0, 30.0)),
        (["sex"], ("Male",), (1.0, 4.0)),
        (["sex", "age_band"], ("Female", "Child"), (12.0, 12.0)),
        (["exploitation"], ("ForcedLabour",), (10.0, 10.0)),
    ],
)
def test_split_by_the_cells_that_are_published(
    reporting: Store, by: list[str], value: tuple[str, ...], expected: tuple[float, float]
) -> None:
    """A split takes the cells broken down by just that, and never adds up or subtracts others."""
    frame = detection(Reader(reporting), by=by).frame

    (row,) = (
        row
        for row in frame[frame["jurisdiction"] == "KEN"].to_dict("records")
        if tuple(row[name] for name in by) == value
    )
    assert (row["detected_low"], row["detected_high"]) == expected
    assert row["detected_years"] == 1


def test_split_flow_and_cases(reporting: Store) -> None:
    """A route of women and girls ends in Italy as both; the case of a boy counts there as his."""
    frame = detection(Reader(reporting), by=["age_band", "sex"]).frame

    italy = frame[frame["jurisdiction"] == "ITA"].set_index(["sex", "age_band"])[["routes_to", "cases"]]
    assert {key: tuple(row) for key, row in italy.iterrows()} == {
        ("Female", "Adult"): (1, 0),
        ("Female", "Child"): (1, 0),
        ("Male", "Child"): (0, 1),
    }


def test_a_period_leaves_out_and_counts_what_has_no_year(reporting: Store) -> None:
    """From 2020 on, Kenya has one route, one case and the withheld number; undated ones are counted."""
    result = detection(Reader(reporting), since=2020, until=2021)

    kenya = by_state(result.frame, "routes_to", "cases", "detected_low", "detected_high")["KEN"]
    assert kenya == (1, 1, 1.0, 4.0)
    assert result.notes == ("1 routes without a year", "1 cases without a year")


def test_below_the_ceiling(reporting: Store) -> None:
    """A case that is RED is not counted, and the marking is that of what is left."""
    result = detection(Reader(reporting, Policy(Marking.GREEN)))

    assert by_state(result.frame, "cases")["ITA"] == (0,)
    assert result.marking is Marking.CLEAR
    assert result.withheld > 0


def test_what_was_never_loaded_is_absent(store: Store) -> None:
    """Where no case at all is loaded, no State has nought cases; an empty store has nothing to compare."""
    with pytest.raises(AnalysisError, match="neither routes, cases nor reports"):
        detection(Reader(store))
    nodes: list[Node] = [
        ("Jurisdiction", "KEN", {"name": "Kenya"}),
        ("Location", "KEN", {"kind": "Country"}),
        ("Route", "a/1", {}),
    ]
    stops: list[Claim] = [
        (("Route", "a/1"), "STOPS_AT", ("Location", "KEN"), {"position": at}) for at in (0, 1)
    ]
    fill(store, nodes, stops)

    frame = detection(Reader(store)).frame

    assert by_state(frame, "routes_to", "cases", "cases_convicted") == {"KEN": (1, None, None)}
    assert by_state(frame, "missing") == {"KEN": ("cases, detected, prosecuted, convicted",)}


def test_people_read_intervals_as_words() -> None:
    """In a table for people the two ends are one column."""
    frame = pd.DataFrame({"x_low": [0.0], "x_high": [float("nan")], "y": [1]})

    assert spans(frame).to_dict("records") == [{"x": "0 or more", "y": 1}]


def test_the_examples_in_the_docstrings() -> None:
    """What the docstrings show is what comes out."""
    assert doctest.testmod(reported).failed == 0


def _cell(number: tuple[str, str, int, int | None, str]) -> tuple[str, str, int, str]:
    """Return what identifies a reported number: all but its value."""
    return (*number[:3], number[4])


CELLS = st.lists(
    st.tuples(
        st.sampled_from(["KEN", "UGA"]),
        st.sampled_from([PROSECUTED, CONVICTED]),
        st.sampled_from([2019, 2020]),
        st.one_of(st.none(), st.integers(0, 9)),
        st.sampled_from(["a", "b"]),
    ),
    max_size=12,
    unique_by=_cell,
)


@given(cells=CELLS, hidden=st.lists(st.integers(1, 4), min_size=12, max_size=12))
def test_the_true_rate_lies_in_the_interval(
    cells: list[tuple[str, str, int, int | None, str]], hidden: list[int]
) -> None:
    """Whatever the withheld numbers are, sums and rates of one source's numbers lie in the interval."""
    rows = [
        {
            "jurisdiction": state,
            "aspect": "Reporting",
            "source": source,
            "indicator": indicator,
            "year": year,
            "value": value,
            "suppressed": value is None,
            "below": 5 if value is None else None,
        }
        for state, indicator, year, value, source in cells
    ]
    reader: Any = Canned(statistics=rows, jurisdiction_names=[{"key": "KEN"}, {"key": "UGA"}])
    if not rows:
        return
    found = {row["jurisdiction"]: row for row in detection(reader).frame.to_dict("records")}

    truth: dict[tuple[str, str, int], int] = {}
    for (state, indicator, year, value, _), secret in zip(cells, hidden, strict=False):
        truth[state, indicator, year] = secret if value is None else value  # the last source is believed
    for state, row in found.items():
        for name, indicator in (("prosecuted", PROSECUTED), ("convicted", CONVICTED)):
            told = [number for (s, i, _), number in truth.items() if (s, i) == (state, indicator)]
            assert row[f"{name}_years"] == len(told)
            if told:
                assert row[f"{name}_low"] <= sum(told) <= row[f"{name}_high"]
            else:
                assert pd.isna(row[f"{name}_low"])
        years = [y for y in (2019, 2020) if {(state, PROSECUTED, y), (state, CONVICTED, y)} <= set(truth)]
        above, below = (sum(truth[state, i, y] for y in years) for i in (CONVICTED, PROSECUTED))
        low, high = (row[f"convicted_per_100_prosecuted_{end}"] for end in ("low", "high"))
        if not years:
            assert pd.isna(low)
        elif below:
            assert low - 1e-6 <= 100 * above / below
            assert pd.isna(high) or 100 * above / below <= high + 1e-6


def test_a_rate_needs_a_denominator() -> None:
    """A nought below the line gives no row, an unknown end of it no lower bound but nought."""
    told = {"jurisdiction": ["A", "A", "B", "B"], "measure": ["x", "y", "x", "y"], "year": [2000] * 4}
    frame = pd.DataFrame({**told, "low": [3.0, 0.0, 3.0, 0.0], "high": [3.0, 0.0, 3.0, float("nan")]})

    found = ratio(frame, "x", "y", [])

    assert found.index.tolist() == ["B"]
    assert found["low"].tolist() == [0]
    assert found["high"].isna().all()
