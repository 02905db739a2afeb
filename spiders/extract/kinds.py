"""The kind of block that each text of the body is."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import functools
import itertools
from types import MappingProxyType
from typing import TYPE_CHECKING

import regex

from spiders.extract.choice.dropped.columns import columns as columns_of
from spiders.extract.choice.furniture import credits_picture, is_credit, is_signed
from spiders.extract.choice.paths import BIT, bits_of, is_called
from spiders.extract.page import CELLS, HEADINGS
from storage.records import BODY_KINDS, Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spiders.extract.page import Element, TextBlock

_REACH = 12
_WHOLE = CELLS | {"blockquote"}
"""A table or a quotation in a figure is no part of a picture's caption."""
_LABEL = 80
_LINE = 300
"""A caption without a figure has fewer characters."""
_QUOTING = frozenset('"“”„«»‘「『')

_LAW = (
    r"(?!\s+(?:закон|договор|соглашени|дела\b|резолюци|постановлени|проект|конституци|документ"
    r"|устав|контракт|меморандум|приговор|доклад|сценари|речи\b|договір|угод|справи\b|постанов"
    r"|конституці|статут|вирок|доповід))"
)
"""Earlier versions of these things are news, not a note of correction."""
_BY = (
    r"(?!\s+(?:депутат|парламент|комитет|комітет|комисси|комісі|министр|міністр|правительств|уряд"
    r"|суд|президент|юрист))"
)
"""What these people and bodies correct is news, too."""
_SPOKEN = frozenset("“”„«»\"‘’'「『")
"""A text that begins with such a mark is a quotation about something else."""
_CORRECTION = regex.compile(
    r"^\W{0,3}(?:(?:this (?:article|story|post|report|headline|piece) (?:was"
    r"|has been) (?:amended|corrected|updated to (?:correct"
    r"|clarify|reflect))|an earlier version of (?:this|(?:the|our) (?:article|story|post"
    r"|report|headline|piece|caption|text|page)\b)|a previous version of this"
    r"|a correction (?:was|has been) (?:made|issued|published) on [^:]{5,25}:"
    r"|correction\b(?! (?:officers?|of|in|facility|facilities|department|cent(?:er|re)s?)\b)"
    r"|corrections?"
    r"\s*(?:and clarifications?)?"
    r"\s*[:：(]|clarification\s*[:：]|editor.?s.? note\s*[:：]|исправлен(?:ие|о)\s*[:：]"
    r"|уточнение\s*[:：]|поправка\s*[:：]"
    rf"|в предыдущей версии{_LAW}|от редакции\s*[:：]|виправлен(?:ня|о)\s*[:：]|уточнення\s*[:：]"
    rf"|у попередній версії{_LAW}|düzəliş\s*[:：]"
    r"|dəqiqləşdirmə\s*[:：]|düzeltme\s*[:：]|ուղղում\s*[:：՝]|შესწორება\s*[:：]|تصحيح\s*[:：]"
    r"|اصلاحیه\s*[:：]|תיקון\s*[:：]|更正\s*[:：]|訂正\s*[:：]|(?:korrektur|berichtigung"
    r"|hinweis der redaktion)\s*[:：]|rectificatif\s*[:：]|(?:corrección|rectificación"
    r"|fe de errores"
    r"|nota de la redacción)\s*[:：]|note de la rédaction\s*[:：]|redaksiyadan\s*[:：]"
    r"|(?:correc?ção|retificação|errata|correzione|rettifica|errata corrige|correctie|rectificatie"
    r"|sprostowanie|korekta|oprava|rättelse|rettelse|정정)\s*[:：]"
    r"|(?:we|the editors|our editors) (?:have |has )?(?:since )?(?:amended|corrected"
    r"|clarified) (?:this|the) (?:[^\W\d_]+ ){0,2}?(?:article|story|headline|caption|text|report"
    r"|post|page|version|spelling|names?|figures?|numbers?|dates?|titles?|quote|attribution|errors?"
    r"|mistakes?|graphic|map|chart|reference|wording|sentence|paragraph)\b"
    r"|(?:the|our) (?:article|story|headline|caption)(?: above)? (?:was|has been) (?:amended"
    r"|corrected)(?! (?:by|in \d))"
    r"|редакция (?:«[^»]{1,40}» )?(?:исправила|уточнила|скорректировала|внесла (?:исправлени"
    r"|уточнени)"
    r"|приносит (?:свои )?извинения)"
    r"|(?:текст|статья|материал|новость|заголовок|публикация) (?:был[аио]? )?(?:исправлен"
    rf"|уточн[её]н)\w*+{_BY}"
    r"|в (?:первой|ранней|более ранней|первоначальной|прежней) версии (?:(?:этого|этой|нашего) )?"
    rf"(?:текст|материал|стать|новост|публикаци|заметк|сообщени)\w*+{_LAW}"
    r"|редакція (?:виправила|уточнила|внесла (?:виправлен|уточнен))"
    rf"|(?:текст|стаття|матеріал|новина|заголовок) (?:був |було |була )?(?:виправлен"
    rf"|уточнен)\w*+{_BY}"
    r"|(?:wir haben|die redaktion hat) (?:den|das|die|diesen|diese|eine|einen) [^.]{1,60}"
    r"(?:korrigiert|berichtigt|richtiggestellt)"
    r"|(?:dieser|der) (?:artikel|text|beitrag) wurde (?!vo[mn] |durch )[^.]{0,60}(?:korrigiert"
    r"|berichtigt)"
    r"|in einer (?:früheren|vorherigen|ersten|älteren) (?:version|fassung) "
    r"(?:dieser|der|unserer|dieses|des|unseres) (?:artikels|textes|beitrags|berichts|interviews"
    r"|kommentars|meldung|nachricht|geschichte|überschrift|reportage|seite)\b"
    r"|(?:cet |l['’])article a été (?:[^\W\d_]+ ){0,2}?(?:corrigé|rectifié)"
    r"|(?:dans )?une version (?:précédente|antérieure|initiale) de (?:cet|ce|cette|notre) "
    r"(?:article|texte(?! de loi)|dépêche|papier|titre|reportage|billet)\b"
    r"|(?:en )?una versión (?:anterior|previa|inicial) de (?:este|esta|nuestro|nuestra) "
    r"(?:artículo|texto|noticia|información|nota|titular|reportaje|crónica|entrada|publicación)\b"
    r"|(?:este (?:artículo|texto)|esta (?:noticia|información)) (?:ha sido|fue) (?:corregid"
    r"|rectificad)"
    r"|redaksiya (?:xətanı|səhvi|mətni) düzəl|bu (?:xəbər|məqalə|mətn)də düzəliş"
    r"|bu (?:haber|yazı|makale)(?:de|da)? (?:[^\W\d_]+ ){0,3}düzeltil"
    r"|խմբագրությունը (?:[^\W\d_]+ ){0,2}ուղղել|რედაქციამ (?:[^\W\d_]+ ){0,2}შეასწორა))",
    regex.IGNORECASE,
)
_SUMMARY_HEAD = regex.compile(
    r"^\W*(?:points of attention|key ?points?|key (?:events|moments)"
    r"|key takeaways|(?:key|main) findings|at a glance|in short|highlights"
    r"|summary|what you need to know|the main"
    r" points|tl;?dr|главное|коротко|кратко|ключевые моменты|что важно|головне|ключові тези"
    r"|важливе|(?:головні|основні) тези|(?:главные|основные|ключевые)"
    r" (?:тезисы|выводы)|əsas məqamlar|qısaca|öne"
    r" çıkanlar|özetle|kısaca|要点|要點)\W*$",
    regex.IGNORECASE,
)


_SUMMED_UP = regex.compile(r"(?<![^\W_])(?:summary|[a-z]*Summary)(?![a-z])")
"""Also in the names that are made of a module's: ``Summary__4f2a``, ``articleSummary``."""

NONE_KNOWN: Mapping[int, BlockKind] = MappingProxyType({})


@functools.lru_cache(2048)
def is_correction(text: str) -> bool:
    """Whether this text says that the article was corrected."""
    return text[:1] not in _SPOKEN and _CORRECTION.match(text) is not None


def is_summary_heading(text: str) -> bool:
    """Whether this text is the heading of an editorial summary."""
    return len(text) <= _LABEL and _SUMMARY_HEAD.match(text) is not None


def _points(chosen: Sequence[TextBlock]) -> frozenset[int]:
    """The ids of the blocks of a list in an element that is called a summary.

    None if it has more than a list, or is all of the text.
    """
    held: dict[int, list[TextBlock]] = {}
    for block in chosen:
        for element in itertools.islice(block.element.lineage(), _REACH):
            if "ummary" in element.attributes and _SUMMED_UP.search(element.attributes):
                held.setdefault(id(element), []).append(block)
    lists = (
        told
        for told in held.values()
        if len(told) < len(chosen) and all(one.element.tag == "li" for one in told)
    )
    return frozenset(id(one) for told in lists for one in told)


def blocks_of(
    chosen: Sequence[TextBlock],
    known: Mapping[int, BlockKind] = NONE_KNOWN,
    posts: frozenset[int] = frozenset(),
) -> tuple[Block, ...]:
    """The chosen blocks with their kinds; cells of one table row are one block.

    ``known`` are the kinds, by block id, of blocks whose places determine them: captions, and lines
    of a table of contents. ``posts`` are the ids of list items that are posts.
    """
    found: list[Block] = []
    points = _points(chosen)
    summary = False
    row: Element | None = None
    columns = columns_of(chosen) | posts
    known = {**_captions_in_tables(chosen), **known}
    for block in chosen:
        kind, own_row = _kind(block, columns, is_last=block is chosen[-1])
        if id(block) in known:
            found.append(Block(known[id(block)], block.text, block.struck))
            row = None
            continue
        if is_summary_heading(block.text):
            summary = True
            kind = BlockKind.SUMMARY
        elif kind is BlockKind.LIST_ITEM and (summary or id(block) in points):
            kind = BlockKind.SUMMARY
        else:
            summary = False
        if own_row is not None and own_row is row and found[-1].kind is BlockKind.TABLE:
            found[-1] = _with_cell(found[-1], block)
        else:
            found.append(Block(kind, block.text, block.struck))
        row = own_row
    return tuple(found)


def _captions_in_tables(chosen: Sequence[TextBlock]) -> dict[int, BlockKind]:
    """The only lines of tables that have one, right behind a picture, by their ids.

    None if they are much of the text: then the tables are its layout. Words in quotation marks
    were said by who is shown.
    """
    held: dict[int, list[TextBlock]] = {}
    for block in chosen:
        table = next((one for one in block.element.lineage() if one.tag == "table"), None)
        if block.element.celled and table is not None:
            held.setdefault(id(table), []).append(block)
    alone = [lines[0] for lines in held.values() if len(lines) == 1]
    lines = [one for one in alone if not one.linked and len(one.text) < _LINE]
    found = [one for one in lines if one.element.pictured and one.text[0] not in _QUOTING]
    much = 2 * sum(len(one.text) for one in found) > sum(len(one.text) for one in chosen)
    return {} if much else dict.fromkeys(map(id, found), BlockKind.CAPTION)


def _with_cell(row: Block, cell: TextBlock) -> Block:
    """A row of a table with one more cell."""
    before = f"{row.text} | "
    struck = tuple((len(before) + start, len(before) + end) for start, end in cell.struck)
    return Block(BlockKind.TABLE, before + cell.text, row.struck + struck)


def links_of(chosen: Sequence[TextBlock]) -> Iterator[str]:
    """The links of the body that have words: those around pictures are mostly of other articles."""
    if not any(block.linked for block in chosen):
        return
    columns = columns_of(chosen)
    for block in chosen:
        if block.linked and _kind(block, columns)[0] in BODY_KINDS:
            yield from block.links


def outline_of(chosen: Sequence[TextBlock]) -> tuple[int, ...]:
    """The rank of each heading of the body, from 1; empty if all have the same rank.

    Ranks, not levels: a template that begins with another level changes nothing.
    """
    heads = [(block, tag) for block in chosen if (tag := _heading_of(block)) is not None]
    if len({tag for _, tag in heads}) < 2:
        return ()
    columns = columns_of(chosen)
    tags = [tag for block, tag in heads if _kind(block, columns)[0] is BlockKind.HEADING]
    ranks = {tag: rank for rank, tag in enumerate(sorted(set(tags)), 1)}
    return tuple(ranks[tag] for tag in tags) if len(ranks) > 1 else ()


def _heading_of(block: TextBlock) -> str | None:
    near = (one.tag for one in itertools.islice(block.element.lineage(), 2))
    return next((tag for tag in near if tag in HEADINGS), None)


def _kind(
    block: TextBlock, columns: frozenset[int], *, is_last: bool = False
) -> tuple[BlockKind, Element | None]:
    """The kind of a block, and the table row it is in, if any."""
    bits = 0
    row = None
    tags = set[str]()
    for element in itertools.islice(block.element.lineage(), _REACH):
        own = bits_of(element)
        if element.tag in {"article", "main", "body", "section"} or id(element) in columns:
            break
        if own & BIT["caption"] and own & BIT["body"] and is_called(element, "body", "caption"):
            own ^= BIT["caption"]  # "articlebody largeImage" is text with a picture
        if element.tag in CELLS and not tags & CELLS and own & BIT["caption"]:
            tags.add("caption")
        tags.add(element.tag)
        bits |= own
        if element.tag == "tr" and row is None:
            row = element
    return _by_tags(block, tags, bits, is_last=is_last), row


def _by_tags(block: TextBlock, tags: set[str], bits: int, *, is_last: bool) -> BlockKind:
    """The kind by tags and families.

    ``is_last``: who is named after the last full stop wrote the text and did not take a picture.
    """
    if is_correction(block.text):
        return BlockKind.CORRECTION
    shown = tags & {"figcaption", "caption"} or ("figure" in tags and not tags & _WHOLE)
    credited = credits_picture(block) and not (is_last and is_signed(block.text))
    if shown or is_credit(block.text) or credited:
        return BlockKind.CAPTION
    if bits & BIT["keypoints"]:
        return BlockKind.SUMMARY
    if tags & HEADINGS:
        return BlockKind.HEADING
    if tags & CELLS:
        return BlockKind.TABLE
    if tags & {"pre", "code"}:
        return BlockKind.CODE
    if "blockquote" in tags:
        return BlockKind.QUOTE
    if (
        bits & BIT["caption"]
        and len(block.text) < _LINE
        and block.element.tag in {"div", "span", "small", "cite"}
    ):
        return BlockKind.CAPTION
    return BlockKind.LIST_ITEM if tags & {"li", "dd", "dt"} else BlockKind.PARAGRAPH
