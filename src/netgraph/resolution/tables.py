"""The table that Splink compares, made in DuckDB from records and facts.

One row a record, with lists of what it is tied to. Identifiers are parted by how many records use them, and
what groups records for comparing holds no group that is too large: both keep a hotline from tying everybody
to everybody. The database is in memory, and asks nothing of files or networks.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from netgraph.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from netgraph.resolution.facts import Facts
    from netgraph.resolution.model import Model

CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}
# Parts that say nothing about the side on which somebody stands.
NO_SIDE = ["Witness", "TravellingPartner", "Other"]
SHORTEST = 4  # letters of a word that may group names
EDGE = 6  # letters at the beginning or end of a name that group it

FACTS = "CREATE TABLE facts AS SELECT key, fact, value, max(marking) AS marking FROM given_facts GROUP BY ALL"
USERS = """
CREATE TABLE users AS
SELECT value, count(*) AS users FROM facts WHERE fact = 'identifier' GROUP BY value
"""
HELD = """
CREATE TABLE held AS
SELECT key,
       list(value ORDER BY value) AS identifiers,
       list(value ORDER BY value) FILTER (users <= $rare) AS rare,
       list(value ORDER BY value) FILTER (users > $rare AND users < $common) AS few,
       list(value ORDER BY value) FILTER (users >= $common) AS common,
       list(value ORDER BY value) FILTER (users BETWEEN 2 AND $block) AS by_identifier,
       min_by(value, (users, value)) FILTER (users BETWEEN 2 AND $rare) AS anchor
FROM facts JOIN users USING (value) WHERE fact = 'identifier' GROUP BY key
"""
TIES = """
CREATE TABLE ties AS
SELECT key, max(marking) AS marking,
       list(value ORDER BY value) FILTER (fact = 'citizenship') AS citizenships,
       list(value ORDER BY value) FILTER (fact = 'case') AS cases,
       list(value ORDER BY value) FILTER (fact = 'linked') AS linked,
       list(value ORDER BY value) FILTER (fact = 'role' AND value <> 'Other') AS roles,
       list(DISTINCT CASE WHEN value = 'Victim' THEN 'victim' ELSE 'actor' END)
         FILTER (fact = 'role' AND NOT list_contains($no_side, value)) AS sides,
       list(value ORDER BY value) FILTER (fact = 'place' AND contains(value, '/')) AS towns,
       list(DISTINCT split_part(value, '/', 1)) FILTER (fact = 'place') AS countries
FROM facts
WHERE NOT (fact = 'place' AND split_part(value, '/', 1) IN ('region', 'relative'))
GROUP BY key
"""
# What groups records beside their identifiers: all that is known of a person, with one place each time;
# words, pairs of words and both ends of a name. Groups that are too large are left out.
GROUPS = """
CREATE TABLE grouped AS
WITH said AS (
  SELECT r.unique_id, 'by_profile' AS kind,
         concat_ws('|', c, coalesce(r.sex, r.gender), r.youngest, r.oldest, p) AS value
  FROM given_records r JOIN ties t ON t.key = r.unique_id,
       unnest(t.citizenships) AS _(c), unnest(list_concat(t.towns, t.countries)) AS __(p)
  WHERE coalesce(r.sex, r.gender) IS NOT NULL AND r.youngest IS NOT NULL
  UNION
  SELECT unique_id, 'by_name', w
  FROM given_records, unnest(list_concat(string_split(name, ' '),
       ['^' || left(replace(name, ' ', ''), $edge), '$' || right(replace(name, ' ', ''), $edge)])) AS _(w)
  WHERE length(w) >= $shortest
  UNION
  SELECT unique_id, 'by_name', a || ' ' || b
  FROM (SELECT unique_id, list_sort(list_distinct(string_split(name, ' '))) AS words FROM given_records),
       unnest(words) AS _(a), unnest(words) AS __(b)
  WHERE a < b
)
SELECT unique_id, kind, value, count(*) OVER (PARTITION BY kind, value) AS members FROM said
"""
RECORDS = """
CREATE TABLE records AS
SELECT r.* EXCLUDE (marking), greatest(r.marking, coalesce(t.marking, 0)) AS marking,
       h.identifiers, h.rare, h.few, h.common, h.by_identifier, h.anchor,
       t.citizenships, CASE WHEN len(t.citizenships) = 1 THEN t.citizenships[1] END AS citizenship,
       t.cases, t.linked, t.roles, t.sides, t.towns, t.countries,
       g.by_profile, g.by_name
FROM given_records r
LEFT JOIN held h ON h.key = r.unique_id
LEFT JOIN ties t ON t.key = r.unique_id
LEFT JOIN (
  SELECT unique_id,
         list(value ORDER BY value) FILTER (kind = 'by_profile') AS by_profile,
         list(value ORDER BY value) FILTER (kind = 'by_name') AS by_name
  FROM grouped WHERE members BETWEEN 2 AND $block GROUP BY unique_id
) g ON g.unique_id = r.unique_id
ORDER BY r.unique_id
"""
SHARES = """
SELECT coalesce(sum(chance) FILTER (users <= $rare), 0) AS rare,
       coalesce(sum(chance) FILTER (users > $rare AND users < $common), 0) AS few
FROM (
  SELECT users, (users / (SELECT greatest(count(*), 1) FROM held)) ** 2 AS chance FROM users WHERE users > 1
)
"""
PASSED_OVER = """
SELECT (SELECT count(*) FROM users WHERE users > $block) AS identifiers,
       (SELECT count(DISTINCT (kind, value)) FROM grouped WHERE members > $block) AS groups
"""
ANCHORED = """
SELECT coalesce(sum(n * (n - 1) / 2), 0)
FROM (SELECT count(*) AS n FROM records WHERE anchor IS NOT NULL GROUP BY anchor)
"""


@contextmanager
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that reaches neither files nor networks.

    Raises
    ------
    AnalysisError
        What was done with it needed more memory than there is; nothing is put off to a disk.
    """
    import duckdb  # noqa: PLC0415 - heavy, and needed by few commands

    with duckdb.connect(config=CLOSED) as database:
        database.execute("SET enable_progress_bar = false")
        try:
            yield database
        except duckdb.OutOfMemoryException as cause:
            raise AnalysisError(
                "there is not enough memory to compare so many records",
                hint="use a machine with more, or compare fewer: a lower --ceiling, or one label at a time",
            ) from cause


def fill(database: duckdb.DuckDBPyConnection, known: Facts, model: Model) -> None:
    """Make the table ``records`` from what is known, and the tables it is made of.

    Parameters
    ----------
    database : DuckDBPyConnection
        An empty one.
    known : Facts
    model : Model
        Its numbers say what is rare, what is common, and how large a group may be.
    """
    sizes = sizes_of(model)
    database.register("given_records", known.records)
    database.register("given_facts", known.facts)
    database.execute(FACTS)
    database.execute(USERS)
    database.execute(HELD, sizes)
    database.execute(TIES, {"no_side": NO_SIDE})
    database.execute(GROUPS, {"edge": EDGE, "shortest": SHORTEST})
    database.execute(RECORDS, {"block": sizes["block"]})


def sizes_of(model: Model) -> dict[str, Any]:
    """Return the numbers of a model as parameters of the statements."""
    return {"rare": model.rare_up_to, "common": model.common_from, "block": model.block_up_to}


def one(database: duckdb.DuckDBPyConnection, statement: str, **parameters: int) -> tuple[Any, ...]:
    """Return the one row that a statement gives."""
    found: tuple[Any, ...] = database.execute(statement, parameters or None).fetchall()[0]
    return found
