"""Tables and bundles that one reader has: a new one of either kind is held against the other.

What the two would give away together, and how that is found, is in `netgraph.disclosure.remainders`. A bundle
beside another bundle gives nothing away: who is in either is released.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netgraph.disclosure.remainders import Remainder
from netgraph.disclosure.suppression import COUNT, REASON, SECONDARY
from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from netgraph.disclosure.differences import Published
    from netgraph.disclosure.holdings import Holding

AGAIN = (
    "release with another --ceiling, so that nobody whom the table counts is left out, or many are; netgraph "
    "audit show --event released tells of the table"
)


def withheld_beside(
    table: pd.DataFrame, counts: Published, tables: Sequence[Published], holdings: Sequence[Holding]
) -> pd.DataFrame:
    """Hide more of a new table where its reader could take out the persons of a bundle.

    Parameters
    ----------
    table : pandas.DataFrame
        As `netgraph.disclosure.differences.differences` gave it.
    counts : Published
        The same with all its counts.
    tables : sequence of Published
        What was published before.
    holdings : sequence of Holding
        Bundles that were released before.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    DisclosureError
        Hiding is not enough; it names the bundle.
    """
    found = table.copy()
    here = (counts.to, counts.state)
    before = list(dict.fromkeys(one for one in tables if (one.to, one.state) == here))
    beside = [(one, held) for one in holdings if (held := one.beside(counts.to))]
    hidden = found[COUNT].isna().to_numpy()
    while beside:
        was = hidden
        for one, held in beside:
            shown = [None if gone else count for gone, count in zip(hidden, counts.counts, strict=True)]
            now = replace(counts, counts=tuple(shown))
            try:
                hidden = hidden | Remainder.of([*before, now], held).hiding()
            except DisclosureError as cause:
                raise DisclosureError(
                    f"this table and the bundle or export {one.bundle[:12]} that {one.to} has would give "
                    f"small counts away together: {cause.message}",
                    hint="take other dimensions, broader values or another --ceiling; netgraph audit show "
                    "--event released tells of the bundle",
                ) from cause
        if (was == hidden).all():
            break
    found[COUNT] = found[COUNT].mask(hidden)
    found[REASON] = found[REASON].mask(hidden & table[REASON].isna().to_numpy(), SECONDARY)
    return found


def refuse_beside(holding: Holding, tables: Sequence[Published], names: Callable[[Published], str]) -> None:
    """Refuse a bundle whose persons, taken out of tables that its readers have, would leave a small count.

    Parameters
    ----------
    holding : Holding
    tables : sequence of Published
        What was published before.
    names : callable
        Says by which hash the audit log knows a table.

    Raises
    ------
    DisclosureError
        It names the table, and no number.
    """
    groups: dict[tuple[str, str], list[Published]] = {}
    for table in tables:
        groups.setdefault((table.to, table.state), []).append(table)
    for (to, _), some in groups.items():
        if not (held := holding.beside(to)):
            continue
        told = "; ".join(f"{', '.join(one.by)} ({names(one)[:12]} in the audit log)" for one in some)
        try:
            gives = Remainder.of(some, held).found()
        except DisclosureError as cause:
            raise _refused(to, told, f": {cause.message}") from cause
        if gives:
            raise _refused(to, told)


def _refused(to: str, told: str, why: str = "") -> DisclosureError:
    return DisclosureError(
        f"this and what {to} has already, victims by {told}, would give a small count away together{why}",
        hint=AGAIN,
    )
