"""Private copies of what goes to a recipient, made in one store that stays open: each costs half a second."""

from __future__ import annotations

from contextlib import closing, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from netgraph.disclosure import Disclosed, Recipient
from netgraph.store import open_store
from stores import Kept, empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.store import Store


@pytest.fixture(scope="session")
def kept_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Keep one embedded store for copies."""
    with closing(Kept(lambda: open_store(str(tmp_path_factory.mktemp("copy"))))) as kept:
        yield kept


@pytest.fixture
def one_copy(kept_copy: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have copies made there; one that is the same as the last is not made twice."""
    module = import_module("netgraph.disclosure.copied")
    fill, last = module._fill, [Disclosed(Recipient("PUBLIC"))]
    store = kept_copy.empty()

    @contextmanager
    def reused(_: str) -> Iterator[Store]:
        yield store

    def filled(store: Store, found: Disclosed) -> None:
        if (found.nodes, found.claims) != (last[0].nodes, last[0].claims):
            empty(store)
            fill(store, found)
            last[0] = found

    monkeypatch.setattr(module, "open_store", reused)
    monkeypatch.setattr(module, "_fill", filled)
