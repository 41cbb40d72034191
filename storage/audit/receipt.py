"""Proof that an entry is on disk. Keys are unwrapped only against one (spec/security §4, fail-closed order)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn, final


class _Mint:
    """Identity of the log. Not an argument anybody else has."""

    __slots__ = ()


_MINT = _Mint()


@final
class Receipt:
    """What was committed, and which scopes it lets the session unwrap.

    Made only by `storage.audit.log`, after COMMIT returned. Scopes are (scope kind, scope id) as in grants.
    """

    __slots__ = ("_coverage", "_seqs", "_session")

    _seqs: tuple[int, ...]
    _session: bytes
    _coverage: frozenset[tuple[int, bytes]]

    def __init__(self, mint: _Mint, seqs: Iterable[int], session: bytes, coverage: Iterable[tuple[int, bytes]]) -> None:
        if mint is not _MINT:
            raise TypeError("a receipt is made by the log alone")
        object.__setattr__(self, "_seqs", tuple(seqs))
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_coverage", frozenset(coverage))

    @property
    def seqs(self) -> tuple[int, ...]:
        """Numbers of the committed entries."""
        return self._seqs

    @property
    def session(self) -> bytes:
        """The session they belong to."""
        return self._session

    def covers(self, scope_kind: int, scope_id: bytes) -> bool:
        """Whether an entry of this receipt was about exactly this scope."""
        return (scope_kind, scope_id) in self._coverage

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a receipt does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a receipt does not change")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a receipt is neither copied nor stored")

    def __repr__(self) -> str:
        return f"<Receipt of {len(self._seqs)} entries>"
