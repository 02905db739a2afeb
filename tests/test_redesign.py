"""Another template is no edit of all articles at once; an edit that comes with it is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.process import read_unread
from monitor.redesign import is_only_template
from spiders.extract.reader import MOVED, Memory, look, read
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import content_digest, payload_digest
from storage.records import Exchange, Found, Outcome, Visit
from tests.extract.pages import TEMPLATES, Around, Story
from tests.extract.templates import articles, edited, make
from tests.stories import filler

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
URL = "https://courier.example/news/ferry"
COUNT = 200
EDITED = (3, 50, 77, 120, 199)


def exchange(url, payload):
    """An exchange of a page."""
    digest = payload_digest(payload)
    return Exchange(
        url=url,
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
        status=200,
        payload=payload,
        wire_digest=digest,
        wire_length=len(payload),
        content_type="text/html; charset=utf-8",
        recipe="identity",
    )


def stories():
    """Two hundred of them, each with its own texts and address."""
    return [
        Story(
            "en",
            f"Report {number} of the harbour commission",
            f"What the commission found on day {number}.",
            filler(f"report {number}", 5),
            url=f"https://courier.example/news/report-{number}",
        )
        for number in range(COUNT)
    ]


def edit(story, number):
    """A figure, a deletion, an addition, a headline, a last paragraph: one each."""
    first, *rest = story.paragraphs
    turn = EDITED.index(number)
    return (
        replace(story, paragraphs=(first.replace(" of ", " not of ", 1) + " Why?", *rest)),
        replace(story, paragraphs=(first, *rest[1:])),
        replace(story, paragraphs=(first, "The mayor of Harrowby resigned on Friday.", *rest)),
        replace(story, title=f"Report {number} of the harbour board"),
        replace(story, paragraphs=(first, *rest[:-1], rest[-1][:-1] + " no more.")),
    )[turn]


@pytest.mark.parametrize(("before", "after"), [("ghost", "drupal"), ("drupal", "wordpress")])
def test_a_redesign_is_no_edit_and_hides_none(tmp_path, before, after):
    """Two hundred pages change their template at once, and five are edited besides."""
    made = stories()
    with Archive.create(tmp_path / "archive") as archive:
        outlet = archive.add_outlet(
            "courier", "https://courier.example/", ["courier.example"], START
        )
        found = [Found(one.url, surt(one.url)) for one in made]
        addresses = archive.discover(outlet.id, found, START)
        later = [edit(one, n) if n in EDITED else one for n, one in enumerate(made)]
        for day, (template, shown) in enumerate(((before, made), (after, later), (after, later))):
            around = Around(nonce=f"n{day}", ago=f"{day + 1} hours ago", counter=100 + day)
            archive.record_all(
                Visit(
                    address_id=address.id,
                    started_at=START + timedelta(days=day, seconds=number),
                    finished_at=START + timedelta(days=day, seconds=number + 1),
                    outcome=Outcome.CAPTURED,
                    status=200,
                    exchange=exchange(one.url, TEMPLATES[template](one, around).encode()),
                )
                for number, (address, one) in enumerate(zip(addresses, shown, strict=True))
            )
            read_unread(archive, rules_folder=None)
        changed = {
            one.url
            for article in archive.articles()
            for one in archive.revisions(article.id)[1:]
            if not one.assessment.ours
        }
    assert changed == {made[number].url for number in EDITED}


@pytest.mark.parametrize(
    ("before", "after"), [("captions_credits", "drupal"), ("amp", "hashed_divs")]
)
def test_captions_and_bylines_of_another_template_are_no_edit(before, after):
    """They are read differently, which is ours; a text that was rewritten besides is not."""
    article = articles("fr")[0]
    first, page, _ = look(make(before, article).html, url=URL)
    memory = Memory("page", last=page)
    second = read(make(after, article, sight=1).html, url=URL, memory=memory)
    assert content_digest(first) != content_digest(second)
    assert MOVED in second.remarks
    assert is_only_template(first, second)
    assert not is_only_template(first, replace(second, title="Another headline"))
    assert not is_only_template(first, replace(second, remarks=()))
    for kind in ("number", "word"):
        changed = make(after, edited(article, kind, 0), sight=1)
        assert not is_only_template(first, read(changed.html, url=URL, memory=memory))
