"""What a store answers to a witness, without a passphrase: checkpoints and proofs, and the cosignatures it takes back.

The person at the other end learns the number of entries and hashes, nothing of anybody (spec/security §4).
"""

from __future__ import annotations

import base64

from core.problem import Problem
from storage.audit.checkpoint import Checkpoint, CheckpointBroken, cosigned, sign_checkpoint, verify
from storage.audit.entry import STORE_ACTOR, encode_fields
from storage.audit.kinds import Kind
from storage.audit.merkle import Frontier, consistency_ranges
from storage.audit.verifier import parse_entry
from storage.audit.witness import Answered, Asked, decode_ask, encode_answer
from storage.engine import reading
from storage.schema.log import log
from storage.vault.assurance import Contradiction, note_contradiction, refuted, witnessed, witnesses
from storage.vault.files import write_evidence
from storage.vault.premises import Premises

MOST_QUESTIONS = 16
"""Of one visit; a witness asks four."""


class Serving:
    """One visit of a witness."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._asked = 0

    def answer(self, line: bytes) -> bytes:
        """The answer to one line. Never raises: what goes wrong is said in one word."""
        asked = decode_ask(line)
        self._asked += 1
        if asked is None or self._asked > MOST_QUESTIONS:
            return encode_answer(Answered(error="question"))
        try:
            told = {
                "checkpoint": self._checkpoint,
                "proof": self._proof,
                "cosigned": self._cosigned,
                "refuted": self._refuted,
            }[asked.ask](asked)
        except (Problem, OSError):
            told = Answered(error="store")
        return encode_answer(told)

    def _checkpoint(self, _asked: Asked) -> Answered:
        premises = self._premises
        with reading(premises.engine) as connection:
            size, root = premises.log.state(connection)
        note = sign_checkpoint(Checkpoint(premises.origin, size, root), premises.signer)
        return Answered(note=note, key=premises.signer.public.hex())

    def _proof(self, asked: Asked) -> Answered:
        if not 0 < asked.old <= asked.new <= self._premises.log_size():
            return Answered(error="size")
        ranges = consistency_ranges(asked.old, asked.new)
        hashes = _roots(self._premises, ranges)
        return Answered(proof=tuple(base64.b64encode(each).decode() for each in hashes))

    def _cosigned(self, asked: Asked) -> Answered:
        found = self._ours(asked.note)
        if found is None:
            return Answered()
        premises, (point, seconds) = self._premises, found
        before = witnessed(premises, premises.staff())
        if point.size > premises.log_size() or (before is not None and seconds < before[1]):
            return Answered()
        write_evidence(premises.files.witnessed, asked.note.encode())
        self._log(asked.note)
        return Answered(taken=True)

    def _log(self, note: str) -> None:
        """In the log as well, so that a segment can be archived with it; not about the last such entry alone."""
        premises = self._premises
        with reading(premises.engine) as connection:
            query = log.select().with_only_columns(log.c.entry).order_by(log.c.seq.desc()).limit(1)
            last = connection.scalar(query)
        if last is not None and parse_entry(bytes(last)).kind == Kind.CHECKPOINT:
            return
        details = encode_fields((note.encode(),))
        with premises.log.transaction(premises.signer, STORE_ACTOR, bytes(16), premises.clock) as step:
            step.append(Kind.CHECKPOINT, details=details)

    def _refuted(self, asked: Asked) -> Answered:
        """A witness holds a checkpoint that this log did not continue: hashed anew, and believed only then."""
        found = self._ours(asked.note)
        if found is None:
            return Answered()
        premises, (point, _seconds) = self._premises, found
        if point.size <= premises.log_size() and _roots(premises, [(0, point.size)]) == [point.root]:
            return Answered()
        write_evidence(premises.files.contradiction, asked.note.encode())
        staff = premises.staff()
        if refuted(premises, staff) is None:
            return Answered()
        note_contradiction(premises, staff, Contradiction("checkpoint", None, point.size))
        return Answered(taken=True)

    def _ours(self, note: str) -> tuple[Checkpoint, int] | None:
        """A checkpoint that this store has signed and a witness of its has cosigned."""
        premises = self._premises
        for each in witnesses(premises, premises.staff()):
            try:
                verify(note, premises.signer.public, premises.origin)
                point, seconds = cosigned(note, each.public, each.name)
            except CheckpointBroken:
                continue
            return point, seconds
        return None


def _roots(premises: Premises, ranges: list[tuple[int, int]]) -> list[bytes]:
    """Roots over ranges of entries, from one pass over the log; ranges do not overlap."""
    trees = {each: Frontier() for each in ranges}
    for low, high in sorted(ranges):
        tree = trees[low, high]
        for leaf in premises.log.leaves(low, high):
            tree.append(leaf)
    return [trees[each].root() for each in ranges]
