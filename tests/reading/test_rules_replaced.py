"""A file of rules, several of which were replaced at the moment the outlet made an edit."""

from __future__ import annotations

from storage.archive import Archive
from tests.captures import look_at_all
from tests.outlet_server import Answer
from tests.stories import story

SLUG = "weir"
PLEA = "Our best stories of the week, every Friday."


def look(archive, rules: str):
    """Run one pass with these rules; gives the article's revisions."""
    folder = archive.folder / "outlets"
    folder.mkdir(exist_ok=True)
    (outlet,) = archive.outlets()
    (folder / f"{outlet.name}.toml").write_text(rules)
    look_at_all(archive, folder)
    (article,) = archive.articles()
    return archive.revisions(article.id)


def renamed(outlet):
    """Serve the story in an element whose class is the item of the list that is returned."""
    outlet.publish(story(SLUG, "The weir held 40 tons."))
    name = ["story"]

    def answer(one, _request):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in one.paragraphs)
        page = (
            f"<html><head><title>{one.title}</title></head><body><h1>{one.title}</h1>"
            f"<p>By {one.author}</p><div class={name[0]}>{text}<p>{PLEA}</p></div></body></html>"
        )
        return Answer(200, page.encode(), "text/html; charset=utf-8")

    outlet.behave(SLUG, answer)
    return name


def test_what_other_rules_took_into_the_text_is_not_told_with_an_edit(outlet, watched):
    """Selector and phrase are new, so they cannot read the old page; one figure was edited."""
    name = renamed(outlet)
    with Archive.open_to_write(watched(outlet)) as archive:
        look(archive, f'select = ["div.story"]\nphrases = ["{PLEA}"]\n')
        name[0] = "tale"
        outlet.edit(SLUG, "40 tons", "400 tons")
        first, second = look(archive, 'select = ["div.tale"]\nphrases = ["Read on"]\n')
        assert PLEA not in archive.extraction(first.extraction_id).text
        assert PLEA in archive.extraction(second.extraction_id).text
    assert second.assessment.kinds == ("number",)
    assert not second.assessment.ours
    assert "sentence" not in second.assessment.summary


def test_what_other_rules_took_into_the_text_alone_is_ours(outlet, watched):
    """No edit at all: only the rules made a difference."""
    name = renamed(outlet)
    with Archive.open_to_write(watched(outlet)) as archive:
        look(archive, f'select = ["div.story"]\nphrases = ["{PLEA}"]\n')
        name[0] = "tale"
        _, last = look(archive, 'select = ["div.tale"]\nphrases = ["Read on"]\n')
    assert last.assessment.ours
