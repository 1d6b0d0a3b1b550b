"""Evaluate chunks of rows side by side in processes of their own; what they give comes back in order.

Reading a cell as a value is Python, which one process does on one core only. Where one is enough, or the file
is short, everything is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from netgraph.errors import DataError
from netgraph.ingest.arriving import Arriving, arriving
from netgraph.ingest.evaluate import Evaluation
from netgraph.machine import memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from netgraph.ingest.context import Context
    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.rows import Rows

FEW = 10  # chunks: until here processes take longer to start than they save
AHEAD = 2  # chunks in hand for each process
WORKER, HERE = 500 * 2**20, 250 * 2**20  # bytes: what such a process holds; this one, beside its stage
# Values are tuples and lists by the million, and none of them is part of a cycle.
RARELY = (500_000, 50, 50)


class _Work(NamedTuple):
    mapping: Mapping
    context: Context


_work: list[_Work] = []  # in a process that evaluates: what it does


def workers_for(staging: int) -> int:
    """Say how many processes may evaluate: one for each core, as far as the memory reaches.

    Parameters
    ----------
    staging : int
        Bytes that the staging database may hold.
    """
    free = memory().free
    return cores() if free is None else max(1, min(cores(), (free - staging - HERE) // WORKER))


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def evaluated(mapping: Mapping, context: Context, chunks: Iterator[Rows], workers: int) -> Iterator[Arriving]:
    """Evaluate chunks of rows.

    Parameters
    ----------
    mapping : Mapping
    context : Context
    chunks : iterator of Rows
        Taken only a few ahead of what is yielded, so that memory does not grow with the file.
    workers : int
        How many processes; with one, or for a few chunks, it is done in this one.

    Yields
    ------
    Arriving
        In the order of the chunks.

    Raises
    ------
    DataError
        A process was ended from outside.
    """
    with _collecting_rarely():
        here = chunks if workers == 1 else islice(chunks, FEW)
        yield from (arriving(Evaluation(mapping, rows, context)) for rows in here)
        following = next(chunks, None)
        if following is not None:
            yield from _elsewhere(_Work(mapping, context), following, chunks, workers)


def _elsewhere(work: _Work, first: Rows, chunks: Iterator[Rows], workers: int) -> Iterator[Arriving]:
    # Not forked: a copy of a process with a running Java or database would hang.
    started = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, started, initializer=_begin, initargs=(work,))
    waiting: deque[Future[Arriving]] = deque([pool.submit(_one, first)])
    try:
        for rows in chunks:
            waiting.append(pool.submit(_one, rows))
            if len(waiting) >= AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as cause:
        raise DataError(
            "a process that read some of the rows was ended from outside; nothing was written",
            hint="was memory short? say how much there is with NETGRAPH_MEMORY, such as 2g, and load again",
        ) from cause
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(work: _Work) -> None:
    """Get a process ready, which ends with the one that started it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that waits for this one
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
    _work[:] = [work]


def _one(rows: Rows) -> Arriving:
    with _collecting_rarely():
        return arriving(Evaluation(_work[0].mapping, rows, _work[0].context))


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Let Python look for cycles of garbage less often: it looks through all values, a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
