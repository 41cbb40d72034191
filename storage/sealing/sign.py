"""Ed25519 signatures of grants, audit entries and statements (RFC 8032)."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from storage.sealing.envelope import KEY_SIZE, Random
from storage.sealing.secret import SealBroken, Secret

SIGNATURE_SIZE = 64


class Signer(Secret):
    """The private half of an Ed25519 pair, loaded once."""

    __slots__ = ("_private", "public")

    def __init__(self, private: bytes) -> None:
        if len(private) != KEY_SIZE:
            raise SealBroken
        self._private = Ed25519PrivateKey.from_private_bytes(private)
        self.public: bytes = self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Signature of `message`, 64 bytes."""
        return self._private.sign(message)


def generate_signing(random: Random = os.urandom) -> tuple[bytes, bytes]:
    """A new Ed25519 pair: private 32, public 32."""
    private = random(KEY_SIZE)
    return private, Signer(private).public


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Return when `signature` over `message` is by `public`; raise SealBroken otherwise."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SealBroken from None
