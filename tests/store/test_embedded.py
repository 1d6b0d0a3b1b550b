"""The embedded store's directory and Java runtime: what is made, refused, and said when it is not whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netgraph.errors import CapabilityMissing, StoreError, StoreLocked, UsageError
from netgraph.model import load_schema
from netgraph.store import Ends, open_store, records
from netgraph.store.jvm import arcadedb
from stores import STOPS_AT, claim, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

pytestmark = pytest.mark.embedded

NOBODY = 65534
TALE = """
import sys
from netgraph.store import open_store
with open_store(sys.argv[1]) as store:
    store.read("RETURN 1 AS one")
    import jpype
    print(jpype.JClass("java.lang.Runtime").getRuntime().maxMemory() // 2**20)
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a closed store that holds three places; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("example") / "store"
    with open_store(str(folder)) as store:
        store.merge_nodes("Location", rows({"key": "KEN"}, {"key": "ITA"}, {"key": "NGA"}))
    return folder


@pytest.fixture
def copy(example: Path, tmp_path: Path) -> Path:
    """Return a copy of the example."""
    return Path(shutil.copytree(example, tmp_path / "store"))


def test_a_store_is_kept(copy: Path) -> None:
    """What was written is there when the store is opened again, as often as one likes."""
    for _ in range(2):
        with open_store(str(copy), create=False) as store:
            assert store.counts().nodes == {"Location": 3}
        store.close()


def test_the_directory_is_private(tmp_path: Path) -> None:
    """A store's directory is open to its owner alone, also when it was there before."""
    made, found = tmp_path / "parent" / "made", tmp_path / "found"
    found.mkdir(mode=0o755)
    for folder in (made, found):
        with open_store(str(folder)):
            assert folder.stat().st_mode & 0o777 == 0o700


def test_a_relative_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative directory is below the working directory of now, not of when the runtime was started."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        with open_store("store") as store:
            store.create_nodes("Case", rows({"key": name}))
        assert (tmp_path / name / "store" / "database").is_dir()

    with open_store(str(tmp_path / "one" / "store"), create=False) as store:
        assert store.read("MATCH (c:Case) RETURN c.key AS key").to_pylist() == [{"key": "one"}]


def test_no_store_where_none_may_be_made(tmp_path: Path) -> None:
    """With create=False a missing store is refused, and nothing is made."""
    with pytest.raises(UsageError, match="there is no store in") as caught:
        open_store(str(tmp_path / "absent"), create=False)

    assert "netgraph ingest" in caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [".", "notes.txt"])
def test_something_else_is_there(tmp_path: Path, name: str) -> None:
    """A directory that holds other files, or a file, is refused and left as it is."""
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(UsageError, match="is not an empty directory and holds no store") as caught:
        open_store(str(tmp_path / name))

    assert "--store" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@contextmanager
def without_rights() -> Iterator[None]:
    """Give up the rights of root, to whom no file is closed."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("below", ["", "new"])
def test_a_directory_that_may_not_be_read(tmp_path: Path, below: str) -> None:
    """A directory that belongs to somebody else is refused, with the system's reason."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)

    with without_rights(), pytest.raises(StoreError, match="Permission denied") as caught:
        open_store(str(closed / below))

    assert caught.value.hint
    closed.chmod(0o700)


def test_a_directory_below_a_file(tmp_path: Path) -> None:
    """A path that leads through a file is refused, with the system's reason."""
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="Not a directory"):
        open_store(str(tmp_path / "file" / "store"))


def garble(name: str, text: str) -> Callable[[Path], object]:
    """Overwrite a file of the database."""
    return lambda database: (database / name).write_text(text)


def lose(pattern: str) -> Callable[[Path], object]:
    """Delete files of the database."""

    def harm(database: Path) -> None:
        for path in list(database.glob(pattern)):
            path.unlink()

    return harm


@pytest.mark.parametrize(
    ("harm", "cause"),
    [
        (garble("schema.json", "{nonsense"), r"schema\.json cannot be read"),
        (garble("schema.json", "[]"), r"schema\.json cannot be read"),
        (garble("schema.json", '{"types": {"Case": 1}}'), r"schema\.json cannot be read"),
        (garble("schema.json", ""), r"schema\.json cannot be read"),
        (lose("schema.json"), r"schema\.json is missing"),
        (lose("*"), r"schema\.json is missing"),
        (lose("Location_0.*"), r"Location_0\.\* is missing"),
        (garble("configuration.json", "{nonsense"), "JSON"),
    ],
    ids=["garbage", "list", "number", "empty", "no-schema", "no-files", "no-places", "configuration"],
)
def test_a_damaged_database_is_told(copy: Path, harm: Callable[[Path], object], cause: str) -> None:
    """A database that is not whole is refused and left alone; the engine would show an empty graph."""
    harm(copy / "database")
    before = {path.name: path.read_bytes() for path in (copy / "database").glob("*.json")}

    with pytest.raises(StoreError, match=f"cannot be opened: .*{cause}") as caught:
        open_store(str(copy))

    assert "move it aside" in caught.value.hint
    assert "Exception" not in caught.value.message
    assert {path.name: path.read_bytes() for path in (copy / "database").glob("*.json")} == before


def test_a_database_that_is_a_file(tmp_path: Path) -> None:
    """A file in the place of the database is told, with the system's reason."""
    (tmp_path / "database").touch()

    with pytest.raises(StoreError, match="Not a directory"):
        open_store(str(tmp_path))


def test_two_in_one_process(copy: Path) -> None:
    """A store that this process holds already is refused; after closing it can be had."""
    with open_store(str(copy)):
        with pytest.raises(StoreLocked, match=f"is held by process {os.getpid()} ") as caught:
            open_store(str(copy))
        assert caught.value.hint
        (copy / "holder.json").write_text("not a note")
        with pytest.raises(StoreLocked, match="is held by another process"):
            open_store(str(copy))

    assert not (copy / "holder.json").exists()
    open_store(str(copy)).close()


def test_a_note_left_by_a_crash_locks_nobody_out(copy: Path) -> None:
    """The note of a process that is gone does not keep the store from being opened."""
    (copy / "holder.json").write_text(json.dumps({"pid": 1, "command": "gone", "since": "2008-05-17"}))

    with open_store(str(copy)) as store:
        assert json.loads((copy / "holder.json").read_text())["pid"] == os.getpid()
        assert store.counts().nodes == {"Location": 3}


def test_a_store_of_an_older_schema_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that was made before a type was thought of gets it, with its constraint, when it is opened."""
    today = load_schema()
    older = today.model_copy(
        update={
            "nodes": {k: v for k, v in today.nodes.items() if k != "Platform"},
            "relationships": {k: v for k, v in today.relationships.items() if k != "ON"},
        }
    )
    with monkeypatch.context() as past:
        past.setattr("netgraph.store.embedded.load_schema", lambda: older)
        with open_store(str(tmp_path / "store")) as store:
            store.merge_nodes("Identifier", rows({"key": "i"}))

    with open_store(str(tmp_path / "store")) as store:
        store.create_nodes("Platform", rows({"key": "p"}))
        with pytest.raises(StoreError, match="key is already there"):
            store.create_nodes("Platform", rows({"key": "p"}))
        store.create(Ends("Identifier", "ON", "Platform"), rows({"key": "k", "start": "i", "end": "p"}))
        assert store.counts().relationships == {"ON": 1}


def test_an_interrupt_while_it_is_made_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store whose making is interrupted is let go of; the next call finishes it."""
    with monkeypatch.context() as interrupted:
        interrupted.setattr("netgraph.store.embedded.load_schema", interrupt)
        with pytest.raises(KeyboardInterrupt):
            open_store(str(tmp_path / "store"))

    with open_store(str(tmp_path / "store")) as store:
        store.create_nodes("Case", rows({"key": "c"}))
        assert store.counts().nodes == {"Case": 1}


def interrupt() -> None:
    """Do as Ctrl-C does."""
    raise KeyboardInterrupt


@pytest.fixture
def not_started() -> Iterator[None]:
    """Let the engine be looked for anew; the runtime, once started, stays."""
    arcadedb.cache_clear()
    yield
    arcadedb.cache_clear()


@pytest.mark.parametrize("heap", ["banana", "1k", "0g", "2", "-1g", "2gb", "99999999g", "1.5g"])
@pytest.mark.usefixtures("not_started")
def test_a_heap_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heap: str) -> None:
    """A NETGRAPH_HEAP with which the runtime would end the process is refused before, and named."""
    monkeypatch.setenv("NETGRAPH_HEAP", heap)

    with pytest.raises(CapabilityMissing, match=f"NETGRAPH_HEAP is '{heap}'") as caught:
        open_store(str(tmp_path / "store"))

    assert "512m" in caught.value.hint


@pytest.mark.usefixtures("not_started")
def test_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the engine's package a directory is refused, with both ways out."""
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)

    with pytest.raises(CapabilityMissing, match="cannot be imported") as caught:
        open_store(str(tmp_path / "store"))

    assert "pip install arcadedb-embedded" in caught.value.hint
    assert "Neo4j" in caught.value.hint


HEAVY = "UNWIND range(1, 1000000) AS x WITH x, collect(toString(x)) AS y RETURN count(y) AS many"


def run(folder: Path, tale: str = TALE, **environment: str) -> subprocess.CompletedProcess[str]:
    """Open a store in a process of its own."""
    return subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, "-c", tale, folder],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_runtime_is_quiet_and_has_the_heap_it_was_given(copy: Path) -> None:
    """The runtime takes NETGRAPH_HEAP, and writes nothing to standard output or error."""
    told = run(copy, NETGRAPH_HEAP="300m")

    assert (told.returncode, told.stderr) == (0, "")
    assert 250 <= int(told.stdout) <= 300


def test_a_query_that_groups_more_than_the_heap_holds(copy: Path) -> None:
    """A query whose rows outgrow what the engine keeps for queries names the heap, and a server instead."""
    told = run(copy, TALE.replace("RETURN 1 AS one", HEAVY), NETGRAPH_HEAP="128m")

    assert told.returncode == 1
    assert "TooLarge: the embedded database has used up the heap" in told.stderr


def test_a_runtime_that_does_not_start(copy: Path) -> None:
    """A runtime that does not start is told with the heap it was to have."""
    told = run(copy, ARCADEDB_JVM_ARGS="-XX:NoSuchOption", NETGRAPH_HEAP="300m")

    assert told.returncode == 1
    assert "CapabilityMissing: the Java runtime of the embedded engine does not start" in told.stderr
    assert "300m" in told.stderr


def test_a_relative_directory_follows_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store is made where the process stands now, not where its Java runtime was started."""
    open_store(str(tmp_path / "first")).close()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    open_store("here").close()

    assert (tmp_path / "elsewhere" / "here").is_dir()
    open_store(str(tmp_path / "elsewhere" / "here"), create=False).close()


CRASH = """
import os, signal, sys, time
from netgraph.store import open_store
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # which whoever runs the tests may have told to ignore it
with open_store(sys.argv[1]) as store:
    store.read("RETURN 1 AS one")
    os.kill(os.getpid(), int(sys.argv[2]))
    time.sleep(30)
"""


def end_with(number: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Open a store in a process, whose folders are below one, and end it with a signal."""
    for name in ("here", "temporary"):
        (folder / name).mkdir(exist_ok=True)
    return subprocess.run(  # noqa: S603 - this Python, and words of this module
        [sys.executable, "-c", CRASH, str(folder / "store"), str(number)],
        cwd=folder / "here",
        env={**os.environ, "TMPDIR": str(folder / "temporary")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.name != "posix", reason="signals are told to processes of this kind only")
def test_a_crash_leaves_nothing_beside_the_data(tmp_path: Path) -> None:
    """What the runtime tells of its memory stands where only its owner comes, until the next start."""
    done = end_with(signal.SIGSEGV, tmp_path)

    assert done.returncode != 0
    assert list((tmp_path / "here").iterdir()) == []
    (private,) = (tmp_path / "temporary").iterdir()
    assert private.stat().st_mode & 0o077 == 0
    assert [path.name for path in private.iterdir()] == ["crash.log"]
    end_with(signal.SIGKILL, tmp_path)
    (after,) = (tmp_path / "temporary").iterdir()
    assert after != private


@pytest.mark.skipif(os.name != "posix", reason="signals are told to processes of this kind only")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_process_that_is_told_to_end_ends(tmp_path: Path, name: str) -> None:
    """Nothing crashes, nothing is written about a crash, and the store opens again."""
    number = signal.Signals[name]

    done = end_with(number, tmp_path)

    assert done.returncode == -number
    assert (done.stdout, done.stderr) == ("", "")
    assert list((tmp_path / "here").iterdir()) == []
    with open_store(str(tmp_path / "store"), create=False) as store:
        assert store.counts().nodes == {}


def test_a_node_that_goes_while_a_batch_is_prepared(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim is never hung on the node that has come to lie where its own one lay."""
    with open_store(str(copy)) as store:
        find = records.Records.places

        def found_too_early(self: records.Records, ends: Ends, batch: pa.Table) -> object:
            places = find(self, ends, batch)
            monkeypatch.setattr(records.Records, "places", find)
            store.delete_nodes("Route", ["early"])
            store.create_nodes("Route", rows({"key": "late", "source": "a"}))
            return places

        store.create_nodes("Route", rows({"key": "early", "source": "a"}))
        store.merge_nodes("Location", rows({"key": "XX"}))
        monkeypatch.setattr(records.Records, "places", found_too_early)

        with pytest.raises(StoreError, match="only 0 of 1"):
            store.create(STOPS_AT, rows(claim("c", "early", "XX")))

        assert not store.contents_of_claims("STOPS_AT", ["c"])
