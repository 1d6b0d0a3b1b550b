"""The pinned requirements: in step with pyproject.toml, hashed, and free of addresses."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
NEEDED = {
    "run": PROJECT["project"]["dependencies"] + GROUPS["build"],
    "test": PROJECT["project"]["optional-dependencies"]["py2neo"] + GROUPS["test"],
    "lint": GROUPS["lint"],
}
LARGER = {"run": "test", "test": "lint"}


def pins(name: str) -> dict[str, list[Requirement]]:
    """Return the pins of a set by package; a package has several where versions differ by Python."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^(\S.*?) \\$", text, re.MULTILINE):
        requirement = Requirement(line)
        found.setdefault(requirement.name, []).append(requirement)
    return found


@pytest.mark.parametrize("name", NEEDED)
def test_pins_fit_the_project(name: str) -> None:
    """Whatever pyproject.toml asks for is pinned in a version that it allows; otherwise: make lock."""
    pinned = pins(name)
    wrong = []
    for text in NEEDED[name]:
        asked = Requirement(text)
        versions = [next(iter(pin.specifier)).version for pin in pinned.get(asked.name.lower(), [])]
        if not versions or not all(asked.specifier.contains(version) for version in versions):
            wrong.append(f"{text}: pinned {versions or 'nowhere'}")

    assert wrong == []


@pytest.mark.parametrize("name", LARGER)
def test_sets_grow(name: str) -> None:
    """A larger set has every package of the smaller one in the same version, so that one follows another."""
    smaller, larger = pins(name), pins(LARGER[name])

    assert {
        package: (versions, larger.get(package))
        for package, versions in smaller.items()
        if {str(pin.specifier) for pin in versions} != {str(pin.specifier) for pin in larger.get(package, [])}
    } == {}


@pytest.mark.parametrize("name", NEEDED)
def test_every_pin_is_exact_and_hashed(name: str) -> None:
    """A line is an exact pin or a hash, every pin has a hash, and no address tells where to fetch it."""
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"[a-z0-9-]+==[\w.]+(?: ; [^#/\\]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")

    assert [line for line in lines if not pin.fullmatch(line) and not digest.fullmatch(line)] == []
    assert all(digest.fullmatch(after) for line, after in pairwise(lines) if pin.fullmatch(line))
