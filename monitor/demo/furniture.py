"""Everything on a page that is not the article, different in every request."""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.demo.content import Article

ADVERTISEMENTS = (
    "Hesk Ferries: two cross, one pays, until Sunday",
    "Lumo Mobile: 40 gigabytes for 9 crowns a month",
    "Brannock & Hale: your savings deserve a view of the sea",
    "Ombra Sun: a roof that pays you back",
)
TICKER = ("EUR/VLC", "Copper", "Wheat", "Brent")


@cache
def words(language: str) -> dict[str, str]:
    """The outlet's own words in this language, by name (see ``furniture.toml``)."""
    text = (files("monitor.demo") / "furniture.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(text)
    return table[language]


@dataclass(frozen=True)
class Furniture:
    """The furniture of one request: random content, and lists of other articles."""

    lot: random.Random
    now: datetime
    language: str
    others: Sequence[Article]

    def values(self) -> dict[str, str]:
        """The values for a template, as HTML."""
        number = self.lot.randrange
        return {
            "nonce": f"{self.lot.getrandbits(96):024x}",
            "build": f"{self.lot.getrandbits(40):010x}",
            "clock": f"{self.now:%H:%M:%S}",
            "ticker": self.ticker(),
            "advertisement": html.escape(self.lot.choice(ADVERTISEMENTS)),
            "comment_count": self.say("comments", n=number(3, 400)),
            "view_count": self.say("views", n=number(1_000, 90_000)),
            "visitors": str(number(100, 9_999)),
            "related": self.items(4),
            "popular": self.items(5),
            "picks": self.items(3),
            "card": self.card(),
            "read_on": self.read_on(),
        }

    def say(self, name: str, **values: object) -> str:
        """One phrase, as HTML."""
        return html.escape(words(self.language)[name].format(**values), quote=False)

    def ticker(self) -> str:
        """Rates that change all the time."""
        rates = (f"<span>{name} {self.lot.uniform(1, 90):.2f}</span>" for name in TICKER)
        return " ".join(rates).replace("&", "&amp;")

    def items(self, count: int) -> str:
        """A list of other articles, each with a changing age."""
        chosen = self.lot.sample(list(self.others), min(count, len(self.others)))
        return "\n".join(
            f'<li><a href="{article.path}">{html.escape(article.title, quote=False)}</a> '
            f"<time>{self.say('ago', n=self.lot.randrange(1, 23))}</time></li>"
            for article in chosen
        )

    def read_on(self) -> str:
        """A paragraph that looks like body text but is a link to another article."""
        article = self.lot.choice(list(self.others))
        title = html.escape(article.title, quote=False)
        return (
            f'<p><strong>{self.say("read_more")}:</strong> <a href="{article.path}">{title}</a></p>'
        )

    def card(self) -> str:
        """A card of another article, as found in the middle of a text."""
        article = self.lot.choice(list(self.others))
        teaser = article.standfirst or article.blocks[0][1].split(". ")[0] + "."
        return (
            f'<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" '
            f'href="{article.path}"><div class="kg-bookmark-content">'
            f'<div class="kg-bookmark-title">{html.escape(article.title, quote=False)}</div>'
            f'<div class="kg-bookmark-description">{html.escape(teaser, quote=False)}</div>'
            f'<div class="kg-bookmark-metadata"><span>Velmara Post</span></div></div></a></figure>'
        )
