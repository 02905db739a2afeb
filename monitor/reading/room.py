"""The reading room: each visit becomes an extraction, a decision and intents."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from monitor.decide.photo_stories import has_text
from monitor.decide.visit import decide
from monitor.looks import Looks
from monitor.reading.announced import forget_lost
from monitor.reading.captive import given_instead
from monitor.reading.contexts import Contexts
from monitor.reading.counts import ReadCounts
from monitor.reading.cut_off import with_break
from monitor.reading.field_watch import Tally, watch_fields
from monitor.reading.gone import with_elsewhere
from monitor.reading.reading import Reading
from monitor.reading.remembering import OutletMemories, outlet_part, with_page
from monitor.reading.retired import with_retired
from monitor.reading.rewinding import Rewinding
from monitor.reading.sooner import look_sooner
from monitor.reading.strangers import with_strangers
from monitor.reading.twins import with_twin
from monitor.reading.withheld import is_withheld, withheld
from storage.digest import content_digest
from storage.errors import ArchiveTakesNothing, InstallationIncomplete, Redacted
from storage.intents import BeginArticle, Intent, OpenIncident, SeeSame
from storage.records import Extraction, IncidentKind, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.decide.context import Context, Known
    from monitor.reading.readings import Readings
    from monitor.reading.validators import Pair
    from storage.archive import Archive
    from storage.memory.pages import Remembered
    from storage.records import Unread

BATCH = 200
"""How many visits are read at a time, before outlets' memories are considered again."""
MOST_BEGUN = 50_000
"""How many new articles are remembered as new: a reading room may be used for years."""
LONGEST_S = 0.5
"""How long a transaction lasts at most, because others wait to make small changes."""


class Result(NamedTuple):
    """What reading a visit led to.

    If articles had to be rewound first, ``rewound`` is how that changes the counts; then the visit
    stays unread, and there are no intents.
    """

    intents: tuple[Intent, ...] = ()
    rewound: ReadCounts | None = None


class ReadingRoom:
    """Reads visits one by one; caches the outlets for as long as it exists."""

    def __init__(self, archive: Archive, rules_folder: Path | None) -> None:
        self._archive = archive
        self._rules_folder = rules_folder
        self._memories, self._looks = OutletMemories(archive), Looks(archive)
        self._tally = Tally()
        self._begun: dict[int, None] = {}
        self._outlets = {outlet.id: outlet for outlet in archive.outlets()}
        self._contexts = Contexts(archive, self._outlets, lambda: self._readings)
        self._waiting: list[Unread] = []
        self._of_batch: dict[int, datetime] = {}
        self._last: datetime | None = None
        self._rewinding = Rewinding(archive)

    @cached_property
    def _readings(self) -> Readings:
        """The reader, imported with the first capture: many passes get nothing but 304."""
        from monitor.reading.readings import Readings  # noqa: PLC0415 - as it says

        return Readings(self._archive, self._rules_folder)

    def read_some(self, seconds: float = LONGEST_S) -> tuple[ReadCounts, int]:
        """Read the oldest unread visits, for about so long, in one transaction.

        Returns what was found, and how many visits were read: 0 if there are none.
        """
        if not self._waiting:
            self._waiting = self._archive.unread(BATCH)
            self._of_batch = {one.address.outlet_id: one.at for one in self._waiting}
            self._see_drift()
        counts, done, until = ReadCounts(), 0, time.monotonic() + seconds
        if not self._waiting:
            return counts, done
        with self._archive.transaction():
            for visit in self._waiting:
                result = self._read_or_report(visit)
                counts = counts.plus(result.intents, self._begun)
                done, self._last = done + 1, visit.at
                if result.rewound is not None:
                    counts, self._waiting = counts + result.rewound, []
                    break
                if time.monotonic() > until:
                    break
            self._tally.write(self._archive)
        del self._waiting[:done]
        if not self._waiting:
            self._make_memories()
        return counts, done

    def watch_fields(self) -> int:
        """Open or close incidents about fields; return how many were opened."""
        if self._last is not None:
            forget_lost(self._archive, self._last)
        return watch_fields(self._archive, self._tally.outlets, datetime.now(UTC))

    def _see_drift(self) -> None:
        """Make memories for outlets whose furniture has changed, before their pages are read."""
        for outlet_id in self._of_batch:
            visits = [one for one in self._waiting if one.address.outlet_id == outlet_id]
            with self._archive.transaction():
                self._memories.make_where_drifted(outlet_id, visits)

    def _make_memories(self) -> None:
        """Make new memories for the outlets of a batch, if due."""
        for outlet_id, at in self._of_batch.items():
            if outlet_id in self._outlets:
                with self._archive.transaction():
                    self._memories.make_where_due(outlet_id, at)

    def _is_watched(self, outlet_id: int) -> bool:
        """Whether the outlet is watched; outlets may be added meanwhile."""
        if outlet_id not in self._outlets:
            self._outlets.clear()  # the contexts use the same dictionary
            self._outlets.update((outlet.id, outlet) for outlet in self._archive.outlets())
        return outlet_id in self._outlets

    def _read_or_report(self, visit: Unread) -> Result:
        """Read one visit; if that fails, open an incident: the capture stays for later readers."""
        if not self._is_watched(visit.address.outlet_id):  # the outlet was removed meanwhile
            self._archive.apply(visit.visit_id, ())
            return Result()
        try:
            return self._read_or_recognise(visit)
        except (ArchiveTakesNothing, InstallationIncomplete):
            raise
        except Exception as error:  # noqa: BLE001 - `health` reports it, and the next page is read
            why = f"{type(error).__name__}: {error}"
            incident = OpenIncident(IncidentKind.READER_FAILED, visit.address.url, why)
            self._archive.apply(visit.visit_id, (incident,))
            return Result((incident,))

    def _read_or_recognise(self, visit: Unread) -> Result:
        """Read one visit; a page that was redacted before is recognised by its bytes alone."""
        try:
            with self._archive.transaction():
                return self._read(visit)
        except Redacted:
            visit = self._up_to_date(visit)
            if not is_withheld(self._archive, visit):
                raise
        with self._archive.transaction():
            intents = withheld(self._archive, visit)
            self._archive.apply(visit.visit_id, intents)
            look_sooner(self._archive, self._looks, visit, intents)
        return Result(intents)

    def _read(self, visit: Unread) -> Result:
        """Read one visit and carry out what follows from it."""
        visit = self._up_to_date(visit)
        outlet = self._outlets[visit.address.outlet_id]
        captured = visit.capture is not None and visit.outcome is Outcome.CAPTURED
        reading = self._readings.of_visit(visit, outlet) if captured else Reading()
        if reading.same_as is not None:
            if reading.same_as.is_current and reading.same_as.article_id is not None:
                return Result(
                    self._see_same(visit, reading, reading.same_as, reading.same_as.article_id)
                )
            reading = self._readings.in_full(reading)
        context = self._contexts.of(visit, outlet, reading.extraction)
        if (context.own or context.named) is not None:
            reading, context = self._in_light_of_known(reading, context)
        context, pair = self._held_against_known(reading, context)
        if captured and context.own is not None and reading.is_empty:
            context = replace(context, emptied_by=self._readings.emptied_by(visit, outlet))
        result = self._decided(context, reading.extraction)
        if result.rewound is not None:
            return result
        intents = result.intents
        self._count(visit, context, reading.extraction, intents)
        doubts = () if pair is None else self._doubts(visit, pair, intents)
        self._apply(visit, intents, (*reading.remembered(), *doubts))
        if any(isinstance(intent, BeginArticle) for intent in intents):
            self._remember_begun(self._up_to_date(visit).address.article_id or 0)
        return result

    def _see_same(
        self, visit: Unread, reading: Reading, same: Remembered, article_id: int
    ) -> tuple[Intent, ...]:
        """The page is as it was when it was last read: its article was seen again."""
        memory = with_page(outlet_part(same.memory))
        intents = (SeeSame(article_id, same.extraction_id, memory, reading.zone),)
        self._count_same(visit, same)
        self._apply(visit, intents)
        return intents

    def _apply(
        self, visit: Unread, intents: tuple[Intent, ...], beside: tuple[Intent, ...] = ()
    ) -> None:
        """Carry out what was decided, and what else is to be remembered; plan the next visit."""
        self._archive.apply(visit.visit_id, (*intents, *beside))
        look_sooner(self._archive, self._looks, visit, intents)

    def _held_against_known(
        self, reading: Reading, context: Context
    ) -> tuple[Context, Pair | None]:
        """The context with what only a comparison shows: with the article, and with others.

        The pair is of the validators that the address had before and has now, if its text changed.
        """
        new, own, pair = reading.extraction, context.own, None
        if new is not None and context.met is None:
            if own is not None:
                context, pair = self._with_declared(context, own, reading)
                context = self._readings.held_against(context, own, new)
            context = with_break(self._archive, context, new)
        if new is not None:
            context = with_strangers(self._archive, context, new)
            context = given_instead(self._archive, context, new)
            context = with_twin(self._archive, self._readings, context, new)
        context = with_retired(self._archive, context)
        return with_elsewhere(self._archive, context, new), pair

    def _decided(self, context: Context, extraction: Extraction | None) -> Result:
        """What follows from the visit, unless articles have to be rewound to its time first."""
        rewound = self._rewinding.before(context, extraction)
        if rewound is not None:
            return Result(rewound=rewound)
        intents = decide(context, extraction)
        rewound = self._rewinding.after(context, intents)
        return Result(intents) if rewound is None else Result(rewound=rewound)

    def _doubts(self, visit: Unread, pair: Pair, intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
        from monitor.reading.validators import weigh_validators  # noqa: PLC0415 - only with an edit

        return weigh_validators(self._archive, visit, pair, intents)

    def _remember_begun(self, article_id: int) -> None:
        """Remember a new article; only the newest, as joining happens within hours, if at all."""
        self._begun[article_id] = None
        if len(self._begun) > MOST_BEGUN:
            del self._begun[next(iter(self._begun))]

    def _count(
        self,
        visit: Unread,
        context: Context,
        extraction: Extraction | None,
        intents: tuple[Intent, ...],
    ) -> None:
        """Count a reading's fields, if there is an article or should be; once a day for each."""
        if extraction is None or extraction.obstacle is not None:
            return
        own = context.own
        if own is None and not any(isinstance(one, BeginArticle) for one in intents):
            return
        if own is None or own.article.last_seen.date() < visit.at.date():
            self._tally.add(visit.address.outlet_id, visit.address.id, visit.at, extraction)

    def _count_same(self, visit: Unread, same: Remembered) -> None:
        """The same for an unchanged article."""
        if same.last_seen is not None and same.last_seen.date() < visit.at.date():
            extraction = self._archive.extraction(same.extraction_id)
            self._tally.add(visit.address.outlet_id, visit.address.id, visit.at, extraction)

    def _in_light_of_known(self, reading: Reading, context: Context) -> tuple[Reading, Context]:
        """Both, made again if an address may show for the first time what another one showed."""
        redirected = context.visit.outcome is Outcome.REDIRECTED
        if reading.extraction is None and not redirected:
            return reading, context
        from monitor.reading import elsewhere  # noqa: PLC0415 - with the reader, as above

        known = self._archive, self._readings
        if not redirected:
            reading = elsewhere.seen_elsewhere(*known, reading, context)
        return reading, elsewhere.with_met(*known, context, reading.extraction)

    def _with_declared(
        self, context: Context, own: Known, reading: Reading
    ) -> tuple[Context, Pair | None]:
        """Where the outlet declares a change, and what its validators did; only if there is one."""
        new, capture = reading.extraction, context.visit.capture
        if new is None or capture is None or new.obstacle is not None:
            return context, None
        if not has_text(new, own.content) or content_digest(new) == own.latest.digest:
            return context, None
        from monitor.reading.declared import declared_moved  # noqa: PLC0415 - only where one says so
        from monitor.reading.validators import at_edit  # noqa: PLC0415 - the same

        moved = declared_moved(self._archive, own.article, capture, reading.page)
        pair = at_edit(self._archive, context.visit, own.latest)
        unvouched = pair is not None and pair.unvouched
        return replace(context, declared_moved=moved, unvouched=unvouched), pair

    def _up_to_date(self, visit: Unread) -> Unread:
        """The visit with its present address: an earlier one of the batch may have changed that."""
        address = self._archive.address(visit.address.key)
        return visit if address is None else replace(visit, address=address)
