"""``netgraph status``: what the store holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from netgraph.cli.options import opened, store_option

if TYPE_CHECKING:
    from netgraph.store import Store

RUNS = "LoadRun"


@click.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(store: str | None, *, as_json: bool) -> None:
    """Show what the store holds: nodes, relationships, sources, last load.

    Load runs are counted apart from the graph: they describe it and are not part of it.
    """
    with opened(store) as graph:
        found = status(graph)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    click.echo(f"store          {found['store']}  ({found['engine']})")
    for title in ("nodes", "relationships"):
        counts: dict[str, int] = found[title]
        click.echo(f"{title:<14} {sum(counts.values()):,}")
        for name, count in counts.items():
            click.echo(f"  {name:<14} {count:>12,}")
    click.echo(f"sources        {', '.join(found['sources']) or 'none'}")
    last = found["last_load"]
    click.echo(
        f"last load      {last['source']}, {last['finished'] or 'unfinished'}"
        if last
        else "last load      none"
    )


def status(graph: Store) -> dict[str, Any]:
    """Return what a store holds.

    Returns
    -------
    dict
        ``store``, ``engine``, ``nodes`` and ``relationships`` (counts by name), ``sources`` (names),
        ``runs`` (how many) and ``last_load`` (the latest load run, or None).
    """
    from netgraph.disclosure import Reader  # noqa: PLC0415 - keeps --help fast

    counts = graph.counts()
    runs = Reader(graph).query("load-runs").table.to_pylist()
    return {
        "store": graph.uri,
        "engine": graph.engine(),
        "nodes": {name: n for name, n in counts.nodes.items() if name != RUNS},
        "relationships": counts.relationships,
        "sources": sorted({run["source"] for run in runs}),
        "runs": counts.nodes.get(RUNS, 0),
        "last_load": max(runs, key=lambda run: str(run["started"]), default=None),
    }
