"""A picture for a recipient: what it counts without listing it tells no small count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netgraph.disclosure.small_counts import without_small
from netgraph.views.look import GROUP

if TYPE_CHECKING:
    from netgraph.analytics.result import Result
    from netgraph.views.picture import Picture

_COUNTED = "strength"  # a sum of the weights of lines; other measures of nodes count nothing


def evened(picture: Picture) -> Picture:
    """Take out of a picture what counts and is not listed in it.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its recipient.

    Returns
    -------
    Picture
        Its map is drawn with arcs of one width and symbols of one size. Lines that stand for no claims, as
        between the places of an analysis, have no weight, and nodes none that sums such weights up.

    Notes
    -----
    What is there one by one can be counted, and stays: nodes, claims, the members of groups that a reader
    can open. Groups that cannot be opened still tell how much is in them and between them.
    """
    grouped = any(node.type == GROUP for node in picture.nodes)
    summed = picture.weights == _COUNTED
    return replace(
        picture,
        nodes=tuple(replace(node, weight=1.0) for node in picture.nodes) if summed else picture.nodes,
        relationships=tuple(
            line if line.claims or grouped else replace(line, weight=None) for line in picture.relationships
        ),
        weights="" if summed else picture.weights,
        even=True,
    )


def noted(result: Result) -> Result:
    """Take small numbers out of the notes of a result, before it is drawn or shown."""
    return replace(result, notes=tuple(map(without_small, result.notes)))
