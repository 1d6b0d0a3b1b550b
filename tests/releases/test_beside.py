"""A table and a bundle for the same State, by the commands: the second of them is held against the first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure.books import BUNDLES
from netgraph.disclosure.signing import write_signing_key
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from graphs import Claim, Node

NAMED = {"handling": "AMBER", "releasable_to": ["KEN", "UGA"]}


def victims(number: int, named: int) -> tuple[list[Node], list[Claim]]:
    """Return persons in cases of two years, women and men, the last few under a stricter marking."""
    nodes: list[Node] = [("Jurisdiction", "KEN", {"name": "Kenya"})]
    claims: list[Claim] = []
    for at in range(number):
        mark: dict[str, Any] = NAMED if at >= number - named else {"handling": "GREEN"}
        person, case = ("Person", f"s/p{at}"), ("Case", f"s/c{at}")
        nodes += [
            (*person, {"sex": "Female" if at % 3 else "Male", **mark}),
            (*case, {"opened": f"202{at % 2}-05-01", **mark}),
        ]
        claims += [
            (person, "INVOLVED_IN", case, {"role": "Victim", "record": f"r{at}", **mark}),
            (case, "HANDLED_BY", ("Jurisdiction", "KEN"), {"record": f"h{at}", **mark}),
        ]
    return nodes, claims


def test_the_second_is_held_against_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two persons whom a table counts and a bundle leaves out: refused one way, hidden the other."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETGRAPH_STORE", str(tmp_path / "store"))
    with open_store(str(tmp_path / "store"), create=True) as store:
        fill(store, *victims(60, 2))
    write_signing_key(tmp_path / "our.key")
    release = ["release", "--purpose", "joint case", "--from", "ITA", "--sign", "our.key"]
    tables = ["statistics", "--dimensions", "year,sex", "--purpose", "figures", "-f", "csv"]

    assert run([*tables, "--to", "UGA", "-o", "uga.csv"]) == 0
    capsys.readouterr()
    assert run([*release, "--to", "UGA", "--ceiling", "GREEN"]) == 1
    refused = capsys.readouterr().err
    assert "this and what UGA has already, victims by year, sex (" in refused
    assert "would give a small count away together" in refused
    assert "--ceiling" in refused
    assert not [*tmp_path.glob("*.zip")]
    export = ["--recipient", "UGA", "--ceiling", "GREEN", "-o"]
    assert run(["export", "htcds", *export, "uga-cases.csv"]) == 1
    assert "this and what UGA has already" in capsys.readouterr().err
    assert not (tmp_path / "uga-cases.csv").exists()
    assert run(["export", "geojson", *export, "uga.geojson"]) == 0  # without persons
    for words in (
        ["view", "-f", "graphml"],
        ["query", "run", "case-network", "-p", "case=s/c0", "-f", "csv"],
    ):
        assert run([*words, *export, "persons"]) == 1
        assert "this and what UGA has already" in capsys.readouterr().err
        assert not (tmp_path / "persons").exists()
    assert run(["release", "--to", "UGA", "--purpose", "joint case", "--preview", "--ceiling", "GREEN"]) == 0
    assert "it would be refused: this and what UGA" in capsys.readouterr().err
    # With everything that Uganda may have, the table counts nobody whom it has not.
    assert run(["release", "--to", "UGA", "--purpose", "joint case", "--preview"]) == 0
    assert "refused" not in capsys.readouterr().err

    assert run([*release, "--to", "KEN", "--ceiling", "GREEN"]) == 0
    assert run([*tables, "--to", "KEN", "-o", "ken.csv"]) == 0
    before, after = (pd.read_csv(f"{to}.csv").set_index(["year", "sex"])["count"] for to in ("uga", "ken"))
    assert before["total", "total"] == 60
    assert pd.isna(after["total", "total"])
    assert after.isna().sum() > before.isna().sum()

    capsys.readouterr()
    assert run(["audit", "show", "--event", "released", "-f", "json"]) == 0
    facts = [row["facts"] for row in json.loads(capsys.readouterr().out)["rows"]]
    assert sum("counted=" in fact for fact in facts) == 1
    (ledger,) = (tmp_path / "store").rglob(BUNDLES)
    kept = json.loads(ledger.read_text())
    assert min(kept["parts"]["KEN"]) == ["2020", None, None, "not recorded", "KEN", None, 29]
    assert kept["parts"]["PUBLIC"] == []
    ledger.write_text("")
    assert run([*tables, "--to", "KEN", "-o", "again.csv"]) == 1
    assert "not as the audit log says" in capsys.readouterr().err
