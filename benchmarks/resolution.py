"""Measure identity resolution: precision and recall on made records, and time; writes resolution.md.

Run as ``python benchmarks/resolution.py [--companies FILE]``.
"""

from __future__ import annotations

import argparse
import platform
import resource
import sys
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from netgraph.resolution.candidates import Candidates, compare
from netgraph.resolution.model import Model, load_model
from resolution.companies import facts
from resolution.truth import Record, facts_of, organizations, persons, true_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TARGET = Path(__file__).with_suffix(".md")
THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99)
SIZES = (1_000, 10_000, 100_000)
SEEDS = (1, 2, 3)
MADE: dict[str, Callable[[int, int], list[Record]]] = {"Person": persons, "Organization": organizations}
HEAD = """# Identity resolution

Written by `benchmarks/resolution.py`; the records are made (`tests/resolution/truth.py`), their doubles
known. Four sources record the same world: about a quarter of the persons and organizations have two or
three records; values are missing (5 to 15 %), off by a band or a letter (2 to 25 %); co-victims share
phones, places and citizenship; hotlines and formation agents are shared by many. **The figures say how
the method behaves on such records, not how right it will be on yours.** A pair is found when its score
reaches the threshold; recall counts every true pair, also those that nothing ties together.
"""


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=Path, help="the table of synthetic companies")
    given = parser.parse_args()
    lines = [
        HEAD,
        *chain.from_iterable(quality(label) for label in MADE),
        *persons_learned(),
        *speed(),
        *(shared(given.companies) if given.companies else ()),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


def measured(records: list[Record], found: Candidates, threshold: float) -> tuple[int, int, int]:
    """Count the pairs found, those of them that are true, and all that are true."""
    frame = found.frame[found.frame["score"] >= threshold]
    pairs, truth = set(zip(frame["start"], frame["end"], strict=True)), true_pairs(records)
    return len(pairs), len(pairs & truth), len(truth)


def quality(label: str, model: Model | None = None) -> Iterator[str]:
    """Precision and recall by threshold, three seeds together."""
    runs = []
    for seed in SEEDS:
        records = MADE[label](2_000, seed)
        runs.append((records, compare(facts_of(records), model or load_model(label), min(THRESHOLDS))))
    if model is None:
        yield f"## {label}s\n"
        yield f"{len(SEEDS)} seeds of 2,000, {sum(len(records) for records, _ in runs):,} records."
        yield f"{runs[0][1].engine}; {runs[0][1].method}.\n"
    yield "| threshold | pairs found | precision | recall |\n|---|---|---|---|"
    for threshold in THRESHOLDS:
        counts = [measured(records, found, threshold) for records, found in runs]
        pairs, right, true = (sum(column) for column in zip(*counts, strict=True))
        yield f"| {threshold} | {pairs:,} | {right / max(pairs, 1):.3f} | {right / true:.3f} |"
    yield ""


def persons_learned() -> Iterator[str]:
    """Show what learning m does to persons, which is why it is not done."""
    yield "### Persons, had m been learned\n"
    yield "From pairs that share a rare identifier, as it is done for organizations:\n"
    yield from quality("Person", load_model("Person").model_copy(update={"learn_from": 300}))


def speed() -> Iterator[str]:
    """How time grows with the number of records."""
    yield "## Time\n"
    yield f"{platform.machine()}, Python {platform.python_version()}; reading from a store not counted.\n"
    yield "| label | records | pairs at 0.5 | seconds | microseconds a record |\n|---|---|---|---|---|"
    for label, make in MADE.items():
        for size in SIZES:
            records = make(size, 1)
            known = facts_of(records)
            began = time.perf_counter()
            found = compare(known, load_model(label))
            took = time.perf_counter() - began
            each = 1e6 * took / len(records)
            yield f"| {label} | {len(records):,} | {len(found.frame):,} | {took:.1f} | {each:,.0f} |"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    yield f"\nPeak memory of the whole run, the made records included: {peak:.1f} GB.\n"


def shared(file: Path) -> Iterator[str]:
    """Show what comes of companies that share e-mails, phones, addresses and owners."""
    model = load_model("Organization")
    known = facts(file)
    began = time.perf_counter()
    found = compare(known, model, min(THRESHOLDS))
    took = time.perf_counter() - began
    names = dict(zip(known.records["unique_id"].to_pylist(), known.records["name"].to_pylist(), strict=True))
    yield "## Companies that share everything\n"
    yield (
        f"{len(known.records):,} synthetic companies of a published table (not shipped; nobody knows which "
        f"are one), with e-mail, phone, address and owner as identifiers, some shared by hundreds. "
        f"{took:.1f} s. "
        f"{found.method}. Left out: {'; '.join(found.notes)}.\n"
    )
    yield "| threshold | pairs | with one name | largest group, were all accepted |\n|---|---|---|---|"
    for threshold in THRESHOLDS:
        pairs = found.frame[found.frame["score"] >= threshold]
        same = sum(names[a] == names[b] for a, b in zip(pairs["start"], pairs["end"], strict=True))
        graph = nx.Graph(zip(pairs["start"], pairs["end"], strict=True))
        largest = max(map(len, nx.connected_components(graph)), default=0)
        yield f"| {threshold} | {len(pairs):,} | {same / max(len(pairs), 1):.0%} | {largest:,} |"
    yield ""


if __name__ == "__main__":
    main()
