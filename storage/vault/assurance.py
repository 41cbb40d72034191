"""What a login verifies of the log: what came after the person's last session, against checkpoints kept outside it.

Evidence lies in small files beside the store and is signed by persons and witnesses, so a log put back to an older
state, or rewritten with every key of this machine, meets what somebody has seen before (spec/security §4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.checkpoint import Checkpoint, CheckpointBroken, cosigned, origin_of
from storage.audit.entry import STORE_ACTOR, EntryBroken, encode_fields
from storage.audit.kinds import Kind
from storage.audit.roster import ROSTER_KINDS, RosterStatement, Statement, replay
from storage.audit.seen import Seen, SeenBroken, decode_seen, encode_seen, roster_digest
from storage.audit.verifier import Start, Verdict, check_entry, parse_fields
from storage.engine import reading
from storage.keys.identity import Identity
from storage.schema.log import log
from storage.vault.files import read_evidence, write_evidence
from storage.vault.premises import Premises

SETTLERS = frozenset({"owner", "auditor"})
"""Who comes in while the log contradicts what was seen, and who may declare it settled."""
US = 1_000_000


@dataclass(frozen=True, slots=True)
class Witness:
    """A key that an owner or auditor has entered as a witness."""

    name: str
    public: bytes
    seq: int


@dataclass(frozen=True, slots=True)
class Known:
    """A checkpoint somebody vouches for. `by`: "person" or "witness"."""

    size: int
    root: bytes
    at_us: int
    by: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`reason`: of the verifier, or `roster` where a statement vanished. `first_bad`: as in a verdict."""

    reason: str
    first_bad: int | None
    size: int
    """Size of the checkpoint that is contradicted, 0 where the log contradicts itself."""


@dataclass(frozen=True, slots=True)
class Assured:
    """What one login has checked. `entries` were walked, `signatures` of them verified one by one."""

    entries: int
    signatures: int
    began_at: int
    size: int
    contradiction: Contradiction | None


class Assurance:
    """The check of one person's login, and what it leaves for the next."""

    def __init__(self, premises: Premises, identity: Identity, staff: Mapping[bytes, RosterStatement]) -> None:
        self._premises, self._identity, self._staff = premises, identity, staff
        self._own: Seen | None = None
        self.assured = Assured(0, 0, 0, 0, None)

    def check(self) -> Assured:
        """Verify what is newer than the person's own checkpoint. Raises Problem (STORE) only when the medium fails."""
        own = _own_seen(self._premises, self._identity.person_id, self._staff)
        # Evidence first, then the snapshot: nothing kept before can be newer than what is read after.
        known = list(evidence(self._premises, self._staff))
        self.assured = self._walk(own, known)
        return self.assured

    def extend(self) -> None:
        """At the end of a session: take in what was added meanwhile, if that is quickly done."""
        own = self._own
        if own is None or self.assured.contradiction is not None:
            return
        if self._premises.log_size() - own.size <= DEFAULT.end_entries:
            self._walk(own, [])

    def _walk(self, own: Seen | None, known: list[Known]) -> Assured:
        premises = self._premises
        size = premises.log_size()
        if own is not None and size < own.size:
            return Assured(0, 0, own.size, size, Contradiction("cut", size, own.size))
        try:
            start = self._start(own)
        except EntryBroken:
            return Assured(0, 0, own.size if own else 0, size, Contradiction("roster", None, own.size if own else 0))
        roots = {each.size: each.root for each in known if each.size > start.size}
        cosigned_size = max((each.size for each in known if each.by == "witness"), default=0)
        trusted = max(cosigned_size, size - DEFAULT.login_signatures, start.size)
        roots.setdefault(trusted, b"")
        verdict = premises.log.verify(premises.trust_root, roots, trusted if trusted > start.size else 0, start)
        signed = max(0, verdict.entries - max(trusted, start.size))
        found = self._contradiction(verdict, known, own)
        if found is None:
            self._save(verdict)
        return Assured(verdict.entries - start.size, signed, start.size, size, found)

    def _start(self, own: Seen | None) -> Start:
        if own is None:
            return Start(0, b"", {}, b"", 0)
        entries = _roster_entries(self._premises, own.size)
        if roster_digest(data for data, _signature in entries) != own.roster:
            raise EntryBroken
        people = roster_at(self._premises, own.size)
        return Start(own.size, own.peaks, people, self._premises.signer.public, own.time_us)

    def _contradiction(self, verdict: Verdict, known: list[Known], own: Seen | None) -> Contradiction | None:
        refused = refuted(self._premises, self._staff)
        if not verdict.ok:
            blamed = [each.size for each in known if each.size >= verdict.entries]
            if verdict.reason in ("cut", "checkpoint") and blamed:
                return Contradiction(verdict.reason, verdict.first_bad, min(blamed))
            if own is not None and verdict.entries == own.size and verdict.reason in ("root", "head"):
                return Contradiction("checkpoint", None, own.size)
            return Contradiction(verdict.reason, verdict.first_bad, 0)
        return Contradiction("checkpoint", None, refused.size) if refused else unsettled(self._premises, self._staff)

    def _save(self, verdict: Verdict) -> None:
        premises = self._premises
        roster = roster_digest(data for data, _signature in _roster_entries(premises, verdict.entries))
        person, at_us = self._identity.person_id, premises.clock()
        seen = Seen(
            premises.store_id, premises.epoch, person, verdict.entries, verdict.peaks, roster, verdict.time_us, at_us
        )
        try:
            write_evidence(premises.files.seen(person), encode_seen(seen, self._identity.signer))
        except OSError:
            return  # the next login then verifies more, which is no reason to refuse this one
        self._own = seen


def demand_no_contradiction(
    premises: Premises, staff: Mapping[bytes, RosterStatement], role: str, found: Contradiction | None
) -> None:
    """Raise Problem (STORE) for everybody but those who can settle it; what was found is noted in the log once."""
    if found is None:
        return
    note_contradiction(premises, staff, found)
    if role not in SETTLERS:
        raise Problem(
            N_(
                "The log contradicts what was verified before ({reason}): the store stays closed for all but its "
                "auditor and owner. Call them; nothing is lost."
            ),
            ExitCode.STORE,
            reason=found.reason,
        )


def note_contradiction(premises: Premises, staff: Mapping[bytes, RosterStatement], found: Contradiction) -> None:
    """An entry about it, unless the last one says the same, or the log takes none any more."""
    noted = unsettled(premises, staff)
    if noted is not None and (noted.reason, noted.size) == (found.reason, found.size):
        return
    details = encode_fields((found.reason.encode(), found.size.to_bytes(8, "big")))
    try:
        with premises.log.transaction(premises.signer, STORE_ACTOR, bytes(16), premises.clock) as step:
            step.append(Kind.CONTRADICTION, details=details)
    except Problem:
        return


def unsettled(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> Contradiction | None:
    """What an earlier login found and noted, until an owner or auditor settles it."""
    with reading(premises.engine) as connection:
        query = select(log.c.entry, log.c.signature).where(log.c.kind == int(Kind.CONTRADICTION))
        row = connection.execute(query.order_by(log.c.seq.desc()).limit(1)).first()
    if row is None:
        return None
    try:
        entry = check_entry(bytes(row.entry), bytes(row.signature), premises.signer.public)
        reason, size = parse_fields(entry.details, 2)
    except EntryBroken:
        return None
    if entry.time_us <= settled_us(premises, staff):
        return None
    return Contradiction(reason.decode("ascii", "replace"), None, int.from_bytes(size, "big"))


def evidence(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> Iterator[Known]:
    """Checkpoints that the colleagues of today and the witnesses vouch for, the void ones left out."""
    void_before = settled_us(premises, staff)
    for person in staff:
        seen = _own_seen(premises, person, staff, void_before)
        if seen is not None:
            yield Known(seen.size, seen.root(), seen.at_us, "person")
    found = witnessed(premises, staff)
    if found is not None and found[1] * US > void_before:
        yield Known(found[0].size, found[0].root, found[1] * US, "witness")


def last_checkpoint(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> Known | None:
    """The largest checkpoint anybody vouches for: what the unlock screen shows beside the size of the log."""
    return max(evidence(premises, staff), key=lambda each: each.size, default=None)


def witnessed(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> tuple[Checkpoint, int] | None:
    """The checkpoint cosigned last by a witness of today, and the seconds at which it saw it."""
    return _cosigned(read_evidence(premises.files.witnessed), premises, staff)


def refuted(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> Checkpoint | None:
    """A checkpoint that a witness has seen and the log could not continue, unless it was settled since."""
    found = _cosigned(read_evidence(premises.files.contradiction), premises, staff)
    return found[0] if found is not None and found[1] * US > settled_us(premises, staff) else None


def witnesses(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> list[Witness]:
    """Whom an owner or auditor has entered as a witness and not taken out again."""
    with reading(premises.engine) as connection:
        columns = log.c.entry, log.c.signature, log.c.actor, log.c.seq
        query = select(*columns).where(log.c.kind == int(Kind.WITNESS_SET))
        rows = connection.execute(query.order_by(log.c.seq)).all()
    found: dict[bytes, Witness] = {}
    for row in rows:
        entry = premises.checked(row, staff, SETTLERS)
        if entry is None:
            continue
        try:
            public, name, state = parse_fields(entry.details, 3)
            told = Witness(name.decode(), public, entry.seq)
        except (EntryBroken, UnicodeDecodeError):
            continue
        found.pop(public, None)
        if state == b"in":
            found[public] = told
    return list(found.values())


def settled_us(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> int:
    """When an owner or auditor last declared a contradiction settled; 0: never."""
    entry = premises.stated(Kind.SETTLED, staff, SETTLERS)
    return 0 if entry is None else entry.time_us


def _cosigned(
    data: bytes | None, premises: Premises, staff: Mapping[bytes, RosterStatement]
) -> tuple[Checkpoint, int] | None:
    if data is None:
        return None
    for each in witnesses(premises, staff):
        try:
            checkpoint, seconds = cosigned(data.decode(), each.public, each.name)
        except (CheckpointBroken, UnicodeDecodeError):
            continue
        if checkpoint.origin == origin_of(premises.store_id, _epoch(premises)):
            return checkpoint, seconds
    return None


def _own_seen(
    premises: Premises, person: bytes, staff: Mapping[bytes, RosterStatement], void_before: int | None = None
) -> Seen | None:
    data = read_evidence(premises.files.seen(person))
    if data is None:
        return None
    try:
        seen = decode_seen(data, staff[person].statement.signing_key, premises.store_id, person)
    except (SeenBroken, KeyError):
        return None
    limit = settled_us(premises, staff) if void_before is None else void_before
    return seen if seen.epoch == _epoch(premises) and seen.at_us > limit else None


def _epoch(premises: Premises) -> int:
    """0 where nobody could have signed the restore: no evidence is of it, and the walk names the entry."""
    try:
        return premises.epoch
    except Problem:
        return 0


def roster_at(premises: Premises, size: int) -> dict[bytes, Statement]:
    """The roster as the first `size` entries state it. Raises EntryBroken."""
    found = replay(_roster_entries(premises, size), premises.trust_root)
    return {person: known.statement for person, known in found.items()}


def _roster_entries(premises: Premises, size: int) -> list[tuple[bytes, bytes]]:
    with reading(premises.engine) as connection:
        query = select(log.c.entry, log.c.signature).where(log.c.kind.in_(ROSTER_KINDS), log.c.seq < size)
        return [(bytes(row.entry), bytes(row.signature)) for row in connection.execute(query.order_by(log.c.seq))]
