"""A decision on two records before it is written: what it says, and whether it can be written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from netgraph.errors import DataError, UsageError
from netgraph.model import Marking, load_schema, strictest
from netgraph.model.wording import reference, refuse_identifying
from netgraph.resolution.judgements import JUDGEMENTS
from netgraph.resolution.model import LABELS
from netgraph.store import lookups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netgraph.model.wording import Scan
    from netgraph.store import Store

Pair = tuple[str, str, str]
"""Label and both keys, the smaller first."""


@dataclass(frozen=True)
class Decision:
    """What somebody decided about two records.

    Attributes
    ----------
    first, second : str
        Keys of the records, in any order.
    judgement : {"positive", "negative", "unsure"}
    by : str
        A pseudonymous reference of the analyst.
    why : str
        In words that identify nobody.
    score : float, optional
        How alike the two are, 0 to 1, if scored.
    label : str, optional
        Person or Organization; needed only where both labels have such keys.
    handling : str, optional
        A marking; it counts where it is stricter than those of the records.
    at : str, optional
        The day, ISO 8601; today when not given.
    where : str
        How messages name the decision, such as "decisions.csv, row 7".
    """

    first: str
    second: str
    judgement: str
    by: str
    why: str
    score: float | None = None
    label: str | None = None
    handling: str | None = None
    at: str | None = None
    where: str = "the decision"


def checked(decision: Decision, today: str, scan: Scan) -> Decision:
    """Check what can be checked without the store."""
    at = decision.where
    if decision.judgement not in JUDGEMENTS:
        raise DataError(f"{at}: the judgement is not known", hint=f"it is one of {', '.join(JUDGEMENTS)}")
    if decision.first == decision.second:
        raise DataError(f"{at}: both records are one record", hint="give the keys of two records")
    if decision.score is not None and not 0 <= decision.score <= 1:
        raise DataError(
            f"{at}: the score is not between 0 and 1", hint="leave it out where nothing was scored"
        )
    return replace(
        decision,
        by=reference(decision.by, f"{at}: who decided"),
        why=refuse_identifying(decision.why, f"{at}: the reason", scan),
        at=_day(decision.at or today, today, at),
        handling=decision.handling and _marking(decision.handling, at),
    )


def _day(text: str, today: str, where: str) -> str:
    try:
        day = f"{datetime.strptime(text, '%Y-%m-%d'):%Y-%m-%d}"  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise DataError(f"{where}: the day is no date", hint="write it as 2024-05-17") from None
    if day > today:
        raise DataError(f"{where}: the day is in the future", hint="give the day on which it was decided")
    return day


def _marking(text: str, where: str) -> str:
    code = load_schema().codelists["handling"].find(text.strip().upper().removeprefix("TLP:"))
    if code is None:
        raise DataError(f"{where}: the marking is not known", hint="CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
    return code


def placed(store: Store, decisions: Sequence[Decision]) -> list[tuple[Decision, Pair, Marking]]:
    """Find the records of each decision: label, both keys in order, and the stricter marking."""
    keys = sorted({key for decision in decisions for key in (decision.first, decision.second)})
    there = {
        label: {
            row["key"]: Marking.parse(row.get("handling"))
            for row in store.read(lookups.nodes_by_key(label, ["handling"]), {"keys": keys}).to_pylist()
        }
        for label in LABELS
    }
    found: list[tuple[Decision, Pair, Marking]] = []
    seen: dict[Pair, str] = {}
    for decision in decisions:
        ends = sorted([decision.first, decision.second])
        known = [name for name in LABELS if all(key in there[name] for key in ends)]
        labels = [name for name in known if decision.label in {None, name}]
        if not labels:
            raise DataError(
                f"{decision.where}: the store does not hold both records under one label",
                hint="give keys as netgraph resolve candidates shows them",
            )
        if len(labels) > 1:
            raise UsageError(
                f"{decision.where}: persons and organizations have these keys", hint="add --label"
            )
        pair = (labels[0], ends[0], ends[1])
        if pair in seen:
            raise DataError(
                f"{decision.where} and {seen[pair]} are about the same two records", hint="keep one"
            )
        seen[pair] = decision.where
        markings = [there[labels[0]][key] for key in ends]
        own = [decision.handling] if decision.handling else []
        found.append((decision, pair, strictest([*markings, *own])))
    return found
