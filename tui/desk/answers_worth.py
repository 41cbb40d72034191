"""Plain answers of MET, DEP and anchors; field names are the JSON contract of `metrics` and `dependency` (spec/cli)."""

from __future__ import annotations

import datetime as dt

import msgspec

from core.entities.money import Money
from core.worth.balance import Alarm
from core.worth.dependency import Band
from core.worth.periods import PeriodKind


class Crr(msgspec.Struct, frozen=True):
    """Shares, 0…1; `source` as the source's formula gives it, None without a base at the start."""

    value: float | None
    source: float | None
    at_start: int
    at_end: int
    kept: int
    new: int
    won_back: int
    woken: int


class SourceLtv(msgspec.Struct, frozen=True):
    """The source's four means and their product."""

    product: Money
    cheque: Money
    per_month: float
    margin_share: float
    months: float
    group: int


class Ltv(msgspec.Struct, frozen=True):
    """Lifetime value of a client at the end of the period."""

    expected: Money
    past: Money
    future: Money
    clients: int
    source: SourceLtv | None


class PeriodFigures(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """One period. Shares are 0…1."""

    first: dt.date
    last: dt.date
    whole: bool
    start: int
    acquired: int
    returned: int
    lost: int
    """Presumed and confirmed together (S01.07)."""
    end: int
    crr: Crr
    ltv: Ltv
    base_value: Money
    first_sales: int
    first_money: Money
    repeat_sales: int
    repeat_money: Money
    repeat_share: float | None
    steady_share: float | None
    lost_confirmed: int = 0
    """Of `lost`, by a person's word."""
    acquisition: Money | None = None
    """Spent on finding clients; None for one person's clients, whose share of it nobody knows."""
    retention: Money | None = None
    enquiries: int = 0
    enquiry_cost: Money | None = None
    """Acquisition / enquiries, answered or not; None without enquiries (S04.03)."""


class MeanFlow(msgspec.Struct, frozen=True):
    """Clients a period, over the last twelve whole ones."""

    acquired: float
    lost: float
    returned: float
    lost_confirmed: float = 0.0
    """Of `lost`, by a person's word."""


class MetricsAnswer(msgspec.Struct, frozen=True):
    """Periods oldest first."""

    period: PeriodKind
    periods: tuple[PeriodFigures, ...]
    averages: MeanFlow | None
    alarms: tuple[Alarm, ...]
    window_days: int
    owner: str | None
    as_of: dt.date
    log_size: int
    without_rate: int = 0
    """Lines of sales in a currency without a rate: they are in no sum."""
    corridor: tuple[float, float] = (0.5, 1.0)
    """Edges between which the share of repeat sales is to lie."""


class ShareRow(msgspec.Struct, frozen=True):
    """One client or group in the dependency. `extra`: what the others must buy more to bring it to the first band."""

    id: str
    name: str
    owner: str
    clients: int
    turnover: Money
    turnover_share: float
    margin_share: float
    band: Band
    margin_band: Band
    extra: Money
    held: Band = "none"
    """The band in force: left only after some months below it (S03.100)."""
    members: tuple[str, ...] = ()
    """Ids of its clients."""


class LevelRow(msgspec.Struct, frozen=True):
    """The largest share within a department or a manager's clients. `held`: the band in force."""

    level: str
    """department | manager"""
    name: str
    id: str
    client: str
    share: float
    band: Band
    held: Band
    clients: int
    mono: bool


class WhatIf(msgspec.Struct, frozen=True):
    """The base without one of the shares."""

    without: str
    turnover: Money
    margin: Money
    lost_turnover: Money
    lost_margin: Money
    next_share: float
    next_band: Band


class DependencyAnswer(msgspec.Struct, frozen=True):
    """Shares of 12 months, largest first. `bands`: clients or groups in each band."""

    shares: tuple[ShareRow, ...]
    bands: dict[str, int]
    clients: int
    turnover: Money
    mono: bool
    hhi: float
    from_margin: bool
    what_if: WhatIf | None
    owner: str | None
    as_of: dt.date
    log_size: int
    department: str | None = None
    selection: str = ""
    """Name of the saved selection counted as one group."""
    levels: tuple[LevelRow, ...] = ()
    """Departments, then managers."""


class AnchorSigns(msgspec.Struct, frozen=True, rename={"is_anchor": "is"}):
    """The anchor axis of one client; `pays` is None while there are no payments to judge by."""

    is_anchor: bool
    provisional: bool
    score: float | None
    signs: dict[str, bool | None]


class AnchorRow(msgspec.Struct, frozen=True):
    """One anchor, or one who is near to it."""

    id: str
    name: str
    owner: str
    monthly: Money
    anchor: AnchorSigns
    active: int
    periods: int
    cv: float | None


class AnchorsAnswer(msgspec.Struct, frozen=True):
    """Anchors by what they bring, and the nearest who are none."""

    anchors: tuple[AnchorRow, ...]
    nearest: tuple[AnchorRow, ...]
    monthly: Money
    as_of: dt.date
