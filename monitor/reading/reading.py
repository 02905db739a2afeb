"""What a capture says, with what the next reader of its page has to remember."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.decide.photo_stories import has_text
from storage.intents import Intent, Remember

if TYPE_CHECKING:
    from spiders.extract.page import Page
    from spiders.extract.remembered.again import PageMemory
    from spiders.extract.remembered.pieces import Zone
    from storage.memory.pages import Remembered
    from storage.records import Extraction


@dataclass(frozen=True, slots=True)
class Reading:
    """What a capture says, and what the next reader of its address has to remember.

    ``extraction`` is None where nothing was captured, ``zone`` where the article stands in the
    page, as far as that is sure. ``same_as`` is the last sight of the address
    where the page shows just what that showed; then ``extraction`` is None as well, and is
    fetched with :meth:`monitor.reading.readings.Readings.in_full` where it is needed.
    ``page`` is what was parsed for it, for whoever asks more of the same page.
    """

    extraction: Extraction | None = None
    memory: PageMemory | None = None
    zone: Zone | None = None
    same_as: Remembered | None = None
    page: Page | None = field(default=None, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Was a page read that shows no text, and no obstacle either?"""
        found = self.extraction
        return found is not None and not has_text(found) and found.obstacle is None

    def remembered(self) -> tuple[Intent, ...]:
        """What is to be kept of it for the next reader."""
        if self.memory is None and self.zone is None:
            return ()
        return (Remember(None if self.memory is None else self.memory.pack(), self.zone),)
