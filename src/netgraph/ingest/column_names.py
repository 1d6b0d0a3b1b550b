"""Recognise by its name a column that holds direct identifiers of persons, in several languages.

A mapping may use such a column for an Identifier, which is hashed, or ignore it. A name is also in order
where the vocabulary has names: of organizations, places, platforms.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netgraph.ingest.mapping import Mapping
    from netgraph.model import Schema

# Whole names only: "name" is a person's, "country name" is not.
_NAMES = """
name, full name, first name, last name, given name, family name, middle name, maiden name, birth
name, surname, forename, second name, firstname, lastname, fullname, givenname, familyname, person
name, victim name, suspect name, client name, patient name, witness name, alias, nickname, nombre,
nombres, apellido, apellidos, nombre completo, nombre y apellidos, nom, prenom, nom de famille, nom
complet, nom prenom, nachname, vorname, familienname, voller name, cognome, nome, nome completo,
nome cognome, sobrenome, apelido, achternaam, voornaam, naam, imie, nazwisko, imie i nazwisko,
prenume, nume, ad, soyad, adi, soyadi, isim, nama, nama lengkap, ten, ho va ten, imya, familiya,
otchestvo
"""
# Anywhere in a name.
_PARTS = """
dob, birth date, birthdate, date of birth, date birth, birthday, fecha de nacimiento, fecha
nacimiento, nacimiento, date de naissance, naissance, geburtsdatum, geburtstag, data di nascita,
data nascita, data de nascimento, geboortedatum, data urodzenia, dogum tarihi, tanggal lahir, phone,
telephone, telephone number, phone number, mobile number, cell phone, cellphone, whatsapp, telefono,
movil, telefone, celular, telefon, telefonnummer, handynummer, telefoon, telp, email, e mail, mail
address, correo electronico, courriel, passport, passport no, passport number, pasaporte, passeport,
reisepass, passaporto, passaporte, paspoort, national id, identity card, identity number, document
number, document no, id card, ssn, social security, dni, nid, cedula, curp, aadhaar, pesel, codice
fiscale, home address, street, street address, postal address, residential address, domicilio,
direccion, adresse, indirizzo, endereco, adres, alamat, strasse, postcode, postal code, zip code,
mailing address, case worker, caseworker
"""
# Whole names, or all after the first word; no thing is called so either.
_CONTACTS = """
mobile, mobile no, mobile nr, mobile phone, contact, contact no, contact nr, contact number, contact details,
contact info, contact information, contacts, tel, tel no, tel nr, telno, cell, cell no, cell number, msisdn,
viber, telegram, fax, fax no, fax number, contacto, contatto, contato, kontakt, contactnummer, handy, gsm,
no hp, no telp
"""


def _listed(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split(","))


NAMES, PARTS, CONTACTS = _listed(_NAMES), _listed(_PARTS), _listed(_CONTACTS)
NAMES_OF_THINGS_TOO = {"name", "nom", "nome", "naam", "nama", "nume", "ad", "ten"}  # country_name
LONGEST = 3  # words of an entry of PARTS


def looks_identifying(column: str) -> bool:
    """Tell whether a column's name says that it holds names, birth dates, contacts, documents or addresses.

    Examples
    --------
    >>> looks_identifying("prs_DateOfBirth"), looks_identifying("country_name"), looks_identifying("Apellido")
    (True, False, True)
    """
    words = _words(column)
    if " ".join(words) in NAMES or " ".join(words[1:]) in NAMES - {
        "name",
        "nom",
        "nome",
        "ad",
        "ten",
        "nume",
    }:
        return True
    return _part_in(words)


def suspects(mapping: Mapping, schema: Schema) -> Iterator[str]:
    """Yield the columns that look like direct identifiers, and are loaded where those have no place."""
    named: set[str | None] = set()  # where the vocabulary has names that are no person's
    loaded: set[str | None] = set(mapping.record)
    bindings = [spec.properties for spec in mapping.relationships]
    for spec in mapping.nodes.values():
        node = schema.nodes.get(spec.type)
        name = node.properties.get("name") if node else None
        has_names = name is not None and name.sensitivity != "identifying"
        (named if has_names else loaded).update(spec.key)
        named.add(spec.place.town if spec.place else None)
        named.update(b.column for p, b in spec.properties.items() if has_names and p == "name")
        bindings.append({p: b for p, b in spec.properties.items() if not has_names or p != "name"})
    for stop in mapping.stops.each() if mapping.stops else ():
        named.add(stop.place.town)
        bindings += [stop.properties, stop.leg]
    loaded.update(binding.column for part in bindings for binding in part.values())
    for column in mapping.columns:
        if column in mapping.unscanned or column not in named | loaded or not looks_identifying(column):
            continue
        if column not in named or _part_in(_words(column)):
            yield column


def _part_in(words: list[str]) -> bool:
    """Tell whether some neighbouring words say what holds no name of a thing: a phone, a birth date."""
    if " ".join(words) in CONTACTS or " ".join(words[1:]) in CONTACTS:
        return True
    parts = (" ".join(words[i : i + n]) for n in range(1, LONGEST + 1) for i in range(len(words) - n + 1))
    return any(part in PARTS for part in parts)


def _words(column: str) -> list[str]:
    """Split a name at blanks, signs and capitals, without accents and numbers."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column)
    plain = unicodedata.normalize("NFKD", split).casefold().replace("\u0142", "l").replace("\u0131", "i")
    return re.findall(r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c)))
