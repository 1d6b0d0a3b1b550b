"""The table of synthetic companies that share everything: what many share ties nobody to anybody."""

from __future__ import annotations

from collections import Counter

import pytest

from needs import real_file
from netgraph.resolution.candidates import compare
from netgraph.resolution.model import load_model
from resolution.companies import FILE, companies, facts


@pytest.mark.realdata
def test_a_shared_thing_is_not_enough() -> None:
    """Of 12,000 companies no pair scores 0.9 for what many share alone, and no crowd becomes one."""
    file = real_file(FILE)
    held = {
        record.key: {value for fact, value in record.facts if fact == "identifier"}
        for record in companies(file)
    }
    users = Counter(value for values in held.values() for value in values)
    model = load_model("Organization")

    frame = compare(facts(file), model, 0.9).frame

    told = zip(frame["start"], frame["end"], frame["reasons"], strict=True)
    common = [
        (start, end)
        for start, end, reasons in told
        if "name:" not in reasons
        and all(users[value] >= model.common_from for value in held[start] & held[end])
    ]
    assert common == []
    assert max(users.values()) > 600
    assert 1_000 < len(frame) < 12_000
