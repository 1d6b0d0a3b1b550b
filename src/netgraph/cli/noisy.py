"""What ``netgraph statistics --epsilon`` does: a table with noise, its note, and synthetic records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from netgraph.cli.options import say

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.disclosure import Recipient
    from netgraph.disclosure.budget import NoiseLedger
    from netgraph.model import Marking
    from netgraph.store import Store

SYNTHETIC, QUALITY = "-synthetic.csv", "-synthetic-quality.csv"


@dataclass(frozen=True)
class Asked:
    """What the command line says of a table with noise."""

    names: list[str]
    values: dict[str, str]
    to: Recipient
    ceiling: Marking
    epsilon: float
    budget: float | None
    by: str | None
    purpose: str


def values_of(given: tuple[str, ...]) -> dict[str, str]:
    """Read ``--values DIM=A,B`` as often as it is given."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, values = text.partition("=")
        if not sign or name.strip() in found:
            raise click.UsageError("--values is DIM=VALUE,VALUE, once for each dimension")
        found[name.strip()] = values
    return found


def beside(path: Path, *, synthetic: bool) -> list[Path]:
    """Name all files that are written with a table."""
    endings = ["-method.md", *([SYNTHETIC, QUALITY] if synthetic else [])]
    return [path, *(path.with_name(path.stem + ending) for ending in endings)]


def preview_noisy(store: Store, asked: Asked, *, format_: str, output: str | None) -> None:
    """Say what a table would have and cost. No noise is drawn: what was seen would have to be paid for."""
    import pandas as pd  # noqa: PLC0415 - keeps --help fast

    from netgraph.cli.show import show  # noqa: PLC0415
    from netgraph.disclosure.noise import WITHIN, marking_of, within  # noqa: PLC0415

    values, _, limit, spent = _planned(store, asked)
    cells = 1
    for some in values:
        cells *= len(some)
    rows = [
        {"dimension": name, "values": len(some), WITHIN: within(cells // len(some), asked.epsilon)}
        for name, some in zip(asked.names, values, strict=True)
    ]
    rows += [
        {"dimension": "each cell", "values": cells, WITHIN: within(1, asked.epsilon)},
        {"dimension": "total", "values": 1, WITHIN: within(cells, asked.epsilon)},
    ]
    about = {"recipient": asked.to.code, "epsilon": asked.epsilon, "budget": limit, "spent": spent}
    marking = marking_of(asked.to, asked.ceiling)
    show(pd.DataFrame(rows), about, marking=marking, format_=format_, output=output, title="Before any noise")
    say(
        f"a count would be within so much of the truth in 95 of 100 cases; epsilon {spent:g} of {limit:g} "
        "would be spent. Nothing was drawn, and no ledger written: counts are shown once, when they leave."
    )


def publish_noisy(store: Store, asked: Asked, path: Path, format_: str, *, synthetic: bool) -> None:
    """Draw the noise, note down what it spends, and write the files."""
    from netgraph.cli.show import show  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.noise import marking_of, noise_note, noisy  # noqa: PLC0415
    from netgraph.disclosure.private import write_new  # noqa: PLC0415
    from netgraph.disclosure.standin import quality, records, standin_note  # noqa: PLC0415
    from netgraph.disclosure.victims import INVENTED, victims  # noqa: PLC0415
    from netgraph.exchange import table_bytes  # noqa: PLC0415

    values, ledger, limit, spent = _planned(store, asked)
    marking = marking_of(asked.to, asked.ceiling)
    found = victims(store, asked.to, asked.ceiling)
    table = noisy(found, asked.names, values, asked.to, asked.epsilon)
    ledger.append(table, marking, budget=asked.budget, by=asked.by, why=asked.purpose)
    told = (INVENTED if found.synthetic else "") + noise_note(table, marking, limit, spent)
    if synthetic:
        rows = records(table)
        told += "\n" + standin_note(table, rows)
        for ending, frame in {SYNTHETIC: rows, QUALITY: quality(table, rows)}.items():
            content = table_bytes(frame, {}, marking=marking, format_="csv")
            write_new(path.with_name(path.stem + ending), content)
    write_new(path.with_name(f"{path.stem}-method.md"), told.encode())
    about = {
        "recipient": asked.to.code,
        "dimensions": asked.names,
        "epsilon": asked.epsilon,
        "delta": 0,
        "budget": limit,
        "spent": spent,
        "method": told,
    }
    show(table.table(), about, marking=marking, format_=format_, output=str(path), title="Victims")
    say(told)


def _planned(store: Store, asked: Asked) -> tuple[list[tuple[str, ...]], NoiseLedger, float, float]:
    """Fix the values, and refuse what cannot be drawn and what the ledgers do not allow."""
    from netgraph.disclosure.budget import NoiseLedger, one_way  # noqa: PLC0415 - keeps --help fast
    from netgraph.disclosure.domains import domains  # noqa: PLC0415
    from netgraph.disclosure.noise import check  # noqa: PLC0415
    from netgraph.disclosure.released import Ledger  # noqa: PLC0415

    values = domains(asked.names, asked.values)
    check(asked.names, values, asked.epsilon)
    ledger = NoiseLedger(store)
    one_way(asked.to, Ledger(store), ledger, noise=True)
    return values, ledger, *ledger.afford(asked.to.code, asked.epsilon, asked.budget)
