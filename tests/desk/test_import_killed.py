"""kill -9 at every transaction of an import, then the same import again: as if it had run once (issue: Must show)."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from storage.vault import pace
from storage.vault.gate import Gate
from storage.vault.writing import Writing
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage

TABLE = "Наименование\tКод\tТелефон\tГород\n" + "\n".join(
    f"Клиент C-{number}\tC-{number}\t+7 903 000-00-{number:02d}\tТверь" for number in range(1, 8)
)
DEALS = "Название сделки\tКомпания\tСтадия\tБюджет\n" + "\n".join(
    f"Поставка {number}\tФирма {number}\tПереговоры\t{number}00" for number in range(1, 6)
)


def run(stage: Stage, table: str) -> str:
    """The whole way from the clipboard to the commit; gives the batch."""
    desk = desk_of(stage)
    try:
        desk.wizard.begin_paste(table)
        told = desk.wizard.commit(desk.wizard.plan().sha256)
        return told.batch or ""
    finally:
        desk.close("end")


def killed_at(stage: Stage, table: str, point: int) -> bool:
    """Run it in a process that kills itself before transaction number `point` ends; False when it lived to the end."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = [point]
    whole = Gate.writing

    @contextlib.contextmanager
    def dying(self: Gate, *args: Any, **named: Any) -> Iterator[Writing]:
        with whole(self, *args, **named) as writing:
            yield writing
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    Gate.writing = dying  # type: ignore[method-assign]  # this process dies
    try:
        run(stage, table)
    finally:
        os._exit(0)


def digest(stage: Stage) -> str:
    desk = desk_of(stage)
    try:
        return desk.session.upkeep.dump_digest()
    finally:
        desk.close("end")


@pytest.mark.parametrize("table", [TABLE, DEALS], ids=["clients", "deals"])
def test_killed_anywhere_and_begun_again_is_one_run(stage: Stage, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(3, 3, 3))
    before = digest(stage)
    batch = run(stage, table)
    once = digest(stage)
    desk = desk_of(stage)
    desk.wizard.undo(batch)
    desk.close("end")
    assert batch and once != before == digest(stage)
    deaths = 0
    for point in (2, 4):
        deaths += killed_at(stage, table, point)
        batch = run(stage, table)
        assert digest(stage) == once, point
        if batch:  # a kill behind the last transaction leaves nothing to do
            desk = desk_of(stage)
            desk.wizard.undo(batch)
            desk.close("end")
            assert digest(stage) == before, point
    assert deaths == 2
