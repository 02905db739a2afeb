"""Furniture that is put among paragraphs, with three kinds of markup.

``named`` elements have a telling class, ``hashed`` ones a class that is a generated hash, and
``bare`` ones have none and are as much like the text around them as possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MANNERS = ("named", "hashed", "bare")
FURNITURE = ("newsletter", "advert", "teaser", "share", "poll", "also", "video", "appeal")
EVERYWHERE = frozenset({"newsletter", "share", "poll", "appeal"})
"""Furniture with the same words on all pages of an outlet."""
_NAMES = {
    "newsletter": "newsletter-signup",
    "advert": "ad-slot",
    "teaser": "related-teaser",
    "share": "share-row",
    "poll": "poll",
    "also": "read-also",
    "video": "video-teaser",
    "appeal": "donation-appeal",
}


def furniture(kind: str, manner: str, words: Mapping[str, Sequence[str]]) -> str:
    """The markup of this kind of furniture, as put between two paragraphs."""
    made = _MAKERS[kind](*words[kind])
    if kind == "also" and manner == "bare":
        return made
    called = {"named": f' class="{_NAMES[kind]}"', "hashed": ' class="sc-8f2kQa"', "bare": ""}
    return f"<div{called[manner]}>{made}</div>"


def _newsletter(title: str, text: str, button: str) -> str:
    field = '<input type="email" name="email">'
    return f"<h3>{title}</h3><p>{text}</p><form>{field}<button>{button}</button></form>"


def _advert(label: str, text: str) -> str:
    return f'<span>{label}</span><p><a href="https://ads.example/click?id=7">{text}</a></p>'


def _teaser(label: str, title: str, excerpt: str) -> str:
    link = f'<a href="/2024/harbour-last-shipyard"><h3>{title}</h3><p>{excerpt}</p></a>'
    return f"<span>{label}</span>{link}"


def _share(*words: str) -> str:
    links = "".join(f'<li><a href="#share-{n}">{word}</a></li>' for n, word in enumerate(words))
    return f"<ul>{links}</ul>"


def _poll(question: str, one: str, other: str, button: str) -> str:
    answers = "".join(
        f'<label><input type="radio" name="answer">{answer}</label>' for answer in (one, other)
    )
    return f"<form><p>{question}</p>{answers}<button>{button}</button></form>"


def _also(label: str, title: str) -> str:
    return f'<p><strong>{label}</strong> <a href="/2024/ferry-fares">{title}</a></p>'


def _video(title: str, length: str) -> str:
    picture = '<img src="/stills/valley.jpg" alt="">'
    return f'<a href="/video/valley">{picture}<span>{length}</span> <span>{title}</span></a>'


def _appeal(first: str, second: str, button: str) -> str:
    return f'<p>{first}</p><p>{second}</p><p><a href="/donate">{button}</a></p>'


_MAKERS = {
    "newsletter": _newsletter,
    "advert": _advert,
    "teaser": _teaser,
    "share": _share,
    "poll": _poll,
    "also": _also,
    "video": _video,
    "appeal": _appeal,
}
