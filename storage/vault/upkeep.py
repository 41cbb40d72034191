"""Facet of upkeep: a check of every sealed object this session can open, and the logical dump of a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from core.problem import Problem
from storage.engine import is_sqlite, reading
from storage.keys.scopes import Compartment
from storage.records.ledger import living
from storage.records.page_merge import line_keys
from storage.records.sales_page import ROW, Page
from storage.vault.batches import Batches
from storage.vault.card_rows import count_readable
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.merges import Merges
from storage.vault.registers import Registers
from storage.vault.sales import Sales
from storage.vault.soundness import digest_faults, grant_faults, structure_faults
from storage.vault.staffing import Staffing


@dataclass
class Checked:
    """What a check found. `faults` names objects by id, never by content."""

    ok: bool = True
    clients: int = 0
    lines: int = 0
    records: int = 0
    pages: int = 0
    batches: int = 0
    faults: list[str] = field(default_factory=list)


class Upkeep:
    """Checks that read everything the session may read."""

    def __init__(
        self,
        entered: Entered,
        clients: Clients,
        sales: Sales,
        batches: Batches,
        staffing: Staffing,
        merges: Merges,
        registers: Registers,
    ) -> None:
        self._entered = entered
        self._clients = clients
        self._sales = sales
        self._batches = batches
        self._staffing = staffing
        self._merges = merges
        self._registers = registers

    def check(self) -> Checked:
        """Compare every object with its digest in the log, open what the keys open, and the database with itself."""
        found = Checked()
        self._check_medium(found)
        for part in (self._check_rows, self._check_spaces, self._check_batches, self._check_cards, self._check_pages):
            try:
                part(found)
            except Problem as problem:
                found.faults.append(str(problem))
        found.ok = not found.faults
        return found

    def dump(self) -> Iterator[bytes]:
        """Canonical lines of everything the session can read: settings, portfolios, clients with their living lines.

        Nothing in it is drawn at random: two stores with the same data give the same bytes, whatever their ids,
        nonces and logs. A client's sale lines stand as their count and SHA-256. Clients are told as they were before
        any merge; the judgements in force come last, by the cards they are about.
        """
        yield msgspec.json.encode(self._entered.firm.settings(), order="sorted")
        logins = {each.id: each.login for each in self._staffing.staff()}
        notes = self._staffing.portfolios()
        told = {each: [note.name, note.department, logins.get(note.owner_id, "")] for each, note in notes.items()}
        yield from sorted(msgspec.json.encode(each) for each in told.values())
        lines = self._line_digests()
        cards = self._clients.load()
        yield from sorted(
            msgspec.json.encode(
                [told[cards.portfolios[at]], card, self._clients.contacts(client_id), lines.get(client_id, (0, ""))],
                order="sorted",
            )
            for client_id, card, at in zip(cards.ids, cards.cards, cards.portfolio, strict=True)
            if cards.portfolios[at] in told  # who is lent one by one belongs to another session's dump
        )
        own = dict(zip(cards.ids, cards.cards, strict=True))
        yield from sorted(
            msgspec.json.encode([own.get(client_id), kind, fields], order="sorted")
            for client_id, kind, fields in self._registers.dump()
        )
        yield from sorted(
            msgspec.json.encode(
                [
                    note.verdict,
                    [own.get(each) for each in note.clients],
                    {name: own.get(each) for name, each in note.choices.items()},
                ],
                order="sorted",
            )
            for note in self._merges.now().standing()
        )

    def _line_digests(self) -> dict[bytes, tuple[int, str]]:
        live = self._batches.live()
        found = {}
        for portfolio_id in self._entered.keyring.portfolios:
            for client_id, bodies in self._sales.pages(portfolio_id):
                lines = sorted(map(msgspec.json.encode, _lines(living(bodies, live))))
                if lines:
                    found[client_id] = (len(lines), hashlib.sha256(b"\n".join(lines)).hexdigest())
        return found

    def dump_digest(self) -> str:
        """SHA-256 of the dump, in hex."""
        found = hashlib.sha256()
        for line in self.dump():
            found.update(line + b"\n")
        return found.hexdigest()

    def _check_medium(self, found: Checked) -> None:
        engine = self._entered.premises.engine
        if is_sqlite(engine):
            with reading(engine) as connection:
                answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            if answer != "ok":
                found.faults.append("database")

    def _check_rows(self, found: Checked) -> None:
        self._entered.premises.staff()
        with reading(self._entered.premises.engine) as connection:
            found.faults += digest_faults(connection)
            found.faults += structure_faults(connection, self._entered.firm.firm_id)
            found.faults += grant_faults(connection)

    def _check_spaces(self, found: Checked) -> None:
        found.records += len(self._staffing.portfolios()) + len(self._merges.now().notes)
        self._entered.firm.settings()
        self._entered.firm.tags()
        self._entered.firm.index_keys()
        self._entered.firm.figures()
        self._entered.firm.product_names()

    def _check_batches(self, found: Checked) -> None:
        found.batches = len(self._batches.all())

    def _check_cards(self, found: Checked) -> None:
        found.clients = len(self._clients.load().ids)
        keyring = self._entered.keyring
        with reading(self._entered.premises.engine) as connection:
            for part in (Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY):
                for portfolio_id, key in keyring.portfolios.items():
                    if not key.compartments & part.bit:
                        continue
                    opener = keyring.opener(portfolio_id, part)
                    found.records += count_readable(connection, opener, portfolio_id, int(part))

    def _check_pages(self, found: Checked) -> None:
        live = self._batches.live()
        for portfolio_id in self._entered.keyring.portfolios:
            for _client, bodies in self._sales.pages(portfolio_id):
                found.pages += len(bodies)
                found.lines += len(living(bodies, live).rows)


def _lines(page: Page) -> Iterator[list[object]]:
    rows = page.rows
    names = [name for name in ROW.names or () if name not in ("document", "product", "seller", "source", "batch")]
    plain = zip(*(rows[name].tolist() for name in names), strict=True)
    sellers = [page.sellers[at] for at in rows["seller"].tolist()]
    products = [page.products[at] for at in rows["product"].tolist()]
    currencies = [page.currencies[at] for at in rows["currency"].tolist()]
    for key, values, seller, product, currency in zip(
        line_keys(page), plain, sellers, products, currencies, strict=True
    ):
        yield [*key, *values, seller, product, currency]
