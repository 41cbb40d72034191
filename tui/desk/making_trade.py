"""The demo store: price list, estimates, offers, and a few recovery cases in different steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.entities.entry import Entry
from core.entities.recovery import CaseStep, LossReason
from core.entities.trade import GroupMark, Offer, WalletEstimate
from core.sample.firm import SampleFirm
from core.sample.trade import SampleTrade, price_list, trade_of
from storage.vault.books.trade import GROUP_MARK, OFFER, WALLET
from storage.vault.registers import Register
from tui.desk.figures import day_number

if TYPE_CHECKING:
    from storage.vault.session import Session
    from tui.desk.desk import Desk

MOST = 1_000
"""Clients of whom something is known, at most: a demo is ready in seconds."""
_PATHS: tuple[tuple[CaseStep, ...], ...] = (
    (),
    ("invited",),
    ("invited", "met", "reason"),
    ("invited", "office", "reason", "what_if", "parted"),
)
_WORDS: dict[CaseStep, str] = {
    "met": "говорили час, без обид",
    "reason": "у соседа дешевле и везут в тот же день",
    "parted": "просил звонить раз в квартал",
}
_REASON: LossReason = "better_terms"


def set_prices(session: Session, sample: SampleFirm) -> None:
    """The price list of the sample firm."""
    session.prices.replace(price_list(sample.products, sample.last_day))


def known_trade(desk: Desk, sample: SampleFirm) -> None:
    """Estimates, offers and marks of the clients the desk opens."""
    groups = tuple(dict.fromkeys(sample.products.group))
    today = day_number(desk.today_date())
    turnover = desk.figures().axes.turnover_12m
    registers = desk.session.registers
    clients = desk.base.ids[:MOST]
    with registers.writing() as writing:
        for number, (client, told) in enumerate(zip(clients, trade_of(sample.seed, len(clients), groups), strict=True)):
            for register, fields in _records(told, int(turnover[number]), today):
                registers.add(writing, register, client, fields)


def _records(told: SampleTrade, year: int, today: int) -> Iterator[tuple[Register[Any], Entry]]:
    if told.ratio and year > 0:
        day = today - told.told_days_ago
        yield WALLET, WalletEstimate(total=round(year * told.ratio), source=told.source, day=day)
    if told.offered:
        day = today - told.offered_days_ago
        answered = day if told.answer else 0
        yield (
            OFFER,
            Offer(
                text=told.offered, group=told.offered, day=day, answer=told.answer, answered=answered, source="white"
            ),
        )
    if told.marked:
        yield GROUP_MARK, GroupMark(group=told.marked, mark=told.mark, day=today - told.told_days_ago)


def open_cases(desk: Desk) -> None:
    """Cases of the first clients in the queue, each one step further than the one before."""
    entries = desk.queue(len(_PATHS)).entries
    for entry, path in zip(entries, _PATHS, strict=False):
        case = desk.recovery.claim(entry.id)
        for step in path:
            gift = "набор чая" if step in ("office", "parted") else ""
            case = desk.recovery.step(case.id, step, _WORDS.get(step, ""), gift, _REASON)
    if entries:
        desk.recovery.add_referral(entries[0].id, "Сергей Петрович, директор", "соседний склад", "met")
