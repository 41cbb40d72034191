"""Sales lines become typed columns, in exact integers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.intake.prepare import load
from storage.intake.reading import TextColumn
from storage.intake.sales_table import CANCELLATION, RETURN
from storage.intake.typed import UNKNOWN_AMOUNT, UNKNOWN_DAY, Numbers, exact_sum, product_of
from tests.intake.tables import SALES, load_sales, sales, write

LINES = "CustomerID,InvoiceNo,StockCode,InvoiceDate,Quantity,UnitPrice\n"


def texts(column: TextColumn) -> list[str]:
    return [(*column.strings, "")[code] for code in column.codes.tolist()]


def test_quantity_times_price_is_rounded_by_line(tmp_path: Path) -> None:
    table = load_sales(
        tmp_path, LINES + "1,A,X,2026-01-01,3,0.335\n1,A,Y,2026-01-01,-1,0.125\n1,A,Z,2026-01-01,1.5,2\n"
    )
    assert table.amount.tolist() == [101, -13, 300]
    assert table.quantity.tolist() == [3_000_000, -1_000_000, 1_500_000]
    assert table.amount.dtype == table.quantity.dtype == np.int64


DECIMALS = st.decimals(-(10**9), 10**9, places=4)


@given(st.lists(st.tuples(DECIMALS, DECIMALS), min_size=1, max_size=5))
def test_products_equal_decimal_arithmetic(pairs: list[tuple[Decimal, Decimal]]) -> None:
    columns = [
        Numbers.of(TextColumn(np.arange(len(pairs), dtype=np.int32), tuple(f"{pair[side]:f}" for pair in pairs)), False)
        for side in (0, 1)
    ]
    values, reasons = product_of(columns[0], columns[1], 2)
    exact = [int((a * b).scaleb(2).quantize(Decimal(1), ROUND_HALF_UP)) for a, b in pairs]
    for value, reason, right in zip(values.tolist(), reasons.tolist(), exact, strict=True):
        assert value == right if abs(right) <= 10**15 else reason == 5


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=20))
def test_sums_do_not_overflow(values: list[int]) -> None:
    assert exact_sum(np.array(values, np.int64)) == sum(values)


def test_rows_without_a_client_are_no_error(tmp_path: Path) -> None:
    table = load_sales(tmp_path, SALES + "1,A,2026-01-01,5\n,B,2026-01-01,7\n—,C,soon,8\n2,D,soon,9\n")
    assert table.verdict.tolist() == [0, 1, 1, 2]


def test_occurrences_tell_equal_lines_apart(tmp_path: Path) -> None:
    rows = ["1,A,X", "1,A,Y", "1,A,X", "2,A,X", "1,B,X", ",A,X", "1,A,X"]
    table = load_sales(tmp_path, LINES + "".join(f"{row},2026-01-01,1,5\n" for row in rows))
    assert table.occurrence.tolist() == [0, 0, 1, 0, 0, 0, 2]
    assert table.line.tolist() == [0] * 7
    numbered = "CustomerID,InvoiceNo,Line,StockCode,InvoiceDate,Amount\n"
    rows = ["1,A,1,X", "1,A,2,X", "1,A,1,Y", "1,A,,X", "1,A,,X"]
    table = load_sales(tmp_path, numbered + "".join(f"{row},2026-01-01,5\n" for row in rows))
    assert table.occurrence.tolist() == [0, 0, 1, 0, 1]
    assert table.line.tolist() == [1, 2, 1, 0, 0]


def test_rows_without_a_document_belong_to_that_of_their_day(tmp_path: Path) -> None:
    table = load_sales(tmp_path, "client,date,net\n1,02.01.2026,5\n1,01.01.2026,5\n1,02.01.2026,5\n")
    assert texts(table.document) == ["2026-01-02", "2026-01-01", "2026-01-02"]
    assert table.occurrence.tolist() == [0, 0, 1]


def test_returns_and_cancellations(tmp_path: Path) -> None:
    rows = ["536365,5", "C536365,-5", "C1,5", "536366,-5", "Отмена 7,-5", "Сторно,-5", "СК-17,-5"]
    table = load_sales(tmp_path, SALES + "".join(f"1,{row.replace(',', ',2026-01-01,')}\n" for row in rows))
    both = RETURN | CANCELLATION
    assert table.flags.tolist() == [0, both, 0, RETURN, both, both, RETURN]


def test_currencies(tmp_path: Path) -> None:
    header = "CustomerID;Date;Amount;Currency\n"
    rows = "1;2026-01-01;5;руб.\n1;2026-01-01;$5,50;\n1;2026-01-01;5;eur\n1;2026-01-01;1500;JPY\n1;2026-01-01;5;XXX\n"
    table = load_sales(tmp_path, header + rows)
    assert texts(table.currency)[:4] == ["RUB", "USD", "EUR", "JPY"]
    assert table.amount.tolist()[:4] == [500, 550, 500, 1500]
    assert (table.verdict[4], table.error_column[4], table.error_reason[4]) == (2, 4, 7)


def test_optional_columns_and_their_unknowns(tmp_path: Path) -> None:
    text = "Клиент;Дата;Сумма;Себестоимость;Срок оплаты;Дата оплаты;Менеджер;Кол-во\n"
    table = load_sales(tmp_path, text + "А;01.01.2026;5;3,5;10.01.2026;;Иванов;\nБ;01.01.2026;5;;;;;2\n")
    assert table.cost.tolist() == [350, UNKNOWN_AMOUNT]
    assert table.due.tolist() == [20463, UNKNOWN_DAY] and table.paid.tolist() == [UNKNOWN_DAY] * 2
    assert texts(table.seller) == ["Иванов", ""]
    assert table.quantity.tolist() == [UNKNOWN_AMOUNT, 2_000_000]
    assert table.ref_kind == "name"


@pytest.mark.parametrize(
    ("header", "cell", "text", "kind"),
    [
        ("ИНН", "536455680", "0536455680", "inn"),
        ("CustomerID", "17850.0", "17850", "external_id"),
        ("Контрагент", "ООО Ромашка", "ООО Ромашка", "name"),
        ("Клиент", "000123", "000123", "external_id"),
        ("CustomerID", "NA", "NA", "external_id"),
    ],
)
def test_references(tmp_path: Path, header: str, cell: str, text: str, kind: str) -> None:
    table = load_sales(tmp_path, f"{header};Дата;Сумма\n{cell};01.01.2026;5\n")
    assert (table.client_ref.strings, table.ref_kind) == ((text,), kind)


def test_totals_rows_leave_and_give_the_control_total(tmp_path: Path) -> None:
    text = "Контрагент;Дата;Сумма\nА;01.01.2026;5,00\nИтого по А;;5,00\nВсего;02.01.2026;7,50\nИтого:;;12,50\n"
    table = load_sales(tmp_path, text)
    assert (table.totals_rows, table.file_total) == (2, 1250)
    assert table.amount.tolist() == [500, 750]


def test_month_first_dates_when_the_column_proves_them(tmp_path: Path) -> None:
    table = load_sales(tmp_path, SALES + "1,A,1/2/2026,5\n1,A,12/31/2026,5\n")
    assert table.day.tolist() == [20455, 20818]


def test_amounts_beyond_the_limit_are_errors(tmp_path: Path) -> None:
    table = load_sales(tmp_path, SALES + "1,A,2026-01-01,99999999999999\n1,A,2026-01-01,9999999999999\n")
    assert table.verdict.tolist() == [2, 0] and table.error_reason[0] == 5


def test_constants(tmp_path: Path) -> None:
    path = write(tmp_path, "Клиент;Сумма\nА;5\n")
    table = sales(load(path, "RUB", "sales", sets=["date=01.01.2026", "currency=USD"]))
    assert table.day.tolist() == [20454] and texts(table.currency) == ["USD"]
