"""Tests of the crawl: real HTTP over loopback, real SQLite."""
