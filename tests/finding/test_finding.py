"""Search over a real store: what is found and why, who may find whom, what follows a change (U07, spec/search §2)."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.problem import Problem
from storage.audit.kinds import Kind
from storage.vault import lookups
from tests.desk.following import follow
from tests.finding.bases import PHONE, desk_of, fill, id_of, named
from tests.perf.counting import add_clients, counted, engine_of
from tests.vault.stage import HandClock, Stage, logged
from tui.desk import finding
from tui.desk.desk import Desk
from tui.screens.dialogs.find import marked


@pytest.mark.parametrize(
    ("typed", "name", "matched"),
    [
        ("ромашка", "ООО «Ромашка»", "exact"),
        ("рома", "ООО «Ромашка»", "prefix"),
        ("ромашкка", "ООО «Ромашка»", "typo"),
        ("romashka", "ООО «Ромашка»", "translit"),
        ("hjvfirf", "ООО «Ромашка»", "layout"),
        ("иванов пс", "Иванов Пётр Сергеевич", "initials"),
        ("иванов тверь", "Иванов Пётр Сергеевич", "company"),
        ("7707083893", "ООО «Ромашка»", "inn"),
        ("916 555-43", "Иванов Пётр Сергеевич", "phone"),
        ("petr.ivanov@", "Иванов Пётр Сергеевич", "email"),
        ("tehnosnab.example", "ЗАО Техноснаб", "domain"),
        ("P-2", "Иванов Павел Ильич", "exact"),
    ],
)
def test_U07_every_hit_says_why(stage: Stage, typed: str, name: str, matched: str) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        hit = desk.finding.find(typed, 5).hits[0]
        assert (hit.name, hit.matched) == (name, matched)


def test_a_misspelling_names_both_words_and_marks_the_letters_that_fit(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        hit = desk.finding.find("ромашкка", 1).hits[0]
        assert (hit.typed, hit.meant) == ("ромашкка", "Ромашка")
        prefix = desk.finding.find("рома", 1).hits[0]
        assert [prefix.name[start:end] for start, end in prefix.marks] == ["Рома"]


def test_before_the_index_is_there_beginnings_are_found(stage: Stage) -> None:
    fill(stage)
    desk = Desk(stage.premises())
    desk.unlock("boris", bytearray("boris: семь синих окон на крыше".encode()))
    assert not desk.finding.built
    assert named(desk, "рома") == [("ООО «Ромашка»", "prefix")]
    assert named(desk, "T-1") == [("ЗАО Техноснаб", "exact")]
    assert named(desk, "770708") == [("ООО «Ромашка»", "inn")]
    desk.close("end")


def test_only_what_the_session_opens_is_found(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage, "petr") as desk:
        assert named(desk, "ромашка") == []
        assert named(desk, "7707083893") == []
        assert named(desk, "лютик") == [("Лютик", "exact")]


def test_a_hit_by_an_identifier_shows_the_mask_and_no_digit_that_matched(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        by_phone = desk.finding.find("916555", 1).hits[0]
        assert by_phone.mask == "+7 9** ***-**-21"
        by_mail = desk.finding.find("petr.ivanov@berezka.example", 1).hits[0]
        assert by_mail.mask == "p***@b***.example"
        by_inn = desk.finding.find("7707083893", 1).hits[0]
        assert "770708" not in repr((by_inn, by_phone)).replace(by_inn.id, "").replace(by_phone.id, "")
        assert PHONE not in repr(by_phone)


def test_the_clear_hit_leads_and_namesakes_do_not(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        assert desk.finding.find("ромашка", 5).clear
        namesakes = desk.finding.find("иванов", 5)
        assert len(namesakes.hits) == 3
        assert not namesakes.clear


def test_an_own_edit_is_found_at_once_and_its_undo_too(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        client = id_of(desk, "ЗАО Техноснаб")
        desk.edit_card(client, "name", "ЗАО Рубикон", "ЗАО Техноснаб")
        assert named(desk, "рубикон") == [("ЗАО Рубикон", "exact")]
        assert "ЗАО Рубикон" not in dict(named(desk, "техноснаб"))
        desk.undo()
        assert named(desk, "техноснаб") == [("ЗАО Техноснаб", "exact")]


def test_what_others_change_arrives_by_the_feed_without_a_new_build(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        index = desk.finding._index
        session = stage.enter("boris")
        add_clients(session, 3, first=500)
        stored = session.clients.stored(bytes.fromhex(id_of(desk, "ЗАО Техноснаб")))
        changed = msgspec.structs.replace(stored.card, name="ЗАО Рубикон")
        session.clients.change(bytes.fromhex(id_of(desk, "ЗАО Техноснаб")), stored, changed)
        session.end()
        follow(desk)
        assert named(desk, "рубикон") == [("ЗАО Рубикон", "exact")]
        assert named(desk, "N-501") == [("Фирма 501", "exact")]
        assert desk.finding._index is index
        monkeypatch.setattr(finding, "MANY_CHANGES", 2)
        session = stage.enter("boris")
        add_clients(session, 4, first=600)
        session.end()
        follow(desk)
        assert not desk.finding.built
        desk.finding.ready()
        assert named(desk, "Фирма 603")[0] == ("Фирма 603", "exact")


def test_a_keystroke_costs_no_statement(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        desk.finding.find("и", 20)
        with counted(engine_of(desk.session)) as count:
            for end in range(1, len("иванов пётр") + 1):
                assert desk.finding.quick("иванов пётр"[:end], 20) is not None
                desk.finding.find("иванов пётр"[:end], 20)
        assert len(count) == 0


def test_building_costs_the_same_statements_for_few_and_many(stage: Stage) -> None:
    def build() -> int:
        desk = Desk(stage.premises())
        desk.unlock("boris", bytearray("boris: семь синих окон на крыше".encode()))
        with counted(engine_of(desk.session)) as count:
            desk.finding.ready()
        desk.close("end")
        return len(count)

    few = build()
    session = stage.enter("boris")
    add_clients(session, 60)
    session.end()
    assert build() - few <= 6


def test_the_drawing_thread_never_waits_for_the_index(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        desk.finding.find("ромашка", 1)
        assert desk.finding.quick("ромашка", 1) is not None
        assert desk.finding.quick("916555", 5) is None, "an identifier is counted in a worker"
        with desk.finding._lock:
            assert desk.finding.quick("ромашка", 1) is None


def test_lock_overwrites_the_index(stage: Stage) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        index = desk.finding._index
        assert index is not None
        desk.lock("key")
        assert not desk.finding.built
        assert index.search("ромашка", 5) == []


BAD = (
    "а",
    "я" * 10_000,
    "!?.,;:-",
    "🦊🦊",
    "\x00\x1b[2J\x07",
    "7 7 0 7 0 8",
    "77070",
    "рoмaшкa",  # two alphabets in one word
    "\u202eакшамор",
    "שלום עליכם",
    "%' OR 1=1 --",
    "\ud800",
    " ",
    "@",
    "+",
)


@pytest.mark.parametrize("typed", BAD)
def test_bad_input_is_answered_or_finds_nobody(stage: Stage, typed: str) -> None:
    fill(stage)
    with desk_of(stage) as desk:
        found = desk.finding.find(typed, 5)
        assert all(0 <= hit.score <= 2 for hit in found.hits)
        assert desk.finding.quick(typed, 5) in (None, found)


class Lookups:
    """A session that counts, without a store underneath what it counts."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.session = stage.enter("ivan")

    def ask(self, *typed: str) -> int:
        """Entries these look-ups write."""
        before = logged(self.stage, Kind.SEARCH_IDENTIFIER)
        for each in typed:
            self.session.lookups.identifier(each)
        return logged(self.stage, Kind.SEARCH_IDENTIFIER) - before


def test_more_than_twenty_look_ups_an_hour_are_an_entry_each(stage: Stage) -> None:
    asked = Lookups(stage)
    numbers = [f"90312345{n:02d}" for n in range(22)]
    assert asked.ask(*numbers[:20]) == 0
    assert asked.ask(*numbers[20:]) == 2


def test_typing_on_is_one_look_up_and_trying_digits_is_many(stage: Stage) -> None:
    asked = Lookups(stage)
    whole = "79031234567"
    for _ in range(30):
        asked.ask(*(whole[:end] for end in (*range(6, 12), *range(11, 5, -1))))
    assert logged(stage, Kind.SEARCH_IDENTIFIER) == 0
    # A digit in a place already tried: what unmasks a telephone in 52 questions.
    assert asked.ask(*(f"7903123{digit}" for digit in "0123456789" * 3)) >= 8


def test_a_new_session_does_not_begin_the_hour_anew_and_the_next_hour_does(stage: Stage) -> None:
    Lookups(stage).ask(*(f"90312345{n:02d}" for n in range(20)))
    clock: HandClock = stage.clock
    again = Lookups(stage)
    assert again.ask("9161234567") == 1
    clock.pass_seconds(3600)
    assert again.ask("9261234567") == 0


def test_what_cannot_be_counted_is_not_answered(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(stage)

    def full(*_words: object) -> int:
        raise OSError(28, "No space left on device")

    with desk_of(stage) as desk:
        monkeypatch.setattr(lookups, "note_lookup", full)
        with pytest.raises(Problem):
            desk.finding.find("7707083893", 5)
        assert named(desk, "ромашка") == [("ООО «Ромашка»", "exact")]


@settings(max_examples=150)
@given(st.text(max_size=40), st.data())
def test_marks_lie_inside_the_name(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=4))
    pieces = marked(text, tuple(spans), "dim")
    assert "".join(piece for piece, _ink in pieces) == text
    assert {ink for _piece, ink in pieces} <= {"dim", "found"}
