"""Corridors, chokepoints, journeys and events of a little graph, counted by hand, on every store."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from canned import Canned
from graphs import Claim, Node, fill
from netgraph.analytics.around_event import around_event
from netgraph.analytics.change import change
from netgraph.analytics.chokepoints import chokepoints
from netgraph.analytics.corridors import corridors
from netgraph.analytics.interdiction import interdiction
from netgraph.analytics.itineraries import itineraries
from netgraph.analytics.journeys import journeys
from netgraph.analytics.shortest import shortest_routes
from netgraph.analytics.ways import ways
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking

if TYPE_CHECKING:
    from netgraph.store import Store

PLACES = {"NGA/kano": "City", "NGA": "Country", "NER": "Country", "LBY": "Country", "ITA": "Country"}
ROUTES = {  # year, kinds of victims, and stops with days of arriving and leaving
    "s/1": (2019, ["Women", "Boys"], ["NGA/kano || 2019-01", "NER |2019-02|2019-03", "ITA |2019-05|"]),
    "s/2": (2020, ["Men"], ["NGA || 2020-01-01", "NER |2020-01-03|2020-01-10", "LBY |2020-01-12|"]),
    "s/3": (2020, None, ["LBY || 2020-01-20", "ITA |2020-01-22|"]),
    "s/4": (2020, ["Girls"], ["NGA", "ITA"]),
    "s/5": (2021, ["Transgender"], ["NER || 2020-02-01", "LBY |2020-02-02|"]),
}
PERSONS = {"s/p1": ("Female", "18-20"), "s/p2": (None, "Unknown"), "s/p3": ("Male", None)}


@pytest.fixture
def moved(store: Store) -> Reader:
    """Five routes, a case of one of them with three victims, an event, and numbers of displaced people."""
    states = ("NGA", "NER", "LBY", "ITA")
    nodes: list[Node] = [
        *(("Location", key, {"kind": kind, "name": key.lower()}) for key, kind in PLACES.items()),
        *(("Jurisdiction", code, {"name": code.title()}) for code in states),
        *(
            ("Route", key, {"year": year, "victim_profile": who, "exploitation": ["ForcedLabour"]})
            for key, (year, who, _) in ROUTES.items()
        ),
        *(("Person", key, {"sex": sex, "age_band": age}) for key, (sex, age) in PERSONS.items()),
        ("Case", "s/c1", {"handling": "AMBER"}),
        ("Event", "flood", {"name": "Flood", "began": "2020-06"}),
        *(
            (
                "Statistic",
                f"u/{n}",
                {"topic": topic, "indicator": "new refugees", "year": year, "value": value},
            )
            for n, (topic, year, value) in enumerate(
                [
                    ("Displacement", 2019, 10.0),
                    ("Displacement", 2020, 30.0),
                    ("Displacement", 1990, 7.0),
                    ("Displacement", 2021, None),
                    ("Trafficking", 2020, 5.0),
                ]
            )
        ),
    ]
    claims: list[Claim] = [
        *((("Location", place), "IN", ("Jurisdiction", place[:3]), {}) for place in PLACES),
        (("Case", "s/c1"), "FOLLOWED", ("Route", "s/2"), {}),
        *((("Person", key), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Victim"}) for key in ("s/p1", "s/p2")),
        (("Person", "s/p3"), "INVOLVED_IN", ("Case", "s/c1"), {"role": "Suspect"}),
        (("Event", "flood"), "AFFECTED", ("Jurisdiction", "NGA"), {}),
        *(
            (("Statistic", f"u/{n}"), "ABOUT", ("Jurisdiction", state), {"aspect": aspect, "source": "u"})
            for n in range(5)
            for state, aspect in (("NGA", "Origin"), ("ITA", "Asylum"))
        ),
    ]
    for route, (_, _, told) in ROUTES.items():
        stops = [(f"{stop}||".split("|")[:3]) for stop in told]
        for position, (place, arrived, departed) in enumerate(stops):
            dates = {"arrived": arrived.strip() or None, "departed": departed.strip() or None}
            what = {"position": position, **dates}
            claims.append((("Route", route), "STOPS_AT", ("Location", place.strip()), what))
        for position, (start, end) in enumerate(pairwise(stops)):
            dates = {"departed": start[2].strip() or None, "arrived": end[1].strip() or None}
            what = {"position": position, "route": route, **dates}
            claims.append((("Location", start[0].strip()), "LEG", ("Location", end[0].strip()), what))
    fill(store, nodes, claims)
    return Reader(store)


def counted(frame: pd.DataFrame, *columns: str) -> dict[tuple[str, ...], int]:
    """Return routes by the values of columns."""
    return {tuple(row[name] for name in columns): row["routes"] for row in frame.to_dict("records")}


def test_volumes_by_place_and_who(moved: Reader) -> None:
    """Origins, transits and destinations count a route once; sex and age go together and never cross."""
    of = {part: corridors(moved, of=part, states=True) for part in ("origin", "transit", "destination")}
    assert counted(of["origin"].frame, "place") == {("NGA",): 3, ("LBY",): 1, ("NER",): 1}
    assert counted(of["transit"].frame, "place") == {("NER",): 2}
    assert counted(of["destination"].frame, "place") == {("ITA",): 3, ("LBY",): 2}
    assert of["transit"].frame["name"].tolist() == ["ner"]

    who = corridors(moved, of="origin", by=["sex", "age_band"])
    assert counted(who.frame, "place", "sex", "age_band") == {
        ("NGA/kano", "Female", "Adult"): 1,
        ("NGA/kano", "Male", "Child"): 1,
        ("NGA", "Female", "18-20"): 1,  # the victim in the case, not the men that the route tells of
        ("NGA", "not recorded", "not recorded"): 1,  # another victim in it
        ("NGA", "Female", "Child"): 1,
        ("LBY", "not recorded", "not recorded"): 1,
        ("NER", "not recorded", "not recorded"): 1,
    }
    assert who.marking is Marking.AMBER

    clear = Reader(moved.store, Policy(Marking.CLEAR))
    seen = corridors(clear, of="origin", by=["sex", "age_band"])
    assert counted(seen.frame, "place", "sex", "age_band")["NGA", "Male", "Adult"] == 1
    assert (seen.marking, seen.withheld) == (Marking.CLEAR, 2)


def test_displacement_stands_beside(moved: Reader) -> None:
    """The mean of the years of the routes, of one indicator, on its own corridor; missing elsewhere."""
    plain = corridors(moved, states=True).frame
    result = corridors(moved, states=True, displaced="new refugees")

    beside = result.frame.set_index(["origin", "destination"])["displaced"]
    assert beside["NGA", "ITA"] == 20
    assert beside.drop(("NGA", "ITA")).isna().all()
    pd.testing.assert_frame_equal(result.frame.drop(columns="displaced"), plain)
    by_year = corridors(moved, states=True, by="year", displaced="new refugees").frame
    to_italy = by_year[(by_year["origin"] == "NGA") & (by_year["destination"] == "ITA")]
    told = dict(zip(to_italy["year"], to_italy["displaced"], strict=True))
    assert told == {"2019": 10, "2020": 30}
    with pytest.raises(AnalysisError, match="no displacement"):
        corridors(moved, displaced="refugees")


def test_chokepoints_lead_round(moved: Reader) -> None:
    """Without Niger two routes have to change: one has a straight leg, the other nothing."""
    frame = chokepoints(moved, states=True).frame
    row = frame.to_dict("records")[0]
    assert (row["place"], row["routes"], row["share"], row["no_other_way"]) == ("NER", 2, 0.4, 0.2)
    assert (row["corridors"], row["longer"], len(frame)) == (2, 0, 1)

    none = chokepoints(moved, states=True, direct=False).frame.to_dict("records")[0]
    assert none["no_other_way"] == 0.4
    assert pd.isna(none["longer"])


def test_ways_and_cuts(moved: Reader) -> None:
    """The shortest ways and the cheapest cut from Nigeria to Italy, with cities taken for their State."""
    network = ways(moved, states=True)
    found = shortest_routes(network, "nga", "ITA", k=5).frame
    assert found["way"].tolist() == ["NGA > ITA", "NGA > NER > ITA", "NGA > NER > LBY > ITA"]
    cut = interdiction(network, ["NGA"], ["ITA"])
    assert counted(cut.frame.rename(columns={"records": "routes"}), "start", "end") == {
        ("LBY", "ITA"): 1,
        ("NER", "ITA"): 1,
        ("NGA", "ITA"): 1,
    }
    with pytest.raises(AnalysisError, match="NGA/kanu") as caught:
        shortest_routes(ways(moved), "NGA/kanu", "ITA")
    assert "nga/kano" in caught.value.hint


def test_journeys_follow_time(moved: Reader) -> None:
    """From Nigeria to Italy legs of two routes follow each other, unless nobody may wait so long."""
    earliest = journeys(moved, "NGA", "ITA", since="2020")
    assert earliest.frame["route"].tolist() == ["s/2", "s/2", "s/3"]
    assert earliest.frame["reaches"].tolist() == ["2020-01-03", "2020-01-12", "2020-01-22"]
    assert earliest.frame["waited"].tolist() == [pd.NA, 7, 8]
    assert earliest.behind == {"days": 21}
    with pytest.raises(AnalysisError, match="no journey"):
        journeys(moved, "NGA", "ITA", since="2020", most_wait=7)

    vague = journeys(moved, "NGA/kano", "ITA", want="fastest")
    assert vague.frame["route"].tolist() == ["s/1", "s/1"]
    assert vague.behind == {"days": 90}  # from the last day of January to the first of May
    certain = journeys(moved, "NGA/kano", "ITA", want="latest", reading="certain", until="2019")
    assert certain.frame[["leaves", "reaches"]].to_numpy().tolist() == [
        ["2019-01-01", "2019-02-28"],
        ["2019-03-01", "2019-05-31"],
    ]
    assert "1 legs without both dates" in certain.notes


def test_change_and_events_need_years(moved: Reader) -> None:
    """Three years are too few for a step; an event compares what it struck with what it did not."""
    with pytest.raises(AnalysisError, match="4 years"):
        change(moved, least=1)
    frame = around_event(moved, "flood", years=1).frame
    event, earlier = (
        frame[(frame["struck"] == "from") & (frame["when"] == when)] for when in ("event", "earlier")
    )
    columns = ["before", "after", "comparable", "comparable_before", "comparable_after"]
    assert event[columns].to_numpy().tolist() == [[1, 2, 2, 0, 1]]
    assert event["ratio"].isna().all()
    assert earlier["before"].isna().all()
    with pytest.raises(AnalysisError) as caught:
        around_event(moved, "war")
    assert "flood" in caught.value.hint


@pytest.mark.parametrize("states", [False, True])
def test_a_store_without_routes_says_so(*, states: bool) -> None:
    """Where nothing is recorded there is nothing to take States of."""
    with pytest.raises(AnalysisError, match="no route with an origin"):
        itineraries(Canned(), states=states)  # type: ignore[arg-type]
