"""The playbook as a state machine: what follows what, and what cannot be skipped (S03.104–S03.109)."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from core.entities.recovery import COURSES, LOSS_REASONS, CaseStep, RecoveryCase
from core.problem import ExitCode, Problem
from core.recovery.case import HOUR_US, follow_up_days, hours_left, next_steps, open_case, overdue, stepped
from core.recovery.outcome import action_of, calibration, tally
from core.wording import in_language
from core.wording.recovery import script, step_name

ME = b"m" * 16
DAY, NOW = 20_500, 20_500 * 24 * HOUR_US


def opened(favoured: bool = False) -> RecoveryCase:
    return open_case(DAY, NOW, ME, favoured=favoured, said=0.8, stake=100_00)


def led(case: RecoveryCase, *steps: CaseStep, loss: str = "better_terms") -> RecoveryCase:
    """The case after some steps, each with the words it needs."""
    for step in steps:
        gift = "чай" if step == "office" else ""
        case = stepped(case, step, DAY, NOW, ME, note="дорого", gift=gift, loss=loss)  # type: ignore[arg-type]
    return case


def test_S03_104_a_key_client_is_invited_within_a_day_and_others_have_no_timer() -> None:
    case = opened(favoured=True)
    assert (hours_left(case, NOW), overdue(case, NOW + 24 * HOUR_US)) == (24, False)
    assert overdue(case, NOW + 25 * HOUR_US)
    invited = led(case, "invited")
    assert not overdue(invited, NOW + 99 * HOUR_US)
    assert opened().due_us == 0


def test_S03_105_the_office_is_the_other_way_and_asks_for_a_gift() -> None:
    case = led(opened(), "invited")
    assert next_steps(case) == ("met", "office")
    with pytest.raises(Problem, match="comes with a gift"):
        stepped(case, "office", DAY, NOW, ME)
    visited = stepped(case, "office", DAY, NOW, ME, gift="мёд")
    assert [each.gift for each in visited.gifts] == ["мёд"]
    assert next_steps(visited) == ("reason",)


@pytest.mark.parametrize("step", ["what_if", "returned", "parted"])
def test_S03_106_the_reason_cannot_be_skipped(step: CaseStep) -> None:
    for case in (opened(), led(opened(), "invited", "met")):
        with pytest.raises(Problem, match="First the reason") as told:
            stepped(case, step, DAY, NOW, ME)
        assert told.value.exit_code == ExitCode.REFUSED


@pytest.mark.parametrize("loss,note", [(None, "ушёл"), ("better_terms", "  ")])
def test_S03_106_the_reason_is_a_code_and_a_text(loss: str | None, note: str) -> None:
    with pytest.raises(Problem, match="Record the reason"):
        stepped(led(opened(), "invited", "met"), "reason", DAY, NOW, ME, note=note, loss=loss)  # type: ignore[arg-type]


def test_S01_06_every_loss_reason_of_the_base_has_its_course() -> None:
    assert set(COURSES) == set(LOSS_REASONS)
    assert {COURSES[each] for each in ("product_switch", "left_city")} == {"not_needed"}
    assert {COURSES[each] for each in ("offended", "no_attention")} == {"service"}
    assert led(opened(), "invited", "met", "reason", loss="offended").course == "service"


def test_S03_107_what_if_may_be_left_out_only_when_nothing_is_needed() -> None:
    assert next_steps(led(opened(), "invited", "met", "reason")) == ("what_if",)
    assert next_steps(led(opened(), "invited", "met", "reason", loss="not_needed")) == ("what_if", "parted")
    back = led(opened(), "invited", "met", "reason", "what_if", "returned")
    assert (back.outcome, back.ended) == ("returned", DAY)
    with in_language("en"):
        assert script("what_if", "terms") != script("what_if", "service") != script("what_if", "not_needed")


def test_S03_108_parting_leads_to_three_calls_and_then_the_case_closes() -> None:
    parted = led(opened(), "invited", "met", "reason", "what_if", "parted")
    assert next_steps(parted) == ("referral", "follow_3")
    closed = led(parted, "follow_3", "follow_6", "follow_12", "closed")
    assert (closed.step, closed.outcome, next_steps(closed)) == ("closed", "parted", ())
    assert [each - DAY for each in follow_up_days(DAY)] == [91, 183, 365]
    woken = led(parted, "follow_3", "returned")
    assert woken.outcome == "returned"


def test_S03_109_who_needs_nothing_more_is_asked_for_an_introduction() -> None:
    parted = led(opened(), "invited", "met", "reason", "parted", loss="not_needed")
    assert next_steps(parted) == ("referral",)
    with pytest.raises(Problem, match="ask for an introduction"):
        led(parted, "follow_3")
    assert next_steps(led(parted, "referral")) == ("follow_3",)


def test_a_client_who_orders_by_himself_needs_no_reason() -> None:
    case = led(opened(), "invited")
    assert "closed" not in next_steps(case)
    with pytest.raises(Problem):
        stepped(case, "closed", DAY, NOW, ME)
    assert stepped(case, "closed", DAY, NOW, ME, bought=True).outcome == "bought"


def test_every_step_has_its_name_and_the_playbook_its_words() -> None:
    seen: set[CaseStep] = set()
    waiting = [opened(), led(opened(), "invited", "met", "reason", loss="not_needed")]
    while waiting:
        case = waiting.pop()
        for step in next_steps(case):
            if step not in seen:
                seen.add(step)
                assert step_name(step)
                assert script(step, case.course)
                waiting.append(led(case, step))
    assert seen >= {"invited", "met", "office", "reason", "what_if", "returned", "parted", "referral", "closed"}


def test_outcomes_are_counted_by_reason_and_action() -> None:
    cases = [
        led(opened(), "invited", "met", "reason", "what_if", "returned"),
        led(opened(), "invited", "office", "reason", "what_if", "parted", loss="offended"),
        opened(),
    ]
    found = {each.key: each for each in tally(cases, lambda case: case.loss or "")}
    assert (found["better_terms"].returned, found["offended"].parted, found[""].at_work) == (1, 1, 1)
    assert [action_of(each) for each in cases] == ["met", "office", "claimed"]


def test_calibration_shows_said_against_happened_with_n() -> None:
    said = np.array([0.9, 0.85, 0.95, 0.1, np.nan])
    bought = np.array([False, True, False, True, True])
    low, high = calibration(said, bought)
    assert (low.clients, low.happened) == (1, 0.0)
    assert low.said == pytest.approx(0.1)
    assert high.clients == 3
    assert [high.said, high.happened] == pytest.approx([0.9, 2 / 3])
    assert calibration(np.array([np.nan]), np.array([True])) == ()


def test_a_case_survives_being_written_and_read() -> None:
    case = led(opened(True), "invited", "office", "reason", "what_if", "parted")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(case), type=RecoveryCase) == case
