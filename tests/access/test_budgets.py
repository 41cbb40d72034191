"""Reading budgets: exact, counted in the log, free where the specification says so (U04, spec/store §7)."""

from __future__ import annotations

import threading

import pytest

from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.access.budgets import Budgets
from storage.audit.kinds import Kind
from storage.keys.scopes import Scope
from storage.vault.session import Session
from tests.vault.stage import Stage, logged

HOUR = 3600.0


def subject(number: int) -> bytes:
    return number.to_bytes(16, "big")


def read(session: Session, number: int, kind: Kind = Kind.DOSSIER_READ) -> bool:
    """Whether a reading was allowed; a refusal must be the budget's."""
    try:
        receipt = session.entered.gate.read(kind, subject(number), {}, [(int(Scope.CLIENT), subject(number))])
    except Problem as told:
        assert told.exit_code == ExitCode.REFUSED and told.facts["budget"]
        return False
    assert receipt.covers(int(Scope.CLIENT), subject(number))
    return True


@pytest.fixture
def ivan(stage: Stage) -> Session:
    return stage.enter("ivan")


def narrow(session: Session, **limits: float) -> None:
    session.entered.gate.budgets = Budgets(advisory=False, rules=DEFAULT.changed(**limits))


def test_U04_the_fortieth_dossier_of_an_hour_opens_and_the_next_does_not(stage: Stage, ivan: Session) -> None:
    assert [read(ivan, n) for n in range(DEFAULT.dossiers_hour)] == [True] * DEFAULT.dossiers_hour
    assert not read(ivan, 1000)
    assert logged(stage, Kind.DOSSIER_READ) == DEFAULT.dossiers_hour


def test_U04_a_refusal_is_logged_with_its_subject_and_gives_no_receipt(stage: Stage, ivan: Session) -> None:
    narrow(ivan, dossiers_hour=1)
    assert read(ivan, 1) and not read(ivan, 2)
    assert logged(stage, Kind.REFUSED) == 1
    refused = stage.enter("vera").trail.entries(kind="refused")[0]
    assert refused.subject == ivan.entered.gate.tag(subject(2))
    assert refused.details == {"kind": int(Kind.DOSSIER_READ)}


def test_U04_reading_again_within_a_day_is_free_also_over_the_limit(stage: Stage, ivan: Session) -> None:
    narrow(ivan, dossiers_hour=2)
    assert read(ivan, 1) and read(ivan, 2) and not read(ivan, 3)
    stage.clock.pass_seconds(2 * HOUR)
    assert read(ivan, 1) and read(ivan, 2), "free"
    assert read(ivan, 3) and read(ivan, 4), "and it took nothing from this hour"
    assert not read(ivan, 5)


def test_U04_the_hour_and_the_day_end_to_the_microsecond(stage: Stage, ivan: Session) -> None:
    narrow(ivan, dossiers_hour=1, dossiers_day=2)
    assert read(ivan, 1)
    at = stage.sql("SELECT max(time_us) FROM log WHERE kind = ?", int(Kind.DOSSIER_READ))[0][0]
    stage.clock.now_us = at + 3_600_000_000 - 10
    assert not read(ivan, 2)
    stage.clock.now_us = at + 3_600_000_000 + 1
    assert read(ivan, 2)
    stage.clock.pass_seconds(2 * HOUR)
    assert not read(ivan, 3), "two a day"
    stage.clock.now_us = at + 24 * 3_600_000_000 + 1
    assert read(ivan, 3)


def test_U04_every_person_has_a_budget_of_his_own(stage: Stage, ivan: Session) -> None:
    narrow(ivan, dossiers_hour=1)
    boris = stage.enter("boris")
    assert read(ivan, 1) and not read(ivan, 2)
    assert read(boris, 2)


def test_U04_a_new_session_does_not_begin_a_new_budget(stage: Stage, ivan: Session) -> None:
    narrow(ivan, dossiers_hour=1)
    assert read(ivan, 1)
    again = stage.enter("ivan")
    narrow(again, dossiers_hour=1)
    assert not read(again, 2) and read(again, 1)


@pytest.mark.parametrize(("kind", "rule"), [(Kind.REVEAL, "reveals_day"), (Kind.PROBE, "probes_day")])
def test_U04_reveals_and_probes_count_by_the_day(stage: Stage, ivan: Session, kind: Kind, rule: str) -> None:
    narrow(ivan, **{rule: 3})
    assert [read(ivan, n, kind) for n in (1, 2, 2, 3, 4)] == [True, True, True, True, False]
    assert read(ivan, 9), "another budget"
    stage.clock.pass_seconds(25 * HOUR)
    assert read(ivan, 4, kind)


def test_U04_alone_the_budget_only_counts(empty: Stage) -> None:
    anna = empty.enter()
    assert all(read(anna, n) for n in range(DEFAULT.dossiers_hour + 5))
    assert logged(empty, Kind.DOSSIER_READ) == DEFAULT.dossiers_hour + 5
    assert logged(empty, Kind.REFUSED) == 0


def test_U04_parallel_sessions_take_exactly_the_limit(stage: Stage) -> None:
    """Check and entry share a transaction: eight sessions at once get twelve dossiers between them, not thirteen."""
    sessions = [stage.enter("ivan") for _ in range(8)]
    allowed: list[bool] = []

    def work(at: int) -> None:
        narrow(sessions[at], dossiers_hour=12)
        allowed.extend(read(sessions[at], at * 10 + n) for n in range(4))

    threads = [threading.Thread(target=work, args=(at,)) for at in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(allowed), sum(allowed)) == (32, 12)
    assert logged(stage, Kind.DOSSIER_READ) == 12
    assert stage.enter("anna").trail.verify().ok
