"""All kinds of changes, each written onto a page as it was and as it is now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.extract.remembered.written.boxed import BOXED, boxed
from tests.extract.remembered.written.churn import CHURN
from tests.extract.remembered.written.edits import EDITS, WHERE, Edit
from tests.extract.remembered.written.furniture import EVERYWHERE, FURNITURE, MANNERS, furniture
from tests.extract.remembered.written.host import Patch

if TYPE_CHECKING:
    from tests.extract.remembered.written.host import Host

_PUT = tuple(f"{name}, {where}" for name in FURNITURE for where in WHERE)
_MADE = tuple(f"{name}, {where}".removesuffix(", ") for name, where in EDITS)
BOTH = (
    "word, first",
    "word, last",
    "short, middle",
    "short, last",
    "sentence, last",
    "removed, middle",
)
"""Edits that are written a second time, with furniture next to them."""
KINDS = (*_PUT, *CHURN, *_MADE, *(f"{name}, and furniture" for name in BOTH), *BOXED)


@dataclass(frozen=True)
class Written:
    """The page as it was and as it is now; ``told`` if the article itself has changed.

    ``everywhere`` are texts that are now on all other pages of the outlet.
    """

    kind: str
    before: str
    after: str
    told: bool
    edit: Edit
    everywhere: tuple[str, ...] = ()


def write(host: Host, kind: str, turn: int) -> Written | None:
    """The change on this page, or None if it does not fit; ``turn`` chooses its markup."""
    name = kind.removesuffix(", and furniture")
    if name in _PUT:
        put, where = name.split(", ")
        patch = _put(host, put, MANNERS[turn % len(MANNERS)], where)
        return _made(host, kind, Edit([patch]), told=False, everywhere=_texts(host, put))
    if name in CHURN:
        before, after = CHURN[name](host)
        return _made(host, kind, Edit(after, before=before), told=False) if after else None
    if kind in BOXED:
        return _made(host, kind, boxed(host, kind, turn), told=True)
    found, _, where = name.partition(", ")
    edit = EDITS[found, where](host, where)
    if edit is None:
        return None
    if kind != name:
        edit = replace(edit, patches=[*edit.patches, *_beside(host, where, turn)])
    return _made(host, kind, edit, told=True)


def _made(
    host: Host, kind: str, edit: Edit, *, told: bool, everywhere: tuple[str, ...] = ()
) -> Written:
    pages = host.patched(*edit.before), host.patched(*edit.patches)
    return Written(kind, *pages, told, edit, everywhere)


def _put(host: Host, name: str, manner: str, where: str) -> Patch:
    place = host.places[host.at(where)]
    at = place.end if where == "last" else place.start
    return Patch(at, at, furniture(name, manner, host.words))


def _beside(host: Host, where: str, turn: int) -> list[Patch]:
    """Furniture before the second paragraph after the edit; the count wraps around at the end."""
    name = FURNITURE[turn % len(FURNITURE)]
    manner = MANNERS[turn // len(FURNITURE) % len(MANNERS)]
    place = host.places[(host.at(where) + 2) % len(host.places)]
    return [Patch(place.start, place.start, furniture(name, manner, host.words))]


def _texts(host: Host, name: str) -> tuple[str, ...]:
    return tuple(host.words[name]) if name in EVERYWHERE else ()
