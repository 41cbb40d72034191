"""The draft of an import at the desk: what was said at one step holds at the next, and a commit is the plan that was
seen (issue: Wizard IMP; exchange §3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import Problem
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.port import ListFilter

_ALL = ListFilter()
PEOPLE = (
    "IVANOVA MRS\tANNA\t12.03.1985\t71 1234567\r"
    "PETROV M\tSERGEI\t01.02.1970\t72 7654321\r"
    "SIDOROVA F\tYULIYA\t05.06.1991\t73 1112223"
)
FIRMS = (
    "Наименование;ИНН;Телефон;Город;Лишнее\n"
    'ООО "Ромашка";7707083893;8 (495) 123-45-67;Москва;1\n'
    "ЗАО Вектор;7728168971;84951112233;Тверь;2\n"
)


def file(stage: Stage, text: str, name: str = "clients.csv") -> str:
    path = stage.path.with_name(name)
    path.write_text(text, "utf-8")
    return str(path)


def committed(desk: Desk) -> str:
    head = desk.wizard.plan()
    told = desk.wizard.commit(head.sha256)
    assert told.batch is not None
    return told.batch


def test_S03_60_columns_are_given_fields_moved_and_reset(stage: Stage) -> None:
    wizard = desk_of(stage).wizard
    wizard.begin_file(file(stage, FIRMS))
    view = wizard.mapping()
    assert [(line.field, line.state) for line in view.lines] == [
        ("name", "suggested"), ("inn", "suggested"), ("phone", "suggested"), ("city", "suggested"), ("", "ignored"),
    ]  # fmt: skip
    view = wizard.assign(4, "external_id")
    assert (view.lines[4].field, view.lines[4].state) == ("external_id", "chosen")
    view = wizard.shift(4, -1)
    assert [view.lines[at].field for at in (3, 4)] == ["external_id", "city"]
    view = wizard.assign(0, "")
    assert view.problem and view.lines[0].state == "ignored"
    view = wizard.assign(3, "name")
    assert not view.problem and [line.field for line in view.lines].count("name") == 1
    view = wizard.reset(None)
    assert [line.state for line in view.lines][:4] == ["suggested"] * 4 and not view.problem


def test_S03_57_a_pasted_list_of_people_is_named_by_its_cells(stage: Stage) -> None:
    wizard = desk_of(stage).wizard
    wizard.begin_paste(PEOPLE)
    table = wizard.table()
    assert (table.header_row, len(table.rows), table.rows[0][0]) == (0, 3, "IVANOVA MRS")
    wizard.set_kind("people")
    for column, field in enumerate(("latin_last_name", "latin_first_name", "birthday", "passport")):
        wizard.assign(column, field)
    assert not wizard.mapping().problem
    wizard.press("surname_sex")
    wizard.press("latin_last_name")
    wizard.press("latin_first_name")
    head = wizard.plan()
    assert (head.counts["new"], head.counts["error"], head.not_kept) == (3, 0, ())
    assert [line.what for line in wizard.plan_rows(()).rows(0, 3)] == ["Иванова Анна", "Петров Сергей", "Сидорова Юлия"]


def test_S03_61_S03_62_each_button_shows_its_cells_and_is_taken_back(stage: Stage) -> None:
    wizard = desk_of(stage).wizard
    wizard.begin_paste("Фамилия латиницей\tИмя латиницей\tИмя\tФамилия\n" + "".join(
        f"{last}\t{first}\t\t\n" for last, first in (("IVANOVA MRS", "ANNA"), ("PETROV M", "SERGEI"))
    ) + "SIDOROV\tOLEG\tОлег\tСидоров\n")  # fmt: skip
    wizard.set_kind("people")
    assert {each.name for each in wizard.clean().buttons} >= {"surname_sex", "latin_last_name", "latin_first_name"}
    shown = wizard.preview("surname_sex")
    assert [(each.row, each.field, each.new) for each in shown] == [
        (2, "latin_last_name", "IVANOVA"), (2, "sex", "ж"), (3, "latin_last_name", "PETROV"), (3, "sex", "м"),
    ]  # fmt: skip
    wizard.press("surname_sex")
    wizard.press("latin_first_name")
    view = wizard.press("latin_last_name")
    rows = view.rows.rows(0, 3)
    at = {field: number for number, field in enumerate(view.fields)}
    assert [row.cells[at["last_name"]] for row in rows] == ["Иванова", "Петров", "Сидоров"]
    assert [row.cells[at["first_name"]] for row in rows] == ["Анна", "Сергей", "Олег"]
    assert all(each.guessed for each in wizard.preview("latin_last_name"))
    view = wizard.release("surname_sex")
    assert "sex" not in view.fields and view.rows.rows(0, 1)[0].cells[at["latin_last_name"]] == "IVANOVA MRS"


def test_S03_59_rows_are_deleted_from_the_draft_alone(stage: Stage) -> None:
    desk = desk_of(stage)
    wizard = desk.wizard
    wizard.begin_file(file(stage, FIRMS))
    view = wizard.leave_out([3])
    assert (len(view.rows), view.left_out) == (1, 1)
    assert wizard.plan().counts["new"] == 1
    assert wizard.take_in().left_out == 0 and wizard.plan().counts["new"] == 2
    with pytest.raises(Problem):
        wizard.leave_out([2, 3])
    assert len(wizard.clean().rows) == 2


def test_a_commit_is_the_plan_that_was_seen_twice_is_once_and_undo_takes_it_back(stage: Stage) -> None:
    desk = desk_of(stage)
    before = {row.name for row in desk.open_list(_ALL, "name").rows(0, 100)}
    path = file(stage, FIRMS)
    seen = desk.wizard.begin_file(path)
    assert seen.seen == ()
    desk.wizard.press("phones")
    desk.wizard.press("firm_names")
    batch = committed(desk)
    names = {row.name for row in desk.open_list(_ALL, "name").rows(0, 100)}
    assert names - before == {"ООО «Ромашка»", "ЗАО Вектор"}
    assert {each.name for each in desk.wizard.touched()} == names - before
    again = desk.wizard.begin_file(path)
    assert [(each.id, each.state, each.mine) for each in again.seen] == [(batch, "live", True)]
    desk.wizard.press("firm_names")
    assert desk.wizard.plan().counts["new"] == 0 and desk.wizard.plan().counts["same"] == 2
    desk.wizard.undo(batch)
    assert {row.name for row in desk.open_list(_ALL, "name").rows(0, 100)} == before
    assert [each.state for each in desk.wizard.batches() if each.id == batch] == ["dead"]


def test_a_stale_plan_is_refused_and_made_anew(stage: Stage) -> None:
    desk, other = desk_of(stage), desk_of(stage)
    desk.wizard.begin_file(file(stage, FIRMS))
    head = desk.wizard.plan()
    other.wizard.begin_file(file(stage, FIRMS.replace("7728168971", "").replace("8495111", "8495222"), "b.csv"))
    other.wizard.leave_out([2])
    committed(other)
    with pytest.raises(Problem, match="made anew"):
        desk.wizard.commit(head.sha256)
    anew = desk.wizard.plan()
    assert (anew.counts["new"], anew.counts["update"] + anew.counts["same"]) == (1, 1)
    with pytest.raises(Problem, match="another one now"):
        desk.wizard.commit(head.sha256)
    assert desk.wizard.commit(desk.wizard.plan().sha256).new == 1


def test_the_plan_shows_the_fields_it_fills(stage: Stage) -> None:
    desk = desk_of(stage)
    known = refs(desk.session)["C-1"]
    name = desk.session.clients.stored(known).card.name
    desk.wizard.begin_file(file(stage, "Код;Наименование;ОГРН\nC-1;Другое имя;1027700132195\n"))
    head = desk.wizard.plan()
    assert head.counts["update"] == 1
    line = desk.wizard.plan_rows(["update"]).rows(0, 1)[0]
    assert (line.verdict, line.client) == ("update", name)
    diffs = {each.field: (each.old, each.new, each.kept) for each in desk.wizard.differences(line.row)}
    assert diffs["ogrn"] == ("", "1027700132195", False)
    assert diffs["name"] == (name, "Другое имя", True), "what is there already stays"


def test_a_profile_is_saved_at_the_mapping_step_and_found_by_the_header(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.wizard.begin_file(file(stage, FIRMS))
    desk.wizard.assign(4, "note")
    desk.wizard.constant("tags", "выставка")
    desk.wizard.value("city", "Тверь", "г. Тверь")
    desk.wizard.press("phones")
    desk.wizard.save_profile("Мой", False)
    with pytest.raises(Problem):
        desk.wizard.save_profile("Мой", True)
    fresh = desk_of(stage).wizard
    assert fresh.begin_file(file(stage, FIRMS.replace("Вектор", "Вектор-2"), "c.csv")).profile == "Мой"
    view = fresh.mapping()
    assert view.lines[4].field == "note" and view.constants == {"tags": "выставка"}
    cells = fresh.clean()
    assert [each.name for each in cells.buttons if each.pressed] == ["phones"]
    at = cells.fields.index("city")
    assert [row.cells[at] for row in cells.rows.rows(0, 2)] == ["Москва", "г. Тверь"]
    shared = desk_of(stage, "klara")
    shared.wizard.begin_file(file(stage, FIRMS))
    assert shared.wizard.save_profile("Общий", True) == "Общий"
    assert "Общий" in {name for name, _ in desk_of(stage, "petr").wizard.profiles()}


def test_S01_11_the_template_is_read_back_without_a_question(stage: Stage, tmp_path: Path) -> None:
    import xlsxwriter

    from tui.desk.import_template import HEADINGS

    desk = desk_of(stage)
    saved = Path(desk.wizard.template(""))
    assert saved.suffix == ".xlsx" and saved.exists()
    with xlsxwriter.Workbook(tmp_path / "filled.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ["ООО Заря", "юрлицо", "7707083893"])
    desk.wizard.begin_file(str(tmp_path / "filled.xlsx"))
    view = desk.wizard.mapping()
    assert not view.problem and all(line.field for line in view.lines), [line.name for line in view.lines]
    assert len({line.field for line in view.lines}) == len(HEADINGS)


def test_a_row_doubtful_at_first_stays_so_when_the_client_before_it_is_there(stage: Stage) -> None:
    """References of a file lead to one another the same way before and after its first import."""
    desk = desk_of(stage)
    table = "Наименование\tИНН\tКод\nРомашка\t7707083893\t\nИная\t7707083893\tN-9\nТретья\t\tN-9\n"
    desk.wizard.begin_paste(table)
    assert desk.wizard.commit(desk.wizard.plan().sha256).new == 1
    desk.wizard.begin_paste(table)
    head = desk.wizard.plan()
    assert (head.counts["new"], head.counts["ask"]) == (0, 2)
    told = desk.wizard.answer_asks("accept")
    assert told.counts["ask"] == 0 and desk.wizard.commit(told.sha256).new == 0
