"""Decide which staged rows can be loaded, and what became of the others. Nothing is written to a store.

Blank rows fall first, then rows that repeat another, then those that cannot be read, contradict another or
refer to what is not there. A row that falls can take others with it, so it is done until none falls; what
falls does not depend on the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netgraph.errors import NetgraphError, TooManyRejects
from netgraph.ingest.bindings import origins
from netgraph.ingest.chronology import disordered, gone_back
from netgraph.ingest.columns import contradictable, natural, quoted
from netgraph.ingest.stage import DUPLICATE, HELD_ROW, claims_table, nodes_table
from netgraph.model import load_schema

if TYPE_CHECKING:
    from netgraph.ingest.mapping import Mapping
    from netgraph.ingest.stage import Stage
    from netgraph.store import Store

BLANK = "the row is blank"
ANOTHER_STOP = "another stop of the same route was rejected"


@dataclass(frozen=True)
class Account:
    """What became of the rows: read = loaded + duplicate + rejected.

    Attributes
    ----------
    reasons : dict of str to int
        Rejected rows by reason, most frequent first.
    """

    read: int
    loaded: int
    duplicate: int
    rejected: int
    reasons: dict[str, int] = field(default_factory=dict)

    def refuse_too_many(self, mapping: Mapping, file: str) -> None:
        """Stop when a larger share of rows is rejected than the mapping allows.

        Raises
        ------
        TooManyRejects
            With the most frequent reasons.
        """
        if self.rejected <= self.read * mapping.max_ratio:
            return
        worst = "; ".join(f"{n} rows: {reason}" for reason, n in list(self.reasons.items())[:3])
        raise TooManyRejects(
            f"{self.rejected} of {self.read} rows of {file} were rejected, more than the max_ratio of "
            f"{mapping.max_ratio:g} that the mapping allows; nothing was written ({worst})",
            hint="look at the list of rejects; if it is right, raise max_ratio in a copy of the mapping",
        )


def settle(stage: Stage, store: Store, mapping: Mapping) -> Account:
    """Let every row fall that cannot be loaded, and take its entries off the stage.

    Parameters
    ----------
    stage : Stage
        With all rows of the file on it; blank and repeated ones have fallen.
    store : Store
        Is asked for nodes that rows refer to and this file does not make.
    mapping : Mapping
        Tells which column a date comes from.

    Returns
    -------
    Account
    """
    stage.run("INSERT INTO fallen SELECT DISTINCT ON (row) * FROM refused ANTI JOIN fallen USING (row)")
    _take_along(stage)
    held: set[str] = set()
    while True:
        _clear(stage)
        fell = _contradictions(stage) or _gone_back(stage, mapping) or _dangling(stage, store, held)
        if not fell:
            break
        _take_along(stage)
    return account_of(stage)


def account_of(stage: Stage) -> Account:
    """Count what became of the rows."""
    read = stage.value("SELECT count(*) FROM file_rows")
    duplicate = stage.value(f"SELECT count(*) FROM fallen WHERE reason = '{DUPLICATE}'")
    why = "concat(reason, CASE WHEN column_name != '' THEN concat(' (column ', column_name, ')') END) AS why"
    rejected = f"FROM fallen WHERE reason != '{DUPLICATE}'"
    found = stage.run(f"SELECT {why}, count(*) AS n {rejected} GROUP BY why ORDER BY n DESC, why")
    loaded = stage.value("SELECT count(*) FROM file_rows ANTI JOIN fallen USING (row)")
    account = Account(read, loaded, duplicate, sum(n for _, n in found), dict(found))
    if read != loaded + duplicate + account.rejected:
        raise NetgraphError("the account of rows does not add up; nothing was written", hint="report this")
    return account


def drop_duplicates(stage: Stage) -> None:
    """Let blank rows fall, and of rows that are equal in all columns in use all but one.

    The one with the smallest record stays, whatever the order of the rows: numbers compare as numbers, then
    the texts of the record's columns in their order.
    """
    stage.run(f"INSERT INTO fallen SELECT DISTINCT * FROM refused WHERE reason = '{BLANK}'")
    stage.run(
        "INSERT INTO fallen WITH alive AS (SELECT * FROM file_rows ANTI JOIN fallen USING (row)), "
        "many AS (SELECT print FROM alive GROUP BY print HAVING count(*) > 1), "
        f"placed AS (SELECT row, row_number() OVER (PARTITION BY print ORDER BY {natural('record')}, row) "
        "AS place FROM alive SEMI JOIN many USING (print)) "
        f"SELECT row, '{DUPLICATE}', '' FROM placed WHERE place > 1"
    )


def _take_along(stage: Stage) -> None:
    """Let whole routes fall: without one of its stops a route would lead where nobody went."""
    stage.run(
        "INSERT INTO fallen SELECT DISTINCT row, $reason, '' FROM bound SEMI JOIN ("
        f"SELECT group_number FROM bound JOIN fallen USING (row) WHERE reason != '{DUPLICATE}') AS hit "
        "USING (group_number) ANTI JOIN fallen USING (row)",
        reason=ANOTHER_STOP,
    )


def _clear(stage: Stage) -> None:
    """Take what fallen rows say off the stage.

    Tables are written anew: of rows that are deleted the staging database keeps marks in memory for every row
    beside them, which it cannot put on disk.
    """
    if not stage.value("SELECT count(*) FROM fallen"):
        return
    for name in (*_entries(stage), "reference", "unknown"):
        if stage.value(f"SELECT count(*) FROM {quoted(name)} SEMI JOIN fallen USING (row)"):
            stage.run(f"CREATE TABLE cleared AS SELECT * FROM {quoted(name)} ANTI JOIN fallen USING (row)")
            stage.run(f"DROP TABLE {quoted(name)}")
            stage.run(f"ALTER TABLE cleared RENAME TO {quoted(name)}")


def _entries(stage: Stage) -> list[str]:
    return [*stage.tables("owned", "shared"), *map(claims_table, stage.ends)]


def _contradictions(stage: Stage) -> int:
    """Let rows fall that say different things of one node or claim; all of them, for none is the truer."""
    fell = 0
    tables = [(label, nodes_table(label)) for label in load_schema().labels("owned") if label in stage.labels]
    tables += [(ends.type, claims_table(ends)) for ends in stage.ends]
    for what, name in tables:
        if not _contradicted(stage, what, name):
            continue
        if not stage.only_adds:
            # What was repaired and loaded apart gives way to the file.
            gone = f"row = {HELD_ROW} AND key IN (SELECT key FROM contradicted)"
            stage.run(f"DELETE FROM {quoted(name)} WHERE {gone}")
            _contradicted(stage, what, name)
        fell += stage.value(
            f"INSERT INTO fallen SELECT row, min(why), '' FROM {quoted(name)} JOIN contradicted USING (key) "
            f"ANTI JOIN fallen USING (row) WHERE row != {HELD_ROW} GROUP BY row"
        )
    return fell


def _contradicted(stage: Stage, what: str, name: str) -> int:
    """Note the keys whose entries disagree, or give dates in the wrong order; return how many there are."""
    staged = stage.columns_of(name)
    differing = [
        (f"min({quoted(n)}) != max({quoted(n)})", f"rows disagree on the {n} of one {what}")
        for n in contradictable(staged)
    ]
    differing += [
        (wrong, f"rows together put the {second} before the {first} of one {what}")
        for first, second, wrong in disordered(what, staged)
    ]
    whens = " ".join(f"WHEN {test} THEN '{why}'" for test, why in differing)
    why = f"CASE {whens} END" if whens else "NULL"
    many = f"SELECT key FROM {quoted(name)} GROUP BY key HAVING count(*) > 1"
    stage.run(
        f"CREATE OR REPLACE TEMP TABLE contradicted AS SELECT key, {why} AS why FROM {quoted(name)} "
        f"SEMI JOIN ({many}) AS many USING (key) GROUP BY key HAVING why IS NOT NULL"
    )
    return stage.value("SELECT count(*) FROM contradicted")


def _gone_back(stage: Stage, mapping: Mapping) -> int:
    """Let rows fall that give a stop, say, a date before one of the stops that it follows."""
    fell = 0
    for ends in stage.ends:
        names = load_schema().relationships[ends.type].sequence
        if not names:
            continue
        name = claims_table(ends)
        note = f"CREATE OR REPLACE TEMP TABLE late AS {gone_back(name, names)}"
        stage.run(note)
        if not stage.only_adds and stage.value("SELECT count(*) FROM late"):
            gone = f"row = {HELD_ROW} AND start IN (SELECT start FROM late)"
            stage.run(f"DELETE FROM {quoted(name)} WHERE {gone}")
            stage.run(note)
        columns_of = origins(mapping)
        for about in names:
            several = columns_of.get((ends.type, about), [])
            fell += stage.value(
                "INSERT INTO fallen SELECT DISTINCT row, $reason, $column FROM late "
                f"ANTI JOIN fallen USING (row) WHERE about = $about AND row != {HELD_ROW}",
                reason=f"the {about} is earlier than a stop before it",
                column=several[0] if len(several) == 1 else "",
                about=about,
            )
    return fell


def _dangling(stage: Stage, store: Store, held: set[str]) -> int:
    """Let rows fall that refer to nodes which neither this file nor the source's earlier loads give.

    What the store holds is asked once for each label; `held` says for which it was.
    """
    labels = [label for (label,) in stage.run("SELECT DISTINCT label FROM reference ORDER BY label")]
    fell = 0
    for label in labels:
        name = nodes_table(label)
        if label not in stage.labels:
            name = f"held {label}"
            if label not in held:
                held.add(label)
                stage.run(f"CREATE TABLE {quoted(name)} (key VARCHAR, digest VARCHAR)")
                for rows in store.nodes_of(label, stage.source):
                    stage.insert(name, rows)
        fell += stage.value(
            "INSERT INTO fallen SELECT row, $reason, min(column_name) FROM reference "
            "ANTI JOIN fallen USING (row) "
            f"WHERE label = $label AND key NOT IN (SELECT key FROM {quoted(name)}) GROUP BY row",
            reason=f"refers to a {label} that this source does not have",
            label=label,
        )
    return fell
