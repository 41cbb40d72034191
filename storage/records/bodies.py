"""The msgpack maps inside sealed records: schema version, kind, cause of creation, fields (spec/store §2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from core.entities.client import ClientCard, ClientContacts, ClientLine, ClientPrivate, Portfolio
from core.entities.firm import FirmSettings, ProductNames
from core.entities.firm_figures import FIGURES_VERSION, FirmFigures, with_correction
from core.entities.firm_rules import RuleBook
from core.entities.letters import Letter
from core.entities.trade import PriceChunk, PriceHead
from core.problem import N_, ExitCode, Problem

T = TypeVar("T")
Upgrade = Callable[[dict[str, object]], dict[str, object]]
"""Fields of one schema version → those of the next: a pure function, with a frozen body of the old version in the
tests (spec/store §2)."""


class BodyBroken(Exception):  # noqa: N818
    """Decrypted bytes that are not a body of the kind expected. Never reaches a person as is."""


class Body(msgspec.Struct, Generic[T], frozen=True):
    """`v` schema version of the kind `k`, `c` cause of creation (person | batch:id | …), `f` the fields."""

    v: int
    k: str
    c: str
    f: T


class Kind(Generic[T]):
    """Codec of one record kind. A body newer than `version` can be read by nobody older and is refused; an older one
    goes through `upgrades`, the first of which leads from version 1 to 2."""

    def __init__(self, name: str, version: int, fields: type[T], upgrades: tuple[Upgrade, ...] = ()) -> None:
        if len(upgrades) != version - 1:
            raise ValueError("every version but the first needs the way from the one before")
        self.name = name
        self.version = version
        self._fields = fields
        self._upgrades = upgrades
        self._decoder: msgspec.msgpack.Decoder[Body[T]] = msgspec.msgpack.Decoder(
            Body[fields]  # type: ignore[valid-type]
        )
        self._encoder = msgspec.msgpack.Encoder()

    def encode(self, fields: T, cause: str) -> bytes:
        """Bytes to seal."""
        return self._encoder.encode(Body(self.version, self.name, cause, fields))

    def decode(self, body: bytes) -> Body[T]:
        """Fields of a sealed record.

        Raises BodyBroken for bytes of another kind, Problem (STORE) for a newer schema version.
        """
        try:
            found = self._upgraded(body) if self._is_old(body) else self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise BodyBroken from fault
        if found.k != self.name or found.v < 1:
            raise BodyBroken
        if found.v > self.version:
            raise Problem(
                N_("This record was written by a newer program (version {found} of {kind}): update this one."),
                ExitCode.STORE,
                found=found.v,
                kind=self.name,
            )
        return found

    def _is_old(self, body: bytes) -> bool:
        if self.version == 1:
            return False
        head = _head_decoder.decode(body)
        return 1 <= head.v < self.version and head.k == self.name

    def _upgraded(self, body: bytes) -> Body[T]:
        """A body of an older version as this program writes it. Raises msgspec.DecodeError where it does not fit."""
        old = _raw_decoder.decode(body)
        fields = old.f
        for step in self._upgrades[old.v - 1 :]:
            fields = step(fields)
        return Body(self.version, self.name, old.c, msgspec.convert(fields, self._fields))


class _Head(msgspec.Struct, frozen=True):
    v: int
    k: str


class Change(msgspec.Struct, frozen=True):
    """One change of a record: old and new value per field, who made it, when and why."""

    v: int
    k: str
    from_version: int
    to_version: int
    who: bytes
    at_us: int
    cause: str
    fields: dict[str, tuple[object, object]]


class BatchNote(msgspec.Struct, frozen=True):
    """What a batch remembers of its import. `number` orders the batches of the store, `group` joins the batches
    that one import made in several portfolios, `state` repeats the clear column under the seal."""

    number: int
    group: bytes
    state: int
    who: bytes
    at_us: int
    kind: str
    sha256: bytes
    rows: int
    lines: int
    new: int
    touched: tuple[bytes, ...] = ()
    """Clients that were there before and whose cards the batch changes."""


CARD = Kind("card", 1, ClientCard)
CARD_LINE = Kind("card", 1, ClientLine)
"""The same records, read for a list."""
CONTACTS = Kind("contacts", 1, ClientContacts)
PRIVATE = Kind("private", 1, ClientPrivate)
PORTFOLIO = Kind("portfolio", 1, Portfolio)
FIRM = Kind("firm", 1, FirmSettings)
FIGURES = Kind("firm_figures", FIGURES_VERSION, FirmFigures, (with_correction,))
PRODUCTS = Kind("products", 1, ProductNames)
PRICES = Kind("price_list", 1, PriceChunk)
PRICE_HEAD = Kind("price_head", 1, PriceHead)
RULES = Kind("rules", 1, RuleBook)
BATCH = Kind("batch", 1, BatchNote)
LETTER = Kind("letter", 1, Letter)


class _Sort(msgspec.Struct, frozen=True):
    k: str
    c: str


_raw_decoder: msgspec.msgpack.Decoder[Body[dict[str, object]]] = msgspec.msgpack.Decoder(Body[dict[str, object]])
_head_decoder = msgspec.msgpack.Decoder(_Head)
_sort_decoder = msgspec.msgpack.Decoder(_Sort)


def sort_of(body: bytes) -> tuple[str, str]:
    """Kind of a sealed record and the cause of its first version. Raises BodyBroken for anything that is no body."""
    try:
        found = _sort_decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BodyBroken from fault
    return found.k, found.c


def kind_of(body: bytes) -> str:
    """Name of the kind of a sealed record. Raises BodyBroken for anything that is no body."""
    return sort_of(body)[0]


_CHANGE_VERSION = 1
_PERSON = 16
_change_decoder = msgspec.msgpack.Decoder(Change)


def encode_change(
    from_version: int, who: bytes, at_us: int, cause: str, fields: dict[str, tuple[object, object]]
) -> bytes:
    """Bytes of a history entry that takes `from_version` to the next one."""
    return msgspec.msgpack.encode(
        Change(_CHANGE_VERSION, "history", from_version, from_version + 1, who, at_us, cause, fields)
    )


def decode_change(body: bytes) -> Change:
    """Read a history entry. Raises BodyBroken for anything else."""
    try:
        found = _change_decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BodyBroken from fault
    versions = found.from_version >= 1 and found.to_version == found.from_version + 1
    told = len(found.who) == _PERSON and found.at_us >= 0 and found.cause and found.fields
    if found.k != "history" or found.v != _CHANGE_VERSION or not (versions and told):
        raise BodyBroken
    return found
