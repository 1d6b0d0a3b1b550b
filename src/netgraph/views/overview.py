"""Everything in a store at once: node by node where that can be read, by groups where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.views import focus
from netgraph.views.grouped import grouped

if TYPE_CHECKING:
    from netgraph.disclosure import Reader
    from netgraph.views.language import Language
    from netgraph.views.picture import Picture


def overview(
    reader: Reader, *, by: str | None = None, title: str = "", language: Language | None = None
) -> Picture:
    """Picture everything in a store.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    by : {"jurisdiction", "community", "corridor"}, optional
        Group in any case, and how.
    title : str, optional
        Heading of the page.
    language : Language, optional
        What the page speaks; without it, English.

    Returns
    -------
    Picture

    Raises
    ------
    ViewError
        There is nothing to be seen.
    """
    if by or sum(reader.counts().nodes.values()) > focus.LIMIT:
        return grouped(reader, by=by or "jurisdiction", title=title, language=language)
    return focus.whole(reader, title=title, language=language)
