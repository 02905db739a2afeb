"""`checkpoint`, with our own time-stamping authority: openssl behind a socket."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from monitor.evidence import der, timestamps
from storage.archive import Archive
from storage.proof import keys
from storage.proof.notes import Timestamp
from tests.commands.conftest import FERRY, Keeper, Typist

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = """\
[ tsa ]
default_tsa = one
[ one ]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
crypto_device = builtin
"""
EXTENSIONS = """\
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""


def openssl(folder: Path, words: str) -> None:
    """Run openssl in this folder; no argument has a space in it."""
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an authority: a root certificate and a signer issued by it."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(SETTINGS)
    (folder / "tsa.ext").write_text(EXTENSIONS)
    (folder / "serial").write_text("01\n")
    openssl(
        folder,
        "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=Root"
        " -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign",
    )
    openssl(folder, "req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamps")
    openssl(
        folder,
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30"
        " -extfile tsa.ext -out tsa.pem",
    )
    return folder


def capture_once_more(folder: Path, page: bytes) -> None:
    """Capture another page of the first article."""
    with Archive.open_to_write(folder) as archive:
        Keeper(archive, archive.outlets()[0]).visit(FERRY, page)


@pytest.fixture
def stamps(authority: Path) -> Iterator[str]:
    """The address of the authority; ``/late`` answers the request before this one."""
    last = [b""]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked, last[0] = (last[0] if self.path == "/late" else body), body
            (authority / "query").write_bytes(asked or body)
            openssl(authority, "ts -reply -config tsa.cnf -queryfile query -out answer")
            answer = (authority / "answer").read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def configure(folder: Path, authority: Path, *urls: str) -> None:
    """Configure these authorities, and the root that they must lead to."""
    (folder / "roots.pem").write_bytes((authority / "root.pem").read_bytes())
    (folder / "variorum.toml").write_text(
        f"timestamp_authorities = {json.dumps(urls)}\ntimestamp_roots = 'roots.pem'\n"
    )


def test_checkpoint_is_signed_and_stamped(
    copied: Typist, authority: Path, stamps: str, tmp_path: Path
) -> None:
    """Two authorities stamp it; openssl accepts the stamp; a second call makes no second one."""
    configure(copied.folder, authority, f"{stamps}/One", f"{stamps}/Two")
    result = copied("checkpoint", "--json")
    assert result.exit_code == 0, result.stderr
    made = json.loads(result.stdout)
    assert [one["authority"] for one in made["timestamps"]] == [f"{stamps}/One", f"{stamps}/Two"]
    assert copied("checkpoint").stdout == made["note"]
    assert len(json.loads(copied("checkpoint", "--list", "--json").stdout)) == 1
    assert copied("checkpoint", "--list").stdout.count("\n") == 1
    with Archive.open(copied.folder) as archive:
        (stamp, _) = archive.checkpoints.last().timestamps
    (tmp_path / "note").write_bytes(made["note"].encode())
    (tmp_path / "stamp").write_bytes(stamp.response)
    openssl(tmp_path, f"ts -verify -data note -in stamp -CAfile {authority / 'root.pem'}")
    report = json.loads(copied("verify", "--json").stdout)
    assert (report["damaged"], report["ledger"]) == ([], "ok")


def test_authority_that_fails_is_asked_again(copied: Typist, authority: Path, stamps: str) -> None:
    """The checkpoint stays, and is stamped later; the answer to another request does not count."""
    configure(copied.folder, authority, "http://127.0.0.1:1/")
    result = copied("checkpoint")
    assert result.exit_code == 1
    assert "does not answer" in result.stderr
    configure(copied.folder, authority, f"{stamps}/late")
    with Archive.open(copied.folder) as archive:
        assert archive.checkpoints.last().timestamps == ()
    result = copied("checkpoint")
    assert result.exit_code == 0, result.stderr  # the very first answer is the right one
    with Archive.open(copied.folder) as archive:
        assert len(archive.checkpoints.last().timestamps) == 1
    configure(copied.folder, authority, f"{stamps}/late", f"{stamps}/late?")
    result = copied("checkpoint")
    assert result.exit_code == 0 or "something else" in result.stderr


def test_untrusted_authority_is_refused_and_found(
    copied: Typist, authority: Path, stamps: str
) -> None:
    """A stamp must lead to the configured roots, both on arrival and when it is verified."""
    configure(copied.folder, authority, stamps)
    assert copied("checkpoint").exit_code == 0
    (copied.folder / "roots.pem").write_bytes(another_root(authority))
    result = copied("verify", "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["ledger"] == "damaged"
    configure_again = f"timestamp_authorities = ['{stamps}/x']\ntimestamp_roots = 'roots.pem'\n"
    (copied.folder / "variorum.toml").write_text(configure_again)
    result = copied("checkpoint")
    assert result.exit_code == 1
    assert "is not valid" in result.stderr


@pytest.fixture(scope="module")
def expired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an authority whose certificates were valid until 2021."""
    folder = tmp_path_factory.mktemp("expired")
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    stamping = [x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]
    for name, key, more in (
        ("root", keys[0], x509.BasicConstraints(ca=True, path_length=None)),
        ("tsa", keys[1], x509.ExtendedKeyUsage(stamping)),
    ):
        names = [x509.Name.from_rfc4514_string(f"CN={one}") for one in (name, "root")]
        made = x509.CertificateBuilder().subject_name(names[0]).issuer_name(names[1])
        made = made.not_valid_before(datetime(2019, 1, 1)).not_valid_after(datetime(2021, 1, 1))  # noqa: DTZ001 — UTC, as it wants them
        made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
        signed = made.add_extension(more, critical=True).sign(keys[0], hashes.SHA256())
        (folder / f"{name}.pem").write_bytes(signed.public_bytes(form.Encoding.PEM))
    parts = (form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (folder / "tsa.key").write_bytes(keys[1].private_bytes(*parts))
    return folder


def stamp_of(folder: Path, note: str, at: datetime) -> Timestamp:
    """The stamp of that authority for a note, at a given time."""
    digest = hashlib.sha256(note.encode()).digest()
    algorithm = der.write(der.SEQUENCE, der.write(der.OID, bytes.fromhex("608648016503040201")))
    (folder / "info").write_bytes(
        der.write(
            der.SEQUENCE,
            der.integer(1),
            der.write(der.OID, bytes.fromhex("2a0304")),
            der.write(der.SEQUENCE, algorithm, der.write(der.OCTETS, digest)),
            der.integer(7),
            der.write(der.TIME, f"{at:%Y%m%d%H%M%SZ}".encode()),
        )
    )
    openssl(
        folder,
        "cms -sign -cades -binary -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4 -in info"
        " -signer tsa.pem -inkey tsa.key -md sha256 -outform DER -out token",
    )
    granted = der.write(der.SEQUENCE, der.integer(0))
    answer = der.write(der.SEQUENCE, granted, (folder / "token").read_bytes())
    return Timestamp("http://stamps.example", at, answer)


@pytest.mark.parametrize(
    ("year", "told", "why"),
    [(2020, 2020, None), (2022, 2022, "expired"), (2020, 2019, "It says 2020-06-01T00:00:00")],
)
def test_a_stamp_holds_when_the_certificate_has_expired(
    copied: Typist, expired: Path, year: int, told: int, why: str | None
) -> None:
    """A stamp made while it was valid stays valid: all such archives were reported as damaged."""
    copied("checkpoint")
    configure(copied.folder, expired)
    with Archive.open_beside(copied.folder) as archive:
        stamp = stamp_of(expired, archive.checkpoints.get(1).note, datetime(year, 6, 1, tzinfo=UTC))
        stamp = replace(stamp, stamped_at=stamp.stamped_at.replace(year=told))
        archive.checkpoints.add_timestamp(1, stamp)
    result = copied("verify", "--json")
    damaged = [one["why"] for one in json.loads(result.stdout)["damaged"]]
    assert len(damaged) == (0 if why is None else 1), damaged
    assert all(why in one for one in damaged if why)


def another_root(authority: Path) -> bytes:
    """A certificate with the same name and another key."""
    openssl(
        authority,
        "req -x509 -newkey rsa:2048 -nodes -keyout x.key -out x.pem -days 30 -subj /CN=Root"
        " -addext basicConstraints=critical,CA:TRUE",
    )
    return (authority / "x.pem").read_bytes()


def test_a_checkpoint_kept_elsewhere_tells_of_an_older_copy(copied: Typist, tmp_path: Path) -> None:
    """An older copy, even with new captures, is consistent in itself, but not with that note."""
    older, kept = tmp_path / "older.db", tmp_path / "kept.txt"
    shutil.copy(copied.folder / "archive.db", older)
    capture_once_more(copied.folder, b"<p>The pier was sold on Monday.</p>")
    kept.write_text(copied("checkpoint").stdout.replace("\n", "\r\n"))  # as in a mail
    capture_once_more(copied.folder, b"<p>The pier was not sold.</p>")
    assert copied("verify", "--checkpoint", str(kept)).exit_code == 0
    shutil.copy(older, copied.folder / "archive.db")
    assert copied("verify").exit_code == 0
    result = copied("verify", "--json", "--checkpoint", str(kept))
    assert result.exit_code == 4
    (found,) = json.loads(result.stdout)["damaged"]
    assert (found["kind"], found["id"]) == ("checkpoint", str(kept))
    assert "an older copy" in found["why"]
    assert "look for a later copy" in result.stderr, "an earlier one would hold even less"
    for body in (b"<p>Nothing was sold.</p>", b"<p>Nor was the quay.</p>"):
        capture_once_more(copied.folder, body)
    assert copied("checkpoint").exit_code == 0
    result = copied("verify", "--json", "--checkpoint", str(kept))
    assert "are not the ones that it signed" in json.loads(result.stdout)["damaged"][0]["why"]


def test_a_checkpoint_of_others_is_told(copied: Typist, tmp_path: Path) -> None:
    """One of another ledger, one signed with another key, and a file that is none at all."""
    note = copied("checkpoint").stdout
    origin = note.partition("\n")[0]
    strange = tmp_path / "strange.txt"
    for text, why in (
        (note.replace(origin, "variorum/0123456789abcdef"), "another ledger"),
        (note.replace("time 2", "time 1"), "not signed with a key"),
    ):
        strange.write_text(text)
        result = copied("verify", "--json", "--checkpoint", str(strange))
        assert result.exit_code == 4
        assert why in json.loads(result.stdout)["damaged"][0]["why"]
    strange.write_bytes(b"\xff\x00 no note")
    assert copied("verify", "--checkpoint", str(strange)).exit_code == 2


def test_a_backup_without_its_key_is_told_so(copied: Typist, tmp_path: Path) -> None:
    """If it is from before the first checkpoint, only the key file knows the key: it is named."""
    older, kept = tmp_path / "older.db", tmp_path / "kept.txt"
    shutil.copy(copied.folder / "archive.db", older)
    kept.write_text(copied("checkpoint").stdout)
    shutil.copy(older, copied.folder / "archive.db")
    key = copied.folder / "signing-key.pem"
    key.rename(tmp_path / key.name)
    result = copied("verify", "--json", "--checkpoint", str(kept))
    (found,) = json.loads(result.stdout)["damaged"]
    assert f"signing-key.pem is missing in {copied.folder}" in found["why"]
    (tmp_path / key.name).rename(key)
    result = copied("verify", "--json", "--checkpoint", str(kept))
    assert "but not this checkpoint" in json.loads(result.stdout)["damaged"][0]["why"]


def test_nothing_captured_is_nothing_to_sign(tmp_path: Path, type_empty: Typist) -> None:
    """The message says so, and what to do."""
    folder = tmp_path / "new"
    assert type_empty("init", str(folder)).exit_code == 0
    assert (folder / "signing-key.pem").is_file()
    result = type_empty("checkpoint")
    assert result.exit_code == 1
    assert "variorum" in result.stderr


@given(st.binary(max_size=80))
def test_any_answer_is_a_time_or_an_error_of_one_kind(answer: bytes) -> None:
    """What an authority sends may be hostile: it is read, or refused with a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        timestamps._read(answer, bytes(32), 1)


def test_real_answers_with_one_byte_changed(authority: Path) -> None:
    """Whichever byte: a time for the same request, or an error of one kind."""
    nonce, digest = 77, bytes(range(32))
    (authority / "query").write_bytes(timestamps._request(digest, nonce))
    openssl(authority, "ts -reply -config tsa.cnf -queryfile query -out answer")
    answer = (authority / "answer").read_bytes()
    right = timestamps._read(answer, digest, nonce)
    for at in range(0, len(answer), 3):
        changed = answer[:at] + bytes([answer[at] ^ 0x41]) + answer[at + 1 :]
        with suppress(ValueError):
            assert timestamps._read(changed, digest, nonce).year <= right.year + 9000
    with pytest.raises(ValueError, match="something else"):
        timestamps._read(answer, digest, nonce + 1)


def test_another_key_is_told(copied: Typist) -> None:
    """Nothing was said when it signed, and neither doctor nor the list showed the new key."""
    assert copied("checkpoint").exit_code == 0
    (before,) = copied.json("checkpoint", "--list")
    (copied.folder / "signing-key.pem").unlink()
    keys.make(copied.folder)
    assert f"another one: {before['key']}" in copied("doctor").stdout
    capture_once_more(copied.folder, b"<p>44 people</p>")
    assert f"signed with another key: {before['key']}" in copied("checkpoint").stderr
    first, last = copied("checkpoint", "--list").stdout.splitlines()
    assert before["key"] in first
    assert before["key"] not in last
    assert "ok\tkey" in copied("doctor").stdout
    capture_once_more(copied.folder, b"<p>45 people</p>")
    assert "another key" not in copied("checkpoint").stderr


def test_what_a_killed_maker_left_of_a_key_goes(copied: Typist) -> None:
    """Since the key is never made again, its second name stayed hidden in the archive for good."""
    assert copied("checkpoint").exit_code == 0
    draft = copied.folder / f".signing-key.pem.{'0f' * 8}.part"
    draft.mkdir()
    (draft / "signing-key.pem").hardlink_to(copied.folder / "signing-key.pem")
    capture_once_more(copied.folder, b"<p>44 people</p>")
    assert copied("checkpoint").exit_code == 0
    assert not draft.exists()
