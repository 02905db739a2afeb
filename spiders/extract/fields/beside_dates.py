"""Authors named in one line with a date, before it or behind it: *Par Ana Quill, 5 mars 2031*."""

from __future__ import annotations

import re

from spiders.extract.fields.names import is_person, is_signature, parts_of, without_by

_ZONE = re.compile(r"(?:\s*(?:[ap]\.?m\.?|[A-Z]{2,5})(?![\w.]))*[\s,.–—·|-]*(?=by\s)")
_BEHIND_NAME = re.compile(r",| in (?=[A-Z])")
_HOUSE_FIRST = re.compile(r"[A-Z]{2,} \S*[a-z]")
"""*CBC Arts*: an organisation's initials, and one of its desks."""
_MARKS = " ,|–—-"
_JOINING = re.compile(r" (?:am|on|at|le|el|il|den|op|em|um|в|о|від)$")
"""What joins a name to the date or the hour behind it."""
_ALONE = re.compile(r"[^\W\d_][\w.-]{1,24}")
_ALONE_BEHIND = re.compile(r"(?:[Uu]hr )?(?:von|by|par|door|por|da) ([^\W\d_][\w.-]{1,24})")
_WORDS = re.compile(r"[^\W\d_]+")
MOST_BEFORE = 3
"""A weekday, a month and *um* or *at* may be in a date before the name of a member of a blog."""


def part_beside_date(line: str) -> str | None:
    """The only person in *Lala Mammadova | 26.11.2026 06:13*, if all other parts have digits."""
    parts = parts_of(line)
    persons = [part for part in parts if is_person(part) and not _HOUSE_FIRST.match(part)]
    dated = [part for part in parts if any(map(str.isdigit, part))]
    return persons[0] if len(persons) == 1 and len(parts) == 1 + len(dated) > 1 else None


def before_date(line: str) -> str | None:
    """The name in *Par Ana Quill, 5 mars 2031*, or one word in *Von Ana am 05.03.2031, 14:05*."""
    first = next((number for number, sign in enumerate(line) if sign.isdigit()), 0)
    before = line[:first].rstrip(_MARKS)
    head = _JOINING.sub("", before)
    name = without_by(head)
    joined = head not in {before, name}
    if is_signature(head) or (joined and _ALONE.fullmatch(name)):
        return name
    return None


def behind_date(line: str) -> str | None:
    """The line after its last digit, if that is a signature: *14.03.2025 Von Jonas Okafor*."""
    last = max((number for number, sign in enumerate(line) if sign.isdigit()), default=-1)
    rest = line[last + 1 :].strip(" ,.–—·|-")
    zone = _ZONE.match(rest)
    rest = rest if zone is None else rest[zone.end() :]
    for end in (len(rest), *(match.start() for match in _BEHIND_NAME.finditer(rest))):
        if last >= 0 and is_signature(rest[:end]):
            return rest[:end]
    few = last >= 0 and len(_WORDS.findall(line[:last])) <= MOST_BEFORE
    alone = _ALONE_BEHIND.fullmatch(rest) if few else None
    return alone[1] if alone is not None else None
