"""Tables on a terminal: nothing is cut, whatever its width, and no value commands the terminal."""

from __future__ import annotations

import io
import re
import sys

import pandas as pd
import pytest

from netgraph.cli.show import print_table

ANSI = re.compile(r"\x1b\[[0-9;]*m")
FRAME = pd.DataFrame(
    {
        "rank": [1, 2],
        "key": ["synthetic-ngo/NP-0130", "synthetic-liaison/LO-325"],
        "jurisdictions": [["ARE", "MMR"], ["ETH", "ITA", "NER", "NGA"]],
        "share": [0.123456789, None],
    }
)


class Terminal(io.StringIO):
    """Text that takes itself for a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


def shown(
    frame: pd.DataFrame, width: int, monkeypatch: pytest.MonkeyPatch, *, terminal: bool = True
) -> list[str]:
    """Return the lines that a terminal of a width shows, without colours."""
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    print_table(frame, "Title")
    return [line.rstrip() for line in ANSI.sub("", stream.getvalue()).splitlines()]


def test_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it fits it is a table, with numbers to the right and four digits."""
    assert shown(FRAME, 100, monkeypatch) == [
        "Title",
        "rank  key                       jurisdictions        share",
        "   1  synthetic-ngo/NP-0130     ARE, MMR            0.1235",
        "   2  synthetic-liaison/LO-325  ETH, ITA, NER, NGA",
    ]


def test_cells_fold_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A little narrower, a cell takes two lines; a key is never broken."""
    assert shown(FRAME, 55, monkeypatch) == [
        "Title",
        "rank  key                       jurisdictions     share",
        "   1  synthetic-ngo/NP-0130     ARE, MMR         0.1235",
        "   2  synthetic-liaison/LO-325  ETH, ITA, NER,",
        "                                NGA",
    ]


def test_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where words do not fit beside each other each row becomes a record; what is missing is left out."""
    assert shown(FRAME, 40, monkeypatch) == [
        "Title",
        "1   key: synthetic-ngo/NP-0130",
        "    jurisdictions: ARE, MMR",
        "    share: 0.1235",
        "2   key: synthetic-liaison/LO-325",
        "    jurisdictions: ETH, ITA, NER, NGA",
    ]


def test_narrow_terminal_with_keys_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that begins with a key has it on a line of its own."""
    assert shown(FRAME.drop(columns="rank").head(1), 40, monkeypatch) == [
        "Title",
        "synthetic-ngo/NP-0130",
        "    jurisdictions: ARE, MMR",
        "    share: 0.1235",
    ]


def test_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe or a file it is a table of full width, without colours."""
    assert shown(FRAME, 20, monkeypatch, terminal=False) == shown(FRAME, 100, monkeypatch)


@pytest.mark.parametrize("width", [30, 200])
def test_values_do_not_command_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escape sequences, returns and markup in a value are shown as text."""
    hostile = pd.DataFrame({"rank": [1], "key": ["a\x1b]0;owned\x07\rb [bold]c[/bold]\u202eend"]})

    text = "\n".join(shown(hostile, width, monkeypatch))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\r" not in text
    assert "\u202e" not in text
    assert "[bold]c[/bold]" in text.replace("\n", " ")
