"""Edits, removal, wiping, and a build in steps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.index import SearchEntry, SearchHit, SearchIndex, build, building
from core.identity.index_segment import STEP
from tests.identity.made_base import MadeBase

_POOL = [each.entry for each in MadeBase(3, 120).entries]
_NUMBERS = st.integers(0, 39)
_EDITS = st.lists(st.one_of(st.tuples(_NUMBERS, st.integers(0, 119)), st.tuples(_NUMBERS, st.none())), max_size=25)


def _entry(number: int, like: int) -> SearchEntry:
    made = _POOL[like]
    return SearchEntry(number, made.name, made.second, made.inn, made.phones, made.emails, made.sites)


def _told(hits: list[SearchHit]) -> list[tuple[int, str, float]]:
    """Hits as good as the best: an index of two parts may add other far likenesses."""
    return [(hit.id, hit.matched, round(hit.score, 5)) for hit in hits if hit.score > 0.95]


@settings(max_examples=60, deadline=None)
@given(_EDITS, st.lists(st.integers(0, 119), min_size=1, max_size=4))
def test_edits_leave_what_a_build_from_scratch_gives(edits: list[tuple[int, int | None]], asked: list[int]) -> None:
    living = {number: _entry(number, number) for number in range(30)}
    index = build(list(living.values()))
    for number, like in edits:
        if like is None:
            living.pop(number, None)
            index.remove(number)
        else:
            living[number] = _entry(number, like)
            index.update(living[number])
    anew = build(list(living.values()))
    assert len(index) == len(anew) == len(living)
    for like in asked:
        made = _POOL[like]
        for typed in (made.name, made.name.split()[0], made.inn, made.phones[0], made.emails[0]):
            hits = index.search(typed, 50)
            assert {hit.id for hit in hits} <= set(living)
            assert all((hit.name, hit.second) == (living[hit.id].name, living[hit.id].second) for hit in hits)
            assert _told(hits) == _told(anew.search(typed, 50))


def test_an_edited_entry_is_found_under_its_new_name_only() -> None:
    index = build([SearchEntry(1, "Ромашка"), SearchEntry(2, "Василёк")])
    index.update(SearchEntry(1, "Подсолнух"))
    assert [hit.id for hit in index.search("подсолнух")] == [1]
    assert 1 not in [hit.id for hit in index.search("ромашка")]
    assert index.edits == 1
    index.update(SearchEntry(3, "Гвоздика"))
    index.remove(1)
    index.remove(1)
    index.remove(77)
    assert [hit.id for hit in index.search("гвоздика")] == [3]
    assert index.search("подсолнух") == []
    assert len(index) == 2


def test_a_wiped_index_knows_nobody_and_can_be_filled_again() -> None:
    index = build(_POOL)
    index.update(SearchEntry(500, "Ромашка", "", "7707083893"))
    assert index.search("ромашка")
    texts, lines = index._base.texts, index._base.identifiers
    index.wipe()
    assert len(index) == 0
    for entry in _POOL[:20]:
        assert index.search(entry.name) == []
        assert index.search(entry.phones[0]) == []
    assert not texts._data.strip(b"\0")
    assert not any(kind._text.strip(b"\n") for kind in (lines._inn, lines._phones))
    assert not (lines._mails._locals.any() or lines._mails._domains)
    index.update(SearchEntry(1, "Ромашка"))
    assert [hit.id for hit in index.search("ромашка")] == [1]


def test_a_build_tells_its_progress_and_can_be_cancelled() -> None:
    entries = [SearchEntry(number, f"Клиент {number}") for number in range(2 * STEP + 5)]
    told: list[tuple[int, int]] = []
    build(entries, lambda done, of: told.append((done, of)))
    assert told == [(STEP, len(entries)), (2 * STEP, len(entries)), (len(entries), len(entries))]

    def stop(done: int, _of: int) -> None:
        if done > STEP:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        build(entries, stop)


def test_a_build_in_steps_ends_with_the_index() -> None:
    entries = [SearchEntry(number, f"Клиент {number}") for number in range(STEP + 1)]
    *steps, index = building(entries)
    assert steps == [STEP, STEP + 1]
    assert isinstance(index, SearchIndex)
    assert index.search(f"клиент {STEP}")[0].id == STEP


def test_an_empty_index_answers_everything_with_nobody() -> None:
    index = build([])
    for typed in ("иванов", "770708", "a@b.ru", "romashka.ru", "я"):
        assert index.search(typed) == []
    assert len(index) == 0
