"""The gate: budget → signed entry → COMMIT → receipt, in one transaction (design §2, spec/security §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection

from core.problem import Problem
from storage.access.budgets import Budgets
from storage.audit.details import SessionKeys, subject_tag
from storage.audit.kinds import Budget, Kind
from storage.audit.log import NO_SUBJECT, LogTransaction
from storage.audit.receipt import Receipt
from storage.keys.identity import Identity
from storage.vault.premises import Premises
from storage.vault.reserve import demand_room
from storage.vault.writing import Writing

Details = Mapping[str, object]
LABEL_LETTERS = 60
"""Of a client's name in the details of a reading: the auditor has no card to look it up in."""


class Gate:
    """One session's way through the log. Nothing is read or written for a person except through it."""

    def __init__(self, premises: Premises, identity: Identity, session: bytes, keys: SessionKeys) -> None:
        self.premises = premises
        self.identity = identity
        self.session = session
        self._keys = keys
        self._subject_key = b""
        self.budgets = Budgets(advisory=True)
        self._renew: Callable[[], object] | None = None
        self._current: Callable[[Connection], None] | None = None

    def settle(self, subject_key: bytes, budgets: Budgets) -> None:
        """What the firm space held: the key of subject tags, and how budgets bind this person."""
        self._subject_key = subject_key
        self.budgets = budgets

    def watch(self, renew: Callable[[], object], current: Callable[[Connection], None]) -> None:
        """Before every transaction `renew` takes in other keys; inside it `current` refuses when they changed since."""
        self._renew, self._current = renew, current

    def renew(self) -> None:
        """Take in what colleagues did to the keys; before anything is read."""
        if self._renew is not None:
            self._renew()

    def tag(self, identifier: bytes) -> bytes:
        """Stands for a client in the clear part of the log."""
        return subject_tag(self._subject_key, identifier)

    def transaction(self) -> LogTransaction:
        """A bare transaction signed by the person of this session, with the keys and rights he has at this moment."""
        self.renew()
        return self.premises.log.transaction(
            self.identity.signer, self.identity.person_id, self.session, self.premises.clock, self._keys, self._current
        )

    def read(self, kind: Kind, subject: bytes, details: Details, covers: Iterable[tuple[int, bytes]] = ()) -> Receipt:
        """Log a reading and get the receipt for its keys.

        Raises Problem (REFUSED) over budget; the refusal itself is logged.
        """
        tag = self.tag(subject) if subject else NO_SUBJECT
        if kind.budget is not Budget.NONE:
            demand_room(self.premises.files)
        try:
            with self.transaction() as step:
                if kind.budget is not Budget.NONE:
                    self.budgets.check(step.connection, self.identity.person_id, kind, tag, self.premises.clock())
                step.append(kind, tag, msgspec.msgpack.encode(details), covers=covers)
        except Problem as problem:
            self.note_refusal(problem, kind, subject)
            raise
        return step.receipt

    def note_refusal(self, problem: Problem, kind: Kind, subject: bytes) -> None:
        """Log that a budget refused something; any other problem is none of the log's business."""
        if problem.facts.get("budget"):
            self.note(Kind.REFUSED, subject, {"kind": int(kind)})

    def note(self, kind: Kind, subject: bytes = b"", details: Details | None = None) -> Receipt:
        """Log something that opens no key."""
        with self.transaction() as step:
            body = msgspec.msgpack.encode(details) if details else b""
            step.append(kind, self.tag(subject) if subject else NO_SUBJECT, body)
        return step.receipt

    @contextmanager
    def writing(
        self, kind: Kind = Kind.WRITE, subject: bytes = b"", details: Details | None = None
    ) -> Iterator[Writing]:
        """A transaction whose sealed objects go under one entry of `kind`. Nothing is stored if the body raises."""
        demand_room(self.premises.files)
        with self.transaction() as step:
            writing = Writing(step, self.premises.store_id)
            yield writing
            writing.flush()
            body = msgspec.msgpack.encode(details) if details else b""
            step.append(kind, self.tag(subject) if subject else NO_SUBJECT, body, writes=writing.leaves)
