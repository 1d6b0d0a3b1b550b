"""A process that is killed in the middle of writing leaves whole batches, and no lock."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netgraph.errors import StoreLocked
from netgraph.store import open_store
from store_writer import CLAIMS
from stores import entries

if TYPE_CHECKING:
    from netgraph.store import Store

pytestmark = pytest.mark.embedded

WRITER = Path(__file__).parents[1] / "store_writer.py"
ROUNDS = 2
BY_RUN = {
    "routes": "MATCH (n:Route) RETURN n.run AS run, count(n) AS n",
    "legs from their start": "MATCH (:Location)-[r:LEG]->() RETURN r.run AS run, count(r) AS n",
    "legs from their end": "MATCH (:Location)<-[r:LEG]-() RETURN r.run AS run, count(r) AS n",
}


@dataclass
class Seen:
    """What was seen while a writer was killed again and again on one store."""

    pid: int = 0
    refusals: list[StoreLocked] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    found: dict[str, dict[str, int]] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    keys: int = 0
    counted: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Kill a writer at a random moment, twice, on one store; then look at what is there."""
    folder = tmp_path_factory.mktemp("crash") / "store"
    seen = Seen()
    open_store(str(folder)).close()
    for tag in map(str, range(ROUNDS)):
        with subprocess.Popen(  # noqa: S603 - a script of ours
            [sys.executable, WRITER, folder, tag], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            written = [writer.stdout.readline()]
            with pytest.raises(StoreLocked) as caught:
                open_store(str(folder))
            time.sleep(random.uniform(0, 0.3))  # noqa: S311 - a moment, not a secret
            writer.kill()
            written += writer.stdout.readlines()
        seen.pid = writer.pid
        seen.refusals.append(caught.value)
        seen.acknowledged[tag] = len(written)
    with open_store(str(folder), create=False) as store:
        look(store, seen)
    return seen


def look(store: Store, seen: Seen) -> None:
    """Note what a store holds, each time counted another way."""
    for name, statement in BY_RUN.items():
        seen.found[name] = {row["run"]: row["n"] for row in store.read(statement).to_pylist()}
    seen.keys = len({claim["key"] for claim in entries(store.claims_of("LEG", "a"))})
    updated = "MATCH (:Location)-[r:LEG]->() WHERE r.digest = 'updated' RETURN r.run AS run, count(r) AS n"
    seen.updated = {row["run"]: row["n"] for row in store.read(updated).to_pylist()}
    counts = store.counts()
    seen.counted = {"Route": counts.nodes["Route"], "LEG": counts.relationships["LEG"]}


def test_only_whole_batches_are_there(seen: Seen) -> None:
    """Each batch is there whole or not at all, from whichever side it is counted."""
    for by_run in seen.found.values():
        assert set(by_run.values()) == {CLAIMS}


def test_only_whole_batches_are_updated(seen: Seen) -> None:
    """Of each batch all claims have the new content or none, and the older batches all have it."""
    assert set(seen.updated.values()) == {CLAIMS}
    for tag, count in seen.acknowledged.items():
        assert {f"{tag}-{n}" for n in range(count)} <= seen.updated.keys()


def test_all_ways_of_counting_agree(seen: Seen) -> None:
    """No claim is counted that no traversal meets, and none is met that is not counted."""
    legs = sum(seen.found["legs from their start"].values())

    assert seen.found["legs from their start"] == seen.found["legs from their end"]
    assert (seen.counted["LEG"], seen.keys) == (legs, legs)
    assert seen.counted["Route"] == sum(seen.found["routes"].values())


def test_what_was_acknowledged_is_there(seen: Seen) -> None:
    """Every batch that the writer was told is written is there, and at most one more."""
    for by_run in seen.found.values():
        for tag, count in seen.acknowledged.items():
            runs = {run for run in by_run if run.startswith(f"{tag}-")}
            assert runs in ({f"{tag}-{n}" for n in range(count)}, {f"{tag}-{n}" for n in range(count + 1)})


def test_the_holder_is_named(seen: Seen) -> None:
    """While another process holds the store, it is named by number and command, with a way out."""
    refusal = seen.refusals[-1]

    assert f"is held by process {seen.pid} (store_writer.py " in refusal.message
    assert "since 20" in refusal.message
    assert "wait until it ends" in refusal.hint
