"""Pages and texts in files that the user names, read without an archive."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.digest import fold
from storage.errors import InputError, OutletError
from storage.records import Block, BlockKind, Extraction, PageType

if TYPE_CHECKING:
    from spiders.outlets.rules import Rules

STANDARD_INPUT = "-"
_LONGEST_SNIFF = 2000
_WORDS_OF_NO_HEADLINE = 2
_FULL_STOPS = (".", "…", "।", "。")


def read_bytes(name: str) -> bytes:
    """The bytes of the file, or of standard input for ``-``. Raises InputError."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(
            f"{name} cannot be read.",
            why=f"{error.strerror}." if error.strerror else str(error),
            do="Name a file with a page (HTML) or a text (.txt)."
            if "://" not in name
            else "It is an address: save its page to a file, or read what the archive has of it "
            f"with: variorum show {shlex.quote(name)}",
        ) from error


def read_file(name: str, *, url: str | None, rules: Rules | None) -> Extraction:
    """Read a page, or a text with one block per line."""
    from spiders.extract.reader import read_text

    data = _readable(name)
    if not is_text(name, data):
        return _read_page(data, url or "", rules)
    text = _decoded(data)
    return _with_all_lines(text, read_text(text, rules=rules))


def _with_all_lines(text: str, read: Extraction) -> Extraction:
    """The reading of a text, such that nothing is lost if it is too short to have a clear head.

    If no blocks, byline or date were found, all lines are text. A first line of one or two words
    that ends with a full stop is a sentence and not a headline.
    """
    lines = _lines("\n".join(map(str.strip, text.splitlines())))
    if not (read.blocks or read.byline or read.published):
        kind = PageType.ARTICLE if lines else read.page_type
        return replace(read, title=None, standfirst=None, blocks=lines, page_type=kind)
    first = lines[0]
    short = len(first.text.split()) <= _WORDS_OF_NO_HEADLINE
    if read.title == first.text and short and first.text.endswith(_FULL_STOPS):
        return replace(read, title=None, blocks=(first, *read.blocks))
    return read


def _lines(text: str) -> tuple[Block, ...]:
    """One block for each line that has text."""
    lines = text.splitlines()
    return tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if fold(line))


def read_side(name: str) -> Extraction:
    """Read one side of a comparison: a page as the reader reads it, a text with all its lines.

    Nothing in a text counts as furniture: what the user gave is what is compared.
    """
    data = _readable(name)
    if not is_text(name, data):
        return _read_page(data, "", None)
    return Extraction(blocks=_lines(_decoded(data)), page_type=PageType.ARTICLE)


def _read_page(data: bytes, url: str, rules: Rules | None) -> Extraction:
    from spiders.extract.reader import read

    return read(data, url=url, rules=rules)


def _readable(name: str) -> bytes:
    """The bytes of the file if they can be a page or a text.

    Raises InputError for others, so that a picture, for example, is not read as an article.
    """
    data = read_bytes(name)
    from spiders.extract.binary import STARTS

    for start, told in STARTS:
        if data.startswith(start):
            raise InputError(
                f"{name} is neither a page nor a text.",
                why=f"It is {told}.",
                do="Name a file with a page (HTML) or a text (.txt).",
            )
    return data


def _decoded(data: bytes) -> str:
    """The text, decoded as UTF-8; if it is not UTF-8, as its mark says or as detected."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from spiders.extract.encoding import decode

        return decode(data)


def is_text(name: str, data: bytes) -> bool:
    """Whether it is a text: by the suffix (``.txt``, ``.html``), else if it begins with no tag."""
    suffix = Path(name).suffix.lower()
    if suffix in {".txt", ".text", ".md"}:
        return True
    if suffix in {".html", ".htm", ".xhtml"}:
        return False
    start = data[:_LONGEST_SNIFF].lstrip(b"\xef\xbb\xbf \t\r\n\x00\xff\xfe")
    return not start.startswith(b"<")


def rules_named(name: str | None, folder: Path | None) -> Rules | None:
    """The rules of this outlet as of today. Raises OutletError if there are none."""
    if name is None:
        return None
    from spiders.outlets.rules import load, names

    rules = load(name, folder)
    if rules is None:
        own, shipped = names(folder)
        yours = f" Yours: {', '.join(own)}." if own else ""
        raise OutletError(
            f"There are no rules for an outlet {name!r}.",
            why=f"Rules that come with Variorum: {', '.join(shipped)}.{yours}",
            do="Leave out --outlet to read without rules.",
        )
    return rules.at(datetime.now(UTC))
