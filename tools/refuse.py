"""Refuse what must never be committed: files of data, secrets, and addresses of one machine.

With file names it looks at those, as pre-commit calls it; without, at every file git tracks or would add.
It looks at shapes only. A short table of real cases has no shape of its own: that nobody commits one is
what DATA_HANDLING.md is for.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

LIMIT = 50_000
# Examples are made by a seeded generator and marked synthetic; the pins are long because of their hashes.
MAY_BE_LARGE = ("examples/", "requirements/", "docs/pictures/")
TABLES = {".arrow", ".db", ".feather", ".parquet", ".sqlite", ".xls", ".xlsx"}

SHAPES = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY",
    "a cloud key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token": r"\b(?:gh[pousr]_\w{36}|github_pat_\w{22,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,})",
    "a password in an address": r"\b[a-z][a-z0-9+.-]*://[^\s/:@{}$<>\"'`]+:[^\s/:@{}$<>\"'`]+@",
    "a secret": r"(?i)(?:password|passwd|secret|token|pepper|hash_?key)\w*\s*[:=]\s*[\"']?[0-9a-f]{32,}\b",
    "a package index": r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs|crates\.io)\b",
    "an index option": r"--(?:extra-)?index-url|--find-(?:links)\b",
    "a path of one machine": r"(?<![\w./$}-])/(?:home|Users|root|work|workspace|builds)/\w",
}


def complaints(path: Path, name: str) -> list[str]:
    """Say what is wrong with one file.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        Its place in the repository, with forward slashes.

    Returns
    -------
    list of str
        ``name:line: what``; empty when nothing is wrong. The finding itself is never repeated.
    """
    found = []
    size = path.stat().st_size
    exempt = name.startswith(MAY_BE_LARGE)
    if size > LIMIT and not exempt:
        found.append(f"{name}: {size:,} bytes; more than {LIMIT:,} belongs in examples/, made by a generator")
    if path.suffix.lower() in TABLES and not exempt:
        found.append(f"{name}: a table or database that no review can read")
    if path.name == ".env":
        found.append(f"{name}: holds the passwords of one machine")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return found
    for number, line in enumerate(text.splitlines(), 1):
        found += [f"{name}:{number}: {what}" for what, shape in SHAPES.items() if re.search(shape, line)]
    return found


def main(names: list[str]) -> int:
    """Print the complaints about the named files, or about all of the repository's."""
    root = Path(__file__).parents[1]
    if not names:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is on PATH
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
        )
        names = [name for name in listed.stdout.split("\0") if name]
    found = [text for name in names if (root / name).is_file() for text in complaints(root / name, name)]
    for text in found:
        print(text)
    if found:
        print("  next: take it out; if it was committed before, ask on the issue before you push")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
