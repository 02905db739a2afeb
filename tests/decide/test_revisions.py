"""What a page says against what it said: which difference is a revision, and of what weight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.decide.context import Context
from monitor.decide.visit import decide
from storage.digest import content_digest
from storage.intents import AddEvent, AddRevision, BeginArticle, SeeAgain
from storage.records import EventKind, Outcome, Weight
from tests.decide.conftest import OUTLET, PAGE, candidate, known, of, story, visit


def test_a_first_reading_begins_an_article() -> None:
    """A new page with an article is revision 1 under its canonical URL."""
    intents = decide(Context(candidate(), OUTLET), story())
    (begun,) = of(BeginArticle, intents)
    assert begun.url == PAGE


def test_the_same_text_is_seen_again_and_makes_no_revision() -> None:
    """Nothing changed: only the sight is noted."""
    intents = decide(Context(visit(), OUTLET, own=known()), story())
    assert of(SeeAgain, intents)
    assert not of(AddRevision, intents)
    assert not of(AddEvent, intents)


def test_a_link_that_leads_elsewhere_is_a_revision_of_its_own_kind() -> None:
    """No word changed, but the article refers its readers to something else."""
    old = story(links=("https://a.example/terms",), targets=("(example,a)/terms",))
    new = story(links=("https://a.example/rules",), targets=("(example,a)/rules",))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert revision.assessment.kinds == ("link",)
    assert revision.assessment.weight is Weight.WORDING
    assert not revision.assessment.ours


def test_a_heading_of_another_rank_is_a_cosmetic_revision() -> None:
    """No word changed, but a section is now part of another one."""
    old, new = story(outline=(1, 1, 2)), story(outline=(1, 2, 2))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert revision.assessment.weight is Weight.COSMETIC
    assert not revision.assessment.ours


def test_what_an_older_reader_did_not_read_is_no_revision() -> None:
    """If only another reader's reading is left, what that did not read is not compared."""
    old = story(reader="1")
    new = story(reader="2", targets=("(example,a)/terms",), outline=(1, 2))
    assert not of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert of(
        AddRevision, decide(Context(visit(), OUTLET, own=known(old)), replace(new, title="B"))
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 people were killed", "21 people were killed"),
        ("It cost $4.5 million", "It cost $45 million"),
        ("They were held for 3 days", "They were held for 9 days"),
        ("The talks begin on March 3", "The talks begin on March 9"),
        (
            "Photos published by the army show the base intact",
            "Photos published by the rebels show the base destroyed",
        ),
        ("It was -5 degrees", "It was 5 degrees"),
        ("He called it a success", "He called it a “success”"),
        ("it is over.", "it is over?"),
        ("officials confirmed", "officials did not confirm"),
        ("1,5 milyon", "15 milyon"),
    ],
)
def test_what_others_call_noise_is_a_substantive_revision(old: str, new: str) -> None:
    """A filter that folds digits, signs or quotation marks would lose these."""
    rest = "The rest of the report stays as it was on the day before."
    intents = decide(Context(visit(), OUTLET, own=known(story(old, rest))), story(new, rest))
    (revision,) = of(AddRevision, intents)
    assert revision.assessment.weight is Weight.SUBSTANTIVE


def test_a_headline_alone_is_a_revision() -> None:
    """A body compared before the headline would miss it."""
    changed = story(title="Bridge stays open")
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known()), changed))
    assert "headline" in revision.assessment.kinds


def test_a_byline_alone_is_a_revision() -> None:
    """Who wrote it is part of what it says."""
    old, new = story(byline=("Mara Lind",)), story(byline=("Mara Lind", "Tor Vale"))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert "byline" in revision.assessment.kinds


def test_a_text_said_before_is_a_revision_again() -> None:
    """A, B, A: the return is a revision, and is called a revert."""
    first, second = story("Twelve cracks were found."), story("Nine cracks were found.")
    now = known(second)
    now = replace(now, earlier=(content_digest(first), content_digest(second)))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=now), first))
    assert "revert" in revision.assessment.signals


def test_a_bumped_time_alone_is_an_event_and_no_revision() -> None:
    """The page says that it was modified, but its text did not change."""
    old, new = story(modified="2026-02-28T10:00:00Z"), story(modified="2026-03-01T09:00:00Z")
    intents = decide(Context(visit(), OUTLET, own=known(old)), new)
    (event,) = of(AddEvent, intents)
    assert event.kind is EventKind.DATED_ONLY
    assert not of(AddRevision, intents)


def test_a_304_shows_the_latest_revision_again() -> None:
    """An unchanged page moves last seen forward."""
    again = Context(visit(Outcome.UNMODIFIED), OUTLET, own=known(), shown=70)
    assert SeeAgain(7) in decide(again, None)


def test_a_304_to_a_capture_that_showed_something_else_says_nothing() -> None:
    """The server's answer is about what it sent last, which was not the latest revision."""
    for shown in (None, 69):
        context = Context(visit(Outcome.UNMODIFIED), OUTLET, own=known(), shown=shown)
        assert decide(context, None) == ()


def test_an_edit_that_the_outlet_declares_anywhere_is_not_silent() -> None:
    """The page's own time did not change, but the feed's did."""
    edited = story("The old bridge closed after 21 cracks were found.", "It opens in May.")
    for moved, silent in (((), True), (("feed or sitemap",), False)):
        context = Context(visit(), OUTLET, own=known(), declared_moved=moved)
        (revision,) = of(AddRevision, decide(context, edited))
        assert ("stealth" in revision.assessment.signals) is silent


@pytest.mark.parametrize("ours", [False, True])
def test_validators_that_stood_still_at_an_edit_are_not_believed(*, ours: bool) -> None:
    """An edit shows that the host's earlier 304s proved nothing; a change that is ours does not."""
    edited = story("The old bridge closed after 21 cracks were found.", "It opens in May.")
    context = Context(visit(), OUTLET, own=known(), unvouched=True, ours=ours)
    (revision,) = of(AddRevision, decide(context, edited))
    assert (revision.assessment.ours, revision.unvouched) == (ours, not ours)
