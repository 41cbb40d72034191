"""What DUP says, as rows and lines: pure functions of the desk's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.desk.port_doubles import Double, DoubleGroup, FirmGroup, Plan, PlanField, StandingMerge, Suggestion
from tui.glyphs import glyphs
from tui.safe_text import wrap
from tui.text import count, field_name, fill, gettext, moment
from tui.widgets.drawn import Line, Piece

MASKED = {"phone", "email"}


@dataclass(frozen=True)
class Row:
    """One line of DUP, of whichever of its lists."""

    id: str
    mark: str
    ink: str
    members: tuple[Double, ...]
    score: str
    short: str
    group: DoubleGroup | None = None
    merge: StandingMerge | None = None
    firms: FirmGroup | None = None
    suggestion: Suggestion | None = None

    @property
    def names(self) -> str:
        return "; ".join(member.name for member in self.members)


def double_row(group: DoubleGroup) -> Row:
    """A group of doubles."""
    mark, ink = (gettext("sure"), "good") if group.sure else (gettext("to be looked at"), "warn")
    if group.unsure:
        mark, ink = gettext("unsure"), "dim"
    return Row(group.key, mark, ink, group.members, _bits(group.score), group.short, group=group)


def merge_row(merge: StandingMerge) -> Row:
    """A judgement in force."""
    words = {"same": gettext("merged"), "different": gettext("not duplicates"), "unsure": gettext("unsure")}
    ink = {"same": "good", "different": "warn"}.get(merge.verdict, "dim")
    told = f"{moment(merge.at)} {merge.who}"
    return Row(merge.merge, words[merge.verdict], ink, merge.members, "", told, merge=merge)


def firms_row(group: FirmGroup) -> Row:
    """A confirmed group of firms."""
    told = fill(gettext("with colleagues: {n}"), n=count(group.elsewhere)) if group.elsewhere else ""
    return Row(group.group, gettext("a group"), "good", group.members, "", told, firms=group)


def suggestion_row(found: Suggestion) -> Row:
    """A suggested group of firms."""
    key = "-".join(member.id for member in found.members)
    return Row(key, gettext("suggested"), "warn", found.members, _bits(found.points), found.why[0], suggestion=found)


def _bits(value: float) -> str:
    from core.wording.doubles import bits_words

    return bits_words(value)


def detail_lines(row: Row, width: int) -> list[Line]:
    """Who is in it and why, conflicts first."""
    lines: list[Line] = []
    for at, member in enumerate(row.members):
        mark = glyphs().marked if at == 0 and row.group is not None else " "
        told = ", ".join(part for part in (member.external_id, member.city, member.owner) if part)
        lines.append(((f"{mark} ", "marked"), (member.name, "strong"), (f"  {told}" if told else "", "dim")))
    if row.group is not None and row.group.portfolios > 1:
        lines.append(((gettext("In several portfolios: merging moves them into the one of the main record."), "warn"),))
    why = row.group.why if row.group is not None else row.suggestion.why if row.suggestion is not None else (row.short,)
    return lines + reason_lines(why, width)


def reason_lines(why: Sequence[str], width: int) -> list[Line]:
    """The total first, where the eye falls, then what it adds up from: conflicts before agreements."""
    told = [(why[-1], "title"), *((each, "bad" if "−" in each else "") for each in why[:-1])] if why else []
    return [((text, ink),) for each, ink in told for text in wrap(each, width)]


# Side by side


def mark_cell(row: PlanField) -> Piece:
    return (f"{glyphs().marked} " if row.differs else "  ", "warn")


def field_cell(row: PlanField) -> Piece:
    return (field_name(row.name), "strong" if row.differs else "dim")


def value_cell(row: PlanField, side: int) -> Piece:
    """A value with its sign: kept, or not. A value that everything is kept of has the sign on both sides."""
    said = row.values[side] if side < len(row.values) else ""
    kept = bool(said) and row.source in (-1, side)
    sign = glyphs().cursor if kept else " "
    return (f"{sign} {said}" if said else "", "" if kept else "dim")


def sides_line(plan: Plan, at: int, of: int) -> Line:
    """Who stands on which side."""
    left, right = plan.members[0], plan.members[1]
    place = f"  {at}/{of}" if of > 1 else ""
    return (
        (gettext("Stays") + ": ", "dim"),
        (left.name, "strong"),
        ("   " + gettext("Joins it") + ": ", "dim"),
        (right.name, "strong"),
        (place, "dim"),
    )


def kept_line(field: PlanField) -> Line:
    """What becomes of the field under the cursor, and why."""
    told = fill(gettext("{field}: {kept} ({why})"), field=field_name(field.name), kept=field.kept, why=field.reason)
    return ((told, ""),)
