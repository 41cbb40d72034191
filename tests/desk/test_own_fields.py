"""Own fields of clients and people, tags: declared, filled in, listed, filtered, imported, taken out (U12)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.entities.own_fields import OwnField
from core.problem import ExitCode, Problem
from storage.intake.own_columns import canonical
from storage.intake.typed import Reason
from storage.vault.books.own_fields import OWN_VALUES, PERSON_VALUES
from tests.cli.station import run
from tests.desk.following import follow
from tests.desk.test_merged_base import desk_of, merged
from tests.vault.stage import Stage, faults, home_of, refs
from tui.cli.run import held
from tui.desk.desk import Desk
from tui.desk.port import EditConflict, ListFilter


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def declared(desk: Desk) -> dict[str, str]:
    """A field of every kind for clients, one for people: name → id."""
    made = {
        "Сегмент": {"kind": "choice", "choices": "опт, розница", "listed": "yes"},
        "Площадь": {"kind": "number", "listed": "yes"},
        "Аудит": {"kind": "date"},
        "Свой склад": {"kind": "yes_no"},
        "Девиз": {},
        "Клуб": {"of": "person"},
    }
    return {name: desk.own.save_field("", {"name": name, **told}) for name, told in made.items()}


def fill(desk: Desk, here: str, **values: str) -> None:
    form = {each.label: each for each in desk.edit_form(here) if each.label}
    for name, value in values.items():
        field = form[name.replace("_", " ")]
        desk.edit_card(here, field.name, value, field.value)


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("text", "  два   слова ", "два слова"),
        ("text", "я" * 300, Reason.OUT_OF_RANGE),
        ("number", "1 250,50", "1250.5"),
        ("number", "-7", "-7"),
        ("number", "сто", Reason.NOT_A_NUMBER),
        ("date", "01.03.2026", "2026-03-01"),
        ("date", "31.02.2026", Reason.NOT_A_DATE),
        ("choice", "ОПТ", "опт"),
        ("choice", "иное", Reason.NOT_A_CHOICE),
        ("yes_no", "Да", "yes"),
        ("yes_no", "-", "no"),
        ("yes_no", "может быть", Reason.NOT_A_CHOICE),
        ("number", "", ""),
    ],
)
def test_U12_a_value_is_kept_in_one_form_or_refused(kind: str, text: str, kept: str | Reason) -> None:
    assert canonical(OwnField(name="x", kind=kind, choices=("опт", "розница")), text) == kept  # type: ignore[arg-type]


def test_U12_fields_are_declared_by_head_or_admin_and_checked(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    ids = declared(desk)
    assert [(each.name, each.kind, each.of) for each in desk.own.fields()][:2] == [
        ("Аудит", "date", "client"),
        ("Девиз", "text", "client"),
    ]
    for bad in ({"name": ""}, {"name": "сегмент"}, {"name": "a=b"}, {"name": "x", "kind": "choice"},
                {"name": "x", "kind": "иное"}, {"name": "x", "of": "person", "listed": "yes"}):  # fmt: skip
        with pytest.raises(Problem):
            desk.own.save_field("", bad)
    desk.own.save_field(ids["Девиз"], {"name": "Лозунг", "listed": "yes"})
    with pytest.raises(Problem, match="takes 3 own columns"):
        desk.own.save_field(ids["Аудит"], {"listed": "yes"})
    with pytest.raises(Problem) as refused:
        desk_of(stage).own.save_field("", {"name": "Моё"})
    assert refused.value.exit_code is ExitCode.REFUSED
    desk_of(stage, "adam").own.remove_field(ids["Девиз"])
    assert "Лозунг" not in desk_of(stage).own.names()


def test_U12_values_are_edited_on_the_card_with_undo_and_conflict(stage: Stage) -> None:
    declared(desk_of(stage, "boris"))
    desk = desk_of(stage)
    here = client(desk)
    fill(desk, here, Сегмент="опт", Площадь="1 250,5", Аудит="01.03.2026", Свой_склад="yes")
    assert dict(desk.overview(here).own) == {
        "Сегмент": "опт", "Площадь": "1250,5", "Аудит": "01.03.2026", "Свой склад": "да",
    }  # fmt: skip
    with pytest.raises(Problem, match="does not fit"):
        fill(desk, here, Площадь="много")
    other = desk_of(stage, "boris")
    fill(other, here, Площадь="900")
    field = next(each for each in desk.edit_form(here) if each.label == "Площадь")
    with pytest.raises(EditConflict):
        desk.edit_card(here, field.name, "1000", "1250,5")
    follow(desk)
    fill(desk, here, Площадь="1000")
    assert dict(desk.overview(here).own)["Площадь"] == "1000"
    assert desk.undo() is not None
    assert dict(desk.overview(here).own)["Площадь"] == "900"
    stored = desk.session.registers.of(OWN_VALUES, [bytes.fromhex(here)])
    assert len(stored) == 1 and len(desk.session.registers.history(OWN_VALUES, stored[0])) >= 4


def test_U12_columns_and_filters_of_the_list_and_saved_selections(stage: Stage) -> None:
    declared(desk_of(stage, "boris"))
    desk = desk_of(stage)
    fill(desk, client(desk), Сегмент="опт", Площадь="100")
    fill(desk, client(desk, "C-2"), Сегмент="розница")
    desk.own.tag([client(desk), client(desk, "C-3")], ["выставка", "Тула"])
    assert desk.own.columns() == ("Площадь", "Сегмент")
    rows = {row.external_id: row.own for row in desk.open_list(ListFilter(), "name").rows(0, 9)}
    assert rows == {"C-1": ("100", "опт"), "C-2": ("", "розница"), "C-3": ("", "")}
    assert "Сегмент=опт" in desk.own.choices() and desk.own.tags() == ("выставка", "Тула")

    def shown(**parts: tuple[str, ...]) -> list[str]:
        opened = desk.open_list(ListFilter(**parts), "name")  # type: ignore[arg-type]
        return sorted(row.external_id for row in opened.rows(0, 9))

    assert shown(own=("Сегмент=опт",)) == ["C-1"]
    assert shown(own=("Сегмент=опт", "Сегмент=розница")) == ["C-1", "C-2"]
    assert shown(own=("Сегмент=опт", "Площадь=1")) == []
    assert shown(tags=("ВЫСТАВКА",)) == ["C-1", "C-3"] and shown(tags=("тула",), own=("Площадь=100",)) == ["C-1"]
    with pytest.raises(Problem):
        shown(own=("Нет такого=1",))
    handle = desk.selections.save("выставка опт", ListFilter(tags=("выставка",), own=("Сегмент=опт",)))
    assert desk.selections.resolve(handle) == [client(desk)]
    desk.own.tag([client(desk)], [], ["Выставка"])
    assert desk.selections.resolve(handle) == [] and desk.overview(client(desk)).tags == ("Тула",)
    for bad in (["a,b"], [""], ["я" * 60]):
        with pytest.raises(Problem):
            desk.own.tag([client(desk)], bad)


def test_U12_the_list_is_ordered_by_an_own_field_of_any_kind_empty_ones_last(stage: Stage) -> None:
    declared(desk_of(stage, "boris"))
    desk = desk_of(stage)
    fill(desk, client(desk), Сегмент="розница", Площадь="9")
    fill(desk, client(desk, "C-2"), Сегмент="опт", Площадь="100")

    def order(sort: str) -> list[str]:
        return [row.external_id for row in desk.open_list(ListFilter(), sort).rows(0, 9)]

    assert order("own:Площадь") == ["C-1", "C-2", "C-3"] and order("-own:площадь") == ["C-2", "C-1", "C-3"]
    assert order("own:Сегмент") == ["C-2", "C-1", "C-3"], "as the values were declared"
    with pytest.raises(Problem, match="Нет такого"):
        order("own:Нет такого")


def test_U12_merged_clients_fill_each_other_in(stage: Stage) -> None:
    declared(desk_of(stage, "boris"))
    desk = desk_of(stage)
    fill(desk, client(desk), Сегмент="опт")
    fill(desk, client(desk, "C-2"), Сегмент="розница", Девиз="вперёд")
    one, _two, handle = merged(stage, desk)
    assert dict(desk.overview(one).own) == {"Сегмент": "опт", "Девиз": "вперёд"}
    desk.session.merges.undo(handle)
    follow(desk)
    assert dict(desk.overview(one).own) == {"Сегмент": "опт"}


def test_U12_fields_of_people_stand_in_their_form_and_go_with_them(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    ids = declared(desk)
    here = client(desk)
    club = f"own_{ids['Клуб']}"
    person = desk.persons.save(here, "", {"surname": "Орехов", club: "шахматы"})
    assert desk.own.people_shown(here) == {person: (("Клуб", "шахматы"),)}
    assert next(each.value for each in desk.persons.form(here, person) if each.label == "Клуб") == "шахматы"
    desk.persons.save(here, person, {club: "теннис"})
    assert desk.persons.relations(here).people[0].own == (("Клуб", "теннис"),)
    desk.erasure.erase(here, [f"person:{person}"])
    assert desk.session.registers.all(PERSON_VALUES) == [] and faults(desk.session) == []


def test_U12_an_import_feeds_own_fields_fills_empty_ones_and_is_taken_back(stage: Stage, tmp_path: Path) -> None:
    declared(desk_of(stage, "boris"))
    desk = desk_of(stage)
    fill(desk, client(desk), Сегмент="опт")
    file = tmp_path / "clients.csv"
    file.write_text(
        "Код;Наименование;Сегмент;Площадь;Склад\nC-1;Фирма C-1;розница;80;да\nN-1;Новый;розница;1 200,5;нет\n"
        "N-2;Кривой;оптом;5;да\n",
        "utf-8",
    )
    with held(desk):
        answer = run("import", str(file), "--kind", "clients", "--map", "Склад=own:Свой склад", "--json")
        assert (answer.json["new"], answer.json["update"], answer.json["error"]) == (1, 1, 1), answer.err
        assert dict(desk.overview(client(desk)).own) == {"Сегмент": "опт", "Площадь": "80", "Свой склад": "да"}
        new = client(desk, "N-1")
        assert dict(desk.overview(new).own) == {"Сегмент": "розница", "Площадь": "1200,5", "Свой склад": "нет"}
        again = run("import", str(file), "--kind", "clients", "--map", "Склад=own:Свой склад", "--json")
        assert (again.json["new"], again.json["update"], again.json["same"]) == (0, 0, 2)
        assert run("import", "undo", answer.json["batch"]).status == ExitCode.DONE
        assert dict(desk.overview(client(desk)).own) == {"Сегмент": "опт"}
        assert "N-1" not in refs(desk.session) and faults(desk.session) == []
        shown = desk.wizard.begin_file(str(file))
        assert shown.name == "clients.csv"
        fields = {line.name: line.field for line in desk.wizard.mapping().lines}
        assert (fields["Сегмент"], fields["Склад"]) == ("own:Сегмент", "")
        assert "own:Девиз" in desk.wizard.mapping().fields


def test_U12_own_fields_tags_and_commands_and_the_list_taken_out(stage: Stage) -> None:
    head = desk_of(stage, "boris")
    here = client(head)
    with held(head):
        assert run("fields", "add", "Сегмент", "--kind", "choice", "--choices", "опт,розница", "--column").status == 0
        assert run("fields", "add", "Сегмент").status == ExitCode.BAD_INPUT
        assert run("fields", "edit", "Сегмент", "name=Канал", "choices=опт, розница, сеть").status == 0
        assert run("client", "edit", here, "Канал=сеть", "city=Орёл").status == 0
        assert run("client", "edit", here, "Канал=вразнос").status == ExitCode.BAD_INPUT
        assert run("client", "tag", here, "выставка", "Тула", "--json").json["tags"] == ["выставка", "Тула"]
        assert run("client", "tag", here, "--remove", "тула", "--json").json["tags"] == ["выставка"]
        found = run("clients", "--field", "Канал=сеть", "--tag", "выставка", "--json").json["clients"]
        assert [(each["id"], each["own"]) for each in found] == [(here, ["сеть"])]
        assert run("fields", "list", "--json").json["fields"][0]["used"] == 1
        assert run("fields", "add", "Client").status == 0
        made = head.exports.ask({"list": "clients", "own": "Канал=сеть"}, "сверка")
        rows = list(csv.reader(Path(made.file).read_text("utf-8-sig").splitlines(), delimiter=";"))
        names = rows[1]
        mine = next(row for row in rows[2:] if row[names.index("ID")] == here)
        assert (mine[names.index("Канал")], mine[names.index("Метки")]) == ("сеть", "выставка")
        assert "Client" in names, "a word of the firm's own is not translated"
        assert run("fields", "remove", "Канал").status == 0
        assert home_of(head.session, "Север") and head.overview(here).own == ()
