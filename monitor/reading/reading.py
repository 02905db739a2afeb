"""What a capture says, and what the next reading of its page has to remember."""

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
    """What a capture says, and what the next reading of its address has to remember.

    ``extraction`` is None if nothing was captured. ``zone`` is where the article is in the page, if
    that is certain. ``same_as`` is the last sight of the address, if the page shows exactly what
    that showed; then ``extraction`` is None too, and can be obtained with
    :meth:`monitor.reading.readings.Readings.in_full`. ``page`` is the parsed page, for further use.
    """

    extraction: Extraction | None = None
    memory: PageMemory | None = None
    zone: Zone | None = None
    same_as: Remembered | None = None
    page: Page | None = field(default=None, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether a page was read that shows no text, and no obstacle either."""
        found = self.extraction
        return found is not None and not has_text(found) and found.obstacle is None

    def remembered(self) -> tuple[Intent, ...]:
        """What is to be stored for the next reading."""
        if self.memory is None and self.zone is None:
            return ()
        return (Remember(None if self.memory is None else self.memory.pack(), self.zone),)
