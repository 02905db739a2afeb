"""Bags of evidence: how tests make, check and change them."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
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
"""The fixture's authority, as a context manager for fixtures of a module."""


def seal(archive, folder, authority):
    """Make a bag under a time-stamped checkpoint, from a copy of this archive."""
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
    """Run the commands as written, with the root where they expect it; gives those that fail."""
    failed = []
    named = re.search(r"-CAfile (\S+)", "\n".join(lines))
    if named is not None:
        shutil.copy(authority / "root.pem", bag / named[1])
    for line in lines:
        done = subprocess.run(["bash", "-c", line], cwd=bag, capture_output=True, check=False)
        if done.returncode:
            failed.append(line.split()[0])
    return failed


def said_by_the_script(bag, stream="stderr"):
    words = [sys.executable, "-I", "data/verify.py"]
    done = subprocess.run(words, cwd=bag, capture_output=True, check=False, text=True)
    return getattr(done, stream)


def reseal(bag):
    """List the files again, which anybody can do. Nobody else can sign the list."""
    for name, inside in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        rows = [
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n"
            for path in sorted(bag.rglob("*"))
            if path.is_file()
            and path.is_relative_to(bag / "data") is inside
            and not path.name.startswith("tagmanifest")
        ]
        (bag / name).write_text("".join(rows))


def replace(bag, name, old, new, count=1):
    path = bag / name
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, count))


def repack(bag, change, name="archive/data.warc.gz"):
    """Rewrite the WACZ with other WARC records, or with another file of this name changed."""
    package = bag / "data" / "captures.wacz"
    with zipfile.ZipFile(package) as opened:
        members = {path: opened.read(path) for path in opened.namelist()}
    members[name] = change(members.get(name, b""))
    with zipfile.ZipFile(package, "w") as opened:
        for path, data in members.items():
            opened.writestr(path, data)


def members(warc):
    """The gzip members of a WARC: the length of each, and its unpacked content."""
    while warc:
        member = zlib.decompressobj(31)
        record = member.decompress(warc)
        yield len(warc) - len(member.unused_data), record
        warc = member.unused_data


def records(warc):
    """The unpacked records, one for each gzip member."""
    return (record for _, record in members(warc))


def pack(data):
    return gzip.compress(data)


def change_records(bag, change):
    """Rewrite each record of the bag's WARC, and adapt its index and the list of files."""
    moved = {}

    def other(warc):
        made, before = b"", 0
        for member, one in members(warc):
            packed = pack(change(one))
            moved[str(before)] = {"offset": str(len(made)), "length": str(len(packed))}
            before, made = before + member, made + packed
        return made

    repack(bag, other)
    change_index(bag, lambda key, at, one: (key, at, one | moved[one["offset"]]))
    reseal(bag)


def change_index(bag, change):
    """Rewrite the index line by line, as a file of one block; None removes a line."""
    made = {}

    def other(packed):
        rows = [row.split(" ", 2) for row in gzip.decompress(packed).decode().splitlines()]
        told = [change(key, at, json.loads(one)) for key, at, one in rows]
        kept = [(*row[:2], json.dumps(row[2])) for row in told if row is not None]
        data = pack("".join(f"{' '.join(row)}\n" for row in kept).encode())
        about = {"offset": 0, "length": len(data), "filename": "index.cdx.gz"}
        made["blocks"] = f"{' '.join(kept[0][:2])} {json.dumps(about)}\n" if kept else ""
        return data

    repack(bag, other, "indexes/index.cdx.gz")
    repack(bag, lambda _: f"!meta 0 {{}}\n{made['blocks']}".encode(), "indexes/index.idx")
    reseal(bag)


def sign_everything_anew(bag):
    """Sign as an operator with another key would: checkpoint and list get new signatures."""
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
