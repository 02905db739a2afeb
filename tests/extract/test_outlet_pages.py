"""The furniture and the paywalls of the five outlets, in HTML."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from spiders.outlets import rules as outlet_rules
from spiders.urls import host
from storage.records import Access, BlockKind, PageType
from tests.extract.outlet_pages import PARAGRAPHS, SAMPLES, TITLE, WALLED, Sample


def reading(sample: Sample):
    rules = outlet_rules.load(sample.outlet)
    return read(sample.html.encode(), url=sample.url, rules=rules)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.outlet)
def test_the_article_and_nothing_but_the_article(sample):
    """All of its paragraphs in order, and none of the furniture around and between them."""
    found = reading(sample)
    assert [block.text for block in found.body] == list(PARAGRAPHS)
    assert (found.title, found.access, found.page_type) == (TITLE, Access.FULL, PageType.ARTICLE)


def test_the_points_of_attention_are_a_summary():
    """They are kept as a summary, and not as text of the article."""
    (sample,) = (one for one in SAMPLES if one.outlet == "online-ua")
    found = [block.text for block in reading(sample).blocks if block.kind is BlockKind.SUMMARY]
    assert found[-2:] == ["The keepers want a second watch.", "Talks go on tomorrow."]


@pytest.mark.parametrize("sample", WALLED, ids=lambda sample: sample.outlet)
def test_a_paywall_makes_a_teaser(sample):
    """What is available is read, the prompt is not, and the reading says that it is cut off."""
    found = reading(sample)
    assert [block.text for block in found.body] == list(PARAGRAPHS[:2])
    assert found.access is Access.TEASER


def test_a_label_of_another_article_is_no_paywall():
    """After the article, a list may mark others as being for members."""
    sample = next(one for one in SAMPLES if one.outlet == "oc-media")
    html = sample.html.replace("<li>", "<li><span>Members’ Exclusive</span>")
    found = reading(Sample(sample.outlet, sample.url, html))
    assert found.access is Access.FULL


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.outlet)
def test_the_address_is_one_of_an_article(sample):
    """The patterns match the outlet's articles, and none of its sections."""
    rules = outlet_rules.load(sample.outlet)
    assert rules.is_article(sample.url)
    for path in ("/", "/tag/harbour", "/author/somebody", "/search"):
        assert not rules.is_article(rules.home.rstrip("/") + path)


@pytest.mark.parametrize(
    "url",
    [
        "https://oc-media.org/ru/%D0%BC%D0%B0%D1%8F%D0%BA-%D0%B7%D0%B0%D0%BA%D1%80%D1%8B%D1%82/",
        "https://news.online.ua/uk/mayak-zakryto-123456/",
        "https://news.online.ua/%D0%BC%D0%B0%D1%8F%D0%BA-123456/",
        "https://www.turkiyetoday.com/region/deniz-feneri-kapand%C4%B1-112233",
        "https://www.intellinews.com/the-keeper%E2%80%99s-light-367123/",
    ],
)
def test_an_address_with_other_letters_is_one_of_an_article(url):
    """Letters outside ASCII are written as ``%D0%BC`` in an address, in capitals."""
    assert outlet_rules.for_host(host(url)).is_article(url)


@pytest.mark.parametrize("name", outlet_rules.shipped())
def test_what_is_never_fetched_is_not_fetched(name):
    """A pattern that begins with ``^/`` was searched in ``https://…``, where it never matches."""
    rules = outlet_rules.load(name)
    home = rules.home.rstrip("/")
    assert all(rules.denies(f"{home}/{path}") for path in ("tag/x", "author/x", "author?page=2"))
    seeds = [url for url, _kind in rules.seeds]
    assert not any(rules.denies(url) for url in [rules.home, f"{home}/robots.txt", *seeds])
