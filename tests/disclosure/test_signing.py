"""Keys to sign with and the keys of partners: what was changed, or signed by another, is refused."""

from __future__ import annotations

import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph.cli.main import run as command
from netgraph.disclosure.audit import audit_log
from netgraph.disclosure.signing import (
    PublicKey,
    SigningKey,
    grouped,
    public_file,
    read_public_key,
    read_signing_key,
    sign,
    verify,
    write_signing_key,
)
from netgraph.disclosure.trust import distrust, trust, trusted
from netgraph.errors import SignatureError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from netgraph.store import Store
    from stores import Kept

# RFC 8032, section 7.1, test 3: secret key, public key, message, signature.
SEED = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
PUBLIC = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
SIGNATURE = (
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)


@pytest.fixture
def embedded(kept_embedded: Kept) -> Store:
    """Return an empty embedded store that trusts nobody."""
    store = kept_embedded.empty()
    assert store.lasting is not None
    shutil.rmtree(store.lasting / "trusted", ignore_errors=True)
    return store


def test_signs_as_the_standard_does() -> None:
    """Key, message and signature are those that RFC 8032 gives."""
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SEED)))

    assert sign(b"\xaf\x82", key).hex() == SIGNATURE
    raw = key.public.key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    assert raw.hex() == PUBLIC
    assert verify(b"\xaf\x82", bytes.fromhex(SIGNATURE), [key.public]) == key.public


@pytest.mark.parametrize("passphrase", ["", "three small boats"])
def test_a_pair_is_written_and_read(tmp_path: Path, passphrase: str) -> None:
    """Both files are private, the private key needs its passphrase, and what it signs is verified."""
    file = tmp_path / "mine.pem"
    made = write_signing_key(file, passphrase=passphrase)
    key = read_signing_key(file, lambda: passphrase)
    public = read_public_key(public_file(file), "KEN")

    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, public_file(file))] == [0o600] * 2
    assert key.public.fingerprint == public.fingerprint == made.fingerprint
    assert verify(b"text", sign(b"text", key), [public]).partner == "KEN"
    assert (b"ENCRYPTED" in file.read_bytes()) == bool(passphrase)
    assert "key=" not in repr(key)
    if passphrase:
        with pytest.raises(SignatureError, match="is encrypted"):
            read_signing_key(file)
        with pytest.raises(SignatureError, match="passphrase is another"):
            read_signing_key(file, lambda: "two small boats")
    with pytest.raises(UsageError, match="already there"):
        write_signing_key(file)


def test_openssl_agrees(tmp_path: Path) -> None:
    """Another program reads the key and finds the signature good."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not there")
    file = tmp_path / "mine.pem"
    write_signing_key(file)
    (tmp_path / "text").write_bytes(b"a bundle")
    (tmp_path / "text.sig").write_bytes(sign(b"a bundle", read_signing_key(file)))
    options = ["-verify", "-pubin", "-inkey", public_file(file), "-rawin", "-in", tmp_path / "text"]
    done = subprocess.run(  # noqa: S603 - a tool that is there
        [openssl, "pkeyutl", *map(str, options), "-sigfile", str(tmp_path / "text.sig")],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SEED)))
OTHER = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_bit_is_refused(content: bytes, data: st.DataObject) -> None:
    """One bit changed in what was signed, or in the signature, and no key has made it."""
    signature = sign(content, KEY)
    whole = bytearray(content + signature)
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[at // 8] ^= 1 << at % 8

    with pytest.raises(SignatureError, match="no trusted key"):
        verify(bytes(whole[: len(content)]), bytes(whole[len(content) :]), [KEY.public])


def test_another_key_is_refused() -> None:
    """A signature by a key that is not trusted, or by nobody, is refused and says whose are trusted."""
    for keys in ([], [PublicKey(OTHER.public.key, "UGA")]):
        with pytest.raises(SignatureError, match="UGA" if keys else "nobody") as refused:
            verify(b"text", sign(b"text", KEY), keys)
        assert "fingerprint" in refused.value.hint
    with pytest.raises(SignatureError, match="has 64 bytes, this one 3"):
        verify(b"text", b"abc", [KEY.public])


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    """A file that is not there, text, another kind of key and a private key for a public one are refused."""
    write_signing_key(tmp_path / "mine")
    (tmp_path / "text").write_text("no key", encoding="ascii")
    other = rsa.generate_private_key(65537, 2048)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (tmp_path / "rsa").write_bytes(other.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    (tmp_path / "rsa.pub").write_bytes(other.public_key().public_bytes(pem, spki))
    for name, text in (("none", "No such file"), ("text", "no Ed25519"), ("rsa", "no Ed25519")):
        with pytest.raises(SignatureError, match=text):
            read_signing_key(tmp_path / name)
    for name, text in (("text", "no Ed25519"), ("rsa.pub", "no Ed25519"), ("mine", "holds a private key")):
        with pytest.raises(SignatureError, match=text):
            read_public_key(tmp_path / name)


def test_a_key_that_others_could_have_changed_is_refused(tmp_path: Path) -> None:
    """A key file that others can read or write, one that was damaged, one that was swapped for another's."""
    file = tmp_path / "mine"
    write_signing_key(file)
    for mode in (0o640, 0o604, 0o620, 0o602):
        file.chmod(mode)
        with pytest.raises(SignatureError, match="others on this machine can read or change") as refused:
            read_signing_key(file)
        assert "chmod 600" in refused.value.hint
    file.chmod(0o600)
    whole = file.read_bytes()
    file.write_bytes(whole[:-40] + b"AAAA" + whole[-36:])
    with pytest.raises(SignatureError, match=r"no Ed25519 private key|not of one pair"):
        read_signing_key(file)
    file.write_bytes(whole[:60])
    with pytest.raises(SignatureError, match="no Ed25519 private key"):
        read_signing_key(file)
    write_signing_key(tmp_path / "theirs")
    file.write_bytes((tmp_path / "theirs").read_bytes())
    with pytest.raises(SignatureError, match="not of one pair"):
        read_signing_key(file)
    file.write_bytes(whole)
    assert read_signing_key(file)


def test_trusting_and_no_longer(embedded: Store, tmp_path: Path) -> None:
    """A trusted key is kept privately and in the audit log, once; distrusted it is gone from both."""
    made = write_signing_key(tmp_path / "ken")
    trust(embedded, tmp_path / "ken.pub", "KEN", fingerprint=grouped(made.fingerprint)[:19], by="head-1")
    (key,) = trusted(embedded)
    assert embedded.lasting is not None
    (file,) = (embedded.lasting / "trusted").iterdir()

    assert (key.partner, key.fingerprint) == ("KEN", made.fingerprint)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    last = audit_log(embedded).entries()[-1]
    assert (last.event, last.by, last.facts["fingerprint"]) == ("key-trusted", "head-1", made.fingerprint)
    with pytest.raises(UsageError, match="as that of KEN"):
        trust(embedded, tmp_path / "ken.pub", "UGA")
    distrust(embedded, "KEN", by="head-1", why="they lost it")
    assert trusted(embedded) == []
    assert audit_log(embedded).entries()[-1].event == "key-distrusted"
    with pytest.raises(UsageError, match="no key of 'KEN'"):
        distrust(embedded, "KEN")


def test_a_key_by_another_hand_is_refused(embedded: Store, tmp_path: Path) -> None:
    """A key that was laid beside the store, or renamed to another partner's, is no trusted key."""
    write_signing_key(tmp_path / "ken")
    trust(embedded, tmp_path / "ken.pub", "KEN")
    assert embedded.lasting is not None
    folder = embedded.lasting / "trusted"
    (file,) = folder.iterdir()
    file.rename(folder / file.name.replace("KEN", "UGA"))
    with pytest.raises(SignatureError, match="was not trusted by netgraph"):
        trusted(embedded)
    file = folder / file.name.replace("KEN", "UGA")
    file.rename(folder / file.name.replace("UGA", "KEN"))
    (own,) = folder.iterdir()
    write_signing_key(tmp_path / "forged")
    shutil.copy(tmp_path / "forged.pub", own)  # another key under the name with the trusted fingerprint
    with pytest.raises(SignatureError, match="was not trusted by netgraph"):
        trusted(embedded)
    write_signing_key(tmp_path / "uga")
    shutil.copy(tmp_path / "ken.pub", own)
    trust(embedded, tmp_path / "uga.pub", "UGA")
    other = next(path for path in folder.iterdir() if path != own)
    kept = own.read_bytes()
    own.write_bytes(other.read_bytes())  # each trusted, and as somebody else's
    other.write_bytes(kept)
    with pytest.raises(SignatureError, match="was not trusted by netgraph"):
        trusted(embedded)
    shutil.rmtree(folder)
    folder.mkdir()
    shutil.copy(tmp_path / "forged.pub", folder / "KEN-0000.pub")
    with pytest.raises(SignatureError, match="was not trusted by netgraph"):
        trusted(embedded)


@pytest.mark.parametrize(
    ("partner", "fingerprint", "error", "text"),
    [
        ("the Kenyan unit", "", UsageError, "no name of a partner"),
        ("../KEN", "", UsageError, "no name of a partner"),
        ("KEN", "0" * 64, SignatureError, "another fingerprint"),
        ("KEN", "a", SignatureError, "another fingerprint"),
    ],
)
def test_trusting_the_wrong_key(
    embedded: Store, tmp_path: Path, partner: str, fingerprint: str, error: type[Exception], text: str
) -> None:
    """A name that is no code, a fingerprint that differs, or one too short, and nothing is trusted."""
    write_signing_key(tmp_path / "ken")
    with pytest.raises(error, match=text):
        trust(embedded, tmp_path / "ken.pub", partner, fingerprint=fingerprint)

    assert trusted(embedded) == []


@pytest.mark.embedded
def test_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Keys are made, trusted, listed and distrusted by commands, which show fingerprints, never keys.

    A store and a key file that others can read are told of.
    """
    monkeypatch.setenv("NETGRAPH_PASSPHRASE", "three small boats")
    key, folder = tmp_path / "ken.pem", tmp_path / "store"
    from netgraph.store import open_store  # noqa: PLC0415 - one store, as another process would make it

    open_store(str(folder)).close()
    at = ["--store", str(folder)]
    assert command(["keys", "signing", str(key)]) == 0
    told = capsys.readouterr()
    shown = grouped(read_public_key(public_file(key)).fingerprint)
    assert shown in told.out
    assert "encrypted" in told.out
    assert key.read_text(encoding="ascii").splitlines()[1] not in told.out + told.err
    assert command([*at, "keys", "trust", f"{key}.pub", "--as", "KEN", "--by", "head-1"]) == 0
    assert "warning" not in capsys.readouterr().err
    folder.chmod(0o755)
    identifiers = tmp_path / "identifiers.key"
    identifiers.touch()
    identifiers.chmod(0o640)
    monkeypatch.setenv("NETGRAPH_IDENTIFIER_KEY_FILE", str(identifiers))
    assert command([*at, "keys", "trusted"]) == 0
    listed = capsys.readouterr()
    assert listed.out == f"KEN  {shown}\n"
    assert listed.err.count("warning: others on this machine can read") == 2
    assert f"chmod 600 {identifiers}" in listed.err
    assert f"chmod 700 {folder}" in listed.err
    assert command([*at, "keys", "distrust", "KEN", "--by", "head-1"]) == 0
    assert command([*at, "keys", "trust", str(key), "--as", "KEN"]) == 1
    assert "holds a private key" in capsys.readouterr().err
