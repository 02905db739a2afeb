"""The authors: those that a page declares, compared with those that it shows.

The line for readers takes precedence over the data for machines if it says more: another name, or
a person where machines get an organisation ("house") or a login. Someone shown as editor,
photographer or translator is no author, even if the data for machines says so.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.paths import bits_with_box, has
from spiders.extract.fields import datelines, dates, json_ld
from spiders.extract.fields.beside_dates import before_date, behind_date, part_beside_date
from spiders.extract.fields.names import (
    AND,
    before_house,
    clean_names,
    is_label,
    is_login,
    is_person,
    is_phrase,
    is_signature,
    is_site,
    labelled_part,
    of_another_role,
    parts_of,
    signed_part,
    without_by,
    without_label,
)
from spiders.extract.fields.signatures import signed
from spiders.extract.likeness import bare, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.datelines import Placed
    from spiders.extract.page import Page, TextBlock

SIGNING = frozenset({"az", "hy", "ka", "kk", "ru", "tr", "uk", "uz"})
"""Languages in which papers sign below the text with just a name."""
SIGNED = 3
"""The maximum number of names alone below a text, and of the words of each."""
MAX_NAMES = 120
"""The maximum length of a line of names, in characters."""
_META = (
    *("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author"),
    *("dcterms.creator", "authors", "citation_author", "article:author_name", "og:article:author"),
    *("cxenseparse:author", "rnews:author"),
)


class Declared(NamedTuple):
    """The authors declared for machines; ``housed``: all are organisations by their type."""

    names: tuple[str, ...]
    housed: bool = False


def declared(page: Page, thing: dict[str, Any], sites: Sequence[str]) -> Declared:
    """The declared authors, each once, in order: persons or, if none is named, organisations."""
    for value in (thing.get("author"), thing.get("creator")):
        items = value if isinstance(value, list) else [value]
        houses = [item for item in items if isinstance(item, dict) and _is_house(item)]
        persons = [item for item in items if item not in houses]
        names = clean_names(json_ld.strings(persons), sites)
        if names:
            return Declared(names)
        names = tuple(dict.fromkeys(json_ld.strings(houses)))
        if names:
            return Declared(names, housed=True)
    label = (page.first("twitter:label1") or "").lower()
    for key in (*_META, "twitter:data1") if "written" in label else _META:
        names = clean_names(page.meta.get(key, ()), sites)
        if names:
            return Declared(names)
    of_page = json_ld.author_of_page(json_ld.things(page.json_ld))
    return Declared(clean_names(json_ld.strings(of_page), sites))


def _is_house(item: dict[str, Any]) -> bool:
    return any("Organization" in name for name in json_ld.type_names(item))


def settle(
    told: Declared, near: Sequence[Placed], sites: Sequence[str], *, signed_off: bool = False
) -> tuple[str, ...]:
    """Determine the authors by what is declared and by the lines near headline and end.

    ``signed_off``: a name alone below the text counts if nothing else names an author.
    """
    own = [placed for placed in near if not datelines.is_others(placed.block)]
    shown = clean_names(_shown(own), sites)
    others = _of_other_roles(near)
    if others:
        others -= {bare(name) for name in _signed(near, own)}
    names = tuple(name for name in told.names if bare(name) not in others) or told.names
    shown = tuple(name for name in shown if bare(name) not in others)
    if names and all(map(is_login, names)):  # after the author comes the place
        shown = tuple(filter(is_person, shown)) or shown
    more = names and (_says_more(shown, names) or _says_who(shown, names))
    named = tuple(name for name in shown if not is_phrase(name))
    housed = told.housed or is_outlet(names, sites)
    if not named and (housed or not names):
        return (_signed_off(near, sites) if signed_off else ()) or names
    if not named or not names:
        return named or names
    return named if more or housed else names


def _says_more(shown: Sequence[str], names: Sequence[str]) -> bool:
    """Whether all these names are shown, and other persons in addition."""
    known = {bare(name) for name in names}
    added = [name for name in shown if bare(name) not in known]
    return len(added) == len(shown) - len(names) > 0 and all(map(is_person, added))


def _says_who(shown: Sequence[str], names: Sequence[str]) -> bool:
    """Whether persons are shown where machines get their logins or first names."""
    if len(shown) != len(names):
        return False
    return all(
        is_person(one) and " " not in name and (is_login(name) or one.startswith(f"{name} "))
        for one, name in zip(shown, names, strict=True)
    )


def _signed_off(near: Sequence[Placed], sites: Sequence[str]) -> tuple[str, ...]:
    """Names alone right below the text, bold, italic or to the right, as many papers sign."""
    lines = (placed.block for placed in near if placed.points == 0)
    below = next((block for block in lines if not is_furniture(block.text)), None)
    if below is None or not signs_below(below):
        return ()
    names = clean_names([below.text], sites)
    return names if names == tuple(AND.split(below.text)) else ()


def signs_below(block: TextBlock) -> bool:
    """Whether it is just names, set apart from the text above: bold, italic or to the right."""
    element = block.element
    if block.linked or element.tag not in {"p", "div"} or block.text.isupper():
        return False
    marked = max(block.strong, block.slanted) >= block.letters
    marked = marked or "right" in (element.get("style") or element.get("align") or "")
    names = AND.split(block.text) if marked else []
    return 0 < len(names) <= SIGNED and all(
        len(name.split()) <= SIGNED and is_person(name) for name in names
    )


def is_outlet(names: Sequence[str], sites: Sequence[str]) -> bool:
    """Whether the declared authors only name the outlet itself."""
    return all(is_site(name, sites) for name in names)


def _of_other_roles(near: Sequence[Placed]) -> set[str]:
    """The folded names of those whom the page shows as editors, photographers and so on."""
    found: list[str] = []
    for placed in near:
        block = placed.block
        if of_another_role(f"{placed.label} X") == "X" and len(block.text) <= MAX_NAMES:
            found.extend(block.credits or [block.text])
        parts = map(of_another_role, parts_of(block.text))
        found.extend(part for part in parts if part and len(part) <= MAX_NAMES)
    return {bare(name) for name in clean_names(found)}


def _signed(near: Sequence[Placed], own: Sequence[Placed]) -> tuple[str, ...]:
    """The names in lines that begin like a byline or are marked as one.

    The author may have taken the pictures as well. ``own`` are the lines that are in no box of
    other articles.
    """
    texts = (placed.block.text for placed in near)
    lines = [line for text in texts if (line := without_by(text)) != text]
    return clean_names([*lines, *(name for one in _plain(own) for name in one.block.credits)])


def _plain(own: Sequence[Placed]) -> list[Placed]:
    """The lines that mention no other role."""
    return [
        placed
        for placed in own
        if not any(map(of_another_role, (placed.block.text, *parts_of(placed.block.text))))
        and of_another_role(f"{placed.label} X") != "X"
    ]


def _shown(own: Sequence[Placed]) -> list[str]:
    """The names in a block's credits, or else in a line that says it is a byline."""
    lines = [placed for placed in own if of_another_role(placed.block.text) is None]
    for placed in lines:
        credited = (without_label(one) for one in placed.block.credits)
        named = [names for names in credited if clean_names([names])]
        if named and all(map(_are_names, named)):
            return named
    found = (line for placed in lines if (line := _of_line(placed)) is not None)
    return next(([line] for line in found if _are_names(line)), [])


def _are_names(text: str) -> bool:
    """Whether the first part is a name; what follows may be an office and is dropped later."""
    names = clean_names([text])
    return bool(names) and not is_phrase(names[0])


def _of_line(placed: Placed) -> str | None:
    """The names in a line, without the words that say they are authors; None if it has none."""
    block = placed.block
    if (alone := before_house(block.text)) is not None:
        return alone
    told = (names for part in parts_of(block.text) if (names := signed(part)) is not None)
    if (names := next(told, None)) is not None:
        return names
    text = without_by(block.text)
    if placed.label and is_label(placed.label) and 2 < len(block.text) <= MAX_NAMES:
        return without_label(text)
    of_author = has(bits_with_box(block.element), "author")
    if of_author and (beside := part_beside_date(text)) is not None:
        return beside
    named_so = of_author and (text != block.text or len(words(text)) <= 4)
    label = block.text[: len(block.text) - len(text)]
    says_so = block.text[:3].lower() == "by " and len(words(text)) <= 6
    says_so = says_so or (label.rstrip()[-1:] in {":", "：", "՝"} and len(words(text)) <= 12)
    if named_so or says_so or is_signature(block.text):
        return without_label(text)
    dated = before_date(block.text) if dates.find(block.text) else None
    behind = dated or behind_date(block.text) or signed_part(block.text)
    return labelled_part(block.text) if behind is None else without_label(behind)
