"""The page of ``make bench-scale``: what was measured, and what the model makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scale_kept import about
from scale_model import fitted, workers_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scale_model import Fit

Row = dict[str, Any]
HOUR = 3600
FAR = (100_000_000, 1_000_000_000)
PLACES = {"embedded": "embedded", "neo4j": "Neo4j", "machine": "one machine", "spark": "Spark"}
OF_NETWORK = (
    "PageRank",
    "components",
    "Leiden",
    "label propagation",
    "triangles",
    "distances",
    "betweenness, sampled",
)
BOUNDED = ("import files", "import")
ORDER = ("session", "load", "import files", "import", "constraints", "projection", "query", "export parquet")


def page(rows: Sequence[Row]) -> str:
    """Return the page."""
    if not rows:
        return "# Results of `make bench-scale`\n\nNothing was measured.\n"
    rows = [_of_no_store(row) for row in rows]
    stores = [row for row in rows if row["store"] != "spark"]
    spark = [row for row in rows if row["store"] == "spark"]
    parts = ["# Results of `make bench-scale`", _head(rows), READ_IT]
    for title, cell in (("Seconds", _seconds), ("Memory, MB", _memory), ("Disk, MB", _disk)):
        parts += [f"## {title}", _table(stores, cell)]
    if spark:
        parts += ["## Spark", SPARK_IS, _table(spark, _on_spark)]
    parts += ["## Model", MODEL_IS, _model(rows), "## What 100 million and a billion would need"]
    parts += [NEEDS_ARE, _needs(rows)]
    return "\n\n".join(parts) + "\n"


def _of_no_store(row: Row) -> Row:
    """Set a measure of a network under no store: it starts from a file, wherever that was read."""
    if row["store"] == "spark" or row["what"] not in OF_NETWORK:
        return row
    return row | {"store": "machine", "mb": row["mb"] - row["server mb"], "server mb": 0.0}


def _head(rows: Sequence[Row]) -> str:
    when = sorted(row["when"] for row in rows)
    lines = [f"{'; '.join(f'{name} {value}' for name, value in about().items())}."]
    lines.append(f"Measured from {when[0]} to {when[-1]}. Load average when each measurement began:")
    for size in sorted({row["size"] for row in rows}):
        busy = sorted(row["load average"] for row in rows if row["size"] == size)
        lines.append(f"{size:,} relationships: {busy[0]} to {busy[-1]}, median {busy[len(busy) // 2]};")
    lines[-1] = lines[-1].rstrip(";") + "."
    return "\n".join(lines)


def _table(rows: Sequence[Row], cell: Callable[[Row], str]) -> str:
    sizes = sorted({row["size"] for row in rows})
    lines = [
        "| where, what | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]
    for line in _lines(rows):
        by = {row["size"]: cell(row) for row in rows if _line(row) == line}
        if any(by.values()):
            lines.append(f"| {_said(line)} | " + " | ".join(by.get(size, "") for size in sizes) + " |")
    return "\n".join(lines)


def _lines(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """Order the lines of a table: loads first, then what reads, then measures as they came."""
    came = list(dict.fromkeys(row["what"] for row in rows))

    def place(line: tuple[str, str, int]) -> tuple[int, int, int, int]:
        store, what, workers = line
        starts = [
            at for at, name in enumerate(ORDER) if what.split(",")[0].split(" ")[0] == name.split(" ")[0]
        ]
        return starts[0] if starts else len(ORDER), came.index(what), [*PLACES].index(store), workers

    return sorted({_line(row) for row in rows}, key=place)


def _line(row: Row) -> tuple[str, str, int]:
    return row["store"], row["what"], row["workers"]


def _said(line: tuple[str, str, int]) -> str:
    store, what, workers = line
    many = f", {workers} worker{'s' if workers > 1 else ''}" if workers else ""
    return f"{PLACES[store]}, {what}{many}"


def _seconds(row: Row) -> str:
    return f"{_round(row['seconds'])} ({_round(row['all cpu'])})" if "seconds" in row else _why(row)


def _why(row: Row) -> str:
    return (
        f"stopped after {row['stopped']:.0f} s"
        if "stopped" in row
        else f"failed: {row.get('failed', '')[:200]}"
    )


def _memory(row: Row) -> str:
    if "seconds" not in row:
        return ""
    server = f" + {row['server mb']:,.0f}" if row["server mb"] else ""
    return f"{row['mb'] - row['server mb']:,.0f}{server}"


def _disk(row: Row) -> str:
    return f"{row['disk'] / 2**20:,.0f}" if "disk" in row and "seconds" in row else ""


def _on_spark(row: Row) -> str:
    if "seconds" not in row:
        return _why(row)
    return f"{_round(row['seconds'])} ({_round(row['all cpu'])}), {row['mb']:,.0f} MB"


def _round(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"  # noqa: PLR2004


COSTS: dict[str, tuple[Callable[[Row], float | None], float, str]] = {
    "s": (lambda row: row["seconds"], 1e6, "µs"),
    "memory": (lambda row: (row["mb"] - row["server mb"]) * 2**20, 1, "B"),
    "disk": (lambda row: row.get("disk"), 1, "B"),
}


def fit_of(rows: Sequence[Row], line: tuple[str, str, int], cost: str) -> Fit | None:
    """Fit one cost of a line over the sizes at which it was measured to its end.

    None where a measurement that was stopped had taken longer by then than the fit would have it.
    """
    found, stopped = {}, {}
    for row in (row for row in rows if _line(row) == line):
        if "seconds" in row and (value := COSTS[cost][0](row)):
            found[row["size"]] = value
        elif "stopped" in row and cost == "s":
            stopped[row["size"]] = row["stopped"]
    fit = fitted(found)
    return fit if fit and all(fit.at(size) >= taken for size, taken in stopped.items()) else None


def _model(rows: Sequence[Row]) -> str:
    lines = [
        "| what | fixed | each relationship | grows as | off by at most | sizes | 100 million | a billion |"
    ]
    lines += ["|---|---:|---:|---|---:|---:|---:|---:|"]
    for cost, (_, unit, name) in COSTS.items():
        for line in _lines(rows):
            if cost == "memory" and (line[0] == "spark" or line[1] in BOUNDED):
                continue  # these take what they are given
            if (fit := fit_of(rows, line, cost)) is None:
                continue
            each = fit.at(fit.most) - fit.fixed
            far = " | ".join(_far(fit, cost))
            lines.append(
                f"| {_said(line)}, {'seconds' if cost == 's' else cost} | {_amount(fit.fixed, cost)} "
                f"| {each / fit.most * unit:,.2f} {name} | {fit.shape} | {fit.off:.0%} "
                f"| {fit.points}, to {fit.most:,} | {far} |"
            )
    return "\n".join(lines)


def _amount(value: float, cost: str) -> str:
    if cost != "s":
        return f"{value / 2**30:,.1f} GB"
    if value < 120:  # noqa: PLR2004
        return f"{value:.1f} s"
    return f"{value / 60:,.0f} min" if value < 2 * HOUR else f"{value / HOUR:,.1f} h"


def _needs(rows: Sequence[Row]) -> str:
    lines = ["| need | from | 100 million | a billion |", "|---|---|---:|---:|"]
    firsts = [fit_of(rows, ("neo4j", what, 0), "s") for what in ("import files", "import", "constraints")]
    if all(firsts):
        far = [_amount(sum(fit.at(size) for fit in firsts if fit), "s") for size in FAR]
        lines.append(_need("First load into Neo4j", "files, importer, constraints, one after the other", far))
    for store, what in (("embedded", "load"), ("neo4j", "load")):
        lines += _needed(rows, (store, what, 0), "s", f"First load by ordinary ingest, {PLACES[store]}")
    lines += _needed(rows, ("neo4j", "constraints", 0), "disk", "Disk of data and indexes in Neo4j")
    lines += _needed(rows, ("neo4j", "import files", 0), "disk", "Disk of the importer's files")
    exports = [line for line in _lines(rows) if line[1] == "export parquet"]
    for line in exports:
        lines += _needed(rows, line, "s", f"Export as Parquet from {PLACES[line[0]]}")
    lines += [one for line in exports[:1] for one in _needed(rows, line, "disk", "Disk of the Parquet")]
    measures = [line for line in _lines(rows) if line[0] != "spark" and line[1] not in ORDER]
    memory = {line: fit for line in measures if (fit := fit_of(rows, line, "memory"))}
    if memory:
        most = max(memory, key=lambda line: memory[line].at(FAR[0]))
        far = [_amount(memory[most].at(size), "memory") for size in FAR]
        lines.append(_need("Memory of one machine", f"the hungriest step: {_said(most)}", far))
    for line in measures:
        if "query" not in line[1]:
            lines += _needed(rows, line, "s", f"One machine: {line[1]}")
    return "\n".join([*lines, *_needs_on_spark(rows)])


def _needed(rows: Sequence[Row], line: tuple[str, str, int], cost: str, need: str) -> list[str]:
    fit = fit_of(rows, line, cost)
    return [_need(need, _said(line), _far(fit, cost))] if fit else []


def _far(fit: Fit, cost: str) -> list[str]:
    """Say what larger sizes would take; nothing where no growth was seen at those that were measured."""
    if fit.each <= 0:
        return ["not seen to grow" for _ in FAR]
    return [_amount(fit.at(size), cost) for size in FAR]


def _needs_on_spark(rows: Sequence[Row]) -> list[str]:
    """Say how many workers end within an hour, by how much a second worker helped at the largest size."""
    lines = []
    names = dict.fromkeys(row["what"] for row in rows if row["store"] == "spark")
    for what in (what for what in names if what != "session"):
        helped = efficiency(rows, what)
        for many in (1, 2):
            if fit := fit_of(rows, ("spark", what, many), "s"):
                break
        if fit:
            worth = helped if helped and many == 1 else 1.0  # what two workers take has their loss in it
            taken = [fit.at(size) * many for size in FAR]
            far = [_workers(one, worth) for one in taken]
            source = f"{many} worker{'s' if many > 1 else ''}"
            source += f"; a second was worth {helped:.0%}" if helped else ""
            lines.append(_need(f"Spark: {what}, within an hour", source, far))
    return lines


def _workers(core_seconds: float, worth: float) -> str:
    many = workers_for(core_seconds, HOUR, worth)
    return f"{core_seconds / HOUR:,.1f} core hours: {many:,} worker{'s' if many > 1 else ''}"


def efficiency(rows: Sequence[Row], what: str) -> float | None:
    """Return how much of two workers was of use at the largest size that both one and two measured."""
    by: dict[int, dict[int, float]] = {}
    for row in rows:
        if row["store"] == "spark" and row["what"] == what and "seconds" in row:
            by.setdefault(row["size"], {})[row["workers"]] = row["seconds"]
    both = [size for size, times in by.items() if {1, 2} <= {*times}]
    return min(1.0, by[max(both)][1] / by[max(both)][2] / 2) if both else None


def _need(need: str, source: str, far: Sequence[str]) -> str:
    return f"| {need} | {source} | {' | '.join(far)} |"


READ_IT = """\
Sizes are relationships, about; `scale_made.py` makes them from a seed, and nothing in them is real. A row
of the list is a part in a case, with who handles it, a citizenship, a handle, a link, and in every fourth
row a route: 46 of 100 relationships are ties of the entity network. Every number is one measurement, of a
process of its own. Neo4j has a heap of 3 GB and a page cache of 256 MB. A blank cell was not measured;
ordinary ingest is measured up to the size that `--load` says, and a store that was not loaded has nothing
to read. Beyond it, Neo4j is filled by its own importer, and the rest is read from there; Spark then reads
Parquet that `scale_parquet.py` made from the importer's files, the same nodes and claims in the same layout.

*Seconds* are by the clock, of the step alone; in brackets those of all processors, the server's and the
start of the program (1 to 3 seconds) included: on a busy machine they say more than the clock. *Memory* is
the most that was resident, of the process and what it started, plus that of the server where there is one:
the sum of the peaks of all. *Disk* of Neo4j is data and indexes of the import, without transaction
logs. *projection, from its file* is the same network the second time. Measures on *one machine* start from
that file, whichever store it was read from, and its reading is not in their seconds; corridors, cooperation
and detection ask the store."""
SPARK_IS = """\
Seconds by the clock; in brackets those of all processors, of driver and workers; then the memory of driver,
workers and executors together. *session* is the start of a driver and its executors, *projection* the
entity network, which is written down and then serves the measures of a network; the tables (corridors,
cooperation, detection) are asked of the export. One program asks all in this order. Executors have 1 GB
each, from 3 million relationships 3 GB, the driver the same. Workers have a core each, but this machine has
two, which the driver needs too: what two workers gain here is less than on two machines, and four only
share them. PageRank is `connectors`: 90 steps, for a result that is right to 6 digits, with degree and
reach; on one machine above it is PageRank alone."""
MODEL_IS = """\
Each cost is a fixed part and one that grows with the number of relationships m, or with m log m where that
is clearly nearer: least squares of relative errors, no part below zero. *Off* is the largest relative error
at the sizes measured. **Everything past the largest size in its line is extrapolation**, tenfold and a
hundredfold for most: it assumes the same mix of relationships, a machine with enough memory not to swap,
disks that keep up, and no other work beside. It does not know of caches that no longer hold the graph, nor
of a page cache smaller than the database. What was stopped after more time than its line would have had it
take has no line."""
NEEDS_ARE = """\
From the model, one after the other on cores like these. Workers assume that each further one is worth what
the second was here, where two cores held the driver too; many workers shuffle over a network, which was not
measured. Memory is that of netgraph's own process. It is not in the model of what takes what it is given:
servers (whose heap grew to its 3 GB), Spark's workers, the importer, and the writing of its files (which
`make bench-import` holds to 2 GB)."""
