"""Where what must outlast a graph's content is kept: audit log, keys of partners, bookmarks of a server.

Of an embedded store in its own directory; of a server in a private folder of the user.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

PORT = 7687  # where a server listens that says nothing else
PRIVATE_FOLDER = 0o700


def lasting_for_server(uri: str, database: str | None) -> Path:
    """Return the folder for a server, apart for each host, port and database of it.

    By which protocol it is reached makes no difference: what left was told by the same data.
    """
    parts = urlsplit(uri)
    where = f"{(parts.hostname or '').lower()}:{parts.port or PORT}"
    which = hashlib.sha256("\n".join((where, database or "")).encode()).hexdigest()[:32]
    return _state() / "stores" / which


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone."""
    for missing in [one for one in reversed([folder, *folder.parents]) if not one.exists()]:
        missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def _state() -> Path:
    """Return the folder for what lasts that the user, or the system, has set."""
    if given := os.environ.get("NETGRAPH_STATE"):
        return Path(given)
    if sys.platform == "win32":
        return (
            Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "netgraph" / "State"
        )
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "netgraph"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "netgraph"
