"""What a cluster of a master and two workers answers is what one machine answers, to the last digit."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd
import pytest

import joint
import mixed
from graphs import fill
from netgraph.analytics import communities as communities_on_one
from netgraph.analytics import components as components_on_one
from netgraph.analytics import connectors as connectors_on_one
from netgraph.analytics import cooperation as cooperation_on_one
from netgraph.analytics import corridors as corridors_on_one
from netgraph.analytics import detection as detection_on_one
from netgraph.analytics import distances as distances_on_one
from netgraph.analytics import triangles as triangles_on_one
from netgraph.analytics.projection import project
from netgraph.cli.main import run
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.exchange.parquet_read import ParquetExport
from netgraph.model import Marking
from netgraph.store import open_store
from spark_cluster import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.analytics.projection import Projection
    from netgraph.analytics.result import Result
    from netgraph.spark.networks import Network
    from netgraph.spark.tables import Tables
    from netgraph.store import Store
    from spark_cluster import Cluster

pytestmark = pytest.mark.spark

BELOW = Marking.GREEN


@dataclass
class Both:
    """The same graph in a store and on a cluster."""

    store: Store
    tables: dict[Marking, Tables]
    _networks: dict[Any, Any]

    def reader(self, ceiling: Marking) -> Reader:
        """Read the store under a ceiling."""
        return Reader(self.store, Policy(ceiling))

    def network(self, name: str, ceiling: Marking = BELOW) -> tuple[Projection, Network]:
        """Take a network on both sides, once."""
        from netgraph.spark.networks import network  # noqa: PLC0415 - an extra

        if (name, ceiling) not in self._networks:
            pair = project(self.reader(ceiling), name), network(self.tables[ceiling], name)
            self._networks[name, ceiling] = pair
        found: tuple[Projection, Network] = self._networks[name, ceiling]
        return found


@pytest.fixture(scope="module")
def both(spark_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Fill a store, export it as Parquet, and open a session on the cluster."""
    from netgraph.spark.session import connected  # noqa: PLC0415 - an extra
    from netgraph.spark.tables import Tables  # noqa: PLC0415

    place = tmp_path_factory.mktemp("both") / "two words, é and 5%"  # where the folder for the way lies
    place.mkdir()
    nodes, claims = mixed.graph()
    with open_store(str(place / "store")) as store:
        known = {name[:2] for name in joint.NODES}
        fill(store, [*joint.NODES, *(one for one in nodes if one[:2] not in known)], [*joint.CLAIMS, *claims])
    folder = place / "odd [name] {of} 100% *"  # Spark takes paths for patterns
    assert run(["export", "parquet", "--store", str(place / "store"), "--local", "-o", str(folder)]) == 0
    export = ParquetExport.open(folder)
    settings = {**SETTINGS, "spark.task.maxFailures": "8"}
    with ExitStack() as stack:
        store = stack.enter_context(open_store(str(place / "store")))
        spark = stack.enter_context(connected(spark_cluster.master, folder, settings=settings))
        tables = {ceiling: Tables(spark, export, ceiling) for ceiling in (Marking.RED, BELOW)}
        yield Both(store, tables, {})
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


def same(found: Result, expected: Result, *, but: set[str] | None = None) -> None:
    """Compare everything but the name of the engine."""
    pd.testing.assert_frame_equal(found.frame, expected.frame)
    told, wanted = found.provenance(), expected.provenance()
    for one in (told, wanted):
        del one["engine"]
        one["parameters"].pop("engine", None)
        for name in but or ():
            one.pop(name)
    assert told == wanted
    assert found.engine.startswith("Spark ")


QUESTIONS = (
    "all-stops", "case-jurisdictions", "case-outcomes", "case-profiles", "instrument-parties",
    "jurisdiction-items", "jurisdiction-names", "jurisdiction-parts", "places", "route-victims", "statistics",
)  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_have_the_rows_of_the_queries(both: Both, name: str) -> None:
    """Each row, marking and number of rows withheld is as of the named query on the store."""
    from netgraph.spark.questions import Asking  # noqa: PLC0415

    asked = {"topic": "CriminalJustice"} if name == "statistics" else {}
    found = Asking(both.tables[BELOW]).query(name, asked)
    expected = both.reader(BELOW).query(name, asked)
    columns = [column for column in expected.table.column_names if column != "handling"]
    rows = [sorted(map(repr, one.table.select(columns).to_pylist())) for one in (found, expected)]
    assert rows[0] == rows[1]
    assert (found.marking, found.withheld) == (expected.marking, expected.withheld)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"of": "transit", "limit": 3},
        {"by": ["sex", "age_band", "year"]},
        {"states": True, "regions": True, "by": ["exploitation"]},
        {"of": "destination", "by": ["victim_profile"]},
    ],
    ids=lambda asked: "-".join(asked) or "plain",
)
def test_corridors(both: Both, asked: dict[str, Any]) -> None:
    """Corridors and places, however they are split."""
    from netgraph.spark.corridors import corridors  # noqa: PLC0415

    same(
        corridors(both.tables[Marking.RED], **asked),
        corridors_on_one.corridors(both.reader(Marking.RED), **asked),
    )


def test_cooperation_and_detection(both: Both) -> None:
    """Tables of jurisdictions, below a ceiling and in a period too."""
    from netgraph.spark.cooperation import cooperation  # noqa: PLC0415
    from netgraph.spark.detection import detection  # noqa: PLC0415

    for ceiling, tables in both.tables.items():
        reader = both.reader(ceiling)
        same(cooperation(tables, on="2021"), cooperation_on_one.cooperation(reader, on="2021"))
        same(detection(tables), detection_on_one.detection(reader))
    period: dict[str, Any] = {"since": 2017, "until": 2019}
    same(detection(both.tables[BELOW], **period), detection_on_one.detection(both.reader(BELOW), **period))


@pytest.mark.parametrize("name", ["entity", "place"])
def test_networks(both: Both, name: str) -> None:
    """Nodes with all that is known of them, edges with their weights, and what was left out."""
    one, other = both.network(name)
    nodes = other.nodes.orderBy("node").toArrow().to_pandas().set_index("node")
    assert [*nodes.index] == [*one.nodes.index]
    for column in one.nodes:
        lists = column in {"roles", "jurisdictions"}
        assert [tuple(cell) if lists else cell for cell in nodes[column]] == [*one.nodes[column]], column
    names = dict(zip(nodes["id"], nodes.index, strict=True))
    edges = other.edges.toArrow().to_pylist()
    found = sorted((names[edge["src"]], names[edge["dst"]], edge["weight"]) for edge in edges)
    assert found == sorted(one.edges[["start", "end", "weight"]].itertuples(index=False, name=None))
    assert (other.size, other.marking, other.withheld, other.notes) == (
        one.size,
        one.marking,
        one.withheld,
        one.notes,
    )


@pytest.mark.parametrize("name", ["entity", "place"])
def test_groups(both: Both, name: str) -> None:
    """Components, and communities by labels."""
    from netgraph.spark.groups import communities, components  # noqa: PLC0415

    one, other = both.network(name)
    same(components(other), components_on_one.components(one))
    limited: dict[str, Any] = {"cross_border": True, "limit": 2}
    same(components(other, **limited), components_on_one.components(one, **limited))
    same(communities(other), communities_on_one.communities(one, method="label-propagation"))


@pytest.mark.parametrize("name", ["entity", "place"])
def test_triangles_and_distances(both: Both, name: str) -> None:
    """Triangles, all or some; steps from several nodes, along the direction of ties."""
    from netgraph.spark.near import distances, triangles  # noqa: PLC0415

    one, other = both.network(name)
    same(triangles(other), triangles_on_one.triangles(one))
    same(triangles(other, limit=3), triangles_on_one.triangles(one, limit=3))
    some = [*one.nodes.index[[0, len(one.nodes) // 2, -1]]]
    same(distances(other, some), distances_on_one.distances(one, some))
    with pytest.raises(AnalysisError, match="called nobody"):
        distances(other, ["nobody"])


@pytest.mark.parametrize("name", ["entity", "place"])
def test_connectors(both: Both, name: str) -> None:
    """PageRank is within its stated bound of the exact one, and ranks are the same; degree and reach too."""
    from netgraph.spark.connectors import STEPS, connectors, pagerank  # noqa: PLC0415
    from netgraph.spark.graphx import DAMPING  # noqa: PLC0415

    one, other = both.network(name)
    graph = one.graph().to_networkx()
    exact = pd.Series(nx.pagerank(graph, weight="weight", tol=1e-15, max_iter=2000))
    rows = pagerank(other).join(other.nodes, "id").select("node", "pagerank").toArrow().to_pandas()
    found = rows.set_index("node")["pagerank"].reindex(exact.index)
    bound = (4 / (1 - DAMPING) if other.directed else 2) * DAMPING**STEPS
    assert float((found - exact).abs().sum()) < bound
    ranked = connectors(other, limit=10)
    expected = connectors_on_one.connectors(one, by="pagerank", limit=10).frame
    columns = [column for column in ranked.frame if column != "pagerank"]
    pd.testing.assert_frame_equal(ranked.frame[columns], expected[columns])
    assert f"{bound:.1g}" in ranked.estimated
    every = connectors_on_one.connectors(one, by="pagerank").frame.set_index("key")
    for by in ("degree", "reach"):  # of which many are alike, so that the second measure decides
        few = connectors(other, by=by, limit=7).frame
        best = every.sort_values([f"{by}_rank", "pagerank_rank"], kind="stable").head(7)
        assert few["key"].tolist() == best.index.tolist()
        assert few["rank"].tolist() == best[f"{by}_rank"].tolist()


@pytest.mark.parametrize("name", ["entity", "place"])
def test_sampled_betweenness_holds_its_bound(both: Both, name: str) -> None:
    """No node is further off than the error, its interval holds the exact value, and so do its ranks."""
    from netgraph.spark.connectors import connectors  # noqa: PLC0415

    one, other = both.network(name, Marking.RED)
    exact = pd.Series(nx.betweenness_centrality(one.graph().to_networkx()))
    ranked = [node for node in one.nodes.index if one.nodes["type"][node] != "Case"]
    error = 0.05
    found = connectors(other, by="betweenness", error=error)
    names = found.frame["key"] if name == "place" else found.frame["type"] + " " + found.frame["key"]
    table = found.frame.set_index(names)
    assert sorted(table.index) == ranked
    assert float((table["betweenness"] - exact[ranked]).abs().max()) < error
    assert exact[ranked].max() > 2 * error  # so that there is something to be off by
    rank = exact[ranked].rank(method="min", ascending=False)
    assert (table["rank_from"] <= rank[table.index]).all()
    assert (rank[table.index] <= table["rank_to"]).all()
    one_machine = connectors_on_one.connectors(one, by="betweenness", betweenness="sampled", error=error)
    assert found.estimated.startswith(one_machine.estimated)
    assert found.method.split(",")[0] == one_machine.method.split(",")[0]  # as many paths
    if name == "place":  # where it is quick
        again = connectors(other, by="betweenness", error=error)
        pd.testing.assert_frame_equal(found.frame, again.frame)


def test_a_killed_worker_changes_nothing(both: Both, spark_cluster: Cluster) -> None:
    """In the middle of PageRank, and of a table, a worker dies with all it held: the answers are the same."""
    from netgraph.spark.connectors import pagerank  # noqa: PLC0415
    from netgraph.spark.corridors import corridors  # noqa: PLC0415

    _, other = both.network("entity")
    before: dict[int, float] = dict(pagerank(other, 20).collect())
    after = _while_killing(both, spark_cluster, lambda: dict(pagerank(other, 20).collect()))
    assert after.keys() == before.keys()
    assert max(abs(after[one] - before[one]) for one in before) < 1e-15  # sums in another order
    spark_cluster.add(9)
    tables = both.tables[Marking.RED]
    asked: dict[str, Any] = {"by": ["sex", "exploitation"]}
    found = _while_killing(both, spark_cluster, lambda: corridors(tables, **asked))
    same(found, corridors_on_one.corridors(both.reader(Marking.RED), **asked))


def _while_killing(both: Both, cluster: Cluster, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - what it gives
    """Kill a worker once some stages of the work were seen and one is running."""
    tracker = both.tables[BELOW].spark.sparkContext.statusTracker()
    seen: set[int] = set()
    done, killed = threading.Event(), threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            active = set(tracker.getActiveStageIds())
            seen.update(active)
            if active and len(seen) >= 3:
                cluster.kill(cluster.workers.pop())
                killed.set()
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        return work()
    finally:
        done.set()
        watcher.join()
        assert killed.is_set()
