"""Receive a bundle: whose it is and whether it is whole, before a table of it is opened; then load it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.recipients import RECEIVED
from netgraph.disclosure.signing import verify
from netgraph.disclosure.trust import trusted
from netgraph.errors import DataError, SignatureError
from netgraph.ingest.received import load_tables
from netgraph.model import Marking
from netgraph.releases.archive import unpacked
from netgraph.releases.bundle import FORMAT, MANIFEST, SIGNATURE
from netgraph.releases.receipt import beside, read_receipt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from netgraph.disclosure.signing import PublicKey
    from netgraph.ingest import IngestReport
    from netgraph.store import Store

Tables = dict[str, pa.Table]
AGAIN = "do not use it; ask the sender for it again"


@dataclass(frozen=True)
class Received:
    """A bundle that was received.

    Attributes
    ----------
    manifest : dict
        What its sender says of it.
    key : PublicKey
        The trusted key that signed it.
    report : IngestReport
    anchor : str or None
        From the receipt, where one is beside the bundle.
    """

    manifest: dict[str, Any]
    key: PublicKey
    report: IngestReport
    anchor: str | None


def receive(
    store: Store,
    path: Path,
    *,
    by: str | None = None,
    why: str = "",
    dry_run: bool = False,
    **options: Any,  # noqa: ANN401 - of the load
) -> Received:
    """Verify a bundle and load it as a source of its own, called ``release-`` and its sender.

    A later bundle of the same sender takes the place of the earlier one.

    Parameters
    ----------
    store : Store
    path : Path
        The bundle.
    by, why : str, optional
        For the audit log.
    dry_run : bool, default False
        Verify it and say what would change.
    **options
        Of `netgraph.ingest.load_file`: progress.

    Returns
    -------
    Received

    Raises
    ------
    SignatureError
        No trusted key signed it, or the key of somebody else than its sender.
    DataError
        It, or the receipt beside it, is damaged, was changed, or is not understood; nothing was written.
    """
    content = _read(path)
    files = unpacked(content)
    manifest, key = _vouched(store, files)
    anchor = _anchor(store, path, content, manifest)
    nodes, claims = _tables(files)
    _refuse_stricter(manifest, (*nodes.values(), *claims.values()))
    source = f"{RECEIVED}{manifest['sender']}"
    report = load_tables(store, path, source, nodes, claims, by=by, why=why, dry_run=dry_run, **options)
    if not dry_run:
        audit_log(store).append(
            "received",
            by=by,
            why=why,
            bundle=hashlib.sha256(content).hexdigest(),
            sender=manifest["sender"],
            signed_by=key.fingerprint,
            marking=Marking.parse(manifest["marking"]).word,
            run=report.run,
            received={name: len(table) for name, table in (nodes | claims).items()},
            anchor=anchor,
        )
    return Received(manifest, key, report, anchor)


def _anchor(store: Store, path: Path, content: bytes, manifest: Mapping[str, Any]) -> str | None:
    """Return the anchor of the sender's log from the receipt beside the bundle, where there is one."""
    if not beside(path).exists():
        return None
    receipt = read_receipt(beside(path))
    receipt.vouched(trusted(store))
    told = (receipt.bundle, receipt.sender, receipt.recipient)
    if told != (_hash(content), manifest["sender"], manifest["recipient"]):
        raise DataError(
            f"{beside(path)} is the receipt of another bundle", hint="put the one beside it that came with it"
        )
    return receipt.anchor


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as cause:
        raise DataError(f"{path} cannot be read: {cause.strerror}", hint="check the path") from cause


def _vouched(store: Store, files: Mapping[str, bytes]) -> tuple[dict[str, Any], PublicKey]:
    """Return the manifest once a key of its sender vouches for it, and it for every file."""
    for needed in (MANIFEST, SIGNATURE):
        if needed not in files:
            raise DataError(f"the bundle has no {needed}", hint=AGAIN)
    key = verify(files[MANIFEST], files[SIGNATURE], trusted(store))
    manifest: dict[str, Any] = json.loads(files[MANIFEST])  # signed, so as it was written
    if manifest.get("format") != FORMAT:
        raise DataError(f"the bundle is {manifest.get('format')}, not {FORMAT}", hint="update netgraph")
    if manifest["sender"] != key.partner:
        sender = manifest["sender"]
        raise SignatureError(
            f"the bundle says it is from {sender}, and the key is trusted as that of {key.partner}",
            hint="ask both before you use it",
        )
    told = manifest["files"]
    odd = (told.keys() | {MANIFEST, SIGNATURE}) ^ files.keys()
    changed = {path for path in told.keys() & files.keys() if _hash(files[path]) != told[path]["sha256"]}
    for paths, what in ((odd, "is missing from the bundle or was added to it"), (changed, "was changed")):
        if paths:
            raise DataError(f"{min(paths)} {what} after it was signed", hint=AGAIN)
    return manifest, key


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _tables(files: Mapping[str, bytes]) -> tuple[Tables, Tables]:
    """Read the tables of nodes and of claims."""
    found: dict[str, Tables] = {"nodes": {}, "claims": {}}
    for path, content in files.items():
        folder, _, file = path.partition("/")
        if folder in found and file.endswith(".parquet"):
            try:
                found[folder][file.removesuffix(".parquet")] = pq.read_table(pa.BufferReader(content))
            except (pa.ArrowInvalid, OSError) as cause:
                raise DataError(f"{path} is no table", hint=AGAIN) from cause
    return found["nodes"], found["claims"]


def _refuse_stricter(manifest: dict[str, Any], tables: tuple[pa.Table, ...]) -> None:
    """Refuse a bundle that holds what is marked more strictly than it says."""
    limit = Marking.parse(manifest["marking"])
    for table in tables:
        marks = table["handling"].unique().to_pylist() if "handling" in table.column_names else []
        if any(Marking.parse(mark) > limit for mark in marks):
            raise DataError(f"the bundle says {limit} and holds what is marked more strictly", hint=AGAIN)
