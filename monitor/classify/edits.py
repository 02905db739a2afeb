"""Kinds, weight and facts of one edit, by rules that name their evidence.

Rules look at the hunks (a run of words that another run stands for) and at the sentence as a
whole. What may change a claim is told even when it may be a mere rewording: to call a changed
claim cosmetic is the worse mistake.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.classify.forms import is_inflection, is_negated_form, is_typo, is_variant
from monitor.classify.measures import MULTIPLIERS, UNITS
from monitor.classify.quantities import quantities
from monitor.classify.quotes import Span, inside, quoted_spans
from monitor.diff.marks import Hunk, hunks
from monitor.diff.records import Fact, in_order
from monitor.diff.tokens import QUOTES, Token, tokens
from rapidfuzz.distance import DamerauLevenshtein
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.classify.quantities import Quantity
    from monitor.classify.vocabulary import Vocabulary

SUBSTANTIVE = frozenset(
    "headline byline date number name quote attribution hedge negation detail rewrite".split()
)
WORDING = frozenset("wording split merge move link".split())
REWRITTEN_SHARE = 0.45
REWRITTEN_WORDS = 8


@dataclass(slots=True)
class Verdict:
    """What was found so far of one edit."""

    kinds: set[str] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)
    grave: bool = False

    def add(self, kind: str, fact: Fact | None = None) -> None:
        """One more kind, with its evidence."""
        self.kinds.add(kind)
        if fact is not None and fact not in self.facts:
            self.facts.append(fact)

    @property
    def weight(self) -> Weight:
        """The weight of the heaviest kind."""
        if self.grave or self.kinds & SUBSTANTIVE:
            return Weight.SUBSTANTIVE
        if self.kinds & WORDING:
            return Weight.WORDING
        return Weight.COSMETIC if self.kinds else Weight.NONE

    @property
    def ordered(self) -> tuple[str, ...]:
        """The kinds in the order in which they are told."""
        return in_order(self.kinds)


def classify(old: str, new: str, vocabulary: Vocabulary) -> Verdict:
    """What became of a text that was edited. Both texts are canonical."""
    verdict = Verdict()
    if old == new:
        return verdict
    pair = _Pair(old, new, vocabulary)
    if [t.key for t in pair.old] == [t.key for t in pair.new]:
        _style_only(pair, verdict)
        return verdict
    _case(pair, verdict)
    pair.found_quantities = _quantities(pair, verdict)
    _listed_words(pair, verdict)
    for hunk in pair.hunks:
        _hunk(pair, hunk, verdict)
    _rewritten(pair, verdict)
    if not verdict.kinds:
        verdict.add("punctuation")
    return verdict


class _Pair:
    """Two texts with everything that the rules look at."""

    def __init__(self, old: str, new: str, vocabulary: Vocabulary) -> None:
        self.old_text, self.new_text = old, new
        self.vocabulary = vocabulary
        self.old, self.new = tokens(old), tokens(new)
        self.old_lower = [token.key.lower() for token in self.old]
        self.new_lower = [token.key.lower() for token in self.new]
        self.hunks = hunks(self.old_lower, self.new_lower)
        self.old_quoted, self.new_quoted = quoted_spans(old), quoted_spans(new)
        self.found_quantities = False

    def sides(self, hunk: Hunk) -> tuple[Sequence[Token], Sequence[Token]]:
        return self.old[hunk.old_start : hunk.old_end], self.new[hunk.new_start : hunk.new_end]

    def is_quoted(self, hunk: Hunk) -> bool:
        old, new = self.sides(hunk)
        return _any_inside(old, self.old_quoted) or _any_inside(new, self.new_quoted)


def _any_inside(row: Iterable[Token], spans: Sequence[Span]) -> bool:
    return any(token.is_word and inside(token, spans) for token in row)


def _style_only(pair: _Pair, verdict: Verdict) -> None:
    for old, new in zip(pair.old, pair.new, strict=True):
        if old.text != new.text:
            quotes = any(letter in QUOTES for letter in old.text + new.text)
            verdict.add("quotes_style" if quotes else "punctuation")
    if not verdict.kinds:
        verdict.add("whitespace")


def _case(pair: _Pair, verdict: Verdict) -> None:
    """Words that only changed between upper and lower case."""
    old = Counter(token.key for token in pair.old)
    new = Counter(token.key for token in pair.new)
    lost, won = old - new, new - old
    if {key.lower() for key in lost} & {key.lower() for key in won}:
        verdict.add("case")


# --- quantities ----------------------------------------------------------------------------------
def _quantities(pair: _Pair, verdict: Verdict) -> bool:
    """Numbers, dates and times that differ; told in pairs of one type, in their order."""
    language = pair.vocabulary.language
    old = _unmatched(quantities(pair.old_text, language), quantities(pair.new_text, language))
    new = _unmatched(quantities(pair.new_text, language), quantities(pair.old_text, language))
    old, new = _reconciled(old, new)
    for kind in ("number", "date", "time"):
        olds = [quantity for quantity in old if quantity.type == kind]
        news = [quantity for quantity in new if quantity.type == kind]
        for one, other in _paired(olds, news):
            verdict.add(
                "number" if kind == "number" else "date",
                Fact(kind, one.text if one else None, other.text if other else None),
            )
    return bool(old or new)


def _unmatched(these: Iterable[Quantity], those: Iterable[Quantity]) -> list[Quantity]:
    left = Counter(quantity.key for quantity in those)
    unmatched: list[Quantity] = []
    for quantity in these:
        if left[quantity.key] > 0:
            left[quantity.key] -= 1
        else:
            unmatched.append(quantity)
    return unmatched


def _reconciled(old: list[Quantity], new: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Without those that differ only in that one side leaves out the unit, or in weak words."""
    old, new = list(old), list(new)
    for quantity in list(old):
        for other in new:
            same_value = quantity.type == other.type and quantity.value == other.value
            if same_value and (not quantity.unit or not other.unit):
                old.remove(quantity)
                new.remove(other)
                break
    return (
        [quantity for quantity in old if not quantity.weak],
        [quantity for quantity in new if not quantity.weak],
    )


def _paired(
    old: list[Quantity], new: list[Quantity]
) -> list[tuple[Quantity | None, Quantity | None]]:
    """Old beside new: those of one unit first, then in order; what is left stands alone."""
    pairs: list[tuple[Quantity | None, Quantity | None]] = []
    rest = list(new)
    alone: list[Quantity] = []
    for quantity in old:
        partner = next((other for other in rest if other.unit == quantity.unit), None)
        if partner is None:
            alone.append(quantity)
        else:
            rest.remove(partner)
            pairs.append((quantity, partner))
    while alone and rest:
        pairs.append((alone.pop(0), rest.pop(0)))
    pairs += [(quantity, None) for quantity in alone]
    pairs += [(None, quantity) for quantity in rest]
    return pairs


# --- words of the lists --------------------------------------------------------------------------
def _listed_words(pair: _Pair, verdict: Verdict) -> None:
    vocabulary = pair.vocabulary
    old = Counter(_split_negation(pair.old_lower))
    new = Counter(_split_negation(pair.new_lower))
    lost, won = old - new, new - old
    for kind, words in (("negation", vocabulary.negation), ("hedge", vocabulary.hedge)):
        gone = [word for word in lost if word in words]
        come = [word for word in won if word in words]
        if len(gone) != len(come) or (kind == "hedge" and (gone or come)):
            verdict.add(kind, Fact(kind, " ".join(gone) or None, " ".join(come) or None))
    lemmas_old = Counter(
        vocabulary.attribution[w] for w in old.elements() if w in vocabulary.attribution
    )
    lemmas_new = Counter(
        vocabulary.attribution[w] for w in new.elements() if w in vocabulary.attribution
    )
    if lemmas_old != lemmas_new:
        gone = [
            word for word in lost if vocabulary.attribution.get(word) in lemmas_old - lemmas_new
        ]
        come = [word for word in won if vocabulary.attribution.get(word) in lemmas_new - lemmas_old]
        if gone or come:
            fact = Fact("attribution", " ".join(gone) or None, " ".join(come) or None)
            verdict.add("attribution", fact)


def _split_negation(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        if word.endswith("n't"):
            yield "can" if word == "can't" else word[:-3]
            yield "not"
        elif word == "cannot":
            yield "can"
            yield "not"
        else:
            yield word


# --- hunks ---------------------------------------------------------------------------------------
def _hunk(pair: _Pair, hunk: Hunk, verdict: Verdict) -> None:
    old, new = pair.sides(hunk)
    old_words = [token for token in old if token.is_word]
    new_words = [token for token in new if token.is_word]
    if not old_words and not new_words:
        _punctuation(old, new, verdict)
        return
    if _letters(old_words) == _letters(new_words):
        verdict.add("punctuation" if _exact(old_words) == _exact(new_words) else "case")
        return
    old_left = [t for t in old_words if not _is_listed(t, pair.vocabulary)]
    new_left = [t for t in new_words if not _is_listed(t, pair.vocabulary)]
    quoted = pair.is_quoted(hunk)
    if not old_left and not new_left:
        _function_words(pair, old_words, new_words, quoted, verdict)
    elif len(old_words) == len(new_words) == 1:
        _one_word(pair, old_words[0], new_words[0], quoted, verdict)
    else:
        _several_words(pair, old_words, new_words, quoted, verdict)


def _punctuation(old: Sequence[Token], new: Sequence[Token], verdict: Verdict) -> None:
    gone, come = [t.key for t in old], [t.key for t in new]
    quotes_gone = sum(key in {'"', "'"} for key in gone)
    quotes_come = sum(key in {'"', "'"} for key in come)
    if quotes_gone != quotes_come:
        fact = Fact("quote", "".join(gone) or None, "".join(come) or None, "quotation marks")
        verdict.add("quote", fact)
    elif quotes_gone and gone != come and sorted(gone) != sorted(come):
        verdict.add("quotes_style")
    if ("?" in gone) != ("?" in come):
        verdict.add(
            "punctuation", Fact("punctuation", "".join(gone) or None, "".join(come) or None)
        )
        verdict.grave = True
    elif [k for k in gone if k not in {'"', "'"}] != [k for k in come if k not in {'"', "'"}]:
        verdict.add("punctuation")
    elif not verdict.kinds:
        verdict.add("punctuation")


def _letters(row: Iterable[Token]) -> str:
    return _exact(row).lower()


def _exact(row: Iterable[Token]) -> str:
    return "".join(letter for token in row for letter in token.key if letter.isalnum())


def _is_number(token: Token) -> bool:
    key = token.key.lower()
    return any(c.isdigit() for c in key) or key in MULTIPLIERS or key in UNITS


def _is_listed(token: Token, vocabulary: Vocabulary) -> bool:
    """Words that say nothing by themselves, or that a rule of their own looked at."""
    key = token.key.lower()
    return (
        key in vocabulary.function
        or key in vocabulary.negation
        or key in vocabulary.hedge
        or key in vocabulary.attribution
        or key.endswith("n't")
        or _is_number(token)
    )


def _function_words(
    pair: _Pair, old: Sequence[Token], new: Sequence[Token], quoted: bool, verdict: Verdict
) -> None:
    if any(_is_number(token) for token in (*old, *new)):
        if not pair.found_quantities:
            verdict.add("spelling")
    elif not verdict.kinds & {"negation", "hedge", "attribution"}:
        verdict.add("wording")
    if quoted:
        verdict.add("quote", _fact("quote", old, new))


def _one_word(pair: _Pair, old: Token, new: Token, quoted: bool, verdict: Verdict) -> None:
    vocabulary = pair.vocabulary
    a, b = old.key.lower(), new.key.lower()
    if _is_name(pair.old, old, vocabulary) and _is_name(pair.new, new, vocabulary):
        near = DamerauLevenshtein.distance(a, b) <= max(2, 0.34 * max(len(a), len(b)))
        verdict.add("name", Fact("name", old.text, new.text, "spelling" if near else ""))
    elif _is_number(old) or _is_number(new):
        verdict.add("number" if _is_number(old) != _is_number(new) else "spelling")
    elif is_negated_form(a, b, vocabulary.language):
        verdict.add("negation", Fact("negation", old.text, new.text))
    elif is_variant(a, b, vocabulary.language):
        verdict.add("spelling")
    elif is_typo(a, b, vocabulary):
        verdict.add("typo")
    elif is_inflection(a, b, vocabulary.language):
        verdict.add(
            "quote" if quoted else "wording", _fact("quote", [old], [new]) if quoted else None
        )
    elif quoted:
        verdict.add("quote", _fact("quote", [old], [new]))
    elif _is_name(pair.old, old, vocabulary) or _is_name(pair.new, new, vocabulary):
        verdict.add("name", Fact("name", old.text, new.text))
    elif a in vocabulary.function or b in vocabulary.function:
        verdict.add("wording")
    else:
        verdict.add("detail", Fact("detail", old.text, new.text))


def _several_words(
    pair: _Pair, old: Sequence[Token], new: Sequence[Token], quoted: bool, verdict: Verdict
) -> None:
    a, b = _letters(old), _letters(new)
    if min(len(a), len(b)) > 4 and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1:  # noqa: PLR2004 - a word torn apart or glued together
        verdict.add("typo")
        return
    if quoted:
        verdict.add("quote", _fact("quote", old, new))
    names_old = [t for t in old if _is_name(pair.old, t, pair.vocabulary)]
    names_new = [t for t in new if _is_name(pair.new, t, pair.vocabulary)]
    if {t.key.lower() for t in names_old} != {t.key.lower() for t in names_new}:
        verdict.add("name", _name_fact(names_old, names_new))
    content_old = [t for t in old if not _is_listed(t, pair.vocabulary) and t not in names_old]
    content_new = [t for t in new if not _is_listed(t, pair.vocabulary) and t not in names_new]
    if content_old or content_new:
        verdict.add(
            "detail" if not quoted else "quote", _fact("detail", old, new) if not quoted else None
        )
    elif not verdict.kinds & SUBSTANTIVE:
        verdict.add("wording")


def _name_fact(old: Sequence[Token], new: Sequence[Token]) -> Fact:
    one, other = " ".join(t.text for t in old), " ".join(t.text for t in new)
    near = (
        bool(one and other)
        and DamerauLevenshtein.normalized_similarity(one.lower(), other.lower()) > 0.66
    )  # noqa: PLR2004 - one name in two spellings
    return Fact("name", one or None, other or None, "spelling" if near else "")


def _fact(kind: str, old: Sequence[Token], new: Sequence[Token]) -> Fact:
    return Fact(kind, " ".join(t.text for t in old) or None, " ".join(t.text for t in new) or None)


def _is_name(row: Sequence[Token], token: Token, vocabulary: Vocabulary) -> bool:
    """A word with a capital that is no mere opener of its sentence."""
    text = token.text
    if not text[:1].isupper() or _is_number(token) or token.key.lower() in vocabulary.function:
        return False
    index = row.index(token)
    opens = index == 0 or row[index - 1].key in {".", "!", "?", ":", '"', "'"}
    lower = token.key.lower()
    if opens and lower not in vocabulary.names:
        return False
    return not (opens and lower in vocabulary.ordinary)


def _rewritten(pair: _Pair, verdict: Verdict) -> None:
    changed = sum(
        sum(token.is_word for token in side) for hunk in pair.hunks for side in pair.sides(hunk)
    )
    total = sum(token.is_word for token in (*pair.old, *pair.new))
    if changed >= REWRITTEN_WORDS and changed > REWRITTEN_SHARE * total:
        verdict.add("rewrite")
