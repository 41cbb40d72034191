"""A firm with somebody to write to at every client: for tests and benches of campaigns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from core.entities.people import ContactPoint, Person, PointChannel
from scripts.benchmarks._stores import OWNER, card_store, secret
from storage.audit.log import now_us
from storage.vault.books.people import PERSON
from storage.vault.premises import open_premises
from tui.desk.desk import Desk

Clock = Callable[[], int]
_CONSENT_DAY = (dt.date(2025, 5, 1) - dt.date(1970, 1, 1)).days
FAST = {"mail_per_minute": 10_000, "mail_per_hour": 100_000, "mail_cap": 100}
"""Of the rules: what is measured is not the pace that a person chose."""


def mailing_store(path: Path, addresses: Sequence[str], channel: PointChannel = "email") -> None:
    """A store with as many clients as addresses, and at each of them Pyotr Ilyich, who agreed to be written to."""
    card_store(path, len(addresses))
    desk = desk_at(path)
    registers = desk.session.registers
    for rule, value in FAST.items():
        desk.rules.change(rule, value, "bench")
    with registers.writing(b"", {"kind": PERSON.name}) as writing:
        for client_id, address in zip(desk.base.ids, addresses, strict=True):
            point = ContactPoint(channel, address, consent=True, consent_kind="form", consent_day=_CONSENT_DAY)
            who = Person(surname="Орехов", given="Пётр", patronymic="Ильич", points=(point,))
            registers.add(writing, PERSON, client_id, who)
    desk.close("end")


def desk_at(path: Path, clock: Clock = now_us) -> Desk:
    """The owner's desk over such a store."""
    desk = Desk(open_premises(path, clock), dt.datetime.fromtimestamp(clock() / 1_000_000, dt.UTC).date())
    desk.unlock(OWNER, secret())
    return desk


def ready_campaign(desk: Desk, name: str = "bench", channel: str = "email") -> str:
    """A campaign to everybody, approved. A congratulation may come at any hour, so that this may run at any hour."""
    clients = [each.hex() for each in desk.base.ids]
    made = desk.outreach.new(name, clients, "congratulation", channel=channel)  # type: ignore[arg-type]
    return desk.outreach.approve(made.id).id
