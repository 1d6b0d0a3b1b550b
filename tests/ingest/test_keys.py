"""The key for identifiers is made once, never shown, told by its fingerprint, and changed on purpose."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from canonical import dump
from identifier_keys import KEY as OLD
from identifier_keys import OTHER_KEY as NEW
from netgraph.cli.main import run
from netgraph.errors import UsageError
from netgraph.ingest import load_file
from netgraph.ingest.keys import rotate, uses_of, write_key
from netgraph.model.identifiers import Pseudonymizer
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

TEXT = """
mapping: 1
name: little
summary: Who uses what.
source: {name: little, doc: Made for a test., licence: None.}
record: [person]
columns:
  person: {doc: Reference.}
  value: {doc: Value.}
nodes:
  person: {type: Person, key: [person], required: true}
  identifier: {type: Identifier, identifier: {kind: {literal: Phone}, value: value}}
relationships:
  - {type: USES, start: person, end: identifier}
"""
ROWS = [["person", "value"], ["p1", "+999 555 0100"], ["p2", "+999 555 0101"]]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a key to use."""
    return lambda key: monkeypatch.setenv("NETGRAPH_IDENTIFIER_KEY", key)


def hashes(store: Store) -> set[str]:
    """Return the keys of all Identifier nodes."""
    return {dict(node)["p_key"] for node in dump(store).get("Identifier", [])}


def test_a_key_is_made_for_its_owner_and_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Keys new writes 32 random bytes that only the owner can read, shows none of them, and keeps a file."""
    first, second = tmp_path / "one.key", tmp_path / "two.key"
    assert run(["keys", "new", str(first)]) == 0
    assert run(["keys", "new", str(second)]) == 0
    keys = [path.read_text(encoding="ascii").strip() for path in (first, second)]
    assert [len(bytes.fromhex(key)) for key in keys] == [32, 32]
    assert keys[0] != keys[1]
    assert first.stat().st_mode & 0o777 == 0o600

    assert run(["keys", "new", str(first)]) == 2
    assert run(["keys", "new", str(tmp_path / "no" / "folder.key")]) == 2

    told = capsys.readouterr()
    assert f"export NETGRAPH_IDENTIFIER_KEY_FILE={first}" in told.out
    assert "already there, and a key is never overwritten" in told.err
    assert not any(key in told.out + told.err for key in keys)
    assert first.read_text(encoding="ascii").strip() == keys[0]


def test_another_key_is_refused_unless_it_is_wanted(
    store: Store, mapping: Callable[[str], Path], write: Write, use: Callable[[str], None]
) -> None:
    """A load with another key changes nothing, but on purpose; then the old key is refused."""
    little, path = mapping(TEXT), write(ROWS)
    use(OLD)
    load_file(store, little, path, source="a")
    load_file(store, little, path, source="b")
    before = dump(store)

    use(NEW)
    with pytest.raises(UsageError, match="were hashed with another key") as caught:
        load_file(store, little, path, source="a")
    assert dump(store) == before
    assert OLD not in str(caught.value) + caught.value.hint
    assert NEW not in str(caught.value) + caught.value.hint
    assert "keys rotate" in caught.value.hint

    load_file(store, little, path, source="a", new_key=True)
    assert load_file(store, little, path, source="a").unchanged
    use(OLD)
    with pytest.raises(UsageError, match="were hashed with another key"):
        load_file(store, little, path, source="b")


def test_a_rotation_is_complete_when_every_source_was_loaded_again(
    store: Store,
    mapping: Callable[[str], Path],
    write: Write,
    use: Callable[[str], None],
    tmp_path: Path,
) -> None:
    """Rotating makes a key, names what is left to load, and at the end leaves no hash of the old key."""
    little, path, file = mapping(TEXT), write(ROWS), tmp_path / "new.key"
    use(OLD)
    for source in ("a", "b"):
        load_file(store, little, path, source=source)
    old = hashes(store)

    begun = rotate(store, file)
    assert (begun.made, begun.behind, begun.removed) == (True, (("a", "little"), ("b", "little")), 0)
    key = file.read_text(encoding="ascii").strip()
    use(key)
    load_file(store, little, path, source="a", new_key=True)
    assert rotate(store, file).behind == (("b", "little"),)
    assert hashes(store) > old
    load_file(store, little, path, source="b", dry_run=True)
    assert rotate(store, file).behind == (("b", "little"),)
    load_file(store, little, path, source="b")

    done = rotate(store, file)

    assert (done.made, done.behind, done.removed) == (False, (), 2)
    assert file.read_text(encoding="ascii").strip() == key
    assert len(hashes(store)) == 2
    assert hashes(store).isdisjoint(old)
    assert done.fingerprint == Pseudonymizer(bytes.fromhex(key)).fingerprint
    assert {use.number for use in uses_of(store)} == {1, 2}
    everything = str(store.read("MATCH (u:UndoRecord) RETURN u.content AS content").to_pylist())
    assert not any(hashed.removeprefix("phone/") in everything for hashed in old)


def test_the_command_line_tells_what_is_left(
    mapping: Callable[[str], Path],
    write: Write,
    use: Callable[[str], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Keys rotate prints the commands that complete it, then that the old key can be destroyed."""
    little, path, file = mapping(TEXT), write(ROWS), tmp_path / "new.key"
    store = ["--store", str(tmp_path / "store")]
    use(OLD)
    assert run([*store, "ingest", str(little), str(path)]) == 0
    capsys.readouterr()

    assert run([*store, "keys", "rotate", str(file)]) == 0
    told = capsys.readouterr().out
    assert f"export NETGRAPH_IDENTIFIER_KEY_FILE={file}" in told
    assert "netgraph ingest little FILE --source little --new-key" in told
    key = file.read_text(encoding="ascii").strip()
    use(key)
    assert run([*store, "ingest", str(little), str(path)]) == 2
    assert "were hashed with another key" in capsys.readouterr().err
    assert run([*store, "ingest", str(little), str(path), "--new-key"]) == 0
    capsys.readouterr()
    assert run([*store, "keys", "rotate", str(file)]) == 0
    told = capsys.readouterr().out
    assert "the old key can be destroyed" in told
    assert "removed: 2" in told
    assert key not in told


def test_a_plan_can_change_the_key(
    mapping: Callable[[str], Path],
    write: Write,
    use: Callable[[str], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A plan with another key is refused, and with --new-key each of its loads is hashed anew."""
    mapping(TEXT)
    for name in ("a", "b"):
        write(ROWS, f"{name}.csv")
    plan = tmp_path / "plan.yaml"
    step = "  - {{mapping: little.yaml, file: {0}.csv, source: {0}}}\n"
    plan.write_text("plan: 1\ndoc: Two.\nloads:\n" + step.format("a") + step.format("b"), encoding="utf-8")
    command = ["--store", str(tmp_path / "store"), "ingest", "plan", str(plan)]
    use(OLD)
    assert run(command) == 0
    with open_store(str(tmp_path / "store")) as store:
        before = hashes(store)
    use(NEW)

    assert run(command) == 2
    assert "were hashed with another key" in capsys.readouterr().err
    assert run([*command, "--new-key"]) == 0

    with open_store(str(tmp_path / "store")) as store:
        assert len(hashes(store) - before) == 2
        uses = store.read("MATCH (:Person)-[:USES]->(i:Identifier) RETURN i.key AS key")["key"].to_pylist()
    assert len(uses) == 4
    assert before.isdisjoint(uses)


def test_a_key_is_nowhere_but_in_its_file(
    mapping: Callable[[str], Path],
    write: Write,
    use: Callable[[str], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """No byte of an embedded store, no report, log or message holds the key or a value, in any spelling."""
    caplog.set_level(logging.DEBUG)
    little, path = mapping(TEXT), write([*ROWS, ["p3", "-"], ["Mr Exempla", "+999 555 0102"]])
    folder = tmp_path / "store"
    use(OLD)
    with open_store(str(folder), create=True) as store:
        report = load_file(store, mapping(TEXT + "max_ratio: 1\n"), path)
        use(NEW)
        with pytest.raises(UsageError):
            load_file(store, little, path)
        content = str(store.read("MATCH (n) RETURN properties(n) AS all").to_pylist())

    bytes_ = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    told = capsys.readouterr()
    texts = f"{content}{json.dumps(report.to_dict())}{report}{told.out}{told.err}{caplog.text}".encode()
    for key in (OLD, NEW):
        for form in (key.encode(), key.upper().encode(), bytes.fromhex(key)):
            assert form not in bytes_
            assert form not in texts
    for value in (b"+999 555 0100", b"9995550100", b"5550101", b"5550102", b"Exempla"):
        assert value not in bytes_
        assert value not in texts
    assert Pseudonymizer(bytes.fromhex(OLD)).fingerprint.encode() in bytes_


def test_a_store_that_does_not_know_its_key_is_not_rotated(
    embedded: Store, mapping: Callable[[str], Path], write: Write, tmp_path: Path
) -> None:
    """Where identifiers carry no fingerprint nothing is claimed about them, and no key is made."""
    load_file(embedded, mapping(TEXT), write(ROWS))
    keys = [run["key"] for run in embedded.read("MATCH (r:LoadRun) RETURN r.key AS key").to_pylist()]
    embedded.delete_nodes("LoadRun", keys)

    with pytest.raises(UsageError, match="does not know which key"):
        rotate(embedded, tmp_path / "new.key")

    assert not (tmp_path / "new.key").exists()


def test_a_file_that_holds_no_key_is_said_to(embedded: Store, tmp_path: Path) -> None:
    """A file with something else is not taken for a key, and is not overwritten."""
    path = tmp_path / "other.txt"
    path.write_text("something else", encoding="ascii")

    with pytest.raises(UsageError, match="is not hexadecimal"):
        rotate(embedded, path)
    with pytest.raises(UsageError, match="already there"):
        write_key(path)

    assert path.read_text(encoding="ascii") == "something else"
