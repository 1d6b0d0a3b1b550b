"""What is shipped: the wheel and the sdist hold the code and the data folders, and nothing else."""

from __future__ import annotations

import ast
import email
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from distributions import Built

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
DATA = ("ingest", "queries", "schemas")
# Parts of arcadedb-embedded, jinja2, pydantic and pyspark that are packages; PyVis brings IPython.
COMPANIONS = {"ipython", "jpype1", "markupsafe", "py4j", "pydantic-core"}
# Makes the neo4j driver fast without being imported.
UNSEEN = {"neo4j-rust-ext"}


def members(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel with their content."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def files_under(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder of the checkout by their relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_holds_code_and_data(built: Built) -> None:
    """The wheel is the package, the three data folders and metadata: each file, unchanged, no other."""
    expected = {f"netgraph/{name}": text for name, text in files_under(ROOT / "src" / "netgraph").items()}
    for kind in DATA:
        expected |= {f"netgraph/_assets/{kind}/{name}": t for name, t in files_under(ROOT / kind).items()}

    found = {name: text for name, text in members(built.wheel).items() if ".dist-info/" not in name}
    assert sorted(found) == sorted(expected)
    assert found == expected
    assert "netgraph/py.typed" in found
    assert "netgraph/views/template/page.html" in found


def test_wheel_from_sdist_is_the_same(built: Built) -> None:
    """A wheel built from the sdist has the content of one built from the checkout."""
    assert members(built.wheel) == members(built.wheel_of_checkout)


def test_sdist_can_be_tested(built: Built) -> None:
    """The sdist has the sources, the data folders, the tests and the licence at their usual place."""
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    tests = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert {"LICENSE", "README.md", "pyproject.toml", "src/netgraph/errors.py"} <= names
    assert tests <= names
    assert {f"queries/{name}" for name in files_under(ROOT / "queries")} <= names


def test_metadata(built: Built) -> None:
    """The distribution is netgraph-tip, with its licence, its command and its NetworkX backend."""
    found = members(built.wheel)
    folder = next(name for name in found if name.endswith("/METADATA")).rpartition("/")[0]
    metadata = email.message_from_bytes(found[f"{folder}/METADATA"])
    entries = ConfigParser()
    entries.read_string(found[f"{folder}/entry_points.txt"].decode())

    assert folder.startswith("netgraph_tip-")
    assert metadata["Name"] == "netgraph-tip"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata.get_all("Provides-Extra") == ["match", "privacy", "py2neo", "spark"]
    assert f"{folder}/licenses/LICENSE" in found
    assert entries["console_scripts"]["netgraph"] == "netgraph.cli.main:main"
    assert entries["networkx.backends"]["igraph"] == "netgraph.analytics.backend:Dispatcher"
    assert entries["networkx.backend_info"]["igraph"] == "netgraph.analytics.backend:info"


def test_every_import_is_declared() -> None:
    """Each package that netgraph imports is named in pyproject.toml, and each package named is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        Requirement(text).name
        for text in chain(project["dependencies"], *project["optional-dependencies"].values())
    }
    distributions = packages_distributions()
    imported = {
        canonicalize_name(distributions.get(module, [module])[0])
        for path in (ROOT / "src").rglob("*.py")
        for module in imported_modules(path)
        if module not in sys.stdlib_module_names and module != "netgraph"
    }

    assert imported - COMPANIONS == declared - UNSEEN


def imported_modules(path: Path) -> set[str]:
    """Return the top-level modules that a file imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found
