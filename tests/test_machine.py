"""What netgraph finds out about the memory of the machine, from files as Linux writes them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from netgraph.errors import UsageError
from netgraph.machine import CONTAINER, MACHINE, VARIABLE, bytes_of, free_disk, memory, size_text

if TYPE_CHECKING:
    from pathlib import Path

MB = 2**20


def machine(root: Path, groups: str = "", **files: str) -> Path:
    """Write the files of a machine with 900 MB available, of which this process holds 100."""
    files = {
        "proc/meminfo": f"MemTotal: {4096 * 1024} kB\nMemAvailable: {900 * 1024} kB\nHugePages_Total: 0\n",
        "proc/self/status": f"Name:\tpython\nVmSize:\t{300 * 1024} kB\nVmRSS:\t{100 * 1024} kB\n",
        "proc/self/cgroup": groups,
    } | {name.replace("__", "/"): text for name, text in files.items()}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def group(folder: Path, *names: str, most: int | str, used: int, cache: int) -> None:
    """Write the files of one control group."""
    folder.mkdir(parents=True, exist_ok=True)
    limit, now, inactive = names
    (folder / limit).write_text(f"{most if isinstance(most, str) else most * MB}\n", encoding="utf-8")
    (folder / now).write_text(f"{used * MB}\n", encoding="utf-8")
    (folder / "memory.stat").write_text(f"anon 1\n{inactive} {cache * MB}\n", encoding="utf-8")


V2 = ("memory.max", "memory.current", "inactive_file")
V1 = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


@pytest.fixture(autouse=True)
def nothing_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody states a limit unless a test does."""
    monkeypatch.delenv(VARIABLE, raising=False)


def test_what_the_machine_has_available_is_free(tmp_path: Path) -> None:
    """Without any limit MemAvailable is free."""
    found = memory(machine(tmp_path))
    assert (found.free, found.by, found.held) == (900 * MB, MACHINE, 100 * MB)


def test_a_container_of_version_two_leaves_what_it_does_not_use(tmp_path: Path) -> None:
    """The limit of an outer group binds too, and a file cache that can be dropped counts as free."""
    root = machine(tmp_path, groups="0::/outer/inner\n")
    group(root / "sys/fs/cgroup/outer/inner", *V2, most="max", used=1, cache=0)
    group(root / "sys/fs/cgroup/outer", *V2, most=500, used=300, cache=50)
    found = memory(root)
    assert (found.free, found.by) == (250 * MB, CONTAINER)


def test_a_container_of_version_one_sees_its_own_folder_as_the_top(tmp_path: Path) -> None:
    """Inside a container the path is often that of the host, which is not there; the top of the mount is."""
    root = machine(tmp_path, groups="5:cpu:/x\n4:memory:/docker/abc\n0::/\n")
    group(root / "sys/fs/cgroup/memory", *V1, most=400, used=100, cache=0)
    assert memory(root).free == 300 * MB


def test_more_used_than_allowed_leaves_nothing(tmp_path: Path) -> None:
    """A limit below what is used gives nothing, not less."""
    root = machine(tmp_path, groups="0::/\n")
    group(root / "sys/fs/cgroup", *V2, most=100, used=300, cache=0)
    assert memory(root).free == 0


def test_a_stated_limit_counts_what_is_held_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NETGRAPH_MEMORY is how much netgraph may hold in all."""
    monkeypatch.setenv(VARIABLE, "150m")
    found = memory(machine(tmp_path))
    assert (found.free, found.by) == (50 * MB, VARIABLE)


def test_a_stated_limit_that_is_no_size_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong value is no silent none."""
    monkeypatch.setenv(VARIABLE, "much")
    with pytest.raises(UsageError, match="NETGRAPH_MEMORY is 'much'"):
        memory()


def test_where_the_system_says_nothing_nothing_is_guessed(tmp_path: Path) -> None:
    """Without the files of Linux the answer is unknown."""
    found = memory(tmp_path)
    assert (found.free, found.held) == (None, 0)


def test_a_limit_of_the_process_binds() -> None:
    """``ulimit -v`` leaves what is not mapped yet."""
    code = (
        "import resource; from netgraph.machine import *;"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)); found = memory();"
        "print(found.by == PROCESS, 0 < found.free < 2**30)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.split() == ["True", "True"] or sys.platform != "linux"


def test_sizes_are_read_and_said() -> None:
    """Sizes have a number and a unit, and are said in a few digits."""
    assert [bytes_of(text) for text in ("512m", "4G", "0m", "4", "1.5g", "512mb")] == [
        512 * MB,
        4 * 2**30,
        None,
        None,
        None,
        None,
    ]
    assert [size_text(n) for n in (0, 5 * MB, 1500 * MB, 24 * 2**30)] == ["0 kB", "5.0 MB", "1.5 GB", "24 GB"]


def test_free_disk_is_told_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    """The folder above says it."""
    assert (free_disk(tmp_path / "not" / "there") or 0) > 0
