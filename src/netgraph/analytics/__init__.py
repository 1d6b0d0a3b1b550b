"""Measures on NetworkX graphs, and the one module that fills such graphs from a store.

Nothing is imported here: NetworkX asks for `netgraph.analytics.backend` whenever it is imported, and that
must cost nothing. Import the functions from their modules: ``projection``, ``connectors``, ``communities``,
``corridors``.
"""
