"""What this process may take of the machine it runs on: memory and disk, read and never changed.

Where a system does not say, the answer is None: a guess would refuse what fits, or let through what does not.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "NETGRAPH_MEMORY"
MACHINE, CONTAINER, PROCESS = "this machine", "the container (cgroup)", "this process (ulimit -v)"
_UNITS = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_CGROUPS = {  # of version 2 and of version 1: where, the limit, what is used, and what of it is only a cache
    "": ("", "memory.max", "memory.current", "inactive_file"),
    "memory": ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
}


@dataclass(frozen=True)
class Memory:
    """How much memory is to be had.

    Attributes
    ----------
    free : int or None
        Bytes that this process can still take; None where nobody can say.
    by : str
        What sets the bound: the machine, its container, a limit of the process, or NETGRAPH_MEMORY.
    held : int
        Bytes that this process holds already; 0 where nobody can say.
    """

    free: int | None
    by: str
    held: int


def memory(root: Path = Path("/")) -> Memory:
    """Tell how much memory this process can still take: the least of all that bounds it.

    Parameters
    ----------
    root : Path
        Where ``proc`` and ``sys`` are.

    Returns
    -------
    Memory
        Linux says what is available, and what a control group or ``ulimit -v`` leaves of it. Elsewhere only
        NETGRAPH_MEMORY is known, which states how much netgraph may hold in all.

    Raises
    ------
    UsageError
        NETGRAPH_MEMORY is no size.

    References
    ----------
    .. [1] https://docs.kernel.org/filesystems/proc.html#meminfo, MemAvailable
    .. [2] https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
    """
    status = _named(root / "proc/self/status")
    held = status.get("VmRSS", 0)
    bounds = [(free, CONTAINER) for free in _in_groups(root)]
    if (available := _named(root / "proc/meminfo").get("MemAvailable")) is not None:
        bounds.append((available, MACHINE))
    if (limit := _address_space()) is not None and "VmSize" in status:
        bounds.append((limit - status["VmSize"], PROCESS))
    if (stated := stated_memory()) is not None:
        bounds.append((stated - held, VARIABLE))
    free, by = min(bounds, default=(None, ""))
    return Memory(None if free is None else max(free, 0), by, held)


def stated_memory() -> int | None:
    """Return the bytes that NETGRAPH_MEMORY lets netgraph hold; None where it is not set.

    Raises
    ------
    UsageError
        It is no size.
    """
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    size = bytes_of(text)
    if size is None:
        raise UsageError(
            f"{VARIABLE} is {text!r}, which is no size", hint="set it to a size such as 800m or 4g"
        )
    return size


def bytes_of(text: str) -> int | None:
    """Read a size such as ``512m`` or ``4g``; None where it is none."""
    parts = re.fullmatch(r"([1-9][0-9]{0,9})([kmgt])", text.strip().lower())
    return int(parts[1]) * _UNITS[parts[2]] if parts else None


def size_text(size: float) -> str:
    """Say a number of bytes in three digits, as people do."""
    for unit, name in ((2**40, "TB"), (2**30, "GB"), (2**20, "MB")):
        if size >= unit:
            return f"{size / unit:,.{1 if size < 10 * unit else 0}f} {name}"
    return f"{size / 2**10:,.0f} kB"


def whole_memory() -> int | None:
    """Return the bytes of memory that the machine has, used or not; None where nobody can say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not on Windows
        return None


def free_disk(path: Path) -> int | None:
    """Return the bytes that are free where a path is, or will be; None where nobody can say."""
    for there in (path, *path.absolute().parents):
        with suppress(OSError):
            return shutil.disk_usage(there).free
    return None


def _named(path: Path) -> dict[str, int]:
    """Read lines such as ``MemAvailable: 12 kB`` as bytes by name."""
    found = {}
    with suppress(OSError):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            parts = line.replace(":", " ").split()
            if len(parts) == 3 and parts[2] == "kB" and parts[1].isdecimal():  # noqa: PLR2004 - name, number, unit
                found[parts[0]] = int(parts[1]) * 2**10
    return found


def _in_groups(root: Path) -> Iterator[int]:
    """Yield what each control group around this process, in either version, leaves free."""
    with suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            for controller in _CGROUPS.keys() & {*controllers.split(",")}:
                mount, limit, used, cache = _CGROUPS[controller]
                top = root / "sys/fs/cgroup" / mount
                inner = top / path.strip("/")
                # Every group above bounds it too; inside a container the path may be that of its host.
                for folder in (inner, *(one for one in inner.parents if one.is_relative_to(top))):
                    yield from _left(folder, limit, used, cache)


def _left(folder: Path, limit: str, used: str, cache: str) -> Iterator[int]:
    """Yield what one control group leaves free, where it has a limit."""
    with suppress(OSError, ValueError):  # not there, or "max"
        most, now = (int((folder / name).read_text(encoding="utf-8")) for name in (limit, used))
        told = dict(
            line.split() for line in (folder / "memory.stat").read_text(encoding="utf-8").splitlines()
        )
        yield most - now + int(told.get(cache, 0))


def _address_space() -> int | None:
    """Return the limit of this process's addresses; None where it has none."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft
