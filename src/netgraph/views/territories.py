"""Names of countries as a reader knows them, from CLDR by way of babel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale

from netgraph.model.places import alpha2

if TYPE_CHECKING:
    from collections.abc import Iterable


def country_names(codes: Iterable[str | None], *, language: str = "en") -> dict[str, str]:
    """Return the names of jurisdictions by their codes; what is not a State's ISO 3166-1 code is left out.

    Examples
    --------
    >>> country_names(["NLD", "XKX", "no code", None], language="fr")
    {'NLD': 'Pays-Bas', 'XKX': 'Kosovo'}
    """
    territories = Locale.parse(language, sep="-").territories
    short = {code: alpha2(code) for code in codes if code}
    return {code: territories[two] for code, two in short.items() if two in territories}
