"""From a written place name to a State, a territory or a region, without ever guessing.

What several States could be called, what no longer is a State and what is not known resolves to an `Unplaced`
that says which. Cities are not looked up: a city is what a record says lies in a State. Where the names come
from is in `netgraph.model.place_names`.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import pycountry

from netgraph.model.keys import node_key
from netgraph.model.place_names import KOSOVO, RELATIVE, Names, capitals, names
from netgraph.model.words import fold, slug, uninverted

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["Country", "Subdivision", "City", "Crossing", "Region", "Relative", "Point"]
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@dataclass(frozen=True)
class Place:
    """A place of the graph.

    Attributes
    ----------
    key : str
        Key of its Location: ``KEN``, ``KEN/mombasa``, ``region/eastern-europe``, ``point/37.3/27.0``.
    kind : str
        A code of ``location_kind``.
    name : str
        To show.
    jurisdiction : str or None
        Key of the Jurisdiction that it lies in; None for a region.
    """

    key: str
    kind: Kind
    name: str
    jurisdiction: str | None = None


@dataclass(frozen=True)
class Unplaced:
    """Why a name is no place: ``unknown``, ``ambiguous`` or ``former``, and what could have been meant."""

    why: Literal["unknown", "ambiguous", "former"]
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """Names that resolve to places; make one with `gazetteer`.

    Attributes
    ----------
    names : Names
    own : mapping of str to str
        Spellings of one file, folded, and the keys of the places they mean.
    """

    names: Names
    own: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, text: str) -> Place | Unplaced:
        """Resolve a written name or ISO code.

        Parameters
        ----------
        text : str
            ``"Kenya"``, ``"KE"``, ``"KEN"``, ``"US-CA"``, ``"Iran, Islamic Republic of"``,
            ``"the Gulf"``, ``"neighboring countries"`` ... Codes and abbreviations count in capitals only.

        Returns
        -------
        Place or Unplaced
            A relative region comes without its other place; give it one with `beside`.

        Examples
        --------
        >>> gazetteer().resolve("Congo (DRC)").name
        'The Democratic Republic of the Congo'
        >>> gazetteer().resolve("Korea")
        Unplaced(why='ambiguous', candidates=('KOR', 'PRK'))
        """
        text = text.strip()
        key = self.own.get(fold(text)) or self.names.capitals.get(capitals(text))
        if key:
            return self.place(key)
        if _SUBDIVISION.fullmatch(text):
            return self._subdivision(text)
        if text in self.names.countries or text in self.names.codes:
            return self.place(self.names.codes.get(text, text))
        return self._named(list(dict.fromkeys((fold(text), fold(uninverted(text))))))

    def knows(self, key: str) -> bool:
        """Tell whether a key is an alpha-3 or ISO 3166-2 code, ``region/...`` or ``relative/...``."""
        if _SUBDIVISION.fullmatch(key):
            return isinstance(self._subdivision(key), Place)
        return key in self.names.countries or key in self.names.regions

    def place(self, key: str) -> Place:
        """Return the State, subdivision or region of a key that is known."""
        if _SUBDIVISION.fullmatch(key) and isinstance(found := self._subdivision(key), Place):
            return found
        if key in self.names.countries:
            return Place(key, "Country", self.names.countries[key], key)
        return Place(key, "Relative" if key.startswith(RELATIVE) else "Region", self.names.regions[key])

    def holder(self, jurisdiction: str) -> Place:
        """Return the State or subdivision of a jurisdiction's key."""
        if jurisdiction in self.names.countries:
            return self.place(jurisdiction)
        found = self._subdivision(jurisdiction)
        if isinstance(found, Unplaced):
            raise KeyError(jurisdiction)
        return found

    def with_aliases(self, aliases: Mapping[str, str]) -> Gazetteer:
        """Add the spellings of one file; a target is a key that `knows` knows."""
        return replace(self, own={**self.own, **{fold(name): key for name, key in aliases.items()}})

    def _named(self, forms: list[str]) -> Place | Unplaced:
        """Look up folded forms of a name, the likelier one first."""
        for form in forms:
            if form in self.names.shared:
                return Unplaced("ambiguous", self.names.shared[form])
            if form in self.names.folded:
                return self.place(self.names.folded[form])
        for form in forms:
            if form in self.names.former:
                return Unplaced("former", (self.names.former[form],))
        near = difflib.get_close_matches(forms[0], self.names.folded, n=3, cutoff=0.8)
        return Unplaced("unknown", tuple(dict.fromkeys(self.place(self.names.folded[n]).name for n in near)))

    def _subdivision(self, code: str) -> Place | Unplaced:
        found = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
        if found is None:
            return Unplaced("unknown")
        state = self.names.codes[found.country_code]
        return Place(node_key([state, code.lower()]), "Subdivision", found.name, code)


def gazetteer() -> Gazetteer:
    """Return the shipped names."""
    return Gazetteer(names())


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
    key = f"{country.key}/{node_key([slug(name)])}"
    return Place(key, kind, " ".join(name.split()), country.jurisdiction)


def point(latitude: float, longitude: float) -> Place:
    """Return a point on the map without a name, such as one at sea.

    It is rounded to a tenth of a degree, so that it shows no house; it lies in no jurisdiction, since a point
    alone does not say in which.

    Examples
    --------
    >>> point(37.26, -0.04).key
    'point/37.3/0.0'
    """
    here = f"{round(latitude, 1) + 0.0:.1f}", f"{round(longitude, 1) + 0.0:.1f}"
    return Place(node_key(["point", *here]), "Point", ", ".join(here))


def alpha2(jurisdiction: str) -> str | None:
    """Two-letter code of a State's key, or None for a subdivision."""
    if jurisdiction == KOSOVO[1]:
        return KOSOVO[0]
    found = pycountry.countries.get(alpha_3=jurisdiction)
    return found.alpha_2 if found else None
