"""A new base is made beside the one that serves: nobody waits for it, and nothing written meanwhile is lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from core.problem import Problem
from storage.turn import turn
from tests.desk.following import follow
from tests.desk.test_merged_base import desk_of
from tests.perf.counting import add_clients, add_sales, sales_of
from tests.vault.stage import Stage, refs
from tui.desk import served_base
from tui.desk.base import Base
from tui.desk.desk import Desk
from tui.desk.figures import Figures
from tui.desk.served_base import LeftOff, ServedBase

PATIENCE = 20.0


class Held:
    """Lets every making of figures stand still until `go`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        whole = ServedBase._made

        def made(served: ServedBase, base: Base, progress: object) -> Figures:
            if threading.current_thread().name == "base":
                self.begun.set()
                assert self.go.wait(PATIENCE)
            return whole(served, base, progress)  # type: ignore[arg-type]

        monkeypatch.setattr(ServedBase, "_made", made)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    found = Held(monkeypatch)
    yield found
    found.go.set()


def names(desk: Desk) -> set[str]:
    return {each.name for each in desk.base.cards}


def buyers(desk: Desk) -> int:
    return int((desk.figures().rhythms.seen.events > 0).sum())


def brought(stage: Stage, desk: Desk, first: int = 0) -> None:
    """A colleague brings clients with sales in, and the desk hears of it."""
    add_sales(stage.enter("boris"), sales_of(2, first))
    desk.pulse()


def test_the_old_base_answers_while_the_new_one_is_made(stage: Stage, held: Held) -> None:
    desk = desk_of(stage)
    before, figures, known = buyers(desk), desk.figures(), names(desk)
    brought(stage, desk)
    assert held.begun.wait(PATIENCE)
    assert desk.figures().days is figures.days and names(desk) == known
    assert desk.overview(refs(desk.session)["C-1"].hex()).row.name
    version = desk.version
    held.go.set()
    assert follow(desk) > version
    assert buyers(desk) == before + 2 and names(desk) == known | {"Фирма S-0", "Фирма S-1"}


def test_what_is_written_while_it_is_made_is_in_it(stage: Stage, held: Held) -> None:
    desk, other = desk_of(stage), desk_of(stage, "boris")
    desk.figures()
    mine, his = (refs(desk.session)[each].hex() for each in ("C-1", "C-2"))
    city = {each.name: each.value for each in desk.edit_form(mine)}["city"]
    brought(stage, desk)
    assert held.begun.wait(PATIENCE)
    desk.edit_card(mine, "city", "Мурманск", city)
    other.edit_card(his, "city", "Надым", {each.name: each.value for each in other.edit_form(his)}["city"])
    assert desk.row(mine).city == "Мурманск", "the own edit stands in the old base"
    held.go.set()
    follow(desk)
    assert (desk.row(mine).city, desk.row(his).city) == ("Мурманск", "Надым")


def test_a_base_of_an_own_step_is_not_overwritten_by_an_older_one(stage: Stage, held: Held) -> None:
    desk = desk_of(stage)
    desk.figures()
    brought(stage, desk)
    assert held.begun.wait(PATIENCE)
    add_clients(desk.session, 1, 50)
    desk.refresh()
    assert "Фирма 50" in names(desk)
    held.go.set()
    follow(desk)
    assert {"Фирма 50", "Фирма S-0"} <= names(desk)


def test_a_fault_of_making_it_is_told_once_and_made_good(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(stage)
    figures = desk.figures()
    with monkeypatch.context() as broken:

        def fails(*_: object) -> Base:
            raise Problem("The page is damaged.")

        broken.setattr(served_base, "load_base", fails)
        brought(stage, desk)
        maker = desk._served._maker
        assert maker is not None
        maker.join()
        with pytest.raises(Problem, match="The page is damaged"):
            desk.figures()
        assert desk.figures().days is figures.days, "said once; the old ones go on"
        desk.pulse()
        assert desk._served._maker is maker, "not tried again at once"
    follow(desk)
    assert "Фирма S-0" in names(desk)


def test_a_large_base_is_not_made_again_before_it_has_rested(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_base, "REST", 10_000_000)
    desk = desk_of(stage)
    desk.figures()
    brought(stage, desk)
    follow(desk)
    maker = desk._served._maker
    brought(stage, desk, 10)
    assert desk._served._maker is maker and "Фирма S-10" not in names(desk)
    follow(desk)
    assert "Фирма S-10" in names(desk)


@pytest.mark.in_a_file("counts places by their lock files")
def test_sessions_of_one_machine_make_theirs_in_turn(stage: Stage, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    desk = desk_of(stage)
    desk.figures()
    with turn(desk.session.entered.premises.files.making(0)):
        brought(stage, desk)
        assert not held.begun.wait(0.5), "the only place is taken"
    assert held.begun.wait(PATIENCE)


def test_a_session_that_ends_leaves_it_off(stage: Stage, held: Held) -> None:
    desk = desk_of(stage)
    desk.figures()
    brought(stage, desk)
    assert held.begun.wait(PATIENCE)
    threading.Timer(0.2, held.go.set).start()
    desk.close("end")
    maker = desk._served._maker
    assert maker is not None
    maker.join(PATIENCE)
    assert not maker.is_alive() and desk._served._fault is None


def test_figures_of_a_part_of_the_sales_never_become_the_firms(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(stage, "boris")
    desk.figures()
    reached: list[object] = []
    monkeypatch.setattr("storage.vault.sales.REPORT_EVERY", 1)
    monkeypatch.setattr(ServedBase, "_firm", lambda *given: reached.append(given))
    desk._served._ended = True
    with pytest.raises(LeftOff):
        desk._served._make()
    assert reached == []
