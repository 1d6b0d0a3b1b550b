"""A plan: a YAML file that lists loads in their order, so that many files take one command.

Nothing is loaded here; `netgraph.ingest.load_file` takes each step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from netgraph.errors import MappingError
from netgraph.model.yamlfile import Strict, read_yaml

MARKS = ("source", "owner", "handling", "releasable_to", "conditions", "reliability", "credibility")


class Step(Strict):
    """One load of a plan, as written; paths are relative to the plan."""

    mapping: str
    file: str
    source: str | None = None
    owner: str | None = None
    handling: str | None = None
    releasable_to: str | None = None
    conditions: str | None = None
    reliability: str | None = None
    credibility: str | None = None


class Plan(Strict):
    """Content of a plan file."""

    plan: Literal[1]
    doc: str
    loads: tuple[Step, ...]


@dataclass(frozen=True)
class PlannedLoad:
    """One load: call ``load_file(store, load.mapping, load.path, **load.marks)``."""

    mapping: str
    path: Path
    marks: dict[str, str] = field(default_factory=dict)


def read_plan(path: str | Path) -> tuple[PlannedLoad, ...]:
    """Read a plan.

    Parameters
    ----------
    path : str or Path
        A YAML file with ``plan: 1``, ``doc`` and ``loads``.

    Returns
    -------
    tuple of PlannedLoad
        In the order of the file, which matters: routes before the cases that follow them.

    Raises
    ------
    MappingError
        With file and line.
    """
    plan = Path(path)
    steps = read_yaml(plan, Plan, error=MappingError).loads
    return tuple(
        PlannedLoad(
            str(plan.parent / step.mapping) if step.mapping.endswith((".yaml", ".yml")) else step.mapping,
            plan.parent / step.file,
            {name: value for name in MARKS if (value := getattr(step, name)) is not None},
        )
        for step in steps
    )
