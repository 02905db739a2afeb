"""The cookies that are set on the way to one page, for a server that wants one back. Pure.

Some protections set a cookie with a redirect to the same address, and give the page only to those
who send it back. It is sent on that one way alone; nothing is kept for another visit.
"""

from __future__ import annotations

import re

_SET = re.compile(
    rb"\n[ \t]*set-cookie[ \t]*:[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([^;\r\n]*)", re.IGNORECASE
)
MOST = 4096
"""A longer cookie line is not sent: servers refuse long heads."""


def given_in(head: bytes) -> dict[str, str]:
    """The names and values of the cookies that a response head sets; the last of each name."""
    found = ((one[1].decode("ascii"), one[2].strip()) for one in _SET.finditer(head))
    return {name: value.decode("latin-1") for name, value in found}


def line_of(cookies: dict[str, str]) -> str | None:
    """The Cookie value to send back; None if there is nothing, or too much."""
    line = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return line if 0 < len(line) <= MOST else None
