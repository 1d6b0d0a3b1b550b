"""Direct identifiers are refused by the values and by the names of columns; ordinary references are not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canonical import dump
from netgraph.cli.main import run
from netgraph.errors import MappingError
from netgraph.ingest import load_file, load_mapping, mappings
from netgraph.ingest.column_names import looks_identifying
from netgraph.ingest.detectors import sighting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netgraph.store import Store

    Write = Callable[..., Path]

TEXT = """
mapping: 1
name: little
summary: People and companies.
source: {name: little, doc: Made for a test., licence: None.}
record: [row]
columns:
  row: {doc: Number.}
  case: {doc: Reference.}
  person: {doc: Pseudonym.}
  firm: {doc: Reference.}
  firm_name: {doc: Name.}
  sex: {doc: Sex.}
  site: {doc: Where.}
  kind: {doc: Kind of value.}
  value: {doc: A number that is hashed.}
  notes: {doc: Not loaded.}
ignore:
  notes: free text
nodes:
  case: {type: Case, key: [case], required: true}
  person: {type: Person, key: [person], properties: {sex: {column: sex}}}
  firm: {type: Organization, key: [firm], properties: {name: {column: firm_name}}}
  site: {type: Platform, key: [site]}
  used: {type: Identifier, identifier: {kind: {column: kind}, value: value}}
relationships:
  - {type: INVOLVED_IN, start: person, end: case, properties: {role: {literal: Victim}}}
  - {type: INVOLVED_IN, start: firm, end: case, properties: {role: {literal: Suspect}}}
  - {type: USES, start: person, end: used}
  - {type: 'ON', start: used, end: site}
max_ratio: 1
"""
HEADER = ["row", "case", "person", "firm", "firm_name", "sex", "site", "kind", "value", "notes"]
MAIL, PHONE, PERSON = "someone@example.org", "+999 555 0100", "Exempla Person"

SEEN = [
    (MAIL, "an e-mail address"),
    ("see someone@mail.example.org", "an e-mail address"),
    ("someone [at] example", "an e-mail address"),
    ("someone\uff20example.org", "an e-mail address"),
    ("some\u200bone@example.org", "an e-mail address"),
    ("@handle_one", "a handle"),
    ("https://example.org", "a web address"),
    ("example.org/profile/1", "a web address"),
    (PHONE, "a telephone number"),
    ("+4930123456", "a telephone number"),
    ("0049 30 123456", "a telephone number"),
    ("(555) 010-0123", "a telephone number"),
    ("0712 345 678", "a telephone number"),
    ("999-555-0100", "a telephone number"),
    ("call 0712345678", "a telephone number"),
    ("whatsapp: 712 345 678", "a telephone number"),
    ("\u0660\u0667\u0661\u0662 \u0663\u0664\u0665 \u0666\u0667\u0668", "a telephone number"),
    ("DE89370400440532013000", "a bank account (IBAN)"),
    ("paid to GB82 WEST 1234 5698 7654 32", "a bank account (IBAN)"),
    ("4111 1111 1111 1111", "a payment card"),
    ("3782 822463 10005", "a payment card"),
    ("paid by 4111111111111111", "a payment card"),
    ("Passport no. AB 123456", "a document number"),
    ("pasaporte: X1234567", "a document number"),
    ("P<UTOEXEMPLA<<PERSON<<<<<<<<<<<<<<<<<<<<<<<<", "a document number"),
    ("123-45-6789", "a national identity number"),
    ("111.444.777-35", "a national identity number"),
    ("born 1990-05-17", "a full date among words, which may be a birth date"),
    ("DOB: 17/05/1990", "a full date among words, which may be a birth date"),
    ("Exempla, 17 May 1990", "a full date among words, which may be a birth date"),
    ("27.7172, 85.3240", "coordinates"),
    ("27\u00b042'N 85\u00b019'E", "coordinates"),
    ("12 Example Street", "a street address"),
    ("12b, Long Example Road", "a street address"),
    ("Beispielstra\u00dfe 12", "a street address"),
    ("Rue de l'Exemple 12", "a street address"),
    ("Mrs. Exempla", "a person's name"),
    ("Mr Person of Example", "a person's name"),
    ("alias Exempla", "a person's name"),
    ("Name: Exempla", "a person's name"),
]
ORDINARY = [
    *("C-2023-0142", "NP-0003", "P-0031", "R-017", "12", "2008/3", "0012-2023-0142", "01-2023-0042", "48-17"),
    *(
        "12345678-1234-1234-1234-123456789012",
        "4111111111111111",
        "0712345678",
        "0049301234567",
        "2023-05-17",
    ),
    *("Case 2023/117", "case_00012", "P1234567", "AB123456", "CTDC.2021.00042", "90001 12345", "F-1;F-2"),
    *("Mombasa", "Port of Spain", "Ho Chi Minh City", "25 de Mayo", "St. Petersburg", "Via", "Dr Congo"),
    *("Example Convention on Mutual Assistance", "Law No. 12 of 2015", "Palermo Protocol 2000", "under 18"),
    *(
        "example.com",
        "Example Chat",
        "Chat (web)",
        "Tier 2 Watch List",
        "Detected victims",
        "9.9.2",
        "1st Court",
    ),
    *("Republic of Korea (the)", "18-20; 21-23", "<5", "-99", "10.5", "", "x"),
]


@pytest.mark.parametrize(("text", "kind"), SEEN, ids=[text for text, _ in SEEN])
def test_direct_identifiers_are_recognised(text: str, kind: str) -> None:
    """What each documented pattern is for is recognised, and said by its kind."""
    assert sighting(text) == kind


@pytest.mark.parametrize("text", ORDINARY)
def test_references_and_names_of_things_are_left_alone(text: str) -> None:
    """References, record numbers, places, laws and services are no direct identifiers."""
    assert sighting(text) == ""


words = st.from_regex(r"[a-z]{2,9}( [a-z]{2,9}){0,4}", fullmatch=True).filter(lambda text: not sighting(text))
letters = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=1, max_size=4)
pseudonyms = st.one_of(
    st.builds("{}-{:04}".format, letters, st.integers(0, 99999)),
    st.builds("{}{:06}".format, letters, st.integers(0, 999999)),
    st.builds("{}-{}-{:04}".format, letters, st.integers(1990, 2030), st.integers(0, 9999)),
    st.builds("{}/{}".format, st.integers(1, 99999), st.integers(1990, 2030)),
    st.builds("{:02}-{}-{:04}".format, st.integers(1, 99), st.integers(1990, 2030), st.integers(0, 9999)),
    st.integers(0, 10**18).map(str),
    st.uuids().map(str),
    st.uuids().map(lambda value: value.hex),
    st.dates().map(str),
)


@given(pseudonyms)
def test_no_pseudonym_is_refused(text: str) -> None:
    """Whatever number an ordinary form of reference holds, it is not taken for a phone, card or account."""
    assert sighting(text) == ""


host = st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9]", fullmatch=True)
part = st.from_regex(r"[a-z][a-z0-9._-]{0,10}[a-z0-9]", fullmatch=True)


@given(
    st.builds("{}@{}.{}".format, part, host, st.sampled_from(["org", "co.ke"])),
    words,
)
def test_every_address_of_mail_is_seen(address: str, around: str) -> None:
    """An e-mail address is seen alone and among words."""
    assert sighting(address) == sighting(f"{around} {address} {around}") == "an e-mail address"


@given(
    st.integers(1, 999),
    st.lists(st.integers(100, 999), min_size=2, max_size=3),
    st.sampled_from([" ", "-", "", "."]),
    words,
)
def test_every_international_number_is_seen(
    country: int, groups: list[int], between: str, around: str
) -> None:
    """A number with its country code is seen, however it is grouped, alone and among words."""
    number = f"+{country}{between}" + between.join(map(str, groups))

    assert sighting(number) == sighting(f"{around} {number}") == "a telephone number"


def check_digits(country: str, account: str) -> str:
    """Return the check digits of an account, computed after ISO 13616."""
    moved = "".join(str(int(c, 36)) for c in account + country + "00")
    return f"{98 - int(moved) % 97:02}"


@given(
    st.one_of(
        st.tuples(st.just("DE"), st.integers(0, 10**18 - 1).map("{:018}".format)),
        st.tuples(st.just("NL"), st.integers(0, 10**10 - 1).map("ABNA{:010}".format)),
        st.tuples(st.just("GB"), st.integers(0, 10**14 - 1).map("WEST{:014}".format)),
    ),
    words,
)
def test_every_bank_account_is_seen(account: tuple[str, str], around: str) -> None:
    """An IBAN with its right check digits is seen, in one or in groups of four; else it is none."""
    country, rest = account
    digits = check_digits(country, rest)
    iban, wrong = f"{country}{digits}{rest}", f"{country}{(int(digits) % 96) + 2:02}{rest}"
    grouped = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))

    assert sighting(iban) == sighting(grouped) == sighting(f"{around} {grouped}") == "a bank account (IBAN)"
    assert digits == wrong[2:4] or sighting(wrong) != "a bank account (IBAN)"


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    """No text breaks the scan."""
    assert isinstance(sighting(text), str)


def test_a_row_with_a_direct_identifier_is_refused(
    store: Store, mapping: Callable[[str], Path], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its row is refused with column and kind, whatever text it stands in, and the value is nowhere."""
    rows = [
        [
            "1",
            "C-1",
            "P-1",
            "F-1",
            "Example Ltd",
            "Female",
            "Example Chat",
            "Phone",
            PHONE,
            f"{PERSON} {MAIL}",
        ],
        [MAIL, "C-2", "P-2", "", "", "", "", "", "", ""],
        ["3", PHONE, "P-3", "", "", "", "", "", "", ""],
        ["4", "C-4", PERSON, "", "", "", "", "", "", ""],
        ["5", "C-5", "Mr Exempla", "", "", "", "", "", "", ""],
        ["6", "C-6", "P-6", "F-6", f"ask {MAIL}", "", "", "", "", ""],
        ["7", "C-7", "P-7", "", "", "", "https://example.org/ad/1", "Url", "x.example", ""],
        ["8", "C-8", "P-8", "", "", PERSON, "", "", "", ""],
    ]
    path = write([HEADER, *rows])

    report = load_file(store, mapping(TEXT), path)

    assert report.reasons == {
        "holds a person's name (column person)": 1,
        "holds a telephone number (column case)": 1,
        "holds a web address (column site)": 1,
        "holds an e-mail address (column firm_name)": 1,
        "holds an e-mail address (column row)": 1,
        "holds words in place of a pseudonym, like a name (column person)": 1,
    }
    assert report.loaded == 2  # the last with an unknown sex
    # The list of rejects has the cells, to be repaired: it is for who has the file, like the file itself.
    assert path.with_name("rows.csv.rejects.csv").stat().st_mode & 0o077 == 0
    told = capsys.readouterr()
    everything = f"{dump(store)} {json.dumps(report.to_dict())} {report} {told.out} {told.err}"
    for secret in (MAIL, "someone", PHONE, "5550100", PERSON, "Exempla", "example.org"):
        assert secret not in everything


@pytest.mark.parametrize(
    ("column", "suspicious"),
    [
        *(
            (name, True)
            for name in ("name", "Full Name", "prs_FirstName", "surname", "Apellido", "victim_name")
        ),
        *((name, True) for name in ("DOB", "dateOfBirth", "Fecha de nacimiento", "Geburtsdatum", "NACHNAME")),
        *(
            (name, True)
            for name in ("phone", "mobile_phone", "e-mail", "Email 2", "Tel\u00e9fono", "whatsapp")
        ),
        *(
            (name, True)
            for name in ("Mobile", "victim_mobile", "contact", "Contact No.", "case_contact", "msisdn", "Tel")
        ),
        *((name, False) for name in ("mobile_population", "first_contact_date", "contact_tracing", "tell")),
        *(
            (name, True)
            for name in ("Passport No", "national_id", "c\u00e9dula", "SSN", "prs_IdentityNumber")
        ),
        *((name, True) for name in ("hte_Street", "home address", "Direcci\u00f3n", "postal_code")),
        *((name, False) for name in ("country_name", "org_Name", "place", "case_ref", "person_ref", "row")),
        *(
            (name, False)
            for name in ("identifier", "identifier_kind", "birth_year", "country_of_birth", "ID")
        ),
        *(
            (name, False)
            for name in ("headline", "admin", "indicator", "nationality", "age_band", "address_kind")
        ),
    ],
)
def test_names_of_columns_are_judged(column: str, suspicious: bool) -> None:  # noqa: FBT001
    """Names of direct identifiers are known in several languages and spellings; names of things are not."""
    assert looks_identifying(column) == suspicious


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("person", "surname", "the column 'surname' is called like a direct identifier"),
        ("person", "phone", "the column 'phone' is called like a direct identifier"),
        ("row", "e-mail", "the column 'e-mail' is called like a direct identifier"),
        ("firm", "phone", "the column 'phone' is called like a direct identifier"),
        ("firm", "mobile", "the column 'mobile' is called like a direct identifier"),
        ("firm_name", "contact", "the column 'contact' is called like a direct identifier"),
        ("case", "contact_number", "the column 'contact_number' is called like a direct identifier"),
        ("site", "home_address", "the column 'home_address' is called like a direct identifier"),
        ("firm", "name", None),
        ("firm_name", "name", None),
        ("site", "name", None),
        ("value", "phone", None),
        ("value", "contact", None),
        ("notes", "full_name", None),
    ],
)
def test_a_column_called_like_an_identifier_is_hashed_or_ignored(
    mapping: Callable[[str], Path], old: str, new: str, complaint: str | None
) -> None:
    """Such a column may be an Identifier, ignored, or the name of a thing, else it is refused."""
    text = TEXT
    for form in ("  {}: {{doc", "  {}: free", "[{}]", "value: {}}}", "column: {}}}"):
        text = text.replace(form.format(old), form.format(new))
    path = mapping(text)

    if complaint is None:
        assert new in load_mapping(path).columns
    else:
        with pytest.raises(MappingError, match=complaint):
            load_mapping(path)


def test_an_exception_needs_a_reason_and_is_reported(
    embedded: Store,
    mapping: Callable[[str], Path],
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A column that a mapping excepts is loaded unscanned, and the report says so with the reason."""
    why = "public names of ships, checked by hand"
    path = write([HEADER, ["1", "C-1", "P-1", "F-1", "Mrs Exempla", "", "", "", "", ""]])
    with pytest.raises(MappingError, match="unscanned"):
        load_mapping(mapping(TEXT + "unscanned: {firm_name: ' '}\n"))
    with pytest.raises(MappingError, match="'sex' is not loaded as text"):
        load_mapping(mapping(TEXT + "unscanned: {sex: a code}\n"))
    assert load_file(embedded, mapping(TEXT), path).rejected == 1

    excepted = mapping(TEXT + f"unscanned: {{firm_name: '{why}'}}\n")
    report = load_file(embedded, excepted, path)

    assert (report.loaded, report.unscanned) == (1, {"firm_name": why})
    assert run(["--store", str(tmp_path / "s"), "ingest", str(excepted), str(path)]) == 0
    assert f"the column firm_name was not scanned for direct identifiers: {why}" in capsys.readouterr().out


def test_shipped_mappings_except_nothing() -> None:
    """No mapping that ships has a column that is not scanned."""
    assert [name for name, _ in mappings() if load_mapping(name).unscanned] == []
