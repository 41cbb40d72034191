"""Rows of deals, letters, enquiries, spending, price lists beside what is kept of them (S02.17, S03.23, S04.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from core.entities.client import ClientCard
from core.entities.trade import PriceItem, PricesBefore
from core.problem import N_, ExitCode, Problem
from storage.intake.made import KEY_BYTES, Made, OfClient
from storage.intake.prepare import LoadedTable
from storage.intake.price_rows import list_digest, price_digest, price_items, price_key
from storage.intake.records_table import RecordsTable
from storage.intake.typed import Reason, RowVerdict
from storage.vault.batches import BatchState
from storage.vault.books.deals import DEAL
from storage.vault.books.loyalty import LOYALTY_CARD
from storage.vault.books.trade import PRICES_BEFORE
from storage.vault.books.work import ACTIVITY
from storage.vault.books.worth import ENQUIRY, SPEND
from storage.vault.price_book import CHUNK
from storage.vault.registers import Register, Stored
from storage.vault.session import Session
from tui.desk.import_rows import RefusedRow, RowMaker

REGISTERS: Final[Mapping[str, Register[Any]]] = {
    "deals": DEAL, "letters": ACTIVITY, "enquiries": ENQUIRY, "spend": SPEND,
}  # fmt: skip


def made_of(session: Session, table: RecordsTable, currency: str, today: int) -> Made | None:
    """What the rows would be kept as; None for kinds that say it all themselves. Raises Problem (REFUSED) without a
    portfolio to write into."""
    if table.kind == "products":
        return _prices(session, table)
    if table.kind not in REGISTERS:
        return None
    maker = RowMaker(session, table, currency, today)
    records: dict[int, list[OfClient]] = {}
    refused: dict[int, tuple[str, Reason]] = {}
    nobody = set()
    for row in np.flatnonzero(table.verdict == RowVerdict.OK).tolist():
        try:
            found = maker.row(row)
        except RefusedRow as fault:
            refused[row] = (fault.field, fault.why)
            continue
        records[row] = found
        if not found:
            nobody.add(row)
    stored = _stored(session, table.kind)
    edited = {key: names for key, each in stored.items() if (names := _edited(session, REGISTERS[table.kind], each))}
    home = writable_home(session) if table.kind in ("enquiries", "spend") else b""
    space = session.entered.firm.firm_id if table.kind == "spend" else b""
    return Made(records, refused, frozenset(nobody), stored, edited, home, space)


def known_of(session: Session, kind: str) -> dict[bytes, bytes]:
    """Key → digest of what earlier files brought of a kind, or of the items of the price list."""
    if kind == "products":
        return {price_key(each): price_digest(each) for each in session.prices.items()}
    register = REGISTERS.get(kind)
    if register is None:
        return {}
    keys = [each.fields.key for each in session.registers.all(register) if not each.fields.removed]
    return {key[:KEY_BYTES]: key[KEY_BYTES:] for key in keys if key}


def writable_home(session: Session) -> bytes:
    """The portfolio whose batch holds what belongs to no client: the own one, else the first this person may write.

    Raises Problem (REFUSED) where there is none.
    """
    me, keyring = session.entered.identity.person_id, session.entered.keyring
    homes = [(note.owner_id != me, note.name, each) for each, note in session.staffing.portfolios().items()
             if keyring.may_write(each)]  # fmt: skip
    if not homes:
        raise Problem(N_("You may not import into this portfolio: ask your head."), ExitCode.REFUSED)
    return min(homes)[2]


def card_holders(session: Session) -> dict[str, list[bytes]]:
    """Clients by the number on their card and by those they were issued, blocked ones too: they bought with them
    (S03.15)."""
    found: dict[str, list[bytes]] = {}
    cards = session.clients.load()
    for client_id, card in zip(cards.ids, cards.cards, strict=True):
        if isinstance(card, ClientCard) and card.loyalty_card:
            found.setdefault(card.loyalty_card, []).append(client_id)
    for issued in session.registers.all(LOYALTY_CARD):
        holders = found.setdefault(issued.fields.number, [])
        if not issued.fields.removed and issued.space_id not in holders:
            holders.append(issued.space_id)
    return found


def names_cards(loaded: LoadedTable) -> bool:
    """Whether rows may say who they are about by the number of a loyalty card."""
    fields = loaded.mapping.columns_of("loyalty_card")
    if loaded.mapping.kind == "sales":
        own = loaded.mapping.columns_of("client_ref")
        header = loaded.head.columns[own[0]].casefold() if own else ""
        return "карт" in header or "card" in header
    return bool(fields)


def prices_before(session: Session, group: bytes) -> list[PriceItem] | None:
    """The price list that an import replaced, as its undo brings it back; None for other imports.

    Raises Problem (REFUSED) where the list has been replaced once more since, or by somebody the person is not.
    """
    batches = session.batches.group(group)
    if batches[0].note.kind != "products" or all(each.state is BatchState.DEAD for each in batches):
        return None
    session.prices.demand()
    causes = {f"batch:{each.id.hex()}" for each in batches}
    parts = [each.fields for each in session.registers.all(PRICES_BEFORE) if each.cause in causes]
    if not parts or any(each.replaced_by != list_digest(session.prices.items()) for each in parts):
        raise Problem(
            N_("The price list has been replaced since: only the last one can be taken back."), ExitCode.REFUSED
        )
    rows = [row for part in sorted(parts, key=lambda each: each.part) for row in part.rows]
    return [PriceItem(*row) for row in rows]


def forget_older(session: Session, group: bytes) -> None:
    """Of the lists that were replaced only the last one is kept: each is as long as a price list."""
    registers = session.registers
    last = {f"batch:{each.id.hex()}" for each in session.batches.group(group)}
    older = {each.cause for each in registers.all(PRICES_BEFORE)} - last
    found = registers.brought_by(older, (PRICES_BEFORE,)) if older else []
    if found:
        with registers.writing(b"", {"kind": PRICES_BEFORE.name}) as writing:
            for home, each in found:
                registers.erase(writing, home, each)


def _stored(session: Session, kind: str) -> dict[bytes, Stored[Any]]:
    """Records of earlier files by what makes each one record."""
    found = [each for each in session.registers.all(REGISTERS[kind]) if each.fields.key]
    return {each.fields.key[:KEY_BYTES]: each for each in found if not each.fields.removed}


def _edited(session: Session, register: Register[Any], stored: Stored[Any]) -> frozenset[str]:
    """Fields of a record that a person has typed since it was imported."""
    if stored.version == 1 or register is ACTIVITY:
        return frozenset()
    changes = session.registers.history(register, stored)
    return frozenset(name for each in changes if each.cause == "person" for name in each.fields)


def _prices(session: Session, table: RecordsTable) -> Made:
    """A price list beside the one it replaces. Raises Problem (REFUSED) for a role that sets no prices."""
    refused: dict[int, tuple[str, Reason]] = {}
    seen: dict[str, bytes] = {}
    for row in np.flatnonzero(table.verdict == RowVerdict.OK).tolist():
        code = table.value("product", row) or table.value("product_name", row)
        said = table.value("product_name", row) + "\x1f" + str(table.amount("price", row))
        if seen.setdefault(code, said.encode()) != said.encode():
            refused[row] = ("product", Reason.REPEATED)
    items, before = price_items(table), session.prices.items()
    new, old = list_digest(items), list_digest(before)
    parts: list[PricesBefore] = []
    if new != old:
        rows = [(each.code, each.name, each.group, each.price, each.unit, each.since) for each in before]
        parts = [
            PricesBefore(part=at, rows=tuple(rows[start : start + CHUNK]), replaced_by=new)
            for at, start in enumerate(range(0, max(1, len(rows)), CHUNK))
        ]
    home = writable_home(session) if parts else b""
    return Made({}, refused, home=home, space=session.entered.firm.firm_id, before=parts)
