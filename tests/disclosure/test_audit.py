"""The audit log: nothing is done that is not written down, and no change to it goes unseen."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canonical import dump
from failing import Failing
from netgraph.cli.main import run as command
from netgraph.disclosure.audit import Log, audit_log
from netgraph.disclosure.audit_chain import Finding, entry_of
from netgraph.errors import AuditError, DataError, StoreAway, UsageError
from netgraph.ingest import load_file, undo_run
from netgraph.resolution.decision import Decision
from netgraph.resolution.decisions import decide
from netgraph.resolution.decisions import undo as take_back
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neo4j_server.server import Login
    from netgraph.store import Store
    from stores import Kept

FINGERPRINT = "0123456789abcdef"
LITTLE = """
mapping: 1
name: people
summary: Persons.
source: {name: people, doc: Made for a test., licence: None.}
record: [person]
max_ratio: 0.9
columns:
  person: {doc: Reference.}
  sex: {doc: Code.}
  state: {doc: Whose.}
nodes:
  person: {type: Person, key: [person], required: true, properties: {sex: {column: sex}}}
  state: {type: Jurisdiction, place: {country: state}}
relationships:
  - {type: CITIZEN_OF, start: person, end: state}
"""
CANARIES = ["CANARY-PERSON-1", "Canarysex", "Canaryland", "canary-file"]


@pytest.fixture
def people(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Write a mapping and a file of persons."""

    def write(*rows: tuple[str, str, str], name: str = "people.csv") -> tuple[Path, Path]:
        mapping = tmp_path / "people.yaml"
        mapping.write_text(LITTLE, encoding="utf-8")
        file = tmp_path / name
        lines = [",".join(row) for row in (("person", "sex", "state"), *rows)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return mapping, file

    return write


@pytest.fixture
def embedded(kept_embedded: Kept) -> Store:
    """Return an empty embedded store."""
    return kept_embedded.empty()


@pytest.fixture
def log(embedded: Store) -> Log:
    """Return a new log of five entries after its first."""
    new = audit_log(embedded)
    for number in range(5):
        new.append("key-trusted", by=f"analyst-{number}", fingerprint=FINGERPRINT, partner=f"P{number}")
    return new


def bytes_of(log: Log) -> bytes:
    """Return the file of a log."""
    assert log.path is not None
    return log.path.read_bytes()


def changed_to(log: Log, content: bytes) -> list[Finding]:
    """Put other content in the place of a log, and return what is found."""
    assert log.path is not None
    log.path.write_bytes(content)
    return log.verify()


def test_a_load_is_written_down(store: Store, people: Callable[..., tuple[Path, Path]]) -> None:
    """A load has an entry before it writes and one with its counts: who, why, hashes, run."""
    mapping, file = people(("p1", "Female", "KEN"), ("p2", "Male", "UGA"))
    report = load_file(
        store, mapping, file, owner="KEN", handling="green", by="steward-3", why="monthly delivery"
    )
    log = audit_log(store)
    began, ended = log.entries()[-2:]

    assert (began.event, began.by, began.why) == ("load-began", "steward-3", "monthly delivery")
    assert began.facts["run"] == ended.facts["run"] == report.run
    assert began.facts["file_digest"] == report.file_digest
    assert (began.facts["owner"], began.facts["handling"]) == ("KEN", "GREEN")
    assert (ended.event, ended.facts["read"], ended.facts["loaded"]) == ("load-ended", 2, 2)
    assert ended.facts["created"] == {"Person": 2, "Jurisdiction": 2, "CITIZEN_OF": 2}
    again = load_file(store, mapping, file, owner="KEN", handling="GREEN", by="steward-4", why="once more")
    last = log.entries()[-1]
    assert again.same_as == report.run
    assert (last.event, last.why, last.facts["same_as"]) == ("load-ended", "once more", report.run)
    assert log.verify() == []


def test_what_changes_the_graph_is_written_down(
    embedded: Store, people: Callable[..., tuple[Path, Path]]
) -> None:
    """A decision, one taken back, and an undone load have their entries, with who and how many."""
    mapping, file = people(("p1", "Female", "KEN"), ("p2", "Female", "KEN"))
    run = load_file(embedded, mapping, file).run
    keys = [row["key"] for row in embedded.nodes_of("Person", "people").__next__().to_pylist()]
    made = decide(embedded, [Decision(keys[0], keys[1], "positive", "analyst-1", "same scar")])
    take_back(embedded, [made.ids[0]], by="analyst-2", why="another scar")
    undo_run(embedded, run, by="steward-3", why="wrong file")
    told = [(one.event, one.by, one.why) for one in audit_log(embedded).entries()[-4:]]

    assert told == [
        ("decided", "analyst-1", ""),
        ("decision-undone", "analyst-2", "another scar"),
        ("undo-began", "steward-3", "wrong file"),
        ("undo-ended", "steward-3", ""),
    ]
    assert audit_log(embedded).verify() == []


def test_lowering_a_marking(embedded: Store, people: Callable[..., tuple[Path, Path]]) -> None:
    """A load that lowers the marking of its source needs a person and a reason; raising it needs neither."""
    mapping, file = people(("p1", "Female", "KEN"))
    load_file(embedded, mapping, file, handling="GREEN")
    load_file(embedded, mapping, file, handling="AMBER")
    before, entries = dump(embedded), len(audit_log(embedded).entries())
    for by, why in ((None, ""), ("head-1", ""), (None, "agreed with the source")):
        with pytest.raises(UsageError, match="lowers the marking of people from AMBER to GREEN"):
            load_file(embedded, mapping, file, handling="GREEN", by=by, why=why)
    assert dump(embedded) == before
    assert len(audit_log(embedded).entries()) == entries
    load_file(embedded, mapping, file, handling="GREEN", by="head-1", why="agreed with the source")
    changed = audit_log(embedded).entries()[entries]

    assert (changed.event, changed.by, changed.why) == ("marking-changed", "head-1", "agreed with the source")
    assert (changed.facts["from"], changed.facts["to"]) == ("AMBER", "GREEN")


def test_no_value_gets_in(embedded: Store, people: Callable[..., tuple[Path, Path]]) -> None:
    """Canaries in cells, rejected ones too, and in the name of the file are nowhere in the log."""
    rows = [("CANARY-PERSON-1", "Female", "KEN"), ("CANARY-PERSON-2", "Canarysex", "Canaryland")]
    mapping, file = people(*rows, name="canary-file.csv")
    report = load_file(embedded, mapping, file, source="Ministerio del Interior")
    undo_run(embedded, report.run)
    written = bytes_of(audit_log(embedded)).decode().lower()

    assert report.rejected == 1
    assert report.run.lower() in written
    assert [canary for canary in [*CANARIES, "ministerio"] if canary.lower() in written] == []


@pytest.mark.parametrize(
    ("event", "facts"),
    [
        ("load-ended", {"person": "p1"}),
        ("load-ended", {"source": "Amina of Mombasa"}),
        ("load-ended", {"read": "Amina"}),
        ("load-ended", {"read": -1}),
        ("load-ended", {"created": {"Amina of Mombasa": 1}}),
        ("load-ended", {"created": {"Person": "Amina"}}),
        ("key-trusted", {"fingerprint": "Amina"}),
        ("released", {"marking": "SECRET"}),
        ("matched", {"stage": "Amina"}),
        ("noted", {}),
    ],
)
def test_only_listed_facts_of_their_form(log: Log, event: str, facts: dict[str, Any]) -> None:
    """An event or fact that is not listed, or one of another form, is refused and not repeated."""
    before = bytes_of(log)
    with pytest.raises(AuditError) as refused:
        log.append(event, why="a test", **facts)

    assert "Amina" not in str(refused.value)
    assert bytes_of(log) == before


@pytest.mark.parametrize("why", ["call +254 712 345 678", "amina@example.org wrote", "x" * 501])
def test_a_reason_identifies_nobody(log: Log, why: str) -> None:
    """A reason with a number or an address in it is refused."""
    with pytest.raises(DataError):
        log.append("key-trusted", why=why, fingerprint=FINGERPRINT)


def test_acts_that_need_a_reason(log: Log) -> None:
    """A release without a reason is refused."""
    with pytest.raises(DataError, match="is empty"):
        log.append("released", to="KEN", bundle=FINGERPRINT)


def test_who_acts(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who acts is who is named, else who NETGRAPH_BY names, else the account; no name with a blank."""
    monkeypatch.setenv("LOGNAME", "ana")
    without = log.append("key-trusted", fingerprint=FINGERPRINT)
    monkeypatch.setenv("NETGRAPH_BY", "analyst-7")
    from_environment = log.append("key-trusted", fingerprint=FINGERPRINT)
    named = log.append("key-trusted", by="analyst-8", fingerprint=FINGERPRINT)

    assert [one.by for one in (without, from_environment, named) if one] == [
        "account:ana",
        "analyst-7",
        "analyst-8",
    ]
    with pytest.raises(DataError, match="is no reference"):
        log.append("key-trusted", by="Ana Perez", fingerprint=FINGERPRINT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(data=st.data())
def test_any_change_is_found(log: Log, data: st.DataObject) -> None:
    """A byte changed, lines dropped, swapped or repeated, an end cut off: each is found, with the line."""
    whole = bytes_of(log)
    lines = whole.splitlines(keepends=True)
    count = len(lines)
    kind = data.draw(st.sampled_from(["byte", "drop", "swap", "repeat", "cut", "forge"]))
    first = data.draw(st.integers(0, count - 1))
    other = data.draw(st.integers(0, count - 1).filter(lambda place: place != first))
    if kind == "byte":
        at = data.draw(st.integers(0, len(whole) - 1))
        byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
        content = whole[:at] + bytes([byte]) + whole[at + 1 :]
        line = whole[:at].count(b"\n") + 1
    elif kind == "drop":
        content = b"".join(lines[:first] + lines[first + 1 :])
        line = first + 1
    elif kind == "swap":
        one, two = sorted((first, other))
        lines[one], lines[two] = lines[two], lines[one]
        content, line = b"".join(lines), one + 1
    elif kind == "repeat":
        content = b"".join([*lines[: other + 1], lines[first], *lines[other + 1 :]])
        line = other + 2 + (first == other + 1)  # of two that are the same the second is one too many
    elif kind == "cut":
        at = data.draw(st.integers(0, len(whole) - 1))
        content, line = whole[:at], whole[:at].count(b"\n") + 1
    else:  # somebody makes the hash of a changed line anew
        text = lines[first][:-76].replace(b"key-trusted", b"key-trustee").replace(b"log-began", b"log-begun")
        lines[first] = text + b',"hash":"' + hashlib.sha256(text).hexdigest().encode() + b'"}\n'
        assert entry_of(lines[first])
        content, line = b"".join(lines), first + 1
    try:
        found = changed_to(log, content)
    finally:
        assert changed_to(log, whole) == []

    assert found
    assert not any(one.accepted for one in found)
    # Without its first line a log has no id: then the store does not know it, which is told of line 1 too.
    assert found[0].line in ({line} if content else {0})


def test_an_added_line_is_found(log: Log, embedded: Store) -> None:
    """A line that fits the chain, but that the store was never told of, is found."""
    keys, before = ["key", "number", "hash", "place", "written"], bytes_of(log)
    named = ", ".join(f"h.{key} AS {key}" for key in keys)
    head = embedded.read(f"MATCH (h:AuditHead) RETURN {named}")
    log.append("key-trusted", by="analyst-9", fingerprint=FINGERPRINT)
    forged = bytes_of(log)
    embedded.note("AuditHead", head)

    assert changed_to(log, before) == []
    assert [(one.kind, one.line) for one in changed_to(log, forged)] == [("added", 7)]


def test_a_changed_log_stops_what_follows(
    embedded: Store, log: Log, people: Callable[..., tuple[Path, Path]]
) -> None:
    """Where the end was cut off, or the file is gone, a load writes nothing, until a person says why."""
    mapping, file = people(("p1", "Female", "KEN"))
    lines = bytes_of(log).splitlines(keepends=True)
    for content in (b"".join(lines[:-2]), b""):
        if content:
            changed_to(log, content)
        else:
            assert log.path is not None
            log.path.unlink()
        before = dump(embedded)
        with pytest.raises(AuditError) as refused:
            load_file(embedded, mapping, file)
        assert "netgraph audit verify" in refused.value.hint
        assert dump(embedded) == before
        unknown = [one for one in log.verify() if not one.accepted]
        accepted = log.accept(by="auditor-1", why="the disk was restored")
        assert accepted.by == "auditor-1"
        assert [one for one in log.verify() if not one.accepted] == []
        # What was found is still told, with who knows of it.
        assert len(log.verify()) >= len(unknown) > 0
        load_file(embedded, mapping, file, recheck=True)
    with pytest.raises(UsageError, match="as it was written"):
        log.accept(by="auditor-1", why="nothing")


def test_what_was_accepted_does_not_hide_what_comes_later(log: Log) -> None:
    """After one change was accepted, another change is found."""
    lines = bytes_of(log).splitlines(keepends=True)
    changed_to(log, b"".join([lines[0], lines[1].replace(b"analyst-0", b"analyst-X"), *lines[2:]]))
    log.accept(by="auditor-1", why="a mistake of mine")
    lines = bytes_of(log).splitlines(keepends=True)
    found = changed_to(log, b"".join([*lines[:3], lines[3].replace(b"analyst-2", b"analyst-X"), *lines[4:]]))

    assert [(one.line, bool(one.accepted)) for one in found] == [(2, True), (4, False)]


def test_stopped_between_file_and_store(log: Log) -> None:
    """Stopped before the store knows of a line, or in the middle of one, the log goes on and says so."""

    class Away:
        """A store that does not take the end of the log."""

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for a store
            if name == "note":
                raise StoreAway("the server went away")
            return getattr(log._store, name)

    with pytest.raises(StoreAway):
        Log(Away(), log.path).append("key-trusted", fingerprint=FINGERPRINT)
    assert [one.kind for one in log.verify()] == ["added"]
    log.append("key-trusted", fingerprint=FINGERPRINT)
    assert log.verify() == []
    changed_to(log, bytes_of(log) + b'{"number":10,"wh')
    log.append("key-trusted", fingerprint=FINGERPRINT)
    told = [(one.event, one.facts.get("found")) for one in log.entries()]

    assert ("log-mended", "stopped") in told
    assert ("log-mended", "torn") in told
    assert [(one.kind, bool(one.accepted)) for one in log.verify()] == [("changed", True)]


def test_the_act_waits_for_the_log(embedded: Store, people: Callable[..., tuple[Path, Path]]) -> None:
    """Where the log cannot be written nothing is: no run, no node."""
    mapping, file = people(("p1", "Female", "KEN"))
    log = audit_log(embedded)
    assert log.path is not None
    log.path.mkdir()
    try:
        with pytest.raises(AuditError, match="nothing was done"):
            load_file(embedded, mapping, file)
    finally:
        log.path.rmdir()

    assert embedded.counts().nodes == {}


def test_an_interrupted_load_has_no_end(embedded: Store, people: Callable[..., tuple[Path, Path]]) -> None:
    """A load that broke off has begun in the log and not ended."""
    mapping, file = people(("p1", "Female", "KEN"))
    with pytest.raises(StoreAway):
        load_file(Failing(embedded, 2), mapping, file)

    assert [one.event for one in audit_log(embedded).entries()][-1] == "load-began"
    assert audit_log(embedded).verify() == []


def test_private(log: Log) -> None:
    """The file can be read by its owner alone."""
    assert log.path is not None
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_what_is_kept_of_the_graph_stays(embedded: Store, log: Log) -> None:
    """An entry neither counts as part of the graph nor takes out what was computed from it."""
    embedded.kept.put("state", "name", lambda path: path.touch())
    log.append("read", command="analyse-connectors", ceiling="RED")

    assert embedded.kept.find("state", "name")
    assert embedded.counts().nodes == {}


APPENDS = """
import sys
from netgraph.disclosure.audit import audit_log
from netgraph.store import open_store
with open_store(sys.argv[1]) as store:
    for number in range(int(sys.argv[3])):
        audit_log(store).append("key-trusted", by=sys.argv[2], fingerprint="0123456789abcdef")
"""


@pytest.mark.neo4j
def test_two_processes(empty_neo4j: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that write at once do not mix: every entry is there once, and the chain holds."""
    monkeypatch.setenv("NETGRAPH_AUDIT", str(tmp_path / "logs"))
    monkeypatch.setenv("NETGRAPH_USER", empty_neo4j.user)
    monkeypatch.setenv("NETGRAPH_PASSWORD", empty_neo4j.password)
    running = [
        subprocess.Popen([sys.executable, "-c", APPENDS, empty_neo4j.uri, who, "12"], env={**os.environ})  # noqa: S603 - ours
        for who in ("one", "two")
    ]
    assert [process.wait() for process in running] == [0, 0]
    with open_store(empty_neo4j.uri) as store:
        log = audit_log(store)
        entries = log.entries()
        assert log.verify() == []

    assert log.path is not None
    assert tmp_path / "logs" in log.path.parents
    assert sorted(one.by for one in entries if one.event == "key-trusted") == ["one"] * 12 + ["two"] * 12
    assert [one.number for one in entries] == list(range(1, 26))


@pytest.mark.embedded
def test_show_and_verify(
    tmp_path: Path, people: Callable[..., tuple[Path, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands list entries in three formats, and verify leaves with 1 once a line is changed."""
    mapping, file = people(("p1", "Female", "KEN"))
    at = ["--store", str(tmp_path / "store")]
    assert command([*at, "ingest", str(mapping), str(file), "--by", "steward-3", "--why", "a test"]) == 0
    capsys.readouterr()

    assert command([*at, "audit", "show", "-f", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["event"] for row in rows] == ["log-began", "load-began", "load-ended"]
    assert rows[1]["by"] == "steward-3"
    assert rows[2]["previous"] == rows[1]["hash"]
    assert command([*at, "audit", "show", "-f", "csv", "--event", "load-ended"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert "read=1" in row["facts"]
    assert command([*at, "audit", "show"]) == 0
    assert "steward-3" in capsys.readouterr().out
    assert command([*at, "audit", "verify"]) == 0
    assert rows[2]["hash"] in capsys.readouterr().out
    # Whoever reads is in it too, with the command and no more of what was asked.
    assert command([*at, "query", "run", "case-network", "-p", "case=people/none", "--ceiling", "GREEN"]) == 0
    capsys.readouterr()
    assert command([*at, "audit", "show", "-f", "json", "--event", "read"]) == 0
    (read,) = json.loads(capsys.readouterr().out)["rows"]
    assert read["facts"] == "command=query-run query=case-network ceiling=GREEN local=true goes_to=screen"
    log = tmp_path / "store" / "audit.jsonl"
    log.write_bytes(log.read_bytes().replace(b"steward-3", b"steward-4", 1))
    assert command([*at, "audit", "verify"]) == 1
    told = capsys.readouterr().out
    assert "line 2 is not as it was written" in told
    assert "netgraph audit accept" in told
    assert command([*at, "audit", "accept", "--by", "auditor-1", "--why", "a test did it"]) == 0
    assert command([*at, "audit", "verify"]) == 0
    assert "auditor-1" in capsys.readouterr().err
