"""Pages of genres that are rarer than the report, and what must be read from each.

A file in ``pages/`` begins with a head of ``name: value`` lines, the fields that a reader of the
page would note, and a line ``---``. In the page, ``⟦P|…⟧`` encloses a block of the article, with
the letter of its kind; ``?`` marks a line that may be read or not. A lower-case letter marks a
block that the reader does not find yet.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.records import BlockKind

_FOLDER = Path(__file__).with_name("pages")
GENRES = tuple(sorted(path.stem for path in _FOLDER.glob("*.html")))
_MARKED = re.compile(r"⟦(.)\|(.*?)⟧", re.DOTALL)
_CELL = re.compile(r"</t[dh]>\s*<t[dh][^>]*>")
_TAG = re.compile(r"<[^>]+>")
KINDS = {
    "P": BlockKind.PARAGRAPH,
    "H": BlockKind.HEADING,
    "Q": BlockKind.QUOTE,
    "L": BlockKind.LIST_ITEM,
    "T": BlockKind.TABLE,
    "S": BlockKind.SUMMARY,
    "C": BlockKind.CAPTION,
    "X": BlockKind.CORRECTION,
}


@dataclass(frozen=True)
class Genre:
    """A page, the fields that must be read, its blocks by kind and text, and lines in doubt.

    ``missed`` are texts of the article that are not found yet.
    """

    url: str
    html: bytes
    fields: dict[str, str]
    blocks: tuple[tuple[BlockKind, str], ...]
    doubtful: frozenset[str]
    missed: frozenset[str]


@cache
def genre(name: str) -> Genre:
    """The page of this name."""
    head, _, page = (_FOLDER / f"{name}.html").read_text("utf-8").partition("\n---\n")
    fields = dict(re.findall(r"^(\w+):[ ]?(.*)$", head, re.MULTILINE))
    url = fields.pop("url", "") or f"https://{name.replace('_', '-')}.example/news/1"
    marked = [(kind, _text(text)) for kind, text in _MARKED.findall(page)]
    return Genre(
        url,
        _MARKED.sub(lambda found: found[2], page).encode(),
        fields,
        tuple((KINDS[kind], text) for kind, text in marked if kind in KINDS),
        frozenset(text for kind, text in marked if kind == "?"),
        frozenset(text for kind, text in marked if kind.islower()),
    )


def _text(marked: str) -> str:
    text = _TAG.sub("", _CELL.sub(" | ", marked))
    return " ".join(html.unescape(text).split())
