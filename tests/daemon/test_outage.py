"""Telling a host that does not answer from an outage of our own network."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spiders.crawl.outage import MIN_ATTEMPTS, Outage

HOSTS = [f"http://h{number}.example/" for number in range(6)]


def noted(*attempts):
    """An outage that has recorded these attempts."""
    one = Outage()
    for url, reached in attempts:
        one.note(url, reached=reached)
    return one


def test_one_dead_host_among_many_is_no_outage():
    """However often it is fetched."""
    known = [(url, True) for url in HOSTS]
    assert not noted(*known, *[(HOSTS[0], False)] * 50).down


def test_when_nobody_answers_it_is_the_network():
    """The first answer ends the outage."""
    known = [(url, True) for url in HOSTS]
    down = noted(*known, *[(url, False) for url in HOSTS] * 2)
    assert down.down
    assert down.note(HOSTS[3], reached=True)
    assert not down.down
    assert next(down.known()).startswith("http://h")


def test_hosts_that_never_answered_say_nothing():
    """If a list of dead addresses is added, the network is not blamed."""
    assert not noted((HOSTS[0], True), *[(url, False) for url in HOSTS[1:]] * 20).down


def test_a_single_host_is_all_there_is():
    """If only one is watched, it stands for the network."""
    assert noted((HOSTS[0], True), *[(HOSTS[0], False)] * MIN_ATTEMPTS).down


@given(st.lists(st.tuples(st.sampled_from(HOSTS), st.booleans())))
def test_it_is_never_down_after_an_answer(attempts):
    """Only after so many failures in a row."""
    one, in_row = Outage(), 0
    for url, reached in attempts:
        in_row = 0 if reached else in_row + 1
        one.note(url, reached=reached)
        assert not (one.down and in_row < MIN_ATTEMPTS)
