"""How the command line behaves, whatever the command: help, exit codes, streams, pipes, next steps."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from graphs import fill
from netgraph.cli.analyse import ANALYSES
from netgraph.cli.main import COMMANDS, netgraph, run
from netgraph.queries import Catalogue
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphs import Name

PROGRAM = Path(sys.executable).with_name("netgraph")
HEAVY = {"arcadedb_embedded", "duckdb", "igraph", "jpype", "neo4j", "networkx", "numpy", "pandas"}
HEAVY |= {"pyarrow", "pydantic", "pyvis", "rich", "splink", "sqlglot", "yaml"}


def paths(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every command and group below a command, itself included."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, f"{name} is listed and does not exist"
            yield from paths(below, (*path, name))


def program(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run the installed program, with nobody at the keyboard."""
    return subprocess.run(  # noqa: S603 - our own command
        [PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of an embedded store with two routes from Ghana to Italy."""
    place = tmp_path_factory.mktemp("manners") / "store"
    ghana, italy = ("Location", "GHA"), ("Location", "ITA")
    nodes: list[tuple[str, str, dict[str, Any]]] = [
        ("Jurisdiction", "GHA", {"name": "Ghana"}),
        ("Jurisdiction", "ITA", {"name": "Italy"}),
        (*ghana, {"name": "Ghana", "kind": "Country"}),
        (*italy, {"name": "Italy", "kind": "Country"}),
    ]
    claims: list[tuple[Name, str, Name, dict[str, Any]]] = [
        (ghana, "IN", ("Jurisdiction", "GHA"), {}),
        (italy, "IN", ("Jurisdiction", "ITA"), {}),
    ]
    for key, handling in (("one", "GREEN"), ("two", "RED")):
        route, mark = ("Route", key), {"handling": handling}
        nodes.append((*route, mark))
        claims += [
            (route, "STOPS_AT", ghana, {"position": 1, "stage": "Recruitment", **mark}),
            (route, "STOPS_AT", italy, {"position": 2, "stage": "Exploitation", **mark}),
            (ghana, "LEG", italy, {"route": key, "position": 1, **mark}),
        ]
    with open_store(str(place)) as store:
        fill(store, nodes, claims)
    return str(place)


def test_help_imports_nothing_heavy() -> None:
    """The help of the program and of a command that needs the store load none of the heavy packages."""
    code = (
        "import sys; from netgraph.cli.main import run; run(['--help']); run(['query', 'run', '--help']);"
        "run(['resolve', 'candidates', '--help']);"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours

    loaded = set(done.stderr.split())
    assert {"click", "netgraph"} <= loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("path", list(paths(netgraph)), ids=lambda path: " ".join(path) or "netgraph")
def test_every_command_has_help(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """--help exits with 0 and explains the command and each of its options."""
    assert run([*path, "--help"]) == 0
    told = capsys.readouterr()
    command: click.Command = netgraph
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found

    assert told.out.startswith("Usage: netgraph")
    assert told.err == ""
    assert command.help
    options = [item for item in command.params if isinstance(item, click.Option)]
    assert [item.name for item in options if not item.help] == []


def test_help_lists_each_command_with_the_start_of_its_own_help() -> None:
    """The one-line summaries are kept apart so that help stays fast; none is left out."""
    context = click.Context(netgraph)

    assert netgraph.list_commands(context) == list(COMMANDS)
    home = Path(sys.modules["netgraph.cli.main"].__file__ or "").parent
    assert {path.stem for path in home.iterdir()} >= set(COMMANDS)
    assert {path.stem.replace("_", "-") for path in (home / "analyse").glob("*.py")} - {
        "--init--",
        "options",
        "shared",
        "cluster",
    } == (set(ANALYSES))


@pytest.mark.parametrize(
    ("arguments", "code", "cause", "step"),
    [
        (["query", "show", "corridor"], 1, "there is no query 'corridor'", "did you mean corridors"),
        (["query", "run", "routes-through-place"], 1, "needs the parameter place", "--param place="),
        (["query", "run", "corridors", "-p", "limit=many"], 1, "limit is 'many'", "--param limit="),
        (["ingest", "nothing", "cases.csv"], 2, "no mapping 'nothing'", "tip-routes"),
        (["ingest", "tip-routes", "no-such.csv"], 1, "there is no file no-such.csv", "check the path"),
        (["--store", "postgres://host", "status"], 2, "'postgres', which is not known", "bolt://"),
        (
            ["--store", "bolt://ana" + ":pw@127.0.0.1", "status"],
            2,
            "carries a user or password",
            "NETGRAPH_PASSWORD",
        ),
        (["--store", "no-such-store", "status"], 2, "no-such-store", "netgraph ingest"),
        (["querry"], 2, "No such command 'querry'", "Did you mean query?"),
        (["query", "run"], 2, "Missing argument 'NAME'", "--help"),
        (["analyse", "corridors", "--limit", "0"], 2, "'--limit'", "--help"),
    ],
)
def test_errors_name_the_cause_and_the_next_step(
    arguments: list[str],
    code: int,
    cause: str,
    step: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A mistake is explained on stderr, with what to do, its exit code, and no traceback."""
    monkeypatch.chdir(tmp_path)

    assert run(arguments) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert cause in told.err
    assert step in told.err
    assert "Traceback" not in told.err
    assert list(tmp_path.iterdir()) == []


def test_no_server_there() -> None:
    """A server that does not answer is named, nobody is asked for a password without a terminal."""
    done = program("--store", "bolt://127.0.0.1:1", "status")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert "bolt://127.0.0.1:1" in done.stderr
    assert "next: " in done.stderr
    assert "Password" not in done.stderr


def test_a_defect_is_70_and_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exception nobody foresaw is told in one line and exits with 70; with --debug it is shown whole."""

    def fail() -> Catalogue:
        raise ZeroDivisionError("the moon is full")

    monkeypatch.setattr(Catalogue, "load", fail)

    assert run(["query", "list"]) == 70
    told = capsys.readouterr().err
    assert "a defect in netgraph: ZeroDivisionError: the moon is full" in told
    assert "--debug" in told
    with pytest.raises(ZeroDivisionError):
        run(["--debug", "query", "list"])


def test_debug_shows_the_traceback() -> None:
    """With --debug an explained error comes with its traceback."""
    plain, debug = program("query", "show", "nothing"), program("--debug", "query", "show", "nothing")

    assert plain.returncode == debug.returncode == 1
    assert "Traceback" not in plain.stderr
    assert "Traceback (most recent call last)" in debug.stderr
    assert "QueryError" in debug.stderr


JSON = [
    ["status", "--json"],
    ["query", "run", "corridors", "-f", "json"],
    ["analyse", "corridors", "-f", "json"],
    ["analyse", "connectors", "-f", "json"],
    ["analyse", "connectors", "--stability", "auto", "--undirected", "-f", "json"],
    ["analyse", "brokers", "-f", "json"],
    ["analyse", "key-players", "--size", "1", "-f", "json"],
    ["analyse", "communities", "-f", "json"],
    ["analyse", "components", "--cross-border", "-f", "json"],
    ["analyse", "core", "-f", "json"],
    ["analyse", "between", "-f", "json"],
    ["analyse", "between", "--jurisdiction", "GHA", "--node", "ITA", "-f", "json"],
    ["analyse", "disruption", "--by", "degree", "--node", "GHA", "--runs", "2", "-f", "json"],
    ["analyse", "disruption", "--remove", "edges", "--edge", "GHA", "ITA", "--runs", "2", "-f", "json"],
]


@pytest.mark.embedded
def test_json_is_all_there_is_on_stdout(small_store: str) -> None:
    """What each command writes to stdout is one JSON document; talk, the marking among it, goes to stderr."""
    # A process that has loaded nothing before, since packages and a Java runtime talk when they begin; one
    # for all commands, since each would begin with the same.
    code = (
        "import json, sys; from netgraph.cli.main import run\n"
        "for arguments in json.loads(sys.argv[1]):\n"
        "    code = run(arguments); assert code == 0, (arguments, code)\n"
        "    print(end='\\0', flush=True)"
    )
    commands = json.dumps([["--store", small_store, *arguments] for arguments in JSON])
    done = subprocess.run([sys.executable, "-c", code, commands], capture_output=True, text=True, check=False)  # noqa: S603 - ours

    assert done.returncode == 0, done.stderr
    *documents, rest = done.stdout.split("\0")
    assert len(documents) == len(JSON)
    assert all(map(json.loads, documents))
    assert rest == ""
    assert "java" not in done.stderr.lower()
    assert "WARNING" not in done.stderr


@pytest.mark.embedded
def test_status_counts(small_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Status gives nodes and relationships as maps of counts."""
    assert run(["status", "--json", "--store", small_store]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["nodes"] == {"Jurisdiction": 2, "Location": 2, "Route": 2}
    assert found["relationships"] == {"IN": 2, "LEG": 2, "STOPS_AT": 4}


@pytest.mark.embedded
def test_table_csv_and_json_agree(small_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The three text formats give the same rows, and the marking is told beside each."""
    told = {}
    for format_ in ("table", "csv", "json"):
        assert run(["query", "run", "corridors", "-f", format_, "--store", small_store]) == 0
        told[format_] = capsys.readouterr()
        assert "marking: TLP:RED" in told[format_].err

    rows = json.loads(told["json"].out)["rows"]
    comma = list(csv.DictReader(io.StringIO(told["csv"].out)))
    assert len(rows) == len(comma) == 1
    assert [row["origin"] for row in rows] == [row["origin"] for row in comma] == ["GHA"]
    assert "GHA" in told["table"].out


@pytest.mark.embedded
@pytest.mark.parametrize(
    "what",
    [
        ["query", "run", "corridors"],
        ["analyse", "corridors"],
        ["analyse", "connectors"],
        ["analyse", "brokers"],
        ["analyse", "key-players", "--size", "1"],
    ],
)
def test_no_row_leaves_without_its_marking(
    what: list[str], small_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """CSV has no metadata, so that each of its rows says how it may be handled."""
    assert run([*what, "-f", "csv", "--store", small_store]) == 0

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows
    assert {row["handling"] for row in rows} == {"RED"}


@pytest.mark.embedded
def test_ceiling_withholds(small_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A ceiling leaves out what is marked stricter, and says so."""
    assert run(["query", "run", "all-stops", "-f", "json", "--ceiling", "GREEN", "--store", small_store]) == 0

    told = capsys.readouterr()
    assert {row["route"] for row in json.loads(told.out)["rows"]} == {"one"}
    assert "marking: TLP:GREEN" in told.err
    assert "withheld: 2 rows above the ceiling" in told.err


@pytest.mark.embedded
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["query", "list"],
        ["schema", "reference"],
        ["completion", "bash"],
        ["query", "run", "corridors"],
        ["query", "run", "corridors", "-f", "csv"],
        ["status"],
    ],
    ids=" ".join,
)
def test_a_reader_that_leaves_is_no_error(arguments: list[str], small_store: str) -> None:
    """Output into a pipe that nobody reads any more ends quietly, as with head."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = program("--store", small_store, *arguments, stdout=writing)
    finally:
        os.close(writing)

    assert "Traceback" not in done.stderr
    assert "rror" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each shell gets a script that asks netgraph for the candidates."""
    assert run(["completion", shell]) == 0

    script = capsys.readouterr().out
    assert "_NETGRAPH_COMPLETE" in script
    assert "netgraph" in script


def test_completion_completes() -> None:
    """What the bash script asks is answered with commands."""
    done = subprocess.run(  # noqa: S603 - our own command
        [PROGRAM],
        env={
            **os.environ,
            "_NETGRAPH_COMPLETE": "bash_complete",
            "COMP_WORDS": "netgraph que",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["plain,query"]
