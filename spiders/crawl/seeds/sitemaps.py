"""Sitemaps (sitemaps.org 0.9, with the news extension), sitemap indexes, and lists of URLs."""

from __future__ import annotations

import codecs
import re
import xml.parsers.expat
from itertools import islice
from typing import TYPE_CHECKING

from spiders.crawl.http.codings import decode, is_undecoded
from spiders.crawl.seeds.mending import mended_pieces
from spiders.crawl.seeds.sources import Entry, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 50_000
"""The limits of the protocol."""

NOT_A_SITEMAP = "not a sitemap"
_GZIP = b"\x1f\x8b"
_FIELDS = frozenset({"loc", "lastmod", "publication_date", "title"})
_PARENTS = frozenset({"url", "sitemap", "news"})
_MAX_TEXT = 8192
_WORD = re.compile(rb"\S+")


class _StopParsing(Exception):
    """There are too many entries, or the document defines entities of its own."""


class _Sitemap:
    """Handlers for expat. Names are read without namespaces, so that mistakes there do no harm."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.entries: list[Entry] = []
        self.full = False
        self._fields: dict[str, str] = {}
        self._text: list[str] | None = None
        self._path: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        self.root = self.root or local
        self._path.append(local)
        if local in ("url", "sitemap"):
            self._fields = {}
        # An image or a video of the page has a <loc> and a <title> too: they are not the page's.
        own = "".join(self._path[-2:-1]) in _PARENTS
        self._text = [] if local in _FIELDS and own else None

    def data(self, text: str) -> None:
        if self._text is not None and len(self._text) < _MAX_TEXT:
            self._text.append(text)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2].lower()
        if self._path:
            self._path.pop()
        if self._text is not None:
            self._fields[local] = "".join(self._text).strip()[:_MAX_TEXT]
            self._text = None
        if local in ("url", "sitemap"):
            self._finish()

    def _finish(self) -> None:
        fields, self._fields = self._fields, {}
        if not fields.get("loc"):
            return
        if len(self.entries) >= MAX_ENTRIES:
            self.full = True
            raise _StopParsing
        updated = fields.get("lastmod") or fields.get("publication_date")
        self.entries.append(Entry(fields["loc"], fields.get("title") or None, updated or None))


def parse_sitemap(payload: bytes) -> Reading:
    """Read pages, or child sitemaps of an index. A gzip file is unpacked within the limit.

    Entries before a mistake that cannot be mended are taken, and the mistake is the fault. So are
    as many as a sitemap may have, where it has more.
    """
    payload = unpacked(payload)
    if payload.startswith(_GZIP):
        return Reading(fault=NOT_A_SITEMAP)
    start = payload[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"http"):
        return _list_of_urls(payload.removeprefix(codecs.BOM_UTF8))
    sitemap, broken = _read((payload[:MAX_BYTES],))
    if broken:
        again = _read(mended_pieces(payload[:MAX_BYTES]))
        sitemap, broken = max((sitemap, True), again, key=_worth)
    if sitemap.root not in ("urlset", "sitemapindex"):
        return Reading(fault=NOT_A_SITEMAP)
    entries = tuple(sitemap.entries)
    fault = _too_many() if sitemap.full else None
    if broken:
        fault = f"broken sitemap, after its entry {len(entries)}" if entries else "broken sitemap"
    if sitemap.root == "sitemapindex":
        return Reading(children=entries, fault=fault)
    return Reading(entries, fault=fault)


def unpacked(payload: bytes) -> bytes:
    """The payload without undeclared or double gzip compression; as it is if that fails."""
    for _ in range(2):
        if not payload.startswith(_GZIP):
            break
        decoded = decode(payload, ["gzip"], MAX_BYTES)
        if is_undecoded(decoded):
            break
        payload = decoded.data
    return payload


def _read(pieces: Iterable[bytes]) -> tuple[_Sitemap, bool]:
    """What can be read of a document in pieces, and whether it is broken after that."""
    sitemap = _Sitemap()
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler = sitemap.start
    parser.EndElementHandler = sitemap.end
    parser.CharacterDataHandler = sitemap.data
    parser.EntityDeclHandler = _refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003  # expat takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003  # the same
    except (xml.parsers.expat.ExpatError, LookupError, ValueError):  # the latter: an encoding
        return sitemap, True
    except _StopParsing:
        pass
    return sitemap, False


def _worth(read: tuple[_Sitemap, bool]) -> tuple[int, bool]:
    sitemap, broken = read
    return len(sitemap.entries), not broken


def _refuse(*_: object) -> None:
    """Stop: a sitemap needs no entities of its own, and those that define some multiply them."""
    raise _StopParsing


def _list_of_urls(payload: bytes) -> Reading:
    """Read URLs one at a time: fifty megabytes of single letters, split at once, take gigabytes."""
    words = _WORD.finditer(payload, 0, MAX_BYTES)
    taken = (word[0] for word in islice(words, MAX_ENTRIES) if word[0].startswith(b"http"))
    entries = tuple(Entry(url.decode("utf-8", "replace")) for url in taken)
    return Reading(entries, fault=None if next(words, None) is None else _too_many())


def _too_many() -> str:
    return f"more than {MAX_ENTRIES} entries; the rest is not read"
