"""The base a session answers from: read once, kept in step with others' changes, made anew beside the one that serves.

Whoever presses a key never waits for a new base (spec/security §4): the old one answers until the new one has its
figures, then they are exchanged. Sessions of one machine make theirs in turn: an import ends for all of them at once.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from core.entities.client import line_of
from core.entities.firm_figures import FirmFigures
from core.problem import N_, ExitCode, Problem
from core.recovery.stake import year_value
from storage.turn import turn
from tui.desk.base import Base, load_base
from tui.desk.figures import Evenings, Figures, day_number, figures_of, firm_figures
from tui.desk.port import Progress
from tui.manners import thread_steps_back
from tui.memory import give_back

if TYPE_CHECKING:
    from storage.vault.card_rows import Changed
    from storage.vault.session import Session
    from tui.desk.desk import Desk

REST = 10
"""The next base is not begun before so many times what the last one took: whoever opens a hundred thousand clients
would otherwise do nothing else while fifty colleagues enter new ones."""
AFTER_FAULT_SECONDS = 30.0


class Mark(NamedTuple):
    """What a base was read at; another value means that others have changed something since."""

    feed: dict[bytes, int]
    live: dict[bytes, int]
    merged: object


class LeftOff(Exception):  # noqa: N818
    """The session ended while a base was being made in it."""


class ServedBase:
    """Base and figures of one desk. Changed under the desk's `guard`, read without it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._served: Base | None = None
        self._mark = Mark({}, {}, None)
        self._aside = threading.local()
        self._stated = 0
        """Rises whenever something may have been stated that figures made before do not know."""
        self._due = False
        self._not_before = 0.0
        self._maker: threading.Thread | None = None
        self._fault: Exception | None = None
        self._ended = False

    @property
    def base(self) -> Base:
        """What serves; in the thread that makes another, that one. Raises Problem (REFUSED) before `load`."""
        found: Base | None = getattr(self._aside, "base", None) or self._served
        if found is None:
            raise Problem(N_("The store is locked: unlock it first."), ExitCode.REFUSED)
        return found

    def load(self, currency: str) -> None:
        """The first base: after the login."""
        self._served, self._mark = self._read(currency)

    def refresh(self) -> None:
        """Read the base again at once, after a step of one's own that brought or took clients."""
        self._exchange(*self._read(self.base.currency))

    def stated(self) -> None:
        """Something may have been stated that the figures do not know yet."""
        self._stated += 1

    def end(self, patience_seconds: float = 0.0) -> None:
        """Nothing is made from now on: the session is over. What is being made is left off; wait so long for that."""
        self._ended = True
        if self._maker is not None and patience_seconds:
            self._maker.join(patience_seconds)

    # Figures
    def figures(self, progress: Progress) -> Figures:
        """Figures of the evening, the rules and the rates in force, made when they are not there.

        Raises what went wrong while they were being made aside, once.
        """
        desk = self._desk
        with desk.guard:
            fault, self._fault = self._fault, None
            if fault is not None:
                raise fault
            with desk.session.look():
                known = self._known()
            return known if known is not None else self._give_figures(self.base, progress)

    def _known(self) -> Figures | None:
        """Figures that are there and in force, with whatever was stated since they were made."""
        desk, base, stated = self._desk, self.base, self._stated
        known = base.figures
        if known is None or not known.made_by(desk.today_date(), desk.session.rulebook.rules(), desk.rates.table()):
            return None
        if base.heard != stated:
            known = desk.standing.told(known)
            base.heard, base.figures = stated, known
        return known

    def _give_figures(self, base: Base, progress: Progress) -> Figures:
        stated = self._stated
        base.figures, base.heard = self._made(base, progress), stated
        return base.figures

    def _made(self, base: Base, progress: Progress) -> Figures:
        desk, session = self._desk, self._desk.session
        rules, rates, as_of = session.rulebook.rules(), desk.rates.table(), desk.today_date()
        joined = {each: base.place[each] for each in base.apart}
        ledger = session.sales.ledger(base.ids, progress, joined, rates)
        evenings = Evenings.of(ledger.lines, as_of, rules)
        firm = self._firm(session, evenings)
        made = figures_of(evenings, firm, firm.whole_firm, ledger.without_rate, rules, rates)
        with session.look():
            told = desk.standing.told(made)
        del ledger, evenings, made
        give_back()
        return told

    def _firm(self, session: Session, evenings: Evenings) -> FirmFigures:
        """The firm's own figures: those that were published, or made of what is open here."""
        desk, rules = self._desk, session.rulebook.rules()
        latest = session.firm.figures()
        if latest is not None and latest.day == day_number(desk.today_date()) and not session.stale(latest):
            return latest
        if session.opens_everything():
            made = firm_figures(evenings, desk.log_size(), True, rules)
            turnover = year_value(evenings.now, evenings.now.move_net, evenings.now.as_of)
            firm = msgspec.structs.replace(made, departments=desk.keys.by_department(turnover))
            if not desk.fixed_evening and session.may_publish():
                session.firm.publish(firm)
            return firm
        if latest is not None and not desk.fixed_evening:
            return latest
        return firm_figures(evenings, desk.log_size(), False, rules)

    # Keeping up
    def pulse(self) -> None:
        """Take in what others have changed: rows in place; where clients or sales came or went, a new base is begun."""
        if self._desk.session.feed() != self._mark.feed:
            self._follow()
        rested = time.monotonic() >= self._not_before
        if self._due and rested and (self._maker is None or not self._maker.is_alive()):
            self._maker = threading.Thread(target=self._make_aside, name="base", daemon=True)
            self._maker.start()

    def _follow(self) -> None:
        desk = self._desk
        with desk.guard:
            changed = self._take_rows()
        desk.finding.changed(changed.cards)
        self.stated()
        desk.version += 1

    def _take_rows(self) -> Changed:
        """Rows that others wrote since the mark, put in place. Notes when that is not enough."""
        base, mark, session = self.base, self._mark, self._desk.session
        with session.look():
            changed = session.clients.changed_since(mark.feed)
            now = Mark(changed.counters, session.batches.live(), session.merges.mark())
        for client_id, card_now in changed.cards.items():
            number = base.place.get(client_id)
            if number is not None:
                base.cards[number] = line_of(card_now)
        arrived = any(
            each in base.apart or each not in (base.removed if card.removed else base.place)
            for each, card in changed.cards.items()
        )
        opened = now.feed.keys() != mark.feed.keys()
        self._due |= opened or bool(changed.gone) or arrived or now[1:] != mark[1:]
        self._mark = now
        return changed

    def _make_aside(self) -> None:
        thread_steps_back()
        try:
            with self._in_turn():
                self._make()
        except Exception as fault:
            if not self._ended:  # of a session that is over, only that its store was closed
                self._fault, self._due = fault, True
                self._not_before = time.monotonic() + AFTER_FAULT_SECONDS
                self._desk.version += 1

    def _make(self) -> None:
        begin, before = time.monotonic(), self.base
        self._due = False
        base, mark = self._read(before.currency)
        if before.figures is not None:
            with self._beside(base):
                self._give_figures(base, self._go_on)
        if not self._ended and self._exchange(base, mark, before):
            self._not_before = time.monotonic() + REST * (time.monotonic() - begin)

    def _go_on(self, _done: int, _total: int) -> bool:
        """Raises LeftOff once the session is over: figures of a part of the sales must never become the firm's."""
        if self._ended:
            raise LeftOff
        return True

    def _read(self, currency: str) -> tuple[Base, Mark]:
        """A base and what it was read at: of one moment, so that what is written meanwhile is heard of again."""
        session = self._desk.session
        with session.look():
            mark = Mark(session.feed(), session.batches.live(), session.merges.mark())
            return load_base(session, currency), mark

    def _exchange(self, base: Base, mark: Mark, before: Base | None = None) -> bool:
        """Let a new base serve, with the rows written while it was made; False when it was made of one that is gone."""
        desk = self._desk
        with desk.guard:
            if before is not None and self._served is not before:
                self._due = True
                return False
            self._served, self._mark = base, mark
            changed = self._take_rows()
        desk.finding.follow()
        desk.finding.changed(changed.cards)
        desk.version += 1
        return True

    @contextlib.contextmanager
    def _beside(self, base: Base) -> Iterator[None]:
        """In this thread the desk's base is this one."""
        self._aside.base = base
        try:
            yield
        finally:
            del self._aside.base

    @contextlib.contextmanager
    def _in_turn(self) -> Iterator[None]:
        """A place among those who make a base on this machine, half as many as it has processors.

        Whoever waits too long, or may not make the file of it, goes on without one.
        """
        places = max(1, (os.cpu_count() or 1) // 2)
        with contextlib.ExitStack() as held:
            with contextlib.suppress(Problem):
                held.enter_context(turn(self._desk.session.entered.premises.files.making(os.getpid() % places)))
            yield
