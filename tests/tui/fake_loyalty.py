"""Loyalty programmes of the fake desk: one with cards, one with terms; what was written is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from core.entities.money import Money
from core.problem import N_, Problem
from core.worth.loyalty import Effect, Estimate, Side
from tui.desk.port_loyalty import CardRow, MemberRow, ProgrammeDetails, ProgrammeRow, Values
from tui.desk.port_spending import Field

TODAY = dt.date(2026, 11, 23)
CLUB = "9" * 32


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


def client(number: int) -> str:
    return f"{number:032x}"


def side(repeat: float, cheque: int, wallet: Estimate | None = None) -> Side:
    share = Estimate(repeat, repeat - 0.1, repeat + 0.1, 40)
    return Side(42, 40, share, Estimate(cheque * 100.0, cheque * 90.0, cheque * 110.0, 40), wallet, 3)


EFFECT = Effect(
    before=side(0.3, 4000),
    after=side(0.6, 4100),
    others_before=side(0.31, 4000),
    others_after=side(0.33, 4050),
    repeat=Estimate(0.28, 0.08, 0.48, 40),
    cheque=Estimate(50_00, -700_00, 800_00, 40),
    wallet=None,
    fresh=2,
    days=180,
)


class FakeLoyalty:
    """A club of two, one of whom lost a card."""

    def __init__(self) -> None:
        self.written: list[tuple[object, ...]] = []

    def listed(self) -> tuple[ProgrammeRow, ...]:
        first = dt.date(2026, 1, 1)
        return (
            ProgrammeRow(CLUB, "Клуб мастеров", "cards", "shops", "3 % с каждой покупки", first, None, rub(90_000),
                         rub(45_000), 2, 1, 1, 1, "К-00004", False),
            ProgrammeRow("a" * 32, "Ключевым", "terms", "key", "отсрочка 30 дней", first, first, rub(0), None, 0, 0, 0,
                         0, "", True),
        )  # fmt: skip

    def show(self, programme: str) -> ProgrammeDetails:
        lost = CardRow(
            "91", client(0), "ООО «Ромашка-1»", "К-00001", TODAY, "", "replaced", TODAY, "потеряна", "К-00003"
        )
        card = CardRow("92", client(0), "ООО «Ромашка-1»", "К-00003", TODAY, "", "in_force", None, "", "")
        members = (
            MemberRow("93", client(0), "ООО «Ромашка-1»", "Иванова", TODAY, None, (card, lost)),
            MemberRow("94", client(1), "АО «Вектор-2»", "Петров", TODAY, None, ()),
        )
        return ProgrammeDetails(self.listed()[0], members, EFFECT, 10, TODAY, "RUB", 7)

    def form(self, programme: str = "") -> tuple[Field, ...]:
        return (Field("name", N_("Name"), "Клуб мастеров" if programme else ""), Field("conditions", N_("Conditions")))

    def save(self, values: Values, programme: str = "") -> ProgrammeRow:
        if not values["conditions"]:
            raise Problem(N_("Say what the programme gives and for what: its conditions."))
        self.written.append(("save", programme, values["name"], values["conditions"]))
        return self.listed()[0]

    def sources(self) -> tuple[tuple[str, str], ...]:
        return (("key", "ключевым"), ("bearers", "у кого карта"))

    def chosen(self, source: str) -> list[str]:
        return [client(5), source]

    def join(self, programme: str, clients: Sequence[str], day: str = "") -> int:
        self.written.append(("join", *clients))
        return len(clients)

    def leave(self, programme: str, client_id: str) -> None:
        self.written.append(("leave", client_id))

    def issue(self, programme: str, client_id: str, number: str = "", holder: str = "") -> str:
        self.written.append(("issue", client_id, number, holder))
        return number or "К-00004"

    def block(self, programme: str, number: str, reason: str) -> None:
        self.written.append(("block", number, reason))

    def replace(self, programme: str, number: str, new: str = "", reason: str = "") -> str:
        self.written.append(("replace", number, new, reason))
        return "К-00004"
