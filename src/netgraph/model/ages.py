"""The two age bands that those of all sources can be read as."""

from __future__ import annotations

CHILD, ADULT = "Child", "Adult"
# Sources tell ages in different bands; these two are what all of them can be read as.
BROAD = {
    **dict.fromkeys(("0-8", "9-17", CHILD), CHILD),
    **dict.fromkeys(("18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+", ADULT), ADULT),
}
