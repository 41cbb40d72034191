"""The team over a real store: time, load, visits, hand-overs, the year, what changed at key accounts."""

from __future__ import annotations

import pytest

from core.entities.people import News
from core.entities.promises import Incident
from core.entities.work import Activity, Need, Task
from core.problem import Problem
from storage.vault.books.people import NEWS
from storage.vault.books.promises import INCIDENT
from storage.vault.books.work import NEED
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.figures import day_number
from tui.desk.port_team import ManagerRow


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def today(desk: Desk) -> int:
    return day_number(desk.today_date())


def of(desk: Desk, login: str) -> ManagerRow:
    return next(each for each in desk.team.answer().managers if each.login == login)


def test_S00_04_minutes_are_the_authors_and_stand_by_group(stage: Stage) -> None:
    ivan = desk_of(stage, "ivan")
    ivan.work.log_contact(client(ivan), Activity(kind="visit", day=today(ivan), minutes=120))
    ivan.work.log_contact(client(ivan), Activity(kind="call", day=today(ivan) - 400, minutes=10))
    boris = desk_of(stage, "boris")
    boris.work.log_contact(client(boris), Activity(kind="call", day=today(boris), minutes=15))
    assert (of(boris, "ivan").minutes, of(boris, "boris").minutes) == (120, 15)
    assert sum(each.clients for each in of(boris, "ivan").groups) == of(boris, "ivan").clients
    shown = boris.team.evidence("ivan")
    assert shown.rows[0].id == client(boris) and shown.total == of(boris, "ivan").clients
    with pytest.raises(Problem):
        boris.team.evidence("nobody")


def test_S03_95_load_shows_key_accounts_against_three(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    boris.keys.appoint(client(boris), "ivan")
    told = boris.team.answer()
    assert (of(boris, "ivan").keys, told.key_limit) == (1, 3)
    assert not of(boris, "ivan").does_not_combine


def test_S03_92_the_head_owes_a_visit_every_ninety_days(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    boris.keys.appoint(client(boris), "ivan")
    never = boris.team.answer().visits[0]
    assert (never.last, (never.due - boris.today_date()).days, never.overdue) == (None, 90, False)
    boris.work.log_contact(client(boris), Activity(kind="visit", day=today(boris) - 91))
    desk_of(stage, "ivan").work.log_contact(client(boris), Activity(kind="visit", day=today(boris)))
    late = desk_of(stage, "boris").team.answer().visits[0]
    assert late.last is not None and (boris.today_date() - late.due).days == 1 and late.overdue
    visit = boris.risks.add(client(boris), "visit", {"text": "к собственнику"})
    assert boris.team.visits()[0].overdue, "a visit of the dossier counts once there is something to say of it"
    boris.risks.step(client(boris), visit, {"result": "договорились о складе"})
    assert boris.team.visits()[0].last == boris.today_date()


def test_S00_14_marks_of_closed_needs_make_a_mean(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    for mark in (4, 5):
        boris.work.add(NEED, client(boris), Need(text="склад", state="done", satisfaction=mark, closed=today(boris)))
    boris.work.add(NEED, client(boris), Need(text="старое", state="done", satisfaction=1, closed=today(boris) - 500))
    assert (of(boris, "ivan").satisfaction, of(boris, "ivan").marks) == (4.5, 2)


def test_S01_17_a_handed_over_portfolio_shows_money_before_and_after(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    boris.people.hand_over("Север", "petr")
    found = desk_of(stage, "boris").team.answer().handed
    assert [(each.portfolio, each.giver, each.left) for each in found] == [("Север", "Ivan", False)]
    assert (found[0].clients, found[0].untouched, found[0].after.amount) == (3, 3, 0)
    rows = desk_of(stage, "boris").team.handed_evidence(found[0].id).rows
    assert len(rows) == 3 and desk_of(stage, "petr").team.answer().handed[0].taker == "Petr"


def test_S01_17_a_leaver_is_told_apart(stage: Stage) -> None:
    anna = desk_of(stage, "anna")
    anna.people.offboard("ivan", "petr")
    assert [each.left for each in desk_of(stage, "anna").team.answer().handed] == [True]


def test_S03_40_the_year_stands_beside_the_one_before(stage: Stage) -> None:
    year, before = desk_of(stage, "boris").team.answer().year
    assert (year.new, year.repeats, before.new, before.turnover.amount) == (3, 1, 0, 0)
    assert (year.gap, year.per_buyer) == (30.0, 1 / 3)


def test_S03_115_the_digest_says_what_changed_since_the_head_looked(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    boris.keys.appoint(client(boris), "ivan")
    assert boris.team.answer().looked_days is None
    assert {each.kind for each in boris.team.digest().rows} >= {"sales"}
    boris.team.looked()
    assert (boris.team.answer().looked_days, boris.team.digest().rows) == (0, ())
    boris.work.add_task(client(boris), Task(text="образцы", due=today(boris) - 1))
    boris.work.add(NEWS, client(boris), News(day=today(boris), text="новый склад"))
    boris.work.add(NEWS, client(boris, "C-2"), News(day=today(boris), text="не ключевой"))
    boris.work.add(INCIDENT, client(boris), Incident(text="брак", found_us=boris.now_us()))
    told = boris.team.digest().rows
    assert {(each.kind, each.red) for each in told} == {("promise", True), ("incident", True), ("news", False)}
    assert (len(told), told[-1].text) == (3, "новый склад")
    assert desk_of(stage, "anna").team.answer().looked_days is None


def test_a_manager_sees_himself_alone(stage: Stage) -> None:
    assert [each.login for each in desk_of(stage, "ivan").team.answer().managers] == ["ivan"]
