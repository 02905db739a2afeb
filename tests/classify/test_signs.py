"""Figures, dates and claims in scripts without spaces."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.classify.figures.quantities import quantities
from monitor.classify.language.lexicon import language_of


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit", "bound"),
    [
        ("约有3万人参加集会。", "number", 30_000.0, "", ""),
        ("约1.5万人参加集会。", "number", 15_000.0, "", "about"),
        ("约15,000人参加集会。", "number", 15_000.0, "", "about"),
        ("3万5000人が集まった。", "number", 35_000.0, "", ""),
        ("損失は1億2000万円だった。", "number", 120_000_000.0, "¥", ""),
        ("损失三千五百元。", "number", 3_500.0, "yuan", ""),
        ("事故造成三十二人死亡。", "number", 32.0, "", ""),
        ("投票率为百分之五。", "number", 5.0, "%", ""),
        ("三分之二的议员同意。", "number", 0.666667, "", ""),
        ("超过一百人离开。", "number", 100.0, "", "over"),
        ("30多人离开。", "number", 30.0, "", "over"),
        ("罚款300美元。", "number", 300.0, "$", ""),
        ("罚款$3万。", "number", 30_000.0, "$", ""),
        ("会议开了3小时。", "number", 3.0, "hour", ""),
        ("合同为期3年。", "number", 3.0, "year", ""),
        ("合同于2023年签订。", "date", "2023", "", ""),
        ("合同于二〇二三年三月签订。", "date", "2023-03-", "", ""),
        ("投票は6月3日に行われる。", "date", "-06-03", "", ""),
        ("会谈星期天恢复。", "date", "weekday 日", "", ""),
        ("会談は水曜日に再開する。", "date", "weekday 水", "", ""),
        ("渡轮下午9点半停运。", "time", "21:30", "", ""),
        ("フェリーは午後9時に止まった。", "time", "21:00", "", ""),
    ],
)
def test_one_quantity_is_read(text, kind, value, unit, bound):
    """Characters for sizes and numbers make one value, however they are written."""
    (found,) = quantities(text, language_of(text))
    assert (found.type, found.value, found.unit, found.bound) == (kind, value, unit, bound)


@pytest.mark.parametrize(
    "text", ["一些人离开。", "万一下雨。", "十分安全。", "千代田区の橋。", "四川的桥。"]
)
def test_a_sign_of_number_within_a_word_counts_nothing(text):
    """*一些* is some, and *千* is part of the name of a place."""
    assert not quantities(text, language_of(text))


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("zh", "是否开放尚不清楚。", "是开放尚不清楚。"),
        ("zh", "他来自非洲。", "他来自亚洲。"),
        ("ja", "危ない橋だ。", "安い橋だ。"),
    ],
)
def test_a_sign_of_denial_within_another_word_hides_nothing(language, old, new):
    """What is no denial is still a detail that changed."""
    for pair in ((old, new), (new, old)):
        found = classify(*pair, Vocabulary.of(*([text] for text in pair), language))
        assert found.weight.value == "substantive", found


def test_japanese_is_told_from_chinese_by_its_kana():
    """Chinese characters with kana among them are Japanese; one kana in a name is not enough."""
    assert language_of("大臣は日曜日に辞任した。") == "ja"
    assert language_of("部长星期天在の家餐厅宣布辞职并否认收钱。") == "zh"
