"""What is reported about a host that answers for all of its pages alike, so for none of them.

It is an incident of the host, as its silence is, and begins with words that tell the two apart.
"""

from __future__ import annotations

from monitor.notation.telling import in_words

OF_ALL = "all "
CAPTIVE = "all that is asked gives one page, its feeds or its robots.txt too"
"""No outlet's server does this; a network that wants its guests to log in does."""
_MISSED = "all its articles that were asked for are missed alike ({}); gone after a week of it"
_WITHHELD = (
    "all its articles that were asked for are withheld by law (status 451);"
    " blocked after a week of it"
)


def all_missed_alike(absence: str, *, withheld: bool = False) -> str:
    """What is said about an outlet if all of its articles have this absence."""
    return _WITHHELD if withheld else _MISSED.format(in_words(absence).rstrip(","))


def all_led_to(place: str, *, captive: bool) -> str:
    """The same if all redirect to one place; ``captive``: feeds and robots.txt do so too."""
    return f"{'all that is asked leads' if captive else 'all its pages lead'} to {place}"
