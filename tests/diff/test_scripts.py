"""One text in Cyrillic and in Latin letters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.comparing.articles import compare
from monitor.comparing.documents import diff_json
from monitor.comparing.stored import from_text, to_text
from monitor.diff.showing import all_edits, sides
from storage.records import Weight
from tests.diff.make import article

SERBIAN = (
    "Најмање 12 људи је погинуло у Београду.\nЉиљана Његош, директорка „Џемпера“.\nТРАЈЕ.",
    "Najmanje 12 ljudi je poginulo u Beogradu.\nLjiljana Njegoš, direktorka „Džempera“.\nTRAJE.",
)
AZERBAIJANI = (
    "Бакыда дүнән ҝүҹлү күләк олуб.\nИкинҹи гәзада 12 нәфәр һәлак олмушдур, Илһам дејиб.",
    "Bakıda dünən güclü külək olub.\nİkinci qəzada 12 nəfər həlak olmuşdur, İlham deyib.",
)
UZBEK = (
    "Тошкент шаҳрида ёнғин чиқди.\nЎзбекистон Европа билан 12 битим тузди, цирк.",
    "Toshkent shahrida yong‘in chiqdi.\nO‘zbekiston Yevropa bilan 12 bitim tuzdi, sirk.",
)
BOTH = [("sr", SERBIAN), ("az", AZERBAIJANI), ("uz", UZBEK)]


@pytest.mark.parametrize(("language", "texts"), BOTH)
@pytest.mark.parametrize("declared", [True, False])
def test_another_script_is_told_as_one_and_not_as_another_text(language, texts, declared):
    """Each sentence was removed and another added, though the outlet says what it said before."""
    cyrillic, latin = (article(text, language=language * declared or None) for text in texts)
    for old, new, told in ((cyrillic, latin, "Cyrillic to Latin"), (latin, cyrillic, "Latin to")):
        found = compare(old, new)
        assert found.summary.startswith(f"Text changed from {told}"), found.summary
        assert (found.weight, found.edits) == (Weight.WORDING, ())


@pytest.mark.parametrize(("language", "texts"), BOTH)
def test_no_edit_hides_behind_another_script(language, texts):
    """A figure, a name and a headline that changed in the same edit are told as ever."""
    cyrillic, latin = texts
    old = article(cyrillic, language=language, title=cyrillic.split(".")[0])
    new = article(latin.replace("12", "15"), language=language, title=f"{latin.split('.')[0]} 3")
    found = compare(old, new)
    assert found.weight is Weight.SUBSTANTIVE
    assert {"number", "headline"} <= set(found.kinds)
    assert "12 to 15" in found.summary or "“12” became “15”" in found.summary, found.summary
    assert [edit.kind for edit in found.edits] == ["edit"]


def test_words_that_are_struck_out_stay_so_in_other_letters():
    """Their places are counted in letters, of which a Latin text has more."""
    blocks = [article(text).blocks[1] for text in SERBIAN]
    starts = [
        block.text.index(word) for block, word in zip(blocks, ("Његош", "Njegoš"), strict=True)
    ]
    old, new = (
        replace(article(language="sr"), blocks=(replace(block, struck=((at, at + length),)),))
        for block, at, length in zip(blocks, starts, (5, 6), strict=True)
    )
    assert [change.field for change in compare(old, new).fields] == ["script"]


def test_a_text_in_another_language_is_another_text():
    """Only a language that is written in both scripts is put into the letters of one."""
    old = article("Мэр открыл мост.", language="ru")
    new = article("Mer otkryl most.", language="ru")
    assert {edit.kind for edit in compare(old, new).edits} == {"add", "delete"}


SERVED = (
    "Најмање 12 људи је погинуло у граду. То је рекла Љиљана Његош.\nТРАЈЕ.\nПоследњи дан. Одмах.",
    "Najmanje 15 ljudi je poginulo u gradu. To je rekla Milica Njegoš.\nTRAJE.\nNovi dan. Odmah.",
)


@pytest.mark.parametrize("turned", [False, True])
def test_each_side_is_shown_as_it_was_served(turned):
    """Nobody must read, or quote from JSON, words of the outlet that it did not serve."""
    cyrillic, latin = (
        replace(
            article(text, language="sr", title=text.split(".", maxsplit=1)[0], byline=(name,)),
            standfirst=f"{name}.",
        )
        for text, name in zip(SERVED, ("Љиљана Његош", "Milica Njegoš"), strict=True)
    )
    old, new = (latin, cyrillic) if turned else (cyrillic, latin)
    found = compare(old, new)
    shown = from_text(to_text(found))
    assert shown == found
    for side, served in zip(sides(found), (old, new), strict=True):
        assert " ".join(one.text for one in side) == " ".join(one.text for one in served.body)
    fields = {change.field: (change.old, change.new) for change in found.fields}
    assert fields["title"] == (old.title, new.title)
    assert fields["standfirst"] == (old.standfirst, new.standfirst)
    assert fields["byline"] == (old.byline[0], new.byline[0])
    for part in (*found.fields, *all_edits(found)):
        for mark, words in part.words:
            assert words in _served("old" if mark == "-" else "new", old, new)
        for fact in part.facts:
            assert (fact.old or "") in _served("old", old, new)
            assert (fact.new or "") in _served("new", old, new)
    assert "Његош" in str(diff_json(found)["edits"])
    assert "letters, and is quoted here in Latin ones; " in found.summary


def _served(side, old, new):
    """All that was served on one side."""
    reading = old if side == "old" else new
    parts = (reading.title, reading.standfirst, *reading.byline)
    return " ".join([*parts, *(block.text for block in reading.blocks)])
