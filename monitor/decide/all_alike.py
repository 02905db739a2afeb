"""What is told of a host that answers, and for all of its pages alike: no page's own word.

It is told as the host's, as a silence of the host is, and begins so that the two are told apart.
"""

from __future__ import annotations

from monitor.notation.telling import in_words

OF_ALL = "all "
CAPTIVE = "all that is asked gives one page, its feeds or its robots.txt too"
"""No server of an outlet does so: a network does that wants to know its guests."""
_MISSED = "all its articles that were asked for are missed alike ({}); gone after a week of it"
_WITHHELD = (
    "all its articles that were asked for are withheld by law (status 451);"
    " blocked after a week of it"
)


def all_missed_alike(absence: str, *, withheld: bool = False) -> str:
    """What is told of an outlet all of whose articles have this absence."""
    return _WITHHELD if withheld else _MISSED.format(in_words(absence).rstrip(","))


def all_led_to(place: str, *, captive: bool) -> str:
    """The same where all lead to one place; ``captive``: what machines ask for, too."""
    return f"{'all that is asked leads' if captive else 'all its pages lead'} to {place}"
