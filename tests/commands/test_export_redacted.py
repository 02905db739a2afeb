"""No format exports redacted content: its bytes and words are nowhere, its reason is shown."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storage.archive import Archive
from storage.records import Assessment, Weight
from tests.commands.conftest import FERRY, FIRST, THIRD, Keeper, Typist, reading

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "Ottilie Brandauer"
REASON = "court order 7/26"


@pytest.fixture(scope="module")
def redacted(tmp_path_factory: pytest.TempPathFactory) -> Typist:
    """An archive whose second revision named somebody, in page, text, headline and summary."""
    folder = tmp_path_factory.mktemp("redacted") / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST)
        secret = reading(f"{WORDS} was on board", f"{WORDS} lives at Tannenweg 14.")
        told = Assessment(Weight.SUBSTANTIVE, ("name",), (), f"{WORDS} was added")
        keeper.change(FERRY, secret, told)
        keeper.change(FERRY, THIRD, Assessment(Weight.SUBSTANTIVE, ("headline",), (), "another"))
        keeper.begin(FERRY + "-again", replace(FIRST, title="Another ferry"))
    typed = Typist(folder)
    assert typed("checkpoint").exit_code == 0
    assert typed("redact", "2", "--reason", REASON).exit_code == 0
    return typed


def unpacked(path: Path) -> dict[str, bytes]:
    """Every file that was written, unpacked if it is packed."""
    if path.is_dir():
        files = {str(one): one.read_bytes() for one in path.rglob("*") if one.is_file()}
    else:
        files = {path.name: path.read_bytes()}
    found: dict[str, bytes] = {}
    while files:
        name, data = files.popitem()
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as members:
                files |= {f"{name}/{one}": members.read(one) for one in members.namelist()}
        elif data.startswith(b"\x1f\x8b"):
            files[name + " unpacked"] = gzip.decompress(data)
        else:
            found[name] = data
    return found


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["jsonl"], "a.jsonl"),
        (["jsonl", "--package"], "jsonl.zip"),
        (["csv", "--package"], "csv.zip"),
        (["html"], "site"),
        (["atom"], "a.xml"),
        (["warc"], "a.warc.gz"),
        (["wacz"], "a.wacz"),
        (["bag", FERRY, "1..3"], "bag"),
        (["parquet", "--package"], "parquet.zip"),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one[:2]),
)
def test_it_is_in_no_export(redacted: Typist, tmp_path: Path, words: list[str], name: str) -> None:
    """Whatever the format: the rest is there, and not a single redacted word."""
    if words[0] == "parquet":
        pytest.importorskip("pyarrow")
    target = tmp_path / name
    result = redacted("export", words[0], "-o", str(target), *words[1:])
    assert result.exit_code == 0, result.stderr
    files = unpacked(target)
    for part in (*WORDS.split(), "Tannenweg"):
        assert [one for one, data in files.items() if part.encode() in data] == []
    if words[0] == "bag":
        check = [sys.executable, "data/verify.py"]
        done = subprocess.run(check, cwd=target, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    if words[0] != "parquet":  # its columns are compressed
        assert any(b"Ferry runs late" in data or b"ferry" in data for data in files.values())


@pytest.mark.parametrize("form", ["jsonl", "csv", "warc", "wacz", "html"])
def test_its_place_tells_the_reason(redacted: Typist, tmp_path: Path, form: str) -> None:
    """Formats that keep its place say there that it was redacted, and why."""
    target = tmp_path / form
    result = redacted("export", form, "-o", str(target))
    assert result.exit_code == 0, result.stderr
    assert any(REASON.encode() in data for data in unpacked(target).values())


def test_a_bag_of_it_is_refused(redacted: Typist, tmp_path: Path) -> None:
    """Evidence of a revision whose text is gone cannot be packed: the error says why."""
    result = redacted("export", "bag", FERRY, "1..2", "-o", str(tmp_path / "bag"))
    assert result.exit_code == 1
    assert REASON in result.stderr
    assert not (tmp_path / "bag").exists()


def test_no_advice_leads_to_it(redacted: Typist) -> None:
    """The log advised a diff with the redacted text, and its capture to show that, both refused."""
    for words in (["log"], ["show", "--capture", "2"]):
        result = redacted(*words)
        assert result.exit_code == 0, result.stderr
        *_, advised = result.stderr.strip().rpartition("--archive")
        assert redacted(*advised.split()[1:]).exit_code == 0, advised
