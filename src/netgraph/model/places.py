"""From a written place name to a State, a territory or a region, without ever guessing.

Names come from ISO 3166 (pycountry), CLDR (Babel) and ``schemas/places.yaml``; regions from the code lists
``region`` and ``region_relative``. What several States could be called, what no longer is a State and what is
not known resolves to an `Unplaced` that says which. Cities are not looked up: a city is what a record says
lies in a State. Why these sources: ``docs/adr/0004-place-names.md``.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

import pycountry
from babel import Locale

from netgraph.errors import SchemaError
from netgraph.model.keys import node_key
from netgraph.model.schema import load_schema
from netgraph.model.yamlfile import Strict, read_yaml
from netgraph.resources import asset_dir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = Literal["Country", "Subdivision", "City", "Crossing", "Region", "Relative"]
LANGUAGES = ("ar", "es", "fr", "pt", "ru", "zh")
REGION, RELATIVE = "region/", "relative/"
KOSOVO = ("XK", "XKX", "Kosovo")  # user-assigned, in wide use; not in ISO 3166
_CODE = re.compile(r"[A-Z]{2,3}")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_SILENT = str.maketrans("", "", ".'`\u2018\u2019\u00b4")  # the last three are quotation marks and an accent


@dataclass(frozen=True)
class Place:
    """A place of the graph.

    Attributes
    ----------
    key : str
        Key of its Location: ``KEN``, ``KEN/mombasa``, ``region/eastern-europe``.
    kind : str
        A code of ``location_kind``.
    name : str
        To show.
    jurisdiction : str or None
        Key of the Jurisdiction that it lies in; None for a region.
    latitude, longitude : float or None
        Degrees, WGS 84.
    """

    key: str
    kind: Kind
    name: str
    jurisdiction: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Unplaced:
    """Why a name is no place: ``unknown``, ``ambiguous`` or ``former``, and what could have been meant."""

    why: Literal["unknown", "ambiguous", "former"]
    candidates: tuple[str, ...] = ()


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
class Gazetteer:
    """All names that are known, folded; make one with `gazetteer`."""

    places: Mapping[str, Place]
    shared: Mapping[str, tuple[str, ...]]
    former: Mapping[str, str]
    countries: Mapping[str, Place]
    by_key: Mapping[str, Place]
    own: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, text: str) -> Place | Unplaced:
        """Resolve a written name or ISO code.

        Parameters
        ----------
        text : str
            ``"Kenya"``, ``"KE"``, ``"KEN"``, ``"US-CA"``, ``"Iran, Islamic Republic of"``,
            ``"the Gulf"``, ``"neighboring countries"`` ... Codes count only in capitals.

        Returns
        -------
        Place or Unplaced
            A relative region comes without its other place; give it one with `beside`.
        """
        text = text.strip()
        own = self.own.get(fold(text))
        if own:
            return self.by_key[own]
        if _SUBDIVISION.fullmatch(text):
            return _subdivision(text, self.countries) or Unplaced("unknown")
        if _CODE.fullmatch(text) and text in self.countries:
            return self.countries[text]
        return self._named(list(dict.fromkeys((fold(text), fold(uninverted(text))))))

    def with_aliases(self, aliases: Mapping[str, str]) -> Gazetteer:
        """Add the spellings of one file; a target is an alpha-3 code, ``region/...`` or ``relative/...``.

        Raises
        ------
        KeyError
            A target that is no place.
        """
        own = {}
        for name, target in aliases.items():
            if target not in self.by_key:
                raise KeyError(target)
            own[fold(name)] = target
        return replace(self, own={**self.own, **own})

    def _named(self, forms: list[str]) -> Place | Unplaced:
        """Look up folded forms of a name, the likelier one first."""
        for form in forms:
            if form in self.shared:
                return Unplaced("ambiguous", self.shared[form])
            if form in self.places:
                return self.places[form]
        for form in forms:
            if form in self.former:
                return Unplaced("former", (self.former[form],))
        return Unplaced("unknown", self._near(forms[0]))

    def _near(self, form: str) -> tuple[str, ...]:
        near = difflib.get_close_matches(form, self.places, n=3, cutoff=0.8)
        return tuple(dict.fromkeys(self.places[name].name for name in near))


@cache
def gazetteer() -> Gazetteer:
    """Return the shipped names; the first call reads them (some 30 ms).

    Raises
    ------
    SchemaError
        ``schemas/places.yaml`` names a code that ISO 3166 does not have.
    """
    path = asset_dir("schemas") / "places.yaml"
    names = read_yaml(path, PlaceNames)
    countries = dict(_countries())
    curated = {**names.aliases, **{name: entry.code for name, entry in names.contested.items()}}
    for code in [*curated.values(), *(code for codes in names.ambiguous.values() for code in codes)]:
        if code not in countries:
            raise SchemaError(f"ISO 3166-1 has no code {code!r}", path=path)
    places, shared = _unique(_official(countries))
    foreign, _ = _unique(_foreign(countries))
    places = {**foreign, **places, **{fold(name): countries[code] for name, code in curated.items()}}
    shared = {**shared, **{fold(name): codes for name, codes in names.ambiguous.items()}}
    regions = dict(_regions())
    places.update(regions)
    by_key = {place.key: place for place in (*countries.values(), *regions.values())}
    former = {
        fold(form): old.name
        for old in pycountry.historic_countries
        for form in (old.name, uninverted(old.name), old.name.split(",")[0], getattr(old, "alpha_3", ""))
        if form
    }
    return Gazetteer(places, shared, former, countries, by_key)


def beside(place: Place, other: Place) -> Place:
    """Give a relative region the place that it stands beside; any other place is returned as it is."""
    if place.kind != "Relative":
        return place
    code = place.key.removeprefix(RELATIVE)
    return replace(place, key=RELATIVE + node_key([other.key, code]), name=f"{place.name} ({other.name})")


def within(country: Place, name: str, *, kind: Kind = "City") -> Place:
    """Return a town, crossing or other named place inside a State.

    Parameters
    ----------
    country : Place
        The State or subdivision.
    name : str
        As recorded; accents, case and punctuation make no difference to the key.
    kind : str, default "City"
        A code of ``location_kind``.
    """
    return Place(node_key([country.key, slug(name)]), kind, " ".join(name.split()), country.jurisdiction)


def alpha2(jurisdiction: str) -> str | None:
    """Two-letter code of a State's key, or None for a subdivision."""
    if jurisdiction == KOSOVO[1]:
        return KOSOVO[0]
    found = pycountry.countries.get(alpha_3=jurisdiction)
    return found.alpha_2 if found else None


def fold(text: str) -> str:
    """Reduce a name to what tells names apart: no case, accents, punctuation, ``the``; ``st`` is saint."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and ").translate(_SILENT))
    bare = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = ("saint" if word == "st" else word for word in bare.split())
    return " ".join(word for word in words if word != "the")


def slug(text: str) -> str:
    """Turn a name into lower-case words joined by hyphens, for keys."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SILENT))
    return "-".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def uninverted(name: str) -> str:
    """Turn ``Korea, Republic of`` into ``Republic of Korea``; leave other names alone."""
    head, comma, tail = name.partition(",")
    return f"{tail.strip()} {head.strip()}" if comma and " and " not in tail else name


def _countries() -> Iterator[tuple[str, Place]]:
    """Every State and territory of ISO 3166-1, and Kosovo, under both its codes."""
    rows = [
        (c.alpha_2, c.alpha_3, getattr(c, "common_name", None) or uninverted(c.name))
        for c in pycountry.countries
    ]
    for two, three, name in [*rows, KOSOVO]:
        place = Place(three, "Country", name, three)
        yield two, place
        yield three, place


def _official(countries: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    """Names that ISO 3166-1 and English CLDR give."""
    for country in pycountry.countries:
        place = countries[country.alpha_3]
        for attribute in ("name", "common_name", "official_name"):
            name = getattr(country, attribute, None)
            if name:
                yield name, place
                yield uninverted(name), place
    yield from _cldr("en", countries)


def _foreign(countries: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    for language in LANGUAGES:
        yield from _cldr(language, countries)


def _cldr(language: str, countries: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    for code, name in Locale(language).territories.items():
        if code in countries:
            yield name, countries[code]


def _unique(names: Iterator[tuple[str, Place]]) -> tuple[dict[str, Place], dict[str, tuple[str, ...]]]:
    """Split names into those of one State and those that several share."""
    found: dict[str, dict[str, Place]] = {}
    for name, place in names:
        found.setdefault(fold(name), {})[place.key] = place
    single = {name: next(iter(places.values())) for name, places in found.items() if len(places) == 1}
    several = {name: tuple(sorted(places)) for name, places in found.items() if len(places) > 1}
    return single, several


def _regions() -> Iterator[tuple[str, Place]]:
    for codelist, kind, prefix in (("region", "Region", REGION), ("region_relative", "Relative", RELATIVE)):
        for code, entry in load_schema().codelists[codelist].codes.items():
            place = Place(prefix + code, kind, entry.doc)  # type: ignore[arg-type]
            for name in (code, entry.doc, *entry.aliases):
                yield fold(name), place


def _subdivision(code: str, countries: Mapping[str, Place]) -> Place | None:
    found = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
    if found is None:
        return None
    state = countries[found.country_code]
    return Place(node_key([state.key, code.lower()]), "Subdivision", found.name, code)
