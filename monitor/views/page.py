"""A diff or a revision as a single HTML file that requests nothing.

Archived text is escaped; the page has a Content-Security-Policy that lets nothing be loaded and
nothing run, so that it would be safe even if an escape were forgotten.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.diff.showing import Fold, body, facts, field_name, is_change
from monitor.notation.figures import counted
from monitor.notation.safe import islands, safe, with_isolates
from monitor.views.fields import shown_fields
from monitor.views.reasons import explained
from monitor.views.spans import flat
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.diff.records import Diff, Edit, Fact, FieldChange
    from monitor.diff.showing import Heading
    from storage.records import Block, Extraction

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = (
    "body{font:1.05rem/1.6 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;"
    "overflow-wrap:break-word}"
    "ins,del{unicode-bidi:isolate}"
    "del+ins{margin-inline-start:.15em}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1rem}"
    "ins{background:#d4f4dd;color:#03350f}del{background:#fbdcdc;color:#5c0a0a}"
    ".kinds,.fold{color:#555;font:.85rem system-ui,sans-serif}"
    # Spoken, not shown: most screen readers do not announce marks by themselves.
    "ins::before,ins::after,del::before,del::after,s::before,s::after{position:absolute;width:1px;height:1px;"
    "overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    "ins::before{content:' [added: '}del::before{content:' [removed: '}"
    "s::before{content:' [struck out: '}ins::after,del::after,s::after{content:'] '}"
    "@media(prefers-color-scheme:dark){body{background:#16181c;color:#e6e6e6}"
    "ins{background:#12401f;color:#c9f5d5}del{background:#551515;color:#ffd6d6}"
    ".kinds,.fold{color:#aaa}}"
    "@media print{body{background:none;color:#000}.kinds,.fold{color:#333}"
    "ins,del{background:none;color:#000}ins{font-weight:600}}"
)
_TAGS = {
    BlockKind.HEADING: "h2",
    BlockKind.LIST_ITEM: "li",
    BlockKind.QUOTE: "blockquote",
    BlockKind.CODE: "pre",
    BlockKind.TABLE: "pre",
}
_MARKS = {"-": "del", "+": "ins"}
_SIGNALS = {
    "stealth": "unannounced",
    "correction_noted": "correction noted",
    "revert": "back to an earlier text",
    "variant": "two texts in turn",
}
"""Words for readers of the page who have read no guide; they are those of our own pages."""


def diff_page(
    diff: Diff, heading: Heading, *, everything: bool, explain: bool = False
) -> Iterator[str]:
    """The page, line by line."""
    yield from _head(heading.title)
    lang = _lang(heading.language)
    yield f"<h1 dir=auto{lang}>{_text(heading.title)}</h1>"
    for line in heading.lines:
        yield f"<p class=kinds>{escape(islands(flat(line)))}</p>"
    if is_change(diff):
        summary = escape(with_isolates(flat(heading.summary or diff.summary)))
        signals = "".join(f" [{_SIGNALS.get(one, one)}]" for one in heading.signals)
        yield f"<p><strong>{diff.weight.value}:</strong> {summary}{escape(signals)}</p>"
    else:
        yield "<p>No difference.</p>"
    yield from _parts(diff, lang, everything=everything)
    told = list(explained(diff)) if explain else []
    if told:
        items = "".join(f"<li>{escape(islands(flat(one)))}</li>" for one in told)
        yield f"<h2>Why</h2><ul class=kinds>{items}</ul>"
    yield "</main></body></html>"


def _parts(diff: Diff, lang: str, *, everything: bool) -> Iterator[str]:
    """Fields, facts and edits."""
    for change in shown_fields(diff):
        yield f"<h2>{_text(field_name(change))}</h2>"
        own = "" if change.field == "language" else lang  # the name of the language is in our words
        yield f"<p dir=auto{own}>{_field(change)}</p>"
    found = facts(diff)
    if found:
        items = "".join(f"<li>{_fact(fact, lang)}</li>" for fact in found)
        yield f"<h2>Facts</h2><ul>{items}</ul>"
    for part in body(diff):
        if isinstance(part, Fold):
            yield from _fold(part, lang, everything=everything)
        else:
            yield from _edit(part, lang)


def revision_page(extraction: Extraction, lines: Iterable[str]) -> Iterator[str]:
    """The text of a revision as a clean page; ``lines`` say what it is and where it is from."""
    title = extraction.title or "(no headline)"
    lang = _lang(extraction.language)
    yield from _head(title)
    yield f"<article{lang}><h1 dir=auto>{_text(title)}</h1>"
    if extraction.standfirst:
        yield f"<p dir=auto><strong>{_text(extraction.standfirst)}</strong></p>"
    if extraction.byline:
        yield f"<p dir=auto>{_text(', '.join(extraction.byline))}</p>"
    for kind, blocks in groupby(extraction.blocks, key=attrgetter("kind")):
        shown = map(_block, blocks)
        yield from ("<ul>", *shown, "</ul>") if kind is BlockKind.LIST_ITEM else shown
    yield "</article>"
    for line in lines:
        yield f"<p class=kinds>{escape(islands(flat(line)))}</p>"
    yield "</main></body></html>"


def _lang(language: str | None) -> str:
    """The attribute that tells a screen reader the language of a text; "" if it is unknown."""
    return f' lang="{_text(language)}"' if language else ""


def _head(title: str) -> Iterator[str]:
    yield "<!doctype html><html lang=en><head><meta charset=utf-8>"
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name=viewport content="width=device-width,initial-scale=1">'
    yield f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body><main>"


def _block(block: Block) -> str:
    tag = _TAGS.get(block.kind, "p")
    shown = (
        f"<s>{_text(text, lines=True)}</s>" if struck else _text(text, lines=True)
        for text, struck in block.parts()
    )
    return f"<{tag} dir=auto>{''.join(shown)}</{tag}>"


def _text(text: str, *, lines: bool = False) -> str:
    return escape(safe(text) if lines else flat(text))


def _words(words: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f"<{_MARKS[mark]}>{_text(text)}</{_MARKS[mark]}>" if mark in _MARKS else _text(text)
        for mark, text in words
    )


def _field(change: FieldChange) -> str:
    if change.words:
        return _words(change.words)
    sides = [("-", change.old or ""), ("+", change.new or "")]
    return _words([side for side in sides if side[1]])


def _fact(fact: Fact, lang: str) -> str:
    """A fact; each side is isolated, so that the arrow goes from old to new in Arabic too."""
    sides = [("del", fact.old), ("ins", fact.new)]
    shown = [
        f"<{tag} dir=auto{lang}>{_text(text)}</{tag}>" for tag, text in sides if text is not None
    ]
    note = f" ({_text(fact.note)})" if fact.note else ""
    return f"<span class=kinds>{_text(fact.type)}</span> {' → '.join(shown)}{note}"


def _edit(edit: Edit, lang: str) -> Iterator[str]:
    moved = ""
    if (edit.moved or edit.kind == "move") and edit.old and edit.new:
        moved = f"moved from paragraph {edit.old[0].block + 1} to {edit.new[0].block + 1}; "
    text = _text(edit.new_text) if edit.kind == "move" else _words(edit.words)
    about = edit.explains.new or edit.explains.old if edit.explains is not None else ()
    note = f"; explains the edit of paragraph {about[0].block + 1}" if about else ""
    kinds = f"{moved}{', '.join(edit.kinds)}; {edit.weight.value}{note}"
    ours = " lang=en" if lang else ""
    yield f"<p dir=auto{lang}>{text} <span class=kinds{ours}>({_text(kinds)})</span></p>"


def _fold(fold: Fold, lang: str, *, everything: bool) -> Iterator[str]:
    if not everything:
        yield f"<p class=fold>⋯ {counted(fold.sentences, 'sentence')} unchanged</p>"
        return
    for edit in fold.edits:
        yield f"<p dir=auto{lang}>{_text(edit.new_text)}</p>"
