"""Pages whose text is only in the data of their scripts."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract import hydrated
from spiders.extract.choice.unshown import CUT, DECLARED, IN_DATA, SCRIPTED, WITHOUT_SCRIPTS
from spiders.extract.hydrated import called
from spiders.extract.reader import Memory, look, read
from spiders.extract.remembered.pieces import NOWHERE, cut
from spiders.extract.remembered.standing import stands
from spiders.extract.scripted import text_in_data
from storage.records import BlockKind, PageType

URL = "https://wick.example/news/1"
TITLE = "Ferry road closes"
TEXT = [
    "The council of Lower Wick voted on Tuesday to close the old ferry road while they build.",
    "Engineers had warned since 2019 that it would not stand & in May a part fell down.",
    "“We have been lucky twice,” said Agnes Farrow, the mayor. “Nobody should plan on hope.”",
]
MARKED = "".join(f"<p>{text}</p>" for text in TEXT)
OTHERS = [{"title": "Otters return", "body": MARKED * 3}, {"title": "Fog", "body": MARKED * 4}]


def shell(scripts: str, shown: str = "", declared: str = "") -> bytes:
    """A page that scripts fill."""
    thing = {"@type": "NewsArticle", "headline": TITLE, "articleBody": declared}
    data = f'<script type="application/ld+json">{json.dumps(thing)}</script>' if declared else ""
    head = f"<meta charset='utf-8'><title>{TITLE} | Wick Post</title>{data}"
    footer = "<footer>© 2025 The Wick Post and all who wrote for it. All rights reserved.</footer>"
    body = f'<div id="root"></div>{shown}{footer}{scripts}<script src="/main.js"></script>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def assigned(name: str, value: object) -> str:
    """A script that assigns this value to a name, among other statements."""
    return f"<script>var a = {{b: 1}};\nwindow.{name} = {json.dumps(value)};go()</script>"


def element(value: object) -> str:
    """A script that consists of data."""
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'


def paragraph(text: str) -> dict[str, object]:
    """A paragraph as editors of structured text store it: in parts, some of them bold."""
    parts = [{"text": text[:20]}, {"text": text[20:], "bold": True}]
    return {"type": "paragraph", "children": parts}


QUOTED = json.dumps({"title": TITLE, "html": MARKED})
DATA = {
    "html": element({"page": {"article": {"title": TITLE, "body": MARKED}, "o": OTHERS}}),
    "elements": assigned(
        "content",
        {
            "headlines": {"basic": TITLE},
            "content_elements": [
                *({"type": "text", "content": text} for text in TEXT),
                {"type": "image", "url": "/a.jpg", "caption": "The wall in May."},
            ],
        },
    ),
    "blocks": assigned(
        "s", {"title": TITLE, "content": {"blocks": [{"type": "-", "text": one} for one in TEXT]}}
    ),
    "spans": assigned("__DATA__", {"headline": TITLE, "body": [paragraph(one) for one in TEXT]}),
    "quoted": f"<script>window.s = JSON.parse({json.dumps(QUOTED)})</script>",
    "flat": element([["Reactive", 1], {"title": 2, "body": 3}, TITLE, MARKED]),
}


@pytest.mark.parametrize("kind", sorted(DATA))
def test_a_text_in_the_data_of_scripts_is_read(kind):
    """As HTML, as elements, in parts or in a string: the text that has the page's title."""
    found = read(shell(DATA[kind]), url=URL)
    assert [block.text for block in found.body] == TEXT
    assert IN_DATA in found.remarks
    assert found.page_type is PageType.ARTICLE


def test_a_heading_in_such_data_is_one():
    """By its declared type."""
    parts = [{"type": "text", "content": text} for text in TEXT]
    parts.insert(2, {"type": "header", "content": "What <b>changes</b>"})
    found = read(shell(assigned("c", {"title": TITLE, "content_elements": parts})), url=URL)
    assert (found.body[2].kind, found.body[2].text) == (BlockKind.HEADING, "What changes")


def test_references_in_such_data_are_characters():
    """In the text and in the title: some systems write ``&#x27;`` instead of the character."""
    parts = [{"type": "paragraph", "html": text.replace("“", "&#8220;")} for text in TEXT]
    data = {"title": "Ferry&#32;road closes", "blocks": parts}
    assert [block.text for block in read(shell(element(data)), url=URL).body] == TEXT


def test_the_longer_of_two_unshown_texts_is_read():
    """The declared text is often cut off."""
    for declared, remark in ((" ".join(TEXT)[:220], IN_DATA), (" ".join(TEXT) * 2, DECLARED)):
        found = read(shell(DATA["html"], declared=declared), url=URL)
        assert [one for one in found.remarks if "shows no text" in one] == [remark]


@pytest.mark.parametrize("head", ["", f"<h1>{TITLE}</h1>"])
@pytest.mark.parametrize(
    "plea", ["", "<p>Please enable JavaScript in your browser to read this.</p>"]
)
def test_a_text_for_browsers_without_scripts_is_read(head, plea):
    """The whole page may be there, or only its paragraphs; a plea for scripts is no part of it."""
    menu = "<ul><li><a href=/news>News</a></li><li><a href=/sport>Sport</a></li></ul>"
    inside = f"<NoScript>{'' if head else menu + f'<h1>{TITLE}</h1>'}{MARKED}</NoScript>"
    found = read(shell("", f"{head}{plea}{inside}"), url=URL)
    assert [block.text for block in found.body] == TEXT
    assert found.title == TITLE
    assert WITHOUT_SCRIPTS in found.remarks


@pytest.mark.parametrize(
    "inside",
    [
        "<p>JavaScript is off. You need it to read the news of Wick in this browser of yours.</p>",
        '<img src="/count.gif" alt="A long line on what a picture of the old ferry road shows us">',
        "<p>The Wick Post brings you the news of the town and of all the villages around it.</p>",
        "<a href=/enable>How to turn on what is needed to read the Wick Post on this machine</a>",
    ],
)
def test_what_else_stands_for_browsers_without_scripts_is_no_text(inside):
    """A line that asks for scripts, a counting pixel, a word about the outlet."""
    found = read(shell("", f"<noscript>{inside}</noscript>"), url=URL)
    assert not found.body
    assert WITHOUT_SCRIPTS not in found.remarks


HELP = [  # the first two have more than 200 characters
    "<p>We are sorry: the Wick Post is not shown without scripts. Switch them on, please.</p>",
    f"<p>Our readers' desk helps from nine to five {'at Wick, ' * 8} each day of the week.</p>",
    "<p>Subscribers of the printed paper are helped by those who bring it to their doors.</p>",
]


def test_a_plea_of_two_paragraphs_is_no_text():
    """Whatever the words and the language in which an outlet asks for scripts."""
    assert not read(shell("", f"<noscript>{HELP[0]}{HELP[1]}</noscript>"), url=URL).body


@pytest.mark.parametrize("known", [MARKED, f"<noscript>{MARKED}</noscript>"])
def test_a_plea_where_the_text_stood_is_a_page_that_failed(known):
    """A server may send bare pages for an hour: no article was rewritten, whatever they say."""
    memory = Memory("page", last=look(shell("", known), url=URL)[1])
    failed = read(shell("", f"<noscript>{''.join(HELP)}</noscript>"), url=URL, memory=memory)
    assert not failed.blocks
    edited = MARKED.replace("Tuesday", "Monday")
    found = read(shell("", f"<noscript>{edited}</noscript>"), url=URL, memory=memory)
    assert [block.text for block in found.body][1:] == TEXT[1:]


def test_a_page_that_shows_its_text_needs_no_other():
    """What is there for browsers without scripts may be another version, or a picture."""
    page = shell("", f"{MARKED}<noscript>{MARKED.replace('Tuesday', 'Monday')}</noscript>")
    found = read(page, url=URL)
    assert [block.text for block in found.body] == TEXT


def test_a_text_that_comes_for_browsers_without_scripts_is_seen():
    """A page without text is read again if such an element has changed."""
    empty = shell(
        "", "<noscript>Please enable JavaScript to read the Wick Post. " + "x" * 300 + "</noscript>"
    )
    filled = shell("", f"<noscript>{MARKED}</noscript>")
    old, new = cut(empty), cut(filled)
    assert old is not None
    assert new is not None
    assert stands(old, new, NOWHERE) is None


def test_a_page_of_thousands_of_short_lines_is_read():
    """The model is not used for so many, and no line is long enough for running text."""
    lines = [f"Ward {number} has {number % 97} votes for the road." for number in range(3_100)]
    rows = "".join(f"<p>{line}</p>" for line in lines)
    meta = "<meta property='article:published_time' content='2026-03-01T08:00:00Z'>"
    page = f"<html><head>{meta}</head><body><article><h1>{TITLE}</h1>{rows}</article></body></html>"
    assert [block.text for block in read(page.encode(), url=URL).body] == lines


def test_what_is_behind_the_last_text_that_is_read_is_told(monkeypatch):
    """Else it would be unknown that the end is missing."""
    monkeypatch.setattr("spiders.extract.split.MAX_BLOCKS", 2)
    assert CUT in read(shell("", MARKED), url=URL).remarks
    monkeypatch.undo()
    assert CUT not in read(shell("", MARKED), url=URL).remarks


def test_a_page_that_shows_its_text_is_read_as_it_shows_it():
    """Data is for scripts, and may be another version."""
    other = MARKED.replace("Tuesday", "Monday")
    shown = f"<article><h1>{TITLE}</h1>{other}</article>"
    found = read(shell(DATA["html"], shown), url=URL)
    assert "Monday" in found.text
    assert not found.remarks


def test_a_page_that_scripts_fill_from_elsewhere_says_so():
    """Silence would look like a page without content, but a browser can show more."""
    for scripts in ("", element({"title": TITLE, "path": "/api/1" * 99}), element(OTHERS)):
        found = read(shell(scripts), url=URL)
        assert not found.body
        assert SCRIPTED in found.remarks


def test_a_page_that_failed_is_not_read_from_its_data():
    """It had its text at the last visit, and now a part of it is missing."""
    shown = f"<article><h1>{TITLE}</h1>{MARKED}</article>"
    _, remembered, _ = look(shell("", shown), url=URL)
    found = read(shell(DATA["html"]), url=URL, memory=Memory("page", last=remembered))
    assert not found.body


@pytest.mark.parametrize(
    "scripts",
    [
        "<script>" + "[" * 100_000 + "</script>",
        "<script>a=" + '{"a":' * 3_000 + "1" + "}" * 3_000 + "</script>",
        element({"title": TITLE, "body": [[[[{"text": 3}, None, {"text": {"a": 1}}]]]] * 99}),
        "<script>" + "a = {" * 20_000 + "</script>",
        "<script>" + "\n" * 100_000 + "</script>",
        "<script>" + "\na" * 50_000 + "</script>",
        "<script>" * 50_000,
        "<script " * 50_000,
    ],
)
def test_odd_data_is_no_text(scripts):
    """However deep or broken it is."""
    assert not read(shell(scripts), url=URL).body


@pytest.mark.parametrize("odd", [{"a": 1}, ["b"], 7, None])
def test_a_kind_that_is_no_name_is_no_obstacle(odd):
    """Some makers store more than a word there."""
    parts = [{"type": odd, "text": text} for text in TEXT]
    found = read(shell(element({"title": TITLE, "content": parts})), url=URL)
    assert "Agnes Farrow" in found.text


def test_half_a_sign_in_data_takes_nothing_with_it():
    """JSON may escape one half of a surrogate pair."""
    told = json.dumps({"title": TITLE, "body": MARKED}).replace("Tuesday", "\\ud83dTuesday")
    found = read(shell(f"<script>{told}</script>"), url=URL)
    assert "Agnes Farrow" in found.text


def flight(*rows: str) -> str:
    """Rows of a stream as Next.js pushes them, split at any place."""
    whole = "".join(rows)
    cuts = [whole[:30], whole[30:90], whole[90:]]
    pushed = (f"<script>self.__next_f.push({json.dumps([1, cut])})</script>" for cut in cuts)
    return "<script>(self.__next_f=self.__next_f||[]).push([0])</script>" + "".join(pushed)


LONG = f"1b:T{len(MARKED.encode()):x},{MARKED}"
NUXT = (
    "window.__NUXT__=(function(a,b,c){c.x=1;return {layout:'default',data:[{post:{title:a,"
    'body:b,seen:-.5,ok:!0,by:void 0}}],other:[{title:"Fog",body:"\\u003Cp\\u003EIt’s"}]}}'
    f"({json.dumps(TITLE)},{json.dumps(MARKED)},{{}}));"
)
STORE = {
    "ROOT_QUERY": {"post": {"__ref": "Post:1"}},
    "Post:1": {"__typename": "Post", "title": TITLE, "body": {"__ref": "Body:2"}},
    "Body:2": {"__typename": "Body", "html": MARKED, "post": {"__ref": "Post:1"}},
    "Post:9": {"__typename": "Post", "title": "Fog", "body": {"__ref": "Body:8"}},
    "Body:8": {"__typename": "Body", "html": MARKED * 3},
}
HYDRATED = {
    "a stream": flight('0:["$","html",null,{}]\n', LONG, f'2:{{"title":"{TITLE}","body":"$1b"}}\n'),
    "a call": f"<script>{NUXT}</script>",
    "references": assigned("__APOLLO_STATE__", STORE),
}


@pytest.mark.parametrize("form", HYDRATED)
def test_data_that_is_no_json_as_it_stands_is_read(form):
    """Rows in pieces, arguments of a function, objects that refer to one another."""
    found = read(shell(HYDRATED[form]), url=URL)
    assert [block.text for block in found.blocks] == TEXT
    assert IN_DATA in found.remarks


@pytest.mark.parametrize(
    "script",
    [
        "<script>a=(function(a,b){return {</script>",
        "<script>a=(function(a){return " + "{x:[" * 3_000 + "}(1))</script>",
        "<script>a=(function(a){return {t:a}}(" + '"' + "y" * 300_000 + '"' + "))</script>",
        "<script>a=(function(a){return {t:["
        + "a," * 9_000
        + "a]}}("
        + '"'
        + "y" * 9_000
        + '"))</script>',
        '<script>self.__next_f.push([1,"1a:Tffffff,x\\n2:{"])</script>',
        '<script>self.__next_f.push([1,"1a:{\\"title\\""])</script>',
    ],
)
def test_data_that_is_broken_is_none(script):
    """A program, data cut off, or data made to fill the memory."""
    assert read(shell(script), url=URL).blocks == ()


def test_things_that_refer_to_themselves_come_to_an_end():
    """A body refers to the article whose body it is."""
    store = {"P:1": {"title": TITLE, "body": [{"__ref": "P:1"}] * 3}}
    assert read(shell(assigned("s", store)), url=URL).blocks == ()


SIGNS = st.text(st.characters(codec="utf-8"))
PLAIN = st.none() | st.booleans() | st.integers() | SIGNS
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(SIGNS, inner), max_leaves=8
)


@given(VALUES)
def test_data_that_a_function_returns_is_read_whole(data):
    """Reading stops at the first sign of a program; within a text these signs do not count."""
    script = f"x=(function(a){{return {json.dumps(data)}}}(1))"
    assert called(script) == data


@pytest.mark.parametrize(
    ("script", "text"),
    [
        (r"""'say \"no\"'""", 'say "no"'),
        (r"'it\'s \\ so'", r"it's \ so"),
        (r'"C:\\x41 \x41"', r"C:\x41 A"),
        (r'"\u{1F4F0} \u0041"', "\U0001f4f0 A"),
        ('"one \\\nline"', "one line"),
    ],
)
def test_a_text_of_a_program_is_what_it_says(script, text):
    """Where scripts differ from JSON: a backslash used to swallow the character after the next."""
    assert called(f"x=(function(a){{return {{a:{script},b:a}}}}({script}))") == {
        "a": text,
        "b": text,
    }


@pytest.mark.parametrize("sign", "(=+*/?&|<>!%")
def test_a_program_is_no_data(sign):
    """The value of a computation is not known beforehand."""
    with pytest.raises(ValueError, match=rf"^{re.escape(sign)}|Expecting"):
        called(f'x=(function(a){{return {{a:1{sign}2,b:"text"}}}}(1))')


@pytest.mark.parametrize(
    ("title", "written"),
    [("DIE STRASSE BLEIBT ZU", "Die Straße bleibt zu"), ("Fish & chips", "Fish &#38; chips")],
)
def test_a_title_is_known_in_other_signs(title, written):
    """In capitals it may be longer, and shorter than with its characters escaped."""
    page = element({"title": written, "body": MARKED})
    assert MARKED in text_in_data(page, [title])


def test_what_is_referred_to_from_everywhere_fills_no_memory():
    """A page of 1.5 MB took 2.7 GB, as each reference copied the large object."""
    large = {"__typename": "Body", "text": ["x"] * 20_000}
    made = hydrated.Store({"B:1": large}).whole([{"__ref": "B:1"}] * 100)
    assert sum(len(one["text"]) for one in made if "text" in one) <= hydrated.COPIED + 20_000
    assert made[0]["text"] == large["text"]


@pytest.mark.parametrize("mark", ['"', "'"])
@pytest.mark.parametrize("end", ["", "\\"])
def test_a_text_without_its_end_is_looked_for_once(mark, end):
    """Searched from each of its quotes, 800 kB would take the better part of an hour."""
    script = mark + f"\\{mark}" * 9 + end
    assert [one[0] for one in hydrated._TOKEN.finditer(script)] == [script]
