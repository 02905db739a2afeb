"""Pure: what thirty outlets publish, edit, remove and serve over some days, by chance.

Times are seconds since the start.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from tests.extract.templates.articles import LANGUAGES
from tests.extract.templates.make import TEMPLATES
from tests.soak.newsroom.editor import ACTS, act, invented, shown

if TYPE_CHECKING:
    from tests.extract.templates.articles import Article
    from tests.soak.newsroom.editor import Shown

START = 1796104800.0
"""2026-12-01 06:00 UTC."""
HOUR, DAY = 3600.0, 86400.0
EDIT_EVERY_S = 30 * HOUR
"""Mean time between two edits of a story; a third of them are edited thrice as often."""
REVERTS = 0.12
LIVE = ("liveblog", "live_posts")
WITHOUT = ("members_teaser", "infinite")
"""Templates left out: one shows a part of its text, one another article below it."""
IN_SCRIPTS = ("nextjs", "state_shell", "shadow_portal")
"""Templates whose text is in a script: no wall is built into them."""
ARMS = ("chance", "one tag", "edges", "cookie")
"""How an outlet serves two states of a story: by chance, by chance with one tag for both, from
caches of which some are late, and by a cookie that it sets."""
ABSENT = ("404 brief", "404", "410", "soft", "home", "moved", "renamed", "none", "none", "none")
SECOND = "Readers have written to us about this in great numbers, and 418 of them want an answer."
"""What one arm has at its end, whatever the language."""


@dataclass(frozen=True)
class Step:
    """A state of a story: since when, by which act, and what it says."""

    at: float
    act: str
    article: Article


@dataclass
class Story:
    """One story: its states, its addresses, and when it is not there."""

    outlet: int
    number: int
    steps: list[Step]
    absent: tuple[float, float, str] | None = None
    walls: list[tuple[float, float]] = field(default_factory=list)
    arms: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """Its name in the fields of responses."""
        return f"{self.outlet}.{self.number}"

    @property
    def slug(self) -> str:
        """The last part of its first address."""
        return f"{self.number}-the-story-of-{self.outlet}-{self.number}"

    def step(self, at: float) -> int:
        """The number of its state at this time."""
        return max(0, bisect_right([one.at for one in self.steps], at) - 1)


@dataclass
class Outlet:
    """One outlet: its language, its templates over time, and its habits."""

    number: int
    language: str
    templates: list[tuple[float, str]]
    stories: list[Story]
    arms: str | None = None
    validators: str = ""
    seeds: tuple[str, ...] = ("feed",)
    churns: bool = True

    def template(self, at: float) -> str:
        """The one in use at this time."""
        return [name for since, name in self.templates if since <= at][-1]


def plan(seed: int, days: float, outlets: int = 30, stories: int = 8) -> list[Outlet]:
    """Everything that is to happen."""
    lot = random.Random(f"newsroom {seed}")
    names = [one for one in TEMPLATES if one not in WITHOUT]
    lot.shuffle(names)
    return [_outlet(seed, number, names, days, stories) for number in range(outlets)]


def _outlet(seed: int, number: int, names: list[str], days: float, stories: int) -> Outlet:
    lot = random.Random(f"outlet {seed} {number}")
    templates = [(0.0, names[number % len(names)])]
    if number % 6 == 5:
        templates.append((lot.uniform(0.3, 0.7) * days * DAY, names[-1 - number % len(names)]))
    arms = ARMS[number // 7 % len(ARMS)] if number % 7 == 3 else None
    made = Outlet(
        number,
        LANGUAGES[(number + seed) % len(LANGUAGES)],
        templates,
        [],
        arms,
        lot.choice(("", "tag", "date", "tag date")),
        lot.choice((("feed",), ("sitemap",), ("feed", "sitemap"), ("section",))),
        lot.random() < 0.8,
    )
    made.stories = [_story(seed, made, one, days) for one in range(stories)]
    return made


def _story(seed: int, outlet: Outlet, number: int, days: float) -> Story:
    lot = random.Random(f"story {seed} {outlet.number} {number}")
    appears = 0.0 if number < 3 else lot.uniform(0, 0.5) * days * DAY
    published = datetime.fromtimestamp(START + appears - HOUR, UTC).isoformat(timespec="seconds")
    first = replace(invented(outlet.language, number, lot), published=published)
    story = Story(outlet.number, number, [Step(appears, "first", first)])
    every = EDIT_EVERY_S / (3 if number % 3 == 0 else 1)
    live = outlet.templates[0][1] in LIVE
    at = appears + lot.expovariate(1 / every)
    while at < days * DAY:
        _edit(story, at, lot, live=live)
        at += lot.expovariate(1 / every) / (4 if live else 1)
    _fate(outlet, story, days, lot)
    return story


def _edit(story: Story, at: float, lot: random.Random, *, live: bool) -> None:
    last = story.steps[-1].article
    if len(story.steps) > 1 and lot.random() < REVERTS:
        story.steps.append(Step(at, "revert", story.steps[-2].article))
        return
    name, made = ("top", ACTS["top"](last, lot)) if live else act(last, lot)
    if made != last:
        story.steps.append(Step(at, name, made))


def _fate(outlet: Outlet, story: Story, days: float, lot: random.Random) -> None:
    """Decide what happens to the whole page: it goes, moves, is walled, or has two arms."""
    appears, end = story.steps[0].at, days * DAY
    if outlet.arms is not None:
        if story.number % 2 == 0:
            story.arms = (appears + HOUR, end if story.number % 4 else appears + 3 * DAY)
        return
    kind = lot.choice(ABSENT)
    if kind != "none":
        since = appears + lot.uniform(0.1, 0.5) * (end - appears)
        until = since + lot.uniform(1, 5) * HOUR if kind == "404 brief" else end
        story.absent = (since, until, kind)
    elif lot.random() < 0.3 and outlet.templates[0][1] not in IN_SCRIPTS:
        at = appears + lot.uniform(2, 20) * HOUR
        while at < end:
            long = lot.uniform(3, 30) * HOUR
            story.walls.append((at, at + long))
            at += long + lot.uniform(5, 40) * HOUR


@cache
def _two(article: Article) -> Article:
    return replace(article, lines=(*article.lines, ("P", (SECOND,))))


def state(story: Story, step: int, arm: str) -> Article:
    """What a story says in a state, in one of its arms."""
    article = story.steps[step].article
    return _two(article) if arm == "b" else article


def shows(story: Story, told: tuple[int, str, str]) -> Shown:
    """What a page showed, by the state, arm and template that it named."""
    step, arm, template = told
    return shown(template, state(story, step, arm))
