"""Tests of deciding: without an archive unless one is the point, without network or clock."""
