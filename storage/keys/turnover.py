"""A client under new keys of his portfolio: one step of a rotation (spec/security §3.3).

Every key is drawn anew, so nobody who ever held the old ones opens what is sealed from now on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from storage.audit.receipt import Receipt
from storage.keys.door import demand_rotation
from storage.keys.portfolio import PortfolioKey, missing_compartments, slot_of
from storage.keys.scopes import ALL_COMPARTMENTS, Compartment, in_mask
from storage.sealing.envelope import Random, SealKey
from storage.sealing.secret import SealBroken, Secret
from storage.sealing.wraps import WRAP_SIZE


class Turned(Secret):
    """One client's old and new keys by compartment, and what is stored for him from now on."""

    __slots__ = ("_new", "_old", "_seals", "epoch", "wraps")

    def __init__(
        self, epoch: int, wraps: bytes, old: Mapping[Compartment, bytes], new: Mapping[Compartment, bytes]
    ) -> None:
        self.epoch = epoch
        self.wraps = wraps
        self._old = dict(old)
        self._new = dict(new)
        self._seals: dict[Compartment, tuple[SealKey, SealKey]] = {}

    def keys(self, compartment: Compartment) -> tuple[SealKey, SealKey]:
        """The key that opens and the key that seals. Raises SealBroken where the client has none."""
        found = self._seals.get(compartment)
        if found is None:
            if compartment not in self._old:
                raise SealBroken
            found = SealKey(self._old[compartment]), SealKey(self._new[compartment])
            self._seals[compartment] = found
        return found

    def parts(self, compartments: int) -> dict[Compartment, bytes]:
        """New keys of some compartments, for a grant of this client alone. Raises SealBroken where he has none."""
        if any(part not in self._new for part in in_mask(compartments)):
            raise SealBroken
        return {part: self._new[part] for part in in_mask(compartments)}


def turned_already(new: PortfolioKey, client_id: bytes, epoch: int, wraps: bytes) -> bool:
    """Whether a client's keys are under the new key of the portfolio."""
    for part in in_mask(ALL_COMPARTMENTS & ~missing_compartments(wraps)):
        try:
            new.wrapper(part).unwrap(new.wrap_context(part, client_id, epoch), slot_of(wraps, part))
        except SealBroken:
            return False
        return True
    return True


def turn_over(
    receipt: Receipt,
    old: PortfolioKey,
    new: PortfolioKey,
    client_id: bytes,
    epoch: int,
    wraps: bytes,
    random: Random = os.urandom,
) -> Turned:
    """New keys for a client who is still under `old`, at the next epoch of his.

    `receipt`: of the entry that says that the portfolio is being rotated. Raises NotCovered, SealBroken.
    """
    demand_rotation(receipt, old.portfolio_id)
    had, drawn = {}, {}
    slots = [bytes(WRAP_SIZE)] * len(Compartment)
    for part in in_mask(ALL_COMPARTMENTS & ~missing_compartments(wraps)):
        context = old.wrap_context(part, client_id, epoch)
        had[part] = old.wrapper(part).unwrap(context, slot_of(wraps, part))
        raw = random(32)
        drawn[part] = raw
        slots[part] = new.wrapper(part).wrap(new.wrap_context(part, client_id, epoch + 1), raw, random)
    return Turned(epoch + 1, b"".join(slots), had, drawn)
