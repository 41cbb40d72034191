"""Appending to the log: the entry is on disk before anything it speaks of is shown or changed for others.

    with log.transaction(signer, actor, session, clock, keys) as step:
        ...budget query on step.connection...
        step.append(Kind.DOSSIER_READ, tag, body, covers=[(CLIENT, client_id)])
        ...other writes on step.connection, all or nothing with the entry...
    vault.open(step.receipt)

Writers queue on an OS lock (SQLite's own busy back-off is unfair: seconds instead of a third of one), which the
kernel releases when a process is killed. On PostgreSQL an advisory lock of the transaction does the same.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import Connection, Engine, Transaction, bindparam, func, insert, literal, select, text, union, update
from sqlalchemy.exc import DBAPIError

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.clock import Steady
from storage.audit.details import SessionKeys
from storage.audit.entry import (
    CLOCK_BACK_US,
    STORE_ACTOR,
    Entry,
    EntryBroken,
    encode_entry,
    leaf_hash,
    parse_entry,
    write_root,
)
from storage.audit.kinds import STORE_SIGNED, Kind, KindClass
from storage.audit.log_rows import Write, checked, damaged, plain, read_end
from storage.audit.merkle import Frontier
from storage.audit.receipt import _MINT, Receipt
from storage.audit.roster import ROSTER_KINDS, parse_founding, parse_statement
from storage.audit.verifier import Roster, Start, Verdict, verify
from storage.engine import is_sqlite, many, reading, storage_problem
from storage.ready import Ready
from storage.schema.log import digest, log, log_head
from storage.schema.people import roster
from storage.shield import unbroken
from storage.turn import turn

Clock = Callable[[], int]
"""Wall clock in microseconds since 1970-01-01 UTC."""
Grown = Callable[[int, int, bytes], None]
"""Size before, size after, root after."""
NO_SUBJECT = bytes(16)
CLOCK_AHEAD_US = DEFAULT.clock_jump_minutes * 60_000_000
"""A clock that goes ahead by more than this, beyond what has passed, needs an entry that says so (R25)."""


_ENTRY = Ready(insert(log), *log.c.keys())
_HEAD = Ready(
    update(log_head)
    .where(log_head.c.id == bindparam("one"))
    .values(size=bindparam("size"), frontier=bindparam("frontier")),
    *("one", "size", "frontier"),
)
_COLLEAGUE = Ready(select(roster.c.state, roster.c.signing_key).where(roster.c.id == bindparam("actor")), "actor")


class LeafSigner(Protocol):
    """Signs as the actor: a person's identity, or the store's key file."""

    @property
    def public(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


def now_us() -> int:
    """The clock outside of tests."""
    return time.time_ns() // 1000


class AuditLog:
    """The log of one store. `lock_path`: a file beside the store, used for nothing but the queue of writers."""

    def __init__(self, engine: Engine, store_id: bytes, lock_path: str | os.PathLike[str]) -> None:
        self.engine = engine
        self.store_id = store_id
        self._lock_path = Path(lock_path)
        self.grown: Grown | None = None
        """Told after every commit; must neither block nor raise."""
        self.steady: Steady | None = None
        """A clock to hold the wall clock against, of sessions that follow the real one."""
        self._inside = threading.local()

    def transaction(
        self,
        signer: LeafSigner,
        actor: bytes,
        session: bytes,
        clock: Clock = now_us,
        keys: SessionKeys | None = None,
        check: Callable[[Connection], None] | None = None,
    ) -> LogTransaction:
        """One write transaction of the store. `keys` seal the details of sealed kinds; without them, none may have any.

        `check` looks at the store where nobody can change it any more, and may refuse.
        Raises Problem (REFUSED) when entered for a colleague who is not active, Problem (STORE) when the end of
        the log is damaged or the medium fails, RuntimeError when this thread is already inside one.
        """
        return LogTransaction(self, signer, actor, session, clock, keys, check)

    def size(self, connection: Connection) -> int:
        """Number of entries: the `log_size` of every answer."""
        return connection.scalar(select(log_head.c.size).where(log_head.c.id == 1)) or 0

    def state(self, connection: Connection) -> tuple[int, bytes]:
        """Number of entries and the root over all of them, for a checkpoint. Raises Problem (STORE)."""
        frontier, _ = read_end(connection)
        return frontier.size, frontier.root()

    def leaves(self, low: int, high: int) -> Iterator[bytes]:
        """Leaf hashes of the entries `low` ≤ number < `high`, computed from their bytes, in one snapshot."""
        with reading(self.engine) as connection:
            query = select(log.c.entry).where(log.c.seq >= low, log.c.seq < high).order_by(log.c.seq)
            for data in connection.scalars(query):
                yield leaf_hash(bytes(data))

    def verify(
        self,
        trust_root: bytes,
        checkpoints: Mapping[int, bytes] | None = None,
        signatures_from: int = 0,
        start: Start | None = None,
    ) -> Verdict:
        """The verdict of `verifier.verify` on everything in the database, read in one snapshot.

        With `start`, only on the entries after it, and without the digests: these a reading compares anyway.
        """
        first = 0 if start is None else start.size
        with reading(self.engine) as connection:
            # Own names and a number: no value of anybody's is put into these.
            later = f"WHERE seq >= {int(first)} " if first else ""
            rows = connection.exec_driver_sql(f"SELECT * FROM {log.name} {later}ORDER BY seq")  # noqa: S608
            leaves = connection.exec_driver_sql(f"SELECT * FROM {digest.name} ORDER BY seq")  # noqa: S608
            heads = connection.exec_driver_sql(f"SELECT * FROM {log_head.name}")  # noqa: S608
            return verify(
                map(plain, rows),
                map(plain, leaves) if start is None else None,
                [plain(row) for row in heads],
                trust_root=trust_root,
                store_id=self.store_id,
                columns=(tuple(rows.keys()), tuple(leaves.keys()), tuple(heads.keys())),
                checkpoints=checkpoints,
                signatures_from=signatures_from,
                start=start,
            )

    def inside(self) -> bool:
        """Whether this thread is in a transaction of this log right now."""
        return bool(getattr(self._inside, "held", False))

    @contextmanager
    def _queue(self) -> Iterator[None]:
        """First come, first served among all processes and threads; this thread must not queue behind itself."""
        if getattr(self._inside, "held", False):
            raise RuntimeError("a log transaction inside another one would wait for itself")
        self._inside.held = True
        try:
            with turn(self._lock_path) if is_sqlite(self.engine) else nullcontext():
                yield
        finally:
            self._inside.held = False


class LogTransaction:
    """A transaction with at least the possibility of entries. Used as a context manager, once."""

    def __init__(
        self,
        log_: AuditLog,
        signer: LeafSigner,
        actor: bytes,
        session: bytes,
        clock: Clock,
        keys: SessionKeys | None,
        check: Callable[[Connection], None] | None = None,
    ) -> None:
        self._check = check
        self._log, self._signer, self._actor, self._session = log_, signer, actor, session
        self._clock, self._keys = clock, keys
        self._seqs: list[int] = []
        self._covers: set[tuple[int, bytes]] = set()
        self._receipt: Receipt | None = None
        self._stack = ExitStack()
        self._connection: Connection | None = None
        self._transaction: Transaction | None = None
        self._frontier = Frontier()
        self._last_us: int | None = None
        self._looked_us: int | None = None
        self._since = 0.0
        self.held_seconds = 0.0
        """For how long nobody else could write, once it is over."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            try:
                stack.enter_context(unbroken())
                # Before the turn comes: nobody waits for a connection that is being opened, or given back.
                self._connection = stack.enter_context(self._log.engine.connect())
                stack.enter_context(self._log._queue())
                self._transaction = self._connection.begin()
                if not is_sqlite(self._log.engine):
                    key = int.from_bytes(self._log.store_id[:8], "big", signed=True)
                    self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
                self._since = time.monotonic()
                self._frontier, self._last_us = read_end(self._connection)
                self._admit()
                self._note_jump()
                if self._check is not None:
                    self._check(self._connection)
            except (DBAPIError, OSError) as exc:
                raise storage_problem(exc) or exc from None
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        transaction, self._transaction = self._transaction, None
        assert transaction is not None
        with self._stack:
            try:
                if exc is None:
                    if not transaction.is_active:
                        raise RuntimeError("the transaction of the log was ended from inside")
                    transaction.commit()
                    self.held_seconds = time.monotonic() - self._since
                    self._receipt = Receipt(_MINT, self._seqs, self._session, self._covers)
                    if self._log.steady is not None and self._looked_us is not None:
                        # Only now: the entry of a jump may have gone with the transaction, and is due again then.
                        self._log.steady.note(self._looked_us)
                    if self._log.grown is not None and self._seqs:
                        self._log.grown(self._seqs[0], self._frontier.size, self._frontier.root())
                    return
            except (DBAPIError, Problem) as fault:
                self._undo(transaction)
                raise storage_problem(fault) or fault from None
            self._undo(transaction)
        problem = storage_problem(exc) if exc is not None else None
        if problem is not None:
            raise problem from None

    def _undo(self, transaction: Transaction) -> None:
        try:
            transaction.rollback()
        except DBAPIError:
            self.connection.invalidate()

    @property
    def connection(self) -> Connection:
        """For queries and writes that share the entry's fate."""
        if self._connection is None:
            raise RuntimeError("the transaction has not begun")
        return self._connection

    @property
    def receipt(self) -> Receipt:
        """Of what was committed. RuntimeError while it is not, or when the outcome is unknown."""
        if self._receipt is None:
            raise RuntimeError("nothing has been committed")
        return self._receipt

    @property
    def next_seq(self) -> int:
        """Number the next entry gets, unless the clock went back (an entry about that comes first)."""
        return self._frontier.size

    def append(
        self,
        kind: Kind,
        subject: bytes = NO_SUBJECT,
        details: bytes = b"",
        writes: Sequence[Write] = (),
        covers: Iterable[tuple[int, bytes]] = (),
    ) -> int:
        """Add an entry and return its number. `details` in clear: sealed here when the kind's class is sealed.

        `writes`: what this entry writes, its leaves go to `digest`; `covers`: scopes the receipt is good for.
        Raises ValueError for an entry that could never be verified, Problem (REFUSED) for a roster statement
        the actor may not make.
        """
        if self._transaction is None or not self._transaction.is_active:
            raise RuntimeError("the transaction is over")
        if (self._actor == STORE_ACTOR and kind not in STORE_SIGNED) or (
            self._actor != STORE_ACTOR and kind is Kind.LOGIN_FAILED
        ):
            raise ValueError("this kind is not for this signer")
        if (kind is Kind.STORE_CREATED) is not (self._frontier.size == 0):
            raise ValueError("the first entry, and no other, founds the store")
        time_us = self._clock()
        if self._last_us is not None and time_us < self._last_us - CLOCK_BACK_US:
            self._add(Kind.CLOCK_JUMP, NO_SUBJECT, self._last_us.to_bytes(8, "big"), (), time_us)
        seq = self._add(kind, subject, details, writes, time_us)
        self._covers.update(covers)
        return seq

    def _add(self, kind: Kind, subject: bytes, details: bytes, writes: Sequence[Write], time_us: int) -> int:
        seq = self._frontier.size
        if details and kind.kind_class is not KindClass.PUBLIC:
            if self._keys is None:
                raise ValueError("details of a sealed kind need the keys of the session")
            details = self._keys.seal(kind, self._actor, seq, details)
        leaves = checked(writes)
        before = self._frontier.root()
        entry = Entry(seq, time_us, self._actor, self._session, kind, subject, before, write_root(leaves), details)
        data = encode_entry(entry)
        if kind in ROSTER_KINDS:
            self._may_state(entry)
        leaf = leaf_hash(data)
        columns = {**entry._asdict(), "kind": int(kind), "entry": data, "signature": self._signer.sign(leaf)}
        del columns["details"]
        _ENTRY.run(self.connection, **columns)
        if leaves:
            rows = [{"record_id": r, "version": v, "sha256": d, "seq": seq} for r, v, d in leaves]
            many(self.connection, insert(digest), rows)
        grown = self._frontier.copy()
        grown.append(leaf)
        head = {"size": grown.size, "frontier": grown.encode()}
        # With every entry, not once at the end: no state of the transaction ever has a head that lags behind.
        if seq == 0:
            self.connection.execute(insert(log_head), {"id": 1, **head})
        else:
            _HEAD.run(self.connection, one=1, **head)
        self._frontier, self._last_us = grown, time_us
        self._seqs.append(seq)
        return seq

    def _note_jump(self) -> None:
        """First of all, so that whatever is counted in this transaction knows of it."""
        steady = self._log.steady
        expected = steady.expected_us() if steady is not None else None
        if steady is None or not self._frontier.size:
            return
        now_us = self._clock()
        if expected is not None and not -CLOCK_BACK_US <= now_us - expected <= CLOCK_AHEAD_US:
            self._add(Kind.CLOCK_JUMP, NO_SUBJECT, expected.to_bytes(8, "big"), (), now_us)
        self._looked_us = now_us

    def _admit(self) -> None:
        """Refuse early what the verifier would refuse for ever: a signer who is not the actor, a suspended actor."""
        connection = self.connection
        if self._actor == STORE_ACTOR:
            first = connection.scalar(select(log.c.entry).where(log.c.seq == 0))
            try:
                known = first is None or parse_founding(parse_entry(first).details)[1] == self._signer.public
            except EntryBroken:
                raise damaged() from None
            if not known:
                raise ValueError("the store signs with another key")
            return
        row = _COLLEAGUE.run(connection, actor=self._actor).first()
        if row is None:
            if connection.scalar(select(func.count()).select_from(roster)):
                raise Problem(N_("You are not in the roster of this store: ask its owner."), ExitCode.REFUSED)
        elif row.state != "active":
            raise Problem(N_("Your access to this store is suspended: ask your admin."), ExitCode.REFUSED)
        elif bytes(row.signing_key) != self._signer.public:
            raise ValueError("the actor signs with another key")

    def _may_state(self, entry: Entry) -> None:
        authors = union(select(roster.c.id), select(literal(self._actor)))
        query = select(log.c.entry).where(log.c.actor.in_(authors), log.c.kind.in_(ROSTER_KINDS))
        try:
            earlier = [parse_entry(data) for data in self.connection.scalars(query.order_by(log.c.seq))]
            people = Roster(parse_statement(earlier[0].details).signing_key if earlier else self._signer.public)
            for each in earlier:
                people.apply(each)
        except EntryBroken:
            raise damaged() from None
        try:
            people.apply(entry)
        except EntryBroken:
            raise Problem(
                N_("This change of the roster is not yours to make, or contradicts it: ask the owner of the store."),
                ExitCode.REFUSED,
            ) from None
