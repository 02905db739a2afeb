"""Headlines given to machines: what changed in them, and what only seems to have changed."""

from __future__ import annotations

import pytest

from monitor.comparing.articles import compare
from monitor.diff.declared import declared_changes, same_headline
from storage.records import Extraction, Weight


def said(title: str, **declared: str) -> Extraction:
    """A reading whose page shows this headline, and declares others."""
    named = {"ld": "JSON-LD", "og": "og:title", "tab": "title"}
    titles = tuple((named[key], value) for key, value in declared.items())
    return Extraction(title=title, declared_titles=titles)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Weir closed", "Weir closed | The Arda Post"),
        ("Weir closed", "Weir closed - Town - The Arda Post"),
        ("Weir closed", "Arda Post » Weir closed"),
        ("Плотина закрыта", "Плотина закрыта — Вестник Арды"),
        ("市长辞职", "市长辞职 - 纽约时报中文网"),
        ("The mayor’s weir", "The mayor's weir"),
        ("Weir closed for nine weeks after crack is found", "Weir closed for nine weeks after…"),
    ],
)
def test_a_name_behind_a_headline_is_no_other_headline(one, other):
    """Extensions append the outlet's name, cut what is long, and curl quotation marks."""
    assert same_headline(one, other)
    assert same_headline(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Weir closed", "Weir open"),
        ("Mayor Resigns", "Mayor Resigns - Then Returns"),
        ("Mayor Resigns", "Mayor Resigns | But Not Today"),
        ("Weir closed", "Weir closed – mayor quits"),
        ("Weir closed", "Weir closed: 12 dead"),
        ("Weir closed", "Weir closed | Police: He Took Bribes"),
        ("市长辞职", "市长辞职 - 警方称其涉嫌受贿数百万元并已逃往国外"),
        ("Weir closed", "Weir “closed”"),
        ("Weir closed", "Weir closed?"),
        ("Weir closed", ""),
    ],
)
def test_a_claim_behind_a_headline_is_another_one(one, other):
    """What adds a claim, or doubts one, is never taken for a name."""
    assert not same_headline(one, other)
    assert not same_headline(other, one)


def test_what_follows_the_shown_headline_is_told_with_that():
    """An edit of the headline that is followed in all places is one edit."""
    old, new = said("A weir", ld="A weir", og="A weir"), said("B weir", ld="B weir", og="B weir")
    assert declared_changes(old, new) == []


def test_what_stands_around_the_shown_headline_and_stayed_is_no_news_of_it():
    """An outlet's name with a figure in it, or a number of the day next to the headline."""
    old = said("A weir", og="A weir | 24 live", tab="News: A weir | 24 live")
    new = said("B weir", og="B weir | 24 live", tab="News: B weir | 24 live")
    assert declared_changes(old, new) == []
    assert (
        declared_changes(said("A weir", tab="(3) A weir"), said("A weir", tab="(4) A weir")) == []
    )
    told = said("B weir", og="B weir | 12 dead", tab="News: B weir | 24 live")
    assert [one.sources for one in declared_changes(old, told)] == [("og:title",)]


def test_a_shown_headline_that_turns_alone_changes_nothing_elsewhere():
    """As in an A/B test, whose variants are seen on the page only."""
    assert declared_changes(said("A weir", og="A weir"), said("B weir", og="A weir")) == []


def test_places_that_changed_alike_are_told_together():
    """They are reported once, with their audience."""
    old = said("A weir", ld="A weir", og="A weir", tab="A weir")
    new = said("A weir", ld="They knew", og="They knew", tab="A weir")
    (change,) = declared_changes(old, new)
    assert (change.old, change.new) == ("A weir", "They knew")
    assert change.readers == "search engines and shared links"
    assert change.sources == ("JSON-LD", "og:title")


def test_a_place_that_came_or_went_says_nothing():
    """How a page is built is no headline."""
    assert declared_changes(said("A weir"), said("A weir", og="They knew")) == []
    assert declared_changes(said("A weir", og="They knew"), said("A weir")) == []


def test_a_headline_for_machines_stands_in_the_diff_and_weighs_nothing():
    """It is shown between any two revisions, but is no edit of the text."""
    diff = compare(said("A weir", og="A weir"), said("A weir", og="They knew"))
    assert [(one.field, one.old, one.new) for one in diff.fields] == [
        ("search_headline", "A weir", "They knew")
    ]
    assert diff.weight is Weight.NONE
    assert "from “A weir” to “They knew”" in diff.summary
