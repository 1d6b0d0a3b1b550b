"""The forms in which a picture can be written, each marked, each holding no more than the picture does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.views.interchange import cytoscape, gexf, graphml
from netgraph.views.page import render
from netgraph.views.raster import png
from netgraph.views.sheet import FACES, sheet

if TYPE_CHECKING:
    from netgraph.views.picture import Picture

ENDINGS = {
    **{form: form for form in ("html", "svg", "png", "graphml", "gexf")},
    "cytoscape": "cyjs",
}
"""Endings of files by form."""

DRAWN = ("svg", "png")
"""Forms that show one face; a page holds all of them."""

_INTERCHANGE = {"graphml": graphml, "gexf": gexf, "cytoscape": cytoscape}


def encoded(picture: Picture, form: str = "html", *, face: str = FACES[0], seed: int = 7) -> bytes:
    """Return a picture as the bytes of a file.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader.
    form : str
        One of `ENDINGS`.
    face : {"network", "map"}
        Which face to draw, of `DRAWN` forms.
    seed : int
        Seed of the layout.

    Returns
    -------
    bytes

    Raises
    ------
    ViewError
        It cannot be written in this form on this machine.
    """
    if form == "html":
        return render(picture, seed=seed).encode()
    seen = picture.closed()
    if form in _INTERCHANGE:
        return _INTERCHANGE[form](seen, seed=seed)
    drawing = sheet(seen, face, seed=seed)
    return png(drawing, marking=picture.marking) if form == "png" else drawing.encode()
