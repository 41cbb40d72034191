"""Lines and columns of the work with a client: the line of time, tasks, needs."""

from __future__ import annotations

from core.relations.attention import Attention
from core.wording.group_tasks import word as group_word
from core.wording.work import WORDS, word
from tui.desk.port_deals import ContractRow, DealRow, Receivable
from tui.desk.port_group import GroupStepRow
from tui.desk.port_work import NeedRow, TaskRow, TimelineRow, WorkOfClient
from tui.safe_text import wrap
from tui.text import count, date, days, exact_money, fill, gettext
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

WorkLine = TaskRow | NeedRow | ContractRow | DealRow | GroupStepRow


def attention_piece(clock: Attention) -> Piece:
    """The attention clock, red beyond the norm (S03.32)."""
    if clock.days is None:
        return (gettext("no contact on record"), "warn")
    text = fill(gettext("attention {n} d of {norm}"), n=count(clock.days), norm=clock.norm)
    return (text, "bad" if clock.beyond else "dim")


def debt_pairs(owed: Receivable) -> list[tuple[str, str, str]]:
    """Caption, text, ink for the Overview: what he owes, how overdue, how far he is trusted (U29)."""
    pairs = []
    if owed.total.amount:
        text = exact_money(owed.total)
        if owed.overdue.amount:
            late = fill(gettext("overdue {amount}, {n} d"), amount=exact_money(owed.overdue), n=owed.oldest_days)
            text = f"{text}; {late}"
        pairs.append((gettext("Owes"), text, "bad" if owed.overdue.amount else ""))
    if owed.payment_days is not None:
        pairs.append((gettext("Pays within"), days(round(owed.payment_days)), ""))
    if owed.limit is not None:
        pairs.append((gettext("Credit limit"), exact_money(owed.limit), "bad" if owed.over_limit else ""))
    if owed.stop:
        pairs.append((gettext("Stop"), gettext("nothing leaves the warehouse"), "bad"))
    if owed.promised is not None:
        pairs.append((gettext("Promised"), date(owed.promised), "warn"))
    return pairs


def clock_piece(clock: Attention) -> Piece:
    """The same for the header of the card, in few letters."""
    _text, ink = attention_piece(clock)
    days_told = "—" if clock.days is None else count(clock.days)
    return (fill(gettext("attention {n}/{norm}"), n=days_told, norm=clock.norm), ink)


def _kind(row: TimelineRow) -> Piece:
    text = word("contact", row.kind) if row.kind in WORDS["contact"] else word("timeline", row.kind)
    return (text, "accent" if row.two_way else "dim")


def _text(row: TimelineRow) -> Line:
    people = f" ({row.people})" if row.people else ""
    return ((row.text, ""), (people, "dim"))


def timeline_columns() -> tuple[Column[TimelineRow], ...]:
    """Day, kind, what, who; minutes where there is room."""
    return (
        Column("day", lambda: gettext("Day"), 10, lambda row: (date(row.day), "dim")),
        Column("kind", lambda: gettext("What"), 13, _kind),
        Column("text", lambda: gettext("Text"), 20, _text, flex=1),
        Column("minutes", lambda: gettext("Min."), 4, lambda row: (str(row.minutes or ""), "dim"), right=True),
        Column("who", lambda: gettext("Who"), 14, lambda row: (row.who, ""), from_width=70),
    )


def _sort(row: WorkLine) -> Piece:
    if isinstance(row, TaskRow):
        return (gettext("Task"), "dim")
    if isinstance(row, NeedRow):
        return (gettext("Need"), "dim")
    if isinstance(row, GroupStepRow):
        return (gettext("Group step"), "dim")
    return (word("timeline", "contract" if isinstance(row, ContractRow) else "deal"), "dim")


def _line_kind(row: WorkLine) -> Piece:
    if isinstance(row, TaskRow):
        return (word("task", row.kind), "bad" if row.late else "")
    if isinstance(row, NeedRow):
        return (word("need", row.kind), "accent" if row.state == "open" else "dim")
    if isinstance(row, GroupStepRow):
        return (row.task, "bad" if row.state == "overdue" else "")
    return (exact_money(row.amount) if row.amount.amount else "", "dim")


def _line_text(row: WorkLine) -> Piece:
    if isinstance(row, ContractRow):
        return (f"{row.number} {row.subject}".strip(), "")
    return (row.subject if isinstance(row, DealRow) else row.text, "")


def _due(row: WorkLine) -> Piece:
    if isinstance(row, ContractRow):
        return (date(row.until) if row.until else "", "warn" if row.state == "ending" else "")
    if isinstance(row, DealRow):
        return (date(row.expected) if row.expected else "", "")
    late = row.state == "overdue" if isinstance(row, GroupStepRow) else isinstance(row, TaskRow) and row.late
    return (date(row.due) if row.due else "", "bad" if late else "dim")


def _owner(row: WorkLine) -> Piece:
    return ("" if isinstance(row, ContractRow) else row.owner, "")


def _state(row: WorkLine) -> Piece:
    if isinstance(row, TaskRow):
        return (word("task state", row.state), "dim")
    if isinstance(row, NeedRow):
        return (word("need state", row.state), "dim")
    if isinstance(row, GroupStepRow):
        return (group_word("group step", row.state), "bad" if row.state == "overdue" else "dim")
    if isinstance(row, DealRow):
        return (word("deal", row.stage), "dim")
    return (word("contract", row.state), "warn" if row.state == "ending" else "dim")


def work_columns() -> tuple[Column[WorkLine], ...]:
    """Tasks, steps of group tasks, needs, contracts and deals in one list."""
    return (
        Column("sort", lambda: gettext("What"), 11, _sort),
        Column("kind", lambda: gettext("Kind"), 16, _line_kind),
        Column("text", lambda: gettext("Text"), 18, _line_text, flex=1),
        Column("due", lambda: gettext("Due"), 10, _due),
        Column("owner", lambda: gettext("Who"), 14, _owner, from_width=92),
        Column("state", lambda: gettext("State"), 11, _state),
    )


def work_facts(told: WorkOfClient, current: WorkLine | None, width: int) -> list[Line]:
    """Below the list: what to do about the need under the cursor, how satisfied the client is (S00.14)."""
    lines: list[Line] = [((gettext("Attention") + ": ", "dim"), attention_piece(told.attention))]
    if told.satisfaction:
        answers = " → ".join(map(str, told.satisfaction[-8:]))
        lines.append(((fill(gettext("Satisfied, 1–5: {answers}"), answers=answers), ""),))
    if told.obstacle:
        hinders = fill(gettext("What keeps him from buying from us alone: {what}"), what=told.obstacle)
        lines += [((part, ""),) for part in wrap(hinders, width)]
    if isinstance(current, NeedRow):
        lines += [((part, "accent"),) for part in wrap(current.action, width)]
        if current.obstacle:
            lines.append(((current.obstacle, "dim"),))
    if isinstance(current, GroupStepRow) and current.sent_back:
        why = fill(gettext("Sent back: {why}"), why=current.sent_back)
        lines += [((part, "warn"),) for part in wrap(why, width)]
    return lines
