"""The shipped mappings of public sources: what made files of their form become, on every store."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import made_sources as made
from needs import require
from netgraph.ingest import load_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from netgraph.store import Store

    Write = Callable[..., Path]

FOLDERS = [Path(__file__).parents[n] / "shared" / "data" for n in (2, 3, 4)]
ABOUT = (
    "MATCH (s:Statistic)-[r:ABOUT]->(j:Jurisdiction) "
    "RETURN s.record AS record, s.value AS value, r.aspect AS aspect, j.key AS state ORDER BY record, aspect"
)


def real(name: str) -> Path:
    """Return a real file, or skip the test."""
    found = next((folder / name for folder in FOLDERS if (folder / name).is_file()), None)
    return found or require("realdata", f"no file shared/data/{name}")


def packed(rows: list[list[str]], path: Path) -> Path:
    """Write rows as a packed CSV file."""
    text = io.StringIO()
    made.write(rows, text)
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    return path


def test_displacement_is_statistics_about_two_states(store: Store, tmp_path: Path) -> None:
    """A number of displaced people is a Statistic about its origin and its asylum, and never a leg."""
    rows = made.unhcr_od_records(60)

    report = load_file(store, "unhcr-od-records", packed(rows, tmp_path / "records.csv.gz"))

    header, *body = rows
    records = [dict(zip(header, row, strict=True)) for row in body]
    kept = [r for r in records if not {r["coo_iso"], r["coa_iso"]} & {"UNK", "UKN", "STA", "XXA"}]
    assert (report.read, report.loaded, report.rejected) == (60, len(kept), 60 - len(kept))
    assert set(report.reasons) == {
        "the country of origin is unknown (column coo_iso)",
        "stateless people, who have no country of origin (column coo_iso)",
    }
    assert report.nodes.created["Statistic"] == len(kept)
    assert report.relationships.created == {"ABOUT": 2 * len(kept)}
    expected = [
        {"record": r["record_id"], "value": float(r["value"]), "aspect": aspect, "state": state}
        for r in kept
        for aspect, state in (("Asylum", r["coa_iso"]), ("Origin", r["coo_iso"].replace("TIB", "CHN")))
    ]
    assert store.read(ABOUT).to_pylist() == sorted(expected, key=lambda r: (r["record"], r["aspect"]))
    topics = store.read("MATCH (s:Statistic) RETURN DISTINCT s.topic AS topic, s.handling AS marking")
    assert topics.to_pylist() == [{"topic": "Displacement", "marking": "CLEAR"}]


@pytest.mark.realdata
def test_the_real_displacement_records(embedded: Store) -> None:
    """Every one of the records is loaded, or rejected for a reason counted from the file itself."""
    path = real("unhcr/od_records_500k.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        next(stream)
        ends = Counter(tuple(line.split(",")[2:4]) for line in stream)
    nowhere = {"UNK", "UKN", "STA", "XXA"}
    kept = sum(n for states, n in ends.items() if nowhere.isdisjoint(states))

    report = load_file(embedded, "unhcr-od-records", path, dry_run=True)

    assert (report.read, report.loaded, report.duplicate) == (500_545, kept, 0)
    assert report.rejected == 500_545 - kept
