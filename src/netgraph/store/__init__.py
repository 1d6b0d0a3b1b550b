"""Graph stores behind one port: ArcadeDB embedded, Neo4j over Bolt, py2neo as an optional extra.

Only this package imports a database driver. `open_store` chooses by address.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from netgraph.store.port import Counts, Ends, Store
from netgraph.store.uri import DEFAULT, PY2NEO, credentials, scheme_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Counts", "Ends", "Store", "open_store"]


def open_store(
    uri: str | None = None,
    *,
    create: bool = True,
    look: bool = False,
    prompt: Callable[[str], str] | None = None,
) -> Store:
    """Open the store at an address.

    Parameters
    ----------
    uri : str, optional
        A directory, or ``bolt://``, ``neo4j://``, ``neo4j+s://``, ``py2neo+bolt://``. When not given:
        the environment variable NETGRAPH_STORE, else the directory ``netgraph-store``.
    create : bool, default True
        Make an embedded store where there is none.
    look : bool, default False
        Open an embedded store for reading alone and leave it as it is, whatever it lacks; a server is always
        opened so.
    prompt : callable, optional
        Asks for a password that is not in NETGRAPH_PASSWORD.

    Returns
    -------
    Store
        Open; close it, or use it in a ``with`` statement. An embedded store has the shipped schema's
        constraints; a server gets them with the first load (`Store.prepare`).

    Raises
    ------
    UsageError
        The address is not understood, or there is no store and `create` is False.
    StoreAway, StoreLocked, AuthRefused, InsecureStore, CapabilityMissing, StoreError
        The store cannot be had, and why.
    """
    uri = uri or os.environ.get("NETGRAPH_STORE") or DEFAULT
    scheme = scheme_of(uri)
    if not scheme:
        from netgraph.store.embedded import EmbeddedStore  # noqa: PLC0415 - starts a JVM

        return EmbeddedStore(uri, create=create, look=look)
    given = credentials(uri, prompt)
    database = os.environ.get("NETGRAPH_DATABASE") or None
    if scheme in PY2NEO:
        from netgraph.store.py2neo import Py2neoStore  # noqa: PLC0415 - an optional extra

        return Py2neoStore(uri, given, database)
    from netgraph.store.bolt import BoltStore  # noqa: PLC0415 - slow to import

    return BoltStore(uri, given, database)
