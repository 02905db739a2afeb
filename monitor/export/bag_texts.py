"""What a bag says of itself: the page in plain words, and how to check it."""

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

    ``kept``: checkpoints that whoever gets the bag has already.
    """

    article: Article
    old: Revision
    new: Revision
    heading: Heading
    kept: tuple[Checkpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to tell. ``printed``: with PDF; ``unstamped``: captures under no time-stamp.

    ``sources`` says of how many captures the bytes and times are the word of which import. Of
    the revisions ``unproved`` no capture is left.
    ``sent`` are the numbers of the revisions whose page is there as it was sent.
    ``signer`` is the name of the key in the bag that its list of files is signed with, and
    ``public`` the key; None: it is not signed.
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
    """By which its files are called."""
    return f"checkpoint-{one.id}"


def about(facts: Facts) -> str:
    """The page in plain words."""
    return _made("about.html", facts)


def verify(facts: Facts) -> str:
    """``VERIFY.md``."""
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
    """When, as it stands in a sentence."""
    first, last = exact(revision.first_seen), exact(revision.last_seen)
    return f"at {first}" if first == last else f"from {first} to {last}"


def _shown(value: Any) -> Any:
    """Archived text is shown on one line, with its controls made visible."""
    return line(safe(value)) if type(value) is str else value
