"""What tools/refuse.py refuses to have committed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "refuse.py"
SPEC = importlib.util.spec_from_file_location("refuse", TOOL)
assert SPEC is not None
assert SPEC.loader is not None
refuse = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(refuse)

# Each text is put together here, so that this file does not hold what the tool refuses.
HEX = "0123456789abcdef" * 4
REFUSED = {
    "a private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "a cloud key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a token": "ghp_" + "a1" * 18,
    "a password in an address": "bolt://neo4j" + ":hunter2@example.org",
    "a secret": "NETGRAPH_PASSWORD=" + HEX,
    "a package index": "https://py" + "pi.org/simple",
    "an index option": "pip install --index" + "-url somewhere",
    "a path of one machine": "open /ho" + "me/ana/cases.csv",
}


@pytest.mark.parametrize("what", REFUSED)
def test_shapes_are_refused(what: str, tmp_path: Path) -> None:
    """Each shape is named with its line, and the finding itself is not repeated."""
    file = tmp_path / "notes.md"
    file.write_text(f"# Notes\n\n{REFUSED[what]}\n", encoding="utf-8")

    assert refuse.complaints(file, "docs/notes.md") == [f"docs/notes.md:3: {what}"]


@pytest.mark.parametrize(
    "text",
    [
        "read -rs NETGRAPH_PASSWORD && export NETGRAPH_PASSWORD",
        "bolt://127.0.0.1:7687 and neo4j://{user}:{password}@host",
        "--hash=sha256:" + HEX,
        "see src/netgraph/store and ../shared/data, or https://example.org/home/page",
    ],
)
def test_harmless_text_passes(text: str, tmp_path: Path) -> None:
    """What only resembles a secret or a local path is let through."""
    file = tmp_path / "notes.md"
    file.write_text(text, encoding="utf-8")

    assert refuse.complaints(file, "docs/notes.md") == []


@pytest.mark.parametrize(
    ("name", "size", "refused"),
    [
        ("docs/cases.csv", 50_001, True),
        ("docs/cases.csv", 50_000, False),
        ("docs/pictures/map.png", 60_000, False),
        ("examples/cases.csv", 50_001, False),
        ("tests/cases.parquet", 10, True),
        ("tests/cases.XLSX", 10, True),
        ("examples/cases.xlsx", 10, False),
        (".env", 10, True),
        (".env.example", 10, False),
    ],
)
def test_data_is_refused(name: str, size: int, refused: bool, tmp_path: Path) -> None:  # noqa: FBT001 - an expectation
    """Large files, tables and password files are refused outside examples/."""
    file = tmp_path / Path(name).name
    file.write_text("x" * size, encoding="ascii")

    assert bool(refuse.complaints(file, name)) is refused


def test_repository_is_clean() -> None:
    """Nothing in this checkout is refused."""
    if not (ROOT / ".git").exists():
        pytest.skip("unpacked from an sdist: git does not say what belongs to it")
    found = subprocess.run([sys.executable, TOOL], capture_output=True, text=True, check=False)  # noqa: S603 - ours

    assert (found.stdout, found.returncode) == ("", 0)
