"""Pages of genres on a later visit: what was added around the article does not change it."""

from __future__ import annotations

import itertools
import re

import pytest

from spiders.extract.reader import Memory, look, read
from tests.extract.genres import GENRES, genre

CONSENT = (
    '<div id="sp_message_container_11" class="sp-message" role="dialog"><h2>We value your privacy'
    "</h2><p>We and our 214 partners store and access information on a device, such as cookies, and"
    " process personal data for ads and content, measurement and audience insights.</p>"
    "<p>You may accept or manage your choices by clicking below.</p>"
    "<button>Accept all</button><button>Settings</button></div>"
)
ADVERT = '<div class="ad-slot" id="div-gpt-7"><span>Advertisement</span></div>'


def consent(page: str) -> str:
    """Add a consent layer above everything."""
    return re.sub(r"<body[^>]*>", lambda found: found[0] + CONSENT, page)


def adverts(page: str) -> str:
    """Add an advert after each paragraph."""
    return re.sub(r"</p>", lambda found: found[0] + ADVERT, page)


def rebuilt(page: str) -> str:
    """Add the hash of a build to each class."""
    turn = itertools.count(0xA5E11)
    return re.sub(
        r'class="([^"]*)"', lambda found: f'class="{found[1]} css-{next(turn) * 7919:x}"', page
    )


@pytest.mark.parametrize("change", [consent, adverts, rebuilt])
@pytest.mark.parametrize("name", GENRES)
def test_what_stands_around_is_no_edit(name, change):
    """Blocks and fields stay the same with the memory of the page's last sight."""
    page = genre(name)
    first, remembered, _ = look(page.html, url=page.url)
    memory = Memory("page", last=remembered)
    later = read(change(page.html.decode()).encode(), url=page.url, memory=memory)
    for field in ("title", "standfirst", "byline", "published", "section", "blocks"):
        assert getattr(later, field) == getattr(first, field)
