"""Doubles at the desk: one scan, one explanation, one plan for screen and command line (U09, U11, spec/search §3)."""

from __future__ import annotations

import datetime as dt

import pytest

from core.entities.client import ClientCard, ClientContacts
from core.problem import ExitCode, Problem
from storage.vault.session import Session
from tests.vault.stage import Stage, import_cards, refs, secret_of
from tui.desk.desk import Desk
from tui.desk.port_doubles import Doubles, PlanField

AS_OF = dt.date(2026, 3, 1)
PHONE, MAIL = "+7 912 345-67-89", "zakaz@buket.ru"


def desk_of(stage: Stage, login: str = "ivan") -> Desk:
    desk = Desk(stage.premises(), AS_OF)
    desk.unlock(login, secret_of(login))
    return desk


def planted(stage: Stage) -> Session:
    """A sure pair, a pair with nothing but a name in common, a pair with two different valid ИНН."""
    ivan = stage.enter("ivan")
    for card, contacts in (
        (ClientCard("ООО «Букет»", external_id="B-1", inn="7707083893", city="Тула"), ClientContacts((PHONE,))),
        (ClientCard("Букет ООО", external_id="B-2", inn="7707083893"), ClientContacts(("8 (912) 3456789",), (MAIL,))),
        (ClientCard("Редкозвонская мануфактура", external_id="R-1", city="Псков"), ClientContacts()),
        (ClientCard("Редкозвонская мануфактура", external_id="R-2", city="Рига"), ClientContacts()),
        (ClientCard("Аметистовый дом", external_id="A-1", inn="7736050003"), ClientContacts()),
        (ClientCard("Аметистовый дом", external_id="A-2", inn="7728168971"), ClientContacts()),
    ):
        import_cards(ivan, "Север", card, contacts=contacts)
    return ivan


def scanned(desk: Desk) -> Doubles:
    found = desk.doubles.scan()
    assert found is not None
    return found


def named(found: Doubles) -> dict[frozenset[str], bool]:
    return {frozenset(each.external_id for each in group.members): group.sure for group in found.groups}


def test_U09_nothing_is_sure_without_an_identifier(stage: Stage) -> None:
    planted(stage)
    found = scanned(desk_of(stage))
    groups = named(found)
    assert groups[frozenset({"B-1", "B-2"})] is True
    assert groups.get(frozenset({"R-1", "R-2"})) in (None, False)
    assert groups.get(frozenset({"A-1", "A-2"})) in (None, False)
    assert [frozenset(each.external_id for each in group.members) for group in found.sure] == [
        frozenset({"B-1", "B-2"})
    ]
    assert found.compared >= len(found.groups)


def test_every_group_is_explained_by_bits_that_add_up(stage: Stage) -> None:
    planted(stage)
    desk = desk_of(stage)
    group = scanned(desk).groups[0]
    bits = [float(line.split(";")[0].split()[-1].replace(",", ".").replace("−", "-")) for line in group.why[:-1]]
    assert sum(bits) == pytest.approx(group.score, abs=0.05)
    assert desk.doubles.pair(group.ids[0], group.ids[1]) == group.why
    assert PHONE not in "".join(group.why)


def test_a_plan_shows_both_sides_masked_and_marks_what_differs(stage: Stage) -> None:
    ivan = planted(stage)
    desk, found = desk_of(stage), refs(ivan)
    one, two = found["B-1"].hex(), found["B-2"].hex()
    plan = desk.doubles.plan([one, two], {"name": two})
    fields: dict[str, PlanField] = {each.name: each for each in plan.fields}
    assert [each.external_id for each in plan.members] == ["B-1", "B-2"]
    assert (fields["name"].kept, fields["name"].source, fields["name"].differs) == ("Букет ООО", 1, True)
    assert (fields["phone"].source, fields["phone"].kept) == (-1, "+7 9** ***-**-89")
    assert fields["email"].kept == "z***@b***.ru"
    assert fields["city"].values == ("Тула", "")
    assert not fields["inn"].differs
    assert plan.disputed == sum(each.differs for each in plan.fields) == 2


def test_what_was_merged_or_told_apart_leaves_the_list_and_comes_back_with_undo(stage: Stage) -> None:
    ivan = planted(stage)
    desk, found = desk_of(stage), refs(ivan)
    one, two = found["B-1"].hex(), found["B-2"].hex()
    before = named(scanned(desk))
    done = desk.doubles.merge([one, two], {})
    assert (done.survivor, done.merged) == (one, (two,))
    after = desk.doubles.found()
    assert after is not None and named(after) == {key: value for key, value in before.items() if "B-1" not in key}
    assert [(each.id, each.merge) for each in desk.doubles.merged_with(two)] == [(two, done.merge)]
    assert desk.overview(one).merged == desk.doubles.merged_with(one)
    desk.doubles.undo(done.merge)
    number = desk.doubles.judge([one, two], "different")
    told = desk.doubles.found()
    assert told is not None and named(told) == named(after)
    assert named(scanned(desk)) == named(after)
    colleague = desk_of(stage, "klara")
    assert frozenset({"B-1", "B-2"}) not in named(scanned(colleague))
    colleague.doubles.undo(number)
    assert named(scanned(desk)) == before
    assert desk.doubles.standing() == []


def test_unsure_stays_in_the_list_with_a_word_and_out_of_bulk(stage: Stage) -> None:
    ivan = planted(stage)
    desk, found = desk_of(stage), refs(ivan)
    desk.doubles.judge([found["B-1"].hex(), found["B-2"].hex()], "unsure")
    told = scanned(desk)
    assert [each.unsure for each in told.groups if "B-1" in {m.external_id for m in each.members}] == [True]
    assert told.sure == ()


def test_bulk_merges_the_sure_groups_alone_in_one_undoable_go(stage: Stage) -> None:
    planted(stage)
    desk = desk_of(stage)
    with pytest.raises(Problem):
        desk.doubles.bulk()
    before = len(desk.base.ids)
    scanned(desk)
    stopped = desk.doubles.bulk(lambda _done, _total: False)
    assert (stopped.merges, stopped.stopped, len(desk.base.ids)) == ((), True, before)
    done = desk.doubles.bulk()
    assert (len(done.merges), len(desk.base.ids)) == (1, before - 1)
    assert desk.doubles.undo(done.batch).merged == done.merges[0].merged
    assert len(desk.base.ids) == before


def test_the_vault_merges_no_group_that_a_name_alone_joins(stage: Stage) -> None:
    ivan = planted(stage)
    found = refs(ivan)
    for left, right in (("R-1", "R-2"), ("A-1", "A-2")):
        with pytest.raises(Problem) as told:
            ivan.merges.merge_all([[found["B-1"], found["B-2"]], [found[left], found[right]]])
        assert told.value.exit_code == ExitCode.REFUSED
    assert ivan.merges.now().groups() == {}


def test_answers_of_people_teach_the_weights(stage: Stage) -> None:
    """After five times "not a duplicate" a sixth pair of the same kind weighs less."""
    ivan = stage.enter("ivan")
    names = "Лебедь", "Каравелла", "Орион", "Меридиан", "Изумруд", "Бригантина"
    for at in range(12):
        card = ClientCard(names[at // 2], external_id=f"K-{at}", city="Тула")
        phone = ClientContacts((f"+7 912 345-6{at // 2}-89",))
        import_cards(ivan, "Север", card, contacts=phone)
    found, desk = refs(ivan), desk_of(stage)
    before = {group.key: group.score for group in scanned(desk).groups}
    assert before
    last = frozenset({found["K-10"], found["K-11"]})
    for at in range(0, 10, 2):
        desk.doubles.judge([found[f"K-{at}"].hex(), found[f"K-{at + 1}"].hex()], "different")
    after = {frozenset(map(bytes.fromhex, group.ids)): group.score for group in scanned(desk).groups}
    key = "-".join(sorted(each.hex() for each in last))
    assert set(after) <= {last}
    assert after.get(last, 0.0) < before[key] - 1


def test_a_scan_can_be_stopped_between_its_steps(stage: Stage) -> None:
    planted(stage)
    desk = desk_of(stage)
    for last in range(4):
        assert desk.doubles.scan(lambda done, _total, last=last: done < last) is None  # type: ignore[misc]
    assert desk.doubles.found() is None


def test_a_head_is_shown_doubles_of_two_portfolios_and_moves_to_merge(stage: Stage) -> None:
    ivan = planted(stage)
    petr = stage.enter("petr")
    import_cards(petr, "Юг", ClientCard("«Букет», ООО", external_id="B-3", inn="7707083893"))
    boris = desk_of(stage, "boris")
    group = next(each for each in scanned(boris).groups if "B-3" in {m.external_id for m in each.members})
    assert (group.portfolios, len(group.members)) == (2, 3)
    with pytest.raises(Problem):
        boris.doubles.merge(group.ids, {})
    boris.doubles.merge(group.ids, {}, move=True)
    assert len({boris.base.place[bytes.fromhex(each)] for each in group.ids}) == 1
    mine = frozenset(each.external_id for each in (ivan.clients.stored(refs(ivan)[ref]).card for ref in refs(ivan)))
    assert "B-3" in mine or "B-1" not in mine


def test_U11_groups_of_firms_are_suggested_confirmed_and_dissolved(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    contacts = ClientContacts(("+7 495 111-22-33",), ("info@zvezdochet.ru",))
    import_cards(ivan, "Север", ClientCard("Звездочёт Логистика", external_id="Z-1"), contacts=contacts)
    import_cards(ivan, "Север", ClientCard("Звездочёт Сервис", external_id="Z-2"), contacts=contacts)
    petr = stage.enter("petr")
    import_cards(petr, "Юг", ClientCard("Звездочёт Торг", external_id="Z-3"), contacts=contacts)
    boris = desk_of(stage, "boris")
    found = boris.firm_groups.suggest()
    assert {each.external_id for each in found[0].members} == {"Z-1", "Z-2", "Z-3"}
    assert found[0].why and "111-22-33" not in "".join(found[0].why)
    number = boris.firm_groups.confirm([each.id for each in found[0].members])
    assert [{m.external_id for m in each.members} for each in boris.firm_groups.all()] == [{"Z-1", "Z-2", "Z-3"}]
    told = [each.external_id for group in boris.firm_groups.suggest() for each in group.members]
    assert not {"Z-1", "Z-2", "Z-3"} & set(told)
    mine = desk_of(stage)
    own = mine.firm_groups.all()[0]
    assert ({each.external_id for each in own.members}, own.elsewhere) == ({"Z-1", "Z-2"}, 1)
    assert mine.overview(own.members[0].id).group == own
    assert [len(each) for each in boris.firm_groups.rows()] == [3]
    with pytest.raises(Problem):
        mine.firm_groups.dissolve(number)
    assert boris.firm_groups.dissolve(number).group == number
    assert mine.firm_groups.all() == []
    boris.firm_groups.strangers([each.id for each in found[0].members])
    told = [each.external_id for group in boris.firm_groups.suggest() for each in group.members]
    assert not {"Z-1", "Z-2", "Z-3"} & set(told)


def test_groups_that_meet_are_one_group(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    found = {
        each.external_id: client_id.hex() for client_id, each in zip(boris.base.ids, boris.base.cards, strict=True)
    }
    first = boris.firm_groups.confirm([found["C-1"], found["C-2"]])
    boris.firm_groups.confirm([found["L-1"], found["L-2"]], "parent")
    boris.firm_groups.confirm([found["C-2"], found["L-2"]])
    groups = boris.firm_groups.all()
    assert [(each.group, len(each.members), each.kind) for each in groups] == [(first, 4, "parent")]
    boris.firm_groups.dissolve(first)
    assert boris.firm_groups.all() == []
