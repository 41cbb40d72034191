"""Head and manifest of a sealed backup (spec/security §3.3).

head = "Kb" | format 1 | algorithm 1 | store 16 | backup 16 | made 8 | recipients 1 | each: recovery blob, wrap 80.
foot = manifest | signature 64 | length of the manifest 4. Between them the chunks of `storage.sealing.stream`: first
the three files beside the store (pepper, signing key, trust root), then the database.

The key of the chunks is wrapped to the recovery key alone, and the head carries the recovery blob: two holders'
sheets and the file are all it takes, and nothing less is enough. The manifest is in clear and signed by the maker.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from storage.keys.recovery import RECOVERY_SIZE, RecoveryKey, open_recovery, recovery_public
from storage.sealing.envelope import KEY_SIZE, Random
from storage.sealing.framing import frame, number, unframe
from storage.sealing.hpke import HPKE_OVERHEAD, wrap_to
from storage.sealing.secret import SealBroken
from storage.sealing.sign import SIGNATURE_SIZE, Signer, verify

MANIFEST_LABEL = b"kartoteka/backup/1"
KEY_LABEL = b"kartoteka/backup-key/1"
_MAGIC = b"Kb"
_FORMAT = 1
_ALGORITHM = 1
_PREFIX = struct.Struct(">2sBB16s16sQB")
_RECIPIENT = RECOVERY_SIZE + KEY_SIZE + HPKE_OVERHEAD
_MOST_RECIPIENTS = 8
PREFIX_SIZE = _PREFIX.size
_MANIFEST = (len(MANIFEST_LABEL), 16, 16, 16, 4, 8, 32, 8, 8, 32, None)
_LENGTH = struct.Struct(">I")
_MOST_MANIFEST = 8192
SECRETS_SIZE = 3 * (4 + 32)
"""Bytes of `Secrets.encode`."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the chunks. `recipients`: (recovery blob, wrapped key)."""

    store_id: bytes
    backup_id: bytes
    made_us: int
    recipients: tuple[tuple[bytes, bytes], ...]

    def encode(self) -> bytes:
        """Canonical bytes."""
        return _PREFIX.pack(
            _MAGIC, _FORMAT, _ALGORITHM, self.store_id, self.backup_id, self.made_us, len(self.recipients)
        ) + b"".join(blob + wrap for blob, wrap in self.recipients)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the maker vouches for: state of the log inside, size of the database, SHA-256 of head and chunks.

    `checkpoint` is the store's own signed note of that state.
    """

    store_id: bytes
    backup_id: bytes
    maker: bytes
    log_epoch: int
    log_size: int
    root: bytes
    database: int
    made_us: int
    sha256: bytes
    checkpoint: str


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """The files beside the store that a restored one needs."""

    pepper: bytes
    signing: bytes
    trust: bytes

    def encode(self) -> bytes:
        """Bytes that stand before the database."""
        return frame(self.pepper, self.signing, self.trust)

    @classmethod
    def decode(cls, data: bytes) -> Secrets:
        """Strict. Raises SealBroken."""
        return cls(*unframe(data, (32, 32, 32)))


def new_head(
    store_id: bytes, made_us: int, recovery_blobs: Sequence[bytes], random: Random = os.urandom
) -> tuple[Head, bytes]:
    """Head of a new backup and the key of its chunks. Raises ValueError without a recipient, SealBroken on a blob."""
    if not 0 < len(recovery_blobs) <= _MOST_RECIPIENTS:
        raise ValueError("a backup is sealed to one to eight recovery keys")
    backup_id, key = random(16), random(KEY_SIZE)
    recipients = []
    for blob in recovery_blobs:
        public = recovery_public(blob)
        recipients.append((blob, wrap_to(public, _info(store_id, backup_id, made_us, public), key)))
    return Head(store_id, backup_id, made_us, tuple(recipients)), key


def head_size(prefix: bytes) -> int:
    """Size of the whole head whose first PREFIX_SIZE bytes these are. Raises SealBroken."""
    if len(prefix) != PREFIX_SIZE:
        raise SealBroken
    magic, version, algorithm, _store, _backup, _made, count = _PREFIX.unpack(prefix)
    if (magic, version, algorithm) != (_MAGIC, _FORMAT, _ALGORITHM) or not 0 < count <= _MOST_RECIPIENTS:
        raise SealBroken
    return PREFIX_SIZE + int(count) * _RECIPIENT


def decode_head(data: bytes) -> Head:
    """Strict. Raises SealBroken."""
    if len(data) != head_size(data[:PREFIX_SIZE]):
        raise SealBroken
    _magic, _version, _algorithm, store_id, backup_id, made_us, count = _PREFIX.unpack_from(data)
    recipients = []
    for n in range(count):
        at = PREFIX_SIZE + n * _RECIPIENT
        blob, wrap = data[at : at + RECOVERY_SIZE], data[at + RECOVERY_SIZE : at + _RECIPIENT]
        recovery_public(blob)
        recipients.append((blob, wrap))
    return Head(store_id, backup_id, made_us, tuple(recipients))


def open_head(head: Head, one: bytes, other: bytes, person_id: bytes) -> tuple[bytes, RecoveryKey]:
    """Key of the chunks and the recovery key, from the private keys of two holders. Raises SealBroken."""
    for blob, wrap in head.recipients:
        public = recovery_public(blob)
        try:
            recovery = open_recovery(blob, head.store_id, one, other, person_id=person_id, public=public)
        except SealBroken:
            continue
        info = _info(head.store_id, head.backup_id, head.made_us, public)
        key = recovery.agreement.unwrap(info, wrap)
        if len(key) != KEY_SIZE:
            raise SealBroken
        return key, recovery
    raise SealBroken


def encode_manifest(manifest: Manifest, signer: Signer) -> bytes:
    """The foot of the file: manifest, signature, length."""
    body = frame(
        MANIFEST_LABEL,
        manifest.store_id,
        manifest.backup_id,
        manifest.maker,
        number(manifest.log_epoch, 4),
        number(manifest.log_size, 8),
        manifest.root,
        number(manifest.database, 8),
        number(manifest.made_us, 8),
        manifest.sha256,
        manifest.checkpoint.encode(),
    )
    return body + signer.sign(body) + _LENGTH.pack(len(body))


def foot_size(tail: bytes) -> int:
    """Size of the whole foot whose last 4 bytes these are. Raises SealBroken."""
    if len(tail) != _LENGTH.size:
        raise SealBroken
    size: int = _LENGTH.unpack(tail)[0]
    if not 0 < size <= _MOST_MANIFEST:
        raise SealBroken
    return size + SIGNATURE_SIZE + _LENGTH.size


def decode_manifest(foot: bytes) -> tuple[Manifest, bytes, bytes]:
    """The manifest, the bytes that are signed and the signature, which is not checked here. Raises SealBroken."""
    if len(foot) != foot_size(foot[-_LENGTH.size :]):
        raise SealBroken
    body, signature = foot[: -SIGNATURE_SIZE - _LENGTH.size], foot[-SIGNATURE_SIZE - _LENGTH.size : -_LENGTH.size]
    label, store_id, backup_id, maker, epoch, size, root, database, made, sha256, note = unframe(body, _MANIFEST)
    try:
        checkpoint = note.decode()
    except UnicodeDecodeError:
        raise SealBroken from None
    if label != MANIFEST_LABEL:
        raise SealBroken
    manifest = Manifest(
        store_id,
        backup_id,
        maker,
        int.from_bytes(epoch, "big"),
        int.from_bytes(size, "big"),
        root,
        int.from_bytes(database, "big"),
        int.from_bytes(made, "big"),
        sha256,
        checkpoint,
    )
    return manifest, body, signature


def check_manifest(body: bytes, signature: bytes, maker_public: bytes) -> None:
    """Raise SealBroken unless the maker signed the manifest."""
    verify(maker_public, signature, body)


def _info(store_id: bytes, backup_id: bytes, made_us: int, public: bytes) -> bytes:
    return frame(KEY_LABEL, store_id, backup_id, number(made_us, 8), public)
