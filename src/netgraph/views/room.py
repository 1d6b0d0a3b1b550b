"""Room for labels: as many as find a place, none upon another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netgraph.views.svg import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMN, _ROW = 80, 40  # of the grid, so that few boxes have to be compared


class Box(NamedTuple):
    """A rectangle, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """Return the box of a size around a point."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


class Room:
    """The boxes that are taken on a sheet of a size."""

    def __init__(self, width: float, height: float) -> None:
        self._sheet = Box(0, 0, width, height)
        self.area = width * height
        self._taken: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, box: Box) -> None:
        """Take a place, whether it is free or not."""
        for cell in _cells(box):
            self._taken[cell].append(box)

    def is_free(self, box: Box) -> bool:
        """Say whether a place is on the sheet, and nothing on it."""
        sheet = self._sheet
        if box.left < sheet.left or box.right > sheet.right:
            return False
        if box.top < sheet.top or box.bottom > sheet.bottom:
            return False
        return not any(_overlap(box, other) for cell in _cells(box) for other in self._taken.get(cell, ()))

    def beside(self, x: float, y: float, r: float, text: str, size: float) -> Box | None:
        """Take the first free place for a text below, above, right or left of a symbol, if there is one."""
        width, height = width_of(text, size) + 6, 1.25 * size
        away, aside = r + 3 + height / 2, r + 4 + width / 2
        for dx, dy in ((0, away), (0, -away), (aside, 0), (-aside, 0)):
            box = Box.around(x + dx, y + dy, width, height)
            if self.is_free(box):
                self.take(box)
                return box
        return None


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box.left // _COLUMN), int(box.right // _COLUMN) + 1):
        for row in range(int(box.top // _ROW), int(box.bottom // _ROW) + 1):
            yield column, row


def _overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
