"""Rules that are broken or match nothing: the incidents they open, and how those end."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.archive import Archive
from tests.commands.rules.conftest import run, watch
from tests.outlet_server import Answer
from tests.stories import PLAIN, story


def test_reading_again_says_whose_rules_are_broken(crawled, tmp_path):
    """Nothing is read without its rules, and the line of the mistake is reported."""
    folder = Path(shutil.copytree(crawled, tmp_path / "copied"))
    rules_file = folder / "outlets" / "echo.toml"
    rules_file.write_text('select = ["div#body"]\nremvoe = ["div.box"]\n')
    again = run(folder, "reprocess", codes=(3,))
    assert "Nothing of echo was read again, because its rules are broken." in again.err
    assert "line 2: there is no rule called 'remvoe'" in again.err
    rules_file.unlink()
    assert "broken" not in run(folder, "reprocess", "--dry-run").err


def test_add_stops_at_rules_with_a_mistake_that_name_the_host(server, tmp_path):
    """Whatever the file is called: nothing that its rules might have denied may be fetched."""
    folder = tmp_path / "archive"
    run(folder, "init", str(folder))
    host = urlsplit(server.home).netloc
    (folder / "outlets" / "other.toml").write_text(f'hosts = ["{host}"]\nselcet = ["p"]\n')
    ran = run(folder, "add", server.home, "--yes", codes=(2,))
    assert "other.toml, line 2" in ran.err
    assert run(folder, "outlet", "list", "--json").json == []


def test_the_incident_of_a_broken_file_is_titled_by_the_outlet(outlet, tmp_path):
    """Whichever file has its rules, which the detail names; the incident closes once it is gone."""
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


def _page(place: str, text: str) -> Answer:
    paragraphs = "".join(f"<p>{text} {PLAIN[n].paragraphs[0]}</p>" for n in range(4))
    html = (
        f"<html><head><title>Ferry</title><meta property='og:type' content='article'></head><body>"
        f"<h1>Ferry timetable changes</h1><div class='{place}'>{paragraphs}</div></body></html>"
    )
    return Answer(200, html.encode())


@pytest.fixture
def ferry(outlet, tmp_path):
    """The folder of an archive that watches one article, and the path of its rules."""
    outlet.publish(story("ferry"))
    outlet.behave("ferry", lambda *_: _page("story", "The ferry leaves at 8."))
    folder = watch(tmp_path / "archive", outlet)
    return folder, folder / "outlets" / "echo.toml"


def test_a_rule_that_fails_is_an_incident_until_it_is_mended(outlet, ferry):
    """No revision is made while the text is unknown; an era for the new layout closes the incident.

    What was captured before the redesign is still read by the rules of its time.
    """
    folder, rules = ferry
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


def test_rules_are_held_against_the_pages_that_they_leave_unread(outlet, ferry):
    """After a redesign ``check`` says which rule fails, and that a new one fixes it.

    Judged by the pages that were read before, all would seem well.
    """
    folder, rules = ferry
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


def test_the_incident_closes_when_the_old_page_is_back(outlet, ferry):
    """If the page is word for word as before, nothing is read again, yet the incident closes."""
    folder, rules = ferry
    rules.write_text('select = ["div.story"]\n')
    run(folder, "crawl")
    outlet.behave("ferry", lambda *_: _page("text", "The ferry leaves at 8."))
    run(folder, "crawl", "--all", codes=(3,))
    outlet.behave("ferry", lambda *_: _page("story", "The ferry leaves at 8."))
    assert run(folder, "crawl", "--all", "--json").json["revisions_new"] == 0
    (health,) = run(folder, "health", "--json").json["outlets"]
    assert (health["state"], health["incidents"]) == ("ok", [])


def test_a_difference_that_an_era_makes_is_ours(outlet, tmp_path):
    """The page did not change; that new rules read more of it is not an edit by the outlet."""
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


def test_a_rule_that_was_taken_back_is_an_incident_no_more(ferry):
    """Deleting the file settles the incident."""
    folder, rules = ferry
    rules.write_text('select = [".gone"]\n')
    run(folder, "crawl", codes=(3,))
    rules.unlink()
    run(folder, "crawl", "--all")
    (health,) = run(folder, "health", "--json").json["outlets"]
    assert health["incidents"] == []


def test_a_pattern_that_runs_wild_stops_its_outlet_and_is_told(outlet, tmp_path):
    """What it would have denied is unknown: none of that is fetched, and the crawl ends soon."""
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
