"""An archive's settings: the file ``variorum.toml`` in its folder."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from spiders.outlets.lines import positions
from storage.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "variorum.toml"
_MEND = (
    "Fix it: a text is in quotation marks, a number has a point and no comma, and no setting is"
    " there twice."
)

TEMPLATE = """\
# Settings of this archive. Every line is optional; lines that begin with # show the defaults.

# Who is asking: a web page or mail address at which an outlet can reach you. It is sent with
# every request. Please set it: outlets block strangers first.
#contact = "https://example.org/our-archive"

# Seconds between two requests to one host. Hosts at a loopback address have no delay unless
# `variorum crawl --delay` says so. A longer Crawl-delay in robots.txt is obeyed.
#delay_s = 2.0

# Requests to one host at a time.
#concurrent_per_host = 2

# How many visits to articles to plan for per day, over all outlets. With fewer, articles are
# visited less often where that misses the fewest edits; 0 means as many as their edits are
# worth. Ten visits that are answered with "not modified" count as one. An outlet's rules can set
# a number of its own.
#fetches_a_day = 0

# Connections that are open at the same time, to all hosts together.
#max_connections = 64

# Patterns (Python's) of addresses that are never fetched, whatever outlet they belong to. Those
# of a single outlet are in its rules.
#deny = ['[?&]print=']

# Seconds within which an answer must have arrived in full.
#timeout_s = 30.0

# The largest body in bytes, as sent and as decoded. Anything larger is cut, and marked as cut.
#max_bytes = 20971520

# Redirects that are followed from one address.
#max_redirects = 5

# A page that may be "not modified" is still fetched in full at every n-th visit in a row,
# because servers make mistakes; at every fourth, while a host has not proved that its answers
# are right.
#full_fetch_every = 20

# Hosts at private addresses (10.0.0.0/8, 127.0.0.0/8, ...) that may be visited. An outlet's own
# home and seeds are allowed if they are given as such an address.
#allow_private = ["intranet.example:8080"]

# WebSub: the address at which `variorum serve` can be reached from outside, so that hubs can
# announce news in a feed there (below it: /websub/...). Without one no hub is used.
#websub_callback = ""

# A file of further certificate authorities (PEM) to trust, in the archive's folder or by full
# path.
#ca_file = ""

# Time-stamping authorities (RFC 3161), one or two, that are asked to sign every checkpoint. They
# see nothing but a hash. One that is free of charge: https://freetsa.org/tsr
#timestamp_authorities = []

# A file of their root certificates (PEM), to check their answers; in the archive's folder or by
# full path.
#timestamp_roots = ""
"""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings, each with its default. Times in seconds, sizes in bytes.

    ``allow_private``: hosts (with the port, unless it is the default one) that may be visited
    although they are at a private address. ``deny``: patterns of addresses that are never
    requested.
    """

    contact: str = ""
    delay_s: float = 2.0
    concurrent_per_host: int = 2
    max_connections: int = 64
    fetches_a_day: int = 0
    deny: tuple[str, ...] = ()
    timeout_s: float = 30.0
    max_bytes: int = 20 * 1024 * 1024
    max_redirects: int = 5
    full_fetch_every: int = 20
    allow_private: tuple[str, ...] = ()
    websub_callback: str = ""
    ca_file: str = ""
    timestamp_authorities: tuple[str, ...] = ()
    timestamp_roots: str = ""

    @property
    def user_agent(self) -> str:
        """The User-Agent: always the same, with a way to reach whoever runs the crawl."""
        contact = self.contact or "no contact given; set it in variorum.toml"
        return f"Variorum/{_version()} (+{contact})"


_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Configuration)}
_LEAST: dict[str, float] = {
    "delay_s": 0,
    "concurrent_per_host": 1,
    "max_connections": 1,
    "fetches_a_day": 0,
    "timeout_s": 0.01,
    "max_bytes": 1024,
    "max_redirects": 0,
    "full_fetch_every": 1,
}


def load(folder: Path) -> Configuration:
    """The settings in this folder; the defaults if there is no file. Raises InputError."""
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Configuration()
    except OSError as error:
        why, do = f"{error.strerror}.", "Change its permissions, or put a file in its place."
        raise InputError(f"{path} cannot be read.", why=why, do=do) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8.", why=f"{error}.", do="Save it as UTF-8."
        ) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not TOML.", why=f"{error}.", do=_MEND) from error
    checked = {}
    for key, value in table.items():
        try:
            checked[key] = _checked(key, value, folder)
        except ValueError as error:
            raise _mistake(path, text, key, error) from error
    return Configuration(**checked)


def _mistake(path: Path, text: str, key: str, error: ValueError) -> InputError:
    """An error that names the line, like one about a rule file."""
    number = positions(text).get((key,), 1)
    what, _, why = str(error).partition("\n")
    return InputError(f"{path}, line {number}: {what}", why=why, do="Fix the line and try again.")


def _checked(key: str, value: object, folder: Path) -> Any:
    """The value as the dataclass needs it. Raises ValueError: what, and on a second line why."""
    if key not in _DEFAULTS:
        from difflib import get_close_matches  # noqa: PLC0415 — only for a mistake

        close = get_close_matches(key, _DEFAULTS, n=1, cutoff=0.6)
        meant = f" Did you mean {close[0]!r}?" if close else ""
        names = ", ".join(sorted(_DEFAULTS))
        raise ValueError(f"there is no setting {key!r}.{meant}\nThere are {names}.")
    default = _DEFAULTS[key]
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f"{key} must be a list of texts.")
        if key == "deny":
            _check_patterns(value)
        return tuple(item.lower() if key == "allow_private" else item for item in value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, float) and number:
        value = float(value)  # type: ignore[arg-type]  # a number, as just checked
    if type(value) is not type(default):
        names_of = {str: "a text", int: "a whole number", float: "a number"}
        raise ValueError(f"{key} must be {names_of[type(default)]}.")
    if isinstance(value, str) and not (value.isascii() and value.isprintable()):
        raise ValueError(f"{key} must be plain ASCII on one line.")
    if key in _LEAST and not _LEAST[key] <= value < float("inf"):  # type: ignore[operator]  # those are numbers
        raise ValueError(f"{key} must be {_LEAST[key]:g} or more.")
    return _authorities(str(folder / str(value))) if key == "ca_file" and value else value


def _check_patterns(patterns: list[str]) -> None:
    import regex  # noqa: PLC0415  # only where there are any

    for pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            raise ValueError(f"deny: the pattern {pattern!r} is broken.\n{error}.") from error


def _authorities(path: str) -> str:
    """The path, if its certificates can be used; otherwise every single host would fail.

    Raises ValueError.
    """
    import ssl  # noqa: PLC0415  # only where there is such a file

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except OSError as error:  # ssl.SSLError is one too
        why = error.strerror or str(error)
        raise ValueError(
            f"ca_file: {path} holds no certificates that can be used.\n{why}."
        ) from error
    return path


@functools.cache
def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # 20 ms

    try:
        return version("variorum")
    except PackageNotFoundError:  # run from an unpacked source tree
        return "0"
