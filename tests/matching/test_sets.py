"""A match finds exactly what both hold, shows sizes that say little, and needs no more than files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blind import CONTACT, SMALL, WAYS, Table
from netgraph.errors import CapabilityMissing, UsageError
from netgraph.matching.padding import padded, size_class

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = st.sets(st.integers(0, 60), max_size=40)
SOME = st.sets(st.integers(0, 60), min_size=1, max_size=40)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("way", WAYS)
@FEW
@given(mine=SOME, theirs=NUMBERS, which=st.booleans())
def test_a_match_is_the_intersection(
    way: str, mine: set[int], theirs: set[int], tmp_path_factory: pytest.TempPathFactory, *, which: bool
) -> None:
    """Count, and keys where they were asked for, are those of Python's own sets; the contact needs a hit."""
    table = Table(tmp_path_factory.mktemp("sets"), way)
    table.offer(mine, which=which)
    table.answer(theirs)
    found = table.reveal()

    both = mine & theirs
    assert (found.count, found.offered) == (len(both), len(mine))
    assert found.keys == (sorted(map(str, both)) if which else [])
    assert found.contact == (CONTACT if both else "")


@pytest.mark.parametrize("way", WAYS)
@FEW
@given(counts=st.tuples(*[st.integers(1, SMALL)] * 3), hits=st.integers(0, SMALL))
def test_files_are_as_long_whatever_is_in_them(
    way: str, counts: tuple[int, int, int], hits: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Within a size class neither the offer's nor the answer's length tells elements or hits."""
    lengths = set()
    for mine, theirs in ((counts[0], counts[1]), (counts[2], hits)):
        table = Table(tmp_path_factory.mktemp("sizes"), way)
        table.offer(range(mine))
        table.answer(range(theirs))
        lengths.add((table.offer_path.stat().st_size, table.answer_path.stat().st_size))

    assert len(lengths) == 1


@given(count=st.integers(0, 5_000))
def test_sizes_are_padded_to_a_class(count: int) -> None:
    """The size shown is a power of two, at least 1,024, and less than twice as large as it must be."""
    size = size_class(count)
    filled, places = padded([str(number) for number in range(count)])

    assert size.bit_count() == 1
    assert size >= max(count, 1_024)
    assert size == 1_024 or size < 2 * count
    assert len(filled) == len(set(filled)) == len(places) == size
    assert sorted(at for at in places if at >= 0) == list(range(count))
    assert all(filled[i] == str(at) for i, at in enumerate(places) if at >= 0)


@pytest.mark.parametrize("way", WAYS)
def test_files_are_private_and_the_secret_goes(way: str, tmp_path: Path) -> None:
    """Every file is for its owner alone; the secret is there until the answer is revealed, and then gone."""
    table = Table(tmp_path, way)
    made = table.offer([1, 2, 3], which=True)
    table.answer([2])

    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert made.secret.exists()
    assert table.reveal().keys == ["2"]
    assert not made.secret.exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """An offer or answer that is there is left alone, and a failed offer leaves no secret behind."""
    table = Table(tmp_path, "keyed")
    table.offer([1])
    before = table.offer_path.read_bytes()
    table.number -= 1
    table.offer_path.with_name("1.offer.secret").unlink()

    with pytest.raises(UsageError, match="already there"):
        table.offer([2])
    assert table.offer_path.read_bytes() == before
    assert not table.offer_path.with_name("1.offer.secret").exists()
    with pytest.raises(UsageError, match="nothing to offer"):
        table.offer([])


@pytest.mark.parametrize("way", WAYS)
def test_no_value_is_written_anywhere(way: str, tmp_path: Path) -> None:
    """No file of a match holds a value, and the ledgers tell each step with sizes and hashes."""
    numbers = ["+999 555 0100", "9995550100", "canary-7"]
    table = Table(tmp_path, way)
    table.offer(numbers)
    table.answer(numbers)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    table.reveal()
    steps = [step for ledger in (table.ken, table.uga) for step in ledger.steps()]

    assert not [number for number in numbers if number.encode() in written]
    assert [step["step"] for step in steps] == ["offer", "reveal", "answer"]
    assert {step["purpose"] for step in steps} == {"a test"}
    assert {step["by"] for step in steps} == {"analyst-1", "desk-2"}
    assert steps[0]["file"] == steps[1]["offer"] == steps[2]["offer"]
    assert (steps[2]["offered"], steps[2]["elements"], steps[2]["shown"]) == (SMALL, 3, SMALL)
    assert steps[1]["hits"] == 3


def test_without_the_library_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where openmined.psi is not installed, the error says how to get it, and what needs it not."""
    table = Table(tmp_path, "keyed")
    table.way = "psi"
    monkeypatch.setitem(sys.modules, "private_set_intersection.python", None)

    with pytest.raises(CapabilityMissing, match=r"needs the package openmined\.psi") as caught:
        table.offer([1])
    assert "netgraph-tip[match]" in caught.value.hint
    assert "--way keyed" in caught.value.hint
    assert list(tmp_path.iterdir()) == []
