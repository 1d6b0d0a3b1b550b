"""One text chooses the store: a directory, or an address that starts with bolt or neo4j.

Also here: where credentials come from, and the refusal to send a password over an open line.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from netgraph.errors import InsecureStore, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT = "netgraph-store"
ENCRYPTED = {"bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"}
OPEN = {"bolt", "neo4j"}
PY2NEO = {"py2neo+bolt", "py2neo+bolt+s", "py2neo+bolt+ssc"}


@dataclass(frozen=True)
class Credentials:
    """User and password of a server; the password never shows in a representation."""

    user: str = "neo4j"
    password: str = field(default="", repr=False)


def scheme_of(uri: str) -> str:
    """Return the scheme of an address, or ``""`` for a directory.

    Raises
    ------
    UsageError
        A scheme that netgraph does not know, no host, or a user or password in the address.
    """
    if "://" not in uri:
        return ""
    parts = urlsplit(uri)
    if parts.scheme not in ENCRYPTED | OPEN | PY2NEO:
        raise UsageError(
            f"the store address {_bare(uri)} starts with {parts.scheme!r}, which is not known",
            hint="use a directory, bolt://, neo4j:// or neo4j+s://",
        )
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"the store address {_bare(uri)} carries a user or password",
            hint="set NETGRAPH_USER and NETGRAPH_PASSWORD instead; an address ends up in histories",
        )
    if not _has_place(parts):
        raise UsageError(
            f"the store address {_bare(uri)} names no host, or no port that there can be",
            hint="write it like bolt://127.0.0.1:7687",
        )
    return parts.scheme


def credentials(uri: str, prompt: Callable[[str], str] | None = None) -> Credentials:
    """Take the credentials for a server from the environment, or ask.

    Parameters
    ----------
    uri : str
        The server's address.
    prompt : callable, optional
        Called with a question when NETGRAPH_PASSWORD is not set. (Set, but empty, it stands for a server
        without authentication.)

    Returns
    -------
    Credentials

    Raises
    ------
    InsecureStore
        The line is not encrypted and leads off this machine.
    """
    user = os.environ.get("NETGRAPH_USER", "neo4j")
    password = os.environ.get("NETGRAPH_PASSWORD")
    wanted = password or (password is None and prompt is not None)
    if wanted and not is_encrypted(uri) and not is_loopback(urlsplit(uri).hostname or ""):
        raise InsecureStore(
            f"{uri} is not encrypted and not on this machine: the password would be readable on the way",
            hint="use neo4j+s:// (or neo4j+ssc:// for a self-signed certificate)",
        )
    if password is None and prompt is not None:
        password = prompt(f"Password of {user} at {uri}")
    return Credentials(user, password or "")


def is_encrypted(uri: str) -> bool:
    """Whether a scheme asks for TLS."""
    return urlsplit(uri).scheme.removeprefix("py2neo+") in ENCRYPTED


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own, which no line leads to."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _has_place(parts: SplitResult) -> bool:
    try:
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # of a port that is no number, or too large
        return False


def _bare(uri: str) -> str:
    """Return the address without user and password."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
