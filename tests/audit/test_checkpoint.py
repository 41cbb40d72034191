"""Checkpoints as signed notes; what they must refuse is in the frozen vectors."""

from __future__ import annotations

import base64

import pytest

from storage.audit.checkpoint import (
    Checkpoint,
    CheckpointBroken,
    cosign,
    key_id,
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
    note = cosign(NOTE, witness, "witness.example")
    assert verify(note, STORE.public, POINT.origin) == POINT
    assert verify(note, witness.public, POINT.origin, "witness.example") == POINT
    assert [name for name, _, _ in parse(note)[1]] == [POINT.origin, "witness.example"]
    with pytest.raises(CheckpointBroken):
        verify(NOTE, witness.public, POINT.origin, "witness.example")
    with pytest.raises(CheckpointBroken):
        verify(note, witness.public, origin_of(STORE_ID, 2), "witness.example")


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
        cosign(NOTE, STORE, name)
