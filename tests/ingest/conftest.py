"""What tests of loading share: a key for identifiers, and files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from identifier_keys import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@pytest.fixture(autouse=True)
def identifier_key(monkeypatch: pytest.MonkeyPatch) -> str:
    """Key for identifiers, in the environment of every test here."""
    monkeypatch.delenv("NETGRAPH_IDENTIFIER_KEY_FILE", raising=False)
    monkeypatch.setenv("NETGRAPH_IDENTIFIER_KEY", KEY)
    return KEY


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write rows, the first of them the header, as a CSV file."""

    def to_file(rows: Sequence[Sequence[object]], name: str = "rows.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path

    return to_file


@pytest.fixture
def mapping(tmp_path: Path) -> Callable[..., Path]:
    """Write the text of a mapping to a file of its name."""

    def to_file(text: str, name: str = "little") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return to_file
