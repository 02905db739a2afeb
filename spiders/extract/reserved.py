"""How a page says that its own article is for those who pay, in the languages we watch.

"For subscribers" without "this article is" before it does not count: that is a badge, which is
next to the headlines of other articles too.
"""

from __future__ import annotations

THIS_IS_FOR = (
    (
        r"\b(?:est[ea]|el|la) (?:artículo|noticia|contenido|texto|nota|reportaje)"
        r"(?: complet[oa])? (?:es|está) (?:(?:s[oó]lo|exclusiv[oa]|exclusivamente|únicamente"
        r"|disponible|reservad[oa]) ){0,2}"
        r"(?:para|a) (?:(?:nuestr[oa]s|l[oa]s) )?(?:suscriptor|abonad[oa]s)"
    ),
    (
        r"\b(?:est[ea]|[oa]) (?:artigo|conteúdo|reportagem|texto|matéria|notícia) (?:é|está)"
        r" (?:(?:só|apenas|exclusiv[oa]|exclusivamente|reservad[oa]|disponível|restrit[oa]) ){0,2}"
        r"(?:para|aos?|de) (?:(?:os|nossos) )?(?:assinantes|subscritores)"
    ),
    (
        r"(?:\bquest[oa] |\bquest['’]|\bil |\bl['’])(?:articolo|contenuto|testo"
        r"|intervista|inchiesta) è (?:(?:solo|soltanto|esclusiv[oa]|riservat[oa]|disponibile"
        r"|accessibile) ){0,2}"
        r"(?:agli|per (?:gli|i nostri)|ai nostri) abbonati"
    ),
    (
        r"\b(?:cet(?:te)? (?:article|enquête)|ce (?:contenu|texte|reportage)|la suite) est"
        r" (?:(?:réservée?|accessible|disponible|uniquement|exclusivement|seulement) ){0,2}"
        r"(?:aux|à nos|pour (?:les|nos)) abonn"
    ),
    (
        r"\b(?:diese[rs]?|de[rn]|das) (?:artikel|beitrag|text|inhalt|bericht|interview"
        r"|geschichte) ist (?:(?:nur|exklusiv|ausschließlich) )?für (?:(?:unsere|zahlende) )?"
        r"(?:abonnent|mitglieder)"
    ),
    (
        r"\bbu (?:material|məqalə|xəbər|yazı|mətn) (?:(?:yalnız|ancaq) )?"
        r"abunəçilər(?:imiz)?(?: üçün|ə (?:açıq|məxsus))"
    ),
    (
        r"\bbu (?:haber|içerik|yazı|makale|metin) (?:(?:sadece|yalnızca|yalnız) )?"
        r"(?:abonelere|abonelerimize|abone olanlara) (?:özel|açık)"
    ),
    (
        r"(?<!\w)(?:այս|սույն) (?:նյութը|հոդվածը|տեքստը) (?:հասանելի է )?(?:միայն )?(?:մեր )?"
        r"բաժանորդների(?:ն|(?: համար)? է)"
    ),
    (
        r"(?<!\w)ეს (?:მასალა|სტატია|ტექსტი) (?:ხელმისაწვდომია )?(?:მხოლოდ )?(?:ჩვენი )?"
        r"(?:გამომწერ|აბონენტ)(?:ებ)?ის(?:ა)?თვის"
    ),
    r"(?<!\w)این (?:مطلب|مقاله|خبر|گزارش|متن|محتوا) (?:فقط )?(?:ویژه|مخصوص|برای).{0,4}مشترک",
    (
        r"(?<!\w)(?:هذا (?:المقال|المحتوى|الخبر|التقرير|النص)|هذه (?:المقالة|المادة))"
        r" (?:(?:متاحة?|مخصصة?|حصرية?|حصريا|فقط) ){0,2}(?:للمشترك|لمشتركي)"
    ),
    (
        r"(?<!\w)ה?(?:כתבה|מאמר|תוכן|ידיעה) (?:ה?זו?(?:ה|את)? )?"
        r"(?:(?:זמינה?|זמין|מיועדת?|פתוחה?|בלעדית?|רק|היא|הוא) ){0,2}למנוי(?:ים|י|ות)"
    ),
    (
        r"(?:本文|此文|全文|本篇|这篇文章|這篇文章|此内容|此內容|本内容|本報導|本报道)(?:仅|僅|只|专|專|是|为|為)"
        r".{0,4}(?:会员|會員|订阅者|訂閱者|订户|訂戶|订阅用户|訂閱用戶|付费用户|付費用戶|付费读者)"
    ),
    (
        r"(?:この|本)(?:記事|コンテンツ)は.{0,6}(?:有料記事|会員(?:限定|専用|向け|のみ|記事)"
        r"|購読者(?:限定|専用|向け|のみ))"
    ),
)
SIGNS_OF_THIS = (
    *("abonad", "assinantes", "subscritores", "abbonati", "für mitglieder"),
    *("für unsere mitglieder", "für zahlende mitglieder"),
    *("للمشترك", "لمشتركي", "למנוי", "会员", "會員", "订阅者", "訂閱者"),
    *("订户", "訂戶", "订阅用户", "訂閱用戶", "付费用户", "付費用戶", "付费读者", "有料記事"),
    *("会員", "購読者"),
)
"""At least one of these, or of the signs of other walls, is in every text the patterns match."""
