"""Single clients lent to colleagues, and requests for access answered: for ADM and for the commands (U08)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.entities.letters import Letter
from core.problem import N_, ExitCode, Problem
from core.wording import fill
from core.wording import gettext as _
from storage.vault.probes import ACCESS
from tui.desk.people_desk import MICROSECONDS
from tui.desk.port_people import AccessRequest, Answer, Loan

if TYPE_CHECKING:
    from tui.desk.desk import Desk

ANSWERED = "access.answered"
"""Kind of the letter that answers a request."""


class LendingDesk:
    """Who may read which single client, and who asks to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def loans(self) -> list[Loan]:
        """Clients lent one by one that concern this session, by login and name."""
        session = self._desk.session
        found = [each for each in session.grants.all() if each.client]
        logins = {each.id: each.login for each in session.staffing.staff()}
        names = session.lending.names([each.client for each in found])
        made = [
            Loan(
                logins.get(each.member, ""),
                each.client.hex(),
                names.get(each.client, ""),
                each.compartments,
                self._day(each.not_after_us),
                each.state,
            )
            for each in found
        ]
        return sorted(made, key=lambda each: (each.login, each.name, each.client))

    def lend(
        self,
        login: str,
        client: str,
        *,
        parts: Sequence[str] = (),
        start: dt.date | None = None,
        until: dt.date | None = None,
        words: str = "",
    ) -> str:
        """Lend one client, `until` the end of a day; the six words of the receiver's keys. Raises Problem."""
        people = self._desk.people
        given = self._desk.session.lending.give(
            login,
            self._id(client),
            parts=parts,
            not_before_us=people.start_us(start),
            not_after_us=people.end_us(until),
            confirmed=words,
        )
        return given.fingerprint

    def take_back(self, login: str, client: str) -> int:
        """Take a lent client back; the number of clients under new keys. Raises Problem."""
        renewed = self._desk.session.lending.revoke(login, self._id(client))
        self._desk.refresh()
        return renewed

    def requests(self) -> list[AccessRequest]:
        """Requests of colleagues that wait for an answer, oldest first; those about nobody who is here go."""
        session = self._desk.session
        logins = {each.id: each.login for each in session.staffing.staff() if each.active}
        asked = [each for each in session.inbox.read() if each.kind == ACCESS and each.sender in logins]
        clients = {each.id: client for each in asked if isinstance(client := each.body.get("client"), bytes)}
        names = session.lending.names(list(clients.values()))
        return [
            AccessRequest(
                each.id.hex(),
                logins[each.sender],
                clients[each.id].hex(),
                names[clients[each.id]],
                str(each.body.get("reason", "")),
                dt.datetime.fromtimestamp(each.sent_us / MICROSECONDS, self._desk.zone),
            )
            for each in asked
            if each.id in clients and clients[each.id] in names
        ]

    def answer(self, request: str, answer: Answer, until: dt.date | None = None) -> AccessRequest:
        """Answer a request: lend the client, hand it over for good, or refuse. The colleague gets a letter.

        Raises Problem as `lend`, BAD_INPUT for a request that waits no more.
        """
        asked = next((each for each in self.requests() if each.id == request), None)
        if asked is None:
            raise Problem(N_("There is no such request any more: see letters list."))
        session = self._desk.session
        if answer == "lend":
            self.lend(asked.login, asked.client, until=until)
        elif answer == "move":
            session.moving.move([self._id(asked.client)], session.home_portfolio(asked.login))
            self._desk.refresh()
        told = {"lend": _("You may read {client} now."), "move": _("{client} is yours now.")}
        text = fill(told.get(answer, _("No access to the client you asked for.")), client=asked.name)
        self._reply(asked, text)
        return asked

    def _reply(self, asked: AccessRequest, text: str) -> None:
        session = self._desk.session
        letter: Letter = next(each for each in session.inbox.read() if each.id.hex() == asked.id)
        session.inbox.send(letter.sender, ANSWERED, {"text": text})
        session.inbox.settle(letter.id)

    def _id(self, client: str) -> bytes:
        """A client by his id, or by the only number of the firm that is his. Raises Problem (BAD_INPUT)."""
        base = self._desk.base
        found = [each for each, card in zip(base.ids, base.cards, strict=True) if client == card.external_id]
        if len(found) == 1:
            return found[0]
        try:
            return bytes.fromhex(client)
        except ValueError:
            raise Problem(
                N_("There is no such client among yours: check the id with client find."), ExitCode.BAD_INPUT
            ) from None

    def _day(self, until_us: int) -> dt.date | None:
        if not until_us:
            return None
        return (dt.datetime.fromtimestamp(until_us / MICROSECONDS, self._desk.zone) - dt.timedelta(days=1)).date()
