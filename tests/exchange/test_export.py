"""The command: who gets what, what is said, and that nothing of what is held back is in any file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from graphs import fill, tabled
from netgraph.cli.main import run
from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.extract import disclosed
from netgraph.disclosure.leaks import Search
from netgraph.errors import DisclosureError
from netgraph.exchange import formats
from netgraph.model import Marking
from worlds import CANARY, KEN, planted

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.disclosure import Disclosed
    from netgraph.store import Store

pytestmark = pytest.mark.parametrize("format_", sorted(formats.FORMATS))


def test_nothing_of_what_is_held_back_is_in_a_file(format_: str) -> None:
    """Canaries in every text of nodes and claims that stay, and in properties that stay of those that go."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    content = formats.write(found, format_).content

    assert len([text for text in found.hidden if CANARY in text]) > 20
    assert list(Search(found.hidden).leaks(format_, content)) == []
    assert CANARY.encode() not in content.lower()
    assert b"seen-by-all" in content


def test_a_leak_is_found(format_: str) -> None:
    """What the search would do if a format wrote something that is held back."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    content = formats.write(found, format_).content

    assert list(Search({"seen-by-all/c1"}).leaks(format_, content))
    if "Person" in (import_module(f"netgraph.exchange.{formats.FORMATS[format_]}").CARRIES or ["Person"]):
        assert list(Search({"seen-by-all/p1"}).leaks(format_, content))


def test_the_command(
    format_: str,
    embedded: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A private file with its marking in the name, the account, what is not carried; the same bytes again."""
    fill(embedded, *planted())
    monkeypatch.setattr("netgraph.cli.reading.opened", lambda _: _Held(embedded))
    words = ["export", format_, "--recipient", "Kenya", "-o", str(tmp_path)]

    assert run(words) == 0
    told = capsys.readouterr()
    (path,) = tmp_path.iterdir()
    content = path.read_bytes()
    assert told.out == f"{path}\n"
    assert "-TLP-GREEN." in path.name
    assert path.stat().st_mode & 0o777 == 0o600
    assert "held back" in told.err
    assert "marking: TLP:GREEN" in told.err
    assert "not carried: " in told.err
    entry, left = audit_log(embedded).entries()[-2:]
    assert (entry.event, entry.facts["command"], entry.facts["recipient"]) == (
        "read",
        f"export-{format_}",
        "KEN",
    )
    assert (left.event, left.facts["form"], left.facts["recipient"]) == ("exported", format_, "KEN")
    assert run(words) == 0
    assert path.read_bytes() == content


def test_a_leak_stops_the_command(
    format_: str,
    embedded: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is written."""
    fill(embedded, *planted())
    monkeypatch.setattr("netgraph.cli.reading.opened", lambda _: _Held(embedded))

    def leaky(found: Disclosed, _: str) -> formats.Written:
        return formats.Written(f"x {CANARY}-p2".encode() if found.claims else b"", "x")

    monkeypatch.setattr(formats, "write", leaky)

    assert run(["export", format_, "--recipient", "KEN", "-o", str(tmp_path)]) == DisclosureError.exit_code
    assert "nothing was written" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_recipient_is_needed(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing leaves without one."""
    assert run(["export", format_]) != 0
    assert "--recipient" in capsys.readouterr().err


class _Held:
    """A store that stays open."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        """Leave it to the fixture."""
