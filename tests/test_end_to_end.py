"""The main job, over real HTTP, by the command: outlets change, and that is reported."""

from __future__ import annotations

import random
import time
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import begin_variorum, run_variorum, watch_outlet
from tests.outlet_server import FURNITURE, Answer, OutletServer
from tests.stories import ARMENIAN, GEORGIAN, PLAIN, RUSSIAN, filler, story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# --- what others call noise, and here is always a change -------------------------------------
CHANGES = {
    "killed": ("In all, 12 people were killed when the pier gave way.", "12 people", "21 people"),
    "price": ("The new pier will cost $4.5 million, said the mayor.", "$4.5", "$45"),
    "held": ("The two men were held for 3 days and then set free.", "3 days", "9 days"),
    "hearing": ("The court will hear the case on March 3 in Harrowby.", "March 3", "March 9"),
    "photos": (
        "Photos published by the army show the base intact.",
        "army show the base intact",
        "rebels show the base destroyed",
    ),
    "frost": ("At dawn the thermometer showed -5 degrees on the quay.", "-5 degrees", "5 degrees"),
    "scare": ("The mayor called the evening a success.", "a success", "a “success”"),
    "over": ("Agnes Fole told the council that it is over.", "it is over.", "it is over?"),
    "denied": (
        "The officials confirmed the plan.",
        "officials confirmed",
        "officials did not confirm",
    ),
    "milyon": ("Layihəyə 1,5 milyon manat ayrılıb.", "1,5 milyon", "15 milyon"),
}
HEADLINE = story("headline", title="Harrowby keeps its old pier after all")

# --- no change of the outlet's, whatever the bytes say ---------------------------------------
ACCENTS = "The café at the end of the pier belongs to Zoë Brontë and her naïve brother André."
QUOTES = 'She said: "Nobody\'s pier is as long as ours." The crowd shouted "hear, hear" for long.'
RENDERINGS = {
    "nbsp": lambda text: text.replace(" ", "&nbsp;", 3),
    "shy": lambda text: text.replace("ou", "o&shy;u"),
    "composition": lambda text: unicodedata.normalize("NFD", text),
    "whitespace": lambda text: "\n   " + text.replace(" ", "  \n", 5) + " \t",
    "zero-width": lambda text: text.replace("tt", "t\u200bt"),
}

TAKEN_BACK = "The harbour office said that 12 people were on the pier when it gave way."
COUNT = "The count is 40 today."

MOVES = 2
"""Stories that are at another address from the last pass on."""

ABSENT = ("deleted", "gone410", "soft-deleted", "home-redirected", "behind-login", "bot-checked")


@dataclass
class History:
    """An outlet crawled in several passes, and what the command reported afterwards."""

    server: OutletServer
    folder: Path
    counts: list[dict[str, int]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def crawl(self, *words: str) -> None:
        """Make one more pass; whatever the outlet does, it must end with 0 or 3."""
        self.counts.append(run_variorum(self.folder, "crawl", *words, "--json", codes=(0, 3)).json)

    def ask(self) -> None:
        """Read the log and the export as they are now."""
        self.log = run_variorum(self.folder, "log", "--json").json
        self.rows = run_variorum(self.folder, "export", "jsonl").lines

    def changes(self, slug: str) -> list[dict[str, Any]]:
        """Revisions of a story except the first, oldest first."""
        told = [row for row in self.log if self._is(row, slug) and "event" not in row]
        return [row for row in reversed(told) if row["revision"] > 1]

    def events(self, slug: str) -> list[str]:
        """Its events, oldest first."""
        return [
            row["event"] for row in reversed(self.log) if self._is(row, slug) and "event" in row
        ]

    def revisions(self, slug: str) -> list[dict[str, Any]]:
        """The exported revisions of a story, oldest first."""
        found = [row for row in self.rows if self._is(row, slug)]
        return sorted(found, key=lambda row: row["revision"])

    @staticmethod
    def _is(row: dict[str, Any], slug: str) -> bool:
        return row["url"].rstrip("/").endswith(f"/{slug}")


def publish_everything(server: OutletServer) -> None:
    server.publish(*PLAIN, RUSSIAN, GEORGIAN, ARMENIAN, HEADLINE)
    server.publish(*(story(slug, text) for slug, (text, _old, _new) in CHANGES.items()))
    server.publish(*(story(slug, ACCENTS) for slug in RENDERINGS), story("struck", TAKEN_BACK))
    server.publish(story("curly", QUOTES), story("abab", COUNT))
    server.publish(story("reverted", "It took 14 minutes to clear the pier."))
    server.publish(*(story(slug) for slug in (*ABSENT, "flickering", "old-address", "listed-too")))
    server.publish(story("unlisted", "Nobody was hurt."))
    server.publish(story("dated"), story("liar", "The toll stands at 8 pence."))
    twin = filler("twins")
    server.publish(story("twin-one", *twin), story("twin-two", *twin))


def edit_everything(server: OutletServer) -> None:
    for slug, (_text, old, new) in CHANGES.items():
        server.edit(slug, old, new)
    server.edit("headline", "keeps its old pier", "loses its old pier")
    for slug, render in RENDERINGS.items():
        server.change(slug, render=render)
    server.change("struck", render=lambda text: text.replace("12 people", "<s>12 people</s>"))
    curly = QUOTES.translate({ord("'"): "’"}).replace(' "', " “").replace('"', "”")
    server.edit("curly", QUOTES, curly)
    server.edit("reverted", "14 minutes", "40 minutes")
    server.delete("deleted")
    server.delete("gone410", 410)
    server.soft_delete("soft-deleted")
    server.redirect("home-redirected", "/", 302)
    server.login("behind-login")
    server.bot_check("bot-checked")
    server.delete("flickering")
    server.unlist("unlisted")
    server.change("dated", modified="2026-03-02T09:30:00+00:00")


def move_and_revert(server: OutletServer) -> None:
    server.edit("reverted", "40 minutes", "14 minutes")
    server.behave("flickering", None)
    server.edit("unlisted", "Nobody was hurt.", "Nobody was badly hurt.")
    for old, new in (("old-address", "new-address"), ("listed-too", "listed-now")):
        server.publish(replace(server.stories[old], slug=new))
        server.redirect(old, f"/news/{new}")
        server.unlist(old)
    server.unlist("new-address")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """Passes: the first; furniture alone; edits and absences; reverts and moves."""
    with OutletServer() as server:
        publish_everything(server)
        folder = watch_outlet(tmp_path_factory.mktemp("echo") / "archive", server)
        told = History(server, folder)
        told.crawl()
        told.crawl("--all")
        edit_everything(server)
        told.crawl("--all")
        move_and_revert(server)
        told.crawl("--all")
        told.ask()
        yield told


def test_every_story_is_found_once(history):
    """Feeds with tracking parameters, section page and canonical URL name the same articles."""
    assert history.counts[0]["articles_new"] == len(history.server.stories) - MOVES
    assert history.counts[0]["failed"] == 0
    urls = {row["url"] for row in history.rows}
    assert not [url for url in urls if "utm_" in url or "fbclid" in url]


def test_furniture_alone_gives_no_revision(history):
    """A second crawl in which only furniture changed finds no new revisions or articles."""
    assert history.counts[1]["captured"] >= len(history.server.stories) - MOVES
    assert history.counts[1]["revisions_new"] == 0
    assert history.counts[1]["articles_new"] == 0


@pytest.mark.parametrize("slug", CHANGES)
def test_what_others_call_noise_is_one_substantive_revision(history, slug):
    """A number, sign, date, negation, scare quotes, a question mark: never noise."""
    (change,) = history.changes(slug)
    assert change["weight"] == "substantive", change
    old, new = history.revisions(slug)
    assert CHANGES[slug][1] in old["text"]
    assert CHANGES[slug][2] in new["text"]


def test_a_headline_alone_is_one_substantive_revision(history):
    """The body is unchanged; systems that compare it first never store this."""
    (change,) = history.changes("headline")
    assert change["weight"] == "substantive"
    assert "headline" in change["kinds"]
    old, new = history.revisions("headline")
    assert old["text"] == new["text"]


def test_a_line_through_words_is_one_substantive_revision(history):
    """The words are the same, but the outlet openly takes them back."""
    (change,) = history.changes("struck")
    assert (change["weight"], change["kinds"]) == ("substantive", ["struck"])
    assert change["signals"] == ["correction_noted"]
    assert "“12 people” struck out" in change["summary"]
    old, new = history.revisions("struck")
    assert old["text"] == new["text"]


@pytest.mark.parametrize("slug", RENDERINGS)
def test_the_same_text_in_other_bytes_is_no_revision(history, slug):
    """Spaces, soft hyphens and Unicode composition are folded before the comparison."""
    assert history.changes(slug) == []
    assert len(history.revisions(slug)) == 1


def test_curly_for_straight_quotes_throughout_is_cosmetic(history):
    """It is ranked last, but not dropped."""
    (change,) = history.changes("curly")
    assert change["weight"] == "cosmetic"


def test_a_b_a_is_three_revisions(history):
    """A revert is a revision that is marked as one."""
    first, second, third = history.revisions("reverted")
    assert first["digest"] == third["digest"] != second["digest"]
    assert "revert" in history.changes("reverted")[-1]["signals"]


@pytest.mark.parametrize("slug", ABSENT)
def test_what_is_not_the_article_is_no_revision(history, slug):
    """404, 410, a soft 404, home page, login page, bot check: absences, each seen twice."""
    assert history.changes(slug) == []
    assert len(history.revisions(slug)) == 1
    assert history.events(slug) == []


def test_missing_once_then_there_is_no_deletion(history):
    """One failed look is neither a deletion nor an event."""
    assert history.changes("flickering") == []
    assert history.events("flickering") == []


def test_an_article_that_left_the_feed_is_still_looked_at(history):
    """What is no longer listed can still be edited."""
    assert len(history.changes("unlisted")) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("old-address", "new-address"), ("listed-too", "listed-now")],
)
def test_an_article_that_moved_keeps_its_history(history, old, new):
    """The new address belongs to the old article, even if a feed lists it as new."""
    urls = [history.server.url(slug) for slug in (old, new)]
    shown = [run_variorum(history.folder, "show", url, "--json").json for url in urls]
    assert shown[0]["article"] == shown[1]["article"]
    assert shown[0]["revision"] == 1


def test_two_articles_with_one_text_are_two(history):
    """Equal texts at addresses that name themselves as different articles stay apart."""
    one, two = history.revisions("twin-one"), history.revisions("twin-two")
    assert one[0]["article"] != two[0]["article"]


def test_a_newer_time_of_change_alone_is_an_event(history):
    """If only the outlet's own date moves, that is reported, but is no revision."""
    if history.server.stories["dated"].structured:
        assert history.events("dated") == ["dated_only"]
    assert history.changes("dated") == []


def test_every_revision_has_a_reason(history):
    """Only the script makes revisions: pages that were not edited have one."""
    edited = {*CHANGES, "headline", "curly", "reverted", "unlisted", "struck"}
    changed = {row["url"].rpartition("/")[2] for row in history.rows if row["revision"] > 1}
    assert changed == edited
    assert history.counts[2]["revisions_new"] == len(CHANGES) + 4
    assert history.counts[3]["revisions_new"] == 2


def test_no_furniture_stands_in_any_exported_text(history):
    """No phrase around the articles was read as part of one."""
    for row in history.rows:
        assert not [phrase for phrase in FURNITURE if phrase in row["text"]], row["url"]


@pytest.mark.parametrize("slug", [one.slug for one in (*PLAIN, RUSSIAN, GEORGIAN, ARMENIAN)])
def test_the_whole_text_is_read(history, slug):
    """In windows-1251, in Georgian and Armenian: title and all paragraphs, in order."""
    (row,) = history.revisions(slug)
    written = history.server.stories[slug]
    assert row["title"] == written.title
    assert row["text"].split("\n\n") == list(written.paragraphs)
    assert row["language"] == written.language


def test_the_archive_is_sound(history):
    """After all this every payload can be rebuilt to its hash."""
    assert run_variorum(history.folder, "verify", "--json").json["damaged"] == []


def test_twins_are_one_article(outlet, watched):
    """AMP, mobile, print, tracking parameters, a trailing slash: one article and revision."""
    outlet.publish(*PLAIN)
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    path = PLAIN[0].path
    home = outlet.home.rstrip("/")
    twins = [f"{home}/amp{path}", f"{home}/m{path}/", f"{home}/print{path}", f"{home}{path}/"]
    twins.append(f"{home}{path}?utm_source=letter&gclid=7")
    words = [word for twin in twins for word in ("--url", twin)]
    counts = run_variorum(folder, "crawl", *words, "--json").json
    assert counts["captured"] >= 4
    assert counts["articles_new"] == counts["revisions_new"] == 0
    rows = run_variorum(folder, "export", "jsonl").lines
    assert len(rows) == len(PLAIN)
    shown = {run_variorum(folder, "show", twin, "--json").json["article"] for twin in twins}
    assert len(shown) == 1


def test_validators_go_back_to_the_letter(outlet, watched):
    """If-None-Match has the server's own ETag, without which no 304 is possible."""
    outlet.publish(*PLAIN[:3])
    slug = PLAIN[0].slug
    outlet.answer_304(slug)
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    counts = run_variorum(folder, "crawl", "--all", "--json").json
    assert counts["unmodified"] == 1
    assert outlet.asked(slug)[-1].heads["if-none-match"] == '"lie"'


def test_two_arms_of_a_test_are_told_as_such(outlet, watched):
    """A, B, A, B at one address: revisions with the signal variant."""
    outlet.publish(*PLAIN[:3], story("abab", COUNT))
    arms = (story("abab", COUNT), story("abab", "The count is 50 today."))
    outlet.alternate("abab", *arms)
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    for _ in range(3):
        run_variorum(folder, "crawl", "--all")
    log = run_variorum(folder, "log", outlet.url("abab"), "--json").json
    assert [row["revision"] for row in log] == [4, 3, 2, 1]
    assert "variant" in log[0]["signals"]


def kill_in_the_middle(server: OutletServer, folder: Path, lot: random.Random) -> None:
    """Start a crawl, and kill -9 it some milliseconds after its n-th request."""
    wanted = len(server.requests) + lot.randrange(1, len(server.stories) + 3)
    crawl = begin_variorum(folder, "crawl", "--all")
    while len(server.requests) < wanted and crawl.poll() is None:
        time.sleep(0.002)
    time.sleep(lot.uniform(0, 0.25))
    crawl.kill()
    crawl.wait()


def test_a_killed_crawl_loses_nothing_and_doubles_nothing(outlet, watched):
    """Kill -9 at 20 random moments, then crawl: the archive is sound, whole, nothing is double."""
    outlet.publish(*(story(f"killed-{number}", COUNT) for number in range(10)))
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    lot = random.Random(4)
    for number in range(10):
        outlet.publish(story(f"late-{number}", COUNT))
        kill_in_the_middle(outlet, folder, lot)
        outlet.edit(f"killed-{number}", COUNT, f"The count is {number + 41} today.")
        kill_in_the_middle(outlet, folder, lot)
    run_variorum(folder, "crawl", "--all")
    assert run_variorum(folder, "verify", "--json").json["damaged"] == []
    rows = run_variorum(folder, "export", "jsonl").lines
    firsts = [row["url"] for row in rows if row["revision"] == 1]
    assert sorted(firsts) == sorted(outlet.url(slug) for slug in outlet.stories)
    for number in range(10):
        revisions = [row for row in rows if row["url"].endswith(f"/killed-{number}")]
        assert sorted(row["revision"] for row in revisions) == [1, 2]


def test_a_server_that_lies_about_changes_is_found_out(outlet, watched):
    """A 304 for a changed page: a full fetch now and then finds out, and it is reported."""
    outlet.publish(*PLAIN[:3], story("liar", COUNT))
    outlet.answer_304("liar")
    folder = watched(outlet)
    (folder / "variorum.toml").write_text("full_fetch_every = 2\n")
    run_variorum(folder, "crawl")
    outlet.edit("liar", COUNT, "The count is 50 today.")
    found = [run_variorum(folder, "crawl", "--all", "--json", codes=(0, 3)).json for _ in range(4)]
    assert found[0]["revisions_new"] == 0
    assert sum(counts["revisions_new"] for counts in found) == 1
    assert open_incidents(folder) == ["false_304"]


def open_incidents(folder: Path) -> list[str]:
    """Kinds of what is wrong with the outlet now."""
    (told,) = run_variorum(folder, "health", "--json").json["outlets"]
    return [incident["kind"] for incident in told["incidents"]]


def test_a_page_without_its_article_is_an_incident(outlet, watched):
    """Status 200 without a text is never an empty revision; it closes when the text is back."""
    outlet.publish(*PLAIN[:4])
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    empty = Answer(200, b"<html><title>Echo</title><body><p>Maintenance</p></body></html>")
    outlet.behave(PLAIN[0].slug, lambda _story, _request: empty)
    lost = run_variorum(folder, "crawl", "--all", "--json", codes=(3,)).json
    assert lost["revisions_new"] == 0
    assert lost["incidents"] == 1
    assert open_incidents(folder) == ["article_lost"]
    outlet.behave(PLAIN[0].slug, None)
    assert run_variorum(folder, "crawl", "--all", "--json").json["revisions_new"] == 0
    assert open_incidents(folder) == []


def test_a_rule_that_finds_nothing_is_an_incident_until_it_is_mended(outlet, watched):
    """A selector that stops matching makes no revision but an incident, until one matches."""
    outlet.publish(*PLAIN[:4])
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    (folder / "outlets").mkdir(exist_ok=True)
    rule = folder / "outlets" / "echo.toml"
    rule.write_text('select = ["div.redesigned"]\n')
    broken = run_variorum(folder, "crawl", "--all", "--json", codes=(3,)).json
    assert broken["revisions_new"] == 0
    assert open_incidents(folder) == ["rule_failed"]
    rule.write_text('select = ["#body"]\nremove = [".box"]\n[fields]\nbyline = "#who"\n')
    run_variorum(folder, "crawl", "--all")
    assert open_incidents(folder) == []


def test_a_rule_that_never_found_anything_is_an_incident(outlet, watched):
    """The same for articles that are read for the first time."""
    outlet.publish(*PLAIN[:4])
    folder = watched(outlet)
    (folder / "outlets").mkdir(exist_ok=True)
    (folder / "outlets" / "echo.toml").write_text('select = ["div.redesigned"]\n')
    run_variorum(folder, "crawl", codes=(3,))
    assert open_incidents(folder) == ["rule_failed"]


def test_a_difference_that_our_rules_made_is_ours(outlet, watched):
    """A better rule is never shown as the outlet's edit, and hides none made meanwhile."""
    outlet.publish(*PLAIN[:3], story("edited", COUNT))
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    rule = 'remove = ["#body p:first-of-type"]\n'
    (folder / "outlets").mkdir(exist_ok=True)
    (folder / "outlets" / "echo.toml").write_text(rule)
    outlet.edit("edited", COUNT, "The count is 50 today.")
    run_variorum(folder, "crawl", "--all")
    told = run_variorum(folder, "log", "--json").json
    changes = [row for row in told if row["revision"] > 1 and not row["ours"]]
    assert [row["url"] for row in changes] == [outlet.url("edited")]
    assert changes[0]["kinds"] == ["number"]
