"""A short search guided by coverage finds no input that breaks a reader; ``make fuzz`` searches longer."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from needs import require

SCRIPT = Path(__file__).with_name("fuzz.py")
RUNS = 2_000


def test_a_short_search_finds_nothing(tmp_path: Path) -> None:
    """Thousands of mutated mappings and files end in rows or in an error of netgraph's own."""
    if find_spec("atheris") is None:
        require("atheris", "atheris cannot be imported")

    done = subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, SCRIPT, f"-runs={RUNS}", "-max_total_time=20", f"-artifact_prefix={tmp_path}/"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "Done" in done.stderr
