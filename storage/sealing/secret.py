"""What every object holding key bytes has in common, and the one answer to anything that does not open."""

from __future__ import annotations

from typing import NoReturn


class SealBroken(Exception):  # noqa: N818  (the state of the object, as the specification calls it)
    """Something sealed, wrapped or signed was not accepted.

    Deliberately without details: a decoder that says *why* it refused is an oracle (spec/security §3.1).
    Raise it `from None`.
    """

    def __init__(self) -> None:
        super().__init__("sealed object not accepted")


class Secret:
    """Base of objects that hold key bytes: they print nothing, and cannot be copied or pickled."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} holds keys and is never copied or serialised")


def wipe(buffer: bytearray | memoryview) -> None:
    """Overwrite a passphrase, derived key or opened record in place with zeros (spec/security R10)."""
    view = memoryview(buffer)
    view[:] = bytes(len(view))
