"""Disclosure control: every way out of the store goes through here.

Inside the owning organisation a `Reader` withholds by TLP ceiling; to a recipient goes what `extract` takes
out of the store, claim by claim. All carry the strictest marking of what is in them.
"""

from __future__ import annotations

from netgraph.disclosure.copied import copied
from netgraph.disclosure.extract import Disclosed, extract
from netgraph.disclosure.reader import Answer, Asks, Policy, Reader
from netgraph.disclosure.recipients import Recipient
from netgraph.disclosure.ties import Ties
from netgraph.store import Counts

__all__ = [
    "Answer",
    "Asks",
    "Counts",
    "Disclosed",
    "Policy",
    "Reader",
    "Recipient",
    "Ties",
    "copied",
    "extract",
]
