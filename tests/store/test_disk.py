"""A disk that takes no more: the embedded store says why, and keeps whole batches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from netgraph.errors import StoreError
from netgraph.store import open_store
from stores import STOPS_AT, claim, entries, rows

pytestmark = pytest.mark.embedded

BATCH = 1000
MEGABYTES = 6
# A process of its own, in which no file grows beyond some size, writes until it is refused.
WRITER = f"""
import resource, signal, sys
import pyarrow as pa
from netgraph.errors import StoreError
from netgraph.store import Ends, open_store
with open_store(sys.argv[1], create=False) as store:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ({MEGABYTES} * 2**20, resource.RLIM_INFINITY))
    try:
        for batch in range(1000):
            keys = [f"{{batch:04}}-{{place:04}}" for place in range({BATCH})]
            same = {{"source": "a", "start": "a/1", "end": "KEN", "note": "x" * 200}}
            store.create(Ends("Route", "STOPS_AT", "Location"), pa.table(
                {{"key": keys, **{{name: [value] * {BATCH} for name, value in same.items()}}}}))
            print(batch, flush=True)
    except StoreError as error:
        print(error.message, error.hint, sep="\\n", file=sys.stderr)
        print("held", store.held("STOPS_AT", "a"))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a closed store that holds a route and a place."""
    with open_store(str(tmp_path / "store")) as store:
        store.merge_nodes("Location", rows({"key": "KEN"}))
        store.create_nodes("Route", rows({"key": "a/1", "source": "a"}))
    return tmp_path / "store"


def test_a_file_that_may_not_grow(folder: Path) -> None:
    """Refused by the disk, a load says so with the next step, and what it was told is written stays."""
    told = subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, "-c", WRITER, folder], capture_output=True, text=True, check=True
    )

    *acknowledged, held = told.stdout.split("\n")[:-1]
    assert told.stderr.startswith(
        "the store cannot be written: a file may not grow further; nothing of the batch"
    )
    assert "make room" in told.stderr
    assert "Traceback" not in told.stderr
    assert len(acknowledged) > 0
    assert held == f"held {len(acknowledged) * BATCH}"
    with open_store(str(folder), create=False) as store:
        keys = [row["key"] for row in entries(store.claims_of("STOPS_AT", "a"))]
        assert keys == [
            f"{batch:04}-{place:04}" for batch in range(len(acknowledged)) for place in range(BATCH)
        ]
        met = store.read("MATCH (:Location)<-[r:STOPS_AT]-(:Route) RETURN count(r) AS n")["n"].to_pylist()
        assert met == [len(keys)]
        store.create(STOPS_AT, rows(claim("one more")))


def test_a_store_that_may_not_be_written(folder: Path) -> None:
    """A store in a directory that may only be read is refused, with the reason and what to do."""
    nobody = 65534
    # Not below the folder of the tests, which is closed to everybody but root where root runs them.
    with tempfile.TemporaryDirectory() as open_to_all:
        copy = shutil.copytree(folder, Path(open_to_all) / "store")
        for path in (copy.parent, copy, *copy.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o444)
        before = sizes(copy)
        copy.joinpath("database").chmod(0o555)
        if os.getuid() == 0:
            os.seteuid(nobody)
        try:
            with pytest.raises(StoreError, match="permission denied") as caught:
                open_store(str(copy))
        finally:
            os.seteuid(os.getuid())
        assert sizes(copy) == before
        copy.joinpath("database").chmod(0o755)

    assert "the right to write" in caught.value.hint


def sizes(store: Path) -> dict[str, int]:
    """Return the names and sizes of a database's files."""
    return {path.name: path.stat().st_size for path in (store / "database").iterdir()}
