"""Propose what a row of an unknown file gives: one owned node, and what clearly belongs to it.

For `netgraph.ingest.draft`. Sees guesses about columns, never their texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netgraph.ingest.recognise import words_of
from netgraph.model import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netgraph.ingest.recognise import Guess

PERSONS = {"person", "victim", "individual", "pseudonym", "survivor", "suspect"}
CITIZENS = {"citizenship", "citizenships", "nationality", "citizen"}
HANDLERS = {"jurisdiction", "handled", "handling", "prosecuting", "investigating", "assisting"}
VALUES = {"value", "count", "total"}
TOPICS = {
    "Displacement": {"displaced", "displacement", "refugees", "asylum"},
    "CriminalJustice": {"convictions", "prosecutions", "investigations", "convicted", "prosecuted"},
    "MigrantDeaths": {"dead", "deaths", "missing"},
    "Trafficking": {"trafficking", "trafficked", "victims"},
}


class Proposal:
    """One owned node for each row; what does not clearly belong to it is ignored or undecided.

    ``key`` is the column that tells rows apart, or a new name where none does. ``nodes``, ``relationships``,
    ``stops``, ``provenance``, ``ignore`` and ``undecided`` are sections of a mapping.
    """

    def __init__(self, name: str, guesses: Mapping[str, Guess]) -> None:
        self._guesses = guesses
        keys = [column for column, guess in guesses.items() if guess.is_ == "key"]
        named = [column for column in keys if {"id", "case", "record", "reference"} & set(words_of(column))]
        self.key = next(iter(named or keys), "row")
        while self.key in guesses and not keys:
            self.key += "_made"
        self._used = {self.key}
        self.relationships: list[dict[str, Any]] = []
        self.stops: dict[str, Any] = {}
        self.provenance: dict[str, Any] = {}
        self._properties: dict[str, Any] = {}
        self.nodes: dict[str, Any] = {}
        label = self._label(name)
        node: dict[str, Any] = {"type": label, "key": [self.key], "required": True}
        self.nodes[label.lower()] = node
        if label == "Route":
            self._ways()
        self._fill(label)
        if self._properties:
            node["properties"] = self._properties
        self._claims(label)
        rest = {column: guess for column, guess in guesses.items() if column not in self._used}
        self.ignore = {column: guess.why for column, guess in rest.items() if guess.is_ == "ignore"}
        self.undecided = {
            column: self._open(guess) for column, guess in rest.items() if guess.is_ != "ignore"
        }

    def doc(self, column: str) -> str:
        """Say what a column seems to hold."""
        return f"Perhaps {self._guesses[column].why}." if column in self._used else "To be described."

    def _places(self) -> list[str]:
        return [column for column, guess in self._guesses.items() if guess.is_ == "country"]

    def _named(self, words: set[str], is_: str) -> list[str]:
        return [c for c, guess in self._guesses.items() if guess.is_ == is_ and words & set(words_of(c))]

    def _label(self, name: str) -> str:
        """Choose what a row is; a Case where nothing speaks for anything else."""
        values = self._named(VALUES, "number")
        said = {word for column in (name, *self._guesses) for word in words_of(column)}
        topics = [topic for topic, words in TOPICS.items() if words & said]
        if len(values) == 1 and len(topics) == 1:
            # A Statistic must say what it is about, and only names can tell.
            self._properties = {
                "topic": {"literal": topics[0]},
                "indicator": {"literal": values[0]},
                "value": {"column": values[0]},
            }
            self._used.add(values[0])
            return "Statistic"
        if not values and {"origin", "destination"} <= {column.lower() for column in self._places()}:
            return "Route"
        if set(words_of(self.key)) & PERSONS or self._named(CITIZENS, "country"):
            return "Person"
        return "Case"

    def _ways(self) -> None:
        written = {column.lower(): column for column in self._places()}
        stops = [written[stop] for stop in ("origin", "transit", "destination") if stop in written]
        self.stops = {"route": "route", "columns": [{"place": {"country": stop}} for stop in stops]}
        self._used.update(stops)

    def _fill(self, label: str) -> None:
        """Give a column to the property whose words its name has, where its texts fit too."""
        schema = load_schema()
        marks = {
            name: schema.provenance.properties[name] for name in ("handling", "reliability", "credibility")
        }
        own = schema.nodes[label].properties
        for column, guess in self._guesses.items():
            words = words_of(column)
            lists = dict(guess.lists)
            fitting = [
                name
                for name, definition in (own | marks).items()
                if definition.sensitivity != "identifying"
                and set(name.split("_")) <= set(words)
                and (
                    (definition.type in {"code", "codes"} and definition.codelist in lists)
                    or (definition.type == "date" and guess.is_ == "date")
                    or (definition.type == guess.is_ == "year" and words == ["year"])
                )
            ]
            if not fitting or column in self._used:
                continue
            name = max(fitting, key=len)
            definition = (own | marks)[name]
            separators = lists.get(definition.codelist or "", ())
            into = self.provenance if name in marks else self._properties
            if name in into or (separators and definition.type != "codes"):
                continue
            into[name] = {"column": column} | ({"split": list(separators)} if separators else {})
            self._used.add(column)

    def _claims(self, label: str) -> None:
        places = [column for column in self._places() if column not in self._used]
        plain = [column for column in places if words_of(column) in (["country"], ["jurisdiction"])]
        if label == "Person":
            self._place("CITIZEN_OF", label, self._named(CITIZENS, "country")[:1])
            for column, guess in self._guesses.items():
                if guess.is_ == "identifier":
                    self._identifier(column, guess.kind)
        elif label == "Case":
            handlers = [column for column in places if HANDLERS & set(words_of(column))]
            # A country alone says nothing of who handles a case, unless something says that there is one.
            a_case = self._properties or "case" in words_of(self.key)
            self._place("HANDLED_BY", label, handlers[:1] or (plain if a_case and len(places) == 1 else []))
        elif label == "Statistic" and len(places) == 1:
            self._place("ABOUT", label, plain, {"properties": {"aspect": {"literal": "Subject"}}})

    def _place(
        self, type_: str, label: str, columns: Sequence[str], more: Mapping[str, Any] | None = None
    ) -> None:
        for column in columns:
            self.nodes["state"] = {"type": "Jurisdiction", "place": {"country": column}}
            self.relationships.append({"type": type_, "start": label.lower(), "end": "state", **(more or {})})
            self._used.add(column)

    def _identifier(self, column: str, kind: str) -> None:
        node = f"identifier-{len(self.nodes)}"
        value = {"kind": {"literal": kind}, "value": column}
        self.nodes[node] = {"type": "Identifier", "identifier": value}
        self.relationships.append({"type": "USES", "start": "person", "end": node})
        self._used.add(column)

    def _open(self, guess: Guess) -> str:
        """Say what is to be decided about a column."""
        if guess.is_ == "identifier":
            return f"{guess.why}: a hashed Identifier that a person USES, or ignore it"
        if guess.is_ == "undecided":
            return guess.why
        return f"{guess.why}, and its name does not say of what"
