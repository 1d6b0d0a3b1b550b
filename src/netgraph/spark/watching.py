"""Watch a cluster while it works: whether anybody does the work, and how far it is."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError

from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.sql import SparkSession

    Report = Callable[[str, int, int], None]

PATIENCE = 60.0  # seconds, until a worker has taken the work
_EVERY = 0.5  # seconds between two looks
_PHASE = "tasks on the cluster"


def wait_for_workers(spark: SparkSession) -> None:
    """Wait until a worker has taken the work; Spark itself would wait for ever.

    Raises
    ------
    AnalysisError
        None has, for as long as we wait.
    """
    if str(spark.sparkContext.master).startswith("local"):
        return
    until = time.monotonic() + PATIENCE
    tracker = spark.sparkContext._jsc.sc().statusTracker()  # noqa: SLF001 - Python's tracker knows no workers
    while len(tracker.getExecutorInfos()) < 2:  # noqa: PLR2004 - the first is this process
        if time.monotonic() > until:
            raise AnalysisError(
                f"no worker of {spark.sparkContext.master} took the work within {PATIENCE:.0f} seconds",
                hint="start workers, or ask for less than they have: --conf spark.executor.memory=1g; "
                "the master's page says who is there",
            )
        time.sleep(0.1)


@contextmanager
def watched(spark: SparkSession, report: Report) -> Iterator[None]:
    """Report how many tasks are done, of those that are known so far, until the block ends."""
    tracker, done = spark.sparkContext.statusTracker(), threading.Event()
    known: dict[int, tuple[int, int]] = {}

    def watch() -> None:
        with suppress(Py4JError, OSError):  # of a Java that has ended; who waits for its answer hears of it
            while not done.wait(_EVERY):
                look()

    def look() -> None:
        for stage in tracker.getActiveStageIds():
            found = tracker.getStageInfo(stage)
            if found:
                known[stage] = (found.numCompletedTasks, found.numTasks)
        active = set(tracker.getActiveStageIds())
        for stage, (_, tasks) in known.items():
            if stage not in active:
                known[stage] = (tasks, tasks)
        if known:
            report(_PHASE, sum(one for one, _ in known.values()), sum(one for _, one in known.values()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
