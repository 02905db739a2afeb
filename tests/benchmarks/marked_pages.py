"""Article pages whose body people marked, as blocks with labels; read from ``../shared/data``."""

from __future__ import annotations

import itertools
import json
import lzma
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spiders.extract.choice import judge
from spiders.extract.encoding import decode
from spiders.extract.fields import json_ld
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse
from spiders.extract.remembered.memory import LONG, PAGES, Memory, same_article
from tests.extract.templates import LANGUAGES, TEMPLATES, articles, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spiders.extract.choice.learned.features import Sight

DATA = Path(__file__).parents[3] / "shared" / "data"
SETS = ("chaos", "andy", "big9", "wcxb_article", "readability", "newspaper4k")
LEAST_THERE = 0.5
"""If less of a marked text is on its page, another page was marked."""
MOST_WEIGHT = 20.0
"""No page counts for more. Most count for 5 to 10; one whose text is a line would for 200."""


@dataclass
class Marked:
    """A page: its blocks' zone with and without the outlet's other pages, and its labels.

    ``label`` and ``weight`` are those of the zone's blocks; ``others`` are the ids of the pages
    of its outlet that carry other articles.
    """

    name: str
    id: str
    group: str
    plain: Sight
    known: np.ndarray | None
    label: np.ndarray
    weight: np.ndarray
    others: list[str]


def records(folder: str, name: str) -> Iterator[dict]:
    """The records of a set, or SystemExit with a message if the data is not there."""
    path = DATA / folder / f"{name}.jsonl.xz"
    if not path.is_file():
        raise SystemExit(f"There is no {path}: this benchmark needs the data beside the checkout.")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def marked(name: str) -> list[Marked]:
    """All pages of a set that have blocks and on which the marked text is found."""
    found = []
    for record in records("extraction", name):
        page = parse(record["html"])
        if page.blocks:
            found.append((record, page))
    made = [
        (_marked(name, record, page, *told), len(record["text"]))
        for (record, page), told in zip(found, _told(found), strict=True)
    ]
    return [page for page, length in made if _is_there(page, length)]


def _is_there(page: Marked, length: int) -> bool:
    """Whether most of the marked text, of so many characters, is on the page.

    On one in 200 it is not, and each paragraph of that other article would be learnt as furniture,
    with no body to balance it: a tenth of all that a set teaches.
    """
    there = page.plain.rows[page.label, 0].sum()
    return bool(there >= LEAST_THERE * length)


def own() -> list[Marked]:
    """Our own pages: every second template, in every language, two articles each.

    People marked hardly any page that is not English. The other templates are never trained on, and
    show in ``tests/quality/floors.py`` how much of it is knowledge.
    """
    found = []
    for template, language in itertools.product(TAUGHT, LANGUAGES):
        for article in articles(language)[:2]:
            made = make(template, article)
            page = parse(decode(made.html))
            if not page.blocks:  # Its text is in the data of scripts: there is nothing to judge.
                continue
            record = {
                "id": f"{template} {language} {article.title}",
                "url": made.url,
                "domain": f"{template}.example",
                "text": made.text.replace(" | ", "\n"),
            }
            found.append(_marked("own", record, page, {}, []))
    return found


TAUGHT = TEMPLATES[::2]


def group_of(domain: str) -> str:
    """One name for all hosts and editions of an outlet, so that no fold knows its outlets."""
    parts = domain.lower().split("@")[0].removeprefix("www.").split(".")
    key = parts[-2] if len(parts) > 1 else parts[0]
    if len(parts) > 2 and key in {"co", "com", "org", "net", "gov", "ac"}:
        key = parts[-3]
    return re.sub(r"^the(?=\w{4})", "", re.sub(r"\W", "", key))


def _marked(name, record, page, furniture, others) -> Marked:
    article = json_ld.article(json_ld.things(page.json_ld), record["url"])
    fields = read_fields(page, article, record["url"])
    plain = judge.look_at(page, fields, article, None)
    known = None
    if others:
        memory = Memory(version="batch", pages=len(others), furniture=furniture)
        known = judge.look_at(page, fields, article, memory)[1].rows
    sight = plain[1]
    words = [max(1, len(re.findall(r"\w+", block.text))) for block in page.blocks]
    label = labels([block.text for block in page.blocks], record["text"])
    root = np.sqrt(np.array(words, dtype=np.float64))
    weight = (root / max(1.0, np.sqrt(np.square(root)[label].sum())))[sight.numbers]
    return Marked(
        name,
        record["id"],
        group_of(record["domain"]),
        sight,
        known,
        label[sight.numbers],
        weight * min(1.0, MOST_WEIGHT / weight.sum()),
        others,
    )


def labels(texts: list[str], gold: str) -> np.ndarray:
    """Which blocks are in the marked text. A text that occurs twice counts where it belongs."""
    marked_text = _folded(gold)
    lines = Counter(_folded(re.sub(r"^[-*•|] ?", "", line)) for line in gold.split("\n"))
    folded = [_folded(text) for text in texts]
    label = np.array([bool(text) and _stands_in(text, marked_text, lines) for text in folded])
    places = defaultdict(list)
    for number in np.flatnonzero(label):
        places[folded[number]].append(number)
    for text, numbers in places.items():
        wanted = max(1, lines.get(text, 1))
        if len(numbers) > wanted:
            near = {n: label[max(0, n - 3) : n + 4].sum() for n in numbers}
            keep = set(sorted(numbers, key=lambda n: -near[n])[:wanted])
            for number in numbers:
                label[number] = number in keep
    return label


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _stands_in(text: str, gold: str, lines: Counter[str]) -> bool:
    if len(text) < 22:
        return text in lines
    if text in gold:
        return True
    if len(text) < 90:
        return False
    third = len(text) // 3
    probes = [text[start : start + 26] for start in (0, third, 2 * third, len(text) - 26)]
    return sum(probe in gold for probe in probes) >= 3


def _told(found) -> list[tuple[dict[str, int], list[str]]]:
    """For each page the texts found on other pages of its outlet, and those pages' ids."""
    texts = [frozenset(block.text for block in page.blocks) for _, page in found]
    long = [frozenset(text for text in page if len(text) > LONG) for page in texts]
    outlets = defaultdict(list)
    for number, (record, _) in enumerate(found):
        outlets[record["domain"]].append(number)
    made = []
    for number, (record, _) in enumerate(found):
        others = [
            other
            for other in outlets[record["domain"]]
            if other != number and not same_article(long[number], long[other])
        ][:PAGES]
        count: Counter[str] = Counter()
        for other in others:
            count.update(texts[other] & texts[number])
        made.append((dict(count), [found[other][0]["id"] for other in others]))
    return made
