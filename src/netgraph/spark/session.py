"""The way to a Spark cluster: a session for one command, quiet, and closed whatever happens."""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import sys
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError, Py4JNetworkError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from netgraph.errors import AnalysisError, CapabilityMissing, UsageError
from netgraph.spark.watching import wait_for_workers, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from netgraph.spark.watching import Report

_MASTER = re.compile(r"local(\[(\d+|\*)\])?|yarn|k8s://\S+|spark://(?P<places>[^/\s]+)")
SHUFFLED = "spark.sql.shuffle.partitions"
_PATIENCE = 5.0  # seconds, for the first word of a master
_PART = 64 * 2**20  # bytes of an export that make one task
_EVERY = 10  # steps of a message-passing measure, after which it is written down


@contextmanager
def connected(
    master: str,
    folder: Path,
    *,
    settings: Mapping[str, str] | None = None,
    warn: Callable[[str], None] = lambda _: None,
    report: Report = lambda *_: None,
) -> Iterator[SparkSession]:
    """Open a session on a cluster.

    Parameters
    ----------
    master : str
        ``spark://HOST:PORT`` (several with commas), ``local[N]`` for threads on this machine, ``yarn`` or
        ``k8s://...``.
    folder : Path
        The export, which every worker sees under the same path; what long measures write down on the way
        stands beside it in a private folder, and is gone in the end.
    settings : mapping of str to str, optional
        Of Spark, such as ``spark.executor.memory``; stronger than ours, and than ``spark-defaults.conf``.
    warn : callable, optional
        Told what the user should know.
    report : callable, optional
        Told how many tasks are done, of how many that are known so far.

    Yields
    ------
    pyspark.sql.SparkSession

    Raises
    ------
    CapabilityMissing
        Java is not there.
    UsageError
        No address of a master, or nothing answers at it.
    AnalysisError
        No worker took the work, or the cluster failed at it.
    """
    host = _host(master)
    _check_java()
    with _beside(folder) as work, warnings.catch_warnings():
        # Arrow is passed and never pandas, which PySpark does not fully support from version 3 on.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        logging.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL)  # it is raised too
        try:
            with _silent_stderr():  # Java warns of modules that Spark asks for
                spark = _session(master, host, settings or {})
        except (PySparkException, Py4JError) as cause:
            raise _failed(cause) from cause
        try:
            _mind_the_line(spark, host, warn)
            wait_for_workers(spark)
            _prepare(spark, folder, work, settings or {})
            with watched(spark, report):
                yield spark
        except (PySparkException, Py4JError) as cause:
            raise _failed(cause) from cause
        finally:
            with suppress(PySparkException, Py4JError, OSError):  # where its Java is gone already
                spark.stop()


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Keep what a Java started here says of itself off the screen; it keeps the stream it began with."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Make a private folder beside the export, where every worker sees it too."""
    place = folder.resolve().parent
    try:
        made = TemporaryDirectory(prefix=".netgraph-spark-", dir=place)
    except OSError as cause:
        raise UsageError(
            f"{place} cannot be written, where long measures are kept on the way: {cause.strerror}",
            hint="export into a folder of your own that every worker sees",
        ) from cause
    with made as work:
        yield Path(work)


def engine_of(spark: SparkSession) -> str:
    """Name the engine as a result states it."""
    return f"Spark {spark.version}"


def _host(master: str) -> str | None:
    """Return the address of this machine on the way to the master; None where it has none of its own."""
    found = _MASTER.fullmatch(master)
    if not found:
        raise UsageError(
            f"{master!r} is no master of Spark",
            hint="write it like spark://127.0.0.1:7077, or local[2] for two threads of this machine",
        )
    if not found["places"]:
        return "127.0.0.1" if master.startswith("local") else None
    for place in found["places"].split(","):
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), _PATIENCE) as line:
                return str(line.getsockname()[0])
        except (OSError, ValueError):
            continue
    raise UsageError(
        f"nothing answers at {master}",
        hint="is the master running? its page says its address: spark://HOST:7077",
    )


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        raise CapabilityMissing(
            "Spark needs Java, and there is none" + (f" in JAVA_HOME={home}" if home else " on the path"),
            hint="install a Java runtime, 17 or 21 (Debian: apt-get install openjdk-17-jre-headless)",
        )


def _session(master: str, host: str | None, settings: Mapping[str, str]) -> SparkSession:
    quiet = Path(__file__).with_name("quiet.properties")
    ours = {
        "spark.app.name": "netgraph",
        "spark.master": master,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.defaultJavaOptions": f"-Dlog4j2.configurationFile={quiet.as_uri()}",
        "spark.sql.ansi.enabled": "true",  # what does not fit is an error, never a null
        "spark.cleaner.referenceTracking.cleanCheckpoints": "true",
        "spark.graphx.pregel.checkpointInterval": str(_EVERY),
        # A name could lead elsewhere than the way by which the master was reached.
        **({"spark.driver.host": host, "spark.driver.bindAddress": host} if host else {}),
    }
    builder = SparkSession.builder
    for name, value in {**ours, **settings}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _prepare(spark: SparkSession, folder: Path, work: Path, settings: Mapping[str, str]) -> None:
    """Have as many tasks as the cluster and the export ask for, where the settings do not say."""
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    tasks = max(2 * spark.sparkContext.defaultParallelism, size // _PART)
    if SHUFFLED not in settings:
        spark.conf.set(SHUFFLED, str(tasks))
    spark.sparkContext.setCheckpointDir(f"file:{work}")  # as it is: Spark decodes nothing


def _mind_the_line(spark: SparkSession, host: str | None, warn: Callable[[str], None]) -> None:
    asked = ("spark.network.crypto.enabled", "spark.ssl.rpc.enabled", "spark.ssl.enabled")
    encrypted = any(spark.conf.get(name, "false") == "true" for name in asked)
    if not encrypted and not (host or "").startswith("127."):
        warn(
            "records travel between the machines of the cluster unencrypted: set spark.authenticate and "
            "spark.network.crypto.enabled there"
        )


def _failed(cause: Exception) -> AnalysisError:
    """Say in one line what the cluster says in hundreds."""
    text = str(getattr(cause, "java_exception", None) or cause)
    first = next((line.strip() for line in text.splitlines() if line.strip()), type(cause).__name__)
    hint = "look into the logs of the workers; --debug shows all that Spark said"
    if isinstance(cause, Py4JNetworkError):
        first, hint = (
            "the Java beside this process has ended",
            "often for lack of memory: --conf spark.driver.memory=4g",
        )
    elif "OutOfMemory" in text or "exceeds" in text or "killed" in text:
        hint = "give the workers more memory: --conf spark.executor.memory=8g; or more partitions"
    return AnalysisError(f"the cluster did not finish: {first[:300]}", hint=hint)
