"""The demo outlet and its tour."""

from __future__ import annotations

import html
import re
import tempfile
import urllib.request
from typing import TYPE_CHECKING

import pytest

from monitor.demo import content, edits
from monitor.demo.findings import beyond_the_script, findings, revision_counts
from monitor.demo.furniture import ADVERTISEMENTS, words
from monitor.demo.server import DemoOutlet
from monitor.demo.tour import Tour, program, run
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import fold
from tests.conftest import run_variorum, watch_outlet

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = {"en", "ru", "uk", "az", "tr"}


def phrases(language: str) -> list[str]:
    """The fixed parts of all furniture in this language."""
    fixed = [re.sub(r"\{\w+\}", "", text).strip(" :") for text in words(language).values()]
    return [text for text in fixed if len(text) > 3]


@pytest.fixture(scope="module")
def outlet():
    """The Velmara Post after all edits of its script; the furniture is seeded."""
    with DemoOutlet(seed=11) as server:
        yield server


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, outlet) -> Path:
    """An archive of three passes: the first, one with other furniture, one after all edits."""
    folder = watch_outlet(tmp_path_factory.mktemp("demo") / "archive", outlet)
    assert run_variorum(folder, "crawl", "--json").json["articles_new"] == len(content.load())
    again = run_variorum(folder, "crawl", "--all", "--json").json
    assert again["revisions_new"] == 0
    assert again["captured"] >= 10
    for edit in edits.load():
        if edit.round == 1:
            outlet.edit(edit)
    run_variorum(folder, "crawl", "--all", "--json", codes=(0, 3))
    return folder


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=120) as answer:
        return answer.read().decode()


def test_articles_are_many_and_of_five_languages():
    """The demo must have enough to show, in every script."""
    articles = content.load()
    assert len(articles) >= 30
    assert {article.language for article in articles} == LANGUAGES
    assert len({article.path for article in articles}) == len(articles)
    assert all(5 <= len(article.blocks) <= 9 for article in articles)
    assert {article.desk for article in articles} == {
        "quay",
        "ledger",
        "commons",
        "pulse",
        "meydan",
    }


def test_every_edit_of_the_script_can_be_done():
    """An edit of a passage that is not there could not be found by anybody."""
    articles = {article.slug: article for article in content.load()}
    for edit in edits.load():
        before = articles[edit.article]
        articles[edit.article] = edits.edited(before, edit)
        assert (articles[edit.article] != before) == edit.revision


def test_an_edit_that_finds_nothing_is_an_error():
    """A script that no longer fits its articles must not pass in silence."""
    article = content.load()[0]
    edit = edits.Edit(1, article.slug, "x", old="no such words here", new="y")
    with pytest.raises(ValueError, match="does not say"):
        edits.edited(article, edit)


def test_furniture_is_new_at_every_request():
    """The second crawl would prove nothing if the server sent the same bytes."""
    with DemoOutlet() as server:
        for article in server.articles():
            assert get(server.url(article.slug)) != get(server.url(article.slug))


def test_every_phrase_of_furniture_is_served():
    """Searching texts for a phrase proves nothing if no page has it."""
    with DemoOutlet() as server:
        pages = [html.unescape(get(server.url(one.slug))) for one in server.articles() * 3]
    text = "\n".join(pages)
    unseen = [phrase for phrase in phrases("en") if phrase not in text]
    assert not unseen
    assert any(advertisement in text for advertisement in ADVERTISEMENTS)
    assert "0:00" in text
    assert "audio-thumbnail" in text


def test_what_is_read_is_what_the_desk_wrote(crawled, outlet):
    """Every exported text is the article's own, whole, in order, and without furniture."""
    written = {
        surt(outlet.url(article.slug)): (article.title, [text for _kind, text in article.blocks])
        for article in outlet.articles()
    }
    latest = {row["url"]: row for row in run_variorum(crawled, "export", "jsonl").lines}
    assert len(latest) == len(written)
    away = {"grain-harvest", "telecom-merger", "museum-returns", "nurses-strike"}
    for url, row in latest.items():
        title, blocks = written[surt(url)]
        assert row["title"] == title
        if not any(name in url for name in away):
            assert row["text"].split("\n\n") == [fold(text) for text in blocks]


def test_no_furniture_stands_in_an_exported_text(crawled):
    """No revision has a phrase of the pages' furniture, in any language."""
    for row in run_variorum(crawled, "export", "jsonl").lines:
        lines = {text.strip() for text in row["text"].split("\n\n")}
        for phrase in phrases(row["language"]):
            assert not [text for text in lines if text.startswith(phrase)], phrase
        assert not [text for text in ADVERTISEMENTS if text in row["text"]]
        assert "0:00" not in row["text"]
        assert "audio-thumbnail" not in row["text"]


def test_no_title_of_another_article_stands_in_a_text(crawled):
    """Cards and lists of other articles are furniture even in the middle of a body."""
    rows = run_variorum(crawled, "export", "jsonl").lines
    titles = {row["title"] for row in rows}
    for row in rows:
        assert not titles & set(row["text"].split("\n\n"))


def test_the_findings_can_be_wrong(crawled, outlet):
    """A tour that always succeeds would prove nothing."""
    with Archive.open(crawled) as archive:
        before = dict.fromkeys(revision_counts(archive), 1)
        script = [
            edits.Edit(1, "storm-leaves-villages-without-power", "never done"),
            edits.Edit(1, "airport-reopens-after-drone-alert", "a title", kind="number"),
            edits.Edit(1, "a-library-on-a-bus", "told as none", revision=False),
            edits.Edit(1, "nurses-strike-enters-third-week", "not away", revision=False),
        ]
        wrong = [finding.wrong for finding in findings(archive, script, before, outlet.url)]
        assert all(wrong)
        assert beyond_the_script(archive, before, set())


def test_the_tour_finds_everything_in_under_a_minute(tmp_path):
    """`variorum demo` ends with 0 only if every edit was found once; without colours here."""
    done = run_variorum(tmp_path, "demo", "--keep", str(tmp_path / "kept"))
    assert "Every edit was found exactly once, and nothing else." in done.out
    assert "\x1b" not in done.out
    assert (tmp_path / "kept" / "archive.db").is_file()
    assert max(map(len, done.out.splitlines())) < 200


def test_the_tour_ends_with_1_when_something_was_not_found(tmp_path, monkeypatch, capsys):
    """An edit that was never made cannot be found: the tour says so, and leaves no folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    never = edits.Edit(1, "a-library-on-a-bus", "never done", action="restore")
    monkeypatch.setattr(edits, "load", lambda: [never])
    few = content.load()[-8:]  # with that article; the whole outlet is crawled above
    monkeypatch.setattr(content, "load", lambda: few)
    assert run(None) == 1
    told = capsys.readouterr().out
    assert "Not everything was found as it should be." in told
    assert "0 new revisions instead of 1" in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("called", "installed", "told"),
    [
        (".venv/bin/variorum", False, ".venv/bin/variorum"),
        ("/opt/bin/variorum", True, "variorum"),
        ("/src/monitor/__main__.py", False, "variorum"),
    ],
)
def test_what_the_tour_tells_to_type_can_be_typed(called, installed, told, monkeypatch, tmp_path):
    """After `./run.sh demo` a shell has no `variorum`; the last lines name what there is."""
    if installed:
        command = tmp_path / "variorum"
        command.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", [called, "demo"])
    assert program() == told


def test_a_tour_that_is_kept_ends_with_commands_that_can_be_typed(monkeypatch, capsys, tmp_path):
    """The last lines named `variorum` though it was not installed, and no page to look at."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", [".venv/bin/variorum", "demo"])
    with DemoOutlet() as outlet:
        Tour(tmp_path / "kept", outlet, kept=True).conclude(good=True, seconds=1)
    told = capsys.readouterr().out
    assert f"$ .venv/bin/variorum --archive {tmp_path / 'kept'} serve\n" in told
    assert "$ variorum" not in told


def test_the_tour_leaves_an_archive_alone(tmp_path):
    """--keep changes nothing in a folder that has an archive."""
    folder = tmp_path / "mine"
    run_variorum(folder, "init", str(folder))
    before = (folder / "archive.db").read_bytes()
    done = run_variorum(tmp_path, "demo", "--keep", str(folder), codes=(1,))
    assert "already" in done.err
    assert (folder / "archive.db").read_bytes() == before
