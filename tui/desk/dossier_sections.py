"""The sections of a dossier, one small function each: what is known of a client → blocks of a document.

A new subject adds its function to SECTIONS; renderers, contents and the page counter need no word about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.dossier.blocks import Block, Card, Column, Fact, Figure, Heading, Note, Paragraph, Table
from core.dossier.figures import month_bars, rhythm_strip, share_bars
from core.entities.money import Money
from core.wording import dates, fill, labels, money, numbers
from core.wording import gettext as _
from core.wording.counted import days, purchases
from storage.audit.receipt import Receipt
from storage.vault.sale_documents import SaleDocument
from tui.desk import dossier_files, dossier_relations
from tui.desk.answers import CardOverview, Change, Purchase
from tui.desk.dossier_products import Bought
from tui.desk.figures import date_of
from tui.text import field_name

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MOST_DOCUMENTS = 400
"""Rows of the table of orders: ten pages; what is older is counted."""
MOST_CHANGES = 300
MOST_PRODUCTS = 60
MOST_WHOLE = 25
"""Orders printed line by line."""
_SHOWN_SHARES = 10
_MINOR = 100
_YEAR = 12


@dataclass(frozen=True)
class Opened:
    """A client whose dossier has been opened, logged and budgeted: what the sections are made of.

    A section that needs more asks `desk` for it; nothing else may read what is under the dossier's key.
    """

    desk: Desk
    client_id: str
    overview: CardOverview
    purchases: Sequence[Purchase]
    bought: Sequence[Bought]
    history: Sequence[Change]
    documents: Sequence[SaleDocument]
    """His sales with their lines, newest first."""
    members: Sequence[bytes]
    """His own id first, then those merged into him."""
    receipt: Receipt
    """Of the reading: what opens the dossier's own records."""


Section = Callable[[Opened], Iterator[Block]]


def overview(opened: Opened) -> Iterator[Block]:
    """Key figures, the reason to turn to him now, requisites."""
    seen, row = opened.overview, opened.overview.row
    yield Heading(_("The client in figures"))
    silent = days(row.days_silent) if row.days_silent is not None else "—"
    interval = seen.rhythm.usual_interval_days
    usual = fill(_("usual interval: {span}"), span=days(max(1, round(interval)))) if interval else ""
    yield Card(
        (
            Fact(_("Turnover of 12 months"), money.money(row.turnover_12m) if row.turnover_12m else "—"),
            Fact(_("Share of all sales"), numbers.percent(seen.share_percent, 2)),
            Fact(_("Silent"), silent, usual),
            Fact(_("Level"), labels.label("level", row.level)),
            Fact("ABC / XYZ", f"{row.abc or '—'} / {row.xyz or '—'}"),
            Fact(_("Returns"), money.money(seen.returned), numbers.percent(seen.return_share_percent, 1)),
        ),
        large=True,
    )
    if seen.rhythm.why:
        yield Note(seen.rhythm.why)
    yield Heading(_("Card"), 2)
    pairs = [
        (_("Number"), row.external_id), (field_name("inn"), seen.inn), (field_name("kpp"), seen.kpp),
        (_("City"), row.city),
        (_("Address"), seen.address), (_("Site"), seen.site), (_("Tags"), ", ".join(seen.tags)),
        (_("Responsible"), row.owner),
        (_("Phones and e-mails"), ", ".join(each.mask for each in seen.contacts)),
        (_("Merged with"), "; ".join(each.name for each in seen.merged)),
        (_("Group of firms"), "; ".join(each.name for each in seen.group.members) if seen.group else ""),
    ]  # fmt: skip
    yield Card(tuple(Fact(name, value) for name, value in pairs if value))
    if seen.note:
        yield Paragraph(seen.note)


def standing(opened: Opened) -> Iterator[Block]:
    """Where he stands on every axis, and why."""
    seen, row = opened.overview, opened.overview.row
    yield Heading(_("Where the client stands"))
    yield Card(
        (
            Fact(_("Level"), labels.label("level", row.level), seen.level_reason),
            Fact(_("Step"), labels.label("step", row.step)),
            Fact(_("Status"), labels.label("base_status", row.base_status)),
            Fact(_("Rhythm"), labels.label("state", row.state)),
            Fact("ABC", labels.label("abc", row.abc)),
            Fact("XYZ", labels.label("xyz", row.xyz)),
        )
    )
    if seen.level_evidence:
        yield Paragraph("\n".join(seen.level_evidence))


def rhythm(opened: Opened) -> Iterator[Block]:
    """The strip of purchases, turnover by month drawn and in figures."""
    seen = opened.overview
    yield Heading(_("Rhythm and turnover"))
    if not seen.purchases:
        yield Note(_("Has not bought anything yet"))
        return
    as_of, rhythm = seen.rhythm.as_of, seen.rhythm
    window = None
    if rhythm.expected_by is not None:
        window = (rhythm.expected_by, max(rhythm.late_from or rhythm.expected_by, rhythm.expected_by))
    yield Figure(
        rhythm_strip(
            rhythm.events, as_of, {month: dates.month_short(month) for month in range(1, _YEAR + 1)},
            fill(_("today, {day}"), day=dates.short_date(as_of)), window, _("expected"),
        ),
        _("Purchases, the expected window, today"),
        fill(
            _("{purchases} from {first} to {last}"), purchases=purchases(seen.purchases),
            first=dates.long_date(seen.first_purchase or as_of), last=dates.long_date(seen.last_purchase or as_of),
        ),
    )  # fmt: skip
    yield from _months(seen)
    yield Card(
        (
            Fact(_("First purchase"), dates.long_date(seen.first_purchase) if seen.first_purchase else "—"),
            Fact(_("Last purchase"), dates.long_date(seen.last_purchase) if seen.last_purchase else "—"),
            Fact(_("All purchases"), f"{numbers.count(seen.purchases)}; {money.money(seen.gross)}"),
            Fact(_("Net of returns"), money.money(seen.net)),
        )
    )


def _months(seen: CardOverview) -> Iterator[Block]:
    if not seen.months:
        return
    currency = seen.net.currency
    values = [(_month(name), float(net)) for name, net in seen.months]
    top = max((value for _label, value in values), default=0.0)
    step = _round_step(top)
    scale = {step * n: money.short(Money(int(step * n), currency)) for n in range(1, 7) if step and step * n <= top}
    told = "; ".join(f"{name} {money.whole(Money(net, currency))}" for name, net in seen.months)
    yield Figure(month_bars(values, scale), _("Turnover by month, net of returns"), told)
    columns = (Column(_("Month"), 1.4), Column(_("Turnover"), 1.2, "right"))
    both = (*columns, Column("", 0.2), *columns)
    months = [(_long_month(name), money.money(Money(net, currency))) for name, net in reversed(seen.months)]
    half = -(-len(months) // 2)
    left, right = months[:half], [*months[half:], *[("", "")] * (2 * half - len(months))]
    rows = tuple((*one, "", *two) for one, two in zip(left, right, strict=True))
    yield Table(both, rows, _("Turnover by month"))


def _month(name: str) -> str:
    year, month = int(name[:4]), int(name[5:])
    return str(year) if month == 1 else dates.month_short(month)


def _long_month(name: str) -> str:
    return dates.month_year(int(name[:4]), int(name[5:]))


def _round_step(top: float) -> float:
    """A third of the height, rounded down to one, two or five of its power of ten."""
    if top < _MINOR:
        return 0.0
    power = 1.0
    while power * 10 <= top / 3:
        power *= 10
    return next(power * times for times in (5, 2, 1) if power * times <= max(top / 3, power))


def products(opened: Opened) -> Iterator[Block]:
    """What he buys, largest first."""
    bought = opened.bought
    if not bought:
        return
    yield Heading(_("What the client buys"))
    whole = sum(max(each.amount.amount, 0) for each in bought) or 1
    shares = [(each.name, max(each.amount.amount, 0) / whole) for each in bought[:_SHOWN_SHARES]]
    yield Figure(
        share_bars([(name, part, numbers.share(part)) for name, part in shares]),
        _("Shares of goods in all purchases"),
        "; ".join(f"{name} {numbers.share(part)}" for name, part in shares),
    )
    rows = tuple(
        (each.name, each.quantity, money.money(each.amount), dates.short_date(each.last))
        for each in bought[:MOST_PRODUCTS]
    )
    yield Table(
        (
            Column(_("Product"), 3.2), Column(_("Quantity"), 1, "right"), Column(_("Sum"), 1.5, "right"),
            Column(_("Last bought"), 1.2),
        ),
        rows,
        _("Goods of all years"),
    )  # fmt: skip
    yield from _left_out(len(bought) - MOST_PRODUCTS)


def orders(opened: Opened) -> Iterator[Block]:
    """Documents, newest first."""
    yield Heading(_("Orders"))
    if not opened.purchases:
        yield Note(_("There are no orders."))
        return
    rows = tuple(
        (
            dates.short_date(each.day), each.document, numbers.count(each.lines), money.money(each.amount),
            _("cancelled") if each.cancelled else _("return") if each.is_return else "",
        )
        for each in opened.purchases[:MOST_DOCUMENTS]
    )  # fmt: skip
    yield Table(
        (
            Column(_("Day"), 1.1), Column(_("Document"), 2.2), Column(_("Lines"), 0.7, "right"),
            Column(_("Sum"), 1.5, "right"), Column("", 1),
        ),
        rows,
    )  # fmt: skip
    yield from _left_out(len(opened.purchases) - MOST_DOCUMENTS)


def last_orders(opened: Opened) -> Iterator[Block]:
    """What was in the last orders, line by line: what he takes together, and how much of it."""
    shown = [each for each in opened.documents if each.lines][:MOST_WHOLE]
    if not shown:
        return
    names, currency = opened.desk.session.firm.product_names(), opened.desk.base.currency
    yield Heading(_("The last orders in full"))
    for document in shown:
        rows = tuple(
            (
                names.get(line.product) or line.product or "—",
                numbers.trimmed(line.quantity, 3),
                money.money(Money(line.amount, document.currency or currency)),
            )
            for line in document.lines
        )
        title = f"{dates.short_date(date_of(document.day))}  {document.document}"
        columns = (Column(_("Product"), 3.2), Column(_("Quantity"), 1, "right"), Column(_("Sum"), 1.5, "right"))
        yield Table(columns, rows, title)


def history(opened: Opened) -> Iterator[Block]:
    """Changes of the card, newest first."""
    yield Heading(_("History of the card"))
    if not opened.history:
        yield Note(_("Nothing has been changed yet."))
        return
    rows = tuple(
        (dates.moment(each.at), each.who, field_name(each.field), each.before or "—", each.after or "—")
        for each in opened.history[:MOST_CHANGES]
    )
    yield Table(
        (
            Column(_("When"), 1.4), Column(_("Who"), 1.2), Column(_("Field"), 1.1), Column(_("Before"), 1.6),
            Column(_("After"), 1.6),
        ),
        rows,
    )  # fmt: skip
    yield from _left_out(len(opened.history) - MOST_CHANGES)


def _left_out(rows: int) -> Iterator[Block]:
    if rows > 0:
        yield Note(fill(_("Older rows not printed: {n}"), n=numbers.count(rows)))


SECTIONS: tuple[Section, ...] = (
    overview,
    standing,
    dossier_relations.texts,
    dossier_relations.people,
    dossier_relations.needs,
    dossier_relations.growth,
    dossier_relations.promises,
    dossier_relations.cases,
    dossier_relations.risks,
    dossier_relations.talks,
    dossier_relations.news,
    dossier_relations.unknown,
    rhythm,
    products,
    dossier_relations.agreements,
    orders,
    last_orders,
    dossier_files.files,
    history,
)
"""In the order of reading."""


def blocks_of(opened: Opened) -> tuple[Block, ...]:
    """Every section, one after another."""
    return tuple(block for section in SECTIONS for block in section(opened))
