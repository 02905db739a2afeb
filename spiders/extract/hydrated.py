"""Formats other than plain JSON in which web frameworks send data to a page's scripts.

Nuxt calls a function with frequent values (``__NUXT__=(function(a,b){return {…}}(…))``),
Next.js pushes a stream of rows in pieces (``__next_f.push([1,"…"])``), and Apollo keeps each thing
once and refers to it (``{"__ref": "Body:1"}``).
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

MOST = 8_000_000
"""The maximum length of what is made of a script, in characters."""
REFERENCES = 2_000
"""How many references of an object are followed."""
DEEP = 20
"""How many levels of nested values are followed."""
COPIED = 300_000
"""How many values are copied for references in all: many may refer to one large thing."""
_CALL = re.compile(r"=\s{0,20}+\(?function\s{0,5}+\(([\w$, ]{0,20000}+)\)\s{0,5}+\{")
_TOKEN = re.compile(
    r"\"(?>(?:[^\"\\]|\\.)*)(?:\"|\\?\Z)|'(?>(?:[^'\\]|\\.)*)(?:'|\\?\Z)"
    r"|[A-Za-z_$][\w$]*+|-?(?:\d[\w.+-]*+|\.\d++)|!0|!1|\S",
    re.DOTALL,
)
"""A string without its end extends to the end of the script: trying each quote takes an hour."""
_SIGN = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u\{0{0,4}([0-9a-fA-F]{1,6})\}|(.))|\"", re.DOTALL)
_SAME_IN_JSON = frozenset('"\\/bfnrtu')
"""Characters that may follow a backslash in JSON too."""
_PROGRAM = frozenset("(=+*/?&|<>!%")
"""Characters outside strings that are never in data: what is returned is then a program."""
_WORDS = {"void": "null", "undefined": "null", "!0": "true", "!1": "false"}
_PUSHED = re.compile(r"__next_f\.push\(\[1,\s*+(\"(?>(?:[^\"\\]|\\.)*)\")\]\)", re.DOTALL)
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,7}),)?")


def called(script: str) -> Any:
    """The data that an immediately invoked function returns; None if there is no such function.

    Raises ``ValueError`` if what is returned is not data.
    """
    start = _CALL.search(script)
    if start is None:
        return None
    tokens = (one[0] for one in _TOKEN.finditer(script, start.end()))
    if "return" not in tokens:
        return None
    *told, end = _closed(tokens, _PROGRAM)
    is_called = end == "}" and next(tokens, "") == "("
    values = _apart(_closed(tokens)[:-1]) if is_called else ()
    names = [name.strip() for name in start[1].split(",")]
    known = dict(zip(names, values, strict=False))
    return json.loads(_joined(told, known))


def _closed(tokens: Iterator[str], never: Collection[str] = ()) -> list[str]:
    """The next tokens, up to the bracket that closes what they are in; the last is "" without one.

    Raises ``ValueError`` at a token that is in ``never``: the rest is not looked at.
    """
    depth, found = 0, list[str]()
    for one in tokens:
        found.append(one)
        if one in never:
            raise ValueError(one)
        if one in "{[(":
            depth += 1
        elif one in "}])":
            depth -= 1
            if depth < 0:
                return found
    return [*found, ""]


def _apart(tokens: Sequence[str]) -> Iterator[str]:
    """The arguments of a call, each as JSON."""
    depth, value = 0, list[str]()
    for one in (*tokens, ","):
        depth += (one in "{[(") - (one in "}])")
        if one == "," and depth == 0:
            yield _joined(value, {})
            value = []
        else:
            value.append(one)


def _joined(tokens: Sequence[str], known: Mapping[str, str]) -> str:
    """A JavaScript literal as JSON: names are quoted, known ones replaced if they are values."""
    made, length = list[str](), 0
    for one, after in itertools.zip_longest(tokens, tokens[1:], fillvalue=""):
        is_void = bool(made) and made[-1] == "null" and one == "0"  # void 0
        if is_void or one == ";":
            continue
        put = _as_json(one, after, known)
        length += len(put)
        if length > MOST:
            raise ValueError(length)
        made.append(put)
    return "".join(made)


def _as_json(one: str, after: str, known: Mapping[str, str]) -> str:
    """A JavaScript token as one of JSON; ``after`` is the token after it."""
    if one[0] in "\"'":
        return _quoted(one)
    if after == ":" and (one[0].isalpha() or one[0] in "_$"):
        return f'"{one}"'
    if one[0] in "-.":
        return one.replace(".", "0.", 1) if one.lstrip("-")[:1] == "." else one
    return _WORDS.get(one) or known.get(one) or one


def _quoted(told: str) -> str:
    """A JavaScript string as one of JSON."""
    inside = told[1:-1]
    if "\\" in inside or '"' in inside:
        inside = _SIGN.sub(_in_json, inside)
    return f'"{inside}"'


def _in_json(sign: re.Match[str]) -> str:
    """The JSON for a backslash and what it escapes, or for a double quote inside the string."""
    two, more, one = sign.groups()
    if two is not None:
        return f"\\u00{two}"
    if more is not None:
        number = int(more, 16)
        return json.dumps(chr(number))[1:-1] if number <= sys.maxunicode else ""
    if one is None:
        return '\\"'
    if one in "\r\n":  # a continued line
        return ""
    return f"\\{one}" if one in _SAME_IN_JSON else one


def streamed(page: str) -> list[Any]:
    """The data rows of a page's stream, with long texts put where they are referred to."""
    pieces = (json.loads(one[1]) for one in _PUSHED.finditer(page))
    stream = "".join(pieces).encode("utf-8", "replace")
    texts, rows, place = dict[str, str](), list[str](), 0
    while (row := _ROW.match(stream, place)) is not None:
        if row[2] is None:
            end = stream.find(b"\n", row.end())
            end = len(stream) if end < 0 else end
            rows.append(stream[row.end() : end].decode("utf-8", "replace"))
            place = end + 1
        else:
            place = row.end() + int(row[2], 16)
            text = stream[row.end() : place].decode("utf-8", "replace")
            texts[f"${row[1].decode()}"] = text
    return [_named(json.loads(one), texts, 0) for one in rows if one[:1] in {"[", "{"}]


def _named(value: Any, texts: Mapping[str, str], depth: int) -> Any:
    if isinstance(value, str):
        return texts.get(value, value)
    if depth > DEEP * 3:
        return value
    if isinstance(value, list):
        return [_named(one, texts, depth + 1) for one in value]
    if isinstance(value, dict):
        return {key: _named(one, texts, depth + 1) for key, one in value.items()}
    return value


class Store:
    """Things that refer to one another by name."""

    def __init__(self, data: Any) -> None:
        self.things: dict[str, Any] = {}
        self.left, self.copied = REFERENCES, 0
        self._gather(data, 0)

    def _gather(self, data: Any, depth: int) -> None:
        if depth > DEEP or not isinstance(data, dict):
            return
        for key, value in data.items():
            if isinstance(value, dict):
                if ":" in key or "__typename" in value:
                    self.things.setdefault(key, value)
                self._gather(value, depth + 1)

    def whole(self, value: Any, depth: int = 0) -> Any:
        """The value with its references replaced by what they refer to."""
        if depth > DEEP or self.copied > COPIED:
            return value
        if isinstance(value, list):
            self.copied += len(value)
            return [self.whole(one, depth + 1) for one in value]
        if not isinstance(value, dict):
            return value
        name = value.get("__ref")
        if isinstance(name, str) and name in self.things and self.left > 0:
            self.left -= 1
            return self.whole(self.things[name], depth + 1)
        self.copied += len(value)
        return {key: self.whole(one, depth + 1) for key, one in value.items()}
