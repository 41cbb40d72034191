"""Group tasks as screens and commands see them; field names are the JSON contract of `grouptask` (S03.21)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from core.outreach.group_tasks import Cell, StepState
from tui.desk.port_gaps import OrderGapsPort
from tui.desk.port_loyalty import LoyaltyPort
from tui.desk.port_spending import Field

Values = Mapping[str, str]


class GroupTaskRow(msgspec.Struct, frozen=True):
    """One group task, as far as the open portfolios go. Counts are of steps: clients times steps."""

    id: str
    name: str
    author: str
    made: dt.date
    clients: int
    steps: int
    done: int
    overdue: int
    next_due: dt.date | None
    """Day of the first step that somebody has still to do."""
    closed: dt.date | None
    no_regulars: int = 0
    """Clients of the list who were not taken, for they are no regulars; told when the task is made."""
    later: int = 0
    """Of a pilot: clients of all others, who get the same once it is handed on (S02.15)."""


class StepHead(msgspec.Struct, frozen=True):
    """A step of a task."""

    name: str
    due: dt.date


class ManagerCells(msgspec.Struct, frozen=True):
    """A line of the matrix: one manager, a cell a step."""

    manager: str
    clients: int
    cells: tuple[Cell, ...]


class StepCell(msgspec.Struct, frozen=True):
    """One step of one client."""

    state: StepState
    day: dt.date | None
    who: str
    proof: str
    text: str


class PartRow(msgspec.Struct, frozen=True):
    """One client's part in a task."""

    id: str
    client_id: str
    client: str
    manager: str
    steps: tuple[StepCell, ...]
    left_out: str
    sent_back: str


class GroupTaskDetails(msgspec.Struct, frozen=True):
    """A task with its matrix and its clients."""

    task: GroupTaskRow
    steps: tuple[StepHead, ...]
    managers: tuple[ManagerCells, ...]
    parts: tuple[PartRow, ...]
    as_of: dt.date
    log_size: int


class GroupStepRow(msgspec.Struct, frozen=True):
    """A step that is to be done at a client, as CARD lists it."""

    id: str
    """Of the client's part."""
    client_id: str
    task_id: str
    task: str
    step: int
    text: str
    due: dt.date
    owner: str
    state: StepState
    sent_back: str


class GroupDue(msgspec.Struct, frozen=True):
    """A step that calls for somebody today: his own clients' or, late, that of a task he gave."""

    task_id: str
    task: str
    step: str
    due: dt.date
    clients: int
    client_id: str
    """The only client left; empty where there are several."""
    late: bool
    mine: bool


class GroupTasksPort(Protocol):
    """Group tasks."""

    def listed(self, *, everything: bool = False) -> tuple[GroupTaskRow, ...]:
        """Running tasks, those due first first; with `everything` also closed ones."""
        ...

    def show(self, task_id: str) -> GroupTaskDetails:
        """One task, by id or name. Raises Problem."""
        ...

    def form(self, marked: int = 0) -> tuple[Field, ...]:
        """What a new task asks; `marked`: so many clients are marked on the list it is made from."""
        ...

    def save(self, values: Values, clients: Sequence[str] = ()) -> GroupTaskRow:
        """A new task as the form took it. Raises Problem."""
        ...

    def proof_form(self, task_id: str, client_id: str) -> tuple[Field, ...]:
        """What marking a step asks. Raises Problem where nothing is left to do."""
        ...

    def mark(self, task_id: str, client_id: str, values: Values) -> None:
        """Mark a step as done. Raises Problem."""
        ...

    def accept(self, task_id: str, clients: Sequence[str]) -> int:
        """The head agrees to every proved step of these clients; how many. Raises Problem."""
        ...

    def send_back(self, task_id: str, client_id: str, step: int, reason: str) -> None:
        """The head misses something: the step is to be done again. Raises Problem."""
        ...

    def leave_out(self, task_id: str, client_id: str, reason: str) -> None:
        """A client takes no part any more. Raises Problem."""
        ...

    def hand_on(self, task_id: str) -> GroupTaskRow:
        """The same steps to the clients a pilot was kept from, from today on (S02.15)."""
        ...

    def close(self, task_id: str) -> None:
        """Nothing is to be done for it any more. Raises Problem."""
        ...

    def of_client(self, client_id: str) -> tuple[GroupStepRow, ...]:
        """Next steps at one client, soonest first."""
        ...


class GroupPorts(Protocol):
    """The facets of the desk about work given to a group."""

    @property
    def group_tasks(self) -> GroupTasksPort:
        """The same steps for many regular clients, each step controlled."""
        ...

    @property
    def loyalty(self) -> LoyaltyPort:
        """Loyalty programmes, their members and cards."""
        ...

    @property
    def order_gaps(self) -> OrderGapsPort:
        """Typed orders against accounting."""
        ...
