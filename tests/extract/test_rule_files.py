"""Rule files: mistakes with their lines, eras, versions, phrases, and catastrophic patterns."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from spiders.outlets import patterns, phrases, schema
from spiders.outlets import rules as outlet_rules
from spiders.outlets.form import KEYS
from spiders.outlets.lines import line_of, positions
from storage.errors import RuleError


def rules(text: str) -> outlet_rules.Rules:
    return outlet_rules.parse("courier", text, "courier.toml")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- mistakes --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('home = "https://a.example"\nhost = ["a.example"]', 2, "did you mean 'hosts'?"),
        ('hosts = ["a"]\n\narticles = ["(unclosed"]', 3, "broken"),
        ('phrases = "one"', 1, "list of strings"),
        ('phrases = [\n  "good",\n  # said\n  7,\n]', 4, "a string"),
        ('remove = [\n  ".a",\n  "div[[",\n]', 3, "not a CSS selector"),
        ('articles = [\n  "^/a",\n\n  "^/(",\n]', 4, "broken"),
        ("keep_wire = 1", 1, "true or false"),
        ("fetches_a_day = 0", 1, "a whole number, 1 or more"),
        ("fetches_a_day = true", 1, "a whole number, 1 or more"),
        ('[[seeds]]\nurl = "https://a.example"\nkind = "rss"', 3, "news_sitemap"),
        ('[[seeds]]\nurl = "a.example"\nkind = "feed"', 2, "not an address"),
        ('[[seeds]]\nkind = "feed"', 1, "a seed needs a url"),
        ('seeds = [\n {url = "http://a.b", kind = "feed"},\n {url = "x", kind = "feed"}]', 3, "x"),
        ('home = "https://a.example"\nhosts = [', 2, ""),
        ('hosts = ["https://a.example/"]', 1, "not a host"),
        ('select = ["div[["]', 1, "not a CSS selector"),
        ('hosts = ["a"]\n[fields]\nheadline = "h1"', 3, "there are title"),
        ('[fields]\nbylines = "h1"', 2, "did you mean 'byline'?"),
        ("[fields]\ntitle = 3", 2, "a string"),
        ('[[eras]]\nselect = ["p"]', 1, "valid_from"),
        ("[[eras]]\nvalid_from = 2031-03-01", 1, "no rules"),
        ('[[eras]]\nvalid_from = "soon"\nselect = ["p"]', 2, "2026-03-01"),
        (
            (
                '[[eras]]\nvalid_from = 2031-03-01\nselect = ["p"]\n\n'
                '[[eras]]\nvalid_from = 2031-04-01\nvalid_until = 2031-03-01\nselect = ["b"]'
            ),
            7,
            "ends before it begins",
        ),
        ('[[eras]]\nvalid_from = 2031-03-01\nhosts = ["a"]\nselect = ["p"]', 3, "'hosts'"),
        ('[[eras]]\nvalid_from = 2031-03-01\nselect = [\n"p",\n"p[["]', 5, "not a CSS selector"),
        ('[[eras]]\nvalid_from = 2031-03-01\n[eras.fields]\nbody = "p"', 4, "no field"),
        ('phrases = ["*"]', 1, "too short"),
        ("a = 1\n" * 2, 2, ""),
    ],
)
def test_mistakes_are_told_with_their_line(text, line, told):
    """A mistake names file, line and what is wrong, also within arrays and tables."""
    with pytest.raises(RuleError) as caught:
        rules(text)
    assert caught.value.line == line
    assert "courier.toml" in str(caught.value)
    assert told in str(caught.value)


def test_all_mistakes_are_told_at_once():
    """Nobody should have to run the program again after each corrected line."""
    with pytest.raises(RuleError) as caught:
        rules('selct = ["p"]\nphrases = [1]\nhosts = ["a"]\n')
    assert caught.value.line == 1
    assert "line 2" in str(caught.value)


_KEYS = some.text("abc-_", min_size=1, max_size=4)
_TEXTS = some.text("ab #\"[]{}=,\\\n'", max_size=8)
_TREES = some.recursive(
    _TEXTS | some.integers() | some.booleans(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=12,
)


def _written(value: object) -> str:
    """The value as TOML, with line breaks wherever possible."""
    if isinstance(value, dict):
        inside = ", ".join(f"{key} = {_written(one)}" for key, one in value.items())
        return "{" + inside + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"{_written(one)}, # ] said }}\n" for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _paths(value: object, path: tuple[str | int, ...] = ()):
    yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in items:
            yield from _paths(one, (*path, key))


@settings(max_examples=60, deadline=None)
@given(
    some.dictionaries(_KEYS, _TREES, max_size=4),
    some.lists(some.dictionaries(_KEYS, _TREES, max_size=2), max_size=3),
)
def test_everything_has_a_line(tree, tables):  # fmt: skip
    """The scanner has a line for everything that tomllib reads from a file."""
    text = "".join(f"# one\n{key} = {_written(value)}\n" for key, value in tree.items())
    for table in tables:
        text += "\n[[ zz ]]\n" + "".join(f"{k} = {_written(v)}\n" for k, v in table.items())
    parsed = tomllib.loads(text)
    assert set(_paths(parsed)) - {()} == set(positions(text))


def test_lines_of_strings_of_every_kind():
    """Brackets, quotes and hashes in strings, and multi-line strings, do not confuse it."""
    text = (
        'a = """one [\n two"""\n"b.c" = \'\'\'it\'s\n\'\'\'\nd.e = 1\n'
        '[f."g h"]\ni = [ # ]\n "\\"]", \'\\\', \n]\nj = 2031-03-01T08:00:00Z\n'
    )
    tomllib.loads(text)
    found = positions(text)
    assert [found[path] for path in (("a",), ("b.c",), ("d", "e"), ("f", "g h"))] == [1, 3, 5, 6]
    assert [found["f", "g h", "i", 1], found["f", "g h", "j"]] == [8, 10]
    assert line_of(("f", "g h", "i", 7), found) == 7


# --- the schema ------------------------------------------------------------------------------
def test_the_schema_is_made_of_what_is_checked():
    """An editor program and ours agree: the shipped file is generated from the table."""
    assert json.loads(schema.shipped_text()) == schema.schema()
    assert schema.schema()["properties"].keys() == KEYS.keys()


# --- eras ------------------------------------------------------------------------------------
DATED = """
phrases = ["Always"]
select = [".shared"]
cards = true

[fields]
title = "h1"
byline = ".by"

[[eras]]
valid_until = 2031-03-01
select = [".old"]
fields = { title = "h2" }

[[eras]]
valid_from = 2031-03-01
select = [".new"]
cards = false

[[eras]]
valid_from = 2031-04-01T12:00:00+02:00
valid_until = "2031-05-01"
phrases = ["April only"]
"""


def test_a_page_is_read_by_the_rules_of_its_time():
    """The file's own rules always hold; an era adds to them from its first moment to its end."""
    made = rules(DATED)
    old, new = made.at(day("2031-02-28 23:59:59")), made.at(day("2031-03-01"))
    assert (old.select, new.select) == ((".shared", ".old"), (".shared", ".new"))
    assert (dict(old.fields)["title"], dict(new.fields)["title"]) == ("h2", "h1")
    assert dict(old.fields)["byline"] == ".by"
    assert (old.cards, new.cards) == (True, False)
    assert made.at(day("2031-04-01 09:59")).phrases == ("Always",)
    both = made.at(day("2031-04-01 10:00"))
    assert (both.phrases, both.select) == (("Always", "April only"), (".shared", ".new"))
    assert made.at(day("2031-05-01")) == new


def test_a_version_changes_with_what_the_rules_say():
    """Comments, the order of unordered values, and rules for the crawl do not change it."""
    made = rules('phrases = ["a b", "c d"]\nselect = [".x"]')
    same = rules(
        '# said\nselect = [ ".x" ]\nphrases = ["c d",\n"a b", "a b"]\n'
        'deny = ["/no"]\nhosts = ["a.example"]\nkeep_wire = true'
    )
    assert made.version == same.version
    assert made.version is not None
    assert made.version.startswith("courier@")
    for other in (
        'phrases = ["a b"]\nselect = [".x"]',
        'phrases = ["a b", "c d"]\nselect = [".y"]',
        'phrases = ["a b", "c d"]\nselect = [".x"]\ncards = true',
        'phrases = ["a b", "c d"]\nselect = [".x"]\n[fields]\ntitle = "h1"',
        'ends = ["a b", "c d"]\nselect = [".x"]',
    ):
        assert rules(other).version != made.version
    assert rules('hosts = ["a.example"]').version is None


def test_a_new_era_leaves_older_readings_as_they_are():
    """A rule dated from today on does not change how yesterday's pages are read."""
    before = rules('select = [".old"]')
    after = rules(
        'phrases = []\n[[eras]]\nvalid_until = 2031-03-01\nselect = [".old"]\n'
        '[[eras]]\nvalid_from = 2031-03-01\nselect = [".new"]'
    )
    assert after.at(day("2031-02-01")).version == before.version
    assert after.at(day("2031-03-01")).version != before.version


# --- whose rules -----------------------------------------------------------------------------
def test_a_users_file_goes_before_a_shipped_one(tmp_path):
    """By its name, or by its hosts if it has another name."""
    (tmp_path / "mine.toml").write_text('\ufeffhosts = ["turan.az"]\nphrases = ["Mine"]\n')
    found = outlet_rules.of_outlet("turan", "https://turan.az/", tmp_path)
    assert found is not None
    assert found.phrases == ("Mine",)
    (tmp_path / "turan.toml").write_text('phrases = ["Of the name"]\n')
    found = outlet_rules.of_outlet("turan", "https://turan.az/", tmp_path)
    assert found is not None
    assert found.phrases == ("Of the name",)


def test_a_name_leads_nowhere_else(tmp_path):
    """A name is that of a file in the folder, never a path out of it."""
    (tmp_path / "secret.toml").write_text('phrases = ["out there"]\n')
    (tmp_path / "outlets").mkdir()
    for name in ("../secret", "..", "", "a/b", "\0"):
        assert outlet_rules.load(name, tmp_path / "outlets") is None
        assert outlet_rules.source(name, tmp_path / "outlets") is None


def test_a_file_of_any_name_is_read(tmp_path):
    """An imported outlet is named after its host, perhaps with a port or a remark."""
    for name in ("127.0.0.1:8080", "a.example (imported)", "my rules"):
        (tmp_path / f"{name}.toml").write_text('phrases = ["Mine"]\n')
        found = outlet_rules.of_outlet(name, "https://elsewhere.example/", tmp_path)
        assert found is not None
        assert found.phrases == ("Mine",)
    (tmp_path / ".#draft.toml").write_text("phrases = [")
    (tmp_path / "my rules.toml").write_text('hosts = ["b.example"]\nphrases = ["Mine"]\n')
    found = outlet_rules.of_outlet("b", "https://b.example/", tmp_path)
    assert found is not None
    assert found.name == "my rules"


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    """Bytes that are not text, and endless nesting, are mistakes of that file."""
    (tmp_path / "a.toml").write_bytes(b"phrases = ['\xff']")
    (tmp_path / "b.toml").write_text("select = " + "[" * 100_000)
    for name in "ab":
        with pytest.raises(RuleError):
            outlet_rules.load(name, tmp_path)


def test_a_file_that_is_closed_to_us_stops_its_own_outlet_alone(tmp_path, monkeypatch):
    """Whether it names another outlet's host is unknown: that outlet goes on."""
    (tmp_path / "a.toml").write_text('hosts = ["a.example"]\n')

    read_text = Path.read_text

    def closed(path, **options):
        if path.parent == tmp_path:
            raise PermissionError(13, "Permission denied", str(path))
        return read_text(path, **options)

    monkeypatch.setattr("pathlib.Path.read_text", closed)
    with pytest.raises(RuleError):
        outlet_rules.of_outlet("a", "https://a.example/", tmp_path)
    assert outlet_rules.of_outlet("b", "https://b.example/", tmp_path) is None


# --- phrases ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrase", "text", "is_it"),
    [
        ("Editor's Picks", "EDITOR‘S  PICKS", True),
        ("Paylaş", "PAYLAŞ", True),
        ("Read more", "He read more.", False),
        ("Last Updated:*", "Last updated: Mar 7, 2031", True),
        ("Last Updated:*", "It was last updated: Mar 7", False),
        ("*min read", "5 min read", True),
        ("By * in *", "By Ada Quay in Holm", True),
        ("By * in *", "By Ada Quay", False),
        ("a*a", "a", False),
        ("Read more*", "Read more" + " x" * 300, False),
    ],
)
def test_phrases(phrase, text, is_it):
    """Whole blocks, in any case and with any quotation marks; ``*`` stands for anything."""
    assert (phrases.ready((phrase,)).find(text) == phrase) is is_it


@settings(max_examples=200, deadline=None)
@given(
    some.lists(some.text("ab", max_size=3), min_size=2, max_size=5), some.text("ab", max_size=12)
)
def test_stars_match_as_a_pattern_would(parts, text):  # fmt: skip
    """Matching each part at its first place gives the same result as trying all places."""
    import re  # noqa: PLC0415 - the other opinion

    wanted = re.fullmatch(".*".join(parts), text) is not None
    assert phrases._matches(tuple(parts), text) is wanted


@pytest.mark.parametrize(
    ("text", "walled"),
    [
        ("Subscribe to read on", True),
        ("Please subscribe to read on today.", True),
        ("He told them to subscribe to read on, and they laughed at him for it.", False),
        ("Already a member? Sign in", True),
        ("She asked: already a member?", False),
    ],
)
def test_words_of_a_paywall_are_most_of_their_block(text, walled):
    """Within a sentence of the author they are no paywall."""
    made = rules('paywall = ["Subscribe to read on", "Already a member?*"]')
    assert made.is_paywall(text) is walled


# --- catastrophic patterns -------------------------------------------------------------------
WILD = "(a|aa)+$"
ADDRESS = "https://a.example/" + "a" * 60 + "!"


def test_a_pattern_that_runs_wild_costs_a_moment_and_not_the_night(monkeypatch):
    """For any number of addresses; what cannot be shown to be allowed is not fetched."""
    monkeypatch.setattr(patterns, "_tired", type(patterns._tired)())
    made = rules(f"articles = ['{WILD}']\ndeny = ['x{WILD}']")
    assert not any(made.is_article(f"{ADDRESS}{n}") for n in range(5_000))
    assert made.tired() == WILD
    assert patterns._tired[WILD] == patterns.CHANCES
    denying = rules(f"deny = ['{WILD}']")
    assert denying.denies(ADDRESS)
    assert denying.is_article(ADDRESS) is False


def test_nested_repeats_are_answered(monkeypatch):
    """The library handles the classic case of them at almost no cost."""
    monkeypatch.setattr(patterns, "_tired", type(patterns._tired)())
    made = rules(r"articles = ['(a+)+$']")
    assert not any(made.is_article(f"{ADDRESS}{n}") for n in range(100))
    assert made.tired() is None


def test_a_sound_pattern_is_never_tired():
    """Only long matching counts against a pattern; finding no match does not."""
    made = rules("articles = ['^/a/']")
    assert not any(made.is_article(f"https://a.example/b/{n}") for n in range(100))
    assert made.tired() is None


def test_the_shipped_files_are_of_the_form():
    """Their selectors are checked, too, and no phrase occurs twice in a file."""
    for name in outlet_rules.shipped():
        text = (files("spiders.outlets") / f"{name}.toml").read_text(encoding="utf-8")
        made = outlet_rules.parse(name, text, name)
        said = [phrases.folded(one) for one in (*made.phrases, *made.ends, *made.paywall)]
        assert len(said) == len(set(said))
