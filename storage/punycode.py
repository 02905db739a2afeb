"""A host's name in ASCII, as browsers write it: the standard library follows rules of 2003."""

from __future__ import annotations


def punycode(name: str) -> str:
    """The name by UTS #46, non-transitional: ``straße.de`` is not ``strasse.de``.

    A name that nobody can register is converted as well; looking it up will fail.
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
