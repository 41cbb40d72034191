"""The base as one session has it in memory: cards in order of id, owners, and figures once they are there."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.entities.client import ClientLine
from core.entities.money import Money
from core.recovery.queue import lapse_probability
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
    figures: Figures | None = None
    place: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = {client_id: number for number, client_id in enumerate(self.ids)}

    def owner(self, number: int) -> str:
        """Who is responsible for a client."""
        return self.owners[self.portfolio[number]]

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
            turnover_12m=Money(int(axes.turnover_12m[number]), self.currency),
            days_silent=int(seen.silent[number]) if seen.events[number] else None,
            lapse_probability=lapse_probability(found.rhythms, number),
        )


def load_base(session: Session, currency: str) -> Base:
    """Lines of every client the session opens, with the people responsible."""
    cards = session.clients.lines()
    staff = {each.id: each.name for each in session.staffing.staff()}
    notes = session.staffing.portfolios()
    owners = [staff.get(notes[each].owner_id, "") for each in cards.portfolios]
    return Base(cards.ids, cards.cards, cards.portfolio, cards.portfolios, owners, currency)
