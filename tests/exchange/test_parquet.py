"""The graph as partitioned Parquet: what is in it, for whom, that it is whole, the same bytes again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import canonical
from graphs import fill, tabled
from netgraph.cli.main import run
from netgraph.disclosure import Policy, Reader
from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.contents import ENDS, arrow_schema
from netgraph.disclosure.extract import disclosed
from netgraph.disclosure.leaks import Search
from netgraph.errors import DataError, DisclosureError, NetgraphError, StoreError, UsageError
from netgraph.exchange import parquet_export
from netgraph.exchange.parquet_export import MANIFEST, files_for, said_in_any, write_whole
from netgraph.exchange.parquet_parts import File
from netgraph.exchange.parquet_read import ParquetExport
from netgraph.model import Marking, load_schema
from test_ways_out import Held
from worlds import CANARY, KEN, planted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graphs import Claim, Node
    from netgraph.model import Property
    from netgraph.store import Store


def world() -> tuple[list[Node], list[Claim]]:
    """Return every marking on nodes and claims, every type of value, and a shared node without a claim."""
    words = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
    nodes: list[Node] = [
        ("Jurisdiction", "KEN", {"name": "Kenya"}),
        ("Location", "KEN", {"name": "Kenya", "kind": "Country", "latitude": 0.5, "longitude": 38.0}),
        ("Location", "ITA", {"name": "Italy", "kind": "Country", "latitude": 42.0}),
        ("Location", "nowhere", {}),
    ]
    claims: list[Claim] = [(("Location", "KEN"), "IN", ("Jurisdiction", "KEN"), {})]
    for at, word in enumerate(words):
        case, person, mark = ("Case", f"s/c{at}"), ("Person", f"s/é{at}"), {"handling": word}
        nodes += [
            (*case, mark | {"exploitation": ["ForcedLabour", "Other"], "releasable_to": ["KEN", "ITA"]}),
            (*person, {"handling": "GREEN"}),
            ("Route", f"s/r{at}", mark | {"year": 2000 + at}),
            ("Identifier", f"hash-{at}", {"kind": "Phone"}),
        ]
        claims += [
            (person, "INVOLVED_IN", case, {"role": "Victim"}),
            (person, "USES", ("Identifier", f"hash-{at}"), mark),
            (("Route", f"s/r{at}"), "STOPS_AT", ("Location", "ITA"), {"position": at, "stage": "Transit"}),
            (("Location", "KEN"), "LEG", ("Location", "ITA"), mark | {"route": f"s/r{at}", "position": 0}),
        ]
    return nodes, claims


def exported(
    store: Store, folder: Path, ceiling: Marking = Marking.RED, rows: int = 500_000
) -> ParquetExport:
    """Write a store into a folder, and open it."""
    write_whole(Reader(store, Policy(ceiling)).whole(), folder, rows)
    return ParquetExport.open(folder)


def tables(export: ParquetExport) -> dict[str, pa.Table]:
    """Return what is in an export, by label and type."""
    found = {}
    for name in export.tables:
        files = export.files_of_label(name) if name in load_schema().nodes else export.files_of_type(name)
        found[name] = pa.concat_tables([pq.read_table(path, partitioning=None) for path in files])
        assert len(found[name]) == export.rows(name)
    return found


def dumped(found: dict[str, pa.Table]) -> dict[str, list[Any]]:
    """Write down what is in an export as `canonical.dump` does a store."""
    ends = {"start": "a_start", "start_label": "a_start_label", "end": "a_end", "end_label": "a_end_label"}
    return {
        name: [
            canonical._entry({ends.get(n, f"p_{n}"): value for n, value in row.items() if n != "run"})
            for row in table.to_pylist()
        ]
        for name, table in found.items()
    }


def _kept(properties: dict[str, Property]) -> dict[str, Property]:
    return {name: one for name, one in properties.items() if one.sensitivity != "identifying"}


def content(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_comes_back(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the export holds is what the store holds, in files of one schema, in any number of parts."""
    fill(store, *world())
    whole = exported(store, tmp_path / "whole")
    monkeypatch.setattr("netgraph.store.cypher.SLICE", 3)
    monkeypatch.setattr("netgraph.store.embedded.SLICE", 3)
    parts = exported(store, tmp_path / "parts", rows=2)

    assert dumped(tables(whole)) == canonical.dump(store)
    assert (whole.recipient, whole.local, whole.marking, whole.above_ceiling) == (
        "local",
        True,
        Marking.RED,
        0,
    )
    assert (whole.rows("Person"), whole.rows("Organization"), whole.columns("Organization")) == (5, 0, {})
    assert whole.files_of_label("Organization") == whole.files_of_type("PARTY_TO") == []
    assert not (tmp_path / "whole/nodes/label=Organization").exists()
    assert dumped(tables(parts)) == canonical.dump(store)
    assert [path.name for path in parts.files_of_type("LEG")] == [f"part-0000{at}.parquet" for at in range(3)]
    for name, table in tables(parts).items():
        schema = load_schema()
        expected = (
            arrow_schema(_kept(schema.node_properties(name)))
            if name in schema.nodes
            else arrow_schema(_kept(schema.relationship_properties(name)), ENDS)
        )
        assert table.schema.equals(expected)
        assert list(parts.columns(name)) == expected.names
    parts.verify()


@pytest.mark.embedded
def test_the_same_graph_gives_the_same_bytes(embedded: Store, tmp_path: Path) -> None:
    """Whatever the order in which it was written; for their owner alone."""
    nodes, claims = world()
    fill(embedded, nodes, claims)
    exported(embedded, tmp_path / "one", rows=2)
    for label in ("Person", "Case", "Route", "Location", "Identifier", "Jurisdiction"):
        embedded.delete_nodes(label, [key for kind, key, _ in nodes if kind == label])
    keyed = [(*claim[:3], {"record": f"r{at}", **claim[3]}) for at, claim in enumerate(claims)]
    fill(embedded, reversed(nodes), keyed)
    exported(embedded, tmp_path / "two", rows=2)
    exported(embedded, tmp_path / "three", rows=2)

    assert content(tmp_path / "one") == content(tmp_path / "two") == content(tmp_path / "three")
    for path in [tmp_path / "one", *(tmp_path / "one").rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


@pytest.mark.parametrize("ceiling", list(Marking))
@pytest.mark.embedded
def test_under_a_ceiling_goes_what_a_reader_sees(embedded: Store, tmp_path: Path, ceiling: Marking) -> None:
    """Claim by claim as in `Reader.ties`; no node that withheld claims alone speak of; those are counted."""
    nodes, claims = world()
    unmarked = (
        ("Location", "KEN"),
        "LEG",
        ("Location", "KEN"),
        {"handling": None, "route": "s/x", "position": 1},
    )
    fill(embedded, nodes, [*claims, unmarked])

    export = exported(embedded, tmp_path / "out", ceiling)
    found = tables(export)

    ties = Reader(embedded, Policy(ceiling)).ties(list(load_schema().relationships), ("source", "record"))
    seen = ties.to_frame()
    got = [
        (name, row["start_label"], row["start"], row["end_label"], row["end"], row["record"])
        for name, table in found.items()
        if name in load_schema().relationships
        for row in table.to_pylist()
    ]
    names = ["type", "start_type", "start", "end_type", "end", "record"]
    assert sorted(got) == sorted(map(tuple, seen[names].itertuples(index=False)))
    assert export.above_ceiling == ties.withheld == len(claims) + 1 - len(got)
    assert export.marking == ceiling
    for table in found.values():
        if "handling" in table.column_names:
            assert {Marking.parse(word) <= ceiling for word in table["handling"].to_pylist()} == {True}
            assert table["handling"].null_count == 0
    shared = {
        row["key"] for name in ("Location", "Identifier") if name in found for row in found[name].to_pylist()
    }
    persons = ceiling >= Marking.GREEN  # who have the identifiers
    hashes = {f"hash-{at}" for at in range(int(ceiling) + 1)} if persons else set()
    assert shared == {"KEN", "ITA", *hashes, *(["nowhere"] if ceiling == Marking.RED else [])}
    assert [row["key"] for row in found["Case"].to_pylist()] == [f"s/c{at}" for at in range(int(ceiling) + 1)]
    assert export.rows("Person") == (5 if persons else 0)


@pytest.mark.embedded
def test_a_write_meanwhile_is_noticed(embedded: Store, tmp_path: Path) -> None:
    """A claim that comes or goes while the store is read: nothing stays, and the next step is said."""
    fill(embedded, *world())
    whole = Reader(embedded).whole()
    read = embedded.every_node

    def changing(label: str, names: list[str]) -> Any:  # noqa: ANN401
        embedded.delete_nodes("Route", [row["key"] for row in embedded.contents_of_nodes("Route", ["s/r0"])])
        return read(label, names)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "every_node", changing)
        with pytest.raises(StoreError, match="written to") as caught:
            write_whole(whole, tmp_path / "out")

    assert "netgraph runs" in caught.value.hint
    assert content(tmp_path / "out") == {}


@pytest.mark.embedded
def test_a_value_of_another_kind_is_told(embedded: Store, tmp_path: Path) -> None:
    """Written by another program: which property it is, without the value; nothing is left out or guessed."""
    fill(embedded, [("Route", "s/r1", {"year": "CANARY"})], [])

    with pytest.raises(StoreError, match="'year' holds something that is no int64") as caught:
        exported(embedded, tmp_path / "out")
    assert "CANARY" not in caught.value.message
    assert content(tmp_path / "out") == {}


@pytest.mark.embedded
@pytest.mark.parametrize("killed", [False, True])
def test_an_interrupted_export_has_no_manifest(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, killed: bool
) -> None:
    """Stopped at any file nothing of it stays; killed there it cannot be opened, nor written to again."""
    fill(embedded, *world())
    put, written = parquet_export._put, list[str]()

    def until(folder: Path, file: File) -> None:
        if len(written) == last:
            raise KeyboardInterrupt
        written.append(file.path)
        put(folder, file)

    monkeypatch.setattr(parquet_export, "_put", until)
    if killed:
        monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    for last in (0, 3, 10):
        written.clear()
        with pytest.raises(KeyboardInterrupt):
            write_whole(Reader(embedded).whole(), tmp_path / f"{last}")
        assert len(content(tmp_path / f"{last}")) == (last if killed else 0)
        with pytest.raises(DataError, match="not complete"):
            ParquetExport.open(tmp_path / f"{last}")
    if killed:
        with pytest.raises(UsageError) as caught:
            write_whole(Reader(embedded).whole(), tmp_path / "3")
        assert "remove it" in caught.value.hint
    last = 99
    exported(embedded, tmp_path / "done")
    assert (len(written), written[-1]) == (22, MANIFEST)


MANY = """
import resource, sys
from pathlib import Path
import pyarrow as pa
from netgraph.disclosure.whole import Whole
from netgraph.exchange.parquet_export import write_whole
from netgraph.model import Marking
from netgraph.store import Counts

SLICE, slices = 20_000, int(sys.argv[1])

class Endless:
    given = 0
    def read(self, *_):
        return pa.table({})
    def counts(self):
        return Counts({}, {"LEG": SLICE * slices})
    def every_node(self, *_):
        return iter(())
    def every_claim(self, type_, names, of_ends):
        for at in range(slices if type_ == "LEG" else 0):
            keys = [f"{at:09}-{row:09}" for row in range(SLICE)]
            texts = {n: keys for n in ("key", "start", "end", "record", "source", "route", "digest")}
            marks = dict.fromkeys(("handling", "start_handling", "end_handling"), ["GREEN"] * SLICE)
            labels = dict.fromkeys(("start_label", "end_label"), ["Location"] * SLICE)
            table = pa.table(texts | marks | labels)
            self.given += table.nbytes
            yield table

store = Endless()
write_whole(Whole(store, Marking.AMBER), Path(sys.argv[2]), 30_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, store.given)
"""


def test_memory_does_not_grow_with_the_graph(tmp_path: Path) -> None:
    """Seven times as many claims, of which each names two more places: a small part of their size is held."""
    held = {}
    for slices in (3, 21):
        words = [sys.executable, "-c", MANY, str(slices), str(tmp_path / f"{slices}")]
        done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
        held[slices] = [int(number) for number in done.stdout.split()]
    more_memory, more_rows = (many - few for few, many in zip(held[3], held[21], strict=True))

    assert ParquetExport.open(tmp_path / "21").rows("LEG") == 420_000
    assert more_memory < more_rows / 3, held


@pytest.fixture
def given(embedded: Store, tmp_path: Path) -> Path:
    """Return the folder of an export."""
    fill(embedded, *world())
    exported(embedded, tmp_path / "given", rows=2)
    return tmp_path / "given"


def _with(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    told = json.loads((folder / MANIFEST).read_text())
    change(told)
    (folder / MANIFEST).write_text(json.dumps(told))


LEG = "claims/type=LEG/part-00001.parquet"
DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing file": (lambda folder: (folder / LEG).unlink(), f"{LEG} is missing"),
    "shorter file": (lambda folder: os.truncate(folder / LEG, 99), f"{LEG} has 99 bytes, not"),
    "changed file": (lambda folder: _flip(folder / LEG), f"{LEG} is not as the manifest says"),
    "another file": (lambda folder: (folder / LEG).rename(folder / "x.parquet"), f"{LEG} is missing"),
    "one more file": (
        lambda folder: (folder / "claims/type=LEG/part-9.parquet").write_bytes(b""),
        "part-9.parquet is none of the manifest's files",
    ),
    "no Parquet": (
        lambda folder: (folder / "nodes/x.csv").write_bytes(b""),
        "x.csv is none of the",
    ),
    "no manifest": (lambda folder: (folder / MANIFEST).unlink(), "the export is not complete"),
    "no JSON": (lambda folder: (folder / MANIFEST).write_text("{"), "manifest.json cannot be read"),
    "a list": (lambda folder: (folder / MANIFEST).write_text("[]"), "reads netgraph-parquet/1, not None"),
    "newer": (lambda f: _with(f, lambda told: told.update(format="netgraph-parquet/9")), "parquet/9'"),
    "no claims": (lambda f: _with(f, lambda told: told.pop("claims")), "is no manifest"),
    "no rows": (lambda f: _with(f, lambda told: told["claims"]["LEG"].update(rows=1)), "in two ways"),
    "outside": (
        lambda f: _with(f, lambda told: told["claims"]["LEG"]["files"][0].update(path="../x.parquet")),
        "in another place",
    ),
    "no type": (
        lambda f: _with(f, lambda told: told["claims"].update({"../x": told["claims"].pop("LEG")})),
        "among its claims",
    ),
}


def _flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


@pytest.mark.embedded
def test_what_was_changed_is_told(given: Path, tmp_path: Path) -> None:
    """Of a missing, added, shortened or changed file the path is said, and of a manifest what is wrong."""
    before = content(given)
    for name, (damage, said) in DAMAGE.items():
        folder = tmp_path / name
        for path, held in before.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(held)
        ParquetExport.open(folder).verify()
        damage(folder)
        with pytest.raises(DataError) as caught:
            ParquetExport.open(folder).verify()
        assert said in caught.value.message, name
        assert caught.value.hint, name


@pytest.mark.embedded
def test_others_read_it_too(given: Path) -> None:
    """DuckDB with hive partitions, and pyarrow's datasets and pandas, find labels and types in the paths."""
    claims = duckdb.read_parquet(f"{given}/claims/*/*.parquet", hive_partitioning=True, union_by_name=True)
    found = dict(claims.aggregate("type, count(*)").fetchall())
    nodes = ds.dataset(given / "nodes", partitioning="hive")
    persons = ds.dataset(given / "nodes" / "label=Person").to_table().to_pandas()

    assert found == {"IN": 1, "INVOLVED_IN": 5, "USES": 5, "STOPS_AT": 5, "LEG": 5}
    assert nodes.to_table(columns=["key", "label"])["label"].to_pylist().count("Identifier") == 5
    assert list(persons["key"]) == sorted(f"s/é{at}" for at in range(5))


def test_nothing_of_what_is_held_back_is_in_it() -> None:
    """A recipient's export is what `extract` gives, by label and type, and holds no canary in any byte."""
    found = disclosed(*tabled(*planted()), KEN, Marking.RED)
    files = files_for(found, Marking.RED, rows=2)

    told = json.loads(files[-1].content)
    parts = {name: table["rows"] for kind in ("nodes", "claims") for name, table in told[kind].items()}
    assert parts == found.released()
    for name, table in (found.nodes | found.claims).items():
        held = [pq.read_table(pa.BufferReader(f.content)) for f in files if f"={name}/" in f.path]
        assert pa.concat_tables(held).equals(table.sort_by("key"))
    assert (told["recipient"], told["marking"], "claims_above_ceiling" in told) == ("KEN", "GREEN", False)
    search = Search(found.hidden, said_in_any(KEN))
    assert [leak for file in files for leak in search.leaks(file.path, file.content)] == []
    assert [leak for file in files for leak in Search({"seen-by-all/p1"}).leaks(file.path, file.content)]
    assert len([text for text in found.hidden if CANARY in text]) > 20
    assert CANARY.encode() not in b"".join(file.content for file in files).lower()


@pytest.fixture
def opened(embedded: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a filled store that the command opens."""
    fill(embedded, *planted())
    monkeypatch.setattr("netgraph.store.open_store", lambda *_, **__: Held(embedded))
    return embedded


@pytest.mark.embedded
def test_the_command(opened: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a recipient and locally: what is in the folder, is said, the log hears; never into a full one."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    assert run(["export", "parquet", "--recipient", "Kenya", "-o", str(theirs)]) == 0
    told = capsys.readouterr()
    assert (told.out, "held back" in told.err) == (f"{theirs}\n", True)
    assert "marking: TLP:GREEN" in told.err
    entry = audit_log(opened).entries()[-1]
    assert (entry.event, entry.facts["form"], entry.facts["recipient"]) == ("exported", "parquet", "KEN")
    assert "counted" in entry.facts
    assert ParquetExport.open(theirs).recipient == "KEN"

    assert run(["export", "parquet", "--local", "--ceiling", "green", "-o", str(ours)]) == 0
    told = capsys.readouterr()
    export = ParquetExport.open(ours)
    assert f"left out: {export.above_ceiling} claims above TLP:GREEN" in told.err
    assert (export.ceiling, export.marking, export.synthetic) == (Marking.GREEN, Marking.GREEN, False)
    assert (entry := audit_log(opened).entries()[-1]).event == "read"
    assert (entry.facts["command"], entry.facts["local"]) == ("export-parquet", True)

    for whom in (["--local"], ["--recipient", "KEN"]):
        before = content(ours)
        assert run(["export", "parquet", *whom, "-o", str(ours)]) == UsageError.exit_code
        assert "is not empty" in capsys.readouterr().err
        assert content(ours) == before


@pytest.mark.embedded
@pytest.mark.usefixtures("opened")
def test_a_leak_stops_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell of a compressed column that is held back: nothing is written."""
    leaky = pa.BufferOutputStream()
    pq.write_table(pa.table({"key": [f"x {CANARY}-p2"]}), leaky, compression="zstd")
    nothing = files_for(disclosed(*tabled([], []), KEN, Marking.RED), Marking.RED)
    file = File("nodes/label=Person/part-00000.parquet", 1, leaky.getvalue().to_pybytes())
    monkeypatch.setattr(parquet_export, "files_for", lambda found, *_: [file] if found.claims else nothing)

    assert (
        run(["export", "parquet", "--recipient", "KEN", "-o", str(tmp_path / "out")])
        == DisclosureError.exit_code
    )
    assert "nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_errors_are_of_the_tree() -> None:
    """What a reader may meet is caught as one."""
    assert issubclass(DataError, NetgraphError)
