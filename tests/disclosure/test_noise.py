"""Tables with noise: what is drawn, what it costs, and that nothing but noisy counts comes from the data."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from disclosure.test_victims import made
from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure import Recipient
from netgraph.disclosure.books import NOISY
from netgraph.disclosure.budget import BUDGET, NoiseLedger
from netgraph.disclosure.domains import domains
from netgraph.disclosure.noise import Noisy, noisy, within
from netgraph.disclosure.victims import Victims
from netgraph.errors import AuditError, DisclosureError, UsageError
from netgraph.model import Marking
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from netgraph.store import Store

pytest.importorskip("opendp")
PUBLIC = Recipient("PUBLIC")
MANY = 19_000


def people(number: int) -> Victims:
    """Return so many women, and nobody else."""
    return Victims(pd.DataFrame({"sex": ["Female"] * number}), "s", Marking.CLEAR, 0)


def drawn(number: int, epsilon: float) -> NDArray[np.int64]:
    """Return noisy counts: of so many persons in the first cell, and of nobody in all others."""
    values = [("Female", *(str(at) for at in range(MANY - 1)))]
    return np.array(noisy(people(number), ["sex"], values, PUBLIC, epsilon).counts)


@pytest.mark.parametrize("epsilon", [0.3, 3.0])
def test_noise_is_discrete_laplace_of_the_stated_epsilon(epsilon: float) -> None:
    """Of 19,000 empty cells mean, spread and shares are as they must be; eight deviations off fail.

    Neighbouring values differ by e to the epsilon at most: that is the promise itself.
    """
    found, ratio = drawn(0, epsilon)[1:], math.exp(-epsilon)
    size, spread = len(found), math.sqrt(2 * ratio) / (1 - ratio)
    assert abs(found.mean()) < 8 * spread / math.sqrt(size)
    assert found.std() == pytest.approx(spread, rel=0.25)
    share = (1 - ratio) / (1 + ratio)
    counts = Counter(found.tolist())
    for value in range(-3, 4):
        expected = share * ratio ** abs(value)
        slack = 8 * math.sqrt(expected * (1 - expected) / size)
        assert counts[value] / size == pytest.approx(expected, abs=slack)
    assert np.abs(found).max() > within(1, epsilon)  # the tail is not cut off
    again = drawn(0, epsilon)[1:]
    assert (again != found).mean() > 0.05  # no seed


def test_counts_are_around_the_truth_and_so_are_their_sums() -> None:
    """95 of 100 counts are no further off than told, one alone and sums of many."""
    values = domains(["sex", "age_band", "exploitation"], {})
    frame = pd.DataFrame(
        {"sex": ["Female"] * 40, "age_band": ["Child"] * 40, "exploitation": ["several"] * 40}
    )
    off: dict[int, list[bool]] = {}
    for _ in range(40):
        table = noisy(
            Victims(frame, "s", Marking.CLEAR, 0), ["sex", "age_band", "exploitation"], values, PUBLIC, 1.0
        ).table()
        inside = table["sex"].isin(["Female", "total"]) & table["age_band"].isin(["Child", "total"])
        true = np.where(inside & table["exploitation"].isin(["several", "total"]), 40, 0)
        close = (table["count"] - true).abs() <= table["within"]
        for width, one in zip(table["within"], close, strict=True):
            off.setdefault(int(width), []).append(bool(one))
    assert len(off) > 5
    for width, close_ones in off.items():
        share, slack = np.mean(close_ones), 12 * math.sqrt(0.05 / len(close_ones))
        assert share > 0.95 - slack, width
    assert within(1, 1.0) == 3
    ratio = math.exp(-1.0)  # P(|X| > x) = 2 r^(x+1) / (1 + r)
    assert 2 * ratio**4 / (1 + ratio) < 0.05 < 2 * ratio**3 / (1 + ratio)


def test_values_are_fixed_before_the_data() -> None:
    """They come from code lists, ISO 3166 or the command line; years must be named."""
    assert domains(["age_band"], {}) == [("Child", "Adult", "not recorded")]
    (sexes,) = domains(["sex"], {})
    assert set(sexes) >= {"Female", "Male", "not recorded"}
    (states,) = domains(["country"], {})
    assert len(states) > 240
    assert states[-3:] == ("other", "several", "not recorded")
    year, exploitation = domains(
        ["year", "exploitation"], {"year": "2022-2023,2025", "exploitation": "ForcedLabour"}
    )
    assert year == ("2022", "2023", "2025", "other", "not recorded")
    assert exploitation == ("ForcedLabour", "other", "several", "not recorded")


@pytest.mark.parametrize(
    ("by", "given", "says"),
    [
        (["year"], {}, "years to be named"),
        (["year"], {"year": "2019-20"}, "no year"),
        (["year"], {"year": "2021,2024-2019"}, "the years 2024-2019 end before they begin"),
        (["sex"], {"sex": "Femal"}, "cannot be values of sex"),
        (["sex"], {"sex": "Female,Female"}, "cannot be values of sex"),
        (["sex"], {"country": "KEN"}, "not by"),
        (["shoe"], {}, "by some of"),
    ],
)
def test_other_values_are_refused(by: list[str], given: dict[str, str], says: str) -> None:
    """With the reason."""
    with pytest.raises(UsageError, match=says):
        domains(by, given)


@pytest.mark.parametrize("epsilon", [0.0, 11.0, math.nan])
def test_an_epsilon_that_means_nothing_is_refused(epsilon: float) -> None:
    """Too little is noise alone, too much protects nobody."""
    with pytest.raises(UsageError, match=r"from 0\.01 to 10"):
        noisy(people(3), ["sex"], domains(["sex"], {}), PUBLIC, epsilon)


ASKED = ["--dimensions", "year,sex", "--values", "year=2023-2024", "--epsilon", "1.25"]
LEAVES = ["--purpose", "yearly figures", "--by", "analyst-7", "-f", "json"]


def published(folder: Path, number: int, *, extra: bool) -> dict[str, str]:
    """Publish from a new store to the public and a State, and return each file with its counts taken out."""
    folder.mkdir()
    nodes, claims, _ = made(number)
    if extra:  # somebody in a year and of a sex, and under a marking, that nobody else has
        mark = {"handling": "AMBER+STRICT", "releasable_to": ["KEN"]}
        nodes += [
            ("Person", "s/x", {"sex": "Other", **mark}),
            ("Case", "s/x", {"opened": "1999-01-01", **mark}),
        ]
        part = {"role": "Victim", "record": "x", **mark}
        claims += [(("Person", "s/x"), "INVOLVED_IN", ("Case", "s/x"), part)]
    with open_store(str(folder / "store"), create=True) as store:
        fill(store, nodes, claims)
    for to in ("PUBLIC", "KEN"):
        command = ["statistics", "--store", str(folder / "store"), *ASKED, *LEAVES, "--to", to]
        assert run([*command, "-o", str(folder / f"{to}.json")]) == 0
    found = {path.name: path.read_text() for path in sorted(folder.glob("*.*")) if path.is_file()}
    for to in ("PUBLIC", "KEN"):
        document = json.loads(found[f"{to}.json"])
        for row in document["rows"]:
            row.pop("count")
        found[f"{to}.json"] = json.dumps(document)
    return found


def test_nothing_but_noisy_counts_depends_on_the_data(tmp_path: Path) -> None:
    """With nobody at all, and with hundreds and one apart: rows, order, marking and note are the same."""
    nobody = published(tmp_path / "nobody", 0, extra=False)
    assert set(nobody) == {"PUBLIC.json", "PUBLIC-method.md", "KEN.json", "KEN-method.md"}
    assert published(tmp_path / "many", 150, extra=True) == nobody


def test_from_the_store_to_the_file_and_the_budget(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Epsilon stands in file, note, audit log and ledger; a spent budget and a second way are refused."""
    place = str(tmp_path / "store")
    nodes, claims, people_ = made(300)
    with open_store(place, create=True) as store:
        fill(store, nodes, claims)
    common = ["statistics", "--store", place, *ASKED]
    assert run([*common, "--to", "PUBLIC", "--preview"]) == 0
    told = capsys.readouterr()
    assert "1.25 of 3" in told.err
    assert "count" not in told.out.lower().split()

    file = tmp_path / "one.json"
    leaves = [*LEAVES, "--to", "PUBLIC"]
    assert run([*common, *leaves, "-o", str(file)]) == 0
    document = json.loads(file.read_text())
    assert document["epsilon"] == 1.25
    assert document["delta"] == 0
    table = pd.DataFrame(document["rows"]).set_index(["year", "sex"])
    assert table.loc[("total", "total"), "count"] == sum(
        row["count"] for row in document["rows"] if "total" not in {row["year"], row["sex"]}
    )
    true = Counter((p["year"], p["sex"]) for p in people_ if p["to"] == "PUBLIC")
    cells = [key for key in table.index if "total" not in key]
    off = [table.loc[key, "count"] - true[key] for key in cells]
    assert all(abs(one) < 60 for one in off)  # e^-75 away
    assert "epsilon 1.25, delta 0" in (tmp_path / "one-method.md").read_text()
    assert "hidden" not in table.columns

    assert run([*common, *leaves, "-o", str(tmp_path / "two.json")]) == 0
    assert run([*common, *leaves, "-o", str(tmp_path / "three.json")]) == 1
    assert "2.5 of 3 spent" in capsys.readouterr().err
    assert not (tmp_path / "three.json").exists()
    assert run([*common, *LEAVES, "--to", "KEN", "-o", str(tmp_path / "ken.json")]) == 1  # has the public's
    assert run([*common, *leaves, "--budget", "4", "-o", str(tmp_path / "three.json")]) == 0
    exact = ["statistics", "--store", place, "--dimensions", "sex", *LEAVES, "--to", "KEN"]
    capsys.readouterr()
    assert run([*exact, "-o", str(tmp_path / "exact.json")]) == 1
    assert "tables with noise already" in capsys.readouterr().err

    assert run(["audit", "show", "--store", place, "-f", "json"]) == 0
    assert capsys.readouterr().out.count("epsilon") >= 3
    with open_store(place) as store:
        ledger = NoiseLedger(store)
        assert [line.table.epsilon for line in ledger.lines()] == [1.25] * 3
        assert ledger.spent("KEN") == 3.75
        assert store.lasting is not None
        kept = store.lasting / NOISY
        kept.write_bytes(b"".join(kept.read_bytes().splitlines(keepends=True)[1:]))
        with pytest.raises(AuditError, match="is not as the audit log says"):
            ledger.spent("KEN")


def test_budgets_are_kept_by_reader(tmp_path: Path) -> None:
    """What the public has counts for every State, and of the States for the public; a raised budget stays."""
    with open_store(str(tmp_path / "store"), create=True) as store:
        ledger = NoiseLedger(store)

        def spend(to: str, epsilon: float, budget: float | None = None) -> None:
            table = Noisy(to, ("sex",), (("Female", "Male"),), epsilon, (3, -1))
            ledger.append(table, Marking.GREEN, budget=budget, by="analyst-7", why="figures")

        spend("KEN", 1.0)
        spend("UGA", 2.0)
        assert ledger.afford("PUBLIC", 1.0, None) == (BUDGET, 3.0)
        with pytest.raises(DisclosureError, match="2 of 3 spent"):
            spend("PUBLIC", 1.5)
        spend("PUBLIC", 1.0)
        assert ledger.spent("ITA") == 1.0
        with pytest.raises(DisclosureError):
            spend("UGA", 0.01)
        spend("UGA", 0.5, 5.0)
        assert ledger.afford("UGA", 1.0, None) == (5.0, 4.5)
        with pytest.raises(UsageError, match="above 0"):
            ledger.afford("UGA", 1.0, math.inf)


def test_a_smaller_budget_of_a_state_holds_for_the_public_too(embedded: Store) -> None:
    """Its readers see what the public sees, whatever was allowed to the public."""
    ledger = NoiseLedger(embedded)
    table = Noisy("KEN", ("sex",), (("Female", "Male"),), 0.5, (3, -1))
    ledger.append(table, Marking.GREEN, budget=1.0, by="analyst-7", why="figures")
    assert ledger.afford("PUBLIC", 0.5, None) == (BUDGET, 1.0)
    for budget in (None, 5.0):
        with pytest.raises(DisclosureError, match=r"for KEN .* 0\.5 of 1 spent"):
            ledger.afford("PUBLIC", 0.75, budget)
    ledger.append(table, Marking.GREEN, budget=2.0, by="analyst-7", why="figures")
    assert ledger.afford("PUBLIC", 0.75, None) == (BUDGET, 1.75)


def test_no_line_gives_budget_back(embedded: Store) -> None:
    """Of two lines that are the same one is missed; lines that no log knows spend, and allow nothing."""
    ledger = NoiseLedger(embedded)
    table = Noisy("KEN", ("sex",), (("Female", "Male"),), 1.0, (3, -1))
    for _ in range(2):
        ledger.append(table, Marking.GREEN, budget=None, by="analyst-7", why="figures")
    assert ledger.spent("KEN") == 2.0
    assert embedded.lasting is not None
    file = embedded.lasting / NOISY
    one, other = file.read_bytes().splitlines(keepends=True)
    assert one == other
    file.write_bytes(one)
    with pytest.raises(AuditError, match="not as the audit log says"):
        ledger.spent("KEN")
    line = json.loads(one)
    for epsilon in (-2.0, 0.0, math.nan, 1e-12):
        file.write_bytes(one + other + json.dumps(line | {"epsilon": epsilon}).encode() + b"\n")
        with pytest.raises(AuditError, match="cannot be read"):
            ledger.spent("KEN")
    file.write_bytes(one + other + json.dumps(line | {"epsilon": 0.5, "budget": 100.0}).encode() + b"\n")
    assert (ledger.spent("KEN"), ledger.budget("KEN")) == (2.5, BUDGET)


def test_what_does_not_go_together_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reason."""
    with open_store(str(tmp_path / "store"), create=True) as store:
        fill(store, *made(3)[:2])
    command = ["statistics", "--store", str(tmp_path / "store"), "--dimensions", "sex", "--to", "KEN"]
    for given, says in (
        (["--values", "sex=Female"], "go with --epsilon"),
        (["--epsilon", "1", "--k", "5"], "do not go with --epsilon"),
        (["--epsilon", "1", "--values", "sex"], "DIM=VALUE"),
        (["--epsilon", "1", "--budget", "0.5"], "does not allow"),
        *((["--epsilon", wrong], "from 0.01 to 10") for wrong in ("0", "-1", "nan", "inf", "1e-7")),
        (["--epsilon", "1", "--dimensions", "citizenship,country"], "cells at most"),
    ):
        assert run([*command, "--preview", *given]) in {1, 2}
        assert says in capsys.readouterr().err
