"""Files that are not UTF-8, or only nearly; byte order marks and line ends."""

from __future__ import annotations

from ingest.bad.case import GOOD, HEADER, Case, loads, loads_as, refused, row

TWO = HEADER + "1,KEN,UGA,2008\n2,Côte d'Ivoire,ITA,2009\n"
YEARS: dict[str, int | None] = {"1": 2008, "2": 2009}
BOM = b"\xef\xbb\xbf"


def with_bytes(raw: bytes) -> bytes:
    """Put bytes into the second column of the third row."""
    return GOOD.encode() + b"2," + raw + b",ITA,2009\n"


CASES: list[Case] = [
    refused("UTF-16 with a mark", "rows.csv", TWO.encode("utf-16"), "is UTF-16"),
    refused("UTF-16 big end first", "rows.csv", b"\xfe\xff" + TWO.encode("utf-16-be"), "is UTF-16"),
    refused("UTF-16 without a mark", "rows.csv", TWO.encode("utf-16-le"), "line [13] .*(NUL|UTF-8)"),
    refused("UTF-32", "rows.csv", TWO.encode("utf-32"), "UTF-(16|32)"),
    refused("Latin-1", "rows.csv", TWO.encode("latin-1"), "line 3 is not UTF-8"),
    refused("Windows-1252 quotes", "rows.csv", with_bytes(b"\x93KEN\x94"), "line 3 is not UTF-8"),
    refused("Mac Roman", "rows.csv", with_bytes("Côte".encode("mac_roman")), "line 3 is not UTF-8"),
    refused("Shift JIS", "rows.csv", with_bytes("日本".encode("shift_jis")), "line 3 is not UTF-8"),
    refused("an overlong slash", "rows.csv", with_bytes(b"\xc0\xaf"), "line 3 is not UTF-8"),
    refused("an overlong NUL", "rows.csv", with_bytes(b"\xc0\x80"), "line 3 is not UTF-8"),
    refused("half a surrogate pair", "rows.csv", with_bytes(b"\xed\xa0\x80"), "line 3 is not UTF-8"),
    refused(
        "surrogates as CESU-8", "rows.csv", with_bytes(b"\xed\xa0\xbd\xed\xb8\x80"), "line 3 is not UTF-8"
    ),
    refused("beyond Unicode", "rows.csv", with_bytes(b"\xf4\x90\x80\x80"), "line 3 is not UTF-8"),
    refused("a sequence cut off", "rows.csv", GOOD.encode() + b"2,C\xc3", "line 3 is not UTF-8"),
    refused(
        "not UTF-8 in the header", "rows.csv", b"rout\xe9,from,to,year\n1,KEN,UGA,1\n", "line 1 is not UTF-8"
    ),
    refused(
        "not UTF-8 after many rows",
        "rows.csv",
        HEADER.encode() + b"".join(b"%d,KEN,UGA,2008\n" % n for n in range(25_000)) + b"x,\xff,UGA,1\n",
        "line 25002 is not UTF-8",
    ),
    refused("Latin-1 as TSV", "rows.tsv", TWO.replace(",", "\t").encode("latin-1"), "line 3 is not UTF-8"),
    refused(
        "Latin-1 as JSON",
        "rows.jsonl",
        b'{"route":"1","from":"KEN","to":"UGA","year":1}\n{"route":"C\xf4te"}\n',
        "line 2 is not UTF-8",
    ),
    refused("a picture", "rows.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "line 1 "),
    refused("a PDF called CSV", "rows.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "line 2 is not UTF-8"),
    refused("a workbook called CSV", "rows.csv", b"PK\x03\x04\x14\0\x06\0\x08\0", "line 1 "),
    refused("two marks", "rows.csv", BOM + BOM + TWO.encode(), r"\\ufeffroute', .* no column 'route'"),
    refused("NUL in a cell", "rows.csv", with_bytes(b"K\0N"), "line 3 holds a NUL"),
    refused("NUL in the header", "rows.csv", b"route,fr\0om,to,year\n1,KEN,UGA,1\n", "line 1 holds a NUL"),
    refused("NUL at the end", "rows.csv", TWO.encode() + b"\0" * 512, "line 4 holds a NUL"),
    refused("nothing but NUL", "rows.csv", b"\0" * 4096, "line 1 holds a NUL"),
    loads("a byte order mark", BOM + TWO.encode(), YEARS),
    loads("Windows line ends", TWO.replace("\n", "\r\n"), YEARS),
    loads("old Mac line ends", TWO.replace("\n", "\r"), YEARS),
    loads("mixed line ends", TWO.replace("\n", "\r\n", 1), YEARS),
    loads("no end of the last line", TWO.rstrip("\n"), YEARS),
    loads("empty lines between", TWO.replace("\n", "\n\n\r\n"), YEARS),
    loads_as("a mark before TSV", "rows.tsv", BOM + TWO.replace(",", "\t").encode(), YEARS),
    loads_as(
        "a mark before JSON",
        "rows.jsonl",
        BOM + b'{"route":"1","from":"KEN","to":"UGA","year":2008}',
        {"1": 2008},
    ),
    row("a control character in a place", "2,K\x07N,UGA,2008", "control character.*from"),
    row("a control character in a reference", "2\x1b[31m,KEN,UGA,2008", "control character.*route"),
    row("a non-character", "2\ufffe,KEN,UGA,2008", "character.*route"),
    row("the replacement character", "2\ufffd,KEN,UGA,2008", "character.*route"),
]
