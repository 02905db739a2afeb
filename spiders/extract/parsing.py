"""From the text of a page to its blocks and what its head declares.

lexbor parses and serialises the page in C; one pass over the serialised tags makes the blocks.
That costs a fraction of a walk over node objects, and deep nesting needs no recursion.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.depth import tree_of
from spiders.extract.fields import stated
from spiders.extract.page import DROPPED, Page, squeeze
from spiders.extract.split import split

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_DROPPED = ",".join(DROPPED)
_TEMPLATE = re.compile(
    r"<template\b(?P<shown>[^<>]*\bshadowroot(?:mode)?=[^<>]*)?|</template", re.IGNORECASE
)
"""Matches no further than to the next tag, so that a page of many megabytes takes linear time."""


def parse(text: str) -> Page:
    """Parse HTML into a page. Never raises, whatever the text."""
    tree, page = _begun(text)
    body = tree.body if tree.body is not None else tree.root
    if body is None:
        return page
    for node in body.css(_DROPPED):
        node.decompose(recursive=False)  # its content goes with it
    split(body.html or "", page)
    return page


def declared(text: str) -> Page:
    """Parse HTML into a page without its blocks: only what it declares."""
    return _begun(text)[1]


def _begun(text: str) -> tuple[LexborHTMLParser, Page]:
    tree = tree_of(_with_shadows(text) if "shadowroot" in text else text)
    page = Page()
    _read_head(tree, page)
    stated.add(tree, text, page)
    return tree, page


def _with_shadows(text: str) -> str:
    """The page with its shadow roots opened: a browser shows these, but no other template."""
    shown: list[bool] = []

    def opened(tag: re.Match[str]) -> str:
        if tag[0][1] != "/":
            shown.append(tag["shown"] is not None)
            return f"<div{tag['shown']}" if shown[-1] else tag[0]
        return "</div" if shown and shown.pop() else tag[0]

    return _TEMPLATE.sub(opened, text)


def _read_head(tree: LexborHTMLParser, page: Page) -> None:
    title = tree.css_first("title")
    page.title = squeeze(title.text()) if title is not None else ""
    root = tree.css_first("html")
    if root is not None:
        page.language = root.attributes.get("lang") or root.attributes.get("xml:lang")
    for node in tree.css("meta"):
        attributes = node.attributes
        content = attributes.get("content")
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(key)
            if name and not (key == "itemprop" and stated.is_others(node)):
                page.meta.setdefault(name.strip().lower(), []).append(squeeze(content))
        if stated.names_author(node):
            page.meta.setdefault("author", []).append(squeeze(content))
    for node in tree.css("link[rel][href]"):
        if (node.attributes.get("rel") or "").lower() == "canonical" and not page.canonical:
            page.canonical = node.attributes.get("href")
    for node in tree.css('script[type*="ld+json" i]'):
        page.json_ld.append(node.text() or "")
