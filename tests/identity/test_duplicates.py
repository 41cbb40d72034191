"""One scorer with three entrances: what is a double, why, and what may be done with it (S03.53, U09, search §3)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.comparisons import LEVELS
from core.identity.duplicates import Base, Doubles
from core.identity.duplicates_match import Match, Zone
from core.identity.features import FIRMS, IDENTIFIERS, PEOPLE, Record, Rows
from core.identity.groups import cluster
from core.identity.judgement import Judgements, Verdict
from core.rules import DEFAULT
from core.sample.identifiers import inn_of_firm

INN, OTHER_INN = "7707083893", "7728168971"
WORDS = (
    *("Агат", "Берилл", "Верста", "Гранит", "Дубрава", "Ельник", "Жемчуг", "Заря", "Искра"),
    *("Кедр", "Лотос", "Маяк", "Нева", "Обь", "Парус", "Рассвет", "Сокол", "Темп"),
)


def firm(key: object, name: str = "", **said: str | Sequence[str]) -> Record:
    return Record.of(key, name=name, **said)


def others(number: int = 60) -> list[Record]:
    """Firms that have nothing to do with the ones under test."""
    inns = inn_of_firm(np.full(number, 59), np.arange(1, number + 1))
    return [
        firm(
            1000 + at,
            f"ООО «{WORDS[at % 18]}{WORDS[at // 18]} {WORDS[(at * 7) % 18]}»",
            inn=f"{int(inns[at]):010d}",
            phone=f"+7495{2_000_000 + at * 37:07d}",
            email=f"info@{at}firm.ru",
            city=("Пермь", "Томск", "Омск")[at % 3],
        )
        for at in range(number)
    ]


def base_of(*records: Record, judgements: Judgements | None = None) -> Base:
    return Base(FIRMS, Rows.of([*records, *others()]), judgements=judgements or Judgements())


def only(matches: list[Match]) -> Match:
    (match,) = matches
    return match


def weight(match: Match, field: str) -> float:
    return next(part.bits for part in match.contributions if part.field == field)


ROMASHKA = firm(
    "r", "ООО «Ромашка»", inn=INN, phone="+7 495 111-22-33", email="info@romashka.ru", city="Пермь", kpp="773601001"
)


def test_S03_53_a_client_being_typed_meets_its_double_with_the_reasons() -> None:
    typed = firm("typed", "romashka llc", inn=INN, phone="8(495)1112233", city="Пермь")
    match = only(base_of(ROMASHKA).warn(typed))
    assert (match.left, match.right, match.zone) == ("r", "typed", Zone.LINK)
    said = {part.field: (part.level, part.left, part.right) for part in match.contributions}
    assert said["inn"] == ("equal", INN, INN)
    assert said["name"] == ("equal", "ООО «Ромашка»", "romashka llc")
    assert said["phone"] == ("equal", "+7 495 111-22-33", "8(495)1112233")
    assert match.probability > 0.999


def test_S03_53_a_new_client_meets_nobody() -> None:
    base = base_of(ROMASHKA)
    assert base.warn(firm("typed", "АО «Незабудка»", inn=OTHER_INN, phone="+7 812 300-40-50")) == []
    assert base.warn(firm("typed", "")) == []
    assert base.warn(Record.of("typed")) == []


def test_typing_leaves_no_trace_in_the_base() -> None:
    base = base_of(ROMASHKA)
    before = {name: book.length() for name, book in base.library.books.items()}
    base.warn(
        firm("typed", "Никогда Не Виданное", inn="5902202276", phone=["1234567", "7654321"], email="x@nowhere.ru")
    )
    assert {name: book.length() for name, book in base.library.books.items()} == before


def test_a_name_alone_is_for_a_person_and_never_joined() -> None:
    typed = firm("typed", "ООО «Ромашка»")
    match = only(base_of(ROMASHKA).warn(typed))
    assert match.zone is Zone.REVIEW
    linkage = base_of(ROMASHKA).link(Rows.of([typed]), learn=False)
    assert linkage.pile(Zone.LINK) == []
    namesakes = base_of(*(firm(at, "ООО «Ромашка»", city="Пермь") for at in range(2))).doubles()
    assert [namesakes.keys(group) for group in namesakes.groups] == [(0, 1)]
    assert namesakes.sure_groups() == ()


def test_the_rarer_the_name_the_higher_it_stands() -> None:
    base = base_of(
        firm("rare", "ООО «Верхнеудинск»"), *(firm(at, "ООО «Ромашка»", city=f"Город{at}") for at in range(9))
    )
    rare = only(base.warn(firm("typed", "Верхнеудинск ООО")))
    common = base.warn(firm("typed", "Ромашка ООО"))[0]
    assert weight(rare, "name") > weight(common, "name")
    assert next(part.others for part in common.contributions if part.field == "name") == 8


def test_two_valid_inns_are_strong_against_and_forbid_joining() -> None:
    typed = firm("typed", "ООО «Ромашка»", inn=OTHER_INN, phone="+7 495 111-22-33", email="info@romashka.ru")
    match = only(base_of(ROMASHKA).warn(typed))
    assert match.zone is Zone.REVIEW
    assert match.contributions[0].field == "inn"
    assert (match.contributions[0].level, match.contributions[0].bits) == ("both valid, differ", -6.0)


def test_a_slip_in_the_inn_is_no_other_payer() -> None:
    match = only(base_of(ROMASHKA).warn(firm("typed", "ООО «Ромашка»", inn="7707083894")))
    assert next(part.level for part in match.contributions if part.field == "inn") == "typo"
    assert weight(match, "inn") > 0


def test_branches_of_one_payer_are_for_a_person() -> None:
    match = only(base_of(ROMASHKA).warn(firm("typed", "ООО «Ромашка»", inn=INN, kpp="590201001")))
    assert match.zone is Zone.REVIEW


def test_free_mail_says_nothing_and_an_own_domain_does() -> None:
    base = base_of(firm("a", "ООО «Пион»", email="pion@mail.ru"), firm("b", "АО «Пион»", email="x@pion.ru"))
    by_key = {match.left: match for match in base.warn(firm("typed", "Пион", email=["other@mail.ru", "y@pion.ru"]))}
    assert weight(by_key["b"], "mail") > 5
    assert "mail" not in {part.field for part in by_key["a"].contributions}


def test_a_head_office_phone_and_domain_are_weak() -> None:
    shared = {"phone": "+7 495 777-00-00", "email": "office@holding.ru"}
    holding = [firm(at, f"ООО «Холдинг {WORDS[at]}»", **shared) for at in range(6)]
    matches = base_of(*holding).warn(firm("typed", "АО «Холдинг Рубин»", **shared), limit=6)
    for match in matches:
        assert match.zone is not Zone.LINK
        assert weight(match, "phone") <= 1.5
        assert weight(match, "mail") <= 1.0
    alone = only(base_of(holding[0]).warn(firm("typed", "АО «Холдинг Рубин»", **shared)))
    assert weight(alone, "phone") > 10


def test_S03_55_any_of_several_phones_and_mails_may_agree() -> None:
    base = base_of(
        firm("a", "ООО «Пион»", phone=["+7 343 200-00-01", "+7 343 200-00-02"], email=["a@pion.ru", "b@b.ru"])
    )
    match = only(base.warn(firm("typed", "Пион", phone=["8 343 200 00 02"], email="B@b.ru")))
    assert match.zone is Zone.LINK


def test_the_entrances_give_one_weight_and_one_explanation() -> None:
    typed = firm("typed", "Ромашка", phone="+7 495 111-22-34", email="shop@romashka.ru", city="Пермь")
    base = base_of(ROMASHKA)
    warned = only(base.warn(typed))
    linked = base.link(Rows.of([typed]), learn=False).match(0)
    assert linked is not None
    assert linked.contributions == warned.contributions
    assert linked.total == warned.total


def test_not_a_duplicate_is_respected_at_all_entrances() -> None:
    judgements = Judgements()
    again = firm("again", "ООО Ромашка", inn=INN, phone="+7 495 111-22-33")
    assert base_of(ROMASHKA, again).doubles().groups != ()
    judgements.judge("r", "again", Verdict.DIFFERENT, b"", 1)
    base = base_of(ROMASHKA, judgements=judgements)
    assert base.warn(again) == []
    assert base.link(Rows.of([again]), learn=False).match(0) is None
    assert base_of(ROMASHKA, again, judgements=judgements).doubles().groups == ()


def test_joined_records_are_not_proposed_again_and_a_third_one_is() -> None:
    judgements = Judgements()
    again = firm("again", "ООО Ромашка", inn=INN, phone="+7 495 111-22-33")
    third = firm("third", "Ромашка", inn=INN, city="Пермь")
    judgements.judge("r", "again", Verdict.SAME, b"", 1)
    assert base_of(ROMASHKA, again, judgements=judgements).doubles().groups == ()
    doubles = base_of(ROMASHKA, again, third, judgements=judgements).doubles()
    assert [set(doubles.keys(group)) for group in doubles.groups] == [{"r", "again", "third"}]


def test_a_group_shows_its_pairs_and_what_it_hangs_on() -> None:
    doubles = base_of(
        ROMASHKA,
        firm("b", "ООО «Ромашка»", inn=INN, phone="+7 343 200-00-01"),
        firm("c", "РОМАШКА", phone="+7 343 200-00-01", city="Пермь"),
    ).doubles()
    (group,) = doubles.groups
    assert set(doubles.keys(group)) == {"r", "b", "c"}
    matches = doubles.matches(group)
    assert [match.total for match in matches] == sorted(match.total for match in matches)
    assert {frozenset((match.left, match.right)) for match in matches} >= {frozenset("rb"), frozenset("bc")}
    weakest = doubles.weakest(group)
    assert weakest is not None
    assert weakest.total == pytest.approx(group.weakest.bits)
    assert doubles.sure(group)
    assert doubles.sure_groups() == (group,)


def test_a_group_with_a_hard_conflict_is_never_sure() -> None:
    doubles = base_of(
        ROMASHKA,
        firm("b", "ООО «Ромашка»", phone="+7 495 111-22-33", email="info@romashka.ru"),
        firm("c", "ООО «Ромашка»", inn=OTHER_INN, phone="+7 495 111-22-33", email="info@romashka.ru"),
    ).doubles()
    assert all(not doubles.sure(group) or not {"r", "c"} <= set(doubles.keys(group)) for group in doubles.groups)
    judged = [set(doubles.keys(group)) for group in doubles.sure_groups()]
    assert {"r", "c"} not in judged


def test_added_and_removed_records_are_followed() -> None:
    base = base_of()
    typed = firm("typed", "ООО «Ромашка»", inn=INN)
    assert base.warn(typed) == []
    base.add(ROMASHKA)
    assert only(base.warn(typed)).left == "r"
    assert [set(d) for d in _keys(base.doubles())] == []
    base.add(firm("again", "Ромашка", inn=INN))
    assert [set(d) for d in _keys(base.doubles())] == [{"r", "again"}]
    with pytest.raises(ValueError, match="there already"):
        base.add(ROMASHKA)
    base.remove("r")
    base.remove("r")
    assert only(base.warn(typed)).left == "again"


def _keys(doubles: Doubles) -> list[tuple[object, ...]]:
    return [doubles.keys(group) for group in doubles.groups]


def test_the_search_index_may_propose_records_too() -> None:
    base = base_of(firm("far", "Совсем Другое Имя"))
    typed = firm("typed", "Ничего Общего")
    with_rules = Base(FIRMS, base.rows, DEFAULT.changed(duplicates_warn_bits=-20.0))
    assert with_rules.warn(typed) == []
    assert only(with_rules.warn(typed, nearby=["far", "unknown"])).left == "far"


def test_answers_of_people_move_the_weights_and_the_sums_hold() -> None:
    inns = inn_of_firm(np.full(40, 66), np.arange(500, 540))
    pairs = [
        firm(f"a{at}", f"ООО «{WORDS[at % 18]}{at}»", inn=f"{int(inns[at]):010d}", city="Пермь") for at in range(40)
    ]
    again = [firm(f"b{at}", f"{WORDS[at % 18]}{at}", city="Омск" if at % 2 else "Пермь") for at in range(40)]
    base = base_of(*pairs)
    linkage = base.link(Rows.of(again), learn=False)
    scored = linkage.pairs.scored
    same = [(at, int(scored.left[at]) == int(scored.right[at])) for at in range(len(scored))]
    before = base.model.start
    base.learn(linkage.pairs, same)
    assert base.model.start != before
    assert all(0.4 <= scale <= 1.8 for scale in base.model.scale.values())
    after = base.link(Rows.of(again), learn=False)
    assert sum(match.likely for row in range(40) if (match := after.match(row))) >= sum(
        match.likely for row in range(40) if (match := linkage.match(row))
    )
    for at in range(len(after.pairs)):
        match = after.pairs.match(at)
        assert match.total == pytest.approx(float(after.pairs.scored.total[at]), abs=1e-9)
    assert base.learn(linkage.pairs, []).scale == {}


def test_review_begins_with_what_teaches_most() -> None:
    rows = [firm("sure", "Ромашка", inn=INN), firm("open", "ООО «Ромашка»"), firm("new", "Совсем Новое")]
    linkage = base_of(ROMASHKA).link(Rows.of(rows), learn=False)
    assert [linkage.zones[at] for at in range(3)] == [Zone.LINK, Zone.REVIEW, Zone.DISTINCT]
    assert linkage.review() == [1]
    assert linkage.match(2) is None


def test_one_to_one_gives_a_record_of_the_base_to_one_row() -> None:
    rows = Rows.of([firm(1, "Ромашка", inn=INN), firm(2, "Ромашка", inn=INN, city="Пермь")])
    assert sum(at >= 0 for at in base_of(ROMASHKA).link(rows, learn=False).best) == 2
    best = base_of(ROMASHKA).link(rows, learn=False, one_to_one=True).best
    assert [at >= 0 for at in best] == [False, True]


def test_people_are_found_by_name_in_any_order_and_birth_date() -> None:
    person = Record.of("p", name="Иванов Пётр Ильич", birth_date="1980-02-01", document="45 10 123456")
    base = Base(PEOPLE, Rows.of([person, Record.of("q", name="Сидоров Семён Семёнович", birth_date="1975-12-30")]))
    match = only(base.warn(Record.of("typed", name="Petr Ivanov", birth_date="01.02.1980", document="4510 123456")))
    assert (match.left, match.zone) == ("p", Zone.LINK)
    other = base.warn(Record.of("typed", name="Иванов Пётр Ильич", birth_date="1990-11-15", document="45 10 123456"))
    assert only(other).zone is Zone.REVIEW


HOSTILE = [
    "",
    " ",
    "\x00\x1b[2J",
    "\u202eabc",
    "😀" * 50,
    "a" * 10_000,
    "'; drop",
    "«»",
    "0",
    "٣٤٥",
    "İ",
    "ß",
    "\ud7ff",
    INN,
    "+7",
    "@",
    "a@",
    "@b.ru",
    "()",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_any_text_in_any_field_is_an_answer_and_never_an_error(value: str) -> None:
    fields = ("name", "inn", "kpp", "ogrn", "phone", "email", "site", "city", "address", "loyalty_card")
    typed = Record.of("typed", **dict.fromkeys(fields, value))
    base = base_of(ROMASHKA, Record.of("hostile", **{name: [value, "x"] for name in fields}))
    for match in base.warn(typed):
        assert match.left in base.rows.keys
    base.link(Rows.of([typed]))
    base.doubles()


SAID = {
    "name": ["ООО «Ромашка»", "Ромашка", "Romashka LLC", "Ромашка Плюс", "АО «Лютик»", ""],
    "inn": [INN, OTHER_INN, "7707083894", ""],
    "kpp": ["773601001", "590201001", ""],
    "phone": ["+7 495 111-22-33", "84951112233", "+7 343 200-00-01", ""],
    "email": ["info@romashka.ru", "INFO@romashka.ru", "x@mail.ru", ""],
    "city": ["Пермь", "Perm", "Томск", ""],
}
RECORDS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in SAID.items()}), min_size=2, max_size=7
)


@settings(max_examples=120, deadline=None)
@given(RECORDS)
def test_contributions_add_up_conflicts_come_first_and_nothing_joins_without_an_identifier(
    said: list[dict[str, str]],
) -> None:
    base = Base(FIRMS, Rows.of([Record.of(at, **values) for at, values in enumerate(said[1:])]))
    for match in [
        *base.warn(Record.of("typed", **said[0])),
        *map(base.doubles().pairs.match, range(len(base.doubles().pairs))),
    ]:
        bits = [part.bits for part in match.contributions]
        assert sum(bits) == pytest.approx(match.total, abs=1e-9)
        signs = [value < 0 for value in bits[:-1]]
        assert signs == sorted(signs, reverse=True)
        assert match.contributions[-1].field == ""
        if match.zone is Zone.LINK:
            tops = {part.field for part in match.contributions if part.level == "equal"}
            kinds = {field.name: field.kind for field in FIRMS.fields}
            assert any(kinds[name] in IDENTIFIERS for name in tops if name)
            assert match.total >= DEFAULT.duplicates_link_bits
        for part in match.contributions[:-1]:
            assert part.level in LEVELS[FIRMS.field(part.field).kind]


EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(-3.5, 30)), max_size=25)


@settings(max_examples=150, deadline=None)
@given(EDGES, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3))
def test_groups_do_not_overlap_are_strong_on_average_and_keep_strangers_apart(
    edges: list[tuple[int, int, float]], different: list[tuple[int, int]]
) -> None:
    scored = {(min(a, b), max(a, b)): bits for a, b, bits in edges if a != b}
    apart = [(min(a, b), max(a, b)) for a, b in different if a != b]
    left, right = (np.asarray([pair[at] for pair in scored], np.int32) for at in (0, 1))
    groups = cluster(left, right, np.asarray(list(scored.values())), 0.0, -1.0, different=apart)
    rows = [row for group in groups for row in group.rows]
    assert len(set(rows)) == len(rows)
    for group in groups:
        pairs = [(a, b) for a in group.rows for b in group.rows if a < b]
        assert group.weakest.bits >= 0.0
        assert sum(scored.get(pair, -4.0) for pair in pairs) / len(pairs) >= -4.0
        assert not set(pairs) & set(apart)
        assert scored[group.weakest.left, group.weakest.right] == group.weakest.bits


def test_a_person_s_word_goes_over_the_fields() -> None:
    left, right, bits = np.asarray([0, 1], np.int32), np.asarray([1, 2], np.int32), np.asarray([9.0, 9.0])
    assert [group.rows for group in cluster(left, right, bits, 0.0, -1.0)] == [(0, 1, 2)]
    assert [group.rows for group in cluster(left, right, bits, 0.0, -1.0, different=[(2, 0)])] == [(0, 1)]
    none = np.empty(0, np.int32)
    (said,) = cluster(none, none, np.empty(0), 0.0, -1.0, same=[(4, 3)])
    assert said.rows == (3, 4)
