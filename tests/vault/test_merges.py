"""Merges as judgements: field by field, nothing rewritten, undone at any time (U09, spec/search §0.6)."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.entities.client import ClientCard, ClientContacts
from core.identity.judgement import Verdict
from core.identity.merge import Reason
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault.session import Session
from tests.vault.stage import Stage, cheap_derivation, faults, home_of, import_cards, logged, refs

ROMASHKA = ClientCard("ООО «Ромашка»", external_id="M-1", inn="7707083893", city="Тула", tags=("опт",))
ROMASHKA_2 = ClientCard("ромашка", external_id="M-2", city="Тверь", note="звонить утром", tags=("юг",))
ROMASHKA_3 = ClientCard("Ромашка плюс", external_id="M-3", site="romashka.ru")


def made(stage: Stage) -> tuple[Session, bytes, bytes, bytes]:
    """Three clients of one portfolio that are one, and the session of its manager."""
    ivan = stage.enter("ivan")
    import_cards(ivan, "Север", ROMASHKA, contacts=ClientContacts(("+7 900 111-22-33",), ("a@romashka.ru",)))
    import_cards(ivan, "Север", ROMASHKA_2, contacts=ClientContacts(("+7 900 444-55-66", "8 900 1112233"), ()))
    import_cards(ivan, "Север", ROMASHKA_3)
    found = refs(ivan)
    return ivan, found["M-1"], found["M-2"], found["M-3"]


def test_U09_a_merge_asks_field_by_field_and_keeps_what_loses(stage: Stage) -> None:
    ivan, one, two, _three = made(stage)
    plan = ivan.merges.plan([one, two])
    fields = {each.field: each for each in plan.fields}
    assert plan.master == one
    assert fields["city"].losers, "two cities: one of them loses and is shown"
    assert {each.field for each in plan.disputed()} == {"name", "external_id", "city"}
    assert (fields["inn"].reason, fields["phone"].reason) == (Reason.ONLY, Reason.ALL)
    ivan.merges.merge([one, two], {"city": two})
    shown = ivan.merges.joined(two)
    assert (shown.card.city, shown.card.inn, shown.card.note) == ("Тверь", "7707083893", "звонить утром")
    assert shown.card.tags == ("опт", "юг")
    assert shown.contacts == ClientContacts(("+7 900 111-22-33", "+7 900 444-55-66"), ("a@romashka.ru",))
    assert ivan.merges.joined(one) == shown
    assert (ivan.clients.stored(one).card, ivan.clients.stored(two).card) == (ROMASHKA, ROMASHKA_2)


def test_U09_both_records_come_back_and_the_dump_is_the_one_before(stage: Stage) -> None:
    ivan, one, two, _three = made(stage)
    before = list(ivan.upkeep.dump())
    handle = ivan.merges.merge([one, two], {"name": two})
    assert list(ivan.upkeep.dump()) != before
    undone = stage.enter("boris").merges.undo(handle)
    assert (undone.survivor, undone.restored) == (one, (two,))
    assert list(stage.enter("ivan").upkeep.dump()) == before
    assert logged(stage, Kind.MERGE) == 2
    assert faults(stage.enter("boris")) == []


def test_U09_not_a_duplicate_holds_for_everybody_until_it_is_taken_back(stage: Stage) -> None:
    ivan, one, two, three = made(stage)
    handle = ivan.merges.judge([one, two], Verdict.DIFFERENT)
    boris = stage.enter("boris")
    assert boris.merges.now().judgements.verdict(two, one) is Verdict.DIFFERENT
    ivan.merges.merge([two, three])
    with pytest.raises(Problem) as told:
        boris.merges.merge([one, three])
    assert told.value.exit_code == ExitCode.REFUSED
    boris.merges.undo(handle)
    boris.merges.merge([one, three])
    assert set(boris.merges.now().members(one)) == {one, two, three}


def test_a_later_merge_on_top_is_named_and_undone_first(stage: Stage) -> None:
    ivan, one, two, three = made(stage)
    first = ivan.merges.merge([one, two])
    second = ivan.merges.merge([three, two])
    assert ivan.merges.now().members(two) == (three, one, two)
    with pytest.raises(Problem) as told:
        ivan.merges.undo(first)
    assert (told.value.exit_code, told.value.facts["merge"]) == (ExitCode.REFUSED, second.hex())
    ivan.merges.undo(second)
    assert ivan.merges.now().members(two) == (one, two)
    ivan.merges.undo(first)
    with pytest.raises(Problem):
        ivan.merges.undo(first)


def test_a_choice_of_an_earlier_merge_stands_behind_the_survivors_value(stage: Stage) -> None:
    ivan, one, two, three = made(stage)
    ivan.merges.merge([one, two], {"city": two})
    plan = ivan.merges.plan([three, one], {"name": one})
    assert {each.field: each.source for each in plan.fields}["city"] == two
    ivan.merges.merge([three, one], {"name": one})
    shown = ivan.merges.joined(three).card
    assert (shown.city, shown.name, shown.site) == ("Тверь", "ООО «Ромашка»", "romashka.ru")


def test_a_later_edit_of_the_record_behind_shows_and_survives_the_undo(stage: Stage) -> None:
    ivan, one, two, _three = made(stage)
    handle = ivan.merges.merge([one, two], {"city": two})
    stored = ivan.clients.stored(two)
    ivan.clients.change(two, stored, msgspec.structs.replace(stored.card, city="Псков"))
    assert ivan.merges.joined(one).card.city == "Псков"
    ivan.merges.undo(handle)
    assert (ivan.clients.stored(one).card.city, ivan.clients.stored(two).card.city) == ("Тула", "Псков")


def test_a_head_merges_over_portfolios_by_moving_and_undo_moves_back(stage: Stage) -> None:
    _ivan, one, two, three = made(stage)
    boris = stage.enter("boris")
    boris.merges.merge([two, three])
    lily = refs(boris)["L-1"]
    before = list(boris.upkeep.dump())
    with pytest.raises(Problem) as told:
        boris.merges.merge([lily, two])
    assert told.value.exit_code == ExitCode.REFUSED
    handle = boris.merges.merge([lily, two], move=True)
    petr, ivan = stage.enter("petr"), stage.enter("ivan")
    assert petr.merges.now().members(lily) == (lily, two, three)
    assert petr.merges.joined(three).card.name == boris.merges.joined(lily).card.name
    assert set(ivan.clients.load().ids) & {two, three} == set()
    with pytest.raises(Problem) as told:
        petr.merges.undo(handle)
    assert told.value.exit_code == ExitCode.REFUSED
    boris.merges.undo(handle)
    assert list(boris.upkeep.dump()) == before
    ivan = stage.enter("ivan")
    assert ivan.merges.now().members(three) == (two, three)
    assert faults(boris) == []
    assert one in ivan.clients.load().ids


def test_a_judgement_over_portfolios_is_an_edge_of_ids_in_the_firm_space(stage: Stage) -> None:
    _ivan, one, _two, _three = made(stage)
    boris = stage.enter("boris")
    lily = refs(boris)["L-1"]
    handle = boris.merges.judge([one, lily], Verdict.DIFFERENT)
    for login in ("ivan", "petr", "klara"):
        assert stage.enter(login).merges.now().judgements.verdict(one, lily) is Verdict.DIFFERENT
    with pytest.raises(Problem):
        stage.enter("ivan").merges.undo(handle)
    boris.merges.undo(handle)
    assert boris.merges.now().judgements.verdict(one, lily) is None


def test_many_groups_in_one_go_are_one_batch_that_can_be_stopped_and_undone(stage: Stage) -> None:
    ivan, one, two, _three = made(stage)
    lilies = ClientContacts(("+7 900 777-88-99",))
    import_cards(ivan, "Север", ClientCard("Лилия", external_id="N-1"), ClientCard("Лилии", external_id="N-2"))
    import_cards(ivan, "Север", ClientCard("Ирис", external_id="N-3"), contacts=lilies)
    import_cards(ivan, "Север", ClientCard("Ирисы", external_id="N-4"), contacts=lilies)
    found = refs(ivan)
    groups = [[one, two], [found["N-3"], found["N-4"]]]
    before = list(ivan.upkeep.dump())
    with pytest.raises(Problem) as told:
        ivan.merges.merge_all([*groups, [found["N-1"], found["N-2"]]])
    assert (told.value.exit_code, list(ivan.upkeep.dump())) == (ExitCode.REFUSED, before)
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 1

    batch, handles = ivan.merges.merge_all(groups, stop)
    assert (len(handles), seen) == (1, [(0, 2), (1, 2)])
    ivan.merges.undo_batch(batch)
    batch, handles = ivan.merges.merge_all(groups)
    assert len(handles) == 2
    later = ivan.merges.merge([one, found["C-3"]])
    assert ivan.merges.undo_batch(batch) == (1, [handles[0]])
    ivan.merges.undo(later)
    ivan.merges.undo(handles[0])
    assert list(ivan.upkeep.dump()) == before


def test_who_may_not_write_and_whose_clients_are_foreign_merge_nothing(stage: Stage) -> None:
    ivan, one, two, _three = made(stage)
    lily = refs(stage.enter("boris"))["L-1"]
    entries = logged(stage, Kind.MERGE)
    with pytest.raises(Problem) as told:
        ivan.merges.merge([one, lily])
    assert told.value.exit_code == ExitCode.BAD_INPUT, "said as of a client that does not exist"
    ivan.entered.keyring.rights.update(dict.fromkeys(ivan.entered.keyring.rights, 1))
    acts: list[Callable[[], bytes]] = [
        lambda: ivan.merges.merge([one, two]),
        lambda: ivan.merges.judge([one, two], Verdict.UNSURE),
    ]
    for act in acts:
        with pytest.raises(Problem) as told:
            act()
        assert told.value.exit_code == ExitCode.REFUSED
    assert logged(stage, Kind.MERGE) == entries
    klara = stage.enter("klara")
    klara.merges.undo(klara.merges.merge([one, two]))


def test_an_undone_import_of_a_merged_client_leaves_the_others_readable(stage: Stage) -> None:
    ivan, one, _two, _three = made(stage)
    group = import_cards(ivan, "Север", ClientCard("Ромашка 4", external_id="M-4"))
    four = refs(ivan)["M-4"]
    ivan.merges.merge([four, one])
    ivan.imports.undo(group)
    assert ivan.merges.joined(one).card == ROMASHKA
    assert list(ivan.upkeep.dump())


@pytest.fixture(scope="module")
def garden(template: Stage, tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, list[bytes]]:
    """Five clients in one store that the property test merges and parts again and again."""
    stage = template.copy(tmp_path_factory.mktemp("garden") / "firm.kartoteka")
    with cheap_derivation():
        boris = stage.enter("boris")
    names = "Ромашка", "Лютик", "Василёк", "Мак", "Клевер"
    cards = [ClientCard(name, external_id=f"G-{at}", city=name[::-1]) for at, name in enumerate(names)]
    import_cards(boris, "Север", *cards[:4], contacts=ClientContacts(("+7 900 000-00-01",)))
    import_cards(boris, "Юг", cards[4])
    found = refs(boris)
    return boris, [found[card.external_id] for card in cards]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["merge", "merge", "undo", "different"])),
        max_size=8,
    )
)
def test_any_sequence_of_merges_and_undos_ends_in_the_records_it_began_with(
    garden: tuple[Session, list[bytes]],
    steps: list[tuple[int, int, str]],
) -> None:
    session, clients = garden
    before = list(session.upkeep.dump())
    stack: list[bytes] = []
    for left, right, act in steps:
        try:
            if act == "merge":
                stack.append(session.merges.merge([clients[left], clients[right]], move=True))
            elif act == "different":
                stack.append(session.merges.judge([clients[left], clients[right]], Verdict.DIFFERENT))
            elif stack:
                session.merges.undo(stack[right % len(stack)])
                stack.pop(right % len(stack))
        except Problem as refused:
            assert refused.exit_code in (ExitCode.BAD_INPUT, ExitCode.REFUSED)
        merged = session.merges.now()
        for one, other in itertools.combinations(clients, 2):
            same = merged.survivor(one) == merged.survivor(other)
            assert same == (merged.judgements.verdict(one, other) is Verdict.SAME)
    for handle in reversed(stack):
        session.merges.undo(handle)
    assert list(session.upkeep.dump()) == before
    assert session.merges.now().groups() == {}


def test_merges_stand_through_a_rotation_and_can_be_taken_back_after_it(stage: Stage) -> None:
    ivan, one, two, _three = made(stage)
    before = list(ivan.upkeep.dump())
    handle = ivan.merges.merge([one, two])
    number = ivan.merges.judge([one, refs(ivan)["C-1"]], Verdict.DIFFERENT)
    boris = stage.enter("boris")
    boris.rotation.rotate(home_of(boris, "Север"))
    boris.rotation.rotate_firm()
    ivan.merges.judge([two, refs(ivan)["C-2"]], Verdict.UNSURE)
    for session in (ivan, boris, stage.enter("klara")):
        assert session.merges.now().members(two) == (one, two)
    assert faults(boris) == []
    for each in boris.merges.now().standing():
        if each.id not in (handle, number):
            boris.merges.undo(each.id)
    boris.merges.undo(number)
    boris.merges.undo(handle)
    assert list(stage.enter("ivan").upkeep.dump()) == before
