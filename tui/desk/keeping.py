"""Records of registers that are not about one client: of the firm, of a portfolio, of oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from core.entities.entry import Entry
from core.entities.vocabulary import Role
from core.problem import N_, ExitCode, Problem
from storage.vault.registers import Register, Stale, Stored

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", bound=Entry)
CLERKS: frozenset[Role] = frozenset({"manager", "head", "keeper", "owner"})
"""Who writes down what the firm spends, buys and is asked."""
PLANNERS: frozenset[Role] = frozenset({"head", "owner"})
"""Who sets plans of the firm and of colleagues."""


def demand(desk: Desk, roles: frozenset[Role]) -> None:
    """Raise Problem (REFUSED) unless the role may."""
    if desk.session.role not in roles:
        raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)


def live(desk: Desk, register: Register[E]) -> list[Stored[E]]:
    """Every record that counts, in the order of writing."""
    return [each for each in desk.session.registers.all(register) if not each.fields.removed]


def add(desk: Desk, register: Register[E], fields: E, space_id: bytes | None = None) -> E:
    """One more record of the firm, or of the space given. Raises Problem."""
    return add_all(desk, register, [fields], space_id)[0]


def add_all(desk: Desk, register: Register[E], rows: list[E], space_id: bytes | None = None) -> list[E]:
    """Several records in one transaction: all of them or none. Raises Problem."""
    registers = desk.session.registers
    space = desk.session.entered.firm.firm_id if space_id is None else space_id
    with registers.writing(b"", {"kind": register.name}) as writing:
        told = [registers.add(writing, register, space, each) for each in rows]
    desk.touched()
    return told


def change(desk: Desk, register: Register[E], stored: Stored[E], **fields: Any) -> None:
    """Change fields of a record. Raises Problem (REFUSED) when somebody else changed it meanwhile."""
    registers = desk.session.registers
    try:
        with registers.writing(b"", {"kind": register.name}) as writing:
            registers.change(writing, register, stored, msgspec.structs.replace(stored.fields, **fields))
    except Stale:
        raise Problem(
            N_("Somebody has changed this meanwhile: look at it again, then save."), ExitCode.REFUSED
        ) from None
    desk.touched()


def named(desk: Desk, register: Register[E], handle: str) -> Stored[E]:
    """A record by the handle its list shows. Raises Problem (BAD_INPUT) where there is none."""
    for each in live(desk, register):
        if each.fields.id.hex() == handle:
            return each
    raise Problem(N_("There is no such record among yours: look at the list again."))
