"""Tests of when to look again, and a replay with one queue."""
