"""A key under a key: AES-256-GCM, nonce 12 | ciphertext 32 | tag 16 = 60 bytes (spec/security §3.1).

What the wrap is for (label, store, client, …) is its context: length-prefixed fields given as associated data,
never stored. A wrap opened in another context fails.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing.envelope import ID_SIZE, KEY_SIZE, NONCE_SIZE, REFUSED, TAIL, Domain, Random, unpad
from storage.sealing.framing import LENGTH_16, number
from storage.sealing.secret import SealBroken, Secret

WRAP_SIZE = 60


class WrapKey(Secret):
    """A key-encryption key, expanded once, for wrapping and unwrapping many keys."""

    __slots__ = ("_cipher", "_decrypt")

    def __init__(self, kek: bytes | bytearray) -> None:
        if len(kek) != KEY_SIZE:
            raise ValueError("a key has 32 bytes")
        self._cipher = AESGCM(kek)
        self._decrypt = self._cipher.decrypt

    def wrap(self, context: bytes, key: bytes, random: Random = os.urandom) -> bytes:
        """`key` (32 bytes) as 60 bytes that open only in the same context."""
        if len(key) != KEY_SIZE:
            raise ValueError("a key has 32 bytes")
        nonce = random(NONCE_SIZE)
        if len(nonce) != NONCE_SIZE:
            raise ValueError("a nonce has 12 bytes")
        return nonce + self._cipher.encrypt(nonce, key, context)

    def unwrap(self, context: bytes, blob: bytes) -> bytes:
        """The wrapped key. Raises SealBroken."""
        if len(blob) != WRAP_SIZE:
            raise SealBroken
        try:
            return self._decrypt(blob[:NONCE_SIZE], blob[NONCE_SIZE:], context)
        except (InvalidTag, ValueError):
            raise SealBroken from None


class BulkOpener(Secret):
    """Opens one object for each of many clients: unwraps the client's key, opens, forgets the key.

    `before` and `after` are the framed wrap context around the client id; the client's epoch ends it.
    One Python frame an object and the bytes of the epoch kept from call to call: 100,000 cards opened one by one
    must cost little more than the AES calls themselves (spec/security §3.2).
    """

    __slots__ = ("_after", "_at", "_before", "_decrypt", "_domain", "_epoch", "_head", "_header", "_size", "_tails")

    def __init__(self, kek: bytes, before: bytes, after: bytes, slot: int, slots: int, domain: Domain) -> None:
        self._decrypt = AESGCM(kek).decrypt
        self._before, self._after = before, after
        start = slot * WRAP_SIZE
        self._at = (slice(start, start + NONCE_SIZE), slice(start + NONCE_SIZE, start + WRAP_SIZE))
        self._size = slots * WRAP_SIZE
        self._domain = domain
        self._tails: dict[int, bytes] = {}
        self._enter(0)

    def open(self, client_id: bytes, epoch: int, wraps: bytes, object_id: bytes, version: int, blob: bytes) -> bytes:
        """Body of one object of the client's space at `epoch`. Raises SealBroken."""
        if len(wraps) != self._size or len(client_id) != ID_SIZE or len(object_id) != ID_SIZE:
            raise SealBroken
        try:
            if epoch != self._epoch[0]:
                self._enter(epoch)
            tail = self._tails.get(version) or self._tail(version)
            if not blob.startswith(self._header):
                raise SealBroken
            nonce, wrapped = self._at
            raw = self._decrypt(wraps[nonce], wraps[wrapped], self._before + client_id + self._after + self._epoch[1])
            plain = AESGCM(raw).decrypt(blob[8:20], blob[20:], self._head + client_id + LENGTH_16 + object_id + tail)
        except REFUSED:
            raise SealBroken from None
        return unpad(plain)

    def _enter(self, epoch: int) -> None:
        self._header, self._head = self._domain.head(epoch)
        self._epoch = (epoch, number(epoch, 4))
        self._tails.clear()

    def _tail(self, version: int) -> bytes:
        tail = TAIL.pack(8, version, 4, self._epoch[0])
        if len(self._tails) < 256:
            self._tails[version] = tail
        return tail


class TwoEpochOpener(BulkOpener):
    """The same while a portfolio's keys are being rotated: what is not under the new key is under the one before."""

    __slots__ = ("_before_it", "_newest")

    def __init__(self, newest: BulkOpener, before: BulkOpener) -> None:
        self._newest, self._before_it = newest, before

    def open(self, client_id: bytes, epoch: int, wraps: bytes, object_id: bytes, version: int, blob: bytes) -> bytes:
        """Body of one object of the client's space at `epoch`. Raises SealBroken."""
        try:
            return self._newest.open(client_id, epoch, wraps, object_id, version, blob)
        except SealBroken:
            return self._before_it.open(client_id, epoch, wraps, object_id, version, blob)


def wrap_key(kek: bytes | bytearray, context: bytes, key: bytes, random: Random = os.urandom) -> bytes:
    """Wrap one key under `kek`; for many keys under one, keep a WrapKey."""
    return WrapKey(kek).wrap(context, key, random)


def unwrap_key(kek: bytes | bytearray, context: bytes, blob: bytes) -> bytes:
    """The key wrapped under `kek` in this context. Raises SealBroken."""
    return WrapKey(kek).unwrap(context, blob)
