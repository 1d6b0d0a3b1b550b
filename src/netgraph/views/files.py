"""How the files of a view are named and written: the marking in the name, for nobody but their owner."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from netgraph.errors import ViewError


def marked_name(stem: str, marking: str, ending: str) -> str:
    """Return a file's name with its TLP word, which stays with the file when it is sent on.

    Parameters
    ----------
    stem : str
        What the file shows, in a word of ours. Never a key or a title: names of files are read by people and
        machines that may not read the files.
    marking : str
        TLP word.
    ending : str
        Without the dot.

    Examples
    --------
    >>> marked_name("network", "AMBER+STRICT", "html")
    'network-TLP-AMBER+STRICT.html'
    """
    return f"{stem}-TLP-{marking}.{ending}"


def target(output: str | None, stem: str, marking: str, ending: str) -> Path:
    """Return where to write: the file that is named, else a marked name in the folder that is, or here."""
    return placed(output, marked_name(stem, marking, ending))


def placed(output: str | None, name: str) -> Path:
    """Return the file that is named, else one of a name in the folder that is, or here."""
    path = Path(output or ".")
    return path / name if path.is_dir() else path


def write_private(data: bytes, path: Path | str) -> Path:
    """Write a file that only its owner can read: it holds case data.

    Parameters
    ----------
    data : bytes
        The whole file.
    path : Path or str
        One that is there is replaced as a whole or, on any error, not at all.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ViewError
        The file cannot be written.
    """
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ViewError(
            f"cannot write {path}: {error.strerror}",
            hint="name a file in a folder that exists and that you may write to",
        ) from error
    return path
