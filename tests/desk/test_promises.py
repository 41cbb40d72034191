"""Commitments, difficulties, questions, stages, changes and gifts at the desk."""

from __future__ import annotations

import datetime as dt

import pytest

from core.problem import Problem
from tests.desk.test_merged_base import AS_OF, desk_of
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.port_entries import EntryRow

DAY_S = 86_400.0


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def the_row(desk: Desk, entry_id: str) -> EntryRow:
    return next(each for each in desk.promises.rows(client(desk), everything=True) if each.id == entry_id)


def names(desk: Desk, entry_id: str) -> list[str]:
    return [each.name for each in desk.promises.step_form(client(desk), entry_id).fields]


def test_S03_79_early_asks_whether_the_client_agrees_and_late_needs_reason_and_notice(stage: Stage) -> None:
    desk = desk_of(stage)
    here, day = client(desk), dt.timedelta(days=1)
    with pytest.raises(Problem, match="day it is promised"):
        desk.promises.add(here, "commitment", {"text": "образцы"})
    early = desk.promises.add(here, "commitment", {"text": "образцы", "due": str(AS_OF + 5 * day)})
    assert the_row(desk, early).step == "promised" and names(desk, early) == ["agreed", "result"]
    with pytest.raises(Problem, match="only if the client agrees"):
        desk.promises.step(here, early, {"agreed": "no", "result": "привезли"})
    desk.promises.step(here, early, {"agreed": "да", "result": "привезли"})
    assert the_row(desk, early).step == "early"
    due = desk.promises.add(here, "commitment", {"text": "счёт", "due": str(AS_OF)})
    assert the_row(desk, due).step == "due_soon" and names(desk, due) == ["result"]
    later = desk_of(stage)
    later._as_of = AS_OF + day
    assert the_row(later, due).red and names(later, due) == ["reason", "told"]
    due_now = next(each for each in later.today().reminders if each.client_id == here)
    assert (due_now.kind, due_now.red) == ("commitment", True)
    for missing in ({"reason": "", "told": "yes"}, {"reason": "склад закрыт", "told": "no"}):
        with pytest.raises(Problem):
            later.promises.step(here, due, missing)
    later.promises.step(here, due, {"reason": "склад закрыт", "told": "yes"})
    told = the_row(later, due)
    assert (told.step, told.open) == ("breached", False) and any("склад закрыт" in text for _name, text in told.facts)
    assert later.promises.kept(here) == 0.5
    with pytest.raises(Problem, match="Nothing is left"):
        later.promises.step_form(here, due)


def test_S03_79_S03_80_the_day_is_moved_only_with_reason_and_notice(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    promise = desk.promises.add(here, "commitment", {"text": "монтаж", "due": str(AS_OF + dt.timedelta(days=9))})
    moved = str(AS_OF + dt.timedelta(days=20))
    for missing in ({"due": moved, "told": "yes"}, {"due": moved, "reason": "нет крана"}):
        with pytest.raises(Problem):
            desk.promises.edit(here, promise, missing)
    desk.promises.edit(here, promise, {"due": moved, "reason": "нет крана", "told": "yes"})
    row = the_row(desk, promise)
    assert (row.step, str(row.due)) == ("changed", moved) and "нет крана" in row.facts[0][1]
    assert desk.undo() is not None
    assert the_row(desk, promise).step == "promised"


def test_S03_75_S03_77_a_difficulty_the_client_does_not_know_of_turns_red_after_a_working_day(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    incident = desk.promises.add(here, "incident", {"text": "машина сломалась"})
    assert (the_row(desk, incident).step, the_row(desk, incident).red) == ("found", False)
    stage.clock.pass_seconds(5 * DAY_S)
    assert the_row(desk, incident).red and [each.id for each in desk.promises.red()] == [incident]
    with pytest.raises(Problem, match="Tell the client first"):
        desk.promises.step(here, incident, {"told": "no"})
    seen = []
    for asked, fields in (
        (["told"], {"told": "yes"}),
        (["plan", "told"], {"plan": "нанять другую", "told": "no"}),
        (["told"], {"told": "yes"}),
        (["result", "told"], {"result": "доехала", "told": "yes"}),
    ):
        assert names(desk, incident) == asked
        desk.promises.step(here, incident, fields)
        seen.append(the_row(desk, incident).step)
        assert not the_row(desk, incident).red
    assert seen == ["told", "planned", "planned", "result_told"] and not the_row(desk, incident).open
    told = [text for name, text in the_row(desk, incident).facts]
    assert len(told) == 3 and all("—" not in text for text in told)


def test_S03_77_a_question_without_an_answer_turns_red_and_an_answer_ends_it(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    question = desk.promises.add(here, "question", {"text": "откуда сталь?"})
    stage.clock.pass_seconds(5 * DAY_S)
    assert the_row(desk, question).red
    with pytest.raises(Problem):
        desk.promises.step(here, question, {"answer": " "})
    desk.promises.step(here, question, {"answer": "Северсталь"})
    assert (the_row(desk, question).step, the_row(desk, question).red) == ("answered", False)


def test_S03_74_S03_80_stages_say_what_is_next_changes_wait_for_consent_gifts_stand_apart(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    stage_id = desk.promises.add(here, "stage", {"order": "З-7", "text": "льём фундамент", "after": "стены"})
    change = desk.promises.add(here, "change", {"order": "З-7", "text": "кран синий", "unasked": "yes"})
    gift = desk.promises.add(here, "gift", {"what": "торт", "whom": "бухгалтерия"})
    rows = {each.id: each for each in desk.promises.rows(here)}
    assert set(rows) == {stage_id, change}
    assert [text for _name, text in rows[stage_id].facts] == ["З-7", "стены"]
    desk.promises.step(here, stage_id, {"told": "yes"})
    desk.promises.step(here, change, {"agreed": "no"})
    assert desk.promises.rows(here) == [] and the_row(desk, change).step == "refused"
    assert (the_row(desk, gift).kind, the_row(desk, gift).open) == ("gift", False)
    told = [row.text for row in desk.work.timeline(here) if row.kind == "promise"]
    assert any("фундамент" in text for text in told) and any("торт" in text for text in told)
    for kind, fields in (("gift", {}), ("stage", {"text": "x"}), ("dance", {"text": "x"})):
        with pytest.raises(Problem):
            desk.promises.add(here, kind, fields)


def test_S03_79_a_colleague_of_the_portfolio_sees_the_promises_and_nobody_else(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.promises.add(client(desk), "commitment", {"text": "образцы", "due": str(AS_OF)})
    assert [each.text for each in desk_of(stage, "boris").promises.rows()] == ["образцы"]
    assert desk_of(stage, "petr").promises.rows() == []
