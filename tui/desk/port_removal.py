"""What screens need to remove clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class RemovalPort(Protocol):
    """Removal as screens see it."""

    def remove(self, clients: Sequence[str]) -> int:
        """Hide clients and give how many; `undo` shows them again.

        Raises Problem(REFUSED) above the day's limit: that takes a second person, and the command line.
        """
        ...
