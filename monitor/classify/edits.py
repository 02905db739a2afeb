"""The kinds, weight and facts of one edit, by rules that name their evidence.

Rules look at the sentence as a whole (quantities, negation, hedges, attribution) and then at its
hunks: runs of words that other runs replace. What may change a claim is reported even if it may
be a mere rewording: calling a changed claim cosmetic is the worse mistake.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import regex
from rapidfuzz.distance import OSA

from monitor.classify.compared.cells import with_cells_in_order
from monitor.classify.compared.content import MOST_PAIRS, classify_hunks
from monitor.classify.compared.counts import changed_quantities
from monitor.classify.compared.dateline import without_dateline
from monitor.classify.compared.denied import denied_otherwise
from monitor.classify.compared.forms import SLIPS, Relation, is_slip_of_hand, relation
from monitor.classify.compared.other_ordinals import other_ordinals
from monitor.classify.compared.pair import Pair, Side, word_indices
from monitor.classify.compared.punctuation import comma_by_denial, quotation_that_went
from monitor.classify.compared.source import instead_of, who_says
from monitor.classify.compared.verdict import Verdict
from monitor.classify.compared.writing import rewritings, unglued
from monitor.classify.figures.quantities import quantities
from monitor.classify.language.caseless import CASELESS, may_be_name
from monitor.classify.language.keyboard import is_on_other_keyboard
from monitor.classify.language.known import is_known
from monitor.classify.language.orthography import are_same_letters
from monitor.diff.capitals import compared_keys
from monitor.diff.marks import equal_ends
from monitor.diff.records import Fact
from monitor.diff.tokens import QUOTES, in_small
from storage.records import Weight

if TYPE_CHECKING:
    from monitor.classify.compared.vocabulary import Vocabulary

LONG_TITLE_WORD = 8
TITLE_WORD = 6
"""Fewest letters of a word next to the misspelt one in a title; names are often shorter."""
REWRITTEN_SHARE = 0.45
REWRITTEN_WORDS = 8
LONGEST_READ = 12_000
"""If both texts together have more characters, only the part that differs is looked at."""
AROUND = 200
"""Characters left and right of that part."""


def classify(
    old: str,
    new: str,
    vocabulary: Vocabulary,
    quoted_before: tuple[bool, bool] = (False, False),
) -> Verdict:
    """Classify what became of an edited text. Both texts are canonical.

    ``quoted_before`` says for each text whether a quotation was open where it begins.
    """
    verdict = Verdict()
    if old == new:
        return verdict
    old, new = _around_the_difference(old, new)
    if len(old) + len(new) > LONGEST_READ:
        verdict.add("rewrite")
        return verdict
    pair = Pair(old, new, vocabulary, quoted_before)
    for mend in (with_cells_in_order, without_dateline, _in_one_writing, other_ordinals, _mended):
        mended = mend(pair, verdict)
        if mended[0] == mended[1]:
            return verdict
        if mended != (pair.old.text, pair.new.text):
            pair = Pair(*mended, vocabulary, quoted_before)
    if pair.old.keys == pair.new.keys:
        _style_only(pair, verdict)
        return verdict
    _case(pair, verdict)
    for fact in changed_quantities(pair.old.text, pair.new.text, vocabulary.language):
        verdict.add("number" if fact.type == "number" else "date", fact)
    _claims(pair, verdict)
    _question(pair, verdict)
    classify_hunks(pair, verdict)
    quotation_that_went(pair, verdict)
    comma_by_denial(pair, verdict)
    _rewritten(pair, verdict)
    if verdict.weight.rank <= Weight.COSMETIC.rank:
        _no_rule_reported(pair, verdict)
    _tell_as_written(verdict, old, new)
    return verdict


def _no_rule_reported(pair: Pair, verdict: Verdict) -> None:
    """Judge what is cosmetic so far: words that moved never are."""
    words, vocabulary = _words_that_differ(pair), pair.vocabulary
    claims = any(vocabulary.is_claim(w) and not vocabulary.is_dated(w) for w in words)
    if (claims and not verdict.kinds) or _are_only_moved(pair):
        verdict.add("wording")
    elif not verdict.kinds:
        verdict.add("spelling" if words else "punctuation")


def _tell_as_written(verdict: Verdict, old: str, new: str) -> None:
    """Give the facts in the words of the texts, whatever form was compared."""
    told = (replace(f, old=_written(f.old, old), new=_written(f.new, new)) for f in verdict.facts)
    verdict.facts = list(dict.fromkeys(told))


def _written(value: str | None, text: str) -> str | None:
    """A value as the text has it: *handgun*, even if it was compared as *hand gun*."""
    if not value or value in text:
        return value
    found = regex.search(r"\s?".join(map(regex.escape, "".join(value.split()))), text)
    return found[0] if found else value


def _are_only_moved(pair: Pair) -> bool:
    """Whether all words and figures are the same, in another order, with no date written anew.

    So are cells with another border, and a dash beside figures, which may stand for one that is
    missing: *12 –* is not *– 12*.
    """
    words, figures, dated = zip(*map(_in_order, (pair.old, pair.new)), strict=True)
    if sorted(words[0]) != sorted(words[1]) or sorted(dated[0]) != sorted(dated[1]):
        return False
    beside = _beside_dashes(pair.old) != _beside_dashes(pair.new)
    moved = sorted(figures[0]) == sorted(figures[1]) and (beside or figures[0] != figures[1])
    return moved or words[0] != words[1]


def _beside_dashes(side: Side) -> list[tuple[str, ...]]:
    """The figures on both sides of each dash: *12 – Finch 30* is not *12 Finch – 30*."""
    row = ["", *side.lower, ""]
    return [
        tuple(word for word in (row[at - 1], row[at + 1]) if word[:1].isdigit())
        for at, sign in enumerate(row)
        if sign == "-"
    ]


def _in_order(side: Side) -> tuple[list[str], list[str], list[str]]:
    """Its words and borders of cells; its figures and dashes; its figures and dates in full."""
    tokens = list(zip(side.tokens, side.lower, strict=True))
    return (
        [word for token, word in tokens if token.is_word or word == "|"],
        [word for _token, word in tokens if word == "-" or word[0].isdigit()],
        [in_small(found.text) for found in quantities(side.text, side.language)],
    )


def _words_that_differ(pair: Pair) -> list[str]:
    """Words that came, went or moved: *May 6* for *6 May*, which no rule has reported."""
    return [
        side.lower[index]
        for hunk in pair.hunks
        for side, start, end in (
            (pair.old, hunk.old_start, hunk.old_end),
            (pair.new, hunk.new_start, hunk.new_end),
        )
        for index in word_indices(side.tokens, start, end)
    ]


def _around_the_difference(old: str, new: str) -> tuple[str, str]:
    """The part of very long texts that differs, with a little on either side."""
    if len(old) + len(new) <= LONGEST_READ:
        return old, new
    start, end = (max(0, length - AROUND) for length in equal_ends(old, new))
    return old[start : len(old) - end], new[start : len(new) - end]


def _in_one_writing(pair: Pair, verdict: Verdict) -> tuple[str, str]:
    """Both texts with their spaces, hyphens, initials and doubled words put into one form."""
    if pair.vocabulary.language == "en":
        pair = unglued(pair)
    old, new = pair.old.text, pair.new.text
    if old == new:
        verdict.add("whitespace")
    for found in reversed(rewritings(pair)):
        verdict.add(found.kind)
        if found.new:
            new = new[: found.start] + found.text + new[found.end :]
        else:
            old = old[: found.start] + found.text + old[found.end :]
    return old, new


def _mended(pair: Pair, verdict: Verdict) -> tuple[str, str]:
    """Both texts, the old one without its slips, so that no other rule is misled by them."""
    text, mended = pair.old.text, list[tuple[int, int, str]]()
    for hunk in pair.hunks:
        old = word_indices(pair.old.tokens, hunk.old_start, hunk.old_end)
        new = word_indices(pair.new.tokens, hunk.new_start, hunk.new_end)
        for i in old if len(old) * len(new) <= MOST_PAIRS else ():
            j = next((j for j in new if _is_slip(pair, i, j)), None)
            if j is None:
                continue
            new.remove(j)
            found = relation(pair.old.lower[i], pair.new.lower[j], pair.vocabulary)
            verdict.add("spelling" if found is Relation.VARIANT else "typo")
            token = pair.old.tokens[i]
            mended.append((token.start, token.end, pair.new.tokens[j].text))
    for start, end, word in reversed(mended):
        text = text[:start] + word + text[end:]
    return text, pair.new.text


def _is_slip(pair: Pair, i: int, j: int) -> bool:
    """Whether it is one word in two spellings; names excepted, whose spelling is a fact."""
    one, other = pair.old.lower[i], pair.new.lower[j]
    if are_same_letters(one, other, pair.vocabulary.language) or is_on_other_keyboard(one, other):
        return True
    if pair.old.is_name(i) or pair.new.is_name(j):
        return _is_slip_in_title(pair, i, j)
    if any(letter.isdigit() for letter in one + other):
        return False
    language = pair.vocabulary.language
    names = all(may_be_name(word, language) for word in (one, other))
    unlisted = language not in CASELESS and _have_no_capitals(one + other)
    if (names or unlisted) and not is_slip_of_hand(one, other, language):
        return False  # without capitals, one letter may make it somebody else's name
    found = relation(one, other, pair.vocabulary)
    if found is Relation.MISSPELT and all(map(pair.vocabulary.has_rule, (one, other))):
        return False  # *двенадцать* and *двадцать* are close, but not a slip
    return found in SLIPS


def _have_no_capitals(letters: str) -> bool:
    """Whether the script has no capitals; its vowels may be marks on letters: *मारा*, *मरा*."""
    return letters.lower() == letters.upper()


def _is_slip_in_title(pair: Pair, i: int, j: int) -> bool:
    """*Transporation Security Administration*: names made of ordinary words, one of them misspelt.

    Only a long known word next to another one: never the name of a person.
    """
    one, other = pair.old.lower[i], pair.new.lower[j]
    if min(len(one), len(other)) < LONG_TITLE_WORD:
        return False
    language = pair.vocabulary.language
    if is_known(one, language) is not False or not is_known(other, language):
        return False
    beside = [k for k in (j - 1, j + 1) if 0 <= k < len(pair.new.lower)]
    titled = any(
        pair.new.is_name(k)
        and len(pair.new.lower[k]) >= TITLE_WORD
        and is_known(pair.new.lower[k], language)
        for k in beside
    )
    return titled and OSA.distance(one, other, score_cutoff=1) <= 1


def _style_only(pair: Pair, verdict: Verdict) -> None:
    """Judge the same words with marks in another style, or with other spaces."""
    for old, new in zip(pair.old.tokens, pair.new.tokens, strict=True):
        if old.text != new.text:
            quotes = any(letter in QUOTES for letter in old.text + new.text)
            verdict.add("quotes_style" if quotes else "punctuation")
    if not verdict.kinds:
        verdict.add("whitespace")


def _case(pair: Pair, verdict: Verdict) -> None:
    """Add words that changed between upper and lower case and in nothing else.

    Not those that only had the capital of a sentence's beginning.
    """
    old, new = compared_keys(
        (pair.old.text, pair.old.tokens),
        (pair.new.text, pair.new.tokens),
        pair.vocabulary.is_only_a_name,
    )
    lost, won = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if {in_small(key) for key in lost} & {in_small(key) for key in won}:
        verdict.add("case")


def _claims(pair: Pair, verdict: Verdict) -> None:
    """Add words of denial, doubt and saying that came or went."""
    denied_otherwise(pair, verdict)
    lost, won, doubts = pair.lost, pair.won, pair.vocabulary.hedge
    gone, come = ([word for word in words if word in doubts] for words in (lost, won))
    if gone or come:
        old, new = (" ".join(words).replace("_", " ") or None for words in (gone, come))
        if len(gone) + len(come) == 1:
            old = old or _small_word_in_place(pair, come[0], pair.new, pair.old)
            new = new or _small_word_in_place(pair, gone[0], pair.old, pair.new)
        verdict.add("hedge", Fact("hedge", old, new))
    who_says(pair, verdict)


def _small_word_in_place(pair: Pair, word: str, side: Side, other: Side) -> str | None:
    """The word that replaced it, such as *will* for *may*: the pair shows how sure it is."""
    for place in instead_of(pair, word, side):
        if place.stop - place.start == 1:
            small = other.lower[place.start] in pair.vocabulary.function
            return other.tokens[place.start].text if small else None
    return None


def _question(pair: Pair, verdict: Verdict) -> None:
    """Add a statement made a question, or the reverse: grave, though it is just a mark."""
    asked = [sum(map(side.text.count, "?؟՞")) for side in (pair.old, pair.new)]
    if asked[0] != asked[1]:
        verdict.grave = True
        fact = Fact("punctuation", _last_mark(pair.old), _last_mark(pair.new))
        verdict.add("punctuation", fact)


def _last_mark(side: Side) -> str | None:
    return next((token.text for token in reversed(side.tokens) if token.key not in _QUOTES), None)


_QUOTES = frozenset({'"', "'"})


def _rewritten(pair: Pair, verdict: Verdict) -> None:
    """Add a rewrite if many words, and nearly half of all, differ; not if they only moved."""
    marked = sum(
        hunk.old_end - hunk.old_start + hunk.new_end - hunk.new_start for hunk in pair.hunks
    )
    if marked < REWRITTEN_WORDS:
        return
    old, new = (
        Counter(in_small(token.key) for token in side.tokens if token.is_word)
        for side in (pair.old, pair.new)
    )
    changed, total = (old - new).total() + (new - old).total(), old.total() + new.total()
    if changed >= REWRITTEN_WORDS and changed > REWRITTEN_SHARE * total:
        verdict.add("rewrite")
