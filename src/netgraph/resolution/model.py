"""What is compared, and what agreement weighs: read from ``person.yaml`` and ``organization.yaml``.

The weights that hold where a store has too little to learn from stand there, for stewards to read. Nothing is
computed here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from netgraph.errors import UsageError
from netgraph.model.yamlfile import Strict, read_yaml

LABELS = ("Person", "Organization")
Share = Annotated[float, Field(gt=0, lt=1)]


class Level(Strict):
    """One outcome of a comparison; the first whose condition holds counts, the last holds always.

    ``m`` is the share of pairs of one and the same at this level, ``u`` that of pairs of two different ones.
    ``frequency`` names the column whose rare values weigh more than common ones.
    """

    name: str
    says: str
    m: Share
    u: Share
    when: str | None = None
    frequency: str | None = None
    fixed: bool = False


class Comparison(Strict):
    """What is compared; where ``unknown`` holds, nothing is concluded."""

    name: str
    about: str
    unknown: str
    levels: tuple[Level, ...]
    m: Literal["learned", "fixed"] = "learned"
    u: Literal["measured", "frequency", "fixed"] = "measured"

    @model_validator(mode="after")
    def _last_holds_always(self) -> Comparison:
        if any(level.when is None for level in self.levels[:-1]) or self.levels[-1].when is not None:
            raise ValueError(f"{self.name}: all levels but the last have a condition")
        return self


class Model(Strict):
    """How the records of one label are compared."""

    model: Literal[1]
    label: Literal["Person", "Organization"]
    doc: str
    matches_per_record: Share
    learn_from: int | None = Field(ge=1, default=None)
    rare_up_to: int = Field(ge=2)
    common_from: int = Field(ge=4)
    block_up_to: int = Field(ge=2)
    legal_forms: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...]


@cache
def load_model(label: str) -> Model:
    """Return how the records of a label are compared.

    Parameters
    ----------
    label : {"Person", "Organization"}

    Raises
    ------
    UsageError
        Another label.
    SchemaError
        The shipped file is wrong.
    """
    if label not in LABELS:
        raise UsageError(
            f"records of {label} are not compared", hint=f"give --label {' or --label '.join(LABELS)}"
        )
    return read_yaml(Path(__file__).with_name(f"{label.lower()}.yaml"), Model)
