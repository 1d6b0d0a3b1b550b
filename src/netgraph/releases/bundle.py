"""The files of a bundle, made from what a recipient may have and from nothing else.

``nodes/`` and ``claims/`` hold one table for each label and type as Parquet, for programs, and as CSV, for
people; ``graph.graphml`` and ``entities.ftm.json`` the whole for programs of their kind. The picture is in
``view-TLP-WORD.html``, and ``METHODS.md`` says how it all came about.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from netgraph import __version__
from netgraph.disclosure import Reader, copied
from netgraph.disclosure.recipients import Reason
from netgraph.exchange.formats import write
from netgraph.exchange.safe_csv import csv_of
from netgraph.views.files import marked_name
from netgraph.views.forms import encoded
from netgraph.views.overview import overview

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from netgraph.disclosure import Disclosed

FORMAT = "netgraph-release/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
GRAPHS = {"graph.graphml": "graphml", "entities.ftm.json": "ftm"}  # by path: a form of `exchange.formats`
STEP = 11  # in which it is told how much is held back
RULES = sorted(reason.value for reason in Reason)  # the same in every bundle


def files_of(found: Disclosed, purpose: str) -> dict[str, bytes]:
    """Make the files of a bundle, but for the manifest.

    Parameters
    ----------
    found : Disclosed
    purpose : str
        What the recipient is to use it for.

    Returns
    -------
    dict of str to bytes
        By path; the same for the same content.

    Raises
    ------
    CapabilityMissing
        There is no embedded store on this machine, in which the picture's copy is made.
    """
    files: dict[str, bytes] = {}
    for folder, tables in (("nodes", found.nodes), ("claims", found.claims)):
        for name, table in tables.items():
            files[f"{folder}/{name}.parquet"] = _parquet(table)
            files[f"{folder}/{name}.csv"] = csv_of(table)
    if found.nodes:
        with copied(found) as copy:
            picture = overview(Reader(copy), title=f"Release to {found.recipient}")
        files[marked_name("view", found.marking.word, "html")] = encoded(picture)
    losses: list[str] = []
    for path, form in GRAPHS.items():
        written = write(found, form)
        files[path] = written.content
        losses += [f"{path}: {loss}" for loss in written.losses]
    files["METHODS.md"] = methods(found, purpose, losses).encode()
    return files


def manifest_of(
    found: Disclosed, purpose: str, sender: str, files: Mapping[str, bytes], *, tell: bool = False
) -> bytes:
    """Describe a bundle: from whom to whom and what for, its marking, what is in it and what may not be.

    Parameters
    ----------
    found : Disclosed
    purpose, sender : str
    files : mapping of str to bytes
        All files of the bundle but this one and its signature.
    tell : bool, default False
        Say how much is held back by each rule, in steps of eleven: a partner then knows what to ask for.

    Returns
    -------
    bytes
        JSON, the same for the same content: it says nothing of when.

    Notes
    -----
    By which rules something may be held back is told, always all of them; whether and how much by which is
    not, unless somebody decides to: such a number is a small count itself, and two releases would tell that
    something was added between them.
    """
    told: dict[str, Any] = {
        "format": FORMAT,
        "netgraph": __version__,
        "sender": sender,
        "recipient": found.recipient.code,
        "purpose": purpose,
        "marking": str(found.marking),
        "nodes": {label: len(table) for label, table in found.nodes.items()},
        "claims": {type_: len(table) for type_, table in found.claims.items()},
        "may_be_withheld": RULES,
        "files": {
            path: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for path, content in files.items()
        },
    }
    if tell:
        told["withheld"] = _withheld(found)
    return (json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _withheld(found: Disclosed) -> dict[str, str]:
    """Say of every rule roughly how much it holds back; nothing at all is not told from a little."""
    counts = sum(found.withheld.values(), Counter[Reason]())
    return {
        reason.value: f"{counts[reason] // STEP * STEP:,} or more"
        if counts[reason] >= STEP
        else f"fewer than {STEP}"
        for reason in sorted(Reason)
    }


def methods(found: Disclosed, purpose: str, losses: Iterable[str] = ()) -> str:
    """Write the note on how a bundle came about, what its files cannot carry and what may be concluded."""
    return _METHODS.format(
        marking=found.marking,
        recipient=found.recipient,
        purpose=purpose,
        version=__version__,
        rules="\n".join(f"- {rule}" for rule in RULES),
        losses="\n".join(f"- {loss}" for loss in losses) or "- nothing",
    )


_METHODS = """# How this release came about

{marking}. To {recipient}, for: {purpose}. Written by netgraph {version}.

Every relationship is one source's claim, with its source, its record, its marking and its grading; two
sources that say the same are two claims. Claims were decided one by one: by their TLP marking, by the States
that their owner names and by the conditions of their provider. A person, case or other node is here only if a
released claim speaks of it, and everything in the view was computed from what is here.

A claim or record is held back by any of these rules. Whether anything was, and how much, is not told: numbers
of two releases would tell what came between them.

{rules}

Free text, personal properties of other owners, hashes of contents and names of loads never leave. Positions
along a route, the number of its stops and the keys of claims are counted anew from what is here: between two
stops that follow each other here there may be others. Absence of a claim says nothing of what the owner
knows. Who is central in this network is a place to look, not a finding of guilt.

The tables hold all that is released. What the graph files cannot carry:

{losses}

Each claim's own marking, `releasable_to` and `conditions` bind its further use.
"""


def _parquet(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()
