"""What every view can use: the settings, and an archive for each thread."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from storage.archive import Archive
from storage.errors import ArchiveDamaged
from storage.users import Users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from storage.derived.made import Taker

EXTENSION = "variorum"
_PATIENCE_S = 0.2
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How the pages are served.

    ``command`` gives a command line that a reader can paste. ``guarded``: only to users who sign
    in. ``proxied``: the headers of a reverse proxy are trusted. ``taker``: what writes the diffs
    that pages make into the index; if None, the pages do.
    """

    folder: Path
    command: Callable[..., str]
    guarded: bool = False
    proxied: bool = False
    taker: Taker | None = None


class Site:
    """The settings and the open archives of one application."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._threads = threading.local()
        self._turn = threading.Lock()
        self._languages: dict[int, str] = {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A context in which a page is made while the others wait, though only for a short time.

        Python runs one thread at a time. Four pages made at once took twice the processor time, as
        each switched a thousand times; in turns each is done sooner, and none falls behind.
        """
        mine = self._turn.acquire(timeout=_PATIENCE_S)
        try:
            yield
        finally:
            if mine:
                self._turn.release()

    def archive(self) -> Archive:
        """This thread's archive, open to read.

        SQLite connections belong to one thread each; readers never wait.
        """
        opened = self._opened()
        if opened.lent is not None:
            return opened.lent
        if opened.archive is None:
            opened.archive = Archive.open(self.settings.folder)
            if self.settings.taker is not None:
                opened.archive.index.hand_over(self.settings.taker)
        return opened.archive

    def lend(self, archive: Archive) -> None:
        """Have this thread's pages read an archive that the caller has opened, and its snapshot."""
        self._opened().lent = archive

    def language(self, reading: int) -> str:
        """The language that a reading gives for its page; empty if it gives none or is damaged.

        Lists look it up for each of their headlines, so the results are remembered.
        """
        found = self._languages.get(reading)
        if found is None:
            try:
                found = self.archive().extraction(reading).language or ""
            except ArchiveDamaged:
                found = ""
            if len(self._languages) > _MOST_REMEMBERED:
                self._languages.clear()
            self._languages[reading] = found
        return found

    def users(self) -> Users:
        """Who may sign in."""
        opened = self._opened()
        if opened.users is None:
            opened.users = Users.open(self.settings.folder)
        return opened.users

    def close(self) -> None:
        """Close everything that this thread has opened."""
        self._opened().close()

    def _opened(self) -> _Opened:
        opened: _Opened | None = getattr(self._threads, "opened", None)
        if opened is None:
            opened = self._threads.opened = _Opened()
        return opened


class _Opened:
    """What one thread has opened. It is closed when the thread ends and this is deleted with it."""

    archive: Archive | None = None
    lent: Archive | None = None
    users: Users | None = None

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def close(self) -> None:
        opened, self.archive, self.users = (self.users, self.archive), None, None
        for one in opened:
            if one is not None:
                one.close()

    def __del__(self) -> None:
        if self._thread == threading.get_ident():  # SQLite allows no other thread to close it
            self.close()


def site() -> Site:
    """The site of the current application."""
    return cast("Site", current_app.extensions[EXTENSION])


def archive() -> Archive:
    """This thread's archive, open to read."""
    return site().archive()
