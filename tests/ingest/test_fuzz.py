"""Whatever a mapping or a file holds, it is an error of netgraph's own or an account that adds up."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canonical import dump
from ingest.bad import workbooks
from ingest.bad.case import GOOD, LITTLE, WIDE, WIDE_HEADER
from ingest.bad.parquets import table
from netgraph.errors import MappingError, NetgraphError
from netgraph.ingest import load_file, load_mapping
from netgraph.resources import asset_dir
from stores import empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.store import Store

VALID = [LITTLE, WIDE, *(path.read_text("utf-8") for path in sorted(asset_dir("ingest").glob("*.yaml")))]
PIECES = [
    "",
    " ",
    "\n",
    "\t",
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    ": ",
    "- ",
    "? ",
    "|",
    "\0",
    "%",
]
PIECES += [
    "\u202e",
    "\ud7ff",
    "\U0010ffff",
    "#",
    "~",
    "0",
    "-1",
    "1e999",
    "true",
    "---\n",
    "...\n",
    "key: [",
    "column: ",
]
quick = settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
slow = settings(quick, max_examples=12)


@st.composite
def broken_text(draw: st.DrawFn, valid: list[str]) -> str:
    """Draw a valid text with some pieces of it replaced."""
    text = draw(st.sampled_from(valid))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        size = draw(st.sampled_from([0, 0, 1, 2, 5, 40]))
        text = text[:start] + draw(st.sampled_from(PIECES) | st.text(max_size=5)) + text[start + size :]
    return text


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("x" * 10_000)
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - YAML
    """Yield the path of everything in nested values."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:  # noqa: ANN401 - YAML
    """Return nested values with one place changed."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


@st.composite
def broken_structure(draw: st.DrawFn) -> str:
    """Draw a valid mapping with the value of one or two places replaced by another, or by one of its own."""
    content: Any = yaml.safe_load(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 2))):
        paths = list(places(content))
        path = draw(st.sampled_from(paths))
        own = draw(st.sampled_from(paths))
        inner = content
        for key in own:
            inner = inner[key]
        content = replaced(content, path, draw(st.just(deepcopy(inner)) | anything))
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def try_mapping(folder: Path, text: str) -> None:
    """Read a mapping; an error that is no MappingError with the file in it fails the test."""
    path = folder / "little.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_mapping(path)
    except MappingError as error:
        said = error
    else:
        return
    assert str(said).startswith(str(path))
    assert said.hint


@quick
@given(text=broken_text(VALID))
def test_any_text_is_a_mapping_or_a_mapping_error(tmp_path: Path, text: str) -> None:
    """Valid mappings with pieces replaced are read, or refused with the file's name."""
    try_mapping(tmp_path, text)


@quick
@given(text=broken_structure())
def test_any_structure_is_a_mapping_or_a_mapping_error(tmp_path: Path, text: str) -> None:
    """Valid YAML with values of other types in it is read, or refused with the file's name."""
    try_mapping(tmp_path, text)


def _bytes_of(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        table()(path)
        return path.read_bytes()


WHOLE = {
    "rows.csv": GOOD.encode() + b'2,"KEN",UGA,2009\r\n3,Kenya,"the ""Gulf""",\n',
    "rows.tsv": GOOD.replace(",", "\t").encode(),
    "rows.jsonl": b'{"route": "1", "from": "KEN", "to": "UGA", "year": 2008}\n{"route": 2, "from": "KEN"}\n',
    "rows.xlsx": workbooks.book(workbooks.sheet(workbooks.HEAD, workbooks.ONE)),
    "rows.parquet": _bytes_of("rows.parquet"),
}


@st.composite
def broken_bytes(draw: st.DrawFn, whole: bytes) -> bytes:
    """Draw a valid file with some bytes of it replaced, left out or put in."""
    raw = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        size = draw(st.sampled_from([0, 1, 1, 4, 30]))
        raw[start : start + size] = draw(
            st.binary(max_size=4) | st.sampled_from([b",", b'"', b"\n", b"\0", b"{", b"\xff"])
        )
    return bytes(raw)


@pytest.mark.parametrize("name", WHOLE)
@slow
@given(data=st.data())
def test_any_bytes_are_rows_or_an_error_of_netgraph(embedded: Store, name: str, data: st.DataObject) -> None:
    """A file with bytes replaced is refused by name, or its rows are accounted for; a second load agrees."""
    raw = data.draw(broken_bytes(WHOLE[name]))
    with TemporaryDirectory() as folder:
        mapping, path = Path(folder) / "little.yaml", Path(folder) / name
        mapping.write_text(LITTLE)
        path.write_bytes(raw)
        empty(embedded)
        try:
            report = load_file(embedded, mapping, path)
        except NetgraphError as error:
            said = error
        else:
            assert report.read == report.loaded + report.duplicate + report.rejected
            assert len(dump(embedded).get("Route", [])) <= report.loaded
            assert load_file(embedded, mapping, path).unchanged
            return
        assert name in str(said)
        assert said.hint
        assert dump(embedded) == {}


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
wide_rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "a/b", "a%2Fb", "1", "23", "12", "3"]) | cells,
        st.sampled_from(["Firm", "", "x'})"]) | cells,
        st.sampled_from(["1", "2", "", "-1"]) | cells,
        st.sampled_from(["2020", "2020-05", "2020-02-30", ""]) | cells,
        st.sampled_from(["Other", "ForcedLabour;Other", ""]) | cells,
        st.sampled_from(["KEN", "Kenya", "UGA", "", "Korea"]) | cells,
        st.sampled_from(["", "Mombasa", "mombasa"]) | cells,
    ),
    min_size=1,
    max_size=8,
)


def write_rows(path: Path, rows: list[tuple[str, ...]]) -> None:
    """Write rows as JSON Lines, which can hold any text."""
    names = WIDE_HEADER.strip().split(",")
    path.write_text("".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows))


@slow
@given(one=wide_rows, other=wide_rows)
def test_two_sources_never_overwrite_each_other(
    embedded: Store, one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    """What one source says stays, to the last property, whatever another says, also of the same keys."""
    with TemporaryDirectory() as folder:
        mapping, path = Path(folder) / "wide.yaml", Path(folder) / "rows.jsonl"
        mapping.write_text(WIDE)
        empty(embedded)
        write_rows(path, one)
        with suppress(NetgraphError):
            load_file(embedded, mapping, path, source="a")
        before = said_by(embedded, "a")
        write_rows(path, other)
        with suppress(NetgraphError):
            load_file(embedded, mapping, path, source="a/b")
        assert said_by(embedded, "a") == before
        write_rows(path, one)
        with suppress(NetgraphError):
            assert load_file(embedded, mapping, path, source="a").unchanged


def said_by(store: Store, source: str) -> list[tuple[str, Any]]:
    """Write down what a source says."""
    return [
        (name, entry)
        for name, found in dump(store).items()
        for entry in found
        if ("p_source", source) in entry
    ]


@slow
@given(rows=wide_rows, chunk=st.integers(1, 3), batch_size=st.integers(1, 3))
def test_the_size_of_chunks_does_not_matter(
    embedded: Store, rows: list[tuple[str, ...]], chunk: int, batch_size: int
) -> None:
    """A file read in chunks of a row or three gives the same graph and the same account."""
    found: list[tuple[object, object]] = []
    for size in (20_000, chunk):
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            mapping, path = Path(folder) / "wide.yaml", Path(folder) / "rows.jsonl"
            mapping.write_text(WIDE)
            write_rows(path, rows)
            patch.setattr("netgraph.ingest.read.jsonl.CHUNK", size)
            empty(embedded)
            try:
                report = load_file(embedded, mapping, path, batch_size=batch_size if size == chunk else 5_000)
            except NetgraphError as error:
                found.append((type(error), dump(embedded)))
            else:
                account = (report.read, report.loaded, report.duplicate, report.reasons)
                found.append((account, dump(embedded)))
    assert found[0] == found[1]
