"""How well the reader reads our own test pages, which imitate those of many makers.

``python -m tests.quality.floors`` reports what it left in and lost, by template and language;
``--write`` raises the floors of ``baseline.json`` to what is measured now, and never lowers one.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.diff.sentences import split
from spiders.extract.reader import Memory, look, read
from storage.digest import content_digest, fold
from tests.extract.templates import EDITS, LANGUAGES, TEMPLATES, articles, edited, make
from tests.quality.measure import BASELINE
from tests.quality.scores import Score, mean, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.records import Extraction
    from tests.extract.templates import Made


ALONE = 3
"""Of every so many pages one is also read again without memory, as nearly no page ever is."""


@dataclass(frozen=True)
class Found:
    """One page: what was read from it, compared with what it says.

    ``left`` are lines of furniture in the text, ``lost`` sentences missing from it, ``wrong`` the
    fields read wrongly, ``churned`` the ways in which it was read differently when only the
    surroundings of the article were new, and ``missed`` the edits that made no difference.
    """

    template: str
    language: str
    score: Score
    kinds: bool
    left: tuple[str, ...]
    lost: tuple[str, ...]
    wrong: tuple[str, ...]
    churned: tuple[str, ...]
    missed: tuple[str, ...]


def measured(*, every: bool = False) -> Iterator[Found]:
    """Every template in every language, with one article and one edit in turn, or ``every`` one."""
    for turn, (template, language) in enumerate(itertools.product(TEMPLATES, LANGUAGES)):
        own = articles(language)
        chosen = range(len(own)) if every else (turn % len(own),)
        for number in chosen:
            kinds = EDITS if every else (EDITS[(turn + turn // len(EDITS)) % len(EDITS)],)
            alone = every or not (turn + turn // len(LANGUAGES)) % ALONE
            yield page(template, language, number, kinds, turn, alone=alone)


def page(
    template: str,
    language: str,
    number: int,
    edits: tuple[str, ...],
    turn: int,
    *,
    alone: bool,
) -> Found:
    """Judge one article on one template; what is new is read with memory, and perhaps ``alone``."""
    article = articles(language)[number]
    made, later = make(template, article), make(template, article, sight=1)
    found, remembered, _ = look(made.html, url=made.url)
    memory = Memory("page", last=remembered)
    ways: list[tuple[str, Memory | None]] = [("with memory", memory)]
    if alone:
        ways.insert(0, ("alone", None))
    again = {name: content_digest(_read(later, known)) for name, known in ways}
    first = content_digest(found)
    differs = [name for name, other in again.items() if other != first]
    missed = []
    for edit in edits:
        new = make(template, edited(article, edit, turn), sight=1)
        shown = new.blocks != later.blocks or edit == "headline"
        for name, known in ways:
            before = again[name] if name == "alone" else first
            if shown and before == content_digest(_read(new, known)):
                missed.append(f"{edit}, {name}")
    return judged(made, found, tuple(differs), tuple(missed))


def _read(made: Made, memory: Memory | None = None) -> Extraction:
    return read(made.html, url=made.url, memory=memory)


def judged(
    made: Made, found: Extraction, churned: tuple[str, ...], missed: tuple[str, ...]
) -> Found:
    wanted = [fold(piece) for _, text in made.blocks for piece in text.split(" | ")]
    pieces = [fold(piece) for block in found.body for piece in block.text.split(" | ")]
    left = Counter(pieces) - Counter(wanted)
    sentences = [fold(text) for _, piece in made.blocks for text in split(piece)]
    whole = fold(" ".join(found.text.split()))
    kinds = {(kind, fold(text)) for kind, text in made.blocks}
    seen = {(block.kind, fold(block.text)) for block in found.blocks}
    return Found(
        made.template,
        made.article.language,
        score(made.text, found.text),
        kinds <= seen,
        tuple(left.elements()),
        tuple(text for text in sentences if text not in whole),
        tuple(_wrong_fields(made, found)),
        churned,
        missed,
    )


def _wrong_fields(made: Made, found: Extraction) -> Iterator[str]:
    article = made.article
    names = (article.author,) if article.author else ()
    for name, is_right in (
        ("title", fold(found.title or "") == fold(article.title)),
        ("byline", tuple(found.byline) == names),
        ("date", (found.published or "")[:10] == article.published[:10]),
    ):
        if name in made.shows and not is_right:
            yield f"{name}: {getattr(found, 'published' if name == 'date' else name)!r}"


def summed(pages: list[Found]) -> dict[str, float]:
    """The figures that have floors; for those in ``FEWER``, smaller is better."""
    count = len(pages)
    wrong = Counter(text.split(":")[0] for one in pages for text in one.wrong)
    total = mean([one.score for one in pages])
    figures = {
        "f1": total.f1,
        "nearly": total.nearly,
        "identical": total.identical,
        "kinds": sum(one.kinds for one in pages) / count,
        "title": 1 - wrong["title"] / count,
        "byline": 1 - wrong["byline"] / count,
        "date": 1 - wrong["date"] / count,
        "left": sum(len(one.left) for one in pages) / count,
        "lost": sum(len(one.lost) for one in pages) / count,
        "churned": sum(bool(one.churned) for one in pages),
        "missed": sum(len(one.missed) for one in pages),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def apart(pages: list[Found]) -> dict[str, float]:
    """The F1 of each template and each language, to show where it fell."""
    found = {}
    for name in ("template", "language"):
        for value in sorted({getattr(one, name) for one in pages}):
            chosen = [one for one in pages if getattr(one, name) == value]
            found[f"{name} {value}"] = round(mean([one.score for one in chosen]).f1, 4)
    return found


FEWER = frozenset({"left", "lost", "churned", "missed"})


def raised(old: dict[str, float], new: dict[str, float]) -> dict[str, float]:
    """The stricter of the two, figure by figure."""
    return {
        name: (min if name in FEWER else max)(old.get(name, value), value)
        for name, value in new.items()
    }


def fallen(pages: list[Found], floors: dict[str, dict[str, float]]) -> Iterator[str]:
    """The templates and languages that were read better when the floors were written; then why."""
    now = apart(pages)
    names = [name for name, floor in floors["apart"].items() if now.get(name, 0.0) < floor]
    for name in names:
        yield f"{name}: F1 {now.get(name, 0.0):.4f}, was {floors['apart'][name]:.4f}"
    wanted = {name.split(" ")[1] for name in names}
    chosen = [one for one in pages if one.template in wanted or one.language in wanted]
    yield from told(chosen or pages)


def told(pages: list[Found], lines: int = 3) -> Iterator[str]:
    """What is wrong, page by page."""
    for one in pages:
        parts = [
            f"{name} {text!r}"
            for name, texts in (("left", one.left), ("lost", one.lost))
            for text in texts[:lines]
        ]
        parts += [*one.wrong, *(f"churned {name}" for name in one.churned)]
        parts += [f"missed {edit}" for edit in one.missed]
        if parts:
            yield f"{one.template} {one.language} F1 {one.score.f1:.3f}: " + "; ".join(parts)


def main() -> None:
    """Print the figures, and write them with ``--write``."""
    pages = list(measured(every="--every" in sys.argv))
    for line in told(pages, 9 if "--all" in sys.argv else 2):
        print(line)
    for name, value in apart(pages).items():
        print(f"{name:<28} F1 {value:.4f}")
    print(json.dumps(summed(pages), indent=2))
    if "--write" in sys.argv:
        whole = json.loads(BASELINE.read_text("utf-8"))
        held = whole.get("reader", {"held": {}})["held"]
        whole["reader"] = {"held": raised(held, summed(pages)), "apart": apart(pages)}
        BASELINE.write_text(json.dumps(whole, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
