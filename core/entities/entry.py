"""What every record of a register says of itself: a stable handle, its author, whether it still counts."""

from __future__ import annotations

from typing import Any

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the records kept beside cards: people, tasks, promises, cases and the like.

    `id` is what other records refer to: it stays when a client moves and his records get new places in the store.
    """

    id: bytes = b""
    """16 random bytes, given when the record is first written."""
    by: bytes = b""
    """Id of the colleague who wrote it."""
    at_us: int = 0
    """When, microseconds since 1970-01-01 UTC."""
    removed: bool = False
    """Taken off every list; its history stays and an undo brings it back."""


def changed_values(old: msgspec.Struct, new: msgspec.Struct) -> dict[str, tuple[Any, Any]]:
    """Old and new value of every field that differs, as plain values a history entry can hold."""
    changed = {}
    for name in type(old).__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        # What nobody touched is the same object: no need to compare long texts and lists.
        if before is not after and before != after:
            changed[name] = (plain(before), plain(after))
    return changed


def plain(value: Any) -> Any:
    """A value as msgpack knows it: structs as maps, tuples as lists."""
    return msgspec.to_builtins(value, builtin_types=(bytes,), str_keys=True)
