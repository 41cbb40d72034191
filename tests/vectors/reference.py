"""The formats written a second time, from the specification and not from the program, with every random byte given.

HPKE is RFC 9180 base mode (DHKEM X25519 HKDF-SHA256, HKDF-SHA256, AES-256-GCM), sections 4.1 and 5.1; the library
draws its ephemeral key itself, so frozen vectors need a sender of their own.
"""

from __future__ import annotations

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEM_SUITE = b"KEM" + struct.pack(">H", 0x0020)
_HPKE_SUITE = b"HPKE" + struct.pack(">HHH", 0x0020, 0x0001, 0x0002)


def framed(*fields: bytes) -> bytes:
    """Every field behind its length, four bytes, big end first."""
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256)


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, size: int) -> bytes:
    labelled = struct.pack(">H", size) + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\x01", hashlib.sha256)[:size]


def public_of(private: bytes) -> bytes:
    """X25519 public key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def hpke_seal(public: bytes, info: bytes, payload: bytes, ephemeral: bytes) -> bytes:
    """enc | ciphertext | tag, with the ephemeral private key given."""
    enc = public_of(ephemeral)
    shared = X25519PrivateKey.from_private_bytes(ephemeral).exchange(X25519PublicKey.from_public_bytes(public))
    secret = _expand(_KEM_SUITE, _extract(_KEM_SUITE, b"", b"eae_prk", shared), b"shared_secret", enc + public, 32)
    context = b"\x00" + _extract(_HPKE_SUITE, b"", b"psk_id_hash", b"") + _extract(_HPKE_SUITE, b"", b"info_hash", info)
    prk = _extract(_HPKE_SUITE, secret, b"secret", b"")
    key = _expand(_HPKE_SUITE, prk, b"key", context, 32)
    nonce = _expand(_HPKE_SUITE, prk, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, payload, b"")


def record_seal(
    raw: bytes,
    label: bytes,
    store_id: bytes,
    space: tuple[int, bytes],
    object_id: bytes,
    version: int,
    epoch: int,
    plain: bytes,
    nonce: bytes,
    header: bytes | None = None,
) -> bytes:
    """A record blob with exactly this (already padded) plaintext."""
    if header is None:
        header = b"Kr\x01\x01" + struct.pack(">I", epoch)
    data = framed(
        label,
        header,
        store_id,
        bytes((space[0],)),
        space[1],
        object_id,
        struct.pack(">Q", version),
        struct.pack(">I", epoch),
    )
    return header + nonce + AESGCM(raw).encrypt(nonce, plain, data)


def padded(body: bytes) -> bytes:
    """Length, body, zeros to a multiple of 256."""
    plain = struct.pack(">I", len(body)) + body
    return plain + bytes(-len(plain) % 256)


def expand(key: bytes, label: bytes) -> bytes:
    """HKDF-Expand with SHA-256 to 32 bytes."""
    return hmac.digest(key, label + b"\x01", hashlib.sha256)


def wrap(kek: bytes, context: bytes, key: bytes, nonce: bytes) -> bytes:
    """A key under a key."""
    return nonce + AESGCM(kek).encrypt(nonce, key, context)
