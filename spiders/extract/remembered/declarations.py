"""What a page declares about itself, and whether two pages declare the same where they differ.

That is meta tags, title, links of the head, dates as machine data in attributes and scripts. Names
are compared as a parser has them: in any case, and those with escaped letters count as in doubt.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from spiders.extract.likeness import bare
from spiders.extract.remembered.pieces import any_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.remembered.pieces import Pieces, Stretch

_SILENT_META = re.compile(
    rb"token|csrf|nonce|viewport|build|verif|request|validate|generator|theme-color|robots"
    rb"|refresh|referrer|tilecolor|app-id|policy"
)
_SAYING = (
    rb"title|site_name|application|author|creator|byl|date|time|publi|modif|revised|created|issued"
    rb"|lastmod|descr|section|category|type|url|locale|language|label1|data1|hdl_p|&"
)
_SPEAKING_META = re.compile(b"image|" + _SAYING)
"""In the names of all metas that the reader uses, as a test checks, and in an escaped name."""
_SPEAKING_BESIDE = re.compile(_SAYING)
"""The same without those that declare the picture."""
PICTURES = frozenset({b"og:image", b"og:image:url", b"twitter:image", b"twitter:image:src"})
"""The metas from which the picture is read."""
_PICTURELESS = b"meta name=robots>"
_NAMING = frozenset({b"name", b"property", b"itemprop", b"http-equiv"})
_ATTRIBUTE = re.compile(rb"([^\s=>\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_SWALLOWING = ("xmp", "noembed", "noframes", "plaintext", "object")
"""Without an end tag of their own these contain all that follows, whatever else is closed there."""
_KINDS = ("meta", "link", "title", "html", "base", "h1", "input", *_SWALLOWING)
_DECLARING = re.compile(f"<({'|'.join(map(any_case, _KINDS))})(?![^\\s/>])[^<]*".encode())
_CANONICAL = re.compile(rb"(?i)canonical|rel\s*=\s*[\"']?[^\"'>]{0,99}&")
_PASSWORD = re.compile(rb"(?i)type\s*=\s*[\"']?(?:password|[^\"'\s>]{0,99}&)")
_SOUND = re.compile(
    rb"(?>(?:<(?:/?[a-zA-Z]|[!?])(?>(?:[^\"'<>]++|\"[^\"<]*+\"|'[^'<]*+')*)>[^<]*+)*)"
)
"""Tags whose quotes are in pairs: what looks like a tag after them is not part of a value."""
_OPENS = re.compile(rb"/?[a-zA-Z]|[!?]")
_LONG = 4_000
_IN_HEAD = re.compile(rb"(?i)(?:meta|link)\s[^>]*>\s*\Z")
_ITS_TIME = re.compile(rb"\s*=\s*[\"']?[^\"'>]{0,99}(?:date(?:publ|modi)|&)")
_STATED = re.compile(
    rb"(?i)(?:datePublished|publish(?:ed)?_?-?(?:date|on|at)|pubdate)"
    rb"(?:[\"'\\=:\s]|&quot;|&#34;){1,14}(\d{4}-\d\d-\d\d[T ]?[\d:.]*(?: ?[+-]\d\d:?\d\d|Z)?)"
)
_MARKS = ((b"datePublished", 0), (b"ublish", 1), (b"pubDate", 0))
"""As in :mod:`spiders.extract.fields.stated`: a name begins this many letters before each mark."""
LEAST = 200
"""The data of a script that is no longer than this, in bytes, has no article's text."""
_IS_DATA = re.compile(rb"\A<script[^>]*+>.*\"\s*+[:,]", re.IGNORECASE | re.DOTALL)
_HELD = (
    *(b"<meta", b"<title", b"canonical", b"ld+json", b"<base", b"<input", b"datepubl"),
    *(b"datemodi", b"shadowroot"),
)
_SAYS_ALONE = re.compile(rb"<noscript[^>]*+>\s*+[^<\s]")


def is_silent(before: bytes, old: Sequence[bytes], new: Sequence[bytes]) -> bool:
    """Whether the pieces that went and came declare nothing about the page, or both the same.

    ``before`` is the piece before them: if its tag is still open, they are not sure to be silent.
    """
    said = b"<" + b"<".join((before, *old, *new))
    if not (_are_sound(before, *old, *new) if len(said) > _LONG else _SOUND.fullmatch(said)):
        return False
    changed = said[len(before) + 1 :]
    declares = any(map(_declares, _DECLARING.finditer(changed)))
    if (declares and not _declare_alike(old, new)) or _states_time(changed.lower()):
        return False
    return not _may_state(changed) or _times_in(b"<".join(old)) == _times_in(b"<".join(new))


def _declare_alike(old: Sequence[bytes], new: Sequence[bytes]) -> bool:
    """Whether these are only meta tags and links of a head, and those that declare are the same.

    Only the silent ones among them differ. No other tag is allowed: what is in a title is no tag.
    """
    if not all(_IN_HEAD.match(piece) for piece in (*old, *new)):
        return False
    told = ([one for one in each if _tells(one)] for each in (old, new))
    return next(told) == next(told)


def _tells(piece: bytes) -> bool:
    found = _DECLARING.match(b"<" + piece)
    return found is not None and _declares(found)


def _are_sound(*pieces: bytes) -> bool:
    """The same piece by piece, mostly by counting quotes: a pattern is slow on long pieces."""
    for piece in pieces:
        tag, closed, _ = piece.partition(b">")
        paired = closed and b"'" not in tag and tag.count(b'"') % 2 == 0
        if not (paired and _OPENS.match(tag)) and not _SOUND.fullmatch(b"<" + piece):
            return False
    return True


def _declares(found: re.Match[bytes]) -> bool:
    kind = found[1].lower()
    if kind == b"meta":
        return not is_silent_meta(found[0][1:])
    if kind == b"link":
        return _CANONICAL.search(found[0]) is not None
    return kind != b"input" or _PASSWORD.search(found[0]) is not None


def _states_time(low: bytes) -> bool:
    """Whether an attribute names a time of publication or of the last change."""
    return any(
        _ITS_TIME.match(low, place + len(name))
        for name in (b"itemprop", b"property")
        for place in _places(low, name)
    )


def _places(said: bytes, name: bytes) -> Iterator[int]:
    place = said.find(name)
    while place >= 0:
        yield place
        place = said.find(name, place + len(name))


def is_silent_meta(piece: bytes) -> bool:
    """Whether a meta tag is one that the reader never uses."""
    names = _names_in(piece)
    return bool(names) and not any(map(_is_asked_for, names))


def without_pictures(pieces: Sequence[bytes]) -> list[bytes]:
    """These pieces, with a silent meta tag in place of each that declares only the picture.

    The reader uses such metas for the picture and for no other field.
    """
    return [_PICTURELESS + one.partition(b">")[2] if _tells_picture(one) else one for one in pieces]


def _tells_picture(piece: bytes) -> bool:
    if piece[:4].lower() != b"meta" or not piece[4:5].isspace() or b"image" not in piece.lower():
        return False
    if piece.count(b">") != 1 or not _SOUND.fullmatch(b"<" + piece) or _may_state(piece):
        return False
    asked = [name for name in _names_in(piece) if _is_asked_for(name)]
    return bool(asked) and all(
        name in PICTURES or _SPEAKING_BESIDE.search(name) is None for name in asked
    )


def _names_in(piece: bytes) -> list[bytes]:
    """The names of a meta tag, in lower case."""
    return [
        (quoted or single or bare).lower()
        for name, quoted, single, bare in _ATTRIBUTE.findall(piece, 4)
        if name.lower() in _NAMING
    ]


def _is_asked_for(name: bytes) -> bool:
    return _SPEAKING_META.search(name) is not None and _SILENT_META.search(name) is None


def tell_the_same(old: Pieces, new: Pieces, *, unshown: bool = False) -> bool:
    """Whether the scripts and other dropped elements that the two pages do not share declare alike.

    ``unshown``: the page showed no article, so that one may come in the data of its scripts.
    """
    if old.json_ld != new.json_ld or old.nested != new.nested:
        return False
    there, here = set(map(id, new.stretches)), set(map(id, old.stretches))
    went = [_dark(one) for one in old.stretches if id(one) not in there]
    came = [_dark(one) for one in new.stretches if id(one) not in here]
    if _times_in(b"\n".join(went)) != _times_in(b"\n".join(came)):
        return False
    said = ([one for one in each if _may_declare(one, unshown=unshown)] for each in (went, came))
    return next(said) == next(said)


def names_of(page: Pieces, most: int) -> str:
    """The page's own titles, from its first ``most`` pieces and its JSON-LD.

    As one string of letters and digits alone.
    """
    said = [*filter(_NAMES_PAGE.match, page.pieces[:most]), *page.json_ld]
    text = html.unescape(b" ".join(said).decode("utf-8", "replace"))
    return bare(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


_NAMES_PAGE = re.compile(rb"(?i)title[\s>]|meta\s[^>]*title")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def _may_declare(dark: bytes, *, unshown: bool) -> bool:
    """Whether an element that is left out may declare something; a script contains only text."""
    if dark[:4].lower() in _OF_TEXT:
        if unshown and len(dark) > LEAST and _IS_DATA.search(dark) is not None:
            return True
        return _states_time(dark[: dark.find(b">")].lower())
    if unshown and len(dark) > LEAST and dark[:9].lower() == b"<noscript":
        return True
    low = dark.lower()
    return any(name in low for name in _HELD) or _SAYS_ALONE.match(low) is not None


_OF_TEXT = frozenset({b"<!--", b"<scr", b"<sty", b"<ifr", b"<tex"})


def _dark(one: Stretch) -> bytes:
    """The element or comment that ends a stretch."""
    return one[0][len(one[1]) :]


def _may_state(whole: bytes) -> bool:
    """Whether it has the letters that every mark of a time of publication has."""
    return b"ublish" in whole or b"pubDate" in whole


def _times_in(whole: bytes) -> list[list[bytes]]:
    """The times of publication that machine data state, as the reader looks for them."""
    return [
        [
            found[1]
            for place in _places(whole, mark)
            if (found := _STATED.match(whole, max(0, place - step)))
        ]
        for mark, step in _MARKS
    ]
