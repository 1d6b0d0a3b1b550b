"""Keys for identifiers: made, told apart by a fingerprint, and changed for another.

The store knows a key only by its fingerprint, which a load run carries behind the number of the key: 1 for
the first that the store saw, 2 for the one it was changed for. `netgraph.model.identifiers` hashes.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.disclosure.audit import audit_log
from netgraph.errors import UsageError
from netgraph.ingest.journal import Journal
from netgraph.ingest.runs import list_runs
from netgraph.ingest.secrecy import VARIABLE, key_in
from netgraph.model.identifiers import Pseudonymizer
from netgraph.store import lookups

if TYPE_CHECKING:
    from netgraph.store import Store

LENGTH = 32  # bytes
LABEL = "Identifier"
BATCH = 5_000


@dataclass(frozen=True)
class KeyUse:
    """One load run that hashed identifiers: whose, with which key, and whether it replaced all they had."""

    run: str
    source: str
    mapping: str
    number: int
    fingerprint: str
    whole: bool


@dataclass(frozen=True)
class Rotation:
    """How far the change of a store's key has come.

    Attributes
    ----------
    fingerprint : str
        Of the new key.
    made : bool
        The new key was made just now.
    behind : tuple of (str, str)
        Sources and mappings whose identifiers still are hashed with another key.
    removed : int
        Hashes that nobody claims any more, taken out of the store now that none is behind.
    """

    fingerprint: str
    made: bool
    behind: tuple[tuple[str, str], ...]
    removed: int


def write_key(path: str | Path) -> None:
    """Make a key and write it to a file that only its owner can read.

    Raises
    ------
    UsageError
        The file is already there, or cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(LENGTH) + "\n")
    except FileExistsError:
        raise UsageError(
            f"{path} is already there, and a key is never overwritten", hint="name another file"
        ) from None
    except OSError as cause:
        raise UsageError(
            f"{path} cannot be written: {cause.strerror}", hint="name a file in a folder of your own"
        ) from cause


def uses_of(store: Store) -> list[KeyUse]:
    """Load runs that hashed identifiers and were not undone."""
    found = []
    for row in list_runs(store):
        if not row["identifier_key"] or row["undone"]:
            continue
        number, _, fingerprint = row["identifier_key"].partition(":")
        whole = bool(row["finished"]) and not row["only_adds"]
        found.append(KeyUse(row["key"], row["source"], row["mapping"], int(number), fingerprint, whole))
    return found


def admit(store: Store, pseudonymize: Pseudonymizer | None, *, new_key: bool) -> str | None:
    """Check that a load hashes with the key that the store's identifiers were hashed with.

    Parameters
    ----------
    store : Store
    pseudonymize : Pseudonymizer or None
        None where the load hashes nothing.
    new_key : bool
        Another key is wanted from here on.

    Returns
    -------
    str or None
        What the load run is to carry: the number of the key and its fingerprint.

    Raises
    ------
    UsageError
        It is another key, and a new one was not asked for.
    """
    if pseudonymize is None:
        return None
    current = max(uses_of(store), key=lambda use: use.number, default=None)
    mine = pseudonymize.fingerprint
    if current is None or current.fingerprint == mine:
        return f"{current.number if current else 1}:{mine}"
    if not new_key:
        raise UsageError(
            f"this store's identifiers were hashed with another key (fingerprint {current.fingerprint}) than "
            f"the one in use ({mine}); one number would have two hashes that never meet",
            hint="use the key of the store; to change it for another: netgraph keys rotate",
        )
    return f"{current.number + 1}:{mine}"


def key_of(store: Store, *, expected: str | None = None) -> str | None:
    """Return the fingerprint of the key that a store's identifiers were hashed with; None where it has none.

    Parameters
    ----------
    store : Store
    expected : str, optional
        Fingerprint of the key in use.

    Raises
    ------
    UsageError
        They were hashed with several keys, or with another than is expected.
    """
    uses = uses_of(store)
    if not uses:
        return None
    current = max(uses, key=lambda use: use.number).fingerprint
    if _progress(uses, current)[2]:
        raise UsageError(
            "part of this store's identifiers are hashed with an older key, part with a newer one",
            hint="finish the change first: netgraph keys rotate FILE says what is left",
        )
    if expected not in {None, current}:
        raise UsageError(
            f"this store's identifiers were hashed with the key {current}, and {expected} is in use",
            hint="use the key of the store",
        )
    return current


def _progress(uses: list[KeyUse], fingerprint: str) -> tuple[int, bool, tuple[tuple[str, str], ...]]:
    """Return the latest number of a key, whether this key has it, and what is not all hashed with it."""
    latest = max((use.number for use in uses), default=0)
    changed = any(use.number == latest and use.fingerprint == fingerprint for use in uses)
    there = {(use.source, use.mapping) for use in uses if changed and use.number == latest and use.whole}
    return latest, changed, tuple(sorted({(use.source, use.mapping) for use in uses} - there))


def rotate(store: Store, path: str | Path, *, by: str | None = None, why: str = "") -> Rotation:
    """Change a store's key: make the new one, or tell how far the change to it has come.

    Values are not kept, so nothing can be hashed anew from the store: each source is loaded again from its
    file, with the new key. When all are, the hashes that nobody claims any more are removed, and what the
    loads kept for undoing, since it holds old hashes too.

    Parameters
    ----------
    store : Store
    path : str or Path
        The file of the new key; made if it is not there.
    by, why : str, optional
        Who changes it, and the reason, for the audit log.

    Raises
    ------
    AuditError
        The audit log cannot be written; nothing is removed.
    UsageError
        The file cannot be written or holds no key, or the store's identifiers carry no fingerprint.
    """
    uses = uses_of(store)
    if not uses and store.counts().nodes.get(LABEL):
        raise UsageError(
            "this store does not know which key its identifiers were hashed with",
            hint="load each of its sources again with the key that they were loaded with, then rotate",
        )
    made = not Path(path).exists()
    if made:
        write_key(path)
    fingerprint = Pseudonymizer(key_in(path)).fingerprint
    latest, changed, behind = _progress(uses, fingerprint)
    done = bool(uses) and not behind
    unclaimed = store.read(lookups.unclaimed(LABEL), {})["key"].to_pylist() if done else []
    about = {"fingerprint": fingerprint, "number": latest + (not changed), "made": made}
    audit_log(store).append(
        "keys-rotated", by=by, why=why, **about, behind=len(behind), removed=len(unclaimed)
    )
    if done:
        for use in uses:
            Journal(store, use.run).forget()
        for start in range(0, len(unclaimed), BATCH):
            store.delete_nodes(LABEL, unclaimed[start : start + BATCH])
    return Rotation(fingerprint, made, behind, len(unclaimed))


def how_to_use(path: str | Path) -> str:
    """Say how a key file is put to use."""
    return f"export {VARIABLE}_FILE={path}"
