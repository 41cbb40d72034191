"""Collects golden vectors: fixed random bytes, damages, and expectations written by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

Random = Callable[[int], bytes]
Vector = dict[str, Any]
BROKEN = "SealBroken"


def counter(seed: str) -> Random:
    """Fixed random bytes: SHA-256 of seed and block number."""
    state = {"block": 0}

    def draw(size: int) -> bytes:
        out = b""
        while len(out) < size:
            out += hashlib.sha256(f"{seed}:{state['block']}".encode()).digest()
            state["block"] += 1
        return out[:size]

    return draw


def flip(blob: bytes, at: int, bit: int = 0) -> bytes:
    """One bit of one byte changed; `at` may count from the end."""
    changed = bytearray(blob)
    changed[at] ^= 1 << bit
    return bytes(changed)


def text(args: dict[str, Any]) -> dict[str, Any]:
    """Arguments as JSON holds them: bytes in hex."""
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in args.items()}


class Book:
    """Collects vectors of one operation around one accepted set of arguments."""

    def __init__(self, op: str, vectors: list[Vector]) -> None:
        self.op, self.vectors = op, vectors

    def accept(self, name: str, value: bytes, **args: Any) -> None:
        self.vectors.append({"name": name, "op": self.op, "args": text(args), "expect": "ok", "value": value.hex()})

    def refuse(self, name: str, base: dict[str, Any], error: str = BROKEN, /, **changes: Any) -> None:
        args = {key: value for key, value in {**base, **changes}.items() if value is not None}
        self.vectors.append({"name": name, "op": self.op, "args": text(args), "expect": error})

    def damage(self, base: dict[str, Any], field: str, places: Iterator[int] | range | list[int]) -> None:
        """Refusals for single bits, truncations and extensions of one field."""
        blob: bytes = base[field]
        for at in places:
            self.refuse(f"{field}: bit {at % 8} of byte {at}", base, **{field: flip(blob, at, at % 8)})
        for size in (0, 1, len(blob) // 2, len(blob) - 1):
            self.refuse(f"{field}: cut to {size} bytes", base, **{field: blob[:size]})
        for extra in (b"\x00", bytes(16)):
            self.refuse(f"{field}: {len(extra)} bytes appended", base, **{field: blob + extra})
        self.refuse(f"{field}: first byte missing", base, **{field: blob[1:]})
