"""People, contacts, tasks and needs of the fake desk: enough to draw every tab, and what was written is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.entities.client_contact import ContactLine
from core.entities.money import Money
from core.problem import N_, Problem
from core.relations.attention import Attention
from core.relations.knowledge import knowledge
from core.relations.needs import Uplift
from core.wording import relations, work
from tui.desk.edit_field import EditField
from tui.desk.port_deals import ContractRow, DealRow, Funnel, Receivable
from tui.desk.port_persons import CareRow, NewsRow, PersonRow, ReferralRow, Relations, Tie
from tui.desk.port_work import ContactEntry, NeedRow, Neglected, TaskRow, TimelineRow, WorkOfClient

TODAY = dt.date(2026, 11, 23)
MESSENGER = ContactLine("aa:0", "messenger", "@z***")


def person(number: int, name: str, rung: str, stems: str = "", **more: object) -> PersonRow:
    return PersonRow(
        id=f"{number:032x}",
        name=name,
        latin="",
        sex="",
        title="",
        department="",
        rung=rung,  # type: ignore[arg-type]
        part="",
        attitude=1,
        power=2,
        chief="",
        since=None,
        until=None,
        birthday="29.02",
        points=(MESSENGER,),
        networks=("Telegram",),
        stems=stems,
        **more,  # type: ignore[arg-type]
    )


class FakePersons:
    """Everybody has the same people; `crowd` makes many of them."""

    def __init__(self, crowd: int = 0) -> None:
        self.written: list[tuple[str, ...]] = []
        self.surname = "Орехов"
        ties = (Tie("Петров Олег", 4), Tie("Иванова Анна", 1))
        self.people = (
            person(1, "Орехов Пётр Ильич", "owner", ties=ties),
            person(2, "Зоя", "buyer", "├─"),
            person(3, "Бухгалтерова Анна", "accountant", "└─", circular=True),
            *(person(n, f"Сотрудник {n}", "line") for n in range(10, 10 + crowd)),
        )

    def relations(self, client_id: str) -> Relations:
        return Relations(
            people=self.people,
            colleagues=("Иванова Анна", "Петров Олег"),
            alarms=("no_director",),
            score=47,
            trend=tuple((f"2026-{month:02d}", month * 4, month * 100_000) for month in range(1, 12)),
            knowledge=knowledge({"owner": True, "needs": True}),
            care=CareRow("Иванова", "Петров Олег", "диспетчер, 24 часа", "+7 800 100-20-30"),
            referrals=(ReferralRow("11", TODAY, "Орехов Пётр Ильич", "ООО «Сосед»", "open"),),
            news=(NewsRow("12", TODAY, "открыли склад в Твери"),),
        )

    def form(self, client_id: str, person_id: str = "") -> tuple[EditField, ...]:
        return (
            EditField("surname", self.surname if person_id else ""),
            EditField("given", ""),
            EditField("rung", "line", choices=relations.choices("rung")),
        )

    def save(self, client_id: str, person_id: str, fields: Mapping[str, str]) -> str:
        if not any(fields.values()):
            raise Problem(N_("A contact person needs a name: a surname, a first name or a name in Latin letters."))
        self.written.append(("save", person_id, *sorted(f"{k}={v}" for k, v in fields.items())))
        return person_id

    def tie(self, client_id: str, person_id: str, strength: int, colleague: str = "") -> None:
        self.written.append(("tie", person_id, str(strength)))

    def left(self, client_id: str, person_id: str, to_client: str = "") -> None:
        self.written.append(("left", person_id, to_client))

    def remove(self, client_id: str, person_id: str) -> None:
        self.written.append(("remove", person_id))

    def profile_form(self, client_id: str, person_id: str) -> tuple[EditField, ...]:
        return (EditField("birthday", "1980-02-29"), EditField("hobbies", "рыбалка"))

    def save_profile(self, client_id: str, person_id: str, fields: Mapping[str, str]) -> None:
        self.written.append(("profile", person_id))

    def care_form(self, client_id: str) -> tuple[EditField, ...]:
        return (EditField("on_call", "диспетчер"),)

    def save_care(self, client_id: str, fields: Mapping[str, str]) -> None:
        self.written.append(("care",))

    def refer(self, client_id: str, person_id: str, whom: str) -> None:
        self.written.append(("refer", person_id, whom))

    def settle_referral(self, client_id: str, referral_id: str, result: str) -> None:
        self.written.append(("referral", referral_id, result))

    def add_news(self, client_id: str, text: str) -> None:
        self.written.append(("news", text))


class FakeDeals:
    """Everybody owes a little, some of it overdue."""

    def contracts(self, client_id: str = "") -> list[ContractRow]:
        money = Money(0, "RUB")
        return [ContractRow("51", client_id, "", "Д-7", "поставка", money, TODAY, TODAY, "ending")]

    def contract_form(self, client_id: str, contract_id: str = "") -> tuple[EditField, ...]:
        return ()

    def save_contract(self, client_id: str, contract_id: str, fields: Mapping[str, str]) -> str:
        return ""

    def deals(self, client_id: str = "") -> list[DealRow]:
        return []

    def save_deal(self, client_id: str, deal_id: str, fields: Mapping[str, str]) -> str:
        return ""

    def funnel(self) -> list[Funnel]:
        return []

    def receivable(self, client_id: str) -> Receivable:
        total, overdue, limit = (Money(units * 100, "RUB") for units in (350, 300, 200))
        return Receivable(client_id, "", "", total, overdue, 69, 24.0, limit, True, True, None)


class FakeWork:
    """One task and one need for everybody; contacts logged are kept."""

    def __init__(self) -> None:
        self.logged: list[ContactEntry] = []
        self.written: list[tuple[str, ...]] = []
        self.timeline_reads = 0

    def usual_minutes(self) -> dict[str, int]:
        return {kind: {"call": 10, "meeting": 60, "visit": 120}.get(kind, 5) for kind in work.WORDS["contact"]}

    def log(self, client_id: str, entry: ContactEntry) -> None:
        self.logged.append(entry)

    def of(self, client_id: str) -> WorkOfClient:
        need = NeedRow("21", client_id, "", "delivery", "возить в Тверь", work.action("delivery"), None, "Иванова",
                       "open", TODAY, 0, "", None)  # fmt: skip
        return WorkOfClient(Attention(48, 30), (task(client_id),), (need,), (3, 5), "цена")

    def timeline(self, client_id: str) -> list[TimelineRow]:
        self.timeline_reads += 1
        return [
            TimelineRow("31", TODAY, "messenger", "Telegram: прислала заявку", "Иванова", "Зоя", 5, True),
            TimelineRow("32", TODAY, "change", "Город: Казань → Тверь", "Петров"),
        ]

    def neglected(self, limit: int | None = None) -> list[Neglected]:
        return []

    def task_list(self, *, everything: bool = False) -> list[TaskRow]:
        return [task("")]

    def task_form(self, client_id: str) -> tuple[EditField, ...]:
        return (EditField("text", ""), EditField("kind", "call", choices=work.choices("task")))

    def save_task(self, client_id: str, fields: Mapping[str, str]) -> str:
        self.written.append(("task", client_id, fields["text"], fields["kind"]))
        return "41"

    def close(self, task_id: str, result: str, *, dropped: bool = False) -> None:
        self.written.append(("close", task_id, result))

    def need_form(self, client_id: str, need_id: str = "") -> tuple[EditField, ...]:
        return (EditField("text", ""), EditField("kind", "delivery", choices=work.choices("need")))

    def save_need(self, client_id: str, need_id: str, fields: Mapping[str, str]) -> str:
        self.written.append(("need", need_id, fields["text"]))
        return "21"

    def close_need(self, client_id: str, need_id: str, satisfaction: int, obstacle: str) -> None:
        self.written.append(("close need", need_id, str(satisfaction), obstacle))

    def need_list(self, *, everything: bool = False) -> list[NeedRow]:
        return []

    def uplift(self) -> Uplift:
        return Uplift(3, 40, 0.2, 0.05, 0.15)


def task(client_id: str) -> TaskRow:
    return TaskRow("41", client_id, "", "call", "спросить о заказе", TODAY - dt.timedelta(days=1), "Иванова", "open",
                   "", "", True)  # fmt: skip
