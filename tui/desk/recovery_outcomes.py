"""What came of the recovery cases, and whether the queue of an earlier evening was right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.entities.recovery import RecoveryCase
from core.recovery.outcome import Tally, action_of, calibration, tally
from tui.desk.figures import Evenings, date_of, day_number, figures_of, firm_figures, ranked
from tui.desk.port_recovery import BinLine, OutcomesAnswer, TallyLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def outcomes_of(desk: Desk, cases: Sequence[RecoveryCase]) -> OutcomesAnswer:
    """Cases by reason, manager and action; said against happened since an evening some time ago."""
    staff = {each.id: each.name for each in desk.session.staffing.staff()}
    rules = desk.figures().rules
    day, bins, queue, silent = _looked_back(desk, day_number(desk.today_date()) - rules.recovery_check_days)
    return OutcomesAnswer(
        cases=len(cases),
        returned=sum(each.outcome in ("returned", "bought") for each in cases),
        by_reason=_lines(tally(cases, lambda each: each.loss or "")),
        by_manager=_lines(tally(cases, lambda each: staff.get(each.owner, ""))),
        by_action=_lines(tally(cases, action_of)),
        checked_day=day,
        checked_days=rules.recovery_check_days,
        queue=queue,
        queue_silent=silent,
        bins=bins,
        as_of=desk.today_date(),
        log_size=desk.log_size(),
    )


def _looked_back(desk: Desk, then: int) -> tuple[dt.date | None, tuple[BinLine, ...], int, int]:
    """Everybody scored as on that evening, from the lines dated up to it alone, for the days that are over by now."""
    now, base, session = desk.figures(), desk.base, desk.session
    rules = now.rules
    lines = session.sales.ledger(base.ids, None, {each: base.place[each] for each in base.apart}).lines
    if not len(lines) or int(lines.day.min()) > then:
        return None, (), 0, 0
    evenings = Evenings.of(lines, date_of(then), rules)
    firm = firm_figures(evenings, desk.log_size(), session.opens_everything(), rules)
    past = figures_of(evenings, firm, firm.whole_firm, 0, rules)
    later = np.zeros(now.days.clients, np.bool_)
    later[now.days.client[now.days.day > then]] = True
    scored = ranked(past, now.days.as_of - then, everyone=True)
    steady = past.rhythms.seen.events[scored.client] >= rules.queue_min_purchases
    found = calibration(scored.p_lost[steady], later[scored.client[steady]])
    bins = tuple(BinLine(each.low, each.high, each.clients, each.said, each.happened) for each in found)
    chosen = ranked(past).client
    return date_of(then), bins, len(chosen), int((~later[chosen]).sum())


def _lines(found: tuple[Tally, ...]) -> tuple[TallyLine, ...]:
    return tuple(TallyLine(each.key, each.cases, each.returned, each.parted, each.at_work) for each in found)
