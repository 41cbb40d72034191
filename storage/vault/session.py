"""A session: one narrow facet for each subject, all behind the gate (design §1 vault)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.entities.firm_figures import FirmFigures
from core.entities.vocabulary import Role
from core.problem import N_, Problem
from storage.access.rights import PUBLISHERS
from storage.audit.kinds import Kind
from storage.audit.log import now_us
from storage.engine import checkpoint_truncate, one_look, reading
from storage.schema.clients import client
from storage.schema.log import log
from storage.vault.allowances import Allowances
from storage.vault.archiving import Archiving
from storage.vault.attachments import Attachments
from storage.vault.batches import Batches
from storage.vault.beacon import Beacon
from storage.vault.card_rows import feed_counters
from storage.vault.clients import Clients
from storage.vault.copies import Copies
from storage.vault.custody import Custody
from storage.vault.disclosure import Disclosure
from storage.vault.door import Entered, unlock
from storage.vault.erasure import Erasure
from storage.vault.exposures import Exposures
from storage.vault.firm_edges import FirmEdgeBook
from storage.vault.grant_book import GrantBook
from storage.vault.guests import guest_homes
from storage.vault.imports import Imports
from storage.vault.inbox import Inbox
from storage.vault.judgements import JudgementBook
from storage.vault.leaving import Leaving
from storage.vault.lending import Lending
from storage.vault.lifecycle import Lifecycle
from storage.vault.lookups import Lookups
from storage.vault.merges import Merges
from storage.vault.moving import Moving
from storage.vault.newcomers import Newcomers
from storage.vault.people import known_role
from storage.vault.premises import Clock, Premises, open_premises
from storage.vault.probes import Probes
from storage.vault.recovering import Recovering
from storage.vault.registers import Registers
from storage.vault.removal import Removal
from storage.vault.reserve import renew, with_reserve
from storage.vault.rotation import Rotation
from storage.vault.rulebook import Rulebook
from storage.vault.sales import Sales
from storage.vault.ssh_keys import SshKeys
from storage.vault.staffing import Staffing
from storage.vault.trail import Trail
from storage.vault.upkeep import Upkeep
from storage.vault.watching import Watching

if TYPE_CHECKING:
    from storage.vault.exports import Exports
    from storage.vault.price_book import PriceBook
    from storage.vault.sendings import Sendings


class Session:
    """Everything one person may do with the store until he leaves."""

    def __init__(self, entered: Entered) -> None:
        self.entered = entered
        self.firm = entered.firm
        self.batches = Batches(entered)
        self.clients = Clients(entered, self.batches)
        self.sales = Sales(entered, self.batches)
        self.registers = Registers(entered, self.clients, self.batches)
        self.attachments = Attachments(entered, self.clients, self.registers)
        self.lookups = Lookups(entered, self.clients, self.batches, self.registers)
        self.imports = Imports(entered, self.clients, self.sales, self.batches, self.registers)
        self.judgements = JudgementBook(entered)
        self.moving = Moving(entered, self.clients, self.batches, self.imports, self.judgements)
        self.edges = FirmEdgeBook(entered)
        self.merges = Merges(entered, self.clients, self.imports, self.judgements, self.moving, self.edges)
        self.newcomers = Newcomers(entered, self.clients, self.merges)
        self.staffing = Staffing(entered)
        self.rotation = Rotation(entered)
        self.people = Lifecycle(entered, self.staffing)
        self.grants = GrantBook(entered, self.staffing, self.rotation)
        self.lending = Lending(entered, self.clients, self.grants)
        self.inbox = Inbox(entered)
        self.probes = Probes(entered, self.clients.tags, self.inbox)
        self.allowances = Allowances(entered)
        self.disclosure = Disclosure(entered, self.clients, self.staffing)
        self.trail = Trail(entered)
        self.beacon = Beacon(entered.premises)
        self.watching = Watching(entered)
        self.archiving = Archiving(entered)
        self.custody = Custody(entered, self.beacon)
        self.recovering = Recovering(entered)
        self.exposures = Exposures(entered, self.staffing, self.trail)
        self.leaving = Leaving(
            entered, self.people, self.grants, self.rotation, self.probes, self.staffing, self.exposures
        )
        self.upkeep = Upkeep(
            entered, self.clients, self.sales, self.batches, self.staffing, self.merges, self.registers
        )
        self.copies = Copies(entered)
        self.ssh_keys = SshKeys(entered)
        self.removal = Removal(entered, self.clients)
        self.erasure = Erasure(entered, self.clients, self.imports, self.copies)
        self.rulebook = Rulebook(entered)
        entered.heed(self.rulebook.rules())
        self._ended = False

    @property
    def role(self) -> Role:
        """Role of the person."""
        return known_role(self.entered.me.statement.role)

    @functools.cached_property
    def exports(self) -> Exports:
        """Lists on their way out: imported by those who take something out."""
        from storage.vault.exports import Exports

        return Exports(self.entered, self.inbox)

    @functools.cached_property
    def prices(self) -> PriceBook:
        """The firm's price list."""
        from storage.vault.price_book import PriceBook

        return PriceBook(self.entered)

    @contextmanager
    def look(self) -> Iterator[None]:
        """Readings of this thread inside the block are of one moment of the store, rights and keys included.

        For answers put together from many small readings; nothing is written inside. Raises Problem (REFUSED) when
        the person may not be here any more.
        """
        self.entered.keyring.renew()
        with one_look(self.entered.premises.engine):
            yield

    @functools.cached_property
    def sendings(self) -> Sendings:
        """Notes of runs that send letters: imported by those who send any."""
        from storage.vault.sendings import Sendings

        return Sendings(self.entered)

    def opens_everything(self) -> bool:
        """Whether every portfolio that has clients is open: only such a session may speak for the firm."""
        with reading(self.entered.premises.engine) as connection:
            found = connection.scalars(select(client.c.portfolio_id).distinct()).all()
        return all(bytes(each) in self.entered.keyring.portfolios for each in found)

    def may_publish(self) -> bool:
        """Whether this person's figures may become the firm's."""
        return self.role in PUBLISHERS

    def stale(self, figures: FirmFigures) -> bool:
        """Whether sales were imported or taken back, or a rule changed, since these figures were made."""
        with reading(self.entered.premises.engine) as connection:
            kinds = [int(Kind.IMPORT_COMMITTED), int(Kind.IMPORT_UNDONE), int(Kind.RULE_CHANGED)]
            later = connection.scalar(
                select(func.count()).select_from(log).where(log.c.kind.in_(kinds), log.c.seq >= figures.log_size)
            )
        return bool(later)

    def feed(self) -> dict[bytes, int]:
        """Change counters of the open portfolios: grow with every change somebody makes there.

        Raises Problem (REFUSED) when the person may not be here any more.
        """
        keyring = self.entered.keyring
        mine = keyring.portfolios
        with reading(self.entered.premises.engine) as connection:
            return feed_counters(connection, mine.keys() | guest_homes(connection, keyring))

    def home_portfolio(self, login: str | None = None) -> bytes:
        """Where new clients go: the portfolio of `login`, else the own one, else the only one open.

        Raises Problem (BAD_INPUT) where that is not a single portfolio.
        """
        notes = self.staffing.portfolios()
        person = self.entered.identity.person_id
        if login is not None:
            person = next((each.id for each in self.staffing.staff() if each.login == login), b"")
        own = [portfolio_id for portfolio_id, note in notes.items() if note.owner_id == person]
        if login is None and not own and len(notes) == 1:
            own = list(notes)
        if not own:
            raise Problem(N_("It is not clear whose portfolio new clients go to: name the person with --owner."))
        return min(own)

    def end(self, kind: Kind = Kind.SESSION_END) -> None:
        """Log the end and fold the WAL. Safe to call twice."""
        if self._ended:
            return
        self._ended = True
        with self.entered.gate.transaction() as step:
            step.append(kind)
            self.entered.premises.leave_clock(step.connection)
        if kind is not Kind.SESSION_LOST:
            self.beacon.close()
            self.entered.assurance.extend()
            checkpoint_truncate(self.entered.premises.engine)
        renew(self.entered.premises.files)
        self.entered.premises.close()


def enter(
    store: Path | Premises,
    login: str,
    passphrase: bytearray,
    *,
    clock: Clock = now_us,
) -> Session:
    """Open a store and unlock a person. Raises Problem as `open_premises` and `unlock` do."""
    premises = store if isinstance(store, Premises) else open_premises(store, clock)
    try:
        session = Session(with_reserve(premises.files, lambda: unlock(premises, login, passphrase)))
        session.beacon.now()
        session.imports.recover()
    except BaseException:
        if not isinstance(store, Premises):
            premises.close()
        raise
    return session
