"""The story of three States that find together what none of them could see alone."""

from __future__ import annotations

import os
import re
import runpy
import zipfile
from pathlib import Path

import pytest

STORY = Path(__file__).parents[1] / "examples" / "cooperation.py"
RED = ("K-V1", "K-V2", "U-V1", "T-V1")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Tell it in a folder of its own; what it sets goes with the test."""
    for name in ("NETGRAPH_STORE", "NETGRAPH_BY", "NETGRAPH_IDENTIFIER_KEY_FILE", "ARCADEDB_JVM_ARGS"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.delenv("NETGRAPH_IDENTIFIER_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    assert runpy.run_path(str(STORY))["main"]() == 0
    return capsys.readouterr().out


def first(text: str) -> str:
    """Return the key of the first connector in a table for people."""
    found = re.search(r"^ +1  (\S+)", text, re.MULTILINE)
    assert found
    return found[1]


def test_together_they_see_the_connector(told: str, tmp_path: Path) -> None:
    """Alone it is not the first; from the releases it is, and no victim went anywhere."""
    folder = tmp_path / "demo-cooperation"
    alone, together = (told.split(title)[1] for title in ("sees it alone?", "see it together?"))

    assert first(alone) == "synthetic-UGA/U-P1"
    assert first(together) == "synthetic-UGA/U-P7"
    assert told.count("hit: UGA holds 1 of the 3 identifiers") == 2
    assert told.count("of them real") == 4
    assert "5 of them real" not in told, "Uganda answered Tanzania for what Kenya had released"
    for bundle in folder.glob("release-*.zip"):
        with zipfile.ZipFile(bundle) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in RED if name.encode() in content]
    assert "each as it was written" in together
