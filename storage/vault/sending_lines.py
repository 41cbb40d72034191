"""Lines of the notes of a run that sends letters: sealed one by one, each for its place in the file (exchange §4)."""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

import msgspec

from storage.sealing.envelope import Place, SealKey
from storage.sealing.secret import SealBroken

_LENGTH: Final = struct.Struct(">I")
_LONGEST: Final = 1 << 20
"""Bytes of one sealed line: a batch of the longest names of messages is far below."""


class Line(msgspec.Struct, frozen=True, array_like=True):
    """One line of the file: the run of the machine it began in, a batch as it will leave, or an answer."""

    boot: bytes = b""
    batch: tuple[str, ...] = ()
    index: int = -1
    """Place of the letter in the last batch; below zero: the line is no answer."""
    state: str = ""
    said: str = ""
    at_us: int = 0


def seal_line(key: SealKey, place: Place, line: Line) -> bytes:
    """A line with its length before it. `place`: version is the number of the line, from 1."""
    sealed = key.seal(place, msgspec.msgpack.encode(line))
    return _LENGTH.pack(len(sealed)) + sealed


def open_line(key: SealKey, place: Place, sealed: bytes) -> Line:
    """The line sealed for exactly this place, without its length. Raises SealBroken."""
    try:
        return msgspec.msgpack.decode(key.open(place, sealed), type=Line)
    except msgspec.MsgspecError:
        raise SealBroken from None


def read_lines(file: BinaryIO, key: SealKey, place: Place) -> list[Line]:
    """What can be read; a line that was cut off, or that another key sealed, ends it. `place`: version 0."""
    found: list[Line] = []
    try:
        while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
            place = place._replace(version=place.version + 1)
            found.append(open_line(key, place, file.read(min(_LENGTH.unpack(head)[0], _LONGEST))))
    except (SealBroken, OSError):
        pass
    return found
