"""The firm's own fields and tags as screens and commands see them (U12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from core.entities.own_fields import OwnKind, OwnSubject
from tui.desk.edit_field import EditField


class OwnFieldRow(msgspec.Struct, frozen=True):
    """One declared field. Words are in the reader's language."""

    id: str
    name: str
    kind: OwnKind
    kind_word: str
    of: OwnSubject
    of_word: str
    choices: tuple[str, ...]
    listed: bool
    """A column of the client list."""
    used: int
    """Clients or people this session sees with a value in it."""


class OwnPort(Protocol):
    """Own fields of clients and people, tags of clients."""

    def fields(self) -> list[OwnFieldRow]:
        """Declared fields by name."""
        ...

    def field_form(self, field_id: str = "") -> tuple[EditField, ...]:
        """What a field asks; of one that is there, what can be changed."""
        ...

    def save_field(self, field_id: str, fields: Mapping[str, str]) -> str:
        """Declare a field or change one; its id. Raises Problem."""
        ...

    def remove_field(self, field_id: str) -> None:
        """Take a field off the forms; what stands in it stays. Raises Problem."""
        ...

    def columns(self) -> tuple[str, ...]:
        """Names of the fields that are columns of the client list."""
        ...

    def choices(self) -> tuple[str, ...]:
        """What the filter of the list offers: `field=value` of values in use."""
        ...

    def tags(self) -> tuple[str, ...]:
        """Every tag in use, sorted."""
        ...

    def tag(self, clients: Sequence[str], add: Sequence[str], remove: Sequence[str] = ()) -> int:
        """Give clients tags and take others away; how many clients changed. Raises Problem."""
        ...
