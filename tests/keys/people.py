"""People, keys and receipts for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterable

from storage.audit.receipt import _MINT, Receipt
from storage.keys.grants import GrantSecret
from storage.keys.identity import Identity
from storage.keys.portfolio import PortfolioKey
from storage.keys.scopes import Scope

STORE = b"S" * 16
PORTFOLIO = b"P" * 16
CLIENT = b"C" * 16
NOW_US = 1_750_000_000_000_000


def person(number: int) -> Identity:
    """A person with keys of his own."""
    return Identity(bytes((number,)) * 16, bytes((number, 1)) * 16, bytes((number, 2)) * 16)


def receipt(*covers: tuple[Scope, bytes]) -> Receipt:
    """What the log would hand out after committing an entry about these scopes."""
    return Receipt(_MINT, [1], b"s" * 16, [(int(kind), scope_id) for kind, scope_id in covers])


def portfolio_key(epoch: int = 1, portfolio_id: bytes = PORTFOLIO, filler: int = 7) -> PortfolioKey:
    """A whole portfolio key."""
    return PortfolioKey(STORE, portfolio_id, epoch, GrantSecret(whole=bytes((filler,)) * 32))


def key_bytes_shown(text: str, keys: Iterable[bytes]) -> bool:
    """Whether a text holds any of the keys, raw, in hex, or as Python writes bytes."""
    return any(shape in text for key in keys for shape in (key.hex(), repr(key)[2:-1], repr(bytearray(key))[12:-2]))
