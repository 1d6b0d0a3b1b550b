"""Cut a Cypher statement into tokens: just enough to tell words from strings, comments and signs.

Not a grammar: whether a statement can be run is for the engines to say (`EXPLAIN`). Backticks are left
out on purpose: no name of ours needs them, and what they quote could hide from the checker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from netgraph.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<blank>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<parameter>\$[A-Za-z_]\w*)
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign><-|->|<=|>=|<>|=~|\+=|\.\.|[-+*/%^=<>!&|:;.,()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Token:
    """A piece of a statement; `line` counts from 0 within it."""

    kind: str
    text: str
    line: int

    @property
    def upper(self) -> str:
        """The text in upper case when it is a word, else as it is; strings never look like a keyword."""
        return self.text.upper() if self.kind == "word" else self.text


class Tokens:
    """The tokens of a statement and which bracket closes which.

    Parameters
    ----------
    statement : str
        The Cypher.

    Attributes
    ----------
    closing : dict of int to int
        From the place of an opening bracket to that of the one that closes it.
    opening : dict of int to int
        The other way round.
    inside : list of int
        For each token the place of the innermost bracket that it stands in; -1 for none.

    Raises
    ------
    QueryError
        A character that the checker cannot read, or brackets that do not match; `line` counts from 0.
    """

    def __init__(self, statement: str) -> None:
        self.all = _cut(statement)
        self.closing: dict[int, int] = {}
        self.inside: list[int] = []
        open_: list[int] = []
        for place, token in enumerate(self.all):
            if token.kind == "sign" and token.text in _CLOSING.values():
                if not open_ or _CLOSING[self.all[open_[-1]].text] != token.text:
                    raise QueryError(f"{token.text} closes nothing", line=token.line)
                self.closing[open_.pop()] = place
            self.inside.append(open_[-1] if open_ else -1)
            if token.kind == "sign" and token.text in _CLOSING:
                open_.append(place)
        if open_:
            last = self.all[open_[-1]]
            raise QueryError(f"{last.text} is not closed", line=last.line)
        self.opening = {end: start for start, end in self.closing.items()}

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, place: int) -> Token:
        """Return a token; beyond either end there is an empty one."""
        return self.all[place] if 0 <= place < len(self.all) else _NONE

    def upper(self, place: int) -> str:
        """Return a token's text in upper case, ``""`` beyond either end."""
        return self[place].upper


_NONE = Token("none", "", 0)


def _cut(statement: str) -> list[Token]:
    found: list[Token] = []
    at, line = 0, 0
    while at < len(statement):
        match = _TOKEN.match(statement, at)
        if match is None:
            raise QueryError(f"{statement[at]!r} cannot be read here", line=line)
        kind = match.lastgroup or ""
        if kind != "blank":
            found.append(Token(kind, match.group(), line))
        line += match.group().count("\n")
        at = match.end()
    return found
