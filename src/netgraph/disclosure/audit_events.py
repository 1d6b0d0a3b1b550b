"""What an audit log may say: for each event the facts it takes, and of which form; nothing else gets in.

A fact is a count, a hash, a marking, a word of a closed list or a name without blanks. No form takes free
text, so that no value of a record can stand in a log. The reason of an act is free text of whoever acts, and
is held against what identifies somebody.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from netgraph.errors import AuditError
from netgraph.model import Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Form = Callable[[object], bool]
    Fact = str | int | bool | list[str] | dict[str, int]

MANY = 1_000  # of counts or hashes in one fact
_HASH = re.compile(r"[0-9a-f]{8,64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+:-]{0,99}")
_MARKINGS = frozenset(marking.word for marking in Marking)


def hash_(value: object) -> bool:
    """Whether it is a hash, or the beginning of one, in hexadecimal digits."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def name(value: object) -> bool:
    """Whether it is a name: of a source, a mapping, a command, a partner; no blanks."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def count(value: object) -> bool:
    """Whether it is a number of things."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def flag(value: object) -> bool:
    """Whether it is yes or no."""
    return isinstance(value, bool)


def marking(value: object) -> bool:
    """Whether it is a TLP marking."""
    return isinstance(value, str) and value in _MARKINGS


def counts(value: object) -> bool:
    """Whether it is numbers of things by name."""
    return (
        isinstance(value, dict) and len(value) <= MANY and all(name(n) and count(v) for n, v in value.items())
    )


def hashes(value: object) -> bool:
    """Whether it is a list of hashes."""
    return isinstance(value, list) and len(value) <= MANY and all(map(hash_, value))


def one_of(*words: str) -> Form:
    """Return the form that takes some words."""
    return lambda value: isinstance(value, str) and value in words


_LOAD = {
    "run": name,
    "source": name,
    "mapping": name,
    "mapping_digest": hash_,
    "file_digest": hash_,
    "handling": marking,
    "owner": name,  # of what neither a row nor the mapping marks
}
_AMENDED = {"found": one_of("stopped", "torn", "emptied", "accepted"), "findings": hashes, "first": count}

EVENTS: Mapping[str, Mapping[str, Form]] = {
    "log-began": {"log": hash_, "place": hash_, "version": name},
    "log-mended": _AMENDED,
    "log-accepted": _AMENDED,
    "load-began": {**_LOAD, "resumed": flag, "only_adds": flag, "undoable": flag, "identifier_key": name},
    "load-ended": {
        **_LOAD,
        **dict.fromkeys(("read", "loaded", "duplicate", "rejected"), count),
        **dict.fromkeys(("created", "updated", "deleted"), counts),
        "same_as": name,
    },
    "undo-began": {"run": name, "source": name, "with_hanging": flag},
    "undo-ended": {
        "run": name,
        "source": name,
        **dict.fromkeys(("removed", "changed_back", "restored", "left"), counts),
    },
    "keys-rotated": {"fingerprint": hash_, "number": count, "made": flag, "behind": count, "removed": count},
    "key-trusted": {"fingerprint": hash_, "partner": name},
    "key-distrusted": {"fingerprint": hash_, "partner": name},
    "decided": {"run": name, "judgements": counts, "replaced": count, "digest": hash_},
    "decision-undone": {"run": name, "decision": hash_, "holds_again": flag},
    "marking-changed": {
        "run": name,
        "source": name,  # of a load that lowers the marking of its source
        "about": hash_,
        "number": count,
        "digest": hash_,  # of claims whose marks a person changes
        "from": marking,
        "to": marking,
    },
    "released": {
        "bundle": hash_,
        "to": name,
        "marking": marking,
        "files": count,
        "released": counts,
        "withheld": counts,
        "signed_by": hash_,
        "state": hash_,
        **dict.fromkeys(("epsilon", "delta", "budget"), name),  # of a table with noise
        "counted": hash_,  # of the ledger's line on what a bundle's readers can count
    },
    "received": {
        "bundle": hash_,
        "sender": name,
        "signed_by": hash_,
        "marking": marking,
        "run": name,
        "received": counts,
        "anchor": hash_,  # of a line of the sender's log
    },
    "matched": {
        "session": name,
        "partner": name,
        "stage": one_of("offer", "answer", "reveal", "refused"),
        "mode": one_of("psi", "keyed"),
        "what": name,
        "offered": count,
        "padded": count,
        "answered": count,
        "which": flag,
        "hits": count,
        "offer": hash_,
        "file": hash_,
    },
    "read": {
        "command": name,
        "query": name,
        "ceiling": marking,
        "recipient": name,
        "local": flag,
        "goes_to": one_of("screen", "stream", "file"),
    },
    "exported": {
        "form": name,
        "file": hash_,
        "recipient": name,
        "marking": marking,
        "released": counts,  # of what it was made from
        "withheld": counts,
        "counted": hash_,  # as for a release
    },
}
"""Facts by event. A new event is a line here; a fact that is not listed is refused."""

NEED_A_REASON = frozenset({"log-accepted", "marking-changed", "released"})


def checked(event: str, facts: Mapping[str, Any]) -> dict[str, Fact]:
    """Return the facts of an event, those that are None left out, or refuse them.

    Raises
    ------
    AuditError
        An event or fact that is not listed, or a fact of another form; the message does not repeat it.
    """
    forms = EVENTS.get(event)
    if forms is None:
        raise AuditError(f"an audit log knows no event {event!r}", hint="list it in audit_events.py first")
    given = {fact: value for fact, value in facts.items() if value is not None}
    for fact, value in given.items():
        if fact not in forms:
            raise AuditError(
                f"{event} has no fact {fact!r} in an audit log", hint="list it in audit_events.py"
            )
        if not forms[fact](value):
            raise AuditError(
                f"the fact {fact!r} of {event} is not of its form: a log holds counts, hashes, markings and "
                "names, never values",
                hint="hash it (named()), or count it",
            )
    return given


def named(text: str) -> str:
    """Return a name as a log takes it: itself, or where it has blanks or is long, a beginning of its hash."""
    if name(text):
        return text
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"
