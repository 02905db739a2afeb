"""What is known about a time, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.notation.times import apart

if TYPE_CHECKING:
    from monitor.queries.presence import Look, Presence


def sentence(known: Presence) -> str:
    """The visits before and after a time: nothing is known about the time itself."""
    looks = [one.at for one in (known.without, known.after) if one is not None]
    told = apart(known.time, known.before, *looks)
    words = f"The last visit by {told(known.time)}, at {told(known.before)}, showed"
    words += f" revision {known.revision}"
    if known.newest != known.revision:
        words += f" again, though revision {known.newest} had been seen before it"
    if known.without is not None:
        words += f"; from {told(known.without.at)} on it was not there"
    if known.after is None:
        return f"{words}. There was no visit after that time."
    same = known.after.revision == known.revision and known.without is None
    words += f"; {'so did the next' if same else 'the next showed ' + _name_of(known.after)},"
    return f"{words} at {told(known.after.at)}. What was there in between is not known."


def _name_of(look: Look) -> str:
    return f"revision {look.revision}" if look.revision else "no article"
