"""A query taken apart for the checker: tokens, patterns, what it returns and in which order."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from netgraph.queries.patterns import find_patterns, names_of
from netgraph.queries.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netgraph.model import Schema
    from netgraph.queries.catalogue import Query
    from netgraph.queries.patterns import Patterns

_AFTER_RETURN = {"ORDER", "SKIP", "OFFSET", "LIMIT"}


class Reading:
    """A query taken apart once, for all rules."""

    def __init__(self, query: Query, schema: Schema) -> None:
        self.query = query
        self.schema = schema
        self.tokens = Tokens(query.statement)
        self.patterns: Patterns = find_patterns(self.tokens)

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """From every name to the pattern variables that it can stand for."""
        elements = [*self.patterns.nodes, *self.patterns.relationships]
        return names_of(self.tokens, {e.variable for e in elements if e.variable})

    @cached_property
    def result(self) -> int:
        """The place of the RETURN of the whole statement; the number of tokens when there is none."""
        places = [p for p in self._top() if self.tokens.upper(p) == "RETURN"]
        return places[-1] if places else len(self.tokens)

    @cached_property
    def items(self) -> list[list[int]]:
        """The places of each item that is returned."""
        return self._parts(self.result + 1, _AFTER_RETURN)

    @cached_property
    def order(self) -> list[list[int]]:
        """The places of each key by which rows are ordered."""
        for place in self._top():
            if place > self.result and self.tokens.upper(place) == "ORDER":
                return self._parts(place + 2, _AFTER_RETURN - {"ORDER"})
        return []

    def aliases(self) -> Iterator[str]:
        """Return the name of each item that is returned; ``""`` for one without a name."""
        for item in self.items:
            texts = [self.tokens[place] for place in item if self.tokens.upper(place) != "DISTINCT"]
            named = len(texts) > 1 and texts[-2].upper == "AS"
            bare = len(texts) == 1 and texts[0].kind == "word"
            yield texts[-1].text if named or bare else ""

    def _top(self) -> Iterable[int]:
        return (p for p in range(len(self.tokens)) if self.tokens.inside[p] == -1)

    def _parts(self, start: int, stops: set[str]) -> list[list[int]]:
        """Split at the commas that stand in no bracket, up to one of some words."""
        parts: list[list[int]] = [[]]
        for place in range(start, len(self.tokens)):
            if self.tokens.inside[place] == -1:
                if self.tokens.upper(place) in stops:
                    break
                if self.tokens[place].text == ",":
                    parts.append([])
                    continue
            parts[-1].append(place)
        return [part for part in parts if part]
