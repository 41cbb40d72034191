"""Every way to damage a byte string that the tamper matrices try."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from storage.sealing.secret import SealBroken


def damaged(blob: bytes) -> Iterator[bytes]:
    """Every single-bit flip, every truncation at either end, and extensions at both."""
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)
    for size in range(len(blob)):
        yield blob[:size]
    for size in range(1, len(blob)):
        yield blob[size:]
    for extra in (b"\x00", b"\xff", bytes(16), bytes(256), blob):
        yield blob + extra
        yield extra + blob


def refused(attempt: Callable[[bytes], object], blobs: Iterator[bytes]) -> int:
    """Number of blobs tried; every one must raise SealBroken itself, with nothing attached that tells more."""
    tried = 0
    for blob in blobs:
        try:
            attempt(blob)
        except Exception as error:
            assert type(error) is SealBroken, f"case {tried}: {type(error).__name__}"
            assert error.__cause__ is None, f"case {tried}"
            assert error.__suppress_context__ or error.__context__ is None, f"case {tried}"
            assert str(error) == "sealed object not accepted", f"case {tried}"
        else:
            raise AssertionError(f"case {tried} was accepted")
        tried += 1
    return tried
