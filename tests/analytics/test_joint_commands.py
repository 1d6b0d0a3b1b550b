"""Cooperation, teams, holders, detection and what is not seen, as somebody types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from joint import joint
from netgraph.cli.main import run
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a store with the joint graph."""
    place: Path = tmp_path_factory.mktemp("joint") / "store"
    with open_store(str(place), create=True) as store:
        joint(store)
    return str(place)


@pytest.mark.parametrize(
    ("arguments", "rows", "first"),
    [
        (["cooperation"], 6, {"jurisdiction": "ITA", "other": "UGA", "basis": ""}),
        (["cooperation", "--limit", "1", "--merged"], 1, {"rank": 1, "shared": 1}),
        (["cooperation", "--by", "sex, age-band", "--limit", "2"], 2, {"sex": "Female", "age_band": "Adult"}),
        (["team"], 1, {"jurisdiction": "KEN", "stand_ins": ""}),
        (["team", "--keep", "gbr", "--cost", "UGA=0.5", "--around", "t/c3"], 2, {"jurisdiction": "GBR"}),
        (["team", "--of", "community", "--network", "entity"], 1, {"no_basis_with": ""}),
        (["holders", "s/c1", "--limit", "3"], 3, {"holder": "KEN", "direct": 1}),
        (["holders", "s/c1", "--claims"], 10, {"through": "Person", "claim_type": "HANDLED_BY"}),
        (["detection"], 5, {"jurisdiction": "GBR", "routes_to": 1, "detected_low": None}),
        (["detection", "--by", "exploitation", "--since", "2018"], 7, {"exploitation": "SexualExploitation"}),
        (["connectors", "--split", "sex", "--network", "entity"], 11, {"sex": "Female", "rank": 1}),
        (
            ["communities", "--split", "age_band", "--resolution", "0.01"],
            5,
            {"age_band": "Adult", "members": 4},
        ),
        (["components", "--split", "exploitation"], 6, {"exploitation": "ForcedBegging"}),
        (["brokers", "--split", "sex", "--limit", "1"], 3, {"sex": "Female"}),
        (["unseen", "--per", "all"], 10, {"kind": "Person", "share": 0.833333}),
        (["unseen", "--per", "both", "--limit", "1"], 1, {"share": 1.0}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_command_answers(
    arguments: list[str], rows: int, first: dict[str, Any], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command prints its rows as JSON, and the marking and the caveat beside them."""
    assert run(["analyse", *arguments, "-f", "json", "--store", where]) == 0

    told = capsys.readouterr()
    found = json.loads(told.out)["rows"]
    assert len(found) == rows
    assert {name: found[0][name] for name in first} == first
    assert "marking: TLP:" in told.err
    assert "mind: " in told.err


def test_people_see_intervals_in_one_column(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The table for people has no column for either end."""
    assert run(["analyse", "detection", "--store", where]) == 0

    header = capsys.readouterr().out.splitlines()[1]
    assert "detected_years" in header
    assert "detected_low" not in header


@pytest.mark.parametrize(
    ("arguments", "code", "cause"),
    [
        (["cooperation", "--by", "colour"], 2, "colour: use sex, age_band, exploitation"),
        (["team", "--cost", "KEN"], 2, "'KEN' is not of the form KEN=2"),
        (["team", "--keep", "FRA"], 1, "FRA touches nothing of this network"),
        (["holders", "nobody"], 1, "no claim on a case"),
    ],
)
def test_mistakes_are_explained(
    arguments: list[str], code: int, cause: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong option or key is named, with its exit code and no traceback."""
    assert run(["analyse", *arguments, "--store", where]) == code

    told = capsys.readouterr()
    assert told.out == ""
    assert cause in told.err
    assert "Traceback" not in told.err
