"""The page speaks the reader's language: every word comes from a catalogue, and the catalogues agree."""

# ruff: noqa: RUF001 - data is in Greek here, so that Latin letters can only be words of the page

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from netgraph.analytics import communities, connectors, disruption
from netgraph.errors import LanguageError, UsageError
from netgraph.model import load_schema
from netgraph.model.yamlfile import read_yaml
from netgraph.views import Claim, Node, Picture, Relationship, language, page

if TYPE_CHECKING:
    from pathlib import Path

    from views.browsing import Opener

TEMPLATE = page._TEMPLATE
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((TEMPLATE / "app").glob("*.js"))}
PAGE = "".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATE.glob("*.html")))
ENGLISH = language.english()
# Keys that are put together where they are used.
BUILT = re.compile(r"reliability-[a-f]|credibility-[1-6]|report-(connectors|corridors)-[a-z_]+")
SPOKEN = re.compile(r"""\bsay\(\s*["']([a-z0-9-]+)["']""")


def test_every_key_is_known_and_every_message_used() -> None:
    """What the page says is in the catalogue, and the catalogue has nothing that nobody says."""
    python = "".join(path.read_text(encoding="utf-8") for path in TEMPLATE.parent.glob("*.py"))
    sources = "".join(SCRIPTS.values()) + PAGE + python
    quoted = set(re.findall(r"""["']([a-z0-9-]+)["']""", sources))

    assert set(SPOKEN.findall(sources)) <= set(ENGLISH.words)
    assert {key for key in ENGLISH.words if not BUILT.fullmatch(key)} <= quoted


def test_no_words_outside_the_catalogue() -> None:
    """No text of the template, and no string of a script that reads like words, is written in place."""
    bare = re.sub(r"<(script|style).*?</\1>|{%.*?%}|{{.*?}}", "", PAGE, flags=re.DOTALL)
    texts = re.findall(r">([^<]+)<", bare)
    texts += re.findall(r' (?:aria-label|aria-roledescription|placeholder|title|alt)="([^"]*)"', bare)

    assert {text for text in map(html.unescape, texts) if re.search("[A-Za-z]{2}", text)} <= _NO_WORDS
    for name, code in SCRIPTS.items():
        assert (name, [text for text in _strings(code) if _is_words(text)]) == (name, [])


_NO_WORDS = {"TLP:", "TLP: - ", "PNG", "SVG"}
_NOT_WORDS = re.compile(
    r"use strict|Top|Bottom|Left|Right|Width|Color|Arrow\w+|Page(Up|Down)|Enter|Escape|Home|End|TLP:.*"
    r"|[\w.#-]*[#.\[>:].*|\(prefers-.*|(tlp|translate|rgb|rotate)\b.*"  # selectors, media, classes and style
    r"|[MLHVQAZ][-\d.\0 ].*|.*[\d\0]px.*|.*(solid|dashed).*"  # paths and fonts
)


def _strings(source: str) -> list[str]:
    """Return the literals of a script; of templates, what is written between the values."""
    code = re.sub(r"^\s*//.*$|\s//\s.*$", "", source, flags=re.MULTILINE)
    plain = re.findall(r'"((?:[^"\\\n]|\\.)*)"', code)
    return plain + re.findall(r"`([^`]*)`", re.sub(r"\$\{[^{}]*\}", "\0", code))


def _is_words(text: str) -> bool:
    """Say whether text is for readers: a capital, or words beside a value or each other."""
    if _NOT_WORDS.fullmatch(text):
        return False
    return bool(
        re.match(r"[A-Z][a-z]+", text) or re.search(r"\0 [a-z]+|[a-z]+ \0|[a-z]+,? [a-z]+ [a-z]+", text)
    )


@pytest.mark.parametrize("code", language.shipped())
def test_languages_agree(code: str) -> None:
    """Each language has the keys of English with the same placeholders, and all forms it needs."""
    content = read_yaml(language.FOLDER / f"{code}.yaml", language._File)
    plural_form = language.load(code).locale.plural_form
    needed = {plural_form(n) for n in range(200)} | {"other"}

    assert list(ENGLISH.words) == list(content.words)
    for key, message in content.words.items():
        base = ENGLISH.words[key]
        assert isinstance(base, str) is isinstance(message, str), key
        assert language.placeholders(base) == language.placeholders(message), key
        if isinstance(message, dict) and len(base) > 1:
            assert needed == set(message), key


@pytest.mark.parametrize("code", sorted({*language.shipped()} - {"en"}))
def test_codes_have_names_in_each_language(code: str) -> None:
    """What is named is a code of the schema, and of a list either all words are or none."""
    lists, named = load_schema().codelists, language.load(code).codes

    assert {"stage", "mode", "role", "exploitation", "means", "sex", "outcome"} <= set(named)
    for name, names in named.items():
        words = {word for word in lists[name].codes if not re.search(r"\d", word)}
        assert (name, set(names)) == (name, words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code: xx\nname: X\nwords: {}\n", "no language that CLDR knows"),
        ("code: de\nname: Deutsch\nwords: {serach: Suche}\n", "words.serach: English has no such key"),
        ("code: de\nname: Deutsch\nwords: {weight: 'Gewicht {wieght}'}\n", "{wieght} is not among"),
        ("code: de\nname: Deutsch\nwords: {nodes: {one: Knoten}}\n", "the form 'other' is missing"),
        ("code: de\nname: Deutsch\nwords: {search: {other: Suche}}\n", "does not depend on a number"),
        ("code: de\nname: Deutsch\ndirection: up\nwords: {}\n", "direction: "),
        ("code: de\nwords: {}\n", "name: is missing"),
    ],
)
def test_a_file_that_the_page_could_not_speak_from_is_refused(
    tmp_path: Path, text: str, expected: str
) -> None:
    """A stewards' file is read strictly: each mistake is named."""
    path = tmp_path / "de.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(LanguageError, match=re.escape(expected)):
        language.load(str(path))


def test_an_unknown_language_names_those_there_are() -> None:
    """A language that is neither shipped nor a file is refused."""
    with pytest.raises(UsageError, match="no language 'tlh'") as caught:
        language.load("tlh")

    assert "en" in caught.value.hint


def test_the_caveat_is_that_of_the_analysis() -> None:
    """What a page says of an analysis in English is what the analysis says of itself."""
    for key, analysis in (("connectors", connectors), ("communities", communities), ("removal", disruption)):
        assert ENGLISH.say(f"caveat-{key}") == analysis.CAVEAT


GREEK = Picture(
    title="Τίτλος",
    nodes=(
        Node("κλ1", "Υπόθεση", "Τύπος", "ΙΤ", "AMBER", {"έτος": 2020}, ("Ψευδώνυμο",)),
        Node("κλ2", "Πρόσωπο", "Είδος", "ΓΡ", "CLEAR", {"ναι": True}),
        Node("κλ3", "Διαδρομή", "Route", "ΙΤ", "CLEAR", {"year": 2021}),
        *(
            Node(f"τ{n}", f"Τόπος {n}", "Location", code, "CLEAR")
            for n, code in enumerate(("ITA", "NGA", "ITA"))
        ),
    ),
    relationships=(
        Relationship("κλ1", "κλ2", "ΣΧΕΣΗ", (Claim("πηγή", "1", "GREEN", "B", "2", "ΙΤ", "2020", "2021"),)),
        Relationship("κλ2", "κλ1", "ΑΛΛΗ", weight=2.5, directed=False),
        *(
            Relationship("κλ3", f"τ{n}", "STOPS_AT", (Claim("π", "2", "CLEAR", properties={"position": n}),))
            for n in (0, 1)
        ),
    ),
    marking="AMBER",
    notes=("Σημείωση",),
    generated={"μηχανή": 1},
    weights="",
)

# Every text that a reader sees or hears, with what each face and each click brings.
GATHER = """() => {
  const found = new Set();
  const gather = () => {
    for (const element of document.body.querySelectorAll("*:not(script, noscript)")) {
      const spoken = ["aria-label", "aria-roledescription", "aria-valuetext", "title", "placeholder", "alt"];
      for (const name of spoken)
        if (element.hasAttribute(name)) found.add(element.getAttribute(name));
      for (const node of element.childNodes) if (node.nodeType === 3) found.add(node.data);
    }
  };
  const click = (selector) => {
    for (const one of document.querySelectorAll(selector)) {
      one.click();
      gather();
    }
  };
  gather();
  click("header .pair:first-child button");
  for (const face of ["table", "matrix", "map", "timeline"]) {
    document.getElementById(`as-${face}`).click();
    gather();
    for (const select of document.querySelectorAll(`#${face} select`)) {
      for (const option of select.options) {
        select.value = option.value;
        select.dispatchEvent(new Event("change"));
        gather();
      }
    }
    click(`#${face} tbody button, #${face} td, #${face} thead button, #${face} summary`);
    for (const one of document.querySelectorAll(`#${face} .arc, #${face} .country`)) {
      one.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      gather();
    }
  }
  click("nav button");
  click("nav input[type=checkbox]");
  click("nav input[type=checkbox]");
  click("#play, #details button");
  document.getElementById("search").value = "Τ";
  document.getElementById("search").dispatchEvent(new Event("input"));
  gather();
  return [...found];
}"""


@pytest.mark.browser
def test_a_page_says_nothing_but_data_and_the_catalogue(opened: Opener) -> None:
    """With every message in brackets, no Latin letter of the page stands outside them."""

    def bracketed(message: language.Message) -> language.Message:
        if isinstance(message, str):
            return f"⟦{message}⟧"
        return {form: f"⟦{text}⟧" for form, text in message.items()}

    words = {key: bracketed(message) for key, message in ENGLISH.words.items()}
    tongue = replace(
        ENGLISH, words=words, names={"Route": "Δ", "Location": "Τ", "STOPS_AT": "Σ", "position": "Θ"}
    )
    view = opened(replace(GREEK, language=replace(tongue, names={**tongue.names, "year": "Ε"})))

    texts = view.page.evaluate(GATHER)
    outside = {_outside(text) for text in texts}
    left = {text for text in outside if re.search("[A-Za-z]{2}", text.replace("NGA", "").replace("ITA", ""))}

    assert left <= {"TLP:AMBER", "TLP:GREEN", "TLP:CLEAR", "PNG", "SVG", "CSV"}
    assert len(texts) > 100


def _outside(text: str) -> str:
    while (shorter := re.sub("⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text.strip()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("code", "direction", "counts", "kind"),
    [
        ("fr", "ltr", "6 nœuds · 4 relations · 3 déclarations", "Itinéraire"),
        ("es", "ltr", "6 nodos · 4 relaciones · 3 afirmaciones", "Ruta"),
        ("ar", "rtl", "6 عُقد · 4 علاقات · 3 إفادات", "مسار"),
    ],
)
def test_a_page_in_another_language(
    opened: Opener, code: str, direction: str, counts: str, kind: str
) -> None:
    """Words, plurals and names of types are of that language, and data is what it was."""
    view = opened(replace(GREEK, language=language.load(code)))

    assert (code, direction) == tuple(view.page.evaluate("[document.documentElement.lang, document.dir]"))
    assert counts == view.text("#counts")
    assert kind in view.texts("#node-types bdi")
    assert view.text("#title") == "Τίτλος"
    assert "Τύπος" in view.texts("#node-types bdi")


@pytest.mark.browser
def test_arabic_mirrors_the_page_and_not_its_pictures(opened: Opener) -> None:
    """Filters stand on the right and details on the left; network and map lie as they do in English."""
    english, arabic = (opened(replace(GREEK, language=language.load(code))) for code in ("en", "ar"))
    sides = "['nav', 'aside'].map((name) => document.querySelector(name).getBoundingClientRect().left > 400)"
    places = """() => {
      document.getElementById("as-map").click();
      return [...document.querySelectorAll("#map .country path")].map((one) => one.getAttribute("transform"));
    }"""

    assert english.page.evaluate(sides) == [False, True]
    assert arabic.page.evaluate(sides) == [True, False]
    drawn = "window.__labels.map(({ text, x, y }) => [text, x, y])"
    assert english.page.evaluate(drawn) == arabic.page.evaluate(drawn) != []
    assert english.page.evaluate(places) == arabic.page.evaluate(places) != []


def test_a_stewards_file_adds_a_language(tmp_path: Path) -> None:
    """What the file has is said in its language, by its plurals and digits; the rest is said in English."""
    path = tmp_path / "fa.yaml"
    path.write_text(
        "code: fa\nname: فارسی\ndirection: rtl\ndigits: arabext\n"
        'words:\n  nodes: {one: "{n} گره", other: "{n} گره‌ها"}\nnames: {Case: پرونده}\n',
        encoding="utf-8",
    )
    persian = language.load(str(path))

    assert persian.say("nodes", n=25) == "۲۵ گره‌ها"
    assert persian.say("claims", n=1) == "۱ claim"
    assert (persian.name("Case"), persian.name("Person")) == ("پرونده", "Person")


@pytest.mark.browser
def test_codes_and_countries_are_called_as_the_reader_calls_them(opened: Opener) -> None:
    """Stages, transport and exploitation are Spanish; a method stays English, and the page says so."""
    stops = [
        Claim("s", "r", "GREEN", properties={"position": at, "stage": stage})
        for at, stage in enumerate(("Recruitment", "Exploitation"))
    ]
    forms: dict[str, str | tuple[str, ...]] = {
        "key": "s/r",
        "exploitation": ("ForcedLabour", "Servitude"),
        "means": ("NoCode",),
    }
    picture = Picture(
        "Ruta",
        (
            Node("Route s/r", "s/r", "Route", None, "GREEN", forms),
            *(Node(f"Location {c}", c, "Location", c, "GREEN", {"key": c}) for c in ("NGA", "ITA")),
        ),
        (
            *(
                Relationship("Route s/r", f"Location {c}", "STOPS_AT", (stops[i],))
                for i, c in enumerate(("NGA", "ITA"))
            ),
            Relationship(
                "Location NGA",
                "Location ITA",
                "LEG",
                (Claim("s", "r", "GREEN", properties={"route": "s/r", "position": 0, "mode": "Foot"}),),
            ),
        ),
        "GREEN",
        generated={"method": "a method", "nodes": 3},
        language=language.load("es"),
    )
    view = opened(picture)

    view.page.click("#as-paths")
    assert view.texts("#stages bdi") == ["captación", "explotación"]
    assert view.texts(".strip .way") == ["", "a pie"]
    view.find("s/r")
    facts = dict(zip(view.texts("#details > dl dt"), view.texts("#details > dl dd"), strict=True))
    assert facts == {"Clave": "s/r", "explotación": "trabajo forzoso; servidumbre", "medios": "NoCode"}
    english = view.page.locator("#about dd [lang=en]")
    assert (english.text_content(), english.get_attribute("dir")) == ("a method", "ltr")
    assert picture.language.say("in-english") in view.text("#about")
