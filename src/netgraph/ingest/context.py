"""What a load knows besides the mapping and the rows: source, markings, place names, key for hashing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netgraph.errors import UsageError
from netgraph.ingest.hygiene import fault_of_key
from netgraph.ingest.secrecy import pseudonymizer
from netgraph.ingest.values import pieces
from netgraph.model import load_schema
from netgraph.model.places import Gazetteer, Unplaced, gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict

    from netgraph.ingest.mapping import Mapping
    from netgraph.model.identifiers import Pseudonymizer

STRICTEST = "RED"


@dataclass(frozen=True)
class Context:
    """What a load knows besides the mapping and the rows.

    Attributes
    ----------
    source : str
        Name of the dataset, the first part of every owned key.
    gazetteer : Gazetteer
        Place names, the mapping's own spellings among them.
    defaults : dict of str to str or list of str
        Provenance where neither the row nor the mapping says; ``handling`` always.
    pseudonymize : Pseudonymizer or None
        Hashes identifiers; None where the mapping has none.
    """

    source: str
    gazetteer: Gazetteer
    defaults: dict[str, Any] = field(default_factory=lambda: {"handling": STRICTEST})
    pseudonymize: Pseudonymizer | None = None


def context_of(mapping: Mapping, source: str | None, marks: Dict[str, str | None]) -> Context:
    """Make the context of one load.

    Parameters
    ----------
    mapping : Mapping
    source : str or None
        None for the mapping's own.
    marks : mapping of str to str or None
        ``owner``, ``handling``, ``reliability``, ``credibility``, ``releasable_to`` and ``conditions`` as
        given for the whole file, the last two with commas.

    Raises
    ------
    UsageError
        A mark that is not known, a source without a name, or no key where the mapping has identifiers.
    """
    name = mapping.source.name if source is None else source.strip()
    if not name:
        raise UsageError("the source has no name", hint="give one with --source")
    fault = fault_of_key(name) or ("a line end or a tab" if set(name) & set("\n\r\t") else "")
    if fault:
        raise UsageError(f"the source cannot have this name: {fault}", hint="give another one with --source")
    given = {mark: known_mark(mark, text) for mark, text in marks.items() if text}
    hashes = any(spec.identifier for spec in mapping.nodes.values())
    return Context(
        name,
        gazetteer().with_aliases(mapping.aliases),
        {"handling": STRICTEST, **given},
        pseudonymizer() if hashes else None,
    )


def known_mark(mark: str, text: str) -> str | list[str]:
    """Check a marking, owner or grade that was given for the whole file."""
    if mark == "owner":
        return _state(mark, text)
    if mark == "releasable_to":
        return sorted({_state(mark, name) for name in pieces(text, ",")})
    if mark == "conditions":
        return sorted({_code("condition", word) for word in pieces(text, ",")})
    return _code(mark, text)


def _state(mark: str, text: str) -> str:
    place = gazetteer().resolve(text)
    if isinstance(place, Unplaced) or place.kind != "Country":
        what = f"{mark} {text!r}" if mark == "owner" else f"{text!r} in {mark}"
        raise UsageError(f"the {what} is no State", hint="give an ISO 3166-1 code, such as KEN")
    return place.key


def _code(codelist: str, text: str) -> str:
    codes = load_schema().codelists[codelist]
    code = codes.find(text)
    if code is None:
        raise UsageError(
            f"the {codelist} {text!r} is not known", hint=f"it is one of {', '.join(codes.codes)}"
        )
    return code
