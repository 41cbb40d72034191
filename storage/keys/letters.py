"""A letter to one person: sealed by HPKE to him, signed by its author inside the seal (spec/store §1 Inbox).

blob = "Kl" | format 1 | alg 1 | epoch 4 | HPKE of (length 4 | frame(author, kind, time, body, signature) | zeros
to a multiple of 256). The signature covers store, letter, receiver and everything the frame holds, so a letter
cannot be passed on, moved to another store or given another author. Who wrote it is not told outside the seal.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from storage.keys.grants import Grantor, Member
from storage.sealing.envelope import BLOCK
from storage.sealing.framing import frame, number, unframe
from storage.sealing.hpke import wrap_to
from storage.sealing.secret import SealBroken
from storage.sealing.sign import SIGNATURE_SIZE, verify

LETTER_LABEL = b"kartoteka/inbox/1"
KIND_MAX = 40
BODY_MAX = 32 * 1024
"""Bytes of a letter's body: a request and its reason, never a file."""
_HEAD = struct.Struct(">2sBBI")
_HEADER = _HEAD.pack(b"Kl", 1, 1, 1)
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """What a letter says. Its signature is still to be checked with `check_author`."""

    author_id: bytes
    kind: str
    sent_us: int
    body: bytes
    signature: bytes


def seal_letter(
    author: Grantor,
    *,
    store_id: bytes,
    letter_id: bytes,
    receiver_id: bytes,
    receiver_public: bytes,
    kind: str,
    sent_us: int,
    body: bytes,
) -> bytes:
    """Sign and seal a letter. Raises ValueError for a kind or body that does not fit."""
    if not 0 < len(kind) <= KIND_MAX or not kind.isascii() or len(body) > BODY_MAX:
        raise ValueError("not a letter that can be sent")
    told = (author.person_id, kind.encode(), number(sent_us, 8), body)
    signature = author.signer.sign(_signed(store_id, letter_id, receiver_id, told))
    inner = frame(*told, signature)
    plain = _LENGTH.pack(len(inner)) + inner
    plain += bytes(-len(plain) % BLOCK)
    return _HEADER + wrap_to(receiver_public, _info(store_id, letter_id, receiver_id, receiver_public), plain)


def open_letter(receiver: Member, blob: bytes, *, store_id: bytes, letter_id: bytes) -> OpenedLetter:
    """What was sealed to this person. Raises SealBroken. Says nothing yet about who wrote it."""
    if not blob.startswith(_HEADER):
        raise SealBroken
    info = _info(store_id, letter_id, receiver.person_id, receiver.agreement.public)
    plain = receiver.agreement.unwrap(info, blob[len(_HEADER) :])
    if len(plain) < _LENGTH.size or len(plain) % BLOCK:
        raise SealBroken
    end = _LENGTH.size + _LENGTH.unpack_from(plain)[0]
    if not end <= len(plain) < end + BLOCK or any(plain[end:]):
        raise SealBroken
    author, kind, sent, body, signature = unframe(plain[_LENGTH.size : end], (16, None, 8, None, SIGNATURE_SIZE))
    if not 0 < len(kind) <= KIND_MAX or not kind.isascii() or len(body) > BODY_MAX:
        raise SealBroken
    return OpenedLetter(author, kind.decode(), int.from_bytes(sent, "big"), body, signature)


def check_author(
    letter: OpenedLetter, author_public: bytes, *, store_id: bytes, letter_id: bytes, receiver_id: bytes
) -> None:
    """Raise SealBroken unless the author of a letter signed it for this receiver."""
    told = (letter.author_id, letter.kind.encode(), number(letter.sent_us, 8), letter.body)
    verify(author_public, letter.signature, _signed(store_id, letter_id, receiver_id, told))


def _signed(store_id: bytes, letter_id: bytes, receiver_id: bytes, told: tuple[bytes, ...]) -> bytes:
    return frame(LETTER_LABEL, store_id, letter_id, receiver_id, *told)


def _info(store_id: bytes, letter_id: bytes, receiver_id: bytes, receiver_public: bytes) -> bytes:
    return frame(LETTER_LABEL, store_id, letter_id, receiver_id, receiver_public)
