"""The plan of payments, balances, prices and the like: a verdict for every row, control sums (spec/exchange §3)."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from core.entities.table import ImportMapping, TableHead
from storage.intake.made import Made
from storage.intake.payers import Party, clients_of, parties_of
from storage.intake.plan import (
    ASK,
    ERROR,
    NEW,
    NOT_A_CLIENT,
    SAME,
    UPDATE,
    BaseSnapshot,
    Control,
    ImportPlan,
    finish,
)
from storage.intake.price_rows import item_of, price_digest, price_key
from storage.intake.records_table import RecordsTable
from storage.intake.typed import RowVerdict, exact_sum

WITH_CLIENTS = frozenset({"payments", "balances", "deals"})
"""Kinds whose rows belong to a client."""
_CONTROLLED = frozenset({"payments", "balances"})


def plan_records(
    table: RecordsTable,
    head: TableHead,
    mapping: ImportMapping,
    file_sha256: bytes,
    base: BaseSnapshot,
    known: Mapping[bytes, bytes],
    accept_asks: bool = False,
    made: Made | None = None,
) -> ImportPlan:
    """Compare typed records with the base. `known`: key → digest of the values of every record already stored; `made`:
    what the rows would be kept as.

    `targets` of the plan are by party. What a bank itself, the treasury or a person's card paid, and what went out to
    nobody of the base, is not a client's.
    """
    made = made or Made()
    table = _refused(table, mapping, made)
    codes, parties = parties_of(table)
    by_inn = {key: tuple(found) for key, found in base.by_inn.items()}
    by_name = {key: tuple(found) for key, found in base.by_name.items()}
    answers = clients_of(parties, by_inn, by_name, base.names) if parties else []
    verdict = np.full(len(table.rows), NEW, np.uint8)
    verdict[table.verdict == RowVerdict.ERROR] = ERROR
    targets: list[bytes | None] = [answer[0] for answer in answers]
    keys = keys_of(table, parties, codes)
    for row in made.nobody:
        verdict[row] = NOT_A_CLIENT if verdict[row] == NEW else verdict[row]
    for row in np.flatnonzero(verdict == NEW).tolist():
        code = int(codes[row])
        if table.kind in WITH_CLIENTS:
            verdict[row] = (
                _of_party(table, row, parties[code], answers[code], accept_asks) if code >= 0 else NOT_A_CLIENT
            )
        if verdict[row] == NEW and keys[row] in known:
            same = table.kind == "letters" or known[keys[row]] == values_of(table, row)
            verdict[row] = SAME if same else UPDATE
    touched = {int(code) for code in codes[(verdict <= SAME) & (codes >= 0)].tolist()}
    created = sum(targets[code] is None for code in touched)
    named = {each.client for row in np.flatnonzero(verdict <= SAME).tolist() for each in made.records.get(row, ())}
    counted = (len(touched) + len(named - {b""}), created, 0)
    return finish(
        table.kind,
        file_sha256,
        head,
        mapping,
        table,
        verdict,
        tuple(targets),
        control_of(table, head, verdict),
        counted,
        made,
    )


def _refused(table: RecordsTable, mapping: ImportMapping, made: Made) -> RecordsTable:
    """The table with the rows in error that its register cannot keep."""
    if not made.refused:
        return table
    verdict, column, reason = table.verdict.copy(), table.error_column.copy(), table.error_reason.copy()
    for row, (field, why) in made.refused.items():
        if verdict[row] == RowVerdict.OK:
            own = mapping.columns_of(field)
            verdict[row], column[row], reason[row] = RowVerdict.ERROR, own[0] + 1 if own else 0, why
    return dataclasses.replace(table, verdict=verdict, error_column=column, error_reason=reason)


def _of_party(table: RecordsTable, row: int, party: Party, answer: tuple[bytes | None, bool], accept: bool) -> int:
    client, doubtful = answer
    if party.sort not in ("client", "contact") and client is None:
        return NOT_A_CLIENT
    if table.kind == "payments" and table.amount("amount", row) < 0 and client is None:
        return NOT_A_CLIENT
    return ASK if doubtful and not accept else NEW


def control_of(table: RecordsTable, head: TableHead, verdict: NDArray[np.uint8]) -> Control:
    """The total a file states beside the sum of its rows; a bank states what came and what went, each is compared."""
    column = table.money.get("amount")
    amounts = np.zeros(len(table.rows), np.int64) if column is None else np.where(column == -(2**63), 0, column)
    kept = exact_sum(amounts[verdict <= SAME])
    facts = head.facts
    if head.form == "bank_1c":
        pairs = [(_minor(facts.get(f"file_{side}")), _minor(facts.get(f"sum_{side}"))) for side in ("in", "out")]
        stated = [pair for pair in pairs if pair[0] is not None and pair[1] is not None]
        wrong = [pair for pair in stated if pair[0] != pair[1]]
        file, rows = (wrong or stated or [(None, exact_sum(amounts))])[0]
        return Control(file, rows or 0, kept, None if not stated else not wrong)
    if "control_file" in facts:
        file, rows = _minor(facts["control_file"]), _minor(facts.get("control_rows"))
        return Control(file, rows or 0, rows or 0, file == rows)
    total = exact_sum(amounts)
    fits = None if table.file_total is None else table.file_total == total
    return Control(table.file_total, total, kept, fits)


def _minor(fact: object) -> int | None:
    """Minor units of an amount among the facts of a format."""
    if not isinstance(fact, str) or len(fact) > 40:
        return None
    try:
        value = Decimal(fact)
    except InvalidOperation:
        return None
    return int((value * 100).to_integral_value()) if value.is_finite() else None


_KEYS = {
    "letters": ("message_id",),
    "enquiries": ("date", "phone", "email", "name", "our_phone"),
    "spend": ("date", "spend_type", "purpose", "tool", "event", "amount", "hours"),
    "payments": ("own_account", "direction", "date", "number", "amount", "account", "currency"),
    "balances": ("period_from", "period_to", "account", "name", "contract", "document"),
}


def keys_of(table: RecordsTable, parties: tuple[Party, ...], codes: NDArray[np.int32]) -> list[bytes]:
    """What makes each row one record however often its file is read: its key, and which of equal ones it is."""
    fields = _KEYS.get(table.kind, tuple(sorted(table.texts)))
    seen: Counter[bytes] = Counter()
    keys = []
    for row in range(len(table.rows)):
        if table.kind == "products":
            keys.append(price_key(item_of(table, row)))
            continue
        parts = [table.kind, *(_part(table, field, row) for field in fields)]
        if table.kind == "payments" and not table.value("account", row) and codes[row] >= 0:
            parts.append(parties[codes[row]].name)
        elif table.kind == "enquiries":
            parts[1] = table.value("date", row)  # the minute tells two calls of a day apart
        elif table.kind == "deals":
            own = ("external_id",) if table.value("external_id", row) else ("title", "opened_on")
            parts = [table.kind, table.value("client_ref", row), *(_part(table, field, row) for field in own)]
        elif table.kind == "letters" and not parts[1]:
            parts += [table.value(field, row) for field in ("date", "sender", "subject")]
        first = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()[:16]
        seen[first] += 1
        keys.append(first if seen[first] == 1 else hashlib.sha256(first + str(seen[first]).encode()).digest()[:16])
    return keys


def _part(table: RecordsTable, field: str, row: int) -> str:
    if field in table.money:
        return str(int(table.money[field][row]))
    if field in table.days:
        return str(int(table.days[field][row]))
    return table.value(field, row)


def values_of(table: RecordsTable, row: int) -> bytes:
    """Digest of what would be stored for a row."""
    if table.kind == "products":
        return price_digest(item_of(table, row))
    fields = sorted({*table.texts, *table.money, *table.days})
    text = "\x1f".join(f"{field}={_part(table, field, row)}" for field in fields)
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]
