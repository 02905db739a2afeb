"""Where the blocks of a page are: the data of each element is derived once, from its parent's.

Pages are deep and their blocks share most of their ancestors, so a walk to the root for every
block would be the most expensive part of a reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.paths import said_by

if TYPE_CHECKING:
    from spiders.extract.page import Element

DEPTH = 400
"""The most ancestors followed from an element; the last one counts as a root."""

Told = tuple[float, float, float]
"""What other pages say about a place: share of its text that was body, characters, blocks."""


class Place:
    """What is known of one element; ``around`` is the place of its parent.

    ``own`` are its families; ``whole`` those of it and all its ancestors; ``up`` and ``down`` the
    steps from it up to the first element that also contains the headline, and from there down to
    the headline (-1 without one); ``inside`` the steps up to the container of the plain choice
    (-1 outside); ``article`` numbers the ``article`` element around it (-1 without one); ``key`` is
    its signature.
    """

    __slots__ = ("around", "article", "down", "inside", "key", "own", "up", "whole")

    def __init__(self, around: Place | None, own: int, key: str) -> None:
        self.around = around
        self.own = own
        self.key = key
        if around is None:
            self.whole = own
            self.up = self.down = self.inside = self.article = -1
        else:
            self.whole = own | around.whole
            self.up = around.up + 1 if around.up >= 0 else -1
            self.down = around.down
            self.inside = around.inside + 1 if around.inside >= 0 else -1
            self.article = around.article

    @property
    def near(self) -> int:
        """The families of it and its next three ancestors."""
        bits = self.own
        one = self.around
        for _ in range(3):
            if one is None:
                break
            bits |= one.own
            one = one.around
        return bits

    @property
    def trail(self) -> str:
        """The signatures of it and the two elements around it."""
        if self.around is None:
            return self.key
        if self.around.around is None:
            return f"{self.key}\n{self.around.key}"
        return f"{self.key}\n{self.around.key}\n{self.around.around.key}"


class Places:
    """Makes a :class:`Place` for each requested element, and for those above it."""

    def __init__(self, headline: Element | None = None, container: Element | None = None) -> None:
        self._above = {}
        if headline is not None:
            self._above = {id(element): step for step, element in enumerate(headline.lineage())}
        self._container = container
        self._known: dict[int, Place] = {}
        self._twins: dict[tuple[int, str], int] = {}
        self._articles = 0

    def of(self, element: Element) -> Place:
        """What is known of an element."""
        known = self._known
        found = known.get(id(element))
        if found is not None:
            return found
        chain: list[Element] = []
        one: Element | None = element
        while one is not None and id(one) not in known and len(chain) < DEPTH:
            chain.append(one)
            one = one.parent
        for link in reversed(chain):
            known[id(link)] = self._made(link)
        return known[id(element)]

    def twins(self, element: Element) -> int:
        """How many elements of this one's parent and signature were looked up, itself included."""
        return self._twins[id(element.parent), self._known[id(element)].key]

    def _made(self, element: Element) -> Place:
        own, key = said_by(element)
        around = id(element.parent)
        self._twins[around, key] = self._twins.get((around, key), 0) + 1
        place = Place(self._known.get(around), own, key)
        if element.tag == "article":
            place.article, self._articles = self._articles, self._articles + 1
        if element is self._container:
            place.inside = 0
        down = self._above.get(id(element))
        if down is not None:
            place.up, place.down = 0, down
        return place
