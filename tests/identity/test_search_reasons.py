"""A hit says why it is one, and which letters of it were meant (U07, spec/search §2.4, spec/store §7 and §8)."""

from __future__ import annotations

import pytest

from core.identity.index import SearchEntry, SearchHit, SearchIndex, build, clear_hit
from core.identity.query import is_identifier_query

ROMASHKA, IVANOV, MULLER, DETSKY, SEMENOV, NAMESAKE, WINGS = range(1, 8)
ENTRIES = (
    SearchEntry(ROMASHKA, "ООО «Ромашка»", "Тула", "7707083893", ("+7 495 123-45-67",), ("info@romashka.ru",),
                ("https://www.romashka.ru/shop",)),
    SearchEntry(IVANOV, "Иванов Пётр Сергеевич", "Северсталь", "", ("+7 (926) 555-01-02",), ("p.ivanov77@mail.ru",)),
    SearchEntry(MULLER, "Müller Maschinen GmbH & Co. KG", "", "", (), ("kontakt@mueller.de",)),
    SearchEntry(DETSKY, "АО «Детский мир»", "Москва", "7729355029"),
    SearchEntry(SEMENOV, "Семёнов-Тян-Шанский Лев Ильич", "Ромашка", "", ("89031234567",)),
    SearchEntry(NAMESAKE, "Петров Иван", "Завод Вектор"),
    SearchEntry(WINGS, "ТеплоЭнергоСервис", "Пермь"),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return build(ENTRIES)


def _first(index: SearchIndex, text: str) -> SearchHit:
    hits = index.search(text)
    assert hits, text
    return hits[0]


def _marked(hit: SearchHit) -> list[str]:
    return [(hit.second if span.second else hit.name)[span.start : span.end] for span in hit.spans]


@pytest.mark.parametrize(
    ("typed", "who", "why", "marked"),
    [
        ("ромашка", ROMASHKA, "exact", ["Ромашка"]),
        ("ромаш", ROMASHKA, "prefix", ["Ромаш"]),
        ("ромшка", ROMASHKA, "typo", None),
        ("romashka", ROMASHKA, "translit", ["Ромашка"]),
        ("romaška", ROMASHKA, "translit", ["Ромашка"]),
        ("hjvfirf", ROMASHKA, "layout", ["Ромашка"]),
        ("рамашка", ROMASHKA, "phonetic", None),
        ("иванов п с", IVANOV, "initials", ["Иванов", "П", "С"]),
        ("иванов п.с.", IVANOV, "initials", ["Иванов", "П", "С"]),
        ("иванов пс", IVANOV, "initials", ["Иванов", "П", "С"]),
        ("северсталь", IVANOV, "company", ["Северсталь"]),
        ("петр северсталь", IVANOV, "company", ["Пётр", "Северсталь"]),
        ("7707083893", ROMASHKA, "inn", []),
        ("8 (926) 555 01 02", IVANOV, "phone", []),
        ("p.ivanov77", IVANOV, "email", []),
        ("p.ivanov77@", IVANOV, "email", []),
        ("www.romashka.ru", ROMASHKA, "domain", []),
    ],
)
def test_U07_each_hit_says_why(index: SearchIndex, typed: str, who: int, why: str, marked: list[str] | None) -> None:
    hit = _first(index, typed)
    assert (hit.id, hit.matched) == (who, why)
    assert why in hit.reasons
    if marked is not None:
        assert _marked(hit) == marked


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("иванову петру сергеевичу", IVANOV),
        ("ивановым петром", IVANOV),
        ("пётр иванов", IVANOV),
        ("ивнов пт", IVANOV),
        ("ivanov petr", IVANOV),
        ("iwanow pjotr", IVANOV),
        ("bdfyjd gtnh", IVANOV),
        ("ивановпетр", IVANOV),
        ("ива нов петр", IVANOV),
        ("ивaнoв пeтp", IVANOV),
        ("семенов тян", SEMENOV),
        ("тян-шанский", SEMENOV),
        ("тяншанский", SEMENOV),
        ("льву семёнову", SEMENOV),
        ("общество с ограниченной ответственностью ромашка", ROMASHKA),
        ("ромашка общество с огр", ROMASHKA),
        ("ooo romashka", ROMASHKA),
        ("ромашке", ROMASHKA),
        ("ромашка тула", ROMASHKA),
        ("мюллер", MULLER),
        ("mueller", MULLER),
        ("muller gmbh", MULLER),
        ("ьгддук", MULLER),
        ("детс", DETSKY),
        ("дет", DETSKY),
        ("detskiy", DETSKY),
        ("detskij mir", DETSKY),
        ("энерго", WINGS),
        ("тепло сервис", WINGS),
        ("теплоэнерго", WINGS),
    ],
)
def test_U07_the_ways_people_write_a_name(index: SearchIndex, typed: str, who: int) -> None:
    assert _first(index, typed).id == who


def test_U07_every_beginning_of_a_name_keeps_finding_it(index: SearchIndex) -> None:
    for typed, who in (("детский мир", DETSKY), ("семёнов-тян-шанский лев", SEMENOV), ("müller maschinen", MULLER)):
        for end in range(3, len(typed) + 1):
            assert who in [hit.id for hit in index.search(typed[:end], 5)], typed[:end]


def test_S03_51_a_surname_alone_is_one_clear_hit(index: SearchIndex) -> None:
    hit = clear_hit(index.search("Семёнов-Тян-Шанский"))
    assert hit is not None
    assert hit.id == SEMENOV


def test_S03_51_nobody_is_found_for_what_is_like_nothing(index: SearchIndex) -> None:
    assert index.search("кхщцрбд") == []
    assert clear_hit([]) is None


def test_S03_52_namesakes_are_no_clear_hit() -> None:
    index = build([SearchEntry(1, "Иванов Пётр", "Тула"), SearchEntry(2, "Иванов Пётр", "Омск")])
    hits = index.search("иванов петр")
    assert {hit.id for hit in hits} == {1, 2}
    assert clear_hit(hits) is None
    narrowed = clear_hit(index.search("иванов петр омск"))
    assert narrowed is not None
    assert narrowed.id == 2


def test_a_misspelt_name_is_never_taken_by_itself(index: SearchIndex) -> None:
    assert clear_hit(index.search("рмшка")) is None


@pytest.mark.parametrize("typed", ["77070", "92655", "555-01", "p.ivano@", "ivanov77@", ".ivanov77@"])
def test_U07_fragments_too_short_for_an_identifier_find_nobody(index: SearchIndex, typed: str) -> None:
    assert [hit.matched for hit in index.search(typed) if hit.matched in {"inn", "phone", "email"}] == []


@pytest.mark.parametrize(
    ("typed", "who"),
    [("770708", ROMASHKA), ("083893", ROMASHKA), ("926555", IVANOV), ("550102", IVANOV), ("7 926 555", IVANOV)],
)
def test_U07_six_digits_find_an_identifier_and_show_none_of_it(index: SearchIndex, typed: str, who: int) -> None:
    hit = _first(index, typed)
    assert hit.id == who
    assert hit.spans == ()
    shown = hit.name + hit.second
    assert not any(char.isdigit() for char in shown)


def test_U07_a_name_and_a_fragment_narrow_each_other() -> None:
    index = build([SearchEntry(each, "Иванов Пётр", "", "", (f"+7926000{each:04}",)) for each in range(300)])
    hits = index.search("иванов 260000123")
    assert [hit.id for hit in hits] == [123]
    assert hits[0].matched == "phone"
    assert index.search("сидоров 260000123") == index.search("сидоров")


@pytest.mark.parametrize("typed", ["770708", "+7 926 555", "a.b@mail.ru", "romashka.ru", "иванов 926555"])
def test_U03_looking_up_an_identifier_is_told_apart(typed: str) -> None:
    assert is_identifier_query(typed)


@pytest.mark.parametrize("typed", ["иванов", "ромашка 24", "77070", "иванов п.с.", "ООО Вектор-2000"])
def test_U03_looking_up_a_name_is_none(typed: str) -> None:
    assert not is_identifier_query(typed)


def test_U08_what_was_not_given_or_was_taken_away_is_not_found(index: SearchIndex) -> None:
    few = build([entry for entry in ENTRIES if entry.id != IVANOV])
    for typed in ("иванов петр", "926555", "p.ivanov77@mail.ru", "северсталь"):
        assert IVANOV not in [hit.id for hit in few.search(typed)]
        assert IVANOV in [hit.id for hit in index.search(typed)]


def test_spans_never_leave_the_text(index: SearchIndex) -> None:
    for typed in ("и", "сем тян", "ivanov p s", "ромашка ромашка", "müll", "тепло энерго сервис", "рмаш"):
        for hit in index.search(typed):
            for span in hit.spans:
                text = hit.second if span.second else hit.name
                assert 0 <= span.start < span.end <= len(text)
