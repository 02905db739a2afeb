"""What terms, policies and notices of law are called, in the languages that we know."""

from __future__ import annotations

import functools

import regex

NAMED = 80
"""A name, or a headline that has one, is no longer."""
SHARE, MOST = 0.35, 0.6
"""A name is so much of the part of a headline that it stands in; and so much where the page names
an author, as news does."""
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
_NAMES = regex.compile(
    rf"\b(?:{_WORDED.strip()})|{_SIGNED.strip()}".replace("\n", "|"), regex.IGNORECASE
)


_PARTS = regex.compile(r"\s+[|–—·»:/-]+\s+|:\s|\s*[()]\s*")


@functools.lru_cache(2048)
def is_legal_name(text: str, *, signed: bool = False) -> bool:
    """Does this headline name terms, and no news of them? ``signed``: the page names an author."""
    share = MOST if signed else SHARE
    return len(text) <= NAMED and any(_is_name(part, share) for part in _PARTS.split(text))


def _is_name(part: str, share: float) -> bool:
    found = _NAMES.search(part)
    return found is not None and len(found[0]) >= share * len(part)
