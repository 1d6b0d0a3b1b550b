"""A worked study: what the route statements of the Trafficking in Persons reports say, 2008 to 2016.

    python examples/tip_study.py tip_route_statements_2008_2016.csv

loads the file into a store that is thrown away, and prints the tables and findings of
docs/studies/tip-routes.md; with ``--write`` it puts them into that page. Where the file comes from stands in
docs/sources/tip-routes.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd

from netgraph.analytics.change import change
from netgraph.analytics.corridors import corridors
from netgraph.disclosure import Reader
from netgraph.ingest import load_file
from netgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = Path(__file__).parents[1] / "docs" / "studies" / "tip-routes.md"
MADE = re.compile(r"(?<=<!-- printed by examples/tip_study.py -->\n).*?(?=<!-- end -->)", re.DOTALL)
TOP = 5
MANY = 10


class Study:
    """The results that tables and findings are read from; nothing is counted by hand."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.all = corridors(reader, states=True)
        self.total = self.all.behind["routes"]
        self.yearly = {of: self._by_year(of) for of in ("origin", "destination", "transit", "corridor")}
        self.statements = self.yearly["corridor"].groupby("year")["routes"].sum()
        self.years = list(self.statements.index)
        steps = change(reader, of="corridor", states=True, null="poisson").frame
        self.steps = steps.set_index("what")
        orders = change(reader, of="corridor", states=True).frame
        self.orders = orders.set_index("what")

    def _by_year(self, of: str) -> pd.DataFrame:
        frame = corridors(self.reader, of=of, by="year", states=True).frame
        if of == "corridor":
            frame = frame.assign(place=frame["origin"] + " > " + frame["destination"])
            frame["name"] = frame["origin_name"] + " to " + frame["destination_name"]
        return frame[["place", "name", "year", "routes"]]

    def top(self, of: str, year: str, count: int = TOP) -> pd.DataFrame:
        """Return the most frequent of a year, ties by code."""
        rows = self.yearly[of][self.yearly[of]["year"] == year]
        return rows.sort_values(["routes", "place"], ascending=[False, True]).head(count)

    def share(self, of: str, year: str) -> float:
        """Return the share of a year's statements that the ten most frequent have."""
        return float(self.top(of, year, MANY)["routes"].sum() / self.statements[year])

    def told(self, *by: str) -> pd.Series:
        """Count statements under each value of breakdowns."""
        frame = corridors(self.reader, of="origin", by=by, states=True).frame
        return frame.groupby(list(by))["routes"].sum()


def tables(study: Study) -> list[str]:
    """Return the four tables of the most frequent in each year."""
    titles = {
        "origin": "Senders",
        "destination": "Receivers",
        "transit": "Transit places",
        "corridor": "Corridors",
    }
    parts = []
    for of, title in titles.items():
        rows = [f"### {title}", "", "| year | statements | the five named most |", "|---|---|---|"]
        for year in study.years:
            most = study.top(of, year)
            names = ", ".join(f"{name} {n}" for name, n in zip(most["name"], most["routes"], strict=True))
            rows.append(f"| {year} | {study.statements[year]:,} | {names} |")
        parts.append("\n".join(rows))
    return parts


def findings(study: Study) -> list[str]:
    """Return the eight findings, each with its numbers."""
    makers = (spread, leaders, both_ways, syria, sudan, transit, unseen, copied)
    return [f"{number}. {maker(study)}" for number, maker in enumerate(makers, 1)]


def spread(study: Study) -> str:
    """Say how much the ten most frequent have."""
    send, receive = ([study.share(of, year) for year in study.years] for of in ("origin", "destination"))
    return (
        "**No few States make up the picture.** In no year do the ten senders named most have more than "
        f"{percent(max(send))} of the statements (at the least {percent(min(send))}), or the ten "
        "receivers more "
        f"than {percent(max(receive))} (at the least {percent(min(receive))}). "
        f"{len(study.all.frame):,} corridors are told of."
    )


def leaders(study: Study) -> str:
    """Say who was named most each year."""
    send = [study.top("origin", year, 1).iloc[0] for year in study.years]
    receive = [study.top("destination", year, 1).iloc[0] for year in study.years]
    first = pd.Series([row["name"] for row in send]).value_counts()
    return (
        f"**One sender leads throughout, the receivers change.** {first.index[0]} is the sender named "
        "most in "
        f"{first.iloc[0]} of {len(study.years)} years. The receiver named most is "
        + ", ".join(f"{row['name']} in {those}" for row, those in runs(receive, study.years))
        + "."
    )


def both_ways(study: Study) -> str:
    """Say how many are senders and receivers."""
    send, receive = (
        corridors(study.reader, of=of, states=True).frame.set_index("place")
        for of in ("origin", "destination")
    )
    both = send.add_suffix("_out").join(receive.add_suffix("_in"), how="inner")
    both["less"] = both[["routes_out", "routes_in"]].min(axis=1)
    most = both.sort_values("less", ascending=False).head(3)
    every = len(set(send.index) | set(receive.index))
    told = ", ".join(
        f"{row.name_out} ({row.routes_out} as origin, {row.routes_in} as destination)"
        for row in most.itertuples()
    )
    return (
        f"**Origin and destination are no two kinds of States.** {len(both)} of {every} States and "
        "territories "
        f"are named as both; {every - len(receive)} only as origin, {every - len(send)} only as destination. "
        f"Most often both: {told}."
    )


def syria(study: Study) -> str:
    """Say how corridors out of Syria changed."""
    rows = study.steps.loc[["SYR > LBN", "SYR > JOR", "SYR > TUR"]]
    told = "; ".join(
        f"to {name} from {row['year']} ({percent(row['before'], 2)} of a year's statements before, "
        f"{percent(row['after'], 2)} from then on; the year is {row['year_low']} to {row['year_high']} "
        "with 95 %)"
        for name, row in zip(("Lebanon", "Jordan", "Türkiye"), rows.to_dict("records"), strict=True)
    )
    alike = study.orders.loc[rows.index]
    return (
        "**The war in Syria, which began in 2011, shows in the reports from 2014 on.** Corridors out of "
        "Syria are "
        f"told of more: {told}. If statements fell into years independently of each other, q would be "
        f"{rows['q'].max():.2f} at the most among the {len(study.steps)} corridors looked at. Against the "
        "same "
        f"years in another order, which takes less for granted, p is {alike['p'].min():.2f} to "
        f"{alike['p'].max():.2f} and q not below {study.orders['q'].min():.2f}: nine years are few."
    )


def sudan(study: Study) -> str:
    """Say what a new State does to corridors."""
    old, new, kenya = study.steps["year"].loc[["UGA > SDN", "UGA > SSD", "KEN > SSD"]].tolist()
    return (
        f"**A step can be a border and no change of trade.** Uganda to Sudan is told of until {old - 1}, "
        "Uganda to "
        f"South Sudan from {new} and Kenya to South Sudan from {kenya}: South Sudan became a State in "
        "July 2011. "
        "The method finds all three among the surest changes, and only a reader can tell what they are."
    )


def transit(study: Study) -> str:
    """Say how seldom a transit place is told."""
    frame = corridors(study.reader, by="year", states=True).frame
    passing = frame.groupby("year")["transit"].sum()
    part = (passing / study.statements).reindex(study.years)
    first = corridors(study.reader, of="transit", states=True).frame.iloc[0]
    return (
        f"**What lies between is hardly ever told.** {passing.sum():,} of {study.total:,} statements "
        f"({percent(passing.sum() / study.total)}) name a place of transit, {percent(part.max())} in "
        f"{part.idxmax()} and {percent(part.min())} in {part.idxmin()}. The place named most, "
        f"{first['name']}, "
        f"stands in {first['routes']}. Chokepoints cannot be found from statements like these."
    )


def unseen(study: Study) -> str:
    """Say whom the statements do not tell of, and what for."""
    who = study.told("victim_profile", "year")
    silent, men = (who[value] / study.statements for value in ("not recorded", "Men"))
    forms = study.told("exploitation", "sex")
    sexual, labour = forms["SexualExploitation"], forms["ForcedLabour"]
    return (
        f"**Who is moved is often not said, and what is said follows old lines.** {percent(silent.min())} to "
        f"{percent(silent.max())} of a year's statements say nothing of sex or age. Men are named in "
        f"{percent(men.iloc[0])} in {study.years[0]} and {percent(men.iloc[-1])} in {study.years[-1]}. Of "
        f"statements of sexual exploitation {sexual['Female']:,} name women or girls, {sexual['Male']:,} "
        "men or "
        f"boys, and {sexual['not recorded']:,} do not say; of forced labour {labour['Female']:,}, "
        f"{labour['Male']:,} and {labour['not recorded']:,}."
    )


def copied(study: Study) -> str:
    """Say how much of a year was told the year before."""
    rows = study.yearly["corridor"]
    told = {year: set(rows.loc[rows["year"] == year, "place"]) for year in study.years}
    again = [len(told[year] & told[before]) / len(told[year]) for before, year in pairwise(study.years)]
    years = rows.groupby("place")["year"].nunique()
    peak, last = str(study.statements.idxmax()), study.years[-1]
    return (
        f"**Reports repeat themselves, and their length changes.** {percent(min(again))} to "
        f"{percent(max(again))} "
        f"of a year's corridors were told of the year before; {int((years == len(study.years)).sum())} of "
        f"{len(years):,} stand in every report and {int((years == 1).sum())} in one. There are "
        f"{study.statements[peak]:,} statements in {peak} and {study.statements[last]:,} in {last}: compare "
        "shares of a year, never counts across years."
    )


def runs(rows: Sequence[Any], years: Sequence[str]) -> list[tuple[Any, str]]:
    """Put years in a row with the same leader together."""
    found: list[tuple[Any, list[str]]] = []
    for row, year in zip(rows, years, strict=True):
        if found and found[-1][0]["place"] == row["place"]:
            found[-1][1].append(year)
        else:
            found.append((row, [year]))
    return [(row, those[0] if len(those) == 1 else f"{those[0]} to {those[-1]}") for row, those in found]


def percent(share: float, digits: int = 1) -> str:
    """Write a share."""
    return f"{100 * share:.{digits}f} %"


def report(reader: Reader) -> str:
    """Return what the page holds."""
    study = Study(reader)
    told = [f"{study.total:,} statements between two States. {'; '.join(study.all.notes)} are left out."]
    return "\n".join(["", "\n\n".join([*told, "### Findings", *findings(study), *tables(study)]), "", ""])


def main() -> None:
    """Load, work out, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("file", type=Path)
    asked.add_argument("--write", action="store_true", help=f"put it into {PAGE.name}")
    given = asked.parse_args()
    with TemporaryDirectory() as place, open_store(str(Path(place) / "store"), create=True) as store:
        load_file(store, "tip-routes", given.file, rejects=Path(place) / "rejects.csv")
        text = report(Reader(store))
    if given.write:
        PAGE.write_text(MADE.sub(lambda _: text, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
