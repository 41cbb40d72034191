"""The keys a session holds, opened from the grants made to its person (spec/store §1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.audit.roster import RosterStatement, Statement
from storage.audit.verifier import EntryBroken, parse_entry, parse_fields
from storage.keys.grants import Grant, GrantNotInForce, OpenedGrant, decode, open_grant
from storage.keys.identity import Identity
from storage.keys.portfolio import PortfolioKey
from storage.keys.scopes import Compartment, Right, Scope
from storage.keys.spaces import SpaceKey
from storage.schema.log import log
from storage.schema.people import grant
from storage.sealing.envelope import Label
from storage.sealing.secret import SealBroken
from storage.sealing.wraps import BulkOpener
from storage.vault.guests import Guest
from storage.vault.writing import damaged

GRANTORS = frozenset({"owner", "head"})
"""Roles that may give keys of portfolios. The owner alone gives those of the log, and everybody his own to himself."""
FIRM_GRANTORS = GRANTORS | {"admin"}
"""The firm key names no client: whoever may add people may give it."""


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """One row of the grant table whose signature is still to be checked."""

    body: bytes
    signature: bytes
    grant: Grant
    seq: int
    """Number of the entry that gave it: the grantor is judged by what the roster said then."""


@dataclass
class Keyring:
    """Keys by scope. Portfolio keys appear only after their opening is on record."""

    held: dict[bytes, PortfolioKey] = field(default_factory=dict)
    rights: dict[bytes, int] = field(default_factory=dict)
    firm: SpaceKey | None = None
    firm_id: bytes = b""
    person: SpaceKey | None = None
    readers: dict[Scope, OpenedGrant] = field(default_factory=dict)
    """Halves that read the log's details, by scope: of the newest pair."""
    pairs: dict[tuple[Scope, int], OpenedGrant] = field(default_factory=dict)
    """The same of every pair, by scope and epoch: a session's details open with the one it began under."""
    guests: dict[bytes, Guest] = field(default_factory=dict)
    """Keys of single clients, by client. Whoever reads through `portfolios` has taken in changes of these as well."""
    receipts: dict[bytes, Receipt] = field(default_factory=dict)
    """By portfolio: of the `portfolio.open` entry under which its cards, contacts and money are read."""
    renew: Callable[[], object] = field(default=bool, compare=False)
    """Takes in what became of the grants since; the session hangs it in."""

    @property
    def portfolios(self) -> dict[bytes, PortfolioKey]:
        """Keys by portfolio, as the grants are at this moment. Raises Problem (REFUSED) for somebody suspended."""
        self.renew()
        return self.held

    def add(self, key: PortfolioKey, rights: int, receipt: Receipt) -> None:
        """Hang a portfolio whose opening is on record: over the epoch before, beside another grant of the same one."""
        had = self.held.get(key.portfolio_id)
        if had is not None and had.epoch == key.epoch:
            before, key = had.before, had.joined(key)
            key.before = before
            rights |= self.rights[key.portfolio_id]
        elif had is not None and had.epoch == key.epoch - 1:
            key.before = had
        self.held[key.portfolio_id] = key
        self.rights[key.portfolio_id] = rights
        self.receipts[key.portfolio_id] = receipt

    def lend(self, guest: Guest) -> None:
        """Hang the keys of one client, beside another grant of the same one."""
        had = self.guests.get(guest.client_id)
        self.guests[guest.client_id] = guest if had is None else had.joined(guest)

    def take(self, other: Keyring) -> None:
        """Hold what another ring holds, all of it at once; readers in other threads see the one or the other."""
        self.rights, self.receipts, self.held = other.rights, other.receipts, other.held
        self.guests, self.pairs = other.guests, other.pairs
        self.firm, self.firm_id, self.person, self.readers = other.firm, other.firm_id, other.person, other.readers

    def of(self, portfolio_id: bytes) -> PortfolioKey:
        """Key of a portfolio. Raises Problem (REFUSED) when it is not, or no longer, among the own ones."""
        key = self.held.get(portfolio_id)
        if key is None:
            raise Problem(N_("This portfolio is not among yours any more: ask your head."), ExitCode.REFUSED)
        return key

    def may_give(self, portfolio_id: bytes) -> bool:
        """Whether the session holds the portfolio's key entire, with the right to give it on."""
        key = self.held.get(portfolio_id)
        return key is not None and key.whole and bool(self.rights.get(portfolio_id, 0) & Right.GRANT)

    def opener(self, portfolio_id: bytes, compartment: Compartment, label: Label = Label.RECORD) -> BulkOpener:
        """Opener of one compartment of every client of a portfolio, under its `portfolio.open` entry.

        Raises NotGranted where the session holds no key of the compartment.
        """
        self.renew()
        return self.of(portfolio_id).bulk_opener(self.receipts[portfolio_id], compartment, label)

    def may_write(self, portfolio_id: bytes) -> bool:
        """Whether the grant of a portfolio lets its member change records."""
        return bool(self.rights.get(portfolio_id, 0) & Right.WRITE)


def grants_of(connection: Connection, member_id: bytes) -> list[HeldGrant]:
    """Grants to a member that the log knows, newest epoch of each scope last. Raises Problem (STORE) otherwise."""
    rows = connection.execute(
        select(grant, log.c.entry)
        .outerjoin(log, log.c.seq == grant.c.seq)
        .where(grant.c.member_id == member_id)
        .order_by(grant.c.epoch, grant.c.seq)
    )
    held = [read_grant(row) for row in rows]
    demand_not_removed(connection, held)
    return held


def demand_not_removed(connection: Connection, held: Collection[HeldGrant]) -> None:
    """Raise Problem (STORE) for a grant that was taken away and whose row somebody put back."""
    if not held:
        return
    # Only what was removed after the oldest of these can be one of them: the log grows, the question does not.
    oldest = min(each.seq for each in held)
    removed = select(log.c.subject).where(log.c.kind == int(Kind.GRANT_REMOVED), log.c.seq > oldest)
    if {each.grant.grant_id for each in held} & {bytes(each) for each in connection.scalars(removed)}:
        raise damaged("grant")


def read_grant(row: Row[Any]) -> HeldGrant:
    """A row of the grant table joined with its entry. Raises Problem (STORE) unless entry and columns say the same.

    The order of epochs is taken from a column, so a column that lies would put an old key over a new one.
    """
    try:
        if type(row.body) is not bytes or type(row.signature) is not bytes or row.entry is None:
            raise SealBroken
        given = decode(row.body)
        entry = parse_entry(row.entry)
        wanted = [given.grant_id, hashlib.sha256(row.body).digest()]
        if entry.kind != Kind.GRANT_GIVEN or parse_fields(entry.details, 2) != wanted:
            raise SealBroken
        stated = (given.grant_id, given.scope_kind, given.scope_id, given.epoch, given.member_id, given.grantor_id)
        columns = (row.id, row.scope_kind, row.scope_id, row.epoch, row.member_id, row.grantor_id)
        if columns != stated or entry.actor != given.grantor_id:
            raise SealBroken
    except (SealBroken, EntryBroken):
        raise damaged("grant") from None
    return HeldGrant(row.body, row.signature, given, int(row.seq))


def open_held(
    held: HeldGrant,
    receipt: Receipt | None,
    identity: Identity,
    staff: Mapping[bytes, RosterStatement],
    store_id: bytes,
    now_us: int,
) -> OpenedGrant | None:
    """Open a grant, or None when its dates exclude this moment. Raises Problem (STORE) on anything not genuine."""
    by = grantor_of(held, staff)
    try:
        return open_grant(
            receipt,
            identity,
            held.body,
            held.signature,
            by.signing_key,
            store_id=store_id,
            now_us=now_us,
        )
    except GrantNotInForce:
        return None
    except SealBroken:
        raise damaged("grant") from None


def grantor_of(held: HeldGrant, staff: Mapping[bytes, RosterStatement]) -> Statement:
    """Who gave a grant, as the roster knew him at that moment. Raises Problem (STORE) if he could not."""
    known = staff.get(held.grant.grantor_id)
    by = known.at(held.seq) if known is not None else None
    if by is None or by.state != "active" or not _entitled(held.grant, by):
        raise damaged("grant")
    return by


def _entitled(grant_: Grant, by: Statement) -> bool:
    if grant_.scope_kind is Scope.PERSON:
        return grant_.grantor_id == grant_.member_id == grant_.scope_id
    if grant_.scope_kind in (Scope.AUDIT_READING, Scope.AUDIT_ADMIN):
        return by.role == "owner"
    return by.role in (FIRM_GRANTORS if grant_.scope_kind is Scope.FIRM else GRANTORS)


def fill(keyring: Keyring, opened: Iterable[OpenedGrant], receipts: Mapping[bytes, Receipt]) -> None:
    """Hang opened keys on the ring, later epochs over earlier ones. `receipts`: of the openings, by portfolio."""
    for each in opened:
        scope = each.grant.scope_kind
        if scope is Scope.PORTFOLIO:
            keyring.add(PortfolioKey.of_grant(each), each.grant.rights, receipts[each.grant.scope_id])
        elif scope is Scope.CLIENT:
            keyring.lend(Guest.of_grant(each))
        elif scope is Scope.FIRM:
            keyring.firm, keyring.firm_id = SpaceKey.of_grant(each), each.grant.scope_id
        elif scope is Scope.PERSON:
            keyring.person = SpaceKey.of_grant(each)
        elif scope in (Scope.AUDIT_READING, Scope.AUDIT_ADMIN):
            keyring.readers[scope] = keyring.pairs[scope, each.grant.epoch] = each
