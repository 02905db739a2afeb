"""How pages are read: right to left, by language, and on paper without colours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest

from storage.archive import Archive
from storage.intents import SeeAgain
from storage.records import Assessment, Block, BlockKind, Weight
from tests.browser.conftest import serving
from tests.commands.conftest import FIRST, SECOND, Keeper, reading
from tests.conftest import run_variorum

STEP = Assessment(Weight.SUBSTANTIVE, ("number",), (), "12 became 21.")
PERSIAN = ("کشتی دیر رسید", "کشتی هولم روز دوشنبه دیر رسید. {} نفر در اسکله منتظر بودند.", "fa")
HEBREW = ("המעבורת איחרה", "המעבורת להולם איחרה ביום שני. {} אנשים חיכו ברציף.", None)
STYLE = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The address of a Persian article, a Hebrew one without a language, and an English one."""
    folder = tmp_path_factory.mktemp("reading") / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        for name, (title, text, language) in (("fa", PERSIAN), ("he", HEBREW)):
            url = f"https://harbour.example/{name}"
            keeper.begin(url, reading(title, text.format(12), language=language))
            keeper.change(url, reading(title, text.format(21), language=language), STEP)
        keeper.begin("https://harbour.example/en", FIRST)
        keeper.change("https://harbour.example/en", SECOND, STEP)
    with serving(folder) as address:
        yield address


@pytest.mark.parametrize(("article", "language"), [(1, "fa"), (2, None)])
def test_text_runs_in_its_own_direction(browser, base, article, language):
    """Declared or not, Persian and Hebrew run from right to left; our own words do not."""
    browser.look()
    pair = f"{base}/articles/{article}/diff/1..2"
    for path, text in ((pair, ".para p"), (f"{pair}?view=split", ".split .new p")):
        browser.open(path)
        assert browser.run(STYLE, "h1", "direction") == "rtl"
        assert browser.run(STYLE, text, "direction") == "rtl"
        assert browser.run(STYLE, ".notes", "direction") == "ltr"
        assert browser.one(".notes").get_attribute("lang") == "en"
        assert browser.run(STYLE, "main", "direction") == "ltr"
        assert browser.run("return document.documentElement.lang") == "en"
        assert browser.one("h1").get_attribute("lang") == (language or "")
        assert browser.one("ins").text == "21"
        if path == pair:  # from right to left the old number comes first
            assert browser.one(".para del").rect["x"] > browser.one(".para ins").rect["x"]
    browser.open(f"{base}/articles/{article}/1")
    assert browser.run(STYLE, "article.text p", "direction") == "rtl"
    assert browser.one("article.text").get_attribute("lang") == (language or "")
    browser.open(base)
    titles = browser.all(".change h3 a")
    assert titles
    assert browser.run("return getComputedStyle(arguments[0]).direction", titles[-1]) == "rtl"


def test_paper_is_as_clear_as_the_screen(browser, base):
    """In black on white, marks differ by form; what only a screen needs is left out."""
    browser.look()
    browser.open(f"{base}/articles/3/diff/1..2")
    browser.command("Emulation.setEmulatedMedia", media="print")
    try:
        assert "All times are UTC." in browser.one("footer.site").text
        for gone in ("header.site", ".forms", ".views", ".crumbs"):
            assert browser.run(STYLE, gone, "display") == "none"
        for mark, line in (("ins", "underline"), ("del", "line-through")):
            assert browser.run(STYLE, mark, "textDecorationLine") == line
            assert browser.run(STYLE, mark, "backgroundColor") == "rgba(0, 0, 0, 0)"
        assert browser.run(STYLE, "ins", "color") == "rgb(0, 0, 0)"
        assert browser.run(STYLE, ".printed", "display") == "block"
        assert "sha256:" in browser.one(".printed").text
        left = "return document.querySelector(arguments[0]).getBoundingClientRect().left"
        assert browser.run(left, "footer.site p:not(.forms)") == browser.run(left, "h1")
        assert browser.run(STYLE, "body", "backgroundColor") == "rgb(255, 255, 255)"
    finally:
        browser.command("Emulation.setEmulatedMedia", media="")


def test_every_form_is_taken_from_a_browser(browser, tmp_path):
    """Mark as read, pause, resume, redact: what Chromium sends is what the pages require."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin("https://harbour.example/en", FIRST)
    with serving(tmp_path / "archive") as base:
        browser.look()
        browser.open(base)
        browser.follow(browser.one("form.read button").click)
        assert "Latest changes" in browser.driver.title
        for told in ("Resume", "Pause"):
            browser.open(f"{base}/outlets/harbour")
            browser.follow(browser.one("form[method=post] button").click)
            assert browser.one("form[method=post] button").text == told
        browser.open(f"{base}/captures/1")
        browser.click(".danger summary")
        browser.until(lambda: browser.one("#reason").is_displayed())
        browser.one("#reason").send_keys("court order 7/26")
        browser.click(".danger input[type=checkbox]")
        browser.follow(browser.one(".danger button").click)
        assert "court order 7/26" in browser.one(".notice").text
        assert browser.all("iframe.stored") == []


def test_a_headline_from_the_right_stands_over_its_history(browser, base):
    """On a wide screen it was at the far edge, and all its details were at the other one."""
    browser.look(width=1280)
    browser.open(f"{base}/articles/1")
    headline, meta = browser.one("h1").rect, browser.one(".meta.url").rect
    assert headline["x"] == meta["x"]
    assert headline["width"] < 600


def test_many_facts_are_folded_and_printed(browser, tmp_path):
    """Two hundred separated the summary from the text; on paper nobody can unfold them."""
    folder = tmp_path / "archive"
    rows = [f"Boat {number} of the harbour carried {{}} crates of herring." for number in range(60)]
    before, after = (
        reading("Boats", *(row.format(more + number) for number, row in enumerate(rows)))
        for more in (200, 400)
    )
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/boats", before)
        keeper.change("https://harbour.example/boats", after, STEP)
    browser.look()
    with serving(folder) as address:
        browser.open(f"{address}/articles/1/diff/1..2")
        facts = browser.all(".changed-facts li")
        assert len(facts) == 60
        assert [one.is_displayed() for one in (facts[23], facts[24])] == [True, False]
        assert "36 more facts, also marked" in browser.one(".changed-facts summary").text
        browser.command("Emulation.setEmulatedMedia", media="print")
        try:
            assert facts[-1].rect["height"] > 0
            assert browser.run(STYLE, ".changed-facts summary", "display") == "none"
        finally:
            browser.command("Emulation.setEmulatedMedia", media="")


def test_facts_and_choices_have_room_on_a_phone(browser, tmp_path):
    """A new fact is below the old one; a choice is a line, not a column of single words."""
    folder = tmp_path / "archive"
    before = reading("Quay to be rebuilt", "The quay costs 2599 thousand crowns to rebuild.")
    after = reading("Quay to be rebuilt", "The quay costs 2611 thousand crowns to rebuild.")
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/quay", before)
        keeper.change("https://harbour.example/quay", after, STEP)
        number = archive.captures_of_revision(archive.revision(1, 2))[0].id
    left = "return arguments[0].getClientRects()[arguments[1]].left"
    browser.look(width=390)
    with serving(folder) as address:
        browser.open(f"{address}/articles/1/diff/1..2")
        old, new = browser.one(".changed-facts del"), browser.one(".changed-facts ins")
        lines = browser.run("return arguments[0].getClientRects().length", new)
        assert browser.run(left, new, lines - 1) >= browser.run(left, old, 0) - 1
        browser.open(f"{address}/captures/{number}")
        browser.run("document.querySelector('.danger').open = true")
        for choice in browser.all(".danger fieldset label"):
            assert choice.rect["width"] > 200


def test_paper_has_no_form_and_a_margin(browser, base):
    """What only works on a screen is not printed, nor is its heading."""
    browser.look()
    browser.command("Emulation.setEmulatedMedia", media="print")
    browser.open(f"{base}/articles/3")
    rules = "return [...document.styleSheets].flatMap(s => [...s.cssRules]).map(r => r.cssText)"
    try:
        for gone in (".danger", "h2.screen", ".buttons"):
            assert browser.run(STYLE, gone, "display") == "none"
        assert any(rule.startswith("@page") and "margin" in rule for rule in browser.run(rules))
    finally:
        browser.command("Emulation.setEmulatedMedia", media="")


def test_gaps_in_coverage_are_printed(browser, tmp_path):
    """On paper nobody can unfold them, and gaps without visits are part of the claim."""
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        article = keeper.begin("https://harbour.example/en", FIRST)
        for pause in (0, 0, 40, 0):
            keeper.now += timedelta(days=pause)
            visit = keeper.visit("https://harbour.example/en", b"<p>one")
            archive.apply(visit, [SeeAgain(article)])
    browser.look()
    browser.command("Emulation.setEmulatedMedia", media="print")
    try:
        with serving(folder) as address:
            browser.open(f"{address}/articles/1")
            told = browser.one("figure.wide li")
            assert "no visit for 41 days" in told.get_attribute("textContent")
            assert browser.run("return arguments[0].checkVisibility()", told)
    finally:
        browser.command("Emulation.setEmulatedMedia", media="")


def spoken(browser) -> str:
    """All that Chromium gives to a screen reader, from the top of the page to its end."""
    # Chromium makes this tree after the page, so that it may be empty or lack its end at first.
    browser.until(lambda: "All times are UTC" in _spoken_so_far(browser))
    return _spoken_so_far(browser)


def _spoken_so_far(browser) -> str:
    nodes = {one["nodeId"]: one for one in browser.command("Accessibility.getFullAXTree")["nodes"]}
    waiting, texts = [next(iter(nodes))], []
    while waiting:
        one = nodes[waiting.pop()]
        waiting += reversed(one.get("childIds", []))
        if one.get("role", {}).get("value") == "StaticText":
            texts.append(one["name"]["value"].strip())
    return " ".join(texts)


def test_marks_are_heard(browser, base):
    """Additions and removals are spoken, since nobody hears a colour or a line."""
    browser.look()
    browser.open(f"{base}/articles/3/diff/1..2")
    told = spoken(browser)
    assert "[removed: 12 ] [added: 21 ]" in told
    assert "●" not in told
    assert browser.one(".para").text.count("added") == 0  # spoken, but not shown


COPIED = """
const one = document.querySelector('.para'); getSelection().selectAllChildren(one);
const [gone, come] = ['del', 'ins'].map((tag) => one.querySelector(tag).getBoundingClientRect());
return [getSelection().toString(), come.left - gone.right];
"""


def test_what_is_copied_keeps_old_and_new_apart(browser, base):
    """They were one number, *1221*. On the screen they are as near to each other as they were."""
    browser.look()
    browser.open(f"{base}/articles/3/diff/1..2")
    copied, gap = browser.run(COPIED)
    assert "12 21" in copied
    assert 2 < gap < 3


def test_who_chooses_colours_sees_where_they_are(browser, base):
    """With forced colours only the current page is underlined: invisible lines of others showed."""
    browser.open(base)
    forced = [{"name": "forced-colors", "value": "active"}]
    browser.command("Emulation.setEmulatedMedia", features=forced)
    width = "return getComputedStyle(arguments[0]).borderBottomWidth"
    try:
        for place in ("header.site li a", ".views .tabs a"):
            assert browser.run(width, browser.one(f"{place}[aria-current]")) == "2px"
            assert browser.run(width, browser.one(f"{place}:not([aria-current])")) == "0px"
        browser.open(f"{base}/articles/3/diff/1..2")
        ink = browser.run(STYLE, "body", "color")
        assert browser.run(STYLE, ".strip rect", "fill") == ink
    finally:
        browser.command("Emulation.setEmulatedMedia", features=[])


def test_a_history_has_the_width_of_a_phone(browser, base):
    """What changed is below the revision's radio buttons, not in a column next to them."""
    browser.look(width=360)
    browser.open(f"{base}/articles/3")
    told = browser.one(".history .told")
    assert told.rect["width"] > 300
    choice = browser.one(".history input[name=from]")
    assert choice.rect["y"] < told.rect["y"]
    names = "return getComputedStyle(arguments[0].parentNode, '::before').content"
    assert browser.run(names, choice).startswith('"From ')


def test_a_changed_cell_breaks_between_its_words(browser, tmp_path):
    """It does not break within the new word, as if that were one with the old word."""
    rows = [
        Block(BlockKind.TABLE, f"South | 1952 | 85 tonnes | {word}") for word in ("open", "closed")
    ]
    old, new = (reading("Piers", "The piers of the port.") for _ in rows)
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        url = "https://harbour.example/piers"
        keeper.begin(url, replace(old, blocks=(*old.blocks, rows[0])))
        keeper.change(url, replace(new, blocks=(*new.blocks, rows[1])), STEP)
    with serving(tmp_path / "archive") as address:
        browser.look(width=360)
        browser.open(f"{address}/articles/1/diff/1..2")
        lines = "return arguments[0].getClientRects().length"
        assert browser.run(lines, browser.one(".cells ins")) == 1


def test_what_went_and_came_is_said_aloud(browser, base, tmp_path):
    """On our pages and on exported ones: a line through a word cannot be heard."""
    shown = tmp_path / "change.html"
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/en", FIRST)
        keeper.change("https://harbour.example/en", SECOND, STEP)
    told = run_variorum(tmp_path / "archive", "diff", "1", "--view", "html")
    shown.write_text(told.out, encoding="utf-8")
    for address in (f"{base}/articles/3/diff/1..2", shown.as_uri()):
        browser.look()
        browser.open(address)
        browser.command("Accessibility.enable")
        nodes = browser.command("Accessibility.getFullAXTree")["nodes"]
        words = [one["name"]["value"].strip() for one in nodes if one.get("name")]
        said = " ".join(word for word, _times in groupby(filter(None, words)))
        assert "[removed: 12 ]" in said
        assert "[added: 21 ]" in said


ABOVE = """
const lines = (one) => { const range = document.createRange(); range.selectNodeContents(one);
  return [...range.getClientRects()].filter((rect) => rect.width > 2); };
return [...document.querySelectorAll(arguments[0])].flatMap((head) =>
  [...head.querySelectorAll('ins, del')].flatMap((mark) => lines(mark).map((shade) =>
    Math.max(0, ...lines(head).filter((rect) => rect.top < shade.top - 4)
      .map((rect) => rect.bottom - shade.top)))));
"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_shade_of_a_word_covers_no_line_above(browser, tmp_path, language):
    """In a headline of several lines it hid the descenders of the line above.

    In Arabic these are the dots that distinguish letters.
    """
    words = {"en": "The glyphs of a long gangway ", "ar": "\u064a\u0641\u064a\u0628 "}[language]
    old, new = (reading(f"{words * 9}{n} {words}", "It is.", language=language) for n in (12, 21))
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/long", old)
        keeper.compare("https://harbour.example/long", old, new)
    with serving(tmp_path / "archive") as base:
        browser.look(width=360)
        shown = (("/articles/1/diff/1..2", "h1"), ("/", ".change h3"), ("/articles/1", ".head"))
        for path, heads in shown:
            browser.open(base + path)
            covered = browser.run(ABOVE, heads)
            assert len(covered) >= 2
            assert max(covered) < 1, path
