"""Names of authors, extracted from the lines in which pages give them.

A byline is a list of names: without "By", roles, degrees, dates and handles; without the agency
if a person is named next to it, and without the outlet.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.likeness import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BY = re.compile(
    r"^\W*(?:(?:(?:article\s+)?(?:written|reported|reporting|posted|published|story|text|words"
    r"|analysis|opinion|interview|hosted|presented|photos? and story|story and photos?"
    r"|words and pictures)"
    r"\s+)?(?:by\b|author\b|автор(?:ы|и|ка)?\b|текст\b|müəllif\b|hazırladı\b|yazar\b|yazan\b"
    r"|հեղինակ\b|ავტორი\b|نویسنده\b|بقلم\b|الكاتب\b|מאת\b|autor(?:in|a|en|es)?\b|auteure?\b)"
    r"|作者|撰文|记者|記者|文(?=[/|｜：:]))[\s:：/|｜՝]*",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"^(?:veröffentlicht|publié|publicado|опубликовано|опубліковано|yayın tarihi|dərc edilib"
    r"|გამოქვეყნდა|հրապարակվել է|نشر في|发布于)\s+(?!\d)"
    r"|^(?:published|posted)\s+(?!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu"
    r"|fri|sat|sun)[a-z]*\b)(?=(?-i:[A-Z])[^\W\d_]+\s(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""Words for publication, not authorship, that precede an author in some unfinished templates."""
_OTHER_ROLE = re.compile(
    r"^\W*(?:(?:(?:medically |clinically |fact[- ]|legally )?(?:reviewed|checked|edited|translated"
    r"|illustrated|illustrations?|photograph(?:y|s|ed)|photos?|pictures?|images?|video|graphics?"
    r"|styled|styling|produced|compiled|adapted|art|audio|maps?|design(?:ed)?|narrated)\s+by\b"
    r"|(?:with )?(?:additional )?(?:reporting )?contributions? (?:from|by)\b"
    r"|additional reporting (?:from|by)\b)[\s:]*|(?:editors?|photographers?|photos?|translators?"
    r"|translation|illustrators?|fact[- ]checkers?|producers?|reviewers?|contributors?"
    r"|фото(?:граф)?|перевод(?:чик|чица)?|редактор|иллюстрации|иллюстратор|переклад(?:ач)?"
    r"|ілюстрації|foto(?:qraf)?|fotoğraf|tərcümə(?:çi)?|tərcümə edən|çeviri|çeviren|çevirmen"
    r"|redaktor|editör|լուսանկար(?:ը|ներ|ները|իչ)?|թարգման(?:ություն|իչ)|խմբագիր|ფოტო(?:გრაფი)?"
    r"|თარგმანი|მთარგმნელი|რედაქტორი|übersetzung|übersetzer(?:in)?|fotos?|traduction|traducción"
    r"|traduzione|المترجم|ترجمة|ترجمه|תרגום|摄影|翻译|翻訳|责编"
    r"|[责責]任[编編][辑輯]|[编編][辑輯]|校对|审核|监制)\s*[:：՝]\s*)",
    re.IGNORECASE,
)
"""Work on an article other than writing it."""
_SMALL = frozenset(
    [
        *("de", "del", "della", "di", "da", "das", "dos", "do", "du", "la", "le", "van", "von"),
        *("der", "den", "ter", "ten", "zu", "zur", "af", "av", "bin", "ibn", "al", "el", "y", "e"),
        *(
            "for",
            "oğlu",
            "qızı",
            "оглу",
            "кызы",
            "фон",
            "ван",
            "де",
            "the",
            "team",
            "staff",
            "editors",
        ),
    ]
)
"""Small words in names."""
_OFFICE = re.compile(
    r"\b(?:executive|master|lead|senior|chief|ceo|coo|cto|founder|co-founder|specialist|reviewer|expert|officer"
    r"|director|manager|project|institute|university|digital|head|president|professor|editor"
    r"|reporter|writer|strategy|contributor|correspondent|news|journal|times|tribune|press|team"
    r"|staff|department|bureau|magazine|media|network|редактор|корреспондент|редакция"
    r"|\w+l(?:ığı|i[ğy]i|uğu|ü[ğy]ü)|meclisi|merkezi|mərkəzi|ajansı|servisi|belediyesi"
    r"|üniversitesi|xidməti|agentliyi|universiteti)\b",
    re.IGNORECASE,
)
"""Words in job titles and in the names of organisations, not of persons."""
_GEORGIAN = frozenset(map(chr, range(0x10D0, 0x10FB)))
_LABEL = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+)?\s*[:：՝]\s*(?=\w)")
_GLUED_BY = re.compile(r"^By(?=[A-Z][a-z])")
_SHOWN_BY = re.compile(r"^(?i:von|par|por|di|de|da|av|af|door|durch)\s+(?=[^\W\d_a-zß-ÿа-я])")
_AND_HOUSE = re.compile(r"[Pp]or\s+([^—–|\d]+?),\s+[^,—–|]{2,60}\s[—–]\s[^\W\d_a-z][^,.!?]{1,40}")
"""A signature as in papers of Brazil and Portugal: for which paper, and in which town."""
AND = re.compile(
    r"\s*(?:,|;|\||/|、|，|•|·|\b(?:and|und|et|y|e|и|та|і|й|və|ve|with|և|და|AND|UND|И|ТА|VƏ|VE)\b(?!\.)|\sو\s|&)\s*"
)
_BARS = re.compile(r"\s*[|·•]\s*")
_PARTED = re.compile(r"\s*[|·•]\s*|\s[–—-]\s(?=.*\d)")
"""Bars, and a dash before something with a digit."""
_ROLES = (
    r"(?:(?:senior|staff|associate|chief|managing|deputy|executive|contributing|guest|special"
    r"|political|business|sports?|foreign|health"
    r"|science|opinion|crimson|freelance|tech|technology|news|content|features?|investigative"
    r"|national|international|assistant|lead|head)\s+)*"
    r"(?:correspondents?|reporters?|editors?|editor-in-chief|writers?|journalists?"
    r"|columnists?|commentators?|producers?|contributors?|analysts?|officer"
    r"|director|bureau chief|photographer|fellow|intern|dietitian|корреспондент|журналист|редактор"
    r"|обозреватель|кореспондент|журналіст|оглядач|müxbir|muxbir|redaktor|muhabir|editör|լրագրող"
    r"|թղթակից|խմբագիր|ჟურნალისტი|კორესპონდენტი|რედაქტორი|خبرنگار|مراسل|صحفي|محرر|כתב|עורך"
    r"|redakteur(?:in)?|korrespondent(?:in)?|journaliste|rédacteur|rédactrice|periodista"
    r"|redactora?|corresponsal|giornalista|dziennikarz)"
)
_ROLE_ONLY = re.compile(
    rf"^\s*(?:{_ROLES}|head of .*|(?:\w+ ){{0,3}}staff(?: writer| reports?)?|editor in chief"
    r"|marketing|money|privacy|gardener)\b.*$",
    re.IGNORECASE,
)
_EXPERT = re.compile(r"^(?:\w+ ){1,3}expert$", re.IGNORECASE)
_DESK = re.compile(
    r"^(?!.*\bby\b)(?:[\w.]+\s){1,3}(?:staff|team|newsdesk|newsroom|editors|editorial board)$",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(rf"\s+[-–—]?\s*{_ROLES}\b.*$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"@|https?:|www\.|\d{3,}|\.(?:com|org|net|html)\b|^\W*$|^[+#]|^[\d:.\s]+$|^\d{1,2}\s\w+$"
    r"|^(?:more|view|about|all|see|read|full|follow|posted|our|my|guest|updated|published|last"
    r"|share|subscribe|admin|administrator|unknown|none|null|undefined|webmaster|minutes?|page"
    r"|user ?name|log ?in|stay"
    r"|content|source|photo|image|bio|редакция|редакція|redaksiya|redaktsiya)\b(?!\s[A-Z]\.)"
    r"|^a guest\b|^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|page\.|^n/a$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d"
_DATE_IN_NAME = re.compile(
    rf"(?:(?:\s+(?:on\s+)?|^)(?:{_MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)|\s+\d).*$",
    re.IGNORECASE,
)
_GLUED_DATE = re.compile(
    r"(?<=[a-z])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d.*$"
)
_DEGREES = (
    r"(?:M\.?D|Ph\.?D|M\.?S|M\.?A|B\.?A|BSc|MSc|R\.?D|RDN|LDN?|R\.?N|BSN|MPH|M\.P\.H|MBA|CFP|CFA"
    r"|CPA|CEPF|CPP|PSP|DVM|VMD|DACVB|D\.?O|DDS|J\.?D|LLM|CNS|CPT|CSCS|FACLM|FOMA|DABOM|FAND|MRCGP"
    r"|LCSW|FNP|NP|LVT|VTS|Esq)\.?®?"
)
_DEGREE_ONLY = re.compile(rf"^{_DEGREES}(?:\s+{_DEGREES})*$")
_DEGREE_AFTER = re.compile(rf"(?<=\w\w)(?:\s+{_DEGREES})+$")
_HANDLE = re.compile(r"\s*[(\[].{0,300}?[)\]]\s*")  # bounded, since it is tried at each bracket
_AGENCIES = (
    r"(?:the\s+)?associated press|ap|reuters|afp|agence france-presse|bloomberg(?: news)?|dpa|efe"
    r"|ansa|upi|xinhua|тасс|tass|риа новости|интерфакс|interfax|укринформ|укрінформ|ukrinform"
    r"|azertag|azərtac|apa|turan|report|anadolu(?: agency| ajansı)?|aa|dha|iha|armenpress"
    r"|interpressnews|irna|pa media|canadian press|the canadian press|cp|press association"
)
_AGENCY = re.compile(rf"^(?:{_AGENCIES})$", re.IGNORECASE)
_AGENCY_AFTER = re.compile(
    r"\s+(?:for\s+)?(?:the associated press|associated press|reuters|agence france-presse)$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?<![^\s|·•,/])(?:written by|author|автор|журналист|корреспондент|müəllif|müxbir|jurnalist"
    r"|yazar|muhabir|հեղինակ|լրագրող|ავტორი|ჟურნალისტი|кореспондент|журналіст|autor"
    r"|auteur|كاتب|نویسنده|作者|撰文|记者|記者)\s*[:：՝]\s*",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(r"\s*[|·•/]\s*|\s+\S+\s*(?:[:՝](?=\s)|：)|\s*\d")
_HOUSE = re.compile(
    r"[A-Z]{3,6}|The [A-Z].*|.+ (?:News|Newsroom|Journal|Times|Tribune|Report|Herald|Gazette"
    r"|Magazine|Network|Media|Radio|TV|Television|Agency)"
)
"""The organisation next to a person who writes for it."""
_TOLD = re.compile(r"^.*?\bas told to\s+", re.IGNORECASE)
_PLACE_AFTER = re.compile(r"(?:(?<=\w) (?:on|at)|(\S \S+) (?:[Ff]or|[Ii]n|IN|FOR) [A-Z].*)$")
"""*in Boston*, *for The Courier*, and *on* before a date that was removed."""
_HOUSE_AND_TOWN = re.compile(r"(?<=\w), +([^,;]{2,40}) [—–-] +[^\W\d_][^,;]{1,30}$")
"""*Ana Souza, Gazette — Tiflis*: for whom somebody writes, and where."""
_NO_PART = re.compile(r"\d|[，。；：！？）」』】]\w|[\u3040-\u30ff\u3400-\u9fff]{6}")
"""What no word of a name has: digits, a stop with more after it, or a sentence without spaces."""
_ABBREVIATED = re.compile(r"\b[^\W\d_]\.[^\W\d_]$")
"""The end of *Ruderverein Unterwick e.V.* without its stop."""
MAX_NAME = 70
_MAX_PART = 1_000
"""A name and all that is cut off behind it, by patterns that take the square of its length."""


def clean_names(raw: Iterable[str], sites: Sequence[str] = ()) -> tuple[str, ...]:
    """Split and clean author strings; ``sites`` are the outlet's names, see ``titles``."""
    names: dict[str, str] = {}
    desks: list[str] = []
    for value in raw:
        if value.startswith(("http:", "https:", "/", "@", ",")):
            continue  # an address, or the outlet's name after a missing one
        text = _HANDLE.sub(" ", _less(_less(_less(value, BY), _GLUED_BY), _TOLD)).strip()
        text = _without_house(text)
        if _DESK.match(text):
            desks.append(text)
            continue
        parts = AND.split(text)
        if len(parts) > 1 and is_site(parts[0], sites) and not any(map(is_person, parts[1:])):
            # An outlet of two names, or with the town and country of its office.
            parts = [text] if any(bare(text) in site for site in sites) else parts[:1]
        for part in parts:
            name = _name(part)
            if name and bare(name) and not (len(parts) > 1 and _EXPERT.match(name)):
                names.setdefault(bare(name), name)
    _drop_doubles(names, sites)
    return tuple(names.values()) or tuple(dict.fromkeys(desks))


def _without_house(text: str) -> str:
    """The text without publication and town; a person in their place is a second author."""
    match = _HOUSE_AND_TOWN.search(text)
    return text if match is None or is_person(match[1]) else text[: match.start()]


def without_by(text: str) -> str:
    """A line without the words at its beginning that mark it as a byline."""
    for beginning in (_POSTED, BY, _GLUED_BY, _SHOWN_BY):
        text = _less(text, beginning)
    return text


def without_label(text: str) -> str:
    """The same, also without a label of a word or two before a colon."""
    return without_by(_less(text, _LABEL))


def is_label(line: str) -> bool:
    """Whether a line only announces a name: *Written by*."""
    return bool(line.strip(" :：՝")) and not without_by(line + " ").strip(" :：՝")


def of_another_role(line: str) -> str | None:
    """Whom a line names for work other than writing: *Photos by Jonas Okafor*; else None."""
    match = _OTHER_ROLE.match(line)
    return None if match is None else line[match.end() :].strip()


def is_phrase(name: str) -> bool:
    """Whether it is a phrase and not a name, by its lower-case words: *Learn about our*."""
    parts = [part for part in name.split() if part not in _SMALL]
    small = [part for part in parts if part[0].islower() and part[0] not in _GEORGIAN]
    return bool(small) and len(small) < len(parts)


def is_person(name: str) -> bool:
    """Whether it is two to five capitalised words, none of a role or an organisation's name."""
    parts = [part for part in name.split() if part not in _SMALL]
    if not 2 <= len(parts) <= 5 or _OFFICE.search(name) or _AGENCY.match(name):
        return False
    return not any(part[0].islower() and part[0] not in _GEORGIAN for part in parts) and not any(
        map(str.isdigit, name)
    )


def is_login(name: str) -> bool:
    """Whether it is one word like a login: *KatieS*, *leyla.m*."""
    if " " in name or name.isupper():
        return False
    small = name[:1].islower() and name[:1] not in _GEORGIAN
    return small or any(one.isupper() or one in "._" for one in name[1:])


def is_site(name: str, sites: Sequence[str]) -> bool:
    """Whether it is the outlet itself: *DER SPIEGEL* on ``spiegel.de``."""
    plain = bare(name)
    return bool(plain) and any(plain in site or site in plain for site in sites)


def parts_of(line: str) -> list[str]:
    """The parts of a line between bars and dots."""
    return _BARS.split(line)


def _less(text: str, beginning: re.Pattern[str]) -> str:
    """The text without this beginning; ``sub`` would try every other position, too."""
    match = beginning.match(text)
    return text if match is None else text[match.end() :]


def is_signature(line: str) -> bool:
    """Whether a line is just a byline's word and a name of two to four: *Von Jonas Okafor*."""
    name = without_by(line)
    if name == line:
        return False
    parts = _without_house(name).split()
    if not 2 <= len(parts) <= 4:
        return False
    return all(
        part[0].isalpha()
        and (not part[0].islower() or part[0] in _GEORGIAN)
        and not _NO_PART.search(part)
        for part in parts
    )


def signed_part(line: str) -> str | None:
    """The part between bars that is a signature: *14.03.2025 | Von Jonas Okafor | 12 Aufrufe*."""
    parts = _PARTED.split(line)
    return next((part for part in parts if is_signature(part)), None) if len(parts) > 1 else None


def before_house(line: str) -> str | None:
    """The names in *Por Ana Quil e Rui Costa, Diário do Porto — Lisboa*, if all are persons."""
    match = _AND_HOUSE.fullmatch(line)
    persons = match is not None and all(map(is_person, AND.split(match[1])))
    return match[1] if match is not None and persons else None


def labelled_part(line: str) -> str | None:
    """The author in a line of several parts: *14.03.2025 Автор: Иван Орлов Просмотров: 12*.

    The name ends where the next part begins: at a bar, a digit or another word with a colon.
    """
    match = _LABELLED.search(line)
    if match is None:
        return None
    rest = _NEXT_PART.split(line[match.end() :], maxsplit=1)[0]
    name = " ".join(rest.split()).strip(" ,.")
    return name if name and len(name) <= MAX_NAME else None


def _name(part: str) -> str | None:
    """The name in a part of a byline; None if it is a role, a degree, a date or a phrase."""
    if len(part) > _MAX_PART:
        return None
    if _ROLE_ONLY.match(part) or _DEGREE_ONLY.match(part.strip(" .")):
        return None
    name = " ".join(part.split()).strip(" .·•-–—*")
    name = _DATE_IN_NAME.sub("", _GLUED_DATE.sub("", name))
    name = _DEGREE_AFTER.sub("", _ROLE_AFTER.sub("", name).strip(" .,|"))
    name = name if _AGENCY.match(name) else _PLACE_AFTER.sub(r"\1", _AGENCY_AFTER.sub("", name))
    if not name or len(name) > MAX_NAME or len(name.split()) > 6:
        return None
    name += "." * (_ABBREVIATED.search(name) is not None)
    return None if _NO_NAME.search(name) or is_furniture(name) else name


def _is_house(name: str) -> bool:
    return _AGENCY.match(name) is not None or _HOUSE.fullmatch(name) is not None


def _drop_doubles(names: dict[str, str], sites: Sequence[str]) -> None:
    """If several are named, drop agency or outlet next to a person, and handles of other names."""
    houses = {key for key, name in names.items() if _is_house(name) or key in sites}
    persons = [key for key in names if key not in houses]
    for key, name in list(names.items()):
        if len(names) < 2:
            return
        handle = " " not in name and any(key != one and key.startswith(one) for one in persons)
        if (key in houses and persons) or handle:
            del names[key]
