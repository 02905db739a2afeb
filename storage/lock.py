"""One writer at a time: a lock that the operating system lets go of when its holder dies."""

from __future__ import annotations

import errno
import fcntl
import os
from typing import TYPE_CHECKING

from storage.errors import ArchiveBusy, ArchiveFull, ArchiveReadOnly

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "archive.lock"


class WriterLock:
    """Held from construction to :meth:`release`. The file stays: removing it would race.

    It names its holder for the message to the second one. Raises ArchiveBusy, ArchiveReadOnly.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_NAME
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise _in_our_words(error, path) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"process {os.getpid()}\n".encode(), 0)
        except BlockingIOError:
            holder = os.pread(self._file, 100, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            raise ArchiveBusy(str(folder), holder) from None
        except OSError as error:
            os.close(self._file)
            raise _in_our_words(error, path) from error

    def release(self) -> None:
        """Let the next writer in."""
        os.close(self._file)


def _in_our_words(error: OSError, path: Path) -> Exception:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ArchiveReadOnly(str(path))
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return ArchiveFull(str(path))
    return error
