"""Analyses on Spark as somebody types them: the same table as without, or a reason and the next step."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

import joint
import mixed
from graphs import fill
from netgraph.cli.main import run
from netgraph.spark import watching
from netgraph.store import open_store
from spark_cluster import SETTINGS, Cluster, require_spark

if TYPE_CHECKING:
    from pathlib import Path

ANALYSES = {
    "corridors": ["--by", "year"],
    "cooperation": ["--on", "2021"],
    "detection": [],
    "connectors": ["--by", "pagerank"],
    "components": ["--network", "entity"],
    "communities": ["--network", "place", "--method", "label-propagation"],
    "triangles": ["--network", "entity"],
    "distances": ["s/p1"],
}
APPROXIMATE = {"pagerank"}
"""Of which a cluster and one machine give as many digits as they state."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store and its export."""
    require_spark()
    folder = tmp_path_factory.mktemp("typed")
    nodes, claims = mixed.graph()
    with open_store(str(folder / "store")) as store:
        known = {name[:2] for name in joint.NODES}
        fill(store, [*joint.NODES, *(one for one in nodes if one[:2] not in known)], [*joint.CLAIMS, *claims])
    exported = ["export", "parquet", "--store", str(folder / "store"), "--local", "-o", str(folder / "graph")]
    assert run(exported) == 0
    return folder


def on_spark(place: Path, master: str = "local[1]") -> list[str]:
    """Return the options that have Spark do it, quickly."""
    settings = [word for one in SETTINGS.items() for word in ("--conf", "=".join(one))]
    return ["--engine", "spark", "--master", master, "--parquet", str(place / "graph"), *settings]


@pytest.mark.spark
@pytest.mark.parametrize("name", ANALYSES)
def test_a_command_gives_the_same_table(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every column that Spark offers is as it is without; the output says which engine it was."""
    words = ["analyse", name, *ANALYSES[name], "--ceiling", "AMBER", "--limit", "5", "-f", "json"]
    assert run([*words, "--store", str(place / "store")]) == 0
    one = json.loads(capsys.readouterr().out)
    assert run([*words, *on_spark(place)]) == 0
    said = capsys.readouterr()
    other = json.loads(said.out)

    assert other["engine"].startswith("Spark ")
    assert "Spark" in said.err
    assert "WARN" not in said.err
    assert other["marking"] == one["marking"]
    assert other["withheld"] == one["withheld"]
    rows: list[dict[str, Any]] = other["rows"]
    assert len(rows) == len(one["rows"]) > 0
    for row, expected in zip(rows, one["rows"], strict=True):
        for column, cell in row.items():
            wanted = pytest.approx(expected[column], abs=1e-5) if column in APPROXIMATE else expected[column]
            assert cell == wanted, column
    assert {path.name for path in place.iterdir()} == {"store", "graph"}  # nothing is left behind


LOCAL = ["--engine", "spark", "--master", "local", "--parquet", "GRAPH"]
REFUSED: dict[str, tuple[str, list[str]]] = {
    "no cluster": ("needs a cluster and an export", ["corridors", "--engine", "spark"]),
    "no engine": ("are for Spark", ["corridors", "--master", "local"]),
    "merged": ("--merged is not computed on Spark", ["connectors", "--merged", *LOCAL]),
    "core": ("core is not computed on Spark", ["connectors", "--by", "core", *LOCAL]),
    "leiden": ("Leiden is not computed", ["communities", "--method", "leiden", *LOCAL]),
    "jurisdictions": ("is not taken on Spark", ["components", "--network", "jurisdiction", *LOCAL]),
    "nonsense": ("is no master of Spark", ["corridors", *LOCAL, "--master", "nonsense"]),
    "away": (
        "nothing answers at spark://127.0.0.1:1",
        ["corridors", *LOCAL, "--master", "spark://127.0.0.1:1"],
    ),
    "no export": ("manifest.json is not there", ["corridors", *LOCAL, "--parquet", "."]),
    "purpose": ("--purpose is for the audit log", ["corridors", *LOCAL, "--purpose", "a file"]),
    "setting": ("no setting of Spark", ["corridors", *LOCAL, "--conf", "a=b"]),
    "recipient": ("for whoever has the export", ["corridors", *LOCAL, "--recipient", "KEN"]),
}


@pytest.mark.spark
@pytest.mark.parametrize("name", ["corridors", "detection", "components"])
def test_an_export_below_a_ceiling_gives_what_a_store_gives(
    name: str, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rows of the store under that ceiling, and a word that the export has not all."""
    store = ["--store", str(place / "store")]
    below = ["--ceiling", "GREEN"]
    assert run(["export", "parquet", *store, "--local", *below, "-o", str(tmp_path / "graph")]) == 0
    capsys.readouterr()
    words = ["analyse", name, "-f", "json"]
    assert run([*words, *below, *store]) == 0
    expected = json.loads(capsys.readouterr().out)["rows"]
    assert run([*words, *on_spark(tmp_path)]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["rows"] == expected
    assert re.search(r"note: the export leaves out \d+ claims above TLP:GREEN", said.err)


@pytest.mark.spark
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(case: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with the next step, and nothing is printed."""
    why, words = REFUSED[case]
    graph = str(place / "graph")
    assert run(["analyse", *(graph if word == "GRAPH" else word for word in words)]) in {1, 2}
    told = capsys.readouterr()
    assert why in told.err
    assert "next: " in told.err
    assert told.out == ""


@pytest.mark.spark
def test_without_pyspark_or_java(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is named, and how to get it."""
    words = ["analyse", "corridors", *on_spark(place)]
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    assert run(words) == 1
    assert "Spark needs Java, and there is none in JAVA_HOME=/nowhere" in capsys.readouterr().err
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyspark"]:
        monkeypatch.delitem(sys.modules, name)
    for name in [name for name in sys.modules if name.startswith("netgraph.spark")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert run(words) == 1
    assert "pip install 'netgraph-tip[spark]'" in capsys.readouterr().err


@pytest.mark.spark
def test_a_cluster_without_workers_is_not_waited_for_long(
    place: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Spark itself would wait for ever."""
    monkeypatch.setattr(watching, "PATIENCE", 1.0)
    with Cluster(tmp_path, many=0) as cluster:
        assert run(["analyse", "corridors", *on_spark(place, cluster.master)]) == 1
    assert "took the work within 1 seconds" in capsys.readouterr().err
