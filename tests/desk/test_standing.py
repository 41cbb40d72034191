"""Evidence by hand, key and target clients, the review of the base, the document: at the desk of a real store."""

from __future__ import annotations

import datetime as dt

import pytest

from core.entities.work import Activity
from core.problem import Problem
from core.standing.status import STATUSES
from storage.vault.books.work import NEED
from tests.desk.following import follow
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import DAY, Sale, Stage, import_sales, refs
from tui.desk.desk import Desk
from tui.desk.figures import day_number
from tui.desk.port_standing import View

TODAY = dt.date(2026, 3, 1)


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def axis(desk: Desk, ref: str, name: str) -> object:
    return getattr(desk.axes(client(desk, ref))[0], name)


def test_S02_07_prospective_needs_a_reason_and_a_day_and_expires(stage: Stage) -> None:
    desk = desk_of(stage, "petr")
    one = client(desk, "L-1")
    with pytest.raises(Problem, match="needs a reason and the day"):
        desk.standing.note_level(one, "prospective", reason="строит склад")
    with pytest.raises(Problem, match="needs a reason and the day"):
        desk.standing.note_level(one, "prospective", expected=TODAY)
    with pytest.raises(Problem, match="lies in the past"):
        desk.standing.note_level(one, "prospective", reason="строит склад", expected=TODAY - dt.timedelta(1))
    desk.standing.note_level(one, "prospective", reason="строит склад", expected=dt.date(2026, 5, 1))
    assert axis(desk, "L-1", "level") == "prospective"
    later = Desk(stage.premises(), dt.date(2026, 5, 2))
    from tests.vault.stage import secret_of

    later.unlock("petr", secret_of("petr"))
    assert axis(later, "L-1", "level") == "potential"


def test_S02_08_probable_needs_a_gain_and_that_he_does_not_know_of_us(stage: Stage) -> None:
    desk = desk_of(stage, "petr")
    one = client(desk, "L-1")
    with pytest.raises(Problem, match="tick at least one"):
        desk.standing.note_level(one, "probable", knows_us=False)
    with pytest.raises(Problem, match="does not know of us"):
        desk.standing.note_level(one, "probable", ticks=["price"], knows_us=True)
    desk.standing.note_level(one, "probable", ticks=["price", "terms"], knows_us=False)
    assert axis(desk, "L-1", "level") == "probable"
    told = [each.text for each in desk.standing.proofs(one) if each.notion == "level"]
    assert "our prices" in told[0] or "наши" in told[0] or "цен" in told[0]


def test_S02_09_potential_is_bounded_by_goods_and_geography(stage: Stage) -> None:
    desk = desk_of(stage, "petr")
    one = client(desk, "L-1")
    with pytest.raises(Problem, match="territory and an industry"):
        desk.standing.note_level(one, "potential", territory="Орёл")
    desk.standing.note_level(one, "potential", territory="Орёл", industry="мебель")
    assert axis(desk, "L-1", "level") == "potential"


def test_U35_head_and_manager_see_the_same_evidence(stage: Stage) -> None:
    head, manager = desk_of(stage, "boris"), desk_of(stage, "petr")
    assert axis(manager, "L-2", "level") == "potential"
    head.standing.note_level(client(head, "L-2"), "probable", ticks=["service"], knows_us=False)
    follow(manager)
    assert axis(manager, "L-2", "level") == axis(head, "L-2", "level") == "probable"


def test_S01_06_lost_asks_for_one_of_seven_reasons_and_a_sale_returns_the_client(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    one = client(desk, "C-2")
    with pytest.raises(Problem, match="Why did the client leave"):
        desk.standing.note_status(one, "lost")
    with pytest.raises(Problem):
        desk.standing.note_status(one, "lost", "bored")
    desk.standing.note_status(one, "lost", "no_attention")
    assert axis(desk, "C-2", "base_status") == "lost"
    gap = day_number(TODAY) - DAY
    import_sales(desk.session, [("C-2", "РН-77", gap + 3, "болт", 900)])
    later = desk_at(stage, "boris", TODAY + dt.timedelta(10))
    assert axis(later, "C-2", "base_status") == "returned"


def desk_at(stage: Stage, login: str, day: dt.date) -> Desk:
    from tests.vault.stage import secret_of

    desk = Desk(stage.premises(), day)
    desk.unlock(login, secret_of(login))
    return desk


def test_S02_13_unfit_needs_a_reason_leaves_the_queues_and_is_lifted(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    one = client(desk)
    with pytest.raises(Problem, match="does not fit"):
        desk.standing.note_status(one, "unfit")
    desk.standing.note_status(one, "unfit", note="торгует с нашим конкурентом")
    assert axis(desk, "C-1", "base_status") == "unfit"
    assert one not in {each.id for each in desk.queue(None).entries}
    assert one in {row.id for row in desk.standing.members(View("groups"), "unfit").rows(0, 9)}
    desk.standing.lift(one, "status")
    assert axis(desk, "C-1", "base_status") != "unfit"
    with pytest.raises(Problem, match="Nothing of that kind"):
        desk.standing.lift(one, "status")


def test_S01_02_the_first_sale_keeps_its_date_and_a_cancelled_one_is_marked(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    import_sales(desk.session, [("C-9", "РН-8", 1, "болт", 500), ("C-9", "РН-9", 2, "болт", -500)])
    desk.refresh()
    found = desk.axes(client(desk))[0]
    assert found.client_since == dt.date(1970, 1, 1) + dt.timedelta(DAY)
    assert found.base_status in STATUSES
    cancelled = desk.axes(client(desk, "C-9"))[0]
    assert (cancelled.base_status, cancelled.cancelled, cancelled.client_since) == ("potential", True, None)


def test_S02_10_two_ticks_and_the_recorded_rate_make_a_target_client(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    one = client(desk, "L-1")
    with pytest.raises(Problem, match="Say who stated the need"):
        desk.standing.note_target(one, "as_is", quarterly=520_000, currency="USD")
    with pytest.raises(Problem, match="No rate of USD"):
        desk.standing.note_target(one, "as_is", quarterly=520_000, currency="USD", source="директор")
    desk.rates.set({"currency": "USD", "date": "2026-01-01", "rate": "90"})
    desk.standing.note_target(one, "as_is", quarterly=520_000, currency="USD", source="директор")
    found = desk.axes(one)[0].target
    assert found is not None
    assert (found.is_target, found.purpose_fits, found.sum_fits) == (True, True, True)
    assert (found.quarterly.amount, found.limit.amount) == (46_800_000, 40_500_000)  # type: ignore[union-attr]
    desk.standing.note_target(one, "own_use", quarterly=520_000, currency="USD", source="директор")
    assert desk.axes(one)[0].target.is_target is False  # type: ignore[union-attr]


def test_S02_11_the_half_year_starts_with_the_first_contact_and_ends_in_a_task(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    one = client(desk, "L-2")
    desk.rates.set({"currency": "USD", "date": "2026-01-01", "rate": "90"})
    first = day_number(dt.date(2026, 2, 10))
    desk.work.log_contact(one, Activity(kind="call", day=first + 9))
    desk.work.log_contact(one, Activity(kind="call", day=first))
    desk.standing.note_target(one, "in_product", expected=dt.date(2026, 6, 1))
    found = desk.axes(one)[0].target
    assert found is not None
    assert (found.first_contact, found.by_expectation, found.is_target) == (dt.date(2026, 2, 10), True, True)
    tasks = [each.fields for of, each in desk.work.tasks() if of == one]
    assert [(each.kind, each.source, each.due) for each in tasks] == [("check", "S02.11", first + 183)]
    after = desk_at(stage, "boris", dt.date(2026, 8, 20))
    assert after.axes(one)[0].target.recheck is True  # type: ignore[union-attr]
    assert [row.id for row in after.standing.members(View("targets"), "recheck").rows(0, 5)] == [one]


def test_S00_07_the_review_makes_a_meeting_and_the_answer_a_need(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    view = View("review")
    before = desk.standing.segment(view)
    open_ = next(each for each in before.figures if each.key == "open")
    assert open_.count == 3
    assert before.alarms
    one = client(desk)
    desk.standing.make_task(one)
    asked = [each.fields for of, each in desk.work.tasks() if of == one]
    assert [(each.kind, each.source, each.state) for each in asked] == [("meeting", "S00.07", "open")]
    assert [each.count for each in desk.standing.segment(view).figures[:2]] == [2, 1]
    desk.standing.answer_question(one, "возить по вторникам", "delivery")
    assert [each.fields.kind for each in desk.work.about(NEED, one)] == ["delivery"]
    assert all(each.fields.state == "done" for of, each in desk.work.tasks() if of == one)
    assert [each.count for each in desk.standing.segment(view).figures[:3]] == [2, 0, 1]
    desk.standing.close_review()
    assert not desk.standing.segment(view).alarms
    assert desk_at(stage, "boris", TODAY + dt.timedelta(61)).standing.segment(view).alarms


def test_S03_04_an_unknown_share_makes_a_task(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    desk.standing.ask_share(client(desk))
    assert [(each.fields.kind, each.fields.source) for _of, each in desk.work.tasks()] == [("ask", "S03.04")]


def test_S00_09_the_gauge_has_a_line_at_ten_percent(stage: Stage) -> None:
    found = desk_of(stage, "boris").standing.segment(View("review"))
    assert (found.gauge, found.goal) == (0.0, 0.10)


def test_S03_88_the_fourth_key_client_is_refused_and_the_head_may_go_over_with_reason_and_end(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    for ref in ("C-1", "C-2", "C-3"):
        desk.keys.appoint(client(desk, ref), "ivan")
    with pytest.raises(Problem, match="needs a reason and a last day"):
        desk.keys.appoint(client(desk, "L-1"), "ivan")
    desk.keys.appoint(client(desk, "L-1"), "ivan", "отпуск Петра", dt.date(2026, 4, 1))
    found = desk.keys.answer()
    assert found.appointed == 4
    over = next(row for row in found.rows if row.id == client(desk, "L-1"))
    assert (over.over, over.until, over.why_over) == (True, dt.date(2026, 4, 1), "отпуск Петра")
    assert {each.login: each.count for each in found.loads}["ivan"] == 4
    assert desk_at(stage, "boris", dt.date(2026, 4, 2)).keys.answer().appointed == 3
    with pytest.raises(Problem, match="appointed already"):
        desk.keys.appoint(client(desk), "petr")
    with pytest.raises(Problem, match="appointed by the head"):
        desk_of(stage, "ivan").keys.appoint(client(desk, "C-3"), "ivan")


def test_S03_88_candidates_and_appointed_are_counted_apart_and_reviewed_yearly(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    assert (desk.keys.answer().candidates, desk.keys.answer().appointed) == (1, 0)
    one = client(desk)
    desk.keys.appoint(one, "ivan")
    after = desk_at(stage, "boris", TODAY + dt.timedelta(366))
    assert next(row for row in after.keys.answer().rows if row.id == one).review_due
    after.keys.review(one, "растёт")
    assert not next(row for row in after.keys.answer().rows if row.id == one).review_due
    after.keys.retire(one, "продан")
    assert after.keys.answer().appointed == 0


def test_S03_81_S03_82_shares_at_company_department_and_manager(stage: Stage) -> None:
    row = desk_of(stage, "boris").keys.answer().rows[0]
    assert row.name == "Фирма C-1"
    assert row.levels["company"] == pytest.approx(25_049 / 25_750)
    assert row.criteria["volume"]
    ivan = desk_of(stage, "ivan").keys.answer().rows[0]
    assert ivan.levels["manager"] == row.levels["manager"]


def test_S03_84_S03_85_S03_86_each_criterion_keeps_its_record(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    one = client(desk, "L-1")
    with pytest.raises(Problem, match="How far is the reference"):
        desk.keys.sign(one, "fame")
    desk.keys.sign(one, "fame", state="allowed", cost=150_000, note="отзыв получен")
    desk.keys.sign(one, "innovator", plans=dt.date(2026, 2, 1), no_tender=dt.date(2026, 2, 2))
    with pytest.raises(Problem, match="taught us"):
        desk.keys.sign(one, "demanding")
    desk.keys.sign(one, "demanding", note="научил упаковке")
    told = {each.criterion: (each.holds, each.text) for each in desk.keys.proofs(one)}
    assert told["fame"][0] and "отзыв получен" in told["fame"][1]
    assert "01.02.2026" in told["innovator"][1] or "2026" in told["innovator"][1]
    assert told["demanding"][0] and "упаковке" in told["demanding"][1]
    answer = desk.keys.answer()
    assert answer.innovators_warn
    row = next(each for each in answer.rows if each.id == one)
    assert (row.criteria["fame"], row.criteria["innovator"], row.criteria["demanding"]) == (True, True, True)


def test_U26_health_is_the_mean_of_visible_parts_each_with_evidence(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    one = client(desk)
    desk.work.log_contact(one, Activity(kind="visit", day=day_number(TODAY) - 10))
    found = desk.keys.health(one)
    parts = {each.part: each.points for each in found.parts}
    assert parts["attention"] == 100
    assert parts["rhythm"] is not None
    known = [points for points in parts.values() if points is not None]
    assert found.points == pytest.approx(sum(known) / len(known))
    assert all(each.evidence for each in found.parts)


def test_S00_02_a_large_client_asks_whether_the_obligations_can_be_met(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    view = View("groups")

    def asked() -> int:
        return next(each.count for each in desk.standing.segment(view).figures if each.key == "large_open")

    first = asked()
    assert first == 1
    with pytest.raises(Problem, match="cannot be met"):
        desk.standing.answer_obligations(client(desk), False)
    desk.standing.answer_obligations(client(desk), True, "склад есть")
    assert asked() == 0
    assert any("склад есть" in each.text for each in desk.standing.proofs(client(desk)))


def test_S02_12_S02_14_the_document_is_worded_by_the_firm_and_versioned(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    assert not any(each.own for each in desk.evolution.clauses())
    desk.evolution.word("direction", "Сначала свои.")
    desk.evolution.word("direction", "Сначала свои, потом похожие.")
    line = next(each for each in desk.evolution.clauses() if each.key == "direction")
    assert (line.text, line.own, line.changed_by) == ("Сначала свои, потом похожие.", True, "Boris")
    assert [each.text for each in desk.evolution.versions("direction")] == ["Сначала свои."]
    manager = desk_of(stage, "ivan")
    assert manager.evolution.text("direction") == "Сначала свои, потом похожие."
    with pytest.raises(Problem, match="Your role may not do this"):
        manager.evolution.word("direction", "иначе")
    desk.evolution.word("direction", "")
    assert not next(each for each in desk.evolution.clauses() if each.key == "direction").own
    key = next(each for each in desk.evolution.clauses() if each.key == "key_criteria")
    assert len(key.rules) == 4


def test_S00_01_fixed_costs_are_entered_by_month(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    desk.evolution.enter_costs(dt.date(2026, 1, 1), 100_000)
    desk.evolution.enter_costs(dt.date(2026, 2, 1), 300_000)
    desk.evolution.enter_costs(dt.date(2026, 2, 1), 200_000)
    lines = {each.month: each.amount for each in desk.evolution.costs()}
    assert lines[dt.date(2026, 2, 1)].amount == 200_000  # type: ignore[union-attr]
    assert len(lines) == 13
    assert desk.evolution.monthly_costs((2026 - 1970) * 12 + 2) == 150_000
    with pytest.raises(Problem):
        desk_of(stage, "ivan").evolution.enter_costs(dt.date(2026, 2, 1), 1)


def test_S03_94_the_vip_group_and_a_base_without_segments(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    found = desk.standing.segment(View("groups"))
    assert {each.key: each.count for each in found.figures}["vip"] == 1
    assert not found.alarms
    assert [row.name for row in desk.standing.members(View("groups"), "vip").rows(0, 9)] == ["Фирма C-1"]
    before = desk_at(stage, "petr", dt.date(2020, 1, 1))
    assert before.standing.segment(View("groups")).alarms


def test_S02_13_S03_09_too_few_key_clients_make_no_portrait(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    desk.standing.note_profile(client(desk, "L-1"), {"industry": "мебель", "decides": "директор"})
    desk.standing.note_profile(client(desk, "L-1"), {"size": "20 человек"})
    found = desk.standing.segment(View("portrait"))
    assert found.alarms
    assert [each.count for each in found.figures] == [0, 0]
    assert len(desk.standing.members(View("portrait"), "leads")) == 0
    assert len(desk.standing.members(View("portrait"), "unknown=word")) == 0


def test_S01_07_a_word_on_a_client_makes_the_loss_certain_in_the_flow(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    before = desk.worth.metrics("month").periods[-1]
    desk.standing.note_status(client(desk, "C-1"), "lost", "better_terms")
    after = desk.worth.metrics("month").periods[-1]
    assert (before.lost_confirmed, after.lost_confirmed) == (0, 1)
    assert (after.lost, after.end) == (before.lost + 1, before.end - 1)


def test_S02_13_goods_are_an_attribute_of_the_portrait(stage: Stage) -> None:
    """Five who buy most of all bolts are portrayed; the rest buys nuts."""
    days = range(-1100, 45, 30)
    sales: list[Sale] = [(f"A-{n}", f"A-{n}-{day}", day, "БОЛТ-1", 90_000_00) for n in range(5) for day in days]
    sales += [(f"B-{n}", f"B-{n}-{day}", day, "ГАЙКА-2", 100_00) for n in range(8) for day in days]
    import_sales(stage.enter("boris"), sales)
    desk = desk_of(stage, "boris")
    desk.products.group_by("prefix")
    found = {each.key: each for each in desk.standing.segment(View("portrait")).figures}
    assert found["portrayed"].count == 5
    assert found["goods=БОЛТ"].share == 1
    members = desk.standing.members(View("portrait"), "goods=БОЛТ")
    assert {row.name for row in members.rows(0, 9)} == {f"Фирма A-{n}" for n in range(5)}
