"""Zstandard: the standard library's from Python 3.14 on, its backport before. Chosen here alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

__all__ = ["zstd"]
