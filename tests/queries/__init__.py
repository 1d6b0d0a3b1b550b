"""Tests of the named queries: their files, their checker, and their answers on every store."""
