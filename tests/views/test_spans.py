"""Marked words and their layout."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.notation.safe import width
from monitor.terminal import Style
from monitor.views.spans import painted, plain_lines, signed, size, wrapped

WORDS = st.lists(
    st.tuples(st.sampled_from("=-+"), st.text("ab \u05d0字，", max_size=12)), max_size=12
)


def _text(lines: list[list[tuple[str, str]]]) -> str:
    text = "".join(text for spans in lines for _, text in spans)
    return text.replace("\u2068", "").replace("\u2069", "")


@given(WORDS, st.integers(5, 40))
def test_wrapping_loses_no_letter(words: list[tuple[str, str]], columns: int) -> None:
    """Everything but white space comes out in order, whatever the width."""
    spans = signed(words)
    whole = _text([spans])
    assert _text(wrapped(spans, columns)).replace(" ", "") == whole.replace(" ", "")


@given(WORDS, st.integers(5, 40))
def test_lines_fit_or_are_one_word(words: list[tuple[str, str]], columns: int) -> None:
    """A line is too long only if a single word is."""
    for spans in wrapped(signed(words), columns):
        text = _text([spans])
        assert size(spans) <= columns or " " not in text.strip()


@given(WORDS, st.integers(5, 40))
def test_chopped_lines_always_fit(words: list[tuple[str, str]], columns: int) -> None:
    """In a column nothing runs into the next one, and no letter is lost."""
    spans = signed(words)
    lines = wrapped(spans, columns, chop=True)
    assert all(size(line) <= columns for line in lines)
    assert _text(lines).replace(" ", "") == _text([spans]).replace(" ", "")


def test_signs_stand_at_the_words() -> None:
    """White space at the edges of a mark is outside of its signs."""
    spans = signed([("=", "was"), ("-", " very "), ("+", " too "), ("=", "late")])
    assert painted(spans, Style(colour=False)) == "was [-very-]  {+too+} late"


def test_deleted_space_is_visible() -> None:
    """A mark that covers only spaces is still shown."""
    assert painted(signed([("-", "  ")]), Style(colour=False)) == "[-  -]"


def test_colour_comes_on_top_of_signs() -> None:
    """Both are used, for people who cannot tell red from green."""
    shown = painted(signed([("-", "a"), ("+", "b")]), Style(colour=True))
    assert shown == "\x1b[31m[-a-]\x1b[0m\x1b[32m{+b+}\x1b[0m"


def test_right_to_left_words_are_isolated_inside_their_signs() -> None:
    """The sign belongs to our line, the word has its own direction."""
    assert signed([("+", "خبر")]) == [("+", "{+\u2068خبر\u2069+}")]


def test_escape_sequences_in_a_mark_are_shown() -> None:
    """Archived text never reaches a terminal unchanged."""
    assert signed([("+", "\x1b[2J")]) == [("+", "{+␛[2J+}")]


def test_right_to_left_lines_do_not_turn_their_surroundings_around() -> None:
    """Each such line is in its own isolate; lines in other scripts are not."""
    for spans in wrapped(signed([("=", "خبر خبر خبر "), ("+", "خبر")]), 8):
        assert (spans[0], spans[-1]) == (("=", "\u2068"), ("=", "\u2069"))
    assert wrapped([("=", "news")], 8) == [[("=", "news")]]


def test_lines_break_between_signs():
    """Chinese and Japanese sentences have no spaces, and ran out of the terminal in one line."""
    text = "港务长证实，9艘船只必须迁往其他泊位，并表示450万元的费用将由县承担。"
    lines = plain_lines(text, 20)
    assert "".join(lines) == text
    assert len(lines) > 3
    assert all(width(line) <= 20 for line in lines)
    assert not any(line[0] in "，。" for line in lines)
    assert any("450" in line for line in lines)  # a number is not broken


def test_a_mark_is_not_parted_from_the_sign_that_it_opens():
    """``{+`` at the end of a line and its text at the start of the next would seem unrelated."""
    spans = signed([("=", "关闭旧码头"), ("-", "三个月"), ("+", "九个月"), ("=", "以便修理。")])
    for columns in range(8, 30):
        lines = [painted(line, Style(colour=False)) for line in wrapped(spans, columns)]
        assert "".join(lines) == "关闭旧码头[-三个月-]{+九个月+}以便修理。"
        assert not any(line.endswith(("[-", "{+")) for line in lines)
        assert not any(line.startswith(("-]", "+}", "。")) for line in lines)


def test_a_row_of_brackets_is_broken_in_one_look():
    """After a Chinese character, each was compared with all the following ones, for minutes."""
    row = "(" * 100_000
    assert plain_lines(f"渡 {row}", 80) == ["渡", row]
