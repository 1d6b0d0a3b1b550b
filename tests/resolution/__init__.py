"""Tests of identity resolution, and the made records with known doubles that they use."""
