"""Facet of the log's keepers: witnesses, checkpoints that left this machine, contradictions and how they end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.audit.log import now_us
from storage.audit.verifier import parse_entry
from storage.engine import is_sqlite, reading
from storage.schema.log import log
from storage.server import CLOCK_SECONDS, clock_gap
from storage.vault.assurance import SETTLERS, Contradiction, Witness, witnessed, witnesses
from storage.vault.beacon import Beacon
from storage.vault.door import Entered

MOST_REASON = 300
KEEPERS = SETTLERS | {"admin"}
"""Who is told that checkpoints stay on this machine."""
DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The last checkpoint a witness has cosigned."""

    size: int
    at_us: int


@dataclass(frozen=True, slots=True)
class ClockJump:
    """The wall clock went `ahead_us` further than time did (back where negative), as the entry `seq` says."""

    seq: int
    at_us: int
    ahead_us: int


@dataclass(frozen=True, slots=True)
class Alarms:
    """What a banner says. Everybody learns of the clock and of a contradiction, the keepers of the rest."""

    contradiction: Contradiction | None
    clock: ClockJump | None
    """The last jump of the last day."""
    server_ahead: int
    """Seconds by which the database server's clock is ahead of this machine's, once that is too much; else 0."""
    no_witness: bool
    silent_days: int
    """Days without a cosignature, once that is too long; else 0."""
    sinks: tuple[str, ...]
    """Targets that checkpoints do not reach."""


class Custody:
    """What the auditor and the owner do to keep the log honest."""

    def __init__(self, entered: Entered, beacon: Beacon) -> None:
        self._entered, self._beacon = entered, beacon

    @property
    def contradiction(self) -> Contradiction | None:
        """What this login found, None when the log continues everything seen before."""
        return self._entered.assurance.assured.contradiction

    def witnesses(self) -> list[Witness]:
        """The witnesses of today."""
        return witnesses(self._entered.premises, self._entered.staff)

    def cosigned(self) -> Cosigned | None:
        """What a witness has cosigned last."""
        found = witnessed(self._entered.premises, self._entered.staff)
        return None if found is None else Cosigned(found[0].size, found[1] * 1_000_000)

    def alarms(self) -> Alarms:
        """What stands on the banner now."""
        keeper = self._entered.me.statement.role in KEEPERS and not self._entered.alone
        known, cosigned = self.witnesses(), self.cosigned()
        silent_us = 0
        if known:
            since = cosigned.at_us if cosigned is not None else self._entered_at(min(each.seq for each in known))
            silent_us = self._entered.premises.clock() - since
        late = keeper and silent_us > DEFAULT.witness_days * DAY_US
        return Alarms(
            contradiction=self.contradiction,
            clock=self._last_jump(),
            server_ahead=self._server_ahead,
            no_witness=keeper and not known,
            silent_days=silent_us // DAY_US if late else 0,
            sinks=tuple(self._beacon.alarms()) if self._entered.me.statement.role in KEEPERS else (),
        )

    def set_witness(self, public: bytes, name: str, *, present: bool = True) -> None:
        """Enter a witness by its public key, or take it out. Raises Problem (REFUSED) unless auditor or owner."""
        self._demand()
        if len(public) != 32 or not name or not name.isprintable() or set(" +") & set(name) or len(name) > 64:
            raise Problem(N_("This is no key of a witness: take name and key as audit witness printed them."))
        details = encode_fields((public, name.encode(), b"in" if present else b"out"))
        with self._entered.gate.transaction() as step:
            step.append(Kind.WITNESS_SET, details=details)

    def settle(self, reason: str) -> None:
        """Go on in spite of a contradiction: everything seen before this moment is void. Raises Problem.

        REFUSED unless auditor or owner; BAD_INPUT without a reason.
        """
        self._demand()
        body = reason.strip().encode()
        if not body or len(body) > MOST_REASON:
            raise Problem(N_("Say in a sentence why the log may go on: it stands in the log for good."))
        with self._entered.gate.transaction() as step:
            step.append(Kind.SETTLED, details=encode_fields((body,)))
        self._entered.assurance.check()

    def _demand(self) -> None:
        if self._entered.me.statement.role not in SETTLERS:
            raise Problem(N_("Your role may not do this: ask the owner or the auditor."), ExitCode.REFUSED)

    @cached_property
    def _server_ahead(self) -> int:
        """Looked at once a session: several machines write one log, and each of them with its own clock."""
        engine = self._entered.premises.engine
        if is_sqlite(engine):
            return 0
        with reading(engine) as connection:
            ahead = clock_gap(connection, now_us())
        return ahead if abs(ahead) > CLOCK_SECONDS else 0

    def _last_jump(self) -> ClockJump | None:
        with reading(self._entered.premises.engine) as connection:
            query = select(log.c.entry).where(log.c.kind == int(Kind.CLOCK_JUMP)).order_by(log.c.seq.desc())
            data = connection.scalar(query.limit(1))
        if data is None:
            return None
        entry = parse_entry(bytes(data))
        if self._entered.premises.clock() - entry.time_us > DAY_US:
            return None
        expected = int.from_bytes(entry.details, "big") if len(entry.details) == 8 else entry.time_us
        return ClockJump(entry.seq, entry.time_us, entry.time_us - expected)

    def _entered_at(self, seq: int) -> int:
        with reading(self._entered.premises.engine) as connection:
            return int(connection.scalar(select(log.c.time_us).where(log.c.seq == seq)) or 0)
