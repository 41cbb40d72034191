"""What a merge proposes for each field, and that no value is lost (S03.55, U09, spec/search §3.2)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.features import FIRMS, Record
from core.identity.features_text import mail_value, phone_value
from core.identity.judgement import Judgements, Verdict
from core.identity.merge import FieldMerge, MergePlan, Reason, merged_view, propose_merge
from core.problem import Problem

VALID, OTHER_VALID, BROKEN = "7707083893", "7728168971", "7707083894"


def plan(*said: Mapping[str, object], **options: object) -> MergePlan:
    records = [Record.of(at, **values) for at, values in enumerate(said)]  # type: ignore[arg-type]
    return propose_merge(FIRMS, records, **options)  # type: ignore[arg-type]


def field(made: MergePlan, name: str) -> FieldMerge:
    return next(each for each in made.fields if each.field == name)


@pytest.mark.parametrize(
    ("name", "first", "second", "kept", "reason"),
    [
        ("inn", BROKEN, VALID, VALID, Reason.VALID),
        ("inn", VALID, BROKEN, VALID, Reason.VALID),
        ("ogrn", "1027700132196", "1027700132195", "1027700132195", Reason.VALID),
        ("kpp", "77-36", "773601001", "773601001", Reason.FORMED),
        ("name", "РОМАШКА ПЛЮС ООО", "ООО «Ромашка»", "ООО «Ромашка»", Reason.FORMED),
        ("address", "Пермь, Ленина 1", "г. Пермь, ул. Ленина, д. 1", "г. Пермь, ул. Ленина, д. 1", Reason.LONGER),
        ("city", "Пермь", "Томск", "Пермь", Reason.FIRST),
    ],
)
def test_U09_the_value_with_better_evidence_is_proposed_and_the_other_stays_visible(
    name: str, first: str, second: str, kept: str, reason: Reason
) -> None:
    made = field(plan({name: first}, {name: second}), name)
    assert (made.kept, made.reason) == ((kept,), reason)
    assert [loser.values for loser in made.losers] == [(second if kept == first else first,)]


def test_newer_goes_before_longer_and_after_well_formed() -> None:
    said = ({"city": "Пермь"}, {"city": "Пермь-Сортировочная"})
    assert field(plan(*said, updated_us={0: 2, 1: 1}), "city").reason is Reason.NEWER
    assert field(plan(*said, updated_us={0: 2, 1: 1}), "city").kept == ("Пермь",)
    assert field(plan({"city": "ПЕРМЬ"}, said[1], updated_us={0: 2, 1: 1}), "city").reason is Reason.FORMED


def test_both_phones_and_mails_are_kept_each_once_in_its_better_spelling() -> None:
    made = plan(
        {"phone": ["8 495 111 22 33"], "email": "INFO@romashka.ru", "tags": ["vip"]},
        {"phone": ["+7 495 111-22-33", "+7 343 200-00-01"], "email": "info@romashka.ru"},
    )
    assert field(made, "phone").kept == ("+7 495 111-22-33", "+7 343 200-00-01")
    assert field(made, "email").kept == ("info@romashka.ru",)
    assert field(made, "tags").kept == ("vip",)
    assert field(made, "phone").reason is Reason.ALL
    assert made.disputed() == ()


def test_two_valid_inns_are_a_dispute_a_person_sees() -> None:
    made = plan({"inn": VALID}, {"inn": OTHER_VALID})
    assert [each.field for each in made.disputed()] == ["inn"]
    assert made.choices() == {"inn": 0}


def test_a_choice_goes_over_the_evidence() -> None:
    made = plan({"inn": BROKEN, "name": "А"}, {"inn": VALID}, choices={"inn": 0})
    assert (field(made, "inn").kept, field(made, "inn").reason) == ((BROKEN,), Reason.CHOSEN)
    assert field(made, "inn").losers[0].values == (VALID,)
    with pytest.raises(Problem, match="says nothing there"):
        plan({"inn": BROKEN, "name": "А"}, {"inn": VALID}, choices={"name": 1})


def test_a_merge_needs_two_different_records() -> None:
    with pytest.raises(Problem, match="two different records"):
        plan({"name": "А"})
    one = Record.of(1, name="А")
    with pytest.raises(Problem, match="two different records"):
        propose_merge(FIRMS, [one, one])


TEXTS = st.sampled_from(["", "А", "ООО «А»", "А ", "а", VALID, BROKEN, "+7 495 111-22-33", "84951112233", "x@y.ru"])
SAID = st.dictionaries(
    st.sampled_from(["name", "inn", "city", "phone", "email", "note", "tags"]), st.lists(TEXTS, max_size=3), max_size=7
)


@settings(max_examples=200, deadline=None)
@given(st.lists(SAID, min_size=2, max_size=4))
def test_no_value_of_any_record_is_lost(said: list[dict[str, list[str]]]) -> None:
    records = [Record.of(at, **values) for at, values in enumerate(said)]
    made = propose_merge(FIRMS, records)
    for record in records:
        for name, values in record.values.items():
            chosen = field(made, name)
            kept = {_key(name, value) for value in chosen.kept}
            lost = {loser.key: loser.values for loser in chosen.losers}
            assert {_key(name, value) for value in values} <= kept or lost[record.key] == values
    assert made.view().key == 0
    assert set(made.view().values) == {name for record in records for name in record.values}


def _key(name: str, value: str) -> str:
    keys = {"phone": phone_value, "email": mail_value}
    return (keys[name](value) if name in keys else value) or value


def test_the_merged_view_follows_judgements_and_people_s_choices() -> None:
    records = [Record.of(key, name=f"Фирма {key}", inn=inn) for key, inn in (("a", BROKEN), ("b", VALID), ("c", ""))]
    judgements = Judgements()
    judgements.judge("b", "a", Verdict.SAME, b"", 1, {"name": "a", "inn": "a"})
    (joined, alone) = merged_view(FIRMS, records, judgements)
    assert joined.record == Record.of("b", name="Фирма a", inn=BROKEN)
    assert joined.plan is not None
    assert joined.plan.members == ("b", "a")
    assert alone.record is records[2]
    later = judgements.judge("b", "c", Verdict.SAME, b"", 2, {"name": "c"})
    (joined,) = merged_view(FIRMS, records, judgements)
    assert joined.record.values["name"] == ("Фирма c",)
    judgements.undo(later.number, b"", 3)
    assert merged_view(FIRMS, records, judgements)[0].record.values["name"] == ("Фирма a",)


def test_a_group_of_which_only_one_record_may_be_opened_shows_it_unchanged() -> None:
    judgements = Judgements()
    judgements.judge("a", "elsewhere", Verdict.SAME, b"", 1, {"name": "elsewhere"})
    mine = Record.of("a", name="А")
    keys: list[Hashable] = [joined.record.key for joined in merged_view(FIRMS, [mine], judgements)]
    assert keys == ["a"]
