"""What SEG draws: storeys of the pyramid, the funnel with its skirt, the matrix, gauges. Pure functions of answers."""

from __future__ import annotations

from collections.abc import Sequence

from core.entities.money import Money
from core.entities.vocabulary import LEVELS, STEPS
from tui.desk.port_standing import Member, Proof, Segment, SegmentFigure
from tui.glyphs import glyphs
from tui.safe_text import fit, width_of, wrap
from tui.text import NOTHING, count, gettext, label, share, short_money
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

STONES = 26
_TOP = 8
_INKS = {"key": "accent", "large": "title", "medium": "title", "small": "title"}
HELD = {True: ("✓", "good"), False: ("×", "bad"), None: ("?", "warn")}


def stone(figure: SegmentFigure) -> Line:
    """A storey drawn with its count inside. The stones grow by rank, not by count: it is the pyramid of the book."""
    if figure.level is None:
        return ((fit(count(figure.count), STONES // 2 + 2, right=True), "strong"),)
    rank, storeys = LEVELS.index(figure.level), len(LEVELS)
    inside = f" {count(figure.count)} "
    inside += " " * (width_of(inside) % 2)
    cells = _TOP + (STONES - _TOP) * rank // (storeys - 1)
    cells = max(cells + cells % 2, width_of(inside) + 2)
    margin, side = (STONES - cells) // 2, (cells - width_of(inside)) // 2
    ink = _INKS.get(figure.level, "dim")
    block = glyphs().block
    return ((" " * margin, ""), (block * side, ink), (inside, "strong"), (block * side, ink))


def storey_columns() -> tuple[Column[SegmentFigure], ...]:
    """The pyramid as a list: one storey a line."""
    return (
        Column("title", lambda: gettext("Level"), 16, lambda row: (row.title, "strong" if row.key == "key" else "")),
        Column("stone", str, STONES, stone),
        *_numbers(),
    )


def figure_columns() -> tuple[Column[SegmentFigure], ...]:
    """Figures of the other tabs."""
    return (
        Column("title", lambda: gettext("Figure"), 21, lambda row: (row.title, ""), flex=1),
        Column("count", lambda: gettext("Clients"), 7, lambda row: (count(row.count), "strong"), right=True),
        *_numbers(moves_from=90),
        Column("more", lambda: gettext("More"), 20, lambda row: (row.more, "dim"), flex=1, from_width=70),
    )


def _numbers(moves_from: int = 0) -> tuple[Column[SegmentFigure], ...]:
    return (
        Column("turnover", lambda: gettext("12 months"), 11, _turnover, right=True),
        Column(
            "share", lambda: gettext("share"), 5, lambda row: (share(row.share) if row.share else "", "dim"), right=True
        ),
        Column("came", lambda: gettext("came"), 5, _came, right=True, from_width=moves_from),
        Column("went", lambda: gettext("went"), 5, _went, right=True, from_width=moves_from),
    )


def _turnover(row: SegmentFigure) -> Piece:
    money = row.turnover
    return (short_money(money) if money is not None and money.amount else "", "")


def _came(row: SegmentFigure) -> Piece:
    return (f"{glyphs().arrived}{count(row.arrived)}" if row.arrived else "", "good")


def _went(row: SegmentFigure) -> Piece:
    return (f"{glyphs().left}{count(row.left)}" if row.left else "", "bad")


def member_columns() -> tuple[Column[Member], ...]:
    """Clients behind the figure under the cursor."""
    return (
        Column("mark", str, 3, lambda row: (row.mark, _mark_ink(row.mark))),
        Column("name", lambda: gettext("Client"), 16, lambda row: (row.name, ""), flex=1),
        Column(
            "level",
            lambda: gettext("Level"),
            11,
            lambda row: (label("level", row.level, short=True), "dim"),
            from_width=100,
        ),
        Column("letters", str, 5, _letters),
        Column("note", lambda: gettext("Evidence, what is missing"), 24, lambda row: (row.note, ""), flex=2),
        Column("owner", lambda: gettext("Owner"), 14, lambda row: (row.owner, "dim"), from_width=110),
    )


def _mark_ink(mark: str) -> str:
    if "×" in mark or mark in ("-", "!"):
        return "bad"
    return "warn" if "?" in mark else "good"


def _letters(row: Member) -> Line:
    """Letter by margin, that by turnover where it differs, evenness."""
    told = f"{row.abc or NOTHING}{row.xyz or ''}"
    if row.abc != row.abc_turnover:
        return ((told, ""), (f"≠{row.abc_turnover or NOTHING}", "warn"))
    return ((told, ""),)


def picture(segment: Segment, width: int) -> list[Line]:
    """What stands beside the figures of a tab; nothing for a tab that needs none."""
    if segment.view.tab == "matrix":
        return matrix(segment.figures)
    if segment.view.tab == "ladder":
        return skirt(segment.figures, width)
    if segment.gauge is not None and segment.goal:
        return gauge(segment.gauge, segment.goal, width)
    return []


def matrix(figures: Sequence[SegmentFigure]) -> list[Line]:
    """3×3 with the column of those who are too new, counts in the cells, the target cell marked."""
    counts = {figure.key: figure for figure in figures}
    lines: list[Line] = [(("   " + "".join(f"{even:>5}" for even in "XYZN"), "dim"),)]
    for letter in "ABC":
        pieces: list[Piece] = [(f" {letter} ", "strong")]
        for even in "XYZN":
            found = counts.get(f"{letter}-{even}")
            number = 0 if found is None else found.count
            ink = "accent" if (letter, even) == ("A", "X") else "" if number else "dim"
            pieces.append((f"{count(number):>5}", ink))
        lines.append(tuple(pieces))
    return lines


def skirt(figures: Sequence[SegmentFigure], width: int) -> list[Line]:
    """The funnel narrows to the first purchase and the skirt widens below it: fewer clients, more money from each.

    Each bar stands beside the line of its step in the table, whose first line is the header.
    """
    steps: dict[str, SegmentFigure] = {figure.key: figure for figure in figures if figure.key in STEPS}
    cells = max(8, min(30, width - 12))
    reached = _reached(steps)
    most = max([1, *reached.values()])
    each = {name: _mean(figure) for name, figure in steps.items()}
    top = max([1, *each.values()])
    lines: list[Line] = [()]
    for name in STEPS:
        if name not in steps:
            continue
        funnel = name in ("none", "buyer")
        part = reached[name] / most if funnel else each[name] / top
        drawn = max(1, round(part * cells)) if part > 0 else 0
        margin = (cells - drawn) // 2
        bar = glyphs().block * drawn
        ink = "dim" if funnel else "accent"
        told = count(reached[name]) if funnel else short_money(_money(steps[name], each[name]))
        lines.append(
            (
                (" " * margin, ""),
                (bar, ink),
                (" " * (cells - margin - drawn) + f" {fit(told, 11, right=True)}", "dim"),
            )
        )
    return lines


def _reached(steps: dict[str, SegmentFigure]) -> dict[str, int]:
    """Clients on a step or below it."""
    found: dict[str, int] = {}
    total = 0
    for name in reversed(STEPS):
        if name in steps:
            total += steps[name].count
            found[name] = total
    return found


def _mean(figure: SegmentFigure) -> int:
    if figure.turnover is None or not figure.count:
        return 0
    return max(figure.turnover.amount, 0) // figure.count


def _money(figure: SegmentFigure, amount: int) -> Money | None:
    return None if figure.turnover is None else Money(amount, figure.turnover.currency)


def gauge(part: float, goal: float, width: int) -> list[Line]:
    """A bar with a line at the goal; twice the goal fills it."""
    cells = max(10, min(40, width - 10))
    line = cells // 2
    filled = max(0, min(cells, round(part / (2 * goal) * cells)))
    signs = glyphs()
    ink = "good" if part >= goal else "warn"
    pieces: list[Piece] = []
    for at in range(cells):
        if at == line:
            pieces.append(("|", "strong"))
        else:
            pieces.append((signs.block if at < filled else signs.shade, ink if at < filled else "dim"))
    return [
        ((f"{share(part, 1)}", "strong"),),
        tuple(pieces),
        ((" " * max(0, line - 2) + share(goal), "dim"),),
    ]


def proof_lines(proofs: Sequence[Proof], width: int) -> list[Line]:
    """Evidence of one client: tick and sentence."""
    lines: list[Line] = []
    for each in proofs:
        tick, ink = HELD[each.holds]
        for at, part in enumerate(wrap(each.text, max(10, width - 2))):
            lines.append(((f"{tick if not at else ' '} ", ink), (part, "")))
    return lines
