"""The name of a host in ASCII, as browsers ask for it: the standard library's is of 2003."""

from __future__ import annotations


def punycode(name: str) -> str:
    """By UTS #46, not transitional: ``straße.de`` is not ``strasse.de``.

    A name that nobody can register is written the same way: it is asked for in vain.
    """
    if name.isascii():
        return name
    import idna  # noqa: PLC0415 - tables of letters, for the few names that have such

    try:
        mapped = idna.uts46_remap(name, std3_rules=False, transitional=False)
        labels = [_label(one) for one in mapped.split(".")]
    except (idna.IDNAError, UnicodeError):
        return name
    return ".".join(labels)


def _label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
