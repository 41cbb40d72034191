"""Sealed records: AES-256-GCM with the full place of the object as associated data (spec/store §1, security §3.1).

blob = header 8 | nonce 12 | ciphertext | tag 16, header = magic "Kr" | format 1 | algorithm 1 | epoch 4.
Plaintext = length 4 | body, zero-padded to a multiple of 256 bytes. Associated data = label, header, store id,
space kind, space id, object id, version, epoch, each length-prefixed.
"""

from __future__ import annotations

import enum
import os
import struct
from collections.abc import Callable
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing.framing import LENGTH_16, frame
from storage.sealing.secret import SealBroken, Secret

Random = Callable[[int], bytes]
"""Source of random bytes: called with a count. A parameter, so that golden vectors can be made."""

MAGIC = b"Kr"
FORMAT = 1
ALGORITHM = 1
"""AES-256-GCM, the only one."""
BLOCK = 256
"""Plaintext is padded to a multiple of this many bytes, so that sizes say little."""
HEADER_SIZE = 8
NONCE_SIZE = 12
TAG_SIZE = 16
OVERHEAD = HEADER_SIZE + NONCE_SIZE + TAG_SIZE
KEY_SIZE = 32
ID_SIZE = 16
MAX_BODY = 1 << 30
"""Bytes in one sealed body; well below what one AES-GCM call may carry."""

_BODY = HEADER_SIZE + NONCE_SIZE
_FIXED = MAGIC + bytes((FORMAT, ALGORITHM))
_LENGTH = struct.Struct(">I")
_HEADER = struct.Struct(">4sI")
TAIL = struct.Struct(">IQII")
"""End of the associated data: 8, version, 4, epoch."""
_ZEROS = tuple(bytes(n) for n in range(BLOCK))
_KINDS = tuple(frame(bytes((n,))) for n in range(256))
REFUSED = (InvalidTag, ValueError, OverflowError, struct.error)
"""What the library and the framing raise on bytes they do not accept."""


class Label(enum.Enum):
    """What a sealed object is; the first field of its associated data. Values are frozen on disk."""

    RECORD = b"kartoteka/record/1"
    HISTORY = b"kartoteka/history/1"
    PAGE = b"kartoteka/page/1"
    BATCH = b"kartoteka/batch/1"
    DETAIL = b"kartoteka/detail/1"
    IDENTITY = b"kartoteka/identity/1"
    SENDING = b"kartoteka/sending/1"

    # Members are singletons; the inherited hash goes through Python code and costs more than the whole lookup.
    __hash__ = object.__hash__


_STARTS = {label: frame(label.value) + _LENGTH.pack(HEADER_SIZE) for label in Label}


class SpaceKind(enum.IntEnum):
    """Kinds of space a sealed object lives in (spec/store §1). Values are frozen on disk."""

    CLIENT = 1
    PORTFOLIO = 2
    FIRM = 3
    PERSON = 4
    INBOX = 5


class Place(NamedTuple):
    """Where a sealed object belongs; opening it with any other place fails."""

    label: Label
    store_id: bytes
    space_kind: int
    space_id: bytes
    object_id: bytes
    version: int
    epoch: int


class Domain:
    """The part of a place shared by many objects, framed once: label, store and kind of space.

    `head(epoch)` gives the expected header and the associated data up to the space id; opening 100,000 cards
    one by one then costs two concatenations each instead of framing eight fields.
    """

    __slots__ = ("_heads", "_middle", "_start")

    def __init__(self, label: Label, store_id: bytes, space_kind: int) -> None:
        if len(store_id) != ID_SIZE or not 0 <= space_kind <= 255:
            raise ValueError("a store id has 16 bytes, a space kind one")
        self._start = _STARTS[label]
        self._middle = frame(store_id) + _KINDS[space_kind] + LENGTH_16
        self._heads: dict[int, tuple[bytes, bytes]] = {}

    def head(self, epoch: int) -> tuple[bytes, bytes]:
        """Expected header of a blob of this epoch, and the associated data before the space id."""
        known = self._heads.get(epoch)
        if known is None:
            header = _HEADER.pack(_FIXED, epoch)
            known = (header, self._start + header + self._middle)
            if len(self._heads) < 64:
                self._heads[epoch] = known
        return known


def associated_data(place: Place) -> bytes:
    """The canonical bytes of a place. Raises ValueError when an id or number does not have its size."""
    label, store_id, space_kind, space_id, object_id, version, epoch = place
    if not len(store_id) == len(space_id) == len(object_id) == ID_SIZE or not 0 <= space_kind <= 255:
        raise ValueError("an id has 16 bytes, a space kind one")
    try:
        return b"".join(
            (
                _STARTS[label],
                _HEADER.pack(_FIXED, epoch),
                LENGTH_16,
                store_id,
                _KINDS[space_kind],
                LENGTH_16,
                space_id,
                LENGTH_16,
                object_id,
                TAIL.pack(8, version, 4, epoch),
            )
        )
    except struct.error:
        raise ValueError("a version or epoch does not fit") from None


def padded_size(body: int) -> int:
    """Bytes on disk of a sealed object with a body of `body` bytes."""
    return OVERHEAD + (body + 4 + BLOCK - 1) // BLOCK * BLOCK


class SealKey(Secret):
    """One record key, expanded once. Seals and opens; never gives the key back."""

    __slots__ = ("_cipher", "_decrypt")

    def __init__(self, raw: bytes | bytearray) -> None:
        if len(raw) != KEY_SIZE:
            raise ValueError("a key has 32 bytes")
        self._cipher = AESGCM(raw)
        self._decrypt = self._cipher.decrypt

    def seal(self, place: Place, body: bytes | bytearray | memoryview, random: Random = os.urandom) -> bytes:
        """Seal `body` for `place`. Raises ValueError when the place is malformed or the body too large."""
        size = len(body)
        if size > MAX_BODY:
            raise ValueError("body too large for one sealed object")
        data = associated_data(place)
        plain = b"".join((_LENGTH.pack(size), body, _ZEROS[-(size + 4) % BLOCK]))
        nonce = random(NONCE_SIZE)
        if len(nonce) != NONCE_SIZE:
            raise ValueError("a nonce has 12 bytes")
        return _HEADER.pack(_FIXED, place.epoch) + nonce + self._cipher.encrypt(nonce, plain, data)

    def open(self, place: Place, blob: bytes) -> bytes:
        """The body sealed for exactly this place. Raises SealBroken, for whatever reason it does not open."""
        try:
            data = associated_data(place)
            if not blob.startswith(_HEADER.pack(_FIXED, place.epoch)):
                raise SealBroken
            plain = self._decrypt(blob[HEADER_SIZE:_BODY], blob[_BODY:], data)
        except REFUSED:
            raise SealBroken from None
        return unpad(plain)

    def open_at(
        self, domain: Domain, space_id: bytes, object_id: bytes, version: int, epoch: int, blob: bytes
    ) -> bytes:
        """Same as `open`, without building a Place: for loops over many objects of one domain."""
        if len(space_id) != ID_SIZE or len(object_id) != ID_SIZE:
            raise SealBroken
        try:
            header, head = domain.head(epoch)
            if not blob.startswith(header):
                raise SealBroken
            data = head + space_id + LENGTH_16 + object_id + TAIL.pack(8, version, 4, epoch)
            plain = self._decrypt(blob[HEADER_SIZE:_BODY], blob[_BODY:], data)
        except REFUSED:
            raise SealBroken from None
        return unpad(plain)

    def open_wipeable(self, place: Place, blob: bytes) -> memoryview:
        """Same as `open`, into a buffer of its own that the caller overwrites with `wipe` (spec/security R10)."""
        plain = bytearray(max(len(blob) - OVERHEAD, 0))
        try:
            data = associated_data(place)
            if not blob.startswith(_HEADER.pack(_FIXED, place.epoch)):
                raise SealBroken
            self._cipher.decrypt_into(blob[HEADER_SIZE:_BODY], blob[_BODY:], data, plain)
        except REFUSED:
            raise SealBroken from None
        size = body_size(plain)
        return memoryview(plain)[4 : 4 + size]


def body_size(plain: bytes | bytearray) -> int:
    """Length of the body in an opened, still padded plaintext. Raises SealBroken unless the padding is exact."""
    total = len(plain)
    if total < BLOCK or total % BLOCK:
        raise SealBroken
    size: int = _LENGTH.unpack_from(plain)[0]
    padding = total - 4 - size
    if not 0 <= padding < BLOCK or not plain.endswith(_ZEROS[padding]):
        raise SealBroken
    return size


def unpad(plain: bytes) -> bytes:
    """Body of an opened plaintext, strictly: minimal zero padding, nothing behind it. Raises SealBroken."""
    # The checks of `body_size` again: a nested call here costs a tenth of opening a card.
    total = len(plain)
    if total < BLOCK or total % BLOCK:
        raise SealBroken
    end: int = _LENGTH.unpack_from(plain)[0] + 4
    padding = total - end
    if not 0 <= padding < BLOCK or not plain.endswith(_ZEROS[padding]):
        raise SealBroken
    return plain[4:end]
