"""Turn what a user gave for a query's parameters into the values that its statement takes.

Text is read as the declared type, values of the type pass as they are; nothing reaches an engine that
the header does not describe.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from netgraph.errors import QueryError
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from netgraph.queries.catalogue import Query
    from netgraph.queries.header import Parameter

Value = str | int | float | bool | list[str] | None

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_CODE = re.compile(r"[A-Z]{2,3}|[A-Z]{2}-[A-Z0-9]{1,3}")
# No store takes these: a null character, and the lone surrogates that a wrongly set terminal gives.
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
_LARGEST = 2**63 - 1


def bind(query: Query, raw: Mapping[str, object]) -> dict[str, Value]:
    """Bind parameters to a query.

    Parameters
    ----------
    query : Query
        What is to be run.
    raw : mapping of str to str or object
        Given values; text is parsed by the declared type. Binding what was bound changes nothing.

    Returns
    -------
    dict of str to value
        Every declared parameter, with defaults for those not given.

    Raises
    ------
    QueryError
        Names the parameter and what it expects: unknown, missing, or a value that does not fit.
    """
    for name in raw:
        if name not in query.params:
            takes = ", ".join(query.params) or "no parameters"
            raise QueryError(f"{query.name} has no parameter {name!r}", hint=f"it takes {takes}")
    bound: dict[str, Value] = {}
    for name, parameter in query.params.items():
        if name in raw:
            bound[name] = read_value(query.name, name, parameter, raw[name])
        elif parameter.required:
            raise QueryError(
                f"{query.name} needs the parameter {name}: {expected(parameter)}",
                hint=f"add --param {name}={_example(parameter)}",
            )
        else:
            bound[name] = parameter.default
    return bound


def read_value(query: str, name: str, parameter: Parameter, given: object) -> Value:
    """Read one value for a parameter of a query; see `bind`."""
    if given is None and not parameter.required and parameter.default is None:
        return None
    try:
        value = _READERS[parameter.type](given, parameter)
        _check_bounds(value, parameter)
    except ValueError as cause:
        raise QueryError(
            f"{query}: the parameter {name} is {given!r}; expected {expected(parameter)}",
            hint=str(cause) or f"for example --param {name}={_example(parameter)}",
        ) from cause
    return value


def expected(parameter: Parameter) -> str:
    """Say in words what a parameter takes."""
    words = {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "strings": "texts with commas between",
        "code": f"a code of the list {parameter.codelist}",
        "jurisdiction": "a State or a part of one, by ISO 3166 code (KEN, US-CA) or name",
    }[parameter.type]
    if parameter.minimum is not None:
        words += f", at least {parameter.minimum:.12g}"
    if parameter.maximum is not None:
        words += f", at most {parameter.maximum:.12g}"
    return words


def _example(parameter: Parameter) -> str:
    if parameter.codelist:
        return next(iter(load_schema().codelists[parameter.codelist].codes))
    if parameter.type in {"integer", "number"}:
        return f"{parameter.minimum or 1:.12g}"
    return {"boolean": "true", "strings": "one,two", "jurisdiction": "KEN"}.get(parameter.type, "TEXT")


def _check_bounds(value: Value, parameter: Parameter) -> None:
    if isinstance(value, int | float):
        low, high = parameter.minimum, parameter.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError


def _string(given: object, _: Parameter) -> str:
    if not isinstance(given, str) or not given or _UNSENDABLE.search(given):
        raise ValueError
    return given


def _integer(given: object, _: Parameter) -> int:
    if isinstance(given, str) and _INTEGER.fullmatch(given.strip()):
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or abs(given) > _LARGEST:
        raise ValueError
    return given


def _number(given: object, _: Parameter) -> float:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise ValueError  # noqa: TRY004 - every misfit is told in one way
    try:
        number = float(given)
    except (ValueError, OverflowError):
        raise ValueError from None
    if not math.isfinite(number):
        raise ValueError
    return number


def _boolean(given: object, _: Parameter) -> bool:
    if isinstance(given, str):
        given = _BOOLEANS.get(given.strip().lower())
    if not isinstance(given, bool):
        raise ValueError  # noqa: TRY004 - every misfit is told in one way
    return given


def _strings(given: object, parameter: Parameter) -> list[str]:
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",") if part.strip()]
    if not isinstance(given, list | tuple):
        raise ValueError  # noqa: TRY004 - every misfit is told in one way
    return [_string(item, parameter) for item in given]


def _code(given: object, parameter: Parameter) -> str:
    codes = load_schema().codelists[parameter.codelist or ""]
    found = codes.find(given) if isinstance(given, str) else None
    if found is None:
        raise ValueError(f"the codes are {', '.join(codes.codes)}")
    return found


def _jurisdiction(given: object, _: Parameter) -> str:
    from netgraph.model.places import Unplaced, gazetteer  # noqa: PLC0415 - its names take a while to load

    if not isinstance(given, str):
        raise ValueError  # noqa: TRY004 - every misfit is told in one way
    code = given.strip().upper()
    place = gazetteer().resolve(code if _CODE.fullmatch(code) else given)
    if isinstance(place, Unplaced):
        meant = f"it could be {' or '.join(place.candidates)}" if place.candidates else ""
        raise ValueError(meant)  # noqa: TRY004 - every misfit is told in one way
    if place.jurisdiction is None:
        raise ValueError(f"{place.name} is a region of several States")
    return place.jurisdiction


_READERS: dict[str, Callable[[object, Parameter], Value]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "strings": _strings,
    "code": _code,
    "jurisdiction": _jurisdiction,
}
