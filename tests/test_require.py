"""The switch between "not run, and said so" and "failed", in inner runs with the real fixtures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

INI = """
[pytest]
addopts = --strict-markers -p no:randomly -p no:cacheprovider -p needs -p neo4j_server.fixtures
markers =
    neo4j: x
    py2neo: x
    browser: x
    realdata: x
"""

NEEDS_A_SERVER = """
import pytest

@pytest.mark.neo4j
def test_server(neo4j_server):
    pass
"""


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a place for inner runs on a machine without Java, Maven and browsers."""
    for name in [name for name in os.environ if name.startswith(("NETGRAPH_", "JAVA_HOME"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", str(pytester.mkdir("no-programs")))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    # The end of an inner run would take the signal handlers of a Java runtime in this process away.
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:faulthandler")
    pytester.makeini(INI)
    return pytester


def test_missing_server_is_skipped_and_listed(inner: pytest.Pytester) -> None:
    """Without the switch, a test without its Neo4j is skipped and the end of the run says why."""
    inner.makepyfile(NEEDS_A_SERVER)

    result = inner.runpytest_inprocess()

    result.assert_outcomes(skipped=1)
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "*!!! NOT RUN !!!*",
            "NOT RUN: neo4j: no JDK of version 17 to 21 in JAVA_HOME or on PATH (1 skipped)",
            "*to get it: install Maven and a JDK 17*",
        ]
    )


def test_missing_server_fails_where_demanded(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NETGRAPH_REQUIRE=neo4j, the same test makes the run fail."""
    monkeypatch.setenv("NETGRAPH_REQUIRE", "py2neo, neo4j")
    inner.makepyfile(NEEDS_A_SERVER)

    result = inner.runpytest_inprocess()

    result.assert_outcomes(errors=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["neo4j is demanded by NETGRAPH_REQUIRE: no JDK*To get it: install*"])


@pytest.mark.parametrize(("demand", "outcome"), [("", "skipped"), ("browser", "errors")])
def test_missing_browser(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, demand: str, outcome: str
) -> None:
    """The browser follows the switch as the server does."""
    monkeypatch.setenv("NETGRAPH_REQUIRE", demand)
    inner.makepyfile(
        "import pytest\n@pytest.mark.browser\ndef test_page(chromium):\n    pass\n",
    )

    result = inner.runpytest_inprocess()

    result.assert_outcomes(**{outcome: 1})
    result.stdout.fnmatch_lines(["*browser*none of chromium, chromium-browser, google-chrome on PATH*"])


def test_given_browser_that_is_none_fails(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that is named but does not exist is a failure even without the switch."""
    monkeypatch.setenv("NETGRAPH_TEST_CHROMIUM", "/nowhere/chromium")
    inner.makepyfile("import pytest\n@pytest.mark.browser\ndef test_page(chromium):\n    pass\n")

    result = inner.runpytest_inprocess()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["NETGRAPH_TEST_CHROMIUM is /nowhere/chromium, which is no program"])


@pytest.mark.parametrize(
    ("demand", "outcomes"),
    [
        ("", {"skipped": 3, "xfailed": 1}),
        ("browser", {"skipped": 3, "xfailed": 1}),
        ("py2neo", {"failed": 1, "errors": 1, "skipped": 1, "xfailed": 1}),
    ],
)
def test_skips_past_the_switch_fail_where_demanded(
    inner: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    demand: str,
    outcomes: dict[str, int],
) -> None:
    """A skip past ``require`` fails where its marker is demanded; other needs and xfails do not."""
    monkeypatch.setenv("NETGRAPH_REQUIRE", demand)
    inner.makepyfile("""
        import pytest
        from needs import require

        pytestmark = pytest.mark.py2neo

        def test_imports():
            pytest.importorskip("a_module_that_is_not_there")

        @pytest.mark.skip(reason="too slow today")
        def test_marked():
            pass

        @pytest.mark.xfail(reason="known gap", strict=True)
        def test_expected():
            raise AssertionError

        def test_other_need():
            require("realdata", "no file routes.csv")
    """)

    result = inner.runpytest_inprocess()

    result.assert_outcomes(**outcomes)


def test_module_level_need_is_listed(inner: pytest.Pytester) -> None:
    """A whole module can say at its top what it lacks."""
    inner.makepyfile("from needs import require\nrequire('realdata', 'no file routes.csv')\n")

    result = inner.runpytest_inprocess()

    result.stdout.fnmatch_lines(["NOT RUN: realdata: no file routes.csv (1 skipped)"])


def test_unknown_word_is_an_error(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that stands for nothing stops the run: a typing error must not demand nothing."""
    monkeypatch.setenv("NETGRAPH_REQUIRE", "neo4j,borwser")
    inner.makepyfile("def test_nothing():\n    pass\n")

    result = inner.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*NETGRAPH_REQUIRE names borwser; it knows neo4j, py2neo, browser*"])


@pytest.mark.parametrize("fixture", ["neo4j_server", "empty_neo4j"])
def test_fixture_without_marker_stops_collection(inner: pytest.Pytester, fixture: str) -> None:
    """A test that uses the server without its marker stops the run, and the marker is named."""
    inner.makepyfile(test_it=f"def test_server({fixture}):\n    pass\n")

    result = inner.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["*test_it.py::test_server uses the fixture neo4j_server: give it @pytest.mark.neo4j"]
    )


def test_fixture_without_marker_fails_in_a_worker(inner: pytest.Pytester) -> None:
    """Where several workers share the tests, that test fails and the marker is named."""
    inner.makepyfile(test_it="def test_server(neo4j_server):\n    pass\n")

    result = inner.runpytest_inprocess("-n1")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*test_it.py::test_server uses the fixture neo4j_server: give it @pytest.mark.neo4j"]
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "*tests delete everything*NETGRAPH_TEST_NEO4J_WIPE=yes*"),
        (
            {"WIPE": "true", "PASSWORD": "secret"},
            "*tests delete everything*NETGRAPH_TEST_NEO4J_WIPE=yes*",
        ),
        ({"WIPE": "yes"}, "*NETGRAPH_TEST_NEO4J_PASSWORD is not*"),
    ],
)
def test_given_server_is_not_wiped_without_leave(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, more: dict[str, str], words: str
) -> None:
    """A server that is already there is left alone unless its owner says that it may be emptied."""
    monkeypatch.setenv("NETGRAPH_TEST_NEO4J_URI", "bolt://127.0.0.1:1")
    for name, value in more.items():
        monkeypatch.setenv(f"NETGRAPH_TEST_NEO4J_{name}", value)
    inner.makepyfile(NEEDS_A_SERVER)

    result = inner.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([words])


def test_given_server_is_for_one_worker(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several workers would empty one server for each other; the run stops and says what to add."""
    for name, value in {"URI": "bolt://127.0.0.1:1", "WIPE": "yes", "PASSWORD": "secret"}.items():
        monkeypatch.setenv(f"NETGRAPH_TEST_NEO4J_{name}", value)
    inner.makepyfile("def test_nothing():\n    pass\n")

    several, alone = (inner.runpytest_inprocess(workers) for workers in ("-n2", "-n0"))

    assert several.ret == pytest.ExitCode.USAGE_ERROR
    several.stderr.fnmatch_lines(["*NETGRAPH_TEST_NEO4J_URI names one server*add -n0*"])
    alone.assert_outcomes(passed=1)
