"""Open or make the embedded engine's database in a store's directory, and translate the engine's errors."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

from netgraph.errors import NetgraphError, StoreError, StoreLocked
from netgraph.store import holder
from netgraph.store.folder import damaged
from netgraph.store.jvm import arcadedb, java
from netgraph.store.refusals import (
    disk_refused,
    duplicate_key,
    heap_full,
    unfit_value,
    unreadable,
    writes_in_read,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_REASONS = {
    "No space left on device": "no space left on the disk",
    "File too large": "a file may not grow further",
    "Disk quota exceeded": "the disk quota is used up",
    "Read-only file system": "the disk is read-only",
    "Permission denied": "permission denied",
    "AccessDeniedException": "permission denied",
}
_SAID: dict[str, Callable[[], NetgraphError]] = {
    "OutOfMemoryError": heap_full,
    "Java heap space": heap_full,
    "Query heap budget exceeded": heap_full,
    "HeapLimitExceeded": heap_full,  # of one step, which may hold so many rows by the size of the heap
    "DuplicatedKey": duplicate_key,
    "QueryNotIdempotent": writes_in_read,
}


def open_database(folder: Path) -> Any:  # noqa: ANN401 - the engine has no type information
    """Open the database in a store's directory.

    Raises
    ------
    StoreLocked
        Another process holds it.
    StoreError
        It is not whole.
    """
    engine = arcadedb()
    try:
        database = engine.open_database(str(folder / "database"))
    except engine.ArcadeDBError as cause:
        text = str(cause)
        if "LockException" in text or "is locked" in text or "already in use" in text:
            raise locked(folder) from cause
        if (reason := _disk(cause)) is not None:
            raise disk_refused(reason) from cause
        raise damaged(folder, _plain(text)) from cause
    return _durable(database)


def look_into_database(folder: Path) -> Any:  # noqa: ANN401 - the engine has no type information
    """Open the database in a store's directory for reading alone.

    Raises
    ------
    StoreLocked
        Another process holds it.
    StoreError
        It is not whole, or was not closed in good order: then it has to be opened for writing once.
    """
    engine, bridge = arcadedb(), java()
    factory = bridge.JClass("com.arcadedb.database.DatabaseFactory")(str(folder / "database"))
    alone = bridge.JClass("com.arcadedb.engine.ComponentFile").MODE.READ_ONLY
    try:
        return engine.Database(factory.open(alone))
    except bridge.JException as cause:
        if "needs recovery" not in str(cause):
            raise damaged(folder, _plain(str(cause))) from cause
        if holder.lives(folder):
            raise locked(folder) from cause
        raise StoreError(
            f"{folder} was not closed in good order",
            hint="netgraph status opens it and puts it in order; what was acknowledged is not lost",
        ) from cause


def locked(folder: Path) -> StoreLocked:
    """Say who holds a database."""
    return StoreLocked(
        f"{folder} is held by {holder.describe(folder)}",
        hint="wait until it ends; one process at a time can hold an embedded store",
    )


def create_database(folder: Path) -> Any:  # noqa: ANN401 - the engine has no type information
    """Make a database in a store's empty directory.

    Raises
    ------
    StoreError
        It cannot be made.
    """
    engine = arcadedb()
    try:
        return _durable(engine.create_database(str(folder / "database")))
    except BaseException as cause:
        shutil.rmtree(folder / "database", ignore_errors=True)  # half of one would look damaged
        if isinstance(cause, engine.ArcadeDBError):
            if (reason := _disk(cause)) is not None:
                raise disk_refused(reason) from cause
            raise damaged(folder, _plain(str(cause))) from cause
        raise


def refusal(cause: Exception) -> NetgraphError:
    """Return the error that the engine's words stand for; it has no codes, only names of Java classes."""
    if isinstance(cause.__cause__, OverflowError | TypeError):  # a value did not reach the engine
        return unfit_value(cause.__cause__)
    text = str(cause)
    if (reason := _disk(cause)) is not None:
        return disk_refused(reason)
    for words, error in _SAID.items():
        if words in text:
            return error()
    if any(name in text for name in ("Parsing", "SemanticException", "ParameterMissing")):
        return unreadable(_plain(text))
    return StoreError(
        f"the embedded database refused: {_plain(text)}",
        hint="run this again; if it happens again, report it with this message",
    )


def _disk(cause: BaseException | None) -> str | None:
    """Return the system's reason where a disk took no more, from somewhere down the chain of causes."""
    while cause is not None:
        text = str(cause)
        for words, reason in _REASONS.items():
            if words in text:
                return reason
        cause = cause.__cause__
    return None


def _durable(database: Any) -> Any:  # noqa: ANN401 - the engine has no type information
    """Have every commit reach the disk, not only the operating system."""
    database.set_wal_flush("yes_nometadata")
    return database


def _plain(text: str) -> str:
    """Take the names of Java classes out of what the engine says."""
    first = text.splitlines()[0].partition(" (caused by")[0]
    return re.sub(r"^[\w ]*[Ff]ailed[\w ]*: |(?:\w+\.)+\w+: ", "", first)
