"""``make bench-match``: a blind match over files beside bare openmined.psi.

Writes matching.md and matching.json here. Options: ``--held`` and ``--offered`` (elements of the answering
and the offering side), ``--only`` (a way; the others stay from the last run). Each way is a process of its
own, so that its memory and its processor seconds are so too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import private_set_intersection.python as psi

from netgraph.matching import Budget, Elements, Ledger, Person, answer, offer, reveal
from netgraph.model.identifiers import Pseudonymizer

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = Path(__file__).with_suffix(".md")
WAYS = {
    "netgraph psi": "netgraph, psi",
    "netgraph keyed": "netgraph, keyed",
    "bare raw": "openmined.psi, points as they are",
    "bare gcs": "openmined.psi, its default (compressed set)",
}
RATE = 1e-6  # of false hits, for the compressed set; at 1e-9 its size overflows
STEPS = ("offer", "answer", "reveal")
KEN, UGA = Person("KEN", "UGA", "bench"), Person("UGA", "KEN", "bench")
MEGABYTE = 2**20
HEAD = """# Blind matching

Written by `make bench-match`: {held:,} made phone numbers at the answering side, {offered:,} at the offering
one, half of those held; {cores} cores, {machine}, Python {python}, openmined.psi {psi}, {when}. netgraph pads
both sets with dummies ({padded_held:,} and {padded_offered:,} elements), writes files, seals and checks them,
and keeps ledgers; the library alone does none of that, and runs in one thread.

*CPU* is the processor seconds of the three steps, and *ratio* is that of them to the library's points as they
are, in which no hit is false. The clock says too how busy the machine was with other work.

| way | offer s | answer s | reveal s | all s | CPU s | ratio | offer MB | answer MB | peak MB |
|---|---|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    """Measure each way in a process of its own, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=int, default=1_000_000)
    parser.add_argument("--offered", type=int, default=10_000)
    parser.add_argument("--only", choices=WAYS, action="append")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(measured(given.way, given.held, given.offered)))
        return
    kept = TARGET.with_suffix(".json")
    found = json.loads(kept.read_text(encoding="utf-8")) if given.only else {}
    for way in given.only or WAYS:
        command = [sys.executable, __file__, "--held", str(given.held), "--offered", str(given.offered)]
        told = subprocess.run([*command, "--way", way], check=True, capture_output=True, text=True)  # noqa: S603
        found[way] = json.loads(told.stdout)
        print(way, found[way])
        if found[way]["count"] != given.offered // 2:
            raise SystemExit(f"{way}: {found[way]['count']} hits, not {given.offered // 2}")
    kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    TARGET.write_text(page(found, given.held, given.offered), encoding="utf-8")
    print(f"written: {TARGET}")


def page(found: dict[str, dict[str, Any]], held: int, offered: int) -> str:
    """Return what is written."""
    bare = found["bare raw"]["cpu"]
    ours = found["netgraph psi"]
    text = HEAD.format(
        held=held,
        offered=offered,
        cores=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
        psi=version("openmined.psi"),
        when=datetime.now(UTC).date().isoformat(),
        padded_held=ours["padded_held"],
        padded_offered=ours["padded_offered"],
    )
    for way, row in sorted(found.items(), key=lambda item: [*WAYS].index(item[0])):
        whole = sum(row[step] for step in STEPS)
        times = " | ".join(f"{row[step]:.1f}" for step in STEPS)
        sizes = f"{row['offer_bytes'] / MEGABYTE:.2f} | {row['answer_bytes'] / MEGABYTE:.2f}"
        text += f"| {WAYS[way]} | {times} | {whole:.1f} | {row['cpu']:.0f} | {row['cpu'] / bare:.2f} "
        text += f"| {sizes} | {row['peak']:.0f} |\n"
    return text


def numbers(held: int, offered: int) -> tuple[list[str], list[str]]:
    """Return made phone numbers of both sides: half of those offered are held."""
    theirs = [f"Phone/999{number:09}" for number in range(held)]
    return theirs[: offered // 2] + [
        f"Phone/998{number:09}" for number in range(offered - offered // 2)
    ], theirs


def measured(way: str, held: int, offered: int) -> dict[str, Any]:
    """Time the three steps of one way."""
    mine, theirs = numbers(held, offered)
    first = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        row = ours(way, mine, theirs, Path(folder)) if way.startswith("netgraph") else bare(way, mine, theirs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row["cpu"] = time.process_time() - first
    row["peak"] = peak / (MEGABYTE if sys.platform == "darwin" else 2**10)
    return row


def ours(way: str, mine: list[str], theirs: list[str], folder: Path) -> dict[str, Any]:
    """Match as netgraph does."""
    key = Pseudonymizer(bytes(32))
    ken, uga = Ledger(folder / "ken.jsonl"), Ledger(folder / "uga.jsonl")
    asked, answered = folder / "offer", folder / "answer"
    how: Any = way.partition(" ")[2]
    offers, made = timed(lambda: offer(phones(mine), KEN, asked, ken, purpose="bench", way=how, key=key))
    budget = Budget(1, max(made.size, 1))
    answers, given = timed(
        lambda: answer(asked, phones(theirs), UGA, answered, uga, contact="bench", key=key, budget=budget)
    )
    reveals, found = timed(lambda: reveal(asked, answered, KEN, ken, key=key))
    return {
        **dict(zip(STEPS, (offers, answers, reveals), strict=True)),
        "offer_bytes": asked.stat().st_size,
        "answer_bytes": answered.stat().st_size,
        "padded_offered": made.size,
        "padded_held": given.size,
        "count": found.count,
    }


def bare(way: str, mine: list[str], theirs: list[str]) -> dict[str, Any]:
    """Match with the library alone, as its documentation shows: no files, no padding, one thread."""
    kind = psi.DataStructure.RAW if way == "bare raw" else psi.DataStructure.GCS
    client = psi.client.CreateWithNewKey(reveal_intersection=False)
    server = psi.server.CreateWithNewKey(reveal_intersection=False)

    def answer_() -> tuple[bytes, bytes]:
        setup = server.CreateSetupMessage(RATE, len(mine), theirs, kind)
        request = psi.Request()
        request.ParseFromString(asked)
        return setup.SerializeToString(), server.ProcessRequest(request).SerializeToString()

    def reveal_() -> int:
        setup, response = psi.ServerSetup(), psi.Response()
        setup.ParseFromString(answered[0])
        response.ParseFromString(answered[1])
        return int(client.GetIntersectionSize(setup, response))

    offers, asked = timed(lambda: client.CreateRequest(mine).SerializeToString())
    answers, answered = timed(answer_)
    reveals, count = timed(reveal_)
    return {
        **dict(zip(STEPS, (offers, answers, reveals), strict=True)),
        "offer_bytes": len(asked),
        "answer_bytes": sum(map(len, answered)),
        "count": count,
    }


def phones(texts: list[str]) -> Elements:
    """Return phones as a party compares them."""
    return Elements("identifiers", "values", None, texts, [[text] for text in texts], {})


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that passed, and what came of it."""
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


if __name__ == "__main__":
    main()
