"""A witness on another machine: pulls a checkpoint, demands proof that the log only grew, keeps it, cosigns it.

One question and one answer a line, both JSON (`Asked`, `Answered`). The witness has a key and a folder of its own and
nothing of the store; the store gives it sizes, roots and hashes, no entry and no name. Order as C2SP tlog-witness has
it: compare with the checkpoint kept last, keep the new one, only then hand out the cosignature.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from core.problem import N_, ExitCode, Problem
from storage.audit.checkpoint import Checkpoint, CheckpointBroken, cosign, cosigned, verify
from storage.audit.merkle import check_consistency
from storage.sealing.sign import Signer

LONGEST_LINE = 65_536
LONGEST_NOTE = 800
"""A note with its two signatures is half as long; a longer one would not fit into an entry."""
MOST_HASHES = 130
"""Of a consistency proof: two for every bit of a size."""
KEY_FILE = "witness.key"

Channel = Callable[[bytes], bytes]
"""Sends one line and gives the line that answers it. Raises OSError."""


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """What a witness asks. `cosigned` and `refuted` hand a note over, the others only read."""

    ask: Literal["checkpoint", "proof", "cosigned", "refuted"]
    old: int = 0
    new: int = 0
    note: str = ""


class Answered(msgspec.Struct, forbid_unknown_fields=True):
    """`key`: the store's public key in hex, beside a checkpoint. `taken`: whether a note handed over was of use."""

    note: str = ""
    key: str = ""
    proof: tuple[str, ...] = ()
    taken: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit found. `contradiction`: the store could not show that its log continues `kept_size`."""

    origin: str
    size: int
    kept_size: int
    taken: bool
    contradiction: bool
    first: bool


class Witness:
    """The witness of one machine. Its folder holds the key and the last checkpoint of every log it has seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._signer = Signer(_key(folder))

    @property
    def public(self) -> bytes:
        """Its public key."""
        return self._signer.public

    @property
    def name(self) -> str:
        """Its name on cosignatures."""
        return f"witness/{self.public[:4].hex()}"

    def visit(self, channel: Channel, now_s: int, *, new_epoch: bool = False) -> Visit:
        """Pull, compare, keep, cosign. Raises Problem when the store does not answer, or is not the one known here."""
        told = _ask(channel, Asked("checkpoint"))
        origin, key = _identity(told)
        file = self._file(origin)
        known = self._known(file, origin, key, new_epoch=new_epoch)
        try:
            point = verify(told.note, key, origin)
        except CheckpointBroken:
            raise _nonsense() from None
        if known is not None and not self._continues(channel, known[0], point):
            answer = _ask(channel, Asked("refuted", note=known[1]))
            return Visit(origin, point.size, known[0].size, answer.taken, contradiction=True, first=False)
        note = cosign(told.note, self._signer, self.name, now_s)
        _keep(file, key.hex() + "\n" + note)
        answer = _ask(channel, Asked("cosigned", note=note))
        kept = known[0].size if known is not None else 0
        return Visit(origin, point.size, kept, answer.taken, contradiction=False, first=known is None)

    def _continues(self, channel: Channel, known: Checkpoint, point: Checkpoint) -> bool:
        if point.size < known.size or known.size == 0:
            return point.size >= known.size
        if point.size == known.size:
            return point.root == known.root
        told = _ask(channel, Asked("proof", known.size, point.size))
        try:
            proof = [base64.b64decode(each, validate=True) for each in told.proof]
        except (binascii.Error, ValueError):
            return False
        fits = len(proof) <= MOST_HASHES and all(len(each) == 32 for each in proof)
        return fits and check_consistency(known.size, known.root, point.size, point.root, proof)

    def _file(self, origin: str) -> Path:
        return self.folder / (origin.split("/")[1] + ".checkpoint")

    def _known(self, file: Path, origin: str, key: bytes, *, new_epoch: bool) -> tuple[Checkpoint, str] | None:
        """The checkpoint kept of this log with its note; the first time, None: then the key is taken on trust."""
        try:
            text = file.read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            raise _damaged(file) from None
        kept_key, _, note = text.partition("\n")
        if kept_key != key.hex():
            raise Problem(
                N_("The store answers with another key than before: this is not the log that {file} is about."),
                ExitCode.STORE,
                file=file,
            )
        try:
            point, _seconds = cosigned(note, self.public, self.name)
        except CheckpointBroken:
            raise _damaged(file) from None
        if point.origin == origin:
            return point, note
        if not new_epoch:
            raise Problem(
                N_("The store was restored from a copy since the last visit ({origin}): when you know of it, add "
                   "--new-epoch."),
                ExitCode.STORE,
                origin=origin,
            )  # fmt: skip
        return None


def decode_ask(line: bytes) -> Asked | None:
    """A question, None for anything else."""
    try:
        asked = msgspec.json.decode(line, type=Asked)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    fits = len(line) <= LONGEST_LINE and len(asked.note.encode("utf-8", "replace")) <= LONGEST_NOTE
    return asked if fits and 0 <= asked.old <= asked.new < 1 << 62 else None


def encode_answer(answer: Answered) -> bytes:
    """The line of an answer."""
    return msgspec.json.encode(answer) + b"\n"


def _ask(channel: Channel, asked: Asked) -> Answered:
    try:
        line = channel(msgspec.json.encode(asked) + b"\n")
        told = msgspec.json.decode(line, type=Answered)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        raise _nonsense() from None
    if told.error or len(line) > LONGEST_LINE:
        raise _nonsense()
    return told


def _identity(told: Answered) -> tuple[str, bytes]:
    origin, _, rest = told.note.partition("\n")
    try:
        key = bytes.fromhex(told.key)
    except ValueError:
        key = b""
    parts = origin.split("/")
    if len(key) != 32 or not rest or len(parts) != 3 or len(parts[1]) != 32 or not parts[1].isalnum():
        raise _nonsense()
    return origin, key


def _key(folder: Path) -> bytes:
    """The key of this witness, made at its first visit."""
    file = folder / KEY_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as fresh:
                fresh.write(os.urandom(32))
                fresh.flush()
                os.fsync(fresh.fileno())
        key = file.read_bytes()
    except OSError:
        raise _damaged(file) from None
    if len(key) != 32 or file.stat().st_mode & 0o077:
        raise _damaged(file)
    return key


def _keep(file: Path, text: str) -> None:
    """On disk before the cosignature is handed out: a witness that forgets could sign two histories."""
    fresh = file.with_suffix(".new")
    try:
        with fresh.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
        handle = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        raise Problem(
            N_("The checkpoint could not be kept in {file}: nothing was cosigned. Free some space there."),
            ExitCode.STORE,
            file=file,
        ) from None


def _damaged(file: Path) -> Problem:
    return Problem(
        N_("The file {file} of the witness is damaged or open to others: put it back, or begin with another --state."),
        ExitCode.STORE,
        file=file,
    )


def _nonsense() -> Problem:
    return Problem(
        N_("The store did not answer as a store does: try the command behind --from by hand."), ExitCode.STORE
    )
