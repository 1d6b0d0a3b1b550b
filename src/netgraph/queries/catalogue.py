"""The catalogue: every named query under ``queries/``, read from one file each.

A file starts with a run of ``//`` lines that hold its header as YAML; a blank line ends the header, and
one statement follows. The file's stem is the query's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from netgraph.errors import QueryError
from netgraph.model.yamlfile import parse_yaml
from netgraph.queries.header import Header
from netgraph.resources import asset_dir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from netgraph.queries.header import Column, Parameter

_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_COMMENT = re.compile(r"//(?: ?)(.*)")


@dataclass(frozen=True)
class Query:
    """One named query.

    Attributes
    ----------
    name : str
        The stem of its file.
    folder : str
        Where under ``queries/`` it stands, with ``/`` between parts; empty at the top.
    path : Path
        Its file.
    header : Header
        What it declares.
    statement : str
        The Cypher, as it goes to every engine.
    line : int
        The line on which the statement starts.
    """

    name: str
    folder: str
    path: Path
    header: Header
    statement: str
    line: int

    @property
    def params(self) -> Mapping[str, Parameter]:
        """Parameters by name."""
        return self.header.params

    @property
    def columns(self) -> Mapping[str, Column]:
        """Columns by name, in order."""
        return self.header.columns


@dataclass(frozen=True)
class Catalogue:
    """All named queries of a folder, by name."""

    queries: Mapping[str, Query] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | None = None) -> Catalogue:
        """Read every ``.cypher`` file of a folder and of the folders in it.

        Parameters
        ----------
        folder : Path, optional
            The shipped ``queries/`` when not given.

        Returns
        -------
        Catalogue
            In alphabetical order.

        Raises
        ------
        QueryError
            With file and line: a header that is missing or wrong, a bad or repeated name, no statement.
        """
        return _shipped() if folder is None else _load(folder)

    def get(self, name: str) -> Query:
        """Return a query by name.

        Raises
        ------
        QueryError
            There is none; the hint names the nearest ones.
        """
        if name in self.queries:
            return self.queries[name]
        near = get_close_matches(name, self.queries, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "netgraph query list shows all"
        raise QueryError(f"there is no query {name!r}", hint=hint)

    def __iter__(self) -> Iterator[Query]:
        return iter(self.queries.values())

    def __len__(self) -> int:
        return len(self.queries)

    def __contains__(self, name: object) -> bool:
        return name in self.queries


@cache
def _shipped() -> Catalogue:
    return _load(asset_dir("queries"))


def _load(folder: Path) -> Catalogue:
    if not folder.is_dir():
        raise QueryError("is not a directory", path=folder, hint="name the folder that holds .cypher files")
    found: dict[str, Query] = {}
    for path in sorted(folder.rglob("*.cypher")):
        query = read_query(path, folder=path.parent.relative_to(folder).as_posix().removeprefix("."))
        if query.name in found:
            first = found[query.name].path
            raise QueryError(f"the name {query.name!r} is taken by {first}: rename one", path=path)
        found[query.name] = query
    return Catalogue(dict(sorted(found.items())))


def read_query(path: Path, *, folder: str = "") -> Query:
    """Read one query file.

    Parameters
    ----------
    path : Path
        The file, UTF-8.
    folder : str, optional
        Where it stands in its catalogue.

    Returns
    -------
    Query

    Raises
    ------
    QueryError
        With file and line.
    """
    if not _NAME.fullmatch(path.stem):
        raise QueryError("a query's file is named in lower case, as in cases-along-corridor", path=path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise QueryError(f"cannot be read: {cause}", path=path) from cause
    lines = text.splitlines()
    length = next((n for n, line in enumerate(lines) if not line.startswith("//")), len(lines))
    if length == 0:
        raise QueryError(
            "has no header", path=path, line=1, hint="start with // summary: ...; see queries/README.md"
        )
    if length < len(lines) and lines[length].strip():
        raise QueryError("a blank line must end the header", path=path, line=length + 1)
    header = "\n".join(_COMMENT.sub(r"\1", line) for line in lines[:length])
    body = lines[length:]
    while body and not body[0].strip():
        body.pop(0)
    if not body:
        raise QueryError("has no statement after its header", path=path, line=len(lines))
    return Query(
        name=path.stem,
        folder=folder,
        path=path,
        header=parse_yaml(header, Header, path=path, error=QueryError),
        statement="\n".join(body).rstrip(),
        line=len(lines) - len(body) + 1,
    )
