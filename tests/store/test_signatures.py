"""Every adapter has the port's methods, with the same parameters, and no others."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from netgraph.store.bolt import BoltStore
from netgraph.store.embedded import EmbeddedStore
from netgraph.store.port import Store
from netgraph.store.py2neo import Py2neoStore

if TYPE_CHECKING:
    # Read by the type checker: each is a Store.
    ADAPTERS: list[type[Store]] = [EmbeddedStore, BoltStore, Py2neoStore]
else:
    ADAPTERS = [EmbeddedStore, BoltStore, Py2neoStore]


def methods(class_: type) -> dict[str, inspect.Signature]:
    """Return the signatures of a class's public methods, and of its use in a ``with`` statement."""
    return {
        name: inspect.signature(member)
        for name, member in inspect.getmembers(class_, inspect.isfunction)
        if not name.startswith("_") or name in {"__enter__", "__exit__"}
    }


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_signatures(adapter: type) -> None:
    """An adapter's public methods are the port's: same names, parameters, defaults and types."""
    assert methods(adapter) == methods(Store)
