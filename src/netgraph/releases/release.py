"""Prepare a release: take out what may go, make its files, and search every byte for what may not."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from netgraph.disclosure import Disclosed, Recipient, extract
from netgraph.disclosure.beside import refuse_beside
from netgraph.disclosure.holdings import held_in
from netgraph.disclosure.leaks import Search
from netgraph.disclosure.private import write_new
from netgraph.disclosure.released import Ledger, noted_as
from netgraph.errors import DisclosureError
from netgraph.model import Marking, load_schema
from netgraph.releases.archive import packed
from netgraph.releases.bundle import MANIFEST, SIGNATURE, files_of, manifest_of, methods
from netgraph.releases.receipt import Receipt
from netgraph.views import Node, Picture
from netgraph.views.files import marked_name
from netgraph.views.forms import encoded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.disclosure.signing import PublicKey
    from netgraph.store import Store

    Sign = Callable[[bytes], bytes]

SHOWN = 5  # places of leaks that an error names


@dataclass(frozen=True)
class Prepared:
    """A release that has been searched and may leave.

    Attributes
    ----------
    found : Disclosed
    manifest : bytes
    content : bytes
        The bundle.
    ledger : Ledger or None
        What it was held against; None where the store keeps none.
    """

    found: Disclosed
    manifest: bytes
    content: bytes
    ledger: Ledger | None

    @property
    def sender(self) -> str:
        """Who releases it."""
        return str(json.loads(self.manifest)["sender"])

    @property
    def name(self) -> str:
        """Name of the file."""
        return marked_name(f"release-{self.found.recipient}", self.found.marking.word, "zip")

    def write(self, path: Path) -> None:
        """Write the bundle to a file that is not there yet, for its owner alone.

        Raises
        ------
        UsageError
            It is there, or cannot be written.
        """
        write_new(path, self.content)


def prepare(
    store: Store,
    recipient: Recipient,
    purpose: str,
    *,
    sender: str,
    sign: Sign,
    ceiling: Marking = Marking.RED,
    tell: bool = False,
) -> Prepared:
    """Make a release; nothing is written.

    Parameters
    ----------
    store : Store
    recipient : Recipient
    purpose : str
        What it is for.
    sender : str
        ISO 3166-1 alpha-3 code of the State that releases.
    sign : callable
        Returns the signature of the bytes of the manifest.
    ceiling : Marking, default RED
        What is marked stricter stays, whoever asks.
    tell : bool, default False
        Have the manifest say roughly how much is held back by which rule.

    Returns
    -------
    Prepared

    Raises
    ------
    DisclosureError
        Nothing may go there; a text that was held back stands in a file, which then must not leave; or a
        table that its readers have would give a small count away together with it.
    """
    found = extract(store, recipient, ceiling)
    if not found.claims:
        raise DisclosureError(
            f"nothing may go to {recipient}",
            hint="netgraph release --preview shows what is held back and why; owners name States with "
            "releasable_to",
        )
    ledger = refuse_differences(store, found)
    files = files_of(found, purpose)
    manifest = manifest_of(found, purpose, sender, files, tell=tell)
    bundle = {**files, MANIFEST: manifest, SIGNATURE: sign(manifest)}
    _refuse_leaks(found, bundle)
    return Prepared(found, manifest, packed(bundle), ledger)


def refuse_differences(store: Store, found: Disclosed) -> Ledger | None:
    """Refuse what would give a small count away together with the tables that its readers have.

    Returns
    -------
    Ledger or None
        That of these tables, to note with it what leaves: it refuses where something was published since.
        None where the store keeps none.

    Raises
    ------
    DisclosureError
        It would; the table is named. Or others have published from this store.
    AuditError
        The ledger of what was released is not as the audit log says.
    """
    if not store.lasting:
        return None
    ledger = Ledger(store)
    refuse_beside(held_in(found, ""), ledger.tables(), noted_as)
    return ledger


def record(made: Prepared, purpose: str, key: PublicKey, *, by: str | None = None) -> Receipt | None:
    """Write a release into the audit log, and what its readers can count; do so before it leaves.

    Returns
    -------
    Receipt or None
        What the recipient may keep of the log; None where the store has none.

    Raises
    ------
    AuditError
        It cannot be written: then nothing may leave.
    DisclosureError
        Something else was published since it was prepared, or others have published from this store.
    """
    if made.ledger is None:
        return None
    found = made.found
    bundle = hashlib.sha256(made.content).hexdigest()
    entry = made.ledger.append_bundle(
        held_in(found, bundle),
        "released",
        by=by,
        why=purpose,
        bundle=bundle,
        to=found.recipient.code,
        marking=found.marking.word,
        files=len(json.loads(made.manifest)["files"]),
        released=found.released(),
        withheld=found.reasons(),
        signed_by=key.fingerprint,
    )
    if entry is None:
        return None
    return Receipt(bundle, made.sender, found.recipient.code, entry.when[:10], entry.hash)


def _refuse_leaks(found: Disclosed, bundle: dict[str, bytes]) -> None:
    """Raise where one text that was held back stands anywhere, unless it stands in every bundle."""
    search = Search(found.hidden, _said_in_any())
    leaks = [leak for path, content in bundle.items() for leak in search.leaks(path, content)]
    if leaks:
        places = ", ".join(sorted({leak.path for leak in leaks})[:SHOWN])
        texts = len({leak.number for leak in leaks})
        raise DisclosureError(
            f"texts that are held back stand in {places}; nothing was written ({texts} of them)",
            hint="this should not happen, please report it; a released text that repeats a reference can be "
            "the cause, or a purpose that names what is held back",
        )


@cache
def _said_in_any() -> bytes:
    """Return what stands in a bundle whatever is released: words of page, note and schema."""
    nobody = Disclosed(Recipient("PUBLIC"))
    page = encoded(Picture("", (Node("", "", "Case", "", "CLEAR"),), (), "CLEAR"))
    vocabulary = load_schema().model_dump_json().encode()
    return b"\n".join((page, methods(nobody, "").encode(), manifest_of(nobody, "", "", {}), vocabulary))
