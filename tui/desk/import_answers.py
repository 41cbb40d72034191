"""What an import answers: the JSON contract of `import` (spec/cli), its sums, its control totals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.entities.money import Money
from core.entities.table import Fact, TableHead
from core.standing.payers import Payer, payer_letters
from core.wording import say
from storage.intake.clients_table import ClientsTable
from storage.intake.fields import CLIENT_FIELDS, PERSON_FIELDS
from storage.intake.ordering_records import STORED
from storage.intake.payers import parties_of
from storage.intake.people_table import HELD
from storage.intake.plan import ASK, ImportPlan
from storage.intake.reading import Unread
from storage.intake.records_table import RecordsTable
from storage.intake.sales_table import SalesTable
from storage.intake.typed import UNKNOWN_AMOUNT, exact_sum
from storage.vault.imports import Prepared
from tui.desk.answers import ImportAnswer, PayerRow
from tui.desk.left_out import say_reason

SHOWN_ERRORS = 1000
"""Rows in error that an answer names; the errors file holds them all."""
_COUNTED = {"documents", "entries", "transactions", "cards", "leaves", "letters"}
"""Facts by which a format counts its own records (spec/cli `rows`)."""


def sums(planned: ImportPlan, base_currency: str) -> tuple[Money, Money]:
    """Money of the lines kept, and of the rows left out whose amount could be read.

    In the file's own currency where it has only one; lines of several are counted in the base currency alone,
    because nothing may be added up across currencies without a rate.
    """
    table = planned.table
    if isinstance(table, ClientsTable):
        return Money(0, base_currency), Money(0, base_currency)
    amount = table.amount if isinstance(table, SalesTable) else _amounts(table)
    paid = amount != 0
    codes = np.unique(table.currency.codes[paid]).tolist()
    currency = table.currency.strings[codes[0]] if len(codes) == 1 else base_currency
    own = np.array([*(each == currency for each in table.currency.strings), False])[table.currency.codes]
    kept = own & (planned.verdict < ASK)
    return Money(exact_sum(amount[kept]), currency), Money(exact_sum(amount[own & ~kept]), currency)


def _amounts(table: RecordsTable) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    column = table.money.get("amount")
    if column is None:
        return np.zeros(len(table.rows), np.int64)
    return np.where(column == UNKNOWN_AMOUNT, 0, column)


def answer(
    planned: ImportPlan,
    prepared: Prepared | None,
    group: str | None,
    files: tuple[str | None, str | None],
    base_currency: str,
    head: TableHead,
) -> ImportAnswer:
    """The JSON of `import`."""
    counts = dict(planned.counts)
    documents = 0
    if isinstance(planned.table, SalesTable):
        documents = len(np.unique(planned.table.document.codes[planned.verdict < ASK]))
        if prepared is not None:
            counts |= {"new": prepared.new, "update": prepared.update, "same": prepared.same}
    kept, left_out = sums(planned, base_currency)
    payers = payers_of(planned)
    return ImportAnswer(
        batch=group,
        kind=planned.kind,
        encoding=planned.encoding,
        rows=_rows(planned, head),
        new=counts["new"],
        update=counts["update"],
        same=counts["same"],
        ask=counts["ask"],
        not_a_client=counts["not_a_client"],
        error=counts["error"],
        control=_control(planned, head, kept, left_out),
        errors=_errors(planned),
        clients=planned.clients,
        lines=planned.lines,
        documents=documents,
        amount=kept,
        not_a_client_file=files[0],
        errors_file=files[1],
        form=head.form,
        sheet=head.sheet_name,
        sheet_number=head.sheet,
        sheets=head.sheets,
        facts=facts_of(planned, head),
        stored=planned.kind in STORED or not isinstance(planned.table, RecordsTable),
        payers=tuple(
            PayerRow(each.name, each.inn, Money(each.amount, kept.currency), each.payments, each.abc, each.xyz)
            for each in payers
        ),
    )


def unread(problem: Unread, base_currency: str) -> ImportAnswer:
    """The answer about a table whose columns mean nothing yet: what is there, and why it stays out."""
    nothing = Money(0, base_currency)
    sheet = problem.sheets[problem.sheet]
    rows = max(0, sheet.rows)
    return ImportAnswer(
        batch=None, kind="table", encoding=problem.encoding, rows=rows, new=0, update=0, same=0, ask=rows,
        not_a_client=0, error=0, control={"file": None, "rows": nothing, "left_out": nothing, "fits": None}, errors=(),
        clients=0, lines=0, documents=0, amount=nothing, form=problem.form, sheet=sheet.name,
        sheet_number=problem.sheet, sheets=problem.sheets, facts=problem.counted, stored=False, why=say(problem),
    )  # fmt: skip


def _rows(planned: ImportPlan, head: TableHead) -> int:
    """What the format counts: its documents, entries, cards, leaves; the rows of a table."""
    for name, value in head.facts.items():
        if name in _COUNTED and isinstance(value, int) and (value or head.form == "commerceml"):
            return value if value or not planned.rows else planned.rows
    return planned.rows


def _errors(planned: ImportPlan) -> tuple[dict[str, object], ...]:
    errors: list[dict[str, object]] = []
    for row in planned.errors():
        errors.append({"row": row.row, "column": row.name or row.column, "reason": say_reason(row.reason)})
        if len(errors) == SHOWN_ERRORS:
            break
    return tuple(errors)


def _control(planned: ImportPlan, head: TableHead, kept: Money, left_out: Money) -> dict[str, object]:
    """The total a file states beside that of its rows. What a format adds up by itself is compared as it stands."""
    stated = planned.control.file
    own = head.fixed_kind in ("payments", "balances") or "control_file" in head.facts
    return {
        "file": None if stated is None else Money(stated, kept.currency),
        "rows": Money(planned.control.rows, kept.currency) if own else kept,
        "left_out": Money(0, kept.currency) if own else left_out,
        "fits": planned.control.fits,
    }


def facts_of(planned: ImportPlan, head: TableHead) -> Mapping[str, Fact]:
    """What the format says of itself, and how a table was read."""
    found = dict(head.facts)
    if head.form == "delimited":
        found |= {"delimiter": head.delimiter, "header_line": head.header_row}
    elif head.form in ("workbook", "document"):
        found["header_line"] = head.header_row
    if head.form in ("delimited", "workbook", "document"):
        fields = {target.column: target.field for target in planned.mapping.targets}
        found["columns"] = [fields.get(column, "") for column in range(len(head.columns))]
    table = planned.table
    if isinstance(table, ClientsTable):
        found["inn_lost_zero"] = table.restored_zeros
        found["companies"] = int((table.verdict == 0).sum())
        found["contacts"] = int((table.verdict == 1).sum())
        held = HELD if planned.kind != "clients" else frozenset((*CLIENT_FIELDS, *PERSON_FIELDS))
        found["not_kept"] = [*dict.fromkeys(each.field for each in planned.mapping.targets if each.field not in held)]
        known = people_of_known(planned, table)
        if known:
            found["people_known"] = known
    if not head.fixed_kind:
        found["totals_rows"] = table.totals_rows
    return found


def people_of_known(planned: ImportPlan, table: ClientsTable) -> int:
    """Rows that tell of people of clients who are known: those people are never written over by a file."""
    if not table.person:
        return 0
    told = np.stack([column.codes >= 0 for column in table.person.values()]).any(axis=0)
    there = np.array([target is not None for target in planned.targets])
    return int((told & there & (planned.verdict < ASK)).sum())


def payers_of(planned: ImportPlan) -> list[Payer]:
    """Payers of a statement with the letters their payments give them, the largest first; none for other files."""
    table = planned.table
    if not isinstance(table, RecordsTable) or table.kind != "payments":
        return []
    codes, parties = parties_of(table)
    kept = (planned.verdict <= ASK) & (codes >= 0) & (_amounts(table) > 0)
    used, payer = np.unique(codes[kept], return_inverse=True)
    amount, day = _amounts(table)[kept], table.days["date"][kept]
    letters = payer_letters(payer.astype(np.int32), day, amount, len(used))
    totals = np.zeros(len(used), np.int64)
    np.add.at(totals, payer, amount)
    counts = np.bincount(payer, minlength=len(used)).tolist()
    rows = [
        Payer(parties[code].name, parties[code].inn, total, count, *letter)
        for code, total, count, letter in zip(used.tolist(), totals.tolist(), counts, letters, strict=True)
    ]
    return sorted(rows, key=lambda each: -each.amount)
