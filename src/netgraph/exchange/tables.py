"""Tables out: text for people, CSV, JSON and Parquet for machines, each with its marking."""

from __future__ import annotations

import io
import json
import math
import os
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from netgraph.model import Marking

HANDLING = "handling"


def as_text(value: object) -> str:
    """Return a cell as a person reads it: six digits, lists joined, nothing for what is missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple) or type(value).__name__ == "ndarray":
        return ", ".join(as_text(item) for item in value)  # type: ignore[attr-defined]
    text = str(value)
    return "" if text in {"<NA>", "NaT"} else text


def table_bytes(frame: pd.DataFrame, about: Mapping[str, Any], *, marking: Marking, format_: str) -> bytes:
    """Return a table as a file or a pipe holds it.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    about : mapping
        Provenance: beside the rows in JSON, in the file's metadata in Parquet.
    marking : Marking
        In JSON and Parquet it stands in the metadata; in text each row carries its own, or this one.
    format_ : {"table", "csv", "json", "parquet"}
        ``table`` is tab-separated text.
    """
    if format_ == "parquet":
        metadata = {"netgraph": json.dumps({**about, "marking": str(marking)}, ensure_ascii=False)}
        table = pa.Table.from_pandas(frame, preserve_index=False)
        stream = io.BytesIO()
        pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **metadata}), stream)
        return stream.getvalue()
    if format_ == "json":
        rows = [
            {name: _plain(value) for name, value in row.items()} for row in frame.to_dict(orient="records")
        ]
        document = {**about, "marking": str(marking), "rows": rows}
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    separator = "\t" if format_ == "table" else ","
    # Text has no place for metadata: without a marking of their own the rows carry that of the whole.
    marked = frame if HANDLING in frame.columns else frame.assign(**{HANDLING: marking.word})
    text = marked.map(as_text) if format_ == "table" else marked.map(_joined)
    written: str = text.to_csv(index=False, sep=separator, lineterminator="\n")
    return written.encode()


def place(content: bytes, output: str | None) -> None:
    """Put a table into a file, readable for its owner only, or on standard output when none is named.

    Raises
    ------
    UsageError
        The file cannot be written.
    """
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
    except OSError as cause:
        raise UsageError(
            f"cannot write {output}: {cause.strerror}",
            hint="name a file in a folder that exists and that you may write to",
        ) from cause


def _joined(value: object) -> object:
    """Turn a list into text for CSV; everything else keeps its full precision."""
    if isinstance(value, list | tuple) or type(value).__name__ == "ndarray":
        return as_text(value)
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell is anything
    """Turn a cell into what JSON knows; what is missing is null."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if as_text(value) or isinstance(value, str) else None
