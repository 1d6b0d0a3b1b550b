"""What a command would need, in memory and time, told from counts alone before anything is read.

A straight line for each way of reading: so many bytes and microseconds a claim of the types that it reads, on
top of what the program and its libraries need anyway. The slopes were measured on made graphs of 50 thousand
to a million claims (docs/adr/0035) and are rounded up. Pure: what is free is `netgraph.machine`'s to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netgraph.disclosure import Counts

LIBRARIES = 375 * 2**20
"""Bytes of the program and the libraries that an analysis or a release loads."""
ENGINE = 80 * 2**20
"""Bytes of the embedded engine beside its heap."""
HEAP_A_CLAIM = 2_500
"""Bytes by which the engine's heap grows with each claim that it gives, up to its limit."""
QUESTION = 2_600
"""Bytes of the engine's heap for each claim of what touches jurisdictions, which is one question."""
STEP = 15e-9
"""Seconds of one step of exact betweenness: nodes x (nodes + edges) of them, on one core."""
SAMPLED, RANKED = 40e-6, 1e-6
"""Seconds a tie of sampling betweenness for an error of 0.01, and a node or tie of any other measure."""
LEIDEN, PROPAGATED = 200e-6, 50e-6
"""Seconds a claim of communities by Leiden, and by label propagation."""
ENTITIES = ("Person", "Organization", "Case", "Identifier")
ON_SPARK = (
    *("connectors", "components", "communities", "triangles", "distances"),
    *("corridors", "cooperation", "detection"),
)


@dataclass(frozen=True)
class Reading:
    """How claims are read: of which types (all when empty), and what each costs in bytes and seconds.

    ``heap``: bytes of the embedded engine's heap for each, where one question holds them all; 0 where it was
    not seen to matter.
    """

    types: tuple[str, ...]
    memory: int
    time: float
    heap: int = 0


@dataclass(frozen=True)
class Cost:
    """What a command would need.

    Attributes
    ----------
    claims : int
        That it reads.
    memory : int
        Bytes that its process would hold in all.
    seconds : float
    why : str
        What takes the time.
    heap : int
        Bytes that the heap of an embedded engine should have; 0 where it was not seen to matter.
    """

    claims: int
    memory: int
    seconds: float
    why: str
    heap: int = 0


ENTITY = Reading(("INVOLVED_IN", "USES", "LINKED_TO", "HANDLED_BY", "SAME_AS"), 1_300, 60e-6)
PLACE = Reading(("LEG", "IN"), 1_300, 60e-6)
SHARED = Reading(("HANDLED_BY", "STOPS_AT", "IN", "INVOLVED_IN", "USES"), 4_000, 80e-6, QUESTION)
TEAM = Reading((*SHARED.types, "LINKED_TO"), 4_000, 100e-6, QUESTION)
STOPS = Reading(("STOPS_AT",), 2_500, 90e-6)
DETECTED = Reading(("STOPS_AT", "HANDLED_BY", "ABOUT"), 2_500, 90e-6)
OF_VICTIMS = Reading(("STOPS_AT", "INVOLVED_IN", "FOLLOWED"), 2_500, 90e-6)
KNOWN = Reading((), 700, 50e-6)
DRAWN = Reading((), 2_500, 600e-6)
RELEASED = Reading((), 4_000, 200e-6)
COPIED = Reading((), 6_000, 300e-6)
WRITTEN = Reading((), 40_000, 600e-6)
COMPARED = Reading(("INVOLVED_IN", "USES", "LINKED_TO", "CITIZEN_OF"), 10_000, 400e-6)
NETWORKS = {"entity": ENTITY, "place": PLACE, "jurisdiction": SHARED}
_MEASURES = (
    "connectors brokers communities components core between key-players disruption distances triangles"
)
_OF_NETWORK = frozenset(f"analyse {name}" for name in _MEASURES.split())
READINGS = {
    **dict.fromkeys((f"analyse {name}" for name in ("routes", "journeys", "interdiction")), PLACE),
    **dict.fromkeys((f"analyse {name}" for name in ("corridors", "chokepoints", "change", "event")), STOPS),
    "analyse detection": DETECTED,
    "analyse holders": Reading(("IN",), 1_300, 60e-6),
    "analyse cooperation": SHARED,
    "analyse unseen": KNOWN,
    "analyse team": TEAM,
    "view": DRAWN,
    "report": DRAWN,
    "release": WRITTEN,
    "statistics": RELEASED,
    "resolve candidates": COMPARED,
}


def reading_of(counts: Counts, command: str, asked: Mapping[str, Any]) -> Reading | None:
    """Say how a command reads a graph.

    Parameters
    ----------
    counts : Counts
    command : str
        Its words, such as ``analyse connectors``.
    asked : mapping
        Its options by name.

    Returns
    -------
    Reading or None
        None where it reads a small part, or nobody can say how much.
    """
    if command == "view" and (asked.get("around") or asked.get("corridor")):
        return None
    if command.startswith("export "):
        return WRITTEN
    if command == "release" and asked.get("preview"):
        return RELEASED
    network = asked.get("network", "auto")
    if command in _OF_NETWORK or (command == "view" and asked.get("analysis")):
        if network == "auto":
            tied = any(counts.relationships.get(type_) for type_ in ENTITY.types[:3])
            network = "entity" if tied else "place"
        return _split(NETWORKS[network], asked)
    if command == "analyse corridors" and {"sex", "age_band"} & set(asked.get("by") or ()):
        return OF_VICTIMS
    found = READINGS.get(command)
    return _split(found, asked) if found and command.startswith("analyse ") else found


def _split(reading: Reading, asked: Mapping[str, Any]) -> Reading:
    """Add what it takes to tell kinds of victims apart."""
    by_victims = asked.get("split") or (asked.get("by") if isinstance(asked.get("by"), tuple) else ())
    if not set(by_victims or ()) & {"sex", "age_band", "exploitation"}:
        return reading
    types = dict.fromkeys((*reading.types, *SHARED.types, "FOLLOWED")) if reading.types else ()
    return Reading(
        tuple(types), max(reading.memory, SHARED.memory), max(reading.time, SHARED.time), SHARED.heap
    )


def cost_of(
    counts: Counts, command: str, asked: Mapping[str, Any], *, recipient: bool = False, heap: int = 0
) -> Cost | None:
    """Estimate what a command needs of memory and time.

    Parameters
    ----------
    counts : Counts
        Of the store; nothing else is looked at.
    command, asked : str and mapping
        As in `reading_of`.
    recipient : bool, default False
        What one recipient may have is taken out of the whole graph first.
    heap : int, default 0
        Bytes to which the heap of an embedded engine in this process may grow; 0 for a server.

    Returns
    -------
    Cost or None
        None where it reads a small part, or nobody can say how much.

    Notes
    -----
    Linear in claims, though measures are not: their time is told apart where it is long, exact betweenness,
    communities, and what is ranked again and again for stability. Filters by marking leave out rows that were
    read.
    """
    reading = reading_of(counts, command, asked)
    if reading is None or (command == "export parquet" and not recipient):  # that goes in slices
        return None
    if recipient and command.startswith(("analyse ", "view", "report")):
        reading = COPIED
    held = counts.relationships
    claims = sum(held.get(type_, 0) for type_ in reading.types) if reading.types else sum(held.values())
    memory = LIBRARIES + claims * reading.memory
    if heap:
        memory += ENGINE + min(heap, claims * _grown(reading))
    measured, why = _measuring(counts, claims, command, asked)
    told = why or f"{claims:,} claims are read and worked on"
    return Cost(claims, memory, claims * reading.time + measured, told, claims * reading.heap)


def _grown(reading: Reading) -> int:
    """Return the bytes by which the engine's heap grows with each claim: by twice what a question needs."""
    return max(HEAP_A_CLAIM, 2 * reading.heap)


def _measuring(counts: Counts, claims: int, command: str, asked: Mapping[str, Any]) -> tuple[float, str]:
    """Estimate the seconds of communities, betweenness, and ranking again and again; say what takes them."""
    if command == "analyse communities":
        quick = claims * PROPAGATED
        if asked.get("method") == "label-propagation":
            return quick, ""
        other = f"--method label-propagation takes about {quick:.0f} seconds"
        return claims * LEIDEN, f"Leiden looks for communities of up to {claims:,} ties; {other}"
    if command != "analyse connectors":
        return 0.0, ""
    of = {"place": ("Location",), "jurisdiction": ("Jurisdiction",)}
    labels = of.get(str(asked.get("network")), ENTITIES)
    nodes = sum(counts.nodes.get(label, 0) for label in labels)
    exact = nodes * (nodes + claims) * STEP
    sampled = (10 + claims * SAMPLED) * (0.01 / float(asked.get("error") or 0.01)) ** 2
    how = asked.get("betweenness", "auto")
    once = exact if how == "exact" else sampled if how == "sampled" else min(exact, sampled)
    what = f"betweenness of {nodes:,} nodes and up to {claims:,} ties"
    told = (
        f"exact {what}; --betweenness sampled takes about {sampled:.0f} seconds" if how == "exact" else what
    )
    stability = asked.get("stability", "none")
    if stability == "none":
        return once, told
    again = claims if stability == "one" else int(asked.get("replicates") or 1)
    each = exact if asked.get("by") == "betweenness" else (nodes + claims) * RANKED
    fewer = "" if stability == "one" else "; fewer --replicates take less"
    ranked = f"ranks by {asked.get('by')} are found up to {again:,} times for --stability {stability}{fewer}"
    return once + again * each, ranked if again * each > once else told


def most_claims(reading: Reading, memory: int, heap: int = 0) -> int:
    """Say how many claims of its types a way of reading can hold in some bytes of memory; see `cost_of`."""
    room = memory - LIBRARIES - (ENGINE if heap else 0)
    beside = int(room / (reading.memory + (_grown(reading) if heap else 0)))
    return max(0, beside, (room - heap) // reading.memory)
