"""The wheel and the sdist of this checkout, built once for the tests of ``tests/install``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]


class Built(NamedTuple):
    """The distributions of this checkout."""

    sdist: Path
    wheel: Path
    wheel_of_checkout: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the sdist, a wheel from it, and a wheel from the checkout."""
    out, direct = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("direct")
    build(out)
    build(direct, "--wheel")
    return Built(next(out.glob("*.tar.gz")), next(out.glob("*.whl")), next(direct.glob("*.whl")))


def build(out: Path, *options: str) -> None:
    """Run ``python -m build`` with the pinned build backend."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), *options, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own project
    assert done.returncode == 0, done.stdout + done.stderr
