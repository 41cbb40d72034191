"""A long file sealed in chunks of 64 kB: AES-256-GCM under a fresh key, nonce = number of the chunk and "last" flag.

Every chunk is bound to the head of its file (its SHA-256 is the associated data), so chunks of another file, in
another order, doubled or missing do not open; nor does a file without its last chunk.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing.envelope import KEY_SIZE, REFUSED, TAG_SIZE
from storage.sealing.secret import SealBroken, Secret

CHUNK = 64 * 1024
"""Plaintext bytes of every chunk but the last, which has 1 to as many."""
SEALED_CHUNK = CHUNK + TAG_SIZE
_COUNTER = 11


class ChunkKey(Secret):
    """The key of one file. Sealing and opening count the chunks themselves; one object goes through a file once."""

    __slots__ = ("_aad", "_cipher", "_ended", "_number")

    def __init__(self, key: bytes, head: bytes) -> None:
        if len(key) != KEY_SIZE:
            raise ValueError("a key has 32 bytes")
        self._cipher = AESGCM(key)
        self._aad = hashlib.sha256(head).digest()
        self._number = 0
        self._ended = False

    def seal(self, chunk: bytes | memoryview, last: bool) -> bytes:
        """The next chunk, sealed. Raises ValueError for one of a wrong size or behind the last."""
        if self._ended or not 0 < len(chunk) <= CHUNK or (not last and len(chunk) != CHUNK):
            raise ValueError("every chunk but the last is full")
        return self._cipher.encrypt(self._nonce(last), chunk, self._aad)

    def open(self, sealed: bytes, last: bool) -> bytes:
        """The next chunk, opened. Raises SealBroken."""
        if self._ended or not TAG_SIZE < len(sealed) <= SEALED_CHUNK or (not last and len(sealed) != SEALED_CHUNK):
            raise SealBroken
        try:
            return self._cipher.decrypt(self._nonce(last), sealed, self._aad)
        except REFUSED:
            raise SealBroken from None

    def _nonce(self, last: bool) -> bytes:
        nonce = self._number.to_bytes(_COUNTER, "big") + bytes((last,))
        self._number += 1
        self._ended = last
        return nonce
