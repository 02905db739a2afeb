"""Whether the file that was opened is still in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import ArchiveMoved, DiskFailed

if TYPE_CHECKING:
    from pathlib import Path


class Place:
    """SQLite keeps writing to the file it opened, even after that was moved away or deleted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._absolute = path.absolute()
        self._file = self._file_there()

    def see(self) -> None:
        """Raise ArchiveMoved if another file, or none, is there now; may raise DiskFailed."""
        if self._file_there() != self._file:
            raise ArchiveMoved(str(self._path))

    def _file_there(self) -> tuple[int, int] | None:
        try:
            found = self._absolute.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:  # a share that is gone, a folder that we may no longer enter
            raise DiskFailed(str(self._path), f"The system says: {error.strerror}.") from error
        return found.st_dev, found.st_ino
