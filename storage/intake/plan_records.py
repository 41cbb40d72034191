"""The plan of payments, balances, prices and the like: a verdict for every row, control sums (spec/exchange §3)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from core.entities.table import ImportMapping, TableHead
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
) -> ImportPlan:
    """Compare typed records with the base. `known`: key → digest of the values of every record already stored.

    `targets` of the plan are by party. What a bank itself, the treasury or a person's card paid, and what went out to
    nobody of the base, is not a client's.
    """
    codes, parties = parties_of(table)
    by_inn = {key: tuple(found) for key, found in base.by_inn.items()}
    by_name = {key: tuple(found) for key, found in base.by_name.items()}
    answers = clients_of(parties, by_inn, by_name, base.names) if parties else []
    verdict = np.full(len(table.rows), NEW, np.uint8)
    verdict[table.verdict == RowVerdict.ERROR] = ERROR
    targets: list[bytes | None] = [answer[0] for answer in answers]
    keys = keys_of(table, parties, codes)
    for row in np.flatnonzero(verdict == NEW).tolist():
        code = int(codes[row])
        if table.kind in WITH_CLIENTS:
            verdict[row] = (
                _of_party(table, row, parties[code], answers[code], accept_asks) if code >= 0 else NOT_A_CLIENT
            )
        if verdict[row] == NEW and keys[row] in known:
            verdict[row] = SAME if known[keys[row]] == values_of(table, row) else UPDATE
    touched = {int(code) for code in codes[(verdict <= SAME) & (codes >= 0)].tolist()}
    created = sum(targets[code] is None for code in touched)
    counted = (len(touched), created, 0)
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
    )


def _of_party(table: RecordsTable, row: int, party: Party, answer: tuple[bytes | None, bool], accept: bool) -> int:
    client, doubtful = answer
    if party.sort != "client" and client is None:
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
    "payments": ("own_account", "direction", "date", "number", "amount", "account", "currency"),
    "balances": ("period_from", "period_to", "account", "name", "contract", "document"),
    "products": ("product", "product_name"),
}


def keys_of(table: RecordsTable, parties: tuple[Party, ...], codes: NDArray[np.int32]) -> list[bytes]:
    """What makes each row one record however often its file is read: its key, and which of equal ones it is."""
    fields = _KEYS.get(table.kind, tuple(sorted(table.texts)))
    seen: Counter[bytes] = Counter()
    keys = []
    for row in range(len(table.rows)):
        parts = [table.kind, *(_part(table, field, row) for field in fields)]
        if table.kind == "payments" and not table.value("account", row) and codes[row] >= 0:
            parts.append(parties[codes[row]].name)
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
    fields = sorted({*table.texts, *table.money, *table.days})
    text = "\x1f".join(f"{field}={_part(table, field, row)}" for field in fields)
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]
