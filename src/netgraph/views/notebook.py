"""Pictures in notebooks: the same page, in a frame that can reach neither the notebook nor anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from netgraph.views.page import render

if TYPE_CHECKING:
    from netgraph.views.picture import Picture

# Scripts of the page run, and it may hand over a file; without allow-same-origin its origin is nobody's.
_SANDBOX = "allow-scripts allow-downloads"


def framed(picture: Picture, *, height: int = 760, seed: int = 7) -> str:
    """Return a picture as HTML for the output of a notebook.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader. It stays in the notebook's file when that is
        saved: the file then has to be handled as the picture is marked.
    height : int
        Pixels.
    seed : int
        Seed of the layout.

    Returns
    -------
    str
        One iframe whose document is the whole page.
    """
    title = escape(f"TLP:{picture.marking} - {picture.title}".encode("utf-8", "replace").decode())
    page = escape(render(picture, seed=seed))
    look = f"width: 100%; height: {int(height)}px; border: 0"
    return f'<iframe title="{title}" sandbox="{_SANDBOX}" style="{look}" srcdoc="{page}"></iframe>'


def show(picture: Picture, *, height: int = 760, seed: int = 7) -> None:
    """Show a picture in the output of a notebook; see `framed`."""
    from IPython.display import display  # noqa: PLC0415 - comes with PyVis, and takes its time

    shown = {"text/html": framed(picture, height=height, seed=seed), "text/plain": f"TLP:{picture.marking}"}
    display(shown, raw=True)  # type: ignore[no-untyped-call]
