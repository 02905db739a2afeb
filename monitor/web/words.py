"""The English of the pages, from one file, and how counts, times and amounts are written."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from monitor.diff import marks
from monitor.notation.safe import FIRST_STRONG_ISOLATE, POP_ISOLATE, safe, with_isolates
from monitor.notation.telling import under_its_headline
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storage.records import Block, Revision

_EXACT = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]{0,20}(?:Z|[+-]\d\d:?\d\d))")
_ADDRESS = re.compile(r"(https?://\S+?)(?=[;,.:]?(?:\s|\Z))")
"""An address in an event's detail, without the punctuation that ends its clause."""
_DATE, _CLOCK, _SECONDS = "%-d %b %Y", "%H:%M", "%H:%M:%S"
_DAY_OF_YEAR = "%-d %b"
_FILE = Path(__file__).with_name("words.toml")
_STRUCK, _PLAIN = Markup("<s>{}</s>"), Markup("{}")
_LINK = Markup('<a href="{}">{}</a>')
_MARKED, _ISLAND = Markup("<{0}>{1}</{0}>"), Markup('<{0} dir="auto">{1}</{0}>')
_BESIDE, _APART = "</del><ins>", Markup('</del><span class="apart"> </span><ins>')
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi", "dv", "ckb", "sd", "ug"})


@cache
def words() -> dict[str, Any]:
    """All texts of the pages, by page."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def told(group: str, name: str) -> str:
    """A kind, signal, weight, state or outcome in words; an unknown one unchanged."""
    return str(words()[group].get(name, name.replace("_", " ")))


def counted(number: int, noun: str) -> str:
    """``1 change``, ``1,204 changes``."""
    one, many = words()["nouns"][noun]
    return f"{number:,} {one if number == 1 else many}"


def at_least(number: int, noun: str, most: int) -> str:
    """Like :func:`counted`, for a number that was counted no further than ``most``."""
    told = counted(number, noun)
    return told if number < most else f"{words()['site']['at_least']} {told}"


def shown(value: Any) -> Any:
    """Archived text with its control characters made visible; our markup as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return safe(value)
    return "" if value is None else value


def with_strikes(block: Block) -> Markup:
    """The text of a block, with what its page strikes out in ``<s>``."""
    shown = ((_STRUCK if struck else _PLAIN).format(safe(text)) for text, struck in block.parts())
    return Markup("").join(shown)


def as_time(value: datetime | str | None) -> datetime | None:
    """The time, or None if it is not a time or has no zone."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value.astimezone(UTC) if value is not None and value.tzinfo is not None else None


@lru_cache(maxsize=8_192)
def when(value: datetime | str | None, form: str = f"{_DATE} {_CLOCK}") -> Markup:
    """A ``<time>`` in UTC; anything but a time with a zone is written as the page wrote it."""
    time = as_time(value)
    if time is None:
        return Markup("{}").format(safe(str(value or "–")))
    exact, told = time.strftime("%Y-%m-%dT%H:%M:%SZ"), time.strftime(form)
    if form.startswith(_DATE):
        return Markup('<time datetime="{}">{}</time>').format(exact, told)
    day = time.strftime("%Y-%m-%d %H:%M:%S UTC")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(exact, day, told)


def detail(text: str, place: Callable[[str], str | None] = lambda _: None) -> Markup:
    """The detail of an event, with its times written like all others.

    ``place`` gives our page of the article at an address, if there is one, which is then linked.
    """
    told = Markup("").join(
        when(part) if _EXACT.fullmatch(part) else _with_links(part, place)
        for part in _EXACT.split(text)
    )
    return told.replace(" -&gt; ", " → ")


def _with_links(text: str, place: Callable[[str], str | None]) -> Markup:
    told = Markup("")
    for part in _ADDRESS.split(text):
        page = place(part) if _ADDRESS.fullmatch(part) else None
        told += escape(safe(part)) if page is None else _LINK.format(page, safe(part))
    return told


def since(
    before: datetime | str | None,
    after: datetime | str | None,
    dated: bool = False,  # noqa: FBT001, FBT002 — of templates
) -> Markup:
    """The first of two times, with seconds if both are in one minute.

    If both are in one year but on different days, it has no year. ``dated``: the day is already
    above, and is left out.
    """
    apart = _apart(before, after)
    form = _SECONDS if apart == 0 else _CLOCK
    day = _DAY_OF_YEAR if apart == 2 else _DATE  # noqa: PLR2004 — as told there
    return when(before, form if dated else f"{day} {form}")


def until(before: datetime | str | None, after: datetime | str | None) -> Markup:
    """The second of two times; only the time of day if both are on one day."""
    return when(after, {0: _SECONDS, 1: _CLOCK}.get(_apart(before, after), f"{_DATE} {_CLOCK}"))


def _apart(before: datetime | str | None, after: datetime | str | None) -> int:
    """0 if in one minute, 1 if on one day, 2 if in one year, else 3."""
    first, second = as_time(before), as_time(after)
    if first is None or second is None or first.year != second.year:
        return 3
    if first.date() != second.date():
        return 2
    same = first.replace(second=0, microsecond=0) == second.replace(second=0, microsecond=0)
    return 0 if same else 1


def clock(value: datetime | str | None) -> Markup:
    """The time of day only."""
    return when(value, _CLOCK)


def day(value: datetime | str | None) -> str:
    """``Thursday, 26 November 2026``."""
    time = as_time(value)
    return "" if time is None else time.strftime("%A, %-d %B %Y")


def lag(first: datetime, second: datetime) -> str:
    """The length between two times, in the largest unit of which it has at least one."""
    return spell(abs((second - first).total_seconds()))


def spell(seconds: float) -> str:
    """A length of time in the largest unit of which it has at least one."""
    for size, noun in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return counted(round(seconds / size), noun)
    return counted(round(seconds), "second")


def direction(language: str | None) -> str:
    """``rtl`` for languages written from the right, else ``auto``: the text decides."""
    base = (language or "").split("-")[0].lower()
    return "rtl" if base in _RIGHT_TO_LEFT else "auto"


def marked(
    pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...],
    *,
    alone: bool = False,
) -> Markup:
    """Words with their marks as ``del`` and ``ins``.

    ``alone``: for use without our styles, each has an attribute that isolates its writing
    direction. Otherwise "41" next to "97" would be one number to a browser, and swap in Arabic.
    With our styles a space that nobody sees is between them, so that they are two when copied.
    """
    form = _ISLAND if alone else _MARKED
    told = Markup("").join(_piece(mark, safe(text), form) for mark, text in pairs)
    return told.replace(_BESIDE, _APART)


def _piece(mark: str, text: str, form: Markup) -> Markup:
    """A piece with its mark; space at its ends is outside, as struck space would join two words."""
    tag = {"-": "del", "+": "ins"}.get(mark)
    words = text.strip()
    if tag is None or not words:
        return escape(text) if tag is None else form.format(tag, text)
    before, _, after = text.partition(words)
    return escape(before) + form.format(tag, words) + escape(after)


@lru_cache(maxsize=4_096)
def retold(old: str, new: str) -> Markup:
    """A headline and its former text, marked word by word as on the page of the change."""
    return marked(marks.words(fold(old), fold(new)))


@lru_cache(maxsize=4_096)
def summary(text: str) -> Markup:
    """A sentence of ours; quotations in it that are written from the right keep their order."""
    told = escape(with_isolates(safe(text)))
    return told.replace(FIRST_STRONG_ISOLATE, Markup("<bdi>")).replace(
        POP_ISOLATE, Markup("</bdi>")
    )


def told_below(row: Revision) -> Markup:
    """The summary of a step, for below its headline; a headline change marked there is left out."""
    text = row.assessment.summary
    marked = row.previous_title and row.title and row.previous_title != row.title
    return summary(under_its_headline(text) if marked else text)


def apart(texts: Iterable[str]) -> Markup:
    """Texts of others in a line of ours, each isolated: some may be written from the right."""
    return Markup(", ").join(Markup("<bdi>{}</bdi>").format(safe(text)) for text in texts)


def islands(text: str, language: str | None) -> Markup:
    """A line of ours; isolated parts, which are quotations, become elements with their language."""
    opening = Markup('<bdi lang="{}">').format(language or "")
    shown = Markup("") + text  # escaped
    return shown.replace(FIRST_STRONG_ISOLATE, opening).replace(POP_ISOLATE, Markup("</bdi>"))
