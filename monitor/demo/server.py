"""Serves the Velmara Post on loopback, and lets it edit."""

from __future__ import annotations

import hashlib
import random
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar, Self

from monitor.demo import content, pages
from monitor.demo.edits import PRESENCE, Edit, edited
from monitor.demo.furniture import Furniture

if TYPE_CHECKING:
    from types import TracebackType

    from monitor.demo.content import Article

ROBOTS = "User-agent: *\nDisallow: /login\n\nSitemap: {home}sitemap.xml\n"
_ETAGS = {"ledger"}
_DATES = {"commons"}
_FEW = 4


@dataclass(frozen=True, slots=True)
class State:
    """The current state of an article: its text, when it was changed, what is at its address."""

    article: Article
    published: datetime
    modified: datetime
    presence: str = "here"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: status, body, and additional headers."""

    status: int
    body: str
    kind: str = "text/html; charset=utf-8"
    heads: tuple[tuple[str, str], ...] = ()


class DemoOutlet:
    """The outlet: a context manager that serves while it is open, at any free port.

    ``seed`` makes the furniture the same in every run; None makes it random.
    """

    def __init__(self, seed: int | None = None) -> None:
        opened = datetime.now(UTC).replace(microsecond=0)
        self._lot = random.Random(seed)  # noqa: S311 — furniture, no secret
        self._lock = threading.Lock()
        self._states: dict[str, State] = {}
        for article in content.load():
            published = opened - timedelta(hours=article.hours_ago)
            self._states[article.slug] = State(article, published, published)
        handler = type("Handler", (_Handler,), {"outlet": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def home(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def url(self, slug: str) -> str:
        """The absolute address of an article."""
        return self.home.rstrip("/") + self._states[slug].article.path

    def articles(self) -> list[Article]:
        """All articles as they are now, newest first."""
        return [state.article for state in self._states.values()]

    def edit(self, edit: Edit) -> None:
        """Do what the script says."""
        with self._lock:
            self._states[edit.article] = _after(self._states[edit.article], edit)

    def answer(self, path: str, asked: dict[str, str]) -> Answer:
        """What is sent for a path; ``asked`` has the request's headers, with lower-case names."""
        with self._lock:
            states = list(self._states.values())
            lot = random.Random(self._lot.getrandbits(64))  # noqa: S311 — furniture, no secret
        for state in states:
            if state.article.path == path.partition("?")[0]:
                return self._article(state, lot, asked)
        return self._other(path.partition("?")[0], states, lot)

    def _article(self, state: State, lot: random.Random, asked: dict[str, str]) -> Answer:
        furniture = self._furniture(lot, state.article)
        if state.presence == "missing":
            return Answer(404, pages.fill("missing", {}))
        if state.presence == "home":
            return Answer(302, "", heads=(("Location", "/"),))
        if state.presence == "login":
            return Answer(200, pages.fill("login", furniture.values()))
        heads = _validators(state)
        if _unchanged(heads, asked):
            return Answer(304, "", heads=heads)
        return Answer(200, pages.article_page(self._shown(state), furniture), heads=heads)

    def _other(self, path: str, states: list[State], lot: random.Random) -> Answer:
        shown = [self._shown(state) for state in states if state.presence != "missing"]
        furniture = self._furniture(lot, None)
        if path == "/robots.txt":
            return Answer(200, ROBOTS.format(home=self.home), "text/plain; charset=utf-8")
        if path == "/feed":
            return Answer(200, pages.feed(shown, self.home), "application/rss+xml; charset=utf-8")
        if path == "/sitemap.xml":
            return Answer(200, pages.sitemap(shown), "application/xml; charset=utf-8")
        if path in {"/", "/news/"}:
            heading = "Velmara Post" if path == "/" else "News - Velmara Post"
            return Answer(200, pages.index_page(heading, shown, furniture))
        if path == "/login":
            return Answer(200, pages.fill("login", furniture.values()))
        return Answer(404, pages.fill("missing", {}))

    def _shown(self, state: State) -> pages.Shown:
        url = self.home.rstrip("/") + state.article.path
        return pages.Shown(state.article, url, state.published, state.modified)

    def _furniture(self, lot: random.Random, article: Article | None) -> Furniture:
        language = article.language if article is not None else "en"
        others = [other for other in self.articles() if other is not article]
        same = [other for other in others if other.language == language]
        chosen = same if len(same) >= _FEW else others
        return Furniture(lot, datetime.now(UTC), language, chosen)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _after(state: State, edit: Edit) -> State:
    if edit.action in PRESENCE:
        presence = "here" if edit.action == "restore" else edit.action
        return replace(state, presence=presence)
    article = edited(state.article, edit)
    if edit.silent:
        return replace(state, article=article)
    now = max(datetime.now(UTC).replace(microsecond=0), state.modified + timedelta(seconds=1))
    return replace(state, article=article, modified=now)


def _validators(state: State) -> tuple[tuple[str, str], ...]:
    """Validators: one desk sends an ETag, one the date of the change, the others nothing."""
    if state.article.desk in _ETAGS:
        said = repr((state.article, state.modified)).encode()
        return (("ETag", f'"{hashlib.sha256(said).hexdigest()[:20]}"'),)
    if state.article.desk in _DATES:
        return (("Last-Modified", format_datetime(state.modified, usegmt=True)),)
    return ()


def _unchanged(heads: tuple[tuple[str, str], ...], asked: dict[str, str]) -> bool:
    questions = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}
    return any(asked.get(questions[name]) == value for name, value in heads)


class _Handler(BaseHTTPRequestHandler):
    """One request: get the answer from the outlet and send it."""

    outlet: ClassVar[DemoOutlet]
    protocol_version = "HTTP/1.1"
    server_version = "velmara"
    sys_version = ""

    def do_GET(self) -> None:
        """Send the outlet's answer."""
        answer = self.outlet.answer(
            self.path, {name.lower(): value for name, value in self.headers.items()}
        )
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in answer.heads:
            self.send_header(name, value)
        if answer.status != 304:  # noqa: PLR2004 — Not Modified has no body (RFC 9110, 15.4.5)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer.status != 304:  # noqa: PLR2004 — the same
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base's name
        """Log nothing."""
