"""Typed clients over a real store: doubles, writing, taking back, the overwrite question (S03.53–S03.55, U08)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from core.entities.client import ClientPrivate
from core.problem import Problem
from core.rules import DEFAULT
from storage.audit.kinds import Kind
from storage.keys.scopes import Compartment
from tests.finding.bases import desk_of, fill, id_of, named
from tests.vault.stage import Stage, faults, logged
from tui.desk.port import EditConflict
from tui.desk.port_find import Found
from tui.desk.port_newcomers import Difference

NEW = {"name": "ООО Берёзка", "inn": "7728168971", "phone": "+7 495 111-22-33", "email": "info@berezka-new.example"}


def test_S03_53_a_typed_client_enters_the_base_with_date_and_person(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        before = desk.log_size()
        (home,) = desk.newcomers.homes()
        client = desk.newcomers.create("company", NEW, home.id)
        assert desk.log_size() == before + 1, "one entry"
        assert named(desk, "берёзка") == [("ООО Берёзка", "exact")]
        assert named(desk, "7728168971") == [("ООО Берёзка", "inn")]
        card = desk.session.clients.stored(bytes.fromhex(client))
        assert (card.card.kind, card.cause) == ("company", "person")
        assert card.card.created_day == (desk.today_date().toordinal() - 719163)
        assert desk.row(client).owner == "Ivan"
        assert faults(desk.session) == []


def test_undo_takes_a_typed_client_out_again(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        total = len(desk.base.ids)
        client = desk.newcomers.create("company", NEW, desk.newcomers.homes()[0].id)
        undone = desk.undo()
        assert undone is not None
        assert (undone.client_id, undone.field, undone.value) == (client, "", "ООО Берёзка")
        assert len(desk.base.ids) == total
        assert named(desk, "берёзка") == []
        assert faults(desk.session) == []


def test_a_client_somebody_worked_on_is_not_taken_out(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        client = desk.newcomers.create("company", NEW, desk.newcomers.homes()[0].id)
        session = stage.enter("boris")
        stored = session.clients.stored(bytes.fromhex(client))
        session.clients.change(bytes.fromhex(client), stored, replace(stored.card, city="Тула"))
        session.end()
        with pytest.raises(Problem):
            desk.undo()
        assert id_of(desk, "ООО Берёзка") == client


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "А", "inn": "7728168972"},
        {"name": "А", "phone": "12"},
        {"name": "А", "email": "нет"},
        {"name": "А", "birthday": "вчера"},
        {"name": "А", "birthday": "99.99.1980"},
        {"name": "А", "document": "4"},
        {"name": "я" * 300},
    ],
)
def test_a_value_no_field_can_take_writes_nothing(stage: Stage, values: dict[str, str]) -> None:
    with desk_of(stage, "ivan") as desk:
        before = desk.log_size()
        with pytest.raises(Problem):
            desk.newcomers.create("person", values, desk.newcomers.homes()[0].id)
        assert desk.log_size() == before


def test_who_may_not_write_there_adds_nobody(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        south = next(key for key, note in stage.enter("boris").staffing.portfolios().items() if note.name == "Юг")
        with pytest.raises(Problem):
            desk.newcomers.create("company", NEW, south.hex())


def test_a_head_without_a_portfolio_chooses_one(stage: Stage) -> None:
    with desk_of(stage) as desk:
        assert {"Север", "Юг"} <= {home.name for home in desk.newcomers.homes()}


def test_what_was_looked_for_goes_into_its_field(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        guess = desk.newcomers.guess
        assert guess("7728168971") == ("company", {"inn": "7728168971"})
        assert guess("500100732259") == ("person", {"inn": "500100732259"})
        assert guess("+7 (495) 111-22-33") == ("company", {"phone": "+7 (495) 111-22-33"})
        assert guess("a@b.ru") == ("company", {"email": "a@b.ru"})
        assert guess("  Иванов   Пётр ") == ("company", {"name": "Иванов Пётр"})


def test_doubles_are_named_while_a_client_is_typed(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        by_inn = desk.newcomers.warn("company", {"name": "Романтика", "inn": "7707083893"})
        assert [(each.name, each.sure) for each in by_inn] == [("ООО «Ромашка»", True)]
        assert by_inn[0].why[-1].startswith(("Итого", "Total"))
        by_name = desk.newcomers.warn("company", {"name": "ромашка"})
        assert [(each.name, each.sure) for each in by_name] == [("ООО «Ромашка»", False)]
        assert desk.newcomers.warn("company", {"name": "Совсем другое"}) == ()
        assert desk.newcomers.warn("company", {}) == ()
        person = desk.newcomers.warn("person", {"name": "Иванов Петр Сергеевич", "phone": "8 916 555-43-21"})
        assert person[0].name == "Иванов Пётр Сергеевич"
        assert "916" not in repr(person).replace(person[0].id, "")


def test_the_warning_follows_the_base(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        assert desk.newcomers.warn("company", NEW) == ()
        desk.newcomers.create("company", NEW, desk.newcomers.homes()[0].id)
        assert [each.name for each in desk.newcomers.warn("company", NEW)] == ["ООО Берёзка"]
        desk.undo()
        assert desk.newcomers.warn("company", NEW) == ()


def test_S03_55_the_form_and_the_base_are_compared_field_by_field(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        client = id_of(desk, "ЗАО Техноснаб")
        taken = desk.newcomers.take(client)
        form = dict(taken.values) | {"city": "Тюмень", "note": "звонить утром"}
        assert desk.newcomers.compare(client, taken.values, taken.values) == ()
        desk.edit_card(client, "city", "Томск", "Омск")
        assert desk.newcomers.compare(client, taken.values, taken.values) == (), "what nobody touched here"
        found = {each.field: each for each in desk.newcomers.compare(client, form, taken.values)}
        assert found == {
            "city": Difference("city", "Томск", "Тюмень", changed=True),
            "note": Difference("note", "", "звонить утром", changed=False),
        }
        desk.newcomers.overwrite(client, tuple(found.values()))
        assert desk.overview(client).row.city == "Тюмень"
        desk.undo()
        overview = desk.overview(client)
        assert (overview.row.city, overview.note) == ("Томск", ""), "one undo step"


def test_a_colleague_who_was_faster_is_not_written_over(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        client = id_of(desk, "ЗАО Техноснаб")
        taken = desk.newcomers.take(client)
        found = desk.newcomers.compare(client, dict(taken.values) | {"city": "Тюмень"}, taken.values)
        desk.edit_card(client, "city", "Томск", "Омск")
        with pytest.raises(EditConflict):
            desk.newcomers.overwrite(client, found)
        assert desk.overview(client).row.city == "Томск"


def test_taking_a_client_gives_masks_and_no_number(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        taken = desk.newcomers.take(id_of(desk, "Иванов Пётр Сергеевич"))
        assert taken.kind == "person"
        assert taken.masks == ("+7 9** ***-**-21", "p***@b***.example")
        assert "phone" not in taken.values
        assert "5554321" not in repr(taken).replace("-", "")


PERSON = {"name": "Сидоров Олег", "birthday": "12.03.1980", "document": "45 06 № 123456"}


def test_S03_52_namesakes_are_narrowed_by_everything_known_of_them(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        home = desk.newcomers.homes()[0].id
        desk.newcomers.create("person", PERSON, home)
        desk.newcomers.create("person", {"name": "Сидоров Илья", "birthday": "01.02.1975"}, home)
        assert "birthday" in desk.finding.criteria()
        ivanovs = desk.finding.narrowing("иванов", 20)
        for criteria, names in (
            ({}, {"Иванов Пётр Сергеевич", "Иванов Павел Ильич", "Иванова Анна Юрьевна"}),
            ({"name": "п"}, {"Иванов Пётр Сергеевич", "Иванов Павел Ильич"}),
            ({"name": "petr"}, {"Иванов Пётр Сергеевич"}),
            ({"city": "тверь"}, {"Иванов Пётр Сергеевич", "Иванова Анна Юрьевна"}),
            ({"loyalty_card": "5002"}, {"Иванов Павел Ильич"}),
            ({"phone": "55543"}, {"Иванов Пётр Сергеевич", "Иванов Павел Ильич", "Иванова Анна Юрьевна"}),
            ({"phone": "555-43-2"}, {"Иванов Пётр Сергеевич"}),
            ({"city": "тверь", "name": "анна"}, {"Иванова Анна Юрьевна"}),
        ):
            assert {hit.name for hit in ivanovs.keep(criteria)} == names, criteria
        sidorovs = desk.finding.narrowing("сидоров", 20)
        assert [hit.name for hit in sidorovs.keep({"birthday": "12.03.1980"})] == ["Сидоров Олег"]
        assert [hit.name for hit in sidorovs.keep({"document": "4506123456"})] == ["Сидоров Олег"]
        assert sidorovs.keep({"birthday": "12.03.1981"}) == ()
        assert len(sidorovs.keep({"birthday": "12.0", "document": "45"})) == 2, "unfinished values say nothing"


def test_a_birth_date_is_compared_behind_an_entry_that_names_everybody(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        client = desk.newcomers.create("person", PERSON, desk.newcomers.homes()[0].id)
        found = desk.finding.narrowing("сидоров", 20)
        before = logged(stage, Kind.SEARCH_IDENTIFIER)
        for _ in range(3):
            found.keep({"birthday": "12.03.1980"})
        assert logged(stage, Kind.SEARCH_IDENTIFIER) == before + 1, "a finished value once"
        wanted = ClientPrivate(documents=("4506123456",))
        assert desk.session.newcomers.matching([bytes.fromhex(client)], wanted) == {bytes.fromhex(client)}
        assert desk.session.newcomers.matching([], wanted) == set()


def test_who_may_not_open_what_is_private_neither_writes_nor_compares_it(stage: Stage) -> None:
    with desk_of(stage, "ivan") as desk:
        client = desk.newcomers.create("person", PERSON, desk.newcomers.homes()[0].id)
    with desk_of(stage, "klara") as desk:
        keyring = desk.session.entered.keyring
        assert all(not key.compartments & Compartment.PRIVATE.bit for key in keyring.portfolios.values())
        wanted = ClientPrivate("1980-03-12")
        assert desk.session.newcomers.matching([bytes.fromhex(client)], wanted) == set()
        north = next(home.id for home in desk.newcomers.homes() if home.name == "Север")
        with pytest.raises(Problem):
            desk.newcomers.create("person", PERSON, north)
        assert desk.newcomers.create("person", {"name": "Сидорова Ольга"}, north)


def test_U08_another_portfolio_is_announced_and_nothing_of_it(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage, "petr") as desk:
        found = desk.newcomers.elsewhere("company", {"name": "Ромашка", "inn": "7707083893"})
        assert found.is_there
        assert found.ask == ("Boris",)
        assert not desk.newcomers.elsewhere("company", {"name": "Никто", "inn": "7728168971"}).is_there
        assert not desk.newcomers.elsewhere("company", {"name": "Ромашка", "inn": "770708"}).unasked
    with desk_of(stage, "boris") as desk:
        assert not desk.newcomers.elsewhere("company", {"name": "Ромашка", "inn": "7707083893"}).is_there


def test_U08_find_announces_what_nobody_here_has_and_a_colleague_has(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage, "petr") as desk:

        def elsewhere(text: str, *, names: bool = True) -> bool:
            return desk.finding.elsewhere(text, desk.finding.find(text, 5), names=names).is_there

        before = logged(stage, Kind.PROBE)
        assert elsewhere("7707083893")
        assert elsewhere("8 (916) 555-43-21")
        assert elsewhere("petr.ivanov@berezka.example")
        assert elsewhere("ромашка")
        assert not elsewhere("лютик"), "he is here"
        assert logged(stage, Kind.PROBE) == before + 4, "one entry a finished value that nobody here has"
        assert not elsewhere("ромашка", names=False)
        assert not elsewhere("770708389")
        assert not elsewhere("!?")
        assert logged(stage, Kind.PROBE) == before + 4


def test_U08_a_file_of_queries_is_one_probe(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage, "petr") as desk:
        texts = ["Ромашка", "лютик", "Никто такой", "", "7707083893"]
        before = logged(stage, Kind.PROBE)
        asked = [(text, desk.finding.find(text, 5)) for text in texts]
        assert [each.is_there for each in desk.finding.elsewhere_of(asked)] == [True, False, False, False, True]
        assert logged(stage, Kind.PROBE) == before + 1


def test_U08_the_limit_of_probes_refuses_nothing_but_the_probe(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage, "petr") as desk:
        limit = DEFAULT.probes_day
        said = [desk.finding.elsewhere(f"Никто {n}", Found(()), names=True) for n in range(limit + 1)]
        assert [each.unasked for each in said] == [False] * limit + [True]
        assert desk.newcomers.elsewhere("company", {"name": "Ромашка"}).unasked


def test_U08_access_is_asked_for_by_a_letter_only_the_head_can_read(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage, "petr") as desk:
        assert desk.finding.request(" 7707083893 ") == ("Boris",)
        with pytest.raises(Problem):
            desk.finding.request("7728168971")
    assert b"7707083893" not in stage.bytes()
    with desk_of(stage, "boris") as desk:
        (letter,) = desk.people.letters()
        assert letter.sender == "petr"
        assert "7707083893" in letter.text
