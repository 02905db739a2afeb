"""URLs: their canonical form, the key under which an address is known, and resolving links.

The key is a SURT (Sort-friendly URI Reordering Transform, as web archives use it) of the
canonical URL, with scheme, leading ``www.`` and trailing slash folded, so that addresses which
are the same page to every reader are one address to us.
"""

from __future__ import annotations

import functools
import ipaddress
import posixpath
import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from storage.punycode import punycode

DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING = frozenset(
    {
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "_openstat",
        "ysclid",
        "ref_src",
        "ref_url",
        "cmpid",
        "ocid",
        "ncid",
        "smid",
        "cn_src",
        "at_medium",
        "at_campaign",
        "__twitter_impression",
        "amp_js_v",
        "amp_gsa",
        "usqp",
        "fb_action_ids",
        "fb_action_types",
        "fb_source",
        "spm",
        "share_source",
        "sharetype",
        "__cf_chl_tk",
        "__cf_chl_rt_tk",
    }
)
"""Query parameters that say how a reader came to a page, never which page it is."""

_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "__cf_chl_")
_SCRIPT = re.compile(r"\.(?:php|aspx?|jsp|cfm|cgi|do|pl)\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:cmp|nc|oc|sm)id=[0-9]+", re.IGNORECASE)
"""If a script gets no other parameter, this is the number of the page: without it, all its pages
would have the same address."""
_SESSION = re.compile(
    r"/\((?:[A-Z]\([^()/]{0,500}\)){0,4}S\([a-z0-9]{24}\)(?:[A-Z]\([^()/]{0,500}\)){0,4}\)(?=/)"
)
"""A session number as ASP.NET writes it into the path for readers who accept no cookies.

It differs on each visit; without one, the server redirects to the same page under a new one.
"""
_SPACES = re.compile(r"[\t\r\n]")
_HALVES = re.compile("[\ud800-\udfff]")
"""Lone surrogates, which JSON can express and no encoding can: a text that was cut in an emoji."""
_SIGNS = r"[\w.~/:@!$&'()*+,=-]"
_PLAIN = re.compile(rf"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(/{_SIGNS}*)", re.ASCII)
"""An address of host and path alone, as most are; it needs no further parsing."""
_WHOLE = re.compile(rf"{_PLAIN.pattern}(?:\?(?:{_SIGNS}|[%;])+)?", re.ASCII)
"""An absolute address without a fragment."""
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BEHIND_PATH = re.compile(r"[?#]")
_SAFE_PATH = "!$&'()*+,;=:@/~-._%"
_SAFE_QUERY = _SAFE_PATH + "?"
_ODD = {safe: re.compile(f"[^A-Za-z0-9{re.escape(safe)}]") for safe in (_SAFE_PATH, _SAFE_QUERY)}
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "edu", "ac"})
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@functools.lru_cache(65536)
def canonical(url: str) -> str:
    """The URL as it is remembered: no tracking parameters, fragment, default port or dot segments.

    A session number in the path is removed too. The host is in lower case and punycode, and
    percent-encoding has one form. Everything else that a server could distinguish is kept:
    scheme, ``www.``, trailing slash, the order of the parameters.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None and _dots(plain[2]) == plain[2]:
        return url
    try:
        parts = _split(url)
    except ValueError:
        return url.strip()  # no URL that anybody can request; it is its own canonical form
    # Decoded first, as browsers do: an encoded dot makes a dot segment like any other.
    path = _dots(_absolute(parts.scheme, _encode(parts.path, _SAFE_PATH)))
    given = [pair for pair in parts.query.split("&") if pair]
    pairs = [pair for pair in given if not _tracks(pair)]
    if given and not pairs and _SCRIPT.search(parts.path):
        pairs = [pair for pair in given if _NUMBERED.fullmatch(pair)]
    query = _encode("&".join(pairs), _SAFE_QUERY)
    return urlunsplit((parts.scheme.lower(), _netloc(parts), path, query, ""))


@functools.lru_cache(65536)
def surt(url: str) -> str:
    """The key of a URL: ``(org,example,news)/path?query`` of its canonical form, folded.

    It has no scheme and no leading ``www.``; a trailing slash and the order of query parameters
    make no difference.
    """
    one = canonical(url)
    plain = _PLAIN.fullmatch(one)
    if plain is not None:
        return f"({_labels(plain[1])}){plain[2].rstrip('/') or '/'}"
    try:
        parts = urlsplit(one)
    except ValueError:
        return f"(){url.strip()}"
    port = f":{parts.port}" if parts.port else ""
    path = parts.path.rstrip("/") or "/"
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"({_labels(parts.hostname or '')}{port}){path}" + (f"?{query}" if query else "")


def _labels(name: str) -> str:
    """A host name without ``www.``, its labels reversed; an IP address stays as it is."""
    name = name.removeprefix("www.")
    return name if _is_address(name) else ",".join(reversed(name.split(".")))


@functools.lru_cache(1024)
def host(url: str) -> str:
    """The host name in lower case, with the port unless it is the scheme's default."""
    try:
        return _netloc(_split(url))
    except ValueError:
        return ""


def name_in(host: str) -> str:
    """The host name alone, as it is looked up: without a port and without brackets."""
    return urlsplit(f"//{host}").hostname or ""


def short_name(name: str) -> str:
    """A short name for an outlet, made from its host: ``oc-media`` for ``oc-media.org``."""
    labels = name.removeprefix("www.").split(".")
    if not name[-1:].isdigit() and ":" not in name and len(labels) > 1:
        labels.pop()
        if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
            labels.pop()
    return re.sub(r"[\[\]:-]+", "-", "-".join(labels)).strip("-")


@functools.lru_cache(1024)
def resolve(base: str, href: str) -> str | None:
    """The absolute http(s) URL of a link, without its fragment; None for anything else."""
    if _WHOLE.fullmatch(href):
        return href
    try:
        target = urljoin(base, _slashes(_clean(href)))
        parts = urlsplit(target)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            return None
        _ = parts.port
    except ValueError:
        return None
    return urlunsplit(parts._replace(fragment=""))


def without_user(url: str) -> str:
    """The URL without user name and password, which are never sent and would show in exports."""
    if "@" not in url:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _slashes(href: str) -> str:
    """A link with backslashes in its path as slashes, as browsers read it; the query is kept."""
    if "\\" not in href or _OTHER_SCHEME.match(href):
        return href
    end = _BEHIND_PATH.search(href)
    at = end.start() if end else len(href)
    return href[:at].replace("\\", "/") + href[at:]


def is_loopback(url: str) -> bool:
    """Whether the URL names this very machine, judged by its text alone; nothing is looked up."""
    name = urlsplit(url).hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    return _is_address(name) and ipaddress.ip_address(name).is_loopback


def _split(url: str) -> SplitResult:
    return urlsplit(_clean(url))


def _clean(url: str) -> str:
    """As browsers read it: no tabs or line ends, and U+FFFD in place of lone surrogates."""
    return _HALVES.sub("\ufffd", _SPACES.sub("", url.strip()))


def _netloc(parts: SplitResult) -> str:
    name = punycode(parts.hostname or "").rstrip(".")
    if ":" in name:
        name = f"[{_shortest(name)}]"
    try:
        port = parts.port
    except ValueError:
        port = None
    if port is None or port == DEFAULT_PORTS.get(parts.scheme.lower()):
        return name
    return f"{name}:{port}"


def _shortest(name: str) -> str:
    """An IPv6 address in its canonical form (RFC 5952), which links need not use."""
    try:
        return ipaddress.ip_address(name).compressed
    except ValueError:
        return name


def _is_address(name: str) -> bool:
    if ":" not in name and not name[-1:].isdigit():
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _absolute(scheme: str, path: str) -> str:
    """An http(s) path with a leading slash, even if a broken address names no host."""
    web = scheme.lower() in DEFAULT_PORTS or not path
    return "/" + path if web and not path.startswith("/") else path


def _dots(path: str) -> str:
    """The path with dot segments resolved (RFC 3986, 5.2.4), without session numbers.

    Double slashes are removed; a trailing slash is kept.
    """
    if "/(" in path:
        path = _SESSION.sub("", path)
    if "/." not in path and "//" not in path:
        return path
    clean = posixpath.normpath(path)
    clean = "/" + clean.lstrip("/")
    return clean + "/" if path.endswith(("/", "/.", "/..")) and clean != "/" else clean


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in TRACKING or name.startswith(_TRACKING_PREFIXES)


def _encode(text: str, safe: str) -> str:
    """Percent-encoding in one form: unreserved characters plain, escapes in upper-case hex."""
    if text.isascii() and "%" not in text and " " not in text:
        return quote(text, safe=safe) if _ODD[safe].search(text) else text
    plain = _PERCENT.sub(_decode_unreserved, text)
    return quote(plain, safe=safe)


def _decode_unreserved(match: re.Match[str]) -> str:
    char = unquote(match.group(0), errors="replace")
    return char if char in _UNRESERVED else match.group(0).upper()
