"""Pairs of records that may be one and the same, best first, each with its score and its reasons in words.

Nothing is decided here: a candidate is a question to a person who knows the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from math import log2
from typing import TYPE_CHECKING, Any

import pandas as pd

from netgraph.errors import UsageError
from netgraph.model import Marking, strictest
from netgraph.resolution import tables
from netgraph.resolution.facts import read_facts
from netgraph.resolution.linkage import score, weigh
from netgraph.resolution.model import load_model

if TYPE_CHECKING:
    import pyarrow as pa

    from netgraph.disclosure import Reader
    from netgraph.resolution.facts import Facts
    from netgraph.resolution.model import Model

THRESHOLD = 0.5
TELLING = 0.5  # bits; what weighs less is not told
CAVEAT = (
    "A score says how much two records look like one, by what was recorded. It is a question to somebody who "
    "knows both files, not an answer: co-victims, siblings and branches look alike too."
)


@dataclass(frozen=True)
class Candidates:
    """Pairs that may be one, and how they were found.

    Attributes
    ----------
    label : str
        Person or Organization.
    frame : pandas.DataFrame
        ``start``, ``start_source``, ``end``, ``end_source``, ``score`` (0 to 1), ``reasons`` (in words with
        bits, what weighs most first), ``judgement`` (the one that holds already, else missing), ``handling``.
    marking : Marking
        The strictest of all rows.
    engine : str
        Which library scored, with its version.
    method : str
        Where the weights come from.
    parameters : dict
    records : int
        How many were compared.
    withheld : int
        Rows that the policy kept out.
    notes : tuple of str
        What was passed over.
    """

    label: str
    frame: pd.DataFrame
    marking: Marking
    engine: str
    method: str
    parameters: dict[str, Any]
    records: int
    withheld: int = 0
    notes: tuple[str, ...] = ()
    caveat: str = CAVEAT

    def provenance(self) -> dict[str, Any]:
        """Return everything but the table, ready for JSON."""
        told = ("label", "engine", "method", "parameters", "records", "withheld", "notes", "caveat")
        return {"analysis": "resolve candidates", **{name: getattr(self, name) for name in told}}


def candidates(
    reader: Reader, label: str = "Person", *, threshold: float = THRESHOLD, decided: bool = False
) -> Candidates:
    """Find pairs of records that may be one and the same.

    Parameters
    ----------
    reader : Reader
        Where to read, and under which policy.
    label : {"Person", "Organization"}
    threshold : float, default 0.5
        The least score, 0 to 1.
    decided : bool, default False
        Keep pairs on which a judgement holds already.

    Returns
    -------
    Candidates

    Raises
    ------
    UsageError
        Another label, or a threshold outside 0 to 1.

    Notes
    -----
    Only records that stand in one group are compared: they share an identifier, a part of a name, or
    all that is known of them with one place. Groups larger than the model allows are passed over and counted,
    so that time and memory are O(records), not O(records squared). That two records have one source counts
    neither for nor against them.

    References
    ----------
    .. [1] Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. Journal of the American
       Statistical Association 64(328). https://doi.org/10.1080/01621459.1969.10501049
    .. [2] Linacre, R. et al. (2022). Splink: free software for probabilistic record linkage at scale.
       International Journal of Population Data Science 7(3). https://doi.org/10.23889/ijpds.v7i3.1794
    """
    model = load_model(label)
    if not 0 <= threshold <= 1:
        raise UsageError(f"the threshold is {threshold:g}", hint="give a number from 0 to 1, such as 0.5")
    found = compare(read_facts(reader, label, model.legal_forms), model, threshold)
    judged = reader.query("same-as-latest", {"type": label})
    frame, withheld, notes = found.frame, found.withheld + judged.withheld, list(found.notes)
    known = {tuple(sorted((row["start"], row["end"]))): row["judgement"] for row in judged.table.to_pylist()}
    frame["judgement"] = [known.get((a, b)) for a, b in zip(frame["start"], frame["end"], strict=True)]
    if not decided:
        settled = frame["judgement"].isin(["positive", "negative"])
        notes += [f"{int(settled.sum()):,} pairs are decided already and not shown"] if settled.any() else []
        frame = frame[~settled].reset_index(drop=True)
    columns = [*(name for name in frame.columns if name != "handling"), "handling"]
    return Candidates(
        label,
        frame[columns],
        strictest(frame["handling"].unique()),
        found.engine,
        found.method,
        {"label": label, "threshold": threshold, "decided": decided},
        found.records,
        withheld,
        tuple(notes),
    )


def compare(known: Facts, model: Model, threshold: float = THRESHOLD) -> Candidates:
    """Score the pairs of what is known of some records; judgements play no part.

    Parameters
    ----------
    known : Facts
    model : Model
    threshold : float
        The least score.

    Returns
    -------
    Candidates
        Without the column ``judgement``.

    Raises
    ------
    AnalysisError
        There is not enough memory.
    """
    with tables.opened() as database:
        tables.fill(database, known, model)
        weights = weigh(database, model, len(known.records))
        pairs = score(database, model, weights, threshold)
        identifiers, groups = tables.one(database, tables.PASSED_OVER, block=model.block_up_to)
        about = {
            key: (source, marking)
            for key, source, marking in database.execute(
                "SELECT unique_id, source, marking FROM records"
            ).fetchall()
        }
    notes = []
    if identifiers:
        notes.append(
            f"{identifiers:,} identifiers of more than {model.block_up_to} records tie nobody to anybody"
        )
    if groups:
        notes.append(
            f"{groups:,} groups of more than {model.block_up_to} records that look alike were not compared"
        )
    before = log2(weights.prior / (1 - weights.prior))
    frame = _frame(pairs, model, about)
    return Candidates(
        known.label,
        frame,
        strictest(frame["handling"].unique()),
        f"splink {version('splink')} on duckdb {version('duckdb')}",
        "; ".join([*weights.notes, f"two records start at {before:+.1f} bits, 0 bits are a score of 0.5"]),
        {"label": known.label, "threshold": threshold},
        len(known.records),
        known.withheld,
        tuple(notes),
    )


def _frame(pairs: pa.Table, model: Model, about: dict[str, tuple[str, int]]) -> pd.DataFrame:
    """Make the table of pairs."""
    rows = []
    for pair in pairs.to_pylist():
        start, end = about[pair["start"]], about[pair["end"]]
        rows.append(
            {
                "start": pair["start"],
                "start_source": start[0],
                "end": pair["end"],
                "end_source": end[0],
                "score": pair["score"],
                "reasons": _reasons(pair, model),
                "handling": Marking(max(start[1], end[1])).word,
            }
        )
    names = ["start", "start_source", "end", "end_source", "score", "reasons", "handling"]
    return pd.DataFrame(rows, columns=names)


def _reasons(pair: dict[str, Any], model: Model) -> str:
    """Say what speaks for and against a pair, what weighs most first."""
    told = []
    for comparison in model.comparisons:
        level, weight = pair[f"level_{comparison.name}"], pair[f"weight_{comparison.name}"]
        if level < 0 or abs(weight) < TELLING:
            continue
        told.append((weight, f"{comparison.about}: {comparison.levels[-1 - level].says} ({weight:+.1f})"))
    return "; ".join(text for _, text in sorted(told, key=lambda item: (-abs(item[0]), item[1])))
