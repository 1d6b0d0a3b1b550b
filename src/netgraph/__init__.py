"""netgraph: one property graph over trafficking-in-persons records of many jurisdictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: reading package metadata is slower than all of --help."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("netgraph-tip")
    except PackageNotFoundError:  # imported from a checkout that was never installed
        return "0+unknown"
