"""What a season showed: every revision compared with what its captures say they are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from storage.database.times import to_text
from storage.digest import fold
from tests.extract.templates.make import make
from tests.soak.newsroom.desk import DAY, START, shows, state

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from storage.archive import Archive
    from storage.records import Article, Revision
    from tests.soak.newsroom.desk import Outlet, Story

_STATE = re.compile(rb"\nX-State: ([^\r\n]*)")
_SERIAL = re.compile(rb"\nX-Serial: (\d+)")
_ALL = """
    SELECT visits.id, visits.started_at, visits.outcome, addresses.article_id, addresses.url,
        captures.id AS capture_id, addresses.role
    FROM visits JOIN addresses ON addresses.id = address_id
    LEFT JOIN captures ON captures.id = visits.id ORDER BY visits.id
"""
ADDS, KINDS = (
    {"top", "middle", "end"},
    {
        "headline": "headline",
        "headline anew": "headline",
        "byline": "byline",
        "caption": "caption",
        "deletion": "delete",
        "sentence": "delete",
        "move": "move",
    },
)
"""Acts that add text; kinds that an act must be reported with."""


@dataclass(frozen=True)
class Sight:
    """A visit of a story: its id and time, and what the response said it was."""

    id: int
    at: str
    outcome: str
    article: int | None
    kind: str
    story: str
    told: tuple[int, str, str] | None


def held_against(
    archive: Archive, outlets: list[Outlet], served: Path, days: float
) -> dict[str, Any]:
    """All that was found, by kind of fault: lists of what was wrong, and counts."""
    return Holding(archive, outlets, days).all(served)


class Holding:
    """Compares an archive with what it was served."""

    def __init__(self, archive: Archive, outlets: list[Outlet], days: float) -> None:
        self.archive, self.outlets, self.days = archive, outlets, days
        self.wrong: dict[str, list[Any]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.stories = {one.name: (of, one) for of in outlets for one in of.stories}
        self.serials: set[int] = set()

    def all(self, served: Path) -> dict[str, Any]:
        """Judge each story, and everything else."""
        sights = self._sights()
        for name, (outlet, story) in self.stories.items():
            self._story(outlet, story, sights.get(name, []))
        self._not_kept(served)
        known = {one.article for some in sights.values() for one in some}
        for article in self.archive.articles():
            if article.id not in known:
                self.wrong["articles of no story"].append(article.url)
        self.wrong["damaged"] += [one.why for one in self.archive.verify()]
        incidents = Counter(one.kind.value for one in self.archive.incidents(open_only=False))
        return {**self.counts, "incidents": dict(incidents), **self.wrong}

    def _sights(self) -> dict[str, list[Sight]]:
        found: dict[str, list[Sight]] = defaultdict(list)
        for row in self.archive._database.rows(_ALL):
            if row["capture_id"] is None:
                continue
            head = self.archive.heads(row["id"])[1]
            serial, said = _SERIAL.search(head), _STATE.search(head)
            if serial is None or said is None:
                continue
            self.serials.add(int(serial[1]))
            words = said[1].decode().split(" ")
            unmodified = words[0] == "304"
            if unmodified:
                words = words[1:]
            if len(words) < 2:
                continue
            kind = f"304 {words[0]}" if unmodified else words[0]
            told = (int(words[2]), words[3], words[4]) if len(words) > 2 else None
            outcome, article = row["outcome"], row["article_id"]
            sight = Sight(row["id"], row["started_at"], outcome, article, kind, words[1], told)
            found[words[1]].append(sight)
        return found

    def _not_kept(self, served: Path) -> None:
        """Report responses that are in no capture, except those of a pass that was killed."""
        for line in served.read_text().splitlines():
            serial, at, _, path, status, told = line.split("\t")
            self.counts["served"] += 1
            if int(serial) not in self.serials:
                self.counts["not kept"] += 1
                if told not in ("cut", "-"):
                    self.wrong["not kept"].append((at, path, status, told))

    # --- one story ---------------------------------------------------------------------------
    def _story(self, outlet: Outlet, story: Story, sights: list[Sight]) -> None:
        full = [one for one in sights if one.kind == "full" and one.outcome == "captured"]
        ids = {one.article for one in full if one.article is not None}
        where = f"{story.name} {outlet.template(0)} {outlet.language}"
        if not full:
            self.counts["stories never seen"] += 1
            return
        self.counts["stories"] += 1
        renamed = story.absent is not None and story.absent[2] == "renamed"
        if len(ids) != 1 and not (renamed and len(ids) == 2):
            self.wrong["stories of several articles, or none"].append(
                (where, sorted(ids), story.absent)
            )
        for one in ids:
            article = self.archive.article(one)
            mine = [sight for sight in sights if sight.article == one]
            self._steps(where, outlet, story, mine, article)
            self._presence(where, story, article)

    def _steps(
        self, where: str, outlet: Outlet, story: Story, sights: list[Sight], article: Article
    ) -> None:
        revisions = self.archive.revisions(article.id)
        begun = {self.archive.capture_of_extraction(one.extraction_id).id: one for one in revisions}
        full = [one for one in sights if one.kind == "full" and one.outcome == "captured"]
        self.counts["states served"] += len(full)
        self.counts["revisions"] += len(revisions)
        strangers = set(begun) - {one.id for one in full}
        strangers -= {one for one in strangers if begun[one].number == 1}  # a wall at first sight
        for one in sorted(strangers):
            sight = next((each for each in sights if each.id == one), None)
            self.wrong["revisions of no full page"].append((where, begun[one].number, str(sight)))
        if full[0].id not in begun and not story.walls:
            self.wrong["first sights not read"].append((where, full[0].told))
        before: list[Sight] = []
        for old, new in pairwise(full):
            before.append(old)
            self._step(where, story, before, new, begun.get(new.id))
        self._windows(where, outlet, sights, begun)
        self._fields(where, story, full, begun)

    def _step(
        self,
        where: str,
        story: Story,
        before: list[Sight],
        new: Sight,
        revision: Revision | None,
    ) -> None:
        old = before[-1]
        assert old.told is not None
        assert new.told is not None
        template = old.told[2] != new.told[2]
        was, now = shows(story, old.told), shows(story, new.told)
        edited, same = was.must != now.must, was.may == now.may
        if template:
            other = [(*one.told[:2], each.told[2]) for one, each in ((old, new), (new, old))]
            was_then, now_then = (shows(story, one) for one in other)
            edited = was.must != now_then.must and was_then.must != now.must
            same = was.must == now_then.must and was_then.must == now.must
        said = (where, old.told, new.told, new.id, _acts(story, old.told, new.told))
        if edited:
            self.counts["edits served"] += 1
            if revision is None:
                self.wrong["missed"].append(said)
            elif revision.assessment.ours:
                self.wrong["edits told as ours"].append((*said, revision.assessment.summary))
            else:
                self.counts["edits told"] += 1
                self._kinds(said, story, before, new, revision)
        elif was.caption != now.caption and not template:
            self.counts["captions edited"] += 1
            if revision is None:
                self.wrong["captions missed"].append(said)
        elif revision is not None and same:
            if revision.assessment.ours:
                self.counts["ours, at a redesign" if template else "ours"] += 1
                if not template:
                    self.wrong["ours without a redesign"].append(said)
            else:
                self.wrong["invented"].append((*said, revision.assessment.summary))

    def _kinds(
        self,
        said: tuple[Any, ...],
        story: Story,
        before: list[Sight],
        new: Sight,
        revision: Revision,
    ) -> None:
        told, acts = revision.assessment, said[-1]
        earlier = [shows(story, one.told) for one in before[:-1] if one.told]
        is_now, is_back = shows(story, new.told), "revert" in told.signals
        must = any(one.may == is_now.may for one in earlier)
        may = any(one.must == is_now.must for one in earlier)
        same_template = before[-1].told[2] == new.told[2]
        if same_template and ((is_back and not may) or (must and not is_back)):
            self.wrong["reverts told wrongly"].append((*said, told.signals))
        if len(acts) != 1 or before[-1].told[1:] != new.told[1:]:
            return
        self.counts["single acts"] += 1
        (act,) = acts
        wanted = KINDS.get(act) or ("add" if act in ADDS else None)
        if wanted is not None and wanted not in told.kinds:
            self.wrong["kinds"].append((*said, told.kinds, told.summary))
        for kind in ("headline", "byline", "caption"):
            if kind in told.kinds and act not in (kind, f"{kind} anew", "revert"):
                self.wrong["kinds"].append((*said, told.kinds, told.summary))
        if act == "figure" and told.weight.value != "substantive":
            self.wrong["figures that weigh too little"].append((*said, told.kinds, told.summary))
        if act == "correction" and "correction_noted" not in told.signals:
            self.wrong["corrections not noted"].append((*said, told.kinds, told.summary))

    def _windows(
        self, where: str, outlet: Outlet, sights: list[Sight], begun: dict[int, Revision]
    ) -> None:
        """A change must lie between the last sight of the old and the first of the new.

        The last one in the record, or any if the clock was set back meanwhile. If one tag is used
        for two texts, a "not modified" was taken for a sight.
        """
        seen: list[str] = []
        for one in sights:
            revision = begun.get(one.id)
            if revision is not None:
                before, first = revision.previous_last_seen, _text(revision.first_seen)
                if first != one.at[:19]:
                    self.wrong["windows"].append((where, one.id, one.at, first))
                if seen and before is not None and outlet.arms != "one tag":
                    self.counts["windows held"] += 1
                    known = {seen[-1], *(at for at in seen if at <= first and max(seen) > seen[-1])}
                    known |= {at for at in seen if at <= first < max(seen)}
                    if _text(before) not in known:
                        self.wrong["windows"].append((where, one.id, seen[-1], _text(before)))
                seen.clear()
            if one.kind in ("full", "304 full") and one.outcome in ("captured", "unmodified"):
                seen.append(one.at[:19])

    def _presence(self, where: str, story: Story, article: Article) -> None:
        """Gone, moved and restored must be reported as they were."""
        since, _, kind = story.absent or (0.0, 0.0, "none")
        end = START + self.days * DAY  # later times come from a clock that was ahead
        told = [one for one in self.archive.events(article.id) if one.at.timestamp() < end]
        events, state = [one.kind.value for one in told], article.state.value
        self.counts[f"at the end {kind}: {state}"] += 1
        away = self.days * DAY - since
        if kind in ("404", "410", "soft", "home") and away > 5 * DAY and state == "live":
            self.wrong["gone and not told"].append((where, kind, away / DAY, article.absences))
        here = {"live", "paywalled"} if story.walls else {"live"}
        if kind in ("none", "404 brief", "moved") and (state not in here or "gone" in events):
            self.wrong["told gone, and was not"].append((where, kind, state, events))
        moved = "/new-" in article.url or "moved_url" in events
        if kind == "moved" and away > 2 * DAY and not moved:
            self.wrong["moved and not told"].append((where, article.url, events))
        if kind not in ("moved", "renamed") and "moved_url" in events:
            self.wrong["told moved, and was not"].append((where, events))

    def _fields(
        self, where: str, story: Story, full: list[Sight], begun: dict[int, Revision]
    ) -> None:
        for one in full:
            if one.id not in begun or one.told is None:
                continue
            step, arm, template = one.told
            said = self.archive.extraction(begun[one.id].extraction_id)
            article = state(story, step, arm)
            made = make(template, article)
            self.counts["readings"] += 1
            named = (where, one.told)
            if fold(said.title or "") != fold(article.title):
                self.wrong["titles read wrongly"].append((*named, article.title, said.title))
            by = article.author if "byline" in made.shows else ""
            if by and by not in said.byline:
                self.wrong["bylines read wrongly"].append((*named, article.author, said.byline))
            text = "\n\n".join(block.text for block in said.body)
            if fold(text) != fold(made.text):
                self.counts["texts read otherwise"] += 1
                self.wrong["texts read otherwise"].append(named)


def _acts(story: Story, old: tuple[int, str, str], new: tuple[int, str, str]) -> list[str]:
    """What the editor did between two states, in order."""
    low, high = sorted((old[0], new[0]))
    return [one.act for one in story.steps[low + 1 : high + 1]]


def _text(at: datetime) -> str:
    return to_text(at)[:19]
