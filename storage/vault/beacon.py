"""Checkpoints on their way out: at the start and the end of a session and every 64 entries (spec/security §4)."""

from __future__ import annotations

import contextlib

from core.problem import Problem
from core.rules import DEFAULT
from storage.audit.checkpoint import Checkpoint, sign_checkpoint
from storage.audit.sinks import Couriers
from storage.engine import reading
from storage.vault.premises import Premises


class Beacon:
    """Sends the state of the log to the targets root has named. Never blocks and never fails a step of anybody."""

    def __init__(self, premises: Premises, couriers: Couriers | None = None) -> None:
        self._premises = premises
        self._couriers = Couriers.configured() if couriers is None else couriers
        premises.log.grown = self._grown

    def now(self) -> None:
        """A checkpoint of the present state."""
        with contextlib.suppress(Problem), reading(self._premises.engine) as connection:
            self._send(*self._premises.log.state(connection))

    def alarms(self) -> list[str]:
        """Targets that checkpoints do not reach."""
        return self._couriers.alarms()

    def close(self) -> None:
        """The last checkpoint of the session, and a moment for it to arrive."""
        self._premises.log.grown = None
        self.now()
        self._couriers.close()

    def _grown(self, before: int, size: int, root: bytes) -> None:
        if before // DEFAULT.checkpoint_entries != size // DEFAULT.checkpoint_entries:
            self._send(size, root)

    def _send(self, size: int, root: bytes) -> None:
        premises = self._premises
        try:
            point = Checkpoint(premises.origin, size, root)
        except Problem:
            return  # a log whose epoch nobody signed has no name; the login has said so
        self._couriers.bring(sign_checkpoint(point, premises.signer))
