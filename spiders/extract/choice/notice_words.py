"""The words that notices to readers are made of, in some twenty languages.

Each is a pattern of a whole word in lower case. Words that report an event are in no list: verbs in
the past tense, who said it, and to whom.
"""

from __future__ import annotations

import functools
import re

from spiders.extract.late import Late

_CALL = r"""
تابعوا შემოუერთდით us our your подписывайтесь подпишитесь присоединяйтесь вступайте следите
читайте підписуйтес[ья] підпишіт[ьс]\w* приєднуйтес[ья] долучайтес[ья] стежте izləyin qoşulun olun
unutmayın edin katılın հետ(?:և|եւ)եք միացեք բաժանորդագրվեք գրանցվեք გამოიწერეთ შემოგვიერთდით
გამოგვყევით მოგვყევით გაგვყევით გვადევნეთ کنید شوید بپیوندید تابعونا تابعنا قناتنا صفحتنا مجموعتنا
نشرتنا אחרינו אלינו שלנו síguenos suscríbete suivez-nous abonnez-vous uns unseren unsere siga-nos
inscreva-se seguici iscriviti ακολουθήστε kuzating boring bo[‘ʻ'’`]ling
(?:жазылыңыз|катталыңыз)\w*
"""
_CHANNEL = r"""
telegram-kanal\w* (?:телеграм|telegram)-канал\w* канале каналу каналі صفحتنا
(?:telegram|teleqram|whatsapp|viber|facebook|instagram|youtube|twitter|tiktok|messenger)[\w'’-]*
(?:телеграм|ватсап|вайбер|вотсап|фейсбук|инстаграм|ютуб|соцсет|соцмереж|рассыл|розсил)[\w-]* x
(?:տելեգրամ|ֆեյսբուք|յութուբ|վայբեր)[\w-]* (?:ტელეგრამ|ფეისბუქ|იუთუბ|ვაიბერ)[\w-]* google تلگرام
اینستاگرام واتساپ یوتیوب فیسبوک ایکس
(?:و|ال|وال)?(?:تلغرام|تيليغرام|تيليجرام|تلجرام|تليجرام|واتساب|فيسبوك|تويتر|انستغرام|إنستغرام|يوتيوب)
[ובהל]{0,2}(?:טלגרם|פייסבוק|וואטסאפ|ווטסאפ|יוטיוב|טוויטר|אינסטגרם|טיקטוק|ניוזלטר) channel
newsletters? inbox канал(?:ы|у|а|е|ів|и)? kanal(?:ımız|ımızı|ımıza|ımızda|ına|ında|ını) bülten\w*
ալիք\w* არხ\w* کانال قناتنا نشرتنا לערוץ בערוץ канал\w*ыбызга арнамызға канал\w*ымызға
kanalimiz\w* sahifamiz\w* canal chaîne kanal canale κανάλι boletín bollettino
"""
_WHOSE = r"""
בכתבה במאמר בטור articles? columns? op-eds? pieces? posts? blogs? authors?(?:['’]s?)?
writers?(?:['’]s?)? contributors? columnists? bloggers? guests? speakers? editors? editorial
newsroom text автор(?:а|ов|ы|ами|ом)? редакци\w+ автор(?:а|ів|и|ами|ом)? редакці\w+ müəllif\w*
redaksiya\w* yazarlar\w* yazar yazara yazarın yazılar\w* yazı yazıda makale makalede հեղինակ\w*
խմբագրությ\w* ավտոր\w* ავტორ\w* რედაქცი\w* نویسنده نویسندگان مقاله یادداشت المقال المقالات כותב
הכותב הכותבים המערכת
"""
_HEDGE = r"""
გამოთქმული ifadə kendi הדעות expressed necessarily может могут обязательно всегда ответственности
може можуть обов['’]язково завжди відповідальності bilər məsuliyyət yansıtma(?:yabilir|z|maktadır)
aittir կարող պատասխանատվություն შეიძლება პასუხისმგებელი لزوما بالضرورة الواردة בהכרח בלבד تعبر
"""
_DIFFER = r"""
ეკუთვნის aiddir görüşleridir הן reflect represent coincide own those solely совпада(?:ть|ет|ют)
отража(?:ть|ет|ют) разделять соглашаться нес[её]т збігатис[ья] збігається співпадати відображати
відображають поділяти несе uyğun üst-üstə əks daşımır yansıtma(?:yabilir|z|maktadır) չհամընկնել չի
չեն կրում ემთხვეოდეს გამოხატავდეს ასახავდეს نیست نمی‌?کند نمی‌?کنند يعبر تعبر يعكس تعكس משקפות
משקף מבטא
"""
_REPRINT = r"""
reproduced النسخ reprints? reprinting reproduction republication republishing copying
перепечатк[аеи] копировани[ея] цитировани[ея] передрук копіювання цитування iqtibas\w*
(?:kopyala|kullanıla|yayınla|çoğaltıla)(?:na)?maz արտատպ\w+ մեջբերում\w* გადაბეჭდვ\w+ بازنشر
کپی‌?برداری نشر להעתיק העתקה
"""
_USE = r"""
использовании שימוש use использовани[ея] використання istifadə\w* გამოყენებ\w+ استفاده
"""
_MATERIAL = r"""
məlumat\w* haber\w* תכנים בתכני בתוכן materials? contents? articles? texts? материал\w*
текст(?:ов|а)? стат(?:ей|ьи) информации матеріал\w* інформації material\w* მასალ\w+ مطالب
"""
_TERMS = r"""
hakları permission hyperlink link reference consent ссылк\w+ гиперссылк\w+ согласи\w+
разрешени[яею] посилання\w* гіперпосилан\w+ згод[иоаю]\w* дозвол[уі]\w* istinad hiperlink\w*
razılıq\w* icazə\w* izinsiz kaynak հղում\w* հիպերհղում\w* համաձայնությ\w+ მითითებ\w+ ბმულ\w*
თანხმობ\w+ منبع المصدر إذن אישור רשות prohibited forbidden запрещен[аоы]? запрещается
заборонен[оа] qadağandır արգելվում აკრძალულია ممنوع
"""
_OTHERS = r"""
სარეკლამო მოსაზრებები may might opinion personal no part permitted больше нашем всех хотите знать
любое при самое прямо активную соблюдении правил більше хочете знати будь-яке подій курсі будьте
нашому найцікавіш\w+ olunan aid etdirmir günün saklıdır daha fazla köşe ավելի շատ մեր
բովանդակությ\w+ համար նյութի ամբողջությամբ მიიღეთ ჩვენს მეტი სრული ნაწილობრივი اطلاع تمامی حقوق
محفوظ تازه‌?ترین خبر بیشتر ليصلك كل جديد للمزيد الحقوق محفوظة يجوز ولا أصحابها تعبّر المزيد רוצים
לקבל עדכונים של לעשות כתבה מעודכנים להישאר the a an and or on in to for at by of from with via
also too please up now free all latest newest news breaking story stories updates? day day['’]s
days? week weekly month every each morning evening daily top best more most first here so that you
never miss out be is are it its this these their email e-mail mail straight delivered directly
into page pages account accounts social media networks? app community official group live alerts?
notifications stay informed tuned know exclusive videos? analysis only world region country monday
tuesday wednesday thursday friday saturday sunday follow join subscribe get receive sign views?
opinions? place names toponyms stated contained presented publications? site website position
policy not do does board staff publisher terms used any way without written express prior whole
full active allowed source except comments? others наш(?:и|ем|их|ей|у|им|ими|е|его|ему|а|ю)? нас
нам на к в во и или у с со о об по за из только если не без для чтобы что все всё вы быть перв\w+
узнава(?:ть|йте) узнать читать получа(?:ть|йте) курсе пропустить пропускать главн\w+ важн\w+
самы\w+ интересн\w+ новост\w+ событи[йяе]\w* ежедневн\w+ оперативн\w+ свеж\w+ последн\w+ также ещё
еще страниц\w+ групп[уае] сообществ\w+ мира чат\w* аккаунт\w* социальн\w+ сет(?:и|ях|ей) сайт\w*
портал\w* издани\w+ журнал\w* мнени\w+ страны взгляды? точк\w+ зрени\w+ позици\w+ авторск\w+
публикаци\w+ колон\w+ блог(?:а|ов|е|ах)? содержани\w+ рекламн\w+ рекламы комментари\w+
объявлени\w+ достоверност\w+ информаци\w+ читател\w+ фото\w* возможн[аоы] разреш(?:ен[аоы]|ается)
допускается обязательн[аоы] активн\w+ прям\w+ индексируем\w+ открыт\w+ указани\w+ источник\w*
письменн\w+ правообладател\w+ наличи\w+ условии полн\w+ частичн\w+ любо\w+ стать\w+
наш(?:ого|ому|ою|ої|ій)? та і й або до від із зі про щоб першими? дізнава\w+ отримува\w+ новин\w*
нами найважливіш\w+ головн\w+ важлив\w+ останн\w+ пропуст\w+ пропускати також ще сторінк\w+
груп[уи] спільнот\w+ соціальн\w+ мереж\w* сайту виданн\w+ стат\w{1,3} публікаці\w+ думк\w+
погляд\w* позиці\w+ зору з зміст реклами інформаці\w+ коментар\w+ тексту? можлив(?:е|о|ий|а)
дозволен[оае] дозволяється лише тільки обов['’]язков[еао] умови наявності джерел\w+ письмов\w+
правовласник\w+ повн\w+ частков\w+ bizi bizə bizdən kanalda abunə səhifə\w* hesab\w* qrup\w* və da
də ən son yeni xəbər\w* üçün olmağı olmaq ilk siz gündəm\w* oxumaq almaq vacib rəsmi sosial
şəbəkə\w* bəyənin çox maraqlı bütün ilə gəlməyə düşməyə etdirməyə ola mövqe\w* fik(?:ir|r)\w*
məqalə\w* sayt\w* edilərkən edərkən olunarkən zamanı vacibdir mütləqdir zəruridir olunmalıdır
edilməlidir yazılı olmadan bize takip abone sayfa(?:mız)\w* hesabımız\w* ve veya için olmayı
haberler\w* haberdar gelişmeler\w* dakika güncel kaçırmayın kaçırmamak tüm resmi medya haftalık
günlük e-postanıza gelsin bu alan yer sitemiz\w* sitenin gazetenin yayın editoryal politikası\w*
çizgisini görüşler\w* görüşünü sorumludur içerik\w* gösterilmeden gösterilerek izin alınmadan մեզ
նաև նաեւ և եւ ու կամ է են էջ\w* խմբ\w{0,4} նորություն\w* լուրեր\w* առաջինը ստանալու կարդալու
իմանալու սոցիալական ցանցեր\w* պաշտոնական հետ արտահայտում կարծիք\w* տեսակետ\w* արտահայտված
դիրքորոշ\w+ հոդված\w* կայք\w* նյութեր\w* առանց պարտադիր միայն դեպքում թույլատրվում ակտիվ գրավոր
անելիս ամբողջական մասնակի ჩვენ\w* და თვალი ან რომ სიახლე\w* ახალი ამბ\w+ პირველმა გაიგეთ სოციალურ
ქსელებში გვერდ\w* ჯგუფ\w* ყველა ოფიციალურ\w* სტატი\w* მოსაზრებ\w+ შეხედულებ\w+ პოზიცი\w+ არ არის
საიტ\w* გარეშე მხოლოდ წყარო\w* სავალდებულოა წერილობითი აქტიური ما را در به و با از برای دنبال عضو
دریافت آخرین خبرها اخبار شبکه‌?های اجتماعی صفحه رسمی نظر نظرات دیدگاه این بیان‌?شده بازتاب سایت
رسانه منعکس وب‌?سایت تنها ذکر مجاز بلامانع است هرگونه بدون اینستاگرام‌?مان کانال‌?مان دیدگاه‌?های
اشترك اشتركوا انضم انضموا على في إلى من عبر أو لتصلك أولا بأول آخر لمتابعة لتلقي الأخبار أخبار
أحدث البريدية اليومية الإخبارية لا عن رأي آراء الآراء الموقع موقع الصحيفة موقف كتابها كاتبها
الكاتب هذا هذه المنشورة جميع التحرير هيئة سياسة وجهة يمنع إعادة المواد المحتوى دون خطي مسبق ذكر مع
الإشارة עקבו הצטרפו הירשמו הרשמו את או גם לקבוצת לקבוצה לעמוד לעדכונים שוטפים חדשות האמור המובעות
המובע אינן אינו עמדת דעת דעתו על אין לפרסם חומרים מהאתר האתר ללא בכתב כל הזכויות שמורות folgen sie
abonnieren en y e et und i ed de la el le les il lo los las al alla alle nuestro nuestra notre nos
nosso nossa nostro nostra à au auf aux sur su na para pour für per recibe mejor semana también
aussi auch anche também noticias actualités nachrichten notizie notícias μας στο στη στην το τα
και όλες τις ειδήσεις για μάθετε πρώτοι
την τον σας ideas suggested theirs employees reserves right delete considers offensive terminology
words alone bizni va orqali obuna kuzatib yangilik\w* xabardor uchun
bo[‘ʻ'’`]lish olmak материалдар\w* ham біздің бізге биздин жана және жаңалықтар\w*
"""


def _of(*lists: str) -> Late:
    words = (f"(?:{word})" for told in lists for word in told.split())
    return Late("|".join(words), make=re.compile)


CALL, CHANNEL = _of(_CALL), _of(_CHANNEL)
"""Words that invite to follow the house, and where."""
WHOSE, HEDGE, DIFFER = _of(_WHOSE), _of(_HEDGE), _of(_DIFFER)
"""Whose opinions these are, and that they are not the house's."""
REPRINT, USE, MATERIAL, TERMS = _of(_REPRINT), _of(_USE), _of(_MATERIAL), _of(_TERMS)
"""Who may reprint it or use what, and under which terms."""
_LISTS = _CALL, _CHANNEL, _WHOSE, _HEDGE, _DIFFER, _REPRINT, _USE, _MATERIAL, _TERMS, _OTHERS
_ALL = [word for told in _LISTS for word in told.split()]
_WHOLE = frozenset(word for word in _ALL if word.isalpha())
_PATTERNS = [word for word in _ALL if word not in _WHOLE]
_LATIN = _of(*(word for word in _PATTERNS if word.removeprefix("(?:")[0].isascii()))
_OTHER = _of(*(word for word in _PATTERNS if not word.removeprefix("(?:")[0].isascii()))


@functools.lru_cache(16_384)
def is_known(word: str) -> bool:
    """Whether it is one of all these words, in lower case. Called for each block's first word."""
    if word in _WHOLE:
        return True
    patterns = (_LATIN,) if word[0].isascii() else (_LATIN, _OTHER)  # ``[בה]`` begins like Latin
    return any(pattern.fullmatch(word) for pattern in patterns)
