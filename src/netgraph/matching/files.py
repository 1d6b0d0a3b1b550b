"""Files of a match: new ones, that only their owner can read."""

from __future__ import annotations

import os
from pathlib import Path

from netgraph.errors import MatchError, UsageError


def write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read; one that is there is left alone.

    Raises
    ------
    UsageError
        It is there, or cannot be written; nothing of it stays.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(f"{path} is already there, and is left alone", hint="name another file") from None
    except OSError as cause:
        raise _refused(path, cause) from cause
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
    except OSError as cause:
        Path(path).unlink(missing_ok=True)
        raise _refused(path, cause) from cause


def read_whole(path: Path) -> bytes:
    """Read a file.

    Raises
    ------
    MatchError
        It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as cause:
        raise MatchError(f"{path} cannot be read: {cause.strerror}", hint="check the name") from cause


def _refused(path: Path, cause: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be written: {cause.strerror}", hint="name a file in a folder of your own"
    )
