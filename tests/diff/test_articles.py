"""Two readings compared: laws that hold for any texts, and the pitfalls."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings

from monitor.comparing.articles import compare, sentences_of
from monitor.comparing.documents import diff_json
from monitor.comparing.stored import from_text, to_text
from monitor.diff.records import KINDS
from monitor.diff.tokens import style_key
from storage.records import Block, BlockKind, Extraction, PageType, Weight
from tests.diff.make import article, articles

SWAPPED = {"add": "delete", "delete": "add", "split": "merge", "merge": "split"}


@given(articles, articles)
@settings(max_examples=150, deadline=None)
def test_words_join_to_both_texts(old, new):
    """Whatever is compared, both texts can be restored from the marks to the character."""
    diff = compare(old, new)
    for part in diff.edits:
        assert "".join(text for mark, text in part.words if mark != "+") == part.old_text
        assert "".join(text for mark, text in part.words if mark != "-") == part.new_text
    for change in diff.fields:
        if change.words:
            assert "".join(t for m, t in change.words if m != "+") == (change.old or "")
            assert "".join(t for m, t in change.words if m != "-") == (change.new or "")


@given(articles)
@settings(max_examples=50, deadline=None)
def test_nothing_differs_from_itself(one):
    """An article compared with itself gives an empty diff of weight none."""
    diff = compare(one, one)
    assert (diff.edits, diff.fields, diff.weight, diff.summary) == ((), (), Weight.NONE, "")


@given(articles, articles)
@settings(max_examples=100, deadline=None)
def test_swapping_sides_swaps_the_edits(old, new):
    """Seen from the other side, additions are deletions, splits are merges, weights are equal."""
    there, back = compare(old, new), compare(new, old)
    one = sorted(
        (SWAPPED.get(e.kind, e.kind), e.moved, e.new_text, e.old_text) for e in there.edits
    )
    assert one == sorted((e.kind, e.moved, e.old_text, e.new_text) for e in back.edits)


def test_two_sentences_that_are_two_others_are_neither_split_nor_merged():
    """They were reported as split in both directions."""
    one, other = article("the\nthe the 12"), article("the the the the\n12")
    for old, new in ((one, other), (other, one)):
        assert not {"split", "merge"} & {edit.kind for edit in compare(old, new).edits}


@given(articles, articles)
@settings(max_examples=100, deadline=None)
def test_every_sentence_is_told_once(old, new):
    """Each sentence of both sides is in exactly one edit or unchanged; none is lost."""
    diff = compare(old, new)
    told = (*diff.edits, *diff.unchanged)
    assert sorted(s.index for e in told for s in e.old) == list(range(len(sentences_of(old))))
    assert sorted(s.index for e in told for s in e.new) == list(range(len(sentences_of(new))))
    for edit in diff.unchanged:
        assert edit.old_text == edit.new_text


@given(articles, articles)
@settings(max_examples=50, deadline=None)
def test_deterministic_and_of_known_kinds(old, new):
    """The same texts give the same JSON, whose kinds all have a name in the interface."""
    one = diff_json(compare(old, new))
    assert json.dumps(one) == json.dumps(diff_json(compare(old, new)))
    assert all(set(edit["kinds"]) <= set(KINDS) for edit in one["edits"])


@given(articles, articles)
@settings(max_examples=100, deadline=None)
def test_marks_never_split_a_word(old, new):
    """No border of a mark has letters or digits on both sides."""
    for edit in diff_json(compare(old, new))["edits"]:
        for side in ("-", "+"):
            row = [(mark, text) for mark, text in edit["words"] if mark in {"=", side}]
            for (one, left), (other, right) in pairwise(row):
                assert one == other or not (left[-1].isalnum() and right[0].isalnum())


NOISE_TO_OTHERS = [
    ("12 people were killed", "21 people were killed", "number"),
    ("It cost $4.5 million", "It cost $45 million", "number"),
    ("held for 3 days", "held for 9 days", "number"),
    ("on March 3", "on March 9", "date"),
    (
        "Photos published by the army show the base intact",
        "Photos published by the rebels show the base destroyed",
        "detail",
    ),
    ("-5 degrees", "5 degrees", "number"),
    ("They called it a success", "They called it a “success”", "quote"),
    ("it is over.", "it is over?", "punctuation"),
    ("officials confirmed", "officials did not confirm", "negation"),
    ("1,5 milyon", "15 milyon", "number"),
]


@pytest.mark.parametrize(("old", "new", "kind"), NOISE_TO_OTHERS)
def test_what_others_call_noise_is_substantive(old, new, kind):
    """Each change that fooled another system is substantive, alone and amid other text."""
    around = "The council met on Friday. {} Nobody else spoke."
    for one, other in ((old, new), (around.format(old), around.format(new))):
        (edit,) = compare(article(one), article(other)).edits
        assert edit.weight is Weight.SUBSTANTIVE
        assert kind in edit.kinds


def test_a_headline_alone_is_substantive():
    """A changed headline is reported though the body stayed the same."""
    diff = compare(article("Text.", title="Talks fail"), article("Text.", title="Talks stall"))
    assert diff.weight is Weight.SUBSTANTIVE
    assert diff.fields[0].kinds[0] == "headline"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("two\u00a0words here", "two words here"),
        ("soft\u00adhyphen", "softhyphen"),
        ("cafe\u0301 au lait", "café au lait"),
        ("many   spaces\u2009here", "many spaces here"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_what_no_reader_sees_is_no_change(old, new):
    """Spaces, soft hyphens and Unicode composition make no difference at all."""
    diff = compare(article(old), article(new))
    assert (diff.edits, diff.fields, diff.weight) == ((), (), Weight.NONE)


def test_quote_style_throughout_is_cosmetic_and_marks_no_word():
    """Curly for straight quotes: cosmetic, and no letter is marked."""
    old = article("\"We won't go,\" he said. It's \"over\".\nThe 'end' came.")
    new = article("“We won’t go,” he said. It’s “over”.\nThe ‘end’ came.")
    diff = compare(old, new)
    assert diff.weight is Weight.COSMETIC
    assert diff.kinds == ("quotes_style",)
    marked = "".join(t for edit in diff.edits for mark, t in edit.words if mark != "=")
    assert not any(letter.isalnum() for letter in marked)


def test_dates_and_links_alone_weigh_nothing():
    """Times, links and the picture are shown, but are no change of the text."""
    old = article("A.", modified="2025-02-07", links=("http://a/", "http://b/"), picture="p")
    new = article("A.", modified="2025-02-08", links=("http://a/", "http://c/"), picture="q")
    diff = compare(old, new)
    assert diff.weight is Weight.NONE
    assert [(c.field, c.old, c.new) for c in diff.fields] == [
        ("modified", "2025-02-07", "2025-02-08"),
        ("picture", "p", "q"),
        ("links", "http://b/", "http://c/"),
    ]


def test_other_byline_is_substantive():
    """Another author is a change of its own kind."""
    diff = compare(article("A.", byline=("X Y",)), article("A.", byline=("X Z",)))
    assert (diff.weight, diff.kinds) == (Weight.SUBSTANTIVE, ("byline",))


def test_a_caption_is_a_field():
    """A changed caption is reported next to the body, with what changed in it."""
    old = article("A.", beside=(Block(BlockKind.CAPTION, "The army in Baku, 12 May"),))
    new = article("A.", beside=(Block(BlockKind.CAPTION, "The army in Ganja, 12 May"),))
    (change,) = compare(old, new).fields
    assert change.field == "caption"
    assert {"caption", "name"} <= set(change.kinds)


def test_a_caption_in_the_place_of_another_is_told_with_both():
    """That one was removed and one added would not say what they said."""
    old = article("A.", beside=(Block(BlockKind.CAPTION, "A view of the scene on Friday"),))
    new = article("A.", beside=(Block(BlockKind.CAPTION, "Doctors in the waiting hall"),))
    said = "“A view of the scene on Friday” to “Doctors in the waiting hall”"
    assert compare(old, new).summary == f"Caption changed from {said}."
    assert compare(old, article("A.")).summary == "Caption removed."


def test_paragraphs_joined_are_layout():
    """The same sentences in other blocks are cosmetic: a new digest always has a reason."""
    diff = compare(
        article("One came. Two went.\nThree stayed."), article("One came.\nTwo went. Three stayed.")
    )
    assert (diff.weight, diff.kinds, diff.edits) == (Weight.COSMETIC, ("whitespace",), ())


def test_sentences_moved_split_and_merged():
    """Each is called by its name, with indices into the whole body."""
    kept = "Rain fell over the whole valley all night. The mayor thanked every volunteer by name."
    old = article(f"The bridge was closed at noon, and the school opened its doors. {kept}")
    new = article(f"{kept} The bridge was closed at noon. The school opened its doors.")
    (edit,) = compare(old, new).edits
    assert (edit.kind, edit.moved) == ("split", True)
    assert [s.index for s in edit.new] == [2, 3]
    (back,) = compare(new, old).edits
    assert back.kind == "merge"


@pytest.mark.parametrize("soft", ["", "\u00ad"])
def test_a_sentence_without_a_space_before_it_is_one_edit(soft):
    """Chinese and Japanese have none; it was told as a detail of the whole paragraph."""
    said, came = f"市议会昨天{soft}投票。渡口每小时可运送12人。", "警方拒绝评论。"
    old, new = (
        Extraction(title="桥", blocks=(Block(BlockKind.PARAGRAPH, text),))
        for text in (said, said + came)
    )
    diff = compare(old, new)
    (edit,) = diff.edits
    assert (edit.kind, edit.kinds) == ("add", ("add",))
    assert [one.text for one in edit.new] == [came]
    assert [one.text for edit in diff.unchanged for one in edit.new] == [
        f"市议会昨天{soft}投票。",
        "渡口每小时可运送12人。",
    ]


def test_live_pages_are_recognised():
    """A page that calls itself live, or that gains timed entries on top; not a mere report."""
    entries = "10:15 The train left the station.\n10:05 The crowd gathered early."
    more = f"10:40 The train arrived in Ganja.\n10:31 The train stopped for water.\n{entries}"
    assert compare(article(entries), article(more)).live
    assert not compare(article(entries), article(f"{entries}\nMore was said later on.")).live
    assert compare(article(entries, page_type=PageType.LIVEBLOG), article(more)).live
    report = article("The train was stopped on Friday.\nIt went on at night.")
    assert not compare(article(entries, page_type=PageType.LIVEBLOG), report).live
    head = "Storm: what we know so far"
    assert compare(article(f"{head}\n{entries}"), article(f"{head}\n{more}")).live
    below = f"{entries}\n14:10 The road is shut.\nIt will stay so."
    assert compare(article(entries), article(below)).live


def test_json_has_the_shape_of_the_interface():
    """The diff object as people and programs get it."""
    given = diff_json(
        compare(article("Rain fell. 12 died."), article("Rain fell. 21 died.")), 7, 1, 2
    )
    assert (given["article"], given["from"], given["to"]) == (7, 1, 2)
    assert given["weight"] == "substantive"
    (edit,) = given["edits"]
    assert edit["kind"] == "edit"
    assert edit["old"] == [{"sentence": 1, "block": 0, "text": "12 died."}]
    assert edit["words"] == [["-", "12"], ["+", "21"], ["=", " died."]]
    assert edit["facts"] == [{"type": "number", "old": "12", "new": "21"}]
    assert given["summary"] == "Death toll raised from 12 to 21."


def test_equal_texts_are_anchors_whatever_their_style():
    """A sentence in which only the quotes changed is never taken for another one."""
    old = article('He said "no" twice. He said "so" twice.')
    new = article("He said “no” twice. He said “so” twice.")
    for edit in compare(old, new).edits:
        assert style_key(edit.old_text) == style_key(edit.new_text)


@pytest.mark.parametrize(
    ("old", "new", "kinds", "weight", "note"),
    [
        (
            "Ana Lind and Tor Vale contributed to this report.",
            "Ana Lind, Tor Vale and Mia Roe contributed to this report.",
            ("byline",),
            Weight.COSMETIC,
            "credit",
        ),
        (
            "Additional reporting by Ana Lind.",
            "Additional reporting by Mia Roe.",
            ("byline",),
            Weight.SUBSTANTIVE,
            "credit",
        ),
        (
            "This is a breaking news story.",
            "This is a developing story and has been updated.",
            ("wording",),
            Weight.COSMETIC,
            "update",
        ),
        (
            "“We saw it,”said Roe.“It was red.",
            "“We saw it,” said Roe. “It was red.",
            ("whitespace", "split"),
            Weight.COSMETIC,
            "",
        ),
    ],
)
def test_lines_that_are_no_part_of_the_story(old, new, kinds, weight, note):
    """Credits, notes of a running story, and lost spaces weigh little.

    Another name in place of one that was credited is a name that changed.
    """
    rest = "The dam at Orrin held through the night, the council said."
    (edit,) = compare(article(f"{rest}\n{old}"), article(f"{rest}\n{new}")).edits
    assert (set(edit.kinds), edit.weight, edit.note) == (set(kinds), weight, note)


def test_a_note_is_linked_to_the_edit_that_it_explains():
    """A correction that repeats the changed words names its edit, in the stored diff and JSON."""
    old = article("It cost 4 million. It is old.\nTraders came by.")
    note = "Correction: An earlier version gave the cost as 4 million, not 5 million."
    new = article(f"It cost 5 million. It is old.\nTraders came by.\n{note}")
    diff = compare(old, new)
    (link,) = [edit.explains for edit in diff.edits if edit.note]
    assert link.new_text == "It cost 5 million."
    assert from_text(to_text(diff)) == diff
    told = diff_json(diff)["edits"]
    assert [edit["explains"] for edit in told] == [None, {"old": [0], "new": [0]}]
    assert diff.summary == "Figure raised from 4 million to 5 million; correction noted."


def test_no_sentence_of_a_note_explains_a_note():
    """Both sentences of a correction are about what was corrected, and the diff can be stored."""
    old = article("Bread rose by 11.4% in May.\nTraders came by.")
    note = Block(
        BlockKind.CORRECTION, "Correction: We said that bread rose by 11.4%. The figure is 14.1%."
    )
    new = article("Bread rose by 14.1% in May.\nTraders came by.", beside=(note,))
    diff = compare(old, new)
    notes = [edit for edit in diff.edits if edit.note]
    assert [edit.explains.new_text for edit in notes] == ["Bread rose by 14.1% in May."] * 2
    assert from_text(to_text(diff)) == diff


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Погибших нет.", "Трое погибли."),
        ("Nobody was injured.", "Three people died."),
        ("Verletzte gab es nicht.", "Drei Menschen starben."),
    ],
)
@pytest.mark.parametrize("form", ["{} {one} {}", "{}\n{one}\n{}", "{}\n{}\n{one}"])
def test_a_short_sentence_in_the_place_of_another_is_one_edit(old, new, form):
    """They share no word, but the one replaces what the other said."""
    around = ("The roof fell in at dawn on Monday.", "Two workers were taken to a hospital.")
    diff = compare(*(article(form.format(*around, one=one)) for one in (old, new)))
    (edit,) = diff.edits
    assert (edit.kind, edit.old_text, edit.new_text) == ("edit", old, new)
    assert diff.weight is Weight.SUBSTANTIVE
    assert diff.summary == f"“{old[:-1]}” became “{new[:-1]}”."


def test_a_short_sentence_is_put_for_another_also_beside_an_edited_one():
    """Even if the figure before it was corrected at the same time, it is one edit."""
    quake = "A quake of magnitude {} shook Ortalik on Thursday morning, an institute said. {}"
    old, new = quake.format("4.1", "Nobody was hurt."), quake.format("4.3", "Three people died.")
    diff = compare(article(old), article(new))
    assert [edit.kind for edit in diff.edits] == ["edit", "edit"]
    assert diff.edits[1].old_text == "Nobody was hurt."
    assert diff.edits[1].new_text == "Three people died."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Read more about the ferries.", "Three people died."),
        ("Three people died.", "Correction: the bang was heard at six."),
        ("Three people died.", "The council had met in the school on Friday night to discuss it."),
    ],
)
def test_what_was_not_put_for_it_is_no_such_edit(old, new):
    """A line that addresses readers, a note, and a long sentence stay edits of their own."""
    around = ("The roof fell in at dawn on Monday.", "Two workers were taken to a hospital.")
    diff = compare(*(article(f"{around[0]}\n{one}\n{around[1]}") for one in (old, new)))
    assert sorted(edit.kind for edit in diff.edits) == ["add", "delete"]
