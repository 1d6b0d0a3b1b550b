"""What may stand in a text that people write for others to judge: words that identify nobody.

Only the obvious is found here: an e-mail address, a long number, a web address. Whoever calls
`refuse_identifying` can hand in a sharper scan.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netgraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    Scan = Callable[[str], str | None]
    """Says what identifies somebody in a text; None or nothing where it sees nothing."""

LONGEST = 500
_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_FINDS = (
    ("an e-mail address", re.compile(r"\S@\S")),
    ("a web address", re.compile(r"https?://|\bwww\.", re.IGNORECASE)),
    ("a long number", re.compile(r"\d(?:[\s./()-]{0,2}\d){6,}")),
)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
HINT = "say it without names, numbers and addresses: what in the files speaks for it"


def obvious(text: str) -> str | None:
    """Say what in a text identifies somebody, without repeating it; None where nothing obvious does.

    Examples
    --------
    >>> obvious("same tattoo, seen 2024-05-17"), obvious("ring +39 06 555 01 23")
    (None, 'a long number')
    """
    rest = _DATE.sub(" ", text)
    return next((what for what, pattern in _FINDS if pattern.search(rest)), None)


def refuse_identifying(text: str, what: str, scan: Scan = obvious) -> str:
    """Return a free text, trimmed, or refuse it.

    Parameters
    ----------
    text : str
    what : str
        How the message names the text.
    scan : callable, default `obvious`
        Says what in a text identifies somebody, or None.

    Raises
    ------
    DataError
        It is empty or too long, has control characters, or holds what could identify somebody; the message
        does not repeat it.
    """
    plain = " ".join(text.split())
    if not plain:
        raise DataError(f"{what} is empty", hint="say why, so that somebody else can judge it later")
    if len(plain) > LONGEST:
        raise DataError(f"{what} has more than {LONGEST} characters", hint="say it shorter")
    if not plain.isprintable():
        raise DataError(f"{what} holds characters that cannot be shown", hint="write plain text")
    found = obvious(plain) or scan(plain)
    if found:
        raise DataError(f"{what} holds what looks like {found}", hint=HINT)
    return plain


def reference(text: str, what: str) -> str:
    """Return the reference of an analyst, or refuse it: a pseudonym of the agency's making, no name.

    Raises
    ------
    DataError
        It has blanks, is too long, or looks like an address or a number.
    """
    plain = text.strip()
    if not _REFERENCE.fullmatch(plain) or obvious(plain):
        raise DataError(
            f"{what} is no reference",
            hint="give a pseudonym of letters, digits, dots and dashes, up to 40, such as analyst-07",
        )
    return plain
