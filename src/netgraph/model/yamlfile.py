"""Read one YAML file into a pydantic model, with every complaint carrying file and line.

Stricter than YAML itself: duplicate keys, anchors, aliases, tags and more than one document are refused,
since a reader of a schema or a mapping must see what is meant without running it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from netgraph.errors import AssetError, SchemaError

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Loader(yaml.SafeLoader):
    """YAML 1.2 words: only true and false are booleans, so that NO is Norway and ON a type."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))

Model = TypeVar("Model", bound=BaseModel)
_Where = tuple[str | int, ...]
_SCALARS = {"str", "int", "float", "bool", "null"}


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
        raise error(f"cannot be read: {cause}", path=path) from cause
    return parse_yaml(text, model, path=path, error=error)


def parse_yaml(
    text: str, model: type[Model], *, path: Path, error: type[AssetError], first_line: int = 1
) -> Model:
    """Parse YAML text into a model; `first_line` is where the text starts in its file."""
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if getattr(event, "anchor", None):
                line = event.start_mark.line + first_line
                raise error("anchors and aliases are not allowed", path=path, line=line)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None) or getattr(cause, "context_mark", None)
        line = mark.line + first_line if mark else None
        problem = getattr(cause, "problem", None) or str(cause)
        raise error(f"not valid YAML: {problem}", path=path, line=line) from cause
    except RecursionError as cause:
        raise error("nested too deeply", path=path) from cause
    if node is None:
        raise error("the file is empty", path=path)
    lines: dict[_Where, int] = {}
    content = _plain(node, (), lines, path, error, first_line)
    try:
        return model.model_validate(content)
    except ValidationError as cause:
        raise _explain(cause, lines, path, error) from cause


def _plain(
    node: yaml.Node,
    where: _Where,
    lines: dict[_Where, int],
    path: Path,
    error: type[AssetError],
    first_line: int,
) -> Any:  # noqa: ANN401 - YAML holds anything
    """Turn a composed node into plain values, noting lines and refusing what hides meaning."""
    line = node.start_mark.line + first_line
    lines[where] = line
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if isinstance(node, yaml.MappingNode) and kind == "map":
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            key_line = key_node.start_mark.line + first_line
            if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
                raise error("keys must be plain words", path=path, line=key_line)
            if key in found:
                raise error(f"the key {key!r} stands twice", path=path, line=key_line)
            found[key] = _plain(value_node, (*where, key), lines, path, error, first_line)
            lines[(*where, key)] = key_line
        return found
    if isinstance(node, yaml.SequenceNode) and kind == "seq":
        return [
            _plain(item, (*where, number), lines, path, error, first_line)
            for number, item in enumerate(node.value)
        ]
    if kind in _SCALARS:
        return yaml.constructor.SafeConstructor().construct_object(node)
    if kind == "timestamp":  # an unquoted date stays the text that was written
        return node.value
    raise error(f"the tag {node.tag!r} is not allowed", path=path, line=line)


def _explain(
    cause: ValidationError, lines: dict[_Where, int], path: Path, error: type[AssetError]
) -> AssetError:
    """Name the first complaint of pydantic by place and line."""
    first = cause.errors()[0]
    where = tuple(part for part in first["loc"] if isinstance(part, str | int))
    name = ".".join(str(part) for part in where) or "the file"
    what = {
        "extra_forbidden": "unknown key",
        "missing": "is missing",
    }.get(first["type"], first["msg"].removeprefix("Value error, "))
    more = len(cause.errors()) - 1
    tail = f" (and {more} more)" if more else ""
    return error(f"{name}: {what}{tail}", path=path, line=_line_of(where, lines))


def _line_of(where: Sequence[str | int], lines: dict[_Where, int]) -> int | None:
    """Find the line of a place, or of the nearest part of it that stands in the file."""
    for end in range(len(where), -1, -1):
        line = lines.get(tuple(where[:end]))
        if line:
            return line
    return None
