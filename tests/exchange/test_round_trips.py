"""What is written comes back as it was, whatever its texts hold, and always as the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings

from netgraph.exchange import gexf, graphml
from worlds import same, worlds

if TYPE_CHECKING:
    from types import ModuleType

    from netgraph.disclosure import Disclosed

PHASES = [Phase.explicit, Phase.generate]  # to shrink such graphs takes many minutes
EXACT = [graphml, gexf]


@pytest.mark.parametrize("format_", EXACT, ids=lambda one: one.__name__.rpartition(".")[2])
@given(found=worlds())
@settings(max_examples=40, phases=PHASES)
def test_exact(format_: ModuleType, found: Disclosed) -> None:
    """Every node, claim and property."""
    content = format_.encode(found)
    nodes, claims = format_.decode(content)

    assert same(nodes, found.nodes)
    assert same(claims, found.claims)
    assert format_.encode(found) == content
