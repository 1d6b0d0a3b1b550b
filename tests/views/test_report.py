"""The report: what it tells, from whom, what it withholds, and how it prints."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from graphs import fill
from netgraph.analytics.connectors import connectors
from netgraph.analytics.corridors import corridors
from netgraph.analytics.projection import entity_network
from netgraph.cli.main import run
from netgraph.disclosure import Policy, Reader
from netgraph.model import Marking
from netgraph.views.language import load
from netgraph.views.report import findings, render_report
from views.reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from graphs import Claim, Node
    from netgraph.store import Store
    from netgraph.views.report import Findings

MADE = date(2026, 1, 31)
NASTY = "</style><script>x</script> & \"'"


@pytest.fixture
def told(store: Store) -> Store:
    """Two cases that one person ties, two routes, graded claims of two sources, one of them RED."""
    nodes: list[Node] = [
        *(("Case", f"s/c{i}", {}) for i in (1, 2)),
        *(("Person", f"s/p{i}", {}) for i in (1, 2)),
        *(("Route", f"s/r{i}", {"year": 2020 + i}) for i in (1, 2)),
        *(
            ("Location", code, {"kind": "Country", "name": name})
            for code, name in (("NGA", "Nigeria"), ("ITA", "Italy"))
        ),
        ("Jurisdiction", "ITA", {"name": "Italy"}),
    ]
    good = {"source": "court", "reliability": "A", "credibility": "1"}
    fair = {"source": "ngo", "reliability": "B", "credibility": "3"}
    claims: list[Claim] = [
        (("Person", "s/p1"), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Recruiter", **good}),
        (
            ("Person", "s/p1"),
            "INVOLVED_IN",
            ("Case", "s/c2"),
            {"role": "Recruiter", **fair, "handling": "AMBER"},
        ),
        (("Person", "s/p2"), "INVOLVED_IN", ("Case", "s/c2"), {"role": "Victim", **fair, "handling": "RED"}),
        (("Case", "s/c1"), "HANDLED_BY", ("Jurisdiction", "ITA"), good),
        *(
            (("Route", f"s/r{i}"), "STOPS_AT", ("Location", code), {"position": at, **good})
            for i in (1, 2)
            for at, code in enumerate(("NGA", "ITA"))
        ),
    ]
    fill(store, nodes, claims)
    return store


def asked(store: Store, ceiling: Marking = Marking.RED) -> Findings:
    """Ask for a report on persons and cases."""
    return findings(Reader(store, Policy(ceiling)), made=MADE, network="entity")


def cells(html: str) -> list[list[str]]:
    """Return the texts of all table rows."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]


def test_it_tells_what_the_analyses_found(told: Store) -> None:
    """Connectors and corridors stand as ranked, with caveats, methods, engines and parameters."""
    html = render_report(asked(told))

    reader = Reader(told)
    ranked, counted = connectors(entity_network(reader)), corridors(reader)
    rows = cells(html)
    assert [row[1] for row in rows if row[0].isdigit() and len(row) == 8] == list(ranked.frame["key"])
    assert ["1", "Nigeria", "Italy", "2", "100%", "", "2021-2022"] in rows
    for result in (ranked, counted):
        for text in (result.caveat, result.method, result.engine):
            assert text.replace("'", "&#39;") in html
    assert "Most recorded ties run through s/p1 (Person): a place to look, not guilt." in html
    assert "2026-01-31, netgraph" in html
    assert html.count("<svg") == 3  # the network, and the map with its frame


def test_of_places_it_tells_what_places_have(told: Store) -> None:
    """A network of places has no roles: their column is left out."""
    legs: list[Claim] = [
        (("Location", "NGA"), "LEG", ("Location", "ITA"), {"route": f"s/r{i}", "source": "court"})
        for i in (1, 2)
    ]
    fill(told, [], legs)

    rows = cells(render_report(findings(Reader(told), made=MADE, network="place")))

    (head,) = [row for row in rows if row[:2] == ["Rank", "Name"]]
    assert "Betweenness" in head
    assert "Roles" not in head
    assert {row[1] for row in rows if row[0].isdigit() and len(row) == len(head)} >= {"Italy", "Nigeria"}


def test_sources_stand_with_grades_in_words_and_exact_counts(told: Store) -> None:
    """Each source and grade has a row, with the number of its claims and the strictest marking."""
    rows = cells(render_report(asked(told)))

    assert ["court", "A1", "source completely reliable, statement confirmed", "6", "TLP:CLEAR"] in rows
    assert ["ngo", "B3", "source usually reliable, statement possibly true", "2", "TLP:RED"] in rows


def test_what_is_above_the_ceiling_is_counted_and_not_told(told: Store) -> None:
    """Two claims are withheld, the row of their source is gone, the report is marked by what is left."""
    found = asked(told, Marking.GREEN)
    html = render_report(found)

    assert (found.withheld, found.marking) == (2, Marking.CLEAR)
    assert "Let in was what is marked TLP:GREEN or less strictly; 2 claims withheld." in html
    for hidden in ("s/p2", "s/c2", "ngo", "RED", "AMBER"):
        assert hidden not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert asked(told, Marking.AMBER).withheld == 1
    assert asked(told).marking == Marking.RED


def test_it_runs_nothing_and_loads_nothing(told: Store) -> None:
    """No script, no link, no style but the one admitted by its hash; a heading is text whatever it holds."""
    found = findings(Reader(told), made=MADE, title=NASTY, network="entity")
    page = Reading(render_report(found))

    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "a", "object", "foreignobject", "use", "image"}
    names = {name for _, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    ((_, style),) = page.all("style")
    (policy,) = [meta["content"] for meta, _ in page.all("meta") if "http-equiv" in meta]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert page.all("title")[0][1] == f"TLP:RED - {NASTY}"
    marked = [attributes["class"] for attributes, _ in page.all("div")]
    assert [marked[0], marked[-1]] == ["marking red"] * 2


def test_it_speaks_the_language_of_its_reader(told: Store) -> None:
    """In Arabic it runs from right to left; headings, types, grades and caveats are Arabic."""
    arabic = load("ar")
    html = render_report(findings(Reader(told), made=MADE, network="entity", language=arabic))

    assert '<html lang="ar" dir="rtl">' in html
    for key in ("report-title", "report-sources", "caveat-connectors", "caveat-corridors", "reliability-a"):
        assert arabic.say(key) in html
    assert ["s/p1", arabic.name("Person")] in [row[1:3] for row in cells(html)]
    assert "TLP:RED" in html


@pytest.mark.embedded
def test_the_command_writes_a_marked_file_even_of_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a store without claims there is a report that says so; its name carries the marking."""
    from netgraph.store import open_store  # noqa: PLC0415 - starts a Java runtime

    with open_store(str(tmp_path / "store"), create=True) as store:
        fill(store, [("Case", "s/c1", {})], [])

    assert run(["report", "--store", str(tmp_path / "store"), "-o", str(tmp_path)]) == 0

    path = tmp_path / "report-TLP-CLEAR.html"
    assert capsys.readouterr().out == f"{path}\n"
    html = path.read_text(encoding="utf-8")
    assert "No route that may be shown has two stops." in html
    assert "Nothing that may be shown forms a network." in html


@pytest.mark.browser
@pytest.mark.embedded
def test_every_printed_sheet_bears_the_marking_above_and_below(
    browser: Browser, told: Store, tmp_path: Path
) -> None:
    """On A5, which takes several sheets, each begins and ends with the word; nothing is asked for."""
    path = tmp_path / "report.html"
    path.write_text(render_report(asked(told)), encoding="utf-8")
    page = browser.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())

    sheets = pypdfium2.PdfDocument(page.pdf(format="A5"))
    page.close()

    texts = [sheet.get_textpage().get_text_range().split() for sheet in sheets]
    assert len(texts) > 2
    for words in texts:
        assert {words[0], words[-1]} <= {"TLP:RED"} or words.count("TLP:RED") >= 2
    assert requests == [path.as_uri()]
