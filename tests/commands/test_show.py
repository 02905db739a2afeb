"""``variorum show``."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.queries.articles import article_document
from monitor.queries.captures import capture_document
from monitor.queries.presence import presence
from monitor.views.presence import sentence
from storage.archive import Archive
from storage.digest import payload_digest
from storage.intents import NoteAbsence
from storage.kinds import Outcome
from storage.sights import Sight
from tests.commands.conftest import FERRY, FIRST, Keeper, Typist

if TYPE_CHECKING:
    from pathlib import Path


def test_json_is_a_revision(type_at: Typist) -> None:
    """An extraction, with where and when it was seen, and the captures that show it."""
    shown = type_at.json("show", "1@1")
    assert (shown["article"], shown["revision"], shown["outlet"]) == (1, 1, "harbour")
    assert shown["title"] == "Ferry runs late"
    assert shown["byline"] == ["Ada Quay"]
    assert shown["standfirst"] is None
    assert shown["text"].startswith("The ferry to Holm was late on Monday. 12 people")
    assert shown["digest"].startswith("sha256:")
    (capture,) = shown["captures"]
    assert capture.keys() >= {"id", "captured_at", "status", "payload"}
    assert capture["payload"] == payload_digest(b"<html>\x1b[31mferry</html>")


@pytest.mark.parametrize(
    ("name", "number"), [("1", 3), ("1@2", 2), (FERRY, 3), (f"{FERRY}@1", 1)], ids=str
)
def test_names_of_revisions(type_at: Typist, name: str, number: int) -> None:
    """ARTICLE is the latest, ARTICLE@N the N-th, by id or by address."""
    assert type_at.json("show", name)["revision"] == number


@pytest.mark.parametrize(
    "name", ["7", "1@9", "https://harbour.example/none", "99999999999999999999"]
)
def test_what_is_not_there(type_at: Typist, name: str) -> None:
    """Exit code 1, a sentence on stderr, nothing on stdout."""
    result = type_at("show", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has no" in result.stderr
    assert "mistake" not in result.stderr


def test_history_is_that_of_the_page(type_at: Typist) -> None:
    """A command shows what an article's page shows: every visit, and in JSON all of it."""
    with Archive.open(type_at.folder) as archive:
        page = article_document(archive, archive.article(1))
    assert type_at.json("show", FERRY, "--history") == page
    rows = [row.split("\t") for row in type_at("show", "1", "--history").stdout.splitlines()]
    assert [(row[0], row[3]) for row in rows] == [
        (sight["at"], str(sight["revision"] or "")) for sight in page["sights"]
    ]
    assert type_at("show", "1", "--history", "--raw").exit_code == 2


def test_the_last_answer_is_had_whatever_it_showed(tmp_path: Path) -> None:
    """The page found in the article's place, not the last one that showed the article."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST, b"<p>ferry")
        visit = keeper.visit(FERRY, b"<p>Log in first")
        archive.apply(visit, [NoteAbsence(1, "login page")])
    typist = Typist(tmp_path / "archive")
    good, last = typist("show", "1", "--raw"), typist("show", "1", "--raw", "--last")
    assert (good.stdout_bytes, last.stdout_bytes) == (b"<p>ferry", b"<p>Log in first")
    assert "show 1 --raw --last" in good.stderr
    assert f"Capture {visit} at" in last.stderr
    assert "no revision of the article" in last.stderr
    assert b"200 OK" in typist("show", "1", "--headers", "--last").stdout_bytes
    assert typist("show", "1", "--last").exit_code == 2
    assert typist("show", "1", "--last", "--text").exit_code == 2


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "'; DROP TABLE articles; --", "%2e%2e", "[::1"]
)
def test_hostile_names_are_no_article(type_at: Typist, name: str) -> None:
    """Whatever is typed is only taken as a name."""
    result = type_at("show", name)
    assert result.exit_code in {1, 2}
    assert "mistake" not in result.stderr


def test_raw_is_the_payload_to_the_byte(type_at: Typist) -> None:
    """What was captured comes out unchanged."""
    assert type_at.process("show", "1@1", "--raw").stdout == b"<html>\x1b[31mferry</html>"


def test_heads_are_as_they_came(type_at: Typist) -> None:
    """In a pipe, both heads are byte for byte as captured."""
    shown = type_at.process("show", "1@1", "--headers").stdout
    assert shown.startswith(b"GET / HTTP/1.1\r\nHost: harbour.example\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert b"caf\xe9 \x1b[31m" in shown


def test_text_alone(type_at: Typist) -> None:
    """--text prints the body and nothing else."""
    assert type_at("show", "2@1", "--text").stdout == "The bridge is closed until May.\n"


def test_page_loads_nothing(type_at: Typist) -> None:
    """--html gives a page whose policy lets nothing be loaded."""
    page = type_at("show", "1", "--html").stdout
    assert "default-src 'none'" in page
    assert "<h1 dir=auto>Ferry runs late again</h1>" in page
    assert "<script" not in page


def test_for_people(type_at: Typist) -> None:
    """First the headline, then where and when, then the text."""
    lines = type_at("show", "1@2").stdout.splitlines()
    assert lines[0] == "Ferry runs late"
    assert lines[1] == FERRY
    assert "1@2" in lines[2]
    assert "2026-03-02 08:00Z" in lines[2]
    assert "21 people waited" in lines[-3]


def test_the_language_is_told_by_its_name(tmp_path: Path) -> None:
    """People read `Arabic`; JSON has the tag of the page."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(FERRY, replace(FIRST, language="ar-EG"))
    typist = Typist(tmp_path / "archive")
    assert "language: Arabic (EG)\n" in typist("show", "1").stdout
    assert typist.json("show", "1")["language"] == "ar-EG"


def test_a_remark_is_told_in_words(tmp_path: Path) -> None:
    """The state of the memory that it was based on is in the JSON only, not for people."""
    told = "something new stands on other articles too"
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(
            FERRY, replace(FIRST, remarks=(f"{told}, by outlet bb15b315e99743ea",))
        )
    typist = Typist(tmp_path / "archive")
    assert f"remark: {told}\n" in typist("show", "1").stdout
    assert typist.json("show", "1")["remarks"] == [f"{told}, by outlet bb15b315e99743ea"]


def test_json_and_a_part_exclude_each_other(type_at: Typist) -> None:
    """Only one kind of output can be chosen."""
    assert type_at("show", "1", "--json", "--raw").exit_code == 2
    both = type_at("show", "1", "--text", "--raw")
    assert (both.exit_code, both.stdout) == (2, "")


def test_what_became_of_it_is_said(tmp_path: Path) -> None:
    """An article that was missing lately is shown with that fact; its text stays."""
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        article = keeper.begin(FERRY, FIRST)
        for _ in range(2):
            archive.apply(keeper.visit(FERRY, b"away"), [NoteAbsence(article, "missing")])
    shown = Typist(folder)("show", "1").stdout
    assert "today: live; missing at the last 2 visits, since 2026-03-02 08:00Z\n" in shown
    assert "12 people" in shown


@pytest.mark.parametrize(
    ("time", "number", "words"),
    [
        ("2026-03-01T08:00Z", 1, "showed revision 1; the next showed revision 2, at 2026-03-02"),
        ("2026-03-02", 1, "at 2026-03-01 08:00Z, showed revision 1; the next showed revision 2"),
        ("2026-03-09", 3, "There was no visit after that time."),
    ],
)
def test_what_stood_at_a_time(type_at: Typist, time: str, number: int, words: str) -> None:
    """The revision that was last seen by then, and the visits between which the time lies."""
    result = type_at("show", "1", "--at", time)
    assert words in " ".join(result.stderr.split())
    shown = type_at.json("show", FERRY, "--at", time)
    assert shown["revision"] == number
    assert shown["at"]["before"] <= shown["at"]["time"]


def test_nothing_is_said_of_a_time_before_the_first_look(type_at: Typist) -> None:
    """Nor is the latest revision given instead of an older one."""
    result = type_at("show", "1", "--at", "2026-02-28")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "first seen at 2026-03-01" in result.stderr
    assert type_at("show", "1@2", "--at", "2026-03-02").exit_code == 2


def _seen(day: int, outcome: Outcome, revision: int | None = None) -> Sight:
    return Sight(datetime(2026, 3, day, tzinfo=UTC), outcome, 200, None, FERRY, day, revision)


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ([_seen(2, Outcome.UNMODIFIED)], "so did the next, at 2026-03-02"),
        ([_seen(2, Outcome.FAILED)], "There was no visit after"),
        ([_seen(2, Outcome.MISSING)], "the next showed no article, at 2026-03-02"),
        (
            [_seen(2, Outcome.REDIRECTED), _seen(3, Outcome.CAPTURED, 1)],
            "so did the next, at 2026-03-03",
        ),
        ([_seen(2, Outcome.REDIRECTED)], "the next showed no article"),
    ],
)
def test_what_the_next_look_tells(later: list[Sight], told: str) -> None:
    """A failed visit says nothing, a 304 the same; a redirect leads on or is an absence."""
    sights = [_seen(1, Outcome.CAPTURED, 1), *later]
    known = presence(sights, datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert known is not None
    assert told in sentence(known)


def test_an_absence_before_the_time_is_told() -> None:
    """The text must not seem to be there at a time when the article was gone."""
    sights = [_seen(1, Outcome.CAPTURED, 1), _seen(2, Outcome.MISSING), _seen(4, Outcome.MISSING)]
    known = presence(sights, datetime(2026, 3, 3, tzinfo=UTC))
    assert known is not None
    assert "from 2026-03-02 00:00Z on it was not there" in sentence(known)


def test_times_of_one_minute_have_their_seconds() -> None:
    """Visits seconds apart, as in a breaking story, must not show the same time."""
    first = datetime(2026, 3, 1, 8, 0, 7, tzinfo=UTC)
    sights = [
        Sight(first.replace(second=at), Outcome.CAPTURED, 200, None, FERRY, at, number)
        for at, number in ((7, 1), (31, 2))
    ]
    known = presence(sights, first.replace(second=9))
    assert known is not None
    assert "by 2026-03-01 08:00:09Z, at 2026-03-01 08:00:07Z" in sentence(known)
    assert "revision 2, at 2026-03-01 08:00:31Z" in sentence(known)


def test_one_capture_is_shown_as_its_page_shows_it(type_at: Typist) -> None:
    """By its number: the content of ``/captures/NUMBER``, its heads, and its bytes."""
    number = type_at.json("show", "1@1")["captures"][0]["id"]
    with Archive.open(type_at.folder) as archive:
        page = capture_document(archive, archive.capture(number))
    named = ("show", "--capture", str(number))
    assert type_at.json(*named) == page
    assert type_at(*named, "--raw").stdout_bytes == b"<html>\x1b[31mferry</html>"
    assert type_at(*named, "--headers").stdout.startswith("GET / HTTP/1.1")
    told = dict(row.split("\t") for row in type_at(*named).stdout.splitlines())
    assert (told["capture"], told["revision"]) == (str(number), "1@1")
    assert page["payload"] in told["payload"]
    assert type_at("show", "--capture", "99").exit_code == 1
    for words in (["1", "--capture", "1"], ["--capture", "1", "--text"], []):
        assert type_at("show", *words).exit_code == 2
