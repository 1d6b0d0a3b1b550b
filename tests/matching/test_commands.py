"""The three commands, from store to store: over a file where keys differ, without where one is shared."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from blind import need_psi
from identifier_keys import KEY, OTHER_KEY
from netgraph.cli.main import run
from netgraph.disclosure.audit import audit_log
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.embedded

MAPPING = """
mapping: 1
name: little
summary: Who uses what.
source: {name: little, doc: Made for a test., licence: None.}
record: [person]
columns:
  person: {doc: Reference.}
  case: {doc: Case.}
  value: {doc: Value.}
nodes:
  person: {type: Person, key: [person], required: true}
  case: {type: Case, key: [case]}
  identifier: {type: Identifier, identifier: {kind: {literal: Phone}, value: value}}
relationships:
  - {type: USES, start: person, end: identifier}
  - {type: INVOLVED_IN, start: person, end: case, properties: {role: {literal: Recruiter}}}
"""
KEN = [["p1", "c1", "+999 555 0100"], ["p2", "c2", "+999 555 0101"], ["p3", "c3", "+999 555 0102"]]
UGA = [["q1", "d1", "00999-555-0101"], ["q2", "d2", "+999 555 0109"], ["q3", "d3", "+999 (555) 0102"]]
WHO = ["--party", "KEN", "--partner", "UGA", "--by", "analyst-1"]
DESK = ["--party", "UGA", "--partner", "KEN", "--by", "desk-2"]
CONTACT = ["--contact", "desk@example.org"]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store for each party, and one of UGA that the key of KEN hashed."""
    folder = tmp_path_factory.mktemp("parties")
    (folder / "little.yaml").write_text(MAPPING, encoding="utf-8")
    for party, key, rows in (("ken", KEY, KEN), ("uga", OTHER_KEY, UGA), ("uga", KEY, UGA)):
        with (folder / f"{party}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([["person", "case", "value"], *rows])
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setenv("NETGRAPH_IDENTIFIER_KEY", key)
            patch.setenv("NETGRAPH_STORE", f"store-{party}-{key[:2]}")
            load = ("ingest", "little.yaml", f"{party}.csv", "--source", party, "--handling", "AMBER")
            assert run([*load]) == 0
    return folder


@pytest.fixture
def desk(stores: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return what runs a command at one party with a key, in an empty folder that has the files of values."""
    monkeypatch.delenv("NETGRAPH_IDENTIFIER_KEY_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    for name in ("ken.csv", "uga.csv"):
        (tmp_path / name).write_bytes((stores / name).read_bytes())

    def at(party: str, key: str, *words: str) -> int:
        monkeypatch.delenv("NETGRAPH_MATCH_LEDGER", raising=False)
        monkeypatch.setenv("NETGRAPH_IDENTIFIER_KEY", key)
        monkeypatch.setenv("NETGRAPH_STORE", str(stores / f"store-{party}-{key[:2]}"))
        return run([*words])

    return at


def steps(stores: Path) -> list[dict[str, Any]]:
    """Return what the ledger of UGA with the key of KEN has of answers."""
    lines = (stores / "store-uga-0f" / "matches.jsonl").read_text(encoding="utf-8").splitlines()
    return [step for step in map(json.loads, lines) if step["step"] == "answer"]


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def values(file: str) -> list[str]:
    """Return the options that take values from a file."""
    return ["--file", file, "--column", "value", "--kind", "phone"]


def test_parties_with_different_keys_match_over_a_file(
    desk: Callable[..., int], stores: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """First how many, then which, then the own cases; no value, key or hash of the partner is ever shown."""
    need_psi()
    capsys.readouterr()
    for step in ("one", "two"):
        which = ["--which"] if step == "two" else []
        offer = ("match", "offer", f"{step}.offer", "--purpose", "joint case", *values("ken.csv"), *which)
        assert desk("ken", KEY, *offer, *WHO) == 0
        files = (f"{step}.offer", f"{step}.answer")
        assert (
            desk("uga", OTHER_KEY, "match", "answer", *files, *values("uga.csv"), *which, *CONTACT, *DESK)
            == 0
        )
        assert desk("ken", KEY, "match", "reveal", *files, *WHO, "--format", "csv") == 0
        told = capsys.readouterr()
        assert "hit: UGA holds 2 of the 3 identifiers that you offered" in told.out
        assert "ask: desk@example.org" in told.out
        assert "by a release" in told.err
        rows = [line.partition(",")[2] for line in told.out.splitlines() if line.startswith("phone/")]
        listed = ["ken/p2,ken/c2,AMBER", "ken/p3,ken/c3,AMBER"] if which else []
        assert sorted(rows) == listed
        assert "uga/" not in told.out + told.err
    written = [path for path in tmp_path.iterdir() if path.suffix in {".offer", ".answer", ".secret"}]
    written += stores.glob("store-*/*.jsonl")  # ledgers and audit logs
    everything = b"".join(path.read_bytes() for path in written)
    assert len([path for path in written if path.name == "matches.jsonl"]) >= 2
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    for secret in (KEY, OTHER_KEY, "5550101", "555 0101", "555-0101"):
        assert secret.encode() not in everything


@pytest.mark.parametrize("way", ["keyed", "psi"])
def test_parties_that_share_a_key_match_from_their_stores(
    way: str, desk: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """No file of values is needed; a store that another key hashed is refused, and so is a second answer."""
    if way == "psi":
        need_psi()
    assert (
        desk("ken", KEY, "match", "offer", "o", "--purpose", "joint case", "--way", way, "--which", *WHO) == 0
    )
    answer = ("match", "answer", "o", "a", "--which", *CONTACT, *DESK)
    assert desk("uga", OTHER_KEY, *answer) == 1
    assert "made with the key of fingerprint" in capsys.readouterr().err
    assert desk("uga", KEY, *answer) == 0
    assert desk("uga", KEY, "match", "answer", "o", "b", "--which", *CONTACT, *DESK) == 1
    assert "this offer was answered before" in capsys.readouterr().err
    assert desk("ken", KEY, "match", "reveal", "o", "a", *WHO) == 0
    assert "hit: UGA holds 2 of the 3 identifiers" in capsys.readouterr().out
    assert desk("ken", KEY, "match", "reveal", "o", "a", *WHO) == 1
    assert "the offer was revealed before" in capsys.readouterr().err


def test_the_ceiling_and_the_budget_hold(
    desk: Callable[..., int], stores: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is marked above the ceiling is not offered, and above the budget nothing is answered."""
    offer = ("match", "offer", "o", "--purpose", "joint case", "--way", "keyed")
    assert desk("ken", KEY, *offer, "--ceiling", "green", *WHO) == 2
    assert "there is nothing to offer: 3 above the ceiling" in capsys.readouterr().err
    assert desk("ken", KEY, "keys", "signing", "ken.sign") == 0
    assert desk("ken", KEY, *offer, "--sign", "ken.sign", *WHO) == 0
    answer = ("match", "answer", "o", "a", *CONTACT, *DESK)
    capsys.readouterr()
    assert desk("uga", KEY, *answer, "--elements", "1000") == 1
    assert "the budget of KEN is used up" in capsys.readouterr().err
    assert desk("uga", KEY, *answer) == 0
    (last,) = [step for step in steps(stores) if step["file"] == sha256(tmp_path / "a")]
    assert (last["step"], last["purpose"], last["elements"]) == ("answer", "joint case", 3)
    # Another ledger would begin another budget; the audit log, which is chained, knows better.
    assert desk("ken", KEY, *offer[:2], "again", *offer[3:], *WHO) == 0
    answer = ("match", "answer", "again", "b", *CONTACT, *DESK, "--ledger", "elsewhere.jsonl")
    assert desk("uga", KEY, *answer) == 1
    assert "the audit log tells of" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()
    assert desk("uga", KEY, "audit", "verify") == 0
    with open_store(str(stores / "store-uga-0f")) as store:
        stages = [entry.facts["stage"] for entry in audit_log(store).entries() if entry.event == "matched"]
    assert stages[-3:] == ["refused", "answer", "refused"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--purpose", "call +999 555 0100 2233"], "holds what looks like a long number"),
        (["--purpose", "x", "--file", "ken.csv"], "needs --column and --kind"),
        (["--purpose", "x", "--unlisted"], "go with --file"),
        (
            ["--purpose", "x", *values("ken.csv")[:2], "--column", "no", "--kind", "phone"],
            "has no column 'no'",
        ),
        (["--purpose", "x", "--way", "keyed", "--partner", "KEN"], "cannot match with itself"),
    ],
)
def test_a_wrong_offer_is_explained(
    words: list[str],
    complaint: str,
    desk: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A command that cannot be carried out says why and writes nothing."""
    assert desk("ken", KEY, "match", "offer", "o", *WHO, *words) in {1, 2}
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "o").exists()
