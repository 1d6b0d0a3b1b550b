"""No bad file is half loaded: it is refused by name, place and reason, or every row is accounted for."""

from __future__ import annotations

import csv
import json
import re
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from ingest.bad import (
    delimited,
    encodings,
    json_lines,
    mappings,
    networks,
    packed,
    parquets,
    places,
    values,
    workbooks,
)
from netgraph.cli.main import run
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.bad.case import Case
    from netgraph.store import Store
    from stores import Kept

MODULES = (encodings, delimited, packed, values, json_lines, networks, parquets, workbooks, mappings, places)
CASES = [pytest.param(case, id=case.name) for module in MODULES for case in module.CASES]
SEVERAL = [case for case in CASES if "Cypher" in str(case.id) or " in a reference" in str(case.id)]
OWNED = "MATCH (n:`{label}`) WHERE n.source = $source RETURN n.record AS record, properties(n) AS all"
COUNT = "MATCH (n) RETURN count(n) AS nodes"


@dataclass
class Outcome:
    """What the command line answered."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Keep one embedded store open for all of these files: each command would open it anew."""
    with open_store(str(tmp_path_factory.mktemp("bad") / "store")) as store:
        yield store


def load(case: Case, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Outcome, Path, Path]:
    """Load a case as a steward would; return the answer, the mapping and the file."""
    mapping, path = case.write(folder)
    capsys.readouterr()
    options = case.options or ("--source", case.name)
    code = run(["ingest", str(mapping), str(path), "--json", *options])
    said = capsys.readouterr()
    return Outcome(code, said.out, said.err), mapping, path


def check(store: Store, case: Case, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Load a case and see that it was refused, or that its account and its rows are right."""
    before = store.read(COUNT).to_pylist()
    outcome, mapping, path = load(case, folder, capsys)

    odd = [c for c in outcome.err if not (c.isprintable() or c == "\n")]
    assert not odd, "what a file holds must not steer a terminal"
    assert "Traceback" not in outcome.err
    if case.says:
        assert outcome.code in {1, 2}, outcome
        about = {"file": path, "mapping": mapping}.get(case.about)
        assert about is None or str(about) in outcome.err.splitlines()[0]
        assert "\n  next: " in outcome.err
        assert len(outcome.err) < 2_000, "a message, not the file"
        for pattern in case.says:
            assert re.search(pattern, outcome.err, re.DOTALL), outcome.err
        assert store.read(COUNT).to_pylist() == before, "nothing of a refused file is written"
        return
    assert outcome.code == 0, outcome
    report = json.loads(outcome.out)
    account = (report["read"], report["loaded"], report["duplicate"], report["rejected"])
    assert account == (case.read, case.loaded, case.duplicate, len(case.rejects))
    assert_rejects(case, path)
    assert_holds(store, case, report["source"])


def assert_rejects(case: Case, path: Path) -> None:
    """See that each row that was rejected is listed with its reason."""
    listed = path.with_name(f"{path.name}.rejects.csv")
    found: dict[int, str] = {}
    if listed.exists():
        with listed.open(encoding="utf-8", newline="") as stream:
            found = {int(row[1]): f"{row[2]} (column {row[3]})" for row in list(csv.reader(stream))[1:]}
    assert found.keys() == case.rejects.keys()
    for row, pattern in case.rejects.items():
        assert re.search(pattern, found[row]), found[row]


def assert_holds(store: Store, case: Case, source: str) -> None:
    """See that the nodes of each label are those expected, with the properties expected."""
    for label, expected in case.holds.items():
        rows = store.read(OWNED.format(label=label), {"source": source}).to_pylist()
        there: dict[str, dict[str, Any]] = {row["record"]: dict(row["all"]) for row in rows}
        assert there.keys() == expected.keys()
        for record, properties in expected.items():
            assert {name: there[record].get(name) for name in properties} == properties


def test_the_corpus_is_large() -> None:
    """There are at least 150 cases, each with a name of its own."""
    names = [str(case.id) for case in CASES]

    assert len(names) >= 150
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_refused_or_loaded_whole(
    kept: Store,
    case: Case,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A message names file, place and reason, and nothing is written; or every row is accounted for."""
    monkeypatch.setattr("netgraph.store.open_store", lambda *_args, **_options: nullcontext(kept))
    check(kept, case, tmp_path, capsys)


@pytest.mark.neo4j
@pytest.mark.parametrize("case", SEVERAL)
def test_hostile_text_stays_text_on_neo4j(
    kept_neo4j: Kept,
    case: Case,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What looks like Cypher, and what nobody can see, has the same end on a server."""
    store = kept_neo4j.empty()
    monkeypatch.setattr("netgraph.store.open_store", lambda *_args, **_options: nullcontext(store))
    check(store, case, tmp_path, capsys)
