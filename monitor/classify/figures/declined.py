"""Measures and currencies with case endings: *5 kilometrə*."""

from __future__ import annotations

_AZ_FRONT = " ə i in dən də lə lik"
_BACK = " a ı ın dan da la lıq lık"
_ROUND = " a u un dan da la luq luk"
_TR_VOWEL_FRONT = " ye yi nin den de lik"
_TR_VOWEL_BACK = " yı ya nın dan da lık"
_HY = " ի ով ից ը ն ին ում անոց"
_HY_VOWEL = " յի յով յից ն"
_KA = "ი ია ის ს ით ად იდან მდე ამდე იმდე ზე ში იანი მა"
_KA_VOWEL = " ს ს თ დ დან მდე ზე ში"
_FA = " ی ها"
_RU_HARD = " а у ом е ы ов ам ами ах"
_RU_SOFT_A = "а ы е у ой ам ами ах"

_STEMS = (
    ("km", "kilometr", _AZ_FRONT),
    ("km", "kilometre", _TR_VOWEL_FRONT),
    ("km", "կիլոմետր", _HY),
    ("km", "კილომეტრ", _KA),
    ("km", "километр", _RU_HARD),
    ("km", "кілометр", " а у ом і и ів ам ами ах"),
    ("km", "کیلومتر", _FA),
    ("m", "metr", _AZ_FRONT),
    ("m", "metre", _TR_VOWEL_FRONT),
    ("m", "մետր", _HY),
    ("m", "მეტრ", _KA),
    ("m", "метр", _RU_HARD + " і и ів"),
    ("m", "متر", _FA),
    ("kg", "kiloqram", _BACK),
    ("kg", "kilogram", _BACK),
    ("kg", "կիլոգրամ", _HY),
    ("kg", "კილოგრამ", _KA),
    ("kg", "килограмм", _RU_HARD),
    ("kg", "кілограм", " а у ом и ів ам ами ах"),
    ("kg", "کیلوگرم", _FA),
    ("t", "ton", _ROUND),
    ("t", "տոննա", _HY_VOWEL),
    ("t", "ტონ", "ა ის ს ით აზე ამდე იდან"),
    ("t", "тонн", _RU_SOFT_A + " и і"),
    ("%", "faiz", _AZ_FRONT),
    ("%", "տոկոս", _HY),
    ("%", "პროცენტ", _KA),
    ("%", "процент", _RU_HARD),
    ("%", "відсотк", "а у ом и ів ам ами ах"),
    ("%", "درصد", _FA),
    ("$", "dollar", _BACK),
    ("$", "dolar", _BACK),
    ("$", "դոլար", _HY),
    ("$", "დოლარ", _KA),
    ("$", "доллар", _RU_HARD),
    ("$", "долар", " а у ом и ів ам ами ах"),
    ("$", "دلار", _FA),
    ("€", "avro", " ya nu nun dan da luq luk"),
    ("€", "եվրո", _HY_VOWEL),
    ("€", "ევრო", _KA_VOWEL),
    ("₽", "rubl", _ROUND),
    ("₽", "ռուբլ", "ի ու ով ուց ին"),
    ("₽", "რუბლ", _KA),
    ("₽", "рубл", "ь я ю ем е и ей ям ями ях ів"),
    ("₼", "manat", _BACK),
    ("₼", "մանաթ", _HY),
    ("₼", "მანათ", _KA),
    ("₼", "манат", _RU_HARD + " и ів"),
    ("₴", "гривн", "а и е у ой і ею ам ами ах"),
    ("₺", "lira", _TR_VOWEL_BACK),
    ("₾", "ლარ", _KA),
    ("֏", "դրամ", _HY),
    ("toman", "تومان", _FA),
    ("rial", "ریال", _FA),
)
_UNDECLINED = {
    "km": "kilomètre kilomètres kilómetro kilómetros kilometern كيلومترات קילומטר קילומטרים",
    "m": "mètre mètres metros metern أمتار متر مترا מטר מטרים",
    "kg": "kilogramm kilogrammes kilogramos كيلوغرام كيلوغراما קילוגרם",
    "t": "tonnes tonnen toneladas طن طنا أطنان טון טונות",
    "₪": "₪ שקל שקלים shekel shekels",
}


def declined_units() -> dict[str, str]:
    """Each inflected form with the sign of its unit."""
    found = {
        stem + ending: unit
        for unit, stem, endings in _STEMS
        for ending in endings.split(" ")
        if stem + ending
    }
    found.update((form, unit) for unit, forms in _UNDECLINED.items() for form in forms.split())
    return found
