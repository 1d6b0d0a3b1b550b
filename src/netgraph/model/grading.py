"""Codes of one list in the words of another, such as grades of the 4x4 system in those of the Admiralty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netgraph.errors import UsageError

if TYPE_CHECKING:
    from netgraph.model.schema import Schema


def converted(schema: Schema, code: str, here: str, there: str) -> str:
    """Say a code of one list in another list.

    Parameters
    ----------
    schema : Schema
    code : str
        A code of `here`, or an alias.
    here, there : str
        Names of code lists; one of them tells which of its codes mean the same in the other.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        No such list or code, the lists have nothing in common, or the code has no equal. Then only the one
        who graded can say what is meant: the nearest grade would be another judgement.
    """
    for name in (here, there):
        if name not in schema.codelists:
            raise UsageError(f"there is no code list {name!r}", hint="netgraph schema show lists them")
    found = schema.codelists[here].find(code)
    if found is None:
        known = ", ".join(schema.codelists[here].codes)
        raise UsageError(f"no code {code!r} in the code list {here}", hint=f"it has {known}")
    table = equals(schema, here, there)
    if not table:
        raise UsageError(f"no code of {here} is known to mean the same in {there}")
    if found not in table:
        raise UsageError(
            f"{found} of {here} has no equal in {there}",
            hint="ask the one who graded it; the nearest grade would be another judgement",
        )
    return table[found]


def equals(schema: Schema, here: str, there: str) -> dict[str, str]:
    """Return which codes of a list mean the same as one of another, whichever of the two says so."""
    found = {
        code: entry.maps[there] for code, entry in schema.codelists[here].codes.items() if there in entry.maps
    }
    back = {
        entry.maps[here]: code for code, entry in schema.codelists[there].codes.items() if here in entry.maps
    }
    return found | back
