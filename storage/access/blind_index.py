"""Blind index: keyed tags that say "the same identifier" and nothing else (spec/security §5, spec/store §7).

Whoever holds the key of an epoch can try identifiers against the tags, so it lies in the firm space, changes at
every offboarding and is asked only through budgeted, logged probes.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping

import msgspec

from core.identity.blind_values import Value

TAG_SIZE = 16
_LABEL = b"kartoteka/blind/1"


class IndexKeys(msgspec.Struct, frozen=True):
    """Keys of the live epochs; the highest one is written with, all of them are looked up with."""

    keys: Mapping[int, bytes]

    @property
    def epoch(self) -> int:
        """The epoch new tags get."""
        return max(self.keys)

    def rotated(self, fresh: bytes) -> IndexKeys:
        """With one more epoch on top."""
        return IndexKeys({**self.keys, self.epoch + 1: fresh})

    def settled(self) -> IndexKeys:
        """Without the epochs that no tag is left of."""
        return IndexKeys({self.epoch: self.keys[self.epoch]})


def tag(key: bytes, value: Value) -> bytes:
    """HMAC-SHA256(key, kind, normalised value) cut to 16 bytes."""
    kind, text = value
    return hmac.digest(key, b"\0".join((_LABEL, kind.encode(), text.encode())), "sha256")[:TAG_SIZE]


def tags(keys: IndexKeys, values: Iterable[Value]) -> set[bytes]:
    """Tags of the current epoch."""
    key = keys.keys[keys.epoch]
    return {tag(key, value) for value in values}


def live_tags(keys: IndexKeys, values: Iterable[Value]) -> set[bytes]:
    """Tags of every live epoch: until all portfolios are done, some still carry those of the one before."""
    held = list(values)
    return {tag(key, value) for key in keys.keys.values() for value in held}
