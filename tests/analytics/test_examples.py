"""The examples in the docstrings of the analytics run and give what they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import netgraph.analytics

HOME = Path(netgraph.analytics.__file__).parent
MODULES = sorted(path.relative_to(HOME) for path in HOME.rglob("*.py") if ">>>" in path.read_text("utf-8"))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_examples_run(module: Path) -> None:
    """Each example prints what stands below it; dots stand for anything."""
    name = ".".join(["netgraph.analytics", *module.with_suffix("").parts])
    done = doctest.testmod(
        import_module(name), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, report=True
    )

    assert done.attempted > 0
    assert done.failed == 0
