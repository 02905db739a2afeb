"""One article at two addresses, whose pages are built in different ways."""

from __future__ import annotations

import itertools

import pytest

from monitor.passes import one_pass
from monitor.reprocessing.run import reprocess
from spiders.crawl.errand import Errand
from spiders.urls import surt
from storage.archive import Archive
from storage.records import EventKind
from tests.captures import PATIENT
from tests.outlet_server import Answer
from tests.stories import story

SLUG = "weir"
SUMMARY = "The keeper of the weir says that nobody was told of the crack in its western wall."


@pytest.fixture
def archive(outlet, watched):
    """An outlet whose AMP pages lack the description that identifies the standfirst."""
    outlet.publish(story(SLUG, "The weir held 40 tons."))

    def answer(one, request):
        page = outlet.article(one).body.decode(one.charset)
        if request.path.startswith("/amp/"):
            text = "".join(f"<p>{paragraph}</p>" for paragraph in one.paragraphs)
            page = (
                f'<html amp><head><title>{one.title}</title><link rel="canonical" '
                f'href="{outlet.url(SLUG)}"></head><body><h1>{one.title}</h1>'
                f'<p class="standfirst">{SUMMARY}</p><p class="byline">By {one.author}</p>'
                f"{text}</body></html>"
            )
        else:
            page = page.replace("</h1>", f'</h1><div class="standfirst"><p>{SUMMARY}</p></div>')
            page = page.replace("<head>", f'<head><meta name="description" content="{SUMMARY}">')
        return Answer(200, page.encode(one.charset), f"text/html; charset={one.charset}")

    outlet.behave(SLUG, answer)
    with Archive.open_to_write(watched(outlet)) as opened:
        yield opened


def look(archive, *urls):
    """Run one pass over these addresses, or over all."""
    errand = Errand(urls=urls, everything=not urls)
    return one_pass(archive, PATIENT, errand, rules_folder=None)


def read_anew(archive):
    """Read the whole archive again with the current reader."""
    reprocess(archive, rules_folder=None)


def revisions(archive, outlet):
    return archive.revisions(archive.article(surt(outlet.url(SLUG))).id)


def test_an_amp_page_of_another_make_is_the_same_article(archive, outlet):
    """It is read in the light of the article's own page: no edit, back and forth, by anybody."""
    look(archive)
    path = outlet.stories[SLUG].path
    amp = f"{outlet.home.rstrip('/')}/amp{path}"
    for _turn in range(2):
        look(archive, amp)
        look(archive)
    (first,) = revisions(archive, outlet)
    assert archive.extraction(first.extraction_id).standfirst == SUMMARY
    assert archive.address(surt(amp)).article_id == first.article_id


def test_an_edit_is_seen_at_the_second_address_too(archive, outlet):
    """Whichever page is fetched first."""
    look(archive)
    amp = f"{outlet.home.rstrip('/')}/amp{outlet.stories[SLUG].path}"
    look(archive, amp)
    outlet.edit(SLUG, "40 tons", "400 tons")
    look(archive, amp)
    assert len(revisions(archive, outlet)) == 2
    look(archive)
    assert len(revisions(archive, outlet)) == 2


def test_reading_again_says_the_same(archive, outlet, monkeypatch):
    """Read again by a better reader, it is still one revision."""
    look(archive)
    look(archive, f"{outlet.home.rstrip('/')}/amp{outlet.stories[SLUG].path}")
    monkeypatch.setattr("spiders.extract.reader.READER", "of tomorrow")
    read_anew(archive)
    assert len(revisions(archive, outlet)) == 1


def test_a_bare_amp_page_makes_no_revision_at_any_turn(archive, outlet):
    """No byline, standfirst or time: what it lacks says nothing, in either order."""

    def answer(one, request):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in one.paragraphs)
        if not request.path.startswith("/amp/"):
            return outlet.article(one)
        page = (
            f'<html amp><head><title>{one.title}</title><link rel="canonical" '
            f'href="{outlet.url(SLUG)}"></head><body><h1>{one.title}</h1>{text}</body></html>'
        )
        return Answer(200, page.encode(one.charset), f"text/html; charset={one.charset}")

    outlet.behave(SLUG, answer)
    amp = f"{outlet.home.rstrip('/')}/amp{outlet.stories[SLUG].path}"
    look(archive)
    for _turn in range(2):
        look(archive, amp)
        look(archive)
    assert len(revisions(archive, outlet)) == 1
    outlet.edit(SLUG, "40 tons", "400 tons")
    look(archive, amp)
    look(archive)
    *_, last = revisions(archive, outlet)
    assert last.number == 2
    assert archive.extraction(last.extraction_id).byline


def test_reading_a_bare_amp_page_again_says_the_same(archive, outlet, monkeypatch):
    """Even if it showed the first revision, or none at all."""
    test_a_bare_amp_page_makes_no_revision_at_any_turn(archive, outlet)
    monkeypatch.setattr("spiders.extract.reader.READER", "of tomorrow")
    for _turn in range(2):
        read_anew(archive)
        assert len(revisions(archive, outlet)) == 2


def test_what_the_own_page_declares_is_told_once_whatever_a_second_page_does(outlet, watched):
    """An AMP page that did not change takes nothing back, and nothing is reported again."""
    outlet.publish(story(SLUG, "The weir held 40 tons."))
    head, looks = ["They knew of the crack"], itertools.count()

    def answer(one, request):
        page = outlet.article(one).body.decode(one.charset)
        if request.path.startswith("/amp/"):  # identical at every look
            text = "".join(f"<p>{paragraph}</p>" for paragraph in one.paragraphs)
            page = (
                f'<html amp><head><title>{one.title}</title><link rel="canonical" '
                f'href="{outlet.url(SLUG)}"></head><body><h1>{one.title}</h1>{text}</body></html>'
            )
        else:
            told = f'<meta property="og:title" content="{head[0]}">'
            data = f'{{"@type": "NewsArticle", "commentCount": {next(looks)}}}'  # read in full
            told += f'<script type="application/ld+json">{data}</script></head>'
            page = page.replace("</head>", told)
        return Answer(200, page.encode(one.charset), f"text/html; charset={one.charset}")

    outlet.behave(SLUG, answer)
    amp = f"{outlet.home.rstrip('/')}/amp{outlet.stories[SLUG].path}"
    with Archive.open_to_write(watched(outlet)) as archive:
        for title in ("They knew of the crack", "Who knew of the crack"):
            head[0] = title
            for _turn in range(3):
                look(archive)
                look(archive, amp)
        article = archive.article(surt(outlet.url(SLUG)))
        told = [one for one in archive.events(article.id) if one.kind is EventKind.SEARCH_HEADLINE]
    assert [one.detail.split(" for ")[0] for one in told] == [
        "“They knew of the crack” became “Who knew of the crack”"
    ]
