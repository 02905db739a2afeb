"""A test outlet unlike the demo's: scriptable, on loopback, with a log of requests.

Its markup is plain and old-fashioned, half of the pages have JSON-LD, the feeds are Atom and JSON
Feed with tracking parameters in their links, every article has twins (AMP, mobile, print, with a
trailing slash), one page is in windows-1251, some are in Georgian and Armenian.
"""

from __future__ import annotations

import hashlib
import html
import json
import random
import socket
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Callable

FURNITURE = (
    "Skip to main content",
    "Most read this hour",
    "You may also like",
    "Sign up for our evening briefing",
    "Share on Facebook",
    "Sponsored",
    "Follow the Harrowby Echo on every channel",
    "Leave a comment",
    "Listen to this article",
    "Photo credit: Echo pool",
    "All rights reserved. Harrowby Echo",
    "minutes ago",
    "readers online",
)
"""Phrases around every article; none may be in a text that was read."""


def held(port: int = 0) -> socket.socket:
    """A port of 127.0.0.1, any by default, that no other process gets while this is open.

    Nothing listens there; a process that binds this very port, as one to be shared, gets it.
    """
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", port))
    return one


@dataclass(frozen=True)
class Story:
    """An article. ``render`` is applied last to the HTML of its blocks (whitespace traps)."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    language: str = "en"
    author: str = "Wilmot Crane"
    published: str = "2026-03-01T08:00:00+00:00"
    modified: str = "2026-03-01T08:00:00+00:00"
    charset: str = "utf-8"
    render: Callable[[str], str] = field(default=lambda text: text)

    @property
    def path(self) -> str:
        """Its own address."""
        return f"/news/{self.slug}"

    @property
    def structured(self) -> bool:
        """Whether its page has JSON-LD: half of the pages do, always the same ones."""
        return hashlib.sha256(self.slug.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True)
class Request:
    """A request: path with query, and the header fields with names in lower case."""

    path: str
    heads: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """A response to send."""

    status: int
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    heads: tuple[tuple[str, str], ...] = ()


class OutletServer:
    """The Harrowby Echo, a context manager. Everything may be changed while it serves."""

    def __init__(self) -> None:
        self.stories: dict[str, Story] = {}
        self.requests: list[Request] = []
        self.listed: set[str] = set()
        self.robots = "User-agent: *\nDisallow: /private/\n"
        self.robots_status = 200
        self.extra: dict[str, Answer] = {}
        self._behaviours: dict[str, Callable[[Story, Request], Answer]] = {}
        self._lot = random.Random(7)
        self._lock = threading.RLock()
        self.is_down = False
        self._listen(0)

    def _listen(self, port: int) -> None:
        handler = type("Handler", (_Handler,), {"outlet": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def go_down(self) -> None:
        """Accept no connections any more, and drop those that are open."""
        self.is_down = True
        port = self._server.server_address[1]
        self.__exit__()
        self._held = held(port)

    def come_up(self) -> None:
        """Serve as before, on the same port."""
        self.is_down = False
        self._listen(self._held.getsockname()[1])
        self._held.close()
        self._thread.start()

    # --- scripting ---------------------------------------------------------------------------
    def publish(self, *stories: Story) -> None:
        """Add stories to feeds and sections, or replace those with the same slug."""
        with self._lock:
            for story in stories:
                self.stories[story.slug] = story
                self.listed.add(story.slug)

    def change(self, slug: str, **fields: object) -> None:
        """Set some fields of a story."""
        with self._lock:
            self.stories[slug] = replace(self.stories[slug], **fields)

    def edit(self, slug: str, old: str, new: str) -> None:
        """Replace words in title or paragraphs. Raises ValueError if ``old`` is absent."""
        story = self.stories[slug]
        title = story.title.replace(old, new)
        paragraphs = tuple(text.replace(old, new) for text in story.paragraphs)
        if (title, paragraphs) == (story.title, story.paragraphs):
            raise ValueError(f"{slug} does not say {old!r}")
        self.change(slug, title=title, paragraphs=paragraphs)

    def unlist(self, slug: str) -> None:
        """Remove it from feeds and sections; its address stays."""
        self.listed.discard(slug)

    def behave(self, slug: str, behaviour: Callable[[Story, Request], Answer] | None) -> None:
        """Answer like this instead of with the article from now on; None: the article again."""
        with self._lock:
            if behaviour is None:
                self._behaviours.pop(slug, None)
            else:
                self._behaviours[slug] = behaviour

    def delete(self, slug: str, status: int = 404) -> None:
        """Answer that it is not there (404, 410, 451)."""
        self.behave(slug, lambda _story, _request: Answer(status, _page("Gone", "<p>Gone.</p>")))

    def soft_delete(self, slug: str) -> None:
        """Answer "page not found" with status 200."""
        self.behave(slug, lambda _story, _request: Answer(200, NOT_FOUND_PAGE))

    def redirect(self, slug: str, target: str, status: int = 301) -> None:
        """Redirect its address elsewhere."""
        self.behave(slug, lambda _story, _request: Answer(status, heads=(("Location", target),)))

    def login(self, slug: str) -> None:
        """Answer with a login page and status 200."""
        self.behave(slug, lambda _story, _request: Answer(200, LOGIN_PAGE))

    def bot_check(self, slug: str) -> None:
        """Answer with a bot check and status 200."""
        self.behave(slug, lambda _story, _request: Answer(200, BOT_PAGE))

    def answer_304(self, slug: str) -> None:
        """Answer Not Modified to conditional requests, whether or not that is true."""

        def lie(story: Story, request: Request) -> Answer:
            asked = request.heads.keys() & {"if-none-match", "if-modified-since"}
            return Answer(304) if asked else self.article(story, heads=(("ETag", '"lie"'),))

        self.behave(slug, lie)

    def alternate(self, slug: str, *arms: Story) -> None:
        """Serve the arms of an A/B test in turn, one for each request."""
        turn = iter(range(1_000_000))
        self.behave(slug, lambda _s, _request: self.article(arms[next(turn) % len(arms)]))

    # --- answering ---------------------------------------------------------------------------
    @property
    def home(self) -> str:
        """The address of the front page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def url(self, slug: str) -> str:
        """The address that a story names as its own."""
        return self.home.rstrip("/") + self.stories[slug].path

    def asked(self, slug: str) -> list[Request]:
        """The requests for a story's own address so far."""
        return [request for request in self.requests if request.path == self.stories[slug].path]

    def answer(self, request: Request) -> Answer:
        """The response to a request."""
        with self._lock:
            self.requests.append(request)
            path = request.path.partition("?")[0]
            if path in self.extra:
                return self.extra[path]
            story = self.stories.get(path.rstrip("/").rpartition("/")[2])
            if story is not None and self._is_story(path, story):
                behaviour = self._behaviours.get(story.slug)
                return behaviour(story, request) if behaviour else self.article(story)
            return self._other(path)

    def _is_story(self, path: str, story: Story) -> bool:
        """Whether it is its address or a twin's: AMP, mobile, print, with or without a slash."""
        twins = (story.path, *(f"/{twin}{story.path}" for twin in ("amp", "m", "print")))
        return path.rstrip("/") in twins

    def article(self, story: Story, heads: tuple[tuple[str, str], ...] = ()) -> Answer:
        """The page of a story, with furniture that is new each time."""
        body = self._article_page(story).encode(story.charset, "xmlcharrefreplace")
        return Answer(200, body, f"text/html; charset={story.charset}", heads)

    def _other(self, path: str) -> Answer:
        shown = [self.stories[slug] for slug in sorted(self.listed)]
        if path == "/robots.txt":
            return Answer(self.robots_status, self.robots.encode(), "text/plain")
        if path == "/atom.xml":
            return Answer(200, self._atom(shown), "application/atom+xml")
        if path == "/feed.json":
            return Answer(200, self._json_feed(shown), "application/feed+json")
        if path in {"/", "/section/world/"}:
            return Answer(200, self._section(shown))
        return Answer(404, NOT_FOUND_PAGE)

    def _atom(self, shown: list[Story]) -> bytes:
        entries = "".join(
            f"<entry><id>tag:harrowby,{story.slug}</id><title>{html.escape(story.title)}</title>"
            f'<link href="{self.url(story.slug)}?utm_source=atom&amp;utm_medium=feed"/>'
            f"<updated>{story.modified}</updated></entry>"
            for story in shown
        )
        text = (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<id>tag:harrowby</id><title>Harrowby Echo</title>{entries}</feed>"
        )
        return text.encode()

    def _json_feed(self, shown: list[Story]) -> bytes:
        items = [
            {"id": story.slug, "url": f"{self.url(story.slug)}?fbclid=x{n}", "title": story.title}
            for n, story in enumerate(shown)
        ]
        version = "https://jsonfeed.org/version/1.1"
        return json.dumps({"version": version, "title": "Echo", "items": items}).encode()

    def _section(self, shown: list[Story]) -> bytes:
        lines = "".join(
            f'<dt><a href="{story.path}">{html.escape(story.title)}</a></dt>' for story in shown
        )
        head = (
            '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
            '<link rel="alternate" type="application/feed+json" href="/feed.json">'
        )
        return _page("Harrowby Echo", f"<dl>{lines}</dl>{self._lot.random()}", head)

    # --- the page of an article --------------------------------------------------------------
    def _article_page(self, story: Story) -> str:
        number = self._lot.randrange
        others = [other for other in self.stories.values() if other.slug != story.slug]
        chosen = self._lot.sample(others, min(4, len(others)))
        reads = "".join(
            f'<li><a href="{other.path}">{html.escape(other.title)}</a> '
            f"{number(2, 59)} minutes ago</li>"
            for other in chosen
        )
        text = "\n".join(
            f"<p>{story.render(html.escape(paragraph, quote=False))}</p>"
            for paragraph in story.paragraphs
        )
        title = story.render(html.escape(story.title, quote=False))
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html lang="{story.language}"><head><meta http-equiv="Content-Type" content="text/html; \
charset={story.charset}">
<title>{title} :: Harrowby Echo</title>{self._meta(story)}
<meta name="request-id" content="{number(16**8):08x}">
<script>var nonce="{number(10**12)}";var build="{number(10**6):06x}";</script>
<script>window.consent={{"visitor":"{number(16**8):08x}","asked":{number(9)}}};</script></head>
<body id="b{number(999)}"><a href="#c">Skip to main content</a>
<table id="masthead"><tr><td><a href="/">Harrowby Echo</a></td>
<td id="clock">{number(24):02}:{number(60):02}:{number(60):02}</td></tr></table>
<div id="wrap"><div id="c"><h1>{title}</h1>
<div id="who">By {html.escape(story.author)}</div>
<div id="audio">Listen to this article <span>0:00</span> / <span>3:{number(10, 59)}</span></div>
<div id="body">{text}
<div class="box"><h5>You may also like</h5><ul>{reads}</ul></div></div>
<div id="tools"><a href="#">Share on Facebook</a> <a href="#">Leave a comment</a> \
({number(500)})</div>
<div class="credit">Photo credit: Echo pool {number(9)}</div>
<div class="promo">Sign up for our evening briefing</div></div>
<div id="side"><h5>Most read this hour</h5><ol>{reads}</ol>
<div class="ad"><b>Sponsored</b> Tea at {number(2, 9)} pence a cup</div>
<p>{number(9_999)} readers online</p></div></div>
<div id="foot">Follow the Harrowby Echo on every channel<br>All rights reserved. Harrowby Echo
<a href="/cdn-cgi/l/email-protection#{number(16**6):06x}">[email&#160;protected]</a></div>
<script>window['__CF$cv$params']={{r:'{number(16**8):08x}',t:'{number(10**10)}'}};</script>
</body></html>"""

    def _meta(self, story: Story) -> str:
        url = self.url(story.slug)
        head = f'<link rel="canonical" href="{url}">'
        if not story.structured:
            return (
                f'{head}<meta property="og:type" content="article">'
                f'<meta name="date" content="{story.published}">'
            )
        value = {
            "@type": "NewsArticle",
            "@context": "https://schema.org",
            "headline": story.title,
            "mainEntityOfPage": url,
            "author": {"@type": "Person", "name": story.author},
            "datePublished": story.published,
            "dateModified": story.modified,
        }
        text = json.dumps(value).replace("</", "<\\/")
        return f'{head}<script type="application/ld+json">{text}</script>'

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _page(title: str, body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


NOT_FOUND_PAGE = _page("Page not found", "<h1>Page not found</h1><p>Sorry, it is not here.</p>")
LOGIN_PAGE = _page(
    "Sign in - Harrowby Echo",
    "<h1>Sign in to continue</h1><p>You must be logged in to read this article.</p>"
    "<form method='post'><input type='email' name='user'>"
    "<input type='password' name='password'><button>Sign in</button></form>",
)
BOT_PAGE = _page(
    "Just a moment...",
    "<h1>Checking your browser before accessing the site</h1>"
    "<p>Please verify that you are a human. This process is automatic.</p>"
    "<div id='challenge-form' class='cf-challenge'></div>"
    "<noscript>Please enable JavaScript and cookies to continue</noscript>",
)


class _Handler(BaseHTTPRequestHandler):
    outlet: ClassVar[OutletServer]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.outlet.is_down:
            self.close_connection = True
            return
        heads = {name.lower(): value for name, value in self.headers.items()}
        answer = self.outlet.answer(Request(self.path, heads))
        self.send_response(answer.status)
        for name, value in answer.heads:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.status != 304:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base's name
        """Say nothing."""
