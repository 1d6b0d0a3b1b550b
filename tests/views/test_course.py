"""Years and routes of a picture, without a browser."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from netgraph.views import Claim, Node, Picture, Relationship
from netgraph.views.course import stops, years_of_claim, years_of_node


@pytest.mark.parametrize(
    ("properties", "years"),
    [
        ({"opened": "2019-03-01", "closed": "2021-01-31"}, [2019, 2021]),
        ({"opened": date(2020, 2, 29)}, [2020, 2020]),
        ({"closed": datetime(2020, 2, 29, tzinfo=UTC)}, [2020, 2020]),
        ({"began": "2014", "ended": "2016-05"}, [2014, 2016]),
        ({"year": 2018}, [2018, 2018]),
        ({"opened": "2019", "year": 2018}, [2019, 2019]),
        ({"opened": None, "year": None}, None),
        ({"since": "2003-01-01", "in_force": "2003-12-25"}, None),
        ({"year": "0000"}, None),
        ({"year": "20190101"}, None),
        ({"year": "\u0662\u0660\u0661\u0669"}, None),
        ({"year": True}, None),
        ({"year": float("nan")}, None),
        ({"opened": "in 2019"}, None),
        ({}, None),
    ],
)
def test_years_of_a_node(properties: dict[str, date | str | int | None], years: list[int] | None) -> None:
    """A node's years are those of its own dates; what cannot be read as a date gives none."""
    assert years == years_of_node(Node("a", "a", "Case", None, "CLEAR", properties))


def test_years_of_a_claim() -> None:
    """What a claim says happened comes before when it was seen."""
    seen = Claim("s", "r", "CLEAR", first_seen="2018-01-01", last_seen=date(2020, 1, 1))
    moved = Claim(
        "s", "r", "CLEAR", first_seen="2018", properties={"departed": "2015-12-30", "arrived": "2016-01-02"}
    )

    assert years_of_claim(seen) == [2018, 2020]
    assert years_of_claim(moved) == [2015, 2016]
    assert years_of_claim(Claim("s", "r", "CLEAR")) is None


def test_stops_are_in_order() -> None:
    """Stops follow their positions, numbers after numbers; two claims of one stop are one."""
    places = ("a", "b", "c")
    nodes = (Node("r", "r", "Route", None, "CLEAR"), *(Node(p, p, "Location", None, "CLEAR") for p in places))

    def stop(place: str, *positions: int | str | None) -> Relationship:
        claims = tuple(
            Claim("s", f"r{i}", "CLEAR", properties={"position": at}) for i, at in enumerate(positions)
        )
        return Relationship("r", place, "STOPS_AT", claims)

    picture = Picture("t", nodes, (stop("a", 10), stop("b", 2, 2), stop("c", None, "1")), "CLEAR")

    assert stops(picture) == {"r": [(2, "b"), (10, "a")]}
    assert stops(Picture("t", nodes, (stop("a", 3, 0), stop("b", 1)), "CLEAR")) == {
        "r": [(0, "a"), (1, "b"), (3, "a")]
    }
