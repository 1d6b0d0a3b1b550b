"""Who holds an embedded store: a note beside the database, so that a second process can name the first.

The lock itself is ArcadeDB's; this is only its explanation.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NOTE = "holder.json"


def take(folder: Path) -> None:
    """Note that this process holds the store."""
    note = {
        "pid": os.getpid(),
        "command": " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:2]]),  # noqa: PTH119 - a name
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with suppress(OSError):  # a full disk is told of by what is written next
        (folder / _NOTE).write_text(json.dumps(note), encoding="utf-8")


def leave(folder: Path) -> None:
    """Note that nobody holds the store, but leave what another process has noted."""
    if _pid(folder) in {None, os.getpid()}:
        with suppress(OSError):
            (folder / _NOTE).unlink()


def lives(folder: Path) -> bool:
    """Tell whether the process that took the store is still there; nobody can say so on Windows."""
    pid = _pid(folder)
    if pid is None or os.name != "posix":  # elsewhere asking whether a process lives would end it
        return pid is not None
    try:
        os.kill(pid, 0)
    except PermissionError:  # of somebody else
        return True
    except OSError:
        return False
    return True


def _pid(folder: Path) -> int | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads((folder / _NOTE).read_text(encoding="utf-8"))["pid"])
    return None


def describe(folder: Path) -> str:
    """Say who holds the store, as far as it is known."""
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        return f"process {note['pid']} ({note['command']}, since {note['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
