"""An archive with a history that is hard to show, and a client for its pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from flask import Flask
from jinja2 import BytecodeCache

from monitor.indexing import catch_up
from monitor.web.access import TRIED
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage import users
from storage.archive import Archive
from storage.records import Block, BlockKind, EventKind
from tests.commands.conftest import FIRST, SECOND, THIRD, Keeper, reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from jinja2.bccache import Bucket


FERRY = "https://harbour.example/ferry-runs-late"
HOSTILE = "https://harbour.example/hostile"
MOVED = "https://harbour.example/moved?page=2&x=<y>"
COST = dict(users._COST)
"""What one password check costs in real use."""
EVIL_TITLE = '<script>document.title="ran"</script>"><img src=x onerror=alert(1)>'
EVIL_TEXT = "=cmd|' /C calc'!A0 javascript:alert(1) \x1b[2J \u202eevil\u202c <b>bold</b> &amp;"

PARAGRAPHS = (
    "The pilots met at the old customs house. They counted 14 boats in the harbour that night.",
    "Nobody had seen the lamp on the northern mole since Sunday, the keeper wrote.",
    "A crew from Holm repaired the chain. It took them two days and most of a third.",
    "The council will vote on Thursday. Its clerk expects a long meeting.",
    "Fishermen asked for a second lamp. They would pay half of it themselves.",
    "Rain is expected for the rest of the week. The ferry will run all the same.",
)


def fill(archive: Archive) -> None:
    """Write a ferry with three revisions, a hostile page, and a page whose text moves."""
    keeper = Keeper(archive)
    keeper.begin(FERRY, FIRST, b"<html><p>12 people</p></html>")
    keeper.compare(FERRY, FIRST, SECOND)
    keeper.compare(FERRY, SECOND, THIRD)
    evil = reading(EVIL_TITLE, EVIL_TEXT, "It was quiet.", byline=("<i>Eve</i>",), language='x"y')
    keeper.begin(HOSTILE, evil, b"<script>fetch('/beacon')</script>")
    worse = replace(
        evil, blocks=(*evil.blocks, Block(BlockKind.PARAGRAPH, "@SUM(1+1)<svg/onload=x>"))
    )
    keeper.compare(HOSTILE, evil, worse)
    first = reading("The lamp on the mole", *PARAGRAPHS, links=("https://a.example/",))
    keeper.begin(MOVED, first)
    order = [PARAGRAPHS[0], PARAGRAPHS[4], *PARAGRAPHS[1:4], PARAGRAPHS[5].replace("week", "month")]
    keeper.compare(
        MOVED, first, reading("The lamp on the mole", *order, links=("https://b.example/",))
    )
    keeper.event(MOVED, EventKind.GONE, "404 at three visits")


class Compiled(BytecodeCache):
    """Compiled templates by their source: compiled once for all tests instead of once for each."""

    known: ClassVar[dict[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what another application has compiled."""
        bucket.code = self.known.get(bucket.checksum + bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next application."""
        self.known[bucket.checksum + bucket.key] = bucket.code


Flask.jinja_options["bytecode_cache"] = Compiled()


@pytest.fixture(scope="module", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Make password checks cheap: each takes a fifth of a second, and the tests make a hundred."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(users._COST, "n", 16)
        yield


@pytest.fixture(autouse=True)
def _nobody_guessed() -> None:
    """Forget wrong passwords, so that those of one test lock nobody out of the pages of another."""
    TRIED.forget()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the archive; for reading only."""
    folder = tmp_path_factory.mktemp("web") / "archive"
    with Archive.create(folder) as archive:
        fill(archive)
        catch_up(archive)
    return folder


def command(*words: str) -> str:
    """A command line, as the pages show it."""
    return " ".join(["variorum", *words])


def client_over(folder: Path) -> Iterator[FlaskClient]:
    """A client without a screen for the pages of this archive."""
    app = create_app(Settings(folder, command))
    yield app.test_client()
    app.extensions["variorum"].close()


@pytest.fixture
def client(kept: Path) -> Iterator[FlaskClient]:
    """A client without a screen."""
    yield from client_over(kept)


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client for the pages of an empty archive."""
    Archive.create(tmp_path / "archive").close()
    yield from client_over(tmp_path / "archive")
