"""Tables on a terminal: nothing is cut, whatever its width, and no value commands the terminal."""

from __future__ import annotations

import io
import re
import sys

import pandas as pd
import pytest

from netgraph.cli.compact import compact
from netgraph.cli.show import print_table, show
from netgraph.model import Marking

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


WIDE = pd.DataFrame(
    {
        "rank": pd.array([1, 2], dtype="Int64"),
        "rank_from": pd.array([1, 2], dtype="Int64"),
        "rank_to": pd.array([3, 2], dtype="Int64"),
        "key": ["phone/" + "0123456789abcdef" * 4, "NP-1"],
        "flow": [0.123456789, 1.0],
        "flow_rank": pd.array([2, None], dtype="Int64"),
        "nobody": [None, float("nan")],
        "ties": [5, 6],
    }
)


def test_ranks_and_intervals_stand_beside_what_they_are_about() -> None:
    """A rank or an interval takes no column of its own, and an interval of one value none at all."""
    found = compact(WIDE)

    assert list(found.frame) == ["rank", "key", "flow", "ties"]
    assert found.frame["rank"].tolist() == ["1 (1 to 3)", "2"]
    assert found.frame["flow"].tolist() == ["0.1235 (2)", "1"]
    assert found.frame["key"].tolist() == ["phone/0123456789ab…", "NP-1"]
    assert found.told == (
        "in brackets: the rank by that measure",
        "in brackets: the interval that goes with it",
        "not shown: nothing in nobody (--all-columns)",
        "shortened: hashed identifiers (--all-columns gives them whole)",
    )


def test_columns_that_are_not_shown_are_named() -> None:
    """Where some columns lead, the others are left out and named, and one may be absent."""
    found = compact(WIDE[["key", "ties", "nobody"]].tail(1), ["key", "absent"])

    assert list(found.frame) == ["key"]
    assert found.told == ("not shown: ties; nothing in nobody (--all-columns)",)


def test_other_formats_have_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    """Machines get the table as it is."""
    show(WIDE, {}, marking=Marking.GREEN, format_="csv", output=None, leading=["key"])

    told = capsys.readouterr()
    assert told.out.splitlines()[0].startswith("rank,rank_from,rank_to,key,flow,flow_rank,nobody,ties")
    assert "0123456789abcdef" * 4 in told.out
    assert "not shown" not in told.err


def test_an_empty_table_keeps_its_columns() -> None:
    """No row says nothing of what is in a column."""
    assert list(compact(WIDE.head(0)).frame) == ["rank", "key", "flow", "nobody", "ties"]
