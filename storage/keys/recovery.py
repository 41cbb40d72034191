"""Recovery 2 of 3: a key pair whose private half any two of three holders open (spec/security §3.3).

No secret sharing: the private half is sealed three times by nested HPKE, to A then B, A then C, B then C; the
first holder's layer is the inner one. Holders keep their private keys on paper, as words (`words.py`).

blob = "Kv" | format 1 | epoch 4 | recovery public key 32 | three holders' public keys 3·32 | three seals 3·128.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from itertools import combinations

from storage.sealing.envelope import Random
from storage.sealing.framing import frame, number
from storage.sealing.hpke import HPKE_OVERHEAD, AgreementKey, generate_agreement, wrap_to
from storage.sealing.secret import SealBroken, Secret

HOLDERS = 3
RECOVERY_LABEL = b"kartoteka/recovery/1"
_MAGIC = b"Kv"
_FORMAT = 1
_HEAD = struct.Struct(">2sBI32s96s")
_SEAL = 32 + 2 * HPKE_OVERHEAD
_PAIRS = tuple(combinations(range(HOLDERS), 2))
RECOVERY_SIZE = _HEAD.size + len(_PAIRS) * _SEAL


class RecoveryKey(Secret):
    """The opened private half. Opens grants made to recovery, as the member `person_id`."""

    __slots__ = ("agreement", "agreement_private", "person_id")

    def __init__(self, person_id: bytes, private: bytes) -> None:
        self.person_id = person_id
        self.agreement_private = private
        self.agreement = AgreementKey(private)

    @property
    def agreement_public(self) -> bytes:
        """The recovery public key that grants are wrapped to."""
        return self.agreement.public


def create_recovery(
    store_id: bytes, holder_publics: Sequence[bytes], epoch: int = 1, random: Random = os.urandom
) -> tuple[bytes, bytes]:
    """A new recovery pair for three holders: (blob to store, recovery public key). The private half is forgotten.

    Raises ValueError unless three different keys are given, SealBroken on a key that is not usable.
    """
    if len(holder_publics) != HOLDERS or len(set(holder_publics)) != HOLDERS:
        raise ValueError("recovery has three holders with keys of their own")
    private, public = generate_agreement(random)
    head = _HEAD.pack(_MAGIC, _FORMAT, epoch, public, b"".join(holder_publics))
    seals = []
    for first, second in _PAIRS:
        inner = wrap_to(holder_publics[first], _info(head, store_id, first, second, first), private)
        seals.append(wrap_to(holder_publics[second], _info(head, store_id, first, second, second), inner))
    return head + b"".join(seals), public


def recovery_public(blob: bytes) -> bytes:
    """The recovery public key a blob states. Raises SealBroken on another size, magic or format."""
    if len(blob) != RECOVERY_SIZE:
        raise SealBroken
    magic, version, _epoch, public, _holders = _HEAD.unpack_from(blob)
    if magic != _MAGIC or version != _FORMAT:
        raise SealBroken
    return bytes(public)


def open_recovery(
    blob: bytes, store_id: bytes, one: bytes, other: bytes, *, person_id: bytes, public: bytes
) -> RecoveryKey:
    """The private half, from the private keys of any two holders in any order.

    `public` is the recovery key the roster states, `person_id` the id grants to recovery name. Raises SealBroken.
    """
    if len(blob) != RECOVERY_SIZE:
        raise SealBroken
    magic, version, _epoch, stated, holders = _HEAD.unpack_from(blob)
    if magic != _MAGIC or version != _FORMAT or stated != public:
        raise SealBroken
    keys = {AgreementKey(private).public: AgreementKey(private) for private in (one, other)}
    held = [holders[n * 32 : (n + 1) * 32] for n in range(HOLDERS)]
    present = tuple(n for n in range(HOLDERS) if held[n] in keys)
    if present not in _PAIRS:
        raise SealBroken
    at = _HEAD.size + _PAIRS.index(present) * _SEAL
    head = blob[: _HEAD.size]
    first, second = present
    inner = keys[held[second]].unwrap(_info(head, store_id, first, second, second), blob[at : at + _SEAL])
    private = keys[held[first]].unwrap(_info(head, store_id, first, second, first), inner)
    key = RecoveryKey(person_id, private) if len(private) == 32 else None
    if key is None or key.agreement_public != stated:
        raise SealBroken
    return key


def _info(head: bytes, store_id: bytes, first: int, second: int, layer: int) -> bytes:
    return frame(RECOVERY_LABEL, store_id, head, number(first, 1), number(second, 1), number(layer, 1))
