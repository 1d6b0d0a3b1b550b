"""The route statements of the Trafficking in Persons reports: their traps, and the real file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from canonical import dump, tables
from needs import real_file
from netgraph.ingest import load_file, load_mapping
from netgraph.store import Counts, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store
    from stores import Kept

    Write = Callable[..., Path]

FILE = "tip_routes/tip_route_statements_2008_2016.csv"


def row(number: int, origin: str, transit: str, destination: str, **more: str) -> list[str]:
    """Make a row of the file."""
    given = {
        "year": "2012",
        "source_row": str(number),
        "origin": origin,
        "transit": transit,
        "destination": destination,
        **more,
    }
    return [given.get(column, "") for column in load_mapping("tip-routes").columns]


@pytest.fixture
def load(embedded: Store, write: Write) -> Callable[..., dict[str, dict[str, object]]]:
    """Load rows and return the properties of each Route by its row number."""

    def loaded(*rows: list[str]) -> dict[str, dict[str, object]]:
        good = [row(900 + n, "Kenya", "", "Uganda", year=str(1900 + n)) for n in range(20)]
        load_file(embedded, "tip-routes", write([list(load_mapping("tip-routes").columns), *rows, *good]))
        routes = [dict(route) for route in dump(embedded)["Route"]]
        return {str(route["p_record"]).split("/")[1]: route for route in routes}

    return loaded


def test_codes_are_read_as_the_sheets_wrote_them(
    load: Callable[..., dict[str, dict[str, object]]],
) -> None:
    """Commas, a point for a comma, blanks and empty places between codes all mean the same list."""
    found = load(
        row(1, "Ghana", "", "Spain", victim_profile="3.4", sector="2,,10", trafficker="11, 4,6"),
        row(2, "Ghana", "", "Spain", victim_profile="4,3", means=" ", type="2,3"),
    )

    assert found["1"]["p_victim_profile"] == found["2"]["p_victim_profile"] == ("Boys", "Girls")
    assert found["1"]["p_industry"] == ("Agriculture", "Construction")
    assert found["1"]["p_trafficker"] == ("Diplomats", "PimpsAndBrothels", "StateOfficials")
    assert "p_means" not in found["2"]
    assert found["2"]["p_exploitation"] == ("ForcedLabour", "Servitude")


def test_child_sex_tourism_is_no_victim_route(embedded: Store, write: Write) -> None:
    """A row of type 4, alone or among others, is rejected and makes no leg."""
    header = list(load_mapping("tip-routes").columns)
    rows = [
        row(1, "Germany", "", "Kenya", type="4"),
        row(2, "Germany", "", "Kenya", type="1, 4"),
        *(row(n, "Kenya", "", "Uganda", type="1", year=str(1900 + n)) for n in range(20, 60)),
    ]
    report = load_file(embedded, "tip-routes", write([header, *rows]))

    reason = "child sex tourism: the origin is the perpetrator's country, not a victim route (column type)"
    assert report.reasons == {reason: 2}
    assert {dict(leg)["a_start"] for leg in dump(embedded)["LEG"]} == {"KEN"}


def test_a_contested_name_is_its_state_in_iso_3166(
    load: Callable[..., dict[str, dict[str, object]]], embedded: Store
) -> None:
    """Territories that governments disagree about are never States of their own."""
    load(row(1, "Transnistria", "", "T.R.N.C."), row(2, "China (Tibet)", "", "Somaliland"))

    places = {dict(place)["p_key"] for place in dump(embedded)["Location"]}
    assert places == {"MDA", "CYP", "CHN", "SOM", "KEN", "UGA"}


@pytest.mark.realdata
@pytest.mark.embedded
@pytest.mark.neo4j
def test_the_real_file_is_the_same_graph_on_both_stores(kept_neo4j: Kept, tmp_path: Path) -> None:
    """All 22,246 rows are accounted for, and the two graphs are equal down to the last property."""
    file, rejects = real_file(FILE), tmp_path / "rejects.csv"
    neo4j = kept_neo4j.empty()
    with open_store(str(tmp_path / "store")) as embedded:  # of its own: emptying it would take long
        stores = (embedded, neo4j)
        reports = [load_file(store, "tip-routes", file, rejects=rejects) for store in stores]

        assert [store.counts() for store in stores] == [COUNTS, COUNTS]
        assert differences(embedded, neo4j) == []
        for store in stores:
            assert load_file(store, "tip-routes", file, rejects=rejects).unchanged
    one, other = ({**report.to_dict(), "run": "", "started": "", "seconds": 0} for report in reports)
    assert one == other
    assert (one["read"], one["loaded"], one["duplicate"], one["rejected"]) == (22_246, 20_209, 916, 1_121)
    assert one["reasons"] == REASONS
    assert [(code["column"], code["code"], code["rows"]) for code in one["unknown_codes"]] == [
        ("means", "11", 9),
        ("type", "11", 41),
    ]


REASONS = {
    "child sex tourism: the origin is the perpetrator's country, not a victim route (column type)": 1_072,
    "fewer than two known stops": 19,
    "a place name with more than one meaning (column origin)": 11,
    "a former country (column destination)": 10,
    "unknown place (column transit)": 4,
    "a place name with more than one meaning (column destination)": 3,
    "unknown place (column destination)": 2,
}
COUNTS = Counts(
    {"Jurisdiction": 197, "LoadRun": 1, "Location": 309, "Route": 20_209, "UndoRecord": 2},
    {"IN": 197, "LEG": 21_032, "STOPS_AT": 41_241},
)


def differences(one: Store, other: Store) -> list[str]:
    """Return the labels and types under which two stores do not hold the same."""
    here, there = tables(one), tables(other)
    return [
        name
        for name in sorted({*here, *there})
        if name not in here or name not in there or not here[name].equals(there[name].cast(here[name].schema))
    ]
