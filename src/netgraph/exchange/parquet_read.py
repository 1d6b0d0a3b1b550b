"""Reading an export in Parquet: which files hold what, once it is known that all of them are there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Self

from netgraph.errors import DataError
from netgraph.exchange.parquet_export import FORMAT, LOCAL, MANIFEST
from netgraph.exchange.parquet_parts import folder_of
from netgraph.model import Marking, load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCK = 1 << 20


@dataclass(frozen=True)
class ParquetExport:
    """An export that is complete; open it with `open`.

    Attributes
    ----------
    folder : Path
    recipient : str
        Whom it was written for, or ``local``.
    ceiling, marking : Marking
        What nothing in it is marked stricter than, and the strictest that is in it.
    above_ceiling : int or None
        Claims that were left out since they are above the ceiling; None in an export for a recipient.
    synthetic : bool
        Its records are invented.
    tables : mapping of str to dict
        By label or type, as in the manifest.
    """

    folder: Path
    recipient: str
    ceiling: Marking
    marking: Marking
    above_ceiling: int | None
    synthetic: bool
    tables: Mapping[str, dict[str, Any]]

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """Read the manifest, and see that each of its files is there with its size.

        Raises
        ------
        DataError
            There is no manifest, so that the export is not complete; or this version does not know its
            format; or a file is missing, has another size, or is none of the manifest.
        """
        folder = Path(folder)
        told = _manifest(folder / MANIFEST)
        try:
            tables = {**told["nodes"], **told["claims"]}
            export = cls(
                folder,
                str(told["recipient"]),
                Marking.parse(told["ceiling"]),
                Marking.parse(told["marking"]),
                told.get("claims_above_ceiling"),
                bool(told["synthetic"]),
                tables,
            )
            _check(export, told)
        except (KeyError, TypeError, AttributeError) as cause:
            raise _changed(folder / MANIFEST, f"is no manifest of an export ({cause!r})") from cause
        return export

    @property
    def local(self) -> bool:
        """Whether it was written for the own organisation."""
        return self.recipient == LOCAL

    def rows(self, name: str) -> int:
        """Count the rows of a label or type; 0 where it has none."""
        return int(self.tables[name]["rows"]) if name in self.tables else 0

    def columns(self, name: str) -> dict[str, str]:
        """Return the columns of a label or type with their types; none where it has no rows."""
        return dict(self.tables[name]["columns"]) if name in self.tables else {}

    def files_of_label(self, label: str) -> list[Path]:
        """Return the files that hold the nodes of a label, in their order; none where there are no such."""
        return self._files(label)

    def files_of_type(self, type_: str) -> list[Path]:
        """Return the files that hold the claims of a type, in their order; none where there are no such."""
        return self._files(type_)

    def verify(self) -> None:
        """Read every file, and hold it against its hash.

        Raises
        ------
        DataError
            A file was changed.
        """
        for table in self.tables.values():
            for file in table["files"]:
                path = self.folder / file["path"]
                if _sha256(path) != file["sha256"]:
                    raise _changed(path, "is not as the manifest says: its hash is another")

    def _files(self, name: str) -> list[Path]:
        files = self.tables[name]["files"] if name in self.tables else []
        return [self.folder / file["path"] for file in files]


def _manifest(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise DataError(
            f"{path} is not there: the export is not complete, or this is none",
            hint="write it again into a new folder: netgraph export parquet",
        ) from None
    except (OSError, ValueError) as cause:
        raise _changed(path, "cannot be read") from cause
    format_ = told.get("format") if isinstance(told, dict) else None
    if format_ != FORMAT:
        raise DataError(
            f"{path}: this version of netgraph reads {FORMAT}, not {format_!r}",
            hint="write the export with this version, or read it with the one that wrote it",
        )
    return dict(told)


def _check(export: ParquetExport, told: Mapping[str, Any]) -> None:
    """See that all files are there, where they belong and as large as they were, and no others."""
    schema = load_schema()
    places = {"nodes": schema.labels("owned", "shared"), "claims": list(schema.relationships)}
    known = set()
    for kind, names in places.items():
        for name, table in told[kind].items():
            if name not in names:
                raise _changed(export.folder / MANIFEST, f"has {name!r} among its {kind}")
            if sum(file["rows"] for file in table["files"]) != table["rows"]:
                raise _changed(export.folder / MANIFEST, f"counts the rows of {name} in two ways")
            for file in table["files"]:
                path = export.folder / file["path"]
                if str(PurePosixPath(file["path"]).parent) != folder_of(name):
                    raise _changed(export.folder / MANIFEST, f"has a file of {name} in another place")
                if not path.is_file():
                    raise _changed(path, "is missing")
                if path.stat().st_size != file["bytes"]:
                    raise _changed(path, f"has {path.stat().st_size:,} bytes, not {file['bytes']:,}")
                known.add(path)
    there = (path for kind in places for path in sorted((export.folder / kind).rglob("*")) if path.is_file())
    # what Spark, DuckDB and pyarrow read of a folder: all that does not begin with these
    others = [path for path in there if path not in known and not path.name.startswith((".", "_"))]
    if others:
        raise _changed(others[0], "is none of the manifest's files")


def _sha256(path: Path) -> str:
    sum_ = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            sum_.update(block)
    return sum_.hexdigest()


def _changed(path: Path, what: str) -> DataError:
    return DataError(
        f"{path} {what}", hint="copy the export again, or write it anew: netgraph export parquet"
    )
