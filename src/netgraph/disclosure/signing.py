"""Signatures of releases: Ed25519 keys made, files signed, and signatures held against keys.

Which keys of partners are trusted is in `netgraph.disclosure.trust`. A signature is that of the bytes as they
are (RFC 8032), so that any other program can check it too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from netgraph.disclosure.private import is_open_to_others, write_new
from netgraph.errors import SignatureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PUBLIC = ".pub"  # after the name of the private key's file
SIGNATURE_BYTES = 64
_LARGEST = 10_000  # bytes of a key file


@dataclass(frozen=True)
class PublicKey:
    """A key that signatures are checked with.

    Attributes
    ----------
    partner : str
        Whose it is; empty where nobody has said.
    """

    key: Ed25519PublicKey = field(repr=False)
    partner: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key's 32 bytes, in hexadecimal digits."""
        raw = self.key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return hashlib.sha256(raw).hexdigest()

    def pem(self) -> bytes:
        """Write it as PEM."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_bytes(serialization.Encoding.PEM, form)


@dataclass(frozen=True)
class SigningKey:
    """A key to sign with; it never shows in a representation."""

    key: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """The key that its signatures are checked with."""
        return PublicKey(self.key.public_key())


def write_signing_key(path: str | Path, *, passphrase: str = "") -> PublicKey:
    """Make a pair of keys: the private one in a file, the public one beside it, with ``.pub`` after its name.

    Parameters
    ----------
    path : str or Path
        Of the private key: PKCS 8 in PEM, readable by its owner alone.
    passphrase : str
        Encrypts it; empty leaves it plain.

    Returns
    -------
    PublicKey

    Raises
    ------
    UsageError
        One of the files is there, or cannot be written.
    """
    key = SigningKey(Ed25519PrivateKey.generate())
    hidden: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        hidden = serialization.BestAvailableEncryption(passphrase.encode())
    form = serialization.PrivateFormat.PKCS8
    write_new(Path(path), key.key.private_bytes(serialization.Encoding.PEM, form, hidden))
    write_new(public_file(path), key.public.pem())
    return key.public


def public_file(path: str | Path) -> Path:
    """Say where the public key of a private key's file is."""
    return Path(f"{path}{PUBLIC}")


def read_signing_key(path: str | Path, passphrase: Callable[[], str] | None = None) -> SigningKey:
    """Read a private key.

    Parameters
    ----------
    path : str or Path
    passphrase : callable, optional
        Called for the passphrase where the key is encrypted.

    Raises
    ------
    SignatureError
        There is no such file, it holds no Ed25519 private key, the passphrase is not the one, others can read
        or change the file, or the public key beside it is of another pair.
    """
    content = _read(path)
    secret = b""
    if b"ENCRYPTED" in content:
        secret = (passphrase() if passphrase else "").encode()
        if not secret:
            raise SignatureError(
                f"the key in {path} is encrypted",
                hint="give its passphrase, as NETGRAPH_PASSPHRASE or when asked",
            )
    try:
        key = serialization.load_pem_private_key(content, secret or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
        if secret:
            raise SignatureError(
                f"the key in {path} cannot be read: the passphrase is another, or the file was damaged",
                hint="try the passphrase again; without it the key is lost: make another (keys signing)",
            ) from cause
        raise _no_key(path, "private") from cause
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path, "private")
    found = SigningKey(key)
    _refuse_unguarded(Path(path), found)
    return found


def _refuse_unguarded(path: Path, key: SigningKey) -> None:
    """Refuse a key that others could have read or put there: what it signs would not be ours alone."""
    if is_open_to_others(path):
        raise SignatureError(
            f"others on this machine can read or change the key in {path}; nothing was signed with it",
            hint=f"if nobody did: chmod 600 {path}. If somebody may have: make another (keys signing), and "
            "tell partners to distrust this one",
        )
    beside = public_file(path)
    if beside.exists() and read_public_key(beside).fingerprint != key.public.fingerprint:
        raise SignatureError(
            f"{path} and {beside} are not of one pair: one of them was changed",
            hint="find out which; partners know the fingerprint of the one that they trust",
        )


def read_public_key(path: str | Path, partner: str = "") -> PublicKey:
    """Read a public key.

    Raises
    ------
    SignatureError
        There is no such file, or it holds no Ed25519 public key; a private one is refused by name.
    """
    content = _read(path)
    if b"PRIVATE KEY" in content:
        raise SignatureError(
            f"{path} holds a private key, which nobody but its owner may have",
            hint="ask for the public one (.pub); whose private key travelled must make another",
        )
    try:
        key = serialization.load_pem_public_key(content)
    except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
        raise _no_key(path, "public") from cause
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path, "public")
    return PublicKey(key, partner)


def sign(content: bytes, key: SigningKey) -> bytes:
    """Sign bytes; the same key and bytes give the same 64 bytes."""
    return key.key.sign(content)


def verify(content: bytes, signature: bytes, trusted: Iterable[PublicKey]) -> PublicKey:
    """Say whose signature this is.

    Parameters
    ----------
    content, signature : bytes
    trusted : iterable of PublicKey
        Keys of which one has to have made it.

    Returns
    -------
    PublicKey
        The one that did.

    Raises
    ------
    SignatureError
        None did: another key, or something was changed after it was signed.
    """
    known = list(trusted)
    if len(signature) != SIGNATURE_BYTES:
        raise SignatureError(
            f"a signature has {SIGNATURE_BYTES} bytes, this one {len(signature)}",
            hint="ask the sender for the whole bundle again",
        )
    for one in known:
        try:
            one.key.verify(signature, content)
        except InvalidSignature:
            continue
        return one
    who = ", ".join(sorted({one.partner for one in known if one.partner})) or "nobody"
    raise SignatureError(
        f"no trusted key made this signature (trusted are those of {who}), or what it is on has changed",
        hint="do not use it. Ask the sender for the fingerprint of their key by another way, compare it with "
        "netgraph keys trusted, and have it sent again",
    )


def grouped(fingerprint: str) -> str:
    """Write a fingerprint as people read it to each other: in groups of four."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def _read(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(_LARGEST)
    except OSError as cause:
        raise SignatureError(
            f"the key in {path} cannot be read: {cause.strerror}",
            hint="check the path; netgraph keys signing makes a pair",
        ) from cause


def _no_key(path: str | Path, what: str) -> SignatureError:
    return SignatureError(
        f"{path} holds no Ed25519 {what} key in PEM",
        hint="netgraph keys signing FILE makes FILE and FILE.pub",
    )
