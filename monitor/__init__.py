"""Variorum watches news outlets and shows what changed. This package knows time and people."""

__version__ = "0.1.0"
