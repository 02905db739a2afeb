"""Tests of deciding: no archive where none is the point, no network, no clock."""
