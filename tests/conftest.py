"""Names the modules beside it that hold the fixtures and checks of every test.

Nothing is defined here: a fixture lives in a module of its own, found because ``tests`` is on the
path (``pythonpath`` in ``pyproject.toml``), and the module is added to this list.
"""

from __future__ import annotations

pytest_plugins = [
    "inside",  # NETGRAPH_LOCAL
    "needs",  # require(), NETGRAPH_REQUIRE, the NOT RUN list, chromium
    "neo4j_server.fixtures",  # neo4j_server, empty_neo4j
    "spark_cluster",  # spark_cluster: a master and two workers
    "stores",  # store: a test runs once for each backend
    "one_copy",  # one_copy: copies for recipients are made in one store
    "profiles",  # Hypothesis settings
    "order",  # long tests first
    "distributions",  # built: the wheel and the sdist
    "pytester",
]
