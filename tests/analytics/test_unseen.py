"""Whom the data does not see, on every store, and whom it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canned import Canned
from graphs import fill
from joint import joint
from netgraph.analytics.breakdown import profiles
from netgraph.analytics.unseen import unseen
from netgraph.disclosure import Policy, Reader
from netgraph.errors import AnalysisError
from netgraph.model import Marking, load_schema
from netgraph.model.ages import BROAD

if TYPE_CHECKING:
    import pandas as pd

    from netgraph.store import Store


def told(frame: pd.DataFrame, kind: str, *groups: str) -> set[tuple[Any, ...]]:
    """Return what is asked, by what, how many records, and of how many it is unknown."""
    rows = frame[frame["kind"] == kind]
    return {tuple(row) for row in rows[["what", *groups, "records", "unknown"]].itertuples(index=False)}


def test_by_source(store: Store) -> None:
    """Unknown is what is absent, empty or coded so; what victims' records say is known of their case."""
    joint(store)

    result = unseen(Reader(store))

    assert told(result.frame, "Victim", "source") == {
        *((what, "s", 1, 0) for what in ("sex", "age_band", "citizenship", "exploitation")),
        ("sex", "t", 1, 0), ("age_band", "t", 1, 0), ("citizenship", "t", 1, 1), ("exploitation", "t", 1, 0),
        ("sex", "u", 1, 0), ("age_band", "u", 1, 1), ("citizenship", "u", 1, 1), ("exploitation", "u", 1, 1),
    }  # fmt: skip
    assert told(result.frame, "Person", "source") == {
        ("sex", "s", 2, 0), ("age_band", "s", 2, 0), ("citizenship", "s", 2, 1), ("exploitation", "s", 2, 0),
        ("sex", "t", 2, 1), ("age_band", "t", 2, 1), ("citizenship", "t", 2, 2), ("exploitation", "t", 2, 0),
        ("sex", "u", 2, 1), ("age_band", "u", 2, 2), ("citizenship", "u", 2, 2), ("exploitation", "u", 2, 2),
    }  # fmt: skip
    assert told(result.frame, "Case", "source") == {
        ("sex", "s", 2, 1), ("age_band", "s", 2, 1), ("citizenship", "s", 2, 1), ("exploitation", "s", 2, 1),
        ("sex", "t", 1, 0), ("age_band", "t", 1, 0), ("citizenship", "t", 1, 1), ("exploitation", "t", 1, 0),
        ("sex", "u", 2, 1), ("age_band", "u", 2, 2), ("citizenship", "u", 2, 2), ("exploitation", "u", 2, 2),
    }  # fmt: skip
    assert told(result.frame, "Route", "source") == {
        ("sex", "s", 1, 0), ("age_band", "s", 1, 0), ("exploitation", "s", 1, 0),
        ("sex", "t", 1, 1), ("age_band", "t", 1, 1), ("exploitation", "t", 1, 1),
        ("sex", "u", 1, 0), ("age_band", "u", 1, 0), ("exploitation", "u", 1, 0),
    }  # fmt: skip
    assert result.behind == {"victims": 3, "persons": 6, "cases": 5, "routes": 3, "reports": 0}
    assert result.marking is Marking.RED


def test_by_jurisdiction_and_all_together(store: Store) -> None:
    """A route counts where it stops, a case without a handler as not recorded; shares fall from the top."""
    joint(store)

    frame = unseen(Reader(store), per=["jurisdiction"]).frame
    whole = unseen(Reader(store), per=[]).frame

    assert {row for row in told(frame, "Route", "jurisdiction") if row[0] == "sex"} == {
        ("sex", "KEN", 2, 0),
        ("sex", "UGA", 2, 1),
        ("sex", "ITA", 2, 0),
        ("sex", "GBR", 1, 1),
    }
    assert ("sex", "not recorded", 1, 1) in told(frame, "Case", "jurisdiction")
    assert ("citizenship", "GB-SCT", 2, 2) in told(frame, "Person", "jurisdiction")
    assert told(whole, "Person") == {
        ("sex", 6, 2),
        ("age_band", 6, 3),
        ("citizenship", 6, 5),
        ("exploitation", 6, 2),
    }
    assert frame["share"].is_monotonic_decreasing
    assert whole.set_index(["kind", "what"]).loc[("Person", "citizenship"), "share"] == 0.833333


def test_reports_are_seen_when_some_number_of_them_is_broken_down(store: Store) -> None:
    """A State that reports totals only is not seen by sex; one that reports girls is, by sex and age."""
    about = {"topic": "CriminalJustice", "indicator": "Detected trafficking victims", "year": 2019}
    cells: list[dict[str, Any]] = [
        {"dimension": "Total", "category": "Total", "value": 9.0},
        {"dimension": "Total", "category": "Total", "sex": "Female", "age_band": "Child", "suppressed": True},
        {"dimension": "by citizenship", "category": "Kenya", "value": 4.0},
    ]
    fill(
        store,
        [
            *(("Jurisdiction", code, {}) for code in ("KEN", "UGA")),
            *(("Statistic", f"k/{at}", {**about, **cell}) for at, cell in enumerate(cells)),
            ("Statistic", "u/0", {**about, **cells[0]}),
        ],
        [
            (("Statistic", number), "ABOUT", ("Jurisdiction", code), {"aspect": "Reporting"})
            for number, code in (("k/0", "KEN"), ("k/1", "KEN"), ("k/2", "KEN"), ("u/0", "UGA"))
        ],
    )

    frame = unseen(Reader(store), per=["jurisdiction", "source"]).frame

    names = ("sex", "age_band", "citizenship", "exploitation")
    assert told(frame, "Report", "source", "jurisdiction") == {
        *((what, "test", "KEN", 1, int(what == "exploitation")) for what in names),
        *((what, "test", "UGA", 1, 1) for what in names),
    }


def test_below_the_ceiling(store: Store) -> None:
    """Records above the ceiling are not counted; what is left carries its own marking."""
    joint(store)

    result = unseen(Reader(store, Policy(Marking.GREEN)))

    assert result.behind["cases"] == 3
    assert result.marking is Marking.CLEAR
    assert result.withheld > 0


def test_nobody_is_there(store: Store) -> None:
    """An empty store has nobody to see, and counts by nothing else."""
    with pytest.raises(AnalysisError, match="nobody to see"):
        unseen(Reader(store))
    with pytest.raises(AnalysisError, match="by source or jurisdiction"):
        unseen(Reader(store), per=["colour"])


def test_every_band_of_age_is_broad() -> None:
    """Each code of the list of age bands but Unknown is read as child or adult."""
    assert set(BROAD) == set(load_schema().codelists["age_band"].codes) - {"Unknown"}


def test_whom_cases_and_routes_are_about(store: Store) -> None:
    """Women and girls stay women and girls; a case is about its victims, others about theirs."""
    joint(store)

    frame = profiles(Reader(store)).frame

    found: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for kind, item, *who in frame.itertuples(index=False):
        found.setdefault((kind, item), set()).add(tuple(who))
    nothing = ("not recorded",) * 3
    assert found["Route", "s/r1"] == {
        ("Female", "Adult", "SexualExploitation"),
        ("Female", "Child", "SexualExploitation"),
    }
    assert found["Route", "t/r2"] == {nothing}
    assert found["Case", "t/c3"] == {
        ("Male", "Child", form) for form in ("ForcedBegging", "ForcedLabour", "Servitude")
    }
    assert found["Case", "u/c4"] == {("Female", "not recorded", "not recorded")}
    assert found["Person", "t/p1"] == found["Case", "t/c3"]
    assert found["Identifier", "phone/1"] == found["Case", "s/c1"] | {nothing}
    assert found["Organization", "u/o1"] == found["Case", "u/c4"]


SEXES, BANDS = st.sampled_from(["Female", "Male", "Unknown", None]), st.sampled_from(["0-8", "Adult", None])


@given(
    victims=st.lists(st.tuples(SEXES, BANDS), max_size=3),
    sexes=st.lists(st.sampled_from(["Female", "Male", "Unknown"]), max_size=2),
    bands=st.lists(st.sampled_from(["0-8", "Adult", "Unknown"]), max_size=2),
)
def test_nobody_is_lost_and_nobody_is_made_up(
    victims: list[tuple[str | None, str | None]], sexes: list[str], bands: list[str]
) -> None:
    """A case shows each sex and band that it or a victim has, no other, and each victim as they are."""
    reader: Any = Canned(
        case_profiles=[{"case": "c", "sex": sexes, "age_band": bands}],
        person_profiles=[{"person": str(at), "sex": s, "age_band": b} for at, (s, b) in enumerate(victims)],
        person_parts=[{"person": str(at), "case": "c", "role": "Victim"} for at in range(len(victims))],
    )
    unknown = {None, "Unknown"}

    frame = profiles(reader).frame

    pairs = set(zip(frame["sex"], frame["age_band"], strict=True))
    known = {
        (s if s not in unknown else "not recorded", BROAD.get(b or "", "not recorded")) for s, b in victims
    }
    assert known - {("not recorded", "not recorded")} <= pairs
    every = ({s for s, _ in victims} | set(sexes)) - unknown, ({b for _, b in victims} | set(bands)) - unknown
    assert {s for s, _ in pairs} - {"not recorded"} == every[0]
    assert {b for _, b in pairs} - {"not recorded"} == {BROAD[b or ""] for b in every[1]}
    assert (("not recorded", "not recorded") in pairs) == (not any(every))
