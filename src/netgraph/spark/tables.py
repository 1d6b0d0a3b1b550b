"""An export as tables of Spark, and what of them may be seen under a ceiling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as f
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
)
from pyspark.storagelevel import StorageLevel

from netgraph.disclosure.contents import ENDS, arrow_schema
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql.types import DataType

    from netgraph.exchange.parquet_read import ParquetExport

MARKING = "marking"
"""Column that says how strict the marking of a row is: the number of a `netgraph.model.Marking`."""

_TYPES: dict[pa.DataType, DataType] = {
    pa.string(): StringType(),
    pa.int64(): LongType(),
    pa.float64(): DoubleType(),
    pa.bool_(): BooleanType(),
    pa.list_(pa.string()): ArrayType(StringType()),
}


@dataclass(frozen=True)
class Seen:
    """Rows that may be seen.

    Attributes
    ----------
    frame : pyspark.sql.DataFrame
        Without their markings; kept in the cluster's memory or on its disks once it was computed.
    marking : Marking
        The strictest of them.
    withheld : int
        How many rows are above the ceiling.
    """

    frame: DataFrame
    marking: Marking
    withheld: int


class Tables:
    """The nodes and claims of an export.

    Parameters
    ----------
    spark : pyspark.sql.SparkSession
        Every worker must see the export's folder under the same path.
    export : ParquetExport
    ceiling : Marking, default RED
        What is marked stricter is not seen.
    """

    def __init__(self, spark: SparkSession, export: ParquetExport, ceiling: Marking = Marking.RED) -> None:
        self.spark, self.export, self.ceiling = spark, export, ceiling
        self._schema = load_schema()

    def nodes(self, label: str, *properties: str) -> DataFrame:
        """Return ``key``, some properties and the marking of the nodes of a label; shared ones are CLEAR."""
        schema = arrow_schema(self._schema.node_properties(label))
        frame = self._read(self.export.files_of_label(label), schema)
        marking = f.lit(int(Marking.CLEAR)) if label in self._schema.labels("shared") else _strict()
        return frame.select("key", *properties, marking.alias(MARKING))

    def claims(self, type_: str, *properties: str) -> DataFrame:
        """Return the ends, some properties and the marking of the claims of a type."""
        schema = arrow_schema(self._schema.relationship_properties(type_), ENDS)
        frame = self._read(self.export.files_of_type(type_), schema)
        return frame.select(*ENDS, *properties, _strict().alias(MARKING))

    def seen(self, frame: DataFrame, *markings: str) -> Seen:
        """Keep the rows of which no marking is above the ceiling.

        Parameters
        ----------
        frame : pyspark.sql.DataFrame
        *markings : str
            Columns with the markings of what went into a row; the result lacks them.
        """
        each = [f.col(name) for name in markings or (MARKING,)]
        strictest = f.greatest(*each) if len(each) > 1 else each[0]
        rows = frame.withColumn(MARKING, strictest).drop(*(name for name in markings if name != MARKING))
        rows = rows.persist(StorageLevel.MEMORY_AND_DISK)
        low = f.col(MARKING) <= int(self.ceiling)
        told = rows.agg(f.max(f.when(low, f.col(MARKING))), f.count(f.when(~low, 1))).first()
        found = told[0] if told and told[0] is not None else int(Marking.CLEAR)
        return Seen(rows.where(low).drop(MARKING), Marking(found), int(told[1]) if told else 0)

    def _read(self, files: Sequence[Path], schema: pa.Schema) -> DataFrame:
        """Read files with the types that the schema says, and give what is not there as missing."""
        if not files:
            nothing = [f.lit(None).cast(_TYPES[field.type]).alias(field.name) for field in schema]
            return self.spark.range(0).select(*nothing)
        told = StructType([StructField(field.name, _TYPES[field.type]) for field in schema])
        return self.spark.read.schema(told).parquet(*map(_address, files))


def _address(path: Path) -> str:
    """Write the path of a file as Spark reads it: as a pattern, in which some characters have a meaning."""
    return "file:" + re.sub(r"([\\{}\[\]*?])", r"\\\1", str(path.resolve()))


def union(frames: Sequence[DataFrame]) -> DataFrame:
    """Put tables with the same columns below each other."""
    return reduce(lambda one, other: one.unionByName(other), frames)


def _strict() -> Column:
    """Turn the word of a marking into its number; a missing or unknown one is the strictest."""
    word = f.trim(f.regexp_replace(f.upper(f.trim("handling")), "^TLP:", ""))
    known = chain.from_iterable((f.lit(one.word), f.lit(int(one))) for one in Marking)
    return f.coalesce(f.element_at(f.create_map(*known), word), f.lit(int(Marking.RED)))
