"""The morning letter to oneself at the desk: counts and times, sent through the firm's mail server (U33)."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from core.entities.outreach import MorningLetter
from core.problem import N_, ExitCode, Problem
from core.wording.letter import morning, subject
from core.wording.reminders import kind_name
from storage.outlets.letter import mail_address, note_to_self
from storage.outlets.mail import Courier
from storage.vault.books.outreach import MORNING_LETTER
from tui.desk import keeping
from tui.desk.figures import day_number
from tui.desk.outreach_carriers import mail_server, now_of

if TYPE_CHECKING:
    from tui.desk.desk import Desk


class MorningCounts(msgspec.Struct, frozen=True):
    """What the letter says: how many lines of TODAY by kind, how many of them red, minutes of own timed tasks."""

    as_of: dt.date
    counts: dict[str, int]
    red: int
    minutes: list[int]


class MorningDesk:
    """The morning letter of whoever works in this session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def counts(self) -> MorningCounts:
        """What TODAY shows, without a client."""
        answer = self._desk.today()
        return MorningCounts(
            answer.as_of,
            dict(Counter(kind_name(each.kind) for each in answer.reminders)),
            sum(each.red for each in answer.reminders),
            self._desk.work.minutes_today(),
        )

    def address(self, address: str) -> None:
        """Where the letter goes from now on. Raises Problem (BAD_INPUT) for what is no address."""
        told = mail_address(address)
        if not told:
            raise Problem(N_("This is no e-mail address a letter could go to."))
        found = keeping.live(self._desk, MORNING_LETTER)
        if found:
            keeping.change(self._desk, MORNING_LETTER, found[-1], address=told)
        else:
            me = self._desk.session.entered.identity.person_id
            keeping.add(self._desk, MORNING_LETTER, MorningLetter(address=told), me)

    def send(self, password: str, again: bool = False) -> bool:
        """Send the letter of today; False where it was sent already. Raises Problem."""
        found = keeping.live(self._desk, MORNING_LETTER)
        if not found:
            raise Problem(N_("Say first where your morning letter goes: today --to ADDRESS."), ExitCode.REFUSED)
        told, today = found[-1], day_number(self._desk.today_date())
        if told.fields.sent_day == today and not again:
            return False
        server, said = mail_server(self._desk), self.counts()
        text = morning(said.as_of, said.counts, said.red, said.minutes)
        salt, at = os.urandom(16).hex(), now_of(self._desk)
        courier = Courier(server, password)
        try:
            answer = courier.send(
                note_to_self(server, told.fields.address, subject(said.as_of), text, salt=salt, at=at)
            )
        finally:
            courier.close()
        if answer.state != "sent":
            raise Problem(N_("The server did not take the letter: {said}"), ExitCode.REFUSED, said=answer.said or "—")
        keeping.change(self._desk, MORNING_LETTER, told, sent_day=today)
        return True
