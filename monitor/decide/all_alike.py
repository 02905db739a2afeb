"""What is reported about a host that answers alike for all of its pages, and so for none of them.

It is an incident of the host, like its silence; the first word of the detail tells the two apart.
"""

from __future__ import annotations

from monitor.notation.telling import in_words

OF_ALL = "all "
CAPTIVE = "all requests get the same page, even those for feeds or robots.txt"
"""No outlet's server does this; a network that wants its guests to log in does."""
_MISSED = (
    "all its articles that were visited are absent alike ({}); after a week they count as gone"
)
_WITHHELD = (
    "all its articles that were visited are withheld by law (status 451);"
    " after a week they count as blocked"
)


def all_missed_alike(absence: str, *, withheld: bool) -> str:
    """What is said about an outlet if all of its articles have this absence."""
    return _WITHHELD if withheld else _MISSED.format(in_words(absence).rstrip(","))


def all_led_to(place: str, *, captive: bool) -> str:
    """The same if all redirect to one place; ``captive``: feeds and robots.txt do so too."""
    return f"{'all requests lead' if captive else 'all its pages lead'} to {place}"
