"""Loyalty programmes as lines and columns: what their screens draw and their command prints (S03.24)."""

from __future__ import annotations

from collections.abc import Callable

from core.entities.money import Money
from core.wording.loyalty import fresh, interval, verdict, word
from core.worth.loyalty import Estimate, Side
from tui.desk.port_loyalty import MemberRow, ProgrammeDetails, ProgrammeRow
from tui.text import clients, count, date, fill, gettext, share, short_money

_POINTS = 100


def programme_cells(row: ProgrammeRow) -> tuple[str, ...]:
    """A programme in the order of `programme_heads`."""
    return (
        row.name,
        word("programme", row.kind),
        word("audience", row.audience),
        count(row.members),
        count(row.cards) if row.kind == "cards" else "",
        short_money(row.cost) if row.cost.amount else "",
        date(row.until) if row.until else "",
    )


def programme_heads() -> tuple[str, ...]:
    """Heads of the list of programmes."""
    return (
        gettext("Programme"),
        gettext("Kind"),
        gettext("For whom"),
        gettext("Members"),
        gettext("Cards"),
        gettext("Costs"),
        gettext("Until"),
    )


def programme_lines(row: ProgrammeRow) -> list[tuple[str, str]]:
    """A programme in words with inks."""
    lines = [(row.conditions, "")]
    span = fill(gettext("From {first}"), first=date(row.since))
    if row.until:
        span = fill(gettext("{first} – {last}"), first=date(row.since), last=date(row.until))
    lines.append((f"{span} · {word('audience', row.audience)}", "warn" if row.over else "dim"))
    told = clients(row.members)
    if row.left:
        told = fill(gettext("{clients}, left: {n}"), clients=told, n=row.left)
    if row.cost.amount:
        each = "" if row.per_member is None else fill(gettext(", {money} a member"), money=short_money(row.per_member))
        told += " · " + fill(gettext("cost {money}{each}"), money=short_money(row.cost), each=each)
    lines.append((told, "dim"))
    if row.kind == "cards":
        cards = fill(gettext("Cards in force: {n}, blocked: {blocked}"), n=row.cards, blocked=row.blocked)
        if row.next_number:
            cards += " · " + fill(gettext("the next is {number}"), number=row.next_number)
        lines.append((cards, "dim"))
    return lines


def member_cells(row: MemberRow) -> tuple[str, ...]:
    """A member in the order of `member_heads`."""
    state = fill(gettext("left {day}"), day=date(row.until)) if row.until else row.number
    if not state and row.cards:
        state = word("loyalty card", row.cards[0].state)
    return row.client, row.owner, date(row.since), state


def member_heads() -> tuple[str, ...]:
    """Heads of the list of members."""
    return gettext("Client"), gettext("Owner"), gettext("Since"), gettext("Card number")


def card_lines(row: MemberRow) -> list[tuple[str, str]]:
    """Every card of a member, newest first."""
    lines = []
    for each in row.cards:
        told = f"{each.number} · {date(each.day)} · {word('loyalty card', each.state)}"
        if each.ended is not None:
            told += f" {date(each.ended)} · {each.reason}"
        if each.replaced_by:
            told += f" → {each.replaced_by}"
        if each.holder:
            told += f" · {each.holder}"
        lines.append((told, "" if each.state == "in_force" else "dim"))
    return lines


def report_lines(told: ProgrammeDetails) -> list[tuple[str, str]]:
    """Members against others, before and after, each figure with its interval and what may be said of it."""
    found, currency = told.effect, told.currency

    def money(value: float) -> str:
        return short_money(Money(round(value), currency))

    def points(value: float) -> str:
        return fill(gettext("{n} points"), n=f"{value * _POINTS:+.0f}".replace("-", "−"))

    def more(value: float) -> str:
        return ("+" if value > 0 else "") + money(value)

    counted = gettext(
        "Members {members}, others {others}; equal windows of up to {days} days before and after joining."
    )
    head = fill(
        counted, members=count(found.after.clients), others=count(found.others_after.clients), days=count(found.days)
    )
    lines = [(head, "dim")]
    if found.fresh:
        lines.append((fresh(found.fresh), "dim"))
    figures: tuple[tuple[str, str, Callable[[float], str], Callable[[float], str]], ...] = (
        ("repeat", gettext("Repeat purchases: bought on two days or more"), share, points),
        ("cheque", gettext("Mean cheque"), money, more),
        ("wallet", gettext("Share of wallet"), share, points),
    )
    for name, title, plain, difference in figures:
        lines += [("", ""), (title, "strong")]
        for who, before, after in (
            (gettext("members"), found.before, found.after),
            (gettext("others"), found.others_before, found.others_after),
        ):
            lines.append((f"  {who}: {_one(before, name, plain)} → {_one(after, name, plain)}", ""))
        change: Estimate | None = getattr(found, name)
        said = verdict(change, told.least)
        ink = "dim" if change is None or change.low <= 0 <= change.high else "good" if change.low > 0 else "bad"
        if change is not None:
            said = fill(gettext("difference: {n}. {said}"), n=interval(change, difference), said=said)
        lines.append((f"  {said}", ink))
    lines += [
        ("", ""),
        (gettext("Members chose to join: a difference shows what goes with it, not what made it."), "dim"),
    ]
    return lines


def _one(side: Side, name: str, plain: Callable[[float], str]) -> str:
    found: Estimate | None = getattr(side, name)
    n = side.wallets if name == "wallet" else side.buyers
    return interval(found, plain) if found is not None else f"{interval(None, plain)} ({n})"
