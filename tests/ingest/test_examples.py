"""The shipped example is made by its generator, loads whole, and holds what it is said to hide."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from identifier_keys import KEY
from netgraph.errors import MappingError
from netgraph.ingest import IngestReport, load_file, read_plan
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_generator_makes_the_shipped_files(tmp_path: Path) -> None:
    """Running the generator gives what is in examples/data, byte for byte."""
    subprocess.run([sys.executable, EXAMPLES / "generate.py", tmp_path], check=True)  # noqa: S603 - ours

    made, shipped = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path, EXAMPLES / "data")
    )
    assert made.keys() == shipped.keys()
    assert [path for path, content in made.items() if content != shipped[path]] == []


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[IngestReport]]]:
    """Return a store with the example, loaded as its plan says, and what the loads reported."""
    with (
        pytest.MonkeyPatch.context() as environment,
        open_store(str(tmp_path_factory.mktemp("example"))) as store,
    ):
        environment.setenv("NETGRAPH_IDENTIFIER_KEY", KEY)
        plan = read_plan(EXAMPLES / "data" / "plan.yaml")
        reports = [
            load_file(store, step.mapping, step.path, **step.marks)  # type: ignore[arg-type]
            for step in plan
        ]
        yield store, reports


def test_the_example_loads_whole(loaded: tuple[Store, list[IngestReport]]) -> None:
    """No row of the example is rejected, and there is as much of it as the documentation says."""
    store, reports = loaded

    assert [(report.source, report.mapping, report.reasons) for report in reports if report.rejected] == []
    counts = store.counts()
    assert counts.nodes["Case"] == 300
    assert counts.nodes["Route"] == 60
    assert 40 <= counts.nodes["Jurisdiction"] <= 50
    marked = store.read("MATCH (c:Case) RETURN DISTINCT c.handling AS h ORDER BY h").to_pylist()
    assert [row["h"] for row in marked] == ["AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED"]
    sources = store.read("MATCH (c:Case) RETURN DISTINCT c.source AS s ORDER BY s").to_pylist()
    assert [row["s"] for row in sources] == [
        f"synthetic-{name}" for name in ("court", "liaison", "ngo", "police")
    ]


def test_networks_are_hidden_in_the_example(loaded: tuple[Store, list[IngestReport]]) -> None:
    """Identifiers join cases of several sources into networks; without the brokers those fall apart."""
    store, _ = loaded
    rows = store.read(
        "MATCH (i:Identifier)<-[:USES]-(p:Person)-[r:INVOLVED_IN]->(c:Case) "
        "RETURN i.key AS identifier, p.key AS person, r.role AS role, c.key AS case ORDER BY identifier"
    ).to_pylist()

    def networks(rows: list[dict[str, str]]) -> list[int]:
        graph = nx.Graph((row[a], row["person"]) for row in rows for a in ("identifier", "case"))
        cases = {row["case"] for row in rows}
        return sorted((len(cases & part) for part in nx.connected_components(graph)), reverse=True)

    with_brokers = networks(rows)
    without = networks([row for row in rows if row["role"] != "BrokerTravelAgent"])
    large = [size for size in with_brokers if size >= 15]

    assert len(large) == 4
    assert max(without) < large[-1]
    assert len([size for size in without if size >= 5]) >= 9


def test_two_thirds_of_the_victims_are_women_and_girls(loaded: tuple[Store, list[IngestReport]]) -> None:
    """Women and girls are most of the example's victims, and men and boys are in it."""
    store, _ = loaded
    rows = store.read(
        "MATCH (p:Person)-[r:INVOLVED_IN]->(:Case) WHERE r.role = 'Victim' RETURN p.sex AS sex, "
        "count(*) AS n ORDER BY sex"
    ).to_pylist()

    share = {row["sex"]: row["n"] / sum(row["n"] for row in rows) for row in rows}
    assert 0.6 < share["Female"] < 0.75
    assert share["Male"] > 0.2


def test_a_plan_is_closed(tmp_path: Path) -> None:
    """A wrong word in a plan is refused with its line."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "plan: 1\ndoc: A plan.\nloads:\n  - {mapping: cases, fyle: cases.csv}\n", encoding="utf-8"
    )

    with pytest.raises(MappingError, match=r"plan\.yaml:4: "):
        read_plan(plan)


def test_a_plan_finds_its_files(tmp_path: Path) -> None:
    """Files and own mappings of a plan are named from where the plan is."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "plan: 1\ndoc: A plan.\nloads:\n  - {mapping: own.yaml, file: a/b.csv, source: s}\n", encoding="utf-8"
    )

    (step,) = read_plan(plan)

    assert (step.mapping, step.path, step.marks) == (
        str(tmp_path / "own.yaml"),
        tmp_path / "a/b.csv",
        {"source": "s"},
    )
