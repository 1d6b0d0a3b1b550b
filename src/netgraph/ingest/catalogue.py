"""Find mappings: the shipped ones by name, a steward's own by path."""

from __future__ import annotations

from pathlib import Path

from netgraph.errors import MappingError, UsageError
from netgraph.ingest.mapping import Mapping
from netgraph.model.yamlfile import read_yaml
from netgraph.resources import asset_dir


def load_mapping(name_or_path: str | Path) -> Mapping:
    """Read and check a mapping.

    Parameters
    ----------
    name_or_path : str or Path
        The name of a shipped mapping, or the path of a YAML file.

    Returns
    -------
    Mapping

    Raises
    ------
    MappingError
        With file and line: what is wrong with it.
    UsageError
        There is no such mapping.
    """
    path = Path(name_or_path)
    if path.suffix not in {".yaml", ".yml"}:
        path = asset_dir("ingest") / f"{name_or_path}.yaml"
        if str(name_or_path) not in _names():
            raise UsageError(
                f"there is no mapping {str(name_or_path)!r}",
                hint=f"there are {', '.join(_names())}; give a path that ends in .yaml for your own",
            )
    mapping = read_yaml(path, Mapping, error=MappingError)
    if mapping.name != path.stem:
        raise MappingError(
            f"the mapping {mapping.name!r} must be in a file called {mapping.name}.yaml", path=path
        )
    return mapping


def mappings() -> list[tuple[str, str]]:
    """Name and summary of every shipped mapping, in alphabetical order."""
    return [(name, load_mapping(name).summary) for name in _names()]


def _names() -> list[str]:
    return sorted(path.stem for path in asset_dir("ingest").glob("*.yaml"))
