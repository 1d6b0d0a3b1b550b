"""Make a case list and a route list of any size for the shipped mappings: invented, from a seed.

``python benchmarks/made.py ROWS FOLDER`` writes cases.csv and routes.csv, which have ROWS rows together.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

STOPS = 4
COUNTRIES: tuple[str, ...] = ("KEN", "UGA", "ETH", "SOM", "ARE", "SAU", "NPL", "IND", "BGD", "THA", "MMR")
COUNTRIES += ("KHM", "VNM", "NGA", "LBY", "ITA", "FRA", "DEU", "UKR", "POL")
TOWNS = ("North", "South", "East", "West", "Port", "Market", "Bridge", "Hill", "Lake", "Cross")
MODES = ("Air", "Sea", "Road", "Rail", "Foot")
FORMS = ("SexualExploitation", "ForcedLabour", "Servitude", "ForcedLabour; Servitude")
SEED = 20080517

CASE = (
    "case_ref,case_status,opened,closed,exploitation,victims,victims_sex,victims_age_band,jurisdiction,"
    "jurisdiction_status,outcome,route_refs,handling,reliability,credibility"
)
ROUTE = (
    "route_ref,position,country,place,place_kind,latitude,longitude,stage,arrived,departed,mode,victims,year,"
    "exploitation,victim_profile,means,handling,reliability,credibility"
)


def write(rows: int, folder: Path, *, busy: bool = False) -> tuple[Path, Path]:
    """Write both files; return their paths.

    Parameters
    ----------
    rows : int
        Of both files together: of five, four are stops of a route and one is a case.
    folder : Path
        Where to; made when it is not there.
    busy : bool, default False
        All routes lead between the same two countries, so that thousands of legs stand between two places.
    """
    draw = random.Random(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    cases, routes = folder / "cases.csv", folder / "routes.csv"
    with (
        cases.open("w", newline="", encoding="utf-8") as case_file,
        routes.open("w", newline="", encoding="utf-8") as route_file,
    ):
        case, route = csv.writer(case_file), csv.writer(route_file)
        case.writerow(CASE.split(","))
        route.writerow(ROUTE.split(","))
        for number in range(max(1, rows // (STOPS + 1))):
            route.writerows(_stops(number, draw, busy=busy))
            case.writerow(_case(number, draw))
    return cases, routes


def _stops(number: int, draw: random.Random, *, busy: bool) -> list[tuple[object, ...]]:
    year, form = draw.randrange(2005, 2025), draw.choice(FORMS)
    rows: list[tuple[object, ...]] = []
    for position in range(1, STOPS + 1):
        country = COUNTRIES[position % 2] if busy else draw.choice(COUNTRIES)
        town = TOWNS[0] if busy else draw.choice(TOWNS)
        stage = "Recruitment" if position == 1 else "Exploitation" if position == STOPS else "Transit"
        arrived, departed = f"{year}-{3 * position - 2:02}", f"{year}-{3 * position - 1:02}"
        mode, victims = ("", "") if position == 1 else (draw.choice(MODES), draw.randrange(1, 9))
        place = (country, f"{town} {country}", "City", "", "", stage, arrived, departed, mode, victims)
        rows.append((f"R-{number:07}", position, *place, year, form, "Women", "DebtBondage", "GREEN", "B", 2))
    return rows


def _case(number: int, draw: random.Random) -> tuple[object, ...]:
    opened = f"{draw.randrange(2005, 2025)}-{draw.randrange(1, 13):02}"
    victims = (draw.choice(FORMS), draw.randrange(1, 12), "Female", "18-20; 21-23")
    handled = (draw.choice(COUNTRIES), "Active", "Prosecution", f"R-{number:07}")
    return (f"C-{number:07}", "Active", opened, "", *victims, *handled, "AMBER", "B", 2)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
