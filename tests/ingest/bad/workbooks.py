"""Workbooks that are none, bombs, and what a cell must not hide: formulas, errors, other sheets."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from ingest.bad.case import Case, loads_as, refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
RELATIONS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">
<sheets><sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEETS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""
LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'KEN'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
)


def text(value: str, reference: str = "") -> str:
    """Write a cell with text in it."""
    at = f' r="{reference}"' if reference else ""
    return f'<c{at} t="inlineStr"><is><t>{value}</t></is></c>'


def line(*cells: str, number: str = "") -> str:
    """Write a row of cells."""
    at = f' r="{number}"' if number else ""
    return f"<row{at}>{''.join(cells)}</row>"


HEAD = line(*map(text, ("route", "from", "to", "year")))
ONE = line(text("1"), text("KEN"), text("UGA"), "<c><v>2008</v></c>")


def sheet(*rows: str, before: str = "", after: str = "", prolog: str = "") -> str:
    """Write a sheet of rows."""
    return (
        f'{prolog}<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'
    )


def book(content: str | bytes, **parts: str | bytes) -> bytes:
    """Pack a workbook with one sheet; other parts are replaced or added, named with __ for a slash."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": SHEETS,
        "xl/worksheets/sheet1.xml": content,
        **{name.replace("__", "/"): part for name, part in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in found.items():
            if part:
                archive.writestr(name, part)
    return stream.getvalue()


def edited(raw: bytes, old: bytes, new: bytes) -> bytes:
    """Replace bytes of a packed file, all of them."""
    assert old in raw
    return raw.replace(old, new)


def declared(size: int) -> bytes:
    """Pack a workbook whose sheet says that it unpacks to another size than it does."""
    content = sheet(HEAD, ONE)
    real = len(content).to_bytes(4, "little")
    return edited(book(content), real, size.to_bytes(4, "little"))


def bomb(megabytes: int) -> bytes:
    """Pack a workbook with a part of zeros."""
    return book(sheet(HEAD, ONE), xl__media__image1=b"\0" * megabytes * 1_000_000)


def zeros_as_sheet() -> bytes:
    """Pack a workbook whose sheet is a hundred megabytes of blanks."""
    return book(b" " * 100_000_000)


def nested(depth: int) -> bytes:
    """Pack an archive in an archive, again and again, with a good workbook around it."""
    inner = b"\0" * 1_000_000
    for _ in range(depth):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{number}.zip", inner)
        inner = stream.getvalue()
    return book(sheet(HEAD, ONE), xl__embeddings__x=inner)


def many_parts() -> bytes:
    """Pack a workbook with ten thousand parts that nobody needs."""
    return book(sheet(HEAD, ONE), **{f"xl__media__{number}": b"x" for number in range(10_000)})


def overlapping() -> bytes:
    """Make a directory that lists the same stored megabyte two thousand times."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 1_000_000)
        entry = archive.infolist()[0]
        archive.filelist.extend([entry] * 2_000)
        archive._didModify = True  # type: ignore[attr-defined]
    return stream.getvalue()


def written(*rows: list[object], second: bool = False) -> bytes:
    """Save a workbook as openpyxl does: formulas have no value in it."""
    found = openpyxl.Workbook()
    for values in (["route", "from", "to", "year"], *rows):
        found.active.append(values)
    if second:
        found.create_sheet("more").append(["route", "from", "to", "year"])
        found["more"].append(["2", "KEN", "UGA", 2009])
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


def cell(name: str, content: str, *says: str) -> Case:
    """Make a case of a workbook with one odd cell in row 3."""
    row = line(text("2"), text("KEN"), text("UGA"), content)
    return refused(name, "rows.xlsx", book(sheet(HEAD, ONE, row)), *says)


def entity(name: str, value: str, *says: str, dtd: str = LAUGHS + "]>") -> Case:
    """Make a case of a sheet whose cell names an entity."""
    row = line(text("2"), text(value), text("UGA"), "<c><v>1</v></c>")
    return refused(name, "rows.xlsx", book(sheet(HEAD, ONE, row, prolog=dtd)), *says)


YEARS: dict[str, int | None] = {"1": 2008}
FORMULA = '<c><f>YEAR("2008-01-01")</f><v>2009</v></c>'
CASES: list[Case] = [
    # No workbooks
    refused("an empty workbook", "rows.xlsx", b"", "not an XLSX workbook"),
    refused("a line of text", "rows.xlsx", b"route,from,to,year\n", "not an XLSX workbook"),
    refused("an archive of something else", "rows.xlsx", book("", xl__x=b"x")[:-22], "not an XLSX workbook"),
    refused(
        "a workbook cut off", "rows.xlsx", written(["1", "KEN", "UGA", 1])[:-200], "not an XLSX workbook"
    ),
    refused("a workbook without a sheet", "rows.xlsx", book("", xl___rels__workbook=b"x"), "rows.xlsx"),
    refused(
        "an old workbook called XLSX",
        "rows.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504,
        "not an XLSX",
    ),
    refused("an old workbook", "rows.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or other format"),
    refused("an OpenDocument sheet", "rows.ods", b"PK\x03\x04", "old or other format"),
    refused("an archive", "rows.zip", book(sheet(HEAD, ONE)), "old or other format"),
    # Bombs
    refused("a part of two gigabytes", "rows.xlsx", declared(2_000_000_000), "unpacks to 2,000,"),
    refused("a part that says it is shorter", "rows.xlsx", declared(50), "damaged|not an XLSX"),
    loads_as("a part that says it is longer", "rows.xlsx", declared(900_000), {"1": 2008}),
    refused("overlapping parts", "rows.xlsx", overlapping(), "unpacks to 2,001,000,000"),
    refused(
        "a hundred megabytes of blanks", "rows.xlsx", lambda path: _put(path, zeros_as_sheet()), "damaged"
    ),
    entity("a billion laughs", "&a9;", "damaged", "line|entities"),
    entity(
        "an entity of a file",
        "&x;",
        "damaged",
        "line|entities",
        dtd='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ),
    entity(
        "an entity of an address",
        "&x;",
        "damaged",
        "line|entities",
        dtd='<!DOCTYPE a [<!ENTITY x SYSTEM "http://localhost/">]>',
    ),
    entity(
        "an entity that calls itself",
        "&x;",
        "damaged",
        "line|entities",
        dtd='<!DOCTYPE a [<!ENTITY x "&x;">]>',
    ),
    entity("an entity that nobody defines", "&nobody;", "damaged", "line", dtd=""),
    refused("XML that is cut off", "rows.xlsx", book(sheet(HEAD, ONE)[:-60]), "damaged"),
    refused("XML that is none", "rows.xlsx", book("route,from,to,year"), "damaged"),
    refused(
        "a row far below all others",
        "rows.xlsx",
        book(sheet(HEAD, ONE, line(text("2"), number="999999999"))),
        "row",
    ),
    refused(
        "a row that is numbered with letters",
        "rows.xlsx",
        book(sheet(HEAD, line(text("2"), number="x"))),
        "damaged",
    ),
    refused(
        "a column far to the right",
        "rows.xlsx",
        book(sheet(HEAD, line(text("2", "ZZZZZZ2")))),
        "beyond column",
    ),
    refused(
        "a cell beside the table",
        "rows.xlsx",
        book(sheet(HEAD, line(text("x", "XFD2"), number="2"))),
        "row 2 has 16384",
    ),
    refused(
        "ten megabytes in a cell of a workbook",
        "rows.xlsx",
        book(sheet(HEAD, line(text("k" * 10_000_000)))),
        "row 2",
        "longer",
    ),
    # What a cell hides
    cell("a formula that was never computed", '<c><f>YEAR("2008-01-01")</f></c>', "row 3", "formula"),
    cell("a shared formula never computed", '<c><f t="shared" si="0"/></c>', "row 3", "formula"),
    refused(
        "a formula that openpyxl wrote",
        "rows.xlsx",
        written(["1", "KEN", "UGA", "=YEAR(1)"]),
        "row 2",
        "formula",
    ),
    cell("a shared text that is not there", '<c t="s"><v>7</v></c>', "row 3", "damaged"),
    cell("a number that is none", "<c><v>x</v></c>", "row 3", "damaged"),
    cell("a date before all dates", '<c t="d"><v>x</v></c>', "row 3", "damaged"),
    refused("nothing in the sheet", "rows.xlsx", book(sheet()), "is empty"),
    refused("a header and no rows in the sheet", "rows.xlsx", book(sheet(HEAD)), "no rows"),
    refused(
        "a column twice in the sheet",
        "rows.xlsx",
        book(sheet(line(*map(text, ("route", "from", "to", "year", "year"))), ONE)),
        "stands twice",
    ),
    refused(
        "a second sheet with rows",
        "rows.xlsx",
        written(["1", "KEN", "UGA", 2008], second=True),
        "'more'",
        "sheet",
    ),
    Case(
        "an error of a formula",
        "rows.xlsx",
        book(
            sheet(
                HEAD, ONE, line(text("2"), text("KEN"), text("UGA"), '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>')
            )
        ),
        read=2,
        loaded=1,
        rejects={3: "error of a spreadsheet.*year"},
        holds={"Route": {"1": {"year": 2008}}},
    ),
    loads_as(
        "a formula that was computed",
        "rows.xlsx",
        book(sheet(HEAD, line(text("1"), text("KEN"), text("UGA"), FORMULA))),
        {"1": 2009},
    ),
    loads_as(
        "a sheet that says it is smaller",
        "rows.xlsx",
        book(
            sheet(
                HEAD,
                ONE,
                line(text("2"), text("KEN"), text("UGA"), "<c><v>2009</v></c>"),
                before='<dimension ref="A1:B2"/>',
            )
        ),
        {"1": 2008, "2": 2009},
    ),
    loads_as(
        "a sheet that says it is larger",
        "rows.xlsx",
        book(sheet(HEAD, ONE, before='<dimension ref="A1:XFD1048576"/>')),
        YEARS,
    ),
    loads_as("macros", "rows.xlsx", book(sheet(HEAD, ONE), xl__vbaProject=b"\xd0\xcf\x11\xe0"), YEARS),
    loads_as(
        "a link to another workbook",
        "rows.xlsx",
        book(
            sheet(HEAD, ONE),
            xl___rels__workbook=b"",
            xl__externalLinks__externalLink1=f'<externalLink xmlns="{MAIN}"/>',
        ),
        YEARS,
    ),
    loads_as(
        "a part of a hundred megabytes that nobody reads",
        "rows.xlsx",
        lambda path: _put(path, bomb(100)),
        YEARS,
    ),
    loads_as("archives in archives", "rows.xlsx", lambda path: _put(path, nested(3)), YEARS),
    loads_as("ten thousand parts", "rows.xlsx", lambda path: _put(path, many_parts()), YEARS),
    loads_as(
        "a name that leads out of the archive",
        "rows.xlsx",
        book(sheet(HEAD, ONE), **{"..__..__x": b"x"}),
        YEARS,
    ),
]


def _put(path: object, raw: bytes) -> None:
    path.write_bytes(raw)  # type: ignore[attr-defined]
