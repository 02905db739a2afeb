"""What a whole run of compaction has weighed is not weighed again; all that came since is."""

from __future__ import annotations

import copy
import gzip
import random
import shutil
from dataclasses import replace

import pytest

from storage.archive import Archive
from storage.digest import payload_digest
from storage.payload import recipes
from storage.payload.compaction import Compaction
from storage.payload.weighed import DONE_NAME, PROGRESS_NAME
from tests.storage.conftest import Maker


def nothing(_done, _total):
    """Show no progress."""


class Newsroom:
    """Two addresses whose pages are edited; all that was captured, by capture."""

    def __init__(self, archive, make):
        self.archive, self.make = archive, make
        self.chance, self.at, self.bodies = random.Random(11), 0, {}
        self.outlet = make.outlet(archive)
        self.addresses = make.addresses(archive, self.outlet, 2)
        self.words = [b"<p>%d</p>" % self.chance.randrange(10**9) for _ in range(1_500)]

    def over(self, archive):
        """The same over a copy of its archive."""
        own = copy.copy(self)
        own.archive, own.chance = archive, copy.copy(self.chance)
        own.bodies, own.words = dict(self.bodies), list(self.words)
        return own

    def edit(self):
        """The next version of a page."""
        self.words[self.chance.randrange(1_500)] = b"<p>%d</p>" % self.chance.randrange(10**9)
        return b"".join(self.words)

    def capture(self, address, body, **more):
        """Capture it as gzip, of which the wire bytes are only supposed."""
        wire = gzip.compress(body, 5)
        exchange = replace(
            self.make.exchange(address.url, body),
            recipe=recipes.suppose(wire, body, "gzip", chunked=False),
            wire_digest=payload_digest(wire),
            wire_length=len(wire),
            **more,
        )
        visit = self.make.visit(address, at=self.at, exchange=exchange)
        self.at += 1
        capture_id = self.archive.record(visit)
        self.bodies[capture_id] = body
        return capture_id

    def compact(self):
        """One run; everything is readable after it, and all wire bytes are proved."""
        report = Compaction(self.archive).run(nothing)
        for one, body in self.bodies.items():
            assert self.archive.payload(self.archive.capture(one).payload) == body
            assert not recipes.is_supposed(self.archive.capture(one).recipe)
        assert self.archive.verify() == []
        return report

    def rows(self):
        """How the bodies are stored."""
        sql = "SELECT id, base_id, second_id, data FROM payloads ORDER BY id"
        return [tuple(row) for row in self.archive._database.rows(sql)]


@pytest.fixture(scope="module")
def compacted(blank, tmp_path_factory):
    """A folder with twelve versions of each address, compacted, and what was captured there."""
    folder = blank(tmp_path_factory.mktemp("newsroom") / "archive")
    with Archive.open_to_write(folder) as archive:
        found = Newsroom(archive, Maker())
        for address in found.addresses:
            for _ in range(12):
                found.capture(address, found.edit())
        assert found.compact().payloads == 24
        return folder, found


@pytest.fixture
def newsroom(compacted, folder):
    """A copy of it that the test may write into."""
    kept, found = compacted
    shutil.copytree(kept, folder)
    with Archive.open_to_write(folder) as archive:
        yield found.over(archive)


def test_what_was_weighed_is_left(newsroom):
    """A run over an archive that did not change reads no body and rewrites none."""
    before = newsroom.rows()
    report = newsroom.compact()
    assert (report.payloads, report.rewritten, report.proved) == (0, 0, 0)
    assert newsroom.rows() == before


def test_an_address_with_new_versions_is_weighed(newsroom):
    """Its old versions with the new ones; those of the other address stay as they are."""
    before = newsroom.rows()[12:24]
    for _ in range(3):
        newsroom.capture(newsroom.addresses[0], newsroom.edit())
    report = newsroom.compact()
    assert (report.payloads, report.proved) == (15, 3)
    assert newsroom.rows()[12:24] == before
    assert newsroom.compact().payloads == 0


def test_of_a_long_history_only_the_end_is_weighed(newsroom, monkeypatch):
    """As many versions as are weighed at a time, the new ones among them."""
    monkeypatch.setattr("storage.payload.weighed.MOST", 5)
    for _ in range(3):
        newsroom.capture(newsroom.addresses[0], newsroom.edit())
    assert newsroom.compact().payloads == 5
    for _ in range(7):
        newsroom.capture(newsroom.addresses[0], newsroom.edit())
    assert newsroom.compact().payloads == 7


def test_an_old_body_captured_again_is_only_proved(newsroom):
    """Nothing is to be weighed then, but how its bytes came over the wire is not known yet."""
    before = newsroom.rows()
    newsroom.capture(newsroom.addresses[1], newsroom.bodies[1])
    report = newsroom.compact()
    assert (report.payloads, report.proved) == (0, 1)
    assert newsroom.rows() == before


def test_a_new_page_leans_on_one_that_was_weighed(newsroom):
    """The outlet's last pages are looked at again, though they are left as they are."""
    newsroom.archive._database.change("UPDATE outlets SET anchor_payload_id = NULL")
    address = newsroom.make.addresses(newsroom.archive, newsroom.outlet, 1, prefix="new")[0]
    newsroom.capture(address, newsroom.edit())
    report = newsroom.compact()
    assert report.payloads == 1
    assert report.after < 0.1 * report.before


def test_what_came_while_a_run_was_stopped_is_weighed(newsroom, monkeypatch):
    """The rest of the stopped run comes first, and then what came before it went on."""
    monkeypatch.setattr("storage.payload.compaction._GROUP", 5)
    address = newsroom.addresses[0]
    newsroom.capture(address, newsroom.edit())

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Compaction(newsroom.archive).run(stop)
    newsroom.capture(address, newsroom.bodies[1])
    newsroom.capture(newsroom.addresses[1], newsroom.edit())
    # The rest of the first address, and the other one.
    assert newsroom.compact().payloads == 8 + 13
    assert newsroom.compact().payloads == 13
    assert newsroom.compact().payloads == 0


def test_a_first_run_that_was_stopped_weighs_all(newsroom):
    """Only a run that came to its end says that all is weighed."""
    (newsroom.archive.folder / DONE_NAME).unlink()

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Compaction(newsroom.archive).run(stop)
    assert not (newsroom.archive.folder / DONE_NAME).exists()
    assert newsroom.compact().payloads == 4


def test_another_state_of_the_archive_is_weighed(newsroom):
    """Bodies that are not stored as the last run left them, as in a backup from before it."""
    newsroom.archive._payloads.redact(1)
    del newsroom.bodies[1]
    newsroom.archive._database.change("UPDATE captures SET recipe = 'identity' WHERE id = 1")
    assert Compaction(newsroom.archive).run(nothing).payloads == 23


@pytest.mark.parametrize("name", [DONE_NAME, PROGRESS_NAME])
@pytest.mark.parametrize("text", ["", "7\n", "[]", '{"until": 3}', '{"since": [1], "until": []}'])
def test_notes_that_cannot_be_read_are_no_notes(newsroom, name, text):
    """Older releases wrote a number; a file may be cut off. Then all is weighed again."""
    (newsroom.archive.folder / DONE_NAME).unlink()
    (newsroom.archive.folder / name).write_text(text)
    assert newsroom.compact().payloads == 24


def test_an_id_that_is_given_again_is_new(newsroom):
    """Wire bytes were the last row, and went when they were proved; the next body gets their id."""
    body = newsroom.edit()
    newsroom.capture(newsroom.addresses[0], body, wire=gzip.compress(body, 5))
    last = newsroom.rows()[-1][0]
    newsroom.compact()
    assert newsroom.rows()[-1][0] == last - 1
    newsroom.capture(newsroom.addresses[1], newsroom.edit())
    assert newsroom.rows()[-1][0] == last
    assert newsroom.compact().payloads == 13


def test_damage_is_told_each_time(newsroom):
    """A run that could not read a body does not say that all was weighed."""
    archive = newsroom.archive
    (archive.folder / DONE_NAME).unlink()
    archive._database.change(
        "UPDATE payloads SET data = x'00' WHERE id = (SELECT max(id) FROM payloads)"
    )
    archive._payloads.forget()
    for _ in range(2):
        assert Compaction(archive).run(nothing).damaged == 1
