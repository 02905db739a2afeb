"""Whether the file that was opened still stands where it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import ArchiveMoved, DiskFailed

if TYPE_CHECKING:
    from pathlib import Path


class Place:
    """SQLite goes on with the file that it opened, wherever that is now, and be it nowhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._absolute = path.absolute()
        self._file = self._file_there()

    def see(self) -> None:
        """Raises ArchiveMoved where another file, or none, stands there; DiskFailed."""
        if self._file_there() != self._file:
            raise ArchiveMoved(str(self._path))

    def _file_there(self) -> tuple[int, int] | None:
        try:
            found = self._absolute.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:  # a share that is gone, a folder that is closed to us now
            raise DiskFailed(str(self._path), f"The system says: {error.strerror}.") from error
        return found.st_dev, found.st_ino
