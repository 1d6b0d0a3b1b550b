"""Recognise direct identifiers of persons in a text: which kind of thing is seen, never the thing itself.

Documented patterns, with check digits where there are any (``python-stdnum``). What they must leave alone is
as important: references such as C-2023-0142, NP-0003, UUIDs and plain numbers. So a cell that is nothing but
digits is taken for a record number, and a document number is seen only beside its name or with a check digit.
Every repetition is bounded, so that a hostile cell costs time in proportion to its length. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from stdnum import iban, luhn
from stdnum.br import cpf
from stdnum.cn import ric
from stdnum.in_ import aadhaar
from stdnum.it import codicefiscale
from stdnum.mx import curp
from stdnum.us import ssn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_I = re.IGNORECASE
# The form of most references; nothing below could be seen in it.
_REFERENCE = re.compile(
    r"(?!dni|nid|visa)[a-z]{1,5}(?:[-_]?\d[\w-]{0,8}|(?:[-_]\d{1,8}){1,3}(?:[-_][a-z0-9]{1,4})?)", _I
)
_DIGITS = re.compile(r"(?:\d\D{0,3}){5}")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", _I)

_EMAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|\w{2,30} ?[\[(] ?at ?[\])] ?\w{2,30}", _I
)
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z_][\w.]{1,30}")
_URL = re.compile(r"\bhttps?://|\bwww\.\w|\b[\w-]{2,63}\.[a-z]{2,10}/\w|\bt\.me/|\bwa\.me/", _I)

_PHONE_WORD = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|cell|call|fax|whatsapp|viber|signal|t[ée]l[ée]phone|tel[ée]fono|"
    r"m[óo]vil|"
    r"telefone|celular|telefon|handy|telefoon)\b\D{0,12}\d[\d ().-]{5,16}\d",
    _I,
)
_INTERNATIONAL = re.compile(
    r"(?<![\w+])(?:\+|00(?=[1-9]\d{0,2}[ (]))[ (]{0,2}[1-9](?:[ ().-]{0,3}\d){6,14}(?!\w)"
)
_NATIONAL = re.compile(
    r"(?<![\w-])(?:\(\d{2,5}\) ?\d{2,4}[ -]?\d{2,4}[ -]?\d{0,4}|0\d{1,4}(?: \d{2,4}){2,5}|"
    r"[2-9]\d\d-[2-9]\d\d-\d{4})(?![\w-])"
)
_BARE_NATIONAL = re.compile(r"(?<![\w-])(?:00[1-9]\d{7,13}|0[1-9]\d{7,9})(?![\w-])")

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\w-])[2-6]\d{3}(?:([ -])\d{4}\1\d{4}\1\d{4}|([ -])\d{6}\2\d{5}|\d{9,15})(?![\w-])")
_DOCUMENT_WORD = re.compile(
    r"\b(?:passport|pasaporte|passeport|passaporto?e?|reisepass|paspoort|pasport|"
    r"\u043f\u0430\u0441\u043f\u043e\u0440\u0442|"
    r"travel document|identity card|id card|national id|nid|c[ée]dula|dni|driving licen[cs]e|visa|"
    r"social security)\b"
    r"\W{0,3}(?:no|nr|num|number|n\u00b0|id)?\W{0,4}[A-Z]{0,3}[ -]?\d{4,12}",
    _I,
)
_MACHINE_READABLE = re.compile(r"[PIACV][A-Z<][A-Z]{3}[A-Z<]{2,39}<<|[A-Z0-9]{9,20}<{2,}\d")
_NATIONAL_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"\b[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]\b"), codicefiscale.is_valid),
    (re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b"), curp.is_valid),
    (re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d\d(?![\w-])"), cpf.is_valid),
    (re.compile(r"(?<![\w-])\d{4} \d{4} \d{4}(?![ \w-])"), aadhaar.is_valid),
    (re.compile(r"(?<![\w-])\d{3}-\d\d-\d{4}(?![\w-])"), ssn.is_valid),
    (re.compile(r"(?<![\w-])[1-9]\d{5}(?:19|20)\d{9}[\dX](?![\w-])"), ric.is_valid),
)

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_FULL_DATE = re.compile(
    r"(?<![\w/.-])(?:(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d|"
    rf"\d{{1,2}}\.? ?(?:{_MONTHS})\.?,? ?(?:19|20)\d\d|"
    rf"(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
    r"(?![\w/-])",
    _I,
)
_BORN = re.compile(
    r"\b(?:born|d\.?o\.?b\.?|date of birth|birth ?date|birthday|n[ée]e?|"
    r"nacid[oa]|nascid[oa]|nat[oa] il|geb\.?|geboren)\b"
    r"\W{0,4}(?:on |in |el |le |am |em )?(?=\S{0,20}\d)",
    _I,
)
_WORD_ASIDE = re.compile(r"(?<!\S)[^\W\d_]{2,}|[^\W\d_]{2,}(?!\S)")

_POINT = re.compile(
    r"(?<![\w.])[-+]?\d{1,2}\.\d{3,12}\u00b0? ?[NS]?[,; ]{1,3}[-+]?\d{1,3}\.\d{3,12}(?![\w.])"
)
_DEGREES = re.compile(r"\d{1,3}\u00b0 ?\d{1,2}['\u2032\u2019]")
_STREETS = (
    "street|road|avenue|lane|drive|boulevard|highway|crescent|close|court|terrace|square|alley|st|rd|ave|blvd"
)
_ADDRESS = re.compile(
    rf"(?<![\w-])\d{{1,5}}[a-z]?,? (?:[\w'.-]{{2,30}} ){{1,4}}(?:{_STREETS})\b|"
    r"\b(?:rue|calle|avenida|avenue|via|viale|rua|ulica|ul\.|carrera|jalan|jl\.) [^\d\n]{2,40}\d{1,5}\b|"
    r"\b[^\W\d]{3,30}(?:stra\u00dfe|strasse|str\.|gasse|weg|straat|laan|gatan) \d{1,4}\b|"
    r"\bp\.? ?o\.? box \d|\b(?:flat|apt|apartment|house no)\.? ?\d",
    _I,
)

_NAME = r"[^\W\d_][^\W\d_'\u2019-]{1,30}"
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mister|Madam|Mme|Mlle|Monsieur|Madame|Herr|Frau|Se\u00f1or|Se\u00f1ora|Sra|Srta|Sig|Signora?|"
    rf"Dhr|Mevr|Bapak|Ibu)\b\.? (?=[^\W\d_a-z]){_NAME}"
)
_NAMED = re.compile(
    rf"\b(?:a\.?k\.?a\.?|alias|named|called|n[ée]e)\b:? (?=[^\W\d_a-z]){_NAME}|\b[Nn]ame ?: ?{_NAME}"
)


def sighting(text: str) -> str:
    """Say what kind of direct identifier a text holds.

    Parameters
    ----------
    text : str
        The text of one cell.

    Returns
    -------
    str
        Such as ``an e-mail address``; empty when nothing was recognised, which proves nothing.
    """
    if text.isdecimal() or not text or _REFERENCE.fullmatch(text):
        return ""
    plain = _plain(text)
    return next(_sightings(plain), "")


def _plain(text: str) -> str:
    """Bring digits and letters of all widths and scripts together; take out what is invisible, and UUIDs."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).replace("\u2011", "-")
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = " ".join(text.split())
    return _UUID.sub(" ", text) if text.count("-") > 3 else text  # noqa: PLR2004 - a UUID has four


def _sightings(text: str) -> Iterator[str]:
    if "@" in text or "(" in text or "[" in text:
        if _EMAIL.search(text):
            yield "an e-mail address"
        if _HANDLE.search(text):
            yield "a handle"
    if ("/" in text or "." in text) and _URL.search(text):
        yield "a web address"
    if "<<" in text and _MACHINE_READABLE.search(text):
        yield "a document number"
    if _DIGITS.search(text):
        yield from _numbers(text)
    if " " in text or ":" in text:
        yield from _words(text)


def _numbers(text: str) -> Iterator[str]:
    if any(iban.is_valid(found.group()) for found in _IBAN.finditer(text)):
        yield "a bank account (IBAN)"
    if any(luhn.is_valid(re.sub("[ -]", "", found.group())) for found in _CARD.finditer(text)):
        yield "a payment card"
    for pattern, is_valid in _NATIONAL_NUMBERS:
        if any(is_valid(found.group()) for found in pattern.finditer(text)):
            yield "a national identity number"
    if _DOCUMENT_WORD.search(text):
        yield "a document number"
    if "." in text and _POINT.search(text):
        yield "coordinates"
    if "\u00b0" in text and _DEGREES.search(text):
        yield "coordinates"
    if _INTERNATIONAL.search(text) or _NATIONAL.search(text):
        yield "a telephone number"


def _words(text: str) -> Iterator[str]:
    """See what only shows beside words."""
    spoken = _WORD_ASIDE.search(text)
    if spoken and (_PHONE_WORD.search(text) or _BARE_NATIONAL.search(text)):
        yield "a telephone number"
    if _BORN.search(text) or (spoken and _FULL_DATE.search(text)):
        yield "a full date among words, which may be a birth date"
    if _ADDRESS.search(text):
        yield "a street address"
    if _TITLED.search(text) or _NAMED.search(text):
        yield "a person's name"
