"""The form of an order as lines and columns: pure functions of the desk's answers."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.answers import OrderLine, Purchase
from tui.desk.port_orders import FoundOrder, ItemRow, OrderRow, OrderView, ParticipantRow, StagedRow, Taken
from tui.safe_text import fit, wrap
from tui.text import count, date, exact_money, field_name, fill, gettext, label
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

OrdersLine = Purchase | OrderRow
"""A row of CARD Заказы: a document of accounting, or an order typed by hand."""


def orders_id(row: OrdersLine) -> str:
    """Stable id of a row."""
    return f"order:{row.id}" if isinstance(row, OrderRow) else row.document


def together(purchases: Sequence[Purchase], orders: Sequence[OrderRow]) -> list[OrdersLine]:
    """Both sorts, newest first; an order by hand right above the document it is taken to be (S03.46)."""
    of_document: dict[str, OrderRow] = {}
    for each in reversed(orders):
        if each.document:
            of_document[each.document] = each
    rows: list[OrdersLine] = []
    alone = sorted((each for each in orders if not each.document), key=lambda each: each.day)
    for purchase in purchases:
        while alone and alone[-1].day >= purchase.day:
            rows.append(alone.pop())
        typed = of_document.pop(purchase.document, None)
        if typed is not None:
            rows.append(typed)
        rows.append(purchase)
    return [*rows, *reversed(alone)]


def _sort_of(row: OrdersLine) -> Piece:
    if isinstance(row, OrderRow):
        return (gettext("by hand"), "accent")
    if row.cancelled:
        return (gettext("cancelled"), "bad")
    return (gettext("return"), "warn") if row.is_return else (gettext("order"), "dim")


def _number(row: OrdersLine) -> Piece:
    if isinstance(row, Purchase):
        return (row.document, "")
    return (f"{row.number} = {row.document}" if row.document else row.number, "strong")


def _amount(row: OrdersLine) -> Piece:
    # What accounting has counts; a typed sum beside it is only shown.
    counted = isinstance(row, Purchase) or not row.document
    return (exact_money(row.amount), "" if counted else "dim")


def order_columns() -> tuple[Column[OrdersLine], ...]:
    """Day, number, kind, lines, sum."""
    return (
        Column("day", lambda: gettext("Day"), 10, lambda row: (date(row.day), "")),
        Column("document", lambda: gettext("Document"), 16, _number, flex=1),
        Column("sort", lambda: gettext("Kind"), 10, _sort_of),
        Column("lines", lambda: gettext("Lines"), 6, lambda row: (count(row.lines), "dim"), right=True),
        Column("amount", lambda: gettext("Amount"), 18, _amount, right=True),
    )


def order_lines(purchase: Purchase, lines: Sequence[OrderLine], width: int) -> list[Line]:
    """The lines of one document for the lower pane."""
    title = fill(gettext("Document {number} of {day}"), number=purchase.document, day=date(purchase.day))
    drawn: list[Line] = [((title, "title"),)]
    room = max(10, width - 9 - 18 - 2)
    for line in lines:
        name = line.product_name or line.product
        drawn.append(
            (
                (fit(name, room), ""),
                (" " + fit(line.quantity, 8, right=True), "dim"),
                (" " + fit(exact_money(line.amount), 18, right=True), ""),
            )
        )
    return drawn


def typed_lines(view: OrderView, width: int) -> list[Line]:
    """An order by hand for the lower pane: lines, people, what accounting has."""
    row = view.row
    drawn: list[Line] = [((head_text(view), "title"),)]
    room = max(10, width - 18 - 1)
    for item in view.items:
        drawn.append(((fit(_with_days(item), room), ""), (" " + fit(exact_money(item.amount), 18, right=True), "")))
    if row.people:
        told = gettext("People") + ": " + ", ".join(row.people)
        drawn += [((part, ""),) for part in wrap(told, width)]
    drawn += [((part, "dim"),) for part in wrap(booked_text(row), width)]
    return drawn


def head_text(view: OrderView) -> str:
    """Number, day, sum, seller."""
    told = gettext("Order {number} of {day} · {sum}")
    row = view.row
    seller = f" · {view.seller}" if view.seller else ""
    return fill(told, number=row.number, day=date(row.day), sum=exact_money(row.amount)) + seller


def booked_text(row: OrderRow) -> str:
    """The order beside accounting: counted once."""
    if row.booked is None:
        return gettext("Accounting has no document for it yet.")
    told = gettext("In accounting: {number}, {sum}; it counts once, as there.")
    return fill(told, number=row.document, sum=exact_money(row.booked))


def _with_days(item: ItemRow) -> str:
    if item.day is None:
        return item.name
    days = date(item.day) if item.until is None else f"{date(item.day)} – {date(item.until)}"
    return f"{item.name} ({days})"


def item_columns() -> tuple[Column[ItemRow], ...]:
    """What, quantity, days, people, sum."""
    return (
        Column("name", lambda: gettext("Line or service"), 18, lambda row: (row.name, ""), flex=3),
        Column("quantity", lambda: gettext("Qty"), 6, lambda row: (f"{row.quantity:g}", "dim"), right=True),
        Column("day", lambda: gettext("Since"), 10, lambda row: (date(row.day) if row.day else "", "")),
        Column("until", lambda: gettext("Until"), 10, lambda row: (date(row.until) if row.until else "", "")),
        Column("people", lambda: gettext("Ppl"), 4, lambda row: (str(len(row.people) or ""), "dim"), right=True),
        Column("amount", lambda: gettext("Amount"), 16, lambda row: (exact_money(row.amount), ""), right=True),
    )


def participant_columns() -> tuple[Column[ParticipantRow], ...]:
    """Name, Latin name, birthday, services."""
    return (
        Column("name", lambda: gettext("Takes part"), 22, lambda row: (row.name, "strong"), flex=2),
        Column("latin", lambda: gettext("In Latin letters"), 18, lambda row: (row.latin, "dim"), flex=1, from_width=90),
        Column("birthday", lambda: gettext("Birthday"), 13, lambda row: (row.birthday, "")),
        Column("services", lambda: gettext("Services"), 24, lambda row: (", ".join(row.services), ""), flex=2),
    )


def staged_columns() -> tuple[Column[StagedRow], ...]:
    """Row, who, verdict, what it brings or why it stays out."""
    inks = {"new": "good", "update": "accent", "same": "dim", "error": "bad"}
    return (
        Column("row", lambda: gettext("Row"), 6, lambda row: (str(row.row), "dim"), right=True),
        Column("name", lambda: gettext("Person"), 22, lambda row: (row.name, ""), flex=1),
        Column(
            "verdict", lambda: gettext("Verdict"), 10,
            lambda row: (label("verdict", row.verdict, short=True), inks[row.verdict]),
        ),
        Column("what", lambda: gettext("Brings"), 24, lambda row: (staged_what(row), "dim"), flex=2),
    )  # fmt: skip


def staged_what(row: StagedRow) -> str:
    """Fields in words; of a row in error, why."""
    if row.verdict == "error":
        return row.what
    return ", ".join(dict.fromkeys(field_name(each) for each in row.what.split(", ") if each))


def found_text(row: FoundOrder) -> str:
    """An earlier order as one line of a list."""
    people = ", ".join(name for _id, name in row.people) or "—"
    told = gettext("{number} of {day}, begins {start} · {client} · {people}")
    return fill(told, number=row.number, day=date(row.day), start=date(row.start), client=row.client, people=people)


def taken_text(taken: Taken) -> str:
    """What came of taking people in."""
    told = gettext("Into the order: {added}; new contact persons: {made}; completed: {changed}; left out: {out}.")
    said = fill(told, added=taken.added, made=taken.made, changed=taken.changed, out=taken.left_out)
    if taken.closed:
        said += " " + gettext("Birthdays and documents were not kept: what is private here is closed to you.")
    return said
