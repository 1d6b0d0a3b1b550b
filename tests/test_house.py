"""The rules of the house that no linter knows: small modules, guarded layers, Cypher in its place."""

from __future__ import annotations

import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "netgraph"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
CYPHER = re.compile(r"\b(?:MATCH|MERGE|UNWIND)\b.*\b(?:RETURN|SET|DELETE|CREATE)\b", re.DOTALL)
# Lines of a module, its docstring and blank lines included.
LONGEST, TYPICAL = 300, 150


def name_of(path: Path) -> str:
    """Return a path as people write it, for the names of tests."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_module_is_long() -> None:
    """No module has more than 300 lines, and a typical one has half of that at most."""
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
    assert statistics.median(lengths.values()) <= TYPICAL


def test_every_module_says_what_it_is_for() -> None:
    """Every module, tests included, begins with a docstring."""
    assert [name_of(path) for path in MODULES + TESTS if not ast.get_docstring(parsed(path))] == []


def test_every_test_states_its_fact() -> None:
    """Every test begins with a docstring that says what it proves."""
    silent = [
        f"{name_of(path)}::{node.name}"
        for path in TESTS
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_cypher_stands_in_queries() -> None:
    """Outside the store no statement is written in Python: queries/ holds them, checked."""
    statements = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if path.parent != SOURCE / "store"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CYPHER.search(node.value)
    ]

    assert statements == []


@pytest.mark.parametrize(
    ("module", "text", "contract"),
    [
        (
            "model/stray.py",
            "def late():\n    from netgraph.store import open_store\n",
            "Layers point downwards",
        ),
        ("disclosure/stray.py", "from netgraph import analytics\n", "Layers point downwards"),
        ("views/stray.py", "import netgraph.exchange\n", "Layers point downwards"),
        ("matching/stray.py", "import netgraph.ingest\n", "Layers point downwards"),
        ("stray.py", "", "Layers point downwards"),
        ("store/stray.py", "from click import echo\n", "click stays in the command line"),
        ("queries/stray.py", "import neo4j.graph\n", "Drivers stay in the store"),
        ("cli/stray.py", "import pyvis\n", "PyVis stays in the views"),
        (
            "exchange/stray.py",
            "from netgraph.store import open_store\n",
            "What is shown or written out is read through disclosure",
        ),
        ("cli/stray.py", "import click, netgraph.ingest, netgraph.views, netgraph.errors\n", None),
    ],
    ids=[
        "upwards",
        "upwards-to-package",
        "sibling",
        "other-sibling",
        "no-layer",
        "click",
        "driver",
        "pyvis",
        "past-disclosure",
        "allowed",
    ],
)
def test_layers_are_guarded(module: str, text: str, contract: str | None, tmp_path: Path) -> None:
    """An import that the architecture forbids breaks exactly the contract that forbids it."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src" / "netgraph" / module).write_text(text, encoding="utf-8")
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run(  # noqa: S603 - a tool of ours, on a copy of ours
        [linter, "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    broken = re.findall(r"^(.+) BROKEN\b", found.stdout, re.MULTILINE)
    assert broken == ([contract] if contract else []), found.stdout + found.stderr
    assert found.returncode == (1 if contract else 0)
