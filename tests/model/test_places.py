"""Written names resolve to one State, to a region, or to nothing; never to a guess."""

from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.model import load_schema
from netgraph.model.place_names import names
from netgraph.model.places import Place, Unplaced, alpha2, beside, gazetteer, within
from netgraph.model.words import fold, slug, uninverted


def placed(text: str) -> Place:
    """Return the place of a text that has one."""
    place = gazetteer().resolve(text)
    assert isinstance(place, Place), place
    return place


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kenya", "KEN"),
        ("  KENYA ", "KEN"),
        ("KE", "KEN"),
        ("KEN", "KEN"),
        ("Iran, Islamic Republic of", "IRN"),
        ("Islamic Republic of Iran", "IRN"),
        ("Iran", "IRN"),
        ("Egypt, Arab Republic of", "EGY"),
        ("Gambia, The", "GMB"),
        ("the Gambia", "GMB"),
        ("The Bahamas, The", "BHS"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),  # noqa: RUF001 - as it is often written
        ("Ivory Coast", "CIV"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Congo (DRC)", "COD"),
        ("Congo, Democratic Republic of", "COD"),
        ("D.R.C.", "COD"),
        ("Congo, Republic of", "COG"),
        ("D.P.R.K", "PRK"),
        ("South Korea", "KOR"),
        ("St. Vincent and the Grenadines", "VCT"),
        ("St Vincent & the Grenadines", "VCT"),
        ("Guinea", "GIN"),
        ("Guinea Bissau", "GNB"),
        ("Niger", "NER"),
        ("Georgia", "GEO"),
        ("Kosovo", "XKX"),
        ("XK", "XKX"),
        ("England", "GBR"),
        ("UK", "GBR"),
        ("U.A.E.", "ARE"),
        ("Macau", "MAC"),
        ("Curacao", "CUW"),
        ("Allemagne", "DEU"),
        ("Кения", "KEN"),
        ("中国", "CHN"),
    ],
)
def test_names_and_codes_of_states(text: str, key: str) -> None:
    """Names in several languages, orders and spellings, and ISO codes, are one State."""
    place = placed(text)

    assert (place.key, place.kind, place.jurisdiction) == (key, "Country", key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Europe", "region/europe"),
        ("Eastern Europe", "region/eastern-europe"),
        ("the Gulf", "region/gulf-states"),
        ("former Soviet Union", "region/former-soviet-union"),
        ("Neighboring West African countries", "region/west-africa"),
        ("EU", "region/european-union"),
        ("Southeast Asia", "region/southeast-asia"),
    ],
)
def test_a_region_lies_in_no_jurisdiction(text: str, key: str) -> None:
    """A region is a place of its own and never one of its States."""
    place = placed(text)

    assert (place.key, place.kind, place.jurisdiction) == (key, "Region", None)


@pytest.mark.parametrize(
    ("text", "why", "candidates"),
    [
        ("Korea", "ambiguous", ("KOR", "PRK")),
        ("Congo", "ambiguous", ("COD", "COG")),
        ("Virgin Islands", "ambiguous", ("VGB", "VIR")),
        ("Netherlands Antilles", "former", ("Netherlands Antilles",)),
        ("Yugoslavia", "former", ("Yugoslavia, (Socialist) Federal Republic of",)),
        ("Ecaudor", "unknown", ("Ecuador",)),
        ("Mail", "unknown", ()),
        ("Western", "unknown", ()),
        ("ken", "unknown", ()),
        ("car", "unknown", ()),
        ("us", "unknown", ()),
        ("US-ZZ", "unknown", ()),
        ("", "unknown", ()),
    ],
)
def test_what_is_not_sure_is_nothing(text: str, why: str, candidates: tuple[str, ...]) -> None:
    """Names of several States, former States, typos and small letters resolve to nothing, and say why."""
    assert gazetteer().resolve(text) == Unplaced(why, candidates)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tibet", "CHN"),
        ("T.R.N.C.", "CYP"),
        ("Turkish Republic of Northern Cyprus", "CYP"),
        ("Transnistria", "MDA"),
        ("Somaliland", "SOM"),
        ("Abkhazia", "GEO"),
    ],
)
def test_contested_territories_follow_iso_3166(text: str, key: str) -> None:
    """A territory that ISO 3166 lists under a State, or not at all, is never a State of its own."""
    assert placed(text).jurisdiction == key


def test_every_code_and_official_name_finds_itself() -> None:
    """Each State's codes and ISO names resolve to it, save where another shares the name."""
    for country in pycountry.countries:
        for text in (country.alpha_2, country.alpha_3, country.name, getattr(country, "official_name", "")):
            found = gazetteer().resolve(text) if text else placed(country.alpha_3)
            if isinstance(found, Unplaced):
                assert (country.alpha_3, found.why) == ("COG", "ambiguous")
            else:
                assert found.key == country.alpha_3, text
        assert alpha2(country.alpha_3) == country.alpha_2


def test_names_of_regions_name_no_state() -> None:
    """No name of a region in the code lists is a State's name in ISO 3166 or CLDR."""
    lists = (load_schema().codelists[name] for name in ("region", "region_relative"))
    words = {
        fold(word)
        for list_ in lists
        for code, entry in list_.codes.items()
        for word in (code, entry.doc, *entry.aliases)
    }
    states = {fold(uninverted(c.name)) for c in pycountry.countries} | {
        fold(name) for name in names().countries.values()
    }

    assert words & states == set()


def test_a_subdivision_is_found_by_its_code() -> None:
    """ISO 3166-2 codes are subdivisions, which are jurisdictions of their own."""
    assert placed("US-CA") == Place("USA/us-ca", "Subdivision", "California", "US-CA")
    assert gazetteer().holder("US-CA").name == "California"
    assert gazetteer().holder("XKX").name == "Kosovo"
    assert alpha2("US-CA") is None


def test_relative_regions_need_another_place() -> None:
    """Neighbouring countries are those of a place, and two places' are not the same."""
    around = placed("neighboring countries")

    assert around.kind == "Relative"
    assert beside(around, placed("Ghana")).key == "relative/GHA/neighbouring-countries"
    assert beside(around, placed("Nepal")).name == "Neighbouring countries (Nepal)"
    assert beside(placed("Nepal"), placed("Ghana")) == placed("Nepal")


def test_a_town_is_keyed_within_its_state() -> None:
    """Spellings of a town are one key, and no spelling can leave its State."""
    kenya = placed("Kenya")

    assert within(kenya, "Mombasa") == Place("KEN/mombasa", "City", "Mombasa", "KEN")
    assert within(placed("Mexico"), " Ciudad  Juárez ").key == "MEX/ciudad-juarez"
    assert within(kenya, "../UGA/Kampala").key == "KEN/uga-kampala"


def test_spellings_of_a_file_come_first() -> None:
    """A mapping's own spellings win over the shared names, for that file only."""
    own = gazetteer().with_aliases({"Mail": "MLI", "Korea": "KOR", "Eruope": "region/europe"})

    assert [getattr(own.resolve(text), "key", None) for text in ("mail", "Korea", "Eruope")] == [
        "MLI",
        "KOR",
        "region/europe",
    ]
    assert isinstance(gazetteer().resolve("Mail"), Unplaced)


@given(st.text())
def test_any_text_is_a_place_or_says_why_not(text: str) -> None:
    """No text breaks the resolver, and what it finds has a key of the graph's form."""
    found = gazetteer().resolve(text)

    if isinstance(found, Place):
        assert found.key
        assert (found.jurisdiction is None) == (found.kind in {"Region", "Relative"})


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    """Folding what is folded changes nothing; so it is with slugs."""
    assert fold(fold(text)) == fold(text)
    assert slug(slug(text)) == slug(text)
