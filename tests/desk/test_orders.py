"""Orders typed by hand: lines, services, people from the card, from a list, from an earlier order."""

from __future__ import annotations

import pytest

from core.entities.people import FOREIGN_PASSPORT, PASSPORT, IdentityDocument
from core.problem import Problem
from storage.vault.books.people import PERSON
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk

LIST = (
    "Фамилия\tИмя\tФамилия латиницей\tИмя латиницей\tПол\tДата рождения\tСерия загранпаспорта\tНомер загранпаспорта"
    "\tДействует до\tСерия паспорта\tНомер паспорта\tГражданство\tНомер билета\n"
    "Орехова\tЗоя\tOREKHOVA\tZOIA\tж\t29.02.1980\t75\t1234567\t01.03.2030\t45 09\t123456\tРоссия\t555-1\n"
    "Лунин\tПётр\tLUNIN\tPETR\tм\t31.02.1990\t\t\t\t\t\t\t\n"
    "Орехова\tЗоя\t\t\t\t\t\t\t\t\t\t\t\n"
    "Ким\t\t\t\t\t\t\t\t\t\t\t\t\n"
)


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def order_of(desk: Desk, here: str, number: str = "З-1", day: str = "2026-03-01") -> str:
    order = desk.orders.save_head(here, "", {"number": number, "day": day})
    trip = {"product_name": "Поездка", "amount": "1000", "first_day": "2026-04-10", "last_day": "2026-04-17"}
    desk.orders.save_item(here, order, "", trip)
    desk.orders.save_item(here, order, "", {"product_name": "Болт", "quantity": "2,5", "amount": "10,50"})
    return order


def test_S03_46_an_order_has_lines_services_days_seller_and_people(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    order = order_of(desk, here)
    desk.orders.save_item(here, order, "2", {"quantity": "3"})
    person = desk.persons.save(here, "", {"surname": "Орехова", "given": "Зоя"})
    assert desk.orders.others(here, order) == [(person, "Орехова Зоя")]
    desk.orders.add_people(here, order, [person], ["1"])
    view = desk.orders.order(here, order)
    assert (view.seller, view.row.amount.amount, view.row.start.isoformat()) == ("Ivan", 1010_50, "2026-04-10")
    assert [(each.name, each.quantity, each.people) for each in view.items] == [
        ("Поездка", 1.0, ("Орехова Зоя",)), ("Болт", 3.0, ()),
    ]  # fmt: skip
    assert view.people[0].services == ("Поездка",) and desk.orders.others(here, order) == []
    desk.orders.bind(here, order, person, ["2"])
    assert desk.orders.order(here, order).people[0].services == ("Болт",)
    desk.orders.drop_item(here, order, "2")
    desk.orders.drop_person(here, order, person)
    view = desk.orders.order(here, order)
    assert not view.people and len(view.items) == 1 and len(desk.persons.names(here)) == 1


def test_S03_46_an_order_over_a_document_takes_its_lines_and_is_counted_once(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    paper = desk.purchases(here)[0]
    fields = {each.name: each.value for each in desk.orders.head_form(here, document=paper.document)}
    assert fields == {"number": paper.document, "day": f"{paper.day:%d.%m.%Y}"}
    order = desk.orders.save_head(here, "", fields, paper.document)
    row = desk.orders.orders(here)[0]
    assert (row.id, row.document, row.amount, row.booked) == (order, paper.document, paper.amount, paper.amount)
    assert [each.document for each in desk.purchases(here)].count(paper.document) == 1


@pytest.mark.parametrize(
    "fields",
    [{"product_name": " "}, {"product_name": "x", "quantity": "-1"}, {"product_name": "x", "quantity": "nan"},
     {"product_name": "x", "last_day": "2026-01-01"}, {"product_name": "x", "first_day": "завтра"},
     {"product_name": "x", "first_day": "2026-02-01", "last_day": "2026-01-01"}],
)  # fmt: skip
def test_S03_46_bad_lines_are_refused(stage: Stage, fields: dict[str, str]) -> None:
    desk = desk_of(stage)
    order = order_of(desk, client(desk))
    with pytest.raises(Problem):
        desk.orders.save_item(client(desk), order, "", fields)
    assert len(desk.orders.order(client(desk), order).items) == 2


def test_S03_56_S03_64_a_list_brings_people_with_their_documents_into_the_order(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    order = order_of(desk, here)
    known = desk.persons.save(here, "", {"surname": "Орехова", "given": "Зоя", "title": "директор"})
    desk.wizard.begin_paste(LIST)
    desk.orders.people_wanted()
    rows = desk.orders.staged(here)
    assert [row.verdict for row in rows] == ["update", "error", "error", "new"]
    assert "28.11.2026" in rows[1].what and rows[0].what.startswith("surname") and "documents" in rows[0].what
    taken = desk.orders.take_staged(here, order, ["1"])
    assert (taken.added, taken.made, taken.changed, taken.left_out, taken.closed) == (2, 1, 1, 2, False)
    view = desk.orders.order(here, order)
    assert [(each.id == known, each.name, each.services) for each in view.people] == [
        (True, "Орехова Зоя", ("Поездка",)), (False, "Ким", ("Поездка",)),
    ]  # fmt: skip
    profile = desk.persons.profile(here, known)
    assert profile.documents == (
        IdentityDocument(FOREIGN_PASSPORT, "1234567", until="2030-03-01", series="75"),
        IdentityDocument(PASSPORT, "123456", series="45 09"),
    )
    assert (profile.birthday, profile.citizenship, profile.ticket) == ("1980-02-29", "Россия", "555-1")
    person = desk.persons.known(here)[bytes.fromhex(known)]
    assert (person.latin, person.sex, person.birth_month) == ("OREKHOVA ZOIA", "f", 2)
    desk.undo()
    assert not desk.orders.order(here, order).people and not desk.persons.profile(here, known).documents
    assert [each.fields.surname for each in desk.work.about(PERSON, here)] == ["Орехова"]


def test_S03_56_the_same_list_once_more_changes_nothing(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    order = order_of(desk, here)
    for added in (2, 0):
        desk.wizard.begin_paste(LIST)
        desk.orders.people_wanted()
        taken = desk.orders.take_staged(here, order)
        assert (taken.added, taken.changed) == (added, 0)
    assert len(desk.persons.names(here)) == 2


def test_S03_63_people_of_an_earlier_order_by_number_or_by_ticked_criteria(stage: Stage) -> None:
    desk = desk_of(stage)
    here, there = client(desk), client(desk, "C-2")
    first = order_of(desk, there, "П-7", "2026-01-15")
    second = order_of(desk, here, "П-8", "2026-03-02")
    person = desk.persons.save(there, "", {"surname": "Ёлкин", "given": "Пётр"})
    desk.orders.add_people(there, first, [person])
    for criteria, found in (
        ({"number": "п-7"}, [first]),
        ({"surname": "елк"}, [first]),
        ({"surname": "Лось"}, []),
        ({"created": "2026-03-01..2026-03-31"}, [second]),
        ({"created": "..2026-02-01", "surname": "ёлкин"}, [first]),
        ({"created": "2026-03-01..", "surname": "ёлкин"}, []),
        ({"start": "2026-04-10"}, [second, first]),
        ({"start": "2026-05-01.."}, []),
    ):
        assert [each.id for each in desk.orders.search(criteria)] == found, criteria
    assert [each.id for each in desk.orders.search({"number": "П-"}, but=second)] == [first]
    for bad in ({}, {"surname": " "}, {"created": ".."}, {"created": "x..y"}, {"colour": "red"}):
        with pytest.raises(Problem):
            desk.orders.search(bad)
    taken = desk.orders.add_people(here, second, [person], ["1"], source=there)
    assert (taken.added, taken.made) == (1, 1)
    view = desk.orders.order(here, second)
    assert [(each.id, each.name, each.services) for each in view.people] == [(person, "Ёлкин Пётр", ("Поездка",))]
    with pytest.raises(Problem):
        desk.orders.add_people(here, second, ["00" * 16])


def test_S03_56_documents_stay_out_where_private_things_are_closed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(stage)
    here = client(desk)
    order = order_of(desk, here)
    monkeypatch.setattr(desk.session.disclosure, "opens", lambda register, client_id: False)
    desk.wizard.begin_paste(LIST)
    desk.orders.people_wanted()
    taken = desk.orders.take_staged(here, order)
    assert (taken.added, taken.closed) == (2, True)
