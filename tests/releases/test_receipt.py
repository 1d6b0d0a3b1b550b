"""Receipts: what a partner keeps of our audit log shows that it was cut back, however well it was chained."""

from __future__ import annotations

import json
import stat
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from disclosure.test_extract import JOURNEY
from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure.audit import LABEL, audit_log
from netgraph.disclosure.audit_chain import link
from netgraph.disclosure.signing import write_signing_key
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def cut_back(place: Path) -> None:
    """Take the release out of the log as somebody would who can write both the file and the store."""
    with open_store(str(place)) as store:
        log = audit_log(store)
        assert log.path is not None
        lines = log.path.read_bytes().splitlines(keepends=True)
        at = next(n for n, line in enumerate(lines) if b'"event":"released"' in line)
        log.path.write_bytes(b"".join(lines[:at]))
        row = asdict(replace(log._heads()[0], number=at, hash=link(lines[at - 1])))
        store.note(LABEL, pa.Table.from_pylist([{"key": row.pop("log"), **row}]))
        for _ in range(4):
            log.append("read", command="status")


def test_a_partner_holds_an_anchor_of_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The receipt goes beside the bundle, is checked and kept by the receiver, and finds a log made anew."""
    monkeypatch.chdir(tmp_path)
    ours, theirs = ["--store", str(tmp_path / "ours")], ["--store", str(tmp_path / "theirs")]
    with open_store(ours[1], create=True) as store:
        fill(store, *JOURNEY)
    for name in ("our.key", "eve.key"):
        write_signing_key(tmp_path / name)
    asked = ["--to", "KEN", "--purpose", "a joint case", "--from", "ITA", "--sign", "our.key", "-o", "b.zip"]
    receipt, verify = tmp_path / "b.zip.receipt", ["audit", "verify", *ours, "--against"]

    assert run(["release", *ours, *asked]) == 0
    assert stat.S_IMODE(receipt.stat().st_mode) == 0o600
    told = json.loads(receipt.read_text())
    with open_store(ours[1]) as store:
        (entry,) = [one for one in audit_log(store).entries() if one.event == "released"]
    assert told["anchor"] == entry.hash
    assert told["day"] == entry.when[:10]
    assert entry.facts["bundle"] == told["bundle"]

    open_store(theirs[1], create=True).close()
    assert run(["keys", "trust", *theirs, "our.key.pub", "--as", "ITA"]) == 0
    whole = receipt.read_text()
    for forged, why in (
        (whole.replace(told["anchor"], "ab" * 32), "no trusted key made this signature"),
        (whole.replace("netgraph-receipt/1", "x"), "is no receipt of a release"),
        ("[" * 9_999, "is no receipt of a release"),
    ):
        receipt.write_text(forged)
        assert run(["receive", *theirs, "b.zip"]) == 1
        assert why in capsys.readouterr().err
    receipt.write_text(whole)
    assert run(["receive", *theirs, "b.zip"]) == 0
    assert f"a line of ITA's audit log: {entry.hash[:16]}" in capsys.readouterr().err
    with open_store(theirs[1]) as store:
        kept = [one.facts.get("anchor") for one in audit_log(store).entries() if one.event == "received"]
    assert kept == [entry.hash]

    for given in (str(receipt), "b.zip", entry.hash):
        assert run([*verify, given]) == 0
        assert f"the line {entry.hash[:16]} that" in capsys.readouterr().out
    assert run([*verify, "our.key.pub"]) == 1
    cut_back(tmp_path / "ours")
    capsys.readouterr()
    assert run(["audit", "verify", *ours]) == 0  # by itself it is whole
    assert run([*verify, str(receipt)]) == 1
    assert (
        f"missing: the line {entry.hash[:16]} that KEN (receipt of {told['day']})" in capsys.readouterr().out
    )
