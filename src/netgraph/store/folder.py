"""The directory of an embedded store: make it, know one when it is seen, and see when one is damaged.

::

    netgraph-store/          readable by its owner alone
    ├── database/            the engine's own files
    ├── projections/         what was computed from them, until the next write
    └── holder.json          which process has it open
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netgraph.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE = 0o700


def has_store(folder: Path, *, create: bool) -> bool:
    """Tell whether a directory holds a store already; make an empty one where none is.

    Parameters
    ----------
    folder : Path
        The directory.
    create : bool
        Whether one may be made.

    Returns
    -------
    bool
        True when there is a store, False when the directory waits for one.

    Raises
    ------
    UsageError
        There is none and `create` is False, or the directory holds something else.
    StoreError
        The directory cannot be read or made, or its database is not whole.
    """
    with _translated(folder):
        if (folder / "database").exists():
            _check_whole(folder)
            return True
        if not create:
            raise UsageError(
                f"there is no store in {folder}",
                hint="load something first (netgraph ingest), or name another with --store",
            )
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(
                f"{folder} is not an empty directory and holds no store",
                hint="name a new directory with --store",
            )
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.chmod(PRIVATE)  # it may have been there, and open to others
    return False


def damaged(folder: Path, what: str) -> StoreError:
    """Say that a database is not whole."""
    return StoreError(
        f"the database in {folder} cannot be opened: {what}",
        hint="if another process is just making it, try again; else move it aside and load the sources anew",
    )


def _check_whole(folder: Path) -> None:
    """Look for what the engine itself passes over: without its schema it opens, and shows an empty graph."""
    database = folder / "database"
    try:
        types = json.loads((database / "schema.json").read_text(encoding="utf-8"))["types"]
        needed = {bucket for definition in types.values() for bucket in definition["buckets"]}
    except FileNotFoundError as cause:
        raise damaged(folder, "its schema.json is missing") from cause
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise damaged(folder, "its schema.json cannot be read") from cause
    missing = sorted(needed - {file.name.partition(".")[0] for file in database.iterdir()})
    if missing:
        raise damaged(folder, f"its file {missing[0]}.* is missing")


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise StoreError(
            f"{folder} cannot be read or made: {cause.strerror}",
            hint="name a directory that belongs to you with --store",
        ) from cause
