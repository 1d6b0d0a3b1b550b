"""Grades of one system in the words of another: the same both ways where they are, refused where not."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from netgraph.cli.main import netgraph
from netgraph.errors import SchemaError, UsageError
from netgraph.model import load_schema
from netgraph.model.crosscheck import cross_check
from netgraph.model.grading import converted, equals
from netgraph.resources import asset_dir

PAIRS = [("reliability", "europol_source"), ("credibility", "europol_information")]


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_what_has_an_equal_comes_back(here: str, there: str) -> None:
    """There and back is the same grade, and some grades of either have no equal."""
    schema = load_schema()
    table = equals(schema, here, there)

    for code, other in table.items():
        assert converted(schema, code, here, there) == other
        assert converted(schema, other, there, here) == code
    for name, known in ((here, table.keys()), (there, table.values())):
        without = set(schema.codelists[name].codes) - set(known)
        for code in without:
            with pytest.raises(UsageError, match="has no equal"):
                converted(schema, code, name, there if name == here else here)
    assert set(schema.codelists[here].codes) - set(table), "every grade has an equal: too good to be true"


def test_the_command_says_it() -> None:
    """The 4x4 system's C is the Admiralty's D, and the Admiralty's C is nothing in it."""
    said = CliRunner().invoke(netgraph, ["schema", "convert", "europol_source", "C", "--to", "reliability"])

    assert said.output == "D\n"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("X", "nothing", "reliability"), "no code list 'nothing'"),
        (("Z", "europol_source", "reliability"), "no code 'Z'"),
        (("A", "europol_source", "credibility"), "no code of europol_source"),
    ],
)
def test_what_is_not_there_is_refused(asked: tuple[str, str, str], why: str) -> None:
    """A list or a code that is not known, or two lists of different things, have no answer."""
    with pytest.raises(UsageError, match=why):
        converted(load_schema(), *asked)


@pytest.mark.parametrize(
    ("maps", "why"),
    [
        ({"reliability": "Z"}, "no code 'Z'"),
        ({"nothing": "A"}, "'nothing'"),
        ({"reliability": "A"}, "already"),
    ],
)
def test_a_wrong_equal_is_found_when_the_schema_is_read(maps: dict[str, str], why: str) -> None:
    """An equal that is not there, or that another code has, names its file."""
    schema = load_schema()
    codelist = schema.codelists["europol_source"]
    codes = codelist.codes | {"X": codelist.codes["X"].model_copy(update={"maps": maps})}
    wrong = codelist.model_copy(update={"codes": codes})
    changed = schema.model_copy(update={"codelists": {**schema.codelists, "europol_source": wrong}})

    with pytest.raises(SchemaError, match=why):
        cross_check(changed, asset_dir("schemas"))
