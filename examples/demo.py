"""The demo: load the synthetic example and look at it. ``make demo`` runs this.

Each step is a command of netgraph, shown before it runs, that works just as well when you type it. They
run in one process here, so that the Java runtime of the embedded store starts once.
"""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import sys
from pathlib import Path

from netgraph.cli.main import run

PLACE = Path("demo")
KEY = PLACE / "identifier.key"
# Only a folder that an earlier demo made is cleared.
MARK = PLACE / "made-by-make-demo"

STEPS = {
    "Load what five invented agencies recorded, each with its own marking": (
        "netgraph ingest plan examples/data/plan.yaml"
    ),
    "Who holds the networks together?": "netgraph analyse connectors --limit 8",
    "Where do routes lead?": "netgraph analyse corridors --limit 8",
    "Which jurisdictions hold pieces of the same networks?": (
        "netgraph query run jurisdictions-sharing-networks -p limit=8"
    ),
    "An interactive page that needs no connection": (
        "netgraph view --analysis connectors --local --output demo/network.html"
    ),
}

NEXT = """
Open demo/network.html in a browser: search, filter, click on anything.

Files say for whom they are: --local stays within your organisation, --recipient KEN goes to a State.

Next, with this store (all of it is invented; examples/data/README.md says how):
  export NETGRAPH_STORE=demo/store NETGRAPH_IDENTIFIER_KEY_FILE=demo/identifier.key
  export PATH="$PWD/.venv/bin:$PATH"
  netgraph status                        what the store holds
For an investigative analyst:
  netgraph analyse holders synthetic-police/C-0093              who else holds a piece of a case
  netgraph analyse cooperation                                  who shares most without a legal basis
  netgraph analyse connectors --stability auto                  which ranks a missing record would change
For a researcher:
  netgraph analyse corridors --by year --by sex                 who is moved where, and when
  netgraph analyse chokepoints                                  where routes have no way round
  netgraph analyse unseen                                       whom the data does not see
For a data steward:
  netgraph query run data-quality                               what is missing, by source
  netgraph runs                                                 what each load read, wrote and rejected
netgraph analyse --help and netgraph query list name all the others.
README.md goes on with three walks of ten lines: analyst, researcher, data steward.
"""


def main() -> int:
    """Run the steps; stop at the first that fails."""
    os.chdir(Path(__file__).resolve().parents[1])
    if PLACE.exists():
        if not MARK.exists():
            print(f"{PLACE}/ is there and was not made by the demo: move it away first", file=sys.stderr)
            return 1
        shutil.rmtree(PLACE)
    PLACE.mkdir(mode=0o700)
    MARK.touch()
    # Phone numbers and handles are stored as hashes with this key. Yours is kept apart from the store.
    KEY.touch(mode=0o600)
    KEY.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    os.environ |= {"NETGRAPH_STORE": str(PLACE / "store"), "NETGRAPH_IDENTIFIER_KEY_FILE": str(KEY)}
    # The store's Java runtime lives for seconds here.
    os.environ.setdefault("ARCADEDB_JVM_ARGS", "-XX:+UseSerialGC")
    for title, command in STEPS.items():
        print(f"\n## {title}\n$ {command}", flush=True)
        code = run(shlex.split(command)[1:])
        if code:
            return code
    print(NEXT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
