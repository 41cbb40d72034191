"""The plan: a verdict for every row, control sums, nothing written, the same object shown and committed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from core.problem import Problem
from storage.intake.plan import BaseSnapshot, ImportPlan, LineKey, LineValues, line_keys_and_values
from storage.intake.prepare import LoadedTable, load, plan, write_rows
from storage.intake.sales_table import SalesTable
from tests.intake.tables import NOTHING, SALES, clients, sales, write

TEXT = SALES + "1,A,2026-01-01,5.00\n1,A,2026-01-01,5.00\n2,B,2026-01-02,7.50\n,C,2026-01-03,9.00\n2,D,soon,1.00\n"
ONE, TWO = b"1" * 16, b"2" * 16


def stored(loaded: LoadedTable) -> dict[LineKey, LineValues]:
    """The lines of a table as a store would give them back."""
    table = sales(loaded)
    return dict(line_keys_and_values(table, np.flatnonzero(table.verdict == 0)))


def counts(planned: ImportPlan) -> dict[str, int]:
    assert sum(planned.counts.values()) == planned.rows
    return {verdict: count for verdict, count in planned.counts.items() if count}


def test_everything_is_new_in_an_empty_base(tmp_path: Path) -> None:
    planned = plan(load(write(tmp_path, TEXT), "RUB"), NOTHING)
    assert counts(planned) == {"new": 3, "not_a_client": 1, "error": 1}
    assert (planned.clients, planned.new_clients, planned.lines) == (2, 2, 3)
    assert (planned.control.kept, planned.control.rows, planned.control.fits) == (1750, 2750, None)
    assert [(row.row, row.column, row.name) for row in planned.errors()] == [(6, 3, "InvoiceDate")]
    assert planned.rows_of("not_a_client") == [5]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, TEXT), "RUB")
    lines = stored(loaded)
    base = BaseSnapshot({"1": (ONE,), "2": (TWO,)}, {}, {})
    planned = plan(
        loaded, base, lambda client: {key: value for key, value in lines.items() if (key[0] == "A") == (client == ONE)}
    )
    assert counts(planned) == {"same": 3, "not_a_client": 1, "error": 1}
    assert (planned.clients, planned.new_clients, planned.lines) == (2, 0, 3)
    changed = load(write(tmp_path, TEXT.replace("7.50", "7.51")), "RUB")
    assert counts(plan(changed, base, lambda _: lines)) == {"update": 1, "same": 2, "not_a_client": 1, "error": 1}


def test_references_match_id_then_inn_then_name(tmp_path: Path) -> None:
    loaded = load(
        write(tmp_path, SALES + "".join(f"{ref},A,2026-01-01,5\n" for ref in ("x", "7707083893", "ООО А", "y"))), "RUB"
    )
    base = BaseSnapshot({"x": (ONE,)}, {"7707083893": (TWO,)}, {"x": (TWO,), "ООО А": (ONE,), "y": (ONE, TWO)})
    planned = plan(loaded, base)
    assert planned.targets == (ONE, TWO, ONE, None)
    assert counts(planned) == {"new": 3, "ask": 1}
    assert planned.new_clients == 0


def test_ten_digits_are_an_inn_only_with_check_digits_or_in_its_column(tmp_path: Path) -> None:
    base = BaseSnapshot({}, {"1234567890": (ONE,)}, {})
    text = "{};Дата;Сумма\n1234567890;01.01.2026;5\n"
    assert plan(load(write(tmp_path, text.format("CustomerID")), "RUB"), base).targets == (None,)
    assert plan(load(write(tmp_path, text.format("ИНН")), "RUB"), base).targets == (ONE,)


@pytest.mark.parametrize(("total", "fits"), [("12,50", True), ("12,51", False)])
def test_control_total(tmp_path: Path, total: str, fits: bool) -> None:
    text = f"Контрагент;Дата;Сумма\nА;01.01.2026;5,00\nБ;02.01.2026;7,50\nИтого;;{total}\n"
    control = plan(load(write(tmp_path, text), "RUB"), NOTHING).control
    assert (control.rows, control.fits) == (1250, fits)


def test_the_hash_covers_what_would_be_written(tmp_path: Path) -> None:
    planned = plan(load(write(tmp_path, TEXT), "RUB"), NOTHING)
    again = plan(load(write(tmp_path, TEXT), "RUB"), NOTHING)
    assert planned.unchanged() and planned.sha256 == again.sha256
    assert plan(load(write(tmp_path, TEXT), "USD"), NOTHING).sha256 != planned.sha256
    assert plan(load(write(tmp_path, TEXT), "RUB"), BaseSnapshot({"1": (ONE,)}, {}, {})).sha256 != planned.sha256
    assert isinstance(planned.table, SalesTable)
    planned.table.amount[0] += 1
    assert not planned.unchanged()


def test_failed_rows_can_be_corrected_and_imported_again(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, SALES + "=cmd(),A,soon,5\n2,B,2026-01-01,-7\n3,C,2026-02-30,-8\n"), "RUB")
    planned = plan(loaded, NOTHING)
    out = io.StringIO()
    assert write_rows(loaded, planned, ["error"], out, lambda reason: reason.name, ("Row", "Why")) == 2
    assert out.getvalue() == (
        "Row;CustomerID;InvoiceNo;InvoiceDate;Amount;Why\r\n2;'=cmd();A;soon;5;NOT_A_DATE\r\n4;3;C;2026-02-30;-8;IMPOSSIBLE_DATE\r\n"
    )
    fixed = write(tmp_path, out.getvalue().replace("soon", "2026-01-05").replace("02-30", "02-28"), "fixed.csv")
    assert counts(plan(load(fixed, "RUB"), NOTHING)) == {"new": 2}


CLIENTS = "Код;Наименование;ИНН;Город\n1;ООО А;7707083893;Тула\n2;ООО Б;;\n2;ООО Б;;\n2;ООО Б;;Орёл\n3;;;Омск\n"


def test_clients(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, CLIENTS), "RUB")
    planned = plan(loaded, NOTHING)
    assert counts(planned) == {"new": 2, "same": 1, "ask": 1, "error": 1}
    assert (planned.clients, planned.new_clients, planned.lines) == (2, 2, 0)
    assert [(row.row, row.column) for row in planned.errors()] == [(5, 0), (6, 2)]
    base = BaseSnapshot({"2": (TWO,)}, {"7707083893": (ONE,)}, {})
    cards = {ONE: {"external_id": "9", "name": "А", "inn": "7707083893", "city": "Тула"}, TWO: {"name": "ООО Б"}}
    again = plan(loaded, base, known_fields=cards.__getitem__)
    assert counts(again) == {"update": 1, "same": 2, "ask": 1, "error": 1}
    assert again.targets[:3] == (ONE, TWO, TWO)


def test_contacts_of_companies_are_no_clients(tmp_path: Path) -> None:
    text = "Тип,Наименование,Компания\nкомпания,ООО А,\nконтакт,Ольга,ООО А\nконтакт,Пётр,\n"
    loaded = load(write(tmp_path, text), "RUB")
    assert clients(loaded).verdict.tolist() == [0, 1, 0]
    assert [clients(loaded).value("kind", row) for row in range(3)] == ["company", "person", "person"]


def test_a_clients_file_of_totals_only(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="totals only"):
        load(write(tmp_path, "Наименование;Телефон\nИтого;\n"), "RUB", "clients")
