"""Which key and which checkpoint prove a bag of evidence."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess

import pytest

from monitor.export import printing
from storage.archive import Archive
from storage.intents import SeeAgain
from storage.proof import keys
from tests.commands.bags import (
    commands,
    refused,
    reseal,
    sign_everything_anew,
)
from tests.commands.conftest import FERRY, Keeper
from tests.commands.test_checkpoint import authority, capture_once_more, configure, stamps

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
__all__ = ["authority", "stamps"]  # fixtures


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    """Print no pages: a browser takes seconds."""
    monkeypatch.setattr(printing, "NAMES", ())


def test_without_a_key(copied, tmp_path):
    """A checkpoint makes a key; if the key was removed, the bag says that it is not signed."""
    copied("checkpoint")
    (copied.folder / "signing-key.pem").unlink()
    result = copied("export", "bag", "1", "-o", str(tmp_path / "bag"))
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "bag" / "tagmanifest-sha256.txt.sig").exists()
    lines = commands(tmp_path / "bag")
    assert refused(tmp_path / "bag", lines, tmp_path) == []
    assert "is not signed" in " ".join((tmp_path / "bag/data/about.html").read_text().split())
    assert "no authority has time-stamped" in (tmp_path / "bag/data/about.html").read_text()


def test_after_a_new_key(copied, tmp_path):
    """A bag signed by another key than the checkpoint includes that key."""
    copied("checkpoint")
    (copied.folder / "signing-key.pem").unlink()
    keys.make(copied.folder)
    copied("export", "bag", "1", "1..3", "-o", str(tmp_path / "bag"))
    assert (tmp_path / "bag" / "data" / "ledger" / "bag-key.pem").is_file()
    told = (tmp_path / "bag" / "data" / "VERIFY.md").read_text(encoding="utf-8")
    assert "This key signed none of the checkpoints below" in told
    public = hashlib.sha256(keys.load(copied.folder).public).hexdigest()
    assert f"- `{public}`" in told
    assert refused(tmp_path / "bag", commands(tmp_path / "bag"), tmp_path) == []


def test_the_key_in_the_bag_is_what_is_compared(copied, tmp_path):
    """Only a list in the bag said which key it was, and a forger could leave that list alone."""
    key = copied.json("checkpoint")["key"]
    assert copied("export", "bag", "1", "-o", str(tmp_path / "bag")).exit_code == 0
    (command,) = [line for line in commands(tmp_path / "bag") if "openssl pkey " in line]

    def printed():
        words = ["bash", "-c", command]
        done = subprocess.run(words, cwd=tmp_path / "bag", capture_output=True, check=True)
        return f"sha256:{done.stdout.decode().split()[0]}"

    assert printed() == key
    sign_everything_anew(tmp_path / "bag")
    assert printed() != key
    assert key[7:] in (tmp_path / "bag/data/VERIFY.md").read_text()


def test_a_later_checkpoint_brings_the_time_stamp(copied, tmp_path, authority, stamps):
    """The first checkpoint has no time-stamp; the second has one, and covers the same captures.

    The bag said that nobody had stamped them, and anybody with another key could have made it.
    """
    copied("checkpoint")
    capture_once_more(copied.folder, b"<p>41 people</p>")
    configure(copied.folder, authority, stamps)
    copied("checkpoint")
    bag = tmp_path / "bag"
    assert copied("export", "bag", "1", "1..2", "-o", str(bag)).exit_code == 0
    proofs = json.loads((bag / "data/ledger/proofs.json").read_text())
    assert [one["checkpoint"] for one in proofs] == ["checkpoint-1", "checkpoint-2"] * 2
    assert refused(bag, commands(bag), authority) == []
    assert sum("ts -verify" in line for line in commands(bag)) == 1
    about = (bag / "data/about.html").read_text()
    assert "Others have signed when they saw a checkpoint" in about
    assert "no authority" not in about
    proofs[1]["path"][0] = "00" * 32
    (bag / "data/ledger/proofs.json").write_text(json.dumps(proofs))
    reseal(bag)
    assert "python3" in refused(bag, ["python3 data/verify.py"], authority)


def test_it_is_proved_by_the_checkpoint_that_its_reader_has(copied, tmp_path):
    """Whoever was given the second of three could not check a bag proved by the first."""
    for page in (b"<p>41", b"<p>42", b"<p>43"):
        copied("checkpoint")
        capture_once_more(copied.folder, page)
    kept = [one["note"] for one in copied.json("checkpoint", "--list")]
    (tmp_path / "mail").write_text(kept[1].replace("\n", "\r\n"))
    bag, given = tmp_path / "bag", ["--checkpoint", str(tmp_path / "mail")]
    assert copied("export", "bag", "1", "1..2", "-o", str(bag), *given).exit_code == 0
    proofs = json.loads((bag / "data/ledger/proofs.json").read_text())
    assert [one["checkpoint"] for one in proofs] == ["checkpoint-1", "checkpoint-2"] * 2
    assert (bag / "data/ledger/checkpoint-2.txt").read_text() == kept[1]
    assert refused(bag, commands(bag), tmp_path) == []
    (tmp_path / "mail").write_text(kept[1].replace("time 2", "time 3"))
    result = copied("export", "bag", "1", "-o", str(tmp_path / "other"), *given)
    assert result.exit_code == 1, result.stderr
    assert "checkpoint --list" in result.stderr
    assert copied("export", "warc", "-o", str(tmp_path / "w"), *given).exit_code == 2


def test_what_no_authority_stamped_is_counted(copied, tmp_path, authority, stamps):
    """Some captures are under a time-stamp and some are not: the pages say how many."""
    configure(copied.folder, authority, stamps)
    copied("checkpoint")
    with Archive.open_to_write(copied.folder) as archive:
        again = Keeper(archive, archive.outlets()[0]).visit(FERRY, b"<p>21 people</p>")
        reading = archive.latest_extraction(1)
        archive.apply(again, [SeeAgain(1, reading)])
    (copied.folder / "variorum.toml").write_text("")
    bag = tmp_path / "bag"
    assert copied("export", "bag", "1", "1..3", "-o", str(bag)).exit_code == 0
    assert "That 1 of the 4 captures existed" in (bag / "data/about.html").read_text()
    assert "1 is covered by no time-stamped checkpoint" in (bag / "data/VERIFY.md").read_text()
