"""What `netgraph doctor` asks of the store: can it be used, what does it lack, who can read beside it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netgraph.cli.checks import MISSING, OK, WARNING, Rows
from netgraph.cli.options import opened

if TYPE_CHECKING:
    from netgraph.store import Store

NEO4J_SINCE = (5, 26)
RUNS = "LoadRun"


def store_checks(rows: Rows, store: str) -> bool:
    """Check a store, and return whether it can be used."""
    use, usable = "everything that reads or loads", False
    with rows.failing("store", use), opened(store, look=True) as graph:
        held = graph.counts()
        rows.say(OK, "store", f"{graph.uri}: {graph.engine()}", use)
        usable = True
        nodes, claims = sum(held.nodes.values()) - held.nodes.get(RUNS, 0), sum(held.relationships.values())
        rows.say(OK, "content", f"{nodes:,} nodes, {claims:,} claims", "analyses")
        for check in (_server, _constraints, _loads, _files):
            with rows.failing(check.__name__.strip("_"), use, WARNING):
                check(rows, graph)
    return usable


def _server(rows: Rows, graph: Store) -> None:
    from netgraph.store.health import edition, routes  # noqa: PLC0415 - keeps --help fast

    if graph.kind == "embedded":
        return
    number = re.search(r"(\d+)\.(\d+)", graph.engine())
    known = tuple(map(int, number.groups())) if number else ()
    fits = known >= NEO4J_SINCE
    rows.say(
        OK if fits else WARNING,
        "server",
        f"Neo4j {'.'.join(map(str, known)) or 'of unknown version'}, {edition(graph) or 'edition not told'}",
        "the version that netgraph is tested with",
        "" if fits else "upgrade to Neo4j 5.26 or newer",
    )
    found = routes(graph)
    told = ", ".join(f"{count} {role.lower()}" for role, count in found.items())
    by = (
        "followed" if graph.uri.startswith("neo4j") else "not followed with bolt://, which goes to one server"
    )
    rows.say(OK, "routing", f"{told or 'no table'}; {by}", "clusters: reads go to followers")


def _constraints(rows: Rows, graph: Store) -> None:
    from netgraph.model import load_schema  # noqa: PLC0415 - keeps --help fast
    from netgraph.store.health import lacks  # noqa: PLC0415

    found, use = lacks(graph, load_schema()), "no claim twice; quick loads"
    if not found:
        rows.say(OK, "constraints", "all of the schema", use)
        return
    some = ", ".join(found[:3]) + (" ..." if len(found) > 3 else "")  # noqa: PLR2004 - enough to see
    rows.say(WARNING, "constraints", f"{len(found)} are missing: {some}", use, "the next load makes them")


def _loads(rows: Rows, graph: Store) -> None:
    from netgraph.disclosure import Reader  # noqa: PLC0415 - keeps --help fast

    runs = Reader(graph).query("load-runs", {"limit": 100_000}).table
    open_ = sorted({run["source"] for run in runs.to_pylist() if not run["finished"]})
    rows.say(
        WARNING if open_ else OK,
        "loads",
        f"not finished: {', '.join(open_)}" if open_ else f"all {len(runs)} finished",
        "whole sources",
        "if none is going on, load these again: what is written is not written twice" if open_ else "",
    )


def _files(rows: Rows, graph: Store) -> None:
    from netgraph.disclosure.audit import audit_log  # noqa: PLC0415 - keeps --help fast

    log = audit_log(graph).path
    if log is not None:
        _private(rows, "audit log", log.parent, "everything that reads: what is not written down is not done")
    if graph.lasting is not None:
        _private(rows, "folder of the store", graph.lasting, "ledgers and keys of partners")
    if key := os.environ.get("NETGRAPH_IDENTIFIER_KEY_FILE"):
        _private(rows, "identifier key", Path(key), "loads with phones and other identifiers")


def _private(rows: Rows, what: str, path: Path, use: str) -> None:
    """Say whether a folder or file is there, to be written, and closed to others."""
    from netgraph.disclosure.private import is_open_to_others  # noqa: PLC0415 - keeps --help fast

    if not path.exists():
        rows.say(OK if what != "identifier key" else MISSING, what, f"{path} is not there yet", use)
    elif is_open_to_others(path):
        mode = "700" if path.is_dir() else "600"
        rows.say(WARNING, what, f"others on this machine can read {path}", use, f"chmod {mode} {path}")
    elif path.is_dir() and not os.access(path, os.W_OK):
        rows.say(
            MISSING, what, f"{path} cannot be written", use, f"give yourself the right to write there: {path}"
        )
    else:
        rows.say(OK, what, f"{path} is yours alone", use)


def named(store: str | None) -> tuple[str, bool]:
    """Return the address of the store, and whether somebody named it."""
    from netgraph.store.uri import DEFAULT  # noqa: PLC0415 - keeps --help fast

    context = click.get_current_context().find_root().obj or {}
    given = store or context.get("store") or os.environ.get("NETGRAPH_STORE")
    return given or DEFAULT, bool(given)
