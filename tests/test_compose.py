"""What ``docker-compose.yml`` offers to users: loopback only, a password of their own, one pinned Neo4j."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import yaml

if TYPE_CHECKING:
    from neo4j_server.server import Login

ROOT = Path(__file__).resolve().parents[1]
POM = ROOT / "tests" / "neo4j_server" / "pom.xml"
# What the image's entry point takes for itself; every other NEO4J_ name becomes a setting of the server.
NOT_SETTINGS = {"NEO4J_AUTH", "NEO4J_PLUGINS"}


@pytest.fixture
def services() -> dict[str, Any]:
    """Return the services of the compose file by name."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return read


def test_every_published_port_is_loopback(services: dict[str, Any]) -> None:
    """Nothing is offered to the network: both ports are bound to 127.0.0.1, and no other way is open."""
    published = {str(port) for service in services.values() for port in service["ports"]}

    assert published == {"127.0.0.1:7474:7474", "127.0.0.1:7687:7687"}
    assert not [name for name, service in services.items() if "network_mode" in service]


def test_password_must_be_given(services: dict[str, Any]) -> None:
    """The password is the user's own: without one in the environment compose refuses to start."""
    auth = services["neo4j"]["environment"]["NEO4J_AUTH"]

    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?[^}]+\}", auth)


def test_example_settings_give_no_password_and_name_what_compose_reads() -> None:
    """Copying the example alone does not start a server with a known password; its names are all read."""
    read = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    lines = (ROOT / ".env.example").read_text().splitlines()
    offered = dict(re.findall(r"^#?(\w+)=(.*)$", "\n".join(lines), re.MULTILINE))

    assert offered["NEO4J_PASSWORD"] == ""
    assert set(offered) == read
    assert ".env" in (ROOT / ".gitignore").read_text().split()


def test_image_is_the_version_that_tests_run(services: dict[str, Any]) -> None:
    """The image is pinned to the very Neo4j Community that the tests run."""
    version = ET.parse(POM).findtext(".//{*}neo4j.version")  # noqa: S314 - our own file

    assert version
    assert services["neo4j"]["image"] == f"neo4j:{version}-community"


def test_server_is_watched_and_keeps_its_data(services: dict[str, Any]) -> None:
    """It restarts after a crash, tells its health, and its data outlives the container in a named volume."""
    neo4j = services["neo4j"]
    volumes = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["volumes"]

    assert neo4j["restart"] == "unless-stopped"
    assert neo4j["healthcheck"]["test"][-1] == "http://127.0.0.1:7474"
    assert "data:/data" in neo4j["volumes"]
    assert {mount.split(":")[0] for mount in neo4j["volumes"]} == set(volumes)


@pytest.mark.neo4j
def test_every_setting_is_known_to_the_server(services: dict[str, Any], neo4j_server: Login) -> None:
    """Every setting in the environment is one that this Neo4j knows; an unknown one would stop it."""
    names = set(services["neo4j"]["environment"]) - NOT_SETTINGS
    # The image's rule: __ stands for _, _ for a dot.
    settings = {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_") for name in names
    }

    with neo4j_server.driver() as driver:
        records = driver.execute_query("SHOW SETTINGS YIELD name").records

    assert settings
    assert settings <= {record["name"] for record in records}
