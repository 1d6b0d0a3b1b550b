"""Run Neo4j's own importer, as ``neo4j-admin`` does, on files that netgraph wrote for it."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from neo4j_server.artifacts import class_path, find_java
from neo4j_server.server import HEAP, OPENED_PACKAGES, QUICK

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 300


def run_import(folder: Path, home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run ``import.sh`` of a folder, with the importer among the artifacts of the tests as ``neo4j-admin``.

    Parameters
    ----------
    folder : Path
        What ``netgraph export neo4j-admin`` wrote.
    home : Path
        Of the Neo4j that gets the database.
    *more : str
        Further arguments.

    Returns
    -------
    subprocess.CompletedProcess
        What it said, and its exit code.
    """
    opened = [f"--add-opens={package}=ALL-UNNAMED" for package in OPENED_PACKAGES]
    java = [str(find_java()), HEAP, *QUICK, *opened, "org.neo4j.cli.AdminTool"]
    home.mkdir(parents=True, exist_ok=True)
    program = home / "neo4j-admin"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(java)} "$@"\n')
    program.chmod(0o700)
    (home / "conf").mkdir(exist_ok=True)
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "CLASSPATH": class_path()}
    return subprocess.run(  # noqa: S603 - the script that is under test
        [folder / "import.sh", *more],
        env=os.environ | places | {"PATH": f"{home}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
