"""Tests of the pictures, and what they share."""
