"""The rules of outlets, and their effect on a page."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read, read_text
from spiders.outlets import rules as outlet_rules
from storage.errors import RuleError
from storage.records import Access, BlockKind, Extraction, SeedKind
from tests.extract.pages import ENGLISH, TEMPLATES, Around
from tests.growth import TIMES, grows_with_length

URL = "https://courier.example/a"


def rules(text: str) -> outlet_rules.Rules:
    return outlet_rules.parse("courier", text, "courier.toml")


def test_shipped_rules_are_sound():
    """Every rule file that ships can be parsed, and has hosts and a seed."""
    assert outlet_rules.shipped() == [
        "intellinews",
        "oc-media",
        "online-ua",
        "turan",
        "turkiyetoday",
    ]
    for name in outlet_rules.shipped():
        found = outlet_rules.load(name)
        assert found is not None
        assert found.hosts
        assert found.seeds
        assert outlet_rules.for_host(found.hosts[0]) == found


def test_users_file_goes_first(tmp_path):
    """A user's file replaces the shipped one of that name; a new one adds an outlet."""
    (tmp_path / "turan.toml").write_text('hosts = ["mine.example"]\n')
    found = outlet_rules.load("turan", tmp_path)
    assert found is not None
    assert found.hosts == ("mine.example",)
    assert outlet_rules.for_host("www.mine.example", tmp_path) == found
    assert outlet_rules.load("no-such-outlet") is None


@pytest.mark.parametrize(
    "broken",
    [
        'hosts = ["mine.example"]\ndeny = ["/private/"\n',
        'hosts = ["www.mine.example"]\ndeny = ["/private/("]\n',
        "hosts = [mine.example]\n",
    ],
)
def test_a_broken_file_that_names_the_host_is_not_passed_over(tmp_path, broken):
    """What it denies must not be fetched because of a typing error."""
    (tmp_path / "rules.toml").write_text(broken)
    with pytest.raises(RuleError, match=r"rules\.toml, line [12]: "):
        outlet_rules.of_outlet("mine", "https://mine.example/", tmp_path)
    for home in ("https://other.example/", "https://not-mine.example/", "https://e.mine.example/"):
        assert outlet_rules.of_outlet("other", home, tmp_path) is None


def test_select_and_remove():
    """Only what is selected is read, without what is removed."""
    page = TEMPLATES["drupal"](ENGLISH, Around())
    made = rules('select = [".field--name-body"]\nremove = [".share-bar"]')
    found = read(page.encode(), url=URL, rules=made)
    assert [block.text for block in found.body] == list(ENGLISH.paragraphs)
    assert found.rules == made.version
    assert found.remarks == ()


def test_select_that_matches_nothing_is_told_and_never_empty():
    """The article is still read, and the remark opens an incident."""
    page = TEMPLATES["drupal"](ENGLISH, Around())
    found = read(page.encode(), url=URL, rules=rules('select = [".gone-with-the-redesign"]'))
    assert found.remarks == ("rule select matched nothing",)
    assert ENGLISH.paragraphs[0] in found.text


def test_phrases_and_paywall_of_the_outlet():
    """Blocks that are the outlet's phrases are furniture; its paywall words make a teaser."""
    page = (
        TEMPLATES["drupal"](ENGLISH, Around())
        .replace(ENGLISH.paragraphs[4], "Harbour people read the Harbour Courier.")
        .replace("<p>Some", "<p>Members of the Quay Club read on.</p><p>Some")
    )
    made = rules(
        'phrases = ["Harbour people read the Harbour Courier."]\n'
        'paywall = ["Members of the Quay Club"]'
    )
    found = read(page.encode(), url=URL, rules=made)
    assert "Harbour people" not in found.text
    assert found.access is Access.TEASER


def test_fields_of_the_outlet():
    """A field with a selector is read with it: a byline from all matches, times as declared."""
    before = (
        '<b class="who">By Nino Beridze</b><b class="who">Ada Quay</b>'
        '<time class="when" datetime="2031-03-07T08:00:00+04:00">this morning</time>'
    )
    page = TEMPLATES["drupal"](ENGLISH, Around(before=before))
    made = rules('[fields]\nbyline = ".who"\npublished = ".when"\nsection = ".none"')
    found = read(page.encode(), url=URL, rules=made)
    assert found.byline == ("Nino Beridze", "Ada Quay")
    assert found.published == "2031-03-07T08:00:00+04:00"


def ruled(page):
    """Read this page by rules of every kind."""
    made = rules('select = [".body"]\nremove = [".promo", "div div p"]\n[fields]\ntitle = "h1"')
    return read(page.encode("utf-8", "surrogatepass"), url=URL, rules=made)


@pytest.mark.parametrize("page", ["\x00<html><body><p>\ud800 half a pair</p>", ""])
def test_rules_on_a_damaged_page(page):
    """No page breaks the tree that the rules use."""
    assert isinstance(ruled(page), Extraction)


@pytest.mark.parametrize(
    ("before", "inside", "after"),
    [("<div>", "deep", "</div>"), ("<b><i>", "unclosed", ""), ("<table>", "<p>x", "")],
    ids=["deep", "unclosed", "tables"],
)
def test_rules_on_a_hostile_page(before, inside, after):
    """No page makes the tree that the rules use slow."""
    small, large = (before * many + inside + after * many for many in (1_000, TIMES * 1_000))
    assert grows_with_length(ruled, small, large)


COPIED = """Skip to content

Harbour bridge closed after cracks are found

Harbour bridge closed after cracks are found A girder seen from the water
By Lala Mammadova
Feb 7, 2025 6:08 PM

The city closed the harbour bridge on Thursday after engineers found 12 cracks in its girders.

What happens next

Points of attention

  • The bridge is closed.
  • Buses take the weir.

Ferry timetable for the summer is out
All the sailings, day by day.

Some 45,000 people cross the bridge on a working day. Buses take the old weir, the city says.

Last Updated: Feb 8, 2025 9:00 AM

Related Articles

Most Popular
"""


def test_copied_text():
    """The head, cards and furniture of a copied page are told from the article."""
    found = read_text(COPIED, rules=rules("cards = true"))
    first, heading, last = [block.text for block in found.body]
    assert first.startswith("The city closed")
    assert heading == "What happens next"
    assert last.startswith("Some 45,000 people")
    assert found.title == "Harbour bridge closed after cracks are found"
    assert found.byline == ("Lala Mammadova",)
    assert (found.published, found.modified) == ("2025-02-07", "2025-02-08")
    kinds = [block.kind for block in found.blocks]
    assert kinds.count(BlockKind.SUMMARY) == 3
    assert kinds[0] is BlockKind.CAPTION


def test_seeds_have_kinds():
    """A seed is an address and the kind of page found there."""
    made = rules('[[seeds]]\nurl = "https://a.example/feed"\nkind = "feed"')
    assert made.seeds == (("https://a.example/feed", SeedKind.FEED),)
