"""A page that is cut off in the middle, although its server says that it is complete."""

from __future__ import annotations

import pytest

from monitor.reprocessing.run import reprocess
from spiders.urls import surt
from storage.archive import Archive
from tests.captures import HOME, capture_and_read, watch_courier
from tests.stories import filler

URL = f"{HOME}news/weir"
TEXT = filler("weir")
HEAD = (
    '<html lang="en"><head><title>The weir</title><meta property="og:type" content="article">'
    "</head><body><main><article><h1>The weir</h1>"
)


def page(end: str = "</article></main></body></html>", said: list[str] = TEXT) -> bytes:
    """The article, with this after its text."""
    return f"{HEAD}{''.join(f'<p>{one}</p>' for one in said)}{end}".encode()


CUT = page()[: page().index(TEXT[-2].encode()) + 40]
SHORTER = TEXT[:-2]
ENDED_SOONER = [*TEXT[:-1], f"{TEXT[-1].partition('. ')[0]}."]
EDITED = ["Another beginning.", *TEXT[1:]]
EDITED_CUT = page(said=EDITED)[: page(said=EDITED).index(TEXT[-2].encode()) + 40]


@pytest.mark.parametrize(
    ("shown", "revisions"),
    [
        ([page(), page(), CUT, page()], 1),
        ([page(), page(), EDITED_CUT, page(said=EDITED)], 2),
        ([page(), page(), EDITED_CUT, page()], 1),
        ([page(), page(), CUT, CUT, CUT], 2),  # for days: then it is what readers get
        ([page(), page(said=SHORTER), page()], 3),
        ([page(), page("", ["Another beginning.", *SHORTER]), page()], 3),
        ([page(), page("", [*EDITED[:-2], TEXT[-2]]), page()], 3),  # last paragraph complete
        ([page(""), page("", SHORTER), page("")], 3),  # it never had an end
        ([page(), page(""), page("", ENDED_SOONER), page("")], 3),  # it no longer has one
    ],
)
def test_a_page_that_breaks_off_deletes_nothing(tmp_path, blank, shown, revisions):
    """If the end that it had is missing, it is held back; any other shortened text is an edit."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        addresses = watch_courier(archive, URL)
        for day, one in enumerate(shown):
            capture_and_read(archive, addresses, [one], day)
        told = [one.detail for one in archive.incidents() if one.closed_at is None]
        assert archive.article(surt(URL)).revisions == revisions
        assert told == []
        reprocess(archive, rules_folder=None)
        assert archive.article(surt(URL)).revisions == revisions
