"""``outlet new``, ``check`` and ``schema``, and the incident of a rule, over real HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from monitor.rules.draft import Draft, write_draft
from monitor.rules.eras import remarks_on
from monitor.rules.looks import looks_at
from monitor.rules.pages import SeenPage
from monitor.rules.places import removals
from monitor.rules.recurring import recurring
from monitor.rules.shapes import patterns
from spiders.outlets import rules as outlet_rules
from spiders.urls import surt
from storage.archive import Archive
from tests.commands.conftest import Typist
from tests.conftest import Ran
from tests.extract.outlet_pages import SAMPLES
from tests.outlet_server import Answer, OutletServer
from tests.stories import PLAIN, story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = """
select = ["div#body"]
remove = ["div.box"]
phrases = ["Harrowby Echo"]
articles = ['^/news/']
"""


@pytest.fixture(scope="module")
def server() -> Iterator[OutletServer]:
    with OutletServer() as served:
        served.publish(*PLAIN, story("mill-fire"), story("ferry"), story("well"))
        yield served


@pytest.fixture(scope="module")
def crawled(server: OutletServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = watch(tmp_path_factory.mktemp("rules") / "archive", server)
    run(folder, "crawl")
    return folder


@pytest.fixture
def rules_file(crawled: Path) -> Iterator[Path]:
    """Where the outlet's rules stand; there are none before and after."""
    path = crawled / "outlets" / "echo.toml"
    yield path
    path.unlink(missing_ok=True)


def watch(folder: Path, server: OutletServer) -> Path:
    """An archive in this folder that watches this outlet."""
    run(folder, "init", str(folder))
    run(folder, "add", server.home, "--name", "echo", "--yes")
    return folder


def run(folder: Path, *words: str, codes: tuple[int, ...] = (0,)) -> Ran:
    """The command in this process, which is quicker."""
    result = Typist(folder)(*words)
    assert result.exit_code in codes, result.output
    return Ran(result.exit_code, result.stdout, result.stderr)


def found(document: dict, rule: str, value: str) -> dict:
    (outlet,) = document["outlets"]
    (one,) = [r for r in outlet["rules"] if (r["rule"], r["value"]) == (rule, value)]
    return one


def test_reading_again_says_whose_rules_are_broken(crawled, rules_file):
    """Nothing is read without them, and that is told with the line of the mistake."""
    rules_file.write_text('select = ["div#body"]\nremvoe = ["div.box"]\n')
    again = run(crawled, "reprocess", codes=(3,))
    assert "Nothing of echo was read again, as its rules are broken." in again.err
    assert "line 2: there is no rule called 'remvoe'" in again.err
    rules_file.unlink()
    assert "broken" not in run(crawled, "reprocess", "--dry-run").err


# --- new -------------------------------------------------------------------------------------
def test_new_writes_rules_from_stored_pages(server, crawled, rules_file):
    """Facts and what recurs are rules; patterns and selectors are guesses, with what they match."""
    before = len(server.requests)
    told = run(crawled, "outlet", "new", server.home, "--json").json
    assert len(server.requests) == before
    assert told == {"outlet": "echo", "file": str(rules_file), "pages": len(server.stories)}
    text = rules_file.read_text()
    made = outlet_rules.parse("echo", text, "echo.toml")
    assert made.home == server.home
    assert {"feed", "section"} <= {kind.value for _url, kind in made.seeds}
    assert "Harrowby Echo" in made.phrases
    assert (made.select, made.remove, made.articles) == ((), (), ())
    assert "    # '^/news/[^/]+/?$',  # 11 of 11: /news/" in text
    assert '    # "div#body",  # on 11 of 11: 100% of the text' in text
    assert '# "div.box",' in text.partition("remove = ")[2]
    assert run(crawled, "outlet", "check", "echo").code == 0


def test_what_new_guessed_can_be_taken_as_it_is(server, crawled, rules_file):
    """With every guess uncommented each rule finds something, and no sentence is lost."""
    run(crawled, "outlet", "new", server.home)
    text = rules_file.read_text()
    for guess in ("'^/news/", '"div#body"', '"div.box"'):
        assert f"    # {guess}" in text
        text = text.replace(f"    # {guess}", f"    {guess}")
    rules_file.write_text(text)
    (outlet,) = run(crawled, "outlet", "check", "echo", "--json").json["outlets"]
    assert all(rule["found_on"] for rule in outlet["rules"])
    for reading in outlet["readings"]:
        assert not reading["removed"]
        assert not [f for f in reading["diff"]["fields"] if f["field"] != "byline" or f["new"]]


def test_new_takes_the_name_of_an_outlet(crawled, rules_file):
    """As every other ``outlet`` command does; what is neither a name nor an address is told."""
    told = run(crawled, "outlet", "new", "echo", "--json").json
    assert (told["outlet"], told["file"]) == ("echo", str(rules_file))
    assert told["pages"] > 3
    ran = run(crawled, "outlet", "new", "ftp://echo", codes=(2,))
    assert "is no address of the Web" in ran.err


def test_new_never_writes_over_a_file(server, crawled, rules_file):
    """Whatever stands there."""
    rules_file.write_text("# mine\n")
    ran = run(crawled, "outlet", "new", server.home, codes=(2,))
    assert "already" in ran.err
    assert rules_file.read_text() == "# mine\n"
    assert run(crawled, "outlet", "new", server.home, "--name", "../x", codes=(2,))


def test_new_fetches_a_few_pages_where_none_is_stored(server, tmp_path):
    """As ``add`` does, and nothing of it is stored."""
    folder = tmp_path / "empty"
    Archive.create(folder).close()
    told = run(folder, "outlet", "new", server.home, "--name", "fresh", "--json").json
    assert told["pages"] == 6
    assert "Harrowby Echo" in (folder / "outlets" / "fresh.toml").read_text()
    with Archive.open(folder) as archive:
        assert archive.counts()["captures"] == 0
        assert archive.outlets() == []


def test_new_for_one_article_looks_at_its_home_too(server, tmp_path):
    """One page alone cannot tell what recurs."""
    folder = tmp_path / "empty"
    Archive.create(folder).close()
    ran = run(folder, "outlet", "new", server.url("ferry"), "--name", "one", "--json")
    assert ran.json["pages"] > 3


def test_new_writes_nothing_where_it_saw_nothing(tmp_path):
    """A home page without an article is refused, with what to do, and no file is left behind."""
    folder = tmp_path / "empty"
    Archive.create(folder).close()
    with OutletServer() as other:
        ran = run(folder, "outlet", "new", other.home, "--name", "none", codes=(2,))
    assert "No article was seen" in ran.err
    assert not (folder / "outlets" / "none.toml").exists()


def test_new_counts_an_article_once(tmp_path):
    """However many addresses it has: a copy for phones is no further page."""
    folder = tmp_path / "twice"
    with OutletServer() as other:
        other.publish(*PLAIN, story("ferry"))
        watch(folder, other)
        urls = [other.url("ferry"), other.url("ferry") + "?print=1"]
        run(folder, "crawl")
        run(folder, "crawl", *(word for url in urls for word in ("--url", url)))
        with Archive.open(folder) as archive:
            (article,) = {archive.address(surt(url)).article_id for url in urls}
            assert article is not None
        told = run(folder, "outlet", "new", other.home, "--json").json
    assert told["pages"] == len(PLAIN) + 1


def test_add_stops_at_rules_with_a_mistake_that_name_the_host(server, tmp_path):
    """Whatever the file is called: what they would have denied must not be asked for."""
    folder = tmp_path / "archive"
    run(folder, "init", str(folder))
    host = urlsplit(server.home).netloc
    (folder / "outlets" / "other.toml").write_text(f'hosts = ["{host}"]\nselcet = ["p"]\n')
    ran = run(folder, "add", server.home, "--yes", codes=(2,))
    assert "other.toml, line 2" in ran.err
    assert run(folder, "outlet", "list", "--json").json == []


def test_the_incident_of_a_broken_file_is_titled_by_the_outlet(outlet, tmp_path):
    """By whichever file its rules stand in, which the detail names; mended, it closes."""
    outlet.publish(story("ferry"))
    folder = watch(tmp_path / "archive", outlet)
    rules = folder / "outlets" / "other.toml"
    rules.write_text(f'hosts = ["{urlsplit(outlet.home).netloc}"]\nselcet = ["p"]\n')
    run(folder, "crawl", codes=(3,))
    (health,) = run(folder, "health", "--json").json["outlets"]
    (incident,) = health["incidents"]
    assert (incident["kind"], incident["subject"]) == ("rule_failed", "echo rules")
    assert "other.toml, line 2" in incident["detail"]
    rules.unlink()
    run(folder, "crawl")
    assert run(folder, "health", "--json").json["outlets"][0]["incidents"] == []


# --- check -----------------------------------------------------------------------------------
def test_check_tells_what_each_rule_finds(crawled, rules_file):
    """How often, what, where it stands, and what the reading would be without it."""
    rules_file.write_text(GOOD)
    document = run(crawled, "outlet", "check", "echo", "--json").json
    select = found(document, "select", "div#body")
    assert (select["line"], select["era"], select["found_nothing"]) == (2, None, False)
    assert select["pages"] == select["found_on"] == select["matches"] == len(PLAIN) + 3
    assert select["samples"]
    assert found(document, "articles", "^/news/")["found_on"] == len(PLAIN) + 3
    (outlet,) = document["outlets"]
    assert outlet["file"] == str(rules_file)
    assert {"url", "capture", "at", "rules", "removed", "added", "diff"} <= outlet["readings"][
        0
    ].keys()
    assert outlet["readings"][0]["diff"].keys() >= {"fields", "edits", "weight", "summary"}


def test_rules_that_take_the_whole_text_are_told(crawled, rules_file):
    """Each finds something, and together they leave nothing to compare."""
    rules_file.write_text('remove = ["html"]\n')
    ran = run(crawled, "outlet", "check", "echo", codes=(3,))
    pages = len(PLAIN) + 3
    assert f"The rules leave no text on {pages} of {pages} pages: http" in ran.err


def test_deny_that_forbids_nothing_known_is_no_mistake(crawled, rules_file):
    """What it forbids is never fetched, so that nothing of it is known."""
    rules_file.write_text("deny = ['^https?://[^/]+/shop/']\n")
    ran = run(crawled, "outlet", "check", "echo", "--json")
    assert not found(ran.json, "deny", "^https?://[^/]+/shop/")["found_nothing"]


def test_a_sentence_that_recurs_in_the_text_is_only_a_guess():
    """Authors tell the background again; what is no sentence is furniture."""
    again = "The old weir at Harrowby has been closed to boats since the flood of May 2019."
    pages = []
    for number in range(6):
        name = story(f"weir-{number}", f"On day {number} the keeper counted {number}3 boats.")
        told = (*name.paragraphs[:2], f"Weir keeper {number} said it took {number}7 days.", again)
        body = "".join(f"<p>{text}</p>" for text in told)
        html = f"<html lang=en><body><article><h1>Weir {number}</h1>{body}</article></body></html>"
        pages.append(SeenPage(f"https://echo.example/news/{number}", html.encode()))
    draft = Draft("echo", "https://echo.example/", ("echo.example",), pages=pages)
    text = write_draft(draft, looks_at(pages))
    assert f'    # "{again}",  # on 6 of 6, and is read as text' in text


def test_check_shows_what_a_rule_takes_away(crawled, rules_file, server):
    """The blocks that go, by the rule that takes them."""
    sentence = server.stories["ferry"].paragraphs[0]
    rules_file.write_text(f"phrases = [{json.dumps(sentence[:20] + '*')}]\n")
    document = run(crawled, "outlet", "check", "echo", "--json", codes=(0, 3)).json
    rule = found(document, "phrases", sentence[:20] + "*")
    assert rule["changes"]["pages"] == 1
    assert rule["changes"]["removed"][0][:60] == sentence[:60]
    shown = run(crawled, "outlet", "check", "echo", "--diff").out
    assert f"- {sentence[:60]}" in shown


def test_check_ends_with_three_where_a_rule_finds_nothing(crawled, rules_file):
    """Selectors, phrases and fields that nobody has seen, each with its line."""
    rules_file.write_text(
        GOOD + 'paywall = [\n  "Never seen"]\n[fields]\nbyline = ".no-such"\ntitle = "h1"\n'
    )
    ran = run(crawled, "outlet", "check", "echo", "--json", codes=(3,))
    nothing = [r for r in ran.json["outlets"][0]["rules"] if r["found_nothing"]]
    assert [(r["rule"], r["line"]) for r in nothing] == [("paywall", 7), ("fields.byline", 9)]
    rules_file.write_text('select = [".gone-with-the-redesign"]\n')
    ran = run(crawled, "outlet", "check", "echo", "--json", codes=(3,))
    assert "select finds nothing on" in ran.json["outlets"][0]["remarks"][0]


def test_check_tells_of_addresses_and_eras(crawled, rules_file):
    """Patterns that miss or forbid articles; eras that overlap, leave a gap, or are over."""
    rules_file.write_text(
        "articles = ['^/news/parish']\ndeny = ['/ferry']\n"
        "[[eras]]\nvalid_until = 2020-01-01\nselect = ['.old']\n"
        "[[eras]]\nvalid_from = 2021-01-01\nvalid_until = 2022-01-01\nselect = ['.older']\n"
        "[[eras]]\nvalid_from = 2021-06-01\nvalid_until = 2023-01-01\nremove = ['.oldest']\n"
    )
    (outlet,) = run(crawled, "outlet", "check", "echo", "--json").json["outlets"]
    told = "\n".join(outlet["remarks"])
    assert "deny forbids 1 articles" in told
    assert "articles knows 8 of 11" in told
    assert "Eras 2 and 3 both hold from 2021-06-01 until 2022-01-01." in told
    assert "No era holds from 2020-01-01 until 2021-01-01." in told
    assert "No era holds since 2023-01-01." in told
    assert all(rule["pages"] == 0 for rule in outlet["rules"] if rule["era"])
    assert [era["pages"] for era in outlet["eras"]] == [0, 0, 0]


def test_check_names_the_line_of_a_mistake(crawled, rules_file):
    """For one outlet it is an error; where all are checked the others are told of too."""
    rules_file.write_text('phrases = [\n  "a good one",\n  3]\n')
    ran = run(crawled, "outlet", "check", "echo", codes=(2,))
    assert f"{rules_file}, line 3" in ran.err
    ran = run(crawled, "outlet", "check", "--json", codes=(3,))
    assert [(one["file"], one["line"]) for one in ran.json["errors"]] == [(str(rules_file), 3)]


def test_check_of_one_address_stored_or_live(crawled, rules_file, server):
    """What is stored of it, or what stands there now; the live look stores nothing."""
    rules_file.write_text(GOOD)
    url = server.url("ferry")
    (outlet,) = run(crawled, "outlet", "check", "--url", url, "--json").json["outlets"]
    assert [reading["url"] for reading in outlet["readings"]] == [url]
    asked = len(server.asked("ferry"))
    (outlet,) = run(crawled, "outlet", "check", "--url", url, "--live", "--json").json["outlets"]
    assert [(r["url"], r["capture"]) for r in outlet["readings"]] == [(url, None)]
    assert len(server.asked("ferry")) == asked + 1
    (outlet,) = run(crawled, "outlet", "check", "echo", "--live", "--json").json["outlets"]
    assert len(outlet["readings"]) == 5


def test_check_of_a_file_needs_no_archive(tmp_path):
    """The rules that ship, on a page that somebody saved."""
    sample = next(one for one in SAMPLES if one.outlet == "oc-media")
    (tmp_path / "page.html").write_text(sample.html)
    ran = run(
        tmp_path / "none",
        *("outlet", "check", "oc-media", "--file", str(tmp_path / "page.html"), "--json"),
        *("--url", sample.url),
        codes=(3,),
    )
    assert found(ran.json, "remove", ".kg-bookmark-card")["matches"] == 1
    assert found(ran.json, "phrases", "Media logo")["found_on"] == 1
    assert found(ran.json, "paywall", "Members' Exclusive")["found_nothing"]


def test_check_says_how_to_get_rules(crawled, server):
    """An outlet without rules is no mistake; the next step is named."""
    ran = run(crawled, "outlet", "check", "echo", codes=(2,))
    assert f"outlet new {server.home}" in ran.err
    assert run(crawled, "outlet", "check", "--json").json == {"outlets": [], "errors": []}


def test_schema_is_json(tmp_path):
    """For programs; no archive is needed."""
    document = run(tmp_path / "none", "outlet", "schema").json
    assert document["properties"]["eras"]["type"] == "array"


# --- pure ------------------------------------------------------------------------------------
def test_sound_eras_are_nothing_to_tell():
    """One after the other, the last without an end."""
    made = outlet_rules.parse(
        "a",
        "[[eras]]\nvalid_until = 2031-01-01\nselect = ['a']\n"
        "[[eras]]\nvalid_from = 2031-01-01\nselect = ['b']\n",
        "a.toml",
    )
    assert remarks_on(made.eras, datetime(2032, 1, 1, tzinfo=UTC)) == []
    assert remarks_on((), datetime(2032, 1, 1, tzinfo=UTC)) == []


def test_patterns_know_the_addresses_they_are_made_of():
    """Dates, numbers, sections and slugs; and no address of another shape."""
    urls = [
        f"https://a.example/{s}/2031/03/some-long-slug-{n}" for s in ("eu", "us") for n in "abc"
    ]
    urls += [f"https://a.example/news/{n}-title-12345{n}.html" for n in range(4)]
    made = outlet_rules.parse(
        "a", f"articles = {json.dumps([shape.value for shape in patterns(urls)])}", "a.toml"
    )
    assert all(made.is_article(url) for url in urls)
    assert not made.is_article("https://a.example/tag/harbour")
    assert patterns(["https://a.example/one"]) == []


# --- the incident of a rule ------------------------------------------------------------------
def _page(place: str, text: str) -> Answer:
    paragraphs = "".join(f"<p>{text} {PLAIN[n].paragraphs[0]}</p>" for n in range(4))
    html = (
        f"<html><head><title>Ferry</title><meta property='og:type' content='article'></head><body>"
        f"<h1>Ferry timetable changes</h1><div class='{place}'>{paragraphs}</div></body></html>"
    )
    return Answer(200, html.encode())


def test_a_rule_that_fails_is_an_incident_until_it_is_mended(outlet, tmp_path):
    """No revision while nobody knows what the page says; an era for the new layout closes it.

    What was captured before the redesign keeps being read by the rules of its time.
    """
    outlet.publish(story("ferry"))
    outlet.behave("ferry", lambda *_: _page("story", "The ferry leaves at 8."))
    folder = watch(tmp_path / "archive", outlet)
    rules = folder / "outlets" / "echo.toml"
    rules.write_text('select = ["div.story"]\n')
    assert run(folder, "crawl", "--json").json["incidents"] == 0

    outlet.behave("ferry", lambda *_: _page("text", "The ferry leaves at 9."))
    assert run(folder, "crawl", "--all", "--json", codes=(3,)).json["revisions_new"] == 0
    assert run(folder, "crawl", "--all", "--json", codes=(3,)).json["revisions_new"] == 0
    (health,) = run(folder, "health", "--json").json["outlets"]
    (incident,) = health["incidents"]
    assert (health["state"], incident["kind"], incident["count"]) == ("incident", "rule_failed", 2)
    assert incident["detail"] == "rule select matched nothing"

    with Archive.open(folder) as archive:
        first = archive.captures_of_revision(archive.revision(1))[0].captured_at.isoformat()
    boundary = (datetime.fromisoformat(first) + timedelta(microseconds=1)).isoformat()
    old, new = f'valid_until = "{boundary}"', f'valid_from = "{boundary}"'
    rules.write_text(
        f'[[eras]]\n{old}\nselect = ["div.story"]\n[[eras]]\n{new}\nselect = ["div.text"]\n'
    )
    counts = run(folder, "crawl", "--all", "--json").json
    assert (counts["revisions_new"], counts["incidents"]) == (1, 0)
    (health,) = run(folder, "health", "--json").json["outlets"]
    assert (health["state"], health["incidents"]) == ("ok", [])
    (change, _first) = run(folder, "log", "--json").json
    assert change["ours"] is False
    assert run(folder, "show", "1@1", "--json").json["text"].startswith("The ferry leaves at 8")


def test_rules_are_held_against_the_pages_that_they_leave_unread(outlet, tmp_path):
    """After a redesign ``check`` says which rule fails, and that a new one mends it.

    Of the pages that were read before, it would say that all is well.
    """
    outlet.publish(story("ferry"))
    outlet.behave("ferry", lambda *_: _page("story", "The ferry leaves at 8."))
    folder = watch(tmp_path / "archive", outlet)
    rules = folder / "outlets" / "echo.toml"
    rules.write_text('select = ["div.story"]\n')
    run(folder, "crawl")
    outlet.behave("ferry", lambda *_: _page("text", "The ferry leaves at 9."))
    run(folder, "crawl", "--all", codes=(3,))

    for words in (["outlet", "show", "echo"], ["health"]):
        assert "outlet check echo" in run(folder, *words).err
    ran = run(folder, "outlet", "check", "echo", "--json", codes=(3,))
    (checked,) = ran.json["outlets"]
    assert [(rule["found_on"], rule["pages"]) for rule in checked["rules"]] == [(0, 1)]
    url = checked["readings"][0]["url"]
    (checked,) = run(folder, "outlet", "check", "--url", url, "--json").json["outlets"]
    assert [(rule["found_on"], rule["pages"]) for rule in checked["rules"]] == [(1, 2)]

    rules.write_text('select = ["div.text"]\n')
    (checked,) = run(folder, "outlet", "check", "echo", "--json").json["outlets"]
    assert [(rule["found_on"], rule["pages"]) for rule in checked["rules"]] == [(1, 1)]


def test_the_incident_closes_when_the_old_page_is_back(outlet, tmp_path):
    """Word for word as it was before: nothing has to be read anew, and still it is over."""
    outlet.publish(story("ferry"))
    outlet.behave("ferry", lambda *_: _page("story", "The ferry leaves at 8."))
    folder = watch(tmp_path / "archive", outlet)
    (folder / "outlets" / "echo.toml").write_text('select = ["div.story"]\n')
    run(folder, "crawl")
    outlet.behave("ferry", lambda *_: _page("text", "The ferry leaves at 8."))
    run(folder, "crawl", "--all", codes=(3,))
    outlet.behave("ferry", lambda *_: _page("story", "The ferry leaves at 8."))
    assert run(folder, "crawl", "--all", "--json").json["revisions_new"] == 0
    (health,) = run(folder, "health", "--json").json["outlets"]
    assert (health["state"], health["incidents"]) == ("ok", [])


def test_a_difference_that_an_era_makes_is_ours(outlet, tmp_path):
    """The page says what it said; that the new rules read more of it is no edit of the outlet's."""
    note = b"<div class='note'><p>The harbour office publishes all of its timetables.</p></div>"
    page = _page("story", "The ferry leaves at 8.").body.replace(b"</body>", note + b"</body>")
    outlet.publish(story("ferry"))
    outlet.behave("ferry", lambda *_: Answer(200, page))
    folder = watch(tmp_path / "archive", outlet)
    rules = folder / "outlets" / "echo.toml"
    rules.write_text('select = ["div.story"]\n')
    run(folder, "crawl")
    now = datetime.now(UTC).isoformat()
    rules.write_text(
        f'[[eras]]\nvalid_until = {now}\nselect = ["div.story"]\n'
        f'[[eras]]\nvalid_from = {now}\nselect = ["div.story", "div.note"]\n'
    )
    run(folder, "crawl", "--all")
    assert "all of its timetables" in run(folder, "show", "1@2", "--json").json["text"]
    assert "all of its timetables" not in run(folder, "show", "1@1", "--json").json["text"]
    assert [row["ours"] for row in run(folder, "log", "--json").json] == [True, False]


def test_a_rule_that_was_taken_back_is_an_incident_no_more(outlet, tmp_path):
    """Whoever deletes the file has answered."""
    outlet.publish(story("ferry"))
    outlet.behave("ferry", lambda *_: _page("story", "The ferry leaves at 8."))
    folder = watch(tmp_path / "archive", outlet)
    rules = folder / "outlets" / "echo.toml"
    rules.write_text('select = [".gone"]\n')
    run(folder, "crawl", codes=(3,))
    rules.unlink()
    run(folder, "crawl", "--all")
    (health,) = run(folder, "health", "--json").json["outlets"]
    assert health["incidents"] == []


def test_a_pattern_that_runs_wild_stops_its_outlet_and_is_told(outlet, tmp_path):
    """Nobody knows what it would have denied; the crawl ends soon, and nothing is fetched twice."""
    slug = "a" * 60
    outlet.publish(story("ferry"), *(story(f"{slug}{n}-x") for n in range(8)))
    folder = watch(tmp_path / "archive", outlet)
    rules = folder / "outlets" / "echo.toml"
    rules.write_text("deny = ['(a|aa)+$']\n")
    counts = run(folder, "crawl", "--json", codes=(3,)).json
    assert counts["refused"] >= 8
    (health,) = run(folder, "health", "--json").json["outlets"]
    assert [(one["kind"], one["subject"]) for one in health["incidents"]] == [
        ("rule_failed", "echo patterns")
    ]
    assert not [path for path in (r.path for r in outlet.requests) if slug in path]
    rules.unlink()
    run(folder, "crawl", "--all")
    assert run(folder, "health", "--json").json["outlets"][0]["incidents"] == []


def test_a_headline_among_the_others_is_no_phrase():
    """Every page names the article of the day; what stands above the text is not cut out either."""
    day = "Storm crosses the coast of Harrow"
    names = (day, "Council raises the price of water", "Ferry runs late again", "A well runs dry")
    beside = f"<div class='most'><p>{day}</p><p>Harrow letter of the week</p></div>"
    line = "report {} of those that reached the newsroom of the paper, written down by the clerk"
    pages = []
    for name in names:
        text = "".join(f"<p>{name}: {line.format(number)}.</p>" for number in range(6))
        shown = f"<div class='story'><h1 class='head'>{name}</h1>{text}{beside}</div>"
        page = f"<html><head><title>{name}</title></head><body>{shown}</body></html>"
        pages.append(SeenPage(f"https://echo.example/{len(pages)}", page.encode()))
    looks = looks_at(pages)
    assert [look.title for look in looks] == list(names)
    assert [one.text for one in recurring(looks)] == ["Harrow letter of the week"]
    assert "h1.head" not in {guess.selector for guess in removals(looks, "div.story")}
