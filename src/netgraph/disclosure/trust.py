"""Which keys of partners are trusted: files beside the store, each of them in the audit log too.

A key that lies there without an entry in the log was put there by another hand, and is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.audit_events import name as is_name
from netgraph.disclosure.private import make_private, write_new
from netgraph.disclosure.signing import PublicKey, grouped, read_public_key
from netgraph.errors import SignatureError, StoreError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store

FOLDER = "trusted"
SHORT = 16  # digits of a fingerprint in the name of a file
LEAST = 8  # digits that a person has to compare


def trust(
    store: Store,
    file: str | Path,
    partner: str,
    *,
    fingerprint: str = "",
    by: str | None = None,
    why: str = "",
) -> PublicKey:
    """Trust a partner's public key from now on.

    Parameters
    ----------
    store : Store
    file : str or Path
        The public key.
    partner : str
        Whose it is, such as KEN.
    fingerprint : str
        As the partner told it by another way; compared where it is given.
    by, why : str, optional
        For the audit log.

    Raises
    ------
    SignatureError
        The file holds no public key, or one of another fingerprint.
    UsageError
        The name has blanks, or the key is trusted already.
    AuditError
        The audit log cannot be written; the key is not trusted.
    """
    if not is_name(partner):
        raise UsageError(
            f"{partner!r} is no name of a partner", hint="use a code without blanks, such as KEN"
        )
    key = read_public_key(file, partner)
    told = "".join(fingerprint.lower().split()).replace(":", "")
    if told and (len(told) < LEAST or not key.fingerprint.startswith(told)):
        raise SignatureError(
            f"the key in {file} has another fingerprint: {grouped(key.fingerprint)}",
            hint="do not use it; ask the partner for their key once more, by another way",
        )
    for known in trusted(store):
        if known.fingerprint == key.fingerprint:
            raise UsageError(
                f"this key is trusted already, as that of {known.partner}",
                hint="netgraph keys trusted lists all",
            )
    folder = _folder(store)
    audit_log(store).append("key-trusted", by=by, why=why, fingerprint=key.fingerprint, partner=partner)
    make_private(folder)
    write_new(folder / _file(key), key.pem())
    return key


def distrust(store: Store, which: str, *, by: str | None = None, why: str = "") -> list[PublicKey]:
    """Stop trusting the keys of a partner, or one key by the beginning of its fingerprint.

    Raises
    ------
    UsageError
        There is none.
    """
    said = "".join(which.split())
    short = len(said) >= LEAST
    found = [
        key
        for key in trusted(store)
        if key.partner == which or (short and key.fingerprint.startswith(said.lower()))
    ]
    if not found:
        raise UsageError(f"no key of {which!r} is trusted", hint="netgraph keys trusted lists all")
    for key in found:
        audit_log(store).append(
            "key-distrusted", by=by, why=why, fingerprint=key.fingerprint, partner=key.partner
        )
        (_folder(store) / _file(key)).unlink(missing_ok=True)
    return found


def trusted(store: Store) -> list[PublicKey]:
    """Return the keys of partners that are trusted, by partner.

    Raises
    ------
    SignatureError
        A key lies there that nobody trusted by netgraph, or that cannot be read.
    """
    folder = _folder(store)
    if not folder.is_dir():
        return []
    recorded: dict[str, str] = {}
    for entry in audit_log(store).entries():
        if entry.event == "key-trusted":
            recorded[entry.facts["fingerprint"]] = entry.facts["partner"]
        elif entry.event == "key-distrusted":
            recorded.pop(entry.facts["fingerprint"], None)
    found = []
    for path in sorted(folder.iterdir()):
        key = read_public_key(path, path.name.rpartition("-")[0])
        if recorded.get(key.fingerprint) != key.partner:
            raise SignatureError(
                f"the key {path} was not trusted by netgraph: the audit log does not know it",
                hint="find out who put it there, and move it away",
            )
        found.append(key)
    return found


def _file(key: PublicKey) -> str:
    return f"{key.partner}-{key.fingerprint[:SHORT]}.pub"


def _folder(store: Store) -> Path:
    if store.lasting is None:
        raise StoreError("this store keeps no keys", hint="name a directory or a server with --store")
    return store.lasting / FOLDER
