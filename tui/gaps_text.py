"""Typed orders against accounting as lines and columns: what its screen draws and its command prints (S03.35)."""

from __future__ import annotations

from core.wording.order_gaps import word
from tui.desk.port_gaps import GapRow, OrderGaps, SellerRow
from tui.text import count, date, exact_money, fill, gettext, share


def seller_cells(row: SellerRow) -> tuple[str, ...]:
    """A seller in the order of `seller_heads`."""
    return (
        row.seller,
        count(row.documents),
        count(row.with_order),
        share(row.share),
        count(row.no_document) if row.no_document else "",
        count(row.sums) if row.sums else "",
    )


def seller_heads() -> tuple[str, ...]:
    """Heads of the list of sellers."""
    return (
        gettext("Seller"),
        gettext("Sales"),
        gettext("Typed"),
        gettext("Complete"),
        gettext("No sale"),
        gettext("Sums"),
    )


def total_of(rows: tuple[SellerRow, ...]) -> SellerRow:
    """All sellers together."""
    names = ("documents", "with_order", "orders", "no_document", "sums")
    told = {name: sum(getattr(row, name) for row in rows) for name in names}
    part = told["with_order"] / told["documents"] if told["documents"] else None
    return SellerRow(seller=gettext("In all"), share=part, **told)


def gap_cells(row: GapRow) -> tuple[str, ...]:
    """A gap in the order of `gap_heads`."""
    numbers = row.number if row.number == row.document or not row.document else f"{row.number} {row.document}".strip()
    return (
        date(row.day),
        row.client,
        row.seller,
        word(row.kind),
        numbers,
        exact_money(row.typed) if row.typed is not None else "",
        exact_money(row.booked) if row.booked is not None else "",
    )


def gap_heads() -> tuple[str, ...]:
    """Heads of the list of gaps."""
    return (
        gettext("Date"),
        gettext("Client"),
        gettext("Seller"),
        gettext("Missing"),
        gettext("Number"),
        gettext("Typed sum"),
        gettext("In accounting"),
    )


def span_text(told: OrderGaps) -> str:
    """From when to when."""
    return fill(gettext("{first} – {last}"), first=date(told.since), last=date(told.as_of))
