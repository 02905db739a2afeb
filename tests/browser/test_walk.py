"""The demo archive in a real browser: by clicks, by keys, and without anything wrong."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from monitor.indexing import catch_up
from storage.archive import Archive
from storage.records import Assessment
from tests.browser.conftest import STANDS, serving
from tests.browser.walk import OUTLET, demo_archive
from tests.commands.conftest import START, Keeper, reading

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"light": (1280, False), "dark": (1280, True), "phone": (390, False)}
SHOWN = "Keld Copper"
FOCUSED = "return document.activeElement.href"
ESCAPE = "\ue00c"  # as WebDriver writes it


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The folder of the demo's archive."""
    return demo_archive(tmp_path_factory.mktemp("walk") / "archive")


@pytest.fixture(scope="module")
def base(archive):
    """The address of its pages."""
    with serving(archive) as address:
        yield address


@pytest.fixture(scope="module")
def paths(archive) -> list[str]:
    """Paths of pages of each kind."""
    with Archive.open(archive) as found:
        article = next(one for one in found.articles() if SHOWN in (one.title or "")).id
        moved = next(one for one in found.articles() if "hot springs" in (one.title or "")).id
    pair = f"/articles/{article}/diff/1..2"
    views = [f"{pair}?view={view}" for view in ("split", "text", "source", "links")]
    return [
        *(
            "/",
            "/?order=important&since=30d",
            "/?show=all&weight=wording",
            "/changes?text=nothing",
            "/outlets",
            "/health",
        ),
        *(f"/outlets/{OUTLET}", "/search", "/search?q=copper", "/search?q=xyzzy", "/export"),
        *(f"/articles/{article}", f"/articles/{article}/1", pair, f"/articles/{moved}/diff/1..2"),
        *(
            *views,
            f"{pair}?all=1",
            "/captures/5",
            "/stories",
            f"/stories/{article}",
            "/nothing-here",
        ),
    ]


def test_from_the_front_page_to_the_feed(browser, base):
    """Front page, diff, article, capture, export, search, feed: by a click from one to the next."""
    browser.look()
    browser.complaints()
    browser.open(base)
    assert "Latest changes" in browser.driver.title
    link = next(one for one in browser.all(".change h3 a") if SHOWN in one.text)
    browser.follow(link.click)
    assert "$4.5 million" in browser.one(".changed-facts").text
    browser.click(".changed-facts a")
    browser.until(lambda: "#" in browser.driver.current_url)
    anchor = browser.driver.current_url.rpartition("#")[2]
    assert "$45" in browser.one(f"#{anchor} ins").text
    browser.follow(browser.text_link("Side by side").click)
    assert "$4.5" in browser.one(".split .old del").text
    browser.follow(browser.text_link("History").click)
    browser.follow(browser.one(".history tbody tr:last-child .num a").click)
    assert SHOWN in browser.one("article.text h1").text
    browser.follow(browser.one(".about ul.plain a").click)
    assert browser.one("iframe.stored").is_displayed()
    assert "HTTP/1.1 200" in browser.all("pre.head")[1].text
    browser.follow(browser.text_link("Export").click)
    assert browser.one("form.tall button").is_displayed()
    browser.follow(lambda: browser.one("#find").send_keys("copper\n"))
    assert browser.one("mark").text.lower() == "copper"
    feed = browser.one("link[type='application/atom+xml']").get_attribute("href")
    with urllib.request.urlopen(feed) as answer:
        assert b"<entry>" in answer.read()
    assert [text for text in browser.complaints() if "favicon" not in text] == []


def test_any_two_revisions_by_radio_buttons(browser, base, archive):
    """Two revisions are marked, then compared."""
    with Archive.open(archive) as found:
        article = next(one.id for one in found.articles() if one.revisions > 2)
    browser.look()
    browser.open(f"{base}/articles/{article}")
    browser.click("input[name=from][value='1']")
    browser.click("input[name=to][value='3']")
    browser.follow(browser.one("form[action$='/diff'] button").click)
    assert browser.driver.current_url.endswith(f"/articles/{article}/diff/1..3")
    assert "unchanged" in browser.one(".edition").text


def test_keys(browser, base):
    """J and k move through the list, o opens, v changes the view, / searches, ? shows the keys."""
    browser.look()
    browser.open(base)
    browser.press("j")
    browser.until(lambda: browser.run(FOCUSED))
    first = browser.run(FOCUSED)
    browser.press("j")
    browser.until(lambda: browser.run(FOCUSED) != first)
    browser.press("k")
    browser.until(lambda: browser.run(FOCUSED) == first)
    browser.press("?")
    browser.until(lambda: "j next" in browser.one("#keys").text)
    browser.press(ESCAPE)  # it covers the foot of the page
    browser.until(lambda: not browser.all("#keys"))
    browser.follow(lambda: browser.press("o"))
    assert browser.driver.current_url == first
    browser.follow(lambda: browser.press("v"))
    assert "view=split" in browser.driver.current_url
    browser.press("/")
    browser.until(lambda: browser.run("return document.activeElement.id") == "find")


def test_keys_can_be_turned_off(browser, base):
    """WCAG 2.1.4: with voice input, a spoken letter must not trigger one of our keys."""
    browser.look()
    browser.open(base)
    focused = "return document.activeElement.tagName"
    try:
        for told, moves in (("Turn keys off", False), ("Turn keys on", True)):
            button = browser.one("footer.site button:last-child")
            assert button.text == told
            button.click()
            browser.open(base)
            browser.press("j")
            browser.until(lambda: browser.run(STANDS))
            assert (browser.run(focused) == "A") is moves
    finally:
        browser.run("localStorage.clear()")


def test_keys_go_from_one_change_to_the_next(browser, base, archive):
    """L goes to the next step of an article, h back to the previous one."""
    with Archive.open(archive) as found:
        article = next(one.id for one in found.articles() if one.revisions > 2)
    browser.look()
    browser.open(f"{base}/articles/{article}/diff/1..2")
    browser.follow(lambda: browser.press("l"))
    assert browser.driver.current_url.endswith("/diff/2..3")
    browser.follow(lambda: browser.press("h"))
    assert browser.driver.current_url.endswith("/diff/1..2")


def test_it_all_works_without_scripts(browser, base):
    """No page needs a script."""
    browser.look()
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(base)
        browser.follow(browser.one(".change h3 a").click)
        assert "/articles/" in browser.driver.current_url
        browser.follow(lambda: browser.one("#find").send_keys("copper\n"))
        assert "/search?q=copper" in browser.driver.current_url
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


def axe() -> str:
    """The source of axe-core, which ``run.sh test`` installs with npm if it is there."""
    script = ROOT / ".venv" / "node" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.skip("axe-core is not installed: npm install --prefix .venv/node axe-core@4")
    return script.read_text(encoding="utf-8")


AXE = (
    "const done = arguments[arguments.length - 1];"
    "axe.run(document, {iframes: false, resultTypes: ['violations']})"
    ".then((all) => done(all.violations.map((one) =>"
    " [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])),"
    " (error) => done([[String(error), []]]))"
)


def test_axe_finds_nothing(browser, base, paths):
    """No violation: every page in the light scheme, most kinds also in the dark and on a phone."""
    script = axe()
    found = []
    for path in paths:
        rooms = SIZES if "?" not in path or "split" in path else ["light"]
        browser.open(base + path)
        browser.run(script)
        for room in rooms:
            width, dark = SIZES[room]
            browser.look(dark=dark, width=width)
            found += [(path, room, *one) for one in browser.driver.execute_async_script(AXE)]
    assert found == []


STRUCTURE = """
document.querySelectorAll('details').forEach((one) => { one.open = true; });
const wrong = [], all = (what) => [...document.querySelectorAll(what)];
const say = (what, one) => wrong.push(what + ': ' + one.outerHTML.slice(0, 120));
if (all('h1').length !== 1 || all('main').length !== 1) wrong.push('one h1 and one main');
if (!all('body > header, body > footer').length) wrong.push('header and footer');
let rank = 0;
for (const one of all('h1, h2, h3, h4')) {
  if (+one.tagName[1] > rank + 1) say('rank is left out', one);
  rank = +one.tagName[1];
}
for (const one of all('input:not([type=hidden]), select, textarea'))
  if (!one.labels.length && !one.ariaLabel) say('no label', one);
for (const one of all('nav, [role=region]')) if (!one.ariaLabel) say('no name', one);
for (const one of all('table')) if (!one.querySelector('th[scope]')) say('no headings', one);
for (const one of all('pre, .scroll'))
  if (one.scrollWidth > one.clientWidth + 1 && one.tabIndex < 0) say('no key scrolls', one);
for (const one of all('article.edition, .split, article.text, .change h3 a, .hit h2 a'))
  if (!one.hasAttribute('lang')) say('no language', one);
for (const one of all('a[href], button, input, select, summary, [tabindex="0"]')) {
  one.focus({focusVisible: true, preventScroll: true});
  const look = getComputedStyle(one);
  const seen = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth);
  if (document.activeElement === one && !seen) say('focus is not seen', one);
}
return wrong;
"""


def test_every_page_is_built_for_ears_and_keys(browser, base, paths):
    """Landmarks, headings in order, labels, table headings, languages, a visible focus."""
    browser.look()
    found = []
    for path in paths:
        browser.open(base + path)
        found += [(path, wrong) for wrong in browser.run(STRUCTURE)]
    assert found == []


def test_nothing_is_wider_than_a_phone(browser, base, paths):
    """A page is read by scrolling down, not sideways."""
    browser.look(width=360)
    for path in paths:
        browser.open(base + path)
        wide = browser.run("return document.documentElement.scrollWidth")
        assert wide <= 360, path


def test_long_words_are_broken(browser, tmp_path):
    """A headline without a space is no wider than the page, on any page that shows it."""
    word = "Donaudampfschiff" * 20
    url = "https://harbour.example/long"
    with Archive.create(tmp_path / "archive") as found:
        found.add_outlet(word[:200], "https://other.example/", ["other.example"], START)
        keeper = Keeper(found)
        keeper.begin(url, reading("Short", f"{word} 12", byline=(word,)))
        keeper.change(url, reading(word, f"{word} 21"), Assessment(summary=f"{word} changed."))
        catch_up(found)
    pages = (
        "/?show=all",
        "/?outlet=harbour",
        "/health",
        "/outlets",
        "/articles/1",
        "/articles/1/2",
        "/search?q=21",
        "/stories/1",
    )
    views = [f"/articles/1/diff/1..2?view={view}" for view in ("inline", "split", "text", "links")]
    with serving(tmp_path / "archive") as base:
        for width in (360, 1280):
            browser.look(width=width)
            for path in (*pages, *views):
                browser.open(base + path)
                wide = browser.run("return document.documentElement.scrollWidth")
                assert wide <= width, path


def test_a_page_is_light(base, paths):
    """Less than 60 kB each; there are no pictures."""
    for path in paths:
        if path == "/nothing-here":
            continue
        with urllib.request.urlopen(base + path) as answer:
            assert len(answer.read()) < 60_000, path
