"""The archive's files read from end to end before pages ask for them piece by piece.

After a start of the machine nothing of an archive is in memory. A page reads some ten places of it
then, and each may have to wait until a commit of the crawl has reached the disk: half a second was
seen. The whole of a file comes in the time of a few such pages.

It is done by a process of its own: whoever closes a file lets go of every lock that his process has
on it, those of SQLite among them.
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
"""It may take this part of the free memory, and so many bytes."""
_PIECE = 2**20


@contextmanager
def reading_ahead(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process works inside of this, for as long as it takes; nobody waits for it.

    Ctrl-C on a terminal is not for it: it would tell of it as of a mistake of the program.
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
    """Read those files that fit, so that the system keeps them in memory; gives how many bytes."""
    room = min(_free_memory() // _SHARE, _MOST)
    done = 0
    for name in _NAMES:
        # What cannot be read now is read when a page needs it, and told there.
        with suppress(OSError), (folder / name).open("rb", buffering=0) as file:
            size = (folder / name).stat().st_size
            if done + size <= room:
                while piece := file.read(_PIECE):
                    done += len(piece)
    return done


def _free_memory() -> int:
    """Bytes that nobody uses, those of cached files among them; 0 where it is not told."""
    with suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    return 0


if __name__ == "__main__":
    read_ahead(Path(sys.argv[1]))
