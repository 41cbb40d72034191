"""Campaigns for the fake desk: what was asked and told stands in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from core.entities.money import Money
from core.entities.outreach import CampaignChannel, CampaignKind, RecipientState
from core.outreach.channels import PUBLISHED
from core.wording.outreach import template
from tui.desk.port import Progress
from tui.desk.port_campaigns import CadenceLine, CampaignFigures, CostLine, MonthLine, RateLine, Segment
from tui.desk.port_outreach import (
    CampaignDetails,
    CampaignRow,
    ControlAnswer,
    ControlLine,
    InboxAnswer,
    LetterLine,
    MailServerLine,
    PublicationLine,
    RecipientLine,
    RunAnswer,
    ShareLine,
    StepLine,
)
from tui.desk.port_spending import Field

TODAY = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
HANDLE = "c" * 32


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


class FakeOutreach:
    """Three clients of every campaign: one ready, one without consent, one who likes to be called."""

    def __init__(self, name_of: Callable[[int], str]) -> None:
        self._name_of = name_of
        self.done: list[tuple[str, ...]] = []
        self.login = ""
        self._row = CampaignRow(
            id=HANDLE, name="Осенние цены", kind="prices", channel="email", state="draft", author="Иванова", made=AT,
            clients=3, counts={"planned": 3}, due=TODAY,
        )  # fmt: skip
        self._tested = False
        self._steps: tuple[StepLine, ...] = ()
        self._notes: dict[str, str] = {}
        self._states: dict[str, RecipientState] = {}

    def last(self) -> tuple[str, ...]:
        """What was done last."""
        return self.done[-1]

    def _changed(self, *told: str, **fields: Any) -> CampaignRow:
        self.done.append(told)
        self._row = msgspec.structs.replace(self._row, **fields)
        return self._row

    def campaigns(self) -> tuple[CampaignRow, ...]:
        return (self._row,)

    def show(self, handle: str) -> CampaignDetails:
        row, subject_text = self._row, template(self._row.kind, self._row.channel)
        told = () if row.channel in PUBLISHED else tuple(self._line(n) for n in range(3))
        counted: dict[str, int] = {}
        for each in told:
            if each.state == "planned":
                counted[each.obstacle or "ready"] = counted.get(each.obstacle or "ready", 0) + 1
        return CampaignDetails(row, *subject_text, self._tested, self._steps, counted, told)

    def _line(self, number: int) -> RecipientLine:
        handle = f"{number:032x}"
        state = self._states.get(handle, "planned")
        blocked = number == 1 and self._row.channel in ("email", "sms") and state == "planned"
        return RecipientLine(
            id=handle, client_id=handle, client=self._name_of(number), person="Орехов Пётр Ильич", state=state,
            obstacle="no_consent" if blocked else "", missing=(), said="", tries=0, next=None,
            note=self._notes.get(handle, ""), prefers="call" if number == 2 else "",
        )  # fmt: skip

    def letter(self, recipient_id: str) -> LetterLine:
        subject, text = template(self._row.kind, self._row.channel)
        whole = text.replace("{обращение}", "Уважаемый Пётр Ильич").replace("{компания}", self._name_of(0))
        return LetterLine(subject, f"{whole}\n\n{self._notes.get(recipient_id, '')}".rstrip(), ())

    def new(
        self, name: str, clients: Sequence[str], kind: CampaignKind = "commercial", subject: str = "", text: str = "",
        channel: CampaignChannel = "email", *, progress: Progress | None = None,
    ) -> CampaignRow:  # fmt: skip
        return self._changed(
            "new", name, str(len(clients)), kind, channel, name=name, kind=kind, channel=channel, clients=len(clients)
        )

    def form(self, handle: str) -> tuple[Field, ...]:
        return (Field("name", "Name", self._row.name), Field("due", "Planned for", ""))

    def save_form(self, handle: str, values: Mapping[str, str]) -> CampaignRow:
        return self._changed("edit", values["name"], name=values["name"])

    def server_form(self) -> tuple[Field, ...]:
        return (Field("host", "Mail server", ""),)

    def save_server(self, values: Mapping[str, str]) -> None:
        self.done.append(("server", values["host"]))

    def server(self) -> MailServerLine | None:
        return MailServerLine("mail.firma.example", 587, "starttls", self.login, "news@firma.example", "", "")

    def approve(self, handle: str) -> CampaignRow:
        self._steps = (*self._steps, StepLine(AT, "approved", "Иванова"))
        return self._changed("approve", state="approved")

    def test(self, handle: str, password: str) -> CampaignRow:
        self._tested = True
        return self._changed("test", password)

    def run(self, handle: str, password: str, progress: Progress | None = None) -> RunAnswer:
        going = all(progress(n, 3) for n in range(3)) if progress is not None else True
        sent = [f"{n:032x}" for n in (0, 2)] if going else []
        self._states |= dict.fromkeys(sent, "sent")
        row = self._changed("run", password, state="done" if going else "running", reached=len(sent))
        return RunAnswer(row, len(sent), 0, 1, 0, 0)

    def pause(self, handle: str) -> CampaignRow:
        return self._changed("pause", state="paused")

    def cancel(self, handle: str) -> CampaignRow:
        return self._changed("cancel", state="cancelled")

    def publish_form(self) -> tuple[Field, ...]:
        return (Field("link", "Link or group", ""), Field("date", "Date", "2026-11-23"))

    def save_publication(self, handle: str, values: Mapping[str, str]) -> CampaignRow:
        told = (PublicationLine(TODAY, values["link"], "Иванова"),)
        return self._changed("publish", values["link"], values["date"], state="done", publications=told)

    def collect(self, handle: str) -> CampaignRow:
        return self._changed("collect")

    def take_in(self, path: str, progress: Progress | None = None) -> InboxAnswer:
        self.done.append(("inbox", path))
        return InboxAnswer(3, 1, 0, 1, 1, 0, 0)

    def handed_on(self, handle: str) -> CampaignRow:
        return self._changed("hand on", state="draft", pilot=())

    def settle(self, recipient_id: str, state: RecipientState, note: str = "") -> RecipientLine:
        self.done.append(("settle", recipient_id, state))
        self._states[recipient_id] = state
        self._row = msgspec.structs.replace(self._row, answered=1)
        return self._line(0)

    def hold_out(self, handle: str, percent: int) -> CampaignRow:
        return self._changed("hold out", str(percent), control=1)

    def results(self, handle: str) -> ControlAnswer:
        line = ControlLine(31, 2, 0.083, -0.09, 0.16, clear=False)
        sure = ControlLine(90, 1, 0.45, 0.2, 0.6, clear=True)
        return ControlAnswer(TODAY, 12, 30, 180, 20, True, sure, line, line, (rub(1_200), rub(-300), rub(2_700), False))

    def personal(self, recipient_id: str, note: str) -> None:
        self.done.append(("note", recipient_id, note))
        self._notes[recipient_id] = note

    def agreed(self, recipient_id: str, kind: str) -> None:
        self.done.append(("agreed", recipient_id, kind))

    def refused(self, recipient_id: str) -> None:
        self.done.append(("refused", recipient_id))

    def preferred(self, recipient_id: str, channel: str) -> None:
        self.done.append(("preferred", recipient_id, channel))


class FakeCampaignFigures:
    """A year with one promotion a quarter, and one channel that nobody answers."""

    def __init__(self, clients: Callable[[], list[str]]) -> None:
        self._clients = clients
        self.asked: list[str] = []

    def figures(self) -> CampaignFigures:
        cadence = (
            CadenceLine("level:key", "Ключевой", 6, 3, 3, 6, TODAY, True),
            CadenceLine("step:regular", "Постоянные", 40, 1, 3, 22, dt.date(2026, 11, 2), False),
        )
        rates = (
            RateLine("", "call", 40, 20, 0.5, False),
            RateLine("", "email", 200, 10, 0.05, True),
            RateLine("Ключевой", "email", 20, 6, 0.3, False),
        )
        months = tuple(
            MonthLine(month, ((dt.date(2026, month, 12), "Осенние цены", "prices", month < 12),))
            if month % 3 == 0
            else MonthLine(month, ())
            for month in range(1, 13)
        )
        base = CostLine(500, rub(50_000), rub(900_000), rub(200_000), rub(100), rub(400), 4.0)
        ads = CostLine(150, rub(300_000), rub(400_000), None, rub(2_000), None, None)
        shares = (ShareLine("prices", 200, 10), ShareLine("useful", 40, 12))
        return CampaignFigures(TODAY, cadence, rates, shares, 40, 240, months, 30, base, ads)

    def segments(self) -> tuple[Segment, ...]:
        return (Segment("deal:offer", "Сделки: предложение", 2), Segment("level:key", "Ключевой", 6))

    def clients_of(self, code: str) -> list[str]:
        self.asked.append(code)
        return self._clients()
