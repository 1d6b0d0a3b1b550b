"""Where names of places come from: ISO 3166, CLDR, ``schemas/places.yaml``, and the code lists of regions.

Only gathers names; `netgraph.model.places` says what a text means. Why these sources and no other:
``docs/adr/0004-place-names.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pycountry
from babel import Locale

from netgraph.errors import SchemaError
from netgraph.model.schema import load_schema
from netgraph.model.words import fold, uninverted
from netgraph.model.yamlfile import Strict, read_yaml
from netgraph.resources import asset_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LANGUAGES = ("ar", "es", "fr", "pt", "ru", "zh")
KOSOVO = ("XK", "XKX", "Kosovo")  # user-assigned, in wide use; not in ISO 3166
REGION, RELATIVE = "region/", "relative/"


class Contested(Strict):
    """A territory that governments disagree about, and what ISO 3166 says."""

    code: str
    doc: str


class PlaceNames(Strict):
    """Content of ``schemas/places.yaml``."""

    doc: str
    aliases: dict[str, str]
    contested: dict[str, Contested]
    ambiguous: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Names:
    """All names that are known.

    Attributes
    ----------
    countries : dict of str to str
        Name of each State or territory by alpha-3 code.
    codes : dict of str to str
        Alpha-3 code by alpha-2 code.
    regions : dict of str to str
        Name of each region by key, relative ones among them.
    folded : dict of str to str
        Alpha-3 code, or key of a region, by folded name.
    capitals : dict of str to str
        The same by abbreviation, which counts in capitals only: CAR is a State and car is none.
    shared : dict of str to tuple of str
        Codes of all States that share a folded name.
    former : dict of str to str
        Name of a former State by folded name.
    """

    countries: dict[str, str]
    codes: dict[str, str]
    regions: dict[str, str]
    folded: dict[str, str]
    capitals: dict[str, str]
    shared: dict[str, tuple[str, ...]]
    former: dict[str, str]


@cache
def names() -> Names:
    """Gather all names; the first call reads them (about 0.2 s).

    Raises
    ------
    SchemaError
        ``schemas/places.yaml`` names a code that ISO 3166 does not have.
    """
    path = asset_dir("schemas") / "places.yaml"
    curated = read_yaml(path, PlaceNames)
    countries, codes = _countries()
    given = {**curated.aliases, **{name: entry.code for name, entry in curated.contested.items()}}
    _check(path, countries, [*given.values(), *(code for c in curated.ambiguous.values() for code in c)])

    regions: dict[str, str] = {}
    for list_, prefix in (("region", REGION), ("region_relative", RELATIVE)):
        for code, entry in load_schema().codelists[list_].codes.items():
            regions[prefix + code] = entry.doc
            given.update(dict.fromkeys((code, entry.doc, *entry.aliases), prefix + code))

    official, shared = _unique(_official(codes))
    foreign, _ = _unique(name for language in LANGUAGES for name in _cldr(language, codes))
    words = {fold(name): target for name, target in given.items() if not name.isupper()}
    return Names(
        countries,
        codes,
        regions,
        {**foreign, **official, **words},
        {capitals(name): target for name, target in given.items() if name.isupper()},
        {**shared, **{fold(name): found for name, found in curated.ambiguous.items()}},
        dict(_former()),
    )


def capitals(text: str) -> str:
    """Bring an abbreviation into one form: without points and blanks."""
    return "".join(c for c in text if c not in ". ")


def _check(path: Path, countries: dict[str, str], codes: Iterable[str]) -> None:
    for code in codes:
        if code not in countries:
            raise SchemaError(f"ISO 3166-1 has no code {code!r}", path=path)


def _countries() -> tuple[dict[str, str], dict[str, str]]:
    rows = [
        (c.alpha_2, c.alpha_3, getattr(c, "common_name", None) or uninverted(c.name))
        for c in pycountry.countries
    ]
    rows.append(KOSOVO)
    return {three: name for _, three, name in rows}, {two: three for two, three, _ in rows}


def _official(codes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Names that ISO 3166-1 and English CLDR give, with the alpha-3 code of each."""
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            name = getattr(country, attribute, None)
            if name:
                yield name, country.alpha_3
                yield uninverted(name), country.alpha_3
    yield from _cldr("en", codes)


def _cldr(language: str, codes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for code, name in Locale(language).territories.items():
        if code in codes:
            yield name, codes[code]


def _former() -> Iterator[tuple[str, str]]:
    """Names of ISO 3166-3: States and territories that are no more."""
    for old in pycountry.historic_countries:
        forms = (old.name, uninverted(old.name), old.name.partition(",")[0], getattr(old, "alpha_3", ""))
        yield from ((fold(form), old.name) for form in forms if form)


def _unique(found: Iterable[tuple[str, str]]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Split names into those of one State and those that several share."""
    targets: dict[str, set[str]] = {}
    for name, target in found:
        targets.setdefault(fold(name), set()).add(target)
    single = {name: next(iter(several)) for name, several in targets.items() if len(several) == 1}
    return single, {name: tuple(sorted(several)) for name, several in targets.items() if len(several) > 1}
