"""Recognise what a column of an unknown file seems to hold, from its name and a sample of its texts.

Only for drafts that a person looks over: a guess may be wrong, so what is not clear is said to be undecided,
and a reason never holds a text. What becomes of a guess is decided in `netgraph.ingest.draft`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netgraph.ingest.column_names import looks_identifying
from netgraph.ingest.detectors import sighting
from netgraph.ingest.values import iso_date, number, pieces, year
from netgraph.model import load_schema
from netgraph.model.places import Unplaced, gazetteer
from netgraph.model.words import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST = 0.9  # share of the distinct texts
NEARLY_ALL = 0.98  # share of the cells: what is left is rejected when the file is loaded
FREE_WORDS, FREE_LENGTH, KEY_LENGTH = 5, 60, 64
SEPARATORS = (";", "|", ",")
KINDS = {
    "Phone": "phone telephone mobile cellphone whatsapp telefono telefone telefon movil celular",
    "Email": "email mail courriel",
    "Handle": "handle username",
    "Account": "iban account",
    "Plate": "plate",
    "Document": "passport pasaporte passeport reisepass document",
    "Url": "url",
}
SEEN = {
    "a telephone number": "Phone",
    "an e-mail address": "Email",
    "a handle": "Handle",
    "a web address": "Url",
    "a bank account (IBAN)": "Account",
}
REFERENCES = {"id", "ref", "reference", "no", "nr", "number", "key", "uuid", "case", "record", "code"}


@dataclass(frozen=True)
class Guess:
    """What a column seems to hold.

    ``is_`` is one of ignore, undecided, identifier, country, codes, year, date, number or key; ``why`` says
    so in words. ``kind`` is that of an identifier; ``lists`` are the code lists that know the texts, each
    with the separators that it needs.
    """

    is_: str
    why: str
    kind: str = ""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()


def words_of(column: str) -> list[str]:
    """Split the name of a column into words, at capitals too.

    Examples
    --------
    >>> words_of("CountryOf_Birth")
    ['country', 'of', 'birth']
    """
    return slug(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column)).split("-")


def recognise(column: str, texts: Sequence[str]) -> Guess:
    """Guess what a column holds.

    Parameters
    ----------
    column : str
        Its name.
    texts : sequence of str
        Its cells in a sample of rows, stripped; "" where a cell is blank.

    Returns
    -------
    Guess
    """
    filled = [text for text in texts if text]
    distinct = list(dict.fromkeys(filled))
    found = _identifying(column, distinct)
    if found or not filled:
        return found or Guess("undecided", "blank in every row that was looked at")
    unique = len(distinct) == len(texts) > 1
    if unique and _is_reference(column, distinct):
        return Guess("key", "its values are unique")
    return _measured(column, distinct) or _named(column, filled, distinct) or _worded(distinct, unique=unique)


def _worded(distinct: Sequence[str], *, unique: bool) -> Guess:
    if any(len(text.split()) >= FREE_WORDS or len(text) > FREE_LENGTH for text in distinct):
        return Guess("ignore", "free text may identify a person")
    if unique:
        return Guess("undecided", "its values are unique: a reference, or names of persons?")
    if len(distinct) > 1 and _is_reference("reference", distinct):
        return Guess(
            "undecided", "codes, or references that repeat: the key, if they name what a row is about"
        )
    return Guess("undecided", "short texts that no code list of netgraph knows")


def _named(column: str, filled: Sequence[str], distinct: Sequence[str]) -> Guess | None:
    """See names of States, and codes."""
    if _are_places(column, filled, distinct):
        return Guess("country", "names or codes of States")
    lists = _code_lists(distinct)
    return (
        Guess("codes", f"codes of {' or '.join(name for name, _ in lists)}", lists=lists) if lists else None
    )


def _identifying(column: str, distinct: Sequence[str]) -> Guess | None:
    words = set(words_of(column))
    named = next((kind for kind, known in KINDS.items() if words & set(known.split())), "")
    if looks_identifying(column) and not named:
        return Guess("ignore", "called like a direct identifier of a person")
    seen = [kind for text in distinct if (kind := sighting(text))]
    if named and (looks_identifying(column) or seen or words == {named.lower()}):
        return Guess("identifier", f"called like an identifier ({named})", kind=named)
    if not seen:
        return None
    if seen[0] in SEEN and seen.count(seen[0]) >= MOST * len(distinct):
        return Guess("identifier", f"most cells hold {seen[0]}", kind=SEEN[seen[0]])
    return Guess("ignore", f"a cell holds {seen[0]}, which may identify a person")


def _is_reference(column: str, distinct: Sequence[str]) -> bool:
    """Tell whether unique texts are references, and neither measures nor names."""
    plain = all(len(text) <= KEY_LENGTH and not re.search(r"\s", text) for text in distinct)
    if not plain or not all(any(c.isdigit() for c in text) for text in distinct):
        return False
    if any(_all(parse, distinct) for parse in (iso_date, number)):
        return bool(REFERENCES & set(words_of(column))) and all(text.isdecimal() for text in distinct)
    return True


def _measured(column: str, distinct: Sequence[str]) -> Guess | None:
    words = set(words_of(column))
    if _all(year, distinct) and ("year" in words or all(len(text) == len("2020") for text in distinct)):
        return Guess("year", "years")
    if _all(number, distinct):
        for point in ("latitude", "longitude"):
            if {point, point[:3]} & words or (point == "longitude" and "lng" in words):
                return Guess("undecided", f"a {point}: of a Location, with the other coordinate")
        return Guess("number", "numbers")
    return Guess("date", "dates") if _all(iso_date, distinct) else None


def _are_places(column: str, filled: Sequence[str], distinct: Sequence[str]) -> bool:
    places = gazetteer()
    known = {text for text in distinct if not isinstance(places.resolve(text), Unplaced)}
    if len(known) == 1 and not set(words_of(column)) & {"country", "state", "jurisdiction", "citizenship"}:
        return False  # a column of NO is not Norway
    return (
        len(known) >= MOST * len(distinct)
        and sum(text in known for text in filled) >= NEARLY_ALL * len(filled) > 0
    )


def _code_lists(distinct: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Find the code lists that know most of the texts, or of their pieces."""
    found = []
    for name, codelist in load_schema().codelists.items():
        share = MOST if codelist.unknown else 1
        for separators in ((), *((separator,) for separator in SEPARATORS)):
            words = {word for text in distinct for word in pieces(text, separators)}
            codes = [codelist.find(word) for word in words]
            if sum(map(bool, codes)) >= share * len(words) and set(codes) - {None, codelist.unknown}:
                found.append((name, separators))
                break
    return tuple(found)


def _all(parse: Callable[[str], object], texts: Iterable[str]) -> bool:
    try:
        for text in texts:
            parse(text)
    except ValueError:
        return False
    return True
