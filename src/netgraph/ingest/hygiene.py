"""Texts that do not say what they show: control and invisible characters, direction overrides, lost letters.

Pure. A reason never holds the text. What a text means, and whether a row falls with it, is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_KEY = (
    1_000  # characters; the index of a server takes some eight thousand bytes for all parts of a key
)

# What a spreadsheet shows instead of a value that it could not compute.
SPREADSHEET_ERRORS = frozenset(
    [
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#N/A",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
    ]
)
# Line ends and tabs stand in cells of several lines; marks and joiners belong to how some languages are
# written. Overrides and isolates do not end with their cell, and so turn round what stands after it.
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LOST = re.compile("[\ufdd0-\ufdef\ufffd-\uffff\ud800-\udfff]")
# Cc and Cf: nothing to see. Co and Cn: nobody knows what. Zl and Zp: line ends of a kind.
_HIDDEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
# Letters and marks that show nothing, though they are counted as letters and marks.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def fault_of_text(text: str) -> str:
    """Say why a text cannot be kept as a value; empty when it can."""
    if text.isascii() and text.isprintable():
        return "an error of a spreadsheet" if text in SPREADSHEET_ERRORS else ""
    if _DIRECTION.search(text):
        return "a character that turns the direction of reading"
    if _CONTROL.search(text):
        return "a control character"
    if _LOST.search(text):
        return "a character that was lost when the file was made"
    return ""


def fault_of_key(text: str) -> str:
    """Say why a text cannot be part of a key, by which people and stores find a thing again.

    Two keys that look the same must be the same: what cannot be seen is refused here, also where it may stand
    in a name. A line end is seen.
    """
    if len(text) > LONGEST_KEY:
        return f"longer than {LONGEST_KEY:,} characters"
    if text.isascii():
        return fault_of_text(text)
    if _BLANK.search(text) or any(unicodedata.category(c) in _HIDDEN and c not in "\t\n\r" for c in text):
        return fault_of_text(text) or "an invisible character"
    return fault_of_text(text)
