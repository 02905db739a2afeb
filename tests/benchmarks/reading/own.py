"""Our own pages, which CI checks, read by the peers as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.reading import peers
from tests.extract.templates import LANGUAGES, TEMPLATES, articles, make
from tests.quality import floors
from tests.quality.scores import mean, score

if TYPE_CHECKING:
    from tests.benchmarks.reading.table import Table


def own(table: Table) -> None:
    """Our own templates and languages; the peers read the same pages."""
    pages = [
        make(template, articles(language)[turn % len(articles(language))])
        for turn, (template, language) in enumerate((t, la) for t in TEMPLATES for la in LANGUAGES)
    ]
    table.row("own", "templates", "ours", **floors.summed(list(floors.measured())))
    for peer in peers.there(peers.QUICK):
        texts = [peers.read(peer, _text(page.html), page.url) for page in pages]
        total = mean([score(page.text, text) for page, text in zip(pages, texts, strict=True)])
        table.row("own", "templates", f"{peer} {peers.version(peer)}", **total._asdict())


def _text(payload: bytes) -> str:
    from spiders.extract.encoding import decode  # noqa: PLC0415 - peers take text

    return decode(payload)
