"""Rows as columns with dictionaries, which is how data travels in a page.

Written once for each row, the names of fields and the texts that many rows share would be most of the file.
`unpacked` in ``template/app/data.js`` is the reverse.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def packed(values: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return values of one kind as a column.

    Parameters
    ----------
    values : sequence
        All texts, all lists, all dictionaries with text for names, or anything else that is JSON. Names are
        ours, never data. None, or a field that some dictionaries lack, stands for nothing.

    Returns
    -------
    list or dict
        Texts as ``words`` and the place of each ``at`` which it stands there; lists as their ``lengths`` and
        all ``items`` in one column; dictionaries as ``fields``, one column each, and ``rows``, their number.
        Nothing is at -1, or -1 long. Anything else stays a list.

    Examples
    --------
    >>> packed(["a", "b", "a"])
    {'words': ['a', 'b'], 'at': [0, 1, 0]}
    >>> packed([{"year": 2020, "tags": []}, {"year": 2021, "tags": ["x"]}])  # doctest: +ELLIPSIS
    {'rows': 2, 'fields': {'year': [2020, 2021], 'tags': {'lengths': [0, 1], 'items': ...}}}
    """
    kinds = {type(value) for value in values if value is not None}
    if kinds == {list}:
        lengths = [-1 if value is None else len(value) for value in values]
        return {"lengths": lengths, "items": packed(list(chain(*filter(None, values))))}
    if kinds == {dict} and None not in values:
        names = dict.fromkeys(chain(*values))
        fields = {name: packed([value.get(name) for value in values]) for name in names}
        return {"rows": len(values), "fields": fields}
    if kinds == {str}:
        places: dict[str, int] = {}
        at = [-1 if value is None else places.setdefault(value, len(places)) for value in values]
        return {"words": list(places), "at": at}
    return list(values)
