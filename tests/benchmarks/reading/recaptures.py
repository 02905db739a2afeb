"""News articles seen again within a day: nothing was edited, so all must read the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.reading import peers
from tests.benchmarks.reading.histories import WAYS, captures, seen

if TYPE_CHECKING:
    from tests.benchmarks.reading.table import Table

NAME = "news_articles"


def recaptures(table: Table) -> None:
    """Re-captures read differently; pages without an article are left out."""
    table.aim(f"recaptures {NAME}")
    groups = captures(NAME)
    read = list(seen(NAME, groups))
    for way, label in WAYS.items():
        digests = [[getattr(one, way) for one in group] for group in read]
        _row(table, label, groups, digests, told=True)
    for peer in peers.there(peers.QUICK):
        flat = peers.texts(peer, NAME, [page for group in groups for page in group])
        source = iter(flat)
        found = [[next(source) or None for _ in group] for group in groups]
        _row(table, f"{peer} {peers.version(peer)}", groups, found, told=False)


def _row(
    table: Table,
    reader: str,
    groups: list[list[dict]],
    found: list[list[str | None]],
    *,
    told: bool,
) -> None:
    pairs = different = without = 0
    for group, texts in zip(groups, found, strict=True):
        last: str | None = None
        for page, text in zip(group, texts, strict=True):
            without += text is None
            if text is None:
                continue
            pairs += last is not None
            if last is not None and text != last:
                different += 1
                if told:
                    table.remark(f"read differently: {page['url'][:90]} at {page['captured_at']}")
            last = text
    share = different / max(1, pairs)
    figures = {"pairs": pairs, "different": different, "share": share, "without": without}
    table.row("recaptures", NAME, reader, **figures)
