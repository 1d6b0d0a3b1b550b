"""Pictures of a network for people: interactive pages that need neither a server nor a connection.

A caller describes what is to be seen as a :class:`Picture`; :func:`write` turns it into one HTML file.
"""

from __future__ import annotations

from netgraph.views.page import render, write
from netgraph.views.picture import Claim, Node, Picture, Relationship

__all__ = ["Claim", "Node", "Picture", "Relationship", "render", "write"]
