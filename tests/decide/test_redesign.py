"""A new template is not an edit of all articles at once; an edit that comes with it is found."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest

from monitor.decide.beside import texts_beside
from monitor.decide.changed import head_step
from monitor.decide.redesign import MOST_APART, head_alone, is_only_template
from monitor.reading.byline_names import named_alone
from monitor.reading.comparable_links import comparable_links
from spiders.extract.choice.aside import shared_by, texts_aside, texts_own
from spiders.extract.encoding import decode
from spiders.extract.parsing import parse
from spiders.extract.reader import MOVED, Memory, look, read
from storage.archive import Archive
from storage.digest import content_digest
from storage.records import Block, BlockKind, Extraction
from tests.captures import capture_and_read, watch_courier
from tests.extract.pages import TEMPLATES, Around, Story
from tests.extract.templates import articles, edited, make
from tests.stories import filler

URL = "https://courier.example/news/ferry"
COUNT = 40
EDITED = (3, 11, 21, 29, 39)


def stories():
    """Forty of them, each with its own texts and address."""
    return [
        Story(
            "en",
            f"Report {number} of the harbour commission",
            f"What the commission found on day {number}.",
            filler(f"report {number}", 5),
            url=f"https://courier.example/news/report-{number}",
        )
        for number in range(COUNT)
    ]


@contextmanager
def seen_twice(tmp_path, first, second):
    """An archive of one article, whose page was the first, and a day later the second."""
    with Archive.create(tmp_path / "archive") as archive:
        addresses = watch_courier(archive, URL)
        for day, page in enumerate((first, second)):
            capture_and_read(archive, addresses, [page], day)
        yield archive


def edit(story, number):
    """One edit by number: a figure, a deletion, an addition, a headline, a last paragraph."""
    first, *rest = story.paragraphs
    turn = EDITED.index(number)
    return (
        replace(story, paragraphs=(first.replace(" of ", " not of ", 1) + " Why?", *rest)),
        replace(story, paragraphs=(first, *rest[1:])),
        replace(story, paragraphs=(first, "The mayor of Harrowby resigned on Friday.", *rest)),
        replace(story, title=f"Report {number} of the harbour board"),
        replace(story, paragraphs=(first, *rest[:-1], rest[-1][:-1] + " no more.")),
    )[turn]


@pytest.mark.parametrize(("before", "after"), [("ghost", "drupal"), ("drupal", "wordpress")])
def test_a_redesign_is_no_edit_and_hides_none(tmp_path, before, after):
    """Forty pages change their template at once, and five of them are also edited."""
    made = stories()
    with Archive.create(tmp_path / "archive") as archive:
        addresses = watch_courier(archive, *(one.url for one in made))
        later = [edit(one, n) if n in EDITED else one for n, one in enumerate(made)]
        for day, (template, shown) in enumerate(((before, made), (after, later), (after, later))):
            around = Around(nonce=f"n{day}", ago=f"{day + 1} hours ago", counter=100 + day)
            pages = [TEMPLATES[template](one, around).encode() for one in shown]
            capture_and_read(archive, addresses, pages, day)
        changed = {
            one.url
            for article in archive.articles()
            for one in archive.revisions(article.id)[1:]
            if not one.assessment.ours
        }
    assert changed == {made[number].url for number in EDITED}


@pytest.mark.parametrize(
    ("before", "after"), [("captions_credits", "drupal"), ("amp", "hashed_divs")]
)
def test_captions_and_bylines_of_another_template_are_no_edit(before, after):
    """That they are read differently is ours; that a text was also rewritten is not."""
    article = articles("fr")[0]
    first, page, _ = look(make(before, article).html, url=URL)
    memory = Memory("page", last=page)
    second = read(make(after, article, sight=1).html, url=URL, memory=memory)
    assert MOVED in second.remarks
    assert is_only_template(first, second)
    assert not is_only_template(first, replace(second, title="Another headline"))
    assert not is_only_template(first, replace(second, remarks=()))
    for kind in ("number", "word"):
        changed = make(after, edited(article, kind, 0), sight=1)
        assert not is_only_template(first, read(changed.html, url=URL, memory=memory))


PAIRS = (
    *(("ghost", "newsletter_inside", "az"), ("newsletter_inside", "amp", "en")),
    *(("amp", "wordpress_blocks", "tr"), ("wordpress_blocks", "key_points", "ru")),
    *(("print_page", "cards_inside", "de"), ("drupal", "blogger", "uk")),
    *(("tables_2003", "modules", "fr"), ("wordpress_2008", "hashed_divs", "es")),
    *(("br_lines", "modules", "ka"), ("author_bio", "drupal", "hy")),
)
"""Templates with little in common: boxes, cards, captions, columns, headings in bold."""


def shown(page):
    """The blocks of a page as delivered."""
    return parse(decode(page)).blocks


def both_read(before, after, old, new):
    """Both readings, and the texts that are aside on the two pages."""
    one, two = make(before, old), make(after, new, sight=1)
    first, page, _ = look(one.html, url=URL)
    second = read(two.html, url=URL, memory=Memory("page", last=page))
    shared = shared_by(first, second)
    aside = texts_aside(shown(one.html), shared) | texts_aside(shown(two.html), shared)
    return first, second, aside


@pytest.mark.parametrize(("before", "after", "language"), PAIRS)
def test_very_unlike_templates_of_one_article_are_no_edit(before, after, language):
    """Whatever boxes, pointers and other names for the same things one of them has."""
    turn = PAIRS.index((before, after, language))
    article = articles(language)[turn % 3]
    first, second, aside = both_read(before, after, article, article)
    assert content_digest(first) == content_digest(second) or is_only_template(first, second, aside)


@pytest.mark.parametrize(("before", "after", "language"), PAIRS)
def test_an_edit_between_very_unlike_templates_is_found(before, after, language):
    """A changed figure, word or sentence; an added short sentence, quotation or heading."""
    turn = PAIRS.index((before, after, language))
    article = articles(language)[turn % 3]
    middle = len(article.lines) // 2
    came = (
        ("P", ("Nobody was hurt.",)),
        ("Q", ("“We will all be there on Monday”, said the mayor, who had not been asked.",)),
        ("H", ("What the council said on Friday about the pier",)),
    )[turn % 3]
    lines = (*article.lines[:middle], came, *article.lines[middle:])
    kind = ("number", "word", "sentence")[turn % 3]
    for new in (edited(article, kind, turn), replace(article, lines=lines)):
        first, second, aside = both_read(before, after, article, new)
        assert content_digest(first) != content_digest(second)
        assert not is_only_template(first, second, aside)


@pytest.mark.parametrize(("before", "after", "language"), PAIRS)
def test_a_paragraph_that_moved_between_very_unlike_templates_is_found(before, after, language):
    """No template changes the order of paragraphs inside the text."""
    article = articles(language)[1]
    places = [number for number, (kind, _) in enumerate(article.lines) if kind == "P"]
    one, other = places[1], places[-2]
    assert one < other
    lines = list(article.lines)
    lines.insert(one, lines.pop(other))
    first, second, aside = both_read(before, after, article, replace(article, lines=tuple(lines)))
    assert not is_only_template(first, second, aside)


def test_a_caption_that_says_something_else_is_the_outlets():
    """Another word for the photographer, or none, is the template's; another name is not."""
    texts = tuple(Block(BlockKind.PARAGRAPH, text) for text in filler("pier", 4))

    def with_caption(text):
        return Extraction(title="Pier", blocks=(*texts, Block(BlockKind.CAPTION, text)))

    old = with_caption("The bell in the museum's store. Photograph: City Museum")
    for caption, same in (
        ("The bell in the museum's laboratory. Photograph: City Museum", False),
        ("The bell in the museum's store. Photo: A. Quill", True),
        ("The bell in the museum's store. Photograph: A. Quill", False),
        ("The bell in the museum's store. Photograph: City Museum/Agency", True),
        ("The bell in the museum's store", True),
        ("The harbour in winter", True),
        (f"The bell in the museum's store {'. ' * 100_000}end", True),  # that soon ends
    ):
        new = replace(with_caption(caption), remarks=(MOVED,))
        assert is_only_template(old, new) is same


def test_a_standfirst_that_says_something_else_is_the_outlets():
    """One that another template cuts, or moves into the text, is not."""
    texts = ("The ferry was closed on Monday by the board.", "It opens again in the spring.")
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    told = "Divers found cracks in two pillars, and nobody told the crew."
    old = Extraction(title="Ferry closed", standfirst=told, blocks=blocks)
    for other, same in (
        (told.replace("two", "nine"), False),
        (told[:40] + "…", True),
        ("All that we know so far.", True),
        (None, True),
    ):
        new = replace(old, standfirst=other, remarks=(MOVED,))
        assert is_only_template(old, new) is same, other
    inside = Extraction(title="Ferry closed", blocks=(Block(BlockKind.PARAGRAPH, told), *blocks))
    assert is_only_template(old, replace(inside, standfirst="Ferry news.", remarks=(MOVED,)))


def test_a_page_of_a_thousand_other_paragraphs_is_told_as_it_is():
    """Comparing each with each would take an hour for a page of a hundred thousand."""
    old, new = (
        Extraction(
            title="Ferry closed",
            blocks=tuple(Block(BlockKind.PARAGRAPH, f"{words} {n}") for n in range(MOST_APART)),
            remarks=(MOVED,),
        )
        for words in ("label", "badge number")
    )
    assert not is_only_template(old, new)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Picture of the mayor with her lawyer", "Picture of the mayor with her accomplice"),
        ("The image of a saint was found", "The image of a saint was stolen"),
        ("The bell of platform 9/10 is kept", "The bell of platform 9/10 was sold"),
        ("The photograph, which was lost, is sold", "The photograph, which was lost, is here"),
    ],
)
def test_a_caption_about_a_picture_is_no_credit(before, after):
    """An edit after such a word is the outlet's, even if the template is another."""
    texts = tuple(Block(BlockKind.PARAGRAPH, text) for text in filler("pier", 4))
    old, new = (
        Extraction(title="Pier", blocks=(*texts, Block(BlockKind.CAPTION, caption)))
        for caption in (before, after)
    )
    assert not is_only_template(old, replace(new, remarks=(MOVED,)))


@pytest.mark.parametrize(
    "credit",
    [
        *(" Photo: Jane Doe", " (Photo: Jane Doe/Agency)", ". Foto Müller", " © Agency"),
        *(" — picture courtesy of the museum", " Photo by Jane Doe", ". Фото: Вера"),
    ],
)
def test_a_credit_in_the_words_of_another_template_is_no_edit(credit):
    """Whatever form of credit the outlet uses."""
    caption = "The bell of the old pier"
    texts = tuple(Block(BlockKind.PARAGRAPH, text) for text in filler("pier", 4))
    old, new = (
        Extraction(title="Pier", blocks=(*texts, Block(BlockKind.CAPTION, caption + end)))
        for end in (credit, ". Photograph: A. Quill")
    )
    assert is_only_template(old, replace(new, remarks=(MOVED,)))


def test_what_stands_aside_says_so_itself():
    """A box whose name or lone link says so; no component like those that hold the paragraphs."""
    page = """<main>
      <section class=module><p>One of the article's own paragraphs.</p></section>
      <section class=module><p>A paragraph that came in a module like the others.</p></section>
      <section class=signup><h3>Mornings</h3><p>A letter every day, at six in the morning.</p>
      </section>
      <div class=give><p>You read this because somebody paid.</p><p><a href=/give>Give</a></p></div>
      <p>Read also: <a href=/b>Council sells the last of its trams</a></p>
      <div class=new><p>A paragraph that came in a box without a word.</p></div>
      <section class=module><p>Another of the article's own paragraphs.</p></section></main>"""
    shared = ["One of the article's own paragraphs.", "Another of the article's own paragraphs."]
    assert texts_aside(parse(page).blocks, shared) == {
        "Mornings",
        "A letter every day, at six in the morning.",
        "You read this because somebody paid.",
        "Give",
        "Read also: Council sells the last of its trams",
    }
    assert texts_aside(parse(page).blocks, ["nothing of it"]) == frozenset()


HASHED = (
    "<div class='sc-{name}a'>{rest}<p class='sc-{name}c'>© The Courier, all day long.</p></div>"
)


def of_hashes(name, paragraphs, byline="Ada Quill"):
    """A page whose classes are generated again at every delivery."""
    text = "".join(
        f"<div class='sc-{name}w'><p class='sc-{name}p'>{p}</p></div>" for p in paragraphs
    )
    head = f"<h1 class='sc-{name}h'>Pier</h1><div class='sc-{name}b'>By {byline}</div>"
    inner = f"{head}<div class='sc-{name}t'>{text}</div>"
    named = f"<meta name='author' content='{byline}'>"
    page = HASHED.format(name=name, rest=inner)
    return f"<html><head><title>Pier</title>{named}</head><body>{page}</body></html>".encode()


def both_of_hashes(old, new):
    """Whether the step from one delivery to the next is nothing but the template."""
    first, page, _ = look(old, url=URL)
    second = read(new, url=URL, memory=Memory("page", last=page))
    assert MOVED in second.remarks
    shared = shared_by(first, second)
    before, after = shown(old), shown(new)
    own = texts_own(before, after, shared)
    own |= comparable_links((URL, first, before), (URL, second, after))
    for said, source, blocks in ((second, old, before), (first, new, after)):
        own |= named_alone(texts_beside(said), source.decode(), (block.text for block in blocks))
    aside = texts_aside(before, shared) | texts_aside(after, shared)
    return is_only_template(first, second, aside, own)


def test_edits_at_the_ends_come_with_new_hashes_too():
    """The last paragraph removed, a first one added, one divided, an author added."""
    texts = filler("pier", 6)
    assert both_of_hashes(of_hashes("kx", texts), of_hashes("qv", texts))
    lead = "The mayor of Harrowby resigned on Friday because of the pier."
    halves = texts[2].split(". ", 1)
    divided = (*texts[:2], f"{halves[0]}.", halves[1], *texts[3:])
    for new in (texts[:-1], (lead, *texts), divided):
        assert not both_of_hashes(of_hashes("kx", texts), of_hashes("qv", new))
    two = of_hashes("qv", texts, "Ada Quill, Ben Sorrel")
    assert not both_of_hashes(of_hashes("kx", texts), two)


def with_beside(name, standfirst, caption, target="/doc/643/", other="/doc/77/"):
    """A page of generated classes with a standfirst, a picture, and two links."""
    paragraphs = filler("pier", 6)
    linked = f"<a href='{target}'>{paragraphs[3]}</a> {paragraphs[1]}"
    page = of_hashes(name, (*paragraphs[:3], linked, *paragraphs[4:])).decode()
    described = f'<meta property="og:description" content="{standfirst}"></head>'
    lead = f"<p class='sc-{name}l'>{standfirst}</p><figure><img src=/a.jpg><figcaption>"
    below = f"<ul class='sc-{name}m'><li><a href='{other}'>Other news</a></li></ul></body>"
    page = page.replace("</head>", described).replace("</body>", below)
    return page.replace("</h1>", f"</h1>{lead}{caption}</figcaption></figure>").encode()


def test_what_stands_beside_the_text_is_replaced_with_new_hashes_too():
    """The standfirst or the caption by one that shares no word; a link leads elsewhere."""
    said = ("Divers found cracks in two pillars.", "The ferry on Monday in the rain")
    old = with_beside("kx", *said)
    assert both_of_hashes(old, with_beside("qv", *said))
    assert both_of_hashes(old, with_beside("qv", *said, "https://m.courier.example/a/643.html"))
    for new in (
        ("Nobody at the ministry answers letters.", said[1]),
        (said[0], "Volunteers carry boxes out of the town hall"),
        (*said, "/doc/8016/"),
    ):
        assert not both_of_hashes(old, with_beside("qv", *new)), new


def test_links_that_a_template_numbers_anew_are_no_edit():
    """All links at once, and session numbers; 29 of 119 pages seen again had been edited so."""
    said = ("Divers found cracks in two pillars.", "The ferry on Monday in the rain")
    old = with_beside("kx", *said)
    assert both_of_hashes(old, with_beside("qv", *said, "/doc/8016/", "/doc/902/"))
    tagged, other = ("/doc/643/ref=7_1", "/doc/643/ref=9_4")
    assert both_of_hashes(with_beside("kx", *said, tagged), with_beside("qv", *said, other))
    one, another = ("https://holm.example/act/12", "https://holm.example/act/45")
    told = with_beside("kx", *said, one), with_beside("qv", *said, another)
    assert not both_of_hashes(*told)  # a foreign page is not numbered by this outlet


@pytest.mark.parametrize("place", [0, -1])
def test_a_paragraph_that_moves_to_an_end_comes_with_new_hashes_too(place):
    """It stands with the article's on both pages, which no box of a template does."""
    texts = list(filler("pier", 6))
    moved = [*texts[:2], *texts[3:]]
    moved.insert(place if place == 0 else len(moved), texts[2])
    assert not both_of_hashes(of_hashes("kx", texts), of_hashes("qv", moved))


def test_a_headline_that_changed_with_the_template_is_told_alone():
    """As one of two that take turns, if the article had it before; the template is left out."""
    texts = tuple(Block(BlockKind.PARAGRAPH, text) for text in filler("pier", 4))
    old = Extraction(title="Pier shut", blocks=texts)
    caption = Block(BlockKind.CAPTION, "The pier on Monday in the rain")
    new = Extraction(title="Who shut the pier?", blocks=(*texts, caption), remarks=(MOVED,))
    renamed = head_alone(old, new)
    assert renamed == replace(old, title="Who shut the pier?")
    other = replace(new, blocks=(texts[0], *texts[2:], caption))
    assert head_alone(old, other) is None  # a paragraph was removed too
    assert head_alone(old, replace(new, title="Pier shut")) is None
    labelled = replace(new, title="Pier shut | Opinion")
    assert head_alone(old, labelled) is None
    assert is_only_template(old, labelled)
    assert is_only_template(labelled, replace(old, remarks=(MOVED,)))
    assert not is_only_template(labelled, replace(new, title="Pier shut | Analysis"))
    titles = ["Pier shut", "Who shut the pier?", "Pier shut", "Pier shut"]
    told = head_step(old, renamed, titles, same_time=True)
    assert told.kinds[0] == "headline"
    assert {"revert", "variant"} <= set(told.signals)
    once = head_step(old, renamed, titles[:1], same_time=True)
    assert "revert" not in once.signals


EDITORS = "<div class='sc-{name}e'>Edited by {editor}</div>"


@pytest.mark.parametrize(
    ("byline", "edited_by", "told"),
    [
        ("Ben Sorrel", "", True),
        ("Ben Sorrel", "Ada Quill", False),
        ("A. Quill", "", False),
        ("Newsroom", "", False),
    ],
)
def test_an_author_put_for_another_with_the_template_is_told(tmp_path, byline, edited_by, told):
    """Not one whom both pages name somewhere, a shortened name, or a desk: templates do that."""
    texts = filler("pier", 6)
    first = of_hashes("kx", texts)
    box = EDITORS.format(name="qv", editor=edited_by).encode() if edited_by else b""
    second = of_hashes("qv", texts, byline).replace(b"</body>", box + b"</body>")
    with seen_twice(tmp_path, first, second) as archive:
        (article,) = archive.articles()
        step = archive.revisions(article.id)[-1].assessment
        assert step.ours is not told
        assert step.kinds == (("byline",) if told else step.kinds)
        assert "revert" not in step.signals


def test_a_headline_and_an_author_of_a_new_template_are_told_together():
    """The boxes that came with it are not reported; a headline that stayed is no revert."""
    texts = tuple(Block(BlockKind.PARAGRAPH, text) for text in filler("pier", 4))
    old = Extraction(title="Pier shut", byline=("Ada Quill",), blocks=texts)
    caption = Block(BlockKind.CAPTION, "The pier on Monday in the rain")
    new = replace(old, byline=("Ben Sorrel",), blocks=(*texts, caption), remarks=(MOVED,))
    own = {"Ada Quill", "Ben Sorrel"}
    assert head_alone(old, new) is None
    signed = head_alone(old, new, (), own)
    assert signed == replace(old, byline=("Ben Sorrel",))
    told = head_step(old, signed, ["Pier shut", "Who shut it?", "Pier shut"], same_time=True)
    assert (told.kinds, "revert" in told.signals) == (("byline",), False)
    both = head_alone(old, replace(new, title="Who shut the pier?"), (), own)
    assert both == replace(old, title="Who shut the pier?", byline=("Ben Sorrel",))
