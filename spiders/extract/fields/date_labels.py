"""Words by which pages say that a date is that of an update or of publication.

An update whose word is unknown is taken for the publication, so these lists cover more languages
than those that are read best. They are stems: *aggiornato*, *aggiornamento*. The plural names a
section: *Aggiornamenti*.
"""

from __future__ import annotations

import regex

_WORDED = (
    r"updated?\b|modifi|amended|revised|corrected|edited|last change|reviewed|обновл|обновен|измен"
    r"|дополнен|отредактир|\bправк|жаңар|жаңыр|жаңылан|навсоз|yangilan|янгилан|redaktə|düzəliş"
    r"|оновл|змінен|доповнен|абноўл|зменена|yenil[əe][nmd]|dəyişdiril|g[üu]ncell"
    r"|խմբագրվ|թարմաց|վերջին փոփոխ|რედაქტირ|განახლ|შეცვლილ|შეიცვალა|aktualisier"
    r"|geändert|letzte änderung|\bstand:|mise? à jour|actualisée?\b|actualitza"
    r"|actualiza(?!cion)|actualización|atualiza(?!ções)|uppdater|opp?dater"
    r"|aktualiz(?!acje)|aggiorna(?!menti)|bijgewerkt|gewijzigd|laatste wijziging"
    r"|frissít(?!ések)|módosít(?:va|ás)"
    r"|\b(?:ändrad|endret|ændret)\b|päivitet|muokattu|τελευταία ενημέρωση|ενημερώθηκε|τροποποι"
    r"|ažurira|ажурира|актуализ|posodobljen|izm(?:ij)?enjen|(?:zadnja|posljednja) izmjena|измењен"
    r"|përditës|perditës|atnaujin|atjauno"
    r"|papildināt|uuendat|muudet|diperbar|pembaruan|cập nhật|अपडेट|अद्यतन|আপডেট|হালনাগাদ"
    r"|ا?پ\s?ڈیٹ|به.?روز|بروز.?رسانی"
    r"|ویرایش|تحديث|تعديل|\bح\u064f?د(?:\u0651?\u0650|\u0650?\u0651)?ث في"
    r"|\bع\u064f?د(?:\u0651?\u0650|\u0650?\u0651)?ل في|עודכן|עדכון"
)
_SIGNED = "更新|修改|수정|업데이트|อัปเดต|อัพเดต"
"""Words in scripts in which the next word may follow without a space."""
_UPDATES = f"{_WORDED}|{_SIGNED}"
_REST = r"[\p{L}\p{M}]{0,12}(?![\p{L}\p{M}])"
"""The rest of a word after its stem."""
UPDATED = regex.compile(_UPDATES, regex.IGNORECASE)
SAYS_UPDATED = regex.compile(
    rf"(?<!\p{{L}})(?:last |сейчас |son )?(?:{_UPDATES}|исправлен)", regex.IGNORECASE
)
"""The same, at the beginning of a word."""
UPDATED_WORD = regex.compile(
    rf"(?<!\p{{L}})(?:ال|z)?(?:{_WORDED}){_REST}|{_SIGNED}", regex.IGNORECASE
)
"""A whole word, or two, that says so; *z* as in *zaktualizowano*."""
NOTED = regex.compile(
    r"correct|amended|revised|reviewed|düzəliş|правк|правлен|дополнен|доповнен|papildināt",
    regex.IGNORECASE,
)
"""Those of these words that mean a correction or added text."""
_PUBLISHED = (
    r"publish|posted|first |created|опубликован|публикаци|размещен|дата|создан"
    r"|опублікован|публікац|розміщен|публикуван|апублікав|жария|жарыя|dərc|yayım|yayın|tarix|tarih"
    r"|հրապարակ|გამოქვეყნ|თარიღ|veröffentlich|erschien|publié|mis en ligne|publica[cdtț]"
    r"|pubblica[tz]|opublikowan|data (?:dodania|publikacji)|publikov|zveřejn|vydáno|objavljen"
    r"|објављен|közzét|megjelent|publicera|publicere|publiser|offentliggjort|julkais|δημοσιεύ"
    r"|δημοσίευσ|paskelbta|publicēt|avaldat|diterbitkan|gepubliceerd|انتشار|منتشر"
    r"|نشر|تاریخ|פרסום|פורסם"
)
_PUBLISHED_SIGNED = "發布|发布|发表|發表|掲載|公開|입력|등록"
_POSTED = (
    r"geschrieben|gespeichert|erstellt|eingestellt|verfasst|geplaatst|inserito|postat[oa]|postado"
    r"|escrito|ajouté|dodan[oaey]|zamieszczon|добавлен|додан[оа]|eklen(?:di|me)|əlavə|ավելացվ"
    r"|տեղադրվ|დამატებ"
)
"""What systems for blogs and boards say instead. In other lines these words are no labels."""
PUBLISHED_LABEL = regex.compile(f"{_PUBLISHED}|{_POSTED}|{_PUBLISHED_SIGNED}", regex.IGNORECASE)
PUBLISHED_WORD = regex.compile(
    rf"(?<!\p{{L}})(?:ال)?(?:{_PUBLISHED}){_REST}|{_PUBLISHED_SIGNED}", regex.IGNORECASE
)
_BEGINNING = (
    r"publish|posted|опубликован|опублікован|dərc|yayımlan|yayınlan|հրապարակվ|გამოქვეყნ"
    r"|veröffentlicht|publié|publicado|pubblicato|opublikowan|gepubliceerd|geplaatst"
)
_THIS = (
    r"this (?:entry|post|article|story) was|dieser (?:artikel|beitrag|eintrag) wurde"
    r"|cet(?:te)? (?:article|billet|entrée|note) a été|est[ea] (?:entrada|artículo|post) fue"
    r"|este (?:artigo|post) foi"
    r"|quest[oa] (?:articolo|voce|post) è stat[oa]|dit (?:bericht|artikel) (?:is|werd)"
    r"|ten wpis został|эт(?:а|от) (?:запись|статья|пост) был|ц(?:я|ей) (?:стаття|запис|допис) бу"
)
_FIRST = r"original|first|zuerst|ursprüngl|erstmals|d'abord|initial|впервые|первонач|вперше"
OF_THIS = regex.compile(rf"\W{{0,3}}(?:{_THIS})", regex.IGNORECASE)
"""A sentence on the whole page: *This entry was posted on 5 March 2031 by Ada Quill*."""
OF_FIRST = regex.compile(rf"\W{{0,3}}(?:{_THIS}).{{0,20}}(?:{_FIRST})", regex.IGNORECASE)
"""One on where else it was published *first*, on a day of its own."""
SAYS_PUBLISHED = regex.compile(rf"\W{{0,3}}(?:{_THIS}|(?:{_BEGINNING}){_REST})", regex.IGNORECASE)
"""A line that begins by saying when it was published; *first* or *date* may be about anything."""
