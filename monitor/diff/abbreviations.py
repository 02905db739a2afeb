"""Abbreviations of news prose in the watched languages, by how they behave at a full stop.

Four ways: ``BEFORE_NAME`` never ends a sentence (*Dr. Smith*, *г. Баку*, *Prof. Öz*);
``BEFORE_NUMBER`` does not end one before a figure, but may elsewhere (*No. 5*, *ст. 12*);
``AFTER_NUMBER`` follows a figure, where it may end a sentence; elsewhere it belongs to the
name after it (*1799 г.* against *г. Баку*); ``ANYWHERE`` ends one only before a capital
letter (*etc.*, *Inc.*, *и др.*).
"""

from __future__ import annotations


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


BEFORE_NAME = _words(
    # English
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr maj adm rev hon pres messrs supt insp "
    "det st mt ft brig cpl pvt ofc fr msgr amb atty vs cf viz e.g i.e "
    # Russian, Ukrainian
    "акад проф доц канд инж ген полк подп подполк майор кап лейт серж прап им ул просп пр-т пл пер "
    "наб бул тов гр о-в п-ов пос дер см ср напр т.н т.е т.к т.зв св д-р вул пров "
    "підполк полковн ім "
    "див пор сел смт гр-н гр-ка г-н г-жа т-во вице-прем зам пом рук "
    # Turkish, Azerbaijani
    "doç yrd av sn bkz org tümg tuğg tüma kora alb yzb bnb ütğm uzm op arş öğr mah "
    "cad sok blv bul apt "
    "çvş akad dos müh müəl g-ral polk ş t.c bax məs küç pr qəs örn yrd.doç prof.dr "
    # Armenian, Georgian
    "պրոֆ ակադ դոկ տես օր փող փ պող մ.թ ք.ա მაგ პროფ აკად დოქ გენ პოლკ კაპ იხ გვ ქ ე.წ ძვ "
    "შ.პ.ს "
    # German, French, Spanish
    "z mio mrd tsd hr fr dipl ing bzw z.b u.a d.h evtl ca sog vgl "
    "mme mlle mm sra sta dra srta gral lic excmo"
)
BEFORE_NUMBER = _words(
    "no nos nr p pp art sec vol fig ch ed al para "
    "п пп ст стр рис табл кв корп д оф буд ч разд гл абз № р.с "
    "md madde ks fıkra b.k maddə səh bənd bkz mö tel тел էջ կետ հոդ ნახ შდრ მუხ"
)
AFTER_NUMBER = _words(
    "г гг в вв р рр м с т тг сек мин час тыс тис млн млрд трлн руб коп долл дол грн кг км см мм га "
    "л чел ос экз лет мес год хв հ թ թթ դ մլն մլրդ հզր "
    "დ წ წწ სს საუკ მლნ მლრდ ათ კმ კგ სმ მ ჰა "
    "mln mlrd mlr trl min man qəp tl kg km cm mm sm ha m"
)
ANYWHERE = _words(
    "jr sr etc inc ltd co corp llc plc dept est assn bros univ approx ave blvd rd hwy "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "u.s u.k u.n e.u d.c a.m p.m ph.d b.c a.d u.s.a "
    "др пр обл р-н респ н.э т.д т.п н.е т.ін ін янв фев февр мар апр июн июл авг сен "
    "сент окт ноя нояб дек "
    "січ лют бер квіт трав черв лип серп вер жовт лист груд пн вт ср чт пт сб вс корр соб прим ред "
    "лат англ нем фр итал исп рус укр нім рос "
    "vb vs yy a.ş şti tic san m.ö m.s haz tem ağu eyl eki kas ara oca şub nis "
    "və.s s b.e.ə b.e m.ə yan fev iyn iyl avq okt noy dek və.b "
    "այլ ա.շ ე.ი ა.შ ს.ს სხვ ბ-ნი ქ-ნი "
    "usw etc.pp bzgl inkl exkl okt dez mrz jul"
)
MONTHS_AFTER_ORDINAL = _words(
    "januar februar märz april mai juni juli august september oktober november "
    "dezember jahrhundert "
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
)
"""German and Turkish write *6. Februar*: the stop marks an ordinal, not an end."""
BEFORE_ORDINAL = _words("der die das den dem des im vom zum zur beim")
"""*Den 3. Platz*: after a German article a figure counts a noun, which is capitalized anyway."""
SENTENCE_OPENERS = _words(
    "the a an in on at but and he she it they we i this that these those his her their its our for "
    "as if when while with however meanwhile after before there what who why how not no since yet "
    "some many most all another both other it's that's he's she's we're they're "
    "although though because once until despite during under such several so then here also even "
    "only perhaps instead still every each few either which where whether nobody everyone"
)
"""Words that open a sentence and are not part of a name: "in the U.S. The court …"."""
