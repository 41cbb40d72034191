"""Facet of sales: sealed pages joined into columns, or one client's lines (spec/store §4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import and_, bindparam, select

from core.entities.ledger import LineColumns
from core.entities.rates import RateTable
from storage.engine import reading
from storage.keys.scopes import Compartment
from storage.records.ledger import Ledger, join_ledger, living
from storage.records.sales_page import Page, PageBroken, read_head
from storage.schema.clients import client
from storage.schema.log import digest
from storage.schema.sales import sales_page
from storage.sealing.envelope import Label
from storage.sealing.secret import SealBroken
from storage.vault.batches import Batches
from storage.vault.door import Entered
from storage.vault.sale_documents import SaleDocument, documents_of
from storage.vault.sale_products import Bought, BoughtAdder
from storage.vault.writing import PAGE_VERSION, damaged, stamped

REPORT_EVERY = 256
Progress = Callable[[int, int], bool]

_PAGES = (
    select(
        client.c.id,
        client.c.epoch,
        client.c.wraps,
        sales_page.c.id,
        sales_page.c.body,
        digest.c.sha256,
        client.c.portfolio_id,
    )
    .join(sales_page, sales_page.c.client_id == client.c.id)
    .outerjoin(
        digest,
        and_(digest.c.record_id == sales_page.c.id, digest.c.version == stamped(PAGE_VERSION, sales_page.c.epoch)),
    )
)
_OF_PORTFOLIO = _PAGES.where(client.c.portfolio_id == bindparam("portfolio")).order_by(client.c.id)
_OF_CLIENT = _PAGES.where(client.c.id == bindparam("client"))


class Sales:
    """Sale lines of the portfolios that the session opens, under its `portfolio.open` entry."""

    def __init__(self, entered: Entered, batches: Batches) -> None:
        self._entered = entered
        self._batches = batches

    def ledger(
        self,
        order: Sequence[bytes],
        progress: Progress | None = None,
        joined: Mapping[bytes, int] | None = None,
        rates: RateTable | None = None,
    ) -> Ledger:
        """Living lines of the clients in `order` (client index = place in it).

        `joined`: the index of clients who count for somebody else, because they were merged into him. `rates` serve
        lines that were imported without one.
        Stops early, with what it has, when `progress` answers False. Raises Problem (STORE) on a damaged page.
        """
        place = {client_id: number for number, client_id in enumerate(order)} | dict(joined or {})
        try:
            return join_ledger(self._bodies(place, progress), self._batches.live(), len(order), rates)
        except PageBroken:
            raise damaged("sales page") from None

    def page(self, client_id: bytes, extra: Mapping[bytes, int] | None = None) -> Page | None:
        """The living lines of one client, None when he has none. `extra`: batches to be counted as live too."""
        live = {**self._batches.live(), **(extra or {})}
        bodies = [body for _client, body in self._rows(_OF_CLIENT, {"client": client_id})]
        try:
            return living(bodies, live) if bodies else None
        except PageBroken:
            raise damaged("sales page") from None

    def documents(self, client_id: bytes, until_day: int) -> list[SaleDocument]:
        """Documents of one client dated up to a day, newest first."""
        return documents_of(self.page(client_id), until_day)

    def pages(self, portfolio_id: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
        """All page bodies of a portfolio, client by client."""
        held: list[bytes] = []
        owner = b""
        for client_id, body in self._rows(_OF_PORTFOLIO, {"portfolio": portfolio_id}):
            if client_id != owner and held:
                yield owner, held
                held = []
            owner = client_id
            held.append(body)
        if held:
            yield owner, held

    def bought(
        self, order: Sequence[bytes], first: int, last: int, joined: Mapping[bytes, int], rates: RateTable | None = None
    ) -> Bought:
        """What each client of `order` took of each product on the days `first` to `last`, returns taken off."""
        place = {client_id: number for number, client_id in enumerate(order)} | dict(joined)
        adder, live = BoughtAdder(first, last, rates), self._batches.live()
        for portfolio_id, key in self._entered.keyring.portfolios.items():
            if not key.compartments & Compartment.MONEY.bit:
                continue
            for client_id, bodies in self.pages(portfolio_id):
                number = place.get(client_id)
                if number is not None:
                    adder.add(number, bodies, live)
        return adder.done()

    def buyers(self, portfolios: Iterable[bytes]) -> set[bytes]:
        """Clients of these portfolios that have at least one living line."""
        live = self._batches.live()
        found = set()
        for portfolio_id in portfolios:
            for client_id, bodies in self.pages(portfolio_id):
                if not any(batch in live for body in bodies for batch in read_head(body).batches):
                    continue
                if len(living(bodies, live).rows):
                    found.add(client_id)
        return found

    def _bodies(self, place: dict[bytes, int], progress: Progress | None) -> Iterator[tuple[int, bytes]]:
        done, total = 0, len(place)
        for portfolio_id in sorted(self._entered.keyring.portfolios):
            last = -1
            for client_id, body in self._rows(_OF_PORTFOLIO, {"portfolio": portfolio_id}):
                number = place.get(client_id)
                if number is None:
                    continue
                yield number, body
                if number != last:
                    last = number
                    done += 1
                    if progress and done % REPORT_EVERY == 0 and not progress(done, total):
                        return

    def _rows(self, statement: object, values: Mapping[str, bytes]) -> Iterator[tuple[bytes, bytes]]:
        openers = {
            portfolio_id: self._entered.keyring.opener(portfolio_id, Compartment.MONEY, Label.PAGE)
            for portfolio_id, key in self._entered.keyring.portfolios.items()
            if key.compartments & Compartment.MONEY.bit  # a helper with cards alone sees no sales
        }
        with reading(self._entered.premises.engine) as connection:
            for row in connection.execute(statement, values):  # type: ignore[call-overload]
                opener = openers.get(row[6])
                if opener is None:
                    continue
                blob = row[4]
                if row[5] is None or type(blob) is not bytes or hashlib.sha256(blob).digest() != row[5]:
                    raise damaged("sales page")
                try:
                    yield row[0], opener.open(row[0], row[1], row[2], row[3], PAGE_VERSION, blob)
                except SealBroken:
                    raise damaged("sales page") from None


def no_lines() -> LineColumns:
    """Columns of an empty ledger."""
    return join_ledger((), {}, 0).lines
