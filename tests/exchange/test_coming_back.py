"""Files that were exported are loaded elsewhere: all that they carry, marked as it was; nothing is lost."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graphs import tabled
from netgraph.cli.main import run
from netgraph.disclosure.contents import claims_of, nodes_of
from netgraph.disclosure.extract import disclosed
from netgraph.errors import DataError
from netgraph.exchange import formats, geojson, graphml, stix
from netgraph.exchange.formats import read, write
from netgraph.exchange.stix_marks import TLP
from netgraph.model import Marking, load_schema, node_key
from netgraph.releases import load_export
from netgraph.store import open_store
from worlds import HASHED, KEN, planted

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from netgraph.disclosure import Disclosed
    from netgraph.store import Store

BACK = ["ftm", "ftm-statements", "geojson", "gexf", "graphml", "stix"]
INNER = {"key", "digest", "run", "source"}


def a_graph() -> Disclosed:
    """Return what KEN may have of a graph with all kinds of claims."""
    nodes, claims = planted()
    named = {"handling": "AMBER", "releasable_to": ["KEN", "UGA"], "conditions": ["H1"]}
    more = {"owner": "ITA", "reliability": "B", "credibility": "2", "first_seen": "2024-01", "mode": "Air"}
    leg = named | more | {"route": "seen-by-all/r1", "position": 7}
    claims.append((("Location", "KEN/mombasa"), "LEG", ("Location", "ITA/bari"), leg))
    return disclosed(*tabled(nodes, claims), KEN, Marking.RED)


def rows(tables: dict[str, pa.Table], source: str) -> dict[str, list[str]]:
    """Return what was exported as it is to be here: under the source's name, the earlier one's in records."""
    schema = load_schema()

    def here(label: str, key: str) -> str:
        return f"{source}/{key}" if schema.nodes[label].kind == "owned" else key

    found: dict[str, list[str]] = {}
    for name, table in tables.items():
        told = []
        for row in table.to_pylist():
            one = {k: v for k, v in row.items() if k not in INNER and v is not None}
            if name in schema.nodes:
                one["node"] = here(name, row["key"])
            else:
                one |= {side: here(row[f"{side}_label"], row[side]) for side in ("start", "end")}
            if "route" in one:
                one["route"] = here("Route", one["route"])
            if "record" in one:
                one["record"] = node_key([row["source"], row["record"]])
            told.append(json.dumps(one, sort_keys=True))
        found[name] = sorted(told)
    return found


def held(store: Store, name: str, source: str) -> list[str]:
    """Return what the store has of a label or type by that source, or all of it where no source owns it."""
    schema = load_schema()
    node = name in schema.nodes
    table = nodes_of(store, name) if node else claims_of(store, name)
    if "source" in table.column_names:
        table = table.filter(pc.equal(table["source"], source))
    found = []
    for row in table.to_pylist():
        one = {k: v for k, v in row.items() if k not in INNER and v is not None}
        found.append(json.dumps(one | ({"node": row["key"]} if node else {}), sort_keys=True))
    return sorted(found)


def test_what_a_format_carries_is_there_again(store: Store, tmp_path: Path) -> None:
    """Each label and type with every property, source, record, date and marking; again it writes nothing."""
    found = a_graph()
    for name in BACK:
        content = write(found, name).content
        path = tmp_path / f"{name}.file"
        path.write_bytes(content)
        report = load_export(store, path, name)

        _, nodes, claims = read(content)
        assert report.loaded == report.read == sum(map(len, (*nodes.values(), *claims.values())))
        nodes.pop("Case") if name == "geojson" else None
        source = f"release-file-{name}"
        wanted = rows(nodes | claims, source)
        for what, expected in wanted.items():
            there = held(store, what, source)
            if what in load_schema().labels("shared"):  # other files may know more of it
                told = {json.loads(one)["node"]: json.loads(one) for one in there}
                assert all(told[one["node"]].items() >= one.items() for one in map(json.loads, expected))
            else:
                assert there == expected, (name, what)
    assert load_export(store, path, name).same_as == report.run
    marks = [leg for leg in claims_of(store, "LEG").to_pylist() if leg["conditions"] == ["H1"]]
    assert [(leg["handling"], leg["releasable_to"]) for leg in marks] == [("AMBER", ["KEN", "UGA"])] * len(
        BACK
    )


CONTENTS = {name: write(a_graph(), name).content for name in BACK}


def test_an_identifier_that_is_no_keyed_hash_is_refused(embedded: Store, tmp_path: Path) -> None:
    """A number in the place of its hash is told by no message, and nothing of the file is stored."""
    path = tmp_path / "file"
    for name in ("ftm", "ftm-statements", "gexf", "graphml", "stix"):
        for digest in HASHED:
            path.write_bytes(CONTENTS[name].replace(digest.partition("/")[2].encode(), b"711"))
            changed = path.read_bytes() != CONTENTS[name]
            assert changed or (name, digest) == ("stix", HASHED[0])  # it has no words for a phone
            if changed:
                with pytest.raises(DataError) as refused:
                    load_export(embedded, path, name)
                assert "an identifier that is no keyed hash" in str(refused.value), name
                assert "711" not in str(refused.value)
    assert not embedded.counts().nodes.get("Identifier")


def _changed(bundle: bytes, **change: Any) -> dict[str, str]:  # noqa: ANN401 - a value of JSON
    """Return how the claims of a bundle are marked once somebody has changed the part as Victim."""
    told = json.loads(bundle)
    (part,) = [one for one in told["objects"] if one.get("description") == "Victim"]
    for name, value in change.items():
        part[name] = value
        if value is None:
            del part[name]
    _, _, claims = stix_tables(json.dumps(told).encode())
    return {row["role"]: row["handling"] for row in claims["INVOLVED_IN"].to_pylist()}


def stix_tables(content: bytes) -> tuple[str, dict[str, pa.Table], dict[str, pa.Table]]:
    """Read a bundle."""
    found = read(content)
    assert found[0] == "stix"
    return found


def test_markings_of_stix_fail_closed() -> None:
    """None, an unknown one, or one of a part: RED; a stricter label of TLP counts, a softer does not."""
    bundle = stix.encode(a_graph())
    unknown = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"  # WHITE of TLP 1.0

    assert _changed(bundle) == {"Victim": "GREEN", "Suspect": "GREEN"}
    assert _changed(bundle, object_marking_refs=None)["Victim"] == "RED"
    assert _changed(bundle, object_marking_refs=[unknown])["Victim"] == "RED"
    assert _changed(bundle, object_marking_refs=[TLP[Marking.GREEN], unknown])["Victim"] == "RED"
    assert (
        _changed(bundle, granular_markings=[{"marking_ref": unknown, "selectors": ["type"]}])["Victim"]
        == "RED"
    )
    assert _changed(bundle, object_marking_refs=[TLP[Marking.AMBER]])["Victim"] == "AMBER"
    assert _changed(bundle, object_marking_refs=[TLP[Marking.CLEAR]])["Victim"] == "GREEN"


@pytest.mark.parametrize(
    ("marked", "is_"),
    [("GREEN", "GREEN"), ("CLEAR", "GREEN"), ("AMBER", "AMBER"), ("WHITE", "RED"), (None, "RED")],
)
def test_the_strictest_statement_counts(marked: str | None, is_: str) -> None:
    """Of all that say something of one claim, whoever changed the marking of one of them."""
    told = [json.loads(line) for line in write(a_graph(), "ftm-statements").content.splitlines()]
    (one,) = [one for one in told if one["value"] == "Victim"]
    one["handling"] = marked
    _, _, claims = read("\n".join(json.dumps(one) for one in told).encode())

    parts = {row["role"]: row["handling"] for row in claims["INVOLVED_IN"].to_pylist()}
    assert parts == {"Victim": is_, "Suspect": "GREEN"}


@pytest.mark.parametrize("format_", BACK)
@given(data=st.data())
@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
def test_no_bytes_break_the_reader(format_: str, data: st.DataObject) -> None:
    """A file with some bytes changed, or cut off, is read or refused, and nothing else happens."""
    content = bytearray(CONTENTS[format_])
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(content), data.draw(st.integers(0, len(content)))]))

    with suppress(ValueError):
        read(bytes(content[:cut]))


def test_what_is_not_marked_is_red(embedded: Store, tmp_path: Path) -> None:
    """In a file from which somebody took the markings."""
    told = json.loads(geojson.encode(a_graph()))
    for one in told["features"]:
        one["properties"].pop("handling", None)
    (tmp_path / "x").write_text(json.dumps(told), encoding="utf-8")
    load_export(embedded, tmp_path / "x", "x")

    for type_ in ("STOPS_AT", "LEG", "OCCURRED_IN"):
        assert set(claims_of(embedded, type_)["handling"].to_pylist()) == {"RED"}
    assert set(nodes_of(embedded, "Case")["handling"].to_pylist()) == {"RED"}


def _without_case(content: bytes) -> bytes:
    told = json.loads(content)
    told["objects"] = [one for one in told["objects"] if one["type"] != "incident"]
    return json.dumps(told).encode()


def _with_stranger(content: bytes) -> bytes:
    told = json.loads(content)
    told["objects"].append({"type": "malware", "id": "malware--1", "name": "x"})
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("format_", "change", "why"),
    [
        ("stix", _with_stranger, "an object of type malware that netgraph did not write"),
        ("stix", _without_case, "no stix file of netgraph, or was changed"),
        ("stix", lambda _: b'{"type": "report"}', "it is none of"),
        ("stix", lambda content: content[:-20], "it is none of"),
        ("geojson", lambda content: content.replace(b'"stage"', b'"nickname"'), "has 'nickname'"),
        ("geojson", lambda content: content.replace(b'"feature": "stop"', b'"feature": "x"'), "was changed"),
        ("graphml", lambda content: content.replace(b'"conditions"', b'"birth_date"'), "has 'birth_date'"),
        (
            "graphml",
            lambda content: content.replace(b"<graphml", b"<!DOCTYPE x><graphml", 1),
            "document type",
        ),
        ("graphml", lambda content: content[:-20], "not well-formed"),
        ("graphml", lambda _: b"<svg/>", "it is none of"),
        ("graphml", lambda content: content.replace(b">GREEN<", b">WHITE<"), "handling"),
        ("graphml", lambda content: content.replace(b">Employed<", b">Cousin<"), "kind"),
        ("gexf", lambda content: content.replace(b"seen-by-all/o1", b"seen-by-all/o\xe2\x80\xae1"), "a key"),
    ],
)
def test_a_changed_file_is_refused(
    format_: str,
    change: Any,  # noqa: ANN401 - a function of bytes
    why: str,
    embedded: Store,
    tmp_path: Path,
) -> None:
    """With the reason, and nothing is written."""
    path = tmp_path / "file"
    content = write(a_graph(), format_).content
    path.write_bytes(change(content))
    assert path.read_bytes() != content

    with pytest.raises(DataError, match=why):
        load_export(embedded, path, "x")
    assert not embedded.counts().relationships


def test_a_claim_about_nothing_is_refused(embedded: Store, tmp_path: Path) -> None:
    """A file from which a node was taken."""
    told = json.loads(geojson.encode(a_graph()))
    told["features"] = [one for one in told["features"] if one["properties"]["feature"] != "route"]
    (tmp_path / "x").write_text(json.dumps(told), encoding="utf-8")

    with pytest.raises(DataError, match="a STOPS_AT speaks of a Route that is not in the file"):
        load_export(embedded, tmp_path / "x", "x")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It tells the format by what is in the file, whatever its name, and accounts for all that is in it."""
    path = tmp_path / "graph.xml"
    path.write_bytes(graphml.encode(a_graph()))
    words = ["ingest", "export", str(path), "--sender", "italy", "--store", str(tmp_path / "s")]

    assert run(words) == 0
    told = capsys.readouterr().out
    assert re.search(
        r"release-file-italy, graph.xml: (\d+) rows read = \1 loaded \+ 0 duplicate \+ 0 rejected", told
    )
    assert run([*words, "--dry-run"]) == 0
    assert "dry run, nothing was written" in capsys.readouterr().out
    with open_store(str(tmp_path / "s")) as store:
        assert nodes_of(store, "Person")["key"].to_pylist() == ["release-file-italy/seen-by-all/p1"]
    assert set(formats.BACK) < set(formats.FORMATS)
