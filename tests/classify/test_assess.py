"""Signals and summaries of a change, with the history of its article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from monitor.classify.assess import assess
from monitor.classify.explaining import explained, explicable, notes_added
from monitor.classify.notes import is_promotion, note_kind
from monitor.comparing.articles import MOST_NOTES, compare
from storage.records import REDACTED, Extraction, PageType, Weight
from tests.diff.make import article, articles

KEPT = "Rain fell over the whole valley all night."


def assessed(old, new, **history):
    """The assessment of two extractions."""
    return assess(compare(old, new), old, new, **history)


NOTES = [
    ("Correction: An earlier version of this article gave a wrong figure.", "correction"),
    ("This story has been corrected to say that 21 people came.", "correction"),
    ("Clarification: The text now names the ministry.", "correction"),
    ("Editor’s note: the spelling of the name was changed.", "correction"),
    ("This story has been updated with more details.", "update"),
    ("Исправление: в предыдущей версии текста была неверная дата.", "correction"),
    ("Статья была обновлена.", "update"),
    ("Виправлення: у попередній версії матеріалу була помилка.", "correction"),
    ("Düzeltme: Haberin önceki sürümünde tarih yanlış verilmişti.", "correction"),
    ("Düzəliş: əvvəlki versiyada tarix səhv göstərilib.", "correction"),
    ("Ուղղում. նախորդ տարբերակում սխալ ամսաթիվ էր։", "correction"),
    ("შესწორება: წინა ვერსიაში თარიღი არასწორი იყო.", "correction"),
    ("The court made a correction to the sentence list of the town.", ""),
    ("He corrected himself and went on.", ""),
    ("The senator incorrectly stated that the bridge was closed.", ""),
    ("Polis yanlışlıkla ateş açtı.", ""),
    ("Он ошибочно указал дату в отчёте.", ""),
    ("The ministry updated its figures on Monday.", ""),
]


@pytest.mark.parametrize(("text", "kind"), NOTES)
def test_notes_of_editors(text, kind):
    """Notes are recognised in seven languages, and the word *correction* alone is none."""
    assert note_kind(text) == kind


def test_promotion_is_no_content():
    """An added call to subscribe is cosmetic; a sentence of the story is not such a call."""
    assert is_promotion("Subscribe to our newsletter")
    assert not is_promotion("The council subscribed to the plan of the mayor")
    assert not is_promotion("He urged people to donate blood.")
    diff = compare(article(KEPT), article(f"{KEPT}\nSign up for our newsletter!"))
    assert diff.weight is Weight.COSMETIC


def test_stealth():
    """A changed figure without a note or a new time is silent."""
    old, new = article(f"{KEPT} 12 people died."), article(f"{KEPT} 21 people died.")
    given = assessed(old, new)
    assert given.signals == ("stealth",)
    assert given.summary == "Death toll raised from 12 to 21; no correction noted."


@pytest.mark.parametrize(
    ("old", "new", "history"),
    [
        ({"modified": "2025-02-07"}, {"modified": "2025-02-08"}, {}),
        ({"published": "2025-02-07"}, {"published": "2025-02-08"}, {}),
        ({}, {}, {"declared_unchanged": False}),
    ],
)
def test_no_stealth_where_the_outlet_says_so(old, new, history):
    """If a declared time changed anywhere, the edit is not silent."""
    given = assessed(article("12 died.", **old), article("21 died.", **new), **history)
    assert "stealth" not in given.signals


def test_a_paragraph_that_was_divided_is_told_as_that():
    """Even if the outlet gives the page a new time with it, as it usually does."""
    old = article(f"{KEPT} The road to the port is open.", modified="2025-02-07")
    new = article(f"{KEPT}\nThe road to the port is open.", modified="2025-02-08")
    assert assessed(old, new).summary == "Division into paragraphs changed."
    (change,) = [one for one in compare(old, new).fields if one.field == "layout"]
    assert (change.old, change.new) == ("1 paragraph", "2 paragraphs")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Two fishermen are thought to have drowned.", "Two fishermen drowned."),
        ("He is believed to be in Spain.", "He is in Spain."),
        ("Three people are feared dead.", "Three people are dead."),
    ],
)
def test_what_was_thought_is_less_sure_than_what_is(old, new):
    """Reports begin with such words, and later drop them silently."""
    assert "hedge" in assessed(article(old), article(new)).kinds


def test_a_live_page_is_silent_about_old_entries_alone():
    """What it adds is visible to everybody; a changed figure in an earlier entry is not."""
    old = article(f"{KEPT} 12 died.", page_type=PageType.LIVEBLOG)
    for entry, signals in (("", ("stealth",)), ("\nThe road to the port is open again.", ())):
        new = article(f"{KEPT} 21 died.{entry}", page_type=PageType.LIVEBLOG)
        assert assessed(old, new).signals == signals


def test_wording_is_never_stealth():
    """Only a substantive change can be silent."""
    assert assessed(article("They began it."), article("They started it.")).signals == ()


def test_a_correction_is_linked_to_what_it_explains():
    """The note's own words say which of several edits it is about."""
    note = (
        "Correction: This story has been corrected to say that the bridge cost 45 million dollars."
    )
    old = article(f"The bridge cost 54 million dollars. {KEPT} The school had 12 teachers.")
    new = article(f"The bridge cost 45 million dollars. {KEPT} The school had 14 teachers.\n{note}")
    diff = compare(old, new)
    assert assess(diff, old, new).signals == ("correction_noted",)
    (added,) = notes_added(diff.edits)
    assert (
        explained(explicable(diff.edits), added).new_text == "The bridge cost 45 million dollars."
    )


def explained_in(old, new, note):
    """The sentence of the new text that the note is said to explain."""
    diff = compare(article(old), article(f"{new}\n{note}"))
    edit = next(edit for edit in diff.edits if edit.note == "correction").explains
    return edit and edit.new_text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "The wells of Keller ran dry. It drilled 12 wells in May.",
            "The deep wells of Keller ran dry. It drilled 21 wells in May.",
            "It drilled 21 wells in May.",
        ),
        ("It sank 12 wells. It dug 3 wells.", "It sank 21 wells. It dug 4 wells.", None),
        (
            "It pays 300 people who look after some 20 old wells.",
            "It pays 310 people who look after some 20 old wells.",
            None,
        ),
    ],
)
def test_a_note_of_a_number_explains_a_figure_that_changed(old, new, told):
    """*A wrong number of wells* has no figure, and is not about a sentence that only names wells.

    If two figures of wells changed, nobody can tell which was meant.
    """
    note = "Correction: An earlier version of this article gave a wrong number of wells."
    assert explained_in(old, new, note) == told


def test_an_older_note_that_became_a_correction_is_told():
    """The outlet did declare it, in place of the note that had said something else."""
    old, new = (
        article(f"{KEPT}\n{figure} died.\nThis story has been updated{note}.")
        for figure, note in ((12, ""), (21, " to correct a figure"))
    )
    assert assessed(old, new).summary == "Death toll raised from 12 to 21; correction noted."


def test_what_a_correction_explains_is_told_whatever_else_changed():
    """The outlet corrects a handgun to a rifle, which was hidden behind a count."""
    filler = [f"The {colour} gate was {{}} to all." for colour in ("red", "blue", "grey", "old")]
    old, new = (
        article("\n".join([f"They found a {gun} on the floor.", *(f.format(how) for f in filler)]))
        for gun, how in (("handgun", "open"), ("rifle", "closed"))
    )
    note = article("Correction: An earlier version said that the rifle was a handgun.").blocks
    noted = Extraction(blocks=(*new.blocks, *note))
    assert "“handgun” became “rifle”" in assessed(old, noted).summary
    assert "“handgun” became “rifle”" not in assessed(old, new).summary


def test_of_a_page_of_notes_the_first_ones_are_linked():
    """Each is compared with each edit: ten thousand of them took minutes."""
    notes = [f"Correction: the bridge cost 45 million dollars, says note {n}." for n in range(240)]
    old = article("The bridge cost 54 million dollars.")
    diff = compare(old, article("\n".join(["The bridge cost 45 million dollars.", *notes])))
    linked = [edit.explains is not None for edit in diff.edits if edit.note]
    assert linked == [True] * MOST_NOTES + [False] * (240 - MOST_NOTES)


def told_of(old, new):
    """The summary of a change from one text to another, next to a text that stays."""
    return assessed(article(f"{KEPT}\n{old}"), article(f"{KEPT}\n{new}")).summary


@pytest.mark.parametrize(
    ("old", "new", "owed"),
    [
        ("It began on January 29.", "It began on January 29, 2025.", False),
        ("It began on January 29, 2025.", "It began on January 29.", False),
        ("It began on January 29.", "It began on January 30.", True),
    ],
)
def test_a_date_that_is_said_more_exactly_owes_no_note(old, new, owed):
    """The year was not wrong before: 48 dates of a chronicle that gained one are no errors."""
    assert told_of(old, new).endswith("no correction noted.") is owed


def test_a_note_that_is_taken_back_is_told():
    """Silently removing a correction deserves a line of its own."""
    told = told_of("Correction: it was Monday.", "")
    assert told == "Note of a correction removed: “Correction: it was Monday”."
    assert told_of("Updated 3 May at 14:05.", "Updated 4 May at 15:05.") == (
        "Note of an update changed."
    )


def test_a_summary_ends_with_one_stop():
    """Even if its last word ends with one."""
    assert told_of("It was 6 p.m.", "It was 9 p.m.") == (
        "Time changed from 6 p.m. to 9 p.m.; no correction noted."
    )


def test_one_moment_in_two_zones_is_one_time():
    """An outlet that writes it differently has neither declared a change nor bumped a date."""
    times = ("2025-02-07T10:00:00Z", "2025-02-07T14:00:00+04:00")
    old, new = (article(f"{n} died.", modified=at) for n, at in zip((12, 21), times, strict=True))
    assert assessed(old, new).signals == ("stealth",)
    old, new = (article(KEPT, modified=at) for at in times)
    assert assessed(old, new).signals == ()


@given(articles, articles)
@settings(max_examples=100, deadline=None)
def test_a_change_of_any_weight_has_a_summary(old, new):
    """An empty line would say that nothing happened."""
    found = assessed(old, new)
    assert found.summary or found.weight is Weight.NONE, found


def test_dated_only():
    """The time changed and nothing else."""
    old, new = article(KEPT, modified="2025-02-07"), article(KEPT, modified="2025-02-08")
    assert assessed(old, new).signals == ("dated_only",)


def test_of_what_was_redacted_no_time_is_said_to_have_moved_alone():
    """The text may have changed as well: nobody can tell."""
    old = Extraction(remarks=(f"{REDACTED}a name",))
    assert assessed(old, article(KEPT, modified="2025-02-08")).signals == ()


def test_revert_and_variant():
    """A, B, A is a revert; A, B, A, B are two texts that take turns."""
    a, b = article("12 died.", modified="x"), article("21 died.", modified="y")
    assert assessed(b, a, earlier=("A", "B"), new_digest="A").signals == ("revert",)
    assert assessed(a, b, earlier=("A", "B", "A"), new_digest="B").signals == ("revert", "variant")
    assert assessed(a, b, earlier=("A",), new_digest="B").signals == ()
    assert assessed(b, a, earlier=("A", "B", "C"), new_digest="A").signals == ("revert",)


@pytest.mark.parametrize(
    ("was", "is_now", "is_old"),
    [
        ("2025-02-08T10:00:00Z", "2025-02-07T10:00:00Z", True),
        ("2025-02-08T10:00:00Z", "2025-02-08T11:00:00Z", False),
        ("2025-02-08T10:00:00+01:00", "2025-02-08T09:30:00Z", False),
        ("2025-02-08T10:00:00Z", "2025-02-08", False),
        ("2025-02-08", "2025-02-07", True),
        ("2025-02-08T10:00:00Z", None, False),
    ],
)
def test_an_old_copy_is_told_from_an_edit_that_was_taken_back(was, is_now, is_old):
    """A cache that served an older page than before caused a revert that no editor had made."""
    a, b = article("12 died.", modified=is_now), article("21 died.", modified=was)
    found = assessed(b, a, earlier=("A", "B"), new_digest="A")
    assert found.signals[-1] == "revert"
    assert ("as an old copy has" in found.summary) is is_old
    assert "old copy" not in assessed(b, a, earlier=("B",), new_digest="A").summary


SUMMARIES = [
    (
        "Mayor Ada Finch did not say that 12 people were killed on March 3 in Harrowby.",
        "Mayor Ada Finch did say that 21 people were killed on March 9 in Tolvar.",
        (
            "Negation “not” removed; death toll raised from 12 to 21; date changed from March 3 to "
            "March 9; Harrowby replaced by Tolvar."
        ),
    ),
    (
        "He never said it was not 12 of 40 boats in Kerrin on Monday at 9 p.m. near Sable.",
        "He said it was 14 of 45 boats in Tolvar on Tuesday at 8 p.m. near Dorne.",
        (
            "Negations “never” and “not” removed; figure raised from 12 to 14; figure raised from "
            "40 to 45 boats; date changed from Monday to Tuesday; names changed too."
        ),
    ),
    (
        "He was not in. 12 fell. 30 rose. 50 sang. 60 swam. It was in Sable.",
        "He was in. 14 fell. 33 rose. 55 sang. 66 swam. It was in Dorne.",
        (
            "Negation “not” removed; figure raised from 12 to 14; figure raised from 30 to 33; "
            "figure raised from 50 to 55; 2 other sentences edited (figures and names)."
        ),
    ),
    (
        "The ferry sank. “We go,” said Mayor Ada Finch.",
        "",
        "2 sentences removed, 1 with a quote of Mayor Ada Finch.",
    ),
    (
        "“We go,” Finch said Monday.",
        "“We went,” Finch said Monday.",
        "“go” became “went” in a quote of Finch.",
    ),
    (
        "“We will go home by the old road,” Finch said Monday.",
        "“It is a long way by the sea,” Finch said Monday.",
        "Quote of Finch changed.",
    ),
    (
        "“We will never go,” Finch said.",
        "“We will go,” Finch said.",
        "Negation “never” removed from a quote of Finch.",
    ),
    ("The attorney came.", "The attorney came on three new charges.", "“three new charges” added."),
    ("Most boats sank.", "Some boats sank.", "“most” became “some”."),
    ("It sank, Orrin projects, today.", "It sank today.", "“Orrin projects” removed."),
    (
        "The fire killed 12 people.",
        "The fire killed 21 people.",
        "Death toll raised from 12 to 21.",
    ),
    (
        "در آتش‌سوزی دیروز ۱۲ نفر کشته شدند.",
        "در آتش‌سوزی دیروز ۲۱ نفر کشته شدند.",
        "Death toll raised from ۱۲ to ۲۱.",
    ),
    (
        "Bei dem Brand gab es gestern 12 Tote.",
        "Bei dem Brand gab es gestern 21 Tote.",
        "Death toll raised from 12 to 21.",
    ),
    ("There were 12 lorries.", "There were 9 lorries.", "Figure lowered from 12 to 9 lorries."),
    (
        "It was on March 3 there.",
        "It was on March 9 there.",
        "Date changed from March 3 to March 9.",
    ),
    ("He said it.", "He claimed it.", "“said” became “claimed”."),
    ("He allegedly fled.", "He fled.", "“allegedly” removed."),
    (
        "They began the work.",
        "They started the work.",
        "Wording changed: “began” became “started”.",
    ),
    ("He recieved it.", "He received it.", "Typing error: “recieved” became “received”."),
    ("He received it.", "He recieved it.", "Typing error: “received” became “recieved”."),
    ("He recieved teh it.", "He received the it.", "Typing errors made or corrected."),
    (
        "Most of the boats sank.",
        "The majority of the boats sank.",
        "“Most” became “The majority”.",
    ),
    ("We saw 1,200 swans.", "We saw 900 swans.", "Figure lowered from 1,200 to 900 swans."),
    ("It is over.", "It is over?", "A statement became a question."),
    ("They had a rifle there.", "They had a shotgun there.", "“rifle” became “shotgun”."),
    ("“We go,” said Mayor Ada Finch.", "", "Quote of Mayor Ada Finch removed."),
    ("“We go,” the mayor said.", "", "1 sentence with a quote removed."),
    ("“We go,” said the mayor.", "", "Quote of the mayor removed."),
    ("“We go,” said last week that Finch.", "", "1 sentence with a quote removed."),
    ("“We go,” Ada Finch said March 3.", "", "Quote of Ada Finch removed."),
    ("“We go,” Ada Finch told Reuters.", "", "Quote of Ada Finch removed."),
    ("Her lawyers said Ada Finch was “tired”.", "", "1 sentence with a quote removed."),
    ("He accused Ada Finch of “lies”.", "", "1 sentence with a quote removed."),
    ("He wrote to Finch saying it was “over”.", "", "1 sentence with a quote removed."),
    ("The mayor dismissed the plan as “a joke”.", "", "1 sentence with a quote removed."),
    (
        "They went from Kerrin to Dorne, Sable and Tolvar.",
        "They went from Dorne, Sable and Tolvar to Kerrin.",
        "“Kerrin to Dorne, Sable and Tolvar” became “Dorne, Sable and Tolvar to Kerrin”.",
    ),
    (
        "Kerrin sold boats to Dorne.",
        "Dorne sold boats to Kerrin.",
        "“Kerrin” and “Dorne” changed places.",
    ),
    ("", "“We go,” said the mayor.", "Quote of the mayor added."),
    ("Two boats sank.", "Three boats sank.", "Figure raised from two to three boats."),
    ("It cost 1,5 mln.", "It cost 15 mln.", "Figure raised from 1,5 mln to 15 mln."),
    ("They went to Kerrin Bay.", "They went to Tolvar.", "Kerrin Bay replaced by Tolvar."),
    ("They did not go.", "They did go.", "Negation “not” removed."),
    ("No ferry came.", "The ferry came.", "Negation “no” removed."),
    ("It sank near Kerrin Bay.", "It sank.", "Kerrin Bay no longer mentioned."),
    ("It sank near Ada Finch's pier.", "It sank there.", "Ada Finch no longer mentioned."),
    ("It sank there.", "It sank there on Tuesday.", "Date “Tuesday” added."),
    ("It sank there.", "It sank there with 14 goats.", "“14 goats” added."),
    ("It fell from 71% to 53%.", "It fell from 53% to 71%.", "“71%” and “53%” changed places."),
    (
        "3 died and 5 were hurt.",
        "5 died and 3 were hurt.",
        "Death toll raised from 3 to 5; number of injured lowered from 5 to 3.",
    ),
    ("Two-thirds of them agreed.", "A third of them agreed.", "“Two-thirds” became “A third”."),
    ("He was 3rd in the race.", "He was 4th in the race.", "“3rd” became “4th”."),
    ("The first time it sank.", "The second time it sank.", "“first” became “second”."),
    ("He came to the pier.", "She came to the pier.", "“He” became “She”."),
    ("He welcomed the plan.", "He criticised the plan.", "“welcomed” became “criticised”."),
    ("It works.", "It works, the mayor said.", "Attribution “the mayor said” added."),
    (
        "The mayor refused to comment.",
        "The mayor could not be reached for comment.",
        "“refused to” became “could not be reached for”.",
    ),
    (
        "“We will go,” said Finch.",
        "“We may go,” said Finch.",
        "“will” became “may” in a quote of Finch.",
    ),
    (
        "Ada Finch beat Ben Mole.",
        "Ben Mole beat Ada Finch.",
        "“Ada Finch” and “Ben Mole” changed places.",
    ),
    (
        "They called it a success.",
        "They called it a “success”.",
        "Quotation marks put around “success”.",
    ),
    ("The “rebel” was held.", "The rebel was held.", "Quotation marks taken from “rebel”."),
    ("The rebels shelled the town.", "The town was shelled.", "“rebels” removed."),
    ("It cost $5 million.", "It cost €5 million.", "Figure changed from $5 million to €5 million."),
    (
        "Over 100 boats came.",
        "Nearly 100 boats came.",
        "Figure changed from over 100 to nearly 100.",
    ),
    ("Those aged 10-20 may enter.", "Those aged 10-30 may enter.", "Figure raised from 20 to 30."),
    ("It was on 6 May 2024.", "It was on May 6, 2024.", "Spelling changed."),
    (
        "It opens at 6 p.m. sharp.",
        "It opens at 9 p.m. sharp.",
        "Time changed from 6 p.m. to 9 p.m.",
    ),
    (
        (
            "The pier, built in 1911, was closed after 3 cracks were found, and the mayor said "
            "that it might not open again."
        ),
        (
            "The pier was built in 1911. It was closed after 13 cracks were found. The mayor said "
            "that it will not open again."
        ),
        "Figure raised from 3 to 13 cracks; “might” became “will”.",
    ),
    (
        "The estate covers 300 acres.",
        "The estate covers 400 acres.",
        "Figure raised from 300 acres to 400 acres.",
    ),
    (
        "The pier was closed by Jonas Wick, who runs it.",
        "The pier was closed by Will Lund, who runs it.",
        "Jonas Wick replaced by Will Lund.",
    ),
    (
        "It sank, and 8 were hurt.",
        "It sank; 3 of 40 aboard were hurt.",
        "“and 8” became “3 of 40 aboard”.",
    ),
    (
        "Call 0555 731 442 on weekdays.",
        "Call 0555 731 424 on weekdays.",
        "Number changed from 0555 731 442 to 0555 731 424.",
    ),
    (
        "We answer within 30 days.",
        "We answer within one month.",
        "Figure changed from 30 days to one month.",
    ),
    (
        "He is being investigated over payments from a builder.",
        "He has been the subject of a complaint about a builder.",
        (
            "“is being investigated over payments from” became "
            "“has been the subject of a complaint about”."
        ),
    ),
    ("Only 3 boats came back.", "3 boats came back.", "“Only” removed."),
]


@pytest.mark.parametrize(("old", "new", "told"), SUMMARIES)
def test_summary(old, new, told):
    """One sentence, as a person would write it, made from the facts."""
    assert compare(article(f"{KEPT} {old}"), article(f"{KEPT} {new}")).summary == told


def test_clauses_that_have_other_numbers_are_renumbered():
    """If one is inserted before them, their numbers are not figures that rose."""
    first, second, third = "No drones fly here.", "Permits are shown.", "The fine is £90."
    old = article(f"{KEPT}\n1. {first}\n2. {third}\n3. This ends in August.")
    new = article(f"{KEPT}\n1. {first}\n2. {second}\n3. {third}\n4. This ends in August.")
    told = compare(old, new).summary
    assert told == "Renumbered from 2 to 3, from 3 to 4; 1 sentence added."


IN_LANGUAGES = [
    (
        "ru",
        "Цены вырастут, по словам министра.",
        "Цены вырастут.",
        "Attribution “по словам министра” removed.",
    ),
    ("ru", "Взрыв убил 12 человек.", "Взрыв убил 21 человека.", "Death toll raised from 12 to 21."),
    ("tr", "Onu iddiaya göre sakladı.", "Onu sakladı.", "“iddiaya göre” removed."),
    ("hy", "Նա հրաժարական չի տա։", "Նա հրաժարական կտա։", "“չի տա” became “կտա”."),
    (
        "az",
        "Heç kim xəsarət almayıb.",
        "İki nəfər xəsarət alıb.",
        "“Heç kim” became “iki nəfər”; “almayıb” became “alıb”.",
    ),
    ("az", "O dünən gəldi.", "O bu gün gəldi.", "“dünən” became “bu gün”."),
    ("fa", "دو نفر کشته شدند.", "سه نفر کشته شدند.", "Death toll raised from دو to سه."),
    ("ru", "«Едем», — заявил министр Белов. Да.", "Да.", "Quote of министр Белов removed."),
    ("de", "Zwei Männer starben.", "Drei Männer starben.", "Death toll raised from zwei to drei."),
    (
        "de",
        "Dabei kamen 14 ums Leben.",
        "Dabei kamen 17 ums Leben.",
        "Death toll raised from 14 to 17.",
    ),
    (
        "es",
        "Costó 3 millones de euros.",
        "Costó 3 mil millones de euros.",
        "Figure raised from 3 millones de euros to 3 mil millones de euros.",
    ),
    (
        "tr",
        "6 kişi hayatını kaybetti.",
        "9 kişi hayatını kaybetti.",
        "Death toll raised from 6 to 9.",
    ),
    (
        "pt",
        "Custou 3 mil milhões de euros.",
        "Custou 3 milhões de euros.",
        "Figure lowered from 3 mil milhões de euros to 3 milhões de euros.",
    ),
    ("de", "Haft für Karl Meier.", "Haft für Anna Meyer.", "Karl Meier replaced by Anna Meyer."),
    ("fr", "Hier deux morts.", "Hier trois morts.", "Death toll raised from deux to trois."),
    ("es", "Hubo dos muertos.", "Hubo tres muertos.", "Death toll raised from dos to tres."),
    ("es", "¿Quién fue?", "Preguntó quién fue.", "A question became a statement."),
    (
        "en",
        "Police said 12-year-old Ada and 9 others fled.",
        "Police said Ada and 9 others fled.",
        "“12-year-old” removed.",
    ),
    (
        "en",
        "ISTANBUL (Reuters) - It is shut.",
        "It is shut.",
        "Dateline “ISTANBUL (Reuters)” removed.",
    ),
    (
        "en",
        "FRESNO, Calif. (AP) — It is shut.",
        "It is shut.",
        "Dateline “FRESNO, Calif. (AP)” removed.",
    ),
    ("fr", "Il ne partira pas.", "Il partira.", "Negation “ne … pas” removed."),
    (
        "fa",
        "۴٫۵ میلیون دلار بود.",
        "۴۵ میلیون دلار بود.",
        "Figure raised from ۴٫۵ میلیون دلار to ۴۵ میلیون دلار.",
    ),
    ("fa", "تورم ۵٪ است.", "تورم ۱۵٪ است.", "Figure raised from ۵٪ to ۱۵٪."),
    (
        "ru",
        "Строитель Пётр Громов вышел.",
        "Строитель Павел Фролов вышел.",
        "Пётр Громов replaced by Павел Фролов.",
    ),
    (
        "ru",
        "Пётр Громов вышел.",
        "Пётр Громав вышел.",
        "Name changed from Громов to Громав.",
    ),
    ("ru", "Она в 6 часов.", "Она в 9 часов.", "Time changed from 6 часов to 9 часов."),
    ("ru", "Он шёл 6 часов.", "Он шёл 9 часов.", "Figure raised from 6 часов to 9 часов."),
    ("uk", "Вона о 18 годині.", "Вона о 19 годині.", "Time changed from 18 годині to 19 годині."),
    ("tr", "Oylama saat 18.00'de.", "Oylama saat 19.30'da.", "Time changed from 18.00 to 19.30."),
    ("az", "O saat 18:00-da.", "O saat 19:00-da.", "Time changed from 18:00 to 19:00."),
    ("hy", "Ժողովը ժամը 6-ին է։", "Ժողովը ժամը 9-ին է։", "Time changed from 6 to 9."),
    ("ka", "ის 6 საათზეა.", "ის 9 საათზეა.", "Time changed from 6 საათზე to 9 საათზე."),
    ("de", "Sie ist um 18 Uhr.", "Sie ist um 19.30 Uhr.", "Time changed from 18 Uhr to 19.30 Uhr."),
    ("fr", "Elle est à 18 heures.", "Elle est à 19h30.", "Time changed from 18 heures to 19h30."),
    (
        "fr",
        "Elle a duré 18 heures.",
        "Elle a duré 24 heures.",
        "Figure raised from 18 heures to 24 heures.",
    ),
    ("es", "Es a las 6 de la tarde.", "Es a las 9 de la tarde.", "Time changed from 6 to 9."),
    ("fa", "جلسه ساعت ۱۸:۰۰ است.", "جلسه ساعت ۱۹:۳۰ است.", "Time changed from ۱۸:۰۰ to ۱۹:۳۰."),
]


@pytest.mark.parametrize(("language", "old", "new", "told"), IN_LANGUAGES)
def test_summary_in_the_words_of_the_article(language, old, new, told):
    """Clocks are no durations; words that deny or doubt are quoted as they are in the text."""
    diff = compare(article(old, language=language), article(new, language=language))
    assert diff.summary == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Twelve boats were lost in the storm off the northern coast",
            "Harrowby mourns the crews of the fishing fleet that did not return",
            (
                "Headline changed to “Harrowby mourns the crews of the fishing fleet that did not "
                "return”; "
            ),
        ),
        (
            "Ferry sinks, Orrin projects",
            "Ferry sinks",
            "“Orrin projects” removed from the headline; ",
        ),
    ],
)
def test_a_headline_is_told_in_its_words(old, new, told):
    """With what was added or removed if that is short, else the new one; no word hides it."""
    diff = compare(article("12 fell.", title=old), article("14 fell.", title=new))
    assert diff.summary == f"{told}figure raised from 12 to 14."


def test_a_standfirst_says_what_its_change_hides():
    """If too many words changed to be quoted, figures and dates among them are named."""
    old = "Farms in the valley would pay a fifth more for water from next summer on."
    new = f"{old[:-1]}, and a third more from 2028 on."
    diff = compare(article("They met.", standfirst=old), article("They met.", standfirst=new))
    assert diff.summary == "Standfirst changed (figures and dates)."


def test_a_note_of_the_editors_is_always_told():
    """Whatever else changed, no other clause takes its place."""
    old = "He was in Sable. 12 fell. 30 rose. 50 sang. Ada Finch swam. They left on Monday."
    new = "He was not in Dorne. 14 fell. 33 rose. 55 sang. Ada Pinch swam. It rained on Tuesday."
    note = "Correction: an earlier version gave the wrong figures."
    diff = compare(
        article(old, title="Rain", byline=("A. B.",), standfirst="It was wet."),
        article(f"{new}\n{note}", title="Snow", byline=("C. D.",), standfirst="It was dry."),
    )
    assert diff.summary.endswith("; correction noted.")


def test_summary_claims_no_deaths_of_another_figure():
    """A figure with no word of death next to it is a figure, even if the sentence has one."""
    old = article("The man who died in the autumn of that year owned as many as 12 boats.")
    new = article("The man who died in the autumn of that year owned as many as 14 boats.")
    assert "eath" not in compare(old, new).summary


def test_first_revision_is_empty():
    """Nothing is said about what did not change."""
    one = article(KEPT, title="Rain")
    given = assessed(one, one)
    assert (given.weight, given.kinds, given.signals, given.summary) == (Weight.NONE, (), (), "")
