"""Reads the archive's files from end to end before pages read them piece by piece.

After the machine starts, nothing of an archive is in memory. A page then reads some ten places of
it, and each read may have to wait until a commit of the crawl has reached the disk: half a second
was measured. A whole file is read in the time of a few such pages.

It is done by a separate process, because closing a file releases all locks that the process has on
it, including those of SQLite.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("index.db", "archive.db")  # as in `storage`, which takes a while to import
_SHARE, _MOST = 4, 2**30
"""At most one part in four of the free memory is used, and at most this many bytes."""
_PIECE = 2**20


@contextmanager
def reading_ahead(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A context in which the process runs, for as long as it takes; nothing waits for it.

    It does not get Ctrl-C from the terminal, as it would print a traceback.
    """
    words = [sys.executable, "-m", __name__, str(folder)]
    with subprocess.Popen(  # noqa: S603 — this program
        words, stdin=subprocess.DEVNULL, process_group=0
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def read_ahead(folder: Path) -> int:
    """Read the files that fit, so that the system caches them; return how many bytes."""
    room = min(_free_memory() // _SHARE, _MOST)
    done = 0
    for name in _NAMES:
        # If it cannot be read now, the page that needs it reads it and reports the error.
        with suppress(OSError), (folder / name).open("rb", buffering=0) as file:
            size = (folder / name).stat().st_size
            if done + size <= room:
                while piece := file.read(_PIECE):
                    done += len(piece)
    return done


def _free_memory() -> int:
    """Available bytes, including those of cached files; 0 if the system does not say."""
    with suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    return 0


if __name__ == "__main__":
    read_ahead(Path(sys.argv[1]))
