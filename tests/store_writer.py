"""Holds an embedded store and writes one batch of claims after another, until it is killed.

Started by the tests as a process of its own: ``python store_writer.py DIRECTORY TAG``. It prints the number
of each batch that it was told is written.
"""

from __future__ import annotations

import sys

import pyarrow as pa

from netgraph.store import Ends, open_store

PLACES = 20
CLAIMS = 400


def main(folder: str, tag: str) -> None:
    """Write batches of nodes and claims for ever, and update the claims; ``run`` names the batch."""
    with open_store(folder) as store:
        places = [f"L{number}" for number in range(PLACES)]
        store.merge_nodes("Location", pa.table({"key": places}))
        for batch in range(1_000_000):
            run = f"{tag}-{batch}"
            keys = [f"{run}-{number}" for number in range(CLAIMS)]
            runs = [run] * CLAIMS
            store.create_nodes("Route", pa.table({"key": keys, "run": runs, "source": ["a"] * CLAIMS}))
            legs = pa.table(
                {
                    "key": keys,
                    "run": runs,
                    "source": ["a"] * CLAIMS,
                    "start": [places[number % PLACES] for number in range(CLAIMS)],
                    "end": [places[number * 7 % PLACES] for number in range(CLAIMS)],
                }
            )
            store.create(Ends("Location", "LEG", "Location"), legs)
            store.update("LEG", legs.append_column("digest", pa.array(["updated"] * CLAIMS)))
            sys.stdout.write(f"{batch}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
