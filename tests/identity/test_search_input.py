"""Whatever is typed gives an answer or none, never an error (issue: bad input)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.fold import fold
from core.identity.index import SearchEntry, SearchIndex, build
from core.identity.names import name_tokens
from tests.identity.made_base import MadeBase

_BASE = MadeBase(11, 600)
_ENTRIES = [each.entry for each in _BASE.entries] + [
    SearchEntry(1000, "חברת שלום בע״מ", "תל אביב"),
    SearchEntry(1001, "شركة الأمل", "دبي"),
    SearchEntry(1002, "株式会社東京", ""),
    SearchEntry(1003, "Ромашка", "", "7707083893"),
    SearchEntry(1004, "", ""),
    SearchEntry(1005, "«»", "!!!", "не число", ("нет",), ("@",), ("://",)),
    SearchEntry(1006, "\ud800\x00\x1b[2J", "\u202e"),
]
_INDEX = build(_ENTRIES)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return _INDEX


_EMPTY = ["", " ", "\t\n", "!?.,;:()[]{}", "---", "...", "@", "@@", "@.", "😀", "😀🎉👍🏽"]
_INVISIBLE = ["\x00\x01\x1b[31m\x07", "\u200b\u200e", "\ud800"]


@pytest.mark.parametrize("typed", _EMPTY + _INVISIBLE)
def test_input_without_a_letter_finds_nobody_it_should_not(index: SearchIndex, typed: str) -> None:
    assert all(hit.matched == "layout" for hit in index.search(typed))


def test_one_letter_finds_names_that_begin_with_it(index: SearchIndex) -> None:
    for letter in "аисвmb":
        hits = index.search(letter)
        assert hits
        assert all(any(word.startswith(fold(letter)) for word in name_tokens(hit.name)) for hit in hits[:3])


@pytest.mark.parametrize("typed", [part * 10_000 for part in ("я", "a", "ab", "ромашка", "1", ".")])
def test_ten_thousand_letters_are_answered(index: SearchIndex, typed: str) -> None:
    assert len(index.search(typed)) <= 20


def test_a_word_repeated_a_thousand_times_is_the_word(index: SearchIndex) -> None:
    assert index.search("ромашка " * 1_000)[0].id == 1003


@pytest.mark.parametrize("typed", ["77 07 08 38 93", "7707 083893", "7-7-0-7-0-8", "７７０７０８", "٧٧٠٧٠٨", "770708"])
def test_digits_with_spaces_and_half_of_an_inn(index: SearchIndex, typed: str) -> None:
    assert [hit.id for hit in index.search(typed)] == [1003]


@pytest.mark.parametrize("typed", ["Poмашка", "ромaшкa", "РОМAШКA", "р0машка"])
def test_two_alphabets_in_one_word(index: SearchIndex, typed: str) -> None:
    assert index.search(typed)[0].id == 1003


@pytest.mark.parametrize(
    ("typed", "who"),
    [("שלום", 1000), ("חברת", 1000), ("\u202bשלום\u202c", 1000), ("شركة", 1001), ("الأمل", 1001), ("東京", 1002)],
)
def test_scripts_of_the_world_and_from_right_to_left(index: SearchIndex, typed: str, who: int) -> None:
    assert index.search(typed)[0].id == who


def test_direction_marks_and_controls_do_not_hide_a_name(index: SearchIndex) -> None:
    assert index.search("\u202eромашка\u202c")[0].id == 1003
    assert index.search("рома\u00adшка")[0].id == 1003
    assert index.search("ромашка\x00\x1b")[0].id == 1003


@pytest.mark.parametrize("limit", [0, -1])
def test_no_places_no_hits(index: SearchIndex, limit: int) -> None:
    assert index.search("ромашка", limit) == []


_SIGNS = st.text(st.sampled_from("абвёщ жИo0 12@.,-«'\"/\\[];`№#+()\u0301ﬁßİ\u202e"), max_size=30)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), _SIGNS, st.sampled_from(_ENTRIES).map(lambda entry: entry.name[::-1])))
def test_any_text_gives_an_answer_and_never_an_error(typed: str) -> None:
    hits = _INDEX.search(typed, 7)
    assert len(hits) <= 7
    assert len({hit.id for hit in hits}) == len(hits)
    for hit in hits:
        assert hit.matched in hit.reasons
        for span in hit.spans:
            assert 0 <= span.start < span.end <= len(hit.second if span.second else hit.name)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=12), st.text(max_size=14)), max_size=6), st.data())
def test_any_names_can_be_indexed(rows: list[tuple[str, str, str]], data: st.DataObject) -> None:
    entries = [
        SearchEntry(at, name, second, inn, (inn,), (inn,), (inn,)) for at, (name, second, inn) in enumerate(rows)
    ]
    index = build(entries)
    assert len(index) == len(rows)
    typed = data.draw(st.sampled_from([text for row in rows for text in row] or [""]))
    for hit in index.search(typed):
        assert 0 <= hit.id < len(rows)
