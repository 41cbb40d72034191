"""A person's two private keys under the passphrase (spec/security §3.1).

blob = magic "Ki" | format 1 | KDF id 1 | memory KiB 4 | passes 1 | lanes 1 | salt 16 | agreement wrap 60 |
signing wrap 60. Each wrap is under its own key expanded from the stretched passphrase; its context is the blob's
head with store and person, so parameters, salt, store and owner cannot be exchanged.
"""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path

from storage.sealing.derive import DEFAULT, SALT_SIZE, KdfSettings, expand_wipeable, stretch
from storage.sealing.envelope import Label, Random
from storage.sealing.framing import frame
from storage.sealing.hpke import AgreementKey, generate_agreement
from storage.sealing.secret import SealBroken, Secret, wipe
from storage.sealing.sign import Signer, generate_signing
from storage.sealing.wraps import WRAP_SIZE, unwrap_key, wrap_key

_MAGIC = b"Ki"
_FORMAT = 1
_HEAD = struct.Struct(f">2sBBIBB{SALT_SIZE}s")
IDENTITY_SIZE = _HEAD.size + 2 * WRAP_SIZE
_AGREEMENT = b"agreement"
_SIGNING = b"signing"


class Identity(Secret):
    """An unlocked person: unwraps what was sealed to him, signs in his name."""

    __slots__ = ("agreement", "agreement_private", "person_id", "signer")

    def __init__(self, person_id: bytes, agreement_private: bytes, signing_private: bytes) -> None:
        self.person_id = person_id
        self.agreement_private = agreement_private
        self.agreement = AgreementKey(agreement_private)
        self.signer = Signer(signing_private)

    @property
    def agreement_public(self) -> bytes:
        """Public half of the key others wrap to."""
        return self.agreement.public

    @property
    def signing_public(self) -> bytes:
        """Public half of the signing key."""
        return self.signer.public


def create_identity(
    passphrase: bytearray,
    pepper: bytes,
    store_id: bytes,
    person_id: bytes,
    settings: KdfSettings = DEFAULT,
    *,
    lock_path: Path | None = None,
    random: Random = os.urandom,
) -> tuple[bytes, bytes, bytes]:
    """New key pairs for a person: (blob to store, agreement public key, signing public key).

    The passphrase is not wiped: it belongs to the caller.
    """
    agreement_private, agreement_public = generate_agreement(random)
    signing_private, signing_public = generate_signing(random)
    blob = _lock(
        (agreement_private, signing_private), passphrase, pepper, store_id, person_id, settings, lock_path, random
    )
    return blob, agreement_public, signing_public


def unlock_identity(
    blob: bytes,
    passphrase: bytearray,
    pepper: bytes,
    store_id: bytes,
    person_id: bytes,
    *,
    lock_path: Path | None = None,
) -> Identity:
    """The person behind a blob. Raises SealBroken: wrong passphrase, pepper, store, person, or a damaged blob.

    The caller compares the public keys with the roster.
    """
    agreement_private, signing_private = _unlock(blob, passphrase, pepper, store_id, person_id, lock_path)
    return Identity(person_id, agreement_private, signing_private)


def change_passphrase(
    blob: bytes,
    old: bytearray,
    new: bytearray,
    pepper: bytes,
    store_id: bytes,
    person_id: bytes,
    settings: KdfSettings = DEFAULT,
    *,
    lock_path: Path | None = None,
    random: Random = os.urandom,
) -> bytes:
    """The blob under another passphrase, with a new salt; both key pairs stay. Raises SealBroken as unlocking."""
    keys = _unlock(blob, old, pepper, store_id, person_id, lock_path)
    return _lock(keys, new, pepper, store_id, person_id, settings, lock_path, random)


def refuse_unknown(
    passphrase: bytearray,
    pepper: bytes,
    store_id: bytes,
    settings: KdfSettings = DEFAULT,
    *,
    lock_path: Path | None = None,
) -> None:
    """Spend what a wrong passphrase costs and raise SealBroken: for logins that do not exist (issue "Bad input")."""
    nobody = bytes(16)
    head = _HEAD.pack(
        _MAGIC, _FORMAT, settings.kdf_id, settings.memory_kib, settings.iterations, settings.lanes, nobody
    )
    with contextlib.suppress(SealBroken):
        _unlock(head + bytes(2 * WRAP_SIZE), passphrase, pepper, store_id, nobody, lock_path)
    raise SealBroken


def settings_of(blob: bytes) -> KdfSettings:
    """KDF settings of a blob, within bounds. Raises SealBroken."""
    return _split(blob)[0]


def _split(blob: bytes) -> tuple[KdfSettings, bytes, bytes]:
    if len(blob) != IDENTITY_SIZE:
        raise SealBroken
    magic, version, kdf_id, memory, iterations, lanes, salt = _HEAD.unpack_from(blob)
    if magic != _MAGIC or version != _FORMAT:
        raise SealBroken
    settings = KdfSettings(memory, iterations, lanes, kdf_id)
    settings.check()
    return settings, salt, blob[: _HEAD.size]


def _owner(store_id: bytes, person_id: bytes) -> bytes:
    if len(store_id) != 16 or len(person_id) != 16:
        raise SealBroken
    return store_id + person_id


def _context(head: bytes, owner: bytes, which: bytes) -> bytes:
    return frame(Label.IDENTITY.value, which, head, owner[:16], owner[16:])


def _lock(
    keys: tuple[bytes, bytes],
    passphrase: bytearray,
    pepper: bytes,
    store_id: bytes,
    person_id: bytes,
    settings: KdfSettings,
    lock_path: Path | None,
    random: Random,
) -> bytes:
    owner = _owner(store_id, person_id)
    settings.check()
    salt = random(SALT_SIZE)
    head = _HEAD.pack(_MAGIC, _FORMAT, settings.kdf_id, settings.memory_kib, settings.iterations, settings.lanes, salt)
    kek = stretch(passphrase, salt, pepper, owner, settings, lock_path)
    try:
        wraps = []
        for which, key in zip((_AGREEMENT, _SIGNING), keys, strict=True):
            under = expand_wipeable(kek, Label.IDENTITY.value + b"/" + which)
            wraps.append(wrap_key(under, _context(head, owner, which), key, random))
            wipe(under)
        return head + b"".join(wraps)
    finally:
        wipe(kek)


def _unlock(
    blob: bytes,
    passphrase: bytearray,
    pepper: bytes,
    store_id: bytes,
    person_id: bytes,
    lock_path: Path | None,
) -> tuple[bytes, bytes]:
    settings, salt, head = _split(blob)
    owner = _owner(store_id, person_id)
    kek = stretch(passphrase, salt, pepper, owner, settings, lock_path)
    try:
        keys = []
        for n, which in enumerate((_AGREEMENT, _SIGNING)):
            at = _HEAD.size + n * WRAP_SIZE
            under = expand_wipeable(kek, Label.IDENTITY.value + b"/" + which)
            try:
                keys.append(unwrap_key(under, _context(head, owner, which), blob[at : at + WRAP_SIZE]))
            finally:
                wipe(under)
        return keys[0], keys[1]
    finally:
        wipe(kek)
