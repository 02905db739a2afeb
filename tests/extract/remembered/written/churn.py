"""What changes around an article and in its markup while the article stays the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.extract.remembered.written.host import Patch

if TYPE_CHECKING:
    from tests.extract.remembered.written.host import Host

Both = tuple[list[Patch], list[Patch]]
"""What is written onto the page as it was, and onto the page as it is now."""
_CLASS = re.compile(r'\sclass="([^"]*)"')
_IMAGE = re.compile(r"<img\b([^>]*?)\ssrc=\"([^\"]*)\"")
_WORD = re.compile(r"(?<![\w&;#])[^\W\d_]{5,}(?![\w;])")
_TEXT = re.compile(r">([^<]+)<")


def counters(host: Host) -> Both:
    """The views above the text and the comments below it increase."""

    def told(views: str, comments: int) -> list[Patch]:
        above = f'<div class="stats"><span>{views}</span></div>'
        below = f'<div class="stats"><a href="#comments">{comments}</a></div>'
        return [_above(host, above), _below(host, below)]

    return told("1,204", 3), told("18,977", 41)


def ago(host: Host) -> Both:
    """The time since publication."""
    long_ago = {"en": "2 hours ago", "de": "vor 2 Stunden", "ru": "2 часа назад"}
    just_now = {"en": "3 minutes ago", "de": "vor 3 Minuten", "ru": "3 минуты назад"}

    def told(text: str) -> list[Patch]:
        return [_above(host, f'<p class="when"><span>{text}</span></p>')]

    name = host.language if host.language in just_now else "en"
    return told(just_now[name]), told(long_ago[name])


def weather(host: Host) -> Both:
    """The weather and an exchange rate at the top of the page."""
    at = _body(host)

    def told(text: str) -> list[Patch]:
        return [Patch(at, at, f'<div class="top-line"><span>{text}</span></div>')]

    return told("+14 °C · USD 2.7031"), told("−3 °C · USD 2.7188")


def most_read(host: Host) -> Both:
    """A most-read list below the text, with other articles in it."""
    title, *_ = host.words["also"][1:]
    other, excerpt = host.words["teaser"][1:]

    def told(*titles: str) -> list[Patch]:
        items = "".join(f'<li><a href="/a/{len(one)}">{one}</a></li>' for one in titles)
        return [_below(host, f'<div class="box-list"><h3>Top 3</h3><ol>{items}</ol></div>')]

    return told(title, other), told(other, excerpt, host.words["video"][0])


def comments(host: Host) -> Both:
    """Readers comment below the text."""

    def told(count: int) -> list[Patch]:
        said = "".join(
            f'<li class="comment"><b>user{n}</b><p>{text}</p></li>'
            for n, text in enumerate(host.words["comments"][:count])
        )
        return [_below(host, f'<section id="comments"><ol>{said}</ol></section>')]

    return told(1), told(3)


def hashes(host: Host) -> Both:
    """Each class of the page ends with a hash, which each build generates again."""

    def told(salt: str) -> list[Patch]:
        return [
            Patch(found.start(1), found.end(1), " ".join(f"{c}__{salt}" for c in found[1].split()))
            for found in _CLASS.finditer(host.page)
        ]

    return told("a8KdQ"), told("Zw3xf")


def wrapped(host: Host) -> Both:
    """All paragraphs together are in one more element."""
    first, last = host.places[0], host.places[-1]
    opened = Patch(first.start, first.start, '<div class="text-wrapper">')
    return [], [opened, Patch(last.end, last.end, "</div>")]


def each_wrapped(host: Host) -> Both:
    """Each paragraph is in an element of its own."""
    patches = []
    for place in host.places:
        patches.append(Patch(place.start, place.start, '<div class="paragraph">'))
        patches.append(Patch(place.end, place.end, "</div>"))
    return [], patches


def lazy(host: Host) -> Both:
    """Pictures are loaded when they are scrolled to."""
    return [], [
        Patch(*found.span(), f'<img{found[1]} src="data:," loading="lazy" data-src="{found[2]}"')
        for found in _IMAGE.finditer(host.page)
    ]


def split(host: Host) -> Both:
    """The texts of paragraphs are in two nodes, parted by a comment and an empty element."""
    return [], [Patch(at, at, '<!-- mid --><span class="anchor"></span>') for at in _middles(host)]


def template(host: Host) -> Both:
    """All around the element with the text is replaced, except headline and authors."""
    headline, _ = host.headline
    start, end = host.inside
    body, foot = _body(host), host.page.rfind("</body>")
    if not headline or not body <= start <= end <= foot or host.page.count("<body") != 1:
        return [], []
    menu = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("world", "sport", "culture"))
    names = "".join(f'<span class="t-author">{name}</span>' for name in host.authors)
    head = f'<header class="t-head"><ul class="t-menu">{menu}</ul></header><main class="t-main">'
    head += f'<h1 class="t-h1">{headline}</h1>{names}<div class="t-copy">'
    return [], [Patch(body, start, head), Patch(end, foot, "</div></main><footer>2024</footer>")]


def _above(host: Host, text: str) -> Patch:
    at = host.headline[1]
    at = at if 0 <= at <= host.places[0].start else host.places[0].start
    return Patch(at, at, text)


def _below(host: Host, text: str) -> Patch:
    """After the element of the paragraphs, which the next end tag is taken to close."""
    at = host.places[-1].end
    closed = re.compile(r"</(?:div|article|section|td|main)>").search(host.page, at)
    at = at if closed is None else closed.end()
    return Patch(at, at, text)


def _body(host: Host) -> int:
    found = re.search(r"<body\b[^>]*>", host.page)
    return found.end() if found else 0


def _middles(host: Host) -> list[int]:
    found = (word_in(host, place.start, place.end) for place in host.places)
    return [word[0] for word in found if word is not None]


def word_in(host: Host, start: int, end: int) -> tuple[int, int] | None:
    """Where a word in the middle of a paragraph begins and ends, or None if it has none."""
    found = [
        (text.start(1) + word.start(), text.start(1) + word.end())
        for text in _TEXT.finditer(host.page, start, end)
        for word in _WORD.finditer(text[1])
        if word[0] != word[0][::-1]
    ]
    return found[len(found) // 2] if found else None


CHURN = {
    "counters": counters,
    "ago": ago,
    "weather": weather,
    "most read": most_read,
    "comments": comments,
    "hashes": hashes,
    "wrapped": wrapped,
    "each wrapped": each_wrapped,
    "lazy": lazy,
    "split": split,
    "template": template,
}
