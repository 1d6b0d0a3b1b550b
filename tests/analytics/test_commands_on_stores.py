"""Analyses as somebody types them, on every store: what each prints is worked out by hand beside the data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from graphs import fill
from netgraph.cli.main import run
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graphs import Claim, Node
    from neo4j_server.server import Login

STATES = ("ITA", "KEN", "LBY", "MOZ", "MWI", "NGA", "SDN", "SSD", "TZA", "UGA", "ZAF")
CORRIDORS: dict[tuple[str, str], dict[int, int]] = {
    ("MOZ", "ZAF"): {2015: 2, 2016: 2, 2017: 2, 2018: 2, 2019: 6, 2020: 6},
    ("MWI", "ZAF"): {2015: 1, 2016: 1, 2017: 1, 2018: 1, 2019: 2, 2020: 2},
    ("NGA", "ITA"): {2018: 5},
}
"""Routes by corridor and year; a cyclone strikes Mozambique in 2019."""

LEGS: dict[str, list[tuple[str, str, str, str]]] = {
    "t/1": [("KEN", "2023-01-10", "SSD", "2023-01-12"), ("SSD", "2023-01-20", "SDN", "2023-01-25")],
    "t/2": [("KEN", "2023-01-15", "SDN", "2023-01-18")],
    "t/3": [("SDN", "2023-01-19", "LBY", "2023-01-30")],
    "t/4": [("SDN", "2023-02-10", "LBY", "2023-02-12")],
    "t/5": [("KEN", "2023-02", "LBY", "2023-03")],
}
"""Legs of routes of men: left where and when, reached where and when."""

PARTS: list[tuple[str, str, str, str]] = [
    ("a", "c1", "Suspect", "1"),
    ("b", "c1", "Suspect", "2"),
    ("b", "c2", "Suspect", "2"),
    ("c", "c2", "Suspect", "4"),
    ("v1", "c1", "Victim", "3"),
    ("v2", "c2", "Victim", "4"),
]
"""Person, case, part, and the record that says so. Records 1 and 2 also say that a and b use one phone."""


def _routes() -> tuple[list[Node], list[Claim]]:
    """Make the routes; of the first corridor those of 2019 are of women, of the rest nobody says of whom."""
    nodes: list[Node] = []
    claims: list[Claim] = []
    for (origin, destination), years in CORRIDORS.items():
        for year, number in years.items():
            for one in range(number):
                key = f"r/{origin}-{year}-{one}"
                who = {"victim_profile": ["Women"]} if (origin, year) == ("MOZ", 2019) else {}
                nodes.append(("Route", key, {"year": year, **who}))
                claims += [
                    (("Route", key), "STOPS_AT", ("Location", place), {"position": at})
                    for at, place in enumerate((origin, destination))
                ]
    for key, legs in LEGS.items():
        nodes.append(("Route", key, {"victim_profile": ["Men"] if key != "t/4" else ["Women"]}))
        claims += [
            (
                ("Location", start),
                "LEG",
                ("Location", end),
                {"route": key, "position": at, "departed": left, "arrived": reached, "record": key},
            )
            for at, (start, left, end, reached) in enumerate(legs)
        ]
    return nodes, claims


def _graph() -> tuple[list[Node], list[Claim]]:
    nodes, claims = _routes()
    nodes += [(label, code, {"name": code}) for label in ("Jurisdiction", "Location") for code in STATES]
    nodes = [(label, key, {**told, "kind": "Country"} if label == "Location" else told)
             for label, key, told in nodes]  # fmt: skip
    nodes += [("Event", "cyclone", {"began": "2019-03"}), ("Identifier", "phone/1", {"kind": "Phone"})]
    nodes += [("Case", case, {}) for case in ("c1", "c2")]
    nodes += [("Person", "v1", {"sex": "Female"}), ("Person", "v2", {"sex": "Male"})]
    nodes += [("Person", key, {}) for key in "abc"]
    claims += [(("Location", code), "IN", ("Jurisdiction", code), {}) for code in STATES]
    claims += [(("Event", "cyclone"), "AFFECTED", ("Jurisdiction", "MOZ"), {})]
    claims += [
        (("Person", person), "INVOLVED_IN", ("Case", case), {"role": role, "record": record})
        for person, case, role, record in PARTS
    ]
    claims += [
        (("Person", person), "USES", ("Identifier", "phone/1"), {"record": record})
        for person, record in (("a", "1"), ("b", "2"))
    ]
    claims += [
        (("Case", case), "HANDLED_BY", ("Jurisdiction", code), {})
        for case, code in (("c1", "KEN"), ("c1", "UGA"), ("c2", "KEN"), ("c2", "TZA"))
    ]
    return nodes, claims


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ],
)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a store with the graph."""
    if request.param == "embedded":
        place: Path = tmp_path_factory.mktemp("typed") / "store"
        with open_store(str(place), create=True) as store:
            fill(store, *_graph())
        return str(place)
    fill(request.getfixturevalue("kept_neo4j").empty(), *_graph())
    login: Login = request.getfixturevalue("neo4j_server")
    return login.uri


@pytest.fixture
def analyse(address: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401
    """Return a function that runs ``netgraph analyse`` and gives its rows, or its complaint."""
    if "neo4j" in request.node.name:
        login: Login = request.getfixturevalue("neo4j_server")
        monkeypatch.setenv("NETGRAPH_USER", login.user)
        monkeypatch.setenv("NETGRAPH_PASSWORD", login.password)
    capture: pytest.CaptureFixture[str] = request.getfixturevalue("capsys")

    def ask(*words: str, code: int = 0) -> Any:  # noqa: ANN401 - rows or text
        assert run(["analyse", *words, "-f", "json", "--store", address]) == code
        told = capture.readouterr()
        return json.loads(told.out)["rows"] if not code else told.err

    return ask


def columns(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Return some columns."""
    return [tuple(row[name] for name in names) for row in rows]


@pytest.mark.parametrize(
    ("words", "routes", "reaches"),
    [
        # by t/2 on the 15th, and a day after reaching Sudan by t/3
        ([], ["t/2", "t/3"], "2023-01-30"),
        # t/3 leaves a day after t/2 has come, and before t/1 has: only t/4 is left
        (["--min-wait", "5", "--depart-after", "2023-01-11"], ["t/2", "t/4"], "2023-02-12"),
        # by t/2 one would wait 23 days for it, by t/1 8 days and 16
        (["--min-wait", "5", "--max-wait", "20"], ["t/1", "t/1", "t/4"], "2023-02-12"),
        (["--min-wait", "17", "--max-wait", "23"], ["t/2", "t/4"], "2023-02-12"),
        # from the 16th on there is no way but t/5, which may reach Libya on the first of March
        (["--depart-after", "2023-01-16"], ["t/5"], "2023-03-01"),
        (["--want", "latest", "--arrive-before", "2023-02-11"], ["t/2", "t/3"], "2023-01-30"),
        # t/5 may leave on the last of February
        (["--want", "latest"], ["t/5"], "2023-03-01"),
        # 15 days, against 28 by t/2 and t/4 and 33 by t/1; t/5 takes a day at the best, and 58 at the worst
        (["--want", "fastest", "--arrive-before", "2023-02-20"], ["t/2", "t/3"], "2023-01-30"),
        (["--want", "fastest"], ["t/5"], "2023-03-01"),
        (["--want", "fastest", "--reading", "certain"], ["t/2", "t/3"], "2023-01-30"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_journeys(analyse: Any, words: list[str], routes: Sequence[str], reaches: str) -> None:  # noqa: ANN401
    """Legs follow each other in time, with the waits that are asked for."""
    rows = analyse("journeys", "--from", "KEN", "--to", "LBY", *words)

    assert [row["route"] for row in rows] == list(routes)
    assert rows[-1]["reaches"] == reaches
    assert [row["step"] for row in rows] == list(range(1, len(rows) + 1))


def test_journeys_that_cannot_be(analyse: Any) -> None:  # noqa: ANN401
    """Nobody goes back in time, and what is no date is refused."""
    assert "no journey from LBY to KEN" in analyse("journeys", "--from", "LBY", "--to", "KEN", code=1)
    asked = ["journeys", "--from", "KEN", "--to", "LBY", "--depart-after", "soon"]
    assert "a date cannot be read" in analyse(*asked, code=1)


def test_journeys_of_some(analyse: Any) -> None:  # noqa: ANN401
    """Men went by t/2 and t/3; of women t/4 alone is told, which begins in Sudan."""
    rows = analyse("journeys", "--from", "KEN", "--to", "LBY", "--split", "sex")

    assert columns(rows, "sex", "route") == [("Male", "t/2"), ("Male", "t/3")]


def test_event(analyse: Any) -> None:  # noqa: ANN401
    """From 2 routes a year to 6, where comparable ones went from 1 to 2: half as many again, two a year more.

    Four would have been usual. One span sooner nothing differs. With one corridor in each group every sample
    is the same. Nothing leads to Mozambique, so that nothing is said of it.
    """
    rows = analyse("event", "--event", "cyclone", "--years", "2")

    told = {(row["when"], row["struck"]): row for row in rows}
    for struck in ("from", "from or to"):
        found = told["event", struck]
        rates = ("before", "after", "comparable_before", "comparable_after")
        assert columns([found], "corridors", "comparable", *rates) == [(1, 1, 2, 6, 1, 2)]
        assert columns([found], "ratio", "ratio_low", "ratio_high", "more") == [(1.5, 1.5, 1.5, 2)]
        assert columns([told["earlier", struck]], "ratio", "more") == [(1, 0)]
    assert columns([told["event", "to"]], "corridors", "ratio") == [(0, None)]
    assert "nothing is known to be struck" in analyse("event", "--event", "flood", code=1)


def test_event_for_some(analyse: Any) -> None:  # noqa: ANN401
    """Women are told of in 2019 on one corridor alone: six routes, three a year, and nothing comparable."""
    rows = analyse("event", "--event", "cyclone", "--years", "2", "--split", "sex")

    (found,) = (r for r in rows if (r["sex"], r["when"], r["struck"]) == ("Female", "event", "from"))
    # the only year in which a route of women is recorded is 2019
    assert columns([found], "corridors", "comparable", "after", "ratio") == [(1, 0, 6, None)]


DEGREES = {"a": 2, "b": 3, "c": 1, "v1": 1, "v2": 1, "phone/1": 2}


def test_split(analyse: Any) -> None:  # noqa: ANN401
    """The part about women is case c1 with all in it, that about men c2; b and the phone are in both.

    In the first a and b are tied to the case and the phone, in the second only b is.
    """
    whole = analyse("connectors", "--by", "degree")
    rows = analyse("connectors", "--by", "degree", "--split", "sex")

    assert {row["key"]: row["degree"] for row in whole} == DEGREES
    assert columns(rows, "sex", "rank", "key", "degree") == [
        ("Female", 1, "a", 2),
        ("Female", 1, "b", 2),
        ("Female", 1, "phone/1", 2),
        ("Female", 4, "v1", 1),
        ("Male", 1, "b", 2),
        ("Male", 2, "c", 1),
        ("Male", 2, "phone/1", 1),
        ("Male", 2, "v2", 1),
    ]


def test_split_of_what_has_no_ranks(analyse: Any) -> None:  # noqa: ANN401
    """Each part is one component; without its case the part about women leaves a, b and the phone tied."""
    parts = analyse("components", "--split", "sex")
    assert columns(parts, "sex", "members", "ties") == [("Female", 5, 5), ("Male", 5, 4)]
    # b, c and v2 share c2: all three are tied to each other, and the phone to b alone
    core = analyse("core", "--split", "sex")
    assert {row["key"] for row in core if row["sex"] == "Male" and row["side"] == "core"} <= {"b", "c", "v2"}
    best = analyse("key-players", "--split", "sex", "--size", "1", "--goal", "separate")
    # without b neither c nor v2 reaches the phone: of six pairs among c2, c, v2 and the phone three are apart
    assert columns(best, "sex", "members", "value")[1] == ("Male", "b", 0.5)
    cut = analyse("between", "--split", "sex", "--node", "b", "--node", "v1")
    # v1 has no part in what is about men
    assert {row["sex"] for row in cut} == {"Female"}
    curves = analyse("disruption", "--split", "sex", "--node", "b", "--steps", "1", "--runs", "1")
    left = [r for r in curves if (r["sex"], r["strategy"], r["step"]) == ("Male", "named", 1)]
    # c2, c and v2 are left together, and two of the four ties
    assert columns(left, "largest", "flow") == [(3, 0.5)]


def test_by(analyse: Any) -> None:  # noqa: ANN401
    """Kenya shares c1 with Uganda and c2 with Tanzania; b and the phone are about women and men both."""
    rows = [row for row in analyse("cooperation", "--by", "sex", "--limit", "99") if row["persons"]]

    names = ("jurisdiction", "other", "sex", "cases", "persons", "identifiers", "shared")
    assert columns(rows, *names) == [
        ("KEN", "TZA", "Male", 1, 3, 1, 5),
        ("KEN", "UGA", "Female", 1, 3, 1, 5),
        ("KEN", "TZA", "Female", 0, 1, 1, 2),
        ("KEN", "UGA", "Male", 0, 1, 1, 2),
        ("TZA", "UGA", "Female", 0, 1, 1, 2),
        ("TZA", "UGA", "Male", 0, 1, 1, 2),
    ]
    counted = analyse("corridors", "--by", "sex", "--by", "year", "--limit", "2")
    # of the fourteen others to South Africa nobody says of whom they are, of 2020 six
    assert columns(counted, "origin", "sex", "year", "routes") == [
        ("MOZ", "Female", "2019", 6),
        ("MOZ", "not recorded", "2020", 6),
    ]
    ends = analyse("corridors", "--of", "destination", "--by", "year", "--limit", "1")
    assert columns(ends, "place", "year", "routes") == [("ZAF", "2019", 8)]


def test_a_missing_record_changes_more_than_a_missing_claim(analyse: Any) -> None:  # noqa: ANN401
    """Whatever claim is missing, nobody has more neighbours than b; without record 2 b has none.

    Then a leads, and all others but b have one each. Without record 1 it is a that has none, and without
    record 4 c and v2.
    """
    asked = ["connectors", "--by", "degree", "--stability", "one", "--network", "entity"]
    names = ("key", "rank", "rank_from", "rank_to", "sure")

    by_record = {row[0]: row[1:] for row in columns(analyse(*asked), *names)}
    by_claim = {row[0]: row[1:] for row in columns(analyse(*asked, "--missing", "claim"), *names)}

    assert by_claim["b"] == (1, 1, 1, True)
    assert by_record == {
        "b": (1, 1, 6, False),
        "a": (2, 1, 6, False),
        "phone/1": (2, 2, 2, True),
        "v1": (4, 2, 6, False),
        "c": (4, 2, 5, False),
        "v2": (4, 2, 5, False),
    }


def test_records_in_parts(analyse: Any) -> None:  # noqa: ANN401
    """In the part about women record 2 says no more than that b is tied to the case and the phone.

    Without it a leads and b has nobody; without record 1 it is the other way round; v1 has record 3 alone.
    """
    asked = ["connectors", "--by", "degree", "--stability", "one", "--split", "sex", "--network", "entity"]

    rows = [row for row in analyse(*asked) if row["sex"] == "Female"]

    assert columns(rows, "key", "rank", "rank_from", "rank_to") == [
        ("a", 1, 1, 4),
        ("b", 1, 1, 4),
        ("phone/1", 1, 1, 2),
        ("v1", 4, 2, 4),
    ]
