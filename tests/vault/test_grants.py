"""Giving, lending, taking and handing over portfolios (S01.13, S01.15, spec/store §1)."""

from __future__ import annotations

import pytest

from core.problem import ExitCode, Problem
from tests.vault.stage import Stage, faults, home_of, import_sales, refs
from tests.vault.test_lifecycle import settled, sound
from tests.vault.test_people import ALL, opened
from tests.vault.test_rotation import old_key, opens_nothing

DAY_US = 86_400_000_000


def test_a_grant_waits_for_somebody_who_is_away(stage: Stage) -> None:
    boris = stage.enter("boris")
    given = boris.grants.give("petr", home_of(boris, "Север"))
    assert len(given.fingerprint.split()) == 6
    petr = stage.enter("petr")
    assert opened(petr) == {"Север": ALL, "Юг": ALL}
    import_sales(petr, [("C-8", "РН-80", 1, "болт", 1_00)], "Север")
    assert sound(stage)


def test_a_grant_reaches_a_session_that_is_open(stage: Stage) -> None:
    petr, boris = stage.enter("petr"), stage.enter("boris")
    boris.grants.give("petr", home_of(boris, "Север"))
    assert opened(petr) == {"Север": ALL, "Юг": ALL}
    boris.grants.revoke("petr", home_of(boris, "Север"))
    assert opened(petr) == {"Юг": ALL}


def test_part_of_a_client_and_reading_only(stage: Stage) -> None:
    boris = stage.enter("boris")
    home = home_of(boris, "Север")
    boris.grants.give("petr", home, parts=["card"], write=False)
    petr = stage.enter("petr")
    assert opened(petr) == {"Север": {"card"}, "Юг": ALL}
    assert not petr.entered.keyring.may_write(home)
    boris.grants.give("petr", home, parts=["contacts"], write=False)
    assert opened(stage.enter("petr"))["Север"] == {"card", "contacts"}
    boris.rotation.rotate(home)
    assert opened(stage.enter("petr"))["Север"] == {"card", "contacts"}


def test_S01_15_a_deputy_for_the_holidays_and_not_a_day_longer(stage: Stage) -> None:
    boris = stage.enter("boris")
    start = stage.clock.now_us + DAY_US
    assert boris.grants.deputy("petr", "ivan", start, start + 7 * DAY_US) == 1
    petr = stage.enter("petr")
    assert opened(petr) == {"Юг": ALL}
    stage.clock.pass_seconds(2 * 86_400)
    assert opened(petr) == {"Юг": ALL, "Север": ALL}, "an open session takes the day in"
    key = old_key(petr, "Север")
    stage.clock.pass_seconds(7 * 86_400)
    assert opened(petr) == {"Юг": ALL} == opened(stage.enter("petr"))
    waiting = stage.enter("boris")
    assert [each.reason for each in waiting.rotation.pending()] == ["expired"]
    settled(stage)
    assert opens_nothing(stage, key)
    assert opened(stage.enter("ivan")) == {"Север": ALL}
    assert sound(stage)


def test_a_revoked_portfolio_is_gone_and_its_keys_are_new(stage: Stage) -> None:
    boris, ivan = stage.enter("boris"), stage.enter("ivan")
    key = old_key(ivan, "Север")
    assert boris.grants.revoke("ivan", home_of(boris, "Север")) == 3
    assert opened(ivan) == {} == opened(stage.enter("ivan")) and refs(ivan) == {}
    assert opens_nothing(stage, key)
    assert boris.rotation.pending() == [] and sound(stage)


def test_a_portfolio_handed_over(stage: Stage) -> None:
    boris, ivan = stage.enter("boris"), stage.enter("ivan")
    key, home = old_key(ivan, "Север"), home_of(boris, "Север")
    assert boris.grants.hand_over(home, "petr") == 3
    assert opened(stage.enter("ivan")) == {} and opens_nothing(stage, key)
    assert opened(stage.enter("petr")) == {"Север": ALL, "Юг": ALL}
    assert boris.staffing.portfolios()[home].owner_id == stage.enter("petr").entered.identity.person_id
    assert faults(boris) == [] and sound(stage)


@pytest.mark.parametrize("who", ["ivan", "klara", "adam", "vera"])
def test_only_holders_who_may_give_do(stage: Stage, who: str) -> None:
    home = home_of(stage.enter("boris"), "Север")
    session = stage.enter(who)
    for step in (
        lambda: session.grants.give("petr", home),
        lambda: session.grants.revoke("petr", home),
        lambda: session.grants.hand_over(home, "petr"),
    ):
        with pytest.raises(Problem) as told:
            step()
        assert told.value.exit_code == ExitCode.REFUSED
    assert opened(stage.enter("petr")) == {"Юг": ALL}


@pytest.mark.parametrize("whom", ["adam", "vera"])
def test_admin_and_auditor_are_given_no_portfolio(stage: Stage, whom: str) -> None:
    boris = stage.enter("boris")
    with pytest.raises(Problem) as told:
        boris.grants.give(whom, home_of(boris, "Север"))
    assert told.value.exit_code == ExitCode.REFUSED


def test_nobody_gives_to_himself_or_for_a_time_that_is_over(stage: Stage) -> None:
    boris = stage.enter("boris")
    home = home_of(boris, "Север")
    for step in (lambda: boris.grants.give("boris", home), lambda: boris.grants.revoke("boris", home)):
        with pytest.raises(Problem) as told:
            step()
        assert told.value.exit_code == ExitCode.REFUSED
    for begin, end in ((0, stage.clock.now_us - 1), (1 << 61, 1 << 60)):
        with pytest.raises(Problem) as told:
            boris.grants.give("petr", home, not_before_us=begin, not_after_us=end)
        assert told.value.exit_code == ExitCode.BAD_INPUT


def test_everybody_sees_the_grants_that_concern_him(stage: Stage) -> None:
    counts = {login: len(stage.enter(login).grants.all()) for login in ("boris", "ivan", "petr", "adam", "vera")}
    assert counts["boris"] == counts["adam"] == counts["vera"] == 11
    assert counts["ivan"] == counts["petr"] == 4
    assert {each.portfolio for each in stage.enter("adam").grants.all()} == {""}
    assert {each.portfolio for each in stage.enter("ivan").grants.all()} == {"Север"}
