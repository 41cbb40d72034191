"""What people state about where a client stands: evidence of levels and status, the criteria of key clients."""

from __future__ import annotations

from typing import Literal

from core.entities.entry import Entry

NotedLevel = Literal["potential", "probable", "prospective"]
Tick = Literal["location", "service", "price", "terms"]
LossReason = Literal[
    "product_switch", "left_city", "offended", "no_attention", "better_terms", "our_service", "not_needed"
]
NotedStatus = Literal["lost", "unfit", "returned"]
Purpose = Literal["as_is", "in_product", "in_service", "own_use"]
Criterion = Literal["volume", "potential", "fame", "innovator", "demanding"]
HandCriterion = Literal["fame", "innovator", "demanding"]
Scale = Literal["company", "department", "manager"]
FameState = Literal["", "asked", "allowed", "published"]

NOTED_LEVELS: tuple[NotedLevel, ...] = ("potential", "probable", "prospective")
TICKS: tuple[Tick, ...] = ("location", "service", "price", "terms")
"""What a probable client could gain from us: place, service, prices, other terms (S02.08)."""
LOSS_REASONS: tuple[LossReason, ...] = (
    "product_switch",
    "left_city",
    "offended",
    "no_attention",
    "better_terms",
    "our_service",
    "not_needed",
)
"""Why clients leave: S01.06, S03.32, S03.106."""
PURPOSES: tuple[Purpose, ...] = ("as_is", "in_product", "in_service", "own_use")
"""What the client buys for; own use makes no target client (S02.10)."""
RESALE: frozenset[Purpose] = frozenset(("as_is", "in_product", "in_service"))
CRITERIA: tuple[Criterion, ...] = ("volume", "potential", "fame", "innovator", "demanding")
"""Signs of a key client (S03.81–S03.86)."""
BY_HAND: tuple[HandCriterion, ...] = ("fame", "innovator", "demanding")
SCALES: tuple[Scale, ...] = ("company", "department", "manager")
FAME_STATES: tuple[FameState, ...] = ("asked", "allowed", "published")


class LevelNote(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A level below the real ones with the evidence it needs (S02.07–S02.09)."""

    level: NotedLevel
    day: int
    """Days since 1970-01-01; the note counts for six months from here."""
    reason: str = ""
    """Prospective: why he will buy soon, from us or from a rival."""
    expected: int = 0
    """Prospective: day the decision is expected."""
    ticks: tuple[Tick, ...] = ()
    """Probable: what he would gain; he does not know of us."""
    territory: str = ""
    industry: str = ""
    """Potential: what bounds the need, goods and geography."""


class Partnership(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A person says that the partnership with this client is a value in itself (S02.05)."""

    note: str
    day: int


class StatusNote(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A person's word on the base status: lost with a reason, unfit, returned (S01.06, S02.13)."""

    status: NotedStatus
    day: int
    reason: LossReason | Literal[""] = ""
    """Lost: one of seven."""
    note: str = ""


class TargetNote(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Whether a client is one we aim at: what he buys for, and how much from all suppliers (S02.10, S02.11)."""

    purpose: Purpose
    day: int
    quarterly: int = 0
    """Stated need of a quarter from all suppliers, minor units of `currency`; 0: not stated."""
    currency: str = ""
    source: str = ""
    """Who says so."""
    expected: int = 0
    """Day by which the need can arise; 0: it is there or nobody knows."""


class PortraitNote(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What the portrait of the key client is drawn from and sales do not tell (S02.13)."""

    industry: str = ""
    size: str = ""
    """Size of the client's firm, in the firm's own words."""
    source: str = ""
    """How he came to us."""
    decides: str = ""
    """Who decides: owner, director, buyer."""
    why_us: str = ""


class KeySign(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One record of a criterion that a person judges: fame, innovator, demanding (S03.84–S03.86)."""

    criterion: HandCriterion
    day: int
    state: FameState = ""
    """Fame: how far the reference has come."""
    note: str = ""
    """Fame: the text received. Demanding: what the client has taught us."""
    cost: int = 0
    """Fame: cost of free work for the testimonial, minor units of the base currency."""
    plans: int = 0
    """Innovator: day his plans were discussed; 0: not yet."""
    no_tender: int = 0
    """Innovator: day from which he buys without a tender; 0: not so."""


class KeyAppointment(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A key client given to a manager who leads him; three to one manager (S03.88)."""

    manager: bytes
    """Id of the colleague."""
    day: int
    criteria: tuple[Criterion, ...] = ()
    """Those that held on that day."""
    scale: Scale | Literal[""] = ""
    """The level at which the volume criterion held."""
    share: float = 0.0
    """Share of the money of 12 months at that level, 0…1."""
    reviewed: int = 0
    """Day of the last review; 0: none yet."""
    review_note: str = ""
    until: int = 0
    """Last day of an appointment over the limit; 0: no end."""
    why_over: str = ""
    """Why the head went over the limit."""
    retired: int = 0
    why_retired: str = ""

    def active(self, day: int) -> bool:
        """Whether it counts on a day."""
        over = self.until and day > self.until
        return not self.removed and self.day <= day and not over and (not self.retired or day < self.retired)


class Obligations(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to "can we meet the obligations?" before a large client is taken on (S00.02)."""

    able: bool
    day: int
    note: str = ""


class BaseReview(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """«Смотр базы» of a portfolio, held every 60 days (S00.07)."""

    day: int
    seen: int = 0
    """Clients gone through."""


class FixedCosts(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Fixed costs of the firm in one month, minor units of the base currency (S00.01)."""

    month: int
    """Months since 1970-01."""
    amount: int


class Clause(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """The firm's own wording of one clause of the document "Эволюция клиента" (S02.12, S02.14)."""

    key: str
    text: str
