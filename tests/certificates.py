"""Certificates for servers on loopback, by an authority that is made for one test."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from pathlib import Path


def make_certificate(folder: Path) -> Path:
    """Write ``public.crt`` and ``private.key`` of 127.0.0.1, and return who vouches for them.

    Parameters
    ----------
    folder : Path
        Made; as Neo4j wants it of an SSL policy.

    Returns
    -------
    Path
        The authority's certificate, for SSL_CERT_FILE.
    """
    (folder / "trusted").mkdir(parents=True)
    (folder / "revoked").mkdir()
    authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    own = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "authority of a test")])
    signed = _builder(own, authority, own).add_extension(x509.BasicConstraints(True, 0), critical=True)  # noqa: FBT003
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    issued = _builder(own, server, x509.Name([])).add_extension(names, critical=True)
    path = folder / "authority.crt"
    path.write_bytes(_pem(signed, authority))
    (folder / "public.crt").write_bytes(_pem(issued, authority))
    (folder / "private.key").write_bytes(
        server.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


def _builder(
    issuer: x509.Name, key: ec.EllipticCurvePrivateKey, subject: x509.Name
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().issuer_name(issuer).subject_name(subject)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))


def _pem(builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> bytes:
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
