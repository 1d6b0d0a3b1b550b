"""The generated pages of docs/reference are those that the commands, schemas and queries make today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
assert SPEC is not None
assert SPEC.loader is not None
reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reference)
PAGES: dict[str, str] = reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_fresh(name: str) -> None:
    """The page in the repository is the one that `make docs` writes."""
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == PAGES[name]


def test_every_page_is_generated_or_written() -> None:
    """No page stays behind whose generator is gone."""
    found = {path.name for path in (ROOT / "docs" / "reference").glob("*.md")}

    assert found == set(PAGES)
