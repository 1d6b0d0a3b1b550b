"""Options of the analyses that a Spark cluster can do, and the way there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from netgraph.cli.options import say
from netgraph.cli.progress import progress_bar
from netgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netgraph.cli.analyse.shared import Asked
    from netgraph.exchange.parquet_read import ParquetExport
    from netgraph.spark.networks import Network
    from netgraph.spark.tables import Tables

SPARK = "spark"
OFFERED = "offered_on_spark"
_ALWAYS = frozenset({"engine", "master", "parquet", "conf", "ceiling", "format_", "output", "all_columns"})


@dataclass(frozen=True)
class Cluster:
    """Where an analysis is done when it is done on Spark.

    Attributes
    ----------
    master : str
    parquet : Path
        The folder of an export.
    settings : dict of str to str
        Of Spark.
    """

    master: str
    parquet: Path
    settings: dict[str, str]

    @contextmanager
    def tables(self, asked: Asked) -> Iterator[Tables]:
        """Read the export under the ceiling; what it gives is local, as the export is with whoever has it.

        Raises
        ------
        UsageError
            It is for somebody else.
        """
        from netgraph.cli.reading import for_whom  # noqa: PLC0415 - keeps --help fast
        from netgraph.exchange.parquet_read import ParquetExport  # noqa: PLC0415
        from netgraph.model import Marking  # noqa: PLC0415
        from netgraph.spark.session import connected  # noqa: PLC0415
        from netgraph.spark.tables import Tables  # noqa: PLC0415

        if for_whom() is not None:
            raise UsageError(
                "what a cluster computes from an export is for whoever has the export",
                hint="analyse an export for them: netgraph export parquet --recipient KEN -o FOLDER",
            )
        export = ParquetExport.open(self.parquet)
        export.verify()
        for note in _about(export):
            say(f"note: {note}")
        told: dict[str, Any] = {"settings": self.settings, "warn": say}
        with progress_bar() as bar, connected(self.master, self.parquet, report=bar, **told) as spark:
            yield Tables(spark, export, Marking.parse(asked.ceiling))

    @contextmanager
    def network(self, asked: Asked, name: str) -> Iterator[Network]:
        """Take a network of the export."""
        from netgraph.spark.networks import network  # noqa: PLC0415 - an extra

        with self.tables(asked) as tables:
            yield network(tables, name)


def _about(export: ParquetExport) -> list[str]:
    """Say on what a result stands, where that is not a whole graph of real records."""
    found = []
    if not export.local:
        found.append(f"the export holds what {export.recipient} may have, and no more")
    if export.above_ceiling:
        found.append(f"the export leaves out {export.above_ceiling:,} claims above TLP:{export.ceiling.word}")
    if export.synthetic:
        found.append("the records are synthetic")
    return found


def cluster_options(*engines: str, offered: tuple[str, ...] = ()) -> Callable[..., Any]:
    """Add ``--engine``, ``--master``, ``--parquet`` and ``--conf``.

    Parameters
    ----------
    *engines : str
        Of one machine, the usual one first.
    offered : tuple of str
        Parameters of the command that Spark knows too; others are refused where they are typed.

    Returns
    -------
    callable
        A decorator: the command gets ``engine``, and ``cluster``, which is None but for Spark.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def chosen(
            *args: Any,  # noqa: ANN401 - the command's own
            engine: str,
            master: str | None,
            parquet: Path | None,
            conf: tuple[str, ...],
            **own: Any,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            if engine != SPARK:
                _refuse_alone(master, parquet, conf)
                return function(*args, engine=engine, cluster=None, **own)
            _refuse_others(_ALWAYS.union(offered))
            if master is None or parquet is None:
                raise UsageError(
                    "--engine spark needs a cluster and an export",
                    hint="netgraph export parquet --local -o FOLDER; then --master spark://HOST:7077 "
                    "--parquet FOLDER",
                )
            settings = dict(_setting(one) for one in conf)
            return function(*args, engine=engine, cluster=Cluster(master, parquet, settings), **own)

        setattr(chosen, OFFERED, offered)
        wrapped: Callable[..., Any] = chosen
        for option in _options(engines):
            wrapped = option(wrapped)
        return wrapped

    return decorate


def _options(engines: tuple[str, ...]) -> tuple[Callable[..., Any], ...]:
    return (
        click.option("--conf", multiple=True, metavar="KEY=VALUE", help="A setting of Spark; several times."),
        click.option(
            "--parquet",
            type=click.Path(file_okay=False, path_type=Path),
            help="What netgraph export parquet wrote, where every worker sees it.",
        ),
        click.option("--master", metavar="URL", help="The cluster: spark://HOST:7077, or local[2]."),
        click.option(
            "--engine",
            type=click.Choice([*engines, SPARK]),
            default=engines[0],
            show_default=True,
            help="What computes; spark for graphs past one machine.",
        ),
    )


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.startswith("spark."):
        raise UsageError(f"{text!r} is no setting of Spark", hint="write it like spark.executor.memory=8g")
    return key, value


def _refuse_alone(*given: object) -> None:
    if any(given):
        raise UsageError("--master, --parquet and --conf are for Spark", hint="add --engine spark")


def _refuse_others(offered: frozenset[str]) -> None:
    """Refuse what Spark would pass over in silence."""
    context = click.get_current_context()
    typed = [option for option in _typed(context) if option.name not in offered]
    if any(option.name == "purpose" for option in typed):
        raise UsageError(
            "--purpose is for the audit log of a store, which a cluster does not read",
            hint="say it when you export: netgraph export parquet --purpose",
        )
    others = [option for option in typed if option.expose_value]
    if others:
        raise UsageError(
            f"{others[0].opts[0]} is not computed on Spark", hint="leave it out, or take another engine"
        )


def _typed(context: click.Context) -> list[click.Parameter]:
    """Return the options and arguments that somebody typed."""
    source = context.get_parameter_source
    return [one for one in context.command.params if source(str(one.name)) is ParameterSource.COMMANDLINE]


def words_for_spark(context: click.Context) -> list[str] | None:
    """Return what was typed of a command, but for where it goes, as a cluster can answer it.

    Returns
    -------
    list of str or None
        None where something was typed that Spark does not compute.
    """
    offered: tuple[str, ...] = getattr(context.command.callback, OFFERED, ())
    asked, words = context.params, []
    if asked.get("network") == "jurisdiction" or asked.get("method") == "leiden":
        return None
    for option in _typed(context):
        if not option.expose_value or option.name in {"store", "no_cache", "engine", "output", "format_"}:
            continue
        if option.name not in {*offered, "ceiling", "all_columns"}:
            return None
        value = asked[str(option.name)]
        values = value if isinstance(value, tuple) else (value,)
        if isinstance(option, click.Option):
            flag = [option.opts[0]]
            words += flag if option.is_flag else [word for one in values for word in (*flag, str(one))]
        else:
            words += [str(one) for one in values]
    if context.info_name == "connectors" and asked.get("by") is None:
        words += ["--by", "betweenness"]
    return words
