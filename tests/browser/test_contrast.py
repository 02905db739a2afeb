"""Text, controls and drawings contrast with their background, in the light and dark schemes."""

from __future__ import annotations

import pytest

from monitor.indexing import catch_up
from storage.archive import Archive
from tests.browser.conftest import serving
from tests.commands.conftest import Keeper, fill, reading

PAGES = (
    *("/?show=all", "/outlets", "/health", "/search?q=ferry", "/export", "/stories", "/nothing"),
    *("/articles/1", "/articles/1/2", "/articles/1/diff/1..2", "/articles/1/diff/1..2?view=split"),
    *("/articles/1/diff/1..2?view=source", "/articles/3/diff/1..2", "/captures/1"),
)
FAINT = """
document.querySelectorAll('details').forEach((one) => { one.open = true; });
const colour = (text) => { const found = text.match(/[\\d.]+/g).map(Number);
  return found.length === 3 ? [...found, 1] : found; };
const over = (front, back) =>
  [0, 1, 2].map((at) => front[at] * front[3] + back[at] * (1 - front[3]));
const light = (rgb) => { const [r, g, b] = rgb.map((part) => { const v = part / 255;
  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const behind = (one) => { const sheets = [];
  for (; one; one = one.parentElement) sheets.push(colour(getComputedStyle(one).backgroundColor));
  return sheets.reverse().reduce((back, front) => over(front, back), [255, 255, 255]); };
const ratio = (front, back) => { const [less, more] =
  [light(over(front, back)), light(back)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05); };
const found = [];
const look = (what, front, back, least) => { const is = ratio(front, back);
  if (is < least) found.push(`${what}: ${is.toFixed(2)}`); };
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) { const one = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || one.closest('svg, script, .away') || !one.checkVisibility())
    continue;
  look(one.outerHTML.slice(0, 80), colour(getComputedStyle(one).color), behind(one), 4.5); }
for (const one of document.querySelectorAll('input:not([type=hidden]), select, button:not(.quiet)'))
  if (one.checkVisibility())
    look(one.outerHTML.slice(0, 80), colour(getComputedStyle(one).borderTopColor),
      behind(one.parentElement), 3);
for (const one of document.querySelectorAll('svg path, svg rect:not(.gap), svg circle')) {
  const style = getComputedStyle(one);
  const line = style.stroke !== 'none' && !one.matches('.dot');
  const front = colour(line ? style.stroke : style.fill);
  look(one.outerHTML.slice(0, 80), [...front.slice(0, 3), front[3] * style.opacity],
    behind(one.closest('svg').parentElement), 3); }
return [...new Set(found)];
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The address of an archive with many changes: numbers, headlines, an incident, moved text."""
    folder = tmp_path_factory.mktemp("contrast") / "archive"
    texts = [f"Boat {number} lay in the harbour of Holm for {number} days." for number in range(9)]
    with Archive.create(folder) as archive:
        fill(archive)
        keeper = Keeper(archive, archive.outlet("harbour"))
        url = "https://harbour.example/boats"
        first = reading("Boats", *texts)
        keeper.begin(url, first)
        keeper.compare(url, first, reading("Boats of Holm", *texts[3:6], *texts[:3], texts[8]))
        catch_up(archive)
    with serving(folder) as address:
        yield address


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_too_faint(browser, base, dark):
    """4.5 to 1 for text, 3 to 1 for the edges of controls and for drawings (WCAG 1.4.3, 1.4.11).

    The hatching of a gap between visits had 2.5 to 1.
    """
    browser.look(dark=dark)
    found = []
    for path in PAGES:
        browser.open(base + path)
        found += [(path, one) for one in browser.run(FAINT)]
    assert found == []
