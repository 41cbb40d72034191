"""Length-prefixed fields: the one canonical encoding of contexts, grants and other signed bytes (spec/store §2).

Every field is preceded by its length as four bytes, big end first, so no two lists of fields share an encoding.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from storage.sealing.secret import SealBroken

_LENGTH = struct.Struct(">I")
LENGTH_16 = _LENGTH.pack(16)
"""Prefix of an id."""


def frame(*fields: bytes) -> bytes:
    """Join `fields`, each behind its length."""
    pack = _LENGTH.pack
    return b"".join([part for field in fields for part in (pack(len(field)), field)])


def unframe(data: bytes, lengths: Sequence[int | None]) -> list[bytes]:
    """Split what `frame` joined; `lengths` gives the exact size of each field, None for any size.

    Raises SealBroken on a missing field, a field of another size, or trailing bytes.
    """
    fields: list[bytes] = []
    at = 0
    for expected in lengths:
        if len(data) - at < 4:
            raise SealBroken
        (size,) = _LENGTH.unpack_from(data, at)
        at += 4
        if (expected is not None and size != expected) or size > len(data) - at:
            raise SealBroken
        fields.append(bytes(data[at : at + size]))
        at += size
    if at != len(data):
        raise SealBroken
    return fields


def number(value: int, size: int) -> bytes:
    """`value` as `size` bytes, big end first. Raises OverflowError when it does not fit."""
    return value.to_bytes(size, "big")
