"""Policy pages: the changes that a hand-made selector saw, and those that it did not.

What counts, and how:

* Captures come in runs around events; neighbours within a run are compared.
* A *true change* is a capture with the event ``change`` whose bytes differ from the one before.
* Error and login pages do not count: those are pages without any text, and pages that our reader
  calls an obstacle if the hand-made record has no change. A page that has text, of which we read
  nothing, does count: a change there is missed.
* The hand-made versions are Markdown, so that a new link target or another level of a heading is
  a change there. ``missed_text`` counts only changes that a reader of text can see: in a block of
  prose, outside navigation, header, footer, aside, form and menu.
* Three changes of the text are in no hand-made version. They were read by hand, are listed below,
  and ``false_read`` leaves them out; ``false`` does not.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.parsing import parse
from storage.digest import fold
from tests.benchmarks.reading import peers
from tests.benchmarks.reading.histories import WAYS, captures, seen

if TYPE_CHECKING:
    from tests.benchmarks.reading.histories import Seen
    from tests.benchmarks.reading.table import Table

SETS = ("policies_dating", "policies_demo")
NOT_RECORDED = {
    ("dating/Tinder/Privacy Policy", 66): "another date from which it applies, new paragraphs",
    ("demo/Buffer/Terms of Service", 410): "four new sections",
    ("demo/Open Terms Archive/Privacy Policy", 13): "a new sentence",
}
_APART = frozenset({"nav", "header", "footer", "aside", "form", "menu", "button"})
_LINKED = 0.8


def policies(table: Table) -> None:
    """Missed and false changes of policy pages, alone and with page memory."""
    table.aim("policies together")
    total: dict[str, Counter[str]] = {}
    for name in SETS:
        groups = captures(name)
        read = list(seen(name, groups))
        for way, label in WAYS.items():
            found = [[getattr(one, way) for one in group] for group in read]
            count = _count(groups, found, read, table if way == "light" else None)
            total.setdefault(label, Counter()).update(count)
        for peer in peers.there(peers.QUICK):
            source = iter(peers.texts(peer, name, [page for group in groups for page in group]))
            told = [[next(source) or None for _ in group] for group in groups]
            label = f"{peer} {peers.version(peer)}"
            total.setdefault(label, Counter()).update(_count(groups, told, read, None))
    for label, count in total.items():
        table.row("policies", "together", label, **_figures(count))


def _figures(count: Counter[str]) -> dict[str, float]:
    true, none, text = (max(1, count[name]) for name in ("true", "none", "true_text"))
    return {
        "missed": count["missed"] / true,
        "missed_text": count["missed_text"] / text,
        "false": count["false"] / none,
        "false_read": count["false_read"] / none,
        "true": count["true"],
        "true_text": count["true_text"],
        "none": count["none"],
        "neither": count["neither"],
    }


def _count(
    groups: list[list[dict]],
    found: list[list[str | None]],
    read: list[list[Seen]],
    table: Table | None,
) -> Counter[str]:
    count: Counter[str] = Counter()
    for group, texts, sights in zip(groups, found, read, strict=True):
        last: tuple[dict, str | None] | None = None
        for page, text, sight in zip(group, texts, sights, strict=True):
            told = page["ota_event"] == "change"
            if not page["html"].strip() or _empty(page) or (sight.obstacle and not told):
                count["neither"] += 1
                continue
            before, last = last, (page, text)
            if before is None or page["seq"] != before[0]["seq"] + 1:
                continue
            _pair(count, before, (page, text), table)
    return count


def _pair(
    count: Counter[str],
    before: tuple[dict, str | None],
    now: tuple[dict, str | None],
    table: Table | None,
) -> None:
    page = now[0]
    true = page["ota_event"] == "change" and page["html"] != before[0]["html"]
    differs = now[1] != before[1]
    visible = true and _prose(page) != _prose(before[0])
    count.update({"true" if true else "none": 1, "true_text": visible})
    where = f"{page['doc_id']} {page['seq']}"
    if true and not differs:
        count.update({"missed": 1, "missed_text": visible})
        if table:
            table.remark(f"missed: {where}: {'text' if visible else 'links or markup alone'}")
    if differs and not true:
        why = NOT_RECORDED.get((page["doc_id"], page["seq"]))
        count.update({"false": 1, "false_read": why is None})
        if table:
            table.remark(f"false: {where}: {why or 'ours'}")


def _empty(page: dict) -> bool:
    return not parse(page["html"]).blocks


def _prose(page: dict) -> list[str]:
    """The blocks that are not furniture by their tags, and no lists of links."""
    return [
        fold(block.text)
        for block in parse(page["html"]).blocks
        if block.link_density < _LINKED
        and not block.element.hidden
        and _APART.isdisjoint(element.tag for element in block.element.lineage())
    ]
