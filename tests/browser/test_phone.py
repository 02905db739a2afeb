"""On a phone: nothing scrolls sideways, and touch targets are large enough."""

from __future__ import annotations

import pytest

from monitor.indexing import catch_up
from storage.archive import Archive
from tests.browser.conftest import serving
from tests.commands.conftest import START, Keeper, fill

PHONE = {"width": 360, "height": 640}
SMALLEST = {"width": 320, "height": 568}
"""A page of 1,280 pixels, magnified four times (WCAG 1.4.10)."""
NAMES = ("The Long Evening Telegraph of the Islands", "صحيفة-الميناء")
PAGES = (
    *("/", "/outlets", "/outlets/harbour", "/health", "/stories", "/search?q=ferry", "/export"),
    *("/articles/1", "/articles/1/2", "/articles/1/diff/1..2", "/captures/1"),
)
OPENED = "document.querySelectorAll('details').forEach((one) => { one.open = true; });"
SIDEWAYS = f"""{OPENED}
return [...document.querySelectorAll('body, main *')].filter((one) =>
  one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 && !one.closest('.from-end, .away')
  && getComputedStyle(one).overflowX !== 'visible').map((one) => one.outerHTML.slice(0, 120));
"""
"""Only the picture of the visits may scroll: a timeline is as long as it needs to be."""
SMALL = f"""{OPENED}
return [...document.querySelectorAll('td a, .notes .mark, [type=radio], [type=checkbox], button')]
  .filter((one) => {{ const {{width, height}} = one.getBoundingClientRect();
    return width && (width < 24 || height < 24); }}).map((one) => one.outerHTML.slice(0, 120));
"""


LEFT_OF_LINKS = """
const meta = [...document.querySelectorAll('.meta')];
const links = meta.find((one) => one.textContent.includes(arguments[0])).querySelectorAll('a');
return [...links].map((one) => one.offsetLeft);
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The address of an archive whose outlets have a short, a long and a right-to-left name."""
    folder = tmp_path_factory.mktemp("phone") / "archive"
    with Archive.create(folder) as archive:
        fill(archive)
        for number, name in enumerate(NAMES):
            host = f"paper{number}.example"
            outlet = archive.add_outlet(name, f"https://{host}/", [host], START)
            keeper = Keeper(archive, outlet)
            keeper.begin(f"https://{host}/ferry", archive.latest_extraction(1))
        catch_up(archive)
    with serving(folder) as address:
        yield address


@pytest.mark.parametrize("screen", [PHONE, SMALLEST], ids=["phone", "smallest"])
@pytest.mark.parametrize("path", PAGES)
def test_no_part_of_a_page_scrolls_to_the_side(browser, base, path, screen):
    """Two of five columns of the outlets, and the ends of heads, were beyond the edge.

    On the smallest screen, so were the ends of all lines of a history.
    """
    browser.look(**screen)
    browser.open(base + path)
    assert browser.run(SIDEWAYS) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_finger_finds_what_it_is_to_touch(browser, base, path):
    """24 pixels each way (WCAG 2.5.8); links within sentences are as high as their lines."""
    browser.look(**PHONE)
    browser.open(base + path)
    assert browser.run(SMALL) == []


def test_rows_on_a_phone_are_still_a_table_to_ears(browser, base):
    """Rows are stacked, each number next to its name, but screen readers still get the columns."""
    browser.look(**PHONE)
    browser.open(f"{base}/outlets")
    browser.command("Accessibility.enable")
    nodes = browser.command("Accessibility.getFullAXTree")["nodes"]
    roles = [one["role"]["value"] for one in nodes if not one["ignored"]]
    assert (roles.count("table"), roles.count("columnheader"), roles.count("cell")) == (1, 5, 15)
    shown = "return getComputedStyle(document.querySelector('td.num'), '::before').content"
    assert browser.run(shown) == '"Articles " / ""'


def test_a_name_from_the_right_leaves_its_figures_in_place(browser, base):
    """After an Arabic name " · 3@1" came out as "3 · NAME @1"."""
    browser.look()
    browser.open(f"{base}/?show=all")
    name, number = browser.run(LEFT_OF_LINKS, NAMES[1])
    assert name < number
