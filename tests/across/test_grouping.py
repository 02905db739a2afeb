"""Which articles report one event: words in two alphabets, dates, and reasons."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.indexing import catch_up
from monitor.stories.likeness import heaviest, match
from monitor.stories.terms import terms_of
from storage.archive import Archive
from tests.across.conftest import BRIDGE_HERE, BRIDGE_RUSSIAN, BRIDGE_THERE, CHESS, FAIR, fill
from tests.commands.conftest import reading


def alike(one, other):
    """The match of two readings, with no statistics of other articles."""
    return match(heaviest(terms_of(one), {}, 0), heaviest(terms_of(other), {}, 0))


def test_one_event_in_two_papers():
    """The words differ; the names and numbers are the same."""
    found = alike(BRIDGE_HERE, BRIDGE_THERE)
    assert found.is_one_event
    assert {"#14", "crack"} <= set(found.shared)


def test_names_join_two_alphabets():
    """Фелден is Felden: a Russian paper's words differ, its names and numbers do not.

    That alone is not enough to call it one event.
    """
    found = alike(BRIDGE_THERE, BRIDGE_RUSSIAN)
    assert {"@faldan", "#14"} <= set(found.shared)
    assert not found.is_one_event


def test_days_are_no_names():
    """That two things happened on a Monday does not connect them."""
    assert not [term for term in terms_of(BRIDGE_HERE) if "mund" in term or "monday" in term]


def test_other_events_are_other_stories():
    """The same town is not the same event."""
    for one in (BRIDGE_HERE, BRIDGE_THERE):
        for other in (FAIR, CHESS):
            assert not alike(one, other).is_one_event


def test_small_words_make_no_story():
    """Two texts that share only function words are not alike."""
    one = reading("It was said", "There were those who said that it would be so, and then it was.")
    other = reading("They were there", "Those who were there would have said that it was not so.")
    assert not alike(one, other).is_one_event


def test_an_event_has_its_days(told):
    """The same words forty days later are another event, and so are the other articles."""
    with Archive.open(told) as archive:
        of = archive.index.stories.of_article
        stories = {article.url[8:]: of(article.id).id for article in archive.articles()}
    bridge = stories["lamp.example/bridge"]
    assert stories["herald.example/bridge"] == bridge
    others = ("herald.example/again", "lamp.example/fair", "herald.example/chess")
    assert bridge not in {stories[name] for name in others}


def test_stories_are_the_same_when_they_are_made_again(tmp_path):
    """Story numbers are part of addresses: a rebuilt index must give the same ones."""
    with Archive.create(tmp_path / "archive") as archive:
        fill(archive)

        def numbers() -> list[tuple[int, int]]:
            catch_up(archive)
            return [(one.id, one.articles) for one in archive.index.stories.latest()]

        first = numbers()
        archive.index.forget()
        assert numbers() == first
        assert first


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_like_itself(text, title):
    """Whatever a page says, it has terms or none, and comparing it raises no error."""
    vector = heaviest(terms_of(reading(title, text or "x")), {}, 0)
    assert not vector or abs(match(vector, vector).likeness - 1) < 1e-6
