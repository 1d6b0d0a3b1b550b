"""Keep projections in Arrow files, so that the next analysis of the same graph begins at once.

A file holds what the policy let through and no more, and is used for the same ceiling, queries and state of
the graph only. What cannot be read is taken anew; nothing here raises.
"""

from __future__ import annotations

import functools
import hashlib
import json
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import numpy as np
import pandas as pd
import pyarrow as pa

from netgraph import __version__
from netgraph.analytics.projected import Projection
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.disclosure import Reader

P = ParamSpec("P")
FORMAT = 2  # of the file, and of what projections hold
_TOLD = b"netgraph"


def keeping(
    take: Callable[Concatenate[Reader, P], Projection],
) -> Callable[Concatenate[Reader, P], Projection]:
    """Have a function that takes a projection keep it, where its reader allows that.

    Parameters
    ----------
    take : callable
        Its first argument is a reader; the others are part of the file's name.

    Returns
    -------
    callable
        The same, quicker the second time. The file is written only if the graph was in one state
        before and after it was read.
    """

    @functools.wraps(take)
    def taken(reader: Reader, /, *args: P.args, **asked: P.kwargs) -> Projection:
        state = reader.state() if reader.keep else None
        if state is None:
            return take(reader, *args, **asked)
        name = _name(reader, take.__name__, args, asked)
        path = reader.kept.find(state, name)
        found = _read(path) if path else None
        if found is None:
            found = take(reader, *args, **asked)
            if reader.state() == state:
                projection = found
                reader.kept.put(state, name, lambda path: _write(projection, path))
        return found

    return taken


def _name(reader: Reader, *asked: object) -> str:
    """Name the file by everything that has a part in what is in it, apart from the state of the graph."""
    parts = [
        FORMAT,
        __version__,
        reader.policy.ceiling.word,
        repr(asked),
        load_schema().model_dump_json(),
        *((query.name, query.statement) for query in reader.catalogue),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32] + ".arrow"


def _write(projection: Projection, path: Path) -> None:
    """Write two streams, one after the other: the edges as positions of nodes, and the nodes."""
    weights = projection.edges.drop(columns=["start", "end"])
    names = projection.nodes.columns.tolist()
    told = {
        "name": projection.name,
        "directed": projection.directed,
        "weight": projection.weight,
        "marking": projection.marking.word,
        "withheld": projection.withheld,
        "notes": projection.notes,
        "index": projection.nodes.index.name,
        "columns": names,
    }
    ends = {str(at): projection.ends[:, at] for at in range(2)}
    columns_of_edges: dict[str, Any] = {**ends, **{str(name): weights[name].to_numpy() for name in weights}}
    edges = pa.table(columns_of_edges)
    columns = [pa.array(projection.nodes.index), *(_packed(projection.nodes[name]) for name in names)]
    nodes = pa.table(dict(zip(map(str, range(len(columns))), columns, strict=True)))
    with pa.OSFile(str(path), "wb") as file:
        for table in (edges.replace_schema_metadata({_TOLD: json.dumps(told)}), nodes):
            with pa.ipc.new_stream(file, table.schema) as stream:
                stream.write_table(table)


def _read(path: Path) -> Projection | None:
    """Read what `_write` wrote; None where it cannot be."""
    try:
        with pa.OSFile(str(path), "rb") as file:
            edges, nodes = (pa.ipc.open_stream(file).read_all() for _ in range(2))
        told = json.loads(edges.schema.metadata[_TOLD])
        index = pd.Index(_unpacked(nodes.column(0)), name=told.pop("index"))
        columns = {
            name: pd.Series(_unpacked(nodes.column(at)).array, index=index)
            for at, name in enumerate(told.pop("columns"), 1)
        }
        weights = {name: edges[name].to_numpy() for name in edges.column_names[2:]}
        return Projection.from_codes(
            nodes=pd.DataFrame(columns, index=index),
            ends=np.column_stack([edges[str(at)].to_numpy() for at in range(2)]),
            weights=weights,
            **told | {"marking": Marking.parse(told["marking"]), "notes": tuple(told["notes"])},
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def _packed(column: pd.Series) -> pa.Array:
    """Pack a column of tuples, most of which are alike, as positions in a list of the different ones."""
    if column.dtype != object:
        return pa.array(column, from_pandas=True)
    codes, different = pd.factorize(column.to_numpy())
    lists = pa.array([list(one) for one in different], pa.list_(pa.string()))
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), lists)


def _unpacked(column: pa.ChunkedArray) -> pd.Series:
    if not pa.types.is_dictionary(column.type):
        found: pd.Series = column.to_pandas()
        return found
    packed = column.combine_chunks()
    lists = packed.dictionary.to_pylist()
    different = np.fromiter(map(tuple, lists), dtype=object, count=len(lists))
    return pd.Series(different[np.asarray(packed.indices)], dtype=object)
