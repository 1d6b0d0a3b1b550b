"""Where nodes stand."""

from __future__ import annotations

import math
import random
import time
from collections import defaultdict
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from netgraph.views import Node, Picture, Relationship
from netgraph.views.layout import SPACING, positions


def network(count: int, lines: int, jurisdictions: int, *, seed: int = 1) -> Picture:
    """Return a random picture, some nodes of it without a jurisdiction and some without a relationship."""
    rng = random.Random(seed)  # noqa: S311 - the same test each time
    nodes = tuple(
        Node(
            f"n{i}",
            f"n{i}",
            "Person",
            None if i % 17 == 0 else f"J{int(jurisdictions * rng.random() ** 2)}",
            "CLEAR",
        )
        for i in range(count)
    )
    ends = ((rng.randrange(count), int(count * rng.random() ** 3)) for _ in range(lines))
    relationships = tuple(Relationship(f"n{a}", f"n{b}", "LINKED_TO") for a, b in ends)
    return Picture("t", nodes, relationships, "CLEAR")


def test_same_seed_same_place() -> None:
    """The layout is the same for the same seed, in whatever order nodes and relationships come."""
    picture = network(150, 260, 8)
    shuffled = replace(
        picture,
        nodes=tuple(random.Random(2).sample(picture.nodes, 150)),  # noqa: S311 - the same test each time
        relationships=picture.relationships[::-1],
    )

    assert positions(picture, seed=3) == positions(picture, seed=3) == positions(shuffled, seed=3)


def test_another_seed_another_place() -> None:
    """The seed is not for show."""
    picture = network(60, 90, 5)

    assert positions(picture, seed=1) != positions(picture, seed=2)


def test_leaves_the_shared_generator_alone() -> None:
    """A layout neither uses nor changes Python's shared random numbers."""
    random.seed(11)
    expected = random.random()  # noqa: S311 - what is tested

    random.seed(11)
    positions(network(60, 90, 5))

    assert random.random() == expected  # noqa: S311 - what is tested


@pytest.mark.parametrize("jurisdictions", [1, 6, 30])
def test_nodes_stand_apart(jurisdictions: int) -> None:
    """No node covers another."""
    placed = positions(network(200, 320, jurisdictions))

    closest = min(math.dist(a, b) for a, b in combinations(placed.values(), 2))
    assert closest > SPACING / 2


def test_jurisdictions_stand_apart() -> None:
    """The discs of two jurisdictions do not overlap."""
    picture = network(300, 480, 12)
    placed = positions(picture)
    groups = defaultdict(list)
    for node in picture.nodes:
        groups[node.jurisdiction].append(placed[node.key])

    discs = []
    for points in groups.values():
        centre = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        discs.append((centre, max(math.dist(centre, point) for point in points)))
    assert len(discs) > 8
    for (centre, radius), (other, reach) in combinations(discs, 2):
        assert math.dist(centre, other) > radius + reach


def test_related_nodes_stand_closer() -> None:
    """Within a jurisdiction, a relationship draws its ends together."""
    nodes = tuple(Node(f"n{i:02d}", "n", "Person", "MD", "CLEAR") for i in range(40))
    chain = tuple(Relationship(a.key, b.key, "LINKED_TO") for a, b in pairwise(nodes))
    placed = positions(Picture("t", nodes, chain, "CLEAR"))

    related = [math.dist(placed[line.start], placed[line.end]) for line in chain]
    others = [math.dist(a, b) for a, b in combinations(placed.values(), 2)]
    assert sum(related) / len(related) < sum(others) / len(others) / 2


def test_given_positions_are_kept() -> None:
    """Given positions keep their proportions, at a distance at which nodes can be told apart."""
    corners = {"a": (10.0, 50.0), "b": (10.2, 50.0), "c": (10.2, 50.1)}
    nodes = tuple(Node(key, key, "Location", "MD", "CLEAR", x=x, y=y) for key, (x, y) in corners.items())
    placed = positions(Picture("t", nodes, (), "CLEAR"))

    assert math.dist(placed["a"], placed["b"]) == pytest.approx(
        2 * math.dist(placed["b"], placed["c"]), rel=0.01
    )
    assert math.dist(placed["b"], placed["c"]) > SPACING / 2
    assert placed["a"][1] == placed["b"][1] < placed["c"][1]


def test_nodes_without_a_position_join_the_others() -> None:
    """A node whose position is missing or NaN is put near those it is related to, or below them all."""
    nodes = (
        Node("a", "a", "Location", None, "CLEAR", x=0.0, y=0.0),
        Node("b", "b", "Location", None, "CLEAR", x=9.0, y=0.0),
        Node("near a", "c", "Person", None, "CLEAR", x=math.nan, y=math.nan),
        Node("loose", "d", "Person", None, "CLEAR"),
    )
    placed = positions(Picture("t", nodes, (Relationship("near a", "a", "LINKED_TO"),), "CLEAR"))

    assert math.dist(placed["near a"], placed["a"]) < math.dist(placed["near a"], placed["b"])
    assert placed["loose"][1] > placed["a"][1]
    assert all(math.isfinite(value) for place in placed.values() for value in place)


def test_positions_of_nothing_and_of_one() -> None:
    """The smallest pictures have layouts, too."""
    alone = Node("a", "a", "Case", None, "CLEAR")
    loop = Relationship("a", "a", "LINKED_TO")

    assert positions(Picture("t", (), (), "CLEAR")) == {}
    assert positions(Picture("t", (alone,), (loop,), "CLEAR")) == {"a": (0.0, 0.0)}


@pytest.mark.parametrize("jurisdictions", [1, 40, 400])
def test_large_pictures_take_seconds(jurisdictions: int) -> None:
    """2,000 nodes with 5,000 relationships are laid out within a few seconds of computing."""
    picture = network(2000, 5000, jurisdictions)

    started = time.process_time()
    placed = positions(picture)

    assert time.process_time() - started < 5
    assert len(placed) == 2000
