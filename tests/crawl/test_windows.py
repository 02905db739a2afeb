"""When a change happened if "not modified" may have hidden it: law 4, time is honest."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.passes import read_unread
from monitor.queries.presence import looks
from monitor.reading import readings
from monitor.reprocessing.run import reprocess
from spiders.crawl.http.validators import UNTRIED_EVERY, Validators
from storage.records import Outcome
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.test_belief import DATE, LATER, Host, look, story, told

if TYPE_CHECKING:
    from tests.crawl.wire_server import WireServer

WHOLE = replace(QUICK, full_fetch_every=1)


def windows(keeper: Keeper) -> list[tuple[datetime, datetime]]:
    """For each change, the last sight of the old text and the first of the new one."""
    revisions = list(keeper.archive.revisions(1))
    return [
        (one.previous_last_seen, one.first_seen)
        for one in revisions
        if one.previous_last_seen is not None
    ]


def whole(keeper: Keeper) -> list[datetime]:
    """The times at which whole pages were captured."""
    sights = keeper.archive.sights.of_article(1)
    return [one.at for one in sights if one.outcome is Outcome.CAPTURED]


def not_modified(keeper: Keeper) -> list[datetime]:
    """The times of all 304s."""
    sights = keeper.archive.sights.of_article(1)
    return [one.at for one in sights if one.outcome is Outcome.UNMODIFIED]


def read_again(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, version: str = "later") -> None:
    """Read all captures again, by a reader of another version that gives the same readings."""
    read = readings.reader.look

    def newer(payload, **wishes):
        extraction, memory, zone = read(payload, **wishes)
        return replace(extraction, reader=version), memory, zone

    with monkeypatch.context() as patch:
        patch.setattr(readings.reader, "READER", version)
        patch.setattr(readings.reader, "look", newer)
        (tally,) = reprocess(keeper.archive, rules_folder=None, dry_run=False).values()
    assert tally.extractions == len(whole(keeper))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"ETag": '"one"'}, {"Cache-Control": "no-cache"}),
        ({"ETag": '"one"', "Last-Modified": DATE}, {"Vary": "Cookie"}),
        ({"ETag": '"one"'}, {"Last-Modified": LATER}),
        ({"Last-Modified": DATE}, {"ETag": '"two"'}),
    ],
)
def test_validators_that_are_not_there_any_more_vouch_for_no_304(
    keeper: Keeper,
    server: WireServer,
    monkeypatch: pytest.MonkeyPatch,
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    """Nobody can tell if they would have changed: the window was minutes instead of days.

    Nor is anybody blamed for it.
    """
    host = Host(server, **before)
    look(keeper, host)
    host.page, host.fields = story("nine engineers"), after
    for _ in range(UNTRIED_EVERY):
        look(keeper, host)
    first, last = whole(keeper)
    assert len(not_modified(keeper)) == UNTRIED_EVERY - 1
    assert windows(keeper) == [(first, last)]
    assert not keeper.archive.incidents()
    read_again(keeper, monkeypatch)
    assert windows(keeper) == [(first, last)]


@pytest.mark.parametrize("fields", [{"ETag": '"template-7"'}, {"Last-Modified": DATE}])
def test_the_window_of_a_hidden_edit_begins_at_the_last_whole_page(
    keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    """It began at the last of three false 304s: the window was minutes instead of days.

    What the article said then is unknown, learning counts no look there, and reading everything
    again gives the same.
    """
    host = Host(server, **fields)
    look(keeper, host)
    host.page = story("nine engineers")
    for _ in range(UNTRIED_EVERY):
        look(keeper, host)
    first, last = whole(keeper)
    assert len(not_modified(keeper)) == UNTRIED_EVERY - 1
    assert windows(keeper) == [(first, last)]
    sights = keeper.archive.sights.of_article(1)
    assert [one.at for one in looks(sights)] == [first, last]
    learnt = keeper.archive.lessons.looks(datetime(2000, 1, 1, tzinfo=UTC), 1)
    assert [one["outcome"] for one in learnt] == ["captured", "captured"]
    read_again(keeper, monkeypatch)
    assert windows(keeper) == [(first, last)]
    assert keeper.archive.verify() == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"ETag": '"one"'}, {"ETag": '"two"'}),
        ({"Last-Modified": DATE}, {"Last-Modified": LATER}),
    ],
)
def test_validators_that_moved_with_the_text_vouch_for_their_304s(
    keeper: Keeper,
    server: WireServer,
    monkeypatch: pytest.MonkeyPatch,
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    """The window begins at the last of them, and is no wider than necessary."""
    host = Host(server, **before)
    for _ in range(UNTRIED_EVERY):
        look(keeper, host)
    host.page, host.fields = story("nine engineers"), after
    look(keeper, host)
    *_, last = not_modified(keeper)
    assert windows(keeper) == [(last, whole(keeper)[-1])]
    read_again(keeper, monkeypatch)
    assert windows(keeper) == [(last, whole(keeper)[-1])]


@pytest.mark.parametrize("ours", [True, False])
def test_a_host_is_believed_again_where_its_edit_turns_out_to_be_ours(
    keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch, *, ours: bool
) -> None:
    """A better reader finds no edit, but the incident stayed open for a month."""
    host, read = Host(server), readings.reader.look
    look(keeper, host)
    host.page = story("nine engineers") + b"<!-- -->"
    for _ in range(UNTRIED_EVERY):
        look(keeper, host)

    def fold(payload, **wishes):
        return read(payload.replace(b"nine engineers", b"two engineers"), **wishes)

    with monkeypatch.context() as patch:
        if ours:
            patch.setattr(readings.reader, "look", fold)
        read_again(keeper, patch)
    trust = keeper.archive.hosts.validators.of(server.host)
    assert (trust.lied_at is None) is ours
    assert (told(keeper) == []) is ours


def test_sights_after_an_edit_that_was_hidden_are_those_of_the_new_text(
    keeper: Keeper, server: WireServer
) -> None:
    """The host is fixed: its answers count from then on, and its earlier ones do not."""
    host = Host(server)
    look(keeper, host)
    host.page = story("nine engineers")
    for _ in range(UNTRIED_EVERY):
        look(keeper, host)
    long_ago = datetime.now(UTC) - timedelta(days=40)
    keeper.archive.hosts.validators.lie(server.host, long_ago)
    look(keeper, host)
    last = keeper.archive.revision(1)
    assert last.last_seen == not_modified(keeper)[-1] > last.first_seen
    sights = keeper.archive.sights.of_article(1)
    assert [one.at for one in looks(sights)] == [*whole(keeper), last.last_seen]


@pytest.mark.parametrize("seed", range(4))
def test_no_window_begins_after_the_last_page_with_the_old_text_unless_validators_moved(
    keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The law, for a host that lies now and then; before and after reading everything again."""
    chance, host = random.Random(seed), Host(server)
    long_ago = datetime.now(UTC) - timedelta(days=40)
    look(keeper, host)
    for turn in range(16):
        if chance.random() < 0.4:
            host.page = story(f"{turn + 3} engineers")
            if chance.random() < 0.7:
                host.fields = chance.choice(({"ETag": f'"{turn}"'}, {"Vary": "Cookie"}))
        keeper.crawl(host.path, configuration=WHOLE if chance.random() < 0.4 else QUICK)
        read_unread(keeper.archive, rules_folder=None)
        keeper.archive.hosts.validators.lie(server.host, long_ago)  # and is tried again
    known, pages = windows(keeper), whole(keeper)
    assert len(known) > 1
    for version in ("later", "later still"):
        for begin, end in windows(keeper):
            at = pages.index(end)
            assert begin == pages[at - 1] or (begin > pages[at - 1] and _moved(keeper, at))
        read_again(keeper, monkeypatch, version)
        assert windows(keeper) == known


def _moved(keeper: Keeper, at: int) -> bool:
    """Whether this whole page, counted from 0, has new validators, or the one before had none."""
    captures = [one.capture for one in keeper.archive.sights.of_article(1) if one.revision]
    heads = [keeper.archive.heads(one)[1] for one in captures[at - 1 : at + 1] if one is not None]
    before, now = (Validators.of_head(head) for head in heads)
    return before.stay(now) is False or before == Validators(None, None)
