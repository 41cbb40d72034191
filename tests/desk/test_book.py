"""The dossier at the desk: what is missing, texts, growth plan, risks, the agenda of a review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core.dossier.blocks import Paragraph, texts
from core.dossier.completeness import SECTIONS, TEXTS, completeness, whole
from core.problem import Problem
from core.wording import dossier as words
from storage.audit.kinds import Kind
from tests.desk.test_merged_base import AS_OF, desk_of
from tests.desk.test_promises import client
from tests.vault.stage import Stage, logged


def test_S03_96_requisites_and_an_address_alone_are_no_dossier() -> None:
    states = completeness({"requisites": True, "address": True, "site": True})
    assert [each.section for each in states if each.percent] == ["company"] and states[0].percent == 75
    assert whole(states) <= 10
    subjects = [subject for known in SECTIONS.values() for subject in known]
    assert set(words.ASKS) == set(subjects) and whole(completeness(dict.fromkeys(subjects, True))) == 100


def test_S03_96_the_book_says_what_to_ask_next_and_how_many_pages_it_takes(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    book = desk.book.read(here)
    assert logged(stage, Kind.DOSSIER_READ) >= 1 and book.wanted == (20, 40)
    assert book.pages == desk.dossiers.pages(desk.dossiers.dossier_document(here))
    people = next(each for each in book.sections if each.section == "people")
    assert words.ask("owner") in people.asks and people.percent == 0
    desk.persons.save(here, "", {"given": "Зоя", "rung": "owner"})
    after = next(each for each in desk.book.read(here).sections if each.section == "people")
    assert words.ask("owner") not in after.asks and after.percent > people.percent
    assert words.ask("recent_news") in book.hints
    desk.persons.add_news(here, "открыли склад")
    assert words.ask("recent_news") not in desk.book.read(here).hints


def test_S03_96_a_text_pasted_from_word_stands_in_the_document_without_control_characters(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    desk.book.save_text(here, "company", {"company_text": "Братья\x0b и\x07 лавка ¶ Второй склад"})
    assert desk.book.text_form(here, "company")[0].value == "Братья и лавка ¶ Второй склад"
    document = desk.dossiers.dossier_document(here)
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "Братья и лавка" in paragraphs and "Второй склад" in paragraphs
    desk.book.save_text(here, "company", {"company_text": "Коротко"})
    assert desk.book.text_form(here, "company")[0].value == "Коротко" and set(TEXTS) >= {"company", "strategy"}
    for section, text in (("погода", "x"), ("company", "я" * 8001)):
        with pytest.raises(Problem):
            desk.book.save_text(here, section, {f"{section}_text": text})


def test_S03_96_a_colleague_without_the_client_reads_nothing_of_it(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    desk.book.save_text(here, "company", {"company_text": "Братья и лавка"})
    with pytest.raises(Problem):
        desk_of(stage, "petr").book.read(here)
    assert desk_of(stage, "boris").book.text_form(here, "company")[0].value == "Братья и лавка"


def test_S03_93_a_growth_plan_has_a_goal_above_what_is_bought_now(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    assert desk.book.plan(here) is None
    plan = {"now": "5000000", "low": "15000000", "high": "20000000", "until": "2027-03-01", "steps": "склад; обучение"}
    for bad in ({"low": "4000000"}, {"high": "14000000"}, {"until": "2026-02-01"}):
        with pytest.raises(Problem):
            desk.book.save_plan(here, plan | bad)
    desk.book.save_plan(here, plan)
    desk.book.save_plan(here, {"steps": "склад; обучение; акция"})
    told = desk.book.plan(here)
    assert told is not None and (told.low.amount, told.high.amount) == (15_000_000_00, 20_000_000_00)
    assert told.steps == ("склад", "обучение", "акция") and told.until == dt.date(2027, 3, 1)
    assert any("обучение" in text for text in texts(desk.dossiers.dossier_document(here)))


def test_S03_103_a_risk_raises_a_review_and_the_review_closes_its_task(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    risk = desk.risks.add(here, "new_owner", {"text": "купил холдинг"})
    tasks = [each for each in desk.work.task_list() if each.kind == "review"]
    assert [(each.source, "холдинг" in each.text) for each in tasks] == [("S03.103", True)]
    row = desk.risks.rows(here)[0]
    assert (row.kind, row.step, row.due) == ("new_owner", "raised", tasks[0].due)
    assert row.due is not None and row.due > AS_OF
    late = desk_of(stage)
    late._as_of = row.due + dt.timedelta(days=1)
    assert late.risks.rows(here)[0].red and "risk" in {each.kind for each in late.today().reminders}
    desk.risks.step(here, risk, {"decision": "познакомиться с холдингом"})
    assert desk.risks.rows(here) == [] and desk.work.task_list() == []
    desk.risks.add(here, "competitor", {"text": "сосед дешевле"})
    visit = desk.risks.add(here, "visit", {"text": "директор", "owner": "boris"})
    with pytest.raises(Problem):
        desk.risks.step(here, visit, {"result": ""})
    desk.risks.step(here, visit, {"result": "договорились"})
    assert desk.book.known(here, desk.book.receipt(here))["head_visit"]
    assert {each.kind for each in desk.threats.rows(here, everything=True)} == {"new_owner", "competitor", "visit"}


def test_U27_the_agenda_of_a_review_is_printed_from_the_dossier(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    desk.risks.add(here, "sold", {"text": "слухи о продаже"})
    desk.promises.add(here, "commitment", {"text": "образцы", "due": str(AS_OF)})
    made = desk.book.agenda(here, "txt", "смотр")
    text = Path(made.file).read_text("utf-8")
    assert "слухи о продаже" in text and "образцы" in text and words.ask("owner") in text
    assert logged(stage, Kind.EXPORT) == 1
