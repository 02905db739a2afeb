"""Disks that are full, and disks that fail."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A small disk in memory, mounted in this folder; skips the test if it cannot be mounted."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place]
    if (
        shutil.which("mount") is None
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Make the folder a read-only disk; skips the test if that cannot be mounted."""
    bound = ["mount", "--bind", place, place]
    if (
        shutil.which("mount") is None
        or subprocess.run(bound, capture_output=True, check=False).returncode
    ):
        pytest.skip("no file system can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@cache
def can_trace() -> bool:
    """Whether strace is installed, and may trace."""
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return done.returncode == 0


needs_strace = pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")


def failing_in_the_middle(
    archive: Path, place: Path, words: Sequence[str]
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Run this on a copy of the archive, ``{folder}``, whose disk fails once, amid its writes.

    The middle is known from a run on a healthy disk. Gives the copy, and the finished command.
    """
    when, trace = "", place / "trace"
    for name in ("well", "failing"):
        folder = place / name
        shutil.copytree(archive, folder)
        named = [word.replace("{folder}", str(folder)) for word in words]
        watched = ["strace", "-f", "-o", trace, "-P", folder / "archive.db-wal"]
        calls = ["-e", "trace=pwrite64", *(["-e", when] if when else [])]
        done = subprocess.run(
            [*watched, *calls, *named], capture_output=True, text=True, check=False
        )
        middle = trace.read_text(errors="replace").count("pwrite64(") // 2
        when = f"inject=pwrite64:error=EIO:when={middle}"
    return folder, done
