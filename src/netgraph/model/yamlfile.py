"""Read one YAML file into a pydantic model, with every complaint carrying file and line.

Stricter than YAML itself: duplicate keys, anchors, aliases, tags and more than one document are refused,
since a reader of a schema or a mapping must see what is meant without running it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from netgraph.errors import AssetError, SchemaError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class _Hidden(yaml.MarkedYAMLError):
    """Valid YAML whose meaning a reader would not see."""


# libyaml, where PyYAML was built with it: ten times as fast, and every command reads some files.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc] # chosen at run time
    """The words of YAML 1.2 alone, so that NO is Norway, ON a type, 12:30 and 2008-05 what was written."""


def _refuse_hidden(text: str) -> None:
    """Refuse what hides meaning, or would exhaust the reader, before any of it is built."""
    depth = 0
    event: Any  # of one of two libraries
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        for found, wrong in (
            (getattr(event, "anchor", None), "anchors and aliases are not allowed"),
            (getattr(event, "tag", None), "tags are not allowed"),
            (depth > DEEPEST, f"nested more than {DEEPEST} deep"),
        ):
            if found:
                raise _Hidden(problem=wrong, problem_mark=event.start_mark)


# PyYAML's own table is that of YAML 1.1; the first characters say which expression is tried.
_Loader.yaml_implicit_resolvers = {}
for _tag, _words, _first in (
    ("bool", "true|false", "tf"),
    ("null", "~|null|", ["~", "n", ""]),
    ("int", "[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_words})$"), list(_first))

Model = TypeVar("Model", bound=BaseModel)
_Where = tuple[str | int, ...]
DEEPEST = 50
HINT = "correct the file there; it is read strictly, so that nothing in it is passed over"


class Strict(BaseModel):
    """Base of everything that is read from YAML: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_yaml(path: Path, model: type[Model], *, error: type[AssetError] = SchemaError) -> Model:
    """Read a YAML file into a model.

    Parameters
    ----------
    path : Path
        The file, UTF-8.
    model : type of pydantic model
        What the file must hold; unknown keys are errors when it derives from `Strict`.
    error : type of AssetError, default SchemaError
        What to raise.

    Returns
    -------
    Model
        The validated content.

    Raises
    ------
    AssetError
        Of the given type, with file and line: not readable, not YAML, or not what the model wants.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise error(
            f"cannot be read: {_said(cause)}", path=path, hint="is it there, and UTF-8 text?"
        ) from cause
    return parse_yaml(text, model, path=path, error=error)


def _said(cause: OSError | UnicodeDecodeError) -> str:
    return cause.strerror or str(cause) if isinstance(cause, OSError) else f"not UTF-8 at byte {cause.start}"


def parse_yaml(
    text: str, model: type[Model], *, path: Path, error: type[AssetError], first_line: int = 1
) -> Model:
    """Parse YAML text into a model; `first_line` is where the text starts in its file."""
    reader = _Reader(path, error, first_line)
    content = reader.read(text)
    try:
        return model.model_validate(content)
    except ValidationError as cause:
        raise reader.explain(cause) from cause


class _Reader:
    """Turns one text into plain values, noting lines and refusing what hides meaning."""

    def __init__(self, path: Path, error: type[AssetError], first_line: int) -> None:
        self._path = path
        self._error = error
        self._first_line = first_line
        self._lines: dict[_Where, int] = {}
        self._scalars = yaml.constructor.SafeConstructor()

    def read(self, text: str) -> Any:  # noqa: ANN401 - YAML holds anything
        """Return the plain values of a text."""
        try:
            _refuse_hidden(text)
            node = yaml.compose(text, Loader=_Loader)
            if node is None:
                raise self._wrong("the file is empty", None)
            return self._plain(node, ())
        except _Hidden as cause:
            raise self._wrong(str(cause.problem), cause.problem_mark) from cause
        except yaml.YAMLError as cause:
            mark = getattr(cause, "problem_mark", None) or getattr(cause, "context_mark", None)
            said = [getattr(cause, name, None) for name in ("context", "problem")]
            problem = ", ".join(filter(None, said)) or str(cause).splitlines()[0]
            raise self._wrong(f"not valid YAML: {problem}", mark) from cause

    def explain(self, cause: ValidationError) -> AssetError:
        """Name the first complaint of pydantic by place and line."""
        first = cause.errors()[0]
        where = tuple(part for part in first["loc"] if isinstance(part, str | int))
        name = ".".join(str(part) for part in where) or "the file"
        what = {
            "extra_forbidden": "unknown key",
            "missing": "is missing",
            "model_type": "should be keys with values",
            "dict_type": "should be keys with values",
            "tuple_type": "should be a list",
            "list_type": "should be a list",
            "string_too_short": "is empty",
            "too_short": "has too few entries",
        }.get(first["type"], first["msg"].removeprefix("Value error, "))
        more = len(cause.errors()) - 1
        tail = f" (and {more} more)" if more else ""
        return self._at(f"{name}: {what}{tail}", self._line_of(where))

    def _plain(self, node: yaml.Node, where: _Where) -> Any:  # noqa: ANN401 - YAML holds anything
        self._lines[where] = node.start_mark.line + self._first_line
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*where, number)) for number, item in enumerate(node.value)]
        if not isinstance(node, yaml.MappingNode):
            return self._scalars.construct_object(node)
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
                raise self._wrong("keys must be plain words", key_node.start_mark)
            if key in found:
                raise self._wrong(f"the key {key!r} stands twice", key_node.start_mark)
            found[key] = self._plain(value_node, (*where, key))
            self._lines[(*where, key)] = key_node.start_mark.line + self._first_line
        return found

    def _line_of(self, where: Sequence[str | int]) -> int | None:
        """Find the line of a place, or of the nearest part of it that stands in the file."""
        known = (self._lines.get(tuple(where[:end])) for end in range(len(where), -1, -1))
        return next(filter(None, known), None)

    def _wrong(self, message: str, mark: Any) -> AssetError:  # noqa: ANN401 - of two kinds, or None
        return self._at(message, None if mark is None else mark.line + self._first_line)

    def _at(self, message: str, line: int | None) -> AssetError:
        return self._error(message, path=self._path, line=line, hint=HINT)
