"""What the tabs of CARD say, as lines and columns: pure functions of the desk's answers."""

from __future__ import annotations

from collections.abc import Sequence

from core.wording.provenance import reckoned_by
from tui.desk.answers import CardOverview
from tui.safe_text import fit, width_of, wrap
from tui.screens.plan_lines import card_line
from tui.screens.segments_lines import proof_lines
from tui.text import (
    STATE_INKS,
    STATE_MARKS,
    count,
    date,
    days,
    exact_money,
    fill,
    gettext,
    label,
    money,
    month_short,
    percent,
    probability,
)
from tui.widgets.bars import columns
from tui.widgets.drawn import Line, Piece

_CAPTION = 21
_CHART_HEIGHT = 4


def header_line(overview: CardOverview, last: Line = (), width: int = 0) -> Line:
    """Level, step, letters, anchor, share, days silent, then `last`; the share gives way where `width` is too small."""
    row = overview.row
    letters = f"{row.abc or '—'}{row.xyz or ''}"
    mark = STATE_MARKS.get(row.state, "")
    pieces: list[Piece] = [
        (label("level", row.level, short=True), "strong"),
        (f" · {label('step', row.step, short=True)}", ""),
        (f" · {letters}", ""),
        (f" · {label('state', row.state, short=True)} {mark}".rstrip(), STATE_INKS.get(row.state, "")),
    ]
    if row.anchor:
        pieces.append((" · " + gettext("anchor"), "accent"))
    share = (" · " + fill(gettext("share {part}"), part=percent(overview.share_percent, 2)), "dim")
    pieces.append(share)
    if row.days_silent is not None:
        pieces.append((" · " + fill(gettext("silent {days}"), days=days(row.days_silent)), "dim"))
    pieces += last
    if 0 < width < sum(width_of(text) for text, _ink in pieces):
        pieces.remove(share)
    return tuple(pieces)


def overview_lines(overview: CardOverview, contacts: Sequence[tuple[str, str, str]], width: int) -> list[Line]:
    """Money and rhythm beside the facts of the card where there is room, below each other where not.

    `contacts`: caption, what may be shown of a phone or e-mail now, ink.
    """
    half = width // 2 if width >= 96 else width
    figures = _pairs(_figures(overview), half)
    facts = _pairs([*contacts, *_facts(overview)], half)
    if half < width:
        lines = _beside(figures, facts, half)
    else:
        lines = [*figures, (), *facts]
    lines += [(), *_level(overview, width)]
    if overview.proofs:
        lines += [(), ((gettext("Where he stands"), "title"),), *proof_lines(overview.proofs, width)]
    if any(amount for _month, amount in overview.months):
        lines += [(), *_months(overview, width)]
    if overview.note:
        lines += [(), ((gettext("Note"), "title"),), *(((text, ""),) for text in wrap(overview.note, width))]
    return lines


def _pairs(pairs: Sequence[tuple[str, str, str]], width: int) -> list[Line]:
    """Caption and value; a long value goes on below itself."""
    lines: list[Line] = []
    for name, value, ink in pairs:
        for index, part in enumerate(wrap(value, width - _CAPTION - 1)):
            lines.append(((fit("" if index else name, _CAPTION - 1) + " ", "dim"), (part, ink)))
    return lines


def _beside(left: Sequence[Line], right: Sequence[Line], half: int) -> list[Line]:
    lines: list[Line] = []
    for index in range(max(len(left), len(right))):
        first = left[index] if index < len(left) else ()
        second = right[index] if index < len(right) else ()
        text = "".join(piece for piece, _ink in first[1:])
        padded: Line = (*first[:1], (fit(text, half - _CAPTION), first[1][1] if len(first) > 1 else ""))
        lines.append((*(padded if first else ((" " * half, ""),)), *second))
    return lines


def _figures(overview: CardOverview) -> list[tuple[str, str, str]]:
    rhythm, row = overview.rhythm, overview.row
    interval = None if rhythm.usual_interval_days is None else round(rhythm.usual_interval_days)
    known = rhythm.lapse_probability is not None
    reckoned = reckoned_by(rhythm.model, rhythm.figures_date) if known else ""
    returned = exact_money(overview.returned)
    if overview.returned.amount:
        returned += f" ({percent(overview.return_share_percent, 1)})"
    return [
        (gettext("12 months"), money(row.turnover_12m), "strong"),
        (gettext("Whole life"), exact_money(overview.net), ""),
        (gettext("Gross"), exact_money(overview.gross), ""),
        (gettext("Returned"), returned, ""),
        (gettext("Purchases"), count(overview.purchases), ""),
        (gettext("First purchase"), date(overview.first_purchase), ""),
        (gettext("Last purchase"), date(overview.last_purchase), ""),
        *([(gettext("Second purchase"), overview.second_order, "")] if overview.second_order else []),
        (gettext("Usual interval"), days(interval), ""),
        (gettext("Probability of lapse"), probability(rhythm.lapse_probability), STATE_INKS.get(row.state, "")),
        (gettext("Reckoned by"), reckoned, "dim"),
    ]


def _facts(overview: CardOverview) -> list[tuple[str, str, str]]:
    row = overview.row
    pairs = [
        (gettext("Owner"), row.owner, ""),
        (gettext("Status"), label("base_status", row.base_status), ""),
        (gettext("Number"), row.external_id, ""),
        (gettext("INN / KPP"), " / ".join(part for part in (overview.inn, overview.kpp) if part), ""),
        (gettext("City"), row.city, ""),
        (gettext("Address"), overview.address, ""),
        (gettext("Site"), overview.site, ""),
        (gettext("Loyalty card"), overview.loyalty_card, ""),
        (gettext("Tags"), ", ".join(overview.tags), ""),
        *((name, value, "") for name, value in overview.own),
        (gettext("Merged with"), "; ".join(_named(each.name, each.external_id) for each in overview.merged), "accent"),
        (gettext("In a group"), _group(overview), "accent"),
        (gettext("Plan of the month"), "" if overview.plan is None else card_line(overview.plan), ""),
    ]
    return [pair for pair in pairs if pair[1]]


def _named(name: str, number: str) -> str:
    return f"{name} ({number})" if number else name


def _group(overview: CardOverview) -> str:
    """The other firms of the group by name; those of colleagues by number alone."""
    group = overview.group
    if group is None:
        return ""
    told = [each.name for each in group.members if each.id != overview.row.id]
    if group.elsewhere:
        told.append(fill(gettext("with colleagues: {n}"), n=count(group.elsewhere)))
    return "; ".join(told)


def _level(overview: CardOverview, width: int) -> list[Line]:
    lines: list[Line] = [((gettext("Why this level"), "title"),)]
    lines += [((text, ""),) for text in wrap(overview.level_reason, width)]
    for evidence in overview.level_evidence:
        lines += [((f"  {text}", "dim"),) for text in wrap(evidence, width - 2)]
    return lines


def _months(overview: CardOverview, width: int) -> list[Line]:
    """A bar a month, three cells wide where there is room, the names of the months below."""
    cells = 3 if width >= 3 * len(overview.months) else 2
    shown = overview.months[-(width // cells) :]
    drawn = columns([amount for _month, amount in shown], _CHART_HEIGHT)
    lines: list[Line] = [((gettext("By month"), "title"),)]
    lines += [(("".join(cell * (cells - 1) + " " for cell in line), "title"),) for line in drawn]
    names = [" "] * (cells * len(shown))
    for index, (month, _amount) in enumerate(shown):
        number = int(month[5:7])
        name = month[:4] if number == 1 else month_short(number)
        if (number - 1) % 3 == 0 and index * cells + len(name) <= len(names):
            names[index * cells : index * cells + len(name)] = name
    lines.append((("".join(names), "dim"),))
    return lines
