"""Texts for the test outlet, about invented people and places, and filler paragraphs."""

from __future__ import annotations

import random

from tests.outlet_server import Story

_WHO = (
    "Edith Marrow",
    "Colm Tansley",
    "Priya Aske",
    "Jonas Wetherell",
    "Agnes Fole",
    "Tariq Bexley",
)
_WHERE = ("Harrowby", "Nether Stowe", "Castle Quay", "Ferndale Cross", "Old Wick", "Marsh End")
_WHAT = ("the market hall", "the tram depot", "the grammar school", "the river wall", "the library")
_FORMS = (
    (
        "{who} of {where} said that {what} had been closed for {n} days, and that {m} "
        "letters about it "
        "had gone unanswered."
    ),
    (
        "The council put {n},000 pounds aside for {what} in {where}; {who} called the "
        "sum a beginning "
        "and asked for {m} more."
    ),
    (
        "In {where}, {n} volunteers met {m} times last winter to paint {what}, according "
        "to {who}, who "
        "keeps the minutes."
    ),
    (
        "A survey by {who} counted {n} visitors a week at {what}, {m} per cent of whom "
        "had come from "
        "{where} on foot."
    ),
    (
        "Repairs to {what} are to take {n} weeks, with {m} workers from {where}; {who} "
        "has drawn the "
        "plans without a fee."
    ),
)


def filler(seed: str, count: int = 4) -> tuple[str, ...]:
    """So many unique paragraphs, always the same for a seed."""
    lot = random.Random(seed)
    return tuple(
        " ".join(
            form.format(
                who=lot.choice(_WHO),
                where=lot.choice(_WHERE),
                what=lot.choice(_WHAT),
                n=lot.randrange(3, 980),
                m=lot.randrange(3, 97),
            )
            for form in lot.sample(_FORMS, 2)
        )
        for _ in range(count)
    )


def story(slug: str, *paragraphs: str, title: str = "", **fields: str) -> Story:
    """A story with these paragraphs, and others around them."""
    around = filler(slug)
    heading = title or f"What happened to {slug.replace('-', ' ')} this week"
    return Story(slug, heading, (around[0], *paragraphs, *around[1:]), **fields)


PLAIN = tuple(story(f"parish-matter-{name}") for name in "abcdefgh")

RUSSIAN = Story(
    "gorodskoy-rynok",
    "Городской рынок закрывают на ремонт",
    (
        (
            "Городской рынок в Харроуби закроют на ремонт с 4 мая, сообщил совет города. Работы "
            "продлятся одиннадцать недель и обойдутся в 318 тысяч фунтов."
        ),
        (
            "«Крыша помнит ещё моего деда», — сказала торговка рыбой Агнес Фоул. Она "
            "работает на рынке "
            "с 1988 года и переедет на набережную вместе с двадцатью соседями."
        ),
        (
            "Совет обещает торговцам скидку на аренду в первые шесть месяцев после открытия. "
            "Объединение торговцев просит о годе и собрало 2 140 подписей."
        ),
        (
            "Во время ремонта археологи осмотрят подвал, в котором прежде был ледник. Вход в него "
            "замуровали почти сто лет назад."
        ),
    ),
    language="ru",
    author="Пётр Уиллоу",
    charset="windows-1251",
)

GEORGIAN = Story(
    "akhali-khidi",
    "ჰაროუბიში ახალი ხიდი გაიხსნა",
    (
        (
            "ჰაროუბიში მდინარეზე ახალი ხიდი გაიხსნა, რომლის მშენებლობა თოთხმეტი თვე გაგრძელდა. "
            "ქალაქის საბჭოს ცნობით, პროექტი 4,2 მილიონი ლარი დაჯდა."
        ),
        (
            "ხიდზე პირველმა სკოლის მოსწავლეებმა გაიარეს, მათ უკან კი ორკესტრი მოჰყვებოდა. "
            "საზეიმო გახსნას დაახლოებით ცხრაასი ადამიანი დაესწრო."
        ),
        (
            "„ძველ ხიდზე ორი ურემი ვერ ეტეოდა“, — თქვა მასწავლებელმა ნინო ველისციხელმა. "
            "მისი თქმით, გზა სკოლამდე ოცი წუთით შემოკლდა."
        ),
        (
            "მძიმე სატვირთოების მოძრაობა ხიდზე აკრძალულია. წესის დამრღვევებს სამასი ლარის "
            "ოდენობის ჯარიმა ელით."
        ),
    ),
    language="ka",
    author="ნანა ბერიძიშვილი",
)

ARMENIAN = Story(
    "nor-gradaran",
    "Հարոուբիում նոր գրադարան է բացվել",
    (
        (
            "Հարոուբիում նոր գրադարան է բացվել, որի շինարարությունը տևել է տասնվեց ամիս։ "
            "Քաղաքապետարանի տվյալներով՝ նախագիծն արժեցել է 210 միլիոն դրամ։"
        ),
        (
            "Գրադարանն ունի վաթսուն հազար գիրք և ընթերցասրահ երեխաների համար։ "
            "Առաջին օրը այցելել է ավելի քան յոթ հարյուր մարդ։"
        ),
        (
            "«Մենք այս օրվան սպասել ենք քսան տարի», — ասել է գրադարանավար Անի Վարդերեսյանը։ "
            "Նա աշխատում է այստեղ 1999 թվականից։"
        ),
        "Հին շենքում կբացվի երաժշտական դպրոց։ Վերանորոգումը կսկսվի սեպտեմբերին և կտևի հինգ ամիս։",
    ),
    language="hy",
    author="Արամ Լուսինյան",
)
