"""What the auditor's session makes of a real log: findings, wrong logins, budgets (U25, S01.18)."""

from __future__ import annotations

import pytest

from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.kinds import Budget, Kind
from tests.vault.stage import Stage, logged, refs, secret_of
from tests.vault.test_unlock import suspend
from tui.desk.desk import Desk

WRONG = b"not this one"


def fail(stage: Stage, login: str, times: int = 1) -> None:
    for _ in range(times):
        stage.clock.pass_seconds(60)
        with pytest.raises(Problem):
            stage.enter(login, bytearray(WRONG))


def desk_of(stage: Stage, login: str) -> Desk:
    desk = Desk(stage.premises())
    desk.unlock(login, secret_of(login))
    return desk


def test_U25_a_night_of_reading_stands_on_the_list_with_its_reason(stage: Stage) -> None:
    stage.clock.pass_seconds(20 * 3600)
    session = stage.enter("boris")
    for number in range(DEFAULT.watch_night_reads):
        stage.clock.pass_seconds(20)
        session.entered.gate.read(Kind.DOSSIER_READ, b"client %09d" % number, {})
    session.end()
    desk = desk_of(stage, "vera")
    found = desk.audit.watch(30).findings
    assert [(each.login, each.rule, each.value) for each in found] == [("boris", "night", DEFAULT.watch_night_reads)]
    assert "22" in found[0].reason
    desk.close("end")


@pytest.mark.parametrize("login", ["ivan", "klara"])
def test_what_colleagues_read_is_not_everybody_s(stage: Stage, login: str) -> None:
    session = stage.enter(login)
    for ask in (lambda: session.watching.findings(30), lambda: session.watching.logins(30), session.watching.budgets):
        with pytest.raises(Problem) as told:
            ask()
        assert told.value.exit_code == ExitCode.REFUSED
    session.end()


def test_a_head_sees_wrong_logins_and_no_list(stage: Stage) -> None:
    session = stage.enter("boris")
    assert session.watching.logins(30) == []
    with pytest.raises(Problem):
        session.watching.findings(30)
    session.end()


@pytest.mark.parametrize("login", ["boris", "vera", "anna"])
def test_S01_18_three_wrong_logins_stand_on_today_and_on_aud(stage: Stage, login: str) -> None:
    fail(stage, "ivan", 2)
    desk = desk_of(stage, login)
    assert desk.audit.logins(3) == ()
    desk.close("end")
    fail(stage, "ivan")
    desk = desk_of(stage, login)
    (row,) = desk.audit.logins(3)
    assert (row.tries, row.who, row.barred) == (3, ("ivan",), False)
    first = [each for each in desk.today().reminders if each.kind == "login"]
    assert len(first) == 1 and first[0].red and first[0].client == "ivan" and "3" in first[0].text
    desk.close("end")


def test_S01_18_one_try_by_a_suspended_person_is_enough(stage: Stage) -> None:
    suspend(stage, "petr")
    fail(stage, "petr")
    desk = desk_of(stage, "boris")
    (row,) = desk.audit.logins(3)
    assert (row.who, row.barred) == (("petr",), True)
    desk.close("end")


def test_unknown_logins_are_counted_and_not_named(stage: Stage) -> None:
    fail(stage, "nobody at all", 3)
    session = stage.enter("vera")
    (found,) = session.watching.logins(3)
    assert (found.tries, found.who) == (3, ())
    session.end()


def test_budgets_of_everybody(stage: Stage) -> None:
    session = stage.enter("ivan")
    for number in range(3):
        session.entered.gate.read(Kind.REVEAL, b"client %09d" % number, {})
    session.end()
    auditor = stage.enter("vera")
    ivan = next(each.id for each in auditor.staffing.staff() if each.login == "ivan")
    used = {each.person: each.spent for each in auditor.watching.budgets()}
    assert len(used) == 7
    assert [(each.used, each.limit) for each in used[ivan] if each.budget is Budget.REVEALS] == [
        (3, DEFAULT.reveals_day)
    ]
    auditor.end()


def test_the_auditor_reads_who_and_which_client_without_a_key_to_any(stage: Stage) -> None:
    head = stage.enter("boris")
    client = refs(head)["C-1"]
    head.clients.history(client)
    head.end()
    auditor = stage.enter("vera")
    assert auditor.entered.keyring.portfolios == {}
    (entry,) = auditor.trail.entries(kind="dossier_read")
    assert entry.details["client"] == client and entry.details["name"] == "Фирма C-1"
    assert auditor.trail.entries(client_id=client)[0].kind == "dossier_read"
    auditor.end()
    admin = stage.enter("adam")
    (sealed,) = admin.trail.entries(kind="dossier_read")
    assert sealed.sealed and sealed.details == {}
    admin.end()


def test_who_reads_the_log_stands_in_it_once_a_session(stage: Stage) -> None:
    auditor = stage.enter("vera")
    for _ in range(3):
        auditor.trail.entries(limit=5)
    assert logged(stage, Kind.LOG_READ) == 1
    auditor.end()
    manager = stage.enter("ivan")
    manager.trail.entries(limit=5)
    assert logged(stage, Kind.LOG_READ) == 1, "one's own entries are one's own"
    manager.end()
