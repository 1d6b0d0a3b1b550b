"""Paths that lead to no file, to no ordinary one, or to one that cannot be read."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from ingest.bad.case import GOOD, Case, refused

if TYPE_CHECKING:
    from pathlib import Path


def nothing(_path: Path) -> None:
    """Leave the place empty."""


def directory(path: Path) -> None:
    """Make a directory, with a good file in it."""
    path.mkdir()
    (path / "rows.csv").write_text(GOOD)


def pipe(path: Path) -> None:
    """Make a pipe that nobody writes to: whoever opens it waits for ever."""
    os.mkfifo(path)


def device(path: Path) -> None:
    """Point to a device that never ends."""
    path.symlink_to("/dev/zero")


def terminal(path: Path) -> None:
    """Point to a device that has nothing."""
    path.symlink_to("/dev/null")


def listener(path: Path) -> None:
    """Make a socket; its name must be short, so it is made from within its folder."""
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as found:
            found.bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def loop(path: Path) -> None:
    """Make two links that point to each other."""
    other = path.with_name("other.csv")
    path.symlink_to(other)
    other.symlink_to(path)


def dangling(path: Path) -> None:
    """Make a link to nothing."""
    path.symlink_to(path.with_name("gone.csv"))


CASES: list[Case] = [
    refused("no file", "rows.csv", nothing, "there is no file"),
    refused("a directory", "rows.csv", directory, "is a directory"),
    refused("a directory called as a workbook", "rows.xlsx", directory, "is a directory"),
    refused("a pipe", "rows.csv", pipe, "is no ordinary file"),
    refused("a pipe called as JSON", "rows.jsonl", pipe, "is no ordinary file"),
    refused("a device without an end", "rows.csv", device, "is no ordinary file"),
    refused("a device without content", "rows.csv", terminal, "is no ordinary file"),
    refused("a socket", "rows.csv", listener, "is no ordinary file"),
    refused("links in a circle", "rows.csv", loop, "cannot be read"),
    refused("a link to nothing", "rows.csv", dangling, "there is no file"),
    refused("a name that is too long", "x" * 300 + ".csv", nothing, "name|no file"),
    refused("a file as a folder", "rows.csv/rows.csv", nothing, "there is no file"),
]
