"""From a plan of payments or balances to what the vault is asked to write: clients and records of their registers."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.entities.client import ClientCard
from core.entities.entry import Entry
from core.entities.payments import Balance, Payment
from storage.intake.payers import Party, parties_of
from storage.intake.plan import UPDATE, ImportPlan
from storage.intake.plan_records import keys_of, values_of
from storage.intake.records_table import RecordsTable
from storage.intake.typed import UNKNOWN_DAY
from storage.records.registers import Register
from storage.vault.books.payments import BALANCE, PAYMENT
from storage.vault.import_order import ImportOrder, NewClient

STORED = frozenset({"payments", "balances"})
"""Kinds whose rows become records of a client."""


def records_order(planned: ImportPlan, table: RecordsTable, home: bytes, today: int) -> ImportOrder:
    """Clients by party, and a record for every row that is new or says something new of the same period."""
    codes, parties = parties_of(table)
    keys = keys_of(table, parties, codes)
    new: dict[int, NewClient] = {}
    existing: dict[int, bytes] = {}
    records: dict[int, list[tuple[Register[Any], Entry]]] = {}
    for row in np.flatnonzero(planned.verdict <= UPDATE).tolist():
        code = int(codes[row])
        if table.kind not in STORED or code < 0:
            continue
        target = planned.targets[code]
        if target is not None:
            existing[code] = target
        elif code not in new:
            new[code] = NewClient(home, _card(parties[code], table, row, today))
        records.setdefault(code, []).append(_record(table, row, keys[row]))
    return ImportOrder(planned.kind, planned.file_sha256, planned.rows, new, existing, records=records)


def _card(party: Party, table: RecordsTable, row: int, today: int) -> ClientCard:
    day = table.day("date", row)
    created = today if day == UNKNOWN_DAY else min(today, day)
    return ClientCard(party.name or party.inn, inn=party.inn, kpp=party.kpp if party.inn else "", created_day=created)


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


KEY_BYTES = 16
"""Of a record's `key`: what makes it one record; the rest says what it held."""
