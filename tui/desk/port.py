"""What screens need from the desk: the one protocol between drawing and knowing.

Every method is called from worker threads, never from the thread that draws, and several calls may run at
once (a page of the list while figures are being computed): the implementation does its own locking. Any method may
raise `core.problem.Problem`; its sentence is shown to the person as it is. Answers are the plain records of
`tui.desk.answers`; they hold masks, never clear identifiers.

`tui.desk.desk` provides `open_desk(store: str | None, lang: str) -> DeskPort`. It may be imported by a worker only
after the unlock screen is on the terminal (spec/terminal §2.2, strategy C).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from core.entities.vocabulary import AbcLetter, Level, State
from tui.desk.answers import (
    CardOverview,
    Change,
    ClientRow,
    Greeting,
    OrderLine,
    Purchase,
    Pyramid,
    Queue,
    Today,
)
from tui.desk.edit_field import EditField
from tui.desk.port_audit import AuditPort
from tui.desk.port_campaigns import OutreachPorts
from tui.desk.port_contacts import ContactsPort
from tui.desk.port_copies import CopiesPort
from tui.desk.port_doubles import DoublesPort, FirmGroupsPort
from tui.desk.port_exports import ExportsPort
from tui.desk.port_find import FindingPort
from tui.desk.port_keys import KeysPort
from tui.desk.port_newcomers import NewcomersPort
from tui.desk.port_ordered import OrderPorts
from tui.desk.port_people import BudgetsPort, LendingPort, PeoplePort, SshPort
from tui.desk.port_persons import PersonsPort
from tui.desk.port_plans import PlansPort
from tui.desk.port_quality import QualityPort
from tui.desk.port_recovery import RecoveryPort
from tui.desk.port_removal import RemovalPort
from tui.desk.port_reports import ReportsPort
from tui.desk.port_rules import RulesPort
from tui.desk.port_selections import SelectionsPort
from tui.desk.port_spending import EnquiriesPort, SpendingPort
from tui.desk.port_standing import EvolutionPort, StandingPort
from tui.desk.port_supply import RatesPort, SupplyPort
from tui.desk.port_team import TeamPort
from tui.desk.port_white import ProductsPort, WhitePort
from tui.desk.port_wizard import WizardPort
from tui.desk.port_work import WorkPort
from tui.desk.port_worth import WorthPort

__all__ = ["EditField"]

OWN_SORT = "own:"
"""Before the name of an own field the list is ordered by."""
SORTS = ("name", "level", "abc", "state", "turnover", "silent", "lapse", "overdue", "owner", "city")
"""Columns the client list can be ordered by; a leading "-" means descending. Unknown figures (None) always sort
last; ties are broken by name, then id, so that two openings give the same order."""

DebtState = Literal["overdue"]
LockReason = Literal["key", "idle"]
CloseReason = Literal["end", "lost"]
Progress = Callable[[int, int], bool]
"""`progress(done, total)` reports long work; it answers False when the person has pressed Esc: stop between batches."""


class ListFilter(msgspec.Struct, frozen=True):
    """What the client list is narrowed to. Empty parts do not narrow; parts combine by "and"."""

    text: str = ""
    """Case-blind substring of the name, or prefix of the external id."""
    levels: tuple[Level, ...] = ()
    states: tuple[State, ...] = ()
    abc: tuple[AbcLetter, ...] = ()
    owners: tuple[str, ...] = ()
    debts: tuple[DebtState, ...] = ()
    tags: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """`field=value` of the firm's own fields; several values of one field combine by "or"."""

    @property
    def empty(self) -> bool:
        return self == ListFilter()


class ListHandle(Protocol):
    """One opened order of the client list: ids frozen at the opening, rows read fresh.

    Positions run from 0. Opening may take a while (sorting), `rows` and `position` must cost the same at 1,000 and at
    1,000,000 clients.
    """

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> list[ClientRow]:
        """Rows of positions start ≤ i < min(stop, len), in order. A client that vanished since the opening still
        has its place (a row with its id and an empty name)."""
        ...

    def position(self, client_id: str) -> int | None:
        """Place of the client in this order, None when the filter leaves it out."""
        ...


class Door(msgspec.Struct, frozen=True):
    """What may be shown before anybody has unlocked anything: nothing that names a client or a colleague."""

    log_size: int
    """Number of the last entry of the audit log: the checkpoint a person can compare with the last time."""
    alone: bool
    login: str = ""
    """The only person's login in a one-person store, else the one given by `--as`, else empty."""
    checkpoint: int | None = None
    """Size of the log at the last checkpoint that a person or a witness vouches for."""
    checkpoint_minutes: int = 0
    """How long ago that was."""


class Undone(msgspec.Struct, frozen=True):
    """What `undo` has put back. An empty `field`: a client that was typed is gone again, `value` is his name."""

    client_id: str
    field: str
    value: str


class EditConflict(Exception):  # noqa: N818  (an answer the dialog shows, not a fault)
    """Somebody else saved this field meanwhile. The dialog shows both sides (design §3)."""

    def __init__(self, theirs: str) -> None:
        super().__init__("edit conflict")
        self.theirs = theirs


class DeskPort(OrderPorts, OutreachPorts, Protocol):
    """The desk as screens see it."""

    @property
    def audit(self) -> AuditPort:
        """Who read what."""
        ...

    @property
    def removal(self) -> RemovalPort:
        """Clients that are hidden and shown again."""
        ...

    @property
    def doubles(self) -> DoublesPort:
        """Duplicates: finding, merging, undo."""
        ...

    @property
    def firm_groups(self) -> FirmGroupsPort:
        """Groups of firms with one owner or parent."""
        ...

    @property
    def rules(self) -> RulesPort:
        """Thresholds of the firm."""
        ...

    @property
    def recovery(self) -> RecoveryPort:
        """Clients won back or let go well; recommendations."""
        ...

    @property
    def white(self) -> WhitePort:
        """What clients do not buy from us, offers, share of wallet."""
        ...

    @property
    def products(self) -> ProductsPort:
        """The price list, and new products."""
        ...

    @property
    def evolution(self) -> EvolutionPort:
        """The document of the firm, fixed costs, rates."""
        ...

    @property
    def keys(self) -> KeysPort:
        """Key clients."""
        ...

    @property
    def standing(self) -> StandingPort:
        """Where clients stand."""
        ...

    @property
    def worth(self) -> WorthPort:
        """What the base is worth: periods, dependency, anchors."""
        ...

    @property
    def reports(self) -> ReportsPort:
        """What stands beside the periods, and the evidence behind a figure."""
        ...

    @property
    def spending(self) -> SpendingPort:
        """What is spent on finding clients and on keeping them."""
        ...

    @property
    def enquiries(self) -> EnquiriesPort:
        """The register of enquiries."""
        ...

    @property
    def plans(self) -> PlansPort:
        """Plan and fact by month."""
        ...

    @property
    def supply(self) -> SupplyPort:
        """Discount tiers of suppliers."""
        ...

    @property
    def rates(self) -> RatesPort:
        """Rates of currencies."""
        ...

    @property
    def selections(self) -> SelectionsPort:
        """Saved filters and lists of clients."""
        ...

    @property
    def team(self) -> TeamPort:
        """Time, load, visits and hand-overs of the team, news of key accounts."""
        ...

    @property
    def copies(self) -> CopiesPort:
        """Sealed copies of the store."""
        ...

    # Door
    def door(self) -> Door:
        """What the unlock screen shows. Raises Problem(STORE) when there is no store, it is damaged or newer."""
        ...

    def unlock(self, login: str, passphrase: bytearray) -> Greeting:
        """Open the session. The caller wipes `passphrase` afterwards; the desk keeps no copy.

        Raises Problem(REFUSED), the same for an unknown person and a wrong passphrase (S: bad input of the slice).
        On return the cards of the own portfolios can be listed; figures (levels, states, letters) may still be
        missing, `prepare` delivers them.
        """
        ...

    def prepare(self, progress: Progress) -> None:
        """Long work after `unlock`: sales → client-days → rhythm, levels, letters. Changes `pulse()` when done."""
        ...

    def pulse(self) -> int:
        """A number that changes whenever something shown may be stale (change feed, own edits, figures arrived).

        Asked once a second: must cost microseconds to a few milliseconds and write nothing.
        """
        ...

    def lock(self, reason: LockReason) -> None:
        """Log the lock, wipe keys, release locks, checkpoint the WAL. The process image is replaced right after."""
        ...

    def close(self, reason: CloseReason) -> None:
        """End of the session; "lost" within 300 ms (SIGHUP, SIGTERM). Safe to call twice and before `unlock`."""
        ...

    @property
    def persons(self) -> PersonsPort:
        """Contact persons of clients."""
        ...

    @property
    def work(self) -> WorkPort:
        """Contacts logged, tasks, needs."""
        ...

    @property
    def contacts(self) -> ContactsPort:
        """Phones and e-mails of a card: masks, audited reveals, what is left of the limits."""
        ...

    @property
    def exports(self) -> ExportsPort:
        """Lists on their way out: asked for, approved, marked, traced."""
        ...

    @property
    def ssh(self) -> SshPort:
        """SSH keys of colleagues."""
        ...

    @property
    def budgets(self) -> BudgetsPort:
        """Shares of the reading limits."""
        ...

    @property
    def lending(self) -> LendingPort:
        """Single clients lent to colleagues, and requests for access."""
        ...

    @property
    def people(self) -> PeoplePort:
        """Colleagues, grants and keys."""
        ...

    # Lists
    def open_list(self, filter: ListFilter, sort: str) -> ListHandle:  # noqa: A002  (the field's word)
        """`sort` is one of SORTS or OWN_SORT and a field's name, "-" in front for descending."""
        ...

    def owners(self) -> tuple[str, ...]:
        """Names the filter by owner offers, sorted."""
        ...

    @property
    def newcomers(self) -> NewcomersPort:
        """Clients a person types."""
        ...

    @property
    def wizard(self) -> WizardPort:
        """One import, from its source to its undo."""
        ...

    @property
    def quality(self) -> QualityPort:
        """Care of the central file."""
        ...

    @property
    def finding(self) -> FindingPort:
        """Search as one types, F2."""
        ...

    # Screens
    def today(self) -> Today: ...

    def queue(self, limit: int) -> Queue:
        """Ranked by priority, best first; `why` is already in the reader's language."""
        ...

    def pyramid(self) -> Pyramid: ...

    # Card
    def row(self, client_id: str) -> ClientRow:
        """The line of one client."""
        ...

    def overview(self, client_id: str) -> CardOverview:
        """Free of budget (spec/store §7)."""
        ...

    def purchases(self, client_id: str) -> list[Purchase]:
        """Newest first; free of budget."""
        ...

    def order_lines(self, client_id: str, document: str) -> list[OrderLine]: ...

    def history(self, client_id: str) -> list[Change]:
        """Newest first. A dossier read: logged before the key is unwrapped, and budgeted (spec/store §7)."""
        ...

    # Changes
    def edit_form(self, client_id: str) -> tuple[EditField, ...]:
        """The fields this person may change, with their present values, in the order of the form."""
        ...

    def edit_card(self, client_id: str, field: str, value: str, before: str) -> None:
        """Save one field. `before` is the value the person saw: when the stored one differs, raises EditConflict.

        Raises Problem for a value the field cannot take.
        """
        ...

    def undo(self) -> Undone | None:
        """Take back the last own edit of this session by a compensating transaction; None: nothing left to undo.

        Raises Problem when somebody has changed the field since.
        """
        ...
