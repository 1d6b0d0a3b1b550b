"""Bookmarks that are kept between commands, by several commands at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.store.bookmarks import KeptBookmarks

if TYPE_CHECKING:
    from pathlib import Path


def test_later_ones_take_the_place_of_those_that_were_read(tmp_path: Path) -> None:
    """A command leaves what it saw last; what another has left meanwhile stays beside it."""
    first, second = KeptBookmarks(tmp_path / "made", "ann"), KeptBookmarks(tmp_path / "made", "ann")
    assert first.read() == second.read() == set()

    first.keep(lambda: {"1"})
    second.keep(lambda: {"2"})
    first.keep(lambda: {"3"})

    third = KeptBookmarks(tmp_path / "made", "ann")
    assert third.read() == {"2", "3"}
    third.keep(lambda: {"4"})
    assert KeptBookmarks(tmp_path / "made", "ann").read() == {"4"}
    assert KeptBookmarks(tmp_path / "made", "bob").read() == set()


def test_what_is_forgotten_is_what_was_read(tmp_path: Path) -> None:
    """What another command has left since is not forgotten with it."""
    old, new = KeptBookmarks(tmp_path, "ann"), KeptBookmarks(tmp_path, "ann")
    old.keep(lambda: {"1"})
    assert new.read() == {"1"}
    old.keep(lambda: {"2"})

    new.forget()

    assert KeptBookmarks(tmp_path, "ann").read() == {"2"}


def test_what_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    """A file in the place of the folder, or one that is no text, is no reason not to work."""
    (tmp_path / "file").write_text("x")
    kept = KeptBookmarks(tmp_path / "file", "ann")
    assert kept.read() == set()
    kept.keep(lambda: {"1"})
    kept = KeptBookmarks(tmp_path, "ann")
    kept.keep(lambda: {"1"})
    (kept.folder / "other").write_bytes(b"\xff\xfe")

    damaged = KeptBookmarks(tmp_path, "ann")
    assert len(damaged.read()) == 2
    damaged.forget()
    assert KeptBookmarks(tmp_path, "ann").read() == set()
