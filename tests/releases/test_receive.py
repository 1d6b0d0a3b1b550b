"""What one store releases another receives: whole, vouched for, marked; and nothing that was changed."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from disclosure.test_extract import JOURNEY, KEN
from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure import extract
from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.signing import SigningKey, public_file, read_signing_key, sign, write_signing_key
from netgraph.disclosure.trust import trust
from netgraph.errors import DataError, SignatureError
from netgraph.ingest import undo_run
from netgraph.releases import prepare, receive
from netgraph.releases.archive import packed, unpacked
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    """Return the sender's key."""
    write_signing_key(tmp_path / "ita.key")
    return read_signing_key(tmp_path / "ita.key")


@pytest.fixture
def bundle(tmp_path: Path, key: SigningKey) -> Path:
    """Write a bundle of Italy's for Kenya."""
    with open_store(str(tmp_path / "sender")) as sender:
        fill(sender, *JOURNEY)
        made = prepare(sender, KEN, "a joint case", sender="ITA", sign=lambda told: sign(told, key))
    made.write(tmp_path / "bundle.zip")
    return tmp_path / "bundle.zip"


def test_it_arrives_as_a_source_of_its_own(store: Store, bundle: Path, tmp_path: Path) -> None:
    """Every node and claim with its marking and owner; again it writes nothing; undone it is gone."""
    trust(store, public_file(tmp_path / "ita.key"), "ITA")
    found = receive(store, bundle)

    with open_store(str(tmp_path / "sender")) as sender:
        released = extract(sender, KEN)
    counts = store.counts()
    assert {name: n for name, n in counts.nodes.items() if name in released.nodes} == {
        label: len(table) for label, table in released.nodes.items()
    }
    assert counts.relationships == {type_: len(table) for type_, table in released.claims.items()}
    entries = sum(map(len, (*released.nodes.values(), *released.claims.values())))
    assert (found.report.read, found.report.loaded) == (entries, entries)
    (route,) = store.read(
        "MATCH (r:Route) RETURN r.key AS key, r.source AS source, r.owner AS owner"
    ).to_pylist()
    assert route == {"key": "release-ITA/s/r1", "source": "release-ITA", "owner": "ITA"}
    asked = "MATCH (:Route)-[s:STOPS_AT]->(l) RETURN l.key AS k, s.position AS p, s.handling AS h ORDER BY k"
    stops = [tuple(row.values()) for row in store.read(asked).to_pylist()]
    assert stops == [("ITA/bari", 1, "GREEN"), ("KEN/mombasa", 0, "GREEN")]
    again = receive(store, bundle)
    assert again.report.same_as == found.report.run
    undo_run(store, again.report.run)
    undo_run(store, found.report.run)
    assert not store.counts().relationships
    assert not {"Case", "Person", "Route"} & store.counts().nodes.keys()
    assert [entry.event for entry in audit_log(store).entries()].count("received") == 2


def test_nobody_vouches_for_it(embedded: Store, bundle: Path, tmp_path: Path) -> None:
    """A key that is not trusted, or is trusted as another's, vouches for nothing."""
    with pytest.raises(SignatureError, match="no trusted key"):
        receive(embedded, bundle)
    trust(embedded, public_file(tmp_path / "ita.key"), "UGA")
    with pytest.raises(SignatureError, match="says it is from ITA, and the key is trusted as that of UGA"):
        receive(embedded, bundle)
    assert not embedded.counts().relationships


Files = dict[str, bytes]


def _changed(files: Files) -> None:
    files["METHODS.md"] += b"x"


def _added(files: Files) -> None:
    files["claims/USES.csv"] = b"x"


def _missing(files: Files) -> None:
    del files["claims/STOPS_AT.parquet"]


def _softened(files: Files) -> None:
    files["manifest.json"] = files["manifest.json"].replace(b"TLP:GREEN", b"TLP:CLEAR")


def _unsigned(files: Files) -> None:
    del files["manifest.sig"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_changed, "METHODS.md was changed after it was signed"),
        (_added, "claims/USES.csv is missing from the bundle or was added"),
        (_missing, "claims/STOPS_AT.parquet is missing"),
        (_softened, "no trusted key made this signature"),
        (_unsigned, "has no manifest.sig"),
    ],
)
def test_what_was_changed_is_refused(
    embedded: Store, bundle: Path, tmp_path: Path, change: Callable[[Files], None], why: str
) -> None:
    """With the reason, and nothing of it is written."""
    trust(embedded, public_file(tmp_path / "ita.key"), "ITA")
    files = unpacked(bundle.read_bytes())
    change(files)
    bundle.write_bytes(packed(files))
    with pytest.raises((DataError, SignatureError), match=why):
        receive(embedded, bundle)
    assert not embedded.counts().relationships


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda told: told | {"format": "netgraph-release/9"}, "is netgraph-release/9, not"),
        (lambda told: told | {"marking": "TLP:CLEAR"}, "holds what is marked more strictly"),
    ],
)
def test_what_a_sender_says_wrongly_is_refused(
    embedded: Store,
    bundle: Path,
    tmp_path: Path,
    key: SigningKey,
    wrong: Callable[[dict[str, object]], dict[str, object]],
    why: str,
) -> None:
    """Also where the signature is right."""
    trust(embedded, public_file(tmp_path / "ita.key"), "ITA")
    files = unpacked(bundle.read_bytes())
    files["manifest.json"] = json.dumps(wrong(json.loads(files["manifest.json"]))).encode()
    files["manifest.sig"] = sign(files["manifest.json"], key)
    bundle.write_bytes(packed(files))
    with pytest.raises(DataError, match=why):
        receive(embedded, bundle)


NAMES = (
    ("nodes/Person", "key", "s/Amina Achieng", "like a name (column Person.key)"),
    ("nodes/Case", "key", "s/jane@example.org", "an e-mail address (column Case.key)"),
    ("claims/INVOLVED_IN", "start", "s/Amina Achieng", "like a name (column INVOLVED_IN.start)"),
    (
        "claims/INVOLVED_IN",
        "record",
        "call +254 711 555 019",
        "a telephone number (column INVOLVED_IN.",
    ),
    ("claims/STOPS_AT", "source", "Mrs Achieng", "a person's name (column STOPS_AT.source)"),
    ("nodes/Location", "name", "12 Harbour Street", "a street address (column Location.name)"),
)


def test_a_direct_identifier_is_refused(
    embedded: Store, bundle: Path, tmp_path: Path, key: SigningKey
) -> None:
    """Whoever signed it: with the place and the kind of thing, never the thing, and nothing is written."""
    trust(embedded, public_file(tmp_path / "ita.key"), "ITA")
    whole = unpacked(bundle.read_bytes())
    for table, column, text, why in NAMES:
        files, path, stream = dict(whole), f"{table}.parquet", io.BytesIO()
        rows = pq.read_table(pa.BufferReader(files[path]))
        values = pa.array([text, *rows[column].to_pylist()[1:]])
        pq.write_table(rows.set_column(rows.column_names.index(column), column, values), stream)
        files[path] = stream.getvalue()
        told = json.loads(files["manifest.json"])
        told["files"][path]["sha256"] = hashlib.sha256(files[path]).hexdigest()
        files["manifest.json"] = json.dumps(told).encode()
        files["manifest.sig"] = sign(files["manifest.json"], key)
        bundle.write_bytes(packed(files))
        with pytest.raises(DataError) as refused:
            receive(embedded, bundle)
        assert f"holds {why}" in refused.value.message.replace("words in place of a pseudonym, ", ""), table
        assert text not in f"{refused.value}{refused.value.hint}"
    assert not embedded.counts().relationships


def test_the_command(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says whose it is, what for, what was held back, and accounts for every row."""
    store = str(tmp_path / "receiver")
    monkeypatch.setenv("NETGRAPH_STORE", store)
    open_store(store).close()
    assert run(["receive", str(bundle)]) == 1
    assert "no trusted key" in capsys.readouterr().err
    assert run(["keys", "trust", str(tmp_path / "ita.key.pub"), "--as", "ITA"]) == 0
    capsys.readouterr()
    assert run(["receive", str(bundle), "--dry-run"]) == 0
    assert run(["receive", str(bundle), "--by", "D-7", "--why", "joint case"]) == 0
    shown = capsys.readouterr()
    assert "from ITA to KEN, TLP:GREEN, for: a joint case" in shown.err
    assert "what its sender holds back, and whether anything, is not told" in shown.err
    assert "10 rows read = 10 loaded" in shown.out
    assert run(["audit", "verify"]) == 0
    (log,) = (tmp_path / "receiver").rglob("audit.jsonl")
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() in log.read_text(encoding="utf-8")
