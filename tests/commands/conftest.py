"""An archive with a small history of its own, and a way to type commands at it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import termios
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from monitor.comparing.articles import compare
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import payload_digest
from storage.intents import AddEvent, AddRevision, BeginArticle, SeeAgain
from storage.records import (
    Assessment,
    Block,
    BlockKind,
    EventKind,
    Exchange,
    Extraction,
    Found,
    IncidentKind,
    Outcome,
    Outlet,
    PageType,
    SeedKind,
    Visit,
    Weight,
)
from tests.conftest import begin, command_line, run_forked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
HOME = "https://harbour.example/"
FERRY = "https://harbour.example/ferry-runs-late"
BRIDGE = "https://harbour.example/bridge-closed"


def reading(title: str, *paragraphs: str, **fields: Any) -> Extraction:
    """An extraction with these paragraphs."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    read = Extraction(
        title=title,
        blocks=blocks,
        byline=("Ada Quay",),
        language="en",
        page_type=PageType.ARTICLE,
        reader="test 1",
    )
    return replace(read, **fields)


FIRST = reading(
    "Ferry runs late",
    "The ferry to Holm was late on Monday. 12 people waited at the pier.",
    "The harbour master said the engine had failed.",
)
SECOND = replace(
    FIRST,
    blocks=(
        Block(
            BlockKind.PARAGRAPH,
            "The ferry to Holm was late on Monday. 21 people waited at the pier.",
        ),
        FIRST.blocks[1],
    ),
)
THIRD = replace(SECOND, title="Ferry runs late again")


class Keeper:
    """Writes visits and readings into an archive, one day apart."""

    def __init__(self, archive: Archive, outlet: Outlet | None = None) -> None:
        self.archive = archive
        self.now = START
        self.import_id: int | None = None
        self.outlet = outlet or archive.add_outlet("harbour", HOME, ["harbour.example"], START)

    def visit(self, url: str, page: bytes, onward: str | None = None) -> int:
        """Record a visit with a capture, a redirect if ``onward`` is given; a day passes."""
        status = 200 if onward is None else 302
        where = "" if onward is None else f"Location: {onward}\r\n"
        head = f"HTTP/1.1 {status} OK\r\nX-Note: caf\xe9 \x1b[31m\r\n{where}\r\n"
        found = Found(url, surt(url))
        self.archive.discover(self.outlet.id, [found], self.now)
        address = self.archive.address(surt(url))
        exchange = Exchange(
            url=url,
            request_head=b"GET / HTTP/1.1\r\nHost: harbour.example\r\n\r\n",
            response_head=head.encode("latin-1"),
            status=status,
            payload=page,
            wire_digest=payload_digest(page),
            wire_length=len(page),
            content_type="text/html",
        )
        visit = Visit(
            address_id=address.id,
            started_at=self.now,
            finished_at=self.now + timedelta(seconds=1),
            outcome=Outcome.CAPTURED,
            status=status,
            exchange=exchange,
            next_due=self.now + timedelta(days=1),
            import_id=self.import_id,
        )
        self.now += timedelta(days=1)
        return self.archive.record(visit)

    def begin(self, url: str, extraction: Extraction, page: bytes = b"<p>one") -> int:
        """Begin a new article; gives its id."""
        visit = self.visit(url, page)
        self.archive.apply(visit, [BeginArticle(url, surt(url), extraction)])
        return self.archive.article(surt(url)).id

    def change(self, url: str, extraction: Extraction, assessment: Assessment) -> None:
        """Add a new revision."""
        visit = self.visit(url, f"<p>{self.now}".encode())
        article = self.archive.article(surt(url)).id
        self.archive.apply(visit, [AddRevision(article, extraction, assessment)])

    def compare(self, url: str, old: Extraction, new: Extraction) -> None:
        """Add a new revision, assessed as READ would."""
        diff = compare(old, new)
        self.change(url, new, Assessment(diff.weight, diff.kinds, (), diff.summary))

    def event(self, url: str, kind: EventKind, detail: str) -> None:
        """Add an event that is no revision."""
        visit = self.visit(url, f"<p>{self.now}".encode())
        article = self.archive.article(surt(url)).id
        self.archive.apply(visit, [SeeAgain(article), AddEvent(article, kind, detail)])


def fill(archive: Archive) -> None:
    """Write two articles: one whose number and headline changed, one that went away."""
    keeper = Keeper(archive)
    archive.add_seed(keeper.outlet.id, HOME + "feed", surt(HOME + "feed"), SeedKind.FEED, START)
    keeper.begin(FERRY, FIRST, b"<html>\x1b[31mferry</html>")
    keeper.change(
        FERRY,
        SECOND,
        Assessment(Weight.SUBSTANTIVE, ("number",), ("stealth",), "12 people became 21 people"),
    )
    keeper.begin(BRIDGE, reading("Bridge closed", "The bridge is closed until May."))
    keeper.change(
        BRIDGE,
        reading("Bridge closed", "The bridge is closed, until May."),
        Assessment(Weight.COSMETIC, ("punctuation",), (), "a comma was added"),
    )
    keeper.change(
        FERRY,
        THIRD,
        Assessment(Weight.SUBSTANTIVE, ("headline",), (), "the headline changed"),
    )
    keeper.event(BRIDGE, EventKind.GONE, "404 at three visits")
    archive.open_incident(
        keeper.outlet.id, IncidentKind.LOGIN_PAGE.value, FERRY, "asks for a login", keeper.now
    )


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the filled archive; for reading only."""
    folder = tmp_path_factory.mktemp("archives") / "filled"
    with Archive.create(folder) as archive:
        fill(archive)
    return folder


@dataclass
class Typist:
    """Runs commands, in this process or in one of their own."""

    folder: Path

    def __call__(self, *words: str, text: str | bytes | None = None, **settings: Any) -> Result:
        """Run it in this process."""
        with_archive = ["--archive", str(self.folder), *words]
        return CliRunner().invoke(main, with_archive, input=text, **settings)

    def json(self, *words: str) -> Any:
        """The parsed output of a command with ``--json``."""
        result = self(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def process(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run it as a process, with this on stdin."""
        return run_forked(self.folder, *words, environment=dict(os.environ), given=given)

    def started(self, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """Run it in a newly started Python."""
        return subprocess.run(
            command_line(self.folder, *words),
            capture_output=True,
            timeout=120,
            env=os.environ | environment,
            check=False,
        )

    def terminal(
        self,
        *words: str,
        columns: int = 100,
        environment: dict[str, str] | None = None,
        watch: Callable[[str], None] = lambda _shown: None,
    ) -> str:
        """What a person sees: stdout and stderr on a terminal of this many columns.

        ``watch`` is called with all that is shown so far, whenever there is more.
        """
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        process = begin(self.folder, words, os.environ | (environment or {}), [theirs] * 3)
        os.close(theirs)
        shown = b""
        for data in _until_closed(ours):
            shown += data
            watch(shown.decode(errors="replace"))
        process.wait()
        os.close(ours)
        return re.sub("\r+\n", "\n", shown.decode())


def _until_closed(terminal: int) -> Iterator[bytes]:
    """What is written to a terminal; reading fails (EIO) once its other end is closed."""
    try:
        while data := os.read(terminal, 65536):
            yield data
    except OSError:
        return


@pytest.fixture
def type_at(filled: Path) -> Typist:
    """Commands at the filled archive, which they must leave as it was: all tests share it."""
    return Typist(filled)


@pytest.fixture
def copied(filled: Path, tmp_path: Path) -> Typist:
    """Commands at a copy of the filled archive, which they may change."""
    return Typist(Path(shutil.copytree(filled, tmp_path / "copied")))


@pytest.fixture
def type_empty(tmp_path: Path) -> Typist:
    """Commands at an empty archive."""
    folder = tmp_path / "empty"
    Archive.create(folder).close()
    return Typist(folder)
