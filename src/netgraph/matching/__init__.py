"""Blind matching: two parties find what they both hold, over files, without showing the rest.

::

    one party                          the other
    offer.py   OFFER + OFFER.secret ─> answer.py   checks, charges the budget, writes ANSWER
    reveal.py  hit or no hit        <─

What is compared comes from `elements`, is filled up with dummies by `padding`, and is compared blindly by
`private` (private set intersection) or, between parties that share a key, by `keyed`. `envelope` is the form
of the files, `ledger` the record of every step and the budget of each partner. Data never travels here: it
goes by a release alone.
"""

from __future__ import annotations

from netgraph.matching.answer import Answered, answer
from netgraph.matching.elements import Elements, identifiers_in, identifiers_of, persons_of, routes_of
from netgraph.matching.ledger import Budget, Ledger, Person
from netgraph.matching.offer import Offered, offer
from netgraph.matching.reveal import Revealed, reveal

__all__ = [
    "Answered",
    "Budget",
    "Elements",
    "Ledger",
    "Offered",
    "Person",
    "Revealed",
    "answer",
    "identifiers_in",
    "identifiers_of",
    "offer",
    "persons_of",
    "reveal",
    "routes_of",
]
