"""Tests of reading the whole archive again."""
