"""What a summary says if one thing was added, removed or redirected: its words, not a count."""

from __future__ import annotations

import pytest

from monitor.classify.sentence.once import told_once
from monitor.comparing.articles import compare
from storage.records import Block, BlockKind, Extraction, Weight
from tests.diff.make import article

STAYS = "The bridge was closed on Monday."


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("The mayor was told in May.", "1 sentence added: “The mayor was told in May”."),
        ("She knew. He knew.", "2 sentences added."),
        ("“We knew,” said Ada Finch.", "Quote of Ada Finch added."),
        ("Subscribe to our newsletter now.", "Promotional line added."),
    ],
)
def test_the_one_sentence_that_came_is_told(added, told):
    """A reader of the log need not open the diff to see what was added; quotes name the speaker."""
    assert compare(article(STAYS), article(f"{STAYS}\n{added}")).summary == told


def test_a_long_sentence_is_cut():
    """A summary stays one line."""
    long = "The mayor " + "and the council " * 30 + "knew."
    told = compare(article(STAYS), article(f"{STAYS}\n{long}")).summary
    assert len(told) < 200
    assert "…" in told


def test_headlines_that_begin_alike_are_cut_around_what_differs():
    """A headline of 300 letters changed *from* its first hundred letters *to* just the same."""
    same = "The council, which had promised to keep the pool, the library and all schools, " * 2
    old, new = f"{same}will close nine and sue", f"{same}will close two and not sue"
    told = compare(article(STAYS, title=old), article(STAYS, title=new)).summary
    assert told == (
        "Headline changed from “…and all schools, will close nine and sue” "
        "to “…and all schools, will close two and not sue”."
    )


def test_rows_of_a_table_are_called_so():
    """Nobody would call them sentences."""
    rows = [Block(BlockKind.TABLE, f"Pier {n} | {n} cracks") for n in range(3)]
    text = Block(BlockKind.PARAGRAPH, STAYS)
    old, one, all_rows = (Extraction(blocks=(text, *rows[:n])) for n in (1, 2, 3))
    assert compare(old, one).summary == "1 row of a table added: “Pier 1 | 1 cracks”."
    assert compare(all_rows, old).summary == "2 rows of a table removed."
    turned = Extraction(blocks=(text, *rows[1:], rows[0]))
    assert compare(all_rows, turned).summary == "1 row of a table moved."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a", "b", "A link now leads to b instead of a."),
        ("a", "", "Link to a removed."),
        ("", "b", "Link to b added."),
        ("a b", "c", "1 link added and 2 links removed."),
    ],
)
def test_where_a_link_leads_is_told(old, new, told):
    """*Links changed* does not say that one source replaced another."""
    readings = (
        article(STAYS, links=tuple(each.split()), targets=tuple(each.split()))
        for each in (old, new)
    )
    assert compare(*readings).summary == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("“Lies” are out", "“Lies” were out", "“are” became “were” in the headline."),
        ("Mayor “lied”", "Mayor ‘erred’", "“lied” became “erred” in a quote in the headline."),
        ("Mayor lied", "Mayor ‘erred’", "“lied” became quoted “erred” in the headline."),
        ("Mayor “lied”", "Mayor erred", "Quoted “lied” became “erred” in the headline."),
    ],
)
def test_quoted_words_of_a_headline_stand_in_one_pair_of_marks(old, new, told):
    """*“‘lied’”* is hard to read, so the summary says *quoted* or *in a quote* instead."""
    assert compare(article(STAYS, title=old), article(STAYS, title=new)).summary == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Three men fled, police said.",
            "Three men fled, witnesses said.",
            "Attribution changed from “police” to “witnesses”.",
        ),
        (
            "Three men fled, Ada Finch said.",
            "Three men fled, Tom Keller said.",
            "Attribution changed from “Ada Finch” to “Tom Keller”.",
        ),
        (
            "By Monday the Harbour Office said three men fled.",
            "By Monday the agency said three men fled.",
            "Harbour Office no longer mentioned.",
        ),
        (
            "Three men fled, Ada Finch said.",
            "Three men fled, Ada Keller said.",
            "Ada Finch replaced by Ada Keller.",
        ),
        (
            "Three men fled, police told Radio Sable.",
            "Three men fled, police told Radio Tolvar.",
            "Radio Sable replaced by Radio Tolvar.",
        ),
        (
            "The plan that police said had failed.",
            "The plan that witnesses said had failed.",
            "Attribution changed from “police” to “witnesses”.",
        ),
        (
            "A man shot by police said he would sue.",
            "A man shot by soldiers said he would sue.",
            "“police” became “soldiers”.",
        ),
        (
            "Three men fled, said police officers.",
            "Three men fled, said fire officers.",
            "“police” became “fire”.",
        ),
        (
            "Local police said three men fled.",
            "Local doctors said three men fled.",
            "Attribution changed from “police” to “doctors”.",
        ),
    ],
)
def test_who_said_it_is_told_as_such(old, new, told):
    """Another source is another claim; whom they told is not, and *the agency* may be the same one.

    If only part of the subject changed, the same man says it as before.
    """
    assert compare(article(f"{STAYS}\n{old}"), article(f"{STAYS}\n{new}")).summary == told


@pytest.mark.parametrize(
    ("clauses", "kept"),
    [
        (["“CNN” removed", "“CNN projects” removed"], ["“CNN projects” removed"]),
        (["“a” became “b”", "“a c” became “b d” in a quote"], ["“a c” became “b d” in a quote"]),
        (["“a” became “b”", "a replaced by b"], ["“a” became “b”"]),
        (["“a” removed", "“ab” removed"], ["“a” removed", "“ab” removed"]),
        (
            ["“a” removed from a quote", "“a c” removed"],
            ["“a” removed from a quote", "“a c” removed"],
        ),
        (["quote “it” added", "quote “it” removed"], []),
        (["negation “not” added", "“not” added"], ["negation “not” added", "“not” added"]),
    ],
)
def test_what_another_clause_says_too_is_not_told_twice(clauses, kept):
    """A reader of *“CNN” removed; “CNN projects” removed* would look for two edits."""
    assert told_once(clauses) == kept


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Her office called the rescue a success on Monday.",
            "Her office called the rescue a “great triumph” on Monday.",
            "Quote “great triumph” added",
        ),
        (
            "The war widens with ships sunk off the coast.",
            "The war widens with a “hybrid attack” off the coast.",
            "Quote “hybrid attack” added",
        ),
        ("He called it “a miracle.”", "He called it “a miracle” of the old times.", "“of the old"),
        (
            "He saw “interference.”",
            "He saw “interference,” the radio said.",
            "Attribution “said” added.",
        ),
        ("He called it a miracle.", "He called it “a miracle.”", "Quotation marks put around “a"),
        (
            "“We regret the deaths,” President Brent said.",
            "“We regret the losses,” Minister Keller said.",
            "“deaths” became “losses” in a quote; attribution changed from “President Brent” to",
        ),
        (
            "“We regret the deaths,” President Brent said.",
            "“We regret the losses,” President Brent said.",
            "“deaths” became “losses” in a quote of President Brent.",
        ),
        (
            "“It is over,” Ada Finch told reporters.",
            "“It is finished,” an aide of the mayor told reporters.",
            "“over” became “finished” in a quote;",
        ),
        (
            "“I will not resign,” Finch said.",
            "Finch said he will resign.",
            "“not” removed from a quote of Finch; quote of Finch removed.",
        ),
    ],
)
def test_a_quote_that_came_is_told_as_such_and_as_that_of_who_speaks(old, new, told):
    """*Quote changed* says that there was one; with two speakers, neither said both wordings.

    Marks that closed a sentence, and now close a part of it, are around the same words.
    """
    found = compare(article(f"{STAYS}\n{old}"), article(f"{STAYS}\n{new}")).summary
    assert told in found
    back = compare(article(f"{STAYS}\n{new}"), article(f"{STAYS}\n{old}")).summary
    assert ("added" in found) == ("removed" in back)


def test_a_denial_in_a_rewritten_sentence_is_told():
    """*1 other sentence rewritten* hid that what was to be published no longer is."""
    texts = "It will publish the whole list of donors.", "It does not plan a list of any donors."
    told = compare(*(article(f"{STAYS}\nIt has {n} wells.\n{one}") for n, one in enumerate(texts)))
    assert told.summary == (
        "Figure raised from 0 to 1 wells; "
        "“will publish the whole list of” became “does not plan a list of any”."
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Between 10 and 20 soldiers deserted.",
            "Between 20 and 30 soldiers deserted.",
            "“10 and 20” became “20 and 30”.",
        ),
        ("Prices rose 3 to 5 percent.", "Prices rose 5 to 7 percent.", "“3 to 5” became “5 to 7”."),
        ("Some 10–20 soldiers deserted.", "Some 10–25 soldiers deserted.", "raised from 20 to 25"),
        ("It hit 12 boats in the harbour.", "It hit 21 lorries in the harbour.", "“12 boats” bec"),
        (
            "It hit 12 boats in the harbour.",
            "It hit 21 boats in the harbour.",
            "from 12 to 21 boats",
        ),
        (
            "The dead of the day are a soldier in Dorne and two academics in the hills, he said.",
            "The dead of the day are six members of a crew, he said.",
            "“two academics” removed and “six members” added",
        ),
        ("About a third of voters came.", "About half of voters came.", "“about a third” became"),
        ("About a third of voters came.", "Over a third of voters came.", "became “over a third”"),
        (
            "It was a great event in most areas.",
            "It was a great event everywhere but some coastal areas.",
            "“in most” became “everywhere but some coastal”.",
        ),
    ],
)
def test_what_a_figure_stands_for_is_told_with_it(old, new, told):
    """*Figure raised from 10 to 30* was said when 10 and 20 became 20 and 30, or of lorries."""
    assert told in compare(article(f"{STAYS}\n{old}"), article(f"{STAYS}\n{new}")).summary


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "The fraud case was dropped in November 2020, he said.",
            "The January 6 case was dropped in November 2024, he said.",
            "Date changed from November 2020 to November 2024;",
        ),
        ("Keller struck Brent in the hall.", "Brent struck Keller in the hall.", "changed places"),
        (
            "It went to Orsk, the Northern island and Tolvan port he has sought.",
            "It went to Orsk, the Tolvan port he has sought, and the Northern island says no.",
            "Negation “no” added; attribution “says” added",
        ),
    ],
)
def test_what_stands_for_what_is_told_of_dates_and_names(old, new, told):
    """*November 2020 removed, November 2024 added* is one date; a moved phrase is no exchange."""
    assert told in compare(article(f"{STAYS}\n{old}"), article(f"{STAYS}\n{new}")).summary


def test_a_sentence_that_came_beside_one_that_went_is_told_in_both_words():
    """*1 sentence added; 1 sentence removed* does not say what was added and removed."""
    old = article(f"The council asked for a review.\n{STAYS}\nRain fell on Orsk.")
    new = article(f"{STAYS}\nRain  fell on Orsk.\nTwo men were told to leave.")
    assert compare(old, new).summary == (
        "1 sentence added: “Two men were told to leave”; "
        "1 sentence removed: “The council asked for a review”."
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Nobody was hurt.", "Two people were hurt.", "“Nobody was” became “two people were”."),
        ("The talks failed to end it.", "The talks ended it.", "“failed to end” became “ended”."),
        ("There were several survivors.", "There were at least four survivors.", "“several” bec"),
        ("No ferry came.", "The ferry came.", "Negation “no” removed."),
        ("It drew 1,234 people.", "It drew 1.234 people.", "Figure changed from 1,234 to 1.234."),
        ("It cost 1.500.000 Euro.", "It cost 1,500,000 Euro.", "Spelling changed"),
    ],
)
def test_a_denial_or_figure_is_told_with_what_stands_for_it(old, new, told):
    """*Negation removed; figures changed too* was said when nobody hurt became two people hurt.

    One mark before three digits separates thousands to some and decimals to others.
    """
    assert told in compare(article(f"{STAYS}\n{old}"), article(f"{STAYS}\n{new}")).summary


def test_a_quotation_that_became_reported_speech_is_no_wording():
    """It weighs the same both ways: somebody's own words are now the outlet's."""
    texts = "“He is guilty,” the lawyer said.", "The lawyer said he is guilty."
    old, new = (article(f"{STAYS}\n{text}") for text in texts)
    assert compare(old, new).summary == "Quote “He is guilty” removed."
    assert compare(new, old).summary == "Quote “He is guilty” added."
    assert compare(old, new).weight is compare(new, old).weight is Weight.SUBSTANTIVE


def test_a_mark_that_closes_a_quotation_at_last_is_punctuation():
    """It was open since the sentence before: no words became quoted."""
    opened = (
        "“The bridge is a place for all of us who live here. It is my favourite part,{} says Ada."
    )
    old, new = (article(opened.format(mark)) for mark in ("", "”"))
    assert compare(old, new).weight is Weight.COSMETIC


def test_words_that_keep_their_marks_are_not_told_to_get_any():
    """They were between marks before, with more words after them, which lost theirs."""
    old, new = "He said: “He is guilty and will pay.”", "He said: “He is guilty” and will pay."
    for one, other in ((old, new), (new, old)):
        assert compare(article(one), article(other)).summary == "Quotation marks changed."


def test_a_quotation_has_no_words_that_stood_behind_it():
    """Nobody said *I am Ada Finch*."""
    old = "“I am angry,” Ada Finch said on Monday in Harbour."
    new = "The mayor said on Monday in Harbour that she was angry."
    (edit,) = compare(article(f"{STAYS}\n{old}"), article(f"{STAYS}\n{new}")).edits
    quotes = {fact.old for fact in edit.facts if fact.type == "quote"}
    assert quotes == {"angry", "I am"}


def test_a_credit_that_came_is_no_words_of_the_headline():
    """*“closes” became “shuts” in the headline: “Reporting by …”* quotes no headline."""
    readings = (
        article(STAYS, title="Council closes a bridge"),
        article(f"{STAYS}\nReporting by Ada Finch; editing by Tom Mole", title="Council shuts it"),
    )
    assert "Reporting" not in compare(*readings).summary


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("“It failed. The pier has been shut. We sigh,” Finch said.",) * 2
        + ("“has been” became “were” in a quote.",),
        (
            "“It failed. The pier has been shut. We sigh,” Finch said.",
            "It failed. The pier has been shut. We sigh, Finch said.",
            "Quote removed; quotation marks taken from “It failed”.",
        ),
        (
            "It failed. The pier has been shut. We sigh, Finch said.",
            "“It failed. The pier has been shut. We sigh,” Finch said.",
            "Quote added; quotation marks put around “It failed”.",
        ),
    ],
    ids=["quoted still", "quoted no more", "quoted now"],
)
def test_words_between_two_quoted_sentences_are_quoted_while_the_marks_stand(old, new, told):
    """Their sentence has no mark of its own; once those around it are gone, it is no quote."""
    new = new.replace("has been", "were")
    assert compare(article(f"{STAYS}\n{old}"), article(f"{STAYS}\n{new}")).summary == told


@pytest.mark.parametrize(
    ("language", "old", "new", "told"),
    [
        (
            "fr",
            "« Nous ne paierons pas », a dit le maire.",
            "« Nous paierons », a dit le maire.",
            "Negation “ne … pas” removed from a quote.",
        ),
        (
            "es",
            "«No pagaremos», dijo la alcaldesa.",
            "«Pagaremos», dijo la alcaldesa.",
            "Negation “no” removed from a quote.",
        ),
        (
            "de",
            "Nach Angaben der Armee starben zwölf Menschen.",
            "Zwölf Menschen starben.",
            "Attribution “Nach Angaben der Armee” removed.",
        ),
        (
            "en",
            "The army said it had taken the town.",
            "The army had taken the town.",
            "Attribution “said” removed.",
        ),
        (
            "en",
            "According to the army the town fell.",
            "The town fell.",
            "Attribution “According to the army” removed.",
        ),
    ],
)
def test_a_claim_is_told_once_and_in_its_own_words(language, old, new, told):
    """A denial in a quotation is no second edit; a verb that moved is no change of source."""
    assert compare(article(old, language=language), article(new, language=language)).summary == told


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("Nine of the boats were found on Monday.", "Figure raised from six to nine."),
        (
            "Nine of the crew were found on Monday.",
            "“six of the boats” removed and “nine of the crew” added; “boats” became “crew”.",
        ),
        ("Nine people were found on Monday.", "“six of the boats” became “nine people”."),
    ],
)
def test_a_figure_is_raised_of_one_thing_alone(new, told):
    """*Six of the boats* and *nine of the crew* must not read as if more was found."""
    assert compare(article("Six of the boats were found on Monday."), article(new)).summary == told


@pytest.mark.parametrize(
    ("language", "old", "new", "told"),
    [
        (
            "de",
            "Die Mutter schlug die Tochter in Holm.",
            "In Holm schlug die Tochter die Mutter.",
            "“Mutter” and “Tochter” changed places.",
        ),
        (
            "en",
            "The strike began on 3 May and ended on 8 May.",
            "The strike began on 8 May and ended on 3 May.",
            "“3 May” and “8 May” changed places.",
        ),
    ],
)
def test_who_and_what_changed_places_is_told_of_them_alone(language, old, new, told):
    """The place only moved within the sentence, and no day was raised."""
    assert compare(article(old, language=language), article(new, language=language)).summary == told


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "de",
            "Der Sturm hat das Haus zerstört.",
            "Das Haus wurde vom Sturm zerstört.",
        ),
        ("fr", "Eva Hall a battu Ada Finch.", "Ada Finch a été battue par Eva Hall."),
        ("es", "Ada Finch venció a Eva Hall.", "Eva Hall fue vencida por Ada Finch."),
    ],
)
def test_a_passive_exchanges_nobody(language, old, new):
    """The agent now comes after *by*: the words are quoted, and nobody changed places."""
    assert (
        "changed places"
        not in compare(article(old, language=language), article(new, language=language)).summary
    )
