"""What the commands that analyse have in common: the reader they ask for, parts, how a result is shown."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING

import click

from netgraph.cli.affording import anyway_option
from netgraph.cli.analyse.options import DIMENSIONS
from netgraph.cli.options import (
    cache_option,
    output_options,
    say,
    store_option,
)
from netgraph.cli.reading import ceiling_option, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from netgraph.analytics.result import Result
    from netgraph.disclosure import Reader


@dataclass(frozen=True)
class Asked:
    """What every analysis is asked with: the store, the ceiling, and where the result goes and how wide."""

    store: str | None
    ceiling: str
    format_: str
    output: str | None
    keep: bool = True
    whole: bool = False

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Open the store under the ceiling."""
        with reading(self.store, self.ceiling, keep=self.keep) as found:
            yield found

    def report(self, result: Result, title: str, leading: Sequence[str] = ()) -> None:
        """Print a result: the table to standard output, how it came about to standard error.

        A table for people has the leading columns alone, where some are named, and by what it was split.
        """
        from netgraph.analytics.counted import counted  # noqa: PLC0415 - keeps --help fast
        from netgraph.cli.show import show  # noqa: PLC0415

        show(
            result.frame,
            result.provenance(),
            marking=result.marking,
            format_=self.format_,
            output=self.output,
            title=title,
            leading=None if self.whole else leading and (*_parts_of(result), *leading),
            counted=counted(result.analysis),
        )
        say(f"method: {result.method}; {result.engine}; {result.nodes} nodes, {result.edges} edges")
        if result.estimated:
            say(f"estimated: {result.estimated}")
        if result.behind:
            say("behind it: " + ", ".join(f"{number:,} {what}" for what, number in result.behind.items()))
        for note in result.notes:
            say(f"left out: {note}")
        if result.withheld:
            say(f"withheld: {result.withheld} rows above the ceiling")
        say(f"mind: {result.caveat}")


def _parts_of(result: Result) -> list[str]:
    """Name the columns that say which part of a network a row is about."""
    names = [f"{name}{end}" for name in DIMENSIONS for end in ("", "_of_victims")]
    return names if result.parameters.get("split") else []


all_columns_option = click.option(
    "--all-columns",
    is_flag=True,
    help="Show all columns in a table too, and every cell whole.",
)


def analysis_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every analysis has; the command gets them as one `Asked`, before its own."""

    @wraps(function)
    def gathered(
        store: str | None,
        ceiling: str,
        format_: str,
        output: str | None,
        *,
        no_cache: bool,
        all_columns: bool,
        **own: Any,  # noqa: ANN401 - whatever the command declares
    ) -> Any:  # noqa: ANN401 - whatever it returns
        return function(Asked(store, ceiling, format_, output, keep=not no_cache, whole=all_columns), **own)

    wrapped: Callable[..., Any] = gathered
    options = (anyway_option, cache_option, all_columns_option, output_options, ceiling_option, store_option)
    for option in options:
        wrapped = option(wrapped)
    return wrapped


def answered_in_parts(asked: Asked, analysis: Callable[[Reader], Result], split: tuple[str, ...]) -> Result:
    """Answer a question about routes, for all or for those about each kind of victim apart."""
    from netgraph.analytics.route_strata import by_routes  # noqa: PLC0415 - keeps --help fast

    with asked.reader() as reader:
        return by_routes(reader, split, analysis)


def told_in_parts(result: Result) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the parameters of each part, and what to call it; those of the result where it has no parts."""
    parts: Any = result.parameters.get("parts")
    if parts is None:
        return [("", result.parameters)]
    return [(f"{part}: ", {**result.parameters, **own}) for part, own in parts.items()]


def measured_in_parts(
    asked: Asked,
    measure: Callable[..., Result],
    network: str,
    split: tuple[str, ...],
    *,
    merged: bool,
    undirected: bool = False,
    missing: str = "claim",
) -> Result:
    """Measure a network, or each part of it about a kind of victim, without its direction if asked.

    A measure that can leave records out is given them where it should.
    """
    from netgraph.analytics.direction import without_direction  # noqa: PLC0415 - keeps --help fast
    from netgraph.analytics.projection import project  # noqa: PLC0415
    from netgraph.analytics.records import records  # noqa: PLC0415
    from netgraph.analytics.strata import strata, stratified  # noqa: PLC0415

    with asked.reader() as reader:
        whole = project(reader, network, merged=merged)
        parts = strata(reader, whole, split, merged=merged)
        # the parts of a place network count routes, of which a record may tell several
        if missing == "record" and not (split and whole.name == "place"):
            measure = partial(measure, records=records(reader, whole, merged=merged))
    return stratified(parts, lambda part: measure(without_direction(part) if undirected else part))
