"""White space at the desk: the matrix, one client, offers, share of wallet (S02.02–S02.04, S03.11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from core.entities.entry import Entry
from core.entities.ledger import Bool, Int64
from core.entities.money import Money
from core.entities.trade import (
    GroupMark,
    GroupMarkKind,
    Offer,
    OfferAnswer,
    OfferSource,
    PriceItem,
    WalletEstimate,
)
from core.entities.work import Need
from core.problem import N_, Problem
from core.recovery.stake import money, sums
from core.standing.months import client_months
from core.worth.wallet import WalletShare, latest, wallet_share
from core.worth.white_space import CellState, GroupCell, cells, quiet_days, short_list
from storage.vault.books.trade import GROUP_MARK, OFFER, WALLET
from storage.vault.registers import Stored
from tui.desk.assortment import Assortment, assortment_of
from tui.desk.figures import Figures, date_of, day_number
from tui.desk.port_white import (
    CellLine,
    ItemLine,
    OfferLine,
    ShortLine,
    WalletLine,
    WhiteClient,
    WhiteRow,
)

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", bound=Entry)
LINE_MAX = 200
SIGNS: Final[dict[CellState, str]] = {
    "bought": "+",
    "lapsed": "~",
    "offered": "o",
    "unaware": "?",
    "not_needed": "-",
    "not_buying": "x",
    "never": ".",
}
"""One sign a cell of the matrix: never colour alone."""


class WhiteDesk:
    """What clients do not buy from us."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: Assortment | None = None

    def assortment(self) -> Assortment:
        """Products and groups of the evening."""
        with self._desk.guard:
            self._known = assortment_of(self._desk, self._known)
            return self._known

    # The matrix
    def open_list(self, owner: str | None = None, falling: bool = False) -> Matrix:
        """Clients × groups, the largest potential first. Raises Problem (BAD_INPUT) for an owner who is nobody."""
        desk, found = self._desk, self.assortment()
        base, figures = desk.base, desk.figures()
        if owner is not None and owner not in base.owners:
            raise Problem(N_("Nobody by that name has clients here: see the names with clients."))
        fall = falling_of(figures)
        rows = [
            number
            for number in range(len(base.ids))
            if (owner is None or base.owner(number) == owner) and (not falling or fall[number])
        ]
        turnover = figures.axes.turnover_12m
        rows.sort(key=lambda each: (-int(found.potential[each]), -int(turnover[each]), base.cards[each].name, each))
        return Matrix(desk, found, rows, fall)

    # One client
    def client(self, client_id: str) -> WhiteClient:
        """Every group of one client, the largest potential first, beside the trend of his purchases."""
        desk, found = self._desk, self.assortment()
        base, figures = desk.base, desk.figures()
        number = desk.place_of(client_id)
        today, currency = self._today(), base.currency
        offers = [each.fields for each in desk.work.about(OFFER, client_id)]
        estimates = [each.fields for each in desk.work.about(WALLET, client_id)]
        marks = [each.fields for each in desk.work.about(GROUP_MARK, client_id)]
        whole = cells(found.groups, found.like, number, today, offers, marks, estimates, found.listed, figures.rules)
        recent, before = halves_of(figures)
        year = int(figures.axes.turnover_12m[number])
        share = wallet_share(year, latest(estimates, today).get(""), today, figures.rules)
        shown = base.ids[number].hex()
        lines = sorted((self._offer(shown, each) for each in offers), key=lambda one: (one.day, one.id), reverse=True)
        return WhiteClient(
            id=shown,
            name=base.cards[number].name,
            turnover=Money(year, currency),
            months=client_months(figures.days, number),
            recent=Money(int(recent[number]), currency),
            before=Money(int(before[number]), currency),
            falling=bool(falling_of(figures)[number]),
            wallet=_wallet(share, currency),
            cells=tuple(_cell(each, currency) for each in whole),
            offers=tuple(lines),
            quiet_days=quiet_of(figures, number, offers, today),
            as_of=desk.today_date(),
            log_size=desk.log_size(),
        )

    def short_list(self, client_id: str) -> tuple[ShortLine, ...]:
        """Items to offer him, never bought first; where there is a price list, only what is in it."""
        desk, found = self._desk, self.assortment()
        number = desk.place_of(client_id)
        names = desk.session.firm.product_names()
        lines = []
        for product, dropped, buyers in short_list(
            found.sales, found.group_of, found.like, number, desk.figures().rules
        ):
            code = found.sales.products[product]
            listed = found.prices.get(code)
            if found.prices and listed is None:
                continue
            group = found.groups.groups[int(found.group_of[product])]
            if listed is not None:
                item = item_line(listed, desk.base.currency)
            else:
                item = ItemLine(code, names.get(code, code), group, None, "", None)
            lines.append(ShortLine(item, dropped, buyers))
        return tuple(lines)

    # What is recorded
    def offer(
        self, client_id: str, text: str, item: str = "", group: str = "", source: OfferSource = "white"
    ) -> OfferLine:
        """Put an offer on record; the group of an item comes from the price list. Raises Problem (BAD_INPUT) when
        neither words nor an item are given."""
        found = self.assortment()
        listed = found.prices.get(item)
        if listed is not None:
            text, group = text or listed.name, group or listed.group
        told = " ".join((text or group).split())[:LINE_MAX]
        if not told:
            raise Problem(N_("Say what was offered: an item, a group or a few words."))
        written = self._desk.work.add(
            OFFER, client_id, Offer(text=told, item=item, group=group, day=self._today(), source=source)
        )
        return self._offer(self._desk.base.ids[self._desk.place_of(client_id)].hex(), written)

    def answer(self, offer_id: str, answer: OfferAnswer) -> None:
        """What he said. Raises Problem (BAD_INPUT) for an offer that is not there."""
        stored = self._desk.work.named(OFFER, _handle(offer_id))
        self._desk.work.change(OFFER, stored, answer=answer, answered=self._today() if answer else 0)

    def offers(self, client_id: str = "") -> tuple[OfferLine, ...]:
        """Offers, newest first; of one client or of all."""
        wanted = self._desk.base.ids[self._desk.place_of(client_id)].hex() if client_id else ""
        found = [
            self._offer(of, each.fields) for of, each in self._desk.work.shown(OFFER) if not wanted or of == wanted
        ]
        return tuple(sorted(found, key=lambda each: (each.day, each.id), reverse=True))

    def mark(self, client_id: str, group: str, mark: GroupMarkKind, note: str = "") -> None:
        """Why he does not buy a group. Raises Problem (BAD_INPUT) for a group that is none."""
        self._demand_group(group)
        told = GroupMark(group=group, mark=mark, day=self._today(), note=note[:LINE_MAX])
        self._desk.work.add(GROUP_MARK, client_id, told)

    def estimate(self, client_id: str, total: int, group: str, source: str) -> None:
        """What he buys from everybody in a year. Raises Problem (BAD_INPUT) without a sum or a source."""
        if group:
            self._demand_group(group)
        if total <= 0:
            raise Problem(N_("The estimate of his purchases must be more than nothing."))
        if not source.strip():
            raise Problem(N_("Say where the estimate comes from: the client, a report, your own guess."))
        told = WalletEstimate(group=group, total=total, source=source.strip()[:LINE_MAX], day=self._today())
        self._desk.work.add(WALLET, client_id, told)

    def wish(self, client_id: str, text: str) -> None:
        """He wants what we do not have. Raises Problem (BAD_INPUT) without words."""
        told = " ".join(text.split())[:LINE_MAX]
        if not told:
            raise Problem(N_("Say what he would like to buy."))
        self._desk.work.add_need(client_id, Need(kind="assortment", text=told, asked=self._today()))

    def wallets(self) -> dict[str, tuple[int, int]]:
        """Client → the last estimate over all goods, minor units a year, and its day."""
        by_client: dict[str, list[WalletEstimate]] = {}
        for client_id, each in self._desk.work.shown(WALLET):
            by_client.setdefault(client_id, []).append(each.fields)
        found = {client_id: latest(each, self._today()).get("") for client_id, each in by_client.items()}
        return {client_id: (each.total, each.day) for client_id, each in found.items() if each is not None}

    def _demand_group(self, group: str) -> None:
        if group not in self.assortment().groups.groups:
            raise Problem(N_("There is no group {group} of products: white groups lists them."), group=group)

    def _today(self) -> int:
        return day_number(self._desk.today_date())

    def _offer(self, client_id: str, each: Offer) -> OfferLine:
        return OfferLine(
            id=each.id.hex(),
            client_id=client_id,
            client=self._desk.base.cards[self._desk.place_of(client_id)].name,
            text=each.text,
            item=each.item,
            group=each.group,
            day=date_of(each.day),
            answer=each.answer,
            answered=date_of(each.answered) if each.answered else None,
            source=each.source,
        )


class Matrix:
    """Clients × groups in one order; a page is made when it is looked at."""

    def __init__(self, desk: Desk, found: Assortment, order: Sequence[int], falling: Bool) -> None:
        self.groups = found.groups.groups
        self._desk = desk
        self._found = found
        self._order = list(order)
        self._falling = falling
        self._places: dict[str, int] | None = None
        self._figures, self._today = desk.figures(), day_number(desk.today_date())
        work = desk.work
        self._offers = _by_client(work.shown(OFFER))
        self._marks = _by_client(work.shown(GROUP_MARK))
        self._wallets = _by_client(work.shown(WALLET))

    def __len__(self) -> int:
        return len(self._order)

    def rows(self, start: int, stop: int) -> list[WhiteRow]:
        """Lines of the window."""
        return [self._row(number) for number in self._order[start:stop]]

    def position(self, client_id: str) -> int | None:
        """Where a client stands."""
        if self._places is None:
            ids = self._desk.base.ids
            self._places = {ids[number].hex(): at for at, number in enumerate(self._order)}
        return self._places.get(client_id)

    def _row(self, number: int) -> WhiteRow:
        base, figures, found, today = self._desk.base, self._figures, self._found, self._today
        client_id = base.ids[number].hex()
        offers = self._offers.get(client_id, [])
        estimates = self._wallets.get(client_id, [])
        line = base.row(number)
        year = int(figures.axes.turnover_12m[number])
        share = wallet_share(year, latest(estimates, today).get(""), today, figures.rules)
        states = {
            each.group: each.state
            for each in cells(
                found.groups, found.like, number, today, offers, self._marks.get(client_id, []), (), None, figures.rules
            )
        }
        best = int(found.best[number])
        return WhiteRow(
            id=client_id,
            name=line.name,
            owner=line.owner,
            level=line.level,
            turnover=Money(year, base.currency),
            potential=Money(int(found.potential[number]), base.currency),
            best=self.groups[best] if best >= 0 else "",
            signs="".join(SIGNS[states[group]] for group in self.groups),
            bought=sum(state == "bought" for state in states.values()),
            share=None if share is None else share.share,
            stale=share is not None and share.stale,
            falling=bool(self._falling[number]),
            quiet_days=quiet_of(figures, number, offers, today),
        )


def _by_client(shown: Sequence[tuple[str, Stored[E]]]) -> dict[str, list[E]]:
    found: dict[str, list[E]] = {}
    for client_id, each in shown:
        found.setdefault(client_id, []).append(each.fields)
    return found


def halves_of(figures: Figures) -> tuple[Int64, Int64]:
    """Net (margin where costs are known) of the last half-year and of the same one a year ago, by client."""
    days, firm, rules = figures.days, figures.firm, figures.rules
    values = money(days, firm.from_margin, firm.margin_share)
    now, then = days.as_of, days.as_of - rules.year_days
    half = rules.half_year_days
    return sums(days, values, now - half, now), sums(days, values, then - half, then)


def falling_of(figures: Figures) -> Bool:
    """Clients whose last half-year is well under the same one a year ago (S02.04)."""
    recent, before = halves_of(figures)
    fall: Bool = (before > 0) & (recent < figures.rules.shrinking_ratio * before)
    return fall


def quiet_of(figures: Figures, number: int, offers: Sequence[Offer], today: int) -> int | None:
    """Of a key account: for how long he has been offered nothing, once that is too long."""
    if not figures.now.key[number]:
        return None
    events = figures.days.events(number)
    return quiet_days(offers, today, int(events[0]) if len(events) else today, figures.rules)


def item_line(item: PriceItem, currency: str, score: float = 1.0) -> ItemLine:
    """One line of the price list."""
    price = Money(item.price, currency) if item.price else None
    since = date_of(item.since) if item.since else None
    return ItemLine(item.code, item.name, item.group, price, item.unit, since, score)


def _wallet(share: WalletShare | None, currency: str) -> WalletLine | None:
    if share is None:
        return None
    day = date_of(share.day)
    return WalletLine(Money(share.total, currency), share.share, day, share.source, share.ask_again, share.stale)


def _cell(each: GroupCell, currency: str) -> CellLine:
    return CellLine(
        group=each.group,
        state=each.state,
        turnover=Money(each.year, currency),
        last=date_of(each.last) if each.last is not None else None,
        potential=Money(each.potential, currency),
        alike=each.alike,
        alike_buy=each.alike_buy,
        offered=date_of(each.offered) if each.offered is not None else None,
        never_years=each.never_years,
        wallet=_wallet(each.wallet, currency),
    )


def _handle(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
