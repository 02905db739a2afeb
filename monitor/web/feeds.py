"""Feeds that carry the change itself: Atom (RFC 4287) and JSON Feed 1.1.

An entry's id is a tag URI (RFC 4151) of the archive, the article and the moment: it stays the same
wherever the archive is served, in an exported feed, and if older captures come in.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from monitor.notation.safe import safe
from monitor.output import to_json
from storage.database.times import to_text

_NOT_XML = re.compile("[\ufffe\uffff]")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. ``content`` makes its HTML when needed; ``state`` distinguishes versions."""

    id: str
    title: str
    link: str
    original: str
    updated: datetime
    author: str
    summary: str
    terms: tuple[str, ...]
    state: str
    content: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of entries, newest first. ``own`` is empty if it has no address.

    ``older`` is the address of a feed with earlier ones (RFC 5005, 3), empty if there is none.
    """

    id: str
    title: str
    link: str
    own: str
    json_link: str
    empty_since: datetime
    entries: Sequence[Entry]
    older: str = ""

    @property
    def updated(self) -> datetime:
        """When the newest entry was updated."""
        return max((entry.updated for entry in self.entries), default=self.empty_since)

    def etag(self, form: str) -> str:
        """A value that changes if an entry is added or its wording changes; needs no diff."""
        hasher = hashlib.sha256(f"{form} {self.own}".encode("utf-8", "replace"))
        for entry in self.entries:
            told = (entry.id, entry.state, entry.title, entry.summary, *entry.terms)
            hasher.update("\x1f".join(told).encode("utf-8", "replace"))
        return hasher.hexdigest()[:32]

    def atom(self) -> str:
        """The feed as XML."""
        return "".join(self.atom_lines())

    def atom_lines(self) -> Iterator[str]:
        """The XML, one entry at a time."""
        yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        yield f"<id>{_xml(self.id)}</id><title>{_xml(self.title)}</title>\n"
        yield f"<updated>{to_text(self.updated)}</updated>\n"
        if self.own:
            yield f'<link rel="self" type="application/atom+xml" href={quoteattr(self.own)}/>\n'
            yield f'<link rel="alternate" type="text/html" href={quoteattr(self.link)}/>\n'
        if self.older:
            yield f'<link rel="next" type="application/atom+xml" href={quoteattr(self.older)}/>\n'
        yield "<author><name>Variorum</name></author><generator>Variorum</generator>\n"
        for entry in self.entries:
            yield _atom_entry(entry) + "\n"
        yield "</feed>\n"

    def json(self) -> str:
        """The feed as a JSON Feed."""
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.link,
            "feed_url": self.json_link,
            **({"next_url": self.older} if self.older else {}),
            "items": [_json_entry(entry) for entry in self.entries],
        }
        return to_json(document, indent=1) + "\n"


def _atom_entry(entry: Entry) -> str:
    terms = "".join(f"<category term={quoteattr(term)}/>" for term in entry.terms)
    return (
        f"<entry><id>{_xml(entry.id)}</id><title>{_xml(entry.title)}</title>"
        f"<updated>{to_text(entry.updated)}</updated>"
        f'<link rel="alternate" type="text/html" href={quoteattr(entry.link)}/>'
        f'<link rel="related" href={quoteattr(safe(entry.original))}/>'
        f"<author><name>{_xml(entry.author)}</name></author>{terms}"
        f"<summary>{_xml(entry.summary)}</summary>"
        f'<content type="html">{_xml(entry.content())}</content></entry>'
    )


def _json_entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.link,
        "external_url": entry.original,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content(),
        "date_published": to_text(entry.updated),
        "authors": [{"name": entry.author}],
        "tags": list(entry.terms),
    }


def _xml(text: str) -> str:
    """The text escaped, and without the characters that XML 1.0 cannot contain."""
    return escape(_NOT_XML.sub("\ufffd", safe(text)))
