"""Nodes and claims as Arrow tables, from a seed: what each way of writing is given, in the same batches."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

import pyarrow as pa

from netgraph.store import Ends

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 10_000
SPREAD, HEAVY = 250, 4
"""Number of places; between four of them a million claims are tens of thousands between each two."""
LEG = Ends("Location", "LEG", "Location")
STOPS_AT = Ends("Route", "STOPS_AT", "Location")


def places(number: int) -> pa.Table:
    """Return the shared nodes."""
    return pa.table(
        {"key": [f"place-{n}" for n in range(number)], "name": [f"Place {n}" for n in range(number)]}
    )


def routes(claims: int) -> Iterator[pa.Table]:
    """Yield batches of owned nodes: one for ten claims."""
    for start in range(0, claims // 10, BATCH):
        size = min(BATCH, claims // 10 - start)
        numbers = range(start, start + size)
        yield pa.table(
            {
                "key": [f"a/{n}" for n in numbers],
                "year": [2000 + n % 25 for n in numbers],
                **_same(size, "n", start),
            }
        )


def claims(number: int, of_places: int) -> Iterator[tuple[Ends, pa.Table]]:
    """Yield batches of claims: by turns legs between places, and stops of routes."""
    draw = random.Random(number)
    for turn, start in enumerate(range(0, number, BATCH)):
        size = min(BATCH, number - start)
        ends = STOPS_AT if turn % 2 else LEG
        kind, many = ("a/", number // 10) if turn % 2 else ("place-", of_places)
        yield (
            ends,
            pa.table(
                {
                    "key": [_hash("key", start + n) for n in range(size)],
                    "start": [f"{kind}{draw.randrange(many)}" for _ in range(size)],
                    "end": [f"place-{draw.randrange(of_places)}" for _ in range(size)],
                    "position": [n % 7 for n in range(size)],
                    "mode": [("Road", "Air", None)[n % 3] for n in range(size)],
                    "victims": [draw.randrange(1, 9) for _ in range(size)],
                    **_same(size, "c", start),
                }
            ),
        )


def _same(size: int, kind: str, start: int) -> dict[str, list[str]]:
    """Return the provenance that every claim and owned node carries."""
    return {
        "digest": [_hash(kind, start + n) for n in range(size)],
        "record": [f"record-{start + n}" for n in range(size)],
        "source": ["made"] * size,
        "run": ["2026-01-01T00:00:00Z"] * size,
        "handling": ["GREEN"] * size,
        "owner": ["KEN"] * size,
        "reliability": ["B"] * size,
    }


def _hash(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
