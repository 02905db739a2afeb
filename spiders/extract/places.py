"""Where the blocks of a page stand: what is known of each element is made once, from its parent's.

Pages are deep and their blocks share most of their ancestors, so a walk to the root for every
block would be the dearest part of a reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.extract.paths import own_bits, signature

if TYPE_CHECKING:
    from spiders.extract.page import Element

DEPTH = 400
"""Elements nested deeper than this are told to stand at this depth."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of one element; ``around`` is the place of its parent.

    ``whole`` are the families of it and all its ancestors; ``up`` and ``down`` the steps from it
    up to the first element that also holds the headline, and from there down to the headline (-1
    where there is none); ``inside`` the steps up to the container of the plain choice (-1
    outside); ``article`` numbers the ``article`` element around it (-1 without one); ``key`` is
    its signature.
    """

    around: Place | None
    own: int
    whole: int
    up: int
    down: int
    inside: int
    article: int
    key: str

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
    """Makes a :class:`Place` for each element that is asked for, and for those above it."""

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
        chain: list[Element] = []
        one: Element | None = element
        while one is not None and id(one) not in self._known and len(chain) < DEPTH:
            chain.append(one)
            one = one.parent
        for link in reversed(chain):
            self._known[id(link)] = self._made(link)
        return self._known[id(element)]

    def twins(self, element: Element) -> int:
        """How many elements of this one's signature in its parent were asked for, it among them."""
        return self._twins[id(element.parent), self._known[id(element)].key]

    def _made(self, element: Element) -> Place:
        own = own_bits(element.tag, element.attributes)
        key = signature(element.tag, element.attributes)
        pair = id(element.parent), key
        self._twins[pair] = self._twins.get(pair, 0) + 1
        above = self._known.get(pair[0])
        article = above.article if above else -1
        if element.tag == "article":
            article, self._articles = self._articles, self._articles + 1
        up, down = self._towards(element, above)
        inside = 0 if element is self._container else _one_more(above.inside if above else -1)
        whole = own | above.whole if above else own
        return Place(above, own, whole, up, down, inside, article, key)

    def _towards(self, element: Element, above: Place | None) -> tuple[int, int]:
        down = self._above.get(id(element))
        if down is not None:
            return 0, down
        return (-1, -1) if above is None or above.up < 0 else (above.up + 1, above.down)


def _one_more(steps: int) -> int:
    return -1 if steps < 0 else steps + 1
