"""``outlet new``: which rules are written from an outlet's pages, and which are only guesses."""

from __future__ import annotations

import json

from monitor.rules.draft import Draft, write_draft
from monitor.rules.looks import looks_at
from monitor.rules.pages import SeenPage
from monitor.rules.places import removals
from monitor.rules.recurring import recurring
from monitor.rules.shapes import patterns
from spiders.outlets import rules as outlet_rules
from spiders.urls import surt
from storage.archive import Archive
from storage.intents import AddRevision
from storage.records import Assessment
from tests.commands.conftest import Keeper, reading
from tests.commands.rules.conftest import run, watch
from tests.outlet_server import OutletServer
from tests.stories import PLAIN, story


def test_new_writes_rules_from_stored_pages(server, crawled, rules_file):
    """Facts and recurring texts become rules; patterns and selectors are guesses, with counts."""
    before = len(server.requests)
    told = run(crawled, "outlet", "new", server.home, "--json").json
    assert len(server.requests) == before
    assert told == {"outlet": "echo", "file": str(rules_file), "pages": len(server.stories)}
    text = rules_file.read_text()
    made = outlet_rules.parse("echo", text, "echo.toml")
    assert made.home == server.home
    assert {"feed", "section"} <= {kind.value for _url, kind in made.seeds}
    assert "Harrowby Echo" in made.phrases
    assert (made.select, made.remove, made.articles) == ((), (), ())
    assert "    # '^/news/[^/]+/?$',  # 11 of 11: /news/" in text
    assert '    # "div#body",  # on 11 of 11: 100% of the text' in text
    assert '# "div.box",' in text.partition("remove = ")[2]
    assert run(crawled, "outlet", "check", "echo").code == 0


def test_what_new_guessed_can_be_taken_as_it_is(server, crawled, rules_file):
    """With every guess uncommented, each rule matches something and no sentence is lost."""
    run(crawled, "outlet", "new", server.home)
    text = rules_file.read_text()
    for guess in ("'^/news/", '"div#body"', '"div.box"'):
        assert f"    # {guess}" in text
        text = text.replace(f"    # {guess}", f"    {guess}")
    rules_file.write_text(text)
    (outlet,) = run(crawled, "outlet", "check", "echo", "--json").json["outlets"]
    assert all(rule["found_on"] for rule in outlet["rules"])
    for one in outlet["readings"]:
        assert not one["removed"]
        assert not [f for f in one["diff"]["fields"] if f["field"] != "byline" or f["new"]]


def test_new_takes_the_name_of_an_outlet(crawled, rules_file):
    """As every other ``outlet`` command does; anything neither a name nor an address is refused."""
    told = run(crawled, "outlet", "new", "echo", "--json").json
    assert (told["outlet"], told["file"]) == ("echo", str(rules_file))
    assert told["pages"] > 3
    ran = run(crawled, "outlet", "new", "ftp://echo", codes=(2,))
    assert "is not a web address" in ran.err


def test_new_never_writes_over_a_file(server, crawled, rules_file):
    """Whatever the file contains."""
    rules_file.write_text("# mine\n")
    ran = run(crawled, "outlet", "new", server.home, codes=(2,))
    assert "already" in ran.err
    assert rules_file.read_text() == "# mine\n"
    assert run(crawled, "outlet", "new", server.home, "--name", "../x", codes=(2,))


def test_new_fetches_a_few_pages_where_none_is_stored(server, tmp_path):
    """As ``add`` does, and stores none of them."""
    folder = tmp_path / "empty"
    Archive.create(folder).close()
    told = run(folder, "outlet", "new", server.home, "--name", "fresh", "--json").json
    assert told["pages"] == 6
    assert "Harrowby Echo" in (folder / "outlets" / "fresh.toml").read_text()
    with Archive.open(folder) as archive:
        assert archive.counts()["captures"] == 0
        assert archive.outlets() == []


def test_new_for_one_article_looks_at_its_home_too(server, tmp_path):
    """A single page cannot show what recurs."""
    folder = tmp_path / "empty"
    Archive.create(folder).close()
    ran = run(folder, "outlet", "new", server.url("ferry"), "--name", "one", "--json")
    assert ran.json["pages"] > 3


def test_new_writes_nothing_where_it_saw_nothing(tmp_path):
    """A home page without articles is refused with a message, and no file is left behind."""
    folder = tmp_path / "empty"
    Archive.create(folder).close()
    with OutletServer() as other:
        ran = run(folder, "outlet", "new", other.home, "--name", "none", codes=(2,))
    assert "No article was found" in ran.err
    assert not (folder / "outlets" / "none.toml").exists()


def test_new_counts_an_article_once(tmp_path):
    """However many addresses it has: a print version is not a further page."""
    folder = tmp_path / "twice"
    with OutletServer() as other:
        other.publish(*PLAIN, story("ferry"))
        watch(folder, other)
        urls = [other.url("ferry"), other.url("ferry") + "?print=1"]
        run(folder, "crawl")
        run(folder, "crawl", *(word for url in urls for word in ("--url", url)))
        with Archive.open(folder) as archive:
            (article,) = {archive.address(surt(url)).article_id for url in urls}
            assert article is not None
        told = run(folder, "outlet", "new", other.home, "--json").json
    assert told["pages"] == len(PLAIN) + 1


def test_a_sentence_that_recurs_in_the_text_is_only_a_guess():
    """Authors repeat background sentences; recurring text that is no sentence is furniture."""
    again = "The old weir at Harrowby has been closed to boats since the flood of May 2019."
    pages = []
    for number in range(6):
        name = story(f"weir-{number}", f"On day {number} the keeper counted {number}3 boats.")
        told = (*name.paragraphs[:2], f"Weir keeper {number} said it took {number}7 days.", again)
        body = "".join(f"<p>{text}</p>" for text in told)
        html = f"<html lang=en><body><article><h1>Weir {number}</h1>{body}</article></body></html>"
        pages.append(SeenPage(f"https://echo.example/news/{number}", html.encode()))
    draft = Draft("echo", "https://echo.example/", ("echo.example",), pages=pages)
    text = write_draft(draft, looks_at(pages))
    assert f'    # "{again}",  # on 6 of 6, and is read as text' in text


def test_what_stands_beside_a_link_to_an_article_is_only_a_guess():
    """A teaser is on every page one day and on none the next, so it is no permanent phrase.

    Menus, and texts that link to no article, are still phrases.
    """
    beside = (
        "<div><a href='/otter-day-on-sunday'>Otter day</a><p>A walk with the keeper.</p></div>"
        "<p>Harrow letter of the week</p><p><a href='/newsletter'>The letter by mail</a></p>"
    )
    pages = []
    for number in range(4):
        told = (f"Weir keeper {number} said it took {number}{day} days." for day in range(6))
        body = "".join(f"<p>{text}</p>" for text in told)
        html = f"<html><body><article><h1>Weir {number}</h1>{body}{beside}</article></body></html>"
        pages.append(SeenPage(f"https://echo.example/news/{number}", html.encode()))
    text = write_draft(Draft("echo", "https://echo.example/", ()), looks_at(pages))
    assert '    # "A walk with the keeper.",  # on 4 of 4' in text
    assert "beside a link to an article: a teaser changes" in text
    made = outlet_rules.parse("echo", text, "echo.toml")
    assert set(made.phrases) == {"Harrow letter of the week", "The letter by mail"}


def test_patterns_know_the_addresses_they_are_made_of():
    """Dates, numbers, sections and slugs match; addresses of another shape do not."""
    urls = [
        f"https://a.example/{s}/2031/03/some-long-slug-{n}" for s in ("eu", "us") for n in "abc"
    ]
    urls += [f"https://a.example/news/{n}-title-12345{n}.html" for n in range(4)]
    made = outlet_rules.parse(
        "a", f"articles = {json.dumps([shape.value for shape in patterns(urls)])}", "a.toml"
    )
    assert all(made.is_article(url) for url in urls)
    assert not made.is_article("https://a.example/tag/harbour")
    assert patterns(["https://a.example/one"]) == []


def test_a_headline_among_the_others_is_no_phrase():
    """Every page names the article of the day; nor is the headline above the text removed."""
    day = "Storm crosses the coast of Harrow"
    names = (day, "Council raises the price of water", "Ferry runs late again", "A well runs dry")
    beside = f"<div class='most'><p>{day}</p><p>Harrow letter of the week</p></div>"
    beside += (
        "<ul class='last'><li><a href='/unseen'>Bridge of Harrow closed for repairs</a></li></ul>"
    )
    line = "report {} of those that reached the newsroom of the paper, written down by the clerk"
    pages = []
    for name in names:
        text = "".join(f"<p>{name}: {line.format(number)}.</p>" for number in range(6))
        shown = f"<div class='story'><h1 class='head'>{name}</h1>{text}{beside}</div>"
        page = f"<html><head><title>{name}</title></head><body>{shown}</body></html>"
        pages.append(SeenPage(f"https://echo.example/{len(pages)}", page.encode()))
    looks = looks_at(pages)
    assert [look.title for look in looks] == list(names)
    assert [one.text for one in recurring(looks)] == ["Harrow letter of the week"]
    assert "h1.head" not in {guess.selector for guess in removals(looks, "div.story")}


def test_a_headline_that_was_changed_is_no_phrase(tmp_path):
    """Lists on other pages show the old headline for a while: it was written down as furniture."""
    old = "Storm crosses the coast of Harrow"
    names = (old, "Council raises the price of water", "Ferry runs late again", "A well runs dry")
    beside = f"<div class='most'><p>{old}</p><p>Harrow letter of the week</p></div>"
    line = "report {} of those that reached the newsroom of the paper, written down by the clerk"

    def page(name):
        text = "".join(f"<p>{name}: {line.format(number)}.</p>" for number in range(6))
        shown = f"<div class='story'><h1 class='head'>{name}</h1>{text}{beside}</div>"
        return f"<html><head><title>{name}</title></head><body>{shown}</body></html>".encode()

    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        for number, name in enumerate(names):
            keeper.begin(f"https://harbour.example/{number}", reading(name, "x"), page(name))
        new = "Storm leaves the coast of Harrow"
        visit = keeper.visit("https://harbour.example/0", page(new))
        archive.apply(visit, [AddRevision(1, reading(new, "x"), Assessment())])
    run(folder, "outlet", "new", "harbour")
    made = outlet_rules.parse("harbour", (folder / "outlets/harbour.toml").read_text(), "x")
    assert made.phrases == ("Harrow letter of the week",)


def test_a_page_that_was_redacted_is_no_sample(tmp_path):
    """Its bytes are gone: rules are written from, and checked against, the other pages."""
    with OutletServer() as server:
        server.publish(*PLAIN)
        folder = watch(tmp_path / "archive", server)
        run(folder, "crawl")
    run(folder, "redact", "--article", "1", "--reason", "court order", "--yes")
    assert run(folder, "outlet", "new", "echo", "--json").json["pages"] == len(PLAIN) - 1
    (outlet,) = run(folder, "outlet", "check", "echo", "--json").json["outlets"]
    assert len(outlet["readings"]) == len(PLAIN) - 1
