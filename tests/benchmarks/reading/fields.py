"""Title, authors and day of publication, compared with what people noted."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.reader import read_batch
from tests.benchmarks.marked_pages import records
from tests.benchmarks.reading import peers
from tests.benchmarks.reading.stored import digest_of, digest_of_data, stored

if TYPE_CHECKING:
    from tests.benchmarks.reading.table import Table

NAME = "andy"
_QUOTES = str.maketrans("‘’‚‛′`“”„‟″«»", "''''''" + '"' * 7)
_BY = re.compile(r"^(?:by|von|par|por)\s", re.IGNORECASE)

Told = tuple[str | None, list[str], str | None]
"""Title, authors, day."""


def fields(table: Table) -> None:
    """Exact titles (spaces and quotes folded), sets of authors and days, on ``andy``.

    ``title_words`` is the looser count: letters and figures alone, whatever their case.
    """
    table.aim(f"fields {NAME}")
    pages = list(records("extraction", NAME))
    read = read_batch((page["url"], page["html"]) for page in pages)
    ours = [(one.title, list(one.byline), one.published) for one in read]
    _row(table, "ours, as shipped", pages, ours)
    for name, reader in (("trafilatura", _trafilatura), ("newspaper4k", _newspaper)):
        if peers.there([name]):
            told = _stored(name, reader, pages)
            _row(table, f"{name} {peers.version(name)}", pages, told)


def _row(table: Table, reader: str, pages: list[dict], found: list[Told]) -> None:
    count: Counter[str] = Counter()
    for page, (read, authors, day) in zip(pages, found, strict=True):
        title = read or ""
        if page.get("title"):
            count["titles"] += 1
            count["title"] += _folded(page["title"]) == _folded(title)
            count["title_words"] += _letters(page["title"]) == _letters(title)
        if page.get("authors"):
            count["bylines"] += 1
            count["byline"] += _names(page["authors"]) == _names(authors)
        if str(page.get("date") or "")[:1].isdigit():  # two are marked as no date
            count["dates"] += 1
            count["date"] += str(page["date"])[:10] == (day or "")[:10]
    wholes = {"title": "titles", "title_words": "titles", "byline": "bylines", "date": "dates"}
    figures = {name: count[name] / max(1, count[of]) for name, of in wholes.items()}
    sizes = {name: count[name] for name in ("titles", "bylines", "dates")}
    table.row("fields", NAME, reader, **figures, **sizes)


def _stored(name: str, reader, pages: list[dict]) -> list[Told]:
    key = digest_of(name, str(peers.version(name)), digest_of_data())
    return stored(f"fields-{name}", key, lambda: [reader(page) for page in pages])


def _trafilatura(page: dict) -> Told:
    import trafilatura  # noqa: PLC0415 - a peer that need not be there

    told = trafilatura.extract_metadata(page["html"], default_url=page["url"])
    if told is None:
        return None, [], None
    return told.title, re.split(r";\s*", told.author or ""), told.date


def _newspaper(page: dict) -> Told:
    import newspaper  # noqa: PLC0415 - a peer that need not be there

    article = newspaper.Article(page["url"], fetch_images=False)
    try:
        article.download(input_html=page["html"])
        article.parse()
    except (newspaper.ArticleException, ValueError):
        return None, [], None
    day = article.publish_date
    return article.title, list(article.authors), day.isoformat() if day else None


def _folded(text: str) -> str:
    return " ".join(html.unescape(text).translate(_QUOTES).split())


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", html.unescape(text)).lower()


def _names(names: list[str]) -> set[str]:
    return {_letters(_BY.sub("", name.strip())) for name in names} - {""}
