"""Parameters are read by their declared type, and what does not fit is told with a way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netgraph.errors import QueryError
from netgraph.queries import Query, bind
from netgraph.queries.header import Header


def query(**params: dict[str, Any]) -> Query:
    """Make a query with some parameters."""
    content = {"summary": "x", "mode": "read", "returns": "one", "columns": {"n": {"type": "integer"}}}
    header = Header.model_validate({**content, "params": params})
    return Query("a-query", "", Path("a-query.cypher"), header, "RETURN 1 AS n", 8)


@pytest.mark.parametrize(
    ("declared", "given", "bound"),
    [
        ({"type": "string"}, "é 1", "é 1"),
        ({"type": "integer"}, "25", 25),
        ({"type": "integer"}, " -3 ", -3),
        ({"type": "integer"}, 7, 7),
        ({"type": "integer", "minimum": 1, "maximum": 3}, "3", 3),
        ({"type": "number"}, "1e-3", 0.001),
        ({"type": "number"}, 2, 2.0),
        ({"type": "boolean"}, "Yes", True),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, True, True),
        ({"type": "strings"}, "a, b,,c", ["a", "b", "c"]),
        ({"type": "strings"}, "", []),
        ({"type": "strings"}, ["a,b"], ["a,b"]),
        ({"type": "strings"}, ("a",), ["a"]),
        ({"type": "code", "codelist": "handling"}, "tlp:amber", "AMBER"),
        ({"type": "code", "codelist": "role"}, "recruiter", "RecruiterOrIntermediary"),
        ({"type": "jurisdiction"}, "KEN", "KEN"),
        ({"type": "jurisdiction"}, "ke", "KEN"),
        ({"type": "jurisdiction"}, "Kenya", "KEN"),
        ({"type": "jurisdiction"}, "us-ca", "US-CA"),
        ({"type": "jurisdiction"}, "XKX", "XKX"),
        ({"type": "string", "default": None}, None, None),
    ],
)
def test_a_value_is_read_by_its_type(declared: dict[str, Any], given: object, bound: object) -> None:
    """Text becomes a value of the declared type, and binding again changes nothing."""
    asked = query(p=declared)

    once = bind(asked, {"p": given})

    assert once == {"p": bound}
    assert type(once["p"]) is type(bound)
    assert bind(asked, once) == once


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        ({"type": "string"}, ""),
        ({"type": "string"}, 5),
        ({"type": "string"}, "a\0b"),
        ({"type": "string"}, "caf\udce9"),
        ({"type": "string"}, None),
        ({"type": "string", "default": "x"}, None),
        ({"type": "integer"}, "2.5"),
        ({"type": "integer"}, "1_000"),
        ({"type": "integer"}, "٣"),
        ({"type": "integer"}, "9223372036854775808"),
        ({"type": "integer"}, True),
        ({"type": "integer"}, 2.0),
        ({"type": "integer", "minimum": 1}, "0"),
        ({"type": "integer", "maximum": 3}, "4"),
        ({"type": "number"}, "nan"),
        ({"type": "number"}, "inf"),
        ({"type": "number"}, "ten"),
        ({"type": "number"}, False),
        ({"type": "number"}, 10**400),
        ({"type": "number", "minimum": 0.5}, "0.4"),
        ({"type": "boolean"}, "1"),
        ({"type": "boolean"}, 1),
        ({"type": "strings"}, 1),
        ({"type": "strings"}, ["a", 1]),
        ({"type": "code", "codelist": "stage"}, "Nowhere"),
        ({"type": "code", "codelist": "stage"}, 1),
        ({"type": "jurisdiction"}, "ZZZ"),
        ({"type": "jurisdiction"}, "US-ZZ"),
        ({"type": "jurisdiction"}, 404),
    ],
)
def test_a_value_that_does_not_fit_is_refused(declared: dict[str, Any], given: object) -> None:
    """The message names the query, the parameter, what was given and what is expected."""
    with pytest.raises(QueryError, match=r"a-query: the parameter p is .*; expected ") as caught:
        bind(query(p=declared), {"p": given})

    assert caught.value.hint


@pytest.mark.parametrize(
    ("declared", "given", "hint"),
    [
        ({"type": "code", "codelist": "judgement"}, "maybe", "the codes are positive, negative, unsure"),
        ({"type": "jurisdiction"}, "Korea", "it could be KOR or PRK"),
        ({"type": "jurisdiction"}, "Europe", "Europe is a region of several States"),
        ({"type": "integer", "minimum": 3}, "x", "for example --param p=3"),
    ],
)
def test_the_hint_names_the_next_step(declared: dict[str, Any], given: str, hint: str) -> None:
    """What could have been meant is said."""
    with pytest.raises(QueryError) as caught:
        bind(query(p=declared), {"p": given})

    assert caught.value.hint == hint


def test_defaults_stand_in() -> None:
    """Parameters that are not given take their default, null included."""
    asked = query(
        limit={"type": "integer", "default": 25},
        place={"type": "string", "default": None},
        case={"type": "string"},
    )

    assert bind(asked, {"case": "a/1"}) == {"limit": 25, "place": None, "case": "a/1"}


@pytest.mark.parametrize(
    ("declared", "example"),
    [
        ({"type": "string"}, "TEXT"),
        ({"type": "integer"}, "1"),
        ({"type": "number", "minimum": 0.5}, "0.5"),
        ({"type": "boolean"}, "true"),
        ({"type": "strings"}, "one,two"),
        ({"type": "jurisdiction"}, "KEN"),
        ({"type": "code", "codelist": "judgement"}, "positive"),
    ],
)
def test_a_missing_parameter_is_asked_for(declared: dict[str, Any], example: str) -> None:
    """The message says what is needed, the hint how to give it, with a value that would be taken."""
    with pytest.raises(QueryError, match="a-query needs the parameter p: ") as caught:
        bind(query(p=declared), {})

    assert caught.value.hint == f"add --param p={example}"
    assert bind(query(p=declared), {"p": example})


def test_an_unknown_parameter_is_refused() -> None:
    """A misspelt parameter is never ignored."""
    with pytest.raises(QueryError, match="a-query has no parameter 'most'") as caught:
        bind(query(limit={"type": "integer"}), {"most": "1"})

    assert caught.value.hint == "it takes limit"


def test_a_query_without_parameters_says_so() -> None:
    """The hint of a query without parameters is no empty list."""
    with pytest.raises(QueryError) as caught:
        bind(query(), {"limit": "1"})

    assert caught.value.hint == "it takes no parameters"
