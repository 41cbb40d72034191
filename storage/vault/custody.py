"""Facet of the log's keepers: witnesses, checkpoints that left this machine, contradictions and how they end."""

from __future__ import annotations

from core.problem import N_, ExitCode, Problem
from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.vault.assurance import SETTLERS, Contradiction, Witness, witnesses
from storage.vault.door import Entered

MOST_REASON = 300


class Custody:
    """What the auditor and the owner do to keep the log honest."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    @property
    def contradiction(self) -> Contradiction | None:
        """What this login found, None when the log continues everything seen before."""
        return self._entered.assurance.assured.contradiction

    def witnesses(self) -> list[Witness]:
        """The witnesses of today."""
        return witnesses(self._entered.premises, self._entered.staff)

    def set_witness(self, public: bytes, name: str, *, present: bool = True) -> None:
        """Enter a witness by its public key, or take it out. Raises Problem (REFUSED) unless auditor or owner."""
        self._demand()
        if len(public) != 32 or not name or not name.isprintable() or set(" +") & set(name) or len(name) > 64:
            raise Problem(N_("This is no key of a witness: take the two words that audit witness printed."))
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
