"""The page: one HTML file that holds the picture, its script and its style, and asks for nothing else.

PyVis carries nodes, lines and options into a template of ours. Of PyVis itself only that and the vis-network
library in its package are used: its own template loads from content delivery networks and lets data run as
script. Here data travels as JSON in an element that is not run, the script builds the page with text nodes,
and a Content-Security-Policy admits the two scripts and the style sheet by their hashes and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from netgraph.views import content
from netgraph.views.columns import packed
from netgraph.views.files import write_private

if TYPE_CHECKING:
    from netgraph.views.picture import Picture

_TEMPLATE = Path(__file__).parent / "template"
# In the order in which they are run.
_SCRIPTS = (
    *("dom", "language", "data", "state", "faces", "recorder"),
    *("canvas", "areas", "filters", "marks", "labels", "years", "timeline", "details", "search"),
    *("groups", "pairs", "matrix", "table", "csv", "keys", "flows", "arcs", "map", "paths"),
    *("trace", "export", "print", "start"),
)
_BUSY = 1500  # lines; from here on they are left out while the picture is dragged or zoomed

# Characters that could end the element, start markup in it, or end a line in old script parsers.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&'\u2028\u2029"}


def render(picture: Picture, *, seed: int = 7) -> str:
    """Return a picture as one self-contained HTML page.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader.
    seed : int
        Seed of the layout; the same picture and seed give the same bytes.

    Returns
    -------
    str
        The page; about 0.5 MB for the libraries and 0.1 to 0.2 kB for each node and claim.
    """
    net = Network(directed=True, heading=_encodable(picture.title), cdn_resources="in_line")
    # Filled directly: add_edge() looks through all edges that are there already.
    net.nodes = content.nodes(picture, seed=seed)
    net.edges = content.lines(picture)
    net.options = _options(len(net.edges), seed)
    net.set_template_dir(str(_TEMPLATE), "page.html")
    # PyVis makes an environment that escapes nothing.
    net.templateEnv = Environment(
        loader=FileSystemLoader(_TEMPLATE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    net.templateEnv.filters.update(columns=packed, json=_json, parsed=json.loads)
    style = _asset("page.css")
    scripts = [_vis_network(), _app()]
    net.templateEnv.globals.update(
        legend=content.legend(picture),
        routes=content.routes(picture),
        marking=picture.marking,
        language=picture.language.for_page(),
        say=picture.language.say,
        policy=_policy(scripts, style),
        style=Markup(style),  # noqa: S704 - our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own, and vis-network's
    )
    html: str = net.generate_html()
    return html


def write(picture: Picture, path: Path | str, *, seed: int = 7) -> Path:
    """Write a picture as one HTML file that only its owner can read: it holds case data.

    Parameters
    ----------
    picture : Picture
        What is to be seen, already redacted for its reader.
    path : Path or str
        The file; one that is there is replaced as a whole or, on any error, not at all.
    seed : int
        Seed of the layout.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ViewError
        The file cannot be written.
    """
    return write_private(render(picture, seed=seed).encode(), path)


def _options(lines: int, seed: int) -> dict[str, Any]:
    """Return the options of vis-network: nothing moves by itself, the keyboard is ours."""
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": seed},
        "interaction": {
            "hover": True,
            "keyboard": {"enabled": False},
            "tooltipDelay": 200,
            "hideEdgesOnDrag": lines > _BUSY,
            "hideEdgesOnZoom": lines > _BUSY,
        },
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "selectionWidth": 1,
            "hoverWidth": 0.5,
        },
    }


def _json(value: object) -> Markup:
    """Return a value as JSON that is inert inside a script element.

    What is not ASCII is escaped, so that even half a surrogate pair survives the file's encoding.
    """
    return Markup(json.dumps(value, allow_nan=False, separators=(",", ":")).translate(_ESCAPES))  # noqa: S704


def _policy(scripts: list[str], style: str) -> str:
    """Return the Content-Security-Policy: these scripts, this style, and no string becomes markup."""
    admitted = " ".join(_hash(script) for script in scripts)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {admitted}",
            f"style-src {_hash(style)}",
            "img-src data:",  # the copy of the canvas that is printed
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def style_policy(style: str) -> str:
    """Return the Content-Security-Policy of a page that runs nothing."""
    return f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _app() -> str:
    """Return the page's own script: its files, in order, in one scope that the window cannot see."""
    body = "".join(_asset(f"app/{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _vis_network() -> str:
    """Return vis-network as it lies in the package of PyVis, in its newest version there."""
    found = sorted((files("pyvis") / "templates" / "lib").iterdir(), key=lambda folder: folder.name)
    folder = [folder for folder in found if folder.name.startswith("vis-")][-1]
    return _inlined((folder / "vis-network.min.js").read_text(encoding="utf-8"))


def _asset(name: str) -> str:
    return _inlined((_TEMPLATE / name).read_text(encoding="utf-8"))


def _inlined(text: str) -> str:
    """Return a script or style sheet with the line ends that an HTML parser will hash."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encodable(text: str) -> str:
    """Replace what UTF-8 cannot hold: half a surrogate pair."""
    return text.encode("utf-8", "replace").decode()
