"""The articles of the outlet, as data: one TOML per desk in ``articles/``."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_MARKS = {"## ": "heading", "- ": "list_item"}


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the desk wrote it.

    ``desk`` names the template; ``blocks`` are pairs of kind (``paragraph``, ``heading``,
    ``list_item``, ``correction``) and text; ``hours_ago`` is its age when the outlet opens.
    """

    slug: str
    desk: str
    language: str
    section: str
    title: str
    hours_ago: int
    blocks: tuple[tuple[str, str], ...]
    byline: tuple[str, ...] = ()
    standfirst: str = ""
    caption: str = ""
    source: str = ""
    points: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """Six digits for use in some addresses, always the same for one article."""
        return 100_000 + zlib.crc32(self.slug.encode()) % 900_000

    @property
    def path(self) -> str:
        """The path of its address: every desk has its own form."""
        forms = {
            "quay": f"/{self.language}/{self.section}/{self.slug}",
            "ledger": f"/{self.slug}-{self.number}/",
            "commons": f"/{self.slug}/",
            "pulse": f"/{self.language}/{self.slug}-{self.number}/",
            "meydan": f"/{self.section}/{self.slug}-{self.number}",
        }
        return forms[self.desk]


def load() -> list[Article]:
    """All articles, newest first."""
    folder = files("monitor.demo") / "articles"
    articles = [
        _article(entry.name.removesuffix(".toml"), table)
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
        for table in tomllib.loads(entry.read_text(encoding="utf-8"))["article"]
    ]
    return sorted(articles, key=lambda article: (article.hours_ago, article.slug))


def _article(desk: str, table: dict[str, Any]) -> Article:
    blocks = tuple(_block(text) for text in table.pop("body").strip().split("\n\n"))
    lists: dict[str, Any] = {key: tuple(table.pop(key, ())) for key in ("byline", "points")}
    return Article(desk=desk, blocks=blocks, **lists, **table)


def _block(text: str) -> tuple[str, str]:
    for mark, kind in _MARKS.items():
        if text.startswith(mark):
            return kind, text.removeprefix(mark)
    return "paragraph", text
