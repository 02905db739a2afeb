"""The keys by which indexes of web archives are sorted and searched (SURT).

They are coarser than our own key of an address: letters lose their case. There are two of them:
pywb and similar programs undo escapes and remove a final slash; programs that replay in a browser
do neither. If a page's key is not the one they look for, they do not find it, or show another
capture.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit

from storage.punycode import punycode

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_PORTS = {"http": 80, "https": 443}
_WWW = re.compile(r"www\d*\.")
_WWW_BEGIN = re.compile(r"^(https?://)www\d*\.")
_STAND = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""Signs that need no escape; ``#`` and ``%`` do."""
_STAND_IN_PATH = "!$&'()*+,-./:;=@[\\]_|~%"
_STAND_IN_QUERY = "!$&()*+,-./:;=?@[\\]^_`{|}~%"
"""The same in a browser (the URL Standard)."""
_PATH_SESSION = (
    re.compile(r"(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^?]+\.aspx.*)", re.DOTALL),
    re.compile(r"(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)", re.DOTALL),
)
_QUERY_SESSION = tuple(
    re.compile(rf"(.*)(?:{form})(?:&(.*))?", re.DOTALL)
    for form in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)
"""Session ids, which programs used to write into every address."""
_LONGEST = 4096
"""Only paths and queries of up to this many characters are searched for session ids."""
_MOST_TIMES = 100
"""How many times something may be escaped; honest software does it twice at most."""


def keys_of(url: str) -> list[str]:
    """The one or two keys under which readers look for this address."""
    return sorted({cdx_key(url), browser_key(url)})


def browser_key(url: str) -> str:
    """``https://www.Herald.example/B%41/?z&a`` becomes ``example,herald)/b%41/?a&z``."""
    try:
        parts = urlsplit(_WWW_BEGIN.sub(r"\1", url).lower())
        host, port = parts.hostname or "", parts.port
        name = f"[{host}]" if ":" in host else punycode(host)
    except ValueError:
        return cdx_key(url)
    if not name.isascii():  # not a name that could be looked up
        return cdx_key(url)
    where = f":{port}" if port and port != _PORTS.get(parts.scheme) else ""
    path = quote(parts.path or "/", safe=_STAND_IN_PATH)
    query = "&".join(sorted(quote(parts.query, safe=_STAND_IN_QUERY).split("&")))
    return f"{','.join(reversed(name.split('.')))}{where}){path}" + (f"?{query}" if query else "")


def cdx_key(url: str) -> str:
    """``https://www.Herald.example/B%41?z&a`` becomes ``example,herald)/ba?a&z``."""
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return url.replace(" ", "%20").lower()
    where = f":{port}" if port and port != _PORTS.get(parts.scheme.lower()) else ""
    key = f"{','.join(reversed(host.split('.')))}{where}){_path(parts)}"
    query = _query(parts)
    return f"{key}?{query}" if query else key


def _host(name: str) -> str:
    """The host's name, normalised. Raises ValueError for one that cannot be a host."""
    name = unquote_to_bytes(name).decode("utf-8", "ignore")
    name = punycode(name).replace("..", ".").strip(".").lower()
    if name.isdigit():
        return str(ipaddress.IPv4Address(int(name) & 0xFFFFFFFF))
    return _escaped(name.removeprefix(www[0] if (www := _WWW.match(name)) else "")).lower()


def _path(parts: SplitResult) -> str:
    kept: list[str] = []
    names = _unescaped(parts.path).split(b"/")[1:]
    for name in names:
        if name == b"..":
            kept = kept[:-1] if kept else [".."]
        elif name != b".":
            kept.append(_escaped(name))
    path = "/" + "/".join([name for name in kept[:-1] if name] + kept[-1:])
    path = path.lower()
    for session in _PATH_SESSION if len(path) <= _LONGEST else ():
        if found := session.fullmatch(path):
            path = found[1] + found[2]
    return path.removesuffix("/") or "/"


def _query(parts: SplitResult) -> str:
    query = _escaped(_unescaped(parts.query)).lower()
    for session in _QUERY_SESSION if len(query) <= _LONGEST else ():
        if found := session.fullmatch(query):
            query = found[1] + (found[2] or "")
    if len(query) < 2:  # noqa: PLR2004 — nothing to sort
        return query
    return "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("=")))


def _unescaped(text: str) -> bytes:
    """Undo escapes until there are none: some software escapes what is escaped already."""
    data = text.encode("utf-8", "replace")
    for _ in range(_MOST_TIMES):
        before, data = data, unquote_to_bytes(data)
        if data == before:
            break
    return data


def _escaped(data: str | bytes) -> str:
    return quote(data, safe=_STAND)
