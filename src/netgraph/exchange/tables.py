"""Tables out: text for people, CSV, JSON and Parquet for machines, each with its marking."""

from __future__ import annotations

import json
import math
import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

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


def write_table(
    frame: pd.DataFrame,
    about: Mapping[str, Any],
    *,
    marking: Marking,
    format_: str,
    output: str | None = None,
) -> None:
    """Write a table.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    about : mapping
        Provenance: beside the rows in JSON, in the file's metadata in Parquet.
    marking : Marking
        In JSON and Parquet it stands in the metadata; in text each row carries its own, or this one.
    format_ : {"table", "csv", "json", "parquet"}
        ``table`` writes tab-separated text.
    output : str, optional
        A file, made readable for its owner only; standard output when not given.

    Raises
    ------
    UsageError
        The file cannot be written, or Parquet would go to a terminal.
    """
    if output is None:
        if format_ == "parquet" and sys.stdout.isatty():
            raise UsageError("Parquet is not text", hint="name a file with --output")
        sys.stdout.flush()
        _write(frame, about, marking, format_, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            _write(frame, about, marking, format_, stream)
    except OSError as cause:
        raise UsageError(
            f"cannot write {output}: {cause.strerror}",
            hint="name a file in a folder that exists and that you may write to",
        ) from cause


def _write(
    frame: pd.DataFrame, about: Mapping[str, Any], marking: Marking, format_: str, stream: BinaryIO
) -> None:
    if format_ == "parquet":
        metadata = {"netgraph": json.dumps({**about, "marking": str(marking)}, ensure_ascii=False)}
        table = pa.Table.from_pandas(frame, preserve_index=False)
        pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **metadata}), stream)
    elif format_ == "json":
        rows = [
            {name: _plain(value) for name, value in row.items()} for row in frame.to_dict(orient="records")
        ]
        document = {**about, "marking": str(marking), "rows": rows}
        stream.write((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())
    else:
        separator = "\t" if format_ == "table" else ","
        # Text has no place for metadata: without a marking of their own the rows carry that of the whole.
        marked = frame if HANDLING in frame.columns else frame.assign(**{HANDLING: marking.word})
        text = marked.map(as_text) if format_ == "table" else marked.map(_joined)
        stream.write(text.to_csv(index=False, sep=separator, lineterminator="\n").encode())


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
