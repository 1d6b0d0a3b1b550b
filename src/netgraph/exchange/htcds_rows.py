"""Rows of HTCDS: which person of which case, and which claims of the graph each row can say."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netgraph.exchange import htcds_words as words
from netgraph.exchange.rows import rows
from netgraph.model import Handling
from netgraph.model.marking import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.disclosure import Disclosed

    Json = dict[str, Any]

VICTIM = "Victim"
LABELS = ("Case", "Location", "Organization", "Person", "Platform", "Route")


@dataclass
class Row:
    """One person in one case.

    Attributes
    ----------
    cells : dict of str to str or list of str
        By column.
    events : list of dict of str to str
        Cells of each event, in their order.
    said : set of (str, str)
        Source and record of the parts that the person has in the case.
    victim : bool
    """

    cells: Json = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    said: set[tuple[str, str]] = field(default_factory=set)
    victim: bool = False
    _handling: Handling | None = None

    def mark(self, *told: Json) -> None:
        """Make the row as strict as what it says."""
        for claim in told:
            one = Handling.of(claim.get("handling"), claim.get("releasable_to"), claim.get("conditions"))
            self._handling = joined(self._handling, one) if self._handling else one
        if self._handling:
            self.cells |= self._handling.stored()


class Sheet:
    """The rows that say a graph, complete once made.

    Attributes
    ----------
    rows : dict of (str, str) to Row
        By case and person.
    lost : Counter of str
        What could not be said, and how often.
    """

    def __init__(self, found: Disclosed) -> None:
        self._tables = found.nodes | found.claims
        self._nodes = {label: {row["key"]: row for row in self._of(label)} for label in LABELS}
        self._stops: dict[str, list[Json]] = defaultdict(list)
        for stop in self._of("STOPS_AT"):
            self._stops[stop["start"]].append(stop)
        self.rows: dict[tuple[str, str], Row] = {}
        self.lost: Counter[str] = Counter()
        self._ways: set[str] = set()
        for claim in self._of("INVOLVED_IN"):
            self._lose(self._part(claim))
        of_case, of_person, of_record = defaultdict(list), defaultdict(list), defaultdict(list)
        for (case, person), row in sorted(self.rows.items()):
            of_case[case].append(row)
            of_person[person].append(row)
            for record in row.said:
                of_record[record].append(row)
        for type_, say in (("FOLLOWED", self._route), ("OCCURRED_IN", self._event), ("VIA", self._service)):
            self._each(type_, say, lambda claim: of_case[claim["start"]])
        self._each("CITIZEN_OF", self._citizen, lambda claim: of_person[claim["start"]], any_=True)
        self._each("BASED_IN", self._seat, lambda claim: of_record[claim["source"], claim["record"]])

    def _of(self, name: str) -> Iterator[Json]:
        return rows(self._tables[name]) if name in self._tables else iter(())

    def _lose(self, what: str) -> None:
        if what:
            self.lost[what] += 1

    def _each(
        self,
        type_: str,
        say: Callable[[Json, Row], str],
        among: Callable[[Json], list[Row]],
        *,
        any_: bool = False,
    ) -> None:
        """Say each claim of a type in one row: that of its record, else of the only victim, else `any_`."""
        for claim in self._of(type_):
            all_ = among(claim)
            same = [row for row in all_ if (claim["source"], claim["record"]) in row.said]
            fit = same or [row for row in all_ if row.victim]
            if len(fit) == 1 or (any_ and all_):
                row = (fit or all_)[0]
                why = say(claim, row)
                if not why:
                    row.mark(claim)
                self._lose(why and f"{type_} left out: {why}")
            else:
                why = "no one person can be told to whom it belongs" if all_ else "there is no row for it"
                self._lose(f"{type_} left out: {why}")

    def _part(self, claim: Json) -> str:
        role, case, person = claim["role"], claim["end"], claim["start"]
        if claim["start_label"] != "Person" or (role != VICTIM and role not in words.ROLES):
            return f"INVOLVED_IN left out: the standard has no {claim['start_label']} as {role}"
        about = [self._nodes["Case"][case], self._nodes["Person"][person]]
        row = self.rows.setdefault((case, person), Row())
        if role == VICTIM and row.victim:
            return "INVOLVED_IN as Victim left out: another claim says it of the same person and case"
        named = {
            "cas_Id": case,
            "cas_Status": about[0].get("status"),
            "prs_Id": person,
            "prs_Gender": about[1].get("gender"),
            "vic_AgeWhenTrafficked": about[1].get("age_band"),
        }
        row.cells |= {name: value for name, value in named.items() if value}
        row.said.add((claim["source"], claim["record"]))
        row.mark(claim, *about)
        if role == VICTIM:
            return self._victim(claim, row)
        row.cells["per_RoleInProcess"] = sorted({*row.cells.get("per_RoleInProcess", ()), role})
        return ""

    def _victim(self, claim: Json, row: Row) -> str:
        row.victim = True
        row.cells["vic_TraffickingStatus"] = words.STATUS[claim.get("victim_status", "Possible")]
        row.cells |= self._profile(claim)
        relation, sector = claim.get("recruiter", []), claim.get("sector")
        if sector in words.SECTOR:
            row.cells["vic_ForcedLabourIndustry"] = words.SECTOR[sector]
        if relation and relation[0] in words.RECRUITER:
            row.cells["vic_RelationshipToTrafficker"] = words.RECRUITER[relation[0]]
            relation = relation[1:]
        if relation:
            self._lose("relations to a recruiter left out: the standard has other words, and place for one")
        if "victim_status" not in claim:
            return "victims written as possible victims: how sure that is may not be told, or is not known"
        return ""

    def _profile(self, about: Json) -> Json:
        """Return the cells for how somebody was exploited and held; what the standard lacks is its Other."""
        cells = {}
        for name, column, known in (
            ("exploitation", "vic_TypeOfExploitation", words.EXPLOITATION),
            ("means", "vic_MethodsOfControl", words.MEANS),
        ):
            for code in about.get(name, ()):
                self._lose("" if code in known else f"codes of {name} written as Other: {code}")
            if about.get(name):
                cells[column] = sorted({known.get(code, words.OTHER) for code in about[name]})
        return cells

    def _route(self, claim: Json, row: Row) -> str:
        key = claim["end"]
        stops = sorted(self._stops[key], key=lambda stop: stop["position"])
        if row.events or key in self._ways:
            return "a row has place for one way, and a way stands in one row"
        if not words.FEWEST <= len(stops) <= words.MOST or len({s["position"] for s in stops}) < len(stops):
            return f"a way has {words.FEWEST} to {words.MOST} stops, each once"
        events = [self._place(stop["end"]) for stop in stops]
        if not all(events):
            return "a place that is neither a State, nor a town in one, nor a region with a name"
        self._ways.add(key)
        row.events = [
            (event or {}) | {"hte_Date": stop.get("arrived", ""), "hte_Type": stop.get("stage", "")}
            for event, stop in zip(events, stops, strict=True)
        ]
        row.cells = self._profile(self._nodes["Route"][key]) | row.cells
        row.mark(self._nodes["Route"][key], *stops)
        return ""

    def _event(self, claim: Json, row: Row) -> str:
        event = self._place(claim["end"])
        if row.events:
            return "a row has place for one way or one place"
        if not event:
            return "a place that is neither a State, nor a town in one, nor a region with a name"
        row.events = [event | {"hte_Type": claim["stage"]}]
        return ""

    def _place(self, key: str) -> Json | None:
        return words.placed(key, self._nodes["Location"][key].get("name", ""))

    def _service(self, claim: Json, row: Row) -> str:
        column = words.PLATFORMS.get(claim["stage"])
        name = words.platform(claim["end"], self._nodes["Platform"][claim["end"]].get("name", ""))
        if not column or not name:
            return "services for transit, and such without a name"
        row.cells[column] = sorted({*row.cells.get(column, ()), name})
        return ""

    def _citizen(self, claim: Json, row: Row) -> str:
        if words.placed(claim["end"], "") is None:
            return "not the code of a State"
        row.cells["prs_Citizenship"] = sorted({*row.cells.get("prs_Citizenship", ()), claim["end"]})
        return ""

    def _seat(self, claim: Json, row: Row) -> str:
        if row.cells.get("org_Id") or words.placed(claim["end"], "") is None:
            return "a row has place for one organization in one State"
        about = self._nodes["Organization"][claim["start"]]
        row.cells |= {"org_Id": claim["start"], "org_ShippingCountry": claim["end"]}
        row.cells |= {"org_Name": about.get("name", "")}
        if about.get("kind") in words.KINDS:
            row.cells["org_Type"] = about["kind"]
        elif about.get("kind"):
            self._lose(f"kinds of organizations left out: {about['kind']}")
        row.mark(about)
        return ""
