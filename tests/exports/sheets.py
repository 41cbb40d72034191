"""Made-up lists for the tests of exports."""

from __future__ import annotations

from storage.access.exports import ExportRequest
from storage.outlets.sheet import Column, Sheet

COLUMNS = (
    Column("id", "ID", "id"),
    Column("external_id", "Номер", "number"),
    Column("name", "Клиент", "name"),
    Column("turnover", "Оборот", "amount"),
    Column("city", "Город"),
)


def sheet(rows: int) -> Sheet:
    """A list of so many firms."""
    return Sheet(
        COLUMNS, [[f"{n:032x}", f"К-{n:06}", f"ООО «Фирма {n}»", 1000.5 * n, "Тула"] for n in range(1, rows + 1)]
    )


def sentence(request: ExportRequest, number: int) -> str:
    """The line of the mark."""
    return f"Выгрузка № {number} · {request.id.hex()}"
