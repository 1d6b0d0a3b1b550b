"""Three States find a connector that none of them could see alone. ``make demo-cooperation`` runs this.

Each has a store of its own with its own markings. They ask each other blindly what they share, release to
each other what they may, and look again. Every step is a command of netgraph that works just as well when you
type it. Cases, people and numbers are invented; ``synthetic`` stands in every source.
"""

from __future__ import annotations

import csv
import os
import secrets
import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from netgraph.cli.main import run
from netgraph.ingest import load_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    Step = tuple[str, str, str]

PLACE = Path("demo-cooperation")
MARK = PLACE / "made-by-make-demo-cooperation"
STATES = ("KEN", "UGA", "TZA")
# Case, person, role, number of a phone, marking. U-P7 stands at the edge of one case of Uganda's; what ties
# the three networks are two numbers of U-P7's that turn up in the neighbours' files too.
RECORDS: dict[str, list[tuple[str, str, str, str, str]]] = {
    "KEN": [
        ("K-1", "K-P1", "RecruiterOrIntermediary", "+999 555 0111", "AMBER"),
        ("K-1", "K-P2", "Transporter", "+999 555 0701", "AMBER"),
        ("K-1", "K-V1", "Victim", "", "RED"),
        ("K-2", "K-P1", "RecruiterOrIntermediary", "", "AMBER"),
        ("K-2", "K-P3", "Exploiter", "+999 555 0112", "AMBER"),
        ("K-2", "K-V2", "Victim", "", "RED"),
    ],
    "UGA": [
        ("U-1", "U-P1", "RecruiterOrIntermediary", "+999 555 0211", "AMBER"),
        ("U-1", "U-P2", "Exploiter", "", "AMBER"),
        ("U-2", "U-P1", "RecruiterOrIntermediary", "", "AMBER"),
        ("U-2", "U-V1", "Victim", "", "RED"),
        ("U-3", "U-P1", "RecruiterOrIntermediary", "", "AMBER"),
        ("U-3", "U-P7", "Facilitator", "+999 555 0701", "AMBER"),
        ("U-3", "U-P7", "Facilitator", "+999 555 0702", "AMBER"),
    ],
    "TZA": [
        ("T-1", "T-P1", "Exploiter", "+999 555 0311", "AMBER"),
        ("T-1", "T-P2", "Transporter", "+999 555 0702", "AMBER"),
        ("T-2", "T-P1", "Exploiter", "", "AMBER"),
        ("T-2", "T-P3", "RecruiterOrIntermediary", "+999 555 0312", "AMBER"),
        ("T-2", "T-V1", "Victim", "", "RED"),
    ],
}


def main() -> int:
    """Tell the story in a new folder here; stop at the first step that fails."""
    if PLACE.exists():
        if not MARK.exists():
            print(f"{PLACE}/ is there and was not made by this demo: move it away first", file=sys.stderr)
            return 1
        shutil.rmtree(PLACE)
    PLACE.mkdir(mode=0o700)
    MARK.touch()
    os.chdir(PLACE)
    # The three agreed on a key for this cooperation, so that a number has one hash in all of their stores.
    key = Path("cooperation.key")
    key.touch(mode=0o600)
    key.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    os.environ |= {"NETGRAPH_IDENTIFIER_KEY_FILE": str(key.absolute())}
    os.environ.setdefault("ARCADEDB_JVM_ARGS", "-XX:+UseSerialGC")
    for state in STATES:
        write(state)
    for title, state, command in steps():
        print(f"\n## {title}\n{state}$ {command}", flush=True)
        os.environ |= {"NETGRAPH_STORE": f"store-{state}", "NETGRAPH_BY": f"{state}-desk"}
        code = run(shlex.split(command)[1:])
        if code:
            return code
    print("\nAlone, U-P7 is at the edge of one case; together, the way between all three networks.")
    print(f"Each step is in the audit log: netgraph --store {PLACE}/store-UGA audit show")
    return 0


def write(state: str) -> None:
    """Write the two files that a State loads, in the form of the shipped templates."""
    cases = sorted({case for case, *_ in RECORDS[state]})
    table("cases", state, [{"case_ref": case, "jurisdiction": state, "handling": "AMBER"} for case in cases])
    names = ("case_ref", "person_ref", "role", "identifier", "handling")
    rows = [dict(zip(names, row, strict=True)) for row in RECORDS[state]]
    kinds = [{"identifier_kind": "Phone" if row["identifier"] else ""} for row in rows]
    table("involvements", state, [row | kind for row, kind in zip(rows, kinds, strict=True)])


def table(mapping: str, state: str, rows: list[dict[str, str]]) -> None:
    """Write a file with all columns of a mapping."""
    with Path(f"{mapping}-{state}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, load_mapping(mapping).columns)
        writer.writeheader()
        writer.writerows(rows)


def steps() -> Iterator[Step]:
    """Yield the steps: what for, who, and the command."""
    for state in STATES:
        yield from _own(state)
    yield "Who connects, as Uganda sees it alone?", "UGA", "netgraph analyse connectors --limit 3"
    for state in ("KEN", "TZA"):
        yield (
            "Uganda trusts its partner's key",
            "UGA",
            f"netgraph keys trust sign-{state}.key.pub --as {state}",
        )
        yield "So does the partner", state, "netgraph keys trust sign-UGA.key.pub --as UGA"
        yield from _ask(state)
        yield from _release(state)
    yield "Who connects, as all three see it together?", "UGA", "netgraph analyse connectors --limit 3"
    page = "netgraph view --analysis connectors --local -o together.html"
    yield "A page that needs no connection, for Uganda's own use", "UGA", page
    yield "Is the record of it whole?", "UGA", "netgraph audit verify"


def _own(state: str) -> Iterator[Step]:
    """Load what a State recorded; its neighbours may have what is AMBER, nobody what is RED."""
    marks = f"--owner {state} --releasable-to {','.join(other for other in STATES if other != state)}"
    for mapping in ("cases", "involvements"):
        load = f"netgraph ingest {mapping} {mapping}-{state}.csv --source synthetic-{state} {marks}"
        yield f"{state} loads its own {mapping}", state, load
    yield f"{state} makes a key to sign with", state, f"netgraph keys signing sign-{state}.key"


def _ask(state: str) -> Iterator[Step]:
    """Ask Uganda which numbers both hold, without showing the others."""
    files = f"offer-{state} answer-{state}"
    sides = f"--party {state} --partner UGA --by {state}-desk"
    way = "psi" if find_spec("private_set_intersection") else "keyed"
    signed = f"--way {way} --purpose 'joint inquiry' --sign sign-{state}.key"
    yield "Which numbers do both hold?", state, f"netgraph match offer offer-{state} {sides} {signed}"
    sides_there = f"--party UGA --partner {state} --by UGA-desk"
    signed = "--contact 'trafficking desk' --sign sign-UGA.key"
    yield "Uganda answers without seeing them", "UGA", f"netgraph match answer {files} {sides_there} {signed}"
    yield f"{state} opens the answer", state, f"netgraph match reveal {files} {sides}"


def _release(state: str) -> Iterator[Step]:
    """Release to Uganda what it may have."""
    release = "netgraph release --to UGA --purpose 'joint inquiry'"
    yield f"A hit: {state} looks at what Uganda may have", state, f"{release} --preview"
    signed = f"--from {state} --sign sign-{state}.key --output release-{state}.zip"
    yield f"{state} releases it", state, f"{release} {signed}"
    receive = f"netgraph receive release-{state}.zip --why 'joint inquiry'"
    yield "Uganda verifies it, and loads it marked as its owner says", "UGA", receive


if __name__ == "__main__":
    sys.exit(main())
