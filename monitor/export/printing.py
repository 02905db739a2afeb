"""Pages as PDF, printed by Chromium if it is installed.

A light library in pure Python would need fonts for every script in which news is written; a browser
has them, and prints the very page that is in the bag. Without a browser there is no PDF, and the
bag says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_TIMEOUT_S = 60


def browser() -> str | None:
    """The browser for printing; None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def print_pages(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each page as PDF; empty if there is no browser, or if it fails for one of them.

    The pages are ours: their text is escaped, and a policy lets nothing run or load.
    """
    program = browser()
    if program is None:
        return {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        printed = {}
        for name, page in pages.items():
            data = _print(program, Path(folder), name, page)
            if data is None:
                return {}
            printed[name] = data
    return printed


def _print(program: str, folder: Path, name: str, page: bytes) -> bytes | None:
    source, target = folder / f"{name}.html", folder / f"{name}.pdf"
    source.write_bytes(page)
    words = [
        *(program, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions"),
        *("--disable-background-networking", "--disable-sync", "--no-pdf-header-footer"),
        *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"),
        # Chromium refuses to run as root with its sandbox on.
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    try:
        done = _run([*words, source.as_uri()])
        data = target.read_bytes() if done else b""
    except OSError:
        return None
    return data if data.startswith(b"%PDF") else None


def _run(words: list[str]) -> bool:
    """Whether the browser succeeded in time. Its helpers, which write to its folder, are killed."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 — a browser found by name, with pages of ours
        words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            return process.wait(_TIMEOUT_S) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
