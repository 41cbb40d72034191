"""What WHITE says: columns of its lists and the lines beside them, pure functions of the desk's answers."""

from __future__ import annotations

from collections.abc import Sequence

from core.wording.white import alike_buy, answer_name, never_offered, nothing_offered, state_name
from core.worth.white_space import CellState
from tui.desk.port_white import CellLine, ItemLine, NoveltyLine, ShortLine, WalletLine, WhiteClient, WhiteRow
from tui.glyphs import glyphs
from tui.safe_text import fit, wrap
from tui.text import NOTHING, count, date, fill, gettext, label, month_short, share, short_money
from tui.widgets.bars import columns
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

SIGN_INKS = {"+": "good", "~": "warn", "o": "accent", "?": "accent", "-": "dim", "x": "dim", ".": "bad"}
STATE_SIGNS: dict[CellState, str] = {
    "bought": "+",
    "lapsed": "~",
    "offered": "o",
    "unaware": "?",
    "not_needed": "-",
    "not_buying": "x",
    "never": ".",
}
_TREND_HEIGHT = 3


def _signs(row: WhiteRow) -> Line:
    pieces: list[Piece] = []
    for sign in row.signs:
        ink = SIGN_INKS.get(sign, "")
        if pieces and pieces[-1][1] == ink:
            pieces[-1] = (pieces[-1][0] + sign, ink)
        else:
            pieces.append((sign, ink))
    return tuple(pieces)


def _share(row: WhiteRow) -> Piece:
    if row.share is None:
        return (NOTHING, "dim")
    text = share(row.share)
    return (f"({text})", "dim") if row.stale else (text, "")


def _name(row: WhiteRow) -> Line:
    mark = f"{glyphs().descending} " if row.falling else ""
    return ((mark, "bad"), (row.name, ""))


def list_columns(groups: int) -> tuple[Column[WhiteRow], ...]:
    """The matrix: a sign a group between the name and the money."""
    return (
        Column("name", lambda: gettext("Client"), 18, _name, flex=1),
        Column("signs", lambda: gettext("Groups"), max(6, min(groups, 40)), _signs),
        Column("potential", lambda: gettext("Potential"), 11, lambda row: (short_money(row.potential), ""), right=True),
        Column("best", lambda: gettext("Most of it"), 14, lambda row: (row.best, "")),
        Column("share", lambda: gettext("Share"), 6, _share, right=True),
        Column("year", lambda: gettext("12 months"), 10, lambda row: (short_money(row.turnover), "dim"), right=True,
               from_width=92),
        Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), from_width=116),
    )  # fmt: skip


def row_lines(row: WhiteRow, groups: Sequence[str], width: int) -> list[Line]:
    """The groups of one client by name, as many as fit side by side."""
    lines: list[Line] = []
    if row.quiet_days is not None:
        lines.append(((f"{glyphs().marked} {nothing_offered(row.quiet_days)}", "bad"),))
    names = [(sign, name) for sign, name in zip(row.signs, groups, strict=True)]
    cells = max(20, width // 3)
    across = max(1, width // cells)
    for at in range(0, len(names), across):
        pieces: list[Piece] = []
        for sign, name in names[at : at + across]:
            pieces += [(f"{sign} ", SIGN_INKS.get(sign, "")), (fit(name, cells - 3) + " ", "")]
        lines.append(tuple(pieces))
    return lines


def _state(row: CellLine) -> Piece:
    sign = STATE_SIGNS[row.state]
    return (f"{sign} {state_name(row.state)}", SIGN_INKS[sign])


def _since(row: CellLine) -> Piece:
    if row.never_years is not None:
        return (never_offered(row.never_years), "bad" if row.never_years else "")
    if row.offered is not None:
        return (fill(gettext("offered on {day}"), day=date(row.offered)), "")
    return ("" if row.last is None else fill(gettext("bought on {day}"), day=date(row.last)), "dim")


def _cell_share(row: CellLine) -> Piece:
    if row.wallet is None:
        return (NOTHING, "dim")
    text = share(row.wallet.share)
    if row.wallet.ask_again:
        return (f"! {text}", "bad")
    return (f"({text})", "dim") if row.wallet.stale else (text, "")


CELL_COLUMNS: tuple[Column[CellLine], ...] = (
    Column("group", lambda: gettext("Group"), 13, lambda row: (row.group, ""), flex=1),
    Column("state", lambda: gettext("State"), 14, _state),
    Column("potential", lambda: gettext("Potential"), 11, lambda row: (short_money(row.potential), ""), right=True),
    Column("share", lambda: gettext("Share"), 7, _cell_share, right=True),
    Column("since", str, 22, _since),
    Column("year", lambda: gettext("12 months"), 10, lambda row: (short_money(row.turnover), "dim"), right=True,
           from_width=96),
)  # fmt: skip


def wallet_words(line: WalletLine | None) -> str:
    """Our share with source and date, or that nobody knows."""
    if line is None:
        return gettext("Share in his purchases: nobody has said what he buys in all.")
    told = fill(
        gettext("Share in his purchases: {share} of {total} a year ({source}, {day})"),
        share=share(line.share),
        total=short_money(line.total),
        source=line.source,
        day=date(line.day),
    )
    doubt = gettext("more than all: ask again") if line.ask_again else ""
    if not doubt and line.stale:
        doubt = gettext("too old to rely on")
    return f"{told}; {doubt}" if doubt else told


def trend_lines(client: WhiteClient, width: int) -> list[Line]:
    """Purchases by month, and the last half-year against the same one a year ago (S02.04)."""
    told = fill(
        gettext("Half-year {recent} against {before} a year ago"),
        recent=short_money(client.recent),
        before=short_money(client.before),
    )
    mark = f"{glyphs().descending} " if client.falling else ""
    lines: list[Line] = [((f"{mark}{told}", "bad" if client.falling else ""),)]
    months = client.months[-max(1, width // 3) :]
    drawn = columns([amount for _month, amount in months], _TREND_HEIGHT)
    wide = ["".join(f"{cell}{cell} " for cell in line) for line in drawn]
    lines += [((line, "accent"),) for line in wide]
    names = [month_short(int(month[5:7]))[:2] for month, _amount in months]
    lines.append((("".join(f"{name:<3}" for name in names), "dim"),))
    lines.append(((wallet_words(client.wallet), "dim"),))
    return lines


def cell_lines(client: WhiteClient, cell: CellLine, width: int) -> list[Line]:
    """Why this group, and what was offered of it."""
    lines: list[Line] = []
    if client.quiet_days is not None:
        lines.append(((f"{glyphs().marked} {nothing_offered(client.quiet_days)}", "bad"),))
    lines.append(((f"{cell.group}: {alike_buy(cell.alike_buy, cell.alike)}", "strong"),))
    if cell.wallet is not None:
        lines += [((text, ""),) for text in wrap(wallet_words(cell.wallet), width)]
    mine = [each for each in client.offers if each.group == cell.group]
    for each in mine or client.offers:
        lines.append(((f"{date(each.day)}  ", "dim"), (each.text, ""), (f"  {answer_name(each.answer)}", "accent")))
    return lines


def short_lines(items: Sequence[ShortLine]) -> list[Line]:
    """The short list: never bought first."""
    if not items:
        return [((gettext("Clients like him buy nothing that he does not."), "dim"),)]
    lines: list[Line] = []
    for number, each in enumerate(items, start=1):
        price = "" if each.item.price is None else f"  {short_money(each.item.price)}"
        sign = "~" if each.dropped else "."
        lines.append(((f"{number:>2}. ", "dim"), (f"{sign} ", SIGN_INKS[sign]), (each.item.name, ""), (price, "dim")))
    return lines


ITEM_COLUMNS: tuple[Column[ItemLine], ...] = (
    Column("code", lambda: gettext("Code"), 10, lambda row: (row.code, "dim")),
    Column("name", lambda: gettext("Item"), 24, lambda row: (row.name, ""), flex=1),
    Column("group", lambda: gettext("Group"), 16, lambda row: (row.group, "")),
    Column("price", lambda: gettext("Price"), 10, lambda row: (short_money(row.price), ""), right=True),
    Column("since", lambda: gettext("Since"), 10, lambda row: (date(row.since), "dim"), from_width=100),
)


def novelty_lines(found: Sequence[NoveltyLine]) -> list[Line]:
    """Whom to offer a new product."""
    if not found:
        return [((gettext("Everybody who buys has it already."), "dim"),)]
    told = fill(gettext("To offer: {n}; key accounts and innovators first"), n=count(len(found)))
    lines: list[Line] = [((told, "strong"),)]
    for each in found:
        sign = "!" if each.due is not None else "*" if each.innovator else " "
        due = "" if each.due is None else "  " + fill(gettext("until {day}"), day=date(each.due))
        offered = "  " + gettext("offered already") if each.offered else ""
        lines.append(
            (
                (f"{sign} ", "bad" if each.due else "accent"),
                (fit(each.client, 30), ""),
                (f"  {fit(label('level', each.level, short=True), 12)}", "dim"),
                (fit(short_money(each.potential), 12, right=True), ""),
                (f"{due}{offered}", "accent"),
            )
        )
    return lines
