"""Every error that Variorum raises on purpose.

::

    VariorumError                  what, why, what to do
    ├── ArchiveError
    │   ├── ArchiveNotFound        no archive in this folder
    │   ├── ArchiveExists          init where there is one already
    │   ├── ArchiveTooNew          written by a newer Variorum
    │   ├── ArchiveTooOld          must be migrated first, and cannot be right now
    │   ├── ArchiveTakesNothing    nothing can be written right now
    │   │   ├── ArchiveBusy        another process is writing
    │   │   ├── ArchiveReadOnly    the file cannot be written
    │   │   ├── ArchiveFull        no room left on the device, or a quota is used up
    │   │   ├── ArchiveMoved       another file, or none, is where it was opened
    │   │   └── DiskFailed         the device refuses to read or write
    │   └── ArchiveDamaged         what is stored is not what was stored
    │       └── PayloadDamaged     a payload does not match its digest
    ├── Redacted                   removed from the archive on request, with the reason
    ├── NotStored                  an article, revision, capture or outlet that does not exist
    ├── OutletError                an outlet that cannot be added or read
    │   └── RuleError              a rule file with a mistake, with its line
    ├── FetchError                 the network's fault, for ``add``
    ├── WorkerEnded            a process that worked for this one was killed
    ├── InstallationIncomplete     a file of the program itself is missing
    └── InputError                 a file or value given by the user that cannot be used
        ├── FileExists             a file was to be written where there is one already
        ├── EndsTooEarly           truncated files, of which the rest was imported
        └── FaultyThroughout       files of which nothing could be imported
"""

from __future__ import annotations

import errno
import shlex

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
"""Errors of the system for a full disk, a file at its size limit, and an exhausted quota."""
DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""Errors of the system for what this user, or anybody, is not allowed to do."""


class VariorumError(Exception):
    """The root. ``what`` went wrong, ``why``, and what the user can ``do``."""

    exit_code = 1

    def __init__(self, what: str, *, why: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.do = do

    def __str__(self) -> str:
        """What, why and what to do, a line each."""
        return "\n".join(part for part in (self.what, self.why, self.do) if part)


class ArchiveError(VariorumError):
    """Something about the archive as a whole."""


class ArchiveNotFound(ArchiveError):
    """There is no archive in the given folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"There is no archive in {'this folder' if folder == '.' else f'the folder {folder}'}.",
            why="If yours is elsewhere, name its folder with --archive.",
            do=f"Make one with: variorum init {shlex.quote(folder)}",
        )


class ArchiveExists(ArchiveError):
    """A new archive was to be made where there is one already."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"There is already an archive in the folder {folder}.",
            why="Nothing was changed.",
            do=f"Use it with: variorum --archive {shlex.quote(folder)} log",
        )


class ArchiveTooNew(ArchiveError):
    """The archive was written by a newer version of the program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"This archive has schema version {found}; this Variorum knows versions up to {known}.",
            why="It was written by a newer Variorum. Nothing was changed.",
            do="Update Variorum.",
        )


class ArchiveTooOld(ArchiveError):
    """The archive has an older schema, and could not be migrated when it was opened for reading."""

    def __init__(self, found: int, known: int, why: str) -> None:
        super().__init__(
            f"This archive has schema version {found}; this Variorum reads version {known}.",
            why=why,
            do="Run any command that writes, such as: variorum crawl",
        )


class ArchiveTakesNothing(ArchiveError):
    """Nothing can be written right now; the fault lies with the archive, not with what is written.

    Whoever writes or reads one item after another stops here, and does not blame the item.
    """


class ArchiveBusy(ArchiveTakesNothing):
    """Another process is writing to the archive. ``holder`` says which, if known."""

    def __init__(
        self,
        folder: str,
        holder: str = "",
        why: str = "Only one process at a time can crawl, import or reprocess; any can read.",
        do: str = "Wait until it is done, or stop it.",
    ) -> None:
        super().__init__(
            f"Another process is writing to {folder}{f' ({holder})' if holder else ''}.",
            why=why,
            do=do,
        )
        self.holder = holder


class ArchiveReadOnly(ArchiveTakesNothing):
    """The archive's file cannot be written to, or not even read."""

    def __init__(self, path: str, *, readable: bool = True) -> None:
        super().__init__(
            f"{path} cannot be {'written' if readable else 'read'}.",
            why=f"The file or its folder is {'read-only' if readable else 'closed'} to this user.",
            do="Change its permissions, or work on a copy.",
        )


class ArchiveFull(ArchiveTakesNothing):
    """The disk is full, or a quota used up. What was reported as stored before is stored."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"No room left on the disk for {path}.",
            why="What was reported as stored is stored; what was being written is not.",
            do="Make room and run the command again.",
        )


class ArchiveMoved(ArchiveTakesNothing):
    """The file was moved, removed or replaced while open: nobody would find what is written."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The archive {path} was moved, removed or replaced while it was in use.",
            why="What was stored until then is in the file that was there before.",
            do="Check what is there now, and run the command again.",
        )


class DiskFailed(ArchiveTakesNothing):
    """The device failed. ``why`` is what the system says."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"The disk failed at {path}.",
            why=why,
            do="Check the disk; then run: variorum verify",
        )


class ArchiveDamaged(ArchiveError):
    """What is stored now is not what was stored then."""

    exit_code = 4


def _leaning(count: int) -> str:
    if not count:
        return ""
    return " One other payload depends on it." if count == 1 else f" {count} others depend on it."


class PayloadDamaged(ArchiveDamaged):
    """A payload does not match its digest. ``leaning`` has the digests that depend on it."""

    def __init__(self, digest: str, why: str, leaning: tuple[str, ...]) -> None:
        super().__init__(
            f"The payload {digest} is damaged.",
            why=why + _leaning(len(leaning)),
            do="See all damage with: variorum verify",
        )
        self.digest = digest
        self.leaning = leaning


class Redacted(VariorumError):
    """Bytes or text that were here and were removed on request. ``reason`` is the user's."""

    def __init__(self, what: str, reason: str, at: str) -> None:
        super().__init__(
            f"{what} was redacted.",
            why=f"Reason: {reason} ({at[:10]}). Its digest and its line in the ledger are kept.",
        )
        self.reason = reason


class NotStored(VariorumError):
    """Something that the archive does not have."""

    def __init__(self, noun: str, name: str, do: str = "") -> None:
        super().__init__(f"The archive has no {noun} {name or repr(name)}.", do=do)


class OutletError(VariorumError):
    """An outlet that cannot be added, found or read."""


class RuleError(OutletError):
    """A mistake in a rule file."""

    exit_code = 2

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f"{path}, line {line}: {why}", do="Fix the line and try again.")
        self.path = path
        self.line = line


class FetchError(VariorumError):
    """A page that a command needs right now could not be fetched."""


class InstallationIncomplete(VariorumError):
    """A file of the program itself is missing.

    Without it pages would be read less well, and nobody could tell from what is stored.
    """

    def __init__(self, file: str) -> None:
        super().__init__(
            f"The file {file} of Variorum is missing.",
            why="Nothing was read without it: captures are kept, and read later.",
            do="Reinstall Variorum.",
        )


class InputError(VariorumError):
    """A file or a value given by the user cannot be used."""

    exit_code = 2


class FileExists(InputError):
    """A new file was to be written where there is one already: nothing is overwritten."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} already exists.", why="Nothing was changed.", do="Choose another name."
        )


class WorkerEnded(VariorumError):
    """A process that worked for this one has died."""

    def __init__(self) -> None:
        super().__init__(
            "A worker process has ended unexpectedly.",
            why="It was killed, as the system does when memory runs out. What is stored stays.",
            do="Free some memory, and run the command again.",
        )


class EndsTooEarly(InputError):
    """Files to import that end in the middle of something. What comes before that was imported."""

    exit_code = 1

    def __init__(self, files: tuple[str, ...]) -> None:
        super().__init__(
            f"{_and_others(files)}: cut off.",
            why=(
                "The file ends in the middle of something. What comes before that was imported; "
                "nobody knows what should have followed."
            ),
            do="Download or copy it again, and import it again: what is there already is skipped.",
        )


class FaultyThroughout(InputError):
    """Files to import in which every record is faulty. The other given files were imported."""

    exit_code = 1

    def __init__(self, files: tuple[str, ...]) -> None:
        super().__init__(
            f"Nothing could be imported from {_and_others(files)}.",
            why="Every record is faulty or unreachable. The faults are listed above.",
            do=(
                "If it is a download, fetch it again. For everything wrong with a WARC file: "
                f"variorum warc check {files[0]}"
            ),
        )


def _and_others(files: tuple[str, ...]) -> str:
    """The name of the first file, and how many more there are."""
    more = len(files) - 1
    return files[0] + ("" if not more else " and one other" if more == 1 else f" and {more} others")


def refused(error: OSError, path: str) -> Exception:
    """Our error for why the system does not let this file be written, or ``error`` itself."""
    if error.errno in DENIED:
        return ArchiveReadOnly(path)
    return ArchiveFull(path) if error.errno in NO_ROOM else error
