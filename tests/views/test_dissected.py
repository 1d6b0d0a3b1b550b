"""Communities, bridges and removals: what the picture says, and what the page shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import pytest

from netgraph.analytics.bridges import parting_ties
from netgraph.analytics.communities import communities, membership
from netgraph.analytics.disruption import disruption
from netgraph.analytics.naming import strength
from netgraph.analytics.projection import Projection
from netgraph.cli.main import run
from netgraph.views import dissected
from views.test_marking import stored

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.views import Picture
    from views.browsing import Opener


@pytest.fixture
def barbell() -> Projection:
    """Return two circles of five, each all tied to all, that one tie joins: a0 to b0."""
    graph = nx.barbell_graph(5, 0)
    names = {node: f"{'ab'[node // 5]}{(4 - node) % 5 if node < 5 else node - 5}" for node in graph}
    edges = pd.DataFrame(
        [(names[a], names[b], 1) for a, b in graph.edges], columns=["start", "end", "weight"]
    )
    keys = sorted(names.values())
    nodes = pd.DataFrame({"type": "Person", "key": keys, "jurisdictions": [("ITA",)] * 10}, index=keys)
    return Projection("entity", nodes, edges, directed=False, weight="claims")


@pytest.fixture
def dissection(barbell: Projection) -> Picture:
    """Return the picture of its communities, with its bridge and without b0."""
    picture = dissected.communities_picture(
        barbell, communities(barbell), membership(barbell), strength(barbell)
    )
    picture = dissected.with_bridges(picture, parting_ties(barbell))
    return dissected.with_removal(picture, ["b0"], disruption(barbell, by=(), chosen=["b0"], runs=1))


def test_the_picture_says_what_was_computed(dissection: Picture) -> None:
    """Both circles are communities, the tie between them is cut, and the notes compare before and after."""
    parts = [{node.community for node in dissection.nodes if node.key[0] == circle} for circle in "ab"]
    assert sorted(map(tuple, parts)) == [(1,), (2,)]
    assert [{line.start, line.end} for line in dissection.relationships if line.cut] == [{"a0", "b0"}]
    assert [node.key for node in dissection.nodes if node.removed] == ["b0"]
    notes = " ".join(dissection.notes)
    assert "2 of 2 communities are drawn whole" in notes
    assert "as far as the records tell (1)" in notes
    # Without b0 a circle of five and one of four are left: 10 + 6 of 21 ties.
    assert "held 10 nodes before and 5 after" in notes


def test_what_does_not_fit_is_counted(barbell: Projection) -> None:
    """Of too many nodes those of the largest communities are drawn, and what was asked for in any case."""
    picture = dissected.communities_picture(
        barbell, communities(barbell), membership(barbell), strength(barbell), limit=5, also=["b3", "a3"]
    )

    assert 6 <= len(picture.nodes) <= 7
    assert {"a3", "b3"} <= {node.key for node in picture.nodes}
    assert any(f"{10 - len(picture.nodes)} of 10 nodes are left out" in note for note in picture.notes)


@pytest.mark.browser
def test_before_and_after_a_removal(opened: Opener, dissection: Picture) -> None:
    """The page names communities, marks the removed and the bridge, and on request shows what is left."""
    view = opened(dissection)
    assert {"Community 1", "Community 2"} <= {
        label["text"] for label in view.page.evaluate("window.__labels")
    }
    assert "struck out" in view.text("#reading")
    before = view.colours().get("#000000", 0)
    assert before > 30

    view.page.get_by_label("After the removal").check()

    assert view.text("#counts") == "9 of 10 nodes · 16 of 21 relationships"
    assert "b0" not in {row[0] for row in view.table()}
    view.page.wait_for_timeout(100)
    assert view.colours().get("#000000", 0) < before / 2

    view.page.get_by_label("After the removal").uncheck()
    view.find("b0")
    assert view.text("#details h2") == "b0"


@pytest.mark.browser
def test_without_a_removal_there_is_nothing_to_ask(opened: Opener, picture: Picture) -> None:
    """A picture of which nothing was removed has no such choice, and its jurisdictions are outlined."""
    view = opened(picture)

    assert view.page.get_by_text("After the removal").is_hidden()
    assert "jurisdiction" in view.text("#reading")


@pytest.mark.embedded
def test_the_command_draws_communities_before_and_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``netgraph view --analysis communities --without`` says what a removal leaves; --without needs it."""
    with stored(tmp_path / "store"):
        pass
    where = ["--store", str(tmp_path / "store"), "-o", str(tmp_path)]

    assert run(["view", *where, "--without", "s/open"]) == 2
    assert run(["view", *where, "--analysis", "communities", "--without", "s/nobody"]) != 0
    assert run(["view", *where, "--analysis", "communities", "--without", "s/open"]) == 0
    assert "Removed nodes: 1." in capsys.readouterr().err
