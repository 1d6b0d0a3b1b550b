"""Disclosure control: every way out of the store goes through here.

This first version withholds by TLP ceiling and carries the strictest marking along; suppression of small
counts and releases to a named recipient build on it.
"""

from __future__ import annotations

from netgraph.disclosure.reader import Answer, Policy, Reader
from netgraph.disclosure.ties import Ties

__all__ = ["Answer", "Policy", "Reader", "Ties"]
