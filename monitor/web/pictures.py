"""Small pictures, drawn here as SVG: no script, no style attribute, nothing to load."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from monitor.web.words import counted, lag
from storage.kinds import THERE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from storage.derived.made import Extent
    from storage.sights import Sight

_NAMES = {"~": "edited", "+": "added", "-": "removed", ">": "moved"}
_CELL, _HEIGHT = 5, 12


@lru_cache(maxsize=4_096)
def strip(extent: Extent | None) -> Markup:
    """The text from beginning to end, with marks where it changed.

    Position shows what it was, in addition to colour: added above the line, removed below it,
    edited both. Empty if the text did not change: a headline has no place in it.
    """
    if extent is None or not extent.strip.strip("."):
        return Markup("")
    width = _CELL * len(extent.strip)
    parts, x = [], 0
    for mark, run in groupby(extent.strip):
        cells = _CELL * len(list(run))
        if mark != ".":
            parts.append(_cell(mark, x, cells))
        x += cells
    told = f"{counted(extent.removed, 'word')} removed, {extent.added:,} added"
    return Markup(
        '<svg class="strip" role="img" aria-label="{told}" width="{w}" height="{h}"'
        ' viewBox="0 0 {w} {h}"><path class="line" d="M0 6H{w}"/>{parts}</svg>'
    ).format(told=told, w=width, h=_HEIGHT, parts=Markup("").join(parts))


def _cell(mark: str, x: int, width: int) -> Markup:
    top, height = {"+": (0, 6), "-": (6, 6), ">": (4, 4)}.get(mark, (0, 12))
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        _NAMES[mark], x, top, width, height
    )


# --- the timeline of an article ------------------------------------------------------------------
_WIDTH, _AXIS = 960, 34
_DIGIT, _BETWEEN = 7, 9
"""The width of a digit above the line, and of the space between two numbers."""
_FITS = 60
"""Dots at least so far apart have room to be drawn three times as large, for a narrow screen."""
_GAP_TIMES = 4
_SHORTEST_GAP_S = 6 * 3600


def gaps(sights: Sequence[Sight]) -> list[tuple[datetime, datetime]]:
    """Times without a visit for much longer than usual: four times the median, and over 6 hours."""
    steps = [(one.at, other.at) for one, other in pairwise(sights)]
    lengths = sorted(_seconds(second - first) for first, second in steps)
    if not lengths:
        return []
    limit = max(_SHORTEST_GAP_S, _GAP_TIMES * lengths[len(lengths) // 2])
    return [step for step in steps if _seconds(step[1] - step[0]) > limit]


def timeline(sights: Sequence[Sight], revisions: dict[int, datetime]) -> Markup:
    """Visits as ticks, revisions as numbered dots, gaps as hatched bands, from left to right."""
    if not sights:
        return Markup("")
    start, end = sights[0].at, max(sights[-1].at, *revisions.values())
    span = max(1.0, _seconds(end - start))

    def place(time: datetime) -> int:
        return round(14 + (_WIDTH - 28) * _seconds(time - start) / span)

    parts = [Markup('<path class="line" d="M14 {0}H{1}"/>').format(_AXIS, _WIDTH - 14)]
    for first, second in gaps(sights):
        parts.append(
            Markup(
                '<rect class="gap" x="{}" y="{}" width="{}" height="16"><title>{}</title></rect>'
            ).format(
                place(first), _AXIS - 8, max(2, place(second) - place(first)), lag(first, second)
            )
        )
    seen = {(place(sight.at), sight.outcome in THERE) for sight in sights}
    for name, fine in (("visit", True), ("visit failed", False)):
        # One path for all: there may be a visit at every point of the line.
        ticks = "".join(f"M{x} {_AXIS - 5}v10" for x, well in sorted(seen) if well is fine)
        if ticks:
            parts.append(Markup('<path class="{}" d="{}"/>').format(name, ticks))
    parts += _dots(revisions, place)
    told = f"{counted(len(sights), 'visit')}, {counted(len(revisions), 'revision')}"
    dots = sorted({place(time) for time in revisions.values()})
    fits = " fits" * all(later - dot >= _FITS for dot, later in pairwise(dots))
    return Markup(
        '<svg class="timeline{fits}" role="img" aria-label="{told}" viewBox="0 0 {w} 56">'
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><path class="hatch" d="M0 0v6"/></pattern></defs>'
        "{parts}</svg>"
    ).format(fits=fits, told=told, w=_WIDTH, parts=Markup("").join(parts))


def _dots(revisions: dict[int, datetime], place: object) -> list[Markup]:
    """Dots, one for each place; if two numbers would touch, the later one is left out."""
    parts, last, drawn = [], -100, set[int]()
    for number, time in sorted(revisions.items()):
        x = place(time)  # type: ignore[operator]  # the function in `timeline`
        if x not in drawn:
            parts.append(Markup('<circle class="dot" cx="{}" cy="{}" r="5"/>').format(x, _AXIS))
            drawn.add(x)
        if x - last >= _DIGIT * len(str(number)) + _BETWEEN:
            parts.append(Markup('<text x="{}" y="{}">{}</text>').format(x, _AXIS - 14, number))
            last = x
    return parts


@lru_cache(maxsize=2_048)
def days(counts: tuple[int, ...]) -> Markup:
    """A bar for each day, the tallest filling the height."""
    most = max([*counts, 1])
    bars = [
        Markup('<rect class="bar" x="{}" y="{}" width="4" height="{}"/>').format(
            5 * number, 20 - max(1, round(20 * count / most)), max(1, round(20 * count / most))
        )
        for number, count in enumerate(counts)
        if count
    ]
    return Markup(
        '<svg class="days" role="img" aria-label="{}" width="{w}" height="20" viewBox="0 0 {w} 20">'
        '<path class="line" d="M0 19.5H{w}"/>{}</svg>'
    ).format(counted(sum(counts), "change"), Markup("").join(bars), w=5 * len(counts))


def _seconds(length: timedelta) -> float:
    return length.total_seconds()
