"""An article that is seen for the first time at another address, in another template."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.passes import read_unread
from monitor.reprocessing.run import reprocess
from spiders.urls import surt
from storage.archive import Archive
from storage.records import Found, Outcome, Visit
from tests.captures import START, capture_and_read
from tests.stories import filler

HOME = "https://courier.example/"
OLD, NEW = f"{HOME}news/ferry", f"{HOME}2026/ferry"
CAPTION = "The old ferry at the pier of Harrowby on Monday morning, before it sank"
TEXT = filler("ferry", 6)
EDITED = (*TEXT[:3], "Nobody knows who is to pay for it, said 7 of the 12 on board.", *TEXT[3:])
HEAD = "<!doctype html><html lang='en'><head><title>Ferry sinks</title></head>"


def old_page(text=TEXT):
    """The page as the outlet used to make it, with a caption."""
    said = "".join(f"<p>{one}</p>" for one in text)
    return (
        f"{HEAD}<body><nav><a href='/'>Home</a></nav><article class='story'><h1>Ferry sinks</h1>"
        f"<figure><img src='/ferry.jpg'><figcaption>{CAPTION}</figcaption></figure>{said}"
        "</article></body></html>"
    ).encode()


def new_page(text=TEXT):
    """The page as the outlet makes it now, without the caption."""
    said = "".join(f"<div class='part'><p class='text'>{one}</p></div>" for one in text)
    head = "<div class='head'><h1 class='big'>Ferry sinks</h1></div>"
    return (
        f"{HEAD}<body><div id='app'><main class='layout'>{head}<div class='media'>"
        f"<img src='/ferry.jpg'></div><section class='wrap'>{said}</section></main>"
        "<div class='foot'>Imprint</div></div></body></html>"
    ).encode()


@pytest.fixture
def archive(tmp_path, blank):
    """An archive with an article that was read at its first address."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as opened:
        outlet = opened.add_outlet("courier", HOME, ["courier.example"], START)
        opened.discover(outlet.id, [Found(one, surt(one)) for one in (OLD, NEW)], START)
        show(opened, OLD, old_page(), 0)
        yield opened


def show(archive, url, page, day):
    """Capture and read this page on this day."""
    capture_and_read(archive, [archive.address(surt(url))], [page], day)


def lead(archive, day):
    """Record that the old address redirects to the new one, then run READ."""
    address, at = archive.address(surt(OLD)), START + timedelta(days=day)
    archive.record(Visit(address.id, at, at, Outcome.REDIRECTED, 301, location=NEW))
    read_unread(archive, rules_folder=None)


def move(archive, page):
    """The article was missing for a day, and is then found where its address leads."""
    at = START + timedelta(days=1)
    archive.record(Visit(archive.address(surt(OLD)).id, at, at, Outcome.MISSING, 404))
    lead(archive, 2)
    show(archive, NEW, page, 2.1)


def meet(archive, page):
    """The new address was read before the old one was seen to redirect there."""
    show(archive, NEW, page, 1)
    lead(archive, 2)


def steps(archive):
    """Each step of the one article: whether it is ours, and its summary."""
    (article,) = archive.articles()
    _, *later = archive.revisions(article.id)
    return [(one.assessment.ours, one.assessment.summary) for one in later]


@pytest.mark.parametrize("how", [move, meet])
def test_another_template_at_a_new_address_is_no_edit(archive, how):
    """*Caption removed*, by the outlet, was reported of every article that moved in a redesign."""
    how(archive, new_page())
    assert [ours for ours, _ in steps(archive)] == [True]


@pytest.mark.parametrize("how", [move, meet])
def test_an_edit_that_comes_with_the_move_is_told_alone(archive, how):
    """The outlet's sentence, and not what the template did to the caption."""
    how(archive, new_page(EDITED))
    ((ours, told),) = steps(archive)
    assert not ours
    assert "aption" not in told
    assert "added" in told


@pytest.mark.parametrize("how", [move, meet])
def test_the_same_template_at_a_new_address_changes_nothing(archive, how):
    """The page moved, and that is all."""
    how(archive, old_page())
    assert steps(archive) == []


def test_an_edit_of_the_new_address_is_told_once(archive):
    """If the new address had two revisions, the step to the first reported the second one too."""
    show(archive, NEW, old_page(TEXT[:-1]), 1)
    show(archive, NEW, old_page(EDITED[:-1]), 1.5)
    lead(archive, 2)
    first, second = steps(archive)
    assert "added" in second[1]
    assert "added" not in first[1], first[1]


def test_read_again_it_is_the_templates_still(archive, monkeypatch):
    """A better reader reads everything again with the same result."""
    move(archive, new_page())
    monkeypatch.setattr("spiders.extract.reader.READER", "of tomorrow")
    reprocess(
        archive,
        rules_folder=None,
        outlet_id=None,
        dry_run=False,
        on_progress=lambda _done, _all: None,
    )
    assert [ours for ours, _ in steps(archive)] == [True]
