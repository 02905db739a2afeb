"""Words that change what a sentence claims, by language; forms, since nothing here is parsed.

A language's words are asked for by its code; unknown languages get English with everything that
is written in the same script, see :func:`language_of`.
"""

from __future__ import annotations

from functools import lru_cache

LANGUAGES = ("en", "ru", "uk", "tr", "az", "hy", "ka", "de", "fr", "es", "fa")

NEGATION = {
    "en": "not n't no never none nobody nothing nowhere neither nor without cannot hardly barely "
    "scarcely fails failed refuses refused lacks lack denies denied",
    "ru": "не ни нет никогда никто никого никому ничего ничто нигде никак без нельзя ненужно вряд отнюдь",
    "uk": "не ні немає нема ніколи ніхто нікого нічого ніде ніяк без нельзя аніж навряд",
    "tr": "değil değildi değildir yok yoktu yoktur hiç hiçbir asla ne olmadan",
    "az": "deyil deyildi deyildir yox yoxdur yoxdu heç əsla olmadan heçbir",
    "hy": "չէ չի չեն չէր չէին չեմ չես չենք չեք ոչ երբեք ոչինչ ոչ-ոք առանց մի",
    "ka": "არ არა ვერ აღარ ვეღარ არასდროს არავინ არაფერი გარეშე ნუ",
    "de": "nicht kein keine keinen keinem keiner nie niemals niemand nichts ohne weder noch",
    "fr": "ne n'est pas jamais aucun aucune rien personne sans ni",
    "es": "no nunca jamás ningún ninguna nadie nada sin ni tampoco",
    "fa": "نه نیست نبود هیچ هرگز بدون نمی",
}
HEDGE = {
    "en": "reportedly allegedly apparently possibly supposedly likely unlikely perhaps maybe may might "
    "could probably seemingly presumably purportedly alleged suspected purported potential potentially "
    "reported believed thought expected appears appeared seems seemed rumored rumoured unconfirmed "
    "so-called probable possible definitely certainly clearly surely undoubtedly would",
    "ru": "якобы вероятно возможно предположительно похоже видимо будто кажется наверное может могут мог "
    "могла могли предполагаемый предполагаемого предполагаемые возможный возможные неподтвержденный "
    "скорее по-видимому очевидно несомненно",
    "uk": "нібито ймовірно можливо мабуть схоже певно начебто може можуть міг могла могли імовірно "
    "ймовірний ймовірні передбачуваний очевидно безсумнівно",
    "tr": "iddiaya göre muhtemelen sanki belki olası sözde galiba iddiası öne sürülen görünüşe kesinlikle "
    "muhtemel şüpheli",
    "az": "guya ehtimal güya bəlkə sözdə iddia yəqin görünür ehtimalən mümkün mümkündür şübhəli",
    "hy": "իբր հավանաբար հնարավոր ենթադրաբար կարծես գուցե թվում երևի իբրև անշուշտ",
    "ka": "თითქოს სავარაუდოდ შესაძლოა ალბათ შესაძლებელია თითქმის სავარაუდო ვითომ",
    "de": "angeblich mutmaßlich möglicherweise vermutlich wahrscheinlich vielleicht offenbar wohl könnte "
    "dürfte soll sollen mutmaßliche mutmaßlichen",
    "fr": "apparemment prétendument peut-être probablement possiblement présumé présumée présumés pourrait "
    "pourraient serait seraient",
    "es": "supuestamente presuntamente quizás quizá posiblemente probablemente presunto presunta podría "
    "podrían sería habría",
    "fa": "احتمالا ظاهرا شاید گویا ممکن",
}
ATTRIBUTION = {
    "en": "say:say,says,said,saying tell:tells,told add:adds,added state:states,stated claim:claims,claimed,claim,claiming "
    "allege:alleges,alleged admit:admits,admitted,admitting insist:insists,insisted argue:argues,argued "
    "deny:denies,denied,denying confirm:confirms,confirmed,confirm,confirming suggest:suggests,suggested "
    "announce:announces,announced,announcing warn:warns,warned,warning accuse:accuses,accused,accusing "
    "acknowledge:acknowledges,acknowledged concede:concedes,conceded report:reports,reported "
    "according:according spokesman:spokesman,spokeswoman,spokesperson reveal:reveals,revealed "
    "estimate:estimates,estimated testify:testified,testifies assert:asserts,asserted vow:vows,vowed "
    "promise:promises,promised threaten:threatens,threatened dismiss:dismissed,dismisses "
    "reject:rejected,rejects refute:refuted,refutes stress:stressed,stresses note:noted,notes "
    "explain:explained,explains declare:declared,declares demand:demanded,demands urge:urged,urges "
    "condemn:condemned,condemns praise:praised,praises criticise:criticised,criticized,criticises,criticizes",
    "ru": "сказать:сказал,сказала,сказали,говорит,говорил,говорила заявить:заявил,заявила,заявили,заявив,заявляет "
    "сообщить:сообщил,сообщила,сообщили,сообщает,сообщают утверждать:утверждает,утверждал,утверждала,утверждают "
    "признать:признал,признала,признали отметить:отметил,отметила,отметили подтвердить:подтвердил,подтвердила,подтвердили,подтверждает "
    "опровергнуть:опроверг,опровергла,опровергли,опровергает предупредить:предупредил,предупредила,предупредили "
    "согласно:согласно,словам,данным,информации обвинить:обвинил,обвинила,обвинили,обвиняет отрицать:отрицает,отрицают,отрицал "
    "рассказать:рассказал,рассказала,рассказали добавить:добавил,добавила,добавили подчеркнуть:подчеркнул,подчеркнула "
    "потребовать:потребовал,потребовала,потребовали осудить:осудил,осудила,осудили",
    "uk": "сказати:сказав,сказала,сказали,каже,говорить заявити:заявив,заявила,заявили,заявляє повідомити:повідомив,повідомила,повідомили,повідомляє "
    "стверджувати:стверджує,стверджував,стверджують визнати:визнав,визнала,визнали зазначити:зазначив,зазначила,зазначили "
    "підтвердити:підтвердив,підтвердила,підтвердили спростувати:спростував,спростувала,спростували попередити:попередив,попередила "
    "згідно:згідно,словами,даними звинуватити:звинуватив,звинуватила,звинуватили заперечити:заперечив,заперечила,заперечує "
    "додати:додав,додала,додали розповісти:розповів,розповіла наголосити:наголосив,наголосила",
    "tr": "demek:dedi,diyor,diyen,dediği söylemek:söyledi,söylüyor,söyledikleri açıklamak:açıkladı,açıklamasında,açıkladılar "
    "belirtmek:belirtti,belirten iddia:etti,iddiası,iddia doğrulamak:doğruladı,doğrulamadı yalanlamak:yalanladı,yalanladılar "
    "uyarmak:uyardı kabul:kabul duyurmak:duyurdu bildirmek:bildirdi,bildiriyor göre:göre suçlamak:suçladı ifade:ifade vurgulamak:vurguladı",
    "az": "demək:deyib,dedi,deyir,deyərək bildirmək:bildirib,bildirdi,bildirir,bildirmişdir söyləmək:söyləyib,söylədi iddia:iddia "
    "qeyd:qeyd təsdiq:təsdiq,təsdiqləyib,təsdiqlədi təkzib:təkzib xəbərdarlıq:xəbərdarlıq açıqlamaq:açıqlayıb,açıqladı,açıqlama "
    "görə:görə ittiham:ittiham vurğulamaq:vurğulayıb,vurğuladı etiraf:etiraf əlavə:əlavə inkar:inkar",
    "hy": "ասել:ասել,ասաց,ասում,ասել է հայտնել:հայտնել,հայտնեց,հայտնում հայտարարել:հայտարարել,հայտարարեց նշել:նշել,նշեց "
    "պնդել:պնդել,պնդեց,պնդում հաստատել:հաստատել,հաստատեց հերքել:հերքել,հերքեց ըստ:ըստ զգուշացնել:զգուշացրել մեղադրել:մեղադրել,մեղադրեց",
    "ka": "თქვა:თქვა,ამბობს,თქმით განაცხადა:განაცხადა,განაცხადეს,აცხადებს აღნიშნა:აღნიშნა დაადასტურა:დაადასტურა,დაადასტურეს "
    "უარყო:უარყო,უარყვეს,უარყოფს ამტკიცებს:ამტკიცებს,ამტკიცებდა მიხედვით:მიხედვით,ინფორმაციით დაადანაშაულა:დაადანაშაულა გააფრთხილა:გააფრთხილა",
    "de": "sagen:sagte,sagt,sagten behaupten:behauptete,behauptet,behaupten erklären:erklärte,erklärt bestätigen:bestätigte,bestätigt "
    "bestreiten:bestritt,bestreitet,dementierte mitteilen:mitteilte,teilte laut:laut warnen:warnte,warnt zufolge:zufolge",
    "fr": "dire:dit,disent déclarer:déclaré,déclare affirmer:affirme,affirmé confirmer:confirmé,confirme démentir:démenti,dément "
    "nier:nié,nie selon:selon annoncer:annoncé,annonce accuser:accusé,accuse prétendre:prétend,prétendu",
    "es": "decir:dijo,dice,dijeron afirmar:afirmó,afirma confirmar:confirmó,confirma negar:negó,niega según:según "
    "anunciar:anunció,anuncia acusar:acusó,acusa asegurar:aseguró,asegura",
    "fa": "گفتن:گفت,گفتند,می‌گوید اعلام:اعلام تایید:تایید,تأیید تکذیب:تکذیب ادعا:ادعا",
}
"""Lemma and its forms: ``said`` for ``says`` is no other attribution."""

FUNCTION = {
    "en": "the a an of to in on at by for and or but as that this these those is are was were be been being it "
    "its with from which who whom whose into than then there their his her our your my we they he she i you "
    "has have had do does did so also just very too more most such own same about over after before when "
    "while if because through during between under up out off down now only still even already yet however "
    "here how what where why will shall can some any each other another both all within upon per via amid "
    "among toward towards since until though although despite them him me us myself himself herself itself "
    "themselves else ever meanwhile therefore thus",
    "ru": "и в на с по из за от до к у о об что как это та то во со же ли бы а но или для при этот эта эти тот "
    "те который которая которое которые он она они оно мы вы я его ее её их был была было были есть быть "
    "также уже еще ещё только где когда чтобы если так все всё свой своего своей своих том этом этой этого "
    "себя между через после перед под над около однако поэтому",
    "uk": "і в у й з на до від за про що як це та те зі із а але або для при цей ця ці той який яка яке які він "
    "вона вони воно ми ви я його її їх був була було були є бути також вже ще лише де коли щоб якщо так "
    "всі все свій свого своєї між через після перед під над біля однак тому по",
    "tr": "ve bir bu da de ki ile için olarak olan o şu daha çok en gibi kadar sonra önce ise hem ya veya ama "
    "ancak çünkü her bütün tüm kendi bunun buna onun ona bunu onu üzere göre karşı dair ilgili",
    "az": "və bir bu da də ki ilə üçün olaraq olan o daha çox ən kimi qədər sonra əvvəl isə həm ya və ya amma "
    "lakin çünki hər bütün öz bunun buna onun ona bunu onu üzrə görə qarşı dair bağlı həmin",
    "hy": "ու և է են որ այս այդ այն մեջ համար հետ մասին նաև բայց կամ իսկ եւ ի ից նրա նրան իր իրենց էր էին",
    "ka": "და რომ ეს ის იყო არის მისი მათი ასევე მაგრამ ან თუ როგორც შესახებ მიერ მას ამ იმ",
    "de": "der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf zu zum zur von "
    "vom mit für bei nach aus über unter ist sind war waren wird werden hat haben hatte er sie es sich auch "
    "als wie dass daß um so noch nur schon dieser diese dieses",
    "fr": "le la les l' un une des du de d' et ou mais en dans sur à au aux par pour avec que qui est sont était "
    "ont a il elle ils elles se ce cette ces son sa ses leur leurs plus aussi comme",
    "es": "el la los las un una unos unas y o pero en de del a al por para con que es son era fue ha han se su "
    "sus lo le les este esta estos estas más también como",
    "fa": "و در به از که این آن را با برای بر است بود شد تا هم یا",
}
DAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight "
    "mon tue tues wed thu thur thurs fri sat sun",
    "ru": "понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье понедельника "
    "вторника среды четверга пятницы субботы воскресенья сегодня вчера завтра позавчера",
    "uk": "понеділок вівторок середа середу четвер п'ятниця п'ятницю субота суботу неділя неділю понеділка "
    "вівторка середи четверга сьогодні вчора завтра учора",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar bugün dün yarın",
    "az": "bazar_ertəsi çərşənbə axşamı cümə şənbə bazar bugün dünən sabah",
    "hy": "երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ կիրակի այսօր երեկ վաղը",
    "ka": "ორშაბათს სამშაბათს ოთხშაბათს ხუთშაბათს პარასკევს შაბათს კვირას დღეს გუშინ ხვალ",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern morgen",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche aujourd'hui hier demain",
    "es": "lunes martes miércoles jueves viernes sábado domingo hoy ayer mañana",
    "fa": "شنبه یکشنبه دوشنبه جمعه امروز دیروز فردا",
}

_SCRIPTS = (
    ("hy", ("\u0530", "\u058f")),
    ("ka", ("\u10a0", "\u10ff")),
    ("fa", ("\u0600", "\u06ff")),
)
_LATIN_MARKS = (("az", "əƏ"), ("tr", "ğĞşŞıİ"), ("de", "äßÄ"), ("es", "ñ¿¡ó"), ("fr", "èêàùœ"))


def language_of(text: str, declared: str | None = None) -> str:
    """A language code of :data:`LANGUAGES`: what the page declares, else a guess by letters."""
    code = (declared or "").lower().replace("_", "-").split("-", 1)[0]
    if code in LANGUAGES:
        return code
    sample = text[:4000]
    for language, (first, last) in _SCRIPTS:
        if sum(first <= letter <= last for letter in sample) * 3 > len(sample):
            return language
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in sample)
    if cyrillic * 3 > len(sample):
        return "uk" if sum(sample.count(letter) for letter in "іїєґІЇЄҐ") * 40 > cyrillic else "ru"
    counts = [(sum(map(sample.count, marks)), language) for language, marks in _LATIN_MARKS]
    most, language = max(counts)
    return language if most * 150 > len(sample) else "en"


@lru_cache(maxsize=64)
def words_of(table: str, language: str) -> frozenset[str]:
    """The words of a table (``negation hedge function days``) in one language."""
    tables = {"negation": NEGATION, "hedge": HEDGE, "function": FUNCTION, "days": DAYS}
    return frozenset(tables[table].get(language, "").split())


@lru_cache(maxsize=16)
def attributions(language: str) -> dict[str, str]:
    """Each form of a word of saying with its lemma."""
    lemmas: dict[str, str] = {}
    for entry in ATTRIBUTION.get(language, "").split():
        lemma, colon, forms = entry.partition(":")
        if colon:
            lemmas.update(dict.fromkeys(forms.split(","), lemma))
    return lemmas
