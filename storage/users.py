"""Users who may see the pages from other machines: names, roles and hashes of passwords.

They are in ``users.db``, a file of its own that only its owner may read, because the archive is
copied, exported and handed on, and nobody's password should go with it. A user can be added while a
crawl holds the archive.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from storage.database.closing import closed_on_failure
from storage.database.connection import connect_to_read, connect_to_write
from storage.database.times import from_text, to_text
from storage.errors import InputError, NotStored, refused

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database.connection import Database

USERS_NAME = "users.db"
SHORTEST_PASSWORD = 10
LONGEST = 200
_COST = {"n": 2**15, "r": 8, "p": 3}
"""scrypt parameters that OWASP recommends for 32 MB: about a fifth of a second per attempt."""
_MEMORY = 64 * 1024 * 1024
_GENERATION_BITS = 62  # fits an integer column, and is enough to be never the same twice
_DO = "See them all with: variorum user list"

_TABLES = """
CREATE TABLE IF NOT EXISTS users (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    created_at TEXT NOT NULL,
    generation INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS secret (
    value BLOB NOT NULL
) STRICT;
"""


class Role(StrEnum):
    """A reader can only look; an editor may also, for example, pause an outlet."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class User:
    """A user. ``generation`` changes with each new password, which ends older sessions.

    It is random and not counted, because a user who is removed and added again would otherwise get
    the same numbers again.
    """

    name: str
    role: Role
    created_at: datetime
    generation: int


class Users:
    """The file next to the archive, made when the first user is added. To be used by one thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open or make it. Raises ArchiveReadOnly."""
        path = folder / USERS_NAME
        if not path.exists():
            _make(path)
        users = cls(connect_to_write(path))
        with closed_on_failure(users):
            for statement in _TABLES.split(";\n"):
                if statement.strip():
                    users._database.change(statement)
        return users

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def add(self, name: str, password: str, role: Role) -> User:
        """Add a user, or change password and role. Raises InputError if anything is invalid."""
        if not name.isprintable() or not name.strip() or len(name) > LONGEST or ":" in name:
            raise InputError(
                f"{name[:40]!r} cannot be a user's name.", do="Use letters and digits."
            )
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST:
            raise InputError(
                "This cannot be a password.", do=f"Use {SHORTEST_PASSWORD} to {LONGEST} characters."
            )
        salt = secrets.token_bytes(16)
        with self._database.transaction():
            self._database.change(
                "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                " role = excluded.role, salt = excluded.salt, hash = excluded.hash,"
                " generation = excluded.generation",
                (
                    *(name, role.value, salt, _hash(password, salt), to_text(datetime.now(UTC))),
                    secrets.randbits(_GENERATION_BITS),
                ),
            )
        return self.get(name)

    def remove(self, name: str) -> None:
        """Remove a user. Raises NotStored."""
        with self._database.transaction():
            if not self._database.change("DELETE FROM users WHERE name = ?", (name,)):
                raise NotStored("user", name, do=_DO)

    def all(self) -> list[User]:
        """All users, by name."""
        return [_user(row) for row in self._database.rows("SELECT * FROM users ORDER BY name")]

    def get(self, name: str) -> User:
        """The user of this name. Raises NotStored."""
        row = self._database.row("SELECT * FROM users WHERE name = ?", (name,))
        if row is None:
            raise NotStored("user", name, do=_DO)
        return _user(row)

    def check(self, name: str, password: str) -> User | None:
        """The user, if the password is right. It takes as long for a name that nobody has."""
        row = self._database.row("SELECT * FROM users WHERE name = ?", (name,))
        salt, known = (row["salt"], row["hash"]) if row else (b"0" * 16, b"")
        same = hmac.compare_digest(_hash(password[:LONGEST], salt), known)
        return _user(row) if row is not None and same else None

    def secret(self) -> bytes:
        """The key that signs sessions; made once."""
        with self._database.transaction():
            found = self._database.value("SELECT value FROM secret")
            if found is None:
                found = secrets.token_bytes(32)
                self._database.change("INSERT INTO secret VALUES (?)", (found,))
        return bytes(found)


def known_users(folder: Path) -> list[User]:
    """All users, by name. This makes no file, and works if the folder cannot be written.

    Raises ArchiveDamaged.
    """
    path = folder / USERS_NAME
    if not path.is_file():
        return []
    database = connect_to_read(path)
    with closing(database):
        made = database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'users'")
        return Users(database).all() if made else []


def _make(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise refused(error, str(path)) from error


def _hash(password: str, salt: bytes) -> bytes:
    text = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, maxmem=_MEMORY, dklen=32, **_COST)


def _user(row: Any) -> User:
    return User(row["name"], Role(row["role"]), from_text(row["created_at"]), row["generation"])
