"""JSON Lines that are not, or hide something: nesting, names twice, numbers, half characters."""

from __future__ import annotations

import json

from ingest.bad.case import Case, loads_as, refused

GOOD = '{"route": "1", "from": "KEN", "to": "UGA", "year": 2008}\n'


def second(name: str, line: str, *says: str) -> Case:
    """Make a case of a file whose second line is wrong."""
    return refused(name, "rows.jsonl", GOOD + line + "\n", "line 2", *says)


def second_row(name: str, line: str, reason: str) -> Case:
    """Make a case of a file whose second line is a row that is rejected; rows count as with a header."""
    return Case(
        name,
        "rows.jsonl",
        GOOD + line + "\n",
        read=2,
        loaded=1,
        rejects={3: reason},
        holds={"Route": {"1": {"year": 2008}}},
    )


def obj(**values: object) -> str:
    """Write one object, with usual values where none are given."""
    return json.dumps({"route": "2", "from": "KEN", "to": "UGA", "year": 2009, **values})


CASES: list[Case] = [
    refused("an empty JSON file", "rows.jsonl", b"", "is empty"),
    refused("JSON of blank lines", "rows.jsonl", b"\n \n", "is empty"),
    refused("JSON of empty objects", "rows.jsonl", b"{}\n{}\n", "is empty"),
    refused("one array of objects", "rows.jsonl", "[" + GOOD.strip() + "]", "line 1 is not an object"),
    refused(
        "JSON written over several lines",
        "rows.jsonl",
        json.dumps({"route": 1}, indent=1),
        "line 1 is not JSON",
    ),
    refused("CSV called JSON", "rows.jsonl", "route,from,to,year\n1,KEN,UGA,2008\n", "line 1 is not JSON"),
    second("an object cut off", '{"route": "2", "from": "KE'),
    second("two objects in a line", GOOD.strip() + GOOD.strip()),
    second("a comma after an object", GOOD.strip() + ","),
    second("single quotes", "{'route': '2'}"),
    second("a comment", "// nothing"),
    second("a number", "7", "not an object"),
    second("null", "null", "not an object"),
    second("a name twice", '{"route": "2", "route": "3"}'),
    second("a name twice, once escaped", '{"route": "2", "rout\\u0065": "3"}'),
    second("not a number", '{"route": "2", "from": "KEN", "to": "UGA", "year": NaN}'),
    second("infinity", '{"route": "2", "from": "KEN", "to": "UGA", "year": -Infinity}'),
    second("lists a hundred thousand deep", "[" * 100_000),
    second("closed lists a hundred thousand deep", "[" * 100_000 + "]" * 100_000),
    second("objects a hundred thousand deep", '{"a":' * 100_000 + "1" + "}" * 100_000),
    second("a list in a cell", obj(year=[1, 2]), "'year' holds a list"),
    second("an object in a cell", obj(year={"a": 1}), "'year' holds a list or an object"),
    second("half a character", obj(**{"from": "\ud800"}), "'from' holds half a character"),
    second("half a character in a name", obj(**{"ye\udcffar": 1}), "half a character"),
    second("a raw control character", '{"route": "2\x01"}'),
    refused(
        "ten megabytes in a cell of JSON",
        "rows.jsonl",
        GOOD + obj(route="k" * 10_000_000),
        "row 3",
        "longer than",
    ),
    refused("NUL in a cell of JSON", "rows.jsonl", GOOD + obj(route="2\0"), "row 3", "NUL"),
    refused(
        "a name of its own in each object",
        "rows.jsonl",
        GOOD + obj(note="x"),
        "does not know the column 'note'",
    ),
    refused(
        "a name that no object has",
        "rows.jsonl",
        '{"route": "1", "from": "KEN", "to": "UGA"}',
        "no column 'year'",
    ),
    refused(
        "a hundred thousand names",
        "rows.jsonl",
        json.dumps({f"n{number}": number for number in range(100_000)}),
        "no header of the mapping",
    ),
    refused(
        "Cypher in a name of JSON",
        "rows.jsonl",
        GOOD + obj(**{"`}) DETACH DELETE n //": 1}),
        "not know the column",
    ),
    second_row("a year of a thousand digits", obj().replace("2009", "9" * 1000), "not a year.*year"),
    second_row(
        "a year of a hundred thousand digits in JSON", obj().replace("2009", "9" * 100_000), "not a year"
    ),
    second_row("a year of 1e400", obj().replace("2009", "1e400"), "not a year.*year"),
    second_row("a year that is true", obj(year=True), "not a year.*year"),
    second_row("a year in words", obj(year="soon"), "not a year.*year"),
    second_row("an absent reference", '{"from": "KEN", "to": "UGA", "year": 1}', "blank.*route"),
    loads_as(
        "types mixed in a column",
        "rows.jsonl",
        GOOD + obj(route=2, year="2009") + "\n" + obj(route=3.10, year=None) + "\n",
        {"1": 2008, "2": 2009, "3.1": None},
    ),
    loads_as(
        "references that are long numbers",
        "rows.jsonl",
        obj().replace('"2"', "12345678901234567890.10") + "\n" + obj(route=10**30),
        {"12345678901234567890.10": 2009, str(10**30): 2009},
    ),
    loads_as("names written as escapes", "rows.jsonl", obj().replace("route", "\\u0072oute"), {"2": 2009}),
]
