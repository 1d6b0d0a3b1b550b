"""A file that comes again as it was: told by hashes, and by what the store holds, without reading its rows.

A load is a function of the file, the mapping, the vocabulary, what was given for the whole file, and what
its source holds. Where all of them are as the last load left them, it would change nothing, so it need not
be done. What was rejected is always looked at again: a date in the future may have come, and the list of
rejected rows is to be written.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from netgraph.ingest import runs
from netgraph.ingest.anonymity import Anonymity
from netgraph.ingest.columns import quoted
from netgraph.ingest.report import Changes, UnknownCount
from netgraph.ingest.stage import claims_table, nodes_table
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from netgraph.ingest.stage import Stage
    from netgraph.store import Store

BYTES = 16  # of a SHA-256; what is compared is the same source at two moments, not an adversary's work
DIGESTS = ("mapping_digest", "file_digest", "version", "identifier_key")


def holding(stage: Stage) -> str:
    """Say what a source holds after a load, of what the load speaks of, in one line for its LoadRun.

    Parameters
    ----------
    stage : Stage
        Of which everything was written.

    Returns
    -------
    str
        JSON: by label and type the number of keys, and a hash of keys and digests in any order.
    """
    tables: dict[str, list[str]] = {}
    for label in load_schema().labels("owned"):
        if label in stage.labels:
            tables[label] = [f"said {nodes_table(label)}"]
        elif stage.value("SELECT count(*) FROM reference WHERE label = $label", label=label):
            tables[label] = [f"held {label}"]
    for ends in stage.ends:
        tables.setdefault(ends.type, []).append(f"said {claims_table(ends)}")
    found = {}
    for name, several in tables.items():
        said = " UNION ALL ".join(f"SELECT key, digest FROM {quoted(table)}" for table in several)
        # As `_print` has it, without a way through Python for each key.
        pair = f"sha256(concat(key, chr(10), digest))[1:{2 * BYTES}]"
        hashed = f"bit_xor(CAST(concat('0x', {pair}) AS UHUGEINT))"
        number, together = stage.run(f"SELECT count(*), coalesce({hashed}, 0) FROM ({said})")[0]
        found[name] = _told(number, together)
    return json.dumps(found, sort_keys=True)


def account_before(
    store: Store, about: Mapping[str, Any], marks: Mapping[str, str]
) -> tuple[dict[str, Any], str, str] | None:
    """Find the account of the last load, where this one would change nothing.

    Parameters
    ----------
    store : Store
    about : mapping
        What is known of the new load run before it writes.
    marks : mapping of str to str
        What was given for the whole file.

    Returns
    -------
    (dict, str, str) or None
        The part of its report that holds again, as `IngestReport` takes it, its id, and its `holding`. None
        where the file has to be read: something differs, a row was rejected, a load was interrupted, or one
        was undone meanwhile (which may have taken out shared nodes).
    """
    known = runs.list_runs(store)
    own = [run for run in known if run["source"] == about["source"]]
    of_mapping = [run for run in own if run["mapping"] == about["mapping"] and run["status"] != "undone"]
    last = of_mapping[-1] if of_mapping else None
    if last is None or last["only_adds"] or not last["holding"] or last["rejected"]:
        return None
    if any(run["status"] == "unfinished" for run in own):
        return None
    began = datetime.fromisoformat(last["started"]).replace(microsecond=0)
    if any(run["undone"] and datetime.fromisoformat(run["undone"]) >= began for run in known):
        return None
    report: dict[str, Any] = json.loads(last["report"])
    if any(last[name] != about.get(name) for name in DIGESTS) or report["marks"] != marks:
        return None
    if not _still_holds(store, about["source"], json.loads(last["holding"])):
        return None
    return _account(report), last["key"], last["holding"]


def _still_holds(store: Store, source: str, wanted: dict[str, list[Any]]) -> bool:
    labels = load_schema().nodes
    for name, print_ in wanted.items():
        held = store.nodes_of(name, source) if name in labels else store.claims_of(name, source)
        if _print(held) != print_:
            return False
    return True


def _print(slices: Iterable[pa.Table]) -> list[Any]:
    """Count keys, and hash them with their digests whatever their order."""
    number, together = 0, 0
    for rows in slices:
        pairs = zip(rows["key"].to_pylist(), rows["digest"].to_pylist(), strict=True)
        for key, digest in pairs:
            hashed = hashlib.sha256(f"{key}\n{digest}".encode()).digest()
            together ^= int.from_bytes(hashed[:BYTES])
        number += len(rows)
    return _told(number, together)


def _told(number: int, together: int) -> list[Any]:
    return [number, f"{together:0{2 * BYTES}x}"]


def _account(report: dict[str, Any]) -> dict[str, Any]:
    """Take from a report what a load of the same would say again; nothing was rejected."""
    codes = tuple(UnknownCount(**code) for code in report["unknown_codes"])
    anonymity = Anonymity(**report["anonymity"]) if report["anonymity"] else None
    counts = {name: report[name] for name in ("read", "loaded", "duplicate", "disagreements", "kept")}
    nothing = {"rejected": 0, "reasons": {}, "rejects": None, "unfinished": ()}
    changes = {"nodes": Changes(), "relationships": Changes()}
    return counts | nothing | changes | {"unknown_codes": codes, "anonymity": anonymity}
