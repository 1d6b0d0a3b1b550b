"""What a page says, in the reader's language: one YAML file for each, English being the base.

A message is text with ``{placeholders}``. One that depends on a number ``{n}`` is written once for each
plural category that the language has (CLDR: zero, one, two, few, many, other). ``names`` holds what the
words of the schema (types, properties) are called, ``codes`` what those of its code lists are; what has no
name there is shown as it is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from pydantic import Field

from netgraph.errors import LanguageError, UsageError
from netgraph.model.yamlfile import Strict, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "languages"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

# Said once, while a picture is put together. Notes that do not apply have no place in the file.
_NOT_ON_PAGE = ("title-", "note-", "caveat-", "value-", "report-")

# Babel groups digits as CLDR says, but writes Latin ones.
_ZEROS = {
    "latn": 0x30, "arab": 0x660, "arabext": 0x6F0,
    "beng": 0x9E6, "deva": 0x966, "mymr": 0x1040, "thai": 0xE50,
}  # fmt: skip

Category = Literal["zero", "one", "two", "few", "many", "other"]
Message = str | dict[Category, str]


class _File(Strict):
    """Content of a language file."""

    code: str = Field(min_length=2)
    name: str = Field(min_length=1)
    direction: Literal["ltr", "rtl"] = "ltr"
    digits: Literal["latn", "arab", "arabext", "beng", "deva", "mymr", "thai"] = "latn"
    words: dict[str, Message]
    names: dict[str, str] = Field(default_factory=dict)
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Language:
    """A language with every message of the page.

    Parameters
    ----------
    code : str
        BCP 47 tag, such as ``fr`` or ``pt-BR``.
    direction : {"ltr", "rtl"}
        Which way it is written.
    digits : str
        CLDR numbering system: latn, arab, arabext, beng, deva, mymr or thai.
    words : mapping
        Messages by key, all that English has.
    names : mapping
        What the words of the schema are called.
    codes : mapping
        What the codes of its code lists are called, by list.
    """

    code: str
    direction: str
    digits: str
    words: Mapping[str, Message]
    names: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def locale(self) -> Locale:
        """The language as babel knows it."""
        return Locale.parse(self.code, sep="-")

    def say(self, key: str, **values: str | int) -> str:
        """Return a message with its values put in.

        Examples
        --------
        >>> english().say("nodes", n=1), english().say("nodes", n=2500)
        ('1 node', '2,500 nodes')
        """
        message = self.words[key]
        if not isinstance(message, str):
            message = message.get(self.locale.plural_form(int(values["n"])), message["other"])  # type: ignore[call-overload]
        return _PLACEHOLDER.sub(lambda found: self._shown(values[found[1]]), message)

    def for_page(self) -> dict[str, object]:
        """Return what the page's script needs to speak."""
        return {
            "code": self.code,
            "direction": self.direction,
            "digits": self.digits,
            "words": {key: words for key, words in self.words.items() if not key.startswith(_NOT_ON_PAGE)},
        }

    def name(self, word: str) -> str:
        """Return what a word of the schema is called; one without a name stays as it is."""
        measure = word.removesuffix("_rank")
        if measure != word and word not in self.names:
            return self.say("value-rank-of", measure=self.name(measure))
        return self.names.get(word, word)

    def coded(self, codelist: str | None, code: str) -> str:
        """Return what a code is called; one without a name stays as it is."""
        return self.codes.get(codelist or "", {}).get(code, code)

    def _shown(self, value: str | int) -> str:
        if isinstance(value, str):
            return value
        latin = format_decimal(value, locale=self.locale, numbering_system="latn")
        return latin.translate({ord("0") + digit: _ZEROS[self.digits] + digit for digit in range(10)})


@cache
def english() -> Language:
    """Return the language that every other falls back to."""
    return load("en")


def shipped() -> list[str]:
    """Return the codes of the languages that netgraph brings along."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load(name: str) -> Language:
    """Read a language.

    Parameters
    ----------
    name : str
        Code of a shipped language, or the path of a file that adds one.

    Returns
    -------
    Language
        With English messages where the file has none.

    Raises
    ------
    UsageError
        There is no such language.
    LanguageError
        Its file is wrong: a key or placeholder that English does not have,
        a language that babel does not know, a message without the form ``other``.
    """
    path = FOLDER / f"{name}.yaml" if name in shipped() else Path(name)
    if not path.is_file():
        raise UsageError(
            f"there is no language {name!r}",
            hint=f"use one of {', '.join(shipped())}, or the path of a file that adds one",
        )
    content = read_yaml(path, _File, error=LanguageError)
    base = {} if name == "en" else english().words
    _check(path, content, base)
    return Language(
        content.code,
        content.direction,
        content.digits,
        {**base, **content.words},
        content.names,
        content.codes,
    )


def placeholders(message: Message) -> set[str]:
    """Return the names of what is put into a message, in any of its forms."""
    forms = [message] if isinstance(message, str) else message.values()
    return {name for form in forms for name in _PLACEHOLDER.findall(form)}


def _check(path: Path, content: _File, base: Mapping[str, Message]) -> None:
    """Refuse a file that the page could not speak from."""

    def wrong(what: str) -> NoReturn:
        raise LanguageError(what, path=path, hint="en.yaml beside netgraph's other languages is the model")

    try:
        Locale.parse(content.code, sep="-")
    except (UnknownLocaleError, ValueError):
        wrong(f"code: {content.code!r} is no language that CLDR knows")
    for key, message in content.words.items():
        if base and key not in base:
            wrong(f"words.{key}: English has no such key")
        if isinstance(message, dict) and "other" not in message:
            wrong(f"words.{key}: the form 'other' is missing")
        if base and (strange := placeholders(message) - placeholders(base[key])):
            wrong(f"words.{key}: {{{min(strange)}}} is not among the placeholders of English")
        if base and isinstance(message, dict) and isinstance(base[key], str):
            wrong(f"words.{key}: it does not depend on a number")
