"""Every command of the tree, on two stores that differ in what its reader may not have: the same files.

Every text and count that stays has a number of its own and is looked for in all that was written. A command
that is neither run here nor named with the test that runs it fails the first test.
"""

from __future__ import annotations

import json
from shutil import rmtree
from typing import TYPE_CHECKING

import pytest

import twins
from disclosure.test_audit import CANARIES, LITTLE
from graphs import fill
from netgraph.cli.main import netgraph, run
from netgraph.exchange.formats import FORMATS
from searching import serials
from test_ways_out import NO_CLAIMS, Held, busy, commands, writing
from twins import Chance

if TYPE_CHECKING:
    from pathlib import Path

    from graphs import Claim, Node
    from stores import Kept

KEN = "KEN"
COUNTS_ALL = {
    "release": "what stays is told to the owner, before it is sent",
    "statistics": "counts by sex and age, which stay: tests/disclosure/test_victims.py",
}
READS_A_FILE = {"export neo4j-admin": "one's own file: tests/store/test_import_files.py"}
"""Commands that could write claims and read them from no store."""
OF_OWNERS = dict.fromkeys(
    ("schema convert", "schema show", "schema reference", "schema constraints", "completion"),
    "reads no store",
) | {
    "query list": "reads no store",
    "query show": "reads no store",
    "ingest list": "reads no store",
    "mark": "its account: tests/ingest/test_handling.py",
    "audit accept": "the log: tests/disclosure/test_audit.py",
    "keys distrust": "fingerprints: tests/disclosure/test_signing.py",
    "resolve undo": "a number: tests/resolution",
    "match answer": "what a partner gets: tests/matching",
    "match reveal": "one's own cases: tests/matching",
    "match offer": "below",
    "keys trusted": "below",
    "audit verify": "below",
    "runs undo": "below",
}
"""Commands that write no claims for others, and where that is shown."""


def test_every_command_is_run_somewhere() -> None:
    """A new one has to be put into a list: of those that write for a recipient it is by itself."""
    names = {name for name, _ in commands(netgraph)}
    known = writing().keys() | NO_CLAIMS.keys() | OF_OWNERS.keys()
    assert names <= known, names - known
    exports = {name.removeprefix("export ") for name in names if name.startswith("export ")}
    # a leak is planted in each of these by tests/exchange/test_export.py and test_parquet.py
    assert exports == {*FORMATS, "neo4j-admin", "parquet"}


def asked(one: tuple[list[Node], list[Claim]]) -> dict[str, list[str]]:
    """Return what is run for a recipient, of a case that it has."""
    reached, _ = twins.going(*one, KEN)
    case = min(key for label, key in reached if label == "Case")
    own = {"analyse holders": [case], "analyse distances": [case], "analyse event": ["--event", "drought"]}
    found = {}
    for name, words in (writing() | own).items():
        if (
            name in READS_A_FILE or name.removeprefix("export ") in FORMATS
        ):  # see tests/exchange/test_export.py
            continue
        whom = [] if name in {"release", "statistics"} else ["--recipient", KEN]
        found[name] = [*name.split(), *words, *whom]
    return found


def written(words: list[str], folder: Path) -> tuple[int, dict[str, bytes]]:
    """Run a command in an empty folder; return its code and what it wrote there."""
    folder.mkdir(exist_ok=True)
    code = run([*words, "--output", str(folder / "out")])
    found = {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    rmtree(folder)
    return code, found


@pytest.mark.embedded
@pytest.mark.usefixtures("one_copy")
def test_every_command_writes_the_same_of_both(
    kept_embedded: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ranks, groups, pages and tables: nothing that stays changes them, and nothing of it stands in them."""
    chance = Chance(5)
    graphs = [twins.graph(chance, 15)]
    graphs.append(twins.twin(chance, *graphs[0], [KEN]))
    there = {one[:2] for one in graphs[0][0]}
    nodes, claims = busy()
    more = [one for one in nodes if one[:2] not in there]
    leg = {"position": 0, "handling": "GREEN", "departed": "2020-01-01", "arrived": "2020-01-02"}
    claims += [
        (("Location", "GHA"), "LEG", ("Location", "ITA"), leg | {"route": f"s/r{at}"}) for at in range(12)
    ]
    routes = [(*claim[:3], claim[3] | {"record": f"busy-{at}"}) for at, claim in enumerate(claims)]
    known = set().union(*(serials(text.encode()) for text in twins.told(*graphs[0], KEN)))
    monkeypatch.delenv("NETGRAPH_LOCAL", raising=False)
    monkeypatch.setenv("NETGRAPH_AUDIT", str(tmp_path / "logs"))
    found: list[dict[str, tuple[int, dict[str, bytes]]]] = []
    for one in graphs:
        store = kept_embedded.empty()
        fill(store, [*one[0], *more], [*one[1], *routes])
        monkeypatch.setattr("netgraph.store.open_store", lambda *_, store=store, **__: Held(store))
        found.append({name: written(words, tmp_path / "out") for name, words in asked(graphs[0]).items()})
        told = capsys.readouterr()
        assert serials((told.out + told.err).encode()) <= known
    for name, (code, files) in found[0].items():
        if name not in COUNTS_ALL:
            assert found[1][name] == (code, files), name
        for content in files.values():
            assert serials(content) <= known, name
    done = [name for name, (code, files) in found[0].items() if code == 0 and files]
    assert len(done) > 0.8 * len(found[0]), set(found[0]) - set(done)


@pytest.mark.embedded
def test_what_an_owner_is_told_and_what_is_logged(
    kept_embedded: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No value of a file stands on the terminal, in the log, in accounts or in an offer, rejected or not."""
    store = kept_embedded.empty()
    monkeypatch.setattr("netgraph.store.open_store", lambda *_, **__: Held(store))
    monkeypatch.setenv("NETGRAPH_AUDIT", str(tmp_path / "logs"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.yaml").write_text(LITTLE, encoding="utf-8")
    file = tmp_path / "canary-file.csv"
    file.write_text(
        "person,sex,state\nCANARY-PERSON-1,Female,KEN\nCANARY-PERSON-2,Canarysex,Canaryland\n",
        encoding="utf-8",
    )
    assert run(["ingest", "people.yaml", file.name, "--handling", "AMBER", "--json"]) == 0
    number = json.loads(capsys.readouterr().out)["run"]
    offer = ["match", "offer", "offer", "--purpose", "a joint case", "--what", "persons"]
    for words in (
        ["status"],
        ["status", "--json"],
        ["runs"],
        ["runs", "show", number, "--json"],
        ["keys", "signing", "our.key"],
        ["keys", "new", "identifiers.key"],
        ["keys", "trusted"],
        [*offer, "--party", "ITA", "--partner", "KEN", "--by", "a-1"],
        ["runs", "undo", number, "--by", "a-1", "--why", "a test"],
        ["audit", "show", "--format", "json"],
        ["audit", "verify"],
    ):
        code = run(words)
        told = capsys.readouterr()
        assert code == 0, (words, told.err)
        for canary in CANARIES[:3]:
            assert canary.lower() not in (told.out + told.err).lower(), words
    own = {file, tmp_path / "people.yaml", *tmp_path.glob("*rejects*")}
    looked_at = [path for path in tmp_path.rglob("*") if path.is_file() and path not in own]
    assert {"audit.jsonl", "our.key.pub"} <= {path.name for path in looked_at}
    for path in looked_at:
        assert not [one for one in CANARIES if one.lower().encode() in path.read_bytes().lower()], path
