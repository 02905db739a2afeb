"""Storing a blob again, with time to spare: against the best of several bases, at a slow level.

One base is a version of the same page. If the furniture of an outlet has changed since, the page
fetched last there has the new furniture, and this page's base has the rest. So a blob may have a
second base as well, if that saves a good deal. Both are older than the blob itself, so they cannot
form a ring.
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
"""Bytes. A blob that takes less has little to gain."""

_LEAST_GAIN = 500
"""Bytes that a second base must save, on top of the price of reading it."""

_SECOND_PRICE = 25
"""Price in bytes of having to make one more blob, for each version read through this one."""

_MOST_UNDER = 256
"""How many blobs may have to be made before one with two bases, whatever that saves: through second
bases each page of an outlet can depend on the page before it, which the depth does not count."""


class Rebasing:
    """What compaction does with the blobs of a table that has ``second_id``."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def rebase(
        self, blob_id: int, data: bytes, bases: list[int | None], seconds: list[int], place: Place
    ) -> int | None:
        """Store it against the best of these bases, if that saves anything; return its new size.

        None stands for no base; one of ``seconds`` may be a second base. All are older. ``place``
        says what will have this blob as a base.
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
        """The blob and its chain of bases, as far as fewer than ``room`` bases lie under each."""
        return {link.id: link.depth for link in self._blobs.ancestors(blob_id) if link.depth < room}

    def _best(self, blob_id: int, data: bytes, bases: list[int | None], place: Place) -> Choice:
        """The best choice with a single one of these bases, at the slowest level."""
        # What is on top of it now gets a new place later; its height counts in case it never does.
        room = min(LONGEST - place.height, LONGEST_CHAIN - 1 - self._blobs.height(blob_id))
        low = {link.id for one in bases if one is not None for link in self._lowest(one, room)}
        tried = [self._blobs.against(data, one) for one in sorted(low)]
        if None in bases or not tried:
            tried.append(self._blobs.against(data, None))
        best = min(tried, key=lambda one: worth(one, place.weight))
        return pressed(data, self._blobs.usable(best.base_id))

    def _lowest(self, blob_id: int, room: int) -> list[Link]:
        """The blob, if it lies low enough, or else the first of its bases that does; or nothing."""
        return [link for link in self._blobs.ancestors(blob_id) if link.depth < room][:1]

    def _with_second(
        self, data: bytes, choice: Choice, seconds: Iterable[int], weight: int
    ) -> Choice:
        """The same choice, or one with a second base if that is clearly better."""
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
        """The price of reading a second base, in bytes: for all that must be made for it alone."""
        if base_id is None or second_id is None:
            return 0
        more = self._blobs.under(second_id) - self._blobs.under(base_id)
        return _SECOND_PRICE * weight * len(more)
