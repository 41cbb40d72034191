"""Checkpoints as signed notes; what they must refuse is in the frozen vectors."""

from __future__ import annotations

import base64
import hashlib

import pytest

from storage.audit.checkpoint import (
    Checkpoint,
    CheckpointBroken,
    cosign,
    cosigned,
    key_id,
    last_note,
    origin_of,
    parse,
    sign_checkpoint,
    verify,
)
from tests.audit.support import STORE_ID, signer

STORE = signer("store")
POINT = Checkpoint(origin_of(STORE_ID), 40, b"\x05" * 32)
NOTE = sign_checkpoint(POINT, STORE)


def test_the_text_is_that_of_c2sp() -> None:
    root = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU="
    text = f"kartoteka/{STORE_ID.hex()}/1\n40\n{root}\n"
    assert NOTE.startswith(text + f"\n— kartoteka/{STORE_ID.hex()}/1 ")
    blob = base64.b64decode(NOTE.split(" ")[-1])
    assert len(blob) == 68
    assert (blob[:4], blob[4:]) == (key_id(POINT.origin, STORE.public), STORE.sign(text.encode()))


def test_key_id_of_the_published_example() -> None:
    """golang.org/x/mod/sumdb/note: key PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW."""
    public = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert public[:1] == b"\1"
    assert key_id("PeterNeumann", public[1:]).hex() == "c74f20a3"


def test_signed_and_read_back() -> None:
    assert verify(NOTE, STORE.public, POINT.origin) == POINT


def test_a_witness_adds_a_line_and_both_hold() -> None:
    witness = signer("witness")
    note = cosign(NOTE, witness, "witness.example", 1_700_000_000)
    assert verify(note, STORE.public, POINT.origin) == POINT
    assert cosigned(note, witness.public, "witness.example") == (POINT, 1_700_000_000)
    assert [name for name, _, _ in parse(note)[1]] == [POINT.origin, "witness.example"]
    with pytest.raises(CheckpointBroken):
        cosigned(NOTE, witness.public, "witness.example")
    with pytest.raises(CheckpointBroken):
        cosigned(note, witness.public, "another.example")
    with pytest.raises(CheckpointBroken):
        cosigned(note, STORE.public, "witness.example")


def test_a_cosignature_is_what_the_standard_says() -> None:
    """C2SP tlog-cosignature: algorithm 4, eight bytes of seconds, over "cosignature/v1\\ntime N\\n" and the text."""
    witness = signer("witness")
    line = cosign(NOTE, witness, "witness.example", 1_700_000_000).splitlines()[-1]
    blob = base64.b64decode(line.split(" ")[-1])
    identifier = hashlib.sha256(b"witness.example\n\x04" + witness.public).digest()[:4]
    message = b"cosignature/v1\ntime 1700000000\n" + POINT.text().encode()
    assert blob == identifier + (1_700_000_000).to_bytes(8, "big") + witness.sign(message)


def test_every_changed_character_of_a_cosignature_is_refused() -> None:
    witness = signer("witness")
    note = cosign(NOTE, witness, "witness.example", 1_700_000_000)
    for at in range(len(NOTE), len(note)):
        changed = note[:at] + ("A" if note[at] != "A" else "B") + note[at + 1 :]
        with pytest.raises(CheckpointBroken):
            cosigned(changed, witness.public, "witness.example")


def test_the_last_note_of_a_file_of_notes() -> None:
    later = sign_checkpoint(Checkpoint(POINT.origin, POINT.size + 1, POINT.root), STORE)
    assert last_note(NOTE + later) == later
    assert last_note(NOTE) == NOTE
    assert last_note(NOTE + later[:-1]) == NOTE, "a line that was not written to its end"
    for text in ("", "kartoteka/", NOTE[:-1]):
        with pytest.raises(CheckpointBroken):
            last_note(text)


def test_one_root_has_one_spelling() -> None:
    with pytest.raises(CheckpointBroken):
        parse(NOTE.replace("BQU=", "BQV="))


def test_every_changed_character_is_refused() -> None:
    for at, char in enumerate(NOTE):
        changed = NOTE[:at] + ("A" if char != "A" else "B") + NOTE[at + 1 :]
        with pytest.raises(CheckpointBroken):
            verify(changed, STORE.public, POINT.origin)
        with pytest.raises(CheckpointBroken):
            verify(NOTE[:at], STORE.public, POINT.origin)


@pytest.mark.parametrize(
    "point",
    [
        Checkpoint("other/log", 1, b"r" * 32),
        Checkpoint(POINT.origin + "\n9", 1, b"r" * 32),
        Checkpoint(POINT.origin, -1, b"r" * 32),
        Checkpoint(POINT.origin, 1, b"r" * 31),
    ],
)
def test_what_cannot_be_read_is_not_signed(point: Checkpoint) -> None:
    with pytest.raises(CheckpointBroken):
        sign_checkpoint(point, STORE)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_names_that_would_break_the_line(name: str) -> None:
    with pytest.raises(CheckpointBroken):
        cosign(NOTE, STORE, name, 1)
