"""What screens need to know of copies of the store."""

from __future__ import annotations

from typing import Protocol

import msgspec


class CopyAge(msgspec.Struct, frozen=True):
    """Days since a copy was last found good; None: none ever was. `late`: longer ago than the rule allows."""

    days: int | None
    late: bool


class CopiesPort(Protocol):
    """Copies as screens see them."""

    def age(self) -> CopyAge:
        """For the status line (S01.12): one small query."""
        ...
