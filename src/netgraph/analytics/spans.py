"""Dates of any precision as spans of whole days, counted from year 1, so that waits are known. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from netgraph.errors import AnalysisError

NEVER = 10**9
"""A day after every day; ``-NEVER`` is before all of them."""


def span(text: str) -> tuple[int, int]:
    """Return the first and the last day that a date can mean.

    Parameters
    ----------
    text : str
        ``2023``, ``2023-05`` or ``2023-05-17``.

    Returns
    -------
    tuple of int
        Days as `datetime.date.toordinal` counts them.

    Raises
    ------
    AnalysisError
        It is no such date.

    Examples
    --------
    >>> first, last = span("2023-02")
    >>> last - first + 1, day(first), day(last)
    (28, '2023-02-01', '2023-02-28')
    """
    try:
        year, month, on = (int(part) for part in [*text.split("-"), "0", "0"][:3])
        first = date(year, month or 1, on or 1)
        last = date(year, month or 12, on or monthrange(year, month or 12)[1])
    except ValueError as cause:
        raise AnalysisError("a date cannot be read", hint="write 2023, 2023-05 or 2023-05-17") from cause
    return first.toordinal(), last.toordinal()


def day(ordinal: int) -> str | None:
    """Write a day; None where it is not known."""
    return date.fromordinal(ordinal).isoformat() if abs(ordinal) < NEVER else None
