"""Tests work within one organisation: their files need no ``--local``. Those about it take this back."""

from __future__ import annotations

import os

os.environ["NETGRAPH_LOCAL"] = "1"
os.environ.pop("NETGRAPH_RECIPIENT", None)
