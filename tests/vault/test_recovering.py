"""Recovery by two of three holders, and breaking the glass (U24, spec/security §3.3)."""

from __future__ import annotations

import itertools

import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from tests.vault.stage import Stage, home_of, logged, refs
from tests.vault.test_lifecycle import settled, sound
from tests.vault.test_people import ALL, NAMES, opened
from tests.vault.test_rotation import old_key, opens_nothing

WHY = "руководитель заболел, отгрузка горит"


def alone_with_the_keys(stage: Stage) -> None:
    """The owner stepped back, then the only head was lost."""
    stage.enter("anna").people.step_back()
    settled(stage)
    stage.enter("anna").people.suspend("boris")
    stage.enter("anna").people.change_role("ivan", "head")


def test_U24_two_sheets_give_a_new_head_everything(stage: Stage) -> None:
    alone_with_the_keys(stage)
    assert opened(stage.enter("ivan")) == {}
    for one, other in itertools.permutations(stage.founded.recovery, 2):
        assert stage.enter("anna").recovering.give_again("ivan", (one, other), WHY) == 3
    assert opened(stage.enter("ivan")) == dict.fromkeys(NAMES, ALL)
    assert set(refs(stage.enter("ivan"))) == {"C-1", "C-2", "C-3", "L-1", "L-2"}
    assert opened(stage.enter("anna")) == {}, "who held the sheets beside him got nothing"
    settled(stage, "ivan")
    assert logged(stage, Kind.RECOVERY_USED) == 6
    assert stage.enter("ivan").trail.verify().ok


def test_one_sheet_opens_nothing(stage: Stage) -> None:
    alone_with_the_keys(stage)
    one, two, _three = stage.founded.recovery
    for sheets in ((one,), (one, one), (one, two.replace(two.split()[5], one.split()[5], 1))):
        with pytest.raises(Problem):
            stage.enter("anna").recovering.give_again("ivan", sheets, WHY)
    assert opened(stage.enter("ivan")) == {}
    assert logged(stage, Kind.RECOVERY_USED) == 0


@pytest.mark.parametrize("who", ["petr", "klara", "adam", "vera"])
def test_sheets_alone_are_not_enough(stage: Stage, who: str) -> None:
    sheets = stage.founded.recovery[:2]
    session = stage.enter(who)
    with pytest.raises(Problem) as told:
        session.recovering.give_again("boris", sheets, WHY)
    assert told.value.exit_code == ExitCode.REFUSED
    with pytest.raises(Problem) as told:
        session.recovering.break_glass(session.recovering.portfolios(), sheets, WHY)
    assert told.value.exit_code == ExitCode.REFUSED


def test_U24_the_broken_glass_opens_what_was_named_for_four_hours_and_closing_renews_the_keys(stage: Stage) -> None:
    north = home_of(stage.enter("boris"), "Север")
    stage.enter("anna").people.step_back()
    settled(stage)
    anna = stage.enter("anna")
    with pytest.raises(Problem) as told:
        anna.recovering.break_glass([north], stage.founded.recovery[1:], "  ")
    assert told.value.exit_code == ExitCode.BAD_INPUT
    until = anna.recovering.break_glass([north], stage.founded.recovery[1:], WHY)
    assert 0 < until - stage.clock.now_us <= 4 * 3_600_000_000
    assert opened(anna) == {"Север": ALL} and not anna.entered.keyring.may_write(north)
    entry = stage.enter("vera").trail.entries(kind="break_glass")[0]
    assert (entry.details["reason"], entry.details["portfolios"]) == (WHY, [north])
    key = old_key(anna, "Север")
    assert anna.recovering.close() == 1
    assert opened(anna) == {}
    settled(stage)
    assert opens_nothing(stage, key) and sound(stage)
    with pytest.raises(Problem):
        anna.recovering.close()


def test_the_broken_glass_mends_itself_after_four_hours(stage: Stage) -> None:
    north = home_of(stage.enter("boris"), "Север")
    stage.enter("anna").people.step_back()
    settled(stage)
    anna = stage.enter("anna")
    anna.recovering.break_glass([north], stage.founded.recovery[:2], WHY)
    key = old_key(anna, "Север")
    stage.clock.pass_seconds(4 * 3_600)
    assert opened(anna) == {}
    assert [each.reason for each in stage.enter("boris").rotation.pending()] == ["expired"]
    settled(stage)
    assert opens_nothing(stage, key)
