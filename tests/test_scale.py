"""The benchmark of growth runs at a small size and goes on; its model finds what it was given."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from netgraph.cli.main import run
from netgraph.disclosure import Reader
from netgraph.exchange.parquet_export import write_whole
from netgraph.exchange.parquet_read import ParquetExport
from netgraph.ingest import load_file

if TYPE_CHECKING:
    from netgraph.store import Store

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))  # scripts, not a package

import scale_made  # noqa: E402
import scale_parquet  # noqa: E402
from scale_model import fitted, workers_for  # noqa: E402
from scale_page import fit_of, page  # noqa: E402

SIZES = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
FOUND, LINE = 2_000, ("embedded", "load", 0)


@pytest.mark.parametrize(("shape", "grows"), [("m", lambda m: m), ("m log m", lambda m: m * math.log2(m))])
def test_a_fit_recovers_known_constants(shape: str, grows: object) -> None:
    """Costs of known parts give these parts, their shape and what a billion costs; few sizes give none."""
    assert callable(grows)
    fit = fitted({size: 3.0 + 2e-5 * grows(size) for size in SIZES})

    assert fit is not None
    assert (fit.shape, fit.points, fit.most) == (shape, 5, 10_000_000)
    assert (fit.fixed, fit.each) == pytest.approx((3.0, 2e-5), rel=1e-6)
    assert fit.off == pytest.approx(0.0, abs=1e-6)
    assert fit.at(1e9) == pytest.approx(3.0 + 2e-5 * grows(1e9), rel=1e-6)
    assert fitted({100_000: 1.0, 300_000: 2.0}) is None
    assert workers_for(7_200, 3_600, 0.8) == 3


def test_the_benchmark_runs_and_goes_on(tmp_path: Path) -> None:
    """A load and a projection are measured in processes of their own; a second run measures none again."""
    kept = tmp_path / "scale.json"
    asked = ["--sizes", str(FOUND), "--stores", "embedded", "--only", "load,project", "--json", str(kept)]
    script = str(BENCHMARKS / "scale.py")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}  # as the Makefile has it
    done = [
        subprocess.run(  # noqa: S603 - ours
            [sys.executable, script, *asked, "--resume"],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        for _ in range(2)
    ]

    assert [one.returncode for one in done] == [0, 0], done[0].stderr
    assert done[1].stderr == ""
    rows = {row["what"]: row for row in json.loads(kept.read_text(encoding="utf-8"))["results"]}
    assert [*rows] == ["load", "projection", "projection, from its file"]
    assert abs(rows["load"]["relationships"] - FOUND) < FOUND / 5
    assert rows["load"]["disk"] > 0
    assert rows["projection"]["edges"] == rows["projection, from its file"]["edges"] > 0
    if sys.platform == "linux":
        assert all(row["mb"] > 100 for row in rows.values())
    text = (tmp_path / "scale.md").read_text(encoding="utf-8")
    assert "| embedded, load |" in text


def test_made_parquet_is_an_export(embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made from the importer's files for Spark holds the rows that an export from a store holds."""
    monkeypatch.setenv("NETGRAPH_IDENTIFIER_KEY", "5" * 32)
    rows, files, made, folder = (tmp_path / name for name in ("rows.csv", "files", "made", "export"))
    scale_made.write(FOUND, rows)
    load_file(embedded, scale_made.MAPPING, rows)
    write_whole(Reader(embedded).whole(), folder)
    assert run(["export", "neo4j-admin", scale_made.MAPPING, str(rows), "-o", str(files)]) == 0
    scale_parquet.convert(files, made)
    found, expected = ParquetExport.open(made), ParquetExport.open(folder)

    assert {*found.tables} == {*expected.tables}
    for name in expected.tables:
        assert found.columns(name) == expected.columns(name)
        assert content(found, name) == content(expected, name)


def content(export: ParquetExport, name: str) -> list[dict[str, object]]:
    """Read the rows of a label or type in the order of their keys, but for the run that loaded them."""
    rows = [row for file in export.files_of_label(name) for row in pq.ParquetFile(file).read().to_pylist()]
    return sorted(({**row, "run": None} for row in rows), key=lambda row: str(row["key"]))


def test_the_page_fills_no_cell_that_was_not_measured() -> None:
    """What was stopped says after how long, enters no fit, and a size that is not there stays blank."""
    same = {"store": "embedded", "workers": 0, "load average": 1.0, "when": "2026-01-01T00:00+00:00"}
    same |= {"what": "load", "all cpu": 1.0, "server mb": 0.0, "mb": 400.0}
    rows = [{**same, "size": size, "seconds": size / 1e4} for size in SIZES[:3]]
    rows.append({**same, "size": SIZES[3], "stopped": 720.0})
    rows.append({**same, "what": "projection", "size": SIZES[0], "seconds": 2.0})
    text = page(rows)

    fit = fit_of(rows, LINE, "s")
    assert fit is None  # 300 s would be its word, and it had taken 720
    ended = fit_of([row for row in rows if "stopped" not in row], LINE, "s")
    assert ended is not None
    assert ended.most == SIZES[2]
    assert "| embedded, load | 10.0 (1.0) | 30.0 (1.0) | 100 (1.0) | stopped after 720 s |" in text
    assert "| embedded, projection | 2.0 (1.0) |  |  |  |" in text


def test_a_measure_of_a_network_is_one_line_whichever_store_it_was_read_from() -> None:
    """The server that held the graph counts for what asks it, not for what starts from a file."""
    same = {
        "workers": 0,
        "load average": 1.0,
        "when": "2026-01-01T00:00+00:00",
        "seconds": 2.0,
        "all cpu": 3.0,
    }
    server = {"store": "neo4j", "server mb": 300.0, "mb": 400.0}
    rows: list[dict[str, Any]] = [
        {**same, "store": "embedded", "what": "triangles", "size": SIZES[0], "server mb": 0.0, "mb": 90.0},
        {**same, **server, "what": "triangles", "size": SIZES[1]},
        {**same, **server, "what": "detection", "size": SIZES[1]},
    ]
    text = page(rows)

    assert "| one machine, triangles | 2.0 (3.0) | 2.0 (3.0) |" in text
    assert "| one machine, triangles | 90 | 100 |" in text
    assert "| Neo4j, detection |  | 100 + 300 |" in text
