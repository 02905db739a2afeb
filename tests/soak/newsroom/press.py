"""Serves what the desk has planned, each outlet on its own loopback address."""

from __future__ import annotations

import asyncio
import gzip
import html
import random
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import TYPE_CHECKING

from tests.extract.templates.articles import outlet as words_of
from tests.extract.templates.make import make
from tests.soak.newsroom import clock
from tests.soak.newsroom.desk import HOUR, START, state

if TYPE_CHECKING:
    import socket
    from typing import TextIO

    from tests.soak.newsroom.desk import Outlet, Story

WALL_AT = "@@ here a wall is built @@"
LATE = (0.0, 0.0, 1500.0, 2 * HOUR)
"""How many seconds late each cache of an outlet with caches is."""
FAULTS = 0.01
NOT_FOUND = b"<html><head><title>404</title></head><body><h1>Page not found</h1><p>The page that you are looking for is not here.</p></body></html>"  # noqa: E501


def address(outlet: int) -> str:
    """An address of its own for each outlet, so that each is a host."""
    return f"127.0.2.{outlet + 1}"


def base_of(listening: socket.socket) -> str:
    """The start of each URL of the outlet that is served there."""
    host, port = listening.getsockname()
    return f"http://{host}:{port}"


@dataclass(frozen=True)
class Said:
    """A response: status, body and fields, and what it is, in words for the archive."""

    status: str
    body: bytes = b""
    fields: tuple[str, ...] = ()
    told: str = "-"
    kind: str = "text/html; charset=utf-8"


class Press:
    """The server of all outlets."""

    def __init__(self, outlets: list[Outlet], seed: int, log: TextIO) -> None:
        self.outlets = outlets
        self.log = log
        self.lot = random.Random(f"press {seed}")
        self.serial = 0
        self.bases = [""] * len(outlets)

    async def serve(self, sockets: list[socket.socket]) -> None:
        """Serve until killed."""
        self.bases = [base_of(one) for one in sockets]
        for number, one in enumerate(sockets):
            await asyncio.start_server(
                lambda reader, writer, number=number: self._talk(number, reader, writer), sock=one
            )
        await asyncio.Event().wait()

    async def _talk(
        self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                if not await self._answer(number, head, writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, number: int, head: str, writer: asyncio.StreamWriter) -> bool:
        """Answer a request; gives whether the connection stays open."""
        path = head.split(" ", 2)[1]
        said = self._page(self.outlets[number], path, head)
        self.serial += 1
        cut = "/news/" in path and said.body and self.lot.random() < FAULTS
        if cut and self.lot.random() < 0.5:
            said = Said("500 Internal Server Error", b"<h1>Error</h1>", told="error")
            cut = False
        body = said.body
        fields = [*said.fields, f"X-State: {said.told}", f"X-Serial: {self.serial}"]
        if "gzip" in head and len(body) > 200 and number % 2:
            body = gzip.compress(body, 1, mtime=0)
            fields.append("Content-Encoding: gzip")
        lines = [f"HTTP/1.1 {said.status}", f"Date: {formatdate(clock.world(), usegmt=True)}"]
        if not said.status.startswith("304"):
            lines += [f"Content-Type: {said.kind}", f"Content-Length: {len(body)}"]
        self.log.write(
            f"{self.serial}\t{clock.world() - START:.2f}\t{number}\t{path}\t{said.status[:3]}"
            f"\t{'cut' if cut else said.told}\n"
        )
        self.log.flush()
        writer.write(("\r\n".join([*lines, *fields]) + "\r\n\r\n").encode("latin-1"))
        writer.write(body[: len(body) // 2] if cut else body)
        await writer.drain()
        return not cut

    # --- pages -------------------------------------------------------------------------------
    def _page(self, outlet: Outlet, path: str, head: str) -> Said:
        now, base = clock.world() - START, self.bases[outlet.number]
        if path == "/robots.txt":
            return Said("200 OK", b"User-agent: *\nDisallow: /private/\n", kind="text/plain")
        live = [one for one in outlet.stories if one.steps[0].at <= now]
        live.sort(key=lambda one: -one.steps[0].at)
        if path in ("/feed.xml", "/sitemap.xml", "/"):
            return self._seed(outlet, path, live, now, base)
        slug = path.rpartition("/")[2]
        for story in live:
            if slug in (story.slug, f"new-{story.slug}"):
                return self._story(outlet, story, path, head, now)
        return Said("404 Not Found", NOT_FOUND)

    def _seed(self, outlet: Outlet, path: str, live: list[Story], now: float, base: str) -> Said:
        there = [one for one in live if not _is_gone(one, now)]
        urls = [f"{base}{_path(one, now)}" for one in there]
        titles = [html.escape(one.steps[one.step(now)].article.title) for one in there]
        if path == "/feed.xml":
            items = "".join(
                f"<item><title>{title}</title><link>{url}</link>"
                f"<pubDate>{formatdate(START + one.steps[0].at)}</pubDate></item>"
                for one, url, title in zip(there, urls, titles, strict=True)
            )
            body = f"<rss version='2.0'><channel><title>o</title>{items}</channel></rss>"
            return Said("200 OK", body.encode(), kind="application/rss+xml; charset=utf-8")
        if path == "/sitemap.xml":
            items = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
            space = "http://www.sitemaps.org/schemas/sitemap/0.9"
            return Said(
                "200 OK",
                f"<urlset xmlns='{space}'>{items}</urlset>".encode(),
                kind="application/xml",
            )
        items = "".join(
            f"<h2><a href='{url}'>{title}</a></h2>" for url, title in zip(urls, titles, strict=True)
        )
        return Said("200 OK", f"<html><title>{outlet.number}</title>{items}</html>".encode())

    def _story(self, outlet: Outlet, story: Story, path: str, head: str, now: float) -> Said:
        away = self._away(outlet, story, path, now)
        if away is not None:
            return away
        late = self.lot.choice(LATE) if outlet.arms == "edges" and story.arms else 0.0
        then = max(now - late, story.steps[0].at)
        step, template = story.step(then), outlet.template(then)
        arm = "a"
        if story.arms and outlet.arms != "edges" and story.arms[0] <= now < story.arms[1]:
            arm = self.lot.choice("ab")
        walled = any(since <= then < until for since, until in story.walls)
        told = f"{'wall' if walled else 'full'} {story.name} {step} {arm} {template}"
        tag = f'"{step}{template}{walled:d}{arm if outlet.arms != "one tag" else ""}"'
        changed = max(
            story.steps[step].at,
            *(s for s, _ in outlet.templates if s <= then),
            *(t for wall in story.walls for t in wall if t <= then),
            0.0,
        )
        date = formatdate(START + changed, usegmt=True)
        validators = outlet.validators if not outlet.arms else "tag"
        fields = [f"ETag: {tag}"] if "tag" in validators else []
        fields += [f"Last-Modified: {date}"] if "date" in validators else []
        if outlet.arms == "edges":
            fields.append(f"Age: {int(late)}")
        if outlet.arms == "cookie":
            fields += [f"Set-Cookie: arm={arm}; Path=/", "Vary: Cookie"]
        if f"If-None-Match: {tag}" in head or (
            "If-None-Match" not in head and f"If-Modified-Since: {date}" in head
        ):
            return Said("304 Not Modified", b"", tuple(fields), f"304 {told}")
        body, kind = self._body(outlet, story, template, step, arm, path, walled=walled)
        return Said("200 OK", body, tuple(fields), told, kind)

    def _away(self, outlet: Outlet, story: Story, path: str, now: float) -> Said | None:
        """What is served instead of the story, if it is not at its address."""
        since, until, kind = story.absent or (0.0, 0.0, "")
        is_new = path.rpartition("/")[2].startswith("new-")
        if not since <= now < until:
            return Said("404 Not Found", NOT_FOUND, told=f"none {story.name}") if is_new else None
        if kind in ("moved", "renamed"):
            if is_new:
                return None
            if kind == "renamed":
                return Said("404 Not Found", NOT_FOUND, told=f"left {story.name}")
            where = f"Location: {self.bases[outlet.number]}{_path(story, now)}"
            return Said("301 Moved Permanently", b"", (where,), f"moved {story.name}")
        status = {"410": "410 Gone", "soft": "200 OK"}.get(kind, "404 Not Found")
        if kind == "home":
            where = f"Location: {self.bases[outlet.number]}/"
            return Said("302 Found", b"", (where,), f"home {story.name}")
        return Said(status, NOT_FOUND, told=f"away {story.name}")

    def _body(
        self,
        outlet: Outlet,
        story: Story,
        template: str,
        step: int,
        arm: str,
        path: str,
        *,
        walled: bool,
    ) -> tuple[bytes, str]:
        article = state(story, step, arm)
        if walled:
            lines = [line for line in article.lines if line[0] == "P"][:2]
            article = replace(article, lines=(*lines, ("P", (WALL_AT,))))
        made = make(template, article, self.serial if outlet.churns else 0)
        url = f"{self.bases[outlet.number]}{path}"
        text = made.html.replace(made.url.encode(), url.encode())
        if walled:
            words = words_of(outlet.language).words
            wall = (
                f'</p><div class="paywall"><h3>{words["wall"]}</h3><p>{words["wall_text"]}</p>'
                f'<a href="/subscribe">{words["sign_up"]}</a></div><p>'
            )
            text = text.replace(WALL_AT.encode(), wall.encode("ascii", "xmlcharrefreplace"))
        legacy = template == "legacy_encoding"
        return text, "text/html" if legacy else "text/html; charset=utf-8"


def _is_gone(story: Story, now: float) -> bool:
    since, until, kind = story.absent or (0.0, 0.0, "")
    return since <= now < until and kind not in ("moved", "renamed")


def _path(story: Story, now: float) -> str:
    since, _, kind = story.absent or (0.0, 0.0, "")
    moved = kind in ("moved", "renamed") and since <= now
    return f"/news/{'new-' if moved else ''}{story.slug}"
