"""The blind index: who is elsewhere, asked by whole values only, logged, budgeted, re-keyed (U08, spec/store §7)."""

from __future__ import annotations

import threading

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entities.client import ClientCard, ClientContacts
from core.identity.blind_values import KINDS, ProbeKind, card_values, contact_values, normal
from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.access.blind_index import IndexKeys, live_tags, tag, tags
from storage.access.budgets import Budgets
from storage.audit.kinds import Kind
from storage.vault import pace, reindexing
from storage.vault.probes import ACCESS
from storage.vault.session import Session
from tests.vault.stage import Stage, home_of, import_cards, logged, refs

LILY = ClientCard("ООО «Торговый дом Лилия»", external_id="L-9", inn="7707083893")
CONTACTS = ClientContacts(("8 (495) 123-45-67",), ("Sales@Lilia.example", "lilia@mail.ru"))
ASKED: list[tuple[ProbeKind, str]] = [
    ("inn", " 7707083893 "),
    ("phone", "+7 495 123 45 67"),
    ("email", "sales@lilia.example"),
    ("domain", "www.lilia.example"),
    ("name", "Лилия, ЗАО"),
]


@pytest.fixture
def lily(stage: Stage) -> Stage:
    """Petr's portfolio holds a client that Ivan cannot open."""
    session = stage.enter("boris")
    import_cards(session, "Юг", LILY, contacts=CONTACTS)
    session.end()
    return stage


def tags_in(stage: Stage) -> set[tuple[bytes, int]]:
    return {(bytes(row[0]), row[1]) for row in stage.sql("SELECT tag, idx_epoch FROM blind_tag")}


def expected(session: Session) -> set[tuple[bytes, bytes, bytes]]:
    """What the table should hold, made from what the session can open."""
    keys = session.firm.index_keys()
    cards = session.clients.load()
    return {
        (each, cards.portfolios[at], client_id)
        for client_id, card, at in zip(cards.ids, cards.cards, cards.portfolio, strict=True)
        for each in tags(keys, card_values(card) | contact_values(session.clients.contacts(client_id)))
    }


def held(stage: Stage) -> set[tuple[bytes, bytes, bytes]]:
    rows = stage.sql("SELECT tag, portfolio_id, client_id FROM blind_tag")
    return {(bytes(a), bytes(b), bytes(c)) for a, b, c in rows}


@pytest.mark.parametrize(("kind", "text"), ASKED)
def test_U08_a_client_of_another_portfolio_is_announced_and_nothing_of_him(
    lily: Stage, kind: ProbeKind, text: str
) -> None:
    ivan = lily.enter("ivan")
    before = logged(lily, Kind.PROBE)
    answer = ivan.probes.probe(kind, text)
    assert answer.elsewhere and answer.ask == ("Boris",)
    assert logged(lily, Kind.PROBE) == before + 1
    entry = lily.enter("vera").trail.entries(kind="probe")[0]
    assert entry.details == {"kind": kind, "elsewhere": True}


@pytest.mark.parametrize("word", ["лилия", "лилии", "торговый дом", "дом"])
def test_U08_one_tag_stands_for_the_whole_name_and_none_for_a_word(lily: Stage, word: str) -> None:
    session = lily.enter("boris")
    import_cards(session, "Юг", ClientCard("Северная лилия и партнёры Архангельск"))
    answer = lily.enter("petr").probes.probe("name", "Архангельск")
    assert not answer.elsewhere
    assert lily.enter("ivan").probes.probe("name", word).elsewhere is (word == "лилия")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("inn", "770708389"),
        ("inn", "7707083894"),
        ("phone", "123-45-67"),
        ("phone", "0000000000"),
        ("email", "sales@"),
        ("domain", "mail.ru"),
        ("domain", "lilia@mail.ru"),
        ("name", "."),
        ("name", ""),
    ],
)
def test_U08_an_unfinished_or_empty_value_costs_nothing_and_says_nothing(
    lily: Stage, kind: ProbeKind, text: str
) -> None:
    ivan = lily.enter("ivan")
    before = logged(lily, Kind.PROBE)
    assert not ivan.probes.probe(kind, text).elsewhere
    assert logged(lily, Kind.PROBE) == before


def test_U08_who_opens_the_portfolio_finds_nobody_elsewhere(lily: Stage) -> None:
    assert not lily.enter("petr").probes.probe("inn", LILY.inn).elsewhere
    assert not lily.enter("boris").probes.probe("inn", LILY.inn).elsewhere


def test_U08_alone_there_is_no_elsewhere(empty: Stage) -> None:
    session = empty.enter()
    import_cards(session, "Центр", LILY, contacts=CONTACTS)
    assert not session.probes.probe("inn", LILY.inn).elsewhere
    assert logged(empty, Kind.PROBE) == 0


def test_U08_the_day_holds_thirty_values_and_a_value_asked_again_is_free(lily: Stage) -> None:
    ivan = lily.enter("ivan")
    phones = [f"+7 900 000-{n // 100:02}-{n % 100:02}" for n in range(1, DEFAULT.probes_day + 1)]
    for each in phones:
        ivan.probes.probe("phone", each)
    with pytest.raises(Problem) as told:
        ivan.probes.probe("inn", LILY.inn)
    assert told.value.exit_code == ExitCode.REFUSED
    assert logged(lily, Kind.REFUSED) == 1
    assert not ivan.probes.probe("phone", phones[0]).elsewhere
    boris = lily.enter("boris")
    for n in range(DEFAULT.probes_day + 1):
        boris.probes.probe("phone", f"+7 901 000-{n:04}")


def test_U08_a_request_goes_to_the_head_and_tells_him_alone_who_it_is(lily: Stage) -> None:
    ivan = lily.enter("ivan")
    assert ivan.probes.request_access("inn", LILY.inn, "встретились  на выставке") == ("Boris",)
    boris = lily.enter("boris")
    letter = boris.inbox.read()[0]
    home = home_of(boris, "Юг")
    assert letter.kind == ACCESS and letter.sender == ivan.entered.identity.person_id
    assert letter.body == {"client": refs(boris)["L-9"], "portfolio": home, "reason": "встретились на выставке"}
    assert ivan.inbox.read() == [] and lily.enter("petr").inbox.read() == []
    for value, reason in ((LILY.inn, " "), ("7707083894", "x"), ("5260000005", "x")):
        with pytest.raises(Problem) as told:
            ivan.probes.request_access("inn", value, reason)
        assert told.value.exit_code == ExitCode.BAD_INPUT


def test_U08_an_import_is_one_entry_and_a_manager_asks_for_two_hundred_rows_a_day(lily: Stage) -> None:
    ivan = lily.enter("ivan")
    rows = [card_values(ClientCard(f"Фирма номер {n}")) for n in range(150)]
    rows[7] = card_values(LILY)
    first = ivan.probes.probe_rows(rows)
    assert first.elsewhere == {7} and first.unasked == 0 and first.ask == ("Boris",)
    second = lily.enter("ivan").probes.probe_rows(rows)
    assert second.unasked == 100 and second.elsewhere == {7}
    assert ivan.probes.probe_rows(rows).unasked == 150
    assert logged(lily, Kind.PROBE) == 3
    for each in ("boris", "klara"):
        assert lily.enter(each).probes.probe_rows(rows * 2).unasked == 0
    assert ivan.probes.probe("inn", LILY.inn).elsewhere, "rows take nothing from the thirty"


def test_U08_parallel_probes_take_exactly_the_day(lily: Stage) -> None:
    sessions = [lily.enter("ivan") for _ in range(4)]
    answers: list[bool] = []

    def work(at: int) -> None:
        sessions[at].entered.gate.budgets = Budgets(advisory=False, rules=DEFAULT.changed(probes_day=6))
        for n in range(4):
            try:
                sessions[at].probes.probe("phone", f"+7 9{at}1 000-00-{n:02}")
                answers.append(True)
            except Problem:
                answers.append(False)

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(answers), sum(answers)) == (16, 6)


def test_U08_tags_follow_every_creation_edit_undo_and_removal(lily: Stage) -> None:
    boris = lily.enter("boris")
    assert held(lily) == expected(boris) != set()
    client_id = refs(boris)["L-9"]
    stored = boris.clients.stored(client_id)
    boris.clients.change(client_id, stored, msgspec.structs.replace(stored.card, inn="5260000005", name="Ирис"))
    assert held(lily) == expected(boris)
    ivan = lily.enter("ivan")
    assert not ivan.probes.probe("inn", LILY.inn).elsewhere and not ivan.probes.probe("name", "Лилия").elsewhere
    assert ivan.probes.probe("name", "ирис").elsewhere and ivan.probes.probe("phone", "84951234567").elsewhere
    group = import_cards(boris, "Юг", ClientCard("Нарцисс"), contacts=ClientContacts((), ("a@narciss.example",)))
    assert ivan.probes.probe("domain", "narciss.example").elsewhere
    boris.imports.undo(group)
    assert held(lily) == expected(boris)
    assert not ivan.probes.probe("name", "нарцисс").elsewhere


def test_U08_an_edit_that_fails_leaves_the_tags(lily: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    boris = lily.enter("boris")
    client_id = refs(boris)["L-9"]
    stored, before = boris.clients.stored(client_id), held(lily)

    def fails(*_args: object) -> None:
        raise Problem("no")

    monkeypatch.setattr(boris.clients, "touch", fails)
    with pytest.raises(Problem):
        boris.clients.change(client_id, stored, msgspec.structs.replace(stored.card, name="Ирис"))
    assert held(lily) == before


def test_U08_a_moved_client_takes_his_tags_along(lily: Stage) -> None:
    boris = lily.enter("boris")
    client_id, north = refs(boris)["L-9"], home_of(boris, "Север")
    with boris.entered.gate.writing() as writing:
        boris.clients.tags.move(writing, [client_id], north)
    assert not lily.enter("ivan").probes.probe("inn", LILY.inn).elsewhere
    assert lily.enter("petr").probes.probe("inn", LILY.inn).elsewhere


def test_U08_after_a_rotation_both_keys_are_found_until_every_portfolio_is_done(lily: Stage) -> None:
    boris, petr, ivan = lily.enter("boris"), lily.enter("petr"), lily.enter("ivan")
    old = boris.firm.index_keys()
    assert boris.probes.rotate() == 2
    assert boris.probes.pending() == 2
    assert ivan.probes.probe("inn", LILY.inn).elsewhere, "still under the old key"
    ivan.probes.reindex()
    assert set(boris.firm.index_keys().keys) == {1, 2}, "one portfolio is not done"
    import_cards(petr, "Юг", ClientCard("Крокус", inn="5260000005"))
    assert ivan.probes.probe("name", "крокус").elsewhere, "a new client has the new key"
    assert boris.probes.reindex().pending == 0
    assert set(boris.firm.index_keys().keys) == {2}
    assert held(lily) == expected(boris)
    assert {epoch for _tag, epoch in tags_in(lily)} == {2}
    assert ivan.probes.probe("inn", LILY.inn).elsewhere
    lost = live_tags(old, card_values(LILY))
    assert lost.isdisjoint({each for each, _epoch in tags_in(lily)}), "who left with the old key finds nobody"
    assert boris.upkeep.check().ok and lily.enter("vera").trail.verify().ok


def test_U08_reindexing_stops_between_chunks_and_goes_on(lily: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(1, 1, 1))
    boris = lily.enter("boris")
    boris.probes.rotate()
    first = boris.probes.reindex(lambda done, _total: done < 3)
    assert first.clients == 3 and first.pending > 0
    again = lily.enter("boris").probes.reindex()
    assert again.pending == 0 and again.clients == len(boris.clients.load().ids) - 3
    assert held(lily) == expected(boris)
    assert lily.enter("boris").probes.reindex().clients == 0


def test_U08_an_edit_while_tags_are_made_again_is_not_lost(lily: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    boris, petr = lily.enter("boris"), lily.enter("petr")
    boris.probes.rotate()
    client_id = refs(petr)["L-9"]
    stored = petr.clients.stored(client_id)
    taken = reindexing._tags_of

    def and_then_somebody_edits(*args: object) -> dict[bytes, set[tuple[bytes, int]]]:
        found = taken(*args)  # type: ignore[arg-type]
        if client_id in found:
            petr.clients.change(client_id, stored, msgspec.structs.replace(stored.card, name="Ирис"))
        return found

    monkeypatch.setattr(reindexing, "_tags_of", and_then_somebody_edits)
    boris.probes.reindex()
    assert held(lily) == expected(boris)


def test_U08_a_manager_rotates_no_key(lily: Stage) -> None:
    with pytest.raises(Problem) as told:
        lily.enter("ivan").probes.rotate()
    assert told.value.exit_code == ExitCode.REFUSED


@given(st.sampled_from(["inn", "phone", "email", "domain", "name"]), st.text(max_size=40))
def test_U08_normal_takes_any_text_and_is_its_own_normal_form(kind: ProbeKind, text: str) -> None:
    found = normal(kind, text)
    if found and kind != "name":
        assert normal(kind, found) == found


def test_U08_a_tag_depends_on_key_kind_and_value_alone() -> None:
    first, second = bytes(32), bytes([1]) * 32
    assert len(tag(first, ("inn", "1"))) == 16
    seen = {tag(key, (kind, "7")) for key in (first, second) for kind in KINDS}
    assert len(seen) == 2 * len(KINDS)
    keys = IndexKeys({1: first}).rotated(second)
    assert keys.epoch == 2 and live_tags(keys, [("inn", "7")]) > tags(keys, [("inn", "7")])
    assert keys.settled().keys == {2: second}
