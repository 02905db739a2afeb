"""What the outlet does between two passes: the script in ``edits.toml``, and how to apply it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.demo.content import Article

PRESENCE = {"missing", "login", "home", "restore"}
"""Actions that leave the article unchanged and change what is at its address."""

_STRAIGHT = str.maketrans("“”‘’„", '""\'\'"')


@dataclass(frozen=True, slots=True)
class Edit:
    """One action of the outlet, and what has to be found of it.

    ``does`` describes it to people. ``revision`` is whether it makes a revision; ``weight``,
    ``kind`` and ``signal`` are how the change must be assessed, if that matters; ``event`` and
    ``absence`` are what must be recorded if there is no revision. ``silent`` edits do not update
    the article's own time of change.
    """

    round: int
    article: str
    does: str
    action: str = "replace"
    old: str = ""
    new: str = ""
    note: str = ""
    block: int = 0
    to: int = 0
    silent: bool = False
    revision: bool = True
    weight: str = ""
    kind: str = ""
    signal: str = ""
    event: str = ""
    absence: str = ""


def load() -> list[Edit]:
    """The whole script, in order."""
    text = (files("monitor.demo") / "edits.toml").read_text(encoding="utf-8")
    return [Edit(**table) for table in tomllib.loads(text)["edit"]]


def edited(article: Article, edit: Edit) -> Article:
    """The article after the edit. Raises ValueError if there is nothing to edit."""
    if edit.action in {"replace", "correct"}:
        changed = _replaced(article, edit.old, edit.new)
        return _appended(changed, "correction", edit.note) if edit.note else changed
    if edit.action == "title":
        return replace(article, title=edit.new)
    if edit.action == "append":
        return _appended(article, "paragraph", edit.new)
    if edit.action in {"move", "cut"}:
        return _moved(article, edit)
    if edit.action == "straighten":
        return _straightened(article)
    return article


def _replaced(article: Article, old: str, new: str) -> Article:
    blocks = tuple((kind, text.replace(old, new)) for kind, text in article.blocks)
    if blocks == article.blocks:
        raise ValueError(f"{article.slug} does not say {old!r}")
    return replace(article, blocks=blocks)


def _appended(article: Article, kind: str, text: str) -> Article:
    return replace(article, blocks=(*article.blocks, (kind, text)))


def _moved(article: Article, edit: Edit) -> Article:
    blocks = list(article.blocks)
    block = blocks.pop(edit.block)
    if edit.action == "move":
        blocks.insert(edit.to, block)
    return replace(article, blocks=tuple(blocks))


def _straightened(article: Article) -> Article:
    return replace(
        article,
        title=article.title.translate(_STRAIGHT),
        standfirst=article.standfirst.translate(_STRAIGHT),
        caption=article.caption.translate(_STRAIGHT),
        blocks=tuple((kind, text.translate(_STRAIGHT)) for kind, text in article.blocks),
    )
