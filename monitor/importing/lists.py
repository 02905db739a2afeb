"""Lists of what to watch: the feeds of an OPML file, or addresses, one per line.

Nothing is fetched here. A feed becomes a seed of its host's outlet; an address is visited by the
next crawl. A link in OPML is a seed if its category is a kind of seed, as in our own exports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.parsers import expat

from monitor.importing.exchanges import NotTaken
from spiders.crawl.seeds.mending import in_utf8
from spiders.urls import canonical, surt
from storage.errors import InputError
from storage.records import Found, SeedKind
from storage.warc.records import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from monitor.importing.heard import Heard
    from monitor.importing.places import Places
    from storage.archive import Archive

_PIECE = 64 * 1024
_START = 4096
_ADDRESS = re.compile(r"https?://[^\s/]+\S*\Z", re.IGNORECASE)
_COMMENT = re.compile(r"(?:^|\s)#.*", re.DOTALL)
_LONGEST = 8192
KNOWN = "known already"
_LINKED = {kind.value for kind in SeedKind} - {SeedKind.FEED.value}


@dataclass
class Listed:
    """What was taken from lists. ``skipped`` has reasons, each with a count."""

    feeds: int = 0
    addresses: int = 0
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, why: str) -> None:
        """Count an entry that was skipped."""
        self.skipped[why] = self.skipped.get(why, 0) + 1


def kind_of(start: bytes) -> str | None:
    """``opml`` or ``addresses``, by how the file begins; None for anything else."""
    text = start.decode("utf-8-sig", "replace").lstrip()
    if text.startswith("<"):
        return "opml" if re.search(r"<opml[\s>]", text[:_START], re.IGNORECASE) else None
    lines = [line.strip() for line in text.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return "addresses" if re.match(r"https?://[^\s/]", first, re.IGNORECASE) else None


class ListReader:
    """Takes lists into an archive."""

    def __init__(self, archive: Archive, places: Places, heard: Heard) -> None:
        self._archive = archive
        self._places = places
        self._heard = heard
        self.listed = Listed()

    def opml(self, path: Path) -> None:
        """Add the feeds of an OPML file. Raises InputError if it is not well-formed."""
        self._heard.begin(str(path))
        for address, home, kind in _outlines(path):
            self._guarded(path, address, 0, lambda: self._seed(address, home, kind))  # noqa: B023 — called at once

    def addresses(self, path: Path) -> None:
        """Add addresses, one per line; a # begins a comment, unless it is part of an address."""
        self._heard.begin(str(path))
        with path.open("rb") as stream:
            offset = 0
            for line in iter(lambda: stream.readline(_LONGEST), b""):
                text = _COMMENT.sub("", line.decode("utf-8-sig", "replace")).strip()
                if text:
                    self._guarded(path, text, offset, lambda: self._address(text))  # noqa: B023 — called at once
                offset += len(line)

    def _guarded(self, path: Path, text: str, offset: int, work: Callable[[], None]) -> None:
        if not _ADDRESS.match(text):
            self.listed.skip("faulty")
            self._heard.fault(str(path), Fault(offset, f"no address of the Web: {text[:80]!r}"))
            return
        try:
            with self._archive.transaction():
                work()
        except NotTaken as reason:
            self.listed.skip(reason.why)
        self._heard.sound()

    def _seed(self, address: str, home: str, kind: SeedKind) -> None:
        if self._places.known(address) is not None:
            self.listed.skip(KNOWN)
            return
        outlet = self._places.outlet_of(home if _ADDRESS.match(home) else address)
        now = datetime.now(UTC)
        self._archive.add_seed(outlet.id, canonical(address), surt(address), kind, now)
        self.listed.feeds += 1

    def _address(self, address: str) -> None:
        if self._places.known(address) is not None:
            self.listed.skip(KNOWN)
            return
        outlet = self._places.outlet_of(address)
        found = Found(canonical(address), surt(address))
        self._archive.discover(outlet.id, [found], datetime.now(UTC))
        self.listed.addresses += 1


def _outlines(path: Path) -> list[tuple[str, str, SeedKind]]:
    """Address, home and kind of each outline that is a seed. Entities are not expanded."""
    found: list[tuple[str, str, SeedKind]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        told = {key.lower(): value.strip() for key, value in attributes.items()}
        if name.lower() != "outline":
            return
        home, kind = told.get("htmlurl", ""), told.get("category", "")
        if told.get("xmlurl"):
            found.append((told["xmlurl"], home, SeedKind.FEED))
        elif told.get("type", "").lower() == "link" and told.get("url") and kind in _LINKED:
            found.append((told["url"], home, SeedKind(kind)))

    def refuse(*_declaration: object) -> None:
        raise InputError(
            f"{path} declares entities.",
            why="No list of feeds needs them, and they can make a file swell. Nothing was changed.",
            do="Export the list again from your feed reader.",
        )

    def parser() -> expat.XMLParserType:
        made = expat.ParserCreate()
        made.StartElementHandler = start
        made.EntityDeclHandler = refuse
        return made

    try:
        try:
            with path.open("rb") as stream:
                parser().ParseFile(stream)
        except (ValueError, LookupError):  # an encoding that the parser does not know
            parser().Parse(in_utf8(path.read_bytes()), True)  # noqa: FBT003 — expat takes no keywords
    except expat.ExpatError as error:
        raise InputError(
            f"{path} is not a readable OPML file.",
            why=f"{error}. Nothing was changed.",
            do="Export the list again from your feed reader.",
        ) from error
    return found
