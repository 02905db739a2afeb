"""Checks whether the archive has every edit of the script exactly once, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.records import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.demo.edits import Edit
    from storage.archive import Archive
    from storage.records import Article, Revision

NO_REVISION = "no revision"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the archive says about one edit; ``wrong`` is empty if that is what it should say."""

    edit: Edit
    says: str
    wrong: str = ""
    article_id: int = 0
    revision: int = 0


def revision_counts(archive: Archive) -> dict[int, int]:
    """How many revisions each article has, by its id."""
    return {article.id: article.revisions for article in archive.articles()}


def findings(
    archive: Archive,
    edits: Iterable[Edit],
    before: dict[int, int],
    url: Callable[[str], str],
) -> list[Finding]:
    """One finding for each edit that the pass just completed should have found.

    ``before`` has the counts from before the pass; ``url`` gives the address of a slug.
    """
    found = []
    for edit in edits:
        article = archive.find_article(surt(url(edit.article)))
        if article is None:
            found.append(Finding(edit, "", "the article is not in the archive"))
        else:
            found.append(_finding(archive, edit, article, before.get(article.id, 0)))
    return found


def beyond_the_script(archive: Archive, before: dict[int, int], expected: set[int]) -> list[str]:
    """Articles that are new or have more revisions although they were not edited."""
    return [
        f"article {article.id} ({article.title}) has a revision that nobody wrote"
        for article in archive.articles()
        if article.id not in expected and article.revisions != before.get(article.id, 0)
    ]


def _finding(archive: Archive, edit: Edit, article: Article, before: int) -> Finding:
    more = article.revisions - before
    if more != int(edit.revision):
        wrong = f"{more} new revisions instead of {int(edit.revision)}"
        return Finding(edit, "", wrong, article.id, article.revisions)
    if edit.revision:
        latest = archive.revision(article.id)
        says = latest.assessment.summary or ", ".join(latest.assessment.kinds)
        return Finding(edit, says, _misjudged(edit, latest), article.id, latest.number)
    says, wrong = _without_revision(archive, edit, article)
    return Finding(edit, says, wrong, article.id, article.revisions)


def _misjudged(edit: Edit, revision: Revision) -> str:
    """What the assessment should say but does not."""
    said = revision.assessment
    wanted = (
        (edit.weight, (said.weight.value,)),
        (edit.kind, said.kinds),
        (edit.signal, said.signals),
    )
    missing = [want for want, has in wanted if want and want not in has]
    if not missing:
        return ""
    told = " ".join([said.weight.value, *said.kinds, *said.signals])
    return f"called {told}, not {' '.join(missing)}"


def _without_revision(archive: Archive, edit: Edit, article: Article) -> tuple[str, str]:
    if edit.event:
        kinds = [event.kind for event in archive.events(article.id)]
        wrong = "" if EventKind(edit.event) in kinds else f"no event {edit.event}"
        return f"{NO_REVISION}; noted as {edit.event}", wrong
    if article.absence != (edit.absence or None):
        return "", f"absence {article.absence!r} instead of {edit.absence!r}"
    if not edit.absence:
        return f"{NO_REVISION}; it was away at one visit", ""
    return f"{NO_REVISION}; {edit.absence}, seen once so far", ""
