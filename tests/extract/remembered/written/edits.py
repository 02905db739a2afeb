"""Edits as editors make them, each of which must be noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.extract.remembered.written.churn import word_in
from tests.extract.remembered.written.host import Patch, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.extract.remembered.written.host import Host

WHERE = ("first", "middle", "last")
_OPEN = re.compile(r"<p\b[^>]*>")
_CLOSE = "</p>"
_CAPTION = re.compile(r"<figcaption\b[^>]*>([^<]{20,})</figcaption>")
_HEADING = re.compile(r"<h([2-4])\b[^>]*>[^<]{10,}</h\1>")
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"&]{40,})"')
_PLAIN = re.compile(r"[^<>&\"']{12,}")
_JOINT = 20


@dataclass(frozen=True)
class Edit:
    """What is written onto the first page (``before``) and onto the second (``patches``).

    ``came`` must be in the second reading and ``went`` must not; the blocks with ``touched`` may
    differ, and without the texts ``near`` the edit could not be noticed.
    """

    patches: list[Patch]
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    before: list[Patch] = field(default_factory=list)


def word(host: Host, where: str) -> Edit | None:
    """Replace one word of a paragraph."""
    place = host.places[host.at(where)]
    return _other_word(host, place.start, place.end, place.text)


def sentence(host: Host, where: str) -> Edit | None:
    """Add a sentence at the end of a paragraph."""
    place, text = host.places[host.at(where)], host.words["sentence"][0]
    end = place.end - len(_CLOSE)
    return Edit([Patch(end, end, f" {text}")], (text,), (), (place.text, text), (place.text,))


def short(host: Host, where: str) -> Edit | None:
    """Add a short paragraph with the markup of the others."""
    number = host.at(where)
    place, text = host.places[number], host.words["short"][WHERE.index(where)]
    at = place.end if where == "last" else place.start
    opened = _OPEN.match(host.source(place))
    made = f"{opened[0] if opened else '<p>'}{text}{_CLOSE}"
    return Edit([Patch(at, at, made)], (text,), (), (text,), (place.text,))


def removed(host: Host, where: str) -> Edit | None:
    """Remove a paragraph."""
    place = host.places[host.at(where)]
    if sum(other.text == place.text for other in host.places) > 1:
        return None
    gone = (place.text,)
    return Edit([Patch(place.start, place.end, "")], (), gone, gone, gone)


def joined(host: Host, where: str) -> Edit | None:
    """Join two paragraphs."""
    number = min(host.at(where), len(host.places) - 2)
    one, other = host.places[number : number + 2]
    opened = _OPEN.match(host.source(other))
    if opened is None or host.page[one.end : other.start].strip():
        return None
    patch = Patch(one.end - len(_CLOSE), other.start + opened.end(), " ")
    texts = one.text, other.text
    return Edit([patch], (f"{one.text[-_JOINT:]} {other.text[:_JOINT]}",), (), texts, texts)


def heading(host: Host, _: str) -> Edit | None:
    """Replace a word of a heading between the paragraphs."""
    found = next(_between(host, _HEADING), None)
    if found is not None:
        return _other_word(host, *found.span(), plain(found[0]))
    return _written(host, f"<h2>{host.words['heading'][0]}</h2>", "heading", 0)


def item(host: Host, _: str) -> Edit | None:
    """Replace a word of a list item between the paragraphs."""
    items = "".join(f"<li>{one}</li>" for one in host.words["items"])
    return _written(host, f"<ul>{items}</ul>", "items", 1)


def cell(host: Host, _: str) -> Edit | None:
    """Replace a figure in a table between the paragraphs."""
    one, two, three, four = host.words["cells"]
    rows = f"<tr><th>{one}</th><th>{two}</th></tr><tr><td>{three}</td><td>{four}</td></tr>"
    return _written(host, f"<table><tbody>{rows}</tbody></table>", "cells", 3)


def caption(host: Host, _: str) -> Edit | None:
    """Replace a word of a caption between the paragraphs."""
    found = next(_between(host, _CAPTION), None)
    if found is not None:
        return _other_word(host, *found.span(), plain(found[0]))
    text = host.words["caption"][0]
    picture = f'<figure><img src="/mill.jpg" alt=""><figcaption>{text}</figcaption></figure>'
    return _written(host, picture, "caption", 0)


def note(host: Host, where: str) -> Edit | None:
    """Add a note of correction above or below the text."""
    text, place = host.words["note"][0], host.places[host.at(where)]
    at = place.end if where == "last" else place.start
    made = f"<p><em>{text}</em></p>"
    return Edit([Patch(at, at, made)], (text,), (), (text,), (place.text,))


def headline(host: Host, _: str) -> Edit | None:
    """Replace a word of the headline, wherever the page has it."""
    text, _ = host.headline
    return _everywhere(host, text, _reversed(text))


def standfirst(host: Host, _: str) -> Edit | None:
    """Replace a word of the standfirst, both for machines and for readers."""
    found = _DESCRIPTION.search(host.page)
    if found is None or f">{found[1]}<" not in host.page:
        return None
    if any(found[1] in place.text for place in host.places):
        return None
    return _everywhere(host, found[1], _reversed(found[1]))


def byline(host: Host, _: str) -> Edit | None:
    """Replace the author."""
    name = next(iter(host.authors), "")
    fits = len(name.split()) > 1 and host.page.count(name) and len(host.authors) == 1
    return _everywhere(host, name, "Marta Quellmann") if fits else None


def link(host: Host, where: str) -> Edit | None:
    """Make a link of a word in a paragraph."""
    place = host.places[host.at(where)]
    found = word_in(host, place.start, place.end)
    if found is None or "<a " in host.source(place):
        return None
    made = f'<a href="https://elsewhere.example/topic/7">{host.page[slice(*found)]}</a>'
    return Edit([Patch(*found, made)], (), (), (place.text,), (place.text,))


def _other_word(host: Host, start: int, end: int, text: str) -> Edit | None:
    """Write a word in the middle backwards, which gives a word that occurs nowhere else."""
    found = word_in(host, start, end)
    if found is None:
        return None
    new = host.page[slice(*found)][::-1]
    changed = plain(host.page[start : found[0]] + new + host.page[found[1] : end])
    return Edit([Patch(*found, new)], (new,), (), (text, changed), (text,))


def _written(host: Host, source: str, name: str, number: int) -> Edit:
    """An edit of one text in what is put among the paragraphs of both pages."""
    place = host.places[host.at("middle")]
    text = host.words[name][number]
    new = str(int(text) + 7) if text.isdecimal() else _reversed(text)
    before = Patch(place.start, place.start, source)
    after = before._replace(text=source.replace(f">{text}<", f">{new}<"))
    return Edit([after], (new,), (), (text, new), (text,), [before])


def _reversed(text: str) -> str:
    """The text with its longest word written backwards."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    longest = max(words, key=len, default="")
    return text.replace(longest, longest[::-1], 1) if longest else text


def _everywhere(host: Host, old: str, new: str) -> Edit | None:
    """Replace a text wherever the page has it, including its scripts and its head."""
    if not _PLAIN.fullmatch(old) or old == new:
        return None
    found = re.finditer(re.escape(old), host.page)
    return Edit([Patch(*one.span(), new) for one in found], (new,), (), (old, new), (old,))


def _between(host: Host, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    return pattern.finditer(host.page, host.places[0].end, host.places[-1].start)


EDITS: Mapping[tuple[str, str], Callable[[Host, str], Edit | None]]
EDITS = {
    **{(one.__name__, where): one for one in (word, sentence, short, removed) for where in WHERE},
    **{(one.__name__, where): one for one in (note,) for where in ("first", "last")},
    **{(one.__name__, "middle"): one for one in (joined, heading, item, cell, caption, link)},
    **{(one.__name__, ""): one for one in (headline, standfirst, byline)},
}
