"""How lines are drawn: how wide, and bent so that none covers another."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netgraph.views.picture import Relationship

_THINNEST, _THICKEST = 1.2, 8.0  # width of a line


def finite(weight: float) -> float:
    """Return a weight that can be drawn: a measure may be undefined for some nodes."""
    return weight if math.isfinite(weight) and weight > 0 else 0.0


def stated(bundle: Sequence[Relationship]) -> str:
    """Return the weight that a line was given, for reading; empty when its width follows its claims."""
    weights = [relationship.weight for relationship in bundle if relationship.weight is not None]
    return f"{sum(weights):g}" if weights else ""


def widths(
    bundles: Mapping[tuple[str, str, str], Sequence[Relationship]],
) -> dict[tuple[str, str, str], float]:
    """Return the width of each line: it follows the root of the stated weight, or of the number of claims."""
    weights = {
        line: sum(
            finite(relationship.weight)
            if relationship.weight is not None and math.isfinite(relationship.weight)
            else len(relationship.claims)
            for relationship in bundle
        )
        for line, bundle in bundles.items()
    }
    roots = {line: math.sqrt(max(weight, 1.0)) - 1 for line, weight in weights.items()}
    # One step for small counts, which are the same in every picture; less where large ones would not fit.
    step = min(1.1, (_THICKEST - _THINNEST) / max(max(roots.values(), default=0.0), 1.0))
    return {line: round(_THINNEST + step * root, 1) for line, root in roots.items()}


def bends(ends: Sequence[tuple[str, str, str]]) -> dict[tuple[str, str, str], float]:
    """Say how far each line is bent so that lines between the same two nodes do not cover each other."""
    between: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for start, end, type_ in ends:
        between[min(start, end), max(start, end)].append((start, end, type_))
    found = {}
    for (first, _), group in between.items():
        for rank, line in enumerate(group):
            if line[0] == line[1]:  # a loop: the next one is drawn larger
                found[line] = 0.22 * rank
                continue
            offset = rank - (len(group) - 1) / 2
            # A bend is seen from the line's own start: opposite lines need opposite signs.
            found[line] = round(0.22 * offset * (1 if line[0] == first else -1), 2)
    return found
