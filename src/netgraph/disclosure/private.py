"""Files and folders for their owner alone: made so, and told of where they are not."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from netgraph.errors import UsageError
from netgraph.store.lasting import PRIVATE_FOLDER, make_private

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PRIVATE_FILE", "PRIVATE_FOLDER", "is_open_to_others", "make_private", "write_new"]

PRIVATE_FILE = 0o600


def write_new(path: Path, content: bytes) -> None:
    """Write a private file that is not there yet.

    Raises
    ------
    UsageError
        It is there, or cannot be written; then nothing of it stays.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    except FileExistsError:
        raise UsageError(
            f"{path} is already there, and is never overwritten", hint="name another file"
        ) from None
    except OSError as cause:
        raise UsageError(
            f"{path} cannot be written: {cause.strerror}", hint="name a file in a folder of your own"
        ) from cause


def is_open_to_others(path: Path) -> bool:
    """Tell whether others than the owner may read or write a file or folder; False where nobody can say."""
    if os.name != "posix":
        return False
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError:
        return False
