"""Real articles pasted as pages of the five outlets: text lost, and furniture left.

``python -m tests.benchmarks.copies``. Each article of the development sets is put between the
furniture of the outlet's manner: pictures with the title as text, doubled titles and captions,
players, cards of other articles inside, lists of others below. Gold texts have some furniture of
their own (copyright lines, contributors), so ``lost`` cannot be 0; ``sentences`` counts those of
60 characters or more that end as sentences do.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from spiders.extract.reader import read_text
from spiders.outlets import rules as outlet_rules
from tests.benchmarks.marked_pages import records

if TYPE_CHECKING:
    from collections.abc import Callable

Article = tuple[str, list[str]]
SETS = ("chaos", "big9", "andy")
LONG = 60


def articles() -> list[Article]:
    """Title and blocks of every article of five blocks and more."""
    found = []
    for name in SETS:
        for record in records("extraction", name):
            blocks = [one.strip() for one in re.split(r"\n+", record["text"]) if one.strip()]
            if len(blocks) > 4:
                found.append((record.get("title") or "Something of note happened", blocks))
    return found


class Paster:
    """Pastes an article in the manner of each outlet, with other articles on its cards."""

    def __init__(self, others: list[Article]) -> None:
        self._others = others
        self._lot = random.Random(1)

    def _titles(self, many: int) -> list[str]:
        return [title for title, _ in self._lot.sample(self._others, many)]

    def turan(self, title: str, blocks: list[str]) -> str:
        """No blank lines; lists of other articles below."""
        lists = ["Follow us on social networks", "News Line", *self._titles(4)]
        lists += ["In Focus", *self._titles(4)]
        below = lists if self._lot.random() < 0.5 else []
        return "\n".join(
            [f"![{title}](https://turan.az/x.webp)", *blocks, "Leave a review", *below]
        )

    def intellinews(self, title: str, blocks: list[str]) -> str:
        """Clean, or with title, byline and a list."""
        if self._lot.random() < 0.5:
            return "\n".join(blocks)
        head = [title, "By Clara Neudorf in Strelsau February 7, 2031"]
        return "\n\n".join([*head, *blocks, "Related Articles", *self._titles(3)])

    def oc_media(self, title: str, blocks: list[str]) -> str:
        """A doubled caption, a player on half of the pages, two cards inside."""
        caption = "A view of the square. Photo: Dina Kostava/OC Media."
        player = f"\naudio-thumbnail\n{title}\n0:00\n/4:30" if self._lot.random() < 0.5 else ""
        inside = list(blocks)
        for card, teaser in self._lot.sample(self._others, 2):
            place = self._lot.randint(2, len(inside))
            inside.insert(place, f"{card}\n{teaser[0][:300]}")
        head = ["Media logo\nArmenia", title, f"{caption}\n{caption}{player}"]
        tail = ["Related Articles", "Most Popular", "Editor‘s Picks"]
        return "\n\n".join([*head, *inside, *tail])

    def online_ua(self, title: str, blocks: list[str]) -> str:
        """Title and standfirst twice, a summary below the first paragraph."""
        head = f" date 2031-02-07 {title}\n{title}\n\nWhat is new today in short\nSource:  Echo"
        points = "Points of attention\n\n  • One thing is so.\n  • Another is not."
        return "\n\n".join([head, blocks[0], points, *blocks[1:]])

    def turkiyetoday(self, title: str, blocks: list[str]) -> str:
        """The caption joined to the title; two times."""
        caption = "The square seen from the tower on December 25, 2030. (AFP Photo)"
        head = f"Skip to content\n\n{title}\n\n{title} {caption}\nBy Newsroom\nFeb 7, 2031 6:08 PM"
        return "\n\n".join([head, *blocks, "Last Updated:  Feb 7, 2031 6:08 PM"])


def bare(text: str) -> str:
    """The text without its bullet, which is no part of the item."""
    return re.sub(r"^[•*‣▪◦·–-]\s+", "", text)


def main() -> None:
    """A line for each outlet."""
    found = articles()
    for outlet in outlet_rules.shipped():
        paste: Callable[[str, list[str]], str] = getattr(Paster(found), outlet.replace("-", "_"))
        rules = outlet_rules.load(outlet)
        blocks = lost = sentences = left = 0
        for title, texts in found:
            reading = read_text(paste(title, texts), rules=rules)
            wanted, read = {bare(one) for one in texts}, {bare(one.text) for one in reading.body}
            missing = wanted - read
            blocks, lost, left = (
                blocks + len(wanted),
                lost + len(missing),
                left + len(read - wanted),
            )
            sentences += sum(len(one) >= LONG and one[-1] in '.”"’' for one in missing)
        print(f"  {outlet:<13} blocks {blocks}  lost {lost}  sentences {sentences}  left {left}")


if __name__ == "__main__":
    main()
