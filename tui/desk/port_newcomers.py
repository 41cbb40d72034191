"""What the form of a client needs of the desk: fields, what the base knows, doubles, writing (S03.51–S03.55)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from tui.desk.port_find import Elsewhere

ClientKind = Literal["company", "person"]
KINDS: tuple[ClientKind, ...] = ("company", "person")
Values = Mapping[str, str]
"""Name of a field → what stands in it."""


class FormField(msgspec.Struct, frozen=True):
    """One line of the form."""

    name: str
    max_length: int


class TakenClient(msgspec.Struct, frozen=True):
    """A client of the base as the form takes him. Telephones and addresses come as masks and are no values."""

    id: str
    kind: ClientKind
    values: dict[str, str]
    masks: tuple[str, ...] = ()


class Double(msgspec.Struct, frozen=True):
    """A client of the base the typed one may be, with the reasons in words and nothing to reveal."""

    id: str
    name: str
    city: str
    sure: bool
    """One client: an identifier agrees and nothing speaks against it."""
    short: str
    why: tuple[str, ...]


class Home(msgspec.Struct, frozen=True):
    """A portfolio a new client may go to."""

    id: str
    name: str


class Difference(msgspec.Struct, frozen=True):
    """A field whose value in the form is another than in the base now."""

    field: str
    base: str
    form: str
    changed: bool
    """Somebody has changed it in the base since it was taken."""


class NewcomersPort(Protocol):
    """Clients a person types."""

    def fields(self, kind: ClientKind) -> tuple[FormField, ...]:
        """Fields of the form in its order."""
        ...

    def guess(self, text: str) -> tuple[ClientKind, dict[str, str]]:
        """What was looked for, as the field it belongs to: an ИНН, a telephone, an address, else a name."""
        ...

    def requisites(self, text: str) -> tuple[ClientKind, dict[str, str], tuple[str, ...]]:
        """A firm's pasted block: kind, values of the form, lines that were not understood (U32)."""
        ...

    def take(self, client_id: str) -> TakenClient:
        """The card of a client for the form. Free of budget, like the card itself."""
        ...

    def warn(self, kind: ClientKind, values: Values) -> tuple[Double, ...]:
        """Clients of the base that the typed one may be, the likeliest first. For a worker."""
        ...

    def elsewhere(self, kind: ClientKind, values: Values) -> Elsewhere:
        """Probe the other portfolios by the finished identifiers, else by the whole name. Logged and budgeted."""
        ...

    def homes(self) -> tuple[Home, ...]:
        """Portfolios to choose from; one alone where there is nothing to choose."""
        ...

    def create(self, kind: ClientKind, values: Values, home: str) -> str:
        """Write a new client into a portfolio; `undo` takes him back. Gives his id.

        Raises Problem for a value a field cannot take, and without the right to write.
        """
        ...

    def compare(self, client_id: str, values: Values, taken: Values) -> tuple[Difference, ...]:
        """Fields in which the form differs from the base as it is now. `taken`: values when they were taken."""
        ...

    def overwrite(self, client_id: str, chosen: tuple[Difference, ...]) -> None:
        """Write the form's values of these fields into the base, one undo step.

        Raises EditConflict when a field was changed since `compare`, Problem for a value it cannot take.
        """
        ...


__all__ = [
    "KINDS",
    "ClientKind",
    "Difference",
    "Double",
    "Elsewhere",
    "FormField",
    "Home",
    "NewcomersPort",
    "TakenClient",
]
