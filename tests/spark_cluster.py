"""A standalone Spark cluster on loopback: a master and workers, each a process of its own that can be killed.

Started by the script that PySpark brings, ``spark-class``, and stopped by the ids of the processes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

import pytest

from needs import require

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

LOOPBACK = "127.0.0.1"
_PATIENCE = 120.0  # seconds; other tests run beside it
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # little is done, so that compiling it well never pays
SETTINGS = {
    "spark.executor.memory": "512m",
    "spark.executor.extraJavaOptions": _QUICK,
    "spark.driver.extraJavaOptions": _QUICK,
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""For sessions of tests, which hold little: Spark would take longer to compile each step than to do it."""


def require_spark() -> None:
    """Skip or fail the running test, as ``require`` does, where no cluster can be started."""
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        require("spark", "no java on PATH and no JAVA_HOME")
    if find_spec("pyspark") is None:
        require("spark", "no module pyspark")
    if sys.platform == "win32":
        require("spark", "spark-class is a script of a Unix shell")


@dataclass
class Cluster:
    """One master and some workers with a core each.

    Parameters
    ----------
    folder : Path
        For logs and what workers spill.
    many : int, default 2
        Workers.
    """

    folder: Path
    many: int = 2
    memory: str = "1g"
    master: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        try:
            said = self._start(
                "master", "org.apache.spark.deploy.master.Master", "--host", LOOPBACK, "--port", "0"
            )
            self.master = self._wait(said, r"Starting Spark master at (spark://\S+)")
            for number in range(self.many):
                self.add(number)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, number: int) -> None:
        """Start one more worker, and wait until the master knows it."""
        work = self.folder / f"worker-{number}"
        said = self._start(
            f"worker-{number}", "org.apache.spark.deploy.worker.Worker", "--host", LOOPBACK, "--cores", "1",
            "--memory", self.memory, "--work-dir", str(work), self.master,
        )  # fmt: skip
        self._wait(said, r"(Successfully registered) with master")
        self.workers.append(self._running[-1])

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill a worker and its executors, as a power cut would."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def close(self) -> None:
        """Stop every process that was started here, by its id."""
        for process in reversed(self._running):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, name: str, *command: str) -> Path:
        """Start a process in a group of its own, to which its executors belong."""
        import pyspark  # noqa: PLC0415 - an extra

        home = Path(next(iter(pyspark.__path__)))
        log = self.folder / f"{name}.log"
        with log.open("wb") as stream:
            self._running.append(
                _begin(home, stream, [str(home / "bin" / "spark-class"), *command, "--webui-port", "0"])
            )
        return log

    def _wait(self, log: Path, wanted: str) -> str:
        """Wait for a word in a log."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            found = re.search(wanted, log.read_text(errors="replace"))
            if found:
                return found[1]
            if self._running[-1].poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"{log.name} never said {wanted!r}:\n{log.read_text(errors='replace')[-2000:]}")


def _begin(home: Path, stream: IO[bytes], command: list[str]) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _QUICK,
        "SPARK_NO_DAEMONIZE": "1",
    }
    return subprocess.Popen(  # noqa: S603 - PySpark's own script
        command, stdout=stream, stderr=subprocess.STDOUT, env=environment, start_new_session=True
    )


@pytest.fixture(scope="module")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Run a master and two workers for the tests of a module."""
    require_spark()
    with Cluster(tmp_path_factory.mktemp("spark")) as cluster:
        yield cluster
