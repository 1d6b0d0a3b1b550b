"""Delimited text with wrong quotes, separators, widths, headers and sizes."""

from __future__ import annotations

from ingest.bad.case import GOOD, HEADER, LITTLE, Case, loads, refused

MEGABYTE = 1_000_000
SEMICOLON = LITTLE.replace("licence: None.,", "licence: None., separator: ;,")


def header(text: str) -> str:
    """Put another header before one row."""
    return f"{text}\n1,KEN,UGA,2008\n"


CASES: list[Case] = [
    # Quotes
    refused(
        "a quote in a cell never closed",
        "rows.csv",
        GOOD + '2,"KEN,UGA,2008\n3,KEN,UGA,1\n',
        "line",
        "never closed",
    ),
    refused(
        "a quote never closed in the header", "rows.csv", '"route,from,to,year\n1,KEN,UGA,1\n', "never closed"
    ),
    refused("text after a quote", "rows.csv", GOOD + '2,"KEN"x,UGA,2008\n', "line 3: "),
    refused("a quote escaped by a backslash", "rows.csv", GOOD + '2,"K\\"N",UGA,2008\n', "line 3: "),
    refused(
        "a quote that swallows ten thousand rows",
        "rows.csv",
        GOOD + '2,"KEN,UGA,2008\n' + "3,KEN,UGA,2008\n" * 10_000,
        "never closed",
    ),
    refused(
        "a quote that swallows a megabyte",
        "rows.csv",
        GOOD + '2,"' + "KEN,UGA,2008\n" * 100_000,
        "longer than",
    ),
    # Widths
    refused("a cell too few", "rows.csv", GOOD + "2,KEN,UGA\n", r"row 3 \(line 3\) has 3 cells, not 4"),
    refused(
        "a cell too many", "rows.csv", GOOD + "2,KEN,UGA,2008,\n", r"row 3 \(line 3\) has 5 cells, not 4"
    ),
    refused("a comma not quoted", "rows.csv", GOOD + "2,Korea, South,UGA,2008\n", "row 3 .* has 5 cells"),
    refused("a note at the end", "rows.csv", GOOD + "Source: our own records\n", "row 3 .* has 1 cells"),
    refused("a title above", "rows.csv", "Routes of 2008\n" + GOOD, "one column only"),
    refused("rows of separators at the end", "rows.csv", GOOD + ",,\n", "row 3 .* has 3 cells"),
    refused(
        "a row too short after a cell of several lines",
        "rows.csv",
        HEADER + '1,"K\nE\nN",UGA,1\n2,KEN\n',
        r"row 3 \(line 5\) has 2 cells",
    ),
    refused("a hundred thousand columns", "rows.csv", "a," * 100_000 + "b\n1\n", "no header of the mapping"),
    refused(
        "a row of a hundred thousand cells", "rows.csv", GOOD + "," * 100_000, "row 3 .* has 100001 cells"
    ),
    # Separators
    refused("semicolons", "rows.csv", GOOD.replace(",", ";"), "one column only", "separator"),
    refused("bars", "rows.csv", GOOD.replace(",", "|"), "one column only", "separator"),
    refused("tabs called CSV", "rows.csv", GOOD.replace(",", "\t"), "one column only"),
    refused("commas called TSV", "rows.tsv", GOOD, "one column only"),
    refused(
        "a header of commas, rows of semicolons", "rows.csv", HEADER + "1;KEN;UGA;1\n", "row 2 .* has 1 cells"
    ),
    refused("a line that names the separator", "rows.csv", "sep=,\n" + GOOD, "first row is no header"),
    Case("commas where semicolons are due", "rows.csv", GOOD, mapping=SEMICOLON, says=("one column only",)),
    # Headers
    refused("an empty file", "rows.csv", b"", "is empty"),
    refused("nothing but line ends", "rows.csv", b"\n\n\r\n\n", "is empty"),
    refused("nothing but blanks", "rows.csv", b"   \n", "column"),
    refused("nothing but a mark", "rows.csv", b"\xef\xbb\xbf", "is empty"),
    refused("a header and no rows", "rows.csv", HEADER, "a header and no rows"),
    refused("a header and blank lines", "rows.csv", HEADER + "\n\n\n", "a header and no rows"),
    refused("no header", "rows.csv", "1,KEN,UGA,2008\n2,KEN,UGA,2008\n", "first row is no header"),
    refused(
        "a column twice in the header",
        "rows.csv",
        "route,from,to,year,year\n1,KEN,UGA,1,2\n",
        "'year' stands twice",
    ),
    refused(
        "a column twice but for blanks", "rows.csv", "route,from,to,year, year \n1,KEN,UGA,1,2\n", "twice"
    ),
    refused(
        "a column without a name", "rows.csv", "route,from,to,year,\n1,KEN,UGA,1,2\n", "column 5 has no name"
    ),
    refused("a column that is missing", "rows.csv", "route,from,to\n1,KEN,UGA\n", "no column 'year'"),
    refused(
        "a column too many",
        "rows.csv",
        "route,from,to,year,name\n1,KEN,UGA,1,x\n",
        "not know the column 'name'",
    ),
    refused("a column in another case", "rows.csv", header("route,From,to,year"), "no column 'from'"),
    refused(
        "a zero-width space in a header", "rows.csv", header("route,from,to,ye\u200bar"), r"'ye\\u200bar'"
    ),
    refused(
        "a Cyrillic letter in a header", "rows.csv", header("route,fr\u043em,to,year"), "no column 'from'"
    ),
    refused("a bidi override in a header", "rows.csv", header("route,from,to,\u202eraey"), r"'\\u202eraey'"),
    refused("an escape sequence in a header", "rows.csv", header("route,from,to,\x1b[31myear"), r"\\x1b"),
    refused(
        "a header of a megabyte", "rows.csv", header("route,from,to," + "y" * 900_000), "no column 'year'"
    ),
    refused(
        "Cypher in a header", "rows.csv", header("route,from,to,`) DETACH DELETE n //"), "no column 'year'"
    ),
    # Sizes
    refused(
        "ten megabytes in a cell of text",
        "rows.csv",
        GOOD + "2," + "K" * 10 * MEGABYTE + ",UGA,1\n",
        "line 3",
        "longer",
    ),
    refused(
        "a quoted cell of ten megabytes",
        "rows.csv",
        GOOD + '2,"' + "K\n" * 5 * MEGABYTE + '",UGA,1\n',
        "longer than",
    ),
    refused(
        "a header cell of ten megabytes", "rows.csv", "y" * 10 * MEGABYTE + ",to\n1,2\n", "line 1", "longer"
    ),
    refused(
        "a line of ten megabytes without a separator", "rows.csv", b"x" * 10 * MEGABYTE, "line 1", "longer"
    ),
    # What loads all the same
    loads("blanks around cells", "route,from,to,year\n 1 , KEN ,\tUGA\t, 2008 \n", {"1": 2008}),
    loads(
        "no-break blanks around cells", "route,from,to,year\n\u00a01\u00a0,KEN,UGA,\u30002008\n", {"1": 2008}
    ),
    loads("every cell quoted", '"route","from","to","year"\n"1","KEN","UGA","2008"\n', {"1": 2008}),
    loads("columns in another order", "year,to,from,route\n2008,UGA,KEN,1\n", {"1": 2008}),
    loads("a line end in a cell", 'route,from,to,year\n"1\n2",KEN,UGA,2008\n', {"1%0A2": 2008}),
    Case(
        "the same row twice",
        "rows.csv",
        GOOD + "1,KEN,UGA,2008\n",
        read=2,
        loaded=1,
        duplicate=1,
        holds={"Route": {"1": {"year": 2008}}},
    ),
    Case(
        "rows that contradict each other",
        "rows.csv",
        GOOD + "2,KEN,UGA,2008\n2,KEN,UGA,2009\n",
        read=3,
        loaded=1,
        rejects={3: "disagree on the year", 4: "disagree on the year"},
        holds={"Route": {"1": {"year": 2008}}},
    ),
    Case(
        "rows without anything in them",
        "rows.csv",
        GOOD + ",,,\n , ,\t,\n",
        read=3,
        loaded=1,
        rejects={3: "the row is blank", 4: "the row is blank"},
        holds={"Route": {"1": {"year": 2008}}},
    ),
]
