"""Find the data folders that ship with netgraph: ``schemas``, ``ingest`` and ``queries``.

The checkout is looked at first: an editable install keeps copies of the folders in site-packages that
go stale with the first edit.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from netgraph.errors import AssetError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Kind = Literal["schemas", "ingest", "queries"]


def asset_dir(kind: Kind) -> Path:
    """Return the folder that holds one kind of shipped data.

    Parameters
    ----------
    kind : {"schemas", "ingest", "queries"}
        Which folder.

    Returns
    -------
    Path
        In the checkout when netgraph runs from one, otherwise inside the installed package.

    Raises
    ------
    AssetError
        The installation lacks the folder.
    """
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    packaged: Traversable = files("netgraph") / "_assets" / kind
    if isinstance(packaged, Path) and packaged.is_dir():
        return packaged
    raise AssetError(
        f"this installation of netgraph has no {kind}/ folder",
        hint="install it again from its wheel; zipped installs are not supported",
    )
