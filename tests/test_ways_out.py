"""What leaves says for whom, and the audit log hears of it first: every command that can write claims."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from graphs import fill
from netgraph import cli, releases
from netgraph.cli.main import netgraph, run
from netgraph.disclosure.audit import audit_log
from netgraph.errors import AuditError
from worlds import CANARY, planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.store import Store

NO_CLAIMS = {
    "status": "counts by label and type",
    "doctor": "checks of the machine, and counts",
    "runs": "accounts of loads",
    "runs show": "the account of a load",
    "audit show": "the log, which holds no values",
    "ingest new": "a draft of a mapping",
    "ingest export": "the account of a load",
    "ingest plan": "accounts of loads",
    "ingest retry": "the account of a load",
    "ingest template": "the header of a table to fill",
    "keys new": "a key",
    "keys rotate": "a key",
    "keys signing": "a key",
    "keys trust": "reads a key",
    "query check": "reads queries",
    "resolve decide": "reads decisions",
    "receive": "reads a bundle",
}
MATCHES = {"match offer", "match answer", "match reveal"}  # see tests/matching
NAMED = {"release": "--to", "statistics": "--to"}  # by an option of their own, which they cannot do without
PLACES = ["--from", "GHA", "--to", "ITA"]
ASKED = {
    "query run": ["corridors"],
    "analyse routes": PLACES,
    "analyse journeys": PLACES,
    "analyse interdiction": PLACES,
    "analyse event": ["--event", "e1"],
    "analyse holders": ["s/c1"],
    "analyse distances": ["s/p1"],
    "release": ["--to", "KEN", "--purpose", "a test", "--preview"],
    "statistics": ["--to", "KEN", "--dimensions", "sex", "--preview"],
}


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that can be called, groups that do something by themselves among them."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    if command.invoke_without_command:
        yield " ".join(path), command
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, (*path, name))


def writing() -> dict[str, list[str]]:
    """Return every command that can write claims into a file or for a machine, with what it is asked.

    A new one that names a file or has a form for machines is among them until somebody says that no claims
    are in it.
    """
    found = {}
    for name, command in commands(netgraph):
        names = {one.name for one in command.params if isinstance(one.type, click.Path)}
        names |= {one.name for one in command.params if one.name in {"format_", "as_json"}}
        if names and name not in NO_CLAIMS and name not in MATCHES:
            found[name] = ASKED.get(name, [])
    return found


class Held:
    """A store that a command opens and does not close."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Store:
        """Give it."""
        return self._store

    def __exit__(self, *_: object) -> None:
        """Leave it open."""


@pytest.fixture
def kept(embedded: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    """Return a filled store that every command opens, in a new folder, with nobody saying for whom."""
    fill(embedded, *planted())
    monkeypatch.setattr("netgraph.store.open_store", lambda *_, **__: Held(embedded))
    monkeypatch.delenv("NETGRAPH_LOCAL")
    monkeypatch.setenv("NETGRAPH_AUDIT", str(tmp_path / "logs"))
    monkeypatch.chdir(here(tmp_path))
    return embedded


def here(tmp_path: Path) -> Path:
    """Return the folder in which the commands run."""
    folder = tmp_path / "here"
    folder.mkdir(exist_ok=True)
    return folder


def entries(store: Store, event: str) -> list[dict[str, Any]]:
    """Return the facts of the entries of an event."""
    return [dict(one.facts) for one in audit_log(store).entries() if one.event == event]


@pytest.mark.embedded
def test_nothing_leaves_unless_somebody_says_for_whom(
    kept: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command that can write claims refuses to, into a file and as JSON, before it opens the store."""
    found = {name: words for name, words in writing().items() if name not in {*NAMED, "export neo4j-admin"}}
    assert len(found) > 30
    for name, words in found.items():
        forms = [["--output", "out"]]
        if name not in {"view", "report"} and not name.startswith("export"):
            forms += [["--format", "json"]]
        for form in forms:
            assert run([*name.split(), *words, *form]) == 2, name
            told = capsys.readouterr()
            assert "say for whom" in told.err, name
            assert "--recipient KEN or PUBLIC" in told.err, name
            assert told.out == ""
    assert run(["export", "neo4j-admin", "cases", "cases.csv", "-o", "out"]) == 2
    assert "--local" in capsys.readouterr().err
    assert list(here(tmp_path).iterdir()) == []
    assert entries(kept, "read") == []


@pytest.mark.embedded
@pytest.mark.usefixtures("kept")
def test_nothing_leaves_that_the_log_has_not_heard_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the log cannot be written, no command writes anything: not for a recipient, not locally."""

    class Refuses:
        def append(self, *_: object, **__: object) -> None:
            raise AuditError("the log cannot be written", hint="a test did it")

    monkeypatch.setattr("netgraph.disclosure.audit.audit_log", lambda _: Refuses())
    assert callable(releases.prepare)  # imported before: else it would keep the log of this test for good
    for name, words in writing().items():
        if name == "export neo4j-admin":  # reads a file of one's own, and opens no store
            continue
        for whom in [[]] if name in NAMED else [["--recipient", "KEN"], ["--local"]]:
            if name.startswith("export") and name != "export parquet" and whom == ["--local"]:
                continue
            assert run([*name.split(), *words, *whom, "--output", "out"]) == 1, (name, whom)
            assert "the log cannot be written" in capsys.readouterr().err, name
    assert list(here(tmp_path).iterdir()) == []


@pytest.mark.embedded
def test_the_log_tells_local_from_released(
    kept: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table for people is local; a file is where somebody says so; the command line is stronger."""
    query = ["query", "run", "corridors"]
    asked: list[tuple[list[str], dict[str, str], dict[str, Any]]] = [
        ([], {}, {"local": True, "goes_to": "screen"}),
        (["--local", "-f", "csv"], {}, {"local": True, "goes_to": "stream"}),
        (["-o", "one.csv", "-f", "csv"], {"LOCAL": "1"}, {"local": True, "goes_to": "file"}),
        (["-o", "two.csv"], {"RECIPIENT": "KEN"}, {"recipient": "KEN", "local": False, "goes_to": "file"}),
        (["-f", "json"], {"RECIPIENT": "KEN", "LOCAL": "1"}, {"recipient": "KEN", "goes_to": "stream"}),
        (["-f", "json", "--recipient", "public"], {"LOCAL": "1"}, {"recipient": "PUBLIC", "local": False}),
        (["-f", "json", "--local"], {"RECIPIENT": "KEN"}, {"local": True}),
    ]
    for words, environment, expected in asked:
        with monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(f"NETGRAPH_{name}", value)
            assert run([*query, *words]) == 0, words
        said = entries(kept, "read")[-1]
        assert said == said | expected, words
        assert said["local"] == ("recipient" not in said)
    capsys.readouterr()
    assert run([*query, "--local", "--recipient", "KEN"]) == 2
    assert "contradict" in capsys.readouterr().err
    assert run([*query, "-f", "csv", "--recipient", ""]) == 1
    assert "no recipient" in capsys.readouterr().err


@pytest.mark.embedded
def test_what_leaves_for_a_recipient_is_in_the_log_as_such(
    kept: Store, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Recipient, marking, purpose, hash of the file, counts; nothing of it for a table on the screen."""
    to = ["--recipient", "KEN", "--purpose", "joint case"]
    written = {
        "html": ["view", "-o", "page.html"],
        "report": ["report", "-o", "report.html"],
        "graphml": ["export", "graphml", "-o", "graph.graphml"],
        "csv": ["query", "run", "corridors", "-f", "csv", "-o", "rows.csv"],
        "json": ["analyse", "corridors", "-f", "json", "-o", "rows.json"],
    }
    for form, words in written.items():
        assert run([*words, *to]) == 0
        log = [one for one in audit_log(kept).entries() if one.event == "exported"]
        facts, content = log[-1].facts, (here(tmp_path) / words[-1]).read_bytes()
        assert (facts["form"], facts["recipient"], facts["marking"]) == (form, "KEN", facts["marking"])
        assert facts["file"] == hashlib.sha256(content).hexdigest()
        assert log[-1].why == "joint case"
        assert facts["released"]["Case"] >= 1
        assert sum(facts["withheld"].values()) == 10
        assert CANARY not in json.dumps(dict(facts))
        assert CANARY.encode() not in content
    capsysbinary.readouterr()
    assert run(["query", "run", "corridors", *to, "-f", "csv"]) == 0
    assert entries(kept, "exported")[-1]["file"] == hashlib.sha256(capsysbinary.readouterr().out).hexdigest()
    assert run(["query", "run", "corridors", *to]) == 0
    assert run(["query", "run", "corridors", "--local", "-f", "csv"]) == 0
    assert len(entries(kept, "exported")) == len(written) + 1


@pytest.mark.embedded
def test_a_purpose_names_nobody(kept: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A number in the purpose is refused before anything is read."""
    words = ["view", "--recipient", "KEN", "--purpose", "ask +254 711 555 0199"]
    assert run([*words, "-o", "page.html"]) == 1
    assert "555" not in capsys.readouterr().err
    assert list(here(tmp_path).iterdir()) == []
    assert entries(kept, "read") == []


def busy() -> tuple[list[tuple[str, str, dict[str, Any]]], list[Any]]:
    """Return corridors from Ghana: 14 routes to Italy, 12 to France, 3 to Spain, 1 to Kenya; all GREEN."""
    nodes: list[tuple[str, str, dict[str, Any]]] = []
    claims: list[Any] = []
    for state in ("GHA", "ITA", "FRA", "ESP", "KEN"):
        nodes += [("Jurisdiction", state, {"name": state}), ("Location", state, {"kind": "Country"})]
        claims.append((("Location", state), "IN", ("Jurisdiction", state), {}))
    ends = ["ITA"] * 14 + ["FRA"] * 12 + ["ESP"] * 3 + ["KEN"]
    for at, end in enumerate(ends):
        mark = {"handling": "GREEN"}
        route = ("Route", f"s/r{at}")
        nodes.append((*route, {"year": 2000 + at, **mark}))
        claims += [
            (route, "STOPS_AT", ("Location", "GHA"), {"position": 0, "stage": "Recruitment", **mark}),
            (route, "STOPS_AT", ("Location", end), {"position": 1, "stage": "Exploitation", **mark}),
        ]
    return nodes, claims


@pytest.mark.embedded
def test_small_counts_go_to_no_recipient(kept: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a query and an analysis, in every form: hidden, with another, ranks and years; local sees them."""
    fill(kept, *busy())
    for words in (["query", "run", "corridors"], ["analyse", "corridors"]):
        assert run([*words, "-f", "json", "--local"]) == 0
        rows = {row["destination"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
        assert {end: row["routes"] for end, row in rows.items()}.items() >= {"ESP": 3, "KEN": 1}.items()
        assert run([*words, "-f", "json", "--recipient", "KEN"]) == 0
        said = capsys.readouterr()
        found = json.loads(said.out)
        # with 3, 1 and that of the planted route alone a total would leave less than 11 between them
        ours = [row for row in found["rows"] if row["origin"] == "GHA"]
        assert [(row["destination"], row["routes"]) for row in ours] == [
            ("ESP", None),
            ("FRA", None),
            ("ITA", 14),
            ("KEN", None),
        ]
        assert [row["first_year"] is None for row in ours] == [True, True, False, True]
        assert found["hidden"] == {"counts": 4 if words[0] == "query" else 9, "smallest_shown": 11}
        assert "counts of routes, cases or persons below 11, and 1 that would give them back" in said.err
    assert run(["query", "run", "corridors", "-f", "csv", "--recipient", "KEN"]) == 0
    assert "GHA,ESP,,,,,GREEN" in capsys.readouterr().out.splitlines()
    assert run(["analyse", "corridors", "--recipient", "KEN"]) == 0
    assert "ESP" in capsys.readouterr().out
    assert run(["report", "--recipient", "KEN", "-o", "report.html"]) == 0
    html = Path("report.html").read_text(encoding="utf-8")
    assert "hidden: 8 counts" in capsys.readouterr().err
    assert "<bdi>14</bdi>" in html
    assert "<bdi>12</bdi>" not in html


@pytest.mark.embedded
def test_a_report_for_a_recipient_draws_no_small_count(
    kept: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """With twelve routes to France or three, no width, size, place or text of its drawings differs."""
    nodes, claims = busy()
    later = {("Route", f"s/r{at}") for at in range(14, 23)}

    def drawn(*whom: str) -> list[str]:
        assert run(["report", *whom, "-o", "report.html"]) == 0
        return re.findall("<figure.*?</figure>", Path("report.html").read_text(encoding="utf-8"), re.DOTALL)

    fill(kept, [one for one in nodes if one[:2] not in later], [one for one in claims if one[0] not in later])
    few = drawn("--recipient", "KEN"), drawn("--local")
    more = [(*one[:3], one[3] | {"record": f"more-{at}"}) for at, one in enumerate(claims) if one[0] in later]
    fill(kept, [one for one in nodes if one[:2] in later], more)
    many = drawn("--recipient", "KEN"), drawn("--local")

    assert len(more) == 18
    assert few[0] == many[0]
    assert few[1] != many[1]
    assert any("since small counts are not told" in figure for figure in many[0])
    assert len(many[0]) == len(many[1]) == 2
    capsys.readouterr()


@pytest.mark.embedded
@pytest.mark.usefixtures("kept")
def test_a_report_for_a_recipient_tells_no_small_size(capsys: pytest.CaptureFixture[str]) -> None:
    """Sizes below 11, and what is withheld, stand in no report for a recipient; locally both do."""
    sizes = {}
    for whom in (["--recipient", "KEN"], ["--local"]):
        assert run(["report", *whom, "-o", "report.html"]) == 0
        html = Path("report.html").read_text(encoding="utf-8")
        sizes[whom[0]] = re.findall(r"<dt>Size</dt>|The network holds \d+ nodes", html)
        # What stays from a recipient is gone before anything is counted: no report says "0 claims withheld".
        assert ("claims withheld" in html) is (whom == ["--local"])
    capsys.readouterr()
    assert sizes["--recipient"] == []
    assert len(sizes["--local"]) == 3


OPENERS = {
    "store_checks": "checks of the store, and counts",
    "audit": "the log itself",
    "ingest": "loads",
    "keys": "keys and fingerprints",
    "mark": "markings, on the record",
    "match": "keyed or blinded elements; see tests/matching",
    "options": "what the others open with",
    "reading": "for a recipient or locally, in the log: what every other command reads through",
    "receive": "loads",
    "release": "through `extract`, searched before it is written, in the log",
    "resolve": "decisions; what it lists is read as by the others",
    "runs": "accounts of loads",
    "statistics": "through `allowed` and `suppress`, in the ledger and the log",
    "status": "counts by label and type",
}


def test_no_other_command_opens_a_store() -> None:
    """A new command reads through `reading`, or says here why it opens a store by itself."""
    home = Path(cli.__file__).parent
    openers = {"opened", "open_store", "Reader", "extract"}
    found = {
        file.stem
        for file in home.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in openers
    }
    assert found - set(OPENERS) == set()
