"""Keys for identifiers, made up for tests."""

from __future__ import annotations

KEY = "0f" * 32
OTHER_KEY = "ab" * 32
