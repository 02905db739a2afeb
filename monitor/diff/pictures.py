"""Pure: whether two addresses show the same picture.

Outlets serve one picture from several hosts, in many sizes, through resizing services, with
numbers that change at every delivery. What identifies it is the path of the file.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_WRAPS = ("url", "src", "image", "img", "u", "file")
"""Parameters that give a resizing service the address of the picture."""
_FORM = frozenset(
    [
        *("w", "h", "q", "v", "width", "height", "quality", "format", "fm", "auto", "fit", "crop"),
        *("dpr", "s", "sig", "signature", "hash", "t", "ts", "token", "expires", "ssl", "resize"),
        *("size", "strip", "zoom", "rect", "mode", "scale", "cb", "rnd", "r", "ixlib", "output"),
    ]
)
_INNER = re.compile(r".(https?:/{1,2}[^?]+)", re.DOTALL)
_SIZED = re.compile(
    r"[whq]?[-_]?\d{1,4}[wh]?|\d{1,4}x\d{0,4}"
    r"|(?:a|ar|b|bo|c|co|dpr|e|f|fl|g|h|o|q|r|t|w|x|y|z)_[\w:.-]{1,30}"
    r"|fit-in|resized?|thumb(?:nail)?s?|smart|scale|crop|unsafe|cdn-cgi|image|filters:.*",
    re.IGNORECASE,
)
"""A folder that tells a service how to transform the picture; as does one with ``=`` or a comma."""
_SUFFIX = re.compile(r"(?:[-_@](?:\d{2,4}x\d{2,4}|\d{2,4}[wh]|\dx|scaled|large|medium|small))+$")
_PROGRAM = frozenset(["php", "asp", "aspx", "ashx", "axd", "jsp", "do", "cgi", "pl", "dll", "exe"])
"""Extensions of programs: the parameters say which picture it is."""
_MOST = 3
"""At most so many addresses are nested."""


def same_picture(one: str, other: str) -> bool:
    """Whether it is one picture, from whatever host and in whatever size."""
    try:
        return one == other or _file(one) == _file(other)
    except ValueError:  # an address that cannot be parsed equals no other
        return False


def _file(url: str) -> tuple[str, ...]:
    """What identifies the picture in an address: parts of its path, and parameters that name it."""
    for _ in range(_MOST):
        inner = _inner(url)
        if inner is None:
            break
        url = inner
    parts = urlsplit(url)
    *folders, name = [unquote(part) for part in parts.path.split("/") if part] or [""]
    stem, dot, kind = name.rpartition(".")
    kept = [part for part in folders if part.isdigit() or not _is_form(part)]
    if dot and kind.lower() not in _PROGRAM:
        return (*kept, _SUFFIX.sub("", stem))
    named = sorted(f"{key}={value}" for key, value in parse_qsl(parts.query) if key not in _FORM)
    return (*kept, name, *named)


def _is_form(folder: str) -> bool:
    return "=" in folder or "," in folder or _SIZED.fullmatch(folder) is not None


def _inner(url: str) -> str | None:
    """The address that a service is given, in a parameter or at the end of its own path."""
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query):
        if key in _WRAPS and "/" in value:
            return value
    found = _INNER.search(unquote(parts.path))
    return None if found is None else found[1]
