"""Tests of the READ loop: what is remembered of pages and outlets, and declared times."""
