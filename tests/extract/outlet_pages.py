"""HTML pages in the manner of the five outlets, with the known furniture of each.

The articles, people and places are invented.
"""
# ruff: noqa: E501 - the pages are as their makers write them

from __future__ import annotations

from dataclasses import dataclass

PARAGRAPHS = (
    "The lighthouse keepers of Port Zerdab stopped work on Monday, and the two lamps on the southern mole stayed dark for the first time since 1978.",
    "Their union said that 14 of the 16 lamps on the coast had not been serviced since the spring, and that two had failed during the storm of March 3.",
    "“We cannot answer for the ships,” Rashad Mammadzade, who heads the union, told reporters. The ministry has not commented on the demands so far.",
    "The harbour office published the demands on its website: a second keeper on every night watch, and oil for the lamps until the end of the year.",
    "Talks are to go on tomorrow, the mediator Lala Guliyeva said. “Nobody wants a dark coast,” she added.",
)
TITLE = "Lighthouse keepers strike in Port Zerdab"
OTHERS = (
    "Fishing fleet stays in port for the third day as the wind turns to the north",
    "Salt prices rise for the fifth week in a row",
    "Why the coast of Zerdab has been dark before",
    "Ferry timetable for the summer is out at last",
)


@dataclass(frozen=True)
class Sample:
    """A page of an outlet: the name of its rules, its URL, its HTML."""

    outlet: str
    url: str
    html: str


def _page(head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="article">'
        f"{head}</head><body>{body}</body></html>"
    )


def _text(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{one}</p>" for one in paragraphs)


def _list(name: str) -> str:
    links = "".join(f'<li><a href="/en/other/{n}-x">{one}</a></li>' for n, one in enumerate(OTHERS))
    return f'<div class="block"><h3>{name}</h3><ul>{links}</ul></div>'


def turan(paragraphs: tuple[str, ...] = PARAGRAPHS, wall: str = "") -> str:
    """Turan: reviews, accounts and two lists below the text."""
    return _page(
        "",
        '<header><ul><li><a href="/en/politics">Politics</a></li><li><a href="/en/social">Social</a></li></ul></header>'
        f'<main><div class="news-inner"><h1>{TITLE}</h1><span class="date">2031 March 07 (Friday) 11:20:15</span>'
        f'<img alt="{TITLE}" src="/resized/a.webp"><div class="text">{_text(paragraphs)}{wall}</div>'
        '<div class="review"><h4>Leave a review</h4></div><p>Follow us on social networks</p></div>'
        f"{_list('News Line')}{_list('In Focus')}</main><footer><p>© 2031 All rights reserved</p></footer>",
    )


def intellinews(paragraphs: tuple[str, ...] = PARAGRAPHS, wall: str = "") -> str:
    """The prompts of bne IntelliNews to register and to subscribe."""
    return _page(
        "",
        f'<div id="main"><h1>{TITLE}</h1><p class="byline">By Clara Neudorf in Strelsau March 7, 2031</p>'
        f'<div class="article-text">{_text(paragraphs)}{wall}<p>Sign up for our newsletter</p></div>'
        f"{_list('Related Articles')}</div>",
    )


def oc_media(paragraphs: tuple[str, ...] = PARAGRAPHS, wall: str = "") -> str:
    """OC Media: the cards of Ghost, for bookmarks, audio and membership."""
    card = (
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/other/">'
        f'<div class="kg-bookmark-content"><div class="kg-bookmark-title">{OTHERS[0]}</div>'
        '<div class="kg-bookmark-description">Insurers refuse to cover the night, and the harbour is full of boats that wait.</div>'
        '<div class="kg-bookmark-metadata"><span>OC Media</span></div></div></a></figure>'
    )
    audio = (
        '<div class="kg-card kg-audio-card"><img alt="audio-thumbnail"><div class="kg-audio-player-container">'
        f'<div class="kg-audio-title">{TITLE}</div><span>0:00</span><span>/4:30</span></div></div>'
    )
    caption = "Keepers at the harbour gate. Photo: Dina Kostava/OC Media."
    return _page(
        "",
        f'<div class="logo">Media logo</div><article class="gh-article"><a class="gh-article-tag" href="/tag/z/">Kazharia</a>'
        f'<h1>{TITLE}</h1><figure><img alt="{caption}"><figcaption>{caption}</figcaption></figure>'
        f'<section class="gh-content gh-canvas">{audio}{_text(paragraphs[:2])}{card}{_text(paragraphs[2:])}{wall}'
        '<div class="kg-card kg-cta-card"><p>Support independent journalism in the Caucasus</p><a href="#">Become an OC Media Member</a></div></section></article>'
        f"{_list('Related Articles')}{_list('Most Popular')}{_list('Editor‘s Picks')}",
    )


def online_ua(paragraphs: tuple[str, ...] = PARAGRAPHS, wall: str = "") -> str:
    """Online.UA: the title and the standfirst twice, and a summary in a box."""
    standfirst = "Two lamps on the mole are dark"
    return _page(
        "",
        f'<div class="crumbs"><span>date 2031-03-07</span> <span>{TITLE}</span></div><div class="article"><h1>{TITLE}</h1>'
        f'<h2 class="lead">{standfirst}</h2><div class="src">Source: <a href="#">Zerdab Harbour Office</a></div>'
        f'<div class="article-body">{_text(paragraphs[:1])}<div class="points"><h3>Points of attention</h3>'
        "<ul><li>The keepers want a second watch.</li><li>Talks go on tomorrow.</li></ul></div>"
        f"{_text(paragraphs[1:])}{wall}</div><p>Follow us on Google News</p>{_list('Read also')}</div>",
    )


def turkiyetoday(paragraphs: tuple[str, ...] = PARAGRAPHS, wall: str = "") -> str:
    """Türkiye Today: a skip link, the title as the picture's text, and two times."""
    caption = "The dark mole of Port Zerdab. (AA Photo)"
    return _page(
        "",
        f'<a href="#content">Skip to content</a><main id="content"><h1>{TITLE}</h1>'
        f'<figure><img alt="{TITLE}"><figcaption>{caption}</figcaption></figure>'
        '<div class="meta"><span>By Newsroom</span><time>Mar 7, 2031 6:08 PM</time></div>'
        f'<div class="content">{_text(paragraphs)}{wall}<div>Last Updated: Mar 7, 2031 6:08 PM</div></div>'
        f"{_list('Related Articles')}</main>",
    )


SAMPLES = (
    Sample("turan", "https://turan.az/en/social/lighthouse-keepers-strike", turan()),
    Sample("intellinews", "https://www.intellinews.com/lighthouse-keepers-365012/", intellinews()),
    Sample("oc-media", "https://oc-media.org/lighthouse-keepers-strike/", oc_media()),
    Sample("online-ua", "https://news.online.ua/en/lighthouse-keepers-885512/", online_ua()),
    Sample(
        "turkiyetoday",
        "https://www.turkiyetoday.com/region/lighthouse-keepers-115512",
        turkiyetoday(),
    ),
)
_CUT = PARAGRAPHS[:2]
WALLED = (
    Sample("turan", SAMPLES[0].url, turan(_CUT, "<p>Please login or subscribe to read more</p>")),
    Sample(
        "intellinews",
        SAMPLES[1].url,
        intellinews(
            _CUT, "<p>Register here to continue reading this article and 5 more for free</p>"
        ),
    ),
    Sample("oc-media", SAMPLES[2].url, oc_media(_CUT, "<p>Members’ Exclusive</p>")),
)
