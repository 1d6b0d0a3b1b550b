"""Synthetic records: from the noisy table alone, close to it, marked, and never beside records of persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from disclosure.test_victims import made
from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure import Recipient, extract
from netgraph.disclosure.noise import Noisy, within
from netgraph.disclosure.standin import quality, records
from netgraph.disclosure.state import is_synthetic
from netgraph.errors import DisclosureError
from netgraph.ingest.catalogue import load_mapping
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store

SEXES, BANDS = ("Female", "Male", "not recorded"), ("Child", "Adult")
TABLE = Noisy("KEN", ("sex", "age_band"), (SEXES, BANDS), 1.0, (30, 12, -4, 25, 2, -1))
CASE = {"case_ref": "C-1", "case_status": "Active", "opened": "2024", "jurisdiction": "KEN"}


def test_records_are_the_nearest_that_can_be() -> None:
    """Whole, none below 0, as many as the total; brute force over small tables finds nothing nearer."""
    rows = records(TABLE)
    assert len(rows) == sum(TABLE.counts)
    assert set(rows["synthetic"]) == {"yes"}
    assert rows["record"].str.startswith("synthetic-").all()
    assert rows["record"].is_unique
    pd.testing.assert_frame_equal(rows, records(TABLE))  # no chance: nothing is drawn again

    random = np.random.default_rng(2)
    for _ in range(30):
        counts = tuple(map(int, random.integers(-3, 6, 3)))
        made_ = records(Noisy("KEN", ("sex",), (SEXES,), 1.0, counts))["sex"]
        found = made_.value_counts().reindex(list(SEXES), fill_value=0).to_numpy()
        total = max(sum(counts), 0)
        assert found.sum() == total
        every = [np.array([a, b, total - a - b]) for a in range(total + 1) for b in range(total + 1 - a)]
        best = min(float(((one - counts) ** 2).sum()) for one in every)
        assert float(((found - counts) ** 2).sum()) == pytest.approx(best) or total == 0


def test_quality_says_how_far_records_are_from_the_table() -> None:
    """By each dimension and each two, counted here by hand."""
    told = quality(TABLE, records(TABLE)).set_index("dimensions")
    assert list(told.index) == ["sex", "age_band", "sex x age_band"]
    rows = records(TABLE)
    sexes = rows["sex"].value_counts().reindex(list(SEXES), fill_value=0)
    far = [abs(int(sexes[name]) - want) for name, want in zip(SEXES, (42, 21, 1), strict=True)]
    assert told.loc["sex", "largest"] == max(far)
    assert told.loc["sex", "moved"] == pytest.approx(100 * sum(far) / 2 / 64, abs=0.05)
    assert told.loc["age_band", "cells"] == 2
    assert told.loc["age_band", "within"] == within(3, 1.0)


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([{"synthetic": True}], True),  # interrupted
        ([{"synthetic": True, "finished": "2024-01-01"}], True),
        ([{"synthetic": True, "undone": "2024-01-02", "finished": "2024-01-01"}], False),
        (
            [{"synthetic": True, "taken_over_by": "run-1"}, {"mapping": "other", "finished": "2024-01-02"}],
            False,
        ),
        ([{"synthetic": True, "finished": "2024-01-01"}, {"finished": "2024-01-02"}], False),
        ([{"synthetic": True, "finished": "2024-01-01"}, {"undone": "2024-01-03"}], True),
        ([{"synthetic": True, "finished": "2024-01-01"}, {"mapping": "other"}], True),
    ],
)
def test_a_store_is_synthetic_as_long_as_such_records_stand(
    embedded: Store, states: list[dict[str, object]], *, expected: bool
) -> None:
    """One rule for loading beside them and for what leaves: the last run of a source and mapping."""
    same = {"source": "s", "mapping": "m"}
    fill(
        embedded,
        [
            ("LoadRun", f"run-{at}", same | {"started": f"2024-01-0{at + 1}"} | run)
            for at, run in enumerate(states)
        ],
        [],
    )
    assert is_synthetic(embedded) is expected
    if expected:
        with pytest.raises(DisclosureError, match="would pass for records of persons"):
            extract(embedded, Recipient("KEN"))


def test_they_leave_beside_the_table_and_load_again_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files say synthetic in name, rows and note; they load into a store of their own, and nowhere else."""
    place, apart = str(tmp_path / "real"), str(tmp_path / "apart")
    with open_store(place, create=True) as store:
        fill(store, *made(300)[:2])
    asked = ["--dimensions", "year,sex,age_band", "--values", "year=2023-2024", "--epsilon", "3"]
    out = ["--to", "PUBLIC", "--purpose", "teaching", "-f", "csv", "-o", str(tmp_path / "t.csv")]
    assert run(["statistics", "--store", place, *asked, *out, "--synthetic"]) == 0
    table = pd.read_csv(tmp_path / "t.csv").set_index(["year", "sex", "age_band"])
    file = tmp_path / "t-synthetic.csv"
    rows = pd.read_csv(file, dtype={"year": str})
    assert len(rows) == table.loc[("total", "total", "total"), "count"]
    assert set(rows["synthetic"]) == {"yes"}
    note = (tmp_path / "t-method.md").read_text()
    assert "of no person" in note
    assert "must not be used" in note
    margins = pd.read_csv(tmp_path / "t-synthetic-quality.csv")
    assert len(margins) == 6

    load = ["ingest", "synthetic-victims", str(file)]
    assert run([*load, "--store", apart]) == 0
    columns = dict.fromkeys(load_mapping("cases").columns, "") | CASE
    pd.DataFrame([columns]).to_csv(tmp_path / "cases.csv", index=False)
    real = ["ingest", "cases", str(tmp_path / "cases.csv"), "--handling", "CLEAR"]
    capsys.readouterr()
    assert run([*real, "--store", apart]) == 2
    assert "the store holds synthetic ones" in capsys.readouterr().err
    assert run([*real, "--store", str(tmp_path / "new")]) == 0
    assert run([*load, "--store", str(tmp_path / "new")]) == 2
    assert "holds real ones" in capsys.readouterr().err

    counts = ["statistics", "--store", apart, "--dimensions", "sex", "--to", "PUBLIC", "--preview"]
    assert run(counts) == 0
    assert "SYNTHETIC" in capsys.readouterr().err
    away = str(tmp_path / "away")
    for words in (
        ["release", "--to", "KEN", "--purpose", "trial", "--preview"],
        ["export", "graphml", "--recipient", "KEN", "-o", away],
        ["view", "--recipient", "KEN", "-o", away],
        ["report", "--recipient", "KEN", "-o", away],
        ["query", "run", "corridors", "--recipient", "KEN", "-f", "csv", "-o", away],
        ["analyse", "connectors", "--recipient", "KEN", "-f", "json", "-o", away],
    ):
        assert run([*words, "--store", apart]) == 1, words
        assert "would pass for records of persons" in capsys.readouterr().err
    assert not (tmp_path / "away").exists()
    assert run(["view", "--local", "--store", apart, "-o", str(tmp_path / "here.html")]) == 0

    copied = file.read_text().replace("yes,", "no,")
    (tmp_path / "other.csv").write_text(copied)
    assert run([*load[:2], str(tmp_path / "other.csv"), "--store", str(tmp_path / "other")]) != 0
