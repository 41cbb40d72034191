"""Spending, enquiries, plans, tiers, rates, selections and the reports made of them, over a real store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core.entities.work import Activity, Task
from core.problem import ExitCode, Problem
from core.worth.periods import day_of
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import DAY, Stage, refs
from tui.desk.answers_reports import FIGURES, TrendBy
from tui.desk.desk import Desk
from tui.desk.port import ListFilter

MONTH = dt.date(2026, 2, 1)


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def told(problem: pytest.ExceptionInfo[Problem]) -> ExitCode:
    return problem.value.exit_code


# Spending (S03.41, S03.42, S01.19)


def test_S03_41_spending_is_typed_listed_and_taken_off(stage: Stage) -> None:
    desk = desk_of(stage)
    row = desk.spending.add({"kind": "acquisition", "tool": "выставка", "money": "300 000", "hours": "1:30",
                             "date": "20.02.2026", "event": "выставка"})  # fmt: skip
    assert (row.tool, row.event, row.money.amount, row.hours) == ("exhibition", "exhibition", 300_000_00, 1.5)
    desk.spending.add({"kind": "удержание", "tool": "call", "money": "1 200,50", "date": "2026-02-21"})
    found = desk_of(stage, "boris").spending.listed()
    assert [each.day.day for each in found.rows] == [21, 20]
    assert (found.acquisition.money.amount, found.acquisition.events, found.retention.money.amount) == (
        300_000_00, 1, 1_200_50)  # fmt: skip
    desk.spending.remove(found.rows[0].id)
    assert desk.spending.listed().retention.records == 0


TRENDS: tuple[TrendBy, ...] = ("segment", "manager", "product")
NO_SPENDING: tuple[dict[str, str], ...] = (
    {"money": "-5"},
    {"money": "пять"},
    {"money": "5", "tool": "голуби"},
    {"money": "5", "date": "31.02.2026"},
    {"hours": "1:75"},
    {},
    {"money": "99999999999999999"},
)


def test_S03_41_what_is_no_spending_is_said_and_not_written(stage: Stage) -> None:
    desk = desk_of(stage)
    for values in NO_SPENDING:
        with pytest.raises(Problem) as refused:
            desk.spending.add(values)
        assert told(refused) is ExitCode.BAD_INPUT
    assert not desk.spending.listed().rows


def test_S01_19_a_firm_adds_tools_of_its_own(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.spending.add_tool("Радио")
    assert desk.spending.tool_of("радио") == "Радио"
    with pytest.raises(Problem, match="has this one already"):
        desk.spending.add_tool("интернет")
    assert desk.spending.add({"money": "5", "tool": "Радио"}).tool == "Радио"


def test_S03_41_rows_of_a_file_come_all_or_none(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    path = tmp_path / "spend.csv"
    path.write_text("Дата;Сумма;Назначение затрат\n01.02.2026;100;\n02.02.2026;200;\n31.02.2026;300;\n", "utf-8")
    found = desk.register_files.take(path, "spend")
    assert (found.new, [row for row, _ in found.errors]) == (2, [4])
    assert not desk.spending.listed().rows
    path.write_text("Дата;Сумма;Назначение затрат\n01.02.2026;100;\n", "utf-8")
    assert desk.register_files.take(path, "spend", dry_run=True).new == 1
    assert desk.register_files.take(path, "spend").errors == ()
    assert len(desk.spending.listed().rows) == 1


def test_the_auditor_writes_no_spending(stage: Stage) -> None:
    with pytest.raises(Problem) as refused:
        desk_of(stage, "vera").spending.add({"money": "5"})
    assert told(refused) is ExitCode.REFUSED


# Enquiries (S04.03–S04.06, S04.10)


def test_S04_05_an_enquiry_is_closed_with_a_contact_or_a_reason(stage: Stage) -> None:
    desk = desk_of(stage)
    bare = desk.enquiries.save({"answer": "answered", "channel": "телефон"})
    assert (bare.closed, bare.captured) == (False, False)
    with pytest.raises(Problem) as refused:
        desk.enquiries.close(bare.id)
    assert told(refused) is ExitCode.REFUSED
    desk.enquiries.close(bare.id, "отказался")
    named = desk.enquiries.save({"contact": "8 900 123-45-67", "name": "Пётр"})
    assert (named.closed, named.captured) == (True, True)
    assert "123-45" not in named.contact
    found = desk.enquiries.listed()
    assert (found.total, found.open, found.uncaptured) == (2, 0, 1)


def test_S04_10_one_key_makes_a_potential_client(stage: Stage) -> None:
    desk = desk_of(stage)
    row = desk.enquiries.save({"contact": "new@firm.ru", "name": "Новая фирма", "tool": "интернет"})
    made = desk.enquiries.make_client(row.id)
    assert desk.base.cards[desk.place_of(made)].name == "Новая фирма"
    assert desk.enquiries.make_client(row.id) == made
    assert desk.enquiries.listed().rows[0].client == made
    bare = desk.enquiries.save({"answer": "missed"})
    with pytest.raises(Problem, match="needs a name or a contact"):
        desk.enquiries.make_client(bare.id)


def test_S04_10_enquiries_stay_in_their_portfolio(stage: Stage) -> None:
    ivan, petr, boris = desk_of(stage), desk_of(stage, "petr"), desk_of(stage, "boris")
    ivan.enquiries.save({"contact": "8 900 123-45-67"})
    assert petr.enquiries.listed().total == 0
    assert boris.enquiries.listed().total == 1


def test_S04_10_bad_values_of_an_enquiry(stage: Stage) -> None:
    desk = desk_of(stage)
    for values in ({"contact": "12"}, {"contact": "a@b"}, {"who": "никто"}, {"date": "2030-01-01"}, {"answer": "да"}):
        with pytest.raises(Problem) as refused:
            desk.enquiries.save(values)
        assert told(refused) is ExitCode.BAD_INPUT
    assert desk.enquiries.listed().total == 0


def test_S04_10_the_log_of_a_telephone_exchange(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    path = tmp_path / "calls.csv"
    text = "Дата;Статус;Телефон;Кто\n20.02.2026;missed;89001234567;ivan\n20.02.2026;никого на месте;;\n"
    path.write_text(text, "utf-8")
    assert desk.register_files.take(path, "enquiries").new == 2
    assert {each.answer for each in desk.enquiries.listed().rows} == {"missed", "nobody"}


# Reports (S01.03, S01.04, S03.01, S03.42, S04.01–S04.04, S04.08)


def test_S04_03_S04_01_S03_42_both_sides_of_a_period(stage: Stage) -> None:
    desk = desk_of(stage)
    period = desk.reports.period("year")
    for answer in ("answered", "missed", "nobody"):
        desk.enquiries.save({"answer": answer, "tool": "internet", "date": "2026-01-15"})
    desk.spending.add({"kind": "acquisition", "tool": "internet", "money": "6000", "date": "2026-01-10"})
    found = desk.reports.stages(period)
    assert found.enquiry_cost is not None
    assert (found.enquiries, found.enquiry_cost.amount) == (3, 2_000_00)
    assert (found.people[0].missed, found.people[0].missed_cost) == (2, found.channels[0].missed_cost)
    assert found.people[0].missed_cost is not None
    assert found.people[0].missed_cost.amount == 4_000_00
    assert found.retention.money.amount == 0
    assert found.ratio.value is None
    assert found.skewed
    assert found.money_share == 1.0
    desk.spending.add({"kind": "retention", "tool": "call", "money": "500", "date": "2026-01-11"})
    both = desk.reports.stages(period)
    assert both.ratio.value == pytest.approx((6000 / both.first_sales) / (500 / both.columns[2].count))


def test_S03_01_S04_08_S04_02_follow_up_and_attention(stage: Stage) -> None:
    desk = desk_of(stage)
    period = desk.reports.period("year")
    assert desk.reports.attention().silent_share == 1
    once = desk.reports.follow_up(period)
    assert once.planned == 0
    assert once.without_step
    desk.work.add_task(client(desk, "C-2"), Task(text="позвонить", due=DAY + 60))
    desk.work.log_contact(client(desk), Activity(kind="call", day=DAY + 40, minutes=90))
    assert desk.reports.follow_up(period).planned == 1
    after = desk.reports.attention()
    assert (after.logged, len(after.silent)) == (1, after.base - 1)
    assert desk.reports.stages(period).columns[2].hours == 1.5


def test_every_figure_opens_its_evidence(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.spending.add({"money": "6000", "date": "2026-01-10"})
    desk.enquiries.save({"answer": "missed", "date": "2026-01-15"})
    for figure in FIGURES:
        found = desk.reports.evidence(figure, "year", MONTH)
        assert found.figure == figure
        assert found.total == len(found.rows)
    acquired = desk.reports.evidence("acquired", "year", MONTH)
    assert {row.what for row in acquired.rows} >= {"РН-1"}
    assert desk.reports.evidence("spending", "year", MONTH).rows[0].amount is not None
    share = desk.reports.share_evidence((client(desk),), "")
    assert {row.what for row in share.rows} == {"РН-1", "РН-2"}
    group = desk.reports.share_evidence((client(desk), client(desk, "C-2")), "")
    assert [row.id for row in group.rows] == [client(desk), client(desk, "C-2")]


def test_S00_12_S03_06_S03_08_S03_17_cohorts_rings_trends_claims(stage: Stage) -> None:
    desk = desk_of(stage)
    report = desk.reports.report("month")
    assert sum(each.new for each in report.cohorts) == len(set(desk.figures().days.client.tolist()))
    assert [each.tier for each in report.rings][:3] == ["enquiry", "captured", "potential"]
    assert {each.name for each in report.claims} >= {"regulars", "six_times", "unattended", "crr_profit"}
    for by in TRENDS:
        found = desk.reports.trend(by)
        assert found.lines
        assert all(len(line.values) == len(found.ends) for line in found.lines)


def test_a_base_without_sales_has_reports_without_figures(empty: Stage) -> None:
    desk = desk_of(empty, "anna")
    report = desk.reports.report("month")
    assert report.cohorts == ()
    assert report.stages.enquiry_cost is None
    assert report.stages.loss.upper.amount == 0
    assert desk.reports.what_if(0.05).uplift is None
    assert desk.reports.trend("product").lines == ()
    assert desk.plans.listed().rows[0].fact.amount == 0
    for figure in FIGURES:
        assert desk.reports.evidence(figure).rows == ()


# Plans (U30)


def test_U30_plans_of_firm_manager_and_client(stage: Stage) -> None:
    head, ivan = desk_of(stage, "boris"), desk_of(stage)
    head.plans.set("2026-01", "1 000")
    head.plans.set("2026-01", "500", owner="ivan")
    ivan.plans.set("2026-01", "300", client_id=client(ivan))
    found = head.plans.listed("2026-01")
    rows = {(row.kind, row.name): row for row in found.rows}
    firm = rows["firm", ""]
    assert firm.plan is not None
    assert (firm.plan.amount, firm.missing.amount) == (1_000_00, 1_000_00 - firm.fact.amount)
    assert rows["manager", "Ivan"].plan is not None
    assert [row.plan.amount for row in found.rows if row.kind == "client" and row.plan] == [300_00]
    head.plans.set("2026-01", "0")
    assert head.plans.listed("2026-01").rows[0].plan is None
    with pytest.raises(Problem) as refused:
        ivan.plans.set("2026-01", "5")
    assert told(refused) is ExitCode.REFUSED
    with pytest.raises(Problem, match="A month looks like"):
        head.plans.set("январь", "5")


def test_U30_the_card_says_what_is_missing_this_month(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.figures()
    assert desk.plans.of_client(client(desk)) is None
    desk.plans.set("2026-03", "700", client_id=client(desk))
    row = desk.plans.of_client(client(desk))
    assert row is not None
    assert row.plan is not None
    assert row.plan.amount == row.fact.amount + row.missing.amount


# Selections (U12, S03.99)


def test_U12_a_filter_and_a_list_are_saved_and_used_again(stage: Stage) -> None:
    ivan, boris = desk_of(stage), desk_of(stage, "boris")
    own = ivan.selections.save("мои", None, [client(ivan)])
    shared = boris.selections.save("все Ивана", ListFilter(owners=("Ivan",)), shared=True)
    assert [row.name for row in ivan.selections.listed()] == ["все Ивана", "мои"]
    assert [row.name for row in boris.selections.listed()] == ["все Ивана"]
    assert ivan.selections.resolve(own) == [client(ivan)]
    assert set(boris.selections.resolve(shared)) == {each.hex() for each in ivan.base.ids}
    assert boris.selections.filter_of(shared) == ListFilter(owners=("Ivan",))
    assert ivan.selections.named("МОИ") == own
    assert boris.selections.save("все ивана", ListFilter(text="x"), shared=True) == shared
    boris.selections.remove(shared)
    assert [row.name for row in ivan.selections.listed()] == ["мои"]
    with pytest.raises(Problem, match="narrows nothing"):
        ivan.selections.save("пусто", ListFilter())
    with pytest.raises(Problem, match="There is no selection"):
        ivan.selections.named("нет такой")


# Supplier tiers (S03.98) and rates (spec/store §4)


def test_S03_98_tiers_are_entered_and_the_case_of_the_source_comes_out(stage: Stage) -> None:
    desk = desk_of(stage)
    for volume, percent in (("1000", "5"), ("3000", "10"), ("6 000", "20 %")):
        desk.supply.set({"product": "болт", "volume": volume, "percent": percent, "base": "100"})
    desk.supply.set({"product": "Болт", "volume": "1000", "percent": "5", "supplier": "Завод", "base": "100"})
    assert [(row.volume, row.percent) for row in desk.supply.tiers("болт")] == [(1000, 5), (3000, 10), (6000, 20)]
    found = desk.supply.simulate({"product": "болт", "units": "6100", "leaving": "5000", "price": "95"})
    assert (found.before.cost.amount, found.before.margin.amount) == (80_00, 91_500_00)
    assert (found.waves[0].cost.amount, found.waves[0].margin.amount) == (95_00, 0)
    assert (found.price_needed.amount, found.own_margin.amount, found.knock_on.amount) == (110_00, 75_000_00, 16_500_00)
    wave = desk.supply.simulate(
        {"product": "болт", "units": "6100", "leaving": "5000", "price": "95", "others_lose": "20"}
    )
    assert [(each.units, each.cost.amount) for each in wave.waves] == [(1100, 95_00), (880, 100_00), (704, 100_00)]
    asked = {field.name: field.value for field in desk.supply.ask("болт", [client(desk)])}
    assert asked["base"] == "100.00"
    with pytest.raises(Problem, match="no tiers yet"):
        desk.supply.simulate({"product": "гайка", "units": "1", "leaving": "0", "price": "5"})
    desk.supply.remove(desk.supply.tiers()[0].id)
    assert len(desk.supply.tiers()) == 2


def test_rates_are_typed_and_replaced_by_day(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.rates.set({"currency": "usd", "rate": "90,5", "date": "2026-01-01"})
    desk.rates.set({"currency": "USD", "rate": "92", "date": "2026-02-01"})
    table = desk.rates.table()
    day = day_of(dt.date(2026, 1, 15))
    assert (table.at("USD", day), table.at("USD", day + 30), table.at("USD", day - 60), table.at("EUR", day)) == (
        9_050_000_000, 9_200_000_000, None, None)  # fmt: skip
    for values in ({"currency": "RUB", "rate": "1"}, {"currency": "US", "rate": "1"}, {"currency": "USD", "rate": "0"}):
        with pytest.raises(Problem):
            desk.rates.set(values)
    assert [each.rate for each in desk.rates.listed().rates] == [92.0, 90.5]


def test_S03_101_a_pack_of_tasks_from_an_alarm(stage: Stage) -> None:
    desk = desk_of(stage)
    top = desk.worth.dependency().shares[0]
    assert top.band == "critical"
    others = sum(row.id != top.id for row in desk.worth.dependency().shares)
    assert desk.worth.pack(top.id) == 1 + min(5, others)
    tasks = desk.work.tasks()
    assert {each.fields.source for _, each in tasks} == {"S03.101"}
    assert [of for of, _ in tasks].count("") == 1
    assert all(of != top.id for of, _ in tasks)
    with pytest.raises(Problem, match="below the first band"):
        desk.worth.pack(desk.base.ids[-1].hex() if not others else desk.worth.dependency().shares[-1].id)


def test_S03_100_departments_and_managers_have_bands_of_their_own(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    answer = desk.worth.dependency()
    names = {(row.level, row.name): row for row in answer.levels}
    mine = desk.worth.dependency("Ivan").shares[0]
    assert (names["manager", "Ivan"].id, names["manager", "Ivan"].share) == (mine.id, mine.turnover_share)
    assert {level for level, _ in names} <= {"department", "manager"}
    assert all(row.held in ("none", "note", "warning", "high", "critical") for row in answer.levels)
    with pytest.raises(Problem, match="no department"):
        desk.worth.dependency(department="Луна")
