"""Draw ``docs/diff.svg``, the picture in the README, from real changes of the demo outlet.

``python -m tests.picture`` crawls the demo outlet before and after its edits, runs
``variorum diff --json`` for three of them, and draws the result.
"""

from __future__ import annotations

import html
import tempfile
from pathlib import Path
from typing import Any

from monitor.demo import edits
from monitor.demo.server import DemoOutlet
from monitor.web.words import told as told_plainly
from tests.conftest import run_variorum, watch_outlet

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "diff.svg"
SHOWN = (
    "keld-copper-mine-to-cut-jobs",
    "velmara-central-bank-holds-rate",
    "journalist-acquitted-in-upper-keld",
)
WIDTH, LINE, LETTERS, MARGIN = 880, 23, 96, 28
STYLE = """
.paper{fill:#fffdf8;stroke:#d9d2c3}
text{font-family:Georgia,'Times New Roman',serif;font-size:16px;fill:#2b2723}
.title{font-size:20px;font-weight:bold}
.told{font-family:Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12.5px;fill:#6b6257}
.weight{font-weight:bold;fill:#8a1c1c}
.old{fill:#a3161f;text-decoration:line-through}
.new{fill:#0b6b3a;text-decoration:underline}
.rule{stroke:#d9d2c3}
"""

Piece = tuple[str, str]


def changes() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The *change* and the *diff* of the articles shown, from the commands."""
    with tempfile.TemporaryDirectory() as place, DemoOutlet(seed=1) as outlet:
        folder = watch_outlet(Path(place) / "archive", outlet)
        run_variorum(folder, "crawl")
        for edit in edits.load():
            if edit.article in SHOWN:
                outlet.edit(edit)
        run_variorum(folder, "crawl", "--all")
        found = []
        for slug in SHOWN:
            url = outlet.url(slug)
            change = run_variorum(folder, "log", url, "--json").json[0]
            found.append((change, run_variorum(folder, "diff", url, "--json").json))
        return found


def lines_of(diff: dict[str, Any]) -> list[list[Piece]]:
    """The edits as lines of pieces, each piece a mark with its text."""
    lines: list[list[Piece]] = []
    for edit in diff["edits"]:
        lines += wrapped([(mark, text) for mark, text in edit["words"]])
    return lines


def wrapped(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces broken at spaces so that no line has more than LETTERS letters."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for mark, text in pieces:
        for piece in text.replace(" ", " \0").split("\0"):
            word = piece
            if used + len(word) > LETTERS and lines[-1]:
                lines.append([])
                used = 0
            if lines[-1] and lines[-1][-1][0] == mark:
                word = lines[-1].pop()[1] + word
                used = sum(len(said) for _mark, said in lines[-1])
            lines[-1].append((mark, word))
            used += len(word)
    return lines


def drawn(found: list[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    """The picture, as SVG."""
    parts, y = [], 44
    for number, (change, diff) in enumerate(found):
        if number:
            parts.append(f'<path class="rule" d="M{MARGIN} {y - 26}H{WIDTH - MARGIN}"/>')
            y += 8
        parts.append(text_at(y, "title", html.escape(change["title"])))
        told = f'<tspan class="weight">{change["weight"]}</tspan>  {html.escape(change["summary"])}'
        signals = "".join(f"  · {told_plainly('signals', one)}" for one in change["signals"])
        parts.append(text_at(y + 24, "told", told + signals))
        y += 54
        for line in lines_of(diff):
            parts.append(text_at(y, "", drawn_line(line)))
            y += LINE
        y += 36
    height = y - 28
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="t">\n'
        '<title id="t">Three changes that Variorum found: old words struck out, new ones '
        f"underlined</title>\n<style>{STYLE}</style>\n"
        f'<rect class="paper" x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def text_at(y: int, name: str, content: str) -> str:
    """One line of text."""
    return f'<text class="{name}" x="{MARGIN}" y="{y}" xml:space="preserve">{content}</text>'


def drawn_line(line: list[Piece]) -> str:
    """The pieces of a line, with a little space between old words and the new ones after them."""
    return "".join(span(*piece, apart=bool(number)) for number, piece in enumerate(line))


def span(mark: str, text: str, *, apart: bool) -> str:
    """A piece of a line, marked as old or new."""
    name = {"-": "old", "+": "new"}.get(mark)
    escaped = html.escape(text, quote=False)
    shift = ' dx="3"' if apart and mark == "+" else ""
    return f'<tspan class="{name}"{shift}>{escaped}</tspan>' if name else escaped


if __name__ == "__main__":
    PICTURE.write_text(drawn(changes()), encoding="utf-8")
