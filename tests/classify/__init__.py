"""Tests of kinds, weights and signals."""
