"""Words by which pages say that a date is that of an update, or of publication.

An update that is not known by its word is taken for the publication, so the lists go wider than
the languages that are read best. They are stems: *aggiornato*, *aggiornamento*. The plural names
a section: *Aggiornamenti*.
"""

from __future__ import annotations

import regex

_UPDATES = (
    r"updated?\b|modifi|amended|revised|corrected|edited|last change|reviewed|обновл|обновен|измен"
    r"|дополнен|отредактир|\bправк|жаңар|жаңыр|жаңылан|навсоз|yangilan|янгилан|redaktə|düzəliş"
    r"|оновл|змінен|доповнен|абноўл|зменена|yenil[əe][nmd]|dəyişdiril|g[üu]ncell"
    r"|խմբագրվ|թարմաց|վերջին փոփոխ|რედაქტირ|განახლ|შეცვლილ|შეიცვალა|aktualisier"
    r"|geändert|letzte änderung|\bstand:|mise? à jour|actualisée?\b|actualitza"
    r"|actualiza(?!cion)|actualización|atualiza(?!ções)|uppdater|opp?dater"
    r"|aktualiz(?!acje)|aggiorna(?!menti)|bijgewerkt|gewijzigd|frissít(?!ések)|módosít(?:va|ás)"
    r"|\b(?:ändrad|endret|ændret)\b|päivitet|muokattu|τελευταία ενημέρωση|ενημερώθηκε|τροποποι"
    r"|ažurira|ажурира|posodobljen|izm(?:ij)?enjen|измењен|përditës|perditës|atnaujin|atjauno"
    r"|papildināt|uuendat|muudet|diperbar|pembaruan|cập nhật|अपडेट|अद्यतन|আপডেট|হালনাগাদ"
    r"|อัปเดต|อัพเดต|ا?پ\s?ڈیٹ|به.?روز|بروز.?رسانی"
    r"|ویرایش|تحديث|تعديل|\bح\u064f?د(?:\u0651?\u0650|\u0650?\u0651)?ث في"
    r"|\bع\u064f?د(?:\u0651?\u0650|\u0650?\u0651)?ل في|עודכן|עדכון|更新|修改|수정|업데이트"
)
UPDATED = regex.compile(_UPDATES, regex.IGNORECASE)
SAYS_UPDATED = regex.compile(
    rf"(?<!\p{{L}})(?:last |сейчас |son )?(?:{_UPDATES}|исправлен)", regex.IGNORECASE
)
"""The same, at the beginning of a word."""
PUBLISHED_LABEL = regex.compile(
    r"publish|posted|first |created|опубликован|публикаци|размещен|дата|создан"
    r"|опублікован|публікац|розміщен|публикуван|апублікав|жария|жарыя|dərc|yayım|yayın|tarix|tarih"
    r"|հրապարակ|გამოქვეყნ|თარიღ|veröffentlich|erschien|publié|mis en ligne|publica[cdtț]"
    r"|pubblica[tz]|opublikowan|data dodania|publikov|zveřejn|vydáno|objavljen"
    r"|објављен|közzét|megjelent|publicera|publicere|publiser|offentliggjort|julkais|δημοσιεύ"
    r"|δημοσίευσ|paskelbta|publicēt|avaldat|diterbitkan|gepubliceerd|انتشار|منتشر"
    r"|نشر|تاریخ|פרסום|פורסם|發布|发布|发表|發表|掲載|公開|입력|등록",
    regex.IGNORECASE,
)
