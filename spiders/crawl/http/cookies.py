"""Pure: the cookies that are given on the way to one page, for a server that wants one back.

Some protections give a cookie with a redirect to the same address, and the page to who brings it.
It is shown on that one way, by a reader who is new each time; nothing of it is kept for another.
"""

from __future__ import annotations

import re

_SET = re.compile(
    rb"\n[ \t]*set-cookie[ \t]*:[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([^;\r\n]*)", re.IGNORECASE
)
MOST = 4096
"""More bytes are not brought back: servers refuse long heads."""


def given_in(head: bytes) -> dict[str, str]:
    """Names and values of the cookies that a response head sets; the last one of each name."""
    found = ((one[1].decode("ascii"), one[2].strip()) for one in _SET.finditer(head))
    return {name: value.decode("latin-1") for name, value in found}


def line_of(cookies: dict[str, str]) -> str | None:
    """What is sent back; None where there is nothing, or too much."""
    line = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return line if 0 < len(line) <= MOST else None
