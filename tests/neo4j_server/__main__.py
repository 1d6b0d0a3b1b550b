"""``make neo4j``: a Neo4j for a developer, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from neo4j_server.artifacts import CannotRun
from neo4j_server.server import Neo4jServer, ServerFailed

STARTED = """\
Neo4j Community answers at {uri} as user {user}, to this machine only. In another terminal:

    export NETGRAPH_STORE={uri}
    export NETGRAPH_USER={user}
    export NETGRAPH_PASSWORD={password}

Ctrl-C stops it and deletes its data.
"""


def main() -> int:
    """Run a server until a signal or its own end; return the exit code."""
    parser = argparse.ArgumentParser(prog="make neo4j", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="loopback port for Bolt; 0 takes a free one")
    port = parser.parse_args().port
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as after Ctrl-C, data deleted
    chosen = os.environ.get("NETGRAPH_PASSWORD") or None
    server = Neo4jServer(port=port, password=chosen)
    try:
        login = server.start()
        shown = "(the one you have set)" if chosen else login.password
        sys.stdout.write(STARTED.format(uri=login.uri, user=login.user, password=shown))
        sys.stdout.flush()
        server.wait()
    except KeyboardInterrupt:
        sys.stderr.write("Neo4j stops.\n")
        return 0
    except (CannotRun, ServerFailed) as error:
        sys.stderr.write(f"Neo4j does not run: {error}\nSee docs/how-to/neo4j.md.\n")
        return 1
    finally:
        server.stop()
    sys.stderr.write("Neo4j ended by itself.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
