"""A share of the limits: less for who is leaving, more for a busy day; signed, at once, never one's own (U04)."""

from __future__ import annotations

import pytest

from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.access.allowance import encode_share, share_of
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.vault.session import Session
from tests.access.test_budgets import read
from tests.vault.stage import Stage, logged


def share(session: Session) -> int:
    with reading(session.entered.premises.engine) as connection:
        return share_of(connection, session.entered.identity.person_id, session.entered.premises.clock())


def opened(session: Session) -> int:
    """How many fresh dossiers the hour still holds."""
    count = 0
    while read(session, 1000 + count):
        count += 1
    return count


@pytest.mark.parametrize("by", ["boris", "adam", "anna"])
def test_U04_a_leaving_manager_has_a_quarter_in_a_session_already_open(stage: Stage, by: str) -> None:
    ivan = stage.enter("ivan")
    stage.enter(by).allowances.set("ivan", 25)
    assert share(ivan) == 25 and opened(ivan) == DEFAULT.dossiers_hour // 4
    told = {(each.budget.name, each.hours): each.limit for each in ivan.disclosure.budgets()}
    assert told == {("DOSSIERS", 1): 10, ("DOSSIERS", 24): 30, ("REVEALS", 24): 15, ("PROBES", 24): 7}
    assert share(stage.enter("petr")) == 100
    assert stage.enter("anna").trail.verify().ok


def test_U04_more_for_a_day_and_then_as_before(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    stage.enter("boris").allowances.set("ivan", 200, days=1)
    assert share(ivan) == 200 and opened(ivan) == 80
    stage.clock.pass_seconds(86_400)
    assert share(ivan) == 100


def test_U04_the_last_word_counts(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    for by, percent in (("boris", 25), ("adam", 300), ("boris", 50)):
        stage.enter(by).allowances.set("ivan", percent)
        assert share(ivan) == percent


@pytest.mark.parametrize("by", ["ivan", "petr", "klara", "vera"])
def test_U04_who_sets_no_limits_sets_none_not_even_by_hand(stage: Stage, by: str) -> None:
    session = stage.enter(by)
    with pytest.raises(Problem) as told:
        session.allowances.set("ivan", 1000)
    assert told.value.exit_code == ExitCode.REFUSED and logged(stage, Kind.BUDGET_SET) == 0
    ivan = stage.enter("ivan")
    with session.entered.gate.transaction() as step:
        step.append(Kind.BUDGET_SET, ivan.entered.identity.person_id, encode_share(1000, 0))
    assert share(ivan) == 100


def test_U04_nobody_sets_his_own_not_even_by_hand(stage: Stage) -> None:
    boris = stage.enter("boris")
    with pytest.raises(Problem):
        boris.allowances.set("boris", 1000)
    with boris.entered.gate.transaction() as step:
        step.append(Kind.BUDGET_SET, boris.entered.identity.person_id, encode_share(1000, 0))
    assert share(boris) == 100


@pytest.mark.parametrize(("login", "percent"), [("ghost", 50), ("ivan", 0), ("ivan", 1001), ("ivan", -5)])
def test_U04_a_share_that_is_none_is_one_sentence(stage: Stage, login: str, percent: int) -> None:
    with pytest.raises(Problem) as told:
        stage.enter("boris").allowances.set(login, percent)
    assert told.value.exit_code == ExitCode.BAD_INPUT


def test_U04_a_rule_of_the_firm_binds_from_the_next_login(stage: Stage) -> None:
    before = stage.enter("ivan")
    stage.enter("boris").rulebook.change("dossiers_hour", 3)
    assert opened(stage.enter("ivan")) == 3
    assert before.entered.rules.dossiers_hour == DEFAULT.dossiers_hour
