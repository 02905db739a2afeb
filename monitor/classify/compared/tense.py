"""When it happens: future and past, this week and last week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.language.endings import is_inflected
from monitor.classify.language.lexicon import irregular
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.diff.marks import Hunk

_WHICH = {"this": 0, "last": 1, "past": 1, "previous": 1, "next": 2, "coming": 2}
_TIMES = frozenset(
    {"week", "weekend", "month", "year", "season", "quarter", "term", "decade", "century"}
    | {"summer", "winter", "spring", "autumn", "fall", "morning", "afternoon", "evening", "night"}
)
_WILL, _DONE = "将將", "了已"
_HAPPENED = ("ed", "s")
_WAS = frozenset({"was", "were"})


def time_said_otherwise(pair: Pair, verdict: Verdict) -> None:
    """Add *this* for *last week*, and *will win* for *wins*, which are not mere rewordings."""
    if pair.vocabulary.language == "zh":
        _signs_of_time(pair, verdict)
    if pair.vocabulary.language != "en":
        return
    for hunk in pair.hunks:
        old, new = _range(hunk, new=False), _range(hunk, new=True)
        _which_time(pair, old, new, verdict)
        _came_true(pair.old, old, pair.new, new, verdict, was=True)
        _came_true(pair.new, new, pair.old, old, verdict, was=False)


def _signs_of_time(pair: Pair, verdict: Verdict) -> None:
    """Add *将* replaced by *了* or *已*, or the reverse."""
    came = {sign: pair.won[sign] - pair.lost[sign] for sign in (*_WILL, *_DONE)}
    will, done = (sum(came[sign] for sign in signs) for signs in (_WILL, _DONE))
    if will * done < 0:
        old, new = (
            "".join(sign for sign in came if came[sign] * side < 0) or None for side in (1, -1)
        )
        verdict.add("detail", Fact("detail", old, new))


def _range(hunk: Hunk, *, new: bool) -> range:
    return range(hunk.new_start, hunk.new_end) if new else range(hunk.old_start, hunk.old_end)


def _which_time(pair: Pair, old: range, new: range, verdict: Verdict) -> None:
    one, other = _times(pair.old, old), _times(pair.new, new)
    if one and other and one[:2] != other[:2]:
        verdict.add("date", Fact("date", f"{one[2]} {one[1]}", f"{other[2]} {other[1]}"))


def _times(side: Side, places: Sequence[int]) -> tuple[int, str, str] | None:
    for k in sorted({max(0, k - back) for k in places for back in (0, 1)}):
        if side.lower[k] in _WHICH and k + 1 < len(side.lower) and side.lower[k + 1] in _TIMES:
            return _WHICH[side.lower[k]], side.lower[k + 1], side.tokens[k].text
    return None


def _came_true(
    side: Side, places: range, other: Side, others: range, verdict: Verdict, *, was: bool
) -> None:
    """Add *will* and a verb on one side, and on the other the verb in the present or past."""
    for k in places:
        if side.lower[k] != "will" or k + 1 >= len(side.lower):
            continue
        verb = side.lower[k + 1]
        for j in others:
            done = other.lower[j]
            if done != verb and _has_happened(verb, done):
                facts = f"will {side.tokens[k + 1].text}", other.tokens[j].text
                verdict.add("detail", Fact("detail", *(facts if was else facts[::-1])))
                return


def _has_happened(verb: str, done: str) -> bool:
    """*Wins* and *won* of *win*; *are* shows neither past nor future of *be*."""
    if done.endswith(_HAPPENED):
        return is_inflected(verb, done, "en")
    known = irregular("en").get(done) == verb and not done.endswith("ing")
    return known and (verb != "be" or done in _WAS)
