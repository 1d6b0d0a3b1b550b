"""How much memory and processor time processes take, with all that they start, read from /proc."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

EVERY = 0.2  # seconds
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
USER, SYSTEM = 11, 12  # fields of /proc/PID/stat after the name of the program


class Watch:
    """Follows processes and their children from its beginning to its end.

    Parameters
    ----------
    roots : iterable of int
        Process ids; what they held before does not count.

    Attributes
    ----------
    peak : dict of int to int
        By process: the most memory that was resident (VmHWM), bytes.
    spent : dict of int to float
        By process: processor seconds since the watch began.

    Notes
    -----
    Only on Linux; elsewhere both stay empty. A process that lives for less than `EVERY` may be missed. The
    sum of the peaks is an upper bound of what all held at one moment.
    """

    def __init__(self, roots: Iterable[int]) -> None:
        self.peak: dict[int, int] = {}
        self.spent: dict[int, float] = {}
        self._roots = set(roots)
        self._before: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        for pid in _with_children(self._roots):
            with suppress(OSError):
                self._before[pid] = _spent(pid)
                Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._over.is_set():
            self._look()
            self._over.wait(EVERY)
        self._look()

    def _look(self) -> None:
        for pid in _with_children(self._roots):
            with suppress(OSError, ValueError):
                words = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").split()
                held = int(words[words.index("VmHWM:") + 1]) * 2**10
                self.peak[pid] = max(held, self.peak.get(pid, 0))
                self.spent[pid] = _spent(pid) - self._before.get(pid, 0.0)


def _with_children(roots: set[int]) -> set[int]:
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            parents.setdefault(int(_fields(int(folder.name))[1]), []).append(int(folder.name))
    found, new = set(roots), list(roots)
    while new:
        children = [child for child in parents.get(new.pop(), []) if child not in found]
        found.update(children)
        new += children
    return found


def _spent(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[USER]) + int(fields[SYSTEM])) / TICKS


def _fields(pid: int) -> list[str]:
    """Read what stands after the name, which may hold blanks and brackets."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
