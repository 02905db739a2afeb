"""Boxes within an article that ask its reader for something: an address, a subscription, money.

They are recognized by what they are made for, not by their words: they contain a field for an
e-mail address; or their name says what they are, and they have a button or end with a link on its
own; or, without a name, they are short and end with such a link or button.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.access import is_wall
from spiders.extract.choice.body import is_dense
from spiders.extract.choice.ends import run_in
from spiders.extract.choice.paths import BIT, bits_of, said_by
from spiders.extract.page import LISTS, SUBHEADINGS, kept_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

CLOSE = 4
"""How many elements around a text may be its named box."""
NEAR = 12
"""How many elements around a field outside of any form may be the table that asks."""
HELD = 600
"""The most characters of kept text in such a box."""
MOST = 0.3
"""The largest share of the kept text in such a box."""
HALF = 0.5
"""The largest share if the box is a repetition."""
ENOUGH = 120
"""A wall may contain a larger share if this many characters are kept elsewhere."""
FEW = 6
"""The most kept texts in such a box."""
SHORT = 4
"""The most blocks of a box without a name."""
CALL = 40
"""The most characters of the link that it ends with."""
LINK = 0.9
TWICE = 2
"""A name that occurs more often than this on a page is one that the page is built of."""
_NO_BOXES = LISTS | {"blockquote", "body", "article", "main", "li"}
_NAMED = BIT["newsletter"] | BIT["paid"]
_FIELD = _NAMED | BIT["form"] | BIT["<form>"]
_ASKS = re.compile(
    r"(?<!\S)class=\"(?:[^\"]*[^a-z\"])?(?:contribution|appeal|pledge|fundrais(?:er|ing)|patreon"
    r"|support-us|dons?|soutien|soutenir|spenden?|sostieni|apoya|apoie|pidtrym\w*|podderzh\w*"
    r"|lid-worden|word-lid|lidmaatschap"
    r"|ba[gğ][iı][sş])(?![a-z])",
)
"""Names of boxes that ask for money and are not among the model's families."""
_MAYBE = (
    *("contribution", "appeal", "pledge", "fundrais", "patreon", "support-us", "don", "soute"),
    *("souti", "spend", "sostieni", "apoi", "apoy", "pidtrym", "podderzh"),
    *("ba", "lid"),
)
_DOORS = re.compile(
    r"[/?#&=._-](?:join|subscri(?:be|ptions?)|register|registration|sign-?up|sign-?in|log-?in|donate"
    r"|donations?|support(?:-us)?|memberships?|become-a-member|checkout|abo|abonnement|abonnieren|spenden|pricing"
    r"|newsletters?|word-lid|lid-worden)"
    r"(?![a-z])"
)
"""Targets of links that act as the button of such a box."""


def drop_asking(blocks: Sequence[TextBlock], keep: list[bool], asking: Sequence[Element]) -> None:
    """Drop what is kept of such boxes; ``asking`` are the elements with a field for an address."""
    total = kept_length(blocks, keep)
    found = itertools.chain(
        _with_field(blocks, keep, asking), _named(blocks, keep), _with_door(blocks, keep)
    )
    for box, inside in found:
        kept = [number for number in inside if keep[number]]
        held = sum(len(blocks[number].text) for number in kept)
        wall = bits_of(box) & BIT["paid"] and total - held >= enough(blocks, keep)
        if len(kept) <= FEW and held <= HELD and (wall or held <= MOST * total):
            for number in kept:
                keep[number] = False
    _drop_again(blocks, keep, total)


def enough(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> int:
    """How many characters make a text, in the script of the first kept block."""
    first = next((block.text for block, kept in zip(blocks, keep, strict=True) if kept), "")
    return ENOUGH // 3 if is_dense(first) else ENOUGH


def _with_field(
    blocks: Sequence[TextBlock], keep: Sequence[bool], asking: Sequence[Element]
) -> Iterator[tuple[Element, Sequence[int]]]:
    """The form around each field, its parent, and wider boxes whose names say that they ask.

    A ``form`` that opens inside a table ends there, so the tables around a field without one.
    Each with the numbers of its kept blocks; wider boxes come after those within them.
    """
    boxes: dict[int, Element] = {}
    for element in asking:
        form = next((one for one in element.lineage() if one.tag == "form"), None)
        near = itertools.islice(element.lineage(), NEAR)
        tables = [one for one in near if one.tag == "table"] if form is None else []
        for box in (*_named_boxes(form or element), *tables):
            boxes.pop(id(box), None)  # after all those within it
            boxes[id(box)] = box
    inside: dict[int, list[int]] = {one: [] for one in boxes}
    for number, kept in enumerate(keep if boxes else ()):
        if kept:
            for one in blocks[number].element.lineage():
                if id(one) in inside:
                    inside[id(one)].append(number)
    for name, numbers in inside.items():
        yield boxes[name], numbers


def _named_boxes(form: Element) -> Iterator[Element]:
    """The form, its parent, and wider elements as far as their names say that they ask."""
    for step, box in enumerate(itertools.islice(form.lineage(), 1 + CLOSE)):
        if step > 1 and not bits_of(box) & _FIELD:
            return
        if box.parent is None or box.tag in {"article", "main"}:
            return
        yield box


def _named(
    blocks: Sequence[TextBlock], keep: Sequence[bool]
) -> Iterator[tuple[Element, Sequence[int]]]:
    """The boxes around kept text that say they ask, and have a button or link for it."""
    around: dict[int, tuple[Element, int]] = {}
    for number, kept in enumerate(keep):
        if kept:
            for box in itertools.islice(blocks[number].element.lineage(), 1 + CLOSE):
                around.setdefault(id(box), (box, number))
    known = [(box, number) for box, number in around.values() if _says_so(box)]
    alike = Counter(said_by(box)[1] for box, _ in known)
    for box, number in known:
        inside = run_in(blocks, number, box)
        if alike[said_by(box)[1]] <= TWICE and _calls(blocks, inside, box):
            yield box, inside


def _with_door(
    blocks: Sequence[TextBlock], keep: Sequence[bool]
) -> Iterator[tuple[Element, Sequence[int]]]:
    """Boxes without a name that end with a link to a sign-up or payment page, under a line or two.

    Or with a button or any short link under a heading and a text, if the page has only one such
    box; one that ends with a link must be above some of the text.
    """
    headed: list[tuple[Element, Sequence[int]]] = []
    for number in range(1, len(blocks)):
        if True not in keep[max(0, number - SHORT + 1) : number + 1]:
            continue  # most short links are in menus, far from all kept text
        pressed = blocks[number].element.tag == "button"
        if not (pressed or (blocks[number].links and _is_link(blocks[number]))):
            continue
        found = _short_box(blocks, keep, number)
        if found is not None and _is_door(blocks[number]):
            yield found
        elif found is not None and len(found[1]) > TWICE and _is_headed(blocks, found[1]):
            headed.append(found)
    if len(headed) == 1:
        end = headed[0][1][-1]
        if blocks[end].element.tag == "button" or any(keep[end:]):
            yield headed[0]


def _short_box(
    blocks: Sequence[TextBlock], keep: Sequence[bool], number: int
) -> tuple[Element, Sequence[int]] | None:
    """The smallest short element that ends with this block and has others, some of them kept."""
    for box in itertools.islice(blocks[number].element.lineage(), 1 + CLOSE):
        inside = range(0) if box.tag in _NO_BOXES else run_in(blocks, number, box, SHORT)
        if not 0 < len(inside) <= SHORT:
            return None
        if len(inside) > 1 and inside[-1] == number and any(keep[one] for one in inside):
            return box, inside
    return None


def _drop_again(blocks: Sequence[TextBlock], keep: list[bool], total: int) -> None:
    """Drop a plea that occurs again on the page without its button.

    That is a heading and a text, repeated from a box with a button of which nothing is kept.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    told = {blocks[n].text: n for n in kept if blocks[n].element.tag in SUBHEADINGS}
    for number, block in enumerate(blocks if told else ()):
        again = told.get(block.text)
        if again is None or keep[number] or not _is_plea(blocks, keep, number):
            continue
        text, other = blocks[number + 1].text, blocks[again + 1 : again + 2]
        if not any(one.text.startswith(text) for one in other):
            continue
        box = blocks[again].element.parent
        inside = run_in(blocks, again, box, SHORT) if box else range(0)
        if len(inside) > SHORT or inside[:1] != range(again, again + 1):
            inside = range(again, again + 2)
        held = sum(len(blocks[one].text) for one in inside if keep[one])
        if held <= min(HELD, HALF * total):
            for one in inside:
                keep[one] = False


def _is_plea(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> bool:
    """Whether it heads a box that ends with a button, and of which nothing is kept."""
    for box in itertools.islice(blocks[number].element.lineage(), 1, 1 + CLOSE):
        inside = run_in(blocks, number, box, SHORT)
        if len(inside) > SHORT or inside[0] != number or any(keep[one] for one in inside):
            return False
        if _is_button(blocks[inside[-1]]) and _is_headed(blocks, inside):
            return True
    return False


def _is_headed(blocks: Sequence[TextBlock], inside: Sequence[int]) -> bool:
    head, texts = blocks[inside[0]], [blocks[number] for number in inside[1:-1]]
    told = any(len(one.text) > CALL and not one.linked for one in texts)
    return told and head.element.tag in SUBHEADINGS and not head.linked


def _says_so(box: Element) -> bool:
    if bits_of(box) & _NAMED:
        return box.tag not in _NO_BOXES
    names = box.attributes.lower()
    return any(word in names for word in _MAYBE) and _ASKS.search(names) is not None


def _calls(blocks: Sequence[TextBlock], inside: Sequence[int], box: Element) -> bool:
    """Whether it has a button, or ends with nothing but a short link and is no wall.

    What is behind a wall may end with a link. A line that links to a sign-up page is a button.
    A wall also calls if all that it has are lines that ask for a subscription.
    """
    if bits_of(box) & BIT["paid"]:
        alone = all(is_wall(blocks[number].text) for number in inside)
    else:
        alone = _is_link(blocks[inside[-1]])
    return alone or any(_is_button(blocks[number]) for number in inside)


def _is_link(block: TextBlock) -> bool:
    return len(block.text) <= CALL and block.linked >= LINK * block.letters


def _is_door(block: TextBlock) -> bool:
    return _is_link(block) and any(_DOORS.search(link.lower()) for link in block.links)


def _is_button(block: TextBlock) -> bool:
    if _is_door(block):
        return True
    return any(one.tag == "button" for one in itertools.islice(block.element.lineage(), 2))
