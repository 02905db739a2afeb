"""Bags of evidence as tests make, check and change them."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.commands.conftest import Typist
from tests.commands.test_checkpoint import configure, stamps

stamping = contextlib.contextmanager(stamps.__wrapped__)
"""The authority of the fixture, for a module."""


def seal(archive, folder, authority):
    """A bag under a time-stamped checkpoint, of a copy of this archive."""
    typist = Typist(Path(shutil.copytree(archive, folder / "archive")))
    with stamping(authority) as url:
        configure(typist.folder, authority, url)
        result = typist("export", "bag", "1", "1..2", "-o", str(folder / "bag"))
    assert result.exit_code == 0, result.output
    assert "A checkpoint was made first" in result.stderr
    return folder / "bag"


def change_a_capture(bag):
    change_records(bag, lambda one: one.replace(b"\x1b[31mferry", b"\x1b[31mFerry"))


def commands(bag):
    text = (bag / "data" / "VERIFY.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def refused(bag, lines, authority):
    """The commands that do not end well, to the letter, with the root where they look for it."""
    failed = []
    named = re.search(r"-CAfile (\S+)", "\n".join(lines))
    if named is not None:
        shutil.copy(authority / "root.pem", bag / named[1])
    for line in lines:
        done = subprocess.run(["bash", "-c", line], cwd=bag, capture_output=True, check=False)
        if done.returncode:
            failed.append(line.split()[0])
    return failed


def said_by_the_script(bag):
    words = [sys.executable, "-I", "data/verify.py"]
    return subprocess.run(words, cwd=bag, capture_output=True, check=False, text=True).stderr


def reseal(bag):
    """What anybody can do: list the files anew. Nobody else can sign the list."""
    for name, inside in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        rows = [
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n"
            for path in sorted(bag.rglob("*"))
            if path.is_file()
            and path.is_relative_to(bag / "data") is inside
            and not path.name.startswith("tagmanifest")
        ]
        (bag / name).write_text("".join(rows))


def replace(bag, name, old, new):
    path = bag / name
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def repack(bag, change, name="archive/data.warc.gz"):
    """Write the WACZ anew with other WARC records, or another file of this name."""
    package = bag / "data" / "captures.wacz"
    with zipfile.ZipFile(package) as opened:
        members = {path: opened.read(path) for path in opened.namelist()}
    members[name] = change(members.get(name, b""))
    with zipfile.ZipFile(package, "w") as opened:
        for path, data in members.items():
            opened.writestr(path, data)


def records(warc):
    """A gzip member each, as they were before it was packed."""
    while warc:
        member = zlib.decompressobj(31)
        yield member.decompress(warc)
        warc = member.unused_data


def pack(data):
    return gzip.compress(data)


def change_records(bag, change):
    """Write each record of the bag's WARC anew, and list the files anew."""
    repack(bag, lambda warc: b"".join(pack(change(one)) for one in records(warc)))
    reseal(bag)


def sign_everything_anew(bag):
    """An operator of another key makes a ledger, a checkpoint and signatures of their own."""
    key, ledger = Ed25519PrivateKey.generate(), bag / "data" / "ledger"
    raw = key.public_key().public_bytes_raw()
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (ledger / "checkpoint-1.pem").write_bytes(pem)
    text = (ledger / "checkpoint-1.text").read_bytes()
    origin = text.split(b"\n")[0]
    name = hashlib.sha256(origin + b"\n\x01" + raw).digest()[:4]
    signature = key.sign(text)
    note = b"%b\n\xe2\x80\x94 %b %b\n" % (text, origin, base64.b64encode(name + signature))
    (ledger / "checkpoint-1.txt").write_bytes(note)
    (ledger / "checkpoint-1.sig").write_bytes(signature)
    reseal(bag)
    tags = (bag / "tagmanifest-sha256.txt").read_bytes()
    (bag / "tagmanifest-sha256.txt.sig").write_bytes(key.sign(tags))
