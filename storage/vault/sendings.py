"""What a run of a campaign has handed over since its last transaction: a sealed file beside the store (exchange §4).

Letters are claimed and settled in batches, for a transaction a letter is thirty times slower than sending it. Between
two transactions every answer of the mail server goes into this file at once, so that a run that was killed leaves one
letter in doubt, the one on its way. What the system had not yet put on the disk when the whole machine went down is in
doubt too: never more than one batch.

The file is locked while its run lives, and removed when its last answer stands in the store.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from core.problem import N_, ExitCode, Problem
from storage.audit.clock import boot_id
from storage.engine import storage_problem
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.vault.door import Entered
from storage.vault.sending_lines import Line, read_lines, seal_line

Fate = Literal["running", "answered", "kept", "doubtful"]
"""Of a claimed letter: its run is alive · the server has answered · it surely did not leave · nobody can say."""
_RUN_SIZE = 16


class Told(msgspec.Struct, frozen=True):
    """What is known of one letter; `state` and `said`: what the server answered, at `at_us`."""

    fate: Fate
    state: str = ""
    said: str = ""
    at_us: int = 0


class Sending:
    """The notes of one run, to be written. Use as a context: an end by an exception leaves them for the next run."""

    def __init__(self, path: Path, key: SealKey, place: Place, file: FileIO) -> None:
        self._path = path
        self._key = key
        self._place = place
        self._file = file
        self._put(Line(boot=boot_id()))

    def batch(self, messages: Sequence[str]) -> None:
        """These letters will be claimed and leave in this order. Raises Problem (STORE) when it cannot be noted."""
        self._put(Line(batch=tuple(messages)))

    def answered(self, index: int, state: str, said: str, at_us: int) -> None:
        """What became of a letter of the last batch. Raises as `batch`."""
        self._put(Line(index=index, state=state, said=said, at_us=at_us))

    def settled(self) -> None:
        """Everything stands in the store."""
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _put(self, line: Line) -> None:
        """One call of the system for each line: a run that is killed has written it whole or not at all."""
        self._place = self._place._replace(version=self._place.version + 1)
        try:
            self._file.write(seal_line(self._key, self._place, line))
        except OSError as fault:
            raise storage_problem(fault) or _cannot_note() from None


@dataclasses.dataclass(frozen=True)
class Left:
    """What runs that were cut off have left, and those that are alive have in hand."""

    letters: Mapping[str, Told]
    _paths: tuple[Path, ...]

    def of(self, message: str) -> Told | None:
        """What is known of a letter by its name; None: no run of this place ever noted it."""
        return self.letters.get(message)

    def settled(self) -> None:
        """Everything stands in the store: the files of the dead runs go."""
        for each in self._paths:
            each.unlink(missing_ok=True)


class Sendings:
    """The notes of every run of one store."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def begin(self, campaign: bytes) -> Sending:
        """Notes of a new run. Raises Problem (STORE) when the file cannot be made."""
        while True:
            run = os.urandom(_RUN_SIZE)
            path = self._path(campaign, run.hex())
            key, place = self._key(run)
            try:
                handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            except OSError as fault:
                raise storage_problem(fault) or _cannot_note() from None
            file = os.fdopen(handle, "wb", buffering=0)
            fcntl.flock(file, fcntl.LOCK_EX)
            # Before the lock was ours somebody may have taken the empty file for that of a dead run.
            if path.exists():
                return Sending(path, key, place, file)
            file.close()

    @contextmanager
    def left(self, campaign: bytes) -> Iterator[Left]:
        """What earlier runs of a campaign left, and nobody else may settle it meanwhile."""
        letters: dict[str, Told] = {}
        paths: list[Path] = []
        with contextlib.ExitStack() as held:
            for path in sorted(self._path(campaign, "").parent.glob(self._path(campaign, "*").name)):
                try:
                    file = held.enter_context(path.open("rb"))
                except OSError:
                    continue  # its run has just ended
                lines = self._lines(path, file)
                alive = not _take(file)
                if not alive:
                    paths.append(path)
                    # Once more: its run may have gone on writing until it ended.
                    file.seek(0)
                    lines = self._lines(path, file)
                letters.update(_running(lines) if alive else _told(lines))
            yield Left(letters, tuple(paths))

    def _lines(self, path: Path, file: BufferedReader) -> list[Line]:
        try:
            run = bytes.fromhex(path.name.rpartition("-")[2])
        except ValueError:
            return []
        return read_lines(file, *self._key(run)) if len(run) == _RUN_SIZE else []

    def _key(self, run: bytes) -> tuple[SealKey, Place]:
        premises, firm = self._entered.premises, self._entered.keyring.firm
        if firm is None:
            raise Problem(N_("Your own space is not open: lock and unlock, then try again."), ExitCode.STORE)
        place = Place(Label.SENDING, premises.store_id, SpaceKind.FIRM, firm.scope_id, run, 0, firm.epoch)
        return firm.seal_key(), place

    def _path(self, campaign: bytes, run: str) -> Path:
        store = self._entered.premises.files.store
        return store.with_name(f"{store.name}.sending-{campaign.hex()}-{run}")


def _take(file: BufferedReader) -> bool:
    """Whether the run of these notes is over: nobody holds their lock."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _running(lines: Sequence[Line]) -> dict[str, Told]:
    return {message: Told("running") for line in lines for message in line.batch}


def _told(lines: Sequence[Line]) -> dict[str, Told]:
    """Every letter of a run that is over."""
    letters: dict[str, Told] = {}
    batch: tuple[str, ...] = ()
    answered = 0
    for line in lines:
        if line.batch:
            batch, answered = line.batch, 0
            letters.update(dict.fromkeys(batch, Told("doubtful")))
        elif 0 <= line.index < len(batch):
            letters[batch[line.index]] = Told("answered", line.state, line.said, line.at_us)
            answered = max(answered, line.index + 1)
    # What a killed process wrote is there. After the whole machine went down later answers may be missing.
    if lines and lines[0].boot and lines[0].boot == boot_id():
        letters.update(dict.fromkeys(batch[answered + 1 :], Told("kept")))
    return letters


def _cannot_note() -> Problem:
    return Problem(
        N_("What was sent cannot be noted beside the store: nothing more leaves, look at the disk."), ExitCode.STORE
    )
