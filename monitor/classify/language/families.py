"""Family names on one stem that are those of other people: *Məmmədli* and *Məmmədov*."""

from __future__ import annotations

from functools import lru_cache

SHORTEST_STEM = 3
LONGEST_CASE = 3
"""Letters of a case behind both names: *Պետրոսյանը*, *Петросовым*."""

_FAMILIES = (
    "li lı lu lü ly lee ли лы лі լի ლი",
    "ov off ow ов օվ ով ოვი",
    "ova ова ովա ოვა",
    "ev yev iev eff ев єв եվ ევი",
    "eva yeva ieva ева єва եվա ევა",
    "yan ian jan yants iants ян янц յան յանց იანი",
    "shvili schwili shwili швили швілі շվիլի შვილი",
    "dze дзе ձե ძე",
    "oğlu oglu oghlu oqlu ogly оглу оглы оглі",
    "qızı gizi kyzy кызы кизи",
    "zade zadə zada zadeh заде",
    "enko ко енко",
    "ski sky skiy skyi ský ский ський",
    "vich vych wicz ович евич йович",
    "oylu soy gil bəyli beyli",
)
_FAMILY_OF = {ending: number for number, row in enumerate(_FAMILIES) for ending in row.split()}
_LONGEST = max(map(len, _FAMILY_OF))


@lru_cache(maxsize=1024)
def are_of_other_families(one: str, other: str) -> bool:
    """Whether both names, in small letters, are one stem with endings that make two families."""
    for case in range(LONGEST_CASE + 1):
        if case and one[-case:] != other[-case:]:
            return False
        bare = one[: len(one) - case], other[: len(other) - case]
        if _differ_in_family(*bare):
            return True
    return False


def _differ_in_family(one: str, other: str) -> bool:
    for length in range(2, _LONGEST + 1):
        stem, ending = one[:-length], one[-length:]
        if len(stem) < SHORTEST_STEM or ending not in _FAMILY_OF or not other.startswith(stem):
            continue
        family = _FAMILY_OF.get(other[len(stem) :])
        if family is not None and family != _FAMILY_OF[ending]:
            return True
    return False
