"""Searching an archive by command, page and feed: all revisions, and what changed in them."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from monitor import indexing
from monitor.indexing import catch_up
from monitor.queries.search import search
from monitor.search import forms
from monitor.search.query import parse
from monitor.search.snippets import Marker
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.copies.backup import backup
from storage.derived.file import INDEX_NAME
from storage.errors import InputError
from storage.history.rereading import begin_again
from tests.commands.conftest import Keeper, Typist, reading

BASE = "https://harbour.example/"
TEXTS = {
    "az": ("İşıq söndü", "Hakim Hacızadə işıqların söndüyünü dedi.", "az"),
    "ru": (
        "Порт закрыт",
        "Президентом компании стал Гаджизаде. Ёлки привезли вовремя: 12 000 штук.",
        "ru",
    ),
    "en": (
        "The tariffs",
        (
            "Water tariffs rise by 12 per cent, workers said. Nobody was asked. Ferries"
            " carried 8,214 people for 31.8 crowns, 9% more; so says Mr. Ayhan."
        ),
        "en",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of an archive with three articles in three languages, one with two revisions."""
    place = tmp_path_factory.mktemp("search") / "archive"
    with Archive.create(place) as archive:
        keeper = Keeper(archive)
        for name, (title, text, language) in TEXTS.items():
            keeper.begin(BASE + name, reading(title, text, language=language))
        old = reading(TEXTS["en"][0], TEXTS["en"][1], language="en")
        new = reading(TEXTS["en"][0], TEXTS["en"][1].replace("12", "21"), language="en")
        keeper.compare(BASE + "en", old, new)
        catch_up(archive)
    return place


def names(folder, text, **more) -> list[str]:
    """What a query finds, each as ``ARTICLE@N``."""
    with Archive.open(folder) as archive:
        found = search(archive, parse(text, **more))
    return [f"{hit['article']}@{hit['revision']}" for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("IŞIQ", ["1@1"]),
        ("işıq", ["1@1"]),
        ("sönd", ["1@1"]),
        ("söndüyündə", ["1@1"]),
        ("президента", ["2@1"]),
        ("елка", ["2@1"]),
        ("hajizade", ["2@1", "1@1"]),
        ("tariff", ["3@2", "3@1"]),
        ('"water tariffs rise"', ["3@2", "3@1"]),
        ('"tariffs water"', []),
        ("tariffs -21", ["3@1"]),
        ("worker outlet:harbour", ["3@2", "3@1"]),
        ("tariffs since:2026-03-04", ["3@2"]),
        ("tariffs until:2026-03-04", ["3@1"]),
        ("added:21", ["3@2"]),
        ("removed:12", ["3@2"]),
        ("added:12", []),
        ("headline:tariffs", ["3@2", "3@1"]),
        ("headline:workers", []),
        ("outlet:harbour", ["3@2", "3@1", "2@1", "1@1"]),
        ("nothingofthesort", []),
        ("ferries", ["3@2", "3@1"]),
        ("fares", []),
        ("aykhan", ["3@2", "3@1"]),
        ("8214", ["3@2", "3@1"]),
        ("8", []),
        ("214", []),
        ("31,8", ["3@2", "3@1"]),
        ("9%", ["3@2", "3@1"]),
        ("31%", []),
        ('"12% workers"', ["3@1"]),
        ("12,000", ["2@1"]),
        ("12 000", ["2@1"]),
        ("12", ["3@1"]),
    ],
)
def test_a_query_finds(folder, query, found):
    """Words, phrases and filters, in three languages and two alphabets."""
    assert names(folder, query) == found


def test_changed_looks_at_changes_only(folder):
    """Unchanged words are not found."""
    assert names(folder, "21", changed=True) == ["3@2"]
    assert names(folder, "tariffs", changed=True) == []


@pytest.mark.parametrize(
    ("query", "more", "side"),
    [
        ("removed:12", {}, "removed"),
        ("added:21", {}, "added"),
        ("12", {"changed": True}, "removed"),
        ("21", {"changed": True}, "added"),
        ("21", {}, None),
    ],
)
def test_a_hit_says_whether_the_words_came_or_went(folder, query, more, side):
    """Its snippet may be from a text that the named revision no longer has."""
    with Archive.open(folder) as archive:
        hits = search(archive, parse(query, **more)).hits
    assert [hit["side"] for hit in hits] == [side]


def test_the_side_is_the_one_that_has_most_of_the_words(tmp_path):
    """A removed sentence was reported as added if an added one had a single word of the query."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        old = reading("Boats", "The harbour was empty. The ferry sank at noon.")
        new = reading("Boats", "The harbour was empty. Nobody knows which ferry it is.")
        keeper.begin(BASE + "boats", old)
        keeper.compare(BASE + "boats", old, new)
        catch_up(archive)
        (hit,) = search(archive, parse("ferry sank", changed=True)).hits
    assert (hit["side"], hit["snippet"]) == ("removed", "The ferry sank at noon")


def test_what_went_is_read_in_the_diff(folder):
    """The revision that a word was removed from does not have it, so its diff is suggested."""
    shown = Typist(folder).terminal("search", "removed:12")
    assert "removed: " in shown
    assert " diff 3@2" in shown
    standing = Typist(folder).terminal("search", "12 workers")
    assert " show 3@1" in standing
    assert " search --changed '12 workers'" in standing
    app = create_app(Settings(folder, lambda *words: " ".join(words)))
    assert ">removed:</bdi>" in app.test_client().get("/search?q=removed:12").text
    app.extensions["variorum"].close()


def test_the_place_of_one_word_is_the_first_that_has_it():
    """Texts after it are not read: each of their words would have to be stemmed."""

    def texts():
        yield "Nothing of it here."
        yield "The ferries wait."
        pytest.fail("a text was read that nobody is shown")

    marks = Marker(parse("ferry"), "en").snippet(texts())
    assert marks == [("=", "The "), ("*", "ferries"), ("=", " wait.")]


def test_the_place_of_two_words_is_the_one_that_has_both():
    """A text with only one of them does not end the search."""
    texts = ["A ferry waits.", "Ferry and harbour."]
    marks = Marker(parse("ferry harbour"), "en").snippet(texts)
    assert [text for mark, text in marks if mark == "*"] == ["Ferry", "harbour"]


def test_snippets_mark_the_word_as_it_stands(folder):
    """In the case and inflection of the text."""
    with Archive.open(folder) as archive:
        (hit,) = search(archive, parse("президента")).hits
        (changed,) = search(archive, parse("removed:12")).hits
    assert ["*", "Президентом"] in hit["marks"]
    assert hit["snippet"].startswith("Президентом компании")
    assert changed["snippet"] == "12"


def test_the_page_is_what_the_command_says(folder):
    """Both use one query; a portion continues where the last one ended."""
    app = create_app(Settings(folder, lambda *words: " ".join(words)))
    client = app.test_client()
    said = Typist(folder).json("search", "tariffs")
    assert client.get("/search.json?q=tariffs").json == said
    first = client.get("/search.json?q=tariffs&limit=1")
    after = first.headers["Link"].partition(">")[0].removeprefix("<")
    assert first.json + client.get(after).json == said
    text = client.get("/search?q=hajizade").text
    assert "<mark>Hacızadə</mark>" in text
    assert "3@2" in client.get("/search.csv?q=tariffs").text
    feed = client.get("/search.atom?q=tariffs")
    assert feed.data.count(b"<entry>") == 2
    app.extensions["variorum"].close()


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "*",
        "NEAR(a b",
        "a AND",
        "^x",
        "{body}:x",
        "a OR",
        "col:x",
        "-",
        "'",
        "\x00",
        "(",
        "a" * 300,
    ],
)
def test_metacharacters_are_words(folder, text):
    """None of it is an operator, and nothing fails."""
    app = create_app(Settings(folder, lambda *words: " ".join(words)))
    answer = app.test_client().get("/search.json", query_string={"q": text})
    assert answer.status_code == 200
    app.extensions["variorum"].close()


@pytest.mark.parametrize(
    "query", ["q=x&after=y", "q=since:soon", f"q={'a ' * 400}", "q=outlet:none", "q=hedline:x"]
)
def test_what_cannot_be_asked_is_told(folder, query):
    """It gives a 400 or 404."""
    app = create_app(Settings(folder, lambda *words: " ".join(words)))
    assert app.test_client().get(f"/search.json?{query}").status_code in {400, 404}
    app.extensions["variorum"].close()


@pytest.mark.parametrize(
    ("query", "option"),
    [
        ("signal:stealth", "--kind stealth"),
        ("Kind:headline lantern", "--kind headline"),
        ("kind:gone", "--kind gone"),
        ("weight:substantive", "--weight substantive"),
    ],
)
def test_a_filter_of_the_log_is_no_word(query, option):
    """It found nothing, as if there were no silent edit; now the error names the right command."""
    with pytest.raises(InputError) as caught:
        parse(query)
    assert f"variorum log {option}" in caught.value.do


@pytest.mark.parametrize(
    "query",
    [
        *("Kind:Mutter", "kind:", "signal:rot", "signal:12", "weight:80", '"signal stealth"'),
        *("signal stealth", "kind of stealth", "Signal: stealth", "sinyal:stealth"),
    ],
)
def test_a_colon_between_words_is_none_of_the_logs_filters(query):
    """A colon in a quoted statement is no filter: the words are searched for."""
    assert parse(query).terms


def test_a_page_does_not_say_nothing_while_texts_wait(tmp_path):
    """Texts that are not indexed yet may match: the page says how many there are."""
    place = tmp_path / "archive"
    with Archive.create(place) as archive:
        Keeper(archive).begin(BASE, reading("One", "A lantern."))
    app = create_app(Settings(place, lambda *words: " ".join(words)))
    page = app.test_client().get("/search?q=lantern").text
    assert "1 revision not in the index yet" in page
    assert "Nothing was found in the others." in page
    with Archive.open(place) as archive:
        catch_up(archive)
    page = app.test_client().get("/search?q=zebra").text
    assert "Nothing was found." in page
    app.extensions["variorum"].close()


def test_the_index_follows_the_archive(tmp_path):
    """New, changed and abandoned revisions are found as they are now, and no longer once gone."""
    place = tmp_path / "archive"
    with Archive.create(place) as archive:
        keeper = Keeper(archive)
        keeper.begin(BASE, reading("One", "A lantern."))
        assert archive.index.search.waiting() == 1
        assert catch_up(archive) == 0
        assert names(place, "lantern") == ["1@1"]
        keeper.begin(BASE + "b", reading("Two", "Another lantern."))
        assert names(place, "lantern") == ["1@1"]
        assert catch_up(archive) == 0
        assert names(place, "lantern") == ["2@1", "1@1"]
        begin_again(archive, 1)
        assert names(place, "lantern") == ["2@1"]
        assert catch_up(archive) == 0
        archive.index.forget()
        catch_up(archive)
        assert names(place, "lantern") == ["2@1"]


def test_an_index_is_of_one_history_of_the_archive(tmp_path):
    """After a restore from a backup, numbers are reused: the old index must not answer for them.

    Neither right after the restore, nor once the archive has grown past its former size.
    """
    place, kept = tmp_path / "archive", tmp_path / "kept.db"
    with Archive.create(place) as archive:
        keeper = Keeper(archive)
        keeper.begin(BASE, reading("One", "A lantern."))
        backup(place, kept, lambda *_: None)
        keeper.begin(BASE + "b", reading("Two", "A windmill."))
        catch_up(archive)
    shutil.copy(kept, place / "archive.db")
    assert names(place, "windmill") == []
    with Archive.open_to_write(place) as archive:
        keeper = Keeper(archive, archive.outlets()[0])
        keeper.begin(BASE + "c", reading("Three", "A lighthouse."))
        keeper.begin(BASE + "d", reading("Four", "A tugboat."))
        catch_up(archive)
    assert names(place, "windmill") == []
    assert names(place, "lighthouse") == ["2@1"]
    assert names(place, "tugboat") == ["3@1"]


def test_an_index_stays_while_the_archive_goes_on(tmp_path):
    """It is not rebuilt because of new captures, or because a reader looks at an older snapshot."""
    place = tmp_path / "archive"
    with Archive.create(place) as archive, Archive.open(place) as late:
        keeper = Keeper(archive)
        keeper.begin(BASE, reading("One", "A lantern."))
        catch_up(archive)
        made = (place / INDEX_NAME).stat().st_ino
        with late.snapshot():
            keeper.begin(BASE + "b", reading("Two", "Another lantern."))
            catch_up(archive)
            assert late.index.search.waiting() == 0
        assert (place / INDEX_NAME).stat().st_ino == made


def test_hits_keep_within_a_narrow_terminal(tmp_path):
    """Snippets and headlines break at spaces; without colours, asterisks mark the matches."""
    folder = tmp_path / "archive"
    text = "The keepers of the harbour lamps stopped their work on Monday and went home to Holm."
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        for number in range(22):
            keeper.begin(f"{BASE}{number}", reading(f"Lamps {number} stay dark on the mole", text))
    typist, asked = Typist(folder), ("--quiet", "search", "lamps")
    plain = typist.terminal(*asked, columns=50, environment={"NO_COLOR": "1"})
    assert max(map(len, plain.splitlines())) <= 50
    assert plain.lower().count("*lamps*") == 20
    assert "there are more" in plain
    every = typist.terminal(*asked, "-n", "22", environment={"NO_COLOR": "1"})
    assert (every.lower().count("*lamps*"), "there are more" in every) == (22, False)


UNSEEN = {
    "de": "Der Aus\u00adbau des Ha\u00adfens kos\u00adtet mehr.",
    "fa": "مدیران می\u200cگویند شهر\u200cها آمادهٔ کمک\u200cاند.",
    "ar": "قالَ الوَزيرُ إن الميناء مغلق.",
    "ru": "Новый слои\u0306 льда.",
    "th": "ราคา\u200bน้ำมัน ขึ้นแล้ว",
}


def one_article_each(folder, texts, *, declared):
    """Make an indexed archive with one article per language, ``declared`` by its page or not."""
    place = folder / "archive"
    with Archive.create(place) as archive:
        keeper = Keeper(archive)
        for name, text in texts.items():
            keeper.begin(BASE + name, reading("One", text, language=name if declared else None))
        catch_up(archive)
    return place


@pytest.fixture(scope="module")
def unseen(tmp_path_factory):
    """The folder of an archive whose words have soft hyphens, non-joiners or combining marks."""
    return one_article_each(tmp_path_factory.mktemp("unseen"), UNSEEN, declared=True)


@pytest.mark.parametrize(
    ("query", "found", "marked"),
    [
        ("Ausbau", "1@1", "Aus\u00adbau"),
        ("hafens", "1@1", "Ha\u00adfens"),
        ("Ha\u00adfens", "1@1", "Ha\u00adfens"),
        ('"des Hafens"', "1@1", "Ha\u00adfens"),
        ("می\u200cگویند", "2@1", "می\u200cگویند"),
        ("میگویند", "2@1", "می\u200cگویند"),
        ("می گویند", "2@1", "می\u200cگویند"),
        ("شهر", "2@1", "شهر\u200cها"),
        ("قال الوزير", "3@1", "قالَ"),
        ("слой", "4@1", "слои\u0306"),
        ("ราคา", "5@1", "ราคา\u200bน้ำมัน"),
    ],
)
def test_words_are_found_as_they_are_seen(unseen, query, found, marked):
    """With or without invisible characters, in text and query; words are marked as a whole."""
    with Archive.open(unseen) as archive:
        (hit,) = search(archive, parse(query)).hits
    assert f"{hit['article']}@{hit['revision']}" == found
    assert ["*", marked] in hit["marks"]


def test_an_index_of_older_words_is_made_anew(unseen):
    """The next search rebuilds it; its entries in old forms are gone."""
    with Archive.open(unseen) as archive:
        archive.index.database.change("DELETE FROM progress")
        archive.index.database.change("INSERT INTO documents (documents) VALUES ('delete-all')")
        archive.index.database.change("PRAGMA user_version = 5")
    result = Typist(unseen).json("search", "Ausbau")
    assert [hit["article"] for hit in result] == [1]


def test_a_damaged_text_stops_nobody(tmp_path):
    """What cannot be read is not found, everything else is; ``verify`` reports it."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(BASE, reading("One", "A lantern."))
        keeper.begin(BASE + "b", reading("Two", "Another lantern."))
        archive._database.change("UPDATE texts SET data = x'00' WHERE id = 1")
    with Archive.open(tmp_path / "archive") as archive:
        assert catch_up(archive) == 0
        assert archive.verify()
    assert names(tmp_path / "archive", "lantern") == ["2@1"]


def test_the_command_brings_the_index_up_to_date(folder):
    """And suggests what to do next."""
    result = Typist(folder)("search", "lantern")
    assert result.exit_code == 0
    assert "Nothing was found" in result.stderr
    assert Typist(folder)("search", "-x").exit_code == 2
    assert Typist(folder)("search", "--", "-football").exit_code == 2
    assert "Президентом" in Typist(folder).terminal("search", "президент")


def test_a_search_of_what_is_indexed_loads_no_comparison(folder):
    """A third of its time went into imports that only an unindexed revision needs."""
    code = (
        "import sys\nfrom monitor.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "heavy = ('monitor.comparing', 'monitor.classify.edits', 'monitor.classify.figures')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    words = ("--archive", str(folder), "search", "tariffs", "--json")
    run = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=True, text=True
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_what_stood_there_before_is_not_formed_again(tmp_path):
    """Most of a revision is unchanged: a large archive's first search took half again as long."""
    paragraphs = [f"The {number}th ferry of Holm was late by some minutes." for number in range(40)]
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        old = reading("Ferries", *paragraphs)
        keeper.begin(BASE + "ferries", old)
        catch_up(archive)
        before = indexing._formed_once.cache_info().hits
        new = reading("Ferries", *paragraphs[:-1], "The last ferry was early.")
        keeper.compare(BASE + "ferries", old, new)
        catch_up(archive)
        assert indexing._formed_once.cache_info().hits - before >= len(paragraphs) - 1
    assert names(tmp_path / "archive", "early") == ["1@2"]


def test_a_word_that_a_sentence_begins_with_is_no_name(tmp_path):
    """If another paragraph has it in lower case."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(BASE + "a", reading("Holm", "The ferries of Aziz.", "Ferries go."))
        catch_up(archive)
        [revision] = archive.revisions(1)
        kept = indexing.document_of(archive, revision).names.split()
    aziz, ferries = (forms.name_key(one, turkic=False) for one in ("Aziz", "Ferries"))
    assert aziz in kept
    assert ferries not in kept


UNDECLARED = {
    "tr": "Otelde çıkan yangını söndürme çalışmaları sürüyor, itfaiye ekipleri olay yerinde.",
    "az": "Bakıda baş verən alovu söndürmək üçün qüvvələr cəlb edilib.",
    "uk": "Пожежі в готелі ліквідували рятувальники, загиблих немає.",
    "nl": (
        "De brandweer heeft gisteren een grote brandstapel langs de haven geblust, nadat een"
        " bewoner van de kade had gebeld; niemand raakte gewond, zei een woordvoerster."
    ),
    "en": "Firefighters put out the fires in a hotel by the harbour.",
    "ru": "Спасатели потушили пожары в гостинице у порта, погибших нет.",
}
"""Texts of pages that declare no language."""


@pytest.fixture(scope="module")
def undeclared(tmp_path_factory):
    """The folder of an archive with texts in several languages, none of them declared."""
    return one_article_each(tmp_path_factory.mktemp("undeclared"), UNDECLARED, declared=False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("yangın", "1@1"),
        ("qüvvə", "2@1"),
        ("пожеж", "3@1"),
        ("brandst", "4@1"),
        ("fire", "5@1"),
        ("пожара", "6@1"),
    ],
)
def test_a_text_tells_its_language_where_the_page_does_not(undeclared, query, found):
    """All Latin text was taken for English: no stems, no prefixes, and no *yangını*."""
    with Archive.open(undeclared) as archive:
        (hit,) = search(archive, parse(query)).hits
    assert f"{hit['article']}@{hit['revision']}" == found
    assert any(mark == "*" for mark, _text in hit["marks"])
