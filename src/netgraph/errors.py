"""The one tree of errors that netgraph raises.

Every error names its cause in the message and the next step in ``hint``; the command line prints both
and exits with ``exit_code``. Nothing else lives here.

::

    NetgraphError
    ├── UsageError            a call that cannot be carried out as asked            (exit 2)
    ├── AssetError            a shipped or given YAML or Cypher file is wrong
    │   ├── SchemaError       in schemas/
    │   ├── MappingError      in ingest/ or a steward's own mapping
    │   ├── LanguageError     in the words of a page, or a steward's own
    │   └── QueryError        in queries/, or a parameter that does not fit
    ├── DataError             a data file or a value in it is wrong
    │   └── TooManyRejects    more rejected rows than the mapping allows
    ├── StoreError            a graph store did not do what was asked
    │   ├── StoreAway         nothing answers there
    │   │   └── OutcomeUnknown  it went away before it said whether a batch was written
    │   ├── StoreLocked       another process holds the embedded database
    │   ├── AuthRefused       wrong user or password
    │   ├── InsecureStore     a password would travel unencrypted
    │   ├── StatementInvalid  the engine cannot read a statement
    │   └── CapabilityMissing this store or install cannot do that
    ├── AnalysisError         a measure cannot be computed on this graph
    ├── TooLarge              more memory is needed than is free
    ├── DisclosureError       a marking forbids what was asked
    ├── AuditError            the record of what was done cannot be written, or was changed
    ├── SignatureError        a key or a signature is not what it should be
    ├── MatchError            a file of a blind match cannot be used here
    └── ViewError             a picture cannot be drawn or written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class NetgraphError(Exception):
    """Base of all errors that netgraph raises on purpose.

    Parameters
    ----------
    message : str
        The cause, in one sentence.
    hint : str, optional
        The next step the reader can take.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(NetgraphError):
    """A call cannot be carried out as asked."""

    exit_code = 2


class AssetError(NetgraphError):
    """A YAML or Cypher file of netgraph's own, or a steward's, is wrong.

    Parameters
    ----------
    message : str
        The cause.
    path : Path or str, optional
        The file.
    line : int, optional
        The line, from 1.
    hint : str, optional
        The next step.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str = "",
    ) -> None:
        place = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(place + message, hint=hint or "correct it there, then run this again")
        self.path = path
        self.line = line


class SchemaError(AssetError):
    """A file in ``schemas/`` is wrong."""


class MappingError(AssetError):
    """A mapping in ``ingest/``, or a steward's own, is wrong."""


class LanguageError(AssetError):
    """A file with the words of a page is wrong."""


class QueryError(AssetError):
    """A file in ``queries/`` is wrong, or a parameter does not fit it."""


class DataError(NetgraphError):
    """A data file, or a value in it, is wrong."""


class TooManyRejects(DataError):
    """More rows were rejected than the mapping allows; nothing was written."""


class StoreError(NetgraphError):
    """A graph store did not do what was asked."""


class StoreAway(StoreError):
    """Nothing answers at the store's address."""


class OutcomeUnknown(StoreAway):
    """A server went away before it said whether it had written a batch."""


class StoreLocked(StoreError):
    """Another process holds the embedded database."""


class AuthRefused(StoreError):
    """The store refused the user or the password."""


class InsecureStore(StoreError):
    """A password would travel over an unencrypted connection."""


class StatementInvalid(StoreError):
    """The engine cannot read a statement."""


class CapabilityMissing(StoreError):
    """A store, or an installation, cannot do what was asked."""


class AnalysisError(NetgraphError):
    """A measure cannot be computed on this graph."""


class TooLarge(NetgraphError):
    """What was asked needs more memory than is free; where it is said beforehand, nothing was read."""


class DisclosureError(NetgraphError):
    """A marking forbids what was asked."""


class AuditError(NetgraphError):
    """The record of what was done cannot be written, or does not end where it should."""


class SignatureError(NetgraphError):
    """A key or a signature is not what it should be."""


class MatchError(NetgraphError):
    """A file of a blind match is damaged, was changed, or is not for here."""


class ViewError(NetgraphError):
    """A picture cannot be drawn or written."""
