"""How a user names an article, a revision and a pair: ``12``, a URL, ``12@3``, ``1..3``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.notation.safe import line
from spiders.urls import surt, without_user
from storage.errors import InputError, NotStored
from storage.kinds import Role

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.records import Article, Outlet, Revision

_NUMBERED = re.compile(r"(?P<article>.+)@(?P<number>\d{1,9})\Z")
_NO_REVISION = re.compile(r"\d+@(?!\d+\Z)(?!.*[./])")
"""The number of an article, and behind it what is no number of a revision, nor an address."""
_PAIR = re.compile(r"(?:@(?=\d))?(?P<old>\d{0,9})\.\.(?:@(?=\d))?(?P<new>\d{0,9})\Z")
_STEP = re.compile(
    r"(?P<article>.+)@(?!\.\.\Z)(?P<old>\d{0,9})\.\.((?P<other>.*)@(?=\d))?(?P<new>\d{0,9})\Z"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
LARGEST_ID = 2**63 - 1


def find_outlet(archive: Archive, name: str) -> Outlet | None:
    """The watched outlet with this name, or None."""
    return next((one for one in archive.outlets() if one.name == name), None)


def find_article(archive: Archive, name: str) -> Article:
    """The article of this id, URL or alias. Raises NotStored, InputError."""
    article = archive.find_article(key_of(name))
    if article is None:
        numbered = _NUMBERED.match(name)
        if numbered is not None and archive.find_article(key_of(numbered["article"])):
            raise InputError(
                f"{line(name)} is a revision, but this needs an article.",
                do=f"Name the article: {line(numbered['article'])}",
            )
        key = key_of(name)
        asked = archive.address(key) if isinstance(key, str) else None
        if asked is not None and asked.role in (Role.CANDIDATE, Role.NONE):
            why = f"No article was read at this address. Why: variorum why {line(asked.url)}"
            raise NotStored("article", name, do=why)
        raise NotStored("article", name, do="See what there is with: variorum log")
    return article


def key_of(name: str) -> int | str:
    """An id as it is; a URL, with or without scheme, as its SURT key. Raises InputError."""
    name = name.strip()
    if name.isascii() and name.isdigit():
        return min(int(name), LARGEST_ID) if len(name) < 30 else LARGEST_ID  # noqa: PLR2004 — int() of a long text is slow
    if _NO_REVISION.match(name):
        raise InputError(f"{line(name)} is not a revision.", do="Give its number, as in 12@3")
    try:
        return surt(name if _SCHEME.match(name) else f"https://{name}")
    except ValueError as error:
        raise InputError(
            f"{name!r} is not the name of an article.",
            why=str(error),
            do="Give its number, or its address as in https://example.org/story",
        ) from error


def web_address(text: str) -> str:
    """The URL of a page, with ``https`` if no scheme is given. Raises InputError."""
    text = text.strip()
    url = text if _SCHEME.match(text) else f"https://{text}"
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
        _ = parts.port  # raises where it is no number
    except ValueError:
        good = False
    if not good:
        raise InputError(
            f"{text!r} is not a web address.",
            why="Nothing was fetched and nothing was changed.",
            do="Give one as in https://example.org/",
        )
    if "@" in parts.netloc:
        raise InputError(
            "An address with a user name and password in it cannot be used.",
            why="They are never sent, and would be in every export of the archive.",
            do=f"Leave out what comes before {parts.hostname}: {without_user(url)}",
        )
    return url


def find_revision(archive: Archive, name: str) -> tuple[Article, Revision]:
    """The revision ``ARTICLE@N``, or the latest without ``@N``."""
    article, number = find_numbered(archive, name)
    return article, archive.revision(article.id, number)


def find_numbered(archive: Archive, name: str) -> tuple[Article, int | None]:
    """The article of ``ARTICLE@N``, and N. A URL that itself ends like this takes precedence."""
    numbered = _NUMBERED.match(name)
    if numbered is None:
        return find_article(archive, name), None
    whole = archive.find_article(key_of(name)) if "/" in name else None
    if whole is not None:
        return whole, None
    return find_article(archive, numbered["article"]), int(numbered["number"])


def find_pair(archive: Archive, name: str, pair: str | None) -> tuple[Article, Revision, Revision]:
    """The two revisions to compare: of ``A..B``, of the step to ``@N``, or the latest two.

    ``A..`` goes to the latest, ``..B`` begins with the one before; ``12@1 12@3`` is a pair as well,
    and so is ``12@1..12@3``. An article with a single revision is compared with itself: nothing has
    changed. Raises NotStored, InputError.
    """
    if pair is None:
        name, pair = _apart(archive, name)
    elif not _NUMBERED.match(pair):
        _parts(pair)  # wrong whatever the archive holds
    article, number = find_numbered(archive, name)
    latest = archive.revision(article.id, number)  # raises NotStored with the name that was given
    other = _NUMBERED.match(pair) if pair is not None and number is not None else None
    if other is not None and find_article(archive, other["article"]).id == article.id:
        pair = f"{number}..{other['number']}"
    old, new = _numbers(pair, latest.number, article.revisions)
    return article, archive.revision(article.id, old), archive.revision(article.id, new)


def _apart(archive: Archive, name: str) -> tuple[str, str | None]:
    """Split ``12@1..12@3``, ``12@1..3`` and ``12@1..`` into article and pair; others unchanged."""
    step = _STEP.match(name)
    if step is None:
        return name, None
    article, other = step["article"], step["other"]
    if other and find_article(archive, other).id != find_article(archive, article).id:
        raise InputError(
            f"{line(name)} names revisions of two articles.",
            do="Name two of one article, as in 12@1..3",
        )
    return article, f"{step['old']}..{step['new']}"


def _numbers(pair: str | None, number: int, latest: int) -> tuple[int, int]:
    if pair is None:
        return max(1, number - 1), number
    match = _parts(pair)
    new = int(match["new"]) if match["new"] else latest
    old = int(match["old"]) if match["old"] else max(1, new - 1)
    return old, new


def _parts(pair: str) -> re.Match[str]:
    match = _PAIR.match(pair.strip())
    if match is None or pair.strip() == "..":
        raise InputError(
            f"{pair!r} is not a pair of revisions.", do="Give two numbers of revisions, as in 1..3"
        )
    return match
