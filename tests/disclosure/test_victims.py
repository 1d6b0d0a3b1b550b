"""Tables of victims, from a store to a file, counted apart in plain Python."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure import Recipient
from netgraph.disclosure.budget import NoiseLedger, one_way
from netgraph.disclosure.noise import Noisy
from netgraph.disclosure.released import Ledger
from netgraph.disclosure.victims import victims
from netgraph.errors import DisclosureError
from netgraph.model import Marking
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from graphs import Claim, Node
    from netgraph.store import Store

BOUND: dict[str, dict[str, Any]] = {
    "KEN": {"handling": "AMBER", "releasable_to": ["KEN"]},
    "": {"handling": "RED"},
    "PUBLIC": {},
}
BANDS = {"9-17": "Child", "24-26": "Adult", "48+": "Adult"}
TO_KEN = ["--to", "KEN", "--purpose", "yearly figures", "--by", "analyst-7"]


def made(number: int) -> tuple[list[Node], list[Claim], list[dict[str, Any]]]:
    """Return persons in cases, and what each is, for whom."""
    chance = random.Random(11)  # noqa: S311 - a seeded world, no secret
    nodes: list[Node] = [("Jurisdiction", state, {"name": state}) for state in ("KEN", "ITA", "NGA")]
    claims: list[Claim] = []
    people: list[dict[str, Any]] = []
    for at in range(number):
        one: dict[str, Any] = {
            "sex": chance.choice(["Female", "Female", "Male"]),
            "band": chance.choice(list(BANDS)),
            "year": chance.choice(["2023", "2024"]),
            "country": chance.choice(["KEN", "ITA"]),
            "to": chance.choice(["KEN", "PUBLIC", "PUBLIC", ""]),
        }
        mark, person, case = BOUND[one["to"]], ("Person", f"s/p{at}"), ("Case", f"s/c{at}")
        nodes += [
            (*person, {"sex": one["sex"], "age_band": one["band"], **mark}),
            (*case, {"opened": f"{one['year']}-03-01", **mark}),
        ]
        claims += [
            (person, "INVOLVED_IN", case, {"role": "Victim", "record": f"r{at}", **mark}),
            (case, "HANDLED_BY", ("Jurisdiction", one["country"]), {"record": f"h{at}", **mark}),
        ]
        people.append(one)
    return nodes, claims, people


def test_every_store_counts_the_same(store: Store) -> None:
    """Each person once, whom the recipient may have; two values are several; the ledgers hold."""
    nodes, claims, people = made(60)
    twice = {"role": "Victim", "record": "again", "exploitation": ["ForcedLabour", "Servitude"]}
    first = next(at for at, one in enumerate(people) if one["to"] == "PUBLIC")
    other = next(at for at, one in enumerate(people) if one["to"] == "PUBLIC" and at != first)
    claims += [(("Person", f"s/p{first}"), "INVOLVED_IN", ("Case", f"s/c{other}"), twice)]
    fill(store, nodes, claims)
    ken = Recipient("KEN")
    found = victims(store, ken)
    goes = [one for one in people if one["to"]]
    assert len(found.frame) == len(goes)
    assert found.withheld == len(people) - len(goes)
    assert (found.marking, found.synthetic) == (Marking.AMBER, False)
    assert Counter(found.frame["sex"]) == Counter(one["sex"] for one in goes)
    assert Counter(found.frame["age_band"]) == Counter(BANDS[one["band"]] for one in goes)
    assert list(found.frame["exploitation"]).count("several") == 1
    both = {people[first]["country"], people[other]["country"]}
    assert list(found.frame["country"]).count("several") == (len(both) - 1)
    if store.lasting is not None:
        table = Noisy("KEN", ("sex",), (("Male",),), 1.0, (4,))
        NoiseLedger(store).append(table, Marking.GREEN, budget=None, by="analyst-7", why="figures")
        assert [line.table for line in NoiseLedger(store).lines()] == [table]
        with pytest.raises(DisclosureError, match="tables with noise"):
            one_way(ken, Ledger(store), NoiseLedger(store), noise=False)


def test_victims_from_the_store_to_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What may go counts once; small counts are hidden; each file is noted, and held against the next."""
    place, (nodes, claims, people) = str(tmp_path / "store"), made(400)
    with open_store(place, create=True) as store:
        fill(store, nodes, claims)
    common = ["statistics", "--store", place, "--dimensions", "year,sex,age_band"]
    file = tmp_path / "victims.csv"

    assert run([*common, *TO_KEN, "-f", "csv", "-o", str(file), "--percent-of", "sex"]) == 0
    table = pd.read_csv(file, dtype={"year": str})
    true: Counter[tuple[Any, ...]] = Counter(
        (p["year"], p["sex"], BANDS[p["band"]]) for p in people if p["to"]
    )
    told = {tuple(row[:3]): row[3] for row in table.dropna(subset="count").to_numpy().tolist()}
    assert told["total", "total", "total"] == sum(true.values())
    shown = {cell: count for cell, count in told.items() if "total" not in cell}
    assert shown
    assert all(true[cell] == count for cell, count in shown.items())
    assert min(told.values()) >= 11
    assert {"reason"}.isdisjoint(table.columns)
    assert set(table["handling"]) == {"AMBER"}
    assert "Nothing is rounded" in (tmp_path / "victims-method.md").read_text()

    assert run([*common, *TO_KEN, "-f", "csv", "-o", str(file)]) == 2
    assert "never overwritten" in capsys.readouterr().err
    public = ["--to", "PUBLIC", "--purpose", "figures", "-f", "json", "-o", str(tmp_path / "public.json")]
    assert run([*common, *public]) == 0
    rows = json.loads((tmp_path / "public.json").read_text())["rows"]
    total = next(row for row in rows if {row["year"], row["sex"], row["age_band"]} == {"total"})
    assert total["count"] in {None, sum(p["to"] == "PUBLIC" for p in people)}

    # One person more: nothing that both tables tell may differ by one.
    more = ("Person", "s/new"), ("Case", "s/new")
    with open_store(place) as store:
        fill(
            store,
            [(*more[0], {"sex": "Male", "age_band": "9-17"}), (*more[1], {"opened": "2024-01-01"})],
            [(more[0], "INVOLVED_IN", more[1], {"role": "Victim", "record": "new"})],
        )
    again = tmp_path / "again.csv"
    assert run([*common, *TO_KEN, "-f", "csv", "-o", str(again)]) == 0
    both = table.merge(pd.read_csv(again, dtype={"year": str}), on=["year", "sex", "age_band"])
    assert both["count_y"].notna().any()
    assert (both["count_x"] - both["count_y"]).dropna().eq(0).all()
    capsys.readouterr()
    assert run(["audit", "show", "--store", place, "-f", "json"]) == 0
    assert json.dumps(json.loads(capsys.readouterr().out)).count('"released"') >= 3


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--dimensions", "year", "--to", "KEN"], "need --output and --purpose"),
        (["--dimensions", "year,shoe", "--to", "KEN", "--preview"], "has one to 6 of"),
        (["--dimensions", "year", "--to", "KEN", "--preview"], "fewer than 11 victims"),
        (["--dimensions", "year", "--to", "KEN", "--preview", "--percent-of", "sex"], "one of --dimensions"),
    ],
)
def test_what_cannot_be_told_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], says: str
) -> None:
    """With the reason and a next step."""
    nodes, claims, _ = made(8)
    with open_store(str(tmp_path / "store"), create=True) as store:
        fill(store, nodes, claims)
    assert run(["statistics", "--store", str(tmp_path / "store"), *given]) in {1, 2}
    assert says in capsys.readouterr().err
