"""What is done in the processes that get killed. Everything a person would have seen goes to a pipe, line by line.

Lines: `shown CLIENT SEQ` after a receipt let history be read, `saved CLIENT VALUE` after an edit returned, `in FILE`
and `out FILE` after an import or its undo returned, `begin-in FILE` and `begin-out FILE` before, `step N` at a chosen
step.
"""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from sqlalchemy import Engine, event

from scripts.tortures.ground import FILES, Ground, batch_of, cheapen, let_in, session_of
from scripts.tortures.victims import Say
from storage.audit.receipt import Receipt
from storage.engine import open_engine
from storage.vault.clients import Stale
from storage.vault.session import Session


class Steps:
    """Counts every SQL statement before it runs and every COMMIT after it returned; stops for ever at a chosen one."""

    def __init__(self, say: Say, stop_at: int | None) -> None:
        self._say = say
        self._stop_at = stop_at
        self.count = 0

    def step(self) -> None:
        self.count += 1
        if self.count == self._stop_at:
            self._say(f"step {self.count}")
            while True:
                signal.pause()

    def watch(self, engine: Engine) -> None:
        """Hook an engine before anything connects through it."""

        def connected(raw: Any, _record: object) -> None:
            raw.set_trace_callback(lambda _statement: self.step())

        event.listen(engine, "connect", connected)
        engine.dispose()
        dialect: Any = engine.dialect
        commit = dialect.do_commit

        def do_commit(connection: Any) -> None:
            commit(connection)
            self.step()

        dialect.do_commit = do_commit


def work(ground: Ground, store: Path, role: str, seed: int, stop_at: int | None, say: Say, rounds: int = 1000) -> int:
    """Work as `import` or `edit` until killed, or for a number of rounds. Gives the number of steps taken."""
    cheapen()
    steps = Steps(say, stop_at)

    def watched(*args: Any, **options: Any) -> Engine:
        engine = open_engine(*args, **options)
        steps.watch(engine)
        return engine

    with patch("storage.vault.premises.open_engine", watched), session_of(store) as opened:
        for number in range(rounds):
            if role == "import":
                _turn_files(ground, opened, random.Random(seed + number), say)
            else:
                _edit_and_read(opened, random.Random(seed + number), say)
    return steps.count


def _turn_files(ground: Ground, opened: Session, rng: random.Random, say: Say) -> None:
    """Whichever file comes up goes in when it is out, and out when it is in."""
    number = rng.randrange(len(FILES))
    table = ground.tables[number]
    batch = batch_of(opened, table)
    say(f"begin-{'in' if batch is None else 'out'} {FILES[number]}")
    if batch is None:
        let_in(opened, table)
        say(f"in {FILES[number]}")
    else:
        opened.imports.undo(batch)
        say(f"out {FILES[number]}")


def _edit_and_read(opened: Session, rng: random.Random, say: Say) -> None:
    """Change one card, then read the history of one, as CARD История does."""
    cards = opened.clients.load()
    edited = [each for each, card in zip(cards.ids, cards.cards, strict=True) if card.external_id.startswith("B")]
    client = rng.choice(edited)
    stored = opened.clients.stored(client)
    value = f"{os.getpid()}-{rng.randrange(1 << 30)}"
    try:
        opened.clients.change(client, stored, msgspec.structs.replace(stored.card, note=value))
        say(f"saved {client.hex()} {value}")
    except Stale:
        pass
    client = rng.choice(edited)
    receipts: list[Receipt] = []
    read = opened.entered.gate.read

    def noted(*args: Any, **options: Any) -> Receipt:
        receipts.append(read(*args, **options))
        return receipts[-1]

    opened.entered.gate.read = noted  # type: ignore[method-assign]
    try:
        opened.clients.history(client)
    finally:
        opened.entered.gate.read = read  # type: ignore[method-assign]
    for receipt in receipts:
        for seq in receipt.seqs:
            say(f"shown {client.hex()} {seq}")
