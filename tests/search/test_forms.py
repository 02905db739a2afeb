"""What a word is indexed as: spellings that must match each other, and some that must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.search import forms
from monitor.search.query import Query, Term, match_of, parse, variants
from storage.errors import InputError


def asked(word: str) -> set[str]:
    """The forms that a query for this word looks for."""
    return {form for one in variants(Term((word,))) for form in one}


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("işıq", "IŞIQ", "az"),
        ("işıq", "İŞIQ", "az"),
        ("ışıq", "işıq", "az"),
        ("президента", "президент", "ru"),
        ("президент", "президентом", "ru"),
        ("елка", "ЁЛКА", "ru"),
        ("həyat", "heyat", "az"),
        ("balıkçı", "BALIKÇILAR", "tr"),
        ("istanbul", "İSTANBUL", "tr"),
        ("worker", "Workers", "en"),
        ("cafe", "café", "en"),
        ("თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ", "ka"),
        ("երևան", "ԵՐԵՒԱՆ", "hy"),
        ("مكتبة", "المكتبة", "ar"),
        ("المكتبة", "مكتبة", "ar"),
        ("المكتبة", "والمكتبة", "ar"),
        ("مكتبة", "للمكتبة", "ar"),
        ("والدة", "والدة", "ar"),
    ],
)
def test_forms_find_each_other(query, text, language):
    """A word matches in any case, spelling or inflection."""
    assert forms.form(text, language) in asked(query)


@pytest.mark.parametrize(
    ("one", "other"), [("12", "21"), ("confirm", "deny"), ("кот", "код"), ("март", "марш")]
)
def test_other_words_are_other_words(one, other):
    """Folding must not go too far."""
    for language in ("en", "ru", "tr", "az"):
        assert forms.form(other, language) not in asked(one)


@pytest.mark.parametrize(
    ("query", "name", "language"),
    [
        ("hajizade", "Hacızadə", "az"),
        ("Hajizada", "Гаджизаде", "ru"),
        ("aliyev", "Əliyev", "az"),
        ("aliev", "Алиев", "ru"),
        ("shchukin", "Щукин", "ru"),
        ("erdogan", "Erdoğan", "tr"),
        ("hasanov", "Həsənov", "az"),
        ("karabakh", "Qarabağ", "az"),
        ("чавушоглу", "Çavuşoğlu", "tr"),
        ("zhukov", "Жуков", "ru"),
    ],
)
def test_names_are_found_in_other_letters(query, name, language):
    """By their sound."""
    key = forms.name_key(name, turkic=forms.is_turkic(language))
    assert key in forms.name_keys(query)


@pytest.mark.parametrize(("one", "other"), [("Aliyev", "Guliyev"), ("Hasanov", "Husein")])
def test_other_names_have_other_keys(one, other):
    """Similar names are not the same."""
    assert not set(forms.name_keys(one)) & set(forms.name_keys(other))


@given(st.text(max_size=30), st.sampled_from(["en", "ru", "tr", "az", None]))
def test_every_word_finds_itself(text, language):
    """Whatever a text contains, searching for a word of it, as it is written, finds it."""
    for token in forms.tokens(text):
        word = token.group()
        assert forms.form(word, language) in asked(word)
        assert forms.form(word, language) or not forms.base(word)


def test_a_query_is_read():
    """Phrases, filters, columns and excluded words."""
    query = parse('"water tariffs" outlet:post since:2026-01-31 added:tonne -football http://x')
    assert [term.words for term in query.terms] == [
        ("water", "tariffs"),
        ("tonne",),
        ("football",),
        ("http", "x"),
    ]
    assert (query.outlet, query.since.isoformat()) == ("post", "2026-01-31T00:00:00+00:00")
    assert [term.column for term in query.terms] == [None, "added", None, None]
    assert query.terms[2].without


def test_a_time_of_several_words_is_told_how_it_is_written():
    """The message suggested `3 days` to somebody who had written exactly that."""
    with pytest.raises(InputError, match='since:"3 days"'):
        parse("ferry since:3 days")
    assert parse('ferry since:"3 days"').since is not None


@given(st.text(max_size=60))
def test_no_query_is_an_operator(text):
    """Every word is quoted: nothing that a reader types is FTS5 syntax."""
    try:
        query = parse(text)
    except InputError:
        return
    if not query.is_empty:
        told = match_of(query, None if query.terms else 1)
        assert told.count('"') % 2 == 0
    assert isinstance(query, Query)
