"""A desk of many key candidates without a store: the registers that the screen KEY reads, made in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from core.entities.cases import ServiceCase
from core.entities.entry import Entry
from core.entities.people import Position
from core.entities.promises import Commitment
from core.entities.standing import KeySign
from core.entities.trade import WalletEstimate
from core.entities.work import Activity
from storage.vault.books.cases import CASE
from storage.vault.books.people import POSITION
from storage.vault.books.promises import COMMITMENT
from storage.vault.books.standing import KEY_SIGN
from storage.vault.books.trade import WALLET
from storage.vault.books.work import ACTIVITY
from storage.vault.register_rows import Stored
from tui.desk.base import Base
from tui.desk.figures import Figures
from tui.desk.keys_desk import KeysDesk

CANDIDATES = 2_000
COUNTS = {"activity": 200_000, "position": 60_000, "case": 20_000, "commitment": 20_000, "wallet": 20_000}


class _Registers:
    """What `session.registers` answers: every record of a register in the order it was written."""

    def __init__(self, records: dict[str, list[Stored[Any]]]) -> None:
        self._records = records

    def all(self, register: Any) -> list[Stored[Any]]:
        """As the real one: a new list, sorted."""
        return sorted(self._records.get(register.name, []), key=lambda each: (each.fields.at_us, each.fields.id))


def key_desk(base: Base, figures: Figures, last: int) -> KeysDesk:
    """The desk of KEY over a made base; 2,000 clients of fame are candidates."""
    random = np.random.default_rng(20_261_128)

    def many(count: int) -> Sequence[int]:
        found: list[int] = random.integers(0, len(base.ids), count).tolist()
        return found

    def kept(number: int, at: int, fields: Entry) -> Stored[Any]:
        return Stored(at.to_bytes(16, "big"), 1, base.ids[number], fields, "person")

    day = last - 100
    records: dict[str, list[Stored[Any]]] = {
        KEY_SIGN.name: [kept(n, at, KeySign(criterion="fame", day=day, state="asked", at_us=at))
                  for at, n in enumerate(many(CANDIDATES))],
        ACTIVITY.name: [kept(n, at, Activity(kind="call", day=day, two_way=True, at_us=at))
                   for at, n in enumerate(many(COUNTS["activity"]))],
        POSITION.name: [kept(n, at, Position(person=b"p", at_us=at)) for at, n in enumerate(many(COUNTS["position"]))],
        CASE.name: [kept(n, at, ServiceCase(kind="complaint", day=day, at_us=at))
                    for at, n in enumerate(many(COUNTS["case"]))],
        COMMITMENT.name: [kept(n, at, Commitment(text="", due=day, at_us=at, state="fulfilled", closed=day))
                     for at, n in enumerate(many(COUNTS["commitment"]))],
        WALLET.name: [kept(n, at, WalletEstimate(total=10_000_000, source="", day=day, at_us=at))
                         for at, n in enumerate(many(COUNTS["wallet"]))],
    }  # fmt: skip
    staffing = SimpleNamespace(staff=list, portfolios=lambda: {b"p": SimpleNamespace(department="sales")})
    session = SimpleNamespace(registers=_Registers(records), staffing=staffing)
    today = dt.date(1970, 1, 1) + dt.timedelta(last)
    desk = SimpleNamespace(
        base=base,
        session=session,
        figures=lambda: figures,
        today_date=lambda: today,
        version=0,
        place_of=lambda client_id: base.place[bytes.fromhex(client_id)],
    )
    return KeysDesk(desk)  # type: ignore[arg-type]
