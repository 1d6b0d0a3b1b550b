"""Names of countries as a reader knows them, from CLDR by way of babel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale

from netgraph.model.places import alpha2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netgraph.views.language import Language


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


def country_called(key: str, language: Language) -> str | None:
    """Return what the reader's language calls a country; None for what is none.

    In English a country is called as the data call it.

    Examples
    --------
    >>> from netgraph.views.language import load
    >>> country_called("DEU", load("es")), country_called("DEU/berlin", load("es"))
    ('Alemania', None)
    """
    if language.code == "en":
        return None
    return country_names([key], language=language.code).get(key)
