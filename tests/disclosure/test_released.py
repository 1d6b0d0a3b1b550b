"""The ledger of published tables."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.differences import Published
from netgraph.disclosure.released import FILE, Ledger
from netgraph.errors import AuditError
from netgraph.model import Marking
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

WHY = "yearly statistics"


def table(to: str, count: int) -> Published:
    """Return a table of one dimension."""
    return Published(to, "s1", ("sex",), (("Female", "Male"),), (count, None, None), 11)


def test_what_was_published_is_kept_by_recipient(tmp_path: Path) -> None:
    """Public tables count for everybody; the file is private; the audit log knows each; losses are found."""
    with open_store(str(tmp_path / "store"), create=True) as store:
        ledger = Ledger(store)
        given = [table("PUBLIC", 20), table("KEN", 30), table("UGA", 40)]
        for one in given:
            ledger.append(one, Marking.GREEN, by="analyst-7", why=WHY)
        assert ledger.tables() == given
        assert ledger.held_by("KEN") == [[given[0], given[1]]]
        assert ledger.held_by("ITA") == [[given[0]]]
        assert ledger.held_by("PUBLIC") == [[given[0], given[1]], [given[0], given[2]]]
        entries = [one for one in audit_log(store).entries() if one.event == "released"]
        assert [one.facts["to"] for one in entries] == ["PUBLIC", "KEN", "UGA"]
        assert store.lasting is not None
        file = store.lasting / FILE
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        lines = file.read_bytes().splitlines(keepends=True)
        for other in (lines[1:], [lines[0].replace(b"20", b"21"), *lines[1:]]):
            file.write_bytes(b"".join(other))
            with pytest.raises(AuditError, match="not as the audit log says"):
                ledger.held_by("KEN")
