"""The words of HTCDS 2.0, read from our mapping of it: columns in their order, and codes by our codes."""

from __future__ import annotations

from typing import Any

import yaml

from netgraph.model import load_schema
from netgraph.model.places import Place, gazetteer, within
from netgraph.model.words import slug
from netgraph.resources import asset_dir

_MAPPING: dict[str, Any] = yaml.safe_load((asset_dir("ingest") / "htcds.yaml").read_text(encoding="utf-8"))
_PARTS = [spec for spec in _MAPPING["relationships"] if spec["type"] == "INVOLVED_IN"]
_VICTIM: dict[str, Any] = _PARTS[0]["properties"]


def _inverse(codes: dict[str, str]) -> dict[str, str]:
    return {ours: theirs for theirs, ours in codes.items()}


COLUMNS = [name for name in _MAPPING["columns"] if not name.startswith("hte_")]
EVENT = ("hte_City", "hte_Country", "hte_Date", "hte_Type")
FEWEST, MOST = 2, int(_MAPPING["stops"]["columns"][0]["repeat"])
OTHER = "Other"
ROLES = {spec["properties"]["role"]["literal"] for spec in _PARTS[1:]}
STATUS = {"Possible": "PossibleVictimOfTrafficking", "Actual": "ActualVictimOfTrafficking"}
EXPLOITATION = {code: code for code in load_schema().codelists["exploitation"].codes} | {
    "ForcedCriminality": OTHER
}
MEANS = _inverse(_VICTIM["means"]["codes"])
RECRUITER = _inverse(_VICTIM["recruiter"]["codes"]) | {"Acquainted": "Acquainted"}
SECTOR = _inverse(_VICTIM["sector"]["codes"])
KINDS = {  # of organizations
    *("NGO", "LawEnforcement", "HealthServiceOrganisation", "CentralGovernmentOrganisation"),
    *("LocalGovernmentOrganisation", "ImmigrationService", "LegalService", "CorporateBusiness"),
    "SchoolOrCollege",
}
PLATFORMS = {
    "Recruitment": "vic_RecruitmentWebsitesAndApps",
    "Exploitation": "vic_ExploitationWebsitesAndApps",
}


def placed(key: str, name: str) -> dict[str, str] | None:
    """Return the cells for country and town of a place, None where the two would not lead back to its key.

    Examples
    --------
    >>> placed("KEN/mombasa", "Mombasa"), placed("point/37.3/27.0", "")
    ({'hte_Country': 'KEN', 'hte_City': 'Mombasa'}, None)
    """
    state, _, rest = key.partition("/")
    name = name.lstrip("=+-@'\t\r\n\uff1d\uff0b\uff0d\uff20")  # no formula, and no sign of the key either
    inner = rest.partition("/")[0].upper()
    for country, town in ((state, ""), (inner, ""), (name, ""), (state, name), (inner, name)):
        found = gazetteer().resolve(country)
        if not isinstance(found, Place) or found.kind == "Relative" or ";" in country:
            continue
        if key in (_keys(found) if not town else {within(found, town).key}):
            return {"hte_Country": country} | ({"hte_City": town} if town else {})
    return None


def _keys(place: Place) -> set[str]:
    """Return the key of a place and, for a subdivision, of its jurisdiction."""
    return {place.key, place.jurisdiction or place.key}


def platform(key: str, name: str) -> str | None:
    """Return the name of a service as a cell has it, None where it would not lead back to its key."""
    return next((one for one in (name, key) if slug(one) == key and ";" not in one and one != OTHER), None)
