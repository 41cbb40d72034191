"""Loyalty programmes at the desk: terms, members, cards issued, blocked and replaced (S03.24, S03.15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from core.entities.client import ClientCard
from core.entities.loyalty import AUDIENCES, Audience, LoyaltyCard, Member, Programme, ProgrammeKind
from core.problem import N_, ExitCode, Problem
from core.wording import gettext
from core.wording import loyalty as words
from core.wording.dates import short_date
from core.worth.loyalty import NAME_MAX, NUMBER_MAX, checked, next_number
from storage.vault.books.loyalty import LOYALTY_CARD, MEMBER, PROGRAMME
from storage.vault.registers import Stale, Stored
from storage.vault.writing import Writing
from tui.desk import keeping, typed
from tui.desk.figures import date_of
from tui.desk.loyalty_reading import LoyaltyReading
from tui.desk.port_loyalty import ProgrammeRow, Values
from tui.desk.port_spending import Field
from tui.desk.work_records import changed_meanwhile

if TYPE_CHECKING:
    from collections.abc import Callable

MINOR = 100
GROUPS = tuple(each for each in AUDIENCES if each in ("key", "mono"))
"""Audiences that the base knows by itself."""


class LoyaltyDesk(LoyaltyReading):
    """Programmes are made by the head, members and cards kept by whoever keeps the client."""

    # Programmes
    def form(self, programme: str = "") -> tuple[Field, ...]:
        """What a programme asks."""
        told = self._named(programme).fields if programme else Programme(name="", since=self._today())
        return (
            Field("name", N_("Name"), told.name, max_length=NAME_MAX),
            Field("kind", N_("Kind"), told.kind, words.choices("programme")),
            Field("audience", N_("For whom"), told.audience, words.choices("audience")),
            Field("conditions", N_("Conditions"), told.conditions),
            Field("since", N_("From"), short_date(date_of(told.since)), max_length=10),
            Field("until", N_("Until"), short_date(date_of(told.until)) if told.until else "", max_length=10),
            Field("cost", N_("Cost so far"), str(told.cost // MINOR) if told.cost else "", max_length=20),
            Field("series", N_("First card number"), told.series, max_length=NUMBER_MAX),
        )

    def save(self, values: Values, programme: str = "") -> ProgrammeRow:
        """A new programme or a changed one; what `values` leaves out stays. Raises Problem."""
        keeping.demand(self._desk, keeping.PLANNERS)
        stored = self._named(programme) if programme else None
        before = Programme(name="", since=self._today()) if stored is None else stored.fields
        told = checked(self._read(values, before))
        same = [each for each in keeping.live(self._desk, PROGRAMME) if each.fields.name == told.name]
        if any(stored is None or each.fields.id != stored.fields.id for each in same):
            raise Problem(N_("There is a programme of this name already: call it otherwise."))
        if stored is None:
            told = keeping.add(self._desk, PROGRAMME, told)
        else:
            fields = {name: getattr(told, name) for name in Programme.__struct_fields__}
            keeping.change(self._desk, PROGRAMME, stored, **fields)
        return self.row_of(told)

    def _read(self, values: Values, before: Programme) -> Programme:
        def given(name: str, default: str) -> str:
            return values.get(name, default)

        series = typed.line(given("series", before.series), NUMBER_MAX)
        return msgspec.structs.replace(
            before,
            name=typed.line(given("name", before.name)),
            kind=cast("ProgrammeKind", typed.choice(dict(words.choices("programme")), given("kind", ""), before.kind)),
            audience=cast(
                "Audience", typed.choice(dict(words.choices("audience")), given("audience", ""), before.audience)
            ),
            conditions=typed.line(given("conditions", before.conditions)),
            since=typed.day(given("since", ""), before.since),
            until=typed.day(values["until"], 0) if "until" in values else before.until,
            cost=typed.sum_of(values["cost"], self._desk.base.currency) if "cost" in values else before.cost,
            series=series,
            taken=before.taken if series == before.series else 0,
        )

    # Members
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Whom members may be taken from: groups the base knows, bearers of cards, selections; code and word."""
        groups = [(each, words.word("audience", each)) for each in GROUPS]
        bearers = (("bearers", gettext("who bears a card of an import")),)
        return (*groups, *bearers, *((each.id, each.name) for each in self._desk.selections.listed()))

    def chosen(self, source: str) -> list[str]:
        """Clients of a source. Raises Problem (BAD_INPUT)."""
        base = self._desk.base
        if source == "bearers":
            return [each.hex() for each in base.ids if self._card_of(each).loyalty_card]
        if source in GROUPS:
            return [base.ids[row].hex() for row in self.group(source)]
        return self._desk.selections.resolve(self._desk.selections.named(source))

    def join(self, programme: str, clients: Sequence[str], day: str = "") -> int:
        """These clients take part from a day on, all or none; how many are new. Who bears a card already keeps it.

        Raises Problem (BAD_INPUT) for nobody new, REFUSED without the right to change a client.
        """
        keeping.demand(self._desk, keeping.CLERKS)
        told, since = self._named(programme).fields, typed.day(day, self._today())
        if since > self._today():
            raise Problem(N_("Nobody can have joined in the future."))
        here = {self._place(each.space_id) for each in self._of(MEMBER, told) if not each.fields.until}
        rows = [row for row in dict.fromkeys(self._desk.place_of(each) for each in clients) if row not in here]
        if not rows:
            raise Problem(N_("Nobody new is among them: choose other clients."))
        known = {each.fields.number for each in self._of(LOYALTY_CARD, told)}
        registers, ids = self._desk.session.registers, self._desk.base.ids
        with registers.writing(b"", {"kind": MEMBER.name}) as writing:
            for row in rows:
                registers.add(writing, MEMBER, ids[row], Member(programme=told.id, since=since))
                borne = self._card_of(ids[row]).loyalty_card if told.kind == "cards" else ""
                if borne and borne not in known:
                    card = LoyaltyCard(programme=told.id, number=borne, day=since)
                    registers.add(writing, LOYALTY_CARD, ids[row], card)
        self._desk.touched()
        return len(rows)

    def leave(self, programme: str, client_id: str) -> None:
        """A client takes part no more; his cards are to be blocked one by one. Raises Problem."""
        self._desk.work.change(MEMBER, self._member(programme, client_id), until=self._today())

    # Cards
    def issue(self, programme: str, client_id: str, number: str = "", holder: str = "") -> str:
        """Give a member a card, by default the next of the series; its number. Raises Problem."""
        stored, member = self._named(programme), self._member(programme, client_id)
        client = self._desk.base.ids[self._place(member.space_id)]
        card, taken = self._numbered(stored.fields, number, typed.line(holder, NAME_MAX))

        def write(writing: Writing) -> None:
            self._desk.session.registers.add(writing, LOYALTY_CARD, client, card)
            self._bear(writing, client, "", card.number)

        self._write(client, stored, taken, write)
        return card.number

    def block(self, programme: str, number: str, reason: str) -> None:
        """A card is good for nothing any more. Raises Problem (REFUSED) for one that is blocked."""
        stored, why = self._card(programme, number), self._said(reason)
        client = self._desk.base.ids[self._place(stored.space_id)]
        after = msgspec.structs.replace(stored.fields, blocked=self._today(), reason=why)

        def write(writing: Writing) -> None:
            self._desk.session.registers.change(writing, LOYALTY_CARD, stored, after)
            self._bear(writing, client, number, "")

        self._write(client, None, 0, write)

    def replace(self, programme: str, number: str, new: str = "", reason: str = "") -> str:
        """Another card for a lost or worn one, which is blocked; its number. Raises Problem."""
        old, home, why = self._card(programme, number), self._named(programme), self._said(reason)
        client = self._desk.base.ids[self._place(old.space_id)]
        card, taken = self._numbered(home.fields, new, old.fields.holder)
        after = msgspec.structs.replace(old.fields, blocked=self._today(), reason=why, replaced_by=card.number)

        def write(writing: Writing) -> None:
            self._desk.session.registers.change(writing, LOYALTY_CARD, old, after)
            self._desk.session.registers.add(writing, LOYALTY_CARD, client, card)
            self._bear(writing, client, number, card.number)

        self._write(client, home, taken, write)
        return card.number

    # Within
    def _numbered(self, told: Programme, number: str, holder: str) -> tuple[LoyaltyCard, int]:
        """A card with a number nobody bears, and how many of the series are taken then. Raises Problem."""
        if told.kind != "cards":
            raise Problem(N_("This programme has no cards: only one of the kind “cards” gives them."), ExitCode.REFUSED)
        known, taken = {each.fields.number for each in self._of(LOYALTY_CARD, told)}, told.taken
        number = typed.line(number, NUMBER_MAX)
        if not number:
            number, taken = next_number(told.series, taken, known)
        elif number in known:
            raise Problem(N_("Card {number} is given already: type another number."), number=number)
        return LoyaltyCard(programme=told.id, number=number, day=self._today(), holder=holder), taken

    def _write(
        self, client: bytes, home: Stored[Programme] | None, taken: int, write: Callable[[Writing], None]
    ) -> None:
        """One transaction: the count of the series, the cards, the client's own field. Raises Problem."""
        registers = self._desk.session.registers
        try:
            with registers.writing(client, {"kind": LOYALTY_CARD.name}) as writing:
                if home is not None:
                    registers.change(writing, PROGRAMME, home, msgspec.structs.replace(home.fields, taken=taken))
                write(writing)
        except Stale:
            raise changed_meanwhile() from None
        self._desk.touched()

    def _bear(self, writing: Writing, client: bytes, old: str, new: str) -> None:
        """The number by which an import and the search find the client, where it is still the old one."""
        clients = self._desk.session.clients
        before = clients.stored(client, writing.connection).card
        if before.loyalty_card == old:
            clients.change_within(writing, client, before, msgspec.structs.replace(before, loyalty_card=new), "person")

    def _card_of(self, client: bytes) -> ClientCard:
        return self._desk.session.clients.stored(client).card

    def _said(self, reason: str) -> str:
        told = typed.line(reason)
        if not told:
            raise Problem(N_("Say in a few words why the card is blocked."))
        return told
