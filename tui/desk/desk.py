"""The desk: use cases of one session, shared by screens and commands so that both always agree (design §1).

Methods are called from worker threads, several at once. Answers are plain records; figures are computed once an
evening and replaced as a whole, so readers need no lock; what changes the base in memory holds one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from zoneinfo import ZoneInfo

from core.entities.client import ClientCard
from core.problem import N_, ExitCode, Problem
from core.wording import set_language
from storage.audit.kinds import Kind
from storage.vault.premises import Premises, open_premises
from storage.vault.sale_documents import SaleDocument
from storage.vault.session import Session, enter
from tui.desk import answering, card, lists, log_desk, reports, today_roles, today_work
from tui.desk.ahead import import_card
from tui.desk.answers import (
    CardOverview,
    Change,
    ClientRow,
    Greeting,
    OrderLine,
    Purchase,
    Pyramid,
    Queue,
    Today,
)
from tui.desk.base import Base
from tui.desk.editing import as_changes
from tui.desk.facets import Facets
from tui.desk.figures import Figures, day_number
from tui.desk.places import came_by, configured_store
from tui.desk.port import CloseReason, Door, EditField, ListFilter, LockReason, Progress, Undone
from tui.desk.served_base import ServedBase
from tui.memory import give_back

MICROSECONDS = 1_000_000
END_SECONDS = 1.0
"""How long the end of a session waits for a base that is being made in it."""


class Desk(Facets):
    """One person's desk over one store. `as_of` fixes the evening; None follows the firm's calendar."""

    def __init__(self, premises: Premises, as_of: dt.date | None = None) -> None:
        self._premises = premises
        self._as_of = as_of
        self._session: Session | None = None
        self.guard = threading.RLock()
        """Held by whatever changes the base in memory."""
        self._served = ServedBase(self)
        self._zone = ZoneInfo("UTC")
        self.version = 0
        """Rises with every change this session has made or heard of."""

    # Door
    def door(self) -> Door:
        """What the unlock screen shows."""
        staff = self._premises.staff()
        people = [each.statement for each in staff.values() if each.statement.state == "active"]
        alone = len(people) == 1
        size, minutes = log_desk.last_checkpoint(self._premises, staff)
        via = self._premises.via
        mine = next((each.login for each in people if via is not None and each.person == via.person), "")
        return Door(self._premises.log_size(), alone, mine or (people[0].login if alone else ""), size, minutes)

    def unlock(self, login: str, passphrase: bytearray) -> Greeting:
        """Open the session and the cards of the own portfolios."""
        session = enter(self._premises, login, passphrase, clock=self._premises.clock)
        settings = session.firm.settings()
        self._zone = ZoneInfo(settings.time_zone)
        self._session = session
        self._served.load(settings.currency)
        give_back()
        base, me = self.base, session.entered.me.statement
        return Greeting(
            firm=settings.name,
            login=me.login,
            name=me.name,
            role=session.role,
            log_size=self._premises.log_size(),
            today=self.today_date(),
            currency=settings.currency,
            alone=session.entered.alone,
            portfolios=tuple(note.name for note in session.staffing.portfolios().values()),
            clients=len(base.ids),
        )

    def prepare(self, progress: Progress) -> None:
        """Keys that wait to be renewed; then sales → client-days → rhythm, levels, letters; then what a card needs."""
        self.people.settle_quietly()
        self._served.figures(progress)
        import_card()
        self.version += 1

    def pulse(self) -> int:
        """Changes whenever something shown may be stale."""
        if self._session is not None:
            self._served.pulse()
        return self.version

    def lock(self, reason: LockReason) -> None:
        """Log the lock and leave; the process image is replaced right after."""
        session, self._session = self._session, None
        self._served.end()
        self.finding.wipe()
        if session is not None:
            session.entered.gate.note(Kind.LOCKED, details={"reason": reason})
            session.end()

    def close(self, reason: CloseReason) -> None:
        """End of the session. Safe to call twice and before `unlock`."""
        session, self._session = self._session, None
        self._served.end(END_SECONDS)
        if session is not None:
            session.end(Kind.SESSION_LOST if reason == "lost" else Kind.SESSION_END)
        else:
            self._premises.close()

    # What the session has in memory
    @property
    def session(self) -> Session:
        """The open session. Raises Problem (REFUSED) before `unlock`."""
        if self._session is None:
            raise Problem(N_("The store is locked: unlock it first."), ExitCode.REFUSED)
        return self._session

    @property
    def base(self) -> Base:
        """Cards and, once computed, figures. Raises Problem (REFUSED) before `unlock`."""
        return self._served.base

    @property
    def fixed_evening(self) -> bool:
        """Whether figures are for a day that was asked for and not for today."""
        return self._as_of is not None

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of the firm."""
        return self._zone

    def today_date(self) -> dt.date:
        """The evening all figures are for: `as_of`, else today in the firm's time zone."""
        if self._as_of is not None:
            return self._as_of
        return dt.datetime.fromtimestamp(self._premises.clock() / MICROSECONDS, self._zone).date()

    def now_us(self) -> int:
        """This moment, microseconds since 1970-01-01 UTC."""
        return self._premises.clock()

    def touched(self) -> None:
        """Something shown may be stale from now on."""
        self._served.stated()
        self.version += 1

    def log_size(self) -> int:
        """Number of log entries, part of every answer."""
        return self._premises.log_size()

    def figures(self) -> Figures:
        """The figures, computed when first asked for."""
        return self._served.figures(lambda _done, _total: True)

    def refresh(self) -> None:
        """Read the base again after an import or undo."""
        self._served.refresh()

    # Lists
    def open_list(self, filter: ListFilter, sort: str) -> lists.OpenedList:  # noqa: A002  (the port's word)
        """The client list in one order."""
        return lists.open_list(self.base, filter, sort, self.own)

    def owners(self) -> tuple[str, ...]:
        """Names the filter by owner offers."""
        return tuple(sorted(set(self.base.owners)))

    def row(self, client_id: str) -> ClientRow:
        """The line of one client."""
        return self.base.row(self.place_of(client_id))

    # Screens
    def today(self) -> Today:
        """What to do today."""
        answer = today_work.with_work(self, answering.today_answer(self.base, self.figures()))
        answer = answering.with_cases(answer, self.recovery.reminders())
        give_back()
        seen = self.session.watching.may_see_logins
        logins = self.audit.logins(answering.ALARM_DAYS) if seen else ()
        return today_roles.for_role(self, answering.with_alarms(answer, self.audit.alarms(), logins))

    def queue(self, limit: int | None, horizon: int | None = None, everyone: bool = False) -> Queue:
        """The recovery queue."""
        figures = self.figures()
        return answering.queue(self.base, figures, self.log_size(), limit=limit, horizon=horizon, everyone=everyone)

    def pyramid(self) -> Pyramid:
        """The pyramid with moves since the last period."""
        return answering.pyramid_answer(self.base, self.figures(), self.log_size())

    def axes(self, client_id: str | None) -> list[reports.Standing]:
        """Every axis of one client or of all."""
        return reports.standing(self, self.place_of(client_id) if client_id is not None else None)

    # Card
    def overview(self, client_id: str) -> CardOverview:
        """Обзор: free of budget."""
        figures = self.figures()
        with self.session.look():
            return card.whole_overview(self, client_id, figures)

    def purchases(self, client_id: str) -> list[Purchase]:
        """Documents, newest first."""
        return card.purchases(self.documents(client_id), self.base.currency)

    def order_lines(self, client_id: str, document: str) -> list[OrderLine]:
        """Lines of one document."""
        names = self.session.firm.product_names()
        return card.order_lines(self.documents(client_id), document, self.base.currency, names)

    def history(self, client_id: str) -> list[Change]:
        """Changes of the card, newest first: a dossier read."""
        members = self.base.members_of(self.place_of(client_id))
        staff = {each.id: each.name for each in self.session.staffing.staff()}
        return as_changes(self.session.clients.history(members[0], members[1:]), staff, self._zone)

    def card_of(self, number: int) -> ClientCard:
        """The whole card of a row: of a merged client, what was chosen from all of them."""
        client = self.base.ids[number]
        merged = client in self.base.members
        return self.session.merges.joined(client).card if merged else self.session.clients.stored(client).card

    def documents(self, client_id: str) -> list[SaleDocument]:
        """Sales of a client with their lines, newest first, for the desk's own facets."""
        members, until = self.base.members_of(self.place_of(client_id)), day_number(self.today_date())
        found = [each for member in members for each in self.session.sales.documents(member, until)]
        return sorted(found, key=lambda each: -each.day) if len(members) > 1 else found

    # Changes
    def edit_form(self, client_id: str) -> tuple[EditField, ...]:
        """The fields this person may change."""
        return self.editing.form(client_id)

    def edit_card(self, client_id: str, field: str, value: str, before: str) -> None:
        """Save one field; EditConflict when somebody saved another value meanwhile."""
        self.editing.save(client_id, {field: (before, value)})

    def undo(self) -> Undone | None:
        """Take back the last own step."""
        return self.editing.undo()

    def stale(self) -> None:
        """What is shown may be stale: screens ask again."""
        self.version += 1

    def place_of(self, client_id: str) -> int:
        """Number of the client in the base. Raises Problem (BAD_INPUT) for an id that is not among the open ones."""
        number = None
        with contextlib.suppress(ValueError):
            number = self.base.place.get(bytes.fromhex(client_id))
        if number is None:
            raise Problem(N_("There is no such client among yours: check the id with client find."))
        return number


def open_desk(store: str | None, lang: str, as_of: dt.date | None = None) -> Desk:
    """The desk of a store: its path, or None for the configured one. Raises Problem (STORE)."""
    set_language("en" if lang == "en" else "ru")
    return Desk(open_premises(configured_store(store), via=came_by()), as_of)
