"""Projections that are kept in files: the same as taken anew, for one state of the graph and one ceiling."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest

from graphs import fill
from netgraph.analytics.projection import entity_network, jurisdiction_network, place_network
from netgraph.cli.main import run
from netgraph.disclosure import Policy, Reader
from netgraph.model import Marking
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.analytics.projection import Projection
    from netgraph.store import Store

NETWORKS: list[Any] = [entity_network, place_network, jurisdiction_network]
DONE = {
    "source": "test",
    "mapping": "m",
    "mapping_digest": "d",
    "file_digest": "f",
    "version": "0",
    "started": "1",
}


@pytest.fixture
def known(store: Store) -> Store:
    """Two persons in a case that two jurisdictions handle, two places, and a finished load run."""
    write(store)
    return store


def write(store: Store) -> None:
    """Fill a store."""
    fill(
        store,
        [
            *(("Person", f"s/{n}", {}) for n in "pq"),
            ("Case", "s/c", {}),
            *(("Jurisdiction", code, {"name": code}) for code in ("KEN", "UGA")),
            *(("Location", code, {"kind": "Country", "name": code}) for code in ("KEN", "UGA")),
        ],
        [
            (("Person", "s/p"), "INVOLVED_IN", ("Case", "s/c"), {"role": "Suspect"}),
            (("Person", "s/q"), "INVOLVED_IN", ("Case", "s/c"), {"role": "Victim", "handling": "RED"}),
            (("Case", "s/c"), "HANDLED_BY", ("Jurisdiction", "KEN"), {}),
            (("Case", "s/c"), "HANDLED_BY", ("Jurisdiction", "UGA"), {}),
            (("Location", "UGA"), "LEG", ("Location", "KEN"), {"route": "r", "position": 0}),
            (("Location", "KEN"), "IN", ("Jurisdiction", "KEN"), {}),
        ],
    )
    store.create_nodes(
        "LoadRun", pa.table({"key": ["run"], "finished": ["2"], **{n: [v] for n, v in DONE.items()}})
    )


def files(store: Store) -> list[Path]:
    """List what is kept."""
    return sorted(store.kept.folder.glob("*/*"))


def counted(monkeypatch: pytest.MonkeyPatch, store: Store) -> list[str]:
    """Count the statements that a store is asked, and the types of claims in columns."""
    asked: list[str] = []
    read, in_columns = type(store).read, type(store).in_columns

    def watched(self: Any, statement: str, *more: Any) -> Any:  # noqa: ANN401
        asked.append(statement)
        return read(self, statement, *more)

    def watched_columns(self: Any, labels: Any, types: Any, *more: Any) -> Any:  # noqa: ANN401
        asked.append(f"columns of {types}")
        return in_columns(self, labels, types, *more)

    monkeypatch.setattr(type(store), "read", watched)
    monkeypatch.setattr(type(store), "in_columns", watched_columns)
    return asked


def same(one: Projection, other: Projection) -> None:
    """Compare all that is known of two projections, types and all."""
    pd.testing.assert_frame_equal(one.nodes, other.nodes)
    pd.testing.assert_frame_equal(one.edges, other.edges)
    assert (one.ends == other.ends).all()
    for name in ("name", "directed", "weight", "marking", "withheld", "notes"):
        assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize("network", NETWORKS)
def test_a_kept_projection_is_the_one_taken(
    known: Store, network: Callable[..., Projection], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time no claim is read, and nothing about the projection differs."""
    reader = Reader(known, Policy(Marking.AMBER), keep=True)
    first = network(reader)
    asked = counted(monkeypatch, known)
    again = network(reader)

    same(again, first)
    same(again, network(Reader(known, Policy(Marking.AMBER))))
    assert sum("RETURN" in statement for statement in asked[:1]) == 1
    assert "LoadRun" in asked[0]
    assert len(asked) > 1  # only by the reader that keeps nothing
    assert "LoadRun" not in asked[1]


def test_another_ceiling_has_a_file_of_its_own(known: Store) -> None:
    """What RED was let through for is never given to GREEN."""
    red = entity_network(Reader(known, keep=True))
    green = entity_network(Reader(known, Policy(Marking.GREEN), keep=True))

    assert len(files(known)) == 2
    assert len(red.edges) > len(green.edges)
    same(entity_network(Reader(known, Policy(Marking.GREEN), keep=True)), green)


def test_files_are_private_and_go_with_the_first_write(known: Store) -> None:
    """Only the owner can read what is kept, and whoever writes to the graph takes it out before."""
    place_network(Reader(known, keep=True))
    (kept,) = files(known)

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in list(kept.parents)[:2]} == {0o700}
    known.delete_nodes("Case", ["s/c"])
    assert files(known) == []


@pytest.mark.parametrize("changes", [{"finished": None}, {"undo_began": "3"}])
def test_while_a_run_is_going_nothing_is_kept(known: Store, changes: dict[str, str | None]) -> None:
    """A load or an undo that has not ended may still write: nothing is kept, nor taken from what was."""
    run = {"key": "run", "finished": "2", **DONE, **changes}
    known.update_nodes("LoadRun", pa.Table.from_pylist([{n: v for n, v in run.items() if v is not None}]))
    reader = Reader(known, keep=True)
    place_network(reader)

    assert reader.state() is None
    assert files(known) == []


def test_changes_from_elsewhere_are_seen(known: Store) -> None:
    """Files of another state are not used, and go: here somebody else has loaded more."""
    place_network(Reader(known, keep=True))
    (kept,) = files(known)
    held = kept.read_bytes()
    fill(known, [("Location", "NGA", {"kind": "Country", "name": "NGA"})], [])
    kept.parent.mkdir(parents=True)
    kept.write_bytes(held)  # as if it lay on another machine than the one that wrote
    entity_network(Reader(known, keep=True))

    assert not kept.exists()
    assert len(files(known)) == 1


@pytest.mark.parametrize("harm", [b"", b"nothing of the kind", None])
def test_a_damaged_file_is_taken_anew(known: Store, harm: bytes | None) -> None:
    """What cannot be read is as good as not there."""
    reader = Reader(known, keep=True)
    first = entity_network(reader)
    (kept,) = files(known)
    kept.write_bytes(kept.read_bytes()[:-200] if harm is None else harm)

    same(entity_network(reader), first)


def test_the_command_keeps_unless_told_not_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Analyses keep what they read beside the store and use it; --no-cache keeps none and removes it."""
    folder = tmp_path / "store"
    with open_store(str(folder)) as store:
        write(store)
    asked = ["analyse", "connectors", "--network", "place", "--store", str(folder), "--format", "csv"]
    told = []
    for more, number in (([], 1), ([], 1), (["--no-cache"], 0), ([], 1)):
        assert run([*asked, *more]) == 0
        told.append(capsys.readouterr().out)
        assert len(list(folder.glob("projections/*/*"))) == number

    assert len(set(told)) == 1
    assert "KEN" in told[0]


def test_a_view_of_an_analysis_uses_what_the_analysis_kept(tmp_path: Path) -> None:
    """A picture of connectors takes the projection that is kept, and --no-cache removes it."""
    folder = tmp_path / "store"
    with open_store(str(folder)) as store:
        write(store)
    asked = ["--network", "place", "--store", str(folder)]
    assert run(["analyse", "connectors", *asked]) == 0
    (kept,) = folder.glob("projections/*/*")
    written = kept.stat().st_mtime_ns
    page = ["view", "--analysis", "connectors", *asked, "--output", str(tmp_path / "page.html")]

    assert run(page) == 0
    assert [path.stat().st_mtime_ns for path in folder.glob("projections/*/*")] == [written]
    assert run([*page, "--no-cache"]) == 0
    assert not list(folder.glob("projections/*/*"))
