"""From a plan of payments or balances to what the vault is asked to write: clients and records of their registers."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import numpy as np

from core.entities.client import ClientCard
from core.entities.deals import Deal
from core.entities.entry import Entry
from core.entities.payments import Balance, Payment
from core.entities.work import ActivityText
from storage.intake.payers import Party, parties_of
from storage.intake.plan import UPDATE, ImportPlan
from storage.intake.plan_records import keys_of, values_of
from storage.intake.records_table import RecordsTable
from storage.intake.typed import UNKNOWN_DAY
from storage.records.registers import Register
from storage.vault.books.deals import DEAL
from storage.vault.books.payments import BALANCE, PAYMENT
from storage.vault.books.trade import PRICES_BEFORE
from storage.vault.books.work import ACTIVITY, ACTIVITY_TEXT
from storage.vault.books.worth import ENQUIRY, SPEND
from storage.vault.import_order import ImportOrder, NewClient
from storage.vault.register_rows import Stored

STORED = frozenset({"payments", "balances", "deals", "letters", "enquiries", "spend", "products"})
"""Kinds whose rows are kept."""


def records_order(planned: ImportPlan, table: RecordsTable, home: bytes, today: int) -> ImportOrder:
    """Clients by party, and a record for every row that is new or says something new of the same thing."""
    if table.kind == "letters":
        return _letters_order(planned, table)
    if table.kind in ("enquiries", "spend", "products"):
        return _beside_order(planned, table, home)
    codes, parties = parties_of(table)
    keys = keys_of(table, parties, codes)
    new: dict[int, NewClient] = {}
    existing: dict[int, bytes] = {}
    records: dict[int, list[tuple[Register[Any], Entry]]] = {}
    revised: dict[int, list[tuple[Register[Any], Stored[Any], Entry]]] = {}
    for row in np.flatnonzero(planned.verdict <= UPDATE).tolist():
        code = int(codes[row])
        if table.kind not in STORED or code < 0:
            continue
        target = planned.targets[code]
        if table.kind == "deals":
            stored = planned.made.stored.get(keys[row])
            fields = _keyed(planned.made.records[row][0].fields, keys[row] + values_of(table, row))
            if stored is not None:
                edited = planned.made.edited.get(keys[row], frozenset())
                target = stored.space_id
                code = -1 - row  # the deal stays with the client it is kept at, whatever he is called now
                revised[code] = [(DEAL, stored, _deal_of(stored.fields, fields, edited))]
            else:
                records.setdefault(code, []).append((DEAL, fields))
        else:
            records.setdefault(code, []).append(_record(table, row, keys[row]))
        if target is not None:
            existing[code] = target
        elif code not in new:
            new[code] = NewClient(home, _card(parties[code], table, row, today))
    return ImportOrder(planned.kind, planned.file_sha256, planned.rows, new, existing, records=records, revised=revised)


def _keyed(fields: Entry, key: bytes) -> Any:
    return msgspec.structs.replace(fields, key=key)


def _deal_of(before: Deal, said: Deal, edited: frozenset[str]) -> Deal:
    """A deal as a later file says it; what a person has typed since stays his."""
    fed = ("subject", "stage", "amount", "expected", "owner", "reason")
    values = {name: new for name in fed if name not in edited and (new := getattr(said, name))}
    steps = before.steps
    if values.get("stage", before.stage) != before.stage:
        steps = (*steps, *said.steps[-1:])
    return msgspec.structs.replace(before, **values, steps=steps, key=said.key)


def _letters_order(planned: ImportPlan, table: RecordsTable) -> ImportOrder:
    """A contact for every client a letter went to or came from, its subject in the dossier."""
    keys = keys_of(table, (), np.full(len(table.rows), -1, np.int32))
    number: dict[bytes, int] = {}
    records: dict[int, list[tuple[Register[Any], Entry]]] = {}
    for row in np.flatnonzero(planned.verdict <= UPDATE).tolist():
        for each in planned.made.records[row]:
            handle = hashlib.sha256(keys[row] + each.client).digest()[:16]
            told = msgspec.structs.replace(_keyed(each.fields, keys[row] + values_of(table, row)), id=handle)
            own = records.setdefault(number.setdefault(each.client, len(number)), [])
            own.append((ACTIVITY, told))
            if each.words:
                own.append((ACTIVITY_TEXT, ActivityText(activity=handle, text=each.words)))
    existing = {at: client for client, at in number.items()}
    return ImportOrder(planned.kind, planned.file_sha256, planned.rows, {}, existing, records=records)


def _beside_order(planned: ImportPlan, table: RecordsTable, home: bytes) -> ImportOrder:
    """Records of the firm or of a portfolio."""
    made = planned.made
    beside: list[tuple[Register[Any], bytes, Entry, Stored[Any] | None]] = []
    home = home if any(home) else made.home
    if table.kind == "products":
        beside = [(PRICES_BEFORE, made.space, each, None) for each in made.before]
    else:
        register = ENQUIRY if table.kind == "enquiries" else SPEND
        keys = keys_of(table, (), np.full(len(table.rows), -1, np.int32))
        for row in np.flatnonzero(planned.verdict <= UPDATE).tolist():
            fields = _keyed(made.records[row][0].fields, keys[row] + values_of(table, row))
            stored = made.stored.get(keys[row])
            if stored is not None:
                edited = made.edited.get(keys[row], frozenset())
                fields = _merged(stored.fields, fields, edited)
            beside.append((register, made.space or home, fields, stored))
    return ImportOrder(planned.kind, planned.file_sha256, planned.rows, {}, {}, beside=beside, home=home)


_OURS = frozenset({"id", "by", "at_us", "removed"})
"""What a record says of itself; no file says it."""


def _merged(before: Any, said: Any, edited: frozenset[str]) -> Any:
    """A record as a later file says it; what a person has typed since stays his."""
    names = [name for name in type(before).__struct_fields__ if name not in _OURS | edited]
    return msgspec.structs.replace(before, **{name: new for name in names if (new := getattr(said, name))})


def _card(party: Party, table: RecordsTable, row: int, today: int) -> ClientCard:
    day = table.day("date", row)
    created = today if day == UNKNOWN_DAY else min(today, day)
    kind = "person" if party.sort == "contact" else "company"
    return ClientCard(
        party.name or party.inn, kind, inn=party.inn, kpp=party.kpp if party.inn else "", created_day=created
    )


def _record(table: RecordsTable, row: int, key: bytes) -> tuple[Register[Any], Entry]:
    currency = table.currency.strings[int(table.currency.codes[row])]
    digest = key + values_of(table, row)
    if table.kind == "payments":
        payment = Payment(
            day=table.day("date", row),
            amount=table.amount("amount", row),
            currency=currency,
            number=table.value("number", row),
            purpose=table.value("purpose", row),
            account=table.value("account", row),
            own_account=table.value("own_account", row),
            key=digest,
        )
        return PAYMENT, payment
    balance = Balance(
        first_day=table.day("period_from", row),
        last_day=table.day("period_to", row),
        currency=currency,
        account=table.value("account", row),
        contract=table.value("contract", row),
        opening=table.amount("opening_debit", row) - table.amount("opening_credit", row),
        debit=table.amount("debit", row),
        credit=table.amount("credit", row),
        closing=table.amount("closing_debit", row) - table.amount("closing_credit", row),
        key=digest,
    )
    return BALANCE, balance
