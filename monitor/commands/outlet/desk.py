"""Brings together what ``outlet check`` needs: rules, pages to check them on, and addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Self

from monitor.notation.safe import line
from monitor.queries.references import find_article, find_outlet
from monitor.terminal import Progress
from storage.archive import Archive
from storage.errors import InputError, OutletError, RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.cli import Invocation
    from monitor.rules.explained import Explained
    from monitor.rules.findings import Report
    from monitor.rules.pages import SeenPage
    from spiders.outlets.rules import Rules
    from storage.records import Outlet

LIVE = 5
"""How many pages are fetched with ``--live``."""
KNOWN = 2_000
"""How many addresses of articles are checked against the patterns."""


class Desk:
    """Brings together rules, pages and addresses; a context manager, with or without an archive."""

    def __init__(
        self,
        invocation: Invocation,
        *,
        url: str | None,
        files: tuple[str, ...],
        live: bool,
        pages: int,
    ) -> None:
        self._invocation = invocation
        self._url = url
        self._files = files
        self._live = live
        self._limit = pages
        self._archive: Archive | None = None

    def __enter__(self) -> Self:
        here = (self._invocation.folder / "archive.db").exists()
        if here or not (self._files or self._live):
            self._archive = Archive.open(self._invocation.folder)
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._archive is not None:
            self._archive.close()

    def reports(self, name: str | None) -> tuple[list[Report], list[RuleError]]:
        """A report for each outlet; if all are checked, a broken file does not stop the others."""
        if name is not None or self._url is not None:
            return [self._report(*self._one(name))], []
        if self._archive is None or self._files:
            raise InputError(
                "Which rules should be checked?", do="Name the outlet: variorum outlet check NAME"
            )
        reports, broken = [], []
        for outlet in self._archive.outlets():
            try:
                rules = self._rules_of(outlet)
                if rules is not None:
                    reports.append(self._report(rules, outlet))
            except RuleError as error:
                broken.append(error)
        return reports, broken

    def explained(self, url: str) -> Explained:
        """Why the page at this address is read as it is: a page stored, in a file, or fetched now.

        An article's number can be given instead of its address.
        """
        from monitor.rules import explained as why
        from monitor.rules.pages import SeenPage, live

        folder = self._invocation.rules_folder
        if url.isdigit() and self._archive is not None:
            url = find_article(self._archive, url).url
        if not (self._files or self._live):
            assert self._archive is not None
            return why.of_stored(self._archive, folder, url)
        if self._files:
            from monitor.commands.files import read_bytes

            page = SeenPage(url, read_bytes(self._files[0]))
        else:
            from spiders.configuration import load

            (page,) = live([url], load(self._invocation.folder))
        if self._archive is None:
            return why.of_file(page, folder)
        return why.of_known(self._archive, folder, page)

    def _one(self, name: str | None) -> tuple[Rules, Outlet | None]:
        """The rules of this name or of the host of ``--url``, and their outlet if it is watched."""
        from spiders.outlets import rules as outlet_rules
        from spiders.urls import host

        folder = self._invocation.rules_folder
        outlet = self._outlet(name)
        rules = self._rules_of(outlet) if outlet is not None else None
        if rules is None and name is not None:
            rules = outlet_rules.load(name, folder)
        if rules is None and name is None:
            rules = outlet_rules.for_host(host(str(self._url)), folder)
        if rules is not None:
            return rules, outlet or self._outlet(rules.name)
        where = outlet.home if outlet is not None else (self._url or "https://example.org/")
        raise OutletError(
            f"There are no rules for {line(str(self._url) if name is None else name)}.",
            do=f"Write some, from pages that were seen: variorum outlet new {where}",
        )

    def _outlet(self, name: str | None) -> Outlet | None:
        from spiders.urls import host

        if self._archive is None:
            return None
        if name is None:
            return self._archive.outlet_of_host(host(str(self._url)))
        return find_outlet(self._archive, name)

    def _rules_of(self, outlet: Outlet) -> Rules | None:
        from spiders.outlets.rules import of_outlet

        return of_outlet(outlet.name, outlet.home, self._invocation.rules_folder)

    def _report(self, rules: Rules, outlet: Outlet | None) -> Report:
        from monitor.rules.findings import check as hold
        from spiders.outlets.rules import source

        file = source(rules.name, self._invocation.rules_folder)
        assert file is not None
        with Progress(quiet=self._invocation.quiet) as progress:
            progress.show(f"looking for pages of {rules.name}")
            pages = self._pages(rules, outlet)
            return hold(
                rules.name if outlet is None else outlet.name,
                file,
                rules,
                pages,
                self._addresses(outlet, pages),
                datetime.now(UTC),
                lambda number: progress.show(f"{number} of {len(pages)} pages"),
            )

    def _pages(self, rules: Rules, outlet: Outlet | None) -> list[SeenPage]:
        from monitor.rules import pages as seen

        if self._files:
            return self._of_files()
        if self._live:
            return self._fetched(rules, outlet)
        if self._archive is None or outlet is None:
            return []
        if self._url is not None:
            return seen.at_url(self._archive, outlet, self._url, self._limit)
        return seen.of_outlet(self._archive, outlet, rules, self._limit)

    def _of_files(self) -> list[SeenPage]:
        from monitor.commands.files import read_bytes
        from monitor.rules.pages import SeenPage

        return [SeenPage(self._url or "", read_bytes(name)) for name in self._files]

    def _fetched(self, rules: Rules, outlet: Outlet | None) -> list[SeenPage]:
        from monitor.rules.pages import live
        from spiders.configuration import load

        configuration = load(self._invocation.folder)
        urls = [self._url] if self._url else self._addresses(outlet, ())[-LIVE:]
        if not urls and rules.home:
            from spiders.crawl.probing.discovery import discover

            found = discover(rules.home, configuration, self._invocation.rules_folder)
            urls = [one.url for one in found.articles[:LIVE]]
        return live(urls[: self._limit], configuration)

    def _addresses(self, outlet: Outlet | None, pages: Sequence[SeenPage]) -> list[str]:
        """Known addresses of articles."""
        if self._archive is None or outlet is None:
            return [page.url for page in pages if page.url]
        return [article.url for article in islice(self._archive.articles(outlet.id), KNOWN)]
