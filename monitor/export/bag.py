"""Evidence for those who trust nobody: a BagIt bag (RFC 8493) about a change of one article.

::

    data/captures.wacz          every capture of the revisions, byte for byte; replays in a browser
    data/ledger/lines.jsonl     the ledger's line of each capture, in the order of the ledger
    data/ledger/proofs.json     each line's path to the root of each checkpoint that proves it
    data/ledger/checkpoint-*    the signed notes, their parts, keys and time-stamps
    data/pages/*.html, *.pdf    both revisions and what changed, as our reader reads them
    data/pages/*-as-sent.txt    the bodies that they were read from, to find a sentence in
    data/about.html             what this proves and what it does not, in plain words
    data/VERIFY.md, verify.py   how to check all of it with public tools alone

The tag manifest is signed with the archive's key, so that no file can be replaced afterwards.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from monitor import __version__
from monitor.comparing.articles import compare
from monitor.export import bag_texts
from monitor.export.export import Export
from monitor.export.printing import print_pages
from monitor.export.selection import Selection, slice_of
from monitor.export.wacz import write_wacz
from monitor.notation.figures import counted
from monitor.views.citation import evidence
from monitor.views.page import diff_page
from monitor.views.revision import page_lines
from storage.errors import ArchiveDamaged, NotStored
from storage.proof import keys, notes
from storage.warc.slices import Slices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from monitor.export.bag_texts import Subject
    from storage.archive import Archive
    from storage.lost import Losses
    from storage.proof.keys import SigningKey
    from storage.proof.notes import Checkpoint
    from storage.warc.zipped import Tree

_ED25519_FRAME = bytes.fromhex("302a300506032b6570032100")
_OTHER_KEY = "bag-key"
"""The name of the signing key if it signed no checkpoint in the bag."""
_NOTHING = "A bag of these revisions would prove nothing."
_ALL_DAMAGED = "All captures that show them are damaged."
_PUT_BACK = "Restore an earlier copy of the archive. See all damage with: variorum verify"
_SCRIPT = Path(__file__).with_name("templates") / "verify_bag.txt"


def uncovered(archive: Archive, subject: Subject) -> bool:
    """Whether a capture of the revisions is under no checkpoint yet."""
    index = max(archive.ledger.index_of(one) for one in _captures(archive, subject))
    return archive.checkpoints.covering(index) is None


def write_bag(
    archive: Archive,
    subject: Subject,
    tree: Tree,
    show: Callable[[str], None],
    losses: Losses,
) -> int:
    """Write the bag; return the number of captures in it. ``show`` gets the progress in words.

    A damaged capture is noted among the ``losses``; the WACZ says so, and nothing is proved
    about it. Raises NotStored if a capture is under no checkpoint (see :func:`uncovered`), and
    ArchiveDamaged if all of them are damaged.
    """

    def packed(done: int) -> None:
        show(f"{counted(done, 'capture')} packed")

    with tree.open("data/captures.wacz", packed=False) as sink:
        write_wacz(Export(archive, _selection(subject), losses, packed), cast("BinaryIO", sink))
    captures = [one for one in _captures(archive, subject) if one not in losses.captures]
    if not captures:
        raise ArchiveDamaged(_NOTHING, why=_ALL_DAMAGED, do=_PUT_BACK)
    show("proving them with the ledger")
    checkpoints, unstamped = _put_ledger(archive, captures, tree, subject.kept)
    show("making the pages, and printing them if there is a browser")
    printed = _put_pages(archive, subject, tree)
    sent = _put_sent(archive, subject, captures, tree, losses)
    key = keys.load(archive.folder)
    signer = None if key is None else _signer(key.public, checkpoints)
    facts = bag_texts.Facts(
        subject=subject,
        captures=captures,
        checkpoints=checkpoints,
        sent=sent,
        unproved=_unproved(archive, subject, captures),
        sources=_sources(archive, captures),
        unstamped=unstamped,
        printed=printed,
        signer=signer,
        public=None if key is None else key.public,
    )
    _put_words(tree, facts)
    if key is not None and signer == _OTHER_KEY:
        tree.put(f"data/ledger/{signer}.pem", _pem(key.public))
    _put_tags(tree, subject, key)
    return len(captures)


def _sources(archive: Archive, captures: list[int]) -> Counter[str]:
    """For each import, the number of these captures whose bytes and times rest on its word."""
    told = (archive.capture(one).imported_from for one in captures)
    return Counter(one for one in told if one is not None)


def _put_words(tree: Tree, facts: bag_texts.Facts) -> None:
    """Put in what the bag proves, and how to check it."""
    tree.put("data/about.html", bag_texts.about(facts).encode())
    tree.put("data/VERIFY.md", bag_texts.verify(facts).encode())
    tree.put("data/verify.py", _SCRIPT.read_bytes())


def _signer(public: bytes, checkpoints: list[Checkpoint]) -> str:
    """The name of the key in the bag: a checkpoint's if it signed one, as others may stamp that."""
    named = (bag_texts.checkpoint_name(one) for one in checkpoints if one.public_key == public)
    return next(named, _OTHER_KEY)


def _selection(subject: Subject) -> Selection:
    numbers = range(subject.old.number, subject.new.number + 1)
    return Selection(revisions=tuple((subject.article.id, number) for number in numbers))


def _captures(archive: Archive, subject: Subject) -> Iterator[int]:
    """The captures whose bytes are in the bag; for a redacted one, the WACZ says when and why."""
    wanted = slice_of(archive, _selection(subject))
    visits = (visit.id for visit in Slices(archive).visits(wanted))
    return (one for one in visits if archive.redactions.of(one) is None)


def _unproved(archive: Archive, subject: Subject, captures: list[int]) -> list[int]:
    """The numbers of the two revisions that none of these captures shows."""
    shown = {
        one.number: {capture.id for capture in archive.captures_of_revision(one)}
        for one in (subject.old, subject.new)
    }
    return [number for number, some in shown.items() if some.isdisjoint(captures)]


# --- data/ledger/ ----------------------------------------------------------------------------
def _put_ledger(
    archive: Archive, captures: list[int], tree: Tree, kept: tuple[Checkpoint, ...]
) -> tuple[list[Checkpoint], int]:
    """Put in lines and proofs; return their checkpoints, and how many lines have no time-stamp."""
    ledger, used, unstamped = archive.ledger, dict[int, "Checkpoint"](), 0
    lines, proofs = [], []
    for index in sorted(ledger.index_of(one) for one in captures):
        proving = _proving(archive, index, kept)
        unstamped += not any(one.timestamps for one in proving)
        lines.append(ledger.line(index) + b"\n")
        for one in proving:
            used[one.id] = one
            path = [other.hex() for other in ledger.inclusion(index, one.size)]
            name = bag_texts.checkpoint_name(one)
            proofs.append({"index": index, "checkpoint": name, "path": path})
    tree.put("data/ledger/lines.jsonl", b"".join(lines))
    tree.put("data/ledger/proofs.json", json.dumps(proofs, indent=1).encode())
    checkpoints = [used[number] for number in sorted(used)]
    for one in checkpoints:
        _put_checkpoint(one, tree)
    return checkpoints, unstamped


def _proving(archive: Archive, index: int, kept: tuple[Checkpoint, ...]) -> list[Checkpoint]:
    """The checkpoints that prove a line: the earliest over it, and the earliest with a time-stamp.

    Whoever has the first needs it; everybody else needs the word of somebody other than us, or
    one that they ``kept``. Raises NotStored if there is none.
    """
    first, stamped = archive.checkpoints.covering(index), archive.checkpoints.stamped_over(index)
    if first is None:
        raise NotStored("checkpoint over line", str(index), do="Make one with: variorum checkpoint")
    over = {one.id: one for one in (first, stamped, *kept) if one is not None and one.size > index}
    return [over[number] for number in sorted(over)]


def _put_checkpoint(one: Checkpoint, tree: Tree) -> None:
    """Put in the note, its parts as openssl needs them, the public key, and the time-stamps."""
    opened, name = notes.open_note(one.note), f"data/ledger/{bag_texts.checkpoint_name(one)}"
    tree.put(f"{name}.txt", one.note.encode())
    tree.put(f"{name}.text", opened.text)
    tree.put(f"{name}.sig", opened.signature, packed=False)
    tree.put(f"{name}.pem", _pem(one.public_key))
    for number, stamp in enumerate(one.timestamps, 1):
        tree.put(f"{name}-{number}.tsr", stamp.response, packed=False)


def _pem(public: bytes) -> bytes:
    """A raw Ed25519 key in the format that openssl reads (RFC 8410)."""
    import base64

    text = base64.b64encode(_ED25519_FRAME + public).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n".encode()


# --- data/pages/ -----------------------------------------------------------------------------
def _put_pages(archive: Archive, subject: Subject, tree: Tree) -> bool:
    """Put in both revisions and their diff; return whether they could be printed too."""
    texts = {
        name: "\n".join(lines).encode("utf-8", "replace")
        for name, lines in _pages(archive, subject).items()
    }
    for name, text in texts.items():
        tree.put(f"data/pages/{name}.html", text)
    printed = print_pages(texts)
    for name, data in printed.items():
        tree.put(f"data/pages/{name}.pdf", data, packed=False)
    return bool(printed)


def _put_sent(
    archive: Archive, subject: Subject, captures: list[int], tree: Tree, losses: Losses
) -> list[int]:
    """Put in the first proved page of each revision; return the numbers of these revisions."""
    sent = []
    for number, one in {each.number: each for each in (subject.old, subject.new)}.items():
        proved = (each for each in archive.captures_of_revision(one) if each.id in captures)
        for capture in proved:
            with losses.instead(f"page of capture {capture.id}", capture.url):
                body = archive.payload(capture.payload)
                tree.put(f"data/pages/revision-{number}-as-sent.txt", body)
                sent.append(number)
                break
    return sent


def _pages(archive: Archive, subject: Subject) -> dict[str, Iterator[str]]:
    """The pages by name; each has the digests of its sources. A single revision has no diff."""
    revisions = {one.number: one for one in (subject.old, subject.new)}
    readings = {number: archive.extraction(one.extraction_id) for number, one in revisions.items()}
    captures = {number: archive.captures_of_revision(one) for number, one in revisions.items()}
    pages = {
        f"revision-{number}": page_lines(one, readings[number], captures[number])
        for number, one in revisions.items()
    }
    if len(revisions) > 1:
        named = [
            evidence(one, next(iter(captures[number]), None)) for number, one in revisions.items()
        ]
        lines = (*subject.heading.lines, *named)
        language = readings[subject.new.number].language or ""
        heading = replace(subject.heading, lines=lines, language=language)
        diff = compare(*readings.values())
        pages |= {"what-changed": diff_page(diff, heading, everything=True)}
    return pages


# --- the bag ---------------------------------------------------------------------------------
def _put_tags(tree: Tree, subject: Subject, key: SigningKey | None) -> None:
    """Put in the files next to ``data/``, the last one being the signed list of them."""
    payload = [one for one in tree.members if one.path.startswith("data/")]
    octets = sum(one.length for one in payload)
    url = subject.article.url.encode("ascii", "replace").decode()
    described = "What an article said before and after a change, and proofs of when it was there"
    info = [
        f"Bagging-Date: {datetime.now(UTC).date().isoformat()}",
        f"Bag-Software-Agent: Variorum/{__version__}",
        f"External-Identifier: {url}",
        f"External-Description: {described}",
        f"Payload-Oxum: {octets}.{len(payload)}",
    ]
    tree.put("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    tree.put("bag-info.txt", ("\n".join(info) + "\n").encode())
    tree.put("manifest-sha256.txt", _manifest(tree, tags=False))
    manifest = _manifest(tree, tags=True)
    tree.put("tagmanifest-sha256.txt", manifest)
    if key is not None:
        tree.put("tagmanifest-sha256.txt.sig", key.sign(manifest), packed=False)


def _manifest(tree: Tree, *, tags: bool) -> bytes:
    rows = [
        f"{one.sha256}  {one.path}\n"
        for one in sorted(tree.members, key=lambda member: member.path)
        if one.path.startswith("data/") is not tags
    ]
    return "".join(rows).encode()
