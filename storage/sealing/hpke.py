"""Secrets sealed to a person's public key: HPKE base mode, X25519 / HKDF-SHA256 / AES-256-GCM (RFC 9180).

Blob = encapsulated key 32 | ciphertext | tag 16. HPKE authenticates nobody as sender: whoever relies on the
sender also needs a signature (spec/security §0.3). `info` is the framed context and is never stored.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from storage.sealing.envelope import KEY_SIZE, Random
from storage.sealing.secret import SealBroken, Secret

HPKE_OVERHEAD = 48
"""Bytes a wrap is longer than what it carries."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_REFUSED = (InvalidTag, ValueError)


class AgreementKey(Secret):
    """The private half of an X25519 pair, loaded once."""

    __slots__ = ("_private", "public")

    def __init__(self, private: bytes) -> None:
        if len(private) != KEY_SIZE:
            raise SealBroken
        self._private = X25519PrivateKey.from_private_bytes(private)
        self.public: bytes = self._private.public_key().public_bytes_raw()

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """What was wrapped to this key in the context `info`. Raises SealBroken."""
        try:
            return _SUITE.decrypt(blob, self._private, info)
        except _REFUSED:
            raise SealBroken from None


def generate_agreement(random: Random = os.urandom) -> tuple[bytes, bytes]:
    """A new X25519 pair: private 32, public 32."""
    private = random(KEY_SIZE)
    return private, AgreementKey(private).public


def wrap_to(public: bytes, info: bytes, payload: bytes) -> bytes:
    """Seal `payload` to a public key. Raises SealBroken when the key is not a usable X25519 key.

    The ephemeral key is drawn inside the library and cannot be given: two calls never give the same bytes.
    """
    try:
        return _SUITE.encrypt(payload, X25519PublicKey.from_public_bytes(public), info)
    except _REFUSED:
        raise SealBroken from None


def unwrap(private: bytes | AgreementKey, info: bytes, blob: bytes) -> bytes:
    """What was sealed to this key in the context `info`. Raises SealBroken."""
    key = private if isinstance(private, AgreementKey) else AgreementKey(private)
    return key.unwrap(info, blob)
