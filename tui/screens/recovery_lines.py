"""What REC says: columns of its lists and the lines below them, pure functions of the desk's answers."""

from __future__ import annotations

from collections.abc import Callable

from core.wording.recovery import action_name, outcome_name, reason_name, script, step_name, timer
from tui.desk.answers import QueueEntry, ShrinkingEntry
from tui.desk.port_recovery import CaseLine, OutcomesAnswer, QueueMark, TallyLine
from tui.glyphs import glyphs
from tui.safe_text import fit, wrap
from tui.text import (
    STATE_INKS,
    clients,
    count,
    date,
    days,
    exact_money,
    fill,
    gettext,
    label,
    moment,
    probability,
    share,
    short_money,
)
from tui.widgets.bars import bar
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

URGENCY_INKS = {"today": "bad", "week": "warn"}
_URGENCY_MARKS = {"today": "!", "week": "~"}


def _urgency(row: QueueEntry) -> tuple[str, str]:
    text = label("urgency", row.urgency, short=True)
    return (f"{_URGENCY_MARKS.get(row.urgency, ' ')} {text}", URGENCY_INKS.get(row.urgency, "dim"))


def mark_words(mark: QueueMark | None) -> Piece:
    """Who has claimed a client, or the timer that runs; late ones with a sign beside the colour."""
    if mark is None:
        return ("", "")
    if mark.timer_hours is not None:
        return (f"{'! ' if mark.red else ''}{timer(mark.timer_hours)}", "bad" if mark.red else "warn")
    return (step_name(mark.step), "dim")


def queue_columns(marks: dict[str, QueueMark]) -> tuple[Column[QueueEntry], ...]:
    """The queue; `marks` may be filled later."""
    return (
        Column("name", lambda: gettext("Client"), 18, lambda row: (row.name, ""), flex=1),
        Column("stake", lambda: gettext("At stake"), 11, lambda row: (short_money(row.value_at_stake), ""), right=True),
        Column("lapse", lambda: gettext("Lapse"), 5, lambda row: (probability(row.lapse_probability), ""), right=True),
        Column("silent", lambda: gettext("Silent"), 6, lambda row: (count(row.days_silent), ""), right=True),
        Column("urgency", lambda: gettext("When"), 11, _urgency),
        Column("case", lambda: gettext("Case"), 17, lambda row: mark_words(marks.get(row.id))),
        Column(
            "action",
            lambda: gettext("Do"),
            14,
            lambda row: (label("action", row.action, short=True), ""),
            from_width=104,
        ),
        Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), from_width=130),
    )


def _case_state(row: CaseLine) -> Piece:
    if row.timer_hours is not None:
        return (f"{'! ' if row.red else ''}{timer(row.timer_hours)}", "bad" if row.red else "warn")
    if row.bought and not row.outcome:
        return (gettext("has ordered again"), "good")
    return (outcome_name(row.outcome), "good" if row.outcome == "returned" else "dim")


CASE_COLUMNS: tuple[Column[CaseLine], ...] = (
    Column("name", lambda: gettext("Client"), 18, lambda row: (row.client, ""), flex=1),
    Column("step", lambda: gettext("Where it stands"), 22, lambda row: (step_name(row.step), "")),
    Column("state", lambda: gettext("Timer or outcome"), 17, _case_state),
    Column("manager", lambda: gettext("Manager"), 13, lambda row: (row.manager, "dim")),
    Column(
        "stake",
        lambda: gettext("At stake"),
        11,
        lambda row: (short_money(row.value_at_stake), ""),
        right=True,
        from_width=100,
    ),
    Column("opened", lambda: gettext("Since"), 10, lambda row: (date(row.opened), "dim"), from_width=112),
)
LESS_COLUMNS: tuple[Column[ShrinkingEntry], ...] = (
    Column("name", lambda: gettext("Client"), 20, lambda row: (row.name, ""), flex=1),
    Column("before", lambda: gettext("A year ago"), 12, lambda row: (short_money(row.before), "dim"), right=True),
    Column("recent", lambda: gettext("Half-year"), 12, lambda row: (short_money(row.recent), ""), right=True),
    Column("missing", lambda: gettext("Missing"), 13, lambda row: (short_money(row.missing), "bad"), right=True),
    Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), from_width=96),
)


def why_lines(entry: QueueEntry, mark: QueueMark | None, width: int) -> list[Line]:
    """The reason and its figures."""
    lines: list[Line] = [((text, "strong"),) for text in wrap(entry.why, width)]
    if mark is not None:
        words, ink = mark_words(mark)
        who = fill(gettext("at work: {name}"), name=mark.manager) if mark.case else gettext("nobody has claimed him")
        lines.append(((f"{who} · {words}", ink),))
    lines.append(())
    pairs: list[tuple[str, str, str]] = [
        (gettext("What to do"), label("action", entry.action), ""),
        (gettext("When"), label("urgency", entry.urgency), URGENCY_INKS.get(entry.urgency, "")),
        (gettext("At stake"), exact_money(entry.value_at_stake), ""),
        (gettext("Rhythm"), label("state", entry.state), STATE_INKS.get(entry.state, "")),
        (
            gettext("Usual interval"),
            days(None if entry.usual_interval_days is None else round(entry.usual_interval_days)),
            "",
        ),
        (gettext("Silent"), days(entry.days_silent), ""),
        (gettext("Was expected"), date(entry.expected_by), ""),
    ]
    caption = min(20, width // 3)
    lines += [((fit(name, caption - 1) + " ", "dim"), (value, ink)) for name, value, ink in pairs]
    if entry.lapse_probability is not None:
        cells = max(8, min(24, width - caption - 8))
        lines.append(
            (
                (fit(gettext("Lapse"), caption - 1) + " ", "dim"),
                *bar(entry.lapse_probability, cells, "warn"),
                (f" {probability(entry.lapse_probability)}", ""),
            )
        )
    return lines


def case_lines(case: CaseLine, width: int) -> list[Line]:
    """The playbook of one case: what comes next and what to say, then what was done."""
    lines: list[Line] = []
    for step in case.next:
        lines.append(((f"{glyphs().cursor} {step_name(step)}", "strong"),))
        lines += [((f"  {text}", ""),) for text in wrap(script(step, case.course), width - 2)]
    if case.reason is not None:
        told = fill(gettext("Reason: {reason}. {text}"), reason=reason_name(case.reason), text=case.reason_text)
        lines += [((text, "accent"),) for text in wrap(told, width)]
    lines.append(())
    for each in reversed(case.events):
        lines.append(((f"{moment(each.at)}  ", "dim"), (f"{step_name(each.step)}  ", ""), (each.who, "dim")))
        gift = fill(gettext("gift: {gift}"), gift=each.gift) if each.gift else ""
        said = " · ".join(part for part in (each.note, gift) if part)
        lines += [((f"  {text}", "dim"),) for text in wrap(said, width - 2) if text]
    return lines


def less_lines(entry: ShrinkingEntry, width: int) -> list[Line]:
    """Why to talk to who still buys."""
    return [((text, "strong"),) for text in wrap(entry.why, width)]


def outcome_lines(answer: OutcomesAnswer, width: int) -> list[Line]:
    """What came of the cases, and said against happened."""
    told = fill(gettext("Cases: {n}, came back: {returned}"), n=count(answer.cases), returned=count(answer.returned))
    lines: list[Line] = [((told, "strong"),), ()]
    lines += _tallied(gettext("Reason"), answer.by_reason, lambda key: reason_name(key) or gettext("not known yet"))
    lines += _tallied(gettext("Manager"), answer.by_manager, str)
    lines += _tallied(gettext("Action"), answer.by_action, action_name)
    lines.append(((gettext("Was the queue right?"), "title"),))
    return lines + _checked(answer, width)


def _tallied(head: str, found: tuple[TallyLine, ...], name: Callable[[str], str]) -> list[Line]:
    if not found:
        return []
    lines: list[Line] = [
        ((fit(head, 30), "dim"), *((fit(gettext(each), 11, right=True), "dim") for each in _HEADS)),
    ]
    for each in found:
        figures = (each.cases, each.returned, each.parted, each.at_work)
        lines.append(((fit(name(each.key), 30), ""), *((fit(count(n), 11, right=True), "") for n in figures)))
    return [*lines, ()]


def _checked(answer: OutcomesAnswer, width: int) -> list[Line]:
    if answer.checked_day is None:
        none = gettext("There is too little history to say whether the queue was right.")
        return [((text, "dim"),) for text in wrap(none, width)]
    told = fill(
        gettext("Queue of {day}: {queue} stood in it, {silent} of them have bought nothing in the {days} since."),
        day=date(answer.checked_day),
        queue=clients(answer.queue),
        silent=answer.queue_silent,
        days=days(answer.checked_days),
    )
    lines: list[Line] = [((text, ""),) for text in wrap(told, width)]
    cells = max(6, min(30, width - 62))
    for each in answer.bins:
        between = f"{share(each.low)}–{share(each.high)}"
        said = gettext("  said {said}, happened {happened} ")
        told = fill(said, said=share(each.said), happened=share(each.happened))
        drawn = bar(each.happened, cells, "accent")
        lines.append(((fit(between, 12, right=True), "dim"), (told, ""), *drawn, (f" {clients(each.clients)}", "dim")))
    return lines


_HEADS = ("Cases", "Came back", "Parted", "At work")
