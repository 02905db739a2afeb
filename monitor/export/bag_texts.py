"""What a bag says about itself: the page in plain words, and how to check it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.notation.safe import line, safe
from monitor.notation.times import exact
from monitor.views.page import POLICY

if TYPE_CHECKING:
    from collections import Counter

    from monitor.diff.showing import Heading
    from storage.proof.notes import Checkpoint
    from storage.records import Article, Revision

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a bag is about: two revisions of an article, the older first, and how they differ.

    ``kept``: checkpoints that the recipient of the bag already has.
    """

    article: Article
    old: Revision
    new: Revision
    heading: Heading
    kept: tuple[Checkpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts about a bag. ``printed``: it has PDFs; ``unstamped``: captures without time-stamp.

    ``sources`` counts, for each import, the captures whose bytes and times rest on its word.
    ``unproved`` are the numbers of the revisions of which no capture is left.
    ``sent`` are the numbers of the revisions whose page is included as it was sent.
    ``signer`` is the name of the key in the bag with which its list of files is signed, and
    ``public`` the key; None if it is not signed.
    """

    subject: Subject
    captures: list[int]
    checkpoints: list[Checkpoint]
    sent: list[int]
    unproved: list[int]
    sources: Counter[str]
    unstamped: int
    printed: bool
    signer: str | None
    public: bytes | None


def checkpoint_name(one: Checkpoint) -> str:
    """The name that a checkpoint's files begin with."""
    return f"checkpoint-{one.id}"


def about(facts: Facts) -> str:
    """The text of ``about.html``."""
    return _made("about.html", facts)


def verify(facts: Facts) -> str:
    """The text of ``VERIFY.md``."""
    return _made("verify.md", facts)


def _made(template: str, facts: Facts) -> str:
    from jinja2 import Environment, FileSystemLoader, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters["safely"] = lambda text: line(safe(str(text)))
    checkpoint_keys = {one.public_key for one in facts.checkpoints}
    keys = dict.fromkeys([*(one.public_key for one in facts.checkpoints), facts.public])
    return environment.get_template(template).render(
        article=facts.subject.article,
        old=facts.subject.old,
        new=facts.subject.new,
        numbers=facts.sent,
        unproved=facts.unproved,
        sources=sorted(facts.sources.items()),
        imported=facts.sources.total(),
        captures=facts.captures,
        checkpoints=facts.checkpoints,
        keys=[hashlib.sha256(key).hexdigest() for key in keys if key is not None],
        key_files=_key_files(facts),
        known_signer=facts.public in checkpoint_keys,
        policy=POLICY,
        printed=facts.printed,
        seen=_seen,
        short=exact,
        signer=facts.signer,
        stamped=any(one.timestamps for one in facts.checkpoints),
        unstamped=facts.unstamped,
    )


def _key_files(facts: Facts) -> list[str]:
    """The names of the keys in the bag, each key once."""
    named = {one.public_key: checkpoint_name(one) for one in reversed(facts.checkpoints)}
    if facts.public is not None and facts.signer is not None:
        named.setdefault(facts.public, facts.signer)
    return sorted(named.values())


def _seen(revision: Revision) -> str:
    """When a revision was seen, as a part of a sentence."""
    first, last = exact(revision.first_seen), exact(revision.last_seen)
    return f"at {first}" if first == last else f"from {first} to {last}"


def _shown(value: Any) -> Any:
    """Text on one line, with its control characters made visible; other values as they are."""
    return line(safe(value)) if type(value) is str else value
