"""Serves the plan: ``python -m tests.soak.server LOG STARTED SECONDS OUTLETS ARTICLES``.

It prints the ports of all outlets in one line. Each request is a line in LOG: seconds since the
start, outlet, status, path.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import socket
import sys
import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

from tests.soak import faults
from tests.soak.plan import DELAY_S, Plan, text, title

if TYPE_CHECKING:
    from typing import TextIO

    from tests.soak.plan import Article

PLAIN, FAULTY, UNWELL, SILENT_ROBOTS = "plain", "faulty", "unwell", "silent robots"
IN_FEED = 30


def character(outlet: int) -> str:
    """Of fifty outlets two misbehave in every way, two are down for a while, one is silent."""
    return {10: FAULTY, 30: FAULTY, 20: UNWELL, 40: UNWELL, 45: SILENT_ROBOTS}.get(outlet, PLAIN)


def address(outlet: int) -> str:
    """A host of its own for each outlet."""
    return f"127.0.1.{outlet + 1}"


class Server:
    """All outlets, in one event loop."""

    def __init__(self, plan: Plan, started: float, log: TextIO) -> None:
        self.plan = plan
        self.started = started
        self.log = log
        self.by_path = [{one.path: one for one in articles} for articles in plan.all]

    def now(self) -> float:
        """Seconds since the start."""
        return time.time() - self.started

    async def serve(self) -> list[int]:
        """Listen on a port of each outlet's address."""
        ports = []
        for outlet in range(self.plan.outlets):
            listener = socket.create_server((address(outlet), 0), backlog=64)
            ports.append(listener.getsockname()[1])
            await asyncio.start_server(self._client(outlet, ports[-1]), sock=listener)
        return ports

    def _client(self, outlet: int, port: int):
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                while await self._exchange(outlet, port, reader, writer):
                    pass
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                pass  # the client went away, as some answers provoke
            finally:
                writer.close()

        return serve

    async def _exchange(self, outlet, port, reader, writer) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ", 2)[1]
        if path.startswith("/fault/"):
            self._note(outlet, 0, path)
            async for part in faults.answer(path):
                writer.write(part)
                await writer.drain()
            if path == "/fault/reset":
                writer.transport.abort()
            return False
        if self._is_down(outlet):
            self._note(outlet, 0, path)
            writer.transport.abort()
            return False
        answer = self._answer(outlet, port, path, head)
        self._note(outlet, int(answer.split(b" ", 2)[1]), path)
        writer.write(answer)
        await writer.drain()
        return True

    def _note(self, outlet: int, status: int, path: str) -> None:
        self.log.write(f"{self.now():.3f}\t{outlet}\t{status}\t{path}\n")
        self.log.flush()

    def _is_down(self, outlet: int) -> bool:
        """Whether it is down: in the second fifth of the time."""
        third = 0.2 <= self.now() / self.plan.seconds < 0.4
        return character(outlet) == UNWELL and third

    def _answer(self, outlet: int, port: int, path: str, head: str) -> bytes:
        if path == "/robots.txt":
            status = "500 Oops" if character(outlet) == SILENT_ROBOTS else "200 OK"
            body = f"User-agent: *\nCrawl-delay: {DELAY_S}\nDisallow: /private/\n"
            return _plain(body.encode(), "text/plain", status)
        base = f"http://{address(outlet)}:{port}"
        if path == "/feed.xml":
            return _plain(self._feed(outlet, base).encode(), "application/rss+xml")
        if path == "/sitemap.xml":
            return _plain(self._sitemap(outlet, base).encode(), "application/xml")
        article = self.by_path[outlet].get(path)
        if article is None or article.appears > self.now():
            return _plain(b"<title>Not found</title><p>Not found.</p>", status="404 Not Found")
        return self._article(article, head)

    def _live(self, outlet: int) -> list[Article]:
        """The articles that have appeared, newest first."""
        live = [one for one in self.plan.all[outlet] if one.appears <= self.now()]
        return sorted(live, key=lambda one: (-one.appears, one.number))

    def _feed(self, outlet: int, base: str) -> str:
        items = [
            f"<item><title>{title(one)}</title><link>{base}{one.path}</link>"
            f"<pubDate>{formatdate(self.started + one.appears)}</pubDate></item>"
            for one in self._live(outlet)[:IN_FEED]
        ]
        if character(outlet) == FAULTY:
            items += [
                f"<item><title>{name}</title><link>{base}/fault/{name}</link></item>"
                for name in faults.NAMES
            ]
        head = f"<rss version='2.0'><channel><title>Outlet {outlet}</title>"
        return head + "".join(items) + "</channel></rss>"

    def _sitemap(self, outlet: int, base: str) -> str:
        urls = (f"<url><loc>{base}{one.path}</loc></url>" for one in self._live(outlet))
        return (
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{''.join(urls)}</urlset>"
        )

    def _article(self, article: Article, head: str) -> bytes:
        """Half of the outlets have validators; the others' furniture differs each time."""
        version = article.version(self.now())
        quiet = article.outlet % 2 == 0
        tag = f'"{article.number}-{version}"'
        if quiet and f"If-None-Match: {tag}" in head:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        changed = formatdate(self.started + article.since(version), usegmt=True)
        fields = (f"ETag: {tag}", f"Last-Modified: {changed}") if quiet else ()
        return _plain(
            self._page(article, version, quiet=quiet).encode(),
            "text/html; charset=utf-8",
            "200 OK",
            *fields,
        )

    def _page(self, article: Article, version: int, *, quiet: bool) -> str:
        lot = random.Random() if not quiet else random.Random(1)
        nonce = hashlib.sha256(str(lot.random()).encode()).hexdigest()
        published = formatdate(self.started + article.appears)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in text(article, version))
        links = "".join(
            f"<li><a href='{one.path}'>{title(one)}</a></li>"
            for one in self.plan.all[article.outlet][:8]
        )
        return (
            f"<!doctype html><html lang=en><head><title>{title(article)}</title>"
            f"<meta property='article:published_time' content='{published}'>"
            f"<script nonce='{nonce}'>var token = '{nonce}';</script></head><body>"
            f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/about'>About</a></li></ul></nav>"
            f"<main><article><h1>{title(article)}</h1><p class=byline>By Wilmot Crane</p>{body}"
            f"</article></main><aside><h2>Most read</h2><ul>{links}</ul>"
            f"<p>{lot.randint(100, 999)} readers online</p></aside>"
            f"<footer>All rights reserved</footer></body></html>"
        )


def _plain(body: bytes, kind: str = "text/html", status: str = "200 OK", *fields: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields, f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def main(log: Path, started: float, plan: Plan) -> None:
    """Serve until killed."""
    with log.open("a", encoding="utf-8") as file:
        server = Server(plan, started, file)
        print(*await server.serve(), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    words = sys.argv[1:]
    what = Plan(float(words[2]), int(words[3]), int(words[4]))
    asyncio.run(main(Path(words[0]), float(words[1]), what))
