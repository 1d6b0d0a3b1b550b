"""Tables beside bundles: an attacker who tries every world finds no more than may be found."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from disclosure.test_differences import BY, K, full, published, table_of
from netgraph.disclosure.beside import refuse_beside, withheld_beside
from netgraph.disclosure.counting import NOT_RECORDED
from netgraph.disclosure.differences import Published
from netgraph.disclosure.holdings import Holding
from netgraph.disclosure.released import noted_as
from netgraph.disclosure.suppression import COUNT
from netgraph.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

WORLDS = np.array(list(product(range(7), repeat=4))).reshape(-1, 2, 2)  # by sex and year


def holding(persons: Counts, *, sex: bool, to: str = "KEN") -> Holding:
    """Return a bundle of persons by sex and year, which tells the sex or does not."""
    held: dict[tuple[str | None, ...], int] = {}
    for (of_sex, year), count in np.ndenumerate(persons):
        values = (str(year), str(of_sex) if sex else None, *[NOT_RECORDED] * 4)
        held[values] = held.get(values, 0) + int(count)
    return Holding(to, "ab" * 32, {to: {values: n for values, n in held.items() if n}, "PUBLIC": {}})


def cells(counts: Counts) -> Counts:
    """Sum whole tables to their nine cells, totals last."""
    for axis in (-2, -1):
        counts = np.concatenate([counts, counts.sum(axis, keepdims=True)], axis)
    return counts.reshape(*counts.shape[:-2], 9)


def worlds(persons: Counts, *, sex: bool) -> Iterator[tuple[Counts, Counts, Counts]]:
    """Try each way: who the bundle's persons may be, whom the table counts, and who of those is left."""
    fits = (persons == WORLDS).all((1, 2)) if sex else (WORLDS.sum(1) == persons.sum(0)).all(1)
    are, nobody = WORLDS[fits], np.zeros((1, 2, 2), int)
    yield are, are, 0 * are
    for added, counted in ((WORLDS, True), (WORLDS, False)):
        first = np.repeat(are, len(added), 0)
        other = np.tile(added, (len(are), 1, 1))
        if counted:
            yield first, first + other, other
        else:
            inside = (other <= first).all((1, 2))
            yield first[inside], other[inside], np.broadcast_to(nobody, other[inside].shape)


def finds(table: Published, persons: Counts, *, sex: bool) -> bool:
    """Say whether somebody who tries all worlds finds anything."""
    shown = np.array([count is not None for count in table.counts])
    told = np.array([count or 0 for count in table.counts])
    believed = False
    for are, count, left in worlds(persons, sex=sex):
        alone = np.ptp(cells(are), axis=0)  # how much the bundle by itself leaves open
        fits = (cells(count)[:, shown] == told[shown]).all(1)
        if not fits.any():
            continue
        believed = True
        who, all_, rest = (cells(one[fits]) for one in (are, count, left))
        few = (np.ptp(rest, axis=0) < K) & (rest.max(0) > 0) & (rest.min(0) < K)
        near = np.ptp(all_, axis=0) < np.minimum(K, alone + rest.max(0))
        known = np.ptp(who, axis=0) < np.minimum(K, alone)
        if (few | (~shown & (near | known))).any():
            return True
    return not believed


def drawn(random: np.random.Generator) -> tuple[Counts, Counts]:
    """Draw a table of persons and a bundle: of the same, of fewer, of more, or neither."""
    counted = random.integers(0, 4, (2, 2))  # a year then has 6 at most, which `WORLDS` has too
    other = random.integers(0, 3, (2, 2)) * random.integers(0, 2, (2, 2))
    way = random.integers(0, 4)
    mixed = np.maximum(counted + other - random.integers(0, 2, (2, 2)), 0)
    return counted, [
        counted,
        np.maximum(counted - other, 0),
        np.minimum(counted + other, 3),
        np.minimum(mixed, 3),
    ][way]


@pytest.mark.parametrize("sex", [False, True])
def test_a_bundle_after_a_table(*, sex: bool) -> None:
    """It is refused where somebody who tries all worlds finds something, and nowhere else."""
    random = np.random.default_rng(7)
    outcomes = []
    for _ in range(24):
        counted, persons = drawn(random)
        if not persons.any():
            continue
        table = published(counted, "KEN", "a")
        outcomes.append(finds(table, persons, sex=sex))
        if outcomes[-1]:
            with pytest.raises(DisclosureError, match=noted_as(table)[:12]):
                refuse_beside(holding(persons, sex=sex), [table], noted_as)
        else:
            refuse_beside(holding(persons, sex=sex), [table], noted_as)
    assert 3 < sum(outcomes) < len(outcomes) - 3


@pytest.mark.parametrize("sex", [False, True])
def test_a_table_after_a_bundle(*, sex: bool) -> None:
    """It hides so much more that who tries all worlds finds nothing, or is refused."""
    random = np.random.default_rng(8)
    more = 0
    for _ in range(14):
        counted, persons = drawn(random)
        table, counts = table_of(counted), full(counted, BY, "KEN", "a")
        try:
            safe = withheld_beside(table, counts, [], [holding(persons, sex=sex)])
        except DisclosureError:
            continue
        assert not finds(Published.of(safe, BY, "KEN", "a", K), persons, sex=sex), (counted, persons)
        assert safe[COUNT].isna()[table[COUNT].isna()].all()
        more += int(safe[COUNT].isna().sum() > table[COUNT].isna().sum())
    assert more
