"""The names of terms, policies and legal notices in the languages that we know."""

from __future__ import annotations

import functools

import regex

NAMED = 80
"""The most characters of a name, or of a headline that contains one."""
SHARE, MOST = 0.35, 0.6
"""The smallest share of a name in its part of a headline; and that share if the page names an
author, as news does."""
_WORDED = """
privacy (?:policy|policies|notice|statement|terms|rights|cent(?:er|re)|questions|information)
privacy(?:$|(?: and|:| &| \\|| [-–—]) )|cookies?$|terms (?:of|and|&)(?: \\w+)?
legal (?:notice|information)|legal$|dmca polic
(?:user|developer|service|general|api|open-?source|private|platform|partner|additional|our) terms
terms$(?<=^terms)|imprint$|disclaimer$|conditions (?:of|générales)(?: (?:d[’'])?\\w+)?
policies and|policies$
(?:acceptable use|fair use|takedown|copyright|refund|moderation|content|security|trackers?) polic
(?:cookies?|data|accessibility|corrections?|community|retention|comments?|advertising) polic
(?:cookies?|data|accessibility|legal) (?:statement|notice)
(?:community|editorial) (?:guidelines|standards|rules)|guidelines$|code of (?:conduct|ethics)
(?:user|licen[cs]e|service|processing) agreement|datenschutz\\w*|impressum|nutzungsbedingungen|agb
geschäftsbedingungen|teilnahmebedingungen|mentions légales|confidentialité|protection des données
données personnelles|vie privée|cgu|cgv|aviso legal|privacidad|términos|condiciones (?:de|generales)
política de|privacidade|termos de|informativa|condizioni|note legali|privacyverklaring|voorwaarden
regulamin|prywatności|integritetspolicy|användarvillkor|personvern\\w*|privatliv\\w*
конфиденциальност\\w*|(?:политика|обработк\\w+|защит\\w+)[\\w ]* персональных данных
пользовательское соглашение|публичная оферта
правила (?:использования|пользования|сайта)|условия (?:использования|пользования)
конфіденційност\\w*|(?:політика|обробк\\w+|захист\\w*)[\\w ]* персональних даних
умови користування|правила користування
gizlilik|kişisel veri\\w*|kullanım (?:koşulları|şartları)|çerez\\w*|künye|kvkk|aydınlatma metni
məxfilik|istifadə (?:şərtləri|qaydaları)|istifadəçi razılaşması|գաղտնիության
օգտագործման (?:պայմաններ\\w*|կանոններ\\w*)
კონფიდენციალურობ\\w*|წესები და პირობები|მოხმარების წესები
"""
_SIGNED = """
سياسة الخصوصية|شروط الاستخدام|شروط الخدمة|حریم خصوصی|شرایط استفاده|מדיניות ה?פרטיות
תנאי ה?שימוש|תקנון|隐私政策|隐私权|隐私条款|隱私|服务条款|服務條款|用户协议|使用條款|使用条款
プライバシー|利用規約|個人情報保護|特定商取引|개인정보|이용약관
"""
_FULL = """
(?:privacy|cookie)-?(?:beleid|statement)|gebruiksvoorwaarden
cookie-?(?:polic(?:y|ies)|politi[kc]\\w*)|personuppgifts(?:policy|behandling)
(?:användar|köp)villkor|(?:bruks|bruker)vilkår|handelsbetingelser
tietosuoja(?:seloste|käytäntö|lauseke)|käyttöehdot|evästekäytäntö
(?:zásady|ochrana|zpracování|spracúvanie) (?:ochrany |a ochrana )?(?:osobní\\w+|osobných) údaj\\w+
(?:obchodní|všeobecné(?: obchodní)?|obchodné) podm(?:ínky|ienky)
podm(?:ínky|ienky) (?:užití|použív\\w+)
adat(?:védelmi|kezelési) (?:tájékoztató|szabályzat|nyilatkozat)|felhasználási feltételek
politica de (?:confidențialitate|cookie\\w*)|termeni și condiții|polityka cookies
warunki korzystania|политика (?:за|на) поверителност\\w*|общи условия|защита на личните данни
политика за бисквитки|(?:politika|pravila) (?:o )?(?:privatnosti|kolačić\\w*|zasebnosti)
(?:uvjeti|uslovi) kori[sš][ćt]\\w+|политика приватности|услови коришћења|varstvo osebnih podatkov
(?:splošni )?pogoji uporabe|πολιτική (?:απορρήτου|cookies)|όροι χρήσης
(?:privatumo|slapukų|privātuma|sīkdatņu) politika|naudojimo(?:si)? (?:taisyklės|sąlygos)
lietošanas noteikumi|privaatsus(?:poliitika|tingimused)|kasutustingimused|politika e privatësisë
kushtet e përdorimit|política de privadesa|avís legal|палітыка прыватнасці|құпиялылық саясаты
пайдалану (?:шарттары|ережелері)|maxfiylik siyosati|foydalanish shartlari
kebijakan (?:privasi|cookie)|syarat (?:dan|&) ketentuan
chính sách (?:bảo mật|quyền riêng tư|cookie)|điều khoản (?:sử dụng|dịch vụ)|गोपनीयता नीति
उपयोग की शर्तें|গোপনীয়তা নীতি|ব্যবহারের শর্তাবলী|นโยบายความเป็นส่วนตัว|ข้อกำหนดการใช้งาน
"""
"""In less common languages: most of a headline, and at its beginning."""
_NAMES = regex.compile(
    rf"\b(?:{_WORDED.strip()})|{_SIGNED.strip()}".replace("\n", "|"), regex.IGNORECASE
)
_WHOLE = regex.compile(_FULL.strip().replace("\n", "|"), regex.IGNORECASE)
_BARS = regex.compile(r"\s+[|–—·»-]+\s+")
_PARTS = regex.compile(r"\s+[|–—·»:/-]+\s+|:\s|\s*[()]\s*")


@functools.lru_cache(2048)
def is_legal_name(text: str, *, signed: bool = False) -> bool:
    """Whether a headline names terms, not news about them. ``signed``: the page names an author."""
    share = MOST if signed else SHARE
    if len(text) > NAMED:
        return False
    named = any(_is_name(_NAMES.search(part), part, share) for part in _PARTS.split(text))
    return named or any(_is_name(_WHOLE.match(part), part, MOST) for part in _BARS.split(text))


def _is_name(found: regex.Match[str] | None, part: str, share: float) -> bool:
    return found is not None and len(found[0]) >= share * len(part)
