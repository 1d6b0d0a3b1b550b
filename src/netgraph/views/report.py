"""The report: one HTML file without any script, to be printed or read: what was found, how, and from whom."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from netgraph import __version__
from netgraph.analytics.connectors import connectors
from netgraph.analytics.corridors import corridors
from netgraph.analytics.projection import project
from netgraph.disclosure.small_counts import SMALL
from netgraph.errors import AnalysisError
from netgraph.model import Marking, strictest
from netgraph.views.content import text
from netgraph.views.evened import evened, noted
from netgraph.views.figures import figures
from netgraph.views.language import english
from netgraph.views.measured import connectors_picture
from netgraph.views.page import style_policy
from netgraph.views.picture import short_key
from netgraph.views.svg import isolated
from netgraph.views.territories import country_called
from netgraph.views.travelled import routes_picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from netgraph.analytics.result import Result
    from netgraph.disclosure import Reader
    from netgraph.views.language import Language
    from netgraph.views.picture import Picture

    Row = Mapping[str, Any]

_TEMPLATE = Path(__file__).parent / "template"
_SMALL = 0.0095  # a share below has a decimal: it is not nothing
_CONNECTORS = ("rank", "name", "type", "roles", "betweenness", "degree", "cross_border", "jurisdictions")
_CORRIDORS = ("rank", "origin", "destination", "routes", "share", "via", "years")


@dataclass(frozen=True)
class Findings:
    """What a report tells.

    Parameters
    ----------
    title : str
    ceiling : Marking
        What was let in.
    connectors, corridors : Result or None
        None where the graph has nothing to measure.
    network, routes : Picture or None
    sources : tuple of mapping
        ``source``, ``reliability``, ``credibility``, ``claims`` and ``handling``.
    withheld : int
        Claims that the policy kept out.
    made : date
    language : Language
    least : int
        Sizes of networks below it are not told, nor what is withheld; 0 where it is for nobody else.
    """

    title: str
    ceiling: Marking
    connectors: Result | None
    corridors: Result | None
    network: Picture | None
    routes: Picture | None
    sources: tuple[Row, ...]
    withheld: int
    made: date
    language: Language = field(default_factory=english)
    least: int = 0

    @property
    def marking(self) -> Marking:
        """The strictest of all that is in the report."""
        return strictest(
            [
                *(result.marking for result in (self.connectors, self.corridors) if result),
                *(picture.marking for picture in (self.network, self.routes) if picture),
                *(row["handling"] for row in self.sources),
            ]
        )


def findings(
    reader: Reader,
    *,
    made: date,
    title: str = "",
    network: str = "auto",
    language: Language | None = None,
    outward: bool = False,
) -> Findings:
    """Ask for everything that a report tells.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    made : date
        Stands in the report.
    title : str, optional
        Heading.
    network : {"auto", "entity", "place", "jurisdiction"}
        In which network connectors are sought.
    language : Language, optional
        English when not given.
    outward : bool, default False
        It is for a recipient: drawings, notes and sizes of networks tell no small counts. The table of
        corridors still does: see `netgraph.disclosure.small_counts.guarded`.

    Returns
    -------
    Findings

    Notes
    -----
    Takes as long as the two analyses and one pass over all claims.
    """
    spoken = language or english()
    tell: Callable[[Result], Result] = noted if outward else lambda result: result
    ranked = picture = None
    try:
        projection = project(reader, network)
        ranked = tell(connectors(projection))
        picture = connectors_picture(projection, ranked, language=spoken)
    except AnalysisError:  # there is no such network in the graph: the report says so
        ranked = None
    try:
        counted = tell(corridors(reader))
    except AnalysisError:
        counted = None
    routes = routes_picture(reader, spoken.say("report-map"), spoken)
    if outward:
        picture, routes = (evened(one) if one else None for one in (picture, routes))
    graded = reader.query("graded-sources").table.to_pylist()
    return Findings(
        title=title or spoken.say("report-title"),
        ceiling=reader.policy.ceiling,
        connectors=ranked,
        corridors=counted,
        network=picture,
        routes=routes,
        sources=tuple(_by_grade(graded)),
        withheld=sum(reader.counts().relationships.values()) - sum(row["claims"] for row in graded),
        made=made,
        language=spoken,
        least=SMALL if outward else 0,
    )


def render_report(found: Findings, *, top: int = 10) -> str:
    """Return a report as one HTML page without scripts.

    Parameters
    ----------
    found : Findings
        Already redacted for its reader.
    top : int, default 10
        Rows of each table.

    Returns
    -------
    str
        About 0.2 MB with its two drawings.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    style = (_TEMPLATE / "report.css").read_text(encoding="utf-8").replace("\r\n", "\n")
    page = environment.get_template("report.html").render(
        found=found,
        say=found.language.say,
        name=found.language.name,
        language=found.language,
        style=Markup(style),  # noqa: S704 - our own file
        policy=style_policy(style),
        connectors=_connectors(found, top),
        corridors=_corridors(found, top),
        columns={"connectors": _shown(found.connectors, _CONNECTORS), "corridors": _CORRIDORS},
        figures=figures(found),
        told=lambda result: min(result.nodes, result.edges) >= found.least,
        results=[result for result in (found.connectors, found.corridors) if result],
        isolated=isolated,
        shown=lambda value: text(value, found.language),
        plain=text,
        grade=_grade,
        version=__version__,
    )
    return page.encode("utf-8", "replace").decode()  # half a surrogate pair has no place in a file


def _connectors(found: Findings, top: int) -> list[dict[str, str]]:
    rows = [_texts(row) for row in _head(found.connectors, top)]
    return [
        {
            **row,
            "name": country_called(row["key"], found.language)
            or row.get("name")
            or short_key(row["type"], row["key"]),
            "type": found.language.name(found.language.coded("location_kind", row["type"])),
            "roles": ", ".join(
                found.language.coded("role", role) for role in row.get("roles", "").split(", ")
            ),
        }
        for row in rows
    ]


def _shown(result: Result | None, columns: tuple[str, ...]) -> list[str]:
    """Keep what a result has: places and jurisdictions have no roles, and no other jurisdictions."""
    return [name for name in columns if result is not None and (name == "name" or name in result.frame)]


def _corridors(found: Findings, top: int) -> list[dict[str, str]]:
    return [
        {
            **_texts(row),
            **{
                end: str(country_called(str(row[end]), found.language) or row[f"{end}_name"] or row[end])
                for end in ("origin", "destination")
            },
            "share": "" if pd.isna(row["share"]) else f"{row['share']:.{int(row['share'] < _SMALL)}%}",
            "years": "-".join(
                dict.fromkeys(text(row[year]) for year in ("first_year", "last_year") if _text(row[year]))
            ),
        }
        for row in _head(found.corridors, top)
    ]


def _head(result: Result | None, top: int) -> list[dict[str, Any]]:
    frame = pd.DataFrame() if result is None else result.frame.head(top)
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]


def _texts(row: Row) -> dict[str, str]:
    return {name: _text(value) for name, value in row.items()}


def _text(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.3g}"
    return "" if value is pd.NA else text(value)


def _by_grade(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Put the rows of one source and grade together, with the strictest of their markings."""
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        key = (row["source"], row["reliability"] or "", row["credibility"] or "")
        grouped.setdefault(key, []).append(row)
    return [
        {
            "source": source,
            "reliability": reliability,
            "credibility": credibility,
            "claims": sum(row["claims"] for row in group),
            "handling": strictest(row["handling"] for row in group).word,
        }
        for (source, reliability, credibility), group in sorted(grouped.items())
    ]


def _grade(row: Row, found: Findings) -> str:
    """Say in words what a grade means, where it is one of the Admiralty code."""
    keys = [f"reliability-{row['reliability'].lower()}", f"credibility-{row['credibility']}"]
    say = found.language
    return say.say("comma").join(say.say(key) for key in keys if key in say.words)
