"""Makes a page of ours self-contained: without a server, scripts, or requests to elsewhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

POLICY = (
    "default-src 'none'; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:;"
    " base-uri 'none'; form-action 'none'"
)
"""It has ``file:`` too, because 'self' means nothing for files."""
_NEED_A_SERVER = (
    "script, iframe, link[rel=alternate], link[rel=next], link[rel=prev], nav[aria-label=Site],"
    " form.find, form.read, .filters, .forms, .buttons, .pager, footer form, #keys, .typed, .writes"
)
_ARTICLE = re.compile(r"/articles/(\d+)\Z")
_REVISION = re.compile(r"/articles/(\d+)/(\d+)\Z")
_DIFF = re.compile(r"/articles/(\d+)/diff/(\d+)\.\.(\d+)\Z")
_LIST = re.compile(r"/index/(\d+)\Z")
_DIRECTORY = re.compile(r"/all(?:/(\d+))?\Z")
_STATIC = re.compile(r"/static/([\w.-]+)\Z")


@dataclass(frozen=True, slots=True)
class Pages:
    """Which pages of ``article`` have files; if it is None, every article's own page has one."""

    article: int | None = None
    revisions: tuple[int, ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def list_file(number: int) -> str:
        """The file of one page of the list."""
        return "index.html" if number == 1 else f"index-{number}.html"

    @staticmethod
    def directory_file(number: str | int | None = None) -> str:
        """The file that leads to every article, or with a number that of one outlet and year."""
        return "all.html" if number is None else f"all/{number}.html"

    def file_of(self, link: str) -> str | None:
        """The file that a link within the site leads to; None if there is none."""
        parts = urlsplit(link)
        if parts.path in ("/", "/changes"):
            return "index.html"
        if found := _STATIC.match(parts.path):
            return f"static/{found[1]}"
        if found := _LIST.match(parts.path):
            return self.list_file(int(found[1]))
        if found := _DIRECTORY.match(parts.path):
            return self.directory_file(found[1])
        if found := _ARTICLE.match(parts.path):
            known = self.article in (None, int(found[1]))
            return f"articles/{found[1]}/index.html" if known else None
        if found := _REVISION.match(parts.path):
            known = self.article == int(found[1]) and int(found[2]) in self.revisions
            return f"articles/{found[1]}/{found[2]}.html" if known else None
        if found := _DIFF.match(parts.path):
            article, old, new = map(int, found.groups())
            return self._diff(article, (old, new), parse_qs(parts.query))
        return None

    def _diff(self, article: int, pair: tuple[int, int], query: dict[str, list[str]]) -> str | None:
        old, new = pair
        view = query.get("view", ["inline"])[0]
        latest = self.article is None and new == old + 1
        if view not in ("inline", "split") or "all" in query:
            return None
        if not latest and (article != self.article or pair not in self.pairs):
            return None
        return f"articles/{article}/diff-{old}-{new}{'-split' if view == 'split' else ''}.html"


def standalone(text: str, path: str, pages: Pages, made: str) -> bytes:
    """The page for the file at ``path``: its links rewritten, without what needs a server.

    ``made`` is a line for its footer.
    """
    tree = LexborHTMLParser(text)
    for node in tree.css(_NEED_A_SERVER):
        node.decompose()
    _leave_choices_out(tree)
    for node in tree.css("form, fieldset"):
        node.unwrap()
    for node in tree.css("[href], [src]"):
        _lead(node, path, pages)
    for node in tree.css("ul.tabs > li:not(:has(a)), .fold > .screen:not(:has(a))"):
        node.decompose()
    for node in tree.css("footer.site p"):
        node.insert_child(f" {made}")
    html = tree.html or ""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    marked = html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{meta}', 1)
    return b"<!doctype html>\n" + _without_doctype(marked).encode("utf-8", "replace")


def _without_doctype(html: str) -> str:
    return re.sub(r"\A\s*<!doctype[^>]*>\s*", "", html, flags=re.IGNORECASE)


def _leave_choices_out(tree: LexborHTMLParser) -> None:
    """Remove the table columns for choosing two revisions, and every other control."""
    for node in tree.css("td.screen, th.screen"):
        node.decompose()
    for node in tree.css("input, button, select, textarea, label"):
        node.decompose()


def _lead(node: LexborNode, path: str, pages: Pages) -> None:
    """Point a link to its file; keep links out of the site; of others, keep only the text."""
    name = "href" if "href" in node.attributes else "src"
    link = node.attributes[name] or ""
    if link.startswith("#"):
        return
    if urlsplit(link).scheme in ("http", "https") and node.tag == "a":
        node.attrs["rel"] = "noreferrer noopener external"
        return
    target = pages.file_of(link)
    if target is not None:
        fragment = urlsplit(link).fragment
        start = posixpath.dirname(path)
        relative = posixpath.relpath(target, start or ".")
        node.attrs[name] = relative + (f"#{fragment}" if fragment else "")
    elif node.tag == "a" and "title" in node.attributes:  # its text only says where it led
        node.decompose()
    elif node.tag == "a":
        node.unwrap()
    else:
        node.decompose()
