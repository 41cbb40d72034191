"""Key clients at the desk: candidates by five criteria, appointments, reviews, health (S03.81–S03.88, U26)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.money import Money
from core.entities.standing import (
    BY_HAND,
    CRITERIA,
    FAME_STATES,
    SCALES,
    FameState,
    HandCriterion,
    KeyAppointment,
    KeySign,
)
from core.problem import N_, ExitCode, Problem
from core.rules import Rules
from core.standing.health import Health
from core.standing.keys import Candidates, candidates, positive_by
from core.wording import keys as words
from storage.vault.books.standing import KEY_APPOINTMENT, KEY_SIGN
from storage.vault.registers import Stored
from tui.desk.figures import Figures, date_of, day_number
from tui.desk.key_health import health_of
from tui.desk.port_keys import KeyProof, KeyRow, Keys, Load
from tui.desk.port_standing import KeyAxis
from tui.desk.standing_records import every
from tui.desk.standing_sources import Sources

if TYPE_CHECKING:
    from tui.desk.desk import Desk

TEXT_MAX = 300
APPOINTERS = ("owner", "head")
LEADERS = ("owner", "head", "manager")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the screen is made from. It holds until something changes, so a cursor that moves costs one client."""

    figures: Figures
    mark: tuple[int, int]
    sources: Sources
    found: Candidates
    signs: dict[int, list[Stored[KeySign]]]


class KeysDesk:
    """Key clients of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: Seen | None = None

    # Reading
    def answer(self) -> Keys:
        """Candidates and appointed: the appointed first, then by share."""
        seen, day = self._seen(), self._day()
        figures, sources, found = seen.figures, seen.sources, seen.found
        wallets, appointed = sources.wallets(), self.appointed(day)
        rows = sorted(set(np.flatnonzero(found.any).tolist()) | set(appointed))
        rows.sort(key=lambda each: (each not in appointed, -float(np.nan_to_num(found.shares[0][each])), each))
        names = {each.id: each.name for each in self._desk.session.staffing.staff()}
        buyers = int(np.count_nonzero(figures.rhythms.seen.events))
        innovators = int(np.count_nonzero(found.innovator)) / buyers if buyers else None
        return Keys(
            rows=tuple(
                self._row(figures, found, each, appointed.get(each), names, each in wallets, sources) for each in rows
            ),
            candidates=int(np.count_nonzero(found.any)),
            appointed=len(appointed),
            limit=figures.rules.key_per_manager,
            loads=self._loads(appointed),
            innovators=innovators,
            innovators_warn=innovators is not None and innovators > figures.rules.innovator_share,
            as_of=figures.as_of,
        )

    def now(self) -> Candidates:
        """The five criteria of everybody this evening; reckoned anew when something has changed."""
        return self._seen().found

    def candidates(self, figures: Figures) -> Candidates:
        """The five criteria of everybody."""
        base, turnover = self._desk.base, figures.axes.turnover_12m
        count = len(base.ids)
        wallet = np.zeros(count, np.int64)
        for number, (total, _day) in Sources(self._desk, self._day()).wallets().items():
            wallet[number] = total
        flags = {name: self.signed(name) for name in BY_HAND}
        return candidates(
            turnover,
            (figures.firm.cuts.positive_turnover, *self._wholes(figures, turnover)),
            wallet,
            flags["fame"],
            flags["innovator"],
            flags["demanding"],
            figures.rules,
        )

    def signed(self, criterion: HandCriterion) -> Bool:
        """Clients with a record of a criterion that only people can see."""
        found: Bool = np.zeros(len(self._desk.base.ids), np.bool_)
        for number, signs in every(self._desk, KEY_SIGN, self._day()).items():
            found[number] = any(each.fields.criterion == criterion for each in signs)
        return found

    def axis(self, figures: Figures, found: Candidates, number: int, appointed: bool) -> KeyAxis:
        """Both notions of a key client for `standing`."""
        signs = figures.now.signs
        return KeyAxis(
            signs={
                "loyal": bool(signs.loyal[number]),
                "significant": bool(signs.significant[number]),
                "partnership": bool(signs.partnership[number]),
            },
            criteria={str(name): held for name, held in found.criteria(number).items()},
            levels=_levels(found, number),
            candidate=bool(found.any[number]),
            appointed=appointed,
        )

    def appointed(self, day: int) -> dict[int, Stored[KeyAppointment]]:
        """Appointments in force, by row."""
        return {
            number: each
            for number, records in every(self._desk, KEY_APPOINTMENT, day).items()
            for each in records
            if each.fields.active(day)
        }

    def proofs(self, client_id: str) -> tuple[KeyProof, ...]:
        """Records behind the five criteria."""
        seen, number, currency = self._seen(), self._desk.place_of(client_id), self._desk.base.currency
        found, held = seen.found, seen.found.criteria(number)
        total, told = seen.sources.wallets().get(number, (None, None))
        ours = max(int(seen.figures.axes.turnover_12m[number]), 0)
        lines = [
            KeyProof("volume", held["volume"], words.volume(_levels(found, number))),
            KeyProof("potential", held["potential"], words.potential(total, ours, currency, told)),
        ]
        signs = seen.signs.get(number, [])
        for criterion in BY_HAND:
            of = [each.fields for each in signs if each.fields.criterion == criterion]
            lines += [KeyProof(criterion, True, words.record(each, currency)) for each in reversed(of)]
            if not of:
                lines.append(KeyProof(criterion, False, words.missing(criterion)))
        return tuple(lines)

    def health(self, client_id: str) -> Health:
        """0–100 from visible parts (U26)."""
        seen = self._seen()
        return health_of(self._desk, self._desk.place_of(client_id), seen.sources)

    def managers(self) -> tuple[Load, ...]:
        """Who can lead a key client, with his load."""
        return self._loads(self.appointed(self._day()))

    def _loads(self, appointed: dict[int, Stored[KeyAppointment]]) -> tuple[Load, ...]:
        load = Counter(each.fields.manager for each in appointed.values())
        staff = self._desk.session.staffing.staff()
        able = [each for each in staff if each.active and each.role in LEADERS]
        return tuple(Load(each.login, each.name, load[each.id]) for each in sorted(able, key=lambda each: each.name))

    # Writing
    def appoint(self, client_id: str, login: str, why_over: str = "", until: dt.date | None = None) -> None:
        """Give a key client to a manager: a decision of the head, apart from the criteria (S03.88).

        Raises Problem (REFUSED) for another role, and for the fourth of one manager without a reason and an end.
        """
        self._demand_head()
        figures, number, day = self._desk.figures(), self._desk.place_of(client_id), self._day()
        manager = next((each for each in self._desk.session.staffing.staff() if each.login == login), None)
        if manager is None or manager.role not in LEADERS or not manager.active:
            raise Problem(N_("Nobody with the login {login} can lead clients: see key managers."), login=login)
        found = self.candidates(figures)
        fields = KeyAppointment(
            manager=manager.id,
            day=day,
            criteria=tuple(name for name in CRITERIA if found.criteria(number)[name]),
            scale=found.scale(number, figures.rules) or "",
            share=float(np.nan_to_num(found.shares[0][number])),
        )
        client, registers = self._desk.base.ids[number], self._desk.session.registers
        with registers.writing(client, {"kind": KEY_APPOINTMENT.name}) as writing:
            # Counted inside the transaction: two heads cannot both give the third place.
            standing = self.appointed(day)
            if number in standing:
                raise Problem(N_("This client is appointed already: end that appointment first."), ExitCode.REFUSED)
            led = sum(each.fields.manager == manager.id for each in standing.values())
            if led >= figures.rules.key_per_manager:
                fields = _over(fields, led, why_over, until, day)
            registers.add(writing, KEY_APPOINTMENT, client, fields)
        self._desk.touched()

    def retire(self, client_id: str, why: str) -> None:
        """End the appointment from today."""
        self._demand_head()
        told = _words(why, N_("Say in a few words why the appointment ends."))
        self._desk.work.change(KEY_APPOINTMENT, self._of(client_id), retired=self._day(), why_retired=told)

    def review(self, client_id: str, note: str) -> None:
        """Record the yearly review with what it found."""
        told = _words(note, N_("Say in a few words what the review has found."))
        self._desk.work.change(KEY_APPOINTMENT, self._of(client_id), reviewed=self._day(), review_note=told)

    def sign(
        self,
        client_id: str,
        criterion: HandCriterion,
        *,
        state: FameState = "",
        note: str = "",
        cost: int = 0,
        plans: dt.date | None = None,
        no_tender: dt.date | None = None,
    ) -> None:
        """Record fame, an innovator or what a demanding client taught; each keeps its own evidence."""
        if criterion not in BY_HAND:
            known = ", ".join(BY_HAND)
            raise Problem(N_("There is no {word} here: use one of {known}."), word=criterion, known=known)
        if criterion == "fame" and state not in FAME_STATES:
            raise Problem(N_("How far is the reference? Give one of {known}."), known=", ".join(FAME_STATES))
        if criterion == "demanding" and not note.strip():
            raise Problem(N_("Write down what the client has taught us."))
        if cost < 0:
            raise Problem(N_("Costs cannot be less than nothing."))
        fields = KeySign(
            criterion=criterion,
            day=self._day(),
            state=state if criterion == "fame" else "",
            note=_short(note),
            cost=cost if criterion == "fame" else 0,
            plans=day_number(plans) if plans is not None and criterion == "innovator" else 0,
            no_tender=day_number(no_tender) if no_tender is not None and criterion == "innovator" else 0,
        )
        self._desk.work.add(KEY_SIGN, client_id, fields)

    # Within
    def _seen(self) -> Seen:
        figures, kept = self._desk.figures(), self._kept
        mark = (self._day(), self._desk.version)
        if kept is None or kept.figures is not figures or kept.mark != mark:
            signs = every(self._desk, KEY_SIGN, self._day())
            kept = Seen(figures, mark, Sources(self._desk, self._day()), self.candidates(figures), signs)
            self._kept = kept
        return kept

    def by_department(self, turnover: Int64) -> dict[str, int]:
        """Positive nets of 12 months by department of the open portfolios."""
        base = self._desk.base
        names, places = self._departments()
        if not base.portfolio:
            return {}
        sums = positive_by(places[np.array(base.portfolio, np.int64)], turnover, len(names))
        return {name: int(whole) for name, whole in zip(names, sums, strict=True)}

    def _departments(self) -> tuple[list[str], Int64]:
        notes = self._desk.session.staffing.portfolios()
        names: dict[str, int] = {}
        places = [names.setdefault(notes[each].department, len(names)) for each in self._desk.base.portfolios]
        return list(names), np.array(places, np.int64)

    def _wholes(self, figures: Figures, turnover: Int64) -> tuple[Int64, Int64]:
        """Positive nets of the department and of the manager of every client."""
        base = self._desk.base
        if not base.portfolio:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        of = np.array(base.portfolio, np.int64)
        names, places = self._departments()
        known = figures.firm.departments or self.by_department(turnover)
        department = np.array([known.get(name, 0) for name in names], np.int64)[places]
        owners: dict[str, int] = {}
        owner = np.array([owners.setdefault(each, len(owners)) for each in base.owners], np.int64)
        manager = positive_by(owner[of], turnover, len(owners))[owner]
        return department[of], manager[of]

    def _row(
        self,
        figures: Figures,
        found: Candidates,
        number: int,
        given: Stored[KeyAppointment] | None,
        names: dict[bytes, str],
        wallet: bool,
        sources: Sources,
    ) -> KeyRow:
        base, rules = self._desk.base, figures.rules
        fields = None if given is None else given.fields
        review = None if fields is None else _review_day(fields, rules)
        return KeyRow(
            id=base.ids[number].hex(),
            name=base.cards[number].name,
            owner=base.owner(number),
            criteria={str(name): held for name, held in found.criteria(number).items()},
            levels=_levels(found, number),
            potential=Money(int(found.potential[number]), base.currency) if wallet else None,
            signs=self.axis(figures, found, number, fields is not None).signs,
            appointed=fields is not None,
            manager="" if fields is None else names.get(fields.manager, ""),
            since=None if fields is None else date_of(fields.day),
            review=None if review is None else date_of(review),
            review_due=review is not None and review <= figures.days.as_of,
            over=fields is not None and bool(fields.until),
            until=date_of(fields.until) if fields is not None and fields.until else None,
            why_over="" if fields is None else fields.why_over,
            health=health_of(self._desk, number, sources).points,
        )

    def _of(self, client_id: str) -> Stored[KeyAppointment]:
        found = self.appointed(self._day()).get(self._desk.place_of(client_id))
        if found is None:
            raise Problem(N_("This client is not appointed a key client."))
        return found

    def _demand_head(self) -> None:
        if self._desk.session.role not in APPOINTERS:
            raise Problem(N_("Key clients are appointed by the head: ask your head."), ExitCode.REFUSED)

    def _day(self) -> int:
        return day_number(self._desk.today_date())


def _over(fields: KeyAppointment, led: int, why: str, until: dt.date | None, day: int) -> KeyAppointment:
    if not why.strip() or until is None:
        raise Problem(
            N_("This manager leads {n} key clients already: one more needs a reason and a last day."),
            ExitCode.REFUSED,
            n=led,
        )
    if day_number(until) <= day:
        raise Problem(N_("The last day lies in the past: give a day ahead."))
    return msgspec.structs.replace(fields, until=day_number(until), why_over=_short(why))


def _review_day(fields: KeyAppointment, rules: Rules) -> int:
    return max(fields.day, fields.reviewed) + rules.key_review_days


def _levels(found: Candidates, number: int) -> dict[str, float | None]:
    told: dict[str, float | None] = {}
    for name, shares in zip(SCALES, found.shares, strict=True):
        value = float(shares[number])
        told[name] = None if np.isnan(value) else value
    return told


def _short(text: str) -> str:
    told = " ".join(text.split())
    if len(told) > TEXT_MAX:
        raise Problem(N_("That is too long: {most} characters at most."), most=TEXT_MAX)
    return told


def _words(text: str, ask: str) -> str:
    if not text.strip():
        raise Problem(ask)
    return _short(text)
