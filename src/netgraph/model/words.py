"""Spellings: bring written names into one form, for comparing and for keys. Knows no list of names."""

from __future__ import annotations

import unicodedata

# Points and apostrophes of all kinds join what they part: D.R.C. is DRC, Cote d'Ivoire is Cote dIvoire.
_SILENT = str.maketrans("", "", ".'`\u2018\u2019\u00b4")


def fold(text: str) -> str:
    """Reduce a name to what tells names apart.

    Parameters
    ----------
    text : str
        A name as somebody wrote it.

    Returns
    -------
    str
        Lower case, without accents and punctuation, without ``the``, ``&`` as ``and``, ``st`` as ``saint``.

    Examples
    --------
    >>> fold("St. Vincent & the Grenadines"), fold("Côte d'Ivoire")
    ('saint vincent and grenadines', 'cote divoire')
    """
    words = ("saint" if word == "st" else word for word in _words(text.replace("&", " and ")))
    return " ".join(word for word in words if word != "the")


def slug(text: str) -> str:
    """Turn a name into lower-case words joined by hyphens, for keys.

    Examples
    --------
    >>> slug("Ciudad Juárez")
    'ciudad-juarez'
    """
    return "-".join(_words(text))


def uninverted(name: str) -> str:
    """Turn ``Korea, Republic of`` into ``Republic of Korea``; leave other names alone."""
    head, comma, tail = name.partition(",")
    return f"{tail.strip()} {head.strip()}" if comma and " and " not in tail else name


def _words(text: str) -> list[str]:
    # Some letters only lose their case once decomposed, and some decompose only without it.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_SILENT)
    return "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
