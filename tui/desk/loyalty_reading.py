"""Loyalty programmes as they are read: the list, members with their cards, the report (S03.24)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from core.entities.loyalty import LoyaltyCard, Member, Programme
from core.entities.money import Money
from core.entities.trade import WalletEstimate
from core.problem import N_, ExitCode, Problem
from core.rules import Rules
from core.worth.loyalty import Effect, effect, next_number
from storage.vault.books.loyalty import LOYALTY_CARD, MEMBER, PROGRAMME
from storage.vault.books.trade import WALLET
from storage.vault.registers import Register, Stored
from tui.desk import keeping
from tui.desk.figures import date_of, day_number
from tui.desk.port_loyalty import CardRow, CardState, MemberRow, ProgrammeDetails, ProgrammeRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", Member, LoyaltyCard)


class LoyaltyReading:
    """Programmes of one session: of each it shows the members of the open portfolios."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listed(self) -> tuple[ProgrammeRow, ...]:
        """Programmes, those in force first."""
        rows = [self.row_of(each.fields) for each in keeping.live(self._desk, PROGRAMME)]
        return tuple(sorted(rows, key=lambda row: (row.over, row.name.casefold())))

    def show(self, programme: str) -> ProgrammeDetails:
        """One programme by id or name, with its members and what it does. Raises Problem (BAD_INPUT)."""
        told, base = self._named(programme).fields, self._desk.base
        cards: dict[int, list[CardRow]] = {}
        for one in self._of(LOYALTY_CARD, told):
            row = self._place(one.space_id)
            cards.setdefault(row, []).append(self._card_row(row, one.fields))
        members = [
            MemberRow(
                id=each.fields.id.hex(),
                client_id=base.ids[row].hex(),
                client=base.cards[row].name,
                owner=base.owner(row),
                since=date_of(each.fields.since),
                until=date_of(each.fields.until) if each.fields.until else None,
                cards=tuple(cards.get(row, ())[::-1]),
            )
            for row, each in self._members(told).items()
        ]
        return ProgrammeDetails(
            programme=self.row_of(told),
            members=tuple(sorted(members, key=lambda row: (row.until is not None, row.client.casefold(), row.id))),
            effect=self._effect(told),
            least=self._rules().loyalty_least_clients,
            as_of=self._desk.today_date(),
            currency=base.currency,
            log_size=self._desk.log_size(),
        )

    def row_of(self, told: Programme) -> ProgrammeRow:
        """A programme as the list shows it."""
        members = [each.fields for each in self._members(told).values()]
        cards = [each.fields for each in self._of(LOYALTY_CARD, told)]
        taking, currency = sum(not each.until for each in members), self._desk.base.currency
        return ProgrammeRow(
            id=told.id.hex(),
            name=told.name,
            kind=told.kind,
            audience=told.audience,
            conditions=told.conditions,
            since=date_of(told.since),
            until=date_of(told.until) if told.until else None,
            cost=Money(told.cost, currency),
            per_member=Money(round(told.cost / taking), currency) if taking else None,
            members=taking,
            left=len(members) - taking,
            cards=sum(not each.blocked for each in cards),
            blocked=sum(bool(each.blocked) for each in cards),
            next_number=self._next(told, {each.number for each in cards}),
            over=0 < told.until < self._today(),
        )

    def group(self, name: str) -> list[int]:
        """Rows of an audience the base knows: key accounts, clients who buy from us alone by a confirmed wallet."""
        figures = self._desk.figures()
        if name == "key":
            return np.flatnonzero(figures.now.key).tolist()
        share = np.nan_to_num(figures.now.said.wallet_share)
        return np.flatnonzero(share >= figures.rules.adherent_share).tolist()

    # Within
    def _next(self, told: Programme, known: set[str]) -> str:
        try:
            return next_number(told.series, told.taken, known)[0]
        except Problem:
            return ""

    def _effect(self, told: Programme) -> Effect:
        """Members of any time, by the day they joined first, against clients who take part in no programme."""
        days = self._desk.figures().days
        members: dict[int, int] = {}
        anywhere: set[int] = set()
        for each in self._all(MEMBER):
            row = self._place(each.space_id)
            anywhere.add(row)
            if each.fields.programme == told.id and each.fields.since <= days.as_of:
                members[row] = min(members.get(row, each.fields.since), each.fields.since)
        wallets: dict[int, list[WalletEstimate]] = {}
        for client_id, estimate in self._desk.work.shown(WALLET):
            wallets.setdefault(self._desk.place_of(client_id), []).append(estimate.fields)
        others = [row for row in range(days.clients) if row not in anywhere]
        return effect(days, members, others, wallets, self._rules())

    def _card_row(self, row: int, card: LoyaltyCard) -> CardRow:
        state: CardState = "replaced" if card.replaced_by else "blocked" if card.blocked else "in_force"
        base = self._desk.base
        return CardRow(
            id=card.id.hex(),
            client_id=base.ids[row].hex(),
            client=base.cards[row].name,
            number=card.number,
            day=date_of(card.day),
            holder=card.holder,
            state=state,
            ended=date_of(card.blocked) if card.blocked else None,
            reason=card.reason,
            replaced_by=card.replaced_by,
        )

    def _named(self, programme: str) -> Stored[Programme]:
        for each in keeping.live(self._desk, PROGRAMME):
            if programme in (each.fields.id.hex(), each.fields.name):
                return each
        known = ", ".join(each.fields.name for each in keeping.live(self._desk, PROGRAMME))
        raise Problem(N_("There is no such programme: the known ones are {known}."), known=known or "—")

    def _member(self, programme: str, client_id: str) -> Stored[Member]:
        row = self._desk.place_of(client_id)
        for each in self._of(MEMBER, self._named(programme).fields):
            if self._place(each.space_id) == row and not each.fields.until:
                return each
        raise Problem(N_("This client takes no part in the programme: let him join first."))

    def _card(self, programme: str, number: str) -> Stored[LoyaltyCard]:
        for each in self._of(LOYALTY_CARD, self._named(programme).fields):
            if each.fields.number == number:
                if each.fields.blocked:
                    raise Problem(N_("Card {number} is blocked already."), ExitCode.REFUSED, number=number)
                return each
        raise Problem(N_("No client of yours has card {number}."), number=number)

    def _members(self, told: Programme) -> dict[int, Stored[Member]]:
        """One record a client: the one in force, else the last he left."""
        found: dict[int, Stored[Member]] = {}
        for each in sorted(self._of(MEMBER, told), key=lambda one: not one.fields.until):
            found[self._place(each.space_id)] = each
        return found

    def _of(self, register: Register[E], told: Programme) -> list[Stored[E]]:
        return [each for each in self._all(register) if each.fields.programme == told.id]

    def _all(self, register: Register[E]) -> list[Stored[E]]:
        return [stored for _client, stored in self._desk.work.shown(register)]

    def _place(self, client: bytes) -> int:
        return self._desk.base.place[client]

    def _rules(self) -> Rules:
        return self._desk.session.entered.rules

    def _today(self) -> int:
        return day_number(self._desk.today_date())
