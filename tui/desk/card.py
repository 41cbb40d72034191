"""CARD: overview, purchases and lines of one client, made from figures and his living sale lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from core.entities.client import ClientCard
from core.entities.client_contact import ContactLine
from core.entities.money import Money
from core.recovery.queue import lapse_probability
from core.rhythm.states import late_from
from core.standing import pyramid
from core.standing.months import client_months
from core.wording import numbers, standing
from core.wording.second_order import second_orders
from core.wording.sentences import why_now
from storage.vault.sale_documents import SaleDocument
from tui.desk.answers import CardOverview, OrderLine, Purchase, Rhythm
from tui.desk.base import Base
from tui.desk.figures import Figures, date_of, ranked

if TYPE_CHECKING:
    from tui.desk.desk import Desk

PERCENT = 100


def whole_overview(desk: Desk, client_id: str, figures: Figures) -> CardOverview:
    """Обзор of one client with what is stated of him, his own fields, group and plan."""
    base, number = desk.base, desk.place_of(client_id)
    answer = overview(base, figures, number, desk.card_of(number), desk.contacts.lines(number))
    proofs, own = desk.standing.proofs(client_id), desk.own.shown(client_id)
    answer = msgspec.structs.replace(answer, proofs=proofs, own=own)
    if base.ids[number] in base.members:
        answer = msgspec.structs.replace(answer, merged=desk.doubles.merged_with(client_id))
    if desk.session.edges.any_groups():
        answer = msgspec.structs.replace(answer, group=desk.firm_groups.of(client_id))
    if (planned := desk.plans.of_client(client_id)) is not None:
        answer = msgspec.structs.replace(answer, plan=planned)
    return answer


def overview(
    base: Base, figures: Figures, number: int, card: ClientCard, contacts: tuple[ContactLine, ...]
) -> CardOverview:
    """Обзор of one client."""
    row = base.row(number)
    days = figures.days
    facts = pyramid.facts(
        number, figures.axes.level, figures.rhythms.seen, figures.axes.turnover_12m, figures.firm.cuts, figures.rules
    )
    events = days.events(number)
    gross, returned, net = (int(each[number]) for each in (days.client_gross, days.client_returned, days.client_net))
    whole = figures.firm.positive_net
    return CardOverview(
        row=row,
        inn=card.inn,
        kpp=card.kpp,
        address=card.address,
        site=card.site,
        loyalty_card=card.loyalty_card,
        note=card.note,
        tags=card.tags,
        first_purchase=date_of(int(events[0])) if len(events) else None,
        last_purchase=date_of(int(events[-1])) if len(events) else None,
        purchases=len(events),
        gross=Money(gross, base.currency),
        returned=Money(returned, base.currency),
        net=Money(net, base.currency),
        share_percent=PERCENT * net / whole if whole > 0 and net > 0 else 0.0,
        return_share_percent=PERCENT * returned / gross if gross else 0.0,
        months=client_months(days, number),
        rhythm=_rhythm(base, figures, number),
        level_reason=standing.why_level(facts, base.currency),
        level_evidence=standing.evidence(facts),
        contacts=contacts,
        second_order=_second_order(figures, number),
    )


def _second_order(figures: Figures, number: int) -> str:
    """What the firm's other first purchases say of this one; empty for who has bought more often or never."""
    seen, told = figures.rhythms.seen, figures.firm.second_orders
    if seen.events[number] != 1 or not told:
        return ""
    return second_orders(told, int(seen.silent[number]))


def _rhythm(base: Base, figures: Figures, number: int) -> Rhythm:
    seen = figures.rhythms.seen
    events = figures.days.events(number)
    known = int(seen.events[number]) >= 2
    late = late_from(figures.rhythms, figures.firm, number, figures.rules)
    expected = figures.rhythms.expected_day(number)
    return Rhythm(
        events=tuple(date_of(int(day)) for day in events),
        as_of=figures.as_of,
        usual_interval_days=float(seen.gap[number]) if known else None,
        expected_by=date_of(expected) if expected is not None else None,
        late_from=date_of(late) if late is not None else None,
        state=figures.rhythms.state_of(number),
        lapse_probability=lapse_probability(figures.rhythms, number),
        why=_why(base, figures, number),
        model=figures.firm.model,
        figures_date=date_of(figures.firm.day) if figures.published else None,
    )


def _why(base: Base, figures: Figures, number: int) -> str:
    """The sentence of the queue for this client, empty where he never bought."""
    queue = ranked(figures, everyone=True)
    rows = np.flatnonzero(queue.client == number)
    return why_now(queue.reason(int(rows[0])), base.currency) if len(rows) else ""


def purchases(documents: list[SaleDocument], currency: str) -> list[Purchase]:
    """Documents of a client, newest first. `currency` stands in where the file had none."""
    return [
        Purchase(
            day=date_of(each.day),
            document=each.document,
            lines=len(each.lines),
            amount=Money(each.amount, each.currency or currency),
            is_return=each.is_return,
            cancelled=each.cancels,
        )
        for each in documents
    ]


def order_lines(documents: list[SaleDocument], document: str, currency: str, names: dict[str, str]) -> list[OrderLine]:
    """Lines of one document."""
    return [
        OrderLine(
            product=line.product,
            product_name=names.get(line.product, ""),
            quantity=numbers.trimmed(line.quantity, 3),
            amount=Money(line.amount, line.currency or currency),
        )
        for each in documents
        if each.document == document
        for line in each.lines
    ]
