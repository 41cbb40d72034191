"""A merged client as everybody's desk shows him: one line, all his sales, whoever of his ids is asked for (U09)."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from core.entities.client import ClientCard, ClientContacts
from core.problem import Problem
from storage.vault.session import Session
from tests.desk.following import follow
from tests.vault.stage import Stage, import_cards, import_sales, refs, secret_of
from tui.desk.answers import ClientRow
from tui.desk.desk import Desk
from tui.desk.importing import snapshot
from tui.desk.port import EditConflict, ListFilter

AS_OF = dt.date(2026, 3, 1)


def desk_of(stage: Stage, login: str = "ivan") -> Desk:
    desk = Desk(stage.premises(), AS_OF)
    desk.unlock(login, secret_of(login))
    return desk


def merged(stage: Stage, desk: Desk, **take: bytes) -> tuple[str, str, bytes]:
    """C-1 with C-2 merged into it: both ids, and the merge."""
    session = stage.enter("ivan")
    found = refs(session)
    one, two = found["C-1"], found["C-2"]
    handle = session.merges.merge([one, two], take)
    follow(desk)
    return one.hex(), two.hex(), handle


def names(desk: Desk) -> list[str]:
    return [row.name for row in _rows(desk)]


def test_U09_the_survivor_answers_for_the_merged_everywhere(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.figures()
    before = names(desk)
    turnover = sum(row.turnover_12m.amount for row in _rows(desk) if row.turnover_12m)
    pulse = follow(desk)
    one, two, handle = merged(stage, desk)
    assert follow(desk) > pulse
    assert len(names(desk)) == len(before) - 1
    desk.figures()
    assert desk.row(two) == desk.row(one)
    assert desk.row(one).turnover_12m is not None
    assert sum(row.turnover_12m.amount for row in _rows(desk) if row.turnover_12m) == turnover
    assert [each.document for each in desk.purchases(two)] == ["РН-2", "РН-3", "РН-1"]
    assert [len(desk.order_lines(one, each)) for each in ("РН-1", "РН-3")] == [2, 1]
    assert desk.overview(two).row.id == one
    assert {each.id for each in desk.axes(None)} == {row.id for row in _rows(desk)}
    assert sum(each.clients for each in desk.pyramid().levels) == len(before) - 1
    assert two not in {each.id for each in desk.queue(None, everyone=True).entries}
    stage.enter("ivan").merges.undo(handle)
    follow(desk)
    assert names(desk) == before
    assert [each.document for each in desk.purchases(two)] == ["РН-3"]


def _rows(desk: Desk) -> list[ClientRow]:
    opened = desk.open_list(ListFilter(), "name")
    return opened.rows(0, len(opened))


def test_history_of_a_merged_client_is_one_read_of_all_of_them(stage: Stage) -> None:
    desk = desk_of(stage)
    one, two, _handle = merged(stage, desk)
    session = stage.enter("ivan")
    for client_id, city in ((bytes.fromhex(one), "Псков"), (bytes.fromhex(two), "Рига")):
        _edit(session, client_id, city=city)
    before = stage.sql("SELECT count(*) FROM log")[0][0]
    told = [(each.field, each.after) for each in desk.history(two)]
    assert told == [("city", "Рига"), ("city", "Псков")]
    assert stage.sql("SELECT count(*) FROM log")[0][0] == before + 1


def _edit(session: Session, client_id: bytes, **fields: object) -> None:
    stored = session.clients.stored(client_id)
    session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, **fields))


def test_an_edit_of_a_merged_client_shows_at_once_and_can_be_taken_back(stage: Stage) -> None:
    desk = desk_of(stage)
    two = refs(stage.enter("ivan"))["C-2"]
    one, loser, handle = merged(stage, desk, name=two)
    assert desk.row(one).name == "Фирма C-2"
    desk.edit_card(one, "name", "Фирма Ц", "Фирма C-2")
    assert (desk.row(loser).name, desk.overview(one).row.name) == ("Фирма Ц", "Фирма Ц")
    with pytest.raises(EditConflict):
        desk.edit_card(one, "name", "другое", "Фирма C-2")
    desk.edit_card(one, "city", "", "Тула")
    assert desk.row(one).city == ""
    desk.undo()
    assert desk.row(one).city == "Тула"
    desk.undo()
    assert desk.row(one).name == "Фирма C-2"
    stage.enter("ivan").merges.undo(handle)
    session = stage.enter("ivan")
    assert [session.clients.stored(refs(session)[ref]).card.city for ref in ("C-1", "C-2")] == ["Тула", "Тула"]


def test_U09_both_phones_are_on_the_card_and_each_is_revealed_from_its_record(stage: Stage) -> None:
    session = stage.enter("ivan")
    cards = ClientCard("Мак", external_id="M-1"), ClientCard("Маки", external_id="M-2")
    import_cards(session, "Север", cards[0], contacts=ClientContacts(("+7 900 111-22-33",), ("a@mak.ru",)))
    import_cards(session, "Север", cards[1], contacts=ClientContacts(("8 900 1112233", "+7 900 444-55-66"), ()))
    found = refs(session)
    session.merges.merge([found["M-1"], found["M-2"]])
    desk = desk_of(stage)
    one = found["M-1"].hex()
    lines = desk.overview(one).contacts
    assert [line.mask for line in lines] == ["+7 9** ***-**-33", "+7 9** ***-**-66", "a***@m***.ru"]
    shown = [desk.contacts.reveal(one, line.key, "звонок").value for line in lines]
    assert shown == ["+7 900 111-22-33", "+7 900 444-55-66", "a@mak.ru"]
    with pytest.raises(Problem):
        desk.contacts.reveal(one, f"{'00' * 16}/phone:7", "звонок")


def test_tags_of_a_merged_client_are_edited_where_they_stand(stage: Stage) -> None:
    desk = desk_of(stage)
    session = stage.enter("ivan")
    found = refs(session)
    _edit(session, found["C-1"], tags=("опт", "юг"))
    _edit(session, found["C-2"], tags=("розница",))
    one, two, _handle = merged(stage, desk)
    desk.edit_card(one, "tags", "юг, розница, новый", "опт, юг, розница")
    stored = session.clients.stored
    assert stored(bytes.fromhex(one)).card.tags == ("юг", "новый")
    assert stored(bytes.fromhex(two)).card.tags == ("розница",)
    desk.undo()
    assert stored(bytes.fromhex(one)).card.tags == ("опт", "юг")


def test_a_later_import_keeps_lines_with_the_record_they_name(stage: Stage) -> None:
    """So the undo of the merge gives each of them what is his, also of what came afterwards."""
    desk = desk_of(stage)
    one, two, handle = merged(stage, desk)
    known = snapshot(desk.base)
    assert known.by_external_id["C-2"] == [bytes.fromhex(two)]
    boris = stage.enter("boris")
    import_sales(boris, [("C-2", "РН-9", 40, "болт", 5_00)])
    follow(desk)
    assert desk.purchases(one)[0].document == "РН-9"
    boris.merges.undo(handle)
    follow(desk)
    assert [each.document for each in desk.purchases(two)] == ["РН-9", "РН-3"]


def test_members_of_one_client_are_no_doubt_for_an_import(stage: Stage) -> None:
    session = stage.enter("ivan")
    import_cards(session, "Север", ClientCard("Мак", external_id="M-1"), ClientCard("Мак", external_id="M-2"))
    found = refs(session)
    desk = desk_of(stage)
    assert len(snapshot(desk.base).by_name["Мак"]) == 2
    session.merges.merge([found["M-2"], found["M-1"]])
    follow(desk)
    assert snapshot(desk.base).by_name["Мак"] == [found["M-2"]]


def test_a_client_nobody_knows_is_still_nobody(stage: Stage) -> None:
    desk = desk_of(stage)
    merged(stage, desk)
    with pytest.raises(Problem):
        desk.row("00" * 16)
