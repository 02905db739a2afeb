"""How many attributes an element may have: the others are dropped, and no text is lost."""

from __future__ import annotations

import pytest

from spiders.extract import attributes
from spiders.extract.attributes import LARGE, LONG, MOST, few
from spiders.extract.parsing import parse

MANY = 100_000
TEXT = "The pier is closed."


@pytest.mark.parametrize(
    "page",
    [
        "<p {plain}>" + TEXT,
        "<p {quoted}>" + TEXT,
        "<script {plain}>'<p>'</script><p>" + TEXT,
        "<p>" + TEXT + "</p {plain}>",
        "<p>" + TEXT + "</p><b {plain}",
    ],
    ids=["plain", "quoted", "script", "end", "open"],
)
def test_a_tag_with_a_hundred_thousand_of_them_is_cut(page):
    """Each was compared with all before it, so that reading a page of 1 MB took two minutes."""
    plain = " ".join(f"a{number}" for number in range(MANY))
    quoted = " ".join(f'a{number}=">"' for number in range(MANY))
    page = page.format(plain=plain, quoted=quoted)
    assert len(few(page)) < 20 * MOST
    assert [block.text for block in parse(page).blocks] == [TEXT]


def test_a_page_of_many_body_tags_is_cut():
    """A page has a single body, to which all of them add their attributes."""
    tags = "".join(f"<body a{number}=1 b{number}=2>" for number in range(MANY // 4))
    made = few(f"{tags}<p>{TEXT}")
    assert made.count("=2") < MOST
    assert [block.text for block in parse(made).blocks] == [TEXT]


def test_any_other_page_stays_as_it_is():
    """Long values, scripts and comments are not attributes."""
    filling = f"<p title='{'x' * LARGE}'>One</p><!-- <p {'a ' * MOST * 20}> -->"
    page = f"<script>if (a <b {'c ' * MOST * 20}) d</script>{filling}<p a=1 b='2' c=\"3\" d>Two"
    assert few(page) == page


class _Unasked:
    """Stands in for a pattern that would go through the whole page."""

    def __getattr__(self, name):
        raise AssertionError(name)


@pytest.mark.parametrize("times", [100, 9_000], ids=["small", "large"])
def test_a_sound_page_is_known_without_a_look_at_each_of_its_tags(monkeypatch, times):
    """Looking at each took a twenty-fifth of a page's reading time, a quarter of a large one's."""
    script = f"<script>{'x' * 2 * LONG} = 'a > b';</script>"
    tags = "<p class=\"a\" title='b > c'>It's <i>so</i>.</p>\n"
    page = f"<div>{script}{tags * times}</div>"
    assert (len(page) >= LARGE) is (times > 100)
    monkeypatch.setattr(attributes, "_PLAIN", _Unasked())
    monkeypatch.setattr(attributes, "_STEP", _Unasked())
    assert few(page) is page


@pytest.mark.parametrize("value", ["x>y", "'>", "it's>", "a='b'>", "<p>", "=>", "x y>"])
@pytest.mark.parametrize("between", ["=", " = ", "=" + " " * 30])
def test_a_long_tag_with_signs_in_its_values_is_found_in_a_large_page(value, between):
    """None of these signs ends the tag, whatever precedes it."""
    many = " ".join(f'a{number}{between}"{value}"' for number in range(MANY // 4))
    rest = f">{TEXT}</p>{'<i>.</i>' * (LARGE // 8)}"
    made = few(f"<p class='x'>It's \"so\".</p><p {many}{rest}")
    assert made.endswith(rest)
    assert len(made) - len(rest) < 80 * MOST
