"""The page speaks the reader's language: every word comes from a catalogue, and the catalogues agree."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from netgraph.errors import LanguageError, UsageError
from netgraph.model.yamlfile import read_yaml
from netgraph.views import language, page

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = page._TEMPLATE
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((TEMPLATE / "app").glob("*.js"))}
PAGE = "".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATE.glob("*.html")))
ENGLISH = language.english()
# Keys that are put together where they are used.
BUILT = re.compile(r"reliability-[a-f]|credibility-[1-6]|report-(connectors|corridors)-[a-z_]+")
SPOKEN = re.compile(r"""\bsay\(\s*["']([a-z0-9-]+)["']""")


def test_every_key_is_known_and_every_message_used() -> None:
    """What the page says is in the catalogue, and the catalogue has nothing that nobody says."""
    python = "".join(path.read_text(encoding="utf-8") for path in TEMPLATE.parent.glob("*.py"))
    sources = "".join(SCRIPTS.values()) + PAGE + python
    quoted = set(re.findall(r"""["']([a-z0-9-]+)["']""", sources))

    assert set(SPOKEN.findall(sources)) <= set(ENGLISH.words)
    assert {key for key in ENGLISH.words if not BUILT.fullmatch(key)} <= quoted


def test_no_words_outside_the_catalogue() -> None:
    """No text of the template, and no string of a script that reads like words, is written in place."""
    bare = re.sub(r"<(script|style).*?</\1>|{%.*?%}|{{.*?}}", "", PAGE, flags=re.DOTALL)
    texts = re.findall(r">([^<]+)<", bare)
    texts += re.findall(r' (?:aria-label|aria-roledescription|placeholder|title|alt)="([^"]*)"', bare)

    assert {text for text in map(html.unescape, texts) if re.search("[A-Za-z]{2}", text)} <= _NO_WORDS
    for name, code in SCRIPTS.items():
        assert (name, [text for text in _strings(code) if _is_words(text)]) == (name, [])


_NO_WORDS = {"TLP:", "TLP: - ", "PNG", "SVG"}
_NOT_WORDS = re.compile(
    r"use strict|Top|Bottom|Left|Right|Width|Color|Arrow\w+|Enter|Escape|Home|End|TLP:.*"
    r"|[\w.#-]*[#.\[>:].*|\(prefers-.*|(tlp|translate|rgb|rotate)\b.*"  # selectors, media, classes and style
    r"|[MLHVQAZ][-\d.\0 ].*|.*[\d\0]px.*|.*(solid|dashed).*"  # paths and fonts
)


def _strings(source: str) -> list[str]:
    """Return the literals of a script; of templates, what is written between the values."""
    code = re.sub(r"^\s*//.*$|\s//\s.*$", "", source, flags=re.MULTILINE)
    plain = re.findall(r'"((?:[^"\\\n]|\\.)*)"', code)
    return plain + re.findall(r"`([^`]*)`", re.sub(r"\$\{[^{}]*\}", "\0", code))


def _is_words(text: str) -> bool:
    """Say whether text is for readers: a capital, or words beside a value or each other."""
    if _NOT_WORDS.fullmatch(text):
        return False
    return bool(
        re.match(r"[A-Z][a-z]+", text) or re.search(r"\0 [a-z]+|[a-z]+ \0|[a-z]+,? [a-z]+ [a-z]+", text)
    )


@pytest.mark.parametrize("code", language.shipped())
def test_languages_agree(code: str) -> None:
    """Each language has the keys of English with the same placeholders, and all forms it needs."""
    content = read_yaml(language.FOLDER / f"{code}.yaml", language._File)
    needed = set(language.load(code).locale.plural_form.tags) | {"other"}

    assert list(ENGLISH.words) == list(content.words)
    for key, message in content.words.items():
        base = ENGLISH.words[key]
        assert isinstance(base, str) is isinstance(message, str), key
        assert language.placeholders(base) == language.placeholders(message), key
        if isinstance(message, dict) and len(base) > 1:
            assert needed == set(message), key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code: xx\nname: X\nwords: {}\n", "no language that CLDR knows"),
        ("code: de\nname: Deutsch\nwords: {serach: Suche}\n", "words.serach: English has no such key"),
        ("code: de\nname: Deutsch\nwords: {weight: 'Gewicht {wieght}'}\n", "{wieght} is not among"),
        ("code: de\nname: Deutsch\nwords: {nodes: {one: Knoten}}\n", "the form 'other' is missing"),
        ("code: de\nname: Deutsch\nwords: {search: {other: Suche}}\n", "does not depend on a number"),
        ("code: de\nname: Deutsch\ndirection: up\nwords: {}\n", "direction: "),
        ("code: de\nwords: {}\n", "name: is missing"),
    ],
)
def test_a_file_that_the_page_could_not_speak_from_is_refused(
    tmp_path: Path, text: str, expected: str
) -> None:
    """A stewards' file is read strictly: each mistake is named."""
    path = tmp_path / "de.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(LanguageError, match=re.escape(expected)):
        language.load(str(path))


def test_an_unknown_language_names_those_there_are() -> None:
    """A language that is neither shipped nor a file is refused."""
    with pytest.raises(UsageError, match="no language 'tlh'") as caught:
        language.load("tlh")

    assert "en" in caught.value.hint
