"""Pandera without PySpark's own pandas, which it imports where that is installed.

That takes a second more and warns that it does not know pandas 3 yet; netgraph never uses it.
"""

from __future__ import annotations

import sys

_HIDDEN = "pyspark.pandas"
_there = sys.modules.get(_HIDDEN)
if _there is None:
    sys.modules[_HIDDEN] = None  # type: ignore[assignment]

import pandera.pandas as pa  # noqa: E402

if _there is None:
    del sys.modules[_HIDDEN]

__all__ = ["pa"]
