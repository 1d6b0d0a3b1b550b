"""Splink on DuckDB: weights learned from the store or taken from the model, and pairs scored with them.

The only module that imports Splink, and only when it is used. It is silent, its samples are seeded, and it
sees one database in memory. What the numbers mean in words is said in `netgraph.resolution.candidates`.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netgraph.resolution import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import pyarrow as pa
    from splink import Linker

    from netgraph.resolution.model import Comparison, Level, Model

SEED = 7
SAMPLE = 1_000_000  # pairs from which u is measured
MEASURE_FROM = 100  # records; fewer give too few pairs
LEAST = 1e-9
LEAST_ONE = (
    0.05  # of the pairs that share a rare identifier; below, what was learned tells something else apart
)
GROUPS = ("by_identifier", "by_profile", "by_name")
CHANCE_OF_SECOND = (
    0.1  # phones and accounts travel together: a second one surprises a tenth as much as the first
)


@dataclass(frozen=True)
class Weights:
    """The shares m and u of each level, and how they were come by.

    Attributes
    ----------
    m, u : dict of (str, str) to float
        By comparison and level.
    prior : float
        Probability that two records are one, before anything is compared.
    notes : tuple of str
        Where the numbers come from, in words.
    """

    m: dict[tuple[str, str], float]
    u: dict[tuple[str, str], float]
    prior: float
    notes: tuple[str, ...]


def weigh(database: duckdb.DuckDBPyConnection, model: Model, size: int) -> Weights:
    """Find the weights for the records in a database.

    Parameters
    ----------
    database : DuckDBPyConnection
        Filled by `tables.fill`.
    model : Model
    size : int
        How many records.

    Returns
    -------
    Weights
    """
    given = [(comparison, level) for comparison in model.comparisons for level in comparison.levels]
    weights = Weights(
        {(c.name, level.name): level.m for c, level in given},
        {(c.name, level.name): level.u for c, level in given},
        min(model.matches_per_record / max(size, 2), 0.1),
        (),
    )
    if size < MEASURE_FROM:
        return _noted(weights, f"weights of the model, none measured: only {size:,} records")
    weights = _with_shares(database, model, weights)
    with quiet():
        linker = _linker(database, model, weights)
        linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLE + 1, seed=SEED)
        weights = _noted(_taken(linker, model, weights, "u"), "u measured in this store")
        if model.learn_from is None:
            return _noted(weights, "m of the model")
        pairs = int(tables.one(database, tables.ANCHORED)[0])
        if pairs < model.learn_from:
            return _noted(weights, f"m of the model: only {pairs:,} pairs share a rare identifier")
        return _learned(database, model, weights)


def score(database: duckdb.DuckDBPyConnection, model: Model, weights: Weights, threshold: float) -> pa.Table:
    """Score every pair of records that stand in one group.

    Returns
    -------
    pyarrow.Table
        ``start``, ``end`` (keys, the smaller first), ``score``, and for each comparison NAME ``level_NAME``
        (counted from the last, 0; -1 where unknown) and ``weight_NAME`` (bits); best first, then by keys.
    """
    with quiet():
        linker = _linker(database, model, weights)
        found = linker.inference.predict(threshold_match_probability=threshold, warning_mode="never")
    relation = found.as_duckdbpyrelation()
    there = set(relation.columns)
    wanted = []
    for name in (comparison.name for comparison in model.comparisons):
        adjusted = f" + mw_tf_adj_{name}" if f"mw_tf_adj_{name}" in there else ""
        wanted += [f"gamma_{name} AS level_{name}", f"mw_{name}{adjusted} AS weight_{name}"]
    ends = ["least(unique_id_l, unique_id_r) AS start", 'greatest(unique_id_l, unique_id_r) AS "end"']
    table: pa.Table = (
        relation.project(", ".join([*ends, "round(match_probability, 6) AS score", *wanted]))
        .order('score DESC, start, "end"')
        .to_arrow_table()
    )
    return table


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what Splink has to say to itself."""
    logger = logging.getLogger("splink")
    before = logger.level, logger.propagate
    silence = logging.NullHandler()
    logger.addHandler(silence)
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(silence)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def _with_shares(database: duckdb.DuckDBPyConnection, model: Model, weights: Weights) -> Weights:
    """Work out how often two records share an identifier by chance: the sum of squared frequencies."""
    sizes = tables.sizes_of(model)
    rare, few = tables.one(database, tables.SHARES, rare=sizes["rare"], common=sizes["common"])
    u = dict(weights.u)
    for comparison in model.comparisons:
        if comparison.u != "frequency":
            continue
        name = comparison.name
        u[name, "rare"] = max(float(rare), LEAST)
        u[name, "rare_two"] = max(float(rare) * CHANCE_OF_SECOND, LEAST)
        u[name, "few"] = max(float(few), LEAST)
        others = sum(u[name, level.name] for level in comparison.levels[:-1])
        u[name, "none"] = max(1 - others, LEAST)
    return Weights(weights.m, u, weights.prior, weights.notes)


def _learned(database: duckdb.DuckDBPyConnection, model: Model, weights: Weights) -> Weights:
    """Learn m among the pairs that share a rare identifier, or say why not."""
    from splink import block_on  # noqa: PLC0415 - heavy

    # Every one of these pairs shares an identifier: left in, it would make all of them look like one.
    part = model.model_copy(update={"comparisons": tuple(c for c in model.comparisons if c.m == "learned")})
    linker = _linker(database, part, weights)
    session = linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("anchor"), estimate_without_term_frequencies=True
    )
    share = session.core_model_settings.probability_two_random_records_match
    learned = _taken(linker, part, weights, "m")
    if share < LEAST_ONE or not _agreement_speaks_for(model, learned):
        return _noted(weights, "m of the model: what was learned was not plausible")
    return _noted(
        learned, f"m learned from pairs that share a rare identifier, {share:.0%} of them taken for one"
    )


def _agreement_speaks_for(model: Model, weights: Weights) -> bool:
    """Tell whether the best level of every learned comparison speaks for one, and the last against it."""
    for comparison in model.comparisons:
        if comparison.m == "learned":
            first, last = _first_free(comparison), comparison.levels[-1]
            up, down = ((comparison.name, level.name) for level in (first, last))
            if weights.m[up] <= weights.u[up] or weights.m[down] >= weights.u[down]:
                return False
    return True


def _first_free(comparison: Comparison) -> Level:
    return next(level for level in comparison.levels if not level.fixed)


def _taken(linker: Linker, model: Model, weights: Weights, which: str) -> Weights:
    """Take over what Splink estimated, level by level; what it never saw keeps what it had."""
    trained: dict[str, Any] = linker.misc.save_model_to_json()
    found = dict(weights.m if which == "m" else weights.u)
    for comparison, told in zip(model.comparisons, trained["comparisons"], strict=True):
        if (comparison.m if which == "m" else comparison.u) not in {"learned", "measured"}:
            continue
        levels = [level for level in told["comparison_levels"] if not level.get("is_null_level")]
        for level, estimated in zip(comparison.levels, levels, strict=True):
            value = estimated.get(f"{which}_probability")
            if isinstance(value, float) and 0 < value < 1 and not level.fixed:
                found[comparison.name, level.name] = value
    if which == "m":
        return Weights(found, weights.u, weights.prior, weights.notes)
    return Weights(weights.m, found, weights.prior, weights.notes)


def _linker(database: duckdb.DuckDBPyConnection, model: Model, weights: Weights) -> Linker:
    """Make a linker for the table ``records``."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415 - heavy

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(comparison, weights) for comparison in model.comparisons],
        blocking_rules_to_generate_predictions=[
            block_on(group, arrays_to_explode=[group])
            for group in GROUPS
            if int(tables.one(database, f"SELECT count({group}) FROM records")[0])  # noqa: S608 - ours
        ]
        or [block_on("unique_id")],
        probability_two_random_records_match=weights.prior,
        max_iterations=100,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )
    api = DuckDBAPI(connection=database)
    return Linker(api.register("records"), settings, log_level=None)


def _comparison(comparison: Comparison, weights: Weights) -> dict[str, Any]:
    """Put a comparison into Splink's form."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    ]
    for level in comparison.levels:
        at = comparison.name, level.name
        levels.append(
            {
                "sql_condition": level.when or "ELSE",
                "label_for_charts": level.says,
                "m_probability": weights.m[at],
                "u_probability": weights.u[at],
                "fix_m_probability": level.fixed or comparison.m == "fixed",
                "fix_u_probability": level.fixed or comparison.u != "measured",
                **({"tf_adjustment_column": level.frequency} if level.frequency else {}),
            }
        )
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _noted(weights: Weights, note: str) -> Weights:
    return Weights(weights.m, weights.u, weights.prior, (*weights.notes, note))
