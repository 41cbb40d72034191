"""Complaints, refusals and returns at the desk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core.problem import Problem
from core.relations.cases import pareto
from storage.audit.kinds import Kind
from tests.desk.test_merged_base import AS_OF, desk_of
from tests.desk.test_promises import client
from tests.vault.stage import Stage, logged
from tui.desk.cases_desk import CasesDesk


def state(desk_cases: CasesDesk, client_id: str, case: str) -> str:
    return next(each.step for each in desk_cases.rows(client_id, everything=True) if each.id == case)


def test_S03_43_S03_44_a_case_goes_from_three_answers_to_a_client_who_was_told(stage: Stage) -> None:
    desk = desk_of(stage)
    here, cases = client(desk), desk.cases
    assert [each[0] for each in cases.kinds()] == ["complaint", "refusal", "return"]
    asked = cases.form(here, "complaint").fields
    assert [each.name for each in asked] == ["product", "goods", "staff", "sale", "text"]
    assert all(each.choices for each in asked[1:4])
    case = cases.add(here, "жалоба", {"text": "коробки мятые"})
    assert state(cases, here, case) == "opened"
    with pytest.raises(Problem):
        cases.step(here, case, {})
    due = str(AS_OF + dt.timedelta(days=2))
    seen = []
    for fields in (
        {"goods": "packaging", "staff": "no_attention"},
        {"owner": "boris", "due": due},
        {"solution": "новая коробка"},
        {"answer": "извинились", "told": "да"},
        {"stays": "yes"},
    ):
        cases.step(here, case, fields)
        seen.append(state(cases, here, case))
    assert seen == ["asked", "assigned", "solved", "told", "closed"]
    row = cases.rows(here, everything=True)[0]
    assert row.owner == "Boris" and str(row.due) == due and not row.open and cases.rows(here) == []
    told = " ".join(text for _name, text in row.facts)
    assert "Упаковка" in told and "извинились" in told and "Ivan" in told
    for bad in ({}, {"goods": "ветер"}):
        with pytest.raises(Problem):
            cases.add(here, "complaint", bad)


def test_S03_43_a_case_nobody_takes_is_red_and_stands_on_today(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    desk.cases.add(here, "return", {"product": "болт", "goods": "quality"})
    assert not desk.cases.rows()[0].red
    stage.clock.pass_seconds(5 * 86_400)
    assert desk.cases.rows()[0].red
    first = next(each for each in desk.today().reminders if each.client_id == here)
    assert (first.kind, first.red) == ("return", True)


def test_S03_45_pareto_by_reason_product_manager_and_month_and_the_share_without_attention(stage: Stage) -> None:
    desk = desk_of(stage, "anna")
    here, there = client(desk), client(desk, "L-2")
    for where, kind, fields in (
        (here, "refusal", {"product": "болт", "goods": "price", "staff": "no_attention"}),
        (here, "complaint", {"product": "болт", "goods": "quality"}),
        (there, "refusal", {"product": "гайка", "goods": "price"}),
    ):
        desk.cases.add(where, kind, fields)
    reasons = desk.cases.pareto("reason")
    assert [(each.key, each.count) for each in reasons.lines] == [("Цена", 2), ("Качество", 1), ("Нет внимания", 1)]
    assert [each.cumulative for each in reasons.lines] == [0.5, 0.75, 1.0]
    assert (reasons.cases, reasons.losses, reasons.no_attention, reasons.claimed) == (3, 2, 0.5, 0.5)
    assert [(each.key, each.count) for each in desk.cases.pareto("product").lines] == [("болт", 2), ("гайка", 1)]
    assert {each.key for each in desk.cases.pareto("manager").lines} == {"Ivan", "Petr"}
    assert [each.key for each in desk.cases.pareto("month").lines] == ["2026-03"]
    assert desk.cases.pareto("reason", AS_OF + dt.timedelta(days=1)).cases == 0
    assert pareto([]) == []


def test_S03_45_a_client_who_leaves_becomes_a_task_and_a_case_of_recovery_and_never_two(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    for staff in ("rude", "no_attention"):
        case = desk.cases.add(here, "complaint", {"staff": staff})
        for fields in ({}, {"solution": "разговор"}, {"answer": "извинились", "told": "yes"}, {"stays": "no"}):
            desk.cases.step(here, case, fields)
    tasks = [each for each in desk.work.task_list() if each.source == "S03.45"]
    assert [each.owner for each in tasks] == ["Ivan", "Ivan"] and any("Грубость" in each.text for each in tasks)
    cases = desk.recovery.cases().cases
    assert [(each.client_id, each.step, each.manager) for each in cases] == [(here, "claimed", "Ivan")]


def test_S03_44_the_blank_holds_the_three_questions_and_the_letter_and_is_an_export(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    made = desk.cases.print_blank(here, "txt", "спросить о причинах")
    text = Path(made.file).read_text("utf-8")
    assert text.count("□") == 18 and desk.row(here).name in text and "1. Что" in text
    assert logged(stage, Kind.EXPORT) == 1 and logged(stage, Kind.DOSSIER_READ) == 0
