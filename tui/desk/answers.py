"""What the desk answers: plain records that screens draw and commands print (spec/cli, spec/store §8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from core.entities.client_contact import ContactLine
from core.entities.firm_figures import Model
from core.entities.money import Money
from core.entities.table import Fact, TableSheet
from core.entities.vocabulary import (
    AbcLetter,
    Action,
    BaseStatus,
    Level,
    Role,
    State,
    Step,
    Urgency,
    XyzLetter,
)
from tui.desk.port_doubles import FirmGroup, MergedWith
from tui.desk.port_plans import PlanRow
from tui.desk.port_standing import Proof


class Greeting(msgspec.Struct, frozen=True):
    """Who is in, what the store is, and the last checkpoint number to show on the unlock screen."""

    firm: str
    login: str
    name: str
    role: Role
    log_size: int
    today: dt.date
    currency: str
    alone: bool
    """One-person store: budgets are advisory, idle lock is 15 minutes instead of 5."""
    portfolios: tuple[str, ...]
    clients: int


class ClientRow(msgspec.Struct, frozen=True):
    """One line of the list ACC. Figures are None until the rhythm worker has delivered them."""

    id: str
    name: str
    external_id: str
    owner: str
    city: str = ""
    phone_mask: str = ""
    level: Level = "potential"
    step: Step = "none"
    state: State = "none"
    base_status: BaseStatus = "potential"
    abc: AbcLetter | None = None
    abc_turnover: AbcLetter | None = None
    xyz: XyzLetter | None = None
    anchor: bool = False
    turnover_12m: Money | None = None
    days_silent: int | None = None
    lapse_probability: float | None = None
    overdue: Money | None = None
    """What he should have paid by now (U29)."""
    overdue_days: int = 0
    own: tuple[str, ...] = ()
    """Values of the firm's own fields that are columns of the list."""


class QueueEntry(msgspec.Struct, frozen=True):
    """One line of REC; field names are the JSON contract of `queue`."""

    id: str
    name: str
    external_id: str
    owner: str
    lapse_probability: float | None
    value_at_stake: Money
    priority: float
    """lapse_probability × value_at_stake in minor units."""
    days_silent: int
    usual_interval_days: float | None
    expected_by: dt.date | None
    state: State
    why: str
    """One sentence in the reader's language."""
    action: Action
    urgency: Urgency
    purchases: int = 0
    horizon_days: int = 0
    level: Level | None = None
    abc: AbcLetter | None = None
    favoured: bool = False
    """Key account or anchor."""
    overdue: Money | None = None
    """What he should have paid by now; None: nothing (U29)."""
    overdue_days: int = 0


class ShrinkingEntry(msgspec.Struct, frozen=True):
    """One line of the second queue: on rhythm, but buying less than a year ago."""

    id: str
    name: str
    external_id: str
    owner: str
    recent: Money
    """Net (margin where costs are known) of the last half-year."""
    before: Money
    """The same half-year a year ago."""
    missing: Money
    """What goes missing in a year."""
    why: str
    """One sentence in the reader's language."""


class Queue(msgspec.Struct, frozen=True):
    as_of: dt.date
    log_size: int
    figures_date: dt.date | None
    """Date of the firm figures used; None: shipped priors, "по портфелю"."""
    entries: tuple[QueueEntry, ...]
    model: Model = "priors"
    shrinking: tuple[ShrinkingEntry, ...] = ()


class PyramidLevel(msgspec.Struct, frozen=True, rename={"arrived": "in", "left": "out"}):
    """One storey. `arrived` and `left` count moves since the end of the last period ("in", "out" in JSON)."""

    level: Level
    clients: int
    turnover: Money
    arrived: int
    left: int


class Move(msgspec.Struct, frozen=True):
    """One client that changed his level since the last period."""

    id: str
    name: str
    before: Level
    after: Level


class Pyramid(msgspec.Struct, frozen=True):
    as_of: dt.date
    log_size: int
    period: str
    """ISO month the moves are counted from, such as "2011-11"."""
    levels: tuple[PyramidLevel, ...]
    """Top first."""
    moves: tuple[Move, ...]
    steps: dict[Step, int]
    abc: dict[str, int]


class Purchase(msgspec.Struct, frozen=True):
    """One document of a client, newest first in CARD Заказы."""

    day: dt.date
    document: str
    lines: int
    amount: Money
    is_return: bool
    cancelled: bool


class OrderLine(msgspec.Struct, frozen=True):
    product: str
    product_name: str
    quantity: str
    amount: Money


class Rhythm(msgspec.Struct, frozen=True):
    """What the rhythm strip draws: days of purchase, the expected window, today."""

    events: tuple[dt.date, ...]
    as_of: dt.date
    usual_interval_days: float | None
    expected_by: dt.date | None
    late_from: dt.date | None
    """Day on which the silence becomes unlikely for this rhythm (survival of the gap below 10 %)."""
    state: State
    lapse_probability: float | None
    why: str
    model: Model = "priors"
    figures_date: dt.date | None = None
    """Date of the firm figures behind the probability; None: "по портфелю"."""


class Change(msgspec.Struct, frozen=True):
    """One entry of CARD История."""

    at: dt.datetime
    who: str
    cause: str
    """person | batch:ID | merge:ID | undo:ID"""
    field: str
    before: str
    after: str


class CardOverview(msgspec.Struct, frozen=True):
    """CARD Обзор: header and the first tab; free of budget (spec/store §7)."""

    row: ClientRow
    inn: str
    kpp: str
    address: str
    site: str
    note: str
    tags: tuple[str, ...]
    first_purchase: dt.date | None
    last_purchase: dt.date | None
    purchases: int
    gross: Money
    returned: Money
    net: Money
    share_percent: float
    """Share of the sum of positive nets, whole life, in percent."""
    return_share_percent: float
    months: tuple[tuple[str, int], ...]
    """Net by month, minor units, oldest first, last 24 months, ISO months."""
    rhythm: Rhythm
    level_reason: str
    level_evidence: tuple[str, ...]
    contacts: tuple[ContactLine, ...] = ()
    """Masks of the phones and e-mails."""
    merged: tuple[MergedWith, ...] = ()
    """Whom the client stands for."""
    group: FirmGroup | None = None
    """The group of firms he belongs to."""
    loyalty_card: str = ""
    """Number of the card he buys with in a shop (S03.15)."""
    own: tuple[tuple[str, str], ...] = ()
    """Name and value of the firm's own fields (U12)."""
    plan: PlanRow | None = None
    """Plan and fact of this month; None where nothing is planned (U30)."""
    second_order: str = ""
    """Of a client with one purchase: how the firm's other first purchases went on."""
    proofs: tuple[Proof, ...] = ()
    """Evidence of where he stands: level, both notions of a key client, step, status, anchor, target, letters."""


class Reminder(msgspec.Struct, frozen=True):
    """One line of TODAY."""

    kind: str
    """alarm | login | visit | key | task | review | debt | contract | recovery | silent | attention | first_purchase |
    birthday | campaign | group"""
    client_id: str
    client: str
    text: str
    due: dt.date | None
    red: bool
    top20: bool


class Today(msgspec.Struct, frozen=True):
    as_of: dt.date
    reminders: tuple[Reminder, ...]
    top20_clients: int
    top20_share_percent: float


class PayerRow(msgspec.Struct, frozen=True):
    """A payer of a bank statement with the letters of his payments (S03.14)."""

    name: str
    inn: str
    amount: Money
    payments: int
    abc: AbcLetter | None
    xyz: XyzLetter | None


class ImportAnswer(msgspec.Struct, frozen=True):
    """JSON of `import` (spec/cli)."""

    batch: str | None
    kind: str
    encoding: str
    rows: int
    new: int
    update: int
    same: int
    ask: int
    not_a_client: int
    error: int
    control: dict[str, object]
    errors: tuple[dict[str, object], ...]
    clients: int
    lines: int
    documents: int
    amount: Money
    not_a_client_file: str | None = None
    errors_file: str | None = None
    form: str = "delimited"
    """The format, found by content."""
    sheet: str = ""
    sheet_number: int = 0
    sheets: tuple[TableSheet, ...] = ()
    facts: Mapping[str, Fact] = {}
    """What the format counts and sums by itself, and how a table was read."""
    stored: bool = True
    """False: rows of this kind are read and counted, and have no place in the store yet."""
    payers: tuple[PayerRow, ...] = ()
    why: str = ""
    """Why a table that was only looked at could not be given a meaning."""
    parts: tuple[ImportAnswer, ...] = ()
    """Further tables of the same file, each a batch of its own."""
