"""Words that an outlet strikes out are an open correction, and are reported as such."""

from __future__ import annotations

from monitor.classify.assess import assess
from monitor.comparing.articles import compare
from monitor.comparing.stored import from_text, to_text
from monitor.diff import struck
from storage.digest import content_digest
from storage.records import Block, BlockKind, Extraction, Weight

TIMES = {"modified": "2026-03-01T08:00:00Z", "published": "2026-03-01T08:00:00Z"}


def said(*texts: str) -> Extraction:
    """A reading of these paragraphs; text between tildes is struck out."""
    blocks = []
    for text in texts:
        parts, struck, at = text.split("~"), [], 0
        for number, part in enumerate(parts):
            if number % 2:
                struck.append((at, at + len(part)))
            at += len(part)
        blocks.append(Block(BlockKind.PARAGRAPH, "".join(parts), tuple(struck)))
    return Extraction(title="Crane falls in Holm", blocks=tuple(blocks), **TIMES)


PLAIN = said("Police in Holm said 12 people died.", "The quay is closed, and 12 ships wait.")


def told(old: Extraction, new: Extraction) -> tuple[str, Weight, tuple[str, ...]]:
    """The summary of the change, its weight and its signals."""
    step = assess(compare(old, new), old, new)
    return step.summary, step.weight, step.signals


def test_words_that_stay_and_are_struck_out_are_a_correction():
    """The text is the same to the letter, yet the outlet takes back what it says."""
    new = said("Police in Holm said ~12~ people died.", "The quay is closed, and 12 ships wait.")
    assert content_digest(PLAIN) != content_digest(new)
    assert told(PLAIN, new) == ("“12” struck out.", Weight.SUBSTANTIVE, ("correction_noted",))
    assert compare(PLAIN, new).kinds == ("struck",)


def test_words_that_an_outlet_stands_by_again_weigh_as_much():
    """Removing the line makes the claim again, and nothing said so."""
    old = said("Police in Holm said ~12~ people died.", "The quay is closed, and 12 ships wait.")
    told_of = ("“12” no longer struck out.", Weight.SUBSTANTIVE, ("stealth",))
    assert told(old, PLAIN) == told_of


def test_a_figure_beside_the_struck_one_is_told_with_it():
    """A reader of the summary must learn that the older figure is still there, struck out."""
    new = said("Police in Holm said ~12~ 21 people died.", "The quay is closed, and 12 ships wait.")
    summary, weight, signals = told(PLAIN, new)
    assert summary == "“21” added; “12” struck out."
    assert (weight, signals) == (Weight.SUBSTANTIVE, ("correction_noted",))


def test_struck_words_that_go_are_told_as_such():
    """What had been taken back before it was removed is no silently dropped claim."""
    old = said("Police in Holm said ~12~ 21 people died.", "The quay is closed, and ships wait.")
    new = said("Police in Holm said 21 people died.", "The quay is closed, and ships wait.")
    assert told(old, new)[0] == "“12” removed; “12” had been struck out."


def test_the_same_words_elsewhere_are_other_ones():
    """Of two equal figures, the line moves from the one to the other."""
    old = said("Police in Holm said ~12~ people died.", "The quay is closed, and 12 ships wait.")
    new = said("Police in Holm said 12 people died.", "The quay is closed, and ~12~ ships wait.")
    assert content_digest(old) != content_digest(new)
    (change,) = compare(old, new).fields
    assert (change.field, change.old, change.new) == ("struck", "12", "12")


def test_a_struck_word_in_an_edited_paragraph_is_not_told_again():
    """If another word of the paragraph changed, the line is where it was."""
    old = said("Police in Holm said ~12~ 21 people died.")
    new = said("Officers in Holm said on Monday ~12~ 21 people died.")
    assert not compare(old, new).fields


def test_a_stop_or_comma_behind_the_line_hides_nothing():
    """Words at the start of a paragraph are identified by what follows, to the letter."""
    old = said("Police, who came at noon, said 12 died.", "The quay is closed.")
    new = said("~Police~, who came at noon, said 12 or 13 died.", "~The quay is closed.~")
    assert "“Police” and “The quay is closed.” struck out" in told(old, new)[0]
    assert told(old, new)[2] == ("correction_noted",)


def test_both_directions_weigh_alike():
    """Comparing is symmetric: what was added one way is removed the other, with equal weight."""
    one = said("Police in Holm said ~12~ 21 people died.", "~He fled.~ The quay is closed.")
    other = said("Police in Holm said 12 people ~died~.", "The quay is closed.")
    there, back = compare(one, other), compare(other, one)
    assert there.weight == back.weight
    assert [(c.old, c.new, c.weight) for c in there.fields] == [
        (c.new, c.old, c.weight) for c in back.fields
    ]


def test_many_passages_are_counted():
    """For a page that strikes out much, the summary gives the number."""
    texts = [f"Ward {n} of Holm has {n}00 voters." for n in range(1, 6)]
    old, new = said(*texts), said(*(f"~{text}~" for text in texts))
    assert told(old, new)[0] == "5 passages struck out."
    assert from_text(to_text(compare(old, new))) == compare(old, new)


def test_a_line_through_a_figure_counts_as_a_note():
    """As with a note in words, another figure is not said to have changed without a note."""
    new = said("Police in Holm said ~12~ 21 people died.", "The quay is closed, and 14 ships wait.")
    assert "no correction noted" not in told(PLAIN, new)[0]


def test_thousands_of_struck_words_know_their_places():
    """Each is found at its own place, though all have the same letters."""
    old, new = said("~no~ no " * 2_000), said("~no~ no " * 1_999 + "no ~no~ ")
    (change,) = compare(old, new).fields
    assert (change.old, change.new) == ("no", "no")
    places = [run.start for run in struck._runs(old)]
    assert places == list(range(0, 2_000 * len("no no "), len("no no ")))


def test_a_line_that_goes_on_through_the_next_figure_is_told_of_that():
    """For a toll corrected twice, the first figure was said to be no longer struck out."""
    old = said("Police in Holm said ~12~ 21 people died.", "The quay is closed.")
    new = said("Police in Holm said ~12 21~ 33 people died.", "The quay is closed.")
    assert told(old, new)[0] == "“33” added; “21” struck out."
    assert told(old, new)[2] == ("correction_noted",)
    back = said("Police in Holm said ~12~ 21 33 people died.", "The quay is closed.")
    assert told(new, back)[0] == "“21” no longer struck out."


def test_the_figure_that_stood_behind_a_struck_one_is_known_where_that_went():
    """It was struck out openly, but was reported as an edit without a note."""
    old = said("Police in Holm said ~12~ 21 people died.", "The quay is closed.")
    new = said("Police in Holm said ~21~ 33 people died.", "The quay is closed.")
    summary, _, signals = told(old, new)
    assert summary == "“12” removed; “33” added; “21” struck out; “12” had been struck out."
    assert signals == ("correction_noted",)


def test_a_line_that_goes_is_not_hidden_by_a_longer_one_elsewhere():
    """The same words in another paragraph are other words."""
    old = said("Police in Holm said ~12~ people died.", "On the quay, 12 ships wait.")
    new = said("Police in Holm said 12 people died.", "On the quay, ~12 ships~ wait.")
    assert told(old, new)[0] == "“12 ships” struck out; “12” no longer struck out."
