"""A static site of articles, their revisions and what changed: the pages of `serve`, as files.

They are made with the same templates, and then made self-contained: links lead to files that
exist, whatever needs a server is removed, nothing runs and nothing is loaded from elsewhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.export.standalone import Pages, standalone
from monitor.notation.times import short
from storage.errors import VariorumError
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from monitor.export.export import Export
    from storage.archive import Archive
    from storage.lost import Losses
    from storage.records import Revision
    from storage.warc.zipped import Tree

A_PAGE = 200
"""The most articles on one page of the list."""
_STATIC = ("variorum.css", "mark.svg")
_VIEWS = ("inline", "split")
_SOUND = (200, 410)
"""Statuses of pages to write: one of a redacted text says so (410)."""
_DAMAGED = (*_SOUND, 500)
"""The same for an article with damaged texts: pages that need these say so (500)."""


def write_site(export: Export, tree: Tree) -> None:
    """Write the selected revisions, each with the change that led to it.

    If a text is damaged, its page says so.
    """
    from monitor.export.pages import app_over

    with app_over(export.archive) as app:
        _write(_Site(app, export.archive, tree, export.losses), export)


def _write(site: _Site, export: Export) -> None:
    archive, written = export.archive, list[_Written]()
    for article_id, found in groupby(export.selection.of(archive), key=attrgetter("article_id")):
        revisions = list(found)
        for _ in export.counted(site.write_article(article_id, revisions)):
            pass
        last = revisions[-1]
        written.append(_Written(last.number > 1, last.first_seen, article_id, last.number))
    written.sort(reverse=True)
    starts = range(0, len(written) or 1, A_PAGE)
    for number, start in enumerate(starts, 1):
        rows = [one.row(archive) for one in written[start : start + A_PAGE]]
        site.write_list(rows, number, more=number < len(starts))
    if len(written) > 1:
        site.write_directory([one.article for one in written])
    site.write_static()


class _Written(NamedTuple):
    """An article of the site, with what the list is sorted by: the latest changes come first."""

    changed: bool
    at: datetime
    article: int
    number: int

    def row(self, archive: Archive) -> dict[str, Any]:
        """What the list shows of the article."""
        latest = archive.revision(self.article, self.number)
        return {"article": archive.article(self.article), "latest": latest}


class _Site:
    """Requests our own pages, within this process, and writes what they answer."""

    def __init__(self, app: Flask, archive: Archive, tree: Tree, losses: Losses) -> None:
        from jinja2 import ChoiceLoader, FileSystemLoader

        self._app = app
        own = FileSystemLoader(Path(__file__).with_name("templates"))
        loaders = [loader for loader in (self._app.jinja_loader, own) if loader is not None]
        self._app.jinja_loader = ChoiceLoader(loaders)
        self._client = self._app.test_client()
        self._archive = archive
        self._tree = tree
        self._losses = losses
        self._made = f"Written {short(datetime.now(UTC))} by Variorum."

    def write_article(self, article_id: int, revisions: list[Revision]) -> Iterator[int]:
        """Write the pages of an article; yield the numbers of its revisions as they are written."""
        numbers = [revision.number for revision in revisions]
        pairs = [(number - 1, number) for number in numbers if number > 1]
        first, last = numbers[0], numbers[-1]
        if last - first > 1:
            pairs.append((first, last))
        # A selected change is shown with the revision before it, whether selected or not.
        shown = sorted({*numbers, *(old for old, _ in pairs)})
        hurt = self._hurt(article_id, shown)
        pages = Pages(article_id, tuple(shown), tuple(pairs))
        write = partial(self._write, pages=pages, expected=_DAMAGED if hurt else _SOUND)
        write(f"/articles/{article_id}?show=all", f"articles/{article_id}/index.html")
        for old, new in pairs:
            for view in _VIEWS:
                asked = f"/articles/{article_id}/diff/{old}..{new}?view={view}"
                path = pages.file_of(asked)
                assert path is not None
                write(asked, path)
        for number in shown:
            write(f"/articles/{article_id}/{number}", f"articles/{article_id}/{number}.html")
            if number in numbers and number not in hurt:
                yield number

    def _hurt(self, article_id: int, numbers: list[int]) -> set[int]:
        """The numbers of revisions whose text is damaged: the pages that need it say so."""
        hurt = set[int]()
        for number in numbers:
            revision = self._archive.revision(article_id, number)
            try:
                self._archive.extraction(revision.extraction_id)
            except DAMAGE as error:
                self._losses.note(f"revision {article_id}@{number}", revision.url, error)
                hurt.add(number)
        return hurt

    def write_list(self, articles: list[dict[str, Any]], number: int, *, more: bool) -> None:
        """Write one page of the list that the site begins with."""
        self._write_template(
            "site.html",
            Pages.list_file(number),
            articles=articles,
            number=number,
            more=more,
            site_title="Articles and what changed in them",
            site_note=(
                "Every version of these articles that was seen, and how they differ;"
                " the latest change is first."
                " A change lies between the last sight of the old version and the first sight"
                " of the new one."
            ),
        )

    def write_directory(self, articles: list[int]) -> None:
        """Write lists of all articles: a page per outlet and year in which they were first seen."""
        found = map(self._archive.article, articles)
        places = sorted((one.outlet, one.first_seen, one.id) for one in found if one.first_seen)
        years: list[tuple[str, int, int]] = []
        for number, (key, group) in enumerate(
            groupby(places, lambda one: (one[0], one[1].year)), 1
        ):
            rows = [self._archive.article(article) for _, _, article in group]
            years.append((*key, len(rows)))
            heading = f"{key[0]}, {key[1]}"
            path = Pages.directory_file(number)
            self._write_template("directory.html", path, rows=rows, heading=heading)
        path = Pages.directory_file()
        self._write_template("directory.html", path, years=years, heading="Every article")

    def _write_template(self, template: str, path: str, **values: Any) -> None:
        from flask import render_template

        with self._app.test_request_context("/"):
            text = render_template(template, q="", **values)
        self._tree.put(path, standalone(text, path, Pages(), self._made))

    def write_static(self) -> None:
        """Write the style sheet and the picture that all pages share."""
        import monitor.web

        folder = Path(monitor.web.__file__).with_name("static")
        for name in _STATIC:
            self._tree.put(f"static/{name}", (folder / name).read_bytes())

    def _write(self, asked: str, path: str, *, pages: Pages, expected: tuple[int, ...]) -> None:
        answer = self._client.get(asked)
        if answer.status_code not in expected:
            raise VariorumError(f"The page {asked} could not be made.", why=answer.status)
        self._tree.put(path, standalone(answer.get_data(as_text=True), path, pages, self._made))
