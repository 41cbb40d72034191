"""Queue, pyramid and the day's reminders, from the figures of one evening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
import numpy as np

from core.entities.ledger import Bool
from core.entities.money import Money
from core.entities.vocabulary import LEVELS, STATES, STEPS
from core.recovery.queue import RecoveryQueue
from core.standing import abc, pyramid
from core.standing.evidence import out_of_queues
from core.wording import reminders
from core.wording.sentences import why_now
from core.wording.shrinking import why_shrinking
from tui.desk.answers import Move, Pyramid, PyramidLevel, Queue, QueueEntry, Reminder, ShrinkingEntry, Today
from tui.desk.base import Base
from tui.desk.figures import Figures, buying_less, date_of
from tui.desk.figures import ranked as rank
from tui.desk.port_audit import LoginRow

REMINDERS = 60
"""Lines of TODAY at most: more is no day's work."""
ALARM_DAYS = 3
"""A wrong login stands on TODAY for so long."""
FIRST_PURCHASE_DAYS = 60
"""A first purchase is news for this long (S03.01)."""


def queue(
    base: Base,
    figures: Figures,
    log_size: int,
    *,
    limit: int | None,
    horizon: int | None = None,
    everyone: bool = False,
) -> Queue:
    """The recovery queue, best first (U10)."""
    ranked = rank(figures, horizon, everyone)
    count = len(ranked) if limit is None else min(limit, len(ranked))
    entries = tuple(_entry(base, ranked, row) for row in range(count))
    day = date_of(figures.firm.day) if figures.published else None
    return Queue(figures.as_of, log_size, day, entries, figures.firm.model, _shrinking(base, figures)[:limit])


def _shrinking(base: Base, figures: Figures) -> tuple[ShrinkingEntry, ...]:
    """Who still buys, but less."""
    found = buying_less(figures)
    entries = []
    for row, number in enumerate(found.client.tolist()):
        facts = found.reason(row)
        card = base.cards[number]
        recent, before, missing = (Money(each, base.currency) for each in (facts.recent, facts.before, facts.missing))
        entries.append(
            ShrinkingEntry(
                base.ids[number].hex(),
                card.name,
                card.external_id,
                base.owner(number),
                recent,
                before,
                missing,
                why_shrinking(facts, base.currency),
            )
        )
    return tuple(entries)


def _entry(base: Base, ranked: RecoveryQueue, row: int) -> QueueEntry:
    number = int(ranked.client[row])
    facts = ranked.reason(row)
    card, line = base.cards[number], base.row(number)
    expected = facts.expected_day
    debt = reminders.debt(line.overdue, line.overdue_days) if line.overdue else ""
    return QueueEntry(
        id=base.ids[number].hex(),
        name=card.name,
        external_id=card.external_id,
        owner=base.owner(number),
        lapse_probability=facts.p_lost,
        value_at_stake=Money(facts.value_at_stake, base.currency),
        priority=float(ranked.priority[row]),
        days_silent=facts.days_silent,
        usual_interval_days=facts.usual_interval_days,
        expected_by=date_of(expected) if expected is not None else None,
        state=facts.state,
        why=f"{why_now(facts, base.currency)} {debt}" if debt else why_now(facts, base.currency),
        action=facts.action,
        urgency=facts.urgency,
        purchases=facts.purchases,
        horizon_days=facts.horizon_days,
        level=line.level,
        abc=line.abc,
        favoured=bool(ranked.favoured[row]),
        overdue=line.overdue,
        overdue_days=line.overdue_days,
    )


def pyramid_answer(base: Base, figures: Figures, log_size: int) -> Pyramid:
    """Storeys with counts, turnover and moves since the end of the last full month (S02.05–S02.09)."""
    moved = pyramid.movers(figures.axes.level, figures.level_before)
    steps = np.bincount(figures.axes.step, minlength=len(STEPS)).tolist()
    letters = np.bincount(figures.axes.abc, minlength=len(abc.LETTERS)).tolist()
    return Pyramid(
        as_of=figures.as_of,
        log_size=log_size,
        period=pyramid.iso_month(pyramid.month_end_before(figures.days.as_of)),
        levels=tuple(
            PyramidLevel(each.level, each.clients, Money(each.turnover, base.currency), each.arrived, each.left)
            for each in pyramid.storeys(figures.axes.level, figures.level_before, figures.axes.turnover_12m)
        ),
        moves=tuple(
            Move(
                base.ids[number].hex(),
                base.cards[number].name,
                LEVELS[int(figures.level_before[number])],
                figures.axes.level_of(number),
            )
            for number in moved.tolist()
        ),
        steps=dict(zip(STEPS, steps, strict=True)),
        abc={letter: letters[code] for code, letter in enumerate(abc.LETTERS) if letter},
    )


def today_answer(base: Base, figures: Figures) -> Today:
    """What to do today, old clients first (S02.01): the queue, silence, then first purchases without a next step."""
    cuts = figures.firm.cuts
    top = figures.axes.turnover_12m >= max(cuts.top_cut, 1)
    ranked = rank(figures)
    lines = [_urgent(base, figures, ranked, row, top) for row in range(min(len(ranked), REMINDERS))]
    lines.sort(key=lambda line: (not line.red, line.kind != "recovery"))
    lines += _first_purchases(base, figures, top, REMINDERS - len(lines) // 2)
    if not len(base.cards):
        # Who has no client open has no business with what the firm's clients make.
        return Today(figures.as_of, tuple(lines), 0, 0.0)
    return Today(figures.as_of, tuple(lines), cuts.top_clients, 100 * cuts.top_share)


def _urgent(base: Base, figures: Figures, ranked: RecoveryQueue, row: int, top: Bool) -> Reminder:
    facts = ranked.reason(row)
    number = int(ranked.client[row])
    expected = date_of(facts.expected_day) if facts.expected_day is not None else None
    late = expected is not None and expected < figures.as_of
    text = reminders.overdue(expected, figures.as_of) if expected and late else reminders.silent(facts.days_silent)
    urgent = facts.urgency in ("today", "week")
    return Reminder(
        kind="recovery" if urgent else "silent",
        client_id=base.ids[number].hex(),
        client=base.cards[number].name,
        text=text,
        due=expected,
        red=urgent and bool(top[number]),
        top20=bool(top[number]),
    )


def _first_purchases(base: Base, figures: Figures, top: Bool, most: int) -> list[Reminder]:
    """Clients who bought for the first time lately; the next step is due in `next_step_days` (S03.01)."""
    seen = figures.rhythms.seen
    fresh = (figures.rhythms.state == STATES.index("first")) & (seen.silent <= FIRST_PURCHASE_DAYS)
    fresh &= ~out_of_queues(figures.axes)
    rows = np.flatnonzero(fresh)
    rows = rows[np.argsort(seen.silent[rows], kind="stable")][:most]
    found = []
    for number in rows.tolist():
        due = date_of(int(seen.last[number])) + dt.timedelta(days=figures.rules.next_step_days)
        found.append(
            Reminder(
                kind="first_purchase",
                client_id=base.ids[number].hex(),
                client=base.cards[number].name,
                text=reminders.first_purchase(int(seen.silent[number])),
                due=due,
                red=False,
                top20=bool(top[number]),
            )
        )
    return found


def with_cases(today: Today, timers: Sequence[Reminder]) -> Today:
    """Invitations that must go out stand before what the queue says (S03.104)."""
    claimed = {each.client_id for each in timers}
    if not claimed:
        return today
    rest = [each for each in today.reminders if each.client_id not in claimed]
    return msgspec.structs.replace(today, reminders=(*timers, *rest))


def with_alarms(today: Today, alarms: Sequence[str], logins: Sequence[LoginRow]) -> Today:
    """First of all what is wrong with the log, and wrong logins: they are about who else is reading (S01.18, R25)."""
    lines = [_alarm("alarm", "", text, today.as_of) for text in alarms]
    lines += [_alarm("login", ", ".join(each.who), each.reason, each.at.date()) for each in logins]
    return msgspec.structs.replace(today, reminders=(*lines, *today.reminders)) if lines else today


def _alarm(kind: str, who: str, text: str, day: dt.date) -> Reminder:
    return Reminder(kind=kind, client_id="", client=who, text=text, due=day, red=True, top20=False)
