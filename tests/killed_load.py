"""Load a file, and kill this very process a moment after some batch was begun; run by the tests of crashes.

Arguments: address of the store, mapping, file, number of the batch, seconds after it began, and ``resume`` to
go on with an interrupted run.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from netgraph.ingest import load_file
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH = 50


def main(uri: str, mapping: str, file: str, batch: str, seconds: str, *resume: str) -> None:
    """Load, and die."""
    begun = 0

    def counted(write: Callable[..., Any]) -> Callable[..., Any]:
        def call(name: object, *rest: object) -> object:
            nonlocal begun
            if name != "LoadRun":
                begun += 1
            if begun == int(batch):
                threading.Timer(float(seconds), os.kill, [os.getpid(), signal.SIGKILL]).start()
            return write(name, *rest)

        return call

    with open_store(uri) as store:
        for name in ("create", "create_nodes", "merge_nodes", "update"):
            setattr(store, name, counted(getattr(store, name)))
        load_file(store, mapping, file, batch_size=BATCH, resume=bool(resume))


if __name__ == "__main__":
    main(*sys.argv[1:])
