"""Malformed and hostile files, each a named case: what it is, and what must become of it."""
