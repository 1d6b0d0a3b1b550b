"""Bundles: the same bytes for the same content, signed, searched before they leave, told of in the log."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from disclosure.test_extract import JOURNEY, KEN
from graphs import fill
from netgraph.cli.main import run
from netgraph.disclosure import Recipient, extract
from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.leaks import Search
from netgraph.disclosure.recipients import Reason
from netgraph.disclosure.signing import read_public_key, verify, write_signing_key
from netgraph.errors import DataError, DisclosureError
from netgraph.releases import bundle, prepare
from netgraph.releases.archive import packed, unpacked
from netgraph.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from graphs import Claim, Node
    from netgraph.store import Store


PLANTED = (
    *("claims/STOPS_AT.parquet", "nodes/Case.csv", "graph.graphml", "entities.ftm.json"),
    *("METHODS.md", "view-TLP-GREEN.html"),
)


def kind(path: str) -> str:
    """Say what kind of file of a bundle one is."""
    return path.rpartition(".")[2] if "/" in path else path


def unsigned(manifest: bytes) -> bytes:
    """Sign nothing."""
    return hashlib.sha256(manifest).digest()


def test_the_same_content_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    """Whatever the engine, and in whatever order it was written."""
    nodes, claims = JOURNEY
    fill(store, nodes, claims)
    first = prepare(store, KEN, "a joint case", sender="ITA", sign=unsigned)
    with open_store(str(tmp_path / "other")) as other:
        numbered = [(*claim[:3], {"record": f"r{n}", **claim[3]}) for n, claim in enumerate(claims)]
        fill(other, reversed(nodes), reversed(numbered))
        again = prepare(other, KEN, "a joint case", sender="ITA", sign=unsigned)

    assert first.content == again.content


def test_a_bundle_holds_what_may_go_and_nothing_else(embedded: Store) -> None:
    """Tables for programs and people, a view, a note, and a manifest with the hash of each."""
    fill(embedded, *JOURNEY)
    made = prepare(embedded, KEN, "a joint case", sender="ITA", sign=unsigned)
    files = unpacked(made.content)
    manifest = json.loads(files["manifest.json"])

    assert made.name == "release-KEN-TLP-GREEN.zip"
    assert set(files) == {*manifest["files"], "manifest.json", "manifest.sig"}
    assert set(map(kind, manifest["files"])) == set(map(kind, PLANTED))  # a leak is planted in each kind
    for path, told in manifest["files"].items():
        assert told == {"sha256": hashlib.sha256(files[path]).hexdigest(), "bytes": len(files[path])}
    assert (manifest["recipient"], manifest["sender"]) == ("KEN", "ITA")
    assert manifest["marking"] == "TLP:GREEN"
    assert manifest["nodes"] == {"Case": 1, "Jurisdiction": 1, "Location": 2, "Person": 1, "Route": 1}
    assert manifest["may_be_withheld"] == sorted(Reason)
    table = pq.read_table(io.BytesIO(files["claims/STOPS_AT.parquet"]))
    assert sorted(table["end"].to_pylist()) == ["ITA/bari", "KEN/mombasa"]
    assert "s/r1" in files["claims/STOPS_AT.csv"].decode()
    assert "TLP:GREEN" in files["METHODS.md"].decode()
    assert "TLP:GREEN" in files["view-TLP-GREEN.html"].decode()
    found = extract(embedded, KEN)
    assert not [*Search(found.hidden).leaks("bundle", made.content)]


def test_two_releases_tell_nothing_of_what_came_between_them(embedded: Store, tmp_path: Path) -> None:
    """Whatever is held back for whatever reason, one more of it or a thousand: not a byte differs."""
    nodes, claims = JOURNEY
    fill(embedded, nodes, claims)
    first = prepare(embedded, KEN, "a joint case", sender="ITA", sign=unsigned)
    marks: list[dict[str, Any]] = [
        {"handling": "RED"},
        {"handling": "AMBER"},
        {"handling": "GREEN", "releasable_to": ["UGA"]},
    ]
    more: list[Node] = [("Case", f"s/held{n}", mark) for n, mark in enumerate(marks * 12)]
    parts: list[Claim] = [
        (("Person", "s/p1"), "INVOLVED_IN", (label, key), {"role": "Suspect", **mark})
        for label, key, mark in more
    ]
    with open_store(str(tmp_path / "later")) as later:
        fill(later, [*nodes, *more], [*claims, *parts])
        again = prepare(later, KEN, "a joint case", sender="ITA", sign=unsigned)
    little, much = (
        json.loads(bundle.manifest_of(one.found, "a joint case", "ITA", {}, tell=True))["withheld"]
        for one in (first, again)
    )

    assert again.found.withheld != first.found.withheld  # the releaser sees it, in numbers
    assert again.content == first.content
    # Told only where somebody decides to, and then nothing not from a little.
    assert set(little.values()) == {"fewer than 11"}
    assert much.keys() == set(Reason)
    assert {much[Reason.RED], much[Reason.NOBODY], much[Reason.OTHERS]} == {"22 or more"}
    assert much[Reason.CEILING] == "fewer than 11"


@pytest.mark.parametrize("path", PLANTED)
def test_a_planted_leak_is_found(embedded: Store, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """In whichever file of the bundle: then there is none."""
    fill(embedded, *JOURNEY)
    files_of = bundle.files_of

    def leaky(*asked: object) -> dict[str, bytes]:
        files = files_of(*asked)  # type: ignore[arg-type] # passed on as they came
        return files | {path: files[path] + b"\n(see s/c2)"}

    monkeypatch.setattr("netgraph.releases.release.files_of", leaky)
    with pytest.raises(DisclosureError, match="texts that are held back stand in") as caught:
        prepare(embedded, KEN, "a joint case", sender="ITA", sign=unsigned)
    assert path in caught.value.message
    assert "s/c2" not in caught.value.message


def test_where_nothing_may_go_there_is_no_bundle(embedded: Store) -> None:
    """And the next step is said."""
    fill(embedded, *JOURNEY)
    with pytest.raises(DisclosureError, match="nothing may go to PUBLIC"):
        prepare(embedded, Recipient("PUBLIC"), "x", sender="ITA", sign=unsigned)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no zip", "cannot be unpacked"),
        (packed({"a": b"x" * 5_000_000, "b": b""}), "far more than it is"),
        (packed({"../a": b"x"}), "outside of itself"),
        (packed({"/etc/a": b"x"}), "outside of itself"),
        (packed({"a": b"x" * 100})[:-30], "cannot be unpacked"),
        (packed({"a": b"x" * 100}).replace(b"a\xab", b"a\xff", 1), "cannot be unpacked"),
    ],
)
def test_an_odd_archive_is_refused(content: bytes, why: str) -> None:
    """With the reason."""
    with pytest.raises(DataError, match=why):
        unpacked(content)


def test_a_file_named_twice_is_refused() -> None:
    """Which of the two was signed, nobody could say."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", "2")
    with pytest.raises(DataError, match="names a file twice"):
        unpacked(stream.getvalue())


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Previews, writes a private file that the key vouches for, tells the log, and never overwrites."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETGRAPH_STORE", str(tmp_path / "store"))
    with open_store(str(tmp_path / "store")) as store:
        fill(store, *JOURNEY)
    write_signing_key(tmp_path / "our.key")
    asked = ["release", "--to", "Kenya", "--purpose", "a joint case"]

    assert run([*asked, "--preview", "--format", "csv"]) == 0
    shown = capsys.readouterr()
    assert "USES,0,1,1 its owner names others,GREEN" in shown.out
    assert not [*tmp_path.glob("*.zip")]
    assert run(asked) == 2
    assert "--from and --sign" in capsys.readouterr().err
    assert run([*asked, "--from", "ITA", "--sign", "our.key", "--by", "D-7"]) == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == "release-KEN-TLP-GREEN.zip"
    assert "held back" in shown.err
    file = tmp_path / "release-KEN-TLP-GREEN.zip"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    files = unpacked(file.read_bytes())
    verify(files["manifest.json"], files["manifest.sig"], [read_public_key("our.key.pub")])
    with open_store(str(tmp_path / "store")) as store:
        entry = audit_log(store).entries()[-1]
    assert (entry.event, entry.by, entry.why) == ("released", "D-7", "a joint case")
    assert entry.facts["bundle"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert entry.facts["withheld"]["NOBODY"] == 2
    assert run([*asked, "--from", "ITA", "--sign", "our.key"]) == 2
    assert "never overwritten" in capsys.readouterr().err


def test_a_purpose_that_names_somebody_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would stand in the bundle and in the log."""
    store = str(tmp_path / "store")
    open_store(store).close()
    asked = ["release", "--store", store, "--to", "KEN", "--preview", "--purpose"]
    assert run([*asked, "call jane@example.org"]) == 1
    assert "purpose" in capsys.readouterr().err
