"""Who may write: locks that the operating system releases when their holder dies.

One process at a time does heavy work (crawl, run, import, reprocess, compact) and holds the
:class:`WriterLock`. Small changes (a pause, a new outlet, a checkpoint) need no lock and are made
meanwhile, in transactions of their own. So that neither side waits long for the other, each
transaction begins in its :class:`Turn`.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.errors import ArchiveBusy, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK_NAME = "archive.lock"
TURN_NAME = "archive.turn"
PATIENCE_S = 30.0
"""How long a transaction waits to begin before the archive counts as busy. A disk under load may
take several seconds to sync the transaction before it."""
SILENCE_S = 2.0
"""How long it waits before telling the user."""
ASK_EVERY_S = 0.005


def _nobody(_folder: Path) -> None:
    """The default: tell nobody."""


on_wait: Callable[[Path], None] = _nobody
"""Called when this process has to wait for another one that writes in this folder."""
on_migrate: Callable[[Path], None] = _nobody
"""Called before this process migrates an older archive to the current schema."""


class WriterLock:
    """Held from construction to :meth:`release`. The file stays: removing it would be a race.

    The file names the holder, for the message that a second writer gets. Raises ArchiveBusy,
    ArchiveReadOnly.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_NAME
        self._file = _opened(path)
        try:
            _lock(self._file, behind_writers=False)
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"process {os.getpid()}\n".encode(), 0)
        except BlockingIOError:
            holder = os.pread(self._file, 100, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            raise ArchiveBusy(str(folder), holder) from None
        except OSError as error:
            os.close(self._file)
            raise refused(error, str(path)) from error

    def release(self) -> None:
        """Let the next writer in."""
        os.close(self._file)


class Turn:
    """Decides whose transaction begins next, among all who write to an archive.

    SQLite lets whoever asks at the right moment begin, so a process that writes all the time
    starves the others. Here a writer takes the turn first, and gives it back as soon as its
    transaction has begun: one waits for the running transaction, all others wait for the turn.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn: nobody else begins. Raises ArchiveBusy, ArchiveReadOnly, ArchiveFull."""
        if self._file is None:
            self._file = _opened(self._folder / TURN_NAME)
        try:
            _lock(self._file, self.tell)
        except BlockingIOError:
            raise ArchiveBusy(str(self._folder)) from None
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def tell(self) -> None:
        """Tell the user that this process has to wait."""
        on_wait(self._folder)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock(
    file: int, tell: Callable[[], None] | None = None, *, behind_writers: bool = True
) -> None:
    """Lock a file. Raises BlockingIOError when the lock cannot be had in time.

    ``tell`` is called once if it takes longer than ``SILENCE_S``. Without ``behind_writers``
    nobody is waited for except processes that briefly check whether somebody writes.
    """
    began = time.monotonic()
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = time.monotonic() - began
            if waited > PATIENCE_S or not (behind_writers or _is_shared(file)):
                raise
            if tell is not None and waited > SILENCE_S:
                tell()
                tell = None
            time.sleep(ASK_EVERY_S)
        else:
            return


def _is_shared(file: int) -> bool:
    """Is the file locked only by processes that briefly check whether somebody writes?"""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True


def holder(folder: Path) -> int | None:
    """The id of the process that holds the writer's lock now; None where nobody does."""
    try:
        file = os.open(folder / LOCK_NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        # Shared, so that two processes that check at once do not mistake each other for a writer.
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        words = os.pread(file, 100, 0).split()
        return int(words[1]) if words[1:] and words[1].isdigit() else 0
    finally:
        os.close(file)
    return None


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise refused(error, str(path)) from error
