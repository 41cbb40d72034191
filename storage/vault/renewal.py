"""A session that lives on while grants, keys and roles change: at every step it has what it has a right to.

Rotation by a colleague, a new grant, a revocation, a suspension and the end of a time-limited grant are all taken in
before the next reading or writing; inside a write transaction a change that slipped in between refuses the step.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, select

from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.grants import OpenedGrant
from storage.keys.scopes import Scope
from storage.look import looking
from storage.schema.log import log
from storage.schema.people import grant, roster
from storage.vault.keyring import FIRM_GRANTORS, HeldGrant, Keyring, fill, grants_of, open_held
from storage.vault.ssh_door import demand_own_key

if TYPE_CHECKING:
    from storage.vault.door import Entered

Mark = tuple[int, int, int, int]
"""Number of the own grants, the entry of the newest one, the entry of the newest roster statement, the last
entry that takes an SSH key away."""
_NEVER = 1 << 63


_MINE = grant.c.member_id == bindparam("member")
# Looked at before every step of a session: built once, what is left is the database's own work.
_MARK = select(
    select(func.count()).select_from(grant).where(_MINE).scalar_subquery(),
    select(func.max(grant.c.seq)).where(_MINE).scalar_subquery(),
    select(func.max(roster.c.seq)).scalar_subquery(),
    select(func.max(log.c.seq)).where(log.c.kind == int(Kind.SSH_KEY_REMOVED)).scalar_subquery(),
)


def mark_of(connection: Connection, member_id: bytes) -> Mark:
    """What changes with every grant given to or taken from a person, and with every statement of the roster."""
    found = connection.execute(_MARK, {"member": member_id}).one()
    return int(found[0]), int(found[1] or 0), int(found[2] or 0), int(found[3] or 0)


def next_date(held: Iterable[HeldGrant], now_us: int) -> int:
    """When the dates of the grants next open or close something."""
    dates = [date for each in held for date in (each.grant.not_before_us, each.grant.not_after_us)]
    return min((date for date in dates if date > now_us), default=_NEVER)


def suspended() -> Problem:
    """What a person hears whose access was taken away."""
    return Problem(N_("Your access to this store is suspended: ask your admin."), ExitCode.REFUSED)


class Renewal:
    """Keeps the keys of one session those of its person. Called from several threads."""

    def __init__(self, entered: Entered, mark: Mark, date_us: int) -> None:
        self._entered = entered
        self._mark = mark
        self._date_us = date_us
        self._lock = threading.RLock()
        self._busy = 0
        """The thread that is taking changes in."""

    def renew(self) -> bool:
        """Take in what changed since the last look. Gives whether anything did.

        Raises Problem (REFUSED) when the person may not be here any more.
        """
        entered = self._entered
        if entered.premises.log.inside():
            return False  # looked at on the way in; nobody else writes until this transaction ends
        if looking(entered.premises.engine) is not None:
            return False  # looked at before the look began: keys and rows are of one moment
        with self._lock:
            if self._busy:
                return False
            with reading(entered.premises.engine) as connection:
                mark = mark_of(connection, entered.identity.person_id)
            if mark == self._mark and entered.premises.clock() < self._date_us:
                return False
            self._busy = threading.get_ident()
            try:
                self._reopen(mark)
            finally:
                self._busy = 0
            return True

    def demand_current(self, connection: Connection) -> None:
        """Raise Problem (REFUSED) when keys or roster changed since `renew`.

        A statement about somebody else stops only those who give keys: what others write does not depend on it.
        """
        if self._busy == threading.get_ident():
            return
        mark = mark_of(connection, self._entered.identity.person_id)
        if mark == self._mark:
            return
        same_keys = mark[:2] + mark[3:] == self._mark[:2] + self._mark[3:]
        if not same_keys or self._entered.me.statement.role in FIRM_GRANTORS or self._restated(connection):
            raise Problem(
                N_("Keys or people were changed by a colleague at this very moment: repeat the step."), ExitCode.REFUSED
            )

    def _restated(self, connection: Connection) -> bool:
        """Whether the roster says something of this person that was not taken in yet."""
        me = self._entered.me
        return connection.scalar(select(roster.c.seq).where(roster.c.id == me.statement.person)) != me.seq

    def _reopen(self, mark: Mark) -> None:
        entered = self._entered
        me = entered.identity.person_id
        if mark[2] != self._mark[2]:
            entered.know(entered.premises.staff())
        if (
            entered.me.statement.state != "active"
            or entered.me.statement.signing_key != entered.identity.signing_public
        ):
            entered.keyring.take(Keyring())
            raise suspended()
        try:
            demand_own_key(entered.premises, me)
        except Problem:
            entered.keyring.take(Keyring())
            raise
        with reading(entered.premises.engine) as connection:
            held = grants_of(connection, me)
        now_us = entered.premises.clock()
        receipts = self._receipts(held, now_us)
        ring = Keyring(renew=entered.keyring.renew)
        fill(ring, open_all(held, receipts, entered, now_us), receipts)
        entered.keyring.take(ring)
        if ring.firm is not None:
            entered.firm.rekey(ring.firm)
        self._mark, self._date_us = mark, next_date(held, now_us)

    def _receipts(self, held: list[HeldGrant], now_us: int) -> dict[bytes, Receipt]:
        """Receipts of the portfolios that stay, and of one entry for those that came."""
        from storage.vault.door import open_guests

        known = self._entered.keyring.receipts
        portfolios = {
            each.grant.scope_id
            for each in held
            if each.grant.scope_kind is Scope.PORTFOLIO and each.grant.in_force(now_us)
        }
        came = sorted(portfolios - known.keys())
        lent = {each.grant.scope_id for each in held if each.grant.scope_kind is Scope.CLIENT}
        found = {each: known[each] for each in (portfolios | lent) & known.keys()}
        found.update(open_guests(self._entered.gate, held, now_us, found))
        if came:
            with self._entered.gate.transaction() as step:
                step.append(Kind.PORTFOLIO_OPEN, covers=[(int(Scope.PORTFOLIO), each) for each in came])
            found.update(dict.fromkeys(came, step.receipt))
        return found


def open_all(
    held: Iterable[HeldGrant], receipts: Mapping[bytes, Receipt], entered: Entered, now_us: int
) -> Iterable[OpenedGrant]:
    """Open grants, leaving out those whose dates exclude this moment. Raises Problem (STORE) for one not genuine."""
    store_id = entered.premises.store_id
    for each in held:
        receipt = receipts.get(each.grant.scope_id)
        opened = open_held(each, receipt, entered.identity, entered.staff, store_id, now_us)
        if opened is not None:
            yield opened
