"""The ledger of published tables."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING, Any

import pytest

from netgraph.disclosure.audit import Log, audit_log
from netgraph.disclosure.audit_file import LogFile
from netgraph.disclosure.books import BUNDLES, NOISY, TABLES, Books
from netgraph.disclosure.budget import NoiseLedger
from netgraph.disclosure.differences import Published
from netgraph.disclosure.holdings import Holding
from netgraph.disclosure.noise import Noisy
from netgraph.disclosure.released import Ledger
from netgraph.errors import AuditError, DataError, DisclosureError
from netgraph.model import Marking
from netgraph.store import open_store
from netgraph.store.bolt import BoltStore
from netgraph.store.uri import Credentials

if TYPE_CHECKING:
    from pathlib import Path

    from neo4j_server.server import Login
    from netgraph.store import Store

WHY = "yearly statistics"


def table(to: str, count: int) -> Published:
    """Return a table of one dimension."""
    return Published(to, "s1", ("sex",), (("Female", "Male"),), (count, None, None), 11)


def test_what_was_published_is_kept_by_recipient(tmp_path: Path) -> None:
    """Public tables count for everybody; the file is private; the audit log knows each; losses are found."""
    with open_store(str(tmp_path / "store"), create=True) as store:
        ledger = Ledger(store)
        given = [table("PUBLIC", 20), table("KEN", 30), table("UGA", 40)]
        for one in given:
            ledger.append(one, Marking.GREEN, by="analyst-7", why=WHY)
        assert ledger.tables() == given
        assert ledger.held_by("KEN") == [[given[0], given[1]]]
        assert ledger.held_by("ITA") == [[given[0]]]
        assert ledger.held_by("PUBLIC") == [[given[0], given[1]], [given[0], given[2]]]
        entries = [one for one in audit_log(store).entries() if one.event == "released"]
        assert [one.facts["to"] for one in entries] == ["PUBLIC", "KEN", "UGA"]
        assert store.lasting is not None
        file = store.lasting / TABLES
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        lines = file.read_bytes().splitlines(keepends=True)
        for other in (lines[1:], [lines[0].replace(b"20", b"21"), *lines[1:]]):
            file.write_bytes(b"".join(other))
            with pytest.raises(AuditError, match="not as the audit log says"):
                ledger.held_by("KEN")


def publish(ledger: Ledger | NoiseLedger, count: int, by: str = "analyst-7") -> None:
    """Publish a table of that kind."""
    if isinstance(ledger, Ledger):
        ledger.append(table("KEN", count), Marking.GREEN, by=by, why=WHY)
        return
    noisy = Noisy("KEN", ("sex",), (("Female", "Male"),), 0.25, (count, -1))
    ledger.append(noisy, Marking.GREEN, budget=None, by=by, why=WHY)


def release(ledger: Ledger, bundle: str) -> None:
    """Release a bundle whose reader can count nobody."""
    holding = Holding("KEN", bundle, {})
    told: dict[str, Any] = {"bundle": bundle, "to": "KEN", "marking": "GREEN", "files": 1}
    ledger.append_bundle(holding, "released", by="analyst-7", why=WHY, **told)


def released(store: Store) -> int:
    """Count what the audit log says that was released."""
    return sum(entry.event == "released" for entry in audit_log(store).entries())


class Stopped(BaseException):
    """What ends a program in the middle."""


@pytest.mark.parametrize("kept", [Ledger, NoiseLedger])
@pytest.mark.parametrize("at", ["ledger", "log", "store"])
def test_a_stop_in_between_blocks_nothing(
    embedded: Store, monkeypatch: pytest.MonkeyPatch, kept: type[Ledger | NoiseLedger], at: str
) -> None:
    """Whatever was being written, half a line of it is there: what was published before still counts."""
    assert embedded.lasting is not None
    file = embedded.lasting / (TABLES if kept is Ledger else NOISY)
    publish(kept(embedded), 20)
    put = LogFile.put

    def half(log: LogFile, text: bytes) -> None:
        stops = at != "store" and (log.path == file) == (at == "ledger")
        put(log, text[:20] if stops else text)
        if stops:
            raise Stopped

    def gone(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(LogFile, "put", half)
        if at == "store":
            patch.setattr(type(embedded), "note", gone)
        with pytest.raises(Stopped):
            publish(kept(embedded), 30)
    publish(kept(embedded), 40)
    ledger = kept(embedded)
    found = ledger.tables() if isinstance(ledger, Ledger) else [line.table for line in ledger.lines()]
    assert [one.counts[0] for one in found] == ([20, 40] if at == "ledger" else [20, 30, 40])
    assert all(line.endswith(b"\n") for line in file.read_bytes().splitlines(keepends=True))
    with pytest.raises(DataError):  # refused before anything is written
        publish(ledger, 50, by="+254 711 555 019")
    assert len(file.read_bytes().splitlines()) == len(found)


def test_two_that_publish_at_once_are_held_against_each_other(embedded: Store) -> None:
    """Each has read what was there; who writes second is refused, whatever the other has written."""
    first, second, noisy = Ledger(embedded), Ledger(embedded), NoiseLedger(embedded)
    assert not first.tables() + second.tables()
    assert not noisy.lines()
    publish(first, 20)
    publish(first, 30)  # its own hinders nobody
    for late in (second, noisy):
        with pytest.raises(DisclosureError, match="meanwhile; nothing was written"):
            publish(late, 40)
    with pytest.raises(DisclosureError, match="meanwhile; nothing was written"):
        release(second, "ab" * 32)
    assert released(embedded) == 2
    second = Ledger(embedded)
    release(Ledger(embedded), "ab" * 32)
    with pytest.raises(DisclosureError, match="meanwhile"):
        publish(second, 40)
    assert released(embedded) == 3
    assert [one.bundle for one in Ledger(embedded).bundles()] == ["ab" * 32]
    assert embedded.lasting is not None
    assert not (embedded.lasting / NOISY).exists()


def test_another_account_publishes_nothing_beside(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has a log and a ledger of its own: it may read, and publish only with those of the first."""
    assert embedded.lasting is not None
    mine, theirs = embedded.lasting, tmp_path / "theirs"

    monkeypatch.setenv("NETGRAPH_AUDIT", str(tmp_path / "logs"))  # one for each folder

    def as_(folder: Path) -> Log:
        monkeypatch.setattr(embedded, "lasting", folder)
        return audit_log(embedded)

    as_(theirs).append("read", command="report", ceiling="RED", local=True, goes_to="screen")
    as_(mine)
    publish(Ledger(embedded), 20)  # that others read hinders nobody
    log = as_(theirs)
    assert [head.published for head in log.others()] == [True]
    for late in (Ledger(embedded).tables, Ledger(embedded).bundles, NoiseLedger(embedded).lines):
        with pytest.raises(DisclosureError, match="another audit log tells of releases") as refused:
            late()
        assert "NETGRAPH_STATE" in refused.value.hint
    with pytest.raises(DisclosureError, match="another audit log"):
        publish(Ledger(embedded), 30)
    assert released(embedded) == 0

    # Whoever moves the first log with its ledgers here goes on with them.
    first = as_(mine).path
    assert log.path is not None
    assert first is not None
    theirs.mkdir()
    shutil.copy(first, log.path)
    shutil.copy(mine / TABLES, theirs / TABLES)
    as_(theirs)
    publish(Ledger(embedded), 30)
    assert [one.counts[0] for one in Ledger(embedded).tables()] == [20, 30]
    as_(mine)
    with pytest.raises(AuditError, match="does not end where the store says"):
        publish(Ledger(embedded), 40)


def test_two_accounts_that_publish_first_at_once(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither could see the other when it began: one of them is stopped before a file is written."""
    assert embedded.lasting is not None
    mine, put = embedded.lasting, Books._put
    monkeypatch.setenv("NETGRAPH_AUDIT", str(tmp_path / "logs"))

    def meanwhile(books: Books, name: str, line: bytes) -> None:
        put(books, name, line)
        monkeypatch.setattr(Books, "_put", put)
        monkeypatch.setattr(embedded, "lasting", tmp_path / "theirs")
        publish(Ledger(embedded), 20)
        monkeypatch.setattr(embedded, "lasting", mine)

    monkeypatch.setattr(Books, "_put", meanwhile)
    with pytest.raises(DisclosureError, match="another audit log tells of releases"):
        publish(Ledger(embedded), 30)


@pytest.mark.neo4j
def test_on_a_server_by_address_and_folder(
    empty_neo4j: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another protocol has the same ledger; another folder for state is refused, as another host name is."""
    login, uri = Credentials(empty_neo4j.user, empty_neo4j.password), empty_neo4j.uri
    monkeypatch.setenv("NETGRAPH_STATE", str(tmp_path / "state"))
    with BoltStore(uri, login) as store:
        publish(NoiseLedger(store), 20)
    with BoltStore(uri.replace("bolt://", "neo4j://"), login) as store:
        assert NoiseLedger(store).spent("KEN") == 0.25
    with (
        BoltStore(uri.replace("127.0.0.1", "localhost"), login) as store,
        pytest.raises(DisclosureError, match="another audit log"),
    ):
        publish(NoiseLedger(store), 30)
    monkeypatch.setenv("NETGRAPH_STATE", str(tmp_path / "elsewhere"))
    with BoltStore(uri, login) as store, pytest.raises(DisclosureError, match="another audit log"):
        NoiseLedger(store).afford("KEN", 1.0, None)


def test_lines_of_another_hand(embedded: Store) -> None:
    """A line that no log knows counts too; one that says nothing is refused, with the next step."""
    publish(Ledger(embedded), 20)
    assert embedded.lasting is not None
    for name, read in ((TABLES, Ledger(embedded).tables), (BUNDLES, Ledger(embedded).bundles)):
        file = embedded.lasting / name
        before = file.read_bytes() if file.exists() else b""
        for line in (b"{}\n", b"\xff\n", b"[1]\n"):
            file.write_bytes(before + line)
            with pytest.raises(AuditError, match="cannot be read"):
                read()
        file.write_bytes(before)
