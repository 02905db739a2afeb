"""Paragraphs that an editor's tool puts into boxes of their own, among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.extract.remembered.written.edits import WHERE, Edit
from tests.extract.remembered.written.host import Patch

if TYPE_CHECKING:
    from tests.extract.remembered.written.host import Host

BOXES = (
    "<section>{}</section>",
    "<div>{}</div>",
    "<div><div>{}</div></div>",
    '<div class="sc-4Kq1xZ">{}</div>',
    '<div class="text-block">{}</div>',
)
HOLDS = ("short", "sentence", "both", "headed")
"""A short paragraph, a longer one, both of them, or a heading with one below it."""
BOXED = tuple(f"boxed {holds}, {where}" for holds in HOLDS for where in WHERE)


def boxed(host: Host, kind: str, turn: int) -> Edit:
    """The edit of one of these kinds; ``turn`` chooses the box."""
    holds, where = kind.removeprefix("boxed ").split(", ")
    words, place = host.words, host.places[host.at(where)]
    short = words["short"][WHERE.index(where)]
    texts = {
        "short": [short],
        "sentence": words["sentence"],
        "both": [short, *words["sentence"]],
        "headed": [*words["heading"], *words["sentence"]],
    }[holds]
    parts = [f"<p>{text}</p>" for text in texts]
    if holds == "headed":
        parts[0] = f"<h2>{texts[0]}</h2>"
    at = place.end if where == "last" else place.start
    patch = Patch(at, at, BOXES[turn % len(BOXES)].format("".join(parts)))
    return Edit([patch], tuple(texts), (), tuple(texts), (place.text,))
