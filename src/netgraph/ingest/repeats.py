"""Columns that stand several times in one header: NAME, NAME 2, NAME 3 and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from netgraph.ingest.mapping import StopSpec

COLUMNS = {"column", "country", "town", "kind", "latitude", "longitude"}


def copies(name: str, times: int) -> list[str]:
    """Names of the copies of a column.

    Examples
    --------
    >>> copies("hte_City", 3)
    ['hte_City', 'hte_City 2', 'hte_City 3']
    """
    return [name if number == 1 else f"{name} {number}" for number in range(1, times + 1)]


def numbered(spec: StopSpec, number: int) -> StopSpec:
    """Return a stop that reads the copies of its columns with some number."""
    changed: StopSpec = spec if number == 1 else _renamed(spec, number)
    return changed


def _renamed(model: Any, number: int) -> Any:  # noqa: ANN401 - any part of a mapping
    """Copy a part of a mapping, with every column that it names replaced by a copy."""
    changed: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in COLUMNS and isinstance(value, str):
            changed[name] = copies(value, number)[-1]
        elif isinstance(value, BaseModel):
            changed[name] = _renamed(value, number)
        elif isinstance(value, dict) and name != "codes":
            changed[name] = {
                key: _renamed(item, number) if isinstance(item, BaseModel) else item
                for key, item in value.items()
            }
    return model.model_copy(update=changed)
