"""The interface's texts: all in one file, all reachable by the names that templates use."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.web import words
from monitor.web.site import archive
from storage.records import Assessment

TEMPLATES = Path(words.__file__).with_name("templates")
USED = re.compile(r"\bt\.(\w+)\.(\w+)\b(?!\()")


def test_no_word_is_hidden_behind_a_method():
    """``t.changes.clear`` would be the method of a dictionary, and was once shown on the page."""
    for group, names in words.words().items():
        assert not {name for name in names if hasattr(dict, name)}, group


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.stem)
def test_every_word_that_a_template_names_is_there(template):
    """An unknown name would leave an empty place on a page."""
    known = words.words()
    for group, name in USED.findall(template.read_text(encoding="utf-8")):
        assert name in known[group], f"{group}.{name}"


def test_space_at_the_ends_of_a_mark_is_not_marked():
    """A line through the space joined two words; a change of nothing but space is still marked."""
    pairs = [("=", "airport"), ("-", " reopens <1> "), ("+", " "), ("=", "today")]
    told = words.marked(pairs)
    assert told == "airport <del>reopens &lt;1&gt;</del> <ins> </ins>today"


def test_times_in_a_detail_are_written_as_all_others():
    """Its other text is escaped."""
    told = words.detail("modified 2026-11-24T11:24:05Z -> 2026-11-26T11:24:25+01:00 <b>")
    assert told.count("<time ") == 2
    assert "24 Nov 2026 11:24</time> → <time" in told
    assert "&lt;b&gt;" in told
    assert "since <time" in words.detail("missing at 3 visits since 2026-11-20 17:56Z")


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("the same text has been at https://a.example/x since 2026-11-20 17:56Z; no redirect", "x"),
        ("is now at https://a.example/x; https://a.example/other was missing", "x"),
        ("was at https://a.example/x.", "x"),
        ("is now at https://a.example/x;v=1?b=2, and nowhere else", "x;v=1?b=2"),
        ("is now at https://a.example/x&y", "x&amp;y"),
        ("https://a.example/x -> https://a.example/other", "x"),
        ("is now at https://a.example/мир;", "мир"),
    ],
)
def test_an_address_in_a_detail_leads_to_our_page_of_it(text, linked):
    """Addresses without an article are no links; punctuation after one belongs to the sentence."""

    def place(url):
        return None if url.endswith("/other") else "/articles/7"

    told = words.detail(text, place)
    assert told.count("<a ") == 1
    assert f'<a href="/articles/7">https://a.example/{linked}</a>' in told
    assert "<a " not in words.detail(text)


def test_nothing_in_a_detail_is_markup():
    """Nor is anything in an address, which is written by the outlet."""
    told = words.detail('at https://a.example/"><script>x</script> <b>', lambda _: "/articles/7")
    assert "<script" not in told
    assert "<b>" not in told
    assert told.count('"') == 2


def test_a_headline_is_marked_word_by_word():
    """If all of a long headline were struck out, nobody would find the number that changed."""
    told = words.retold("The quay closes for 3 <b> months", "The quay closes for 9 <b> months")
    between = '<span class="apart"> </span>'
    assert told == f"The quay closes for <del>3</del>{between}<ins>9</ins> &lt;b&gt; months"
    assert words.retold("It  rains", "It rains") == "It rains"


def test_counts_that_end_somewhere_say_so():
    """A number that was only counted up to a limit is shown as "at least"."""
    assert words.at_least(3, "revision", 10) == "3 revisions"
    assert words.at_least(10, "revision", 10) == "at least 10 revisions"


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        ("2026-11-26T11:41:52Z", ("26 Nov 2026 11:41:07", "11:41:52")),
        ("2026-11-26T11:42:01Z", ("26 Nov 2026 11:41", "11:42")),
        ("2026-11-27T11:41:07Z", ("26 Nov 11:41", "27 Nov 2026 11:41")),
        ("2027-01-02T11:41:07Z", ("26 Nov 2026 11:41", "2 Jan 2027 11:41")),
        ("as the page says", ("26 Nov 2026 11:41", "as the page says")),
    ],
)
def test_two_times_of_one_minute_show_their_seconds(after, shown):
    """Between 11:41 and 11:41 says nothing; a common day or year is shown only once."""
    before = "2026-11-26T11:41:07Z"
    told = (words.since(before, after), words.until(before, after))
    assert tuple(re.sub("<.*?>", "", str(one)) for one in told) == shown


def test_quotations_from_the_right_keep_their_order():
    """A mark at the end of an Arabic headline appeared before its first word in our sentence."""
    told = words.summary("Headline changed to “جسر بيروت 25!”; <b> added.")
    assert told == "Headline changed to “<bdi>جسر بيروت 25!</bdi>”; &lt;b&gt; added."
    told = words.summary("Figure raised from 204 مليون to 304 مليون; correction noted.")
    assert (
        told == "Figure raised from <bdi>204 مليون</bdi> to <bdi>304 مليون</bdi>; correction noted."
    )
    assert words.summary("“41” became “43”.") == "“41” became “43”."


def test_a_headline_that_is_marked_is_not_quoted_below(client):
    """One of a hundred letters took three lines on a phone, twice."""
    told = "Headline changed to “Ferry late, ‘again’”; “Mia’s” became “Mia and” in a quote."
    with client.application.test_request_context():
        row = replace(archive().revision(1, 3), assessment=Assessment(summary=told))
    assert words.told_below(row).startswith("Headline changed; “Mia’s” became")
    assert "‘again’" in words.told_below(replace(row, previous_title=None))
