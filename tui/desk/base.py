"""The base as one session has it in memory: cards in order of id, owners, and figures once they are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.entities.client import ClientLine
from core.entities.money import Money
from core.identity.client_records import line_of_record, record_of_line
from core.identity.features import FIRMS
from core.identity.merge import propose_merge
from core.recovery.queue import lapse_probability
from storage.vault.card_rows import Cards
from storage.vault.merged import Merged
from storage.vault.session import Session
from tui.desk.answers import ClientRow
from tui.desk.figures import Figures


@dataclass
class Base:
    """Rows of all arrays of `figures` are places in `ids`."""

    ids: list[bytes]
    cards: list[ClientLine]
    portfolio: list[int]
    portfolios: list[bytes]
    owners: list[str]
    """Name of the person responsible, by portfolio number."""
    currency: str
    members: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    """By survivor: everybody a merge joined in him, himself first."""
    apart: dict[bytes, ClientLine] = field(default_factory=dict)
    """Lines of these members as each of them says it, the survivors included."""
    removed: dict[bytes, ClientLine] = field(default_factory=dict)
    """Hidden clients: in no list and no figure, but an import knows them and does not make them anew."""
    figures: Figures | None = None
    heard: int = 0
    """How much of what was stated the figures know (`ServedBase.stated`)."""
    place: dict[bytes, int] = field(default_factory=dict)
    """Row of every client, by his own id and by that of anybody merged into him."""

    def __post_init__(self) -> None:
        self.place = {client_id: number for number, client_id in enumerate(self.ids)}
        for survivor, members in self.members.items():
            self.place.update(dict.fromkeys(members, self.place[survivor]))

    def members_of(self, number: int) -> tuple[bytes, ...]:
        """Ids of everybody in a row, the survivor first."""
        client_id = self.ids[number]
        return self.members.get(client_id, (client_id,))

    def owner(self, number: int) -> str:
        """Who is responsible for a client."""
        return self.owners[self.portfolio[number]]

    def overdue(self, number: int) -> Money | None:
        """What a client should have paid by the evening; None: nothing, or not computed yet (U29)."""
        late = 0 if self.figures is None else int(self.figures.debts.overdue[number])
        return Money(late, self.currency) if late else None

    def row(self, number: int) -> ClientRow:
        """One line of the list; figures stay empty until they have been computed."""
        card = self.cards[number]
        found = self.figures
        if found is None:
            return ClientRow(self.ids[number].hex(), card.name, card.external_id, self.owner(number), card.city)
        seen, axes = found.rhythms.seen, found.axes
        return ClientRow(
            id=self.ids[number].hex(),
            name=card.name,
            external_id=card.external_id,
            owner=self.owner(number),
            city=card.city,
            level=axes.level_of(number),
            step=axes.step_of(number),
            state=found.rhythms.state_of(number),
            base_status=axes.status_of(number),
            abc=axes.abc_of(number),
            abc_turnover=axes.abc_turnover_of(number),
            xyz=axes.xyz_of(number),
            anchor=bool(found.anchors.is_anchor[number]),
            turnover_12m=Money(int(axes.turnover_12m[number]), self.currency),
            days_silent=int(seen.silent[number]) if seen.events[number] else None,
            lapse_probability=lapse_probability(found.rhythms, number),
            overdue=self.overdue(number),
            overdue_days=int(found.debts.oldest[number]),
        )


def load_base(session: Session, currency: str) -> Base:
    """Lines of every client the session opens, with the people responsible; merged clients as one line."""
    cards = session.clients.lines()
    staff = {each.id: each.name for each in session.staffing.staff()}
    notes = session.staffing.portfolios()
    # Whose the portfolio of a lent client is, only those who open it know.
    owners = [staff.get(notes[each].owner_id, "") if each in notes else "" for each in cards.portfolios]
    base = visible_base(cards, owners, currency)
    merged = session.merges.now()
    if merged.groups():
        removed = base.removed
        base = joined_base(base, merged)
        base.removed = removed
    return base


def visible_base(cards: Cards[ClientLine], owners: list[str], currency: str) -> Base:
    """Everybody but the hidden, who are kept apart."""
    removed = {each: card for each, card in zip(cards.ids, cards.cards, strict=True) if card.removed}
    if not removed:
        return Base(cards.ids, cards.cards, cards.portfolio, cards.portfolios, owners, currency)
    shown = [at for at, card in enumerate(cards.cards) if not card.removed]
    return Base(
        [cards.ids[at] for at in shown],
        [cards.cards[at] for at in shown],
        [cards.portfolio[at] for at in shown],
        cards.portfolios,
        owners,
        currency,
        removed=removed,
    )


def joined_base(base: Base, merged: Merged) -> Base:
    """The base with every merge in force: the survivor's line shows what was chosen, the others leave the list."""
    members: dict[bytes, tuple[bytes, ...]] = {}
    apart: dict[bytes, ClientLine] = {}
    shown: dict[bytes, ClientLine] = {}
    for group in merged.groups().values():
        # An import that made some of them may have been undone since.
        there = tuple(each for each in group if each in base.place)
        if len(there) < 2:
            continue
        own = {each: base.cards[base.place[each]] for each in there}
        members[there[0]], shown[there[0]] = there, joined_line(own, merged.choices(there[0]))
        apart.update(own)
    kept = [number for number, each in enumerate(base.ids) if each not in apart or each in members]
    return Base(
        [base.ids[number] for number in kept],
        [shown.get(base.ids[number], base.cards[number]) for number in kept],
        [base.portfolio[number] for number in kept],
        base.portfolios,
        base.owners,
        base.currency,
        members,
        apart,
    )


def joined_line(lines: Mapping[bytes, ClientLine], choices: Mapping[str, bytes]) -> ClientLine:
    """One line of a merged group, the survivor first in `lines`."""
    records = [record_of_line(key, line) for key, line in lines.items()]
    wanted = {name: key for name, key in choices.items() if getattr(lines.get(key), name, "")}
    return line_of_record(propose_merge(FIRMS, records, wanted).view())
