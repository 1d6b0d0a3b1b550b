"""The study of route statements says what its script finds in the real file."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from needs import real_file
from netgraph.disclosure import Reader
from netgraph.ingest import load_file
from netgraph.store import open_store

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("tip_study", ROOT / "examples" / "tip_study.py")
assert SPEC is not None
assert SPEC.loader is not None
study = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(study)


@pytest.mark.realdata
@pytest.mark.embedded
def test_the_page_says_what_the_file_gives(tmp_path: Path) -> None:
    """Every figure of the findings and of the tables is worked out anew and stands on the page."""
    file = real_file("tip_routes/tip_route_statements_2008_2016.csv")
    with open_store(str(tmp_path / "store"), create=True) as store:
        load_file(store, "tip-routes", file, rejects=tmp_path / "rejects.csv")
        told = study.report(Reader(store))
    printed = study.MADE.search(study.PAGE.read_text(encoding="utf-8"))
    assert printed is not None
    assert printed[0] == told
