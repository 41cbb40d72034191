"""What everybody owes, worked out at once, is what is said of each alone (U29)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.entities.ledger import NO_DAY, UNKNOWN, DueLines, LineColumns
from core.worth.receivables import UNKNOWN_DAY, Invoice, debts, owed

TODAY = 100
Row = tuple[int, int, int, int, int, int]
"""Client, day, document, amount, days to pay, days until paid; -1: never."""


def lines_of(rows: list[Row], clients: int) -> LineColumns:
    client, day, document, amount, term, after = (np.array([row[at] for row in rows], np.int64) for at in range(6))
    paid = np.where(after < 0, NO_DAY, day + after).astype(np.int32)
    dues = DueLines(
        client.astype(np.int32), day.astype(np.int32), document, amount, (day + term).astype(np.int32), paid
    )
    cost, flags = np.full(len(rows), UNKNOWN), np.zeros(len(rows), np.uint16)
    return LineColumns(dues.client, dues.day, document, amount, cost, flags, clients, dues)


def alone(rows: list[Row], client: int) -> tuple[int, int, int]:
    """The same client through his documents."""
    found = []
    for day, document in sorted({(row[1], row[2]) for row in rows if row[0] == client and row[1] <= TODAY}):
        of = [row for row in rows if row[:3] == (client, day, document)]
        paid = UNKNOWN_DAY if any(row[5] < 0 for row in of) else max(day + row[5] for row in of)
        due = max(day + row[4] for row in of)
        found.append(Invoice(str(document), day, sum(row[3] for row in of), due, paid))
    told = owed(found, TODAY)
    return told.total, told.overdue, told.oldest


ROWS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(40, 110),
        st.integers(0, 4),
        st.integers(-500, 1000),
        st.integers(0, 40),
        st.integers(-1, 60),
    ),
    min_size=1,
    max_size=14,
)


@given(ROWS)
def test_U29_debts_of_all_are_the_debts_of_each(rows: list[Row]) -> None:
    found = debts(lines_of(rows, 3), TODAY)
    for client in range(3):
        said = (int(found.total[client]), int(found.overdue[client]), int(found.oldest[client]))
        assert said == alone(rows, client)


def test_U29_a_return_takes_from_the_oldest_debt() -> None:
    rows = [(0, 50, 1, 300, 10, -1), (0, 70, 2, 200, 40, -1), (0, 80, 3, -120, 0, -1), (1, 60, 4, 90, 5, 10)]
    found = debts(lines_of(rows, 2), TODAY)
    assert (found.total.tolist(), found.overdue.tolist(), found.oldest.tolist()) == ([380, 0], [180, 0], [40, 0])


def test_U29_nobody_owes_where_accounting_gives_no_days() -> None:
    none = np.zeros(0, np.int32)
    lines = LineColumns(none, none, none.astype(np.int64), none.astype(np.int64), none.astype(np.int64),
                        none.astype(np.uint16), 4)  # fmt: skip
    assert debts(lines, TODAY).total.tolist() == [0, 0, 0, 0]
