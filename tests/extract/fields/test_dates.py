"""Times as pages write them."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.fields.dates import Moment, find, is_ambiguous, leads_with_month, normal, read
from spiders.extract.fields.months import MONTHS, solar_ordinal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-02-07T18:08:00Z", "2025-02-07T18:08:00Z"),
        ("2025-02-07T18:08:00.123+04:00", "2025-02-07T18:08:00+04:00"),
        ("2025-02-07T18:08+0400", "2025-02-07T18:08:00+04:00"),
        ("2025-02-07 18:08:00", "2025-02-07"),
        ("2025-02-07", "2025-02-07"),
        ("Fri, 07 Feb 2025 18:08:00 GMT", "2025-02-07T18:08:00Z"),
        ("Feb 7, 2025 6:08 PM", "2025-02-07"),
        ("7 February 2025", "2025-02-07"),
        ("7 февраля 2025 г.", "2025-02-07"),
        ("7 лютого 2025", "2025-02-07"),
        ("7 fevral 2025", "2025-02-07"),
        ("7 Şubat 2025, 18:08", "2025-02-07"),
        ("07.02.2025", "2025-02-07"),
        ("2025年2月7日", "2025-02-07"),
        ("20250207T180800Z", "2025-02-07T18:08:00Z"),
        ("1738951680", "2025-02-07T18:08:00Z"),
        ("2025-02-31", None),
        ("2025-02-07T25:61:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_normal(text, expected):
    """RFC 3339 with a zone, the date without one, and None for what is in no calendar."""
    assert normal(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "7 February 2025",
        "7th of February, 2025",
        "February 7th, 2025",
        "Friday, Feb. 7, 2025",
        "FEB 7, 2025 1:38 pm PST",
        "7-Feb-2025",
        "Fri Feb 07 18:08:00 2025",
        "7 февраля 2025 г. в 18:08",
        "18:08, 7 лютого 2025 р.",
        "7 Fevral 2025, 18:08",
        "7 februari 2025",
        "7. února 2025",
        "7 Φεβρουαρίου 2025",
        "2025. február 7. 18:08",
        "7 лютага 2025",
        "2025 жылғы 7 ақпан",
        "7 февруари 2025",
        "7.2.2025 klo 18.08",
        "7 helmikuuta 2025",
        "Thứ sáu, 7 tháng 2, 2025",
        "7 กุมภาพันธ์ 2568",
        "७ फरवरी २०२५",
        "৭ ফেব্রুয়ারি ২০২৫",
        "7 فبراير/ شباط 2025",
        "۱۴۰۳/۱۱/۱۹ - ۱۸:۰۸",
        "令和7年2月7日",
        "입력 2025.02.07. 오후 6:08",
        "2025-ci il 7 fevral",
        "7 Şubat 2025 Cuma 18:08",
        "Փետրվար 7, 2025 18:08",
        "7 Փետրվարի, 2025",
        "თებერვალი 7, 2025",
        "7 თებერვალი, 2025",
        "Freitag, 7. Februar 2025 um 18:08 Uhr",
        "7 février 2025 à 18h08",
        "7 de febrero de 2025",
        "7 lutego 2025",
        "7 فوریه 2025",
        "۱۹ بهمن ۱۴۰۳ - ۱۸:۰۸",
        "٧ فبراير ٢٠٢٥",
        "السبت 7 شباط 2025",
        "7 בפברואר 2025 בשעה 18:08",
        "2025年2月7日 18:08",
        "2025년 2월 7일",
        "07.02.25",
        "2025/02/07",
        "2025 Feb 7",
    ],
)
def test_one_day_in_many_languages(text):
    """The names of months in every language of the project, their order and calendars."""
    assert [str(seen.moment)[:10] for seen in find(text)] == ["2025-02-07"]


@pytest.mark.parametrize(
    "text",
    [
        "3 hours ago",
        "5 часов назад",
        "2 saat əvvəl",
        "Feb 7",
        "7 February",
        "2022-02-112023-06-08",
        "2024-02-12170776440040819:00:00",
        "1446/08/08",
        "10.0.12.2025.1",
        "31 February 2025",
        "12,500 people in 2025",
    ],
)
def test_what_is_no_date(text):
    """Ages, days without a year, runs of digits and days in no calendar are not dates."""
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:00 PM EST, Tue December 19, 2023", "2023-12-19T20:00:00-05:00"),
        ("7 февраля 2025, 18:08 мск", "2025-02-07T18:08:00+03:00"),
        ("Feb 7, 2025 | 6:08 pm GMT+4", "2025-02-07T18:08:00+04:00"),
        ("Fri 7 Feb 2025 18.08 CET", "2025-02-07T18:08:00+01:00"),
        ("Wed, 7 Feb 2025 18:08 +0400", "2025-02-07T18:08:00+04:00"),
        ("Feb 7, 2025 6:08 PM IST", "2025-02-07"),
        ("Feb 7, 2025 12:08 am", "2025-02-07"),
    ],
)
def test_zone_is_kept_and_never_invented(text, expected):
    """A zone that is given is kept; letters that mean several zones leave only the day."""
    assert str(find(text)[0].moment) == expected


def test_figures_are_read_as_told():
    """03/04/2025 may be two days: the caller says which one, and nothing is guessed."""
    assert str(read("03/04/2025", month_first=False)) == "2025-04-03"
    assert str(read("03/04/2025", month_first=True)) == "2025-03-04"
    assert read("03/04/2025", month_first=None) is None
    assert str(read("13/04/2025", month_first=None)) == "2025-04-13"
    assert str(read("03.04.2025", month_first=True)) == "2025-04-03"
    assert is_ambiguous("on 03/04/2025")
    assert not is_ambiguous("on 04/04/2025")
    assert leads_with_month("02/17/2025") is True
    assert leads_with_month("17/02/2025") is False
    assert leads_with_month("03/04/2025") is None


def test_two_dates_of_a_line_have_their_own_hours():
    """An hour belongs to the date next to it."""
    line = "Published: December 22, 2023 at 8:48 p.m. | Updated: December 23, 2023 at 10:54 a.m."
    first, second = find(line)
    assert (first.moment.day, first.moment.seconds) == (date(2023, 12, 22), (20 * 60 + 48) * 60)
    assert (second.moment.day, second.moment.seconds) == (date(2023, 12, 23), (10 * 60 + 54) * 60)


@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.integers(0, 86_399),
    st.sampled_from([-300, 0, 60, 240, 345]),
)
def test_what_is_written_is_read(day, seconds, offset):
    """A moment in RFC 3339 is read as itself, and is the same instant on any clock."""
    moment = Moment(day, seconds, offset)
    assert read(str(moment)) == moment
    assert moment.at(240).instant == moment.instant


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(sorted(MONTHS)))
def test_every_name_of_a_month(day, name):
    """Each name in the list is found in a date, and no month has two numbers."""
    found = find(f"{day.day} {name} {day.year}")
    month = MONTHS[name]
    if found:
        assert found[0].moment.day == date(day.year, month, day.day)
    else:
        with pytest.raises(ValueError, match="day"):
            date(day.year, month, day.day)


@given(st.text(max_size=120))
def test_any_text_has_dates_or_none(text):
    """No text makes the search raise, and the dates found are in order and do not overlap."""
    found = find(" ".join(text.split()))
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1403, 11, 19), date(2025, 2, 7)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1408, 12, 30), date(2030, 3, 20)),
    ],
)
def test_solar_calendar(solar, day):
    """Persian pages give dates in the Solar Hijri calendar; leap years are among these."""
    assert solar_ordinal(*solar) == day.toordinal()


@pytest.mark.parametrize("solar", [(1404, 12, 30), (1403, 13, 1), (1403, 7, 31), (2025, 2, 7)])
def test_days_that_the_solar_calendar_has_not(solar):
    """A day that does not exist is None, and other years belong to other calendars."""
    assert solar_ordinal(*solar) is None


def test_a_clock_that_was_never_set_tells_no_time():
    """Page makers fill an empty field with the first second of their calendar."""
    assert read("1970-01-01T00:00:00Z") is None
    assert read("0001-01-01T00:00:00Z") is None
    assert str(read("1970-01-01")) == "1970-01-01"


@pytest.mark.parametrize(
    "text",
    [
        "۱۵ فروردین ۱۴۰۳",
        "۱۵ فروردين ۱۴۰۳",
        "۱۵ فروردین ماه ۱۴۰۳، ساعت ۱۴:۰۵",
        "چهارشنبه ۱۵ فروردین\u200cماه ۱۴۰۳",
        "۱۵ حمل ۱۴۰۳",
        "۱۴۰۳/۰۱/۱۵",
        "الأربعاء 24 رمضان 1445 هـ - 3 أبريل 2024",
        "2024 թ. ապրիլի 3",
        "2024 թվականի ապրիլի 3",
        "ապրիլի 3, 2024թ․",
        "2024 წლის 3 აპრილი",
        "3 აპრილი, 2024",
        "2024-cü il 3 aprel",
        "2024 ж. 3 сәуір",
        "2024 жылғы 3 сәуір",
        "2024-yil 3-aprel",
        "3-aprel, 2024-yil",
        "3 апрел 2024",
        "2024 йил 3 апрел",
        "2024-жылдын 3-апрели",
        "3 апрели 2024",
    ],
)
def test_days_as_neighbours_of_the_caspian_write_them(text):
    """Persian, Arabic, Armenian, Georgian, Azerbaijani, Kazakh, Uzbek, Kyrgyz and Tajik."""
    assert normal(text) == "2024-04-03"


@pytest.mark.parametrize("text", ["15 رمضان 1445", "1445/09/24", "۱۲ اسد", "3 апрел", "2024 ж."])
def test_a_day_of_the_moon_and_half_a_date_are_none(text):
    """A lunar day depends on who saw the moon."""
    assert normal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "© 2024. 3 April 2023",
        "© Harbour Courier, 2024, April 3, 2023",
        "Harbour Courier 2024, 3 avril 2023",
        "Сайт 2024. 3 апреля 2023 г.",
        "Sezon 2024, 3-aprel 2023",
    ],
)
def test_the_year_of_the_copyright_is_not_that_of_the_day_behind_it(text):
    """A wrong day is worse than none."""
    assert normal(text) == "2023-04-03"


@pytest.mark.parametrize(
    "text",
    [
        "05․03․2025 14:30",
        "Մրտ 5, 2025",
        "05 մրտ, 2025 14։30",
        "5 მარტს, 2025",
        "2025-ci il martın 5-i",
        "مارس 5، 2025",
        "الأربعاء، 5 مارس، 2025",
        "5 آذار (مارس) 2025",
        "٥\u200f/٣\u200f/٢٠٢٥",
        "5. 3. 2025",
        "05. 03. 2025",
        "5. Mär 2025",
        "2025. márc. 5.",
        "2025. 3. 5.",
        "5. ožujka 2025.",
        "5. marec 2025",
        "2025 m. kovo 5 d.",
        "2025. gada 5. marts",
        "2025 елның 5 марты",
        "2025 оны 3-р сарын 5",
        "5 มี.ค. 2568",
        "5 марта 2025.",
        "２０２５年３月５日",
        "2025／03／05",
    ],
)
def test_days_as_presses_write_them(text):
    """Short names, endings, commas and stops of other scripts, and spaces after stops."""
    assert [str(seen.moment) for seen in find(text)] == ["2025-03-05"]


def test_a_name_that_is_two_months():
    """*Listopad* is October in Croatian, with a stop after the day, and November in Polish."""
    assert normal("5. listopada 2025.") == "2025-10-05"
    assert normal("5 listopada 2025") == "2025-11-05"


@pytest.mark.parametrize(
    "text",
    [
        "05 مارس، 2025 02:30 م",
        "5 مارس 2025 2:30 مساءً",
        "٥ مارس ٢٠٢٥ - ٠٢:٣٠ م",
        "۱۵ اسفند ۱۴۰۳ ۲:۳۰ ب.ظ",
        "۱۵ اسفند ۱۴۰۳، ۱۴:۳۰",
        "5 Μαρτίου 2025, 2:30 μ.μ.",
        "2025.03.05. 오후 2:30",
        "2025. 3. 5. 14:30",
        "2025年3月5日 下午2:30",
        "2025-03-05 星期三 14:30",
        "2025年3月5日（水） 14時30分",
        "05 Mart 2025, Çarşamba 14:30",
        "5 mart 2025 Çərşənbə, 14:30",
        "05.03.2025 (среда) 14:30",
        "5 marzo 2025, ore 14.30",
        "5.03.2025, godz. 14:30",
        "5 martie 2025, ora 14:30",
        "5.3.2025 klo 14.30",
        "05.03.2025. u 14:30",
        "2025. március 5. 14:30",
        "2025 m. kovo 5 d. 14:30",
        "05/03/2025 [14:30]",
        "05.03.2025 14։30",
    ],
)
def test_hours_as_presses_write_them(text):
    """Half past two in the afternoon was read as night, or not at all."""
    assert [(str(one.moment.day), one.moment.seconds) for one in find(text)] == [
        ("2025-03-05", (14 * 60 + 30) * 60)
    ]


@pytest.mark.parametrize(
    "text", ["2:30 ص", "02:30 صباحاً", "۲:۳۰ ق.ظ", "2:30 π.μ.", "오전 2:30", "凌晨2:30", "2:30 a.m."]
)
def test_hours_before_noon(text):
    """Hours of the morning stay as they are written."""
    seen = find(f"2025-03-05 {text}") or find(f"5 March 2025 {text}")
    assert seen[0].moment.seconds == (2 * 60 + 30) * 60


@pytest.mark.parametrize(
    "text",
    [
        "iOS 5. 3. 2",
        "3. 4. 5. 2025",
        "Set 5 in 2025",
        "Noi 5, 20250",
        "© 2025. 31. 12. places",
        "5 (of) 2025",
        "listopada 2025",
    ],
)
def test_what_looks_like_a_date_of_another_press(text):
    """Numbered things, and words that are months in other languages."""
    assert find(text) == []


@pytest.mark.parametrize(
    "text", ["12 out of 2031 voters", "5 out of 2030 boats sank", "Only 7 set of 2031 lamps"]
)
def test_english_words_are_no_portuguese_months(text):
    """*Out* and *set* are October and September, but never before an English *of*."""
    assert not find(text)
    assert find("12 out 2031")
    assert find("12 de set. de 2031")
