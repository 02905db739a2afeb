"""The two passes over the blocks of a page: where they look, and what they tell blocks apart by."""

from __future__ import annotations

import numpy as np
import pytest

from spiders.extract.choice import body, judge
from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.learned import second
from spiders.extract.choice.learned.model import Forest, model
from spiders.extract.choice.learned.others import Others, sums_of_look, told_of
from spiders.extract.choice.learned.places import Places
from spiders.extract.choice.paths import BIT, own_bits
from spiders.extract.explain import SAID
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse
from spiders.extract.reader import read_batch
from spiders.extract.remembered.outlet_memory import OutletMemory, remember, told_by

LINE = "The harbour of Varnitsa was closed at noon, and nobody could say for how long it would be."


def article(number: int, aside: str = "") -> str:
    """A page whose article is in a list of boxes of one make, next to a box of another text."""
    text = "".join(f"<p>{LINE} It was closing number {number * 10 + n}.</p>" for n in range(5))
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(40))
    return (
        f"<html><head><title>Closing {number}</title></head><body><ul>{menu}</ul>"
        f"<h1>Closing {number}</h1><div class='one'>{text}</div>"
        f"<div class='two'>{aside}</div></body>"
    )


def look(html: str) -> judge.Look:
    """The first look at a page."""
    page = parse(html)
    found = judge.look(page, read_fields(page, None, "https://a.example/"), None, None)
    assert found is not None
    return found


def test_the_zone_holds_the_article_and_leaves_the_menu():
    """Features are computed only where an article may be, which makes reading fast."""
    page = parse(article(1))
    found = look(article(1))
    texts = [page.blocks[number].text for number in found.sight.numbers]
    assert sum(LINE in text for text in texts) == 5
    assert len(texts) < 15 < len(page.blocks)


def test_a_page_without_running_text_is_looked_at_whole():
    """Nothing is left out if nothing shows where to look."""
    found = look("<body><div>One</div><div>Two</div></body>")
    assert list(found.sight.numbers) == [0, 1]


def test_what_other_pages_tell_of_a_place_reaches_the_second_pass():
    """It is given the share of body text that the same place has on the outlet's other pages."""
    page = look(article(1))
    sums = sums_of_look(page)
    told = told_of([sums, sums])
    alone = second.rows(page.sight, page.chances, None)
    known = second.rows(page.sight, page.chances, told)
    of_others = (alone != known).any(axis=0)
    assert of_others.sum() == 6
    assert (alone[:, of_others] == -1).all()
    assert (known[:, of_others] >= 0).all()
    key = page.sight.places[-1].trail
    assert told[key][2] == 2 * sums[key][2]


def test_pages_with_the_same_article_tell_nothing_of_each_other():
    """Otherwise an article and its print page would vouch for each other."""
    twin = parse(article(1) + f"<p>{LINE * 2} One.</p><p>{LINE * 2} Two.</p><p>{LINE * 2} 3.</p>")
    other = parse(article(2))
    others = Others([("a", twin), ("a", twin), ("a", other), ("", other)])
    page = look(article(2))
    sums = sums_of_look(page)
    assert others.places(0, [{}, sums, {}, sums]) == {}
    assert others.places(0, [{}, sums, sums, sums])


def test_a_text_that_stands_on_the_other_pages_of_a_batch_is_furniture():
    """Only the outlet's other pages tell a box of running text from the article."""
    box = f"<p>{LINE.replace('harbour', 'library')} Write to us, and we shall answer you soon.</p>"
    pages = [(f"https://a.example/{n}", article(n, box)) for n in range(6)]
    texts = [found.text for found in read_batch(pages)]
    assert all(
        "library" not in text and f"number {n * 10 + 4}" in text for n, text in enumerate(texts)
    )


@pytest.mark.parametrize(("articles", "tells"), [(12, True), (4, False)])
def test_the_memory_of_an_outlet_tells_of_places_once_it_knows_enough_articles(articles, tells):
    """With few articles, each one's own share of the sums would vouch for itself."""
    pages = [told_by(f"k{n}", article(n).encode(), "text/html") for n in range(articles)]
    data = remember(pages).pack()
    known = OutletMemory.unpack(data)
    assert known is not None
    memory = known.for_article("another", "outlet x")
    assert memory is not None
    assert bool(memory.places) is tells
    if tells:
        shares = [memory.places.get(place.trail) for place in look(article(99)).sight.places]
        assert max(share[0] for share in shares if share) > 0.9


@pytest.mark.parametrize(
    ("attributes", "family", "is_there"),
    [
        (' class="searchForm"', "form", True),
        (' class="platform information"', "form", False),
        (' class="relatedStories"', "related", True),
        (' class="md:relative mt-[calc(theme(spacing.sticky-header))]"', "related", False),
        (' class="md:relative mt-[calc(theme(spacing.sticky-header))]"', "side", False),
        (' class="article__body"', "body", True),
    ],
)
def test_a_name_is_looked_at_by_its_words(attributes, family, is_there):
    """``relative`` is not *related*, ``information`` is no form, utility classes are ignored."""
    assert bool(own_bits("div", attributes) & BIT[family]) is is_there


def test_an_article_behind_a_wall_is_where_the_zone_is():
    """The plain choice is all that is sold, by whatever name, and nothing that asks for money."""
    for name in ("paywall", "pmc-not-a-paywall", "subscriber-only"):
        sold = "".join(f"<div class='{name}'><p>{LINE} {n}.</p></div>" for n in range(4))
        plea = "<div class='paywall-prompt'><p>Read on for a crown a month, as others do.</p></div>"
        page = parse(f"<html><body><main>{sold}{plea}</main></body></html>")
        kept = body.choose(page, []).keep
        assert kept == [True, True, True, True, False], name


def test_the_id_of_a_heading_is_a_slug_of_its_own_text():
    """A chapter on newsletters in a privacy policy is no newsletter box."""
    assert not own_bits("h2", ' id="newsletter-and-comments"') & BIT["newsletter"]
    assert own_bits("div", ' id="newsletter-and-comments"') & BIT["newsletter"]


def test_a_lettered_item_is_no_copyright_line():
    """``(c)`` is more often the third of three items than a copyright sign."""
    assert not is_furniture("(c) Contact data")
    assert is_furniture("(c) 2026 Varnitsa Herald")


def test_places_count_their_twins_and_know_their_headline():
    """Cards come in rows of one make; an article's body is alone of its make, near its headline."""
    page = parse("<body><main><h1>T</h1><p>A</p></main><ul><li>1</li><li>2</li><li>3</li></ul>")
    headline = page.blocks[0].element
    known = Places(headline, page.blocks[1].element.parent)
    found = [known.of(block.element) for block in page.blocks]
    assert (found[1].up, found[1].down, found[1].inside) == (1, 1, 1)
    assert found[2].inside == -1
    assert known.twins(page.blocks[4].element) == 3
    assert known.twins(page.blocks[1].element) == 1


def test_a_forest_answers_as_its_trees_do_one_by_one():
    """All trees are evaluated at once, in numpy; the plain loop is the definition."""
    random = np.random.default_rng(7)
    forest = Forest(
        random.integers(0, 5, (30, 6)),
        random.normal(size=(30, 6)).astype(np.float32),
        random.normal(size=(30, 64)).astype(np.float32),
        0.3,
        5,
    )
    rows = random.normal(size=(40, 5)).astype(np.float32)
    for row, chance in zip(rows, forest.probability(rows), strict=True):
        total = forest.bias
        for feature, threshold, leaf in zip(
            forest.feature, forest.threshold, forest.leaf, strict=True
        ):
            bits = [int(row[f] > t) for f, t in zip(feature, threshold, strict=True)]
            total += float(leaf[sum(bit << level for level, bit in enumerate(bits))])
        assert chance == pytest.approx(1 / (1 + np.exp(-total)), rel=1e-4)


def test_the_rows_are_as_wide_as_the_model_was_taught():
    """A feature added without training would shift every column after it."""
    forests = model()
    found = look(article(1))
    assert found.sight.rows.shape[1] == forests.first.columns
    rows = second.rows(found.sight, found.chances, None)
    assert rows.shape[1] == forests.second.columns


def test_every_step_of_the_judgement_has_its_reason():
    """A block that any step leaves out can be explained."""
    for html in (article(1), "<p>Nothing to speak of.</p>"):
        page, steps = parse(html), judge.Steps()
        judge.choose(page, read_fields(page, None, "https://a.example/"), None, None, steps=steps)
        assert steps.taken
        assert {name for name, _ in steps.taken} <= SAID.keys()
