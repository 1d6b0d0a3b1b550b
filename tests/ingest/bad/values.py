"""Values that are absurd, impossible, invisible, deceiving, or meant for a database or a spreadsheet."""

from __future__ import annotations

from ingest.bad.case import LITTLE, WIDE, WIDE_HEADER, Case, record_of, row

CYPHER = "x'}) MATCH (n) DETACH DELETE n //"
LONG = "k" * 5_000


def wide(name: str, cells: str, reason: str = "", /, **properties: object) -> Case:
    """Make a case of one row of cases, after a good one; `properties` are of the Case, `firm` is the name."""
    content = WIDE_HEADER + "good,Firm,1,2020,ForcedLabour,KEN,Mombasa\n" + cells + "\n"
    firm = properties.pop("firm", None)
    cases: dict[str, dict[str, object]] = {"good": {"victims": 1, "opened": "2020"}}
    firms: dict[str, dict[str, object]] = {"good": {"name": "Firm"}}
    if reason:
        holds = {"Case": cases, "Organization": firms}
        return Case(name, "rows.csv", content, WIDE, read=2, loaded=1, rejects={3: reason}, holds=holds)
    reference = record_of(cells)
    holds = {
        "Case": {**cases, reference: properties},
        "Organization": {**firms, reference: {"name": firm} if firm else {}},
    }
    return Case(name, "rows.csv", content, WIDE, read=2, loaded=2, holds=holds)


def named(name: str, text: str) -> Case:
    """Make a case of an organization whose name must come through as it is."""
    quoted = text.replace('"', '""')
    return wide(name, f'2,"{quoted}",1,2020,,KEN,', firm=text)


def from_source(name: str, source: str) -> Case:
    """Make a case of a good file whose source has an odd name."""
    content = "route,from,to,year\n1,KEN,UGA,2008\n"
    options = ("--source", source)
    holds: dict[str, dict[str, dict[str, object]]] = {"Route": {"1": {"year": 2008, "source": source}}}
    return Case(name, "rows.csv", content, LITTLE, read=1, loaded=1, options=options, holds=holds)


def no_source(name: str, source: str) -> Case:
    """Make a case of a source whose name is refused."""
    content = "route,from,to,year\n1,KEN,UGA,2008\n"
    return Case(
        name, "rows.csv", content, says=("the source",), options=("--source", source), about="nothing"
    )


CASES: list[Case] = [
    # Numbers
    row("a year in words in a row", "2,KEN,UGA,last year", "not a year.*year"),
    row("a year of two digits", "2,KEN,UGA,08", "not a year.*year"),
    row("a year of five digits", "2,KEN,UGA,20080", "not a year.*year"),
    row("a negative year", "2,KEN,UGA,-2008", "not a year.*year"),
    row("a year as an exponent", "2,KEN,UGA,2e3", "not a year.*year"),
    row("a year of four thousand digits", "2,KEN,UGA," + "9" * 4000, "not a year.*year"),
    row("a year of a hundred thousand digits", "2,KEN,UGA," + "9" * 100_000, "not a year.*year"),
    row("a year with an underscore", "2,KEN,UGA,20_08", "not a year.*year"),
    row("a year as a superscript", "2,KEN,UGA,\u00b2\u2070\u2070\u2078", "not a year.*year"),
    row("a year as a fraction", "2,KEN,UGA,2008.5", "not a year.*year"),
    row("a year written with a comma", '2,KEN,UGA,"2,008"', "not a year.*year"),
    row("a year as a formula", "2,KEN,UGA,=YEAR(TODAY())", "not a year.*year"),
    row("a year that is not a number", "2,KEN,UGA,NaN", "not a year.*year"),
    row("a year as a spreadsheet wrote it", "2,KEN,UGA,2008.0", year=2008),
    row("a year in full-width digits", "2,KEN,UGA,\uff12\uff10\uff10\uff18", year=2008),
    row("a year that is marked as missing", "2,KEN,UGA,-99", year=None),
    wide("a negative number of victims", "2,,-1,,,KEN,", "out of range.*victims"),
    wide("more victims than can be counted", "2,,99999999999999999999,,,KEN,", "not a whole number.*victims"),
    wide("infinite victims", "2,,inf,,,KEN,", "not a whole number.*victims"),
    wide("a suppressed number of victims", "2,,<5,,,KEN,", "not a whole number.*victims"),
    wide("a range of victims", "2,,5-10,,,KEN,", "not a whole number.*victims"),
    wide("victims in hexadecimal", "2,,0x10,,,KEN,", "not a whole number.*victims"),
    wide("victims with an underscore", "2,,1_0,,,KEN,", "not a whole number.*victims"),
    wide("victims as yes", "2,,yes,,,KEN,", "not a whole number.*victims"),
    # Dates
    wide("the thirtieth of February", "2,,1,2020-02-30,,KEN,", "ISO 8601 date.*opened"),
    wide("the thirteenth month", "2,,1,2020-13-01,,KEN,", "ISO 8601 date.*opened"),
    wide("a leap day without a leap year", "2,,1,2021-02-29,,KEN,", "ISO 8601 date.*opened"),
    wide("the year zero", "2,,1,0000-01-01,,KEN,", "ISO 8601 date.*opened"),
    wide("day, month, year", "2,,1,17.05.2020,,KEN,", "ISO 8601 date.*opened"),
    wide("a date with slashes", "2,,1,05/17/2020,,KEN,", "ISO 8601 date.*opened"),
    wide("a date as a serial number", "2,,1,43968,,KEN,", "ISO 8601 date.*opened"),
    wide("a date in words", "2,,1,May 2020,,KEN,", "ISO 8601 date.*opened"),
    wide("an hour that is none", "2,,1,2020-05-17T99:99,,KEN,", "ISO 8601 date.*opened"),
    wide("a date and words", "2,,1,2020-05-17 or so,,KEN,", "ISO 8601 date.*opened"),
    wide(
        "a date in Arabic digits", "2,,1,\u0662\u0660\u0662\u0660-\u0660\u0665,,KEN,", "ISO 8601 date.*opened"
    ),
    wide("a date and a time", "2,,1,2020-05-17T12:30:00Z,,KEN,", opened="2020-05-17"),
    # Places
    row("a place that is nowhere", "2,Atlantis,UGA,2008", "unknown place.*from"),
    row("a place of two meanings", "2,Korea,UGA,2008", "more than one meaning.*from"),
    row("a country that was", "2,Yugoslavia,UGA,2008", "former country.*from"),
    row("a Cyrillic letter in a place", "2,K\u0435nya,UGA,2008", "unknown place.*from"),
    row("a place from right to left", "2,\u202eayneK\u202c,UGA,2008", "direction.*from"),
    row("a route without an end", "2,KEN,,2008", "(stop|blank).*"),
    row("a route without a reference", ",KEN,UGA,2008", "blank.*route"),
    row("a place in full-width letters", "2,\uff2b\uff25\uff2e,UGA,2008", "unknown place.*from"),
    row("a place in decomposed letters", "2,Co\u0302te d'Ivoire,UGA,2008", year=2008),
    wide("a town of signs alone", "2,,1,,,KEN,!!!", "no letter or digit.*town"),
    wide("a town without its country", "2,,1,,,,Mombasa", "without its country.*state"),
    wide("a town of ten thousand letters", "2,,1,,,KEN," + "m" * 10_000, "longer than.*town"),
    # Mixed types and spreadsheets' errors
    row("a reference that is an error", "#REF!,KEN,UGA,2008", "error of a spreadsheet.*route"),
    row("a year that is an error", "2,KEN,UGA,#VALUE!", "error of a spreadsheet.*year"),
    wide("a name that is an error", "2,#NAME?,1,,,KEN,", "error of a spreadsheet.*name"),
    # Invisible and deceiving characters
    row("a zero-width space in a reference", "2\u200b,KEN,UGA,2008", "invisible.*route"),
    row("a zero-width joiner in a reference", "2\u200d3,KEN,UGA,2008", "invisible.*route"),
    row("a byte order mark in a reference", "2\ufeff,KEN,UGA,2008", "invisible.*route"),
    row("a soft hyphen in a reference", "2\u00ad3,KEN,UGA,2008", "invisible.*route"),
    row("a right-to-left mark in a reference", "2\u200f,KEN,UGA,2008", "invisible.*route"),
    row("a tag character in a reference", "2\U000e0041,KEN,UGA,2008", "invisible.*route"),
    row("a variation selector in a reference", "2\ufe0f,KEN,UGA,2008", "invisible.*route"),
    row("a private character in a reference", "2\ue000,KEN,UGA,2008", "invisible.*route"),
    row("a blank Hangul letter in a reference", "2\u3164,KEN,UGA,2008", "invisible.*route"),
    row("a direction override in a reference", "2\u202e3,KEN,UGA,2008", "direction.*route"),
    row("a reference too long for a key", LONG + ",KEN,UGA,2008", "longer than.*route"),
    wide("a direction override in a name", "2,\u202emriF,1,,,KEN,", "direction.*name"),
    wide("an isolate never closed in a name", "2,Firm\u2067,1,,,KEN,", "direction.*name"),
    wide("an escape sequence in a name", "2,\x1b]0;x\x07Firm,1,,,KEN,", "control character.*name"),
    wide("a C1 control in a name", "2,Firm\x9b31m,1,,,KEN,", "control character.*name"),
    named("a name with a non-joiner", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
    named("a name with a right-to-left mark", "\u05d7\u05d1\u05e8\u05d4\u200f (1)"),
    named("a name outside the first plane", "\U0001f600 \U00020000"),
    # Cypher, SQL, markup, formulas: text and nothing else
    named("Cypher in a name", CYPHER),
    named("a Cypher comment in a name", "*/ RETURN 1 /*"),
    named("a parameter in a name", "$props {`a`: 1}"),
    named("an escape in a name", "\\u0027 \\n \\"),
    named("SQL in a name", "'; DROP TABLE nodes; --"),
    named("a script in a name", "<script>alert(1)</script>"),
    named("a template in a name", "{{7*7}} ${7*7} %s {0}"),
    named("a formula in a name", '=HYPERLINK(A1,"x")'),
    named("a call of a program in a name", "=cmd|' /C calc'!A0"),
    named("a plus before a name", "+SUM(A1)-B2"),
    named("null in words", "null"),
    named("none in words", "None"),
    row("Cypher in a place", f"2,{CYPHER},UGA,2008", "unknown place.*from"),
    row("Cypher in a reference", f"{CYPHER.replace(',', '')},KEN,UGA,2008", year=2008),
    row("a slash in a reference", "2%2F3,KEN,UGA,2008", year=2008),
    # Source names
    from_source("Cypher in a source", CYPHER),
    from_source("a slash in a source", "a/b"),
    from_source("a backtick in a source", "`a` $b {c}"),
    from_source("a source in Arabic", "\u0645\u0635\u062f\u0631"),
    no_source("a source of blanks", "  "),
    no_source("a source with a line end", "a\nb"),
    no_source("a source with a NUL", "a\0b"),
    no_source("a source with a direction override", "a\u202eb"),
    no_source("a source with a zero-width space", "a\u200bb"),
    no_source("a source of ten thousand letters", "a" * 10_000),
    # Codes
    wide("a code in Cyrillic letters", "2,,1,,F\u043ercedLabour,KEN,", exploitation=["Other"]),
]
