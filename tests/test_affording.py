"""What a command needs is held against what is free before anything is read, and said with what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from netgraph.analytics.cost import cost_of, most_claims, reading_of
from netgraph.cli.main import run
from netgraph.disclosure.audit import audit_log
from netgraph.machine import MACHINE, Memory
from netgraph.store import Counts, open_store
from netgraph.store.jvm import most_heap
from whole import fill

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what is free")
MB = 2**20
SIZES = {"small": 4_500, "larger": 45_000}
LITTLE = "400m"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return embedded stores with made graphs of two sizes."""
    found = {name: tmp_path_factory.mktemp("afford") / name for name in SIZES}
    for name, claims in SIZES.items():
        with open_store(str(found[name])) as store:
            fill(store, claims)
    return found


def netgraph(*arguments: str, **environment: str) -> tuple[int, str, int]:
    """Run a command in a process of its own; return its code, what it said, and the most bytes it held."""
    code = (
        "import sys; from netgraph.cli.main import run; code = run(sys.argv[1:])\n"
        "most = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]\n"
        "print(most[0].split()[1], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr, int(done.stderr.split()[-1]) * 1024


def reads(path: Path) -> int:
    """Count what the audit log of a store tells of reading."""
    with open_store(str(path)) as store:
        return sum(entry.event == "read" for entry in audit_log(store).entries())


@pytest.mark.embedded
def test_more_than_is_free_is_refused_before_anything_is_read(stores: dict[str, Path]) -> None:
    """The refusal says how much is needed and free and what to run instead; --anyway goes on nevertheless."""
    path = stores["larger"]
    before = reads(path)
    asked = ("analyse", "components", "--network", "entity", "--store", str(path), "--no-cache")
    code, said, _ = netgraph(*asked, "--cross-border", "--ceiling", "GREEN", NETGRAPH_MEMORY=LITTLE)
    assert code == 1
    assert "claims, for which it needs about" in said
    assert "is free by NETGRAPH_MEMORY: nothing was read" in said
    assert f"netgraph export parquet --local --ceiling GREEN -o netgraph-parquet --store {path}" in said
    spark = "--engine spark --master spark://HOST:7077 --parquet netgraph-parquet"
    assert f"netgraph analyse components --network entity --cross-border --ceiling GREEN {spark}" in said
    assert "--anyway" in said
    assert reads(path) == before

    code, said, _ = netgraph(*asked, "--merged", NETGRAPH_MEMORY=LITTLE)  # which no cluster does
    assert (code, "--engine spark" in said) == (1, False)

    code, said, _ = netgraph(*asked, "--anyway", NETGRAPH_MEMORY=LITTLE)
    assert code == 0
    assert "warning: this reads 15,000 claims" in said
    assert "goes on" in said
    assert reads(path) == before + 1


@pytest.mark.embedded
def test_where_it_just_fits_there_is_a_warning(stores: dict[str, Path]) -> None:
    """Between half and all of what is free it goes on and says so; with plenty it says nothing."""
    asked = ("analyse", "corridors", "--store", str(stores["small"]), "--no-cache")
    code, said, _ = netgraph(*asked, NETGRAPH_MEMORY="500m")
    assert (code, "warning: this reads" in said) == (0, True)
    code, said, _ = netgraph(*asked, NETGRAPH_MEMORY="64g")
    assert (code, "warning: this reads" in said) == (0, False)


@pytest.mark.embedded
@pytest.mark.parametrize(
    "asked",
    [
        ["view"],
        ["report"],
        ["export", "graphml", "--recipient", "KEN"],
        ["release", "--to", "KEN", "--purpose", "a test", "--preview"],
        ["statistics", "--to", "KEN", "--dimensions", "sex", "--preview"],
        ["resolve", "candidates"],
        ["analyse", "cooperation", "--recipient", "KEN"],
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_every_command_that_reads_a_whole_graph_asks_first(
    asked: list[str],
    stores: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Views, reports, exports and releases refuse as analyses do, and write nothing."""
    # the process of the tests may hold more than the command would need
    monkeypatch.setattr("netgraph.cli.affording.memory", lambda: Memory(0, MACHINE, 0))
    monkeypatch.setenv("NETGRAPH_STORE", str(stores["small"]))
    monkeypatch.chdir(tmp_path)
    if asked[0] not in {"view", "report"}:
        monkeypatch.delenv("NETGRAPH_LOCAL")
    assert run(asked) == 1
    assert "nothing was read" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.embedded
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "asked",
    [
        ["analyse", "components", "--network", "entity"],
        ["release", "--to", "KEN", "--purpose", "test", "--preview"],
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_the_estimate_is_no_less_than_what_is_used_and_not_three_times_as_much(
    asked: list[str], size: str, stores: dict[str, Path]
) -> None:
    """What a process held at most lies below the estimate, and above a third of it."""
    with open_store(str(stores[size])) as store:
        counts = store.counts()
    options = {"network": "entity", "preview": True}
    words = " ".join(asked[:2]) if asked[0] == "analyse" else asked[0]
    cost = cost_of(counts, words, options, recipient=asked[0] == "release", heap=most_heap())
    assert cost
    code, said, used = netgraph(*asked, NETGRAPH_STORE=str(stores[size]), NETGRAPH_NO_CACHE="1")
    assert code == 0, said
    assert used <= cost.memory <= 3 * used, (used / MB, cost.memory / MB)


def test_the_largest_graph_that_fits_is_the_one_whose_cost_is_what_is_free() -> None:
    """Both ways through the model agree."""
    counts = Counts({}, {"LEG": 1})
    reading = reading_of(counts, "analyse routes", {})
    assert reading
    for heap in (0, 640 * MB):
        most = most_claims(reading, 4096 * MB, heap)
        for claims, fits in ((most, True), (most + 2, False)):
            cost = cost_of(Counts({}, {"LEG": claims}), "analyse routes", {}, heap=heap)
            assert cost
            assert (cost.memory <= 4096 * MB) is fits
    assert most_claims(reading, 1 * MB) == 0


def test_a_part_of_a_graph_has_no_estimate() -> None:
    """What is around one node is small, whatever the store holds."""
    huge = Counts({"Case": 10**9}, {"LEG": 10**10})
    assert cost_of(huge, "view", {"around": ("s/c1",)}) is None
    assert cost_of(huge, "status", {}) is None


def test_long_work_is_told_with_what_shortens_it() -> None:
    """Exact betweenness, and ranking again and again, cost hours where reading costs seconds."""
    counts = Counts({"Case": 200_000, "Person": 400_000}, {"INVOLVED_IN": 500_000})
    exact = cost_of(counts, "analyse connectors", {"betweenness": "exact"})
    auto = cost_of(counts, "analyse connectors", {"betweenness": "auto"})
    again = cost_of(
        counts, "analyse connectors", {"stability": "loss", "replicates": 100, "by": "betweenness"}
    )
    assert exact
    assert auto
    assert again
    assert exact.seconds > 3600
    assert auto.seconds < 300
    assert "--betweenness sampled" in exact.why
    assert again.seconds > 50 * exact.seconds
    assert "fewer --replicates" in again.why
    leiden = cost_of(counts, "analyse communities", {"method": None})
    labels = cost_of(counts, "analyse communities", {"method": "label-propagation"})
    assert leiden
    assert labels
    assert leiden.seconds > 120 > labels.seconds
    assert "--method label-propagation takes about 25 seconds" in leiden.why


@pytest.mark.embedded
def test_a_limit_of_addresses_is_kept_to(stores: dict[str, Path]) -> None:
    """Under ``ulimit -v`` the refusal comes before memory runs out."""
    code = (
        "import resource, sys; from netgraph.cli.main import run; from netgraph.store.jvm import arcadedb;"
        "arcadedb(); pages = int(open('/proc/self/statm').read().split()[0]);"
        "size = pages * resource.getpagesize() + 1000 * 2**20;"  # the libraries alone take half of it
        "resource.setrlimit(resource.RLIMIT_AS, (size, size)); sys.exit(run(sys.argv[1:]))"
    )
    asked = ["export", "graphml", "--recipient", "KEN", "--store", str(stores["larger"])]
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code, *asked], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "by this process (ulimit -v): nothing was read" in done.stderr


@pytest.mark.parametrize(
    "error", [MemoryError(), ImportError("x.so: failed to map segment from shared object")]
)
def test_memory_that_runs_out_after_all_is_told_without_a_traceback(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line of defence names the next step."""

    def too_much(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("netgraph.store.open_store", too_much)
    assert run(["status"]) == 1
    told = capsys.readouterr().err
    assert "memory ran out" in told
    assert "netgraph doctor" in told


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("statement", "heap"),
    [
        ("RETURN reduce(s = 'abcdefgh', i IN range(1, 40) | s + s) AS l", "128m"),
        ("UNWIND range(1, 400000) AS x RETURN DISTINCT x", "128m"),
        ("UNWIND range(1, 600000) AS x RETURN DISTINCT x", "1g"),
    ],
    ids=["one value", "many bytes", "many rows"],
)
def test_a_full_heap_of_the_engine_is_told_with_its_setting(
    statement: str, heap: str, stores: dict[str, Path]
) -> None:
    """The Java runtime runs out of its own heap, or keeps a query from it; the store stays usable."""
    code = (
        "import sys; from netgraph.errors import TooLarge; from netgraph.store import open_store\n"
        "with open_store(sys.argv[1]) as store:\n"
        "    try: store.read(sys.argv[2])\n"
        "    except TooLarge as error: print(error.hint, store.counts().nodes['Case'])\n"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code, str(stores["small"]), statement],
        env=os.environ | {"NETGRAPH_HEAP": heap},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "set NETGRAPH_HEAP higher" in done.stdout
    assert done.stdout.split()[-1] == "300"


@pytest.mark.embedded
@pytest.mark.parametrize(("heap", "warned"), [(4 * MB, True), (640 * MB, False)])
def test_a_question_that_may_outgrow_the_engines_heap_is_warned_of(
    heap: int,
    warned: bool,  # noqa: FBT001 - a case
    stores: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What jurisdictions share is one question: told from counts, with the setting; it goes on."""
    monkeypatch.setattr("netgraph.cli.affording.heap_of", lambda _: heap)
    assert run(["analyse", "cooperation", "--store", str(stores["small"]), "--no-cache"]) == 0
    told = "heap of 4.0 MB may be too small for this: set NETGRAPH_HEAP=1g"
    assert (told in capsys.readouterr().err) is warned
