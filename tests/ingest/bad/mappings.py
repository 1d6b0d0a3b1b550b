"""Mappings that hide meaning, exhaust a reader, or name what is not in the vocabulary."""

from __future__ import annotations

from ingest.bad.case import LITTLE, Case, wrong_mapping

CYPHER = "Route`) DETACH DELETE n //"


def changed(name: str, old: str, new: str, *says: str) -> Case:
    """Make a case of the little mapping with one place changed."""
    assert old in LITTLE
    return wrong_mapping(name, LITTLE.replace(old, new, 1), *says)


def ending(name: str, more: str, *says: str) -> Case:
    """Make a case of the little mapping with more after its end."""
    return wrong_mapping(name, LITTLE + more, *says)


ALIASES = "aliases:\n" + "".join(
    f"  x{n}: [{', '.join([f'*a{n - 1}'] * 9) if n else 'lol'}]\n" for n in range(9)
)

CASES: list[Case] = [
    wrong_mapping("an empty mapping", b"", "the file is empty"),
    wrong_mapping("a mapping of comments", b"# nothing\n", "the file is empty"),
    wrong_mapping("a mapping that is a list", b"- mapping\n", "keys with values"),
    wrong_mapping("a mapping that is a word", b"mapping\n", "keys with values"),
    wrong_mapping("a mapping in UTF-16", LITTLE.encode("utf-16"), "not UTF-8"),
    wrong_mapping("a mapping in Latin-1", LITTLE.replace("Made", "Môde").encode("latin-1"), "not UTF-8"),
    wrong_mapping("a mapping with NUL", LITTLE.encode() + b"\0", "not valid YAML"),
    wrong_mapping("a mapping that is a workbook", b"PK\x03\x04", "not valid YAML"),
    wrong_mapping(
        "a mapping with tabs",
        LITTLE.replace("  route: {doc", "\troute: {doc").encode(),
        ":7: .*not valid YAML",
    ),
    wrong_mapping("two documents", f"{LITTLE}---\n{LITTLE}", "not valid YAML.*single document"),
    changed("a bracket never closed", "columns: [{place", "columns: [[{place", "not valid YAML"),
    changed("a quote never closed", "summary: Routes", "summary: 'Routes", "not valid YAML"),
    changed("an anchor", "summary: Routes", "summary: &a Routes", ":3: anchors and aliases"),
    changed("an alias", "summary: Routes in little.", "summary: *a", ":3: "),
    ending(
        "a billion laughs in YAML",
        ALIASES.replace("x0: [", "x0: &a0 [").replace("x1: [", "x1: &a1 ["),
        "anchors and aliases",
    ),
    changed(
        "a merge key", "  route: {doc", "  <<: {x: {doc: y}}\n  route: {doc", ":7: keys must be plain words"
    ),
    changed("a tag", "summary: Routes", "summary: !!str Routes", ":3: tags are not allowed"),
    changed(
        "a tag that runs a program",
        "summary: Routes in little.",
        "summary: !!python/object/apply:os.system [exit]",
        "tags are not",
    ),
    changed("a tag of its own", "summary: Routes", "summary: !include Routes", ":3: tags"),
    ending("binary content", "aliases: {x: !!binary aGk=}\n", "tags are not allowed"),
    ending("a directive", "%YAML 1.1\n---\n", "not valid YAML"),
    ending("lists sixty deep", "aliases: " + "[" * 60 + "]" * 60, "nested more than 50 deep"),
    ending(
        "YAML lists a hundred thousand deep",
        "aliases: " + "[" * 100_000,
        "nest(ed more than 50 deep|ing depth)",
    ),
    ending("keys a thousand deep", "aliases: " + "{a: " * 1000 + "}" * 1000, "nested more than 50 deep"),
    ending(
        "blocks a thousand deep",
        "aliases:\n" + "".join(" " * n + "a:\n" for n in range(1, 1000)),
        "nested more than 50",
    ),
    ending("a list as a key", "? [a, b]\n: c\n", "keys must be plain words"),
    ending("a key twice", "summary: Again.\n", "'summary' stands twice"),
    changed(
        "a column twice", "  year: {doc", "  year: {doc: Twice.}\n  year: {doc", ":11: .*'year' stands twice"
    ),
    ending("a key that nobody knows", "python: os\n", "python: unknown key"),
    ending("a key with an escape sequence", '"\\e[31m": x\n', "unknown key"),
    ending("a number of a hundred thousand digits", "max_ratio: " + "9" * 100_000 + "\n", "max_ratio"),
    changed("a ratio that is not a number", "max_ratio: 1", "max_ratio: .nan", ":16: max_ratio"),
    changed("a ratio of two", "max_ratio: 1", "max_ratio: 2", ":16: max_ratio"),
    changed("a negative ratio", "max_ratio: 1", "max_ratio: -1", ":16: max_ratio"),
    changed("a version to come", "mapping: 1", "mapping: 2", ":1: mapping"),
    changed("a version that is true", "mapping: 1", "mapping: true", ":1: mapping"),
    changed("Cypher in a label", "type: Route", f'type: "{CYPHER}"', ":12: .*no label"),
    changed("Cypher in a property", "{year: {column", '{"year`: 1}) //": {column', ":12: .*no property"),
    changed("Cypher in the name", "name: little\n", f'name: "{CYPHER}"\n', "name: "),
    changed("Cypher in the source", "{name: little", f'{{name: "{CYPHER}"', ":4: source.name"),
    changed("a path as the name", "name: little\n", "name: ../../etc/passwd\n", "name: "),
    changed("an upper-case name", "name: little\n", "name: LITTLE\n", "name: "),
    changed("a label in the plural", "type: Route", "type: Routes", ":12: .*no label 'Routes'"),
    changed("a label that is the store's own", "type: Route", "type: LoadRun", ":12: .*no label 'LoadRun'"),
    changed(
        "a column that does not exist",
        "{column: year}",
        "{column: yeer}",
        ":12: .*'yeer' is not among the columns",
    ),
    changed(
        "a column that nothing uses",
        "  year: {doc",
        "  note: {doc: Text.}\n  year: {doc",
        ":10: .*neither used nor",
    ),
    changed(
        "a transform that is code",
        "{column: year}",
        "{column: year, transform: [__import__]}",
        ":12: .*no transform",
    ),
    changed(
        "an empty separator", "licence: None.,", "licence: None., separator: '',", ":4: source.separator"
    ),
    changed(
        "a separator of two characters",
        "licence: None.,",
        "licence: None., separator: ab,",
        ":4: source.separator",
    ),
    changed(
        "a quote as the separator",
        "licence: None.,",
        "licence: None., separator: '\"',",
        ":4: source.separator",
    ),
    changed(
        "a line end as the separator",
        "licence: None.,",
        'licence: None., separator: "\\n",',
        ":4: source.separator",
    ),
    changed(
        "a format that nobody reads",
        "licence: None.,",
        "licence: None., format: pickle,",
        ":4: source.format",
    ),
    changed("no record", "record: [route]", "record: []", ":5: record"),
    changed("one stop", ", {place: {country: to}}", "", "a route has two stops"),
    changed("a column of the mapping without a name", "  year: {doc", "  '': {doc", "column"),
]
