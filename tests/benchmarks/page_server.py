"""A server of real article pages for benchmarks, in its own process: its CPU is not counted.

Run as ``python tests/benchmarks/page_server.py DATA COUNT``; it prints its base URL. ``/round?N``
sets how the pages are: 1 as they are, 2 the same (so that every validator matches), 3 with other
furniture on every page and an edit on every twentieth. The answer says which were edited.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import lzma
import re
import sys
from pathlib import Path

EDIT_EVERY = 20
SETS = ("big9", "chaos", "andy", "wcxb_article")
_NUMBER = re.compile(r"\b\d{1,3}\b")
_WORD = re.compile(r"\b(?:was|is|were|are|has|had|will)\b")
_UNSEEN = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL | re.IGNORECASE)


def load(folder: Path, count: int) -> list[dict[str, str]]:
    """Pages with their text, each text once."""
    pages: dict[str, dict[str, str]] = {}
    for name in SETS:
        path = folder / f"{name}.jsonl.xz"
        if not path.is_file():
            sys.exit(f"{path} is missing: the benchmark needs the data folder ../shared/data")
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for page in map(json.loads, lines):
                if len(page["text"]) > 800 and len(page["html"]) > 5_000:
                    pages.setdefault(page["text"], page)
                if len(pages) == count:
                    return list(pages.values())
    return list(pages.values())


def edited(page: dict[str, str]) -> str | None:
    """The page with one figure or verb of its text changed; None if no line has one."""
    html = page["html"]
    seen = _UNSEEN.sub("", html)  # an edit of machine data alone changes nothing that is shown
    for line in map(str.strip, page["text"].splitlines()):
        if len(line) < 120 or html.count(line) != 1 or line not in seen:
            continue
        if _NUMBER.search(line):
            new = _NUMBER.sub(lambda match: str(int(match[0]) + 7), line, count=1)
        elif _WORD.search(line):
            new = _WORD.sub(lambda match: f"{match[0]} not", line, count=1)
        else:
            continue
        return html.replace(line, new)
    return None


def churned(html: str, number: int) -> str:
    """The same page a day later: nonce, advertisement, most read, a clock, a request id."""
    nonce = hashlib.md5(f"{number}".encode()).hexdigest()  # for its looks
    top = (
        f"<script nonce='{nonce}'>window.__id='{nonce}'</script>"
        f"<div class='ad'><a href='/ad/{nonce}'>Advertisement {number}</a></div>"
        f"<div class='clock'>Monday, 10:{number % 60:02d}</div>"
    )
    bottom = (
        "<aside class='most-read'><h3>Most read</h3><ul>"
        + "".join(f"<li><a href='/p/{number + k}'>Story {number + k}</a></li>" for k in range(5))
        + f"</ul><span>{number % 23 + 1} hours ago</span></aside><!-- {nonce} -->"
    )
    html = re.sub(r"(<body[^>]*>)", lambda match: match[1] + top, html, count=1)
    head, end, rest = html.rpartition("</body>")
    return head + bottom + end + rest if end else html + bottom


class Site:
    """The pages of a round, compressed in advance."""

    def __init__(self, pages: list[dict[str, str]]) -> None:
        self._pages = pages
        self._bodies: list[tuple[bytes, bytes]] = []
        self.edited: list[int] = []
        self.begin(1)

    def begin(self, round_number: int) -> None:
        """Make the pages of this round; the second keeps those of the first."""
        if round_number == 2:
            return
        self._bodies, self.edited = [], []
        for number, page in enumerate(self._pages):
            html = page["html"]
            if round_number > 2:
                if number % EDIT_EVERY == 7 and (changed := edited(page)) is not None:
                    html = changed
                    self.edited.append(number)
                html = churned(html, number + round_number)
            body = gzip.compress(html.encode("utf-8", "surrogatepass"), 6, mtime=0)
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'.encode()
            self._bodies.append((etag, body))

    def answer(self, path: str, base: str, request: bytes) -> bytes:
        """The whole response to a request for this path."""
        if path.startswith("/p/"):
            etag, body = self._bodies[int(path.split("/")[2])]
            if b"If-None-Match: " + etag in request:
                return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
            return (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "
                + etag
                + b"\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
                + body
            )
        if path == "/sitemap.xml":
            urls = "".join(f"<url><loc>{base}/p/{n}/</loc></url>" for n in range(len(self._bodies)))
            xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
            return _whole(xml.encode(), "application/xml")
        if path.startswith("/round?"):
            self.begin(int(path.partition("?")[2]))
            return _whole(json.dumps(self.edited).encode(), "application/json")
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _whole(body: bytes, content_type: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(site: Site) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1].decode()
                writer.write(site.answer(path, base, request))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    print(base, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Site(load(Path(sys.argv[1]), int(sys.argv[2])))))
