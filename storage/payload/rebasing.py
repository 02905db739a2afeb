"""Storing a blob again, at leisure: against the best of several bases, and at a slow level.

One base is a version of the same page. Where the furniture of an outlet changed since, the page
that was fetched last there has the new furniture, and this page's base has the rest: so a blob may
lean on a second one as well, where that saves a good deal. Both are older than the blob itself, so
no ring can come of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.payload.choices import encoded, pressed, worth
from storage.payload.making import LONGEST_CHAIN
from storage.payload.plans import LONGEST, STEP_PRICE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.payload.bases import Link
    from storage.payload.blobs import Blobs
    from storage.payload.choices import Choice
    from storage.payload.plans import Place

_WORTH_REWRITING = 0.97

_WORTH_A_SECOND = 1500
"""Bytes. What takes less than this has little to gain."""

_LEAST_GAIN = 500
"""Bytes that a second base must save, beside what reading it costs."""

_SECOND_PRICE = 25
"""Bytes that one blob more to be made is worth, for each version that is read through this one."""

_MOST_UNDER = 256
"""So many blobs may have to be made before one that leans on two, whatever that saves: by second
bases each page of an outlet can hang on the page before it, which no depth counts."""


class Rebasing:
    """What compaction asks of the blobs of a table that has ``second_id``."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def rebase(
        self, blob_id: int, data: bytes, bases: list[int | None], seconds: list[int], place: Place
    ) -> int | None:
        """Store it against the best of these, slowly, if that saves something; its size then.

        None among the bases is none; ``seconds`` may be leaned on beside one of them, all of them
        older. ``place`` says what is going to lean on it.
        """
        row = self._blobs.row(blob_id, "base_id, second_id, depth, length(data) AS size")
        best = self._best(blob_id, data, bases, place)
        choice = self._with_second(data, best, seconds, place.weight)
        present = row["size"] + STEP_PRICE * place.weight * row["depth"]
        present += self._price(row["base_id"], row["second_id"], place.weight)
        anew = worth(choice, place.weight)
        anew += self._price(choice.base_id, choice.second_id, place.weight)
        if row["depth"] <= LONGEST and anew >= _WORTH_REWRITING * present:
            return None
        self._blobs.rewrite(blob_id, choice)
        return len(choice.stored)

    def low(self, blob_id: int, room: int) -> dict[int, int]:
        """The blob and what it leans on, as far as fewer than ``room`` bases lie under each."""
        return {link.id: link.depth for link in self._blobs.ancestors(blob_id) if link.depth < room}

    def _best(self, blob_id: int, data: bytes, bases: list[int | None], place: Place) -> Choice:
        """Of all these single bases, pressed."""
        # What leans on it now is settled after it; only should that never come, it counts.
        room = min(LONGEST - place.height, LONGEST_CHAIN - 1 - self._blobs.height(blob_id))
        low = {link.id for one in bases if one is not None for link in self._lowest(one, room)}
        tried = [self._blobs.against(data, one) for one in sorted(low)]
        if None in bases or not tried:
            tried.append(self._blobs.against(data, None))
        best = min(tried, key=lambda one: worth(one, place.weight))
        return pressed(data, self._blobs.usable(best.base_id))

    def _lowest(self, blob_id: int, room: int) -> list[Link]:
        """The blob where it stands low enough, else what it stands on that does."""
        return [link for link in self._blobs.ancestors(blob_id) if link.depth < room][:1]

    def _with_second(
        self, data: bytes, choice: Choice, seconds: Iterable[int], weight: int
    ) -> Choice:
        """The choice, or one with a second base where that is clearly better."""
        base = self._blobs.usable(choice.base_id)
        if base is None or len(choice.stored) < _WORTH_A_SECOND:
            return choice
        alone = len(encoded(data, base).stored)
        below = self._blobs.under(base.id)
        best, best_gain = None, _LEAST_GAIN
        for one in dict.fromkeys(seconds):
            second = None if one == base.id else self._blobs.usable(one)
            if second is None or len(below | self._blobs.under(one)) > _MOST_UNDER:
                continue
            price = self._price(base.id, one, weight)
            gain = alone - len(encoded(data, base, second=second).stored) - price
            if gain >= best_gain:
                best, best_gain = second, gain
        if best is None:
            return choice
        both = pressed(data, base, best)
        saved = len(choice.stored) - len(both.stored) - self._price(base.id, best.id, weight)
        return both if saved >= _LEAST_GAIN else choice

    def _price(self, base_id: int | None, second_id: int | None, weight: int) -> int:
        """What a second base costs at reading, as bytes: of all that must be made for it alone."""
        if base_id is None or second_id is None:
            return 0
        more = self._blobs.under(second_id) - self._blobs.under(base_id)
        return _SECOND_PRICE * weight * len(more)
