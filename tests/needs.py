"""What tests need of the machine: how one that cannot run says so, and when that is a failure.

A test whose Neo4j, py2neo, browser or real data is missing calls ``require``: it is skipped, and the
end of the run lists it under NOT RUN with the way to get what is missing.
``NETGRAPH_REQUIRE=neo4j,browser`` demands the named ones: then such a test fails, and so does any
other skip of a test with that marker.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, get_args

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

Need = Literal["neo4j", "py2neo", "browser", "realdata", "atheris", "psi", "spark"]

HOW_TO_GET: dict[str, str] = {
    "neo4j": "install Maven and a JDK 17 (Debian: apt-get install maven openjdk-17-jdk-headless); "
    "see docs/how-to/neo4j.md",
    "py2neo": "pip install 'netgraph-tip[py2neo]'",
    "browser": "install Chromium (Debian: apt-get install chromium), or set NETGRAPH_TEST_CHROMIUM "
    "to a Chrome or Chromium",
    "atheris": "pip install atheris (Linux on x86-64 alone has wheels)",
    "psi": "pip install 'netgraph-tip[match]' (Linux on x86-64 and macOS on ARM alone have wheels)",
    "spark": "install a Java runtime, 17 or 21 (Debian: apt-get install openjdk-17-jre-headless), and "
    "pip install 'netgraph-tip[spark]'",
    "realdata": "put the file where the reason says; it is not shipped",
}
MARKER_OF_FIXTURE = {"neo4j_server": "neo4j", "chromium": "browser", "spark_cluster": "spark"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOT_RUN = re.compile(r"NOT RUN: (?P<name>\w+): (?P<reason>.*)", re.DOTALL)


def require(name: Need, reason: str) -> NoReturn:
    """Skip the running test because the machine lacks something, or fail it where that is demanded.

    Parameters
    ----------
    name : {"neo4j", "py2neo", "browser", "realdata", "atheris", "psi", "spark"}
        What is lacking.
    reason : str
        What was looked for in vain, such as "no mvn on PATH".

    Raises
    ------
    pytest.skip.Exception
        Usually; also at the top of a module.
    pytest.fail.Exception
        When ``NETGRAPH_REQUIRE`` names it.
    """
    if name not in HOW_TO_GET:
        raise ValueError(f"no such need: {name}; needs.py lists them")
    if name in demanded():
        pytest.fail(
            f"{name} is demanded by NETGRAPH_REQUIRE: {reason}. To get it: {HOW_TO_GET[name]}",
            pytrace=False,
        )
    pytest.skip(f"NOT RUN: {name}: {reason}", allow_module_level=True)


def real_file(name: str) -> Path:
    """Return a file of real data that lies beside the checkout, or skip loudly.

    Parameters
    ----------
    name : str
        Its path below ``shared/data``.
    """
    for folder in Path(__file__).parents[1:5]:
        found = folder / "shared" / "data" / name
        if found.is_file():
            return found
    require("realdata", f"no ../shared/data/{name} beside the checkout")


def demanded() -> frozenset[str]:
    """Return the needs that ``NETGRAPH_REQUIRE`` names, comma-separated.

    Raises
    ------
    pytest.UsageError
        It names something that is no need.
    """
    words = (word.strip() for word in os.environ.get("NETGRAPH_REQUIRE", "").split(","))
    named = frozenset(filter(None, words))
    unknown = sorted(named.difference(get_args(Need)))
    if unknown:
        raise pytest.UsageError(
            f"NETGRAPH_REQUIRE names {', '.join(unknown)}; it knows {', '.join(get_args(Need))}"
        )
    return named


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Path of a Chromium or Chrome."""
    given = os.environ.get("NETGRAPH_TEST_CHROMIUM")
    if given:
        # Said, so meant: a wrong path is a fault of the run, not a browser that is missing.
        if shutil.which(given) is None:
            pytest.fail(f"NETGRAPH_TEST_CHROMIUM is {given}, which is no program", pytrace=False)
        return Path(given)
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return Path(found)
    require("browser", f"none of {', '.join(BROWSERS)} on PATH")


def pytest_configure() -> None:
    """Refuse an unknown word before the first test."""
    demanded()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stop when a test uses a fixture without the marker by which such tests are selected."""
    wrong = [complaint for item in items for complaint in _unmarked(item)]
    # A worker that stops says nothing that can be read: there the test itself fails, below.
    if wrong and not hasattr(config, "workerinput"):
        raise pytest.UsageError("\n".join(wrong))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail such a test before its fixtures are made."""
    wrong = _unmarked(item)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip that went past ``require`` into a failure where the test's marker is demanded."""
    report = yield
    reason = _reason_of(report)
    if reason is None or NOT_RUN.search(reason):
        return report
    names = sorted(name for name in demanded() if item.get_closest_marker(name))
    if names:
        report.outcome = "failed"
        report.longrepr = f"NETGRAPH_REQUIRE demands {', '.join(names)}, yet this was skipped: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what could not be run, why, and how to get it."""
    reasons = (_reason_of(report) for report in terminalreporter.stats.get("skipped", []))
    lacking = Counter(
        (found["name"], found["reason"]) for reason in reasons if reason and (found := NOT_RUN.search(reason))
    )
    if not lacking:
        return
    terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
    for (name, reason), count in sorted(lacking.items()):
        terminalreporter.write_line(f"NOT RUN: {name}: {reason} ({count} skipped)", red=True)
        terminalreporter.write_line(f"         to get it: {HOW_TO_GET[name]}")
    terminalreporter.write_line("NETGRAPH_REQUIRE=neo4j,py2neo,browser,spark makes these fail.")


def _unmarked(item: pytest.Item) -> list[str]:
    """Say which fixtures a test uses without their marker."""
    return [
        f"{item.nodeid} uses the fixture {fixture}: give it @pytest.mark.{marker}"
        for fixture, marker in MARKER_OF_FIXTURE.items()
        if fixture in getattr(item, "fixturenames", ()) and item.get_closest_marker(marker) is None
    ]


def _reason_of(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """Return why a test or module was skipped; None when it was not, or failed as expected."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return None
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
