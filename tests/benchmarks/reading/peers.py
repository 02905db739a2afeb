"""Other readers from the package index that ours is compared with, used as they advise."""

from __future__ import annotations

import contextlib
import importlib.metadata
import logging
import warnings
from typing import TYPE_CHECKING

from tests.benchmarks.reading.stored import digest_of, digest_of_data, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Peer = Callable[[str, str], str]


def _trafilatura(page: str, url: str, **settings: bool) -> str:
    import trafilatura  # noqa: PLC0415 - a peer that need not be there

    return trafilatura.extract(page, url=url or None, **settings) or ""


def _precise(page: str, url: str) -> str:
    return _trafilatura(page, url, favor_precision=True)


def _readability(page: str, url: str) -> str:
    import readability  # noqa: PLC0415 - a peer that need not be there
    from lxml import html  # noqa: PLC0415 - with it

    summary = readability.Document(page, url=url or None).summary()
    return "\n".join(html.fromstring(summary).itertext())


def _newspaper(page: str, url: str) -> str:
    import newspaper  # noqa: PLC0415 - a peer that need not be there

    article = newspaper.Article(url or "https://outlet.example/news", fetch_images=False)
    article.download(input_html=page)
    article.parse()
    return article.text


def _resiliparse(page: str, _url: str) -> str:
    from resiliparse.extract import html2text  # noqa: PLC0415 - a peer that need not be there

    return html2text.extract_plain_text(page, main_content=True, alt_texts=False, links=False)


def _goose(page: str, url: str) -> str:
    from goose3 import Goose  # noqa: PLC0415 - a peer that need not be there

    with Goose({"enable_image_fetching": False}) as goose:
        return goose.extract(url=None if page else url, raw_html=page).cleaned_text


_PEERS: dict[str, tuple[str, Peer]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura, precise": ("trafilatura", _precise),
    "readability-lxml": ("readability-lxml", _readability),
    "newspaper4k": ("newspaper4k", _newspaper),
    "resiliparse": ("resiliparse", _resiliparse),
    "goose3": ("goose3", _goose),
}
QUICK = ("trafilatura", "trafilatura, precise", "resiliparse")
"""Those that are run on whole histories as well."""


def version(name: str) -> str | None:
    """The version of a peer; None if it is not installed."""
    try:
        return importlib.metadata.version(_PEERS[name][0])
    except importlib.metadata.PackageNotFoundError:
        return None


def there(names: Iterable[str] = _PEERS) -> list[str]:
    """The peers that are installed."""
    return [name for name in names if version(name)]


def read(name: str, page: str, url: str) -> str:
    """The text that a peer reads; empty if it fails, as a user would have none."""
    with warnings.catch_warnings(), contextlib.suppress(Exception):
        warnings.simplefilter("ignore")
        return _PEERS[name][1](page, url)
    return ""


def texts(name: str, folder: str, pages: list[dict]) -> list[str]:
    """The text of each page, cached between runs."""
    logging.disable(logging.ERROR)
    peer = f"{name} {version(name)}"
    key = digest_of(peer, folder, digest_of_data(), str(len(pages)))
    label = f"peer-{digest_of(name, folder)[:8]}"
    return stored(label, key, lambda: [read(name, p["html"], p.get("url", "")) for p in pages])
