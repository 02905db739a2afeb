"""Words for people for what the archive stores in short ones."""

from __future__ import annotations

import re

_WORDS = {
    "missing, with status 200": "a page that says “not found”, with status 200,",
    "no article on the page": "a page without an article",
    "another page": "another page in its place",
    "one page for many articles": "one page in place of many articles",
    "dns": "its name is not known (DNS)",
    "timeout": "it did not answer in time",
    "connection refused": "it refuses connections (connection refused)",
    "unreachable": "its network cannot be reached (network unreachable)",
    "reset": "it broke off the connection (connection reset)",
    "no answer": "it closed the connection without an answer",
    "tls": "no TLS connection could be made with it",
    "tls expired": "its certificate has expired",
    "tls not yet valid": "its certificate is not valid yet",
    "tls wrong name": "its certificate is for another name",
    "tls self-signed": "its certificate is signed by itself alone",
    "tls untrusted": "its certificate is by an authority that is not trusted here",
    "short body": "its answer broke off",
    "too large": "its answer is larger than max_bytes",
    "bad chunk": "its answer is broken (chunks that do not fit)",
    "bad length": "its answer is broken (lengths that contradict each other)",
    "bad status": "its answer is not HTTP",
    "bad coding": "its answer cannot be unpacked",
    "bad checksum": "its answer was damaged on the way (a checksum that does not fit)",
    "not text": "what it sends as a page is not text",
    "not a document": "what it sends is not of a type that can be a page",
}


_BOTH_HEADLINES = re.compile(r"(?<=^Headline changed)(?: from “[^”]*”)? to “[^”]*”")
"""The headlines quoted in a summary; quotation marks within them are single ones."""


def in_words(short: str) -> str:
    """The words for an absence, or for why a fetch failed; most are stored in words already."""
    return _WORDS.get(short, short)


def under_its_headline(summary: str) -> str:
    """A summary to be shown below the marked headline: without quoting the headline again."""
    return _BOTH_HEADLINES.sub("", summary)
