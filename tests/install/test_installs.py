"""netgraph works however it was installed, from a directory that is not the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import netgraph
from netgraph.cli.main import run

if TYPE_CHECKING:
    from distributions import Built

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
HERE = Path(sysconfig.get_path("purelib"))
COMMANDS = [
    ["query", "list"],
    ["query", "show", "load-runs"],
    ["schema", "show"],
    ["schema", "show", "Route"],
    ["ingest", "list"],
]


class Installed:
    """A fresh environment with netgraph in it; the packages it needs are borrowed from this one."""

    def __init__(self, home: Path) -> None:
        venv.create(home, symlinks=os.name != "nt")  # the pip that is there installs into it as well
        scheme = {"base": str(home), "platbase": str(home)}
        self.packages = Path(sysconfig.get_path("purelib", "venv", scheme))
        self.scripts = Path(sysconfig.get_path("scripts", "venv", scheme))
        # After the environment's own folder on the path, so that only netgraph's dependencies are borrowed.
        (self.packages / "borrowed.pth").write_text(f"{HERE}\n", encoding="utf-8")
        self.elsewhere = home.parent / "elsewhere"
        self.elsewhere.mkdir()

    def install(self, *what: str) -> None:
        """Install with pip, without the network: neither dependencies nor a build backend are fetched."""
        into = ["-m", "pip", "--python", str(self.scripts / "python"), "install", "--quiet"]
        self._run(Path(sys.executable), *into, "--no-index", "--no-deps", "--no-build-isolation", *what)

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the environment; return what it printed."""
        return self._run(self.scripts / program, *arguments)

    def _run(self, program: Path, *arguments: str) -> str:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NETGRAPH_", "VIRTUAL_"))}
        done = subprocess.run(  # noqa: S603 - this Python, and programs of an environment made here
            [program, *arguments],
            cwd=self.elsewhere,
            env=clean,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module", params=["wheel", "sdist", "editable"])
def installed(
    request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory
) -> Installed:
    """netgraph, installed in one of the three ways."""
    what = {"wheel": [str(built.wheel)], "sdist": [str(built.sdist)], "editable": ["--editable", str(ROOT)]}
    environment = Installed(tmp_path_factory.mktemp(request.param) / "venv")
    environment.install(*what[request.param])
    return environment


def test_the_installed_one_runs(installed: Installed, request: pytest.FixtureRequest) -> None:
    """The environment imports its own netgraph; the editable one that of the checkout."""
    home = Path(installed.run("python", "-c", "import netgraph; print(netgraph.__file__)").strip())

    mode = request.node.callspec.params["installed"]
    assert home.is_relative_to(ROOT / "src" if mode == "editable" else installed.packages)
    assert installed.run("netgraph", "--version") == f"netgraph, version {netgraph.__version__}\n"


def test_data_folders_are_found(installed: Installed, capsys: pytest.CaptureFixture[str]) -> None:
    """Queries, schemas and mappings are there, the same as in this checkout."""
    told = []
    for command in COMMANDS:
        assert run(command) == 0
        told.append(capsys.readouterr().out)
        assert told[-1].strip()
    code = f"import sys; from netgraph.cli.main import run; sys.exit(max(map(run, {COMMANDS})))"

    assert installed.run("python", "-c", code) == "".join(told)


def test_networkx_finds_the_backend(installed: Installed) -> None:
    """NetworkX dispatches to igraph by the entry points of the installation."""
    code = "import networkx as nx; print(nx.pagerank(nx.path_graph(3), backend='igraph')[1] > 1 / 3)"

    assert installed.run("python", "-c", code) == "True\n"
