"""What the README tells people to type works, on the store that the demo makes."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netgraph.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
VERB = re.compile(r"^([a-z0-9]+):", re.MULTILINE)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
GROUPS = {"analyse", "audit", "export", "ingest", "keys", "match", "query", "resolve", "runs", "schema"}
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def walks() -> dict[str, list[list[str]]]:
    """Return the commands of each walk, in words, by its heading."""
    titles = HEADING.split(README)
    found = {}
    for title, text in zip(titles[1::2], titles[2::2], strict=True):
        block = BLOCK.search(text)
        assert block, f"the walk {title!r} has no commands"
        found[title] = [shlex.split(line, comments=True) for line in block[1].splitlines()]
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder like a checkout after ``make demo``: examples/ and a filled demo/store."""
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", place / "examples")
    (place / "demo").mkdir()
    (place / "demo" / "identifier.key").write_text("00112233445566778899aabbccddeeff\n", encoding="ascii")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.delenv("NETGRAPH_LOCAL")  # the README says it
        for line in exports():
            patch.setenv(*line)
        assert run(["ingest", "plan", "examples/data/plan.yaml"]) == 0
        yield place


def exports() -> list[list[str]]:
    """Return the variables that the README sets before the walks."""
    lines = re.findall(r"^export (NETGRAPH_\w+)=(\S+)$", README, re.MULTILINE)
    return [list(line) for line in lines]


@pytest.mark.embedded
@pytest.mark.parametrize("title", walks())
def test_walk(title: str, demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command of a walk works as it stands, prints something, and writes what it says."""
    for words in walks()[title]:
        assert words[0] == "netgraph", f"a walk holds netgraph commands only, not {shlex.join(words)}"
        code = run(words[1:])
        told = capsys.readouterr()

        assert code == 0, f"{shlex.join(words)}\n{told.err}"
        assert "rows: 0" not in told.err, f"{shlex.join(words)} finds nothing"
        written = Path(words[words.index("-o") + 1]) if "-o" in words else None
        assert told.out or (written is not None and written.stat().st_size)
    assert demo == Path.cwd()


def test_walks_are_three_of_about_ten_lines() -> None:
    """Analyst, researcher and steward have one walk each, short enough to try."""
    assert [title.partition(":")[0] for title in walks()] == ["Analyst", "Researcher", "Data steward"]
    assert all(8 <= len(lines) <= 12 for lines in walks().values())


def test_verbs_exist() -> None:
    """Each `make` verb that a page names is in the Makefile, and the README begins with demo and test."""
    verbs = set(VERB.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {
        verb
        for page in PAGES
        for verb in re.findall(r"(?:^|`|&& )make ([a-z0-9]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert named - verbs == set()
    assert [shlex.split(line, comments=True) for line in BLOCK.findall(README)[0].splitlines()] == [
        ["make", "demo"],
        ["make", "test"],
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command that a page tells to type exists and has the options that are given."""
    lines = "\n".join(BLOCK.findall(page.read_text(encoding="utf-8"))).splitlines()
    for line in lines:
        words = shlex.split(line, comments=True)
        if words[:1] != ["netgraph"]:
            continue
        options = [word.partition("=")[0] for word in words if word.startswith("-")]
        names = words[1:3] if words[1] in GROUPS else words[1:2]

        assert run([*names, "--help"]) == 0, line
        told = capsys.readouterr().out
        assert [option for option in options if not re.search(rf"(?<![\w-]){option}\b", told)] == [], line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link of a page leads to a file or folder of the repository."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_decision_is_listed() -> None:
    """The index of decisions has a line for each record, with its title."""
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    titles = [path.read_text(encoding="utf-8").splitlines()[0].partition(": ") for path in records]

    assert re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+) \|$", index, re.MULTILINE) == [
        (path.name[:4], path.name, title[2]) for path, title in zip(records, titles, strict=True)
    ]
    assert len({path.name[:4] for path in records}) == len(records)
