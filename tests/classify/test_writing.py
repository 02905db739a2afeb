"""What is only written differently, who is meant, and when it happens."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.records import Weight
from tests.classify.test_edits import verdict

AROUND = (
    "Judge Brian E. Murphy ruled. We saw Murphy there, and Mette Frederiksen with Ben Baker. "
    "Then Hamas and the Department of Homeland Security met the army in the city of Boston."
)

COSMETIC = [
    ("On April 4 they met in Rome.", "OnApril 4 they met in Rome."),
    ("They came once more there.", "They came oncemore there."),
    ("It was a two year term.", "It was a two-year term."),
    ("He saw the United States lose.", "He saw the US lose."),
    ("He saw the United Nations vote.", "He saw the U.N. vote."),
    ("We met Sen. Smith there.", "We met Senator Smith there."),
    ("It rose by 5 per cent.", "It rose by 5%."),
    ("It went at 104 miles per hour.", "It went at 104 mph."),
    ("“And they don’t they don’t come,” he said.", "“And they don’t come,” he said."),
    ("This “would a low point,” he said.", "This “would be a low point,” he said."),
    ("The probes mission ended.", "The probes’ mission ended."),
    ("This week, yet another man left.", "This week,yet another man left."),
    ("We saw Baker’s White Horse.", "We saw Baker’sWhite Horse."),
    ("It is so, they hope,” he says.", "It is so, they hope, he says."),
    ("The truck went into in the yard.", "The truck went into the yard."),
    ("The officer said wants to know why.", "The officer said she wants to know why."),
]


@pytest.mark.parametrize(("old", "new"), COSMETIC)
def test_other_writing_is_cosmetic(old, new):
    """A space, a hyphen, initials or a slip change no meaning, whichever came first."""
    assert verdict(old, new).weight is Weight.COSMETIC
    assert verdict(new, old).weight is Weight.COSMETIC


WORDING = [
    ("The judge also ruled on it.", "Murphy also ruled on it."),
    ("But the department walked away.", "But DHS walked away."),
    ("He said it was enough.", "Murphy said it was enough."),
    ("We know that the employee Ben Baker left.", "We know that Baker left."),
    ("Police went to the city early.", "Police went to Boston early."),
    ("The rest of the war was quiet.", "The rest ofthe conflict was quiet."),
    ("They took what they saw.", "They take what they see."),
    ("They help locating him.", "They help finding him."),
    ("It was over, according to police.", "It was over, police said."),
    (
        "Minister Frederiksenis staking her work on it.",
        "Minister Frederiksenstaked her work on it.",
    ),
]


@pytest.mark.parametrize(("old", "new"), WORDING)
def test_another_way_to_say_it_is_wording(old, new):
    """What names the same in other words or another form is no new fact."""
    around = AROUND + " The employee and the department were there, and the war and the conflict."
    assert verdict(old, new, around=around).weight is Weight.WORDING
    assert verdict(new, old, around=around).weight is Weight.WORDING


SUBSTANTIVE = [
    ("On April 4 they met in Rome.", "OnApril 5 they met in Rome."),
    ("Between 15 20 and 30 went.", "Between 1520 and 30 went."),
    ("It was a 2-5 point rise.", "It was a 25 point rise."),
    ("He was not able to go.", "He was notable to go."),
    ("They killed 12 12 people.", "They killed 12 people."),
    ("He saw the United Nations vote.", "He saw the US vote."),
    ("It was a success.", "It was a ‘success’."),
    ("The army attacked first.", "Hamas attacked first."),
    ("The judge attacked first.", "Hamas attacked first."),
    ("He did it on his own.", "Putin did it on his own."),
    ("He did it alone.", "She did it alone."),
    ("We saw Kim Dong-hoo.", "We saw Kim Dong-hoon."),
    ("We saw Robin William.", "We saw Robin Williams."),
    ("She will defeat him there.", "She defeats him there."),
    ("They left this week.", "They left last week."),
    ("This “would a low point,” he said.", "This “would not be a low point,” he said."),
    ("It was “over. He left.", "It was “over.” He left."),
]


@pytest.mark.parametrize(("old", "new"), SUBSTANTIVE)
def test_what_only_looks_like_other_writing(old, new):
    """No figure, name, person, denial, quotation or time is lost among differences of writing."""
    assert verdict(old, new, around=AROUND).weight is Weight.SUBSTANTIVE
    assert verdict(new, old, around=AROUND).weight is Weight.SUBSTANTIVE


@pytest.mark.parametrize(
    ("language", "old", "new", "other", "weight"),
    [
        (
            "pt",
            "Um novo progama começa.",
            "Um novo programa começa.",
            "O programa dura.",
            "wording",
        ),
        ("pt", "Um novo progama começa.", "Um novo programa começa.", "", "substantive"),
        ("nl", "Het progamma begint nu.", "Het programma begint nu.", "Zijn programma.", "wording"),
        ("pt", "A polícia vendeu tudo.", "A polícia venceu tudo.", "Ele venceu.", "substantive"),
    ],
)
def test_the_article_itself_spells_a_word_that_no_list_knows(language, old, new, other, weight):
    """*Progama* is *programa* if both versions write that elsewhere; another letter never is."""
    texts = ([old, other], [new, other])
    found = classify(old, new, Vocabulary.of(*texts, language))
    assert found.weight.value == weight, found


GLUED = [
    (
        "Police found a long gun and a modified handgun at the scene.",
        "Police found a long gun and a modified rifle at the scene.",
        "detail handgun -> rifle",
    ),
    (
        "The oil came from Venezuela after the raid on that country.",
        "The oil came from Venezuela after the raid on the Venezuelan president.",
        "name Venezuelan added",
    ),
]


@pytest.mark.parametrize(("old", "new", "fact"), GLUED)
def test_a_fact_is_told_as_the_text_has_it(old, new, fact):
    """A word that was tried as two, in case they had run together, is one in the text."""
    found = classify(old, new, Vocabulary.of([old], [new], "en"))
    assert fact in [str(one) for one in found.facts]
