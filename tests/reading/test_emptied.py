"""A page that the user's own rules leave without a text."""

from __future__ import annotations

import gzip

import pytest

from monitor.reading.emptied import emptied_by
from spiders.outlets.rules import Rules
from storage.archive import Archive
from storage.records import IncidentKind
from tests.captures import look_at_all
from tests.outlet_server import Answer
from tests.stories import story

SLUG = "weir"


@pytest.fixture
def archive(outlet, watched):
    outlet.publish(story(SLUG, "The weir held 40 tons."))
    with Archive.open_to_write(watched(outlet)) as opened:
        yield opened


def look(archive, rules: str):
    """Run one pass with this file of rules; gives the details of the lost articles."""
    folder = archive.folder / "outlets"
    folder.mkdir(exist_ok=True)
    (name,) = [one.name for one in archive.outlets()]
    (folder / f"{name}.toml").write_text(rules)
    look_at_all(archive, folder)
    found = [one for one in archive.incidents() if one.kind is IncidentKind.ARTICLE_LOST]
    return [one.detail for one in found if one.closed_at is None]


def test_the_rule_that_takes_the_text_is_named(archive, outlet):
    """The page's layout is not to blame, and nobody should search it for the cause."""
    assert look(archive, 'remove = [".advert"]\n') == []
    (detail,) = look(archive, 'remove = [".advert", "body"]\n')
    assert detail == "remove 'body' of the outlet's rules leaves the page without a text"
    outlet.edit(SLUG, "40 tons", "400 tons")
    assert look(archive, 'remove = [".advert"]\n') == []


def test_a_page_that_lost_its_text_by_itself_blames_no_rule(archive, outlet):
    """Rules that remove nothing are not named."""
    assert look(archive, 'remove = [".advert"]\n') == []
    outlet.behave(SLUG, lambda *_: Answer(200, b"<html><body><p>Soon.</p></body></html>"))
    assert look(archive, 'remove = [".advert"]\n') == ["no article on the page"]


def test_a_body_that_is_still_compressed_is_no_revision(archive, outlet):
    """The response head does not say so, and the bytes are nothing that the outlet wrote."""
    assert look(archive, "") == []
    packed = gzip.compress(b"<html><body><p>The weir held 40 tons.</p></body></html>" * 50)
    outlet.behave(SLUG, lambda *_: Answer(200, packed))
    assert look(archive, "") == []
    told = [one.detail for one in archive.incidents() if one.kind is IncidentKind.UNREACHABLE]
    assert told == ["not text"]
    assert [one.number for one in archive.log()] == [1]


def test_rules_that_only_together_take_the_text_are_named_together():
    """No single one of them can be blamed."""
    rules = Rules("courier", remove=("main", "article"), phrases=("x",))
    told = emptied_by(rules, lambda other: not other.remove)
    assert told == "remove and phrases of the outlet's rules leave the page without a text"
    assert emptied_by(rules, lambda _other: False) is None
