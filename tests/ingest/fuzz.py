"""Search, guided by coverage, for a mapping or a file at which a reader raises what is no error of netgraph.

``make fuzz`` runs it for a minute; options of libFuzzer (``-max_total_time=600``) and a folder for the inputs
that it finds may follow. An input that breaks a reader is written to a file, and the process fails.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["netgraph", "openpyxl", "yaml"]):
    from ingest.bad import workbooks
    from ingest.bad.case import GOOD, LITTLE
    from ingest.bad.parquets import table
    from netgraph.errors import MappingError, NetgraphError
    from netgraph.ingest import Mapping
    from netgraph.ingest.read import read_chunks
    from netgraph.model.yamlfile import parse_yaml, read_yaml

NAMES = ("little.yaml", "rows.csv", "rows.tsv", "rows.jsonl", "rows.xlsx", "rows.parquet", "rows.csv.gz")
LONGEST = 4096


def seeds(folder: Path) -> None:
    """Write one good input for each reader; the first byte says which."""
    table()(folder / "parquet")
    good = (
        LITTLE.encode(),
        GOOD.encode(),
        GOOD.replace(",", "\t").encode(),
        b'{"route": "1", "from": "KEN", "to": "UGA", "year": 2008}\n',
        workbooks.book(workbooks.sheet(workbooks.HEAD, workbooks.ONE)),
        (folder / "parquet").read_bytes(),
    )
    (folder / "parquet").unlink()
    for number, content in enumerate(good):
        (folder / NAMES[number]).write_bytes(bytes([number]) + content)


def main() -> None:
    """Fuzz until told to stop."""
    little = parse_yaml(LITTLE, Mapping, path=Path("little.yaml"), error=MappingError)
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / "seeds"
        start.mkdir()
        seeds(start)

        def one(data: bytes) -> None:
            if not data:
                return
            path = Path(folder) / NAMES[data[0] % len(NAMES)]
            path.write_bytes(data[1:])
            try:
                if path.suffix == ".yaml":
                    read_yaml(path, Mapping, error=MappingError)
                else:
                    for rows in read_chunks(little, path, lambda *_: None):
                        len(rows)
            except NetgraphError as error:
                if path.name not in str(error) or not error.hint:
                    raise AssertionError(str(error)) from error

        found, given = [a for a in sys.argv[1:] if not a.startswith("-")], sys.argv[1:]
        options = [a for a in given if a.startswith("-")]
        atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", *options, *found, str(start)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
