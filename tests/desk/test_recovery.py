"""Recovery cases and recommendations at the desk: what a step brings with it, and who sees it."""

from __future__ import annotations

import datetime as dt

import pytest

from core.entities.recovery import RecoveryCase
from core.problem import ExitCode, Problem
from storage.vault.books.recovery import RECOVERY_CASE
from storage.vault.books.work import ACTIVITY
from tests.desk.following import follow
from tests.desk.test_merged_base import desk_of
from tests.desk.test_work import client
from tests.vault.stage import Stage, import_sales
from tui.desk.desk import Desk
from tui.desk.port_recovery import CaseLine


def led(desk: Desk, case: CaseLine, *steps: str, reason: str = "our_service") -> CaseLine:
    for step in steps:
        words = {"reason": "нагрубили на складе", "referral": "Пётр, брат директора"}
        gift = "конфеты" if step in ("office", "parted") else ""
        case = desk.recovery.step(case.id, step, words.get(step, ""), gift, reason)  # type: ignore[arg-type]
    return case


def test_a_claimed_client_is_seen_by_the_head_and_claimed_once(stage: Stage) -> None:
    ivan, boris = desk_of(stage), desk_of(stage, "boris")
    case = ivan.recovery.claim(client(ivan))
    assert (case.step, case.manager, case.next) == ("claimed", "Ivan", ("invited",))
    assert [each.id for each in boris.recovery.cases().cases] == [case.id]
    with pytest.raises(Problem, match="already") as told:
        boris.recovery.claim(client(boris))
    assert told.value.exit_code == ExitCode.REFUSED


def test_S03_104_a_late_invitation_to_a_key_client_is_red_on_today(stage: Stage) -> None:
    desk = desk_of(stage)
    now = desk.now_us()
    late = RecoveryCase(step="claimed", opened=20_500, favoured=True, due_us=now - 2 * 3_600_000_000)
    desk.work.add(RECOVERY_CASE, client(desk), late)
    line = desk.recovery.cases().cases[0]
    assert (line.red, line.timer_hours) == (True, -3)
    shown = [each for each in desk.today().reminders if each.client_id == client(desk)]
    assert [(each.kind, each.red) for each in shown] == [("recovery", True)]
    led(desk, line, "invited")
    assert not desk.recovery.cases().cases[0].red


def test_S03_105_S03_108_gifts_and_meetings_are_contacts_and_parting_makes_three_calls(stage: Stage) -> None:
    desk = desk_of(stage)
    case = led(desk, desk.recovery.claim(client(desk)), "invited", "office", "reason", "what_if", "parted")
    kinds = [each.fields.kind for each in desk.work.about(ACTIVITY, client(desk))]
    assert sorted(kinds) == ["call", "gift", "gift", "visit"]
    tasks = [each.fields for _, each in desk.work.tasks()]
    day = dt.date(2026, 3, 1)
    dues = [(dt.date(1970, 1, 1) + dt.timedelta(each.due) - day).days for each in tasks]
    assert (dues, {each.source for each in tasks}) == ([91, 183, 365], {"S03.108"})
    case = led(desk, case, "follow_3")
    assert [each.fields.state for _, each in desk.work.tasks()] == ["done", "open", "open"]
    assert case.reason_text == "нагрубили на складе"


def test_S03_106_a_skipped_reason_writes_nothing(stage: Stage) -> None:
    desk = desk_of(stage)
    case = led(desk, desk.recovery.claim(client(desk)), "invited", "met")
    with pytest.raises(Problem, match="First the reason"):
        desk.recovery.step(case.id, "parted")
    assert desk.recovery.case(case.id).step == "met"
    assert desk.work.tasks() == []


def test_S03_109_the_introduction_is_a_recommendation_and_any_other_counts_too(stage: Stage) -> None:
    desk = desk_of(stage)
    case = led(desk, desk.recovery.claim(client(desk)), "invited", "met", "reason", "parted", reason="left_city")
    assert desk.axes(client(desk))[0].base_status == "lost"
    assert desk.worth.metrics("month").periods[-1].lost_confirmed == 1
    assert case.next == ("referral",)
    led(desk, case, "referral")
    other = desk.recovery.add_referral(client(desk, "C-2"), "Анна Павловна", "ООО «Луч»")
    assert desk.recovery.referral_counts() == {client(desk): 1, client(desk, "C-2"): 1}
    desk.recovery.settle_referral(other.id, "refused")
    assert desk.recovery.referral_counts() == {client(desk): 1}
    with pytest.raises(Problem, match="needs a name"):
        desk.recovery.add_referral(client(desk), "  ")


def test_who_buys_again_unasked_can_be_closed(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.work.add(RECOVERY_CASE, client(desk), RecoveryCase(step="claimed", opened=20_500))
    case = desk.recovery.cases().cases[0]
    assert not case.bought
    session = stage.enter("boris")
    import_sales(session, [("C-1", "РН-9", 40, "болт", 5_00)])
    session.end()
    follow(desk)
    case = desk.recovery.cases().cases[0]
    assert case.bought
    assert desk.recovery.step(case.id, "closed").outcome == "bought"
    assert desk.recovery.cases().cases == ()
    assert len(desk.recovery.cases(everything=True).cases) == 1


def test_outcomes_without_history_say_so(stage: Stage) -> None:
    desk = desk_of(stage)
    led(desk, desk.recovery.claim(client(desk)), "invited", "met", "reason", "what_if", "returned")
    found = desk.recovery.outcomes()
    assert (found.cases, found.returned, found.checked_day, found.bins) == (1, 1, None, ())
    assert [(each.key, each.returned) for each in found.by_reason] == [("our_service", 1)]
    assert [each.key for each in found.by_manager] == ["Ivan"]
