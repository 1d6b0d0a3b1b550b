"""Measurements in processes of their own, so that their memory and their Java runtime are so too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, Any]


def measured(script: str, *arguments: str, **environment: str) -> Row:
    """Run a script beside this one, tell how it went, and return what it printed as JSON."""
    shown = " ".join(argument for argument in arguments if "/" not in argument)
    sys.stderr.write(f"{shown} ...")
    done = subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, HERE / script, *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: Row = json.loads(done.stdout)
    sys.stderr.write(f" {told['seconds']:.2f} s, {told['peak_mb']:.0f} MB\n")
    return told
