"""``outlet check`` and ``outlet schema``: what each rule finds, and mistakes with their lines."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from monitor.rules.eras import remarks_on
from spiders.outlets import rules as outlet_rules
from tests.commands.rules.conftest import found, run
from tests.extract.outlet_pages import SAMPLES
from tests.stories import PLAIN

GOOD = """
select = ["div#body"]
remove = ["div.box"]
phrases = ["Harrowby Echo"]
articles = ['^/news/']
"""


def test_check_tells_what_each_rule_finds(crawled, rules_file):
    """How often it matches, what, its line, and how the reading would differ without the rule."""
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
    """Each rule matches something, but together they leave no text."""
    rules_file.write_text('remove = ["html"]\n')
    ran = run(crawled, "outlet", "check", "echo", codes=(3,))
    pages = len(PLAIN) + 3
    assert f"The rules leave no text on {pages} of {pages} pages: http" in ran.err


def test_deny_that_forbids_nothing_known_is_no_mistake(crawled, rules_file):
    """What ``deny`` forbids is never fetched, so the archive knows no address that it matches."""
    rules_file.write_text("deny = ['^https?://[^/]+/shop/']\n")
    ran = run(crawled, "outlet", "check", "echo", "--json")
    assert not found(ran.json, "deny", "^https?://[^/]+/shop/")["found_nothing"]


def test_check_shows_what_a_rule_takes_away(crawled, rules_file, server):
    """The removed blocks are listed under the rule that removes them."""
    sentence = server.stories["ferry"].paragraphs[0]
    rules_file.write_text(f"phrases = [{json.dumps(sentence[:20] + '*')}]\n")
    document = run(crawled, "outlet", "check", "echo", "--json", codes=(0, 3)).json
    rule = found(document, "phrases", sentence[:20] + "*")
    assert rule["changes"]["pages"] == 1
    assert rule["changes"]["removed"][0][:60] == sentence[:60]
    shown = run(crawled, "outlet", "check", "echo", "--diff").out
    assert f"- {sentence[:60]}" in shown


def test_check_ends_with_three_where_a_rule_finds_nothing(crawled, rules_file):
    """Selectors, phrases and fields that match nothing are each reported with their line."""
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
    """Patterns that miss or forbid articles; eras that overlap, leave a gap, or have ended."""
    rules_file.write_text(
        "articles = ['^/news/parish']\ndeny = ['/ferry']\n"
        "[[eras]]\nvalid_until = 2020-01-01\nselect = ['.old']\n"
        "[[eras]]\nvalid_from = 2021-01-01\nvalid_until = 2022-01-01\nselect = ['.older']\n"
        "[[eras]]\nvalid_from = 2021-06-01\nvalid_until = 2023-01-01\nremove = ['.oldest']\n"
    )
    (outlet,) = run(crawled, "outlet", "check", "echo", "--json").json["outlets"]
    told = "\n".join(outlet["remarks"])
    assert "deny forbids 1 articles" in told
    assert "articles matches 8 of 11" in told
    assert "Eras 2 and 3 both hold from 2021-06-01 until 2022-01-01." in told
    assert "No era holds from 2020-01-01 until 2021-01-01." in told
    assert "Since 2023-01-01 no era holds: only the rules outside of them do." in told
    assert all(rule["pages"] == 0 for rule in outlet["rules"] if rule["era"])
    assert [era["pages"] for era in outlet["eras"]] == [0, 0, 0]


def test_check_names_the_line_of_a_mistake(crawled, rules_file):
    """It is an error if one outlet is checked; if all are, the others are still reported on."""
    rules_file.write_text('phrases = [\n  "a good one",\n  3]\n')
    ran = run(crawled, "outlet", "check", "echo", codes=(2,))
    assert f"{rules_file}, line 3" in ran.err
    ran = run(crawled, "outlet", "check", "--json", codes=(3,))
    assert [(one["file"], one["line"]) for one in ran.json["errors"]] == [(str(rules_file), 3)]


def test_check_of_one_address_stored_or_live(crawled, rules_file, server):
    """Its stored captures, or the page as it is now; the live check stores nothing."""
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
    """The shipped rules, checked against a page that somebody saved."""
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


def test_check_says_of_a_file_of_guesses_that_none_is_in_force(crawled, rules_file):
    """If every rule of the file was commented out, nothing was said, as if all were well."""
    rules_file.write_text('home = "http://127.0.0.1/"\nselect = [\n    # "div.story",\n]\n')
    ran = run(crawled, "outlet", "check", "echo")
    assert "is in force yet: remove the #" in ran.err
    assert ran.code == 0


def test_check_says_how_to_get_rules(crawled, server):
    """An outlet without rules is no mistake; the next step is suggested."""
    ran = run(crawled, "outlet", "check", "echo", codes=(1,))
    assert f"outlet new {server.home}" in ran.err
    assert run(crawled, "outlet", "check", "--json").json == {"outlets": [], "errors": []}


def test_schema_is_json(tmp_path):
    """The schema is for programs; no archive is needed."""
    document = run(tmp_path / "none", "outlet", "schema").json
    assert document["properties"]["eras"]["type"] == "array"


# --- pure ------------------------------------------------------------------------------------
def test_sound_eras_are_nothing_to_tell():
    """Eras that follow each other without a gap, the last one open-ended."""
    made = outlet_rules.parse(
        "a",
        "[[eras]]\nvalid_until = 2031-01-01\nselect = ['a']\n"
        "[[eras]]\nvalid_from = 2031-01-01\nselect = ['b']\n",
        "a.toml",
    )
    assert remarks_on(made.eras, datetime(2032, 1, 1, tzinfo=UTC)) == []
    assert remarks_on((), datetime(2032, 1, 1, tzinfo=UTC)) == []


def test_advice_goes_on_from_what_was_asked(crawled, rules_file):
    """A broken file is reported even with --quiet, and nobody is told to repeat what they did."""
    rules_file.write_text('hosts = ["127.0.0.1"]\nphrases = ["Most read this hour"]\n')
    assert (
        "reprocess --outlet echo --dry-run" in run(crawled, "outlet", "check", "echo", "--diff").err
    )
    rules_file.write_text("hosts = [")
    told = run(crawled, "--quiet", "outlet", "check", codes=(3,)).err
    assert "line 1" in told
    assert "No outlet has rules" not in run(crawled, "outlet", "check", codes=(3,)).err


def test_no_rule_in_force_is_no_reason_to_read_again(crawled, rules_file):
    """Where all rules are commented out, as in a draft, no command would change anything."""
    rules_file.write_text('hosts = ["127.0.0.1"]\nphrases = [\n#  "Most read this hour"\n]\n')
    told = run(crawled, "outlet", "check", "echo", "--diff").err
    assert "is in force yet" in told
    assert "reprocess" not in told
