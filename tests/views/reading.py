"""Pages read as a browser parses them, without running anything."""

from __future__ import annotations

from html.parser import HTMLParser


class Reading(HTMLParser):
    """The elements of a page: their attributes, and the text of those that hold scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[str] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        self.raw.append("")
        self.inside = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base class gives it
        """Leave an element."""
        self.inside = False

    def handle_data(self, data: str) -> None:
        """Note the text in it."""
        if self.inside:
            self.raw[-1] += data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        """Attributes and text of all elements of one kind."""
        return [
            (attributes, raw)
            for (found, attributes), raw in zip(self.elements, self.raw, strict=True)
            if found == tag
        ]
