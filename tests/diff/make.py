"""Extractions for the tests: one paragraph for each line."""

from __future__ import annotations

from hypothesis import strategies as st

from storage.records import Block, BlockKind, Extraction


def article(text="", **fields):
    """An extraction with one paragraph for each line."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in text.split("\n") if line)
    return Extraction(blocks=blocks + fields.pop("beside", ()), **fields)


_TEXT = (
    "the minister said 12 21 people were killed on March 3 in Baku not allegedly “we” $4.5 million "
    "and he left. She denied it? Nobody “spoke” — don’t don't Dr. U.S. Али «да» 5 млн əmr; -5 a, b "
    "We we The"
)
WORDS = _TEXT.split()
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
wild = st.text(max_size=60)
lines = st.lists(st.one_of(sentences, sentences, wild), max_size=7).map("\n".join)
articles = st.builds(
    article,
    lines,
    title=st.one_of(st.none(), sentences),
    byline=st.lists(st.sampled_from(["A. B.", "C D"]), max_size=2).map(tuple),
    modified=st.one_of(st.none(), st.just("2025-02-07")),
)
