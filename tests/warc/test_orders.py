"""The same captures give the same history, in whatever order and groups their files come in."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from itertools import chain

import pytest

from monitor.export.atom import write_atom
from monitor.export.export import Export
from monitor.export.selection import Selection
from storage.archive import Archive
from storage.records import IncidentKind
from tests.warc import makers
from tests.warc.test_import import HOST, Intake

FERRY, BRIDGE, MAYOR = (
    f"/news/{slug}" for slug in ("ferry-runs-late-now", "bridge-closes-for-long", "mayor-resigns")
)
LATE, NEVER, CLOSED = "The ferry ran late.", "The ferry never ran.", "The bridge is closed."
TITLES = {LATE: "Ferry runs late", NEVER: "Ferry runs late", CLOSED: "Bridge closes"}
SAID = {
    "Ferry runs late": "and the harbour master said at length what he thought of the engine",
    "Bridge closes": "that engineers had found cracks in four pillars after the flood of May",
    "Mayor resigns": "after a session at which the accounts of three years were read aloud",
}
GONE = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"


def shows(path, day, text, name=None, title=None):
    """A page with this text, which names another one as its canonical URL, or none."""
    title = title or TITLES[text]
    more = "".join(f"<p>{number}, {SAID[title]}.</p>" for number in ("First", "Then", "Later"))
    link = f'<link rel="canonical" href="{HOST + name}">' if name else ""
    page = (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{link}'
        '<meta property="og:type" content="article"></head>'
        f"<body><article><h1>{title}</h1><p>{text}</p>{more}</article></body></html>"
    )
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return record(path, day, head, page.encode())


def leads(path, day, target):
    """A redirect."""
    head = f"HTTP/1.1 301 Moved\r\nLocation: {HOST + target}\r\nContent-Type: text/html\r\n\r\n"
    return record(path, day, head.encode(), b"moved")


def record(path, day, head, body):
    """Its day, and the record."""
    date = f"2016-03-{day:02d}T08:00:00Z"
    about = {"uri": HOST + path, "date": date, "record_id": f"<urn:test:{path}:{day}>"}
    return day, makers.response(head, body, **about)


def history(archive):
    """All that is told of articles, but for their numbers."""
    assert not [one for one in archive.incidents() if one.kind is IncidentKind.READER_FAILED]
    assert archive.verify() == []
    return sorted(
        (
            article.url,
            article.state.value,
            article.absence or "",
            article.absences,
            sorted(article.aliases),
            [
                (one.number, one.title, one.first_seen.day, one.last_seen.day, one.assessment)
                for one in archive.revisions(article.id)
            ],
        )
        for article in archive.articles()
    )


CASES = {
    "an older page with the same text": [[shows(FERRY, 28, CLOSED)], [shows(MAYOR, 14, CLOSED)]],
    "a page with a text that was replaced later": [
        [shows(FERRY, 1, NEVER), shows(FERRY, 16, CLOSED)],
        [shows(MAYOR, 14, NEVER)],
    ],
    "a redirect from before its target was seen": [
        [shows(BRIDGE, 28, CLOSED)],
        [leads(MAYOR, 2, BRIDGE)],
    ],
    "a page from before it was redirected": [[leads(MAYOR, 12, BRIDGE)], [shows(MAYOR, 3, CLOSED)]],
    "a page from before it was missing": [
        [record(FERRY, 25, GONE, b"no")],
        [shows(FERRY, 19, NEVER)],
    ],
    "a name from before it was missing": [
        [record(BRIDGE, 9, GONE, b"no")],
        [shows(FERRY, 4, CLOSED, BRIDGE)],
    ],
    "the target of a redirect redirects": [
        [leads(MAYOR, 13, BRIDGE), shows(FERRY, 4, LATE)],
        [leads(FERRY, 8, MAYOR)],
    ],
    "a redirect to an address from before that one led on": [
        [shows(MAYOR, 1, NEVER), leads(FERRY, 7, BRIDGE)],
        [leads(BRIDGE, 2, MAYOR)],
    ],
    "two addresses that lead to one": [
        [leads(BRIDGE, 15, FERRY), leads(MAYOR, 6, FERRY)],
        [shows(MAYOR, 5, NEVER)],
    ],
    "an address that was given to another article": [
        [shows(BRIDGE, 9, CLOSED), shows(BRIDGE, 15, LATE, FERRY)],
        [shows(MAYOR, 6, CLOSED, FERRY)],
    ],
    "an address that left its article again": [
        [shows(BRIDGE, 15, CLOSED), shows(MAYOR, 12, CLOSED), shows(BRIDGE, 20, LATE)],
        [shows(MAYOR, 6, CLOSED)],
    ],
    "an article whose pages stand at another one's address": [
        [shows(MAYOR, 17, NEVER), shows(MAYOR, 14, CLOSED, FERRY)],
        [shows(BRIDGE, 7, LATE, FERRY)],
    ],
    "a redirect between two names of an article": [
        [shows(MAYOR, 2, NEVER, MAYOR), shows(MAYOR, 26, CLOSED, BRIDGE), shows(MAYOR, 28, LATE)],
        [leads(MAYOR, 6, BRIDGE)],
    ],
}


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_files_makes_no_difference(tmp_path, blank, case):
    """Articles stood apart, or were joined, because what came in late was read after the rest."""
    files, counted = CASES[case], []
    for name, groups in (("late", files), ("sorted", [sorted(chain(*files))])):
        (tmp_path / name).mkdir()
        with Archive.open_to_write(blank(tmp_path / name / "archive")) as archive:
            intake = Intake(tmp_path / name, archive)
            done = [
                intake(intake.file(*(record for _, record in group), name=f"{number}.warc.gz"))
                for number, group in enumerate(groups)
            ]
            counted.append(sum(one.captures for one in done))
            told = history(archive)
            if name == "late":
                late = told
        shutil.rmtree(tmp_path / name)
    assert late == told
    assert counted[0] == counted[1]


def test_a_feed_shows_nothing_again_because_older_captures_came_in(tmp_path, blank):
    """Entries got other ids, as revisions are numbered anew and events are made once more."""
    missed = [record(FERRY, day, GONE, b"no") for day in (20, 22, 24)]
    files = [[shows(FERRY, 12, LATE), shows(FERRY, 16, NEVER), *missed], [shows(FERRY, 3, CLOSED)]]
    ids = []
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        intake = Intake(tmp_path, archive)
        for group in files:
            intake(intake.file(*(record for _, record in group)))
            write_atom(Export(archive, Selection()), feed := BytesIO())
            ids.append(re.findall(r"<entry>.*?<id>(.*?)</id>", feed.getvalue().decode(), re.DOTALL))
    assert [len(each) for each in ids] == [2, 3]
    assert {*ids[0]} < {*ids[1]}
