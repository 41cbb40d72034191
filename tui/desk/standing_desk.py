"""Where clients stand at the desk: statements of people, their evidence, the axes of `standing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np

from core.entities.entry import Entry
from core.entities.money import Money
from core.entities.standing import (
    LOSS_REASONS,
    NOTED_LEVELS,
    PURPOSES,
    TICKS,
    BaseReview,
    LevelNote,
    LossReason,
    NotedLevel,
    NotedStatus,
    Obligations,
    Partnership,
    PortraitNote,
    Purpose,
    StatusNote,
    TargetNote,
    Tick,
)
from core.entities.work import Need, NeedKind, Task
from core.problem import N_, ExitCode, Problem
from core.rules import Rules
from core.standing import pyramid
from core.standing.growth import mean_quarter
from core.standing.target import Target, limit_in_base, target
from core.wording import gettext
from storage.vault.books.standing import (
    BASE_REVIEW,
    LEVEL_NOTE,
    OBLIGATIONS,
    PARTNERSHIP,
    PORTRAIT_NOTE,
    STATUS_NOTE,
    TARGET_NOTE,
)
from storage.vault.books.work import TASK
from storage.vault.registers import Register
from tui.desk.figures import Figures, date_of, day_number
from tui.desk.port_standing import MembersHandle, Proof, Segment, View
from tui.desk.segments import Segments
from tui.desk.standing_proofs import proofs_of
from tui.desk.standing_records import gather, latest
from tui.desk.standing_sources import Sources

if TYPE_CHECKING:
    from tui.desk.desk import Desk

TEXT_MAX = 300
NOTIONS: dict[str, Register[Any]] = {
    "level": LEVEL_NOTE,
    "partnership": PARTNERSHIP,
    "status": STATUS_NOTE,
    "target": TARGET_NOTE,
}
REVIEW = "S00.07"
"""Source of the tasks of «Смотр базы»."""
RECHECK = "S02.11"
SHARE = "S03.04"
DAYS_TO_ASK = 7


class StandingDesk:
    """Statements about clients and what follows from them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._segments = Segments(desk)

    # For the figures
    def told(self, figures: Figures) -> Figures:
        """The figures with everything people have stated."""
        day, rules = figures.days.as_of, figures.rules
        before = pyramid.month_end_before(day)
        return figures.told(
            gather(self._desk, day, figures.axes.turnover_12m, rules),
            gather(self._desk, before, figures.before.axes.turnover_12m, rules),
        )

    # Reading
    def segment(self, view: View) -> Segment:
        """Figures of one tab of SEG."""
        return self._segments.segment(view)

    def members(self, view: View, key: str) -> MembersHandle:
        """The clients behind one figure."""
        return self._segments.members(view, key)

    def proofs(self, client_id: str) -> tuple[Proof, ...]:
        """Evidence of everything that is said of where a client stands."""
        return proofs_of(self._desk, self._desk.place_of(client_id))

    def targets(self, only: int | None = None) -> dict[int, Target]:
        """Everybody about whom something is known of the two ticks, by row, or one client."""
        return targets_of(self._desk, only)

    # Statements
    def note_level(
        self,
        client_id: str,
        level: NotedLevel,
        *,
        reason: str = "",
        expected: dt.date | None = None,
        ticks: Sequence[Tick] = (),
        knows_us: bool | None = None,
        territory: str = "",
        industry: str = "",
    ) -> None:
        """State a level below the real ones; each asks for its own evidence (S02.07–S02.09)."""
        today = self._today()
        note = LevelNote(
            level=_known(level, NOTED_LEVELS),
            day=today,
            reason=_text(reason),
            expected=0 if expected is None else day_number(expected),
            ticks=tuple(dict.fromkeys(_known(each, TICKS) for each in ticks)),
            territory=_text(territory),
            industry=_text(industry),
        )
        if level == "prospective" and not (note.reason and note.expected):
            raise Problem(N_("A prospective client needs a reason and the day the decision is expected: give both."))
        if level == "prospective" and note.expected < today:
            raise Problem(N_("The day the decision is expected lies in the past: give a day ahead."))
        if level == "probable" and not note.ticks:
            raise Problem(N_("A probable client would gain by location, service, price or terms: tick at least one."))
        if level == "probable" and knows_us is not False:
            raise Problem(N_("A probable client does not know of us yet: say so, or choose another level."))
        if level == "potential" and not (note.territory and note.industry):
            raise Problem(N_("A potential client needs a territory and an industry: give both."))
        self._add(LEVEL_NOTE, client_id, note)

    def note_partnership(self, client_id: str, note: str) -> None:
        """State that the partnership is a value in itself, in one's own words (S02.05)."""
        if not _text(note):
            raise Problem(N_("Say in a few words why the partnership is a value in itself."))
        self._add(PARTNERSHIP, client_id, Partnership(note=_text(note), day=self._today()))

    def note_status(self, client_id: str, status: NotedStatus, reason: LossReason | str = "", note: str = "") -> None:
        """State a base status: lost with one of seven reasons, unfit with a reason in words, returned."""
        told = _text(note)
        if status == "lost" and not reason:
            raise Problem(N_("Why did the client leave? Give one of {known}."), known=", ".join(LOSS_REASONS))
        if status == "unfit" and not told:
            raise Problem(N_("Say in a few words why this client does not fit."))
        why: LossReason | Literal[""] = _known(reason, LOSS_REASONS) if status == "lost" else ""
        self._add(STATUS_NOTE, client_id, StatusNote(status=status, day=self._today(), reason=why, note=told))

    def lift(self, client_id: str, notion: str) -> None:
        """Take the last statement back: level, partnership, status, target. Raises Problem where there is none."""
        register = NOTIONS.get(notion)
        if register is None:
            raise Problem(N_("There is no {word} here: use one of {known}."), word=notion, known=", ".join(NOTIONS))
        found = latest(self._desk, register, self._today()).get(self._desk.place_of(client_id))
        if found is None:
            raise Problem(N_("Nothing of that kind is stated of this client."))
        self._desk.work.change(register, found, removed=True)

    def note_target(
        self,
        client_id: str,
        purpose: Purpose,
        *,
        quarterly: int = 0,
        currency: str = "",
        source: str = "",
        expected: dt.date | None = None,
    ) -> None:
        """State what a client buys for and how much from all suppliers; a day to come makes the task to look again."""
        if quarterly < 0:
            raise Problem(N_("A need cannot be less than nothing."))
        note = TargetNote(
            purpose=_known(purpose, PURPOSES),
            day=self._today(),
            quarterly=quarterly,
            currency=(currency or self._desk.base.currency).upper() if quarterly else "",
            source=_text(source),
            expected=0 if expected is None else day_number(expected),
        )
        if note.quarterly and not note.source:
            raise Problem(N_("Say who stated the need: the client, a price list, an estimate."))
        if note.quarterly and self.in_base(note.quarterly, note.currency) is None:
            raise Problem(N_("No rate of {currency} is recorded: enter it first."), currency=note.currency)
        self._add(TARGET_NOTE, client_id, note)
        if note.expected:
            self.recheck(client_id)

    def note_profile(self, client_id: str, fields: dict[str, str]) -> None:
        """State what the portrait is drawn from (S02.13)."""
        known = [name for name in PortraitNote.__struct_fields__ if name not in Entry.__struct_fields__]
        told = {_known(name, known): _text(value) for name, value in fields.items()}
        found = self._desk.work.about(PORTRAIT_NOTE, client_id)
        if found:
            self._desk.work.change(PORTRAIT_NOTE, found[-1], **told)
        else:
            self._add(PORTRAIT_NOTE, client_id, msgspec.convert(told, PortraitNote))

    def answer_obligations(self, client_id: str, able: bool, note: str = "") -> None:
        """Answer whether the obligations to a large client can be met (S00.02)."""
        if not able and not _text(note):
            raise Problem(N_("Say which obligations cannot be met."))
        self._add(OBLIGATIONS, client_id, Obligations(able=able, day=self._today(), note=_text(note)))

    # Смотр базы (S00.07)
    def make_task(self, client_id: str, meeting: bool = True) -> None:
        """A meeting, else a call, with the question in it."""
        text = gettext("Ask what must be done for you to buy from us regularly")
        due = self._today() + DAYS_TO_ASK
        self._desk.work.add_task(
            client_id, Task(kind="meeting" if meeting else "call", text=text, due=due, source=REVIEW)
        )

    def ask_share(self, client_id: str) -> None:
        """The task to find out our share of a regular's purchases: without it he stays a regular (S03.04)."""
        text = gettext("Find out what share of his purchases we have")
        self._desk.work.add_task(client_id, Task(kind="ask", text=text, due=self._today() + DAYS_TO_ASK, source=SHARE))

    def answer_question(self, client_id: str, text: str, kind: str = "other") -> None:
        """What the client answered becomes a need; the task is done."""
        told = _text(text)
        if not told:
            raise Problem(N_("Write down what the client answered."))
        today = self._today()
        kinds: tuple[NeedKind, ...] = ("delivery", "assortment", "other")
        self._desk.work.add_need(client_id, Need(kind=_known(kind, kinds), text=told, asked=today))
        for each in self._desk.work.about(TASK, client_id):
            if each.fields.source == REVIEW and each.fields.state == "open":
                self._desk.work.close_task(each.fields.id, told)

    def close_review(self) -> None:
        """«Смотр базы» is held in every portfolio that one may write; the next one is due in 60 days."""
        registers, base = self._desk.session.registers, self._desk.base
        sizes = np.bincount(np.array(base.portfolio, np.int64), minlength=len(base.portfolios))
        with registers.writing(details={"kind": BASE_REVIEW.name}) as writing:
            for portfolio, size in zip(base.portfolios, sizes, strict=False):
                if size:
                    registers.add(writing, BASE_REVIEW, portfolio, BaseReview(day=self._today(), seen=int(size)))
        self._desk.touched()

    def recheck(self, client_id: str) -> None:
        """The task to look again, due when the half-year from the first contact ends (S02.11)."""
        number = self._desk.place_of(client_id)
        first = Sources(self._desk, self._today()).first_contacts().get(number)
        if first is None:
            return
        open_ = Sources(self._desk, self._today()).tasks(RECHECK).get(number, [])
        if any(open_):
            return
        due = max(first + self._rules().target_start_days, self._today())
        text = gettext("Look again whether this is a target client")
        self._desk.work.add_task(client_id, Task(kind="check", text=text, due=due, source=RECHECK))

    # Within
    def in_base(self, amount: int, currency: str) -> int | None:
        """Minor units of the base currency; None without a recorded rate."""
        if not currency or currency == self._desk.base.currency:
            return amount
        rate = self._desk.evolution.rate(currency)
        return None if rate is None else round(amount * rate)

    def _add(self, register: Register[Any], client_id: str, fields: Entry) -> None:
        self._desk.work.add(register, client_id, fields)

    def _today(self) -> int:
        return day_number(self._desk.today_date())

    def _rules(self) -> Rules:
        return self._desk.session.rulebook.rules()


def targets_of(desk: Desk, only: int | None = None) -> dict[int, Target]:
    """The two ticks of everybody about whom a purpose is stated, or whose purchases from us alone are enough."""
    figures = desk.figures()
    day, rules = figures.days.as_of, figures.rules
    sources = Sources(desk, day)
    notes, wallets, first = latest(desk, TARGET_NOTE, day), sources.wallets(), sources.first_contacts()
    rate = 1.0 if desk.base.currency == "USD" else desk.evolution.rate("USD")
    limit = limit_in_base(rules, rate)
    ours = mean_quarter(figures.axes.turnover_12m)
    rows = set(notes) | set(wallets)
    if limit is not None:
        rows |= set(np.flatnonzero(ours >= limit).tolist())
    if only is not None:
        rows &= {only}
    found = {}
    for number in sorted(rows):
        note = notes[number].fields if number in notes else None
        stated = None
        if note is not None and note.quarterly:
            stated = desk.standing.in_base(note.quarterly, note.currency)
        elif number in wallets:
            stated = wallets[number][0] // 4
        found[number] = target(note, int(ours[number]), stated, limit, first.get(number), day, rules)
    return found


def first_day(figures: Figures, number: int) -> dt.date | None:
    """Day of the first sale that was not wholly cancelled: since then he is a client (S01.02)."""
    seen = figures.rhythms.seen
    return date_of(int(seen.first[number])) if seen.events[number] else None


def is_cancelled(figures: Figures, number: int) -> bool:
    """He bought, and everything was cancelled whole: still potential, with the mark (S01.01)."""
    return not figures.rhythms.seen.events[number] and bool(figures.days.client_cancelled[number])


def in_money(amount: int | None, desk: Desk) -> Money | None:
    """An amount of the base currency as money."""
    return None if amount is None else Money(amount, desk.base.currency)


def _known(value: str, known: Sequence[Any]) -> Any:
    if value not in known:
        raise Problem(N_("There is no {word} here: use one of {known}."), word=value, known=", ".join(known))
    return value


def _text(text: str) -> str:
    told = " ".join(text.split())
    if len(told) > TEXT_MAX:
        raise Problem(N_("That is too long: {most} characters at most."), ExitCode.BAD_INPUT, most=TEXT_MAX)
    return told
