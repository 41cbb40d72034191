"""Judgements: any sequence of merges and undos ends in the records it began with; "not a duplicate" is kept (U09)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.features import FIRMS, Record
from core.identity.judgement import Edge, Judgements, Verdict, fingerprint
from core.identity.merge import merged_view
from core.problem import Problem

WHO = b"\x01" * 16
KEYS = "abcdefg"
RECORDS = [
    Record.of("a", name="ООО «Ромашка»", inn="7707083893", phone=["+7 495 111-22-33"], note="a"),
    Record.of("b", name="РОМАШКА", inn="7707083894", phone=["8 495 111 22 33", "+7 343 200-00-01"]),
    Record.of("c", name="Ромашка, ООО", email="INFO@romashka.ru"),
    Record.of("d", name="ТД Ромашка", city="Пермь", address="Ленина 1"),
    Record.of("e", name="Romashka LLC", city="Perm"),
    Record.of("f", name="АО «Лютик»"),
    Record.of("g", name="Лютик", tags=["a", "b"]),
]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(list(Verdict)), st.sampled_from(KEYS), st.sampled_from(KEYS), st.sampled_from(KEYS)),
        st.tuples(st.integers(1, 30), st.booleans()),
    ),
    max_size=40,
)


def joined_by(edges: Iterable[Edge]) -> set[frozenset[Hashable]]:
    """Groups by looking again and again for an edge between two of them: slow and plain."""
    groups: list[set[Hashable]] = [{key} for key in KEYS]
    for edge in edges:
        if edge.verdict is Verdict.SAME:
            left = next(group for group in groups if edge.left in group)
            right = next(group for group in groups if edge.right in group)
            if left is not right:
                groups.remove(right)
                left |= right
    return {frozenset(group) for group in groups}


def played(steps: list[tuple[object, ...]]) -> Judgements:
    """The steps that the judgements allow, the others refused with a sentence."""
    judgements = Judgements()
    for at, step in enumerate(steps):
        try:
            match step:
                case (Verdict() as verdict, left, right, chosen):
                    judgements.judge(left, right, verdict, WHO, at, {"name": chosen, "city": chosen})
                case (int(number), bool(with_later)):
                    judgements.undo(number, WHO, at, with_later=with_later)
        except Problem as problem:
            assert str(problem)
    return judgements


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_U09_any_sequence_of_merges_and_undos_ends_in_the_records_it_began_with(
    steps: list[tuple[object, ...]],
) -> None:
    before = [repr(record) for record in RECORDS]
    judgements = played(steps)
    while edges := judgements.in_force():
        shown = merged_view(FIRMS, RECORDS, judgements)
        assert {joined.plan.members if joined.plan else (joined.record.key,) for joined in shown} and len(shown) == len(
            joined_by(edges)
        )
        judgements.undo(edges[0].number, WHO, 0, with_later=True)
    shown = merged_view(FIRMS, RECORDS, judgements)
    assert all(joined.record is record for joined, record in zip(shown, RECORDS, strict=True))
    assert [repr(record) for record in RECORDS] == before


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_groups_are_what_the_edges_in_force_make_and_nothing_different_is_joined(
    steps: list[tuple[object, ...]],
) -> None:
    judgements = played(steps)
    edges = judgements.in_force()
    groups = joined_by(edges)
    assert {judgements.group(key) for key in KEYS} == groups
    assert set(judgements.groups()) == {group for group in groups if len(group) > 1}
    for edge in edges:
        together = edge.right in judgements.group(edge.left)
        assert judgements.verdict(edge.left, edge.right) is (Verdict.SAME if together else edge.verdict)
        if edge.verdict is not Verdict.UNSURE:
            assert together is (edge.verdict is Verdict.SAME)
    again = Judgements(judgements.events)
    assert again.in_force() == edges
    assert {again.group(key) for key in KEYS} == groups


def test_not_a_duplicate_holds_for_the_whole_group_and_until_it_is_taken_back() -> None:
    judgements = Judgements()
    no = judgements.judge("a", "b", Verdict.DIFFERENT, WHO, 1)
    judgements.judge("b", "c", Verdict.SAME, WHO, 2)
    assert judgements.verdict("a", "c") is Verdict.DIFFERENT
    assert judgements.verdict("a", "d") is None
    with pytest.raises(Problem, match="somebody said are different"):
        judgements.judge("a", "c", Verdict.SAME, WHO, 3)
    judgements.undo(no.number, WHO, 4)
    judgements.judge("a", "c", Verdict.SAME, WHO, 5)
    assert judgements.verdict("a", "b") is Verdict.SAME


def test_joined_records_are_not_called_different_before_their_merge_is_undone() -> None:
    judgements = Judgements()
    judgements.judge("a", "b", Verdict.SAME, WHO, 1)
    judgements.judge("b", "c", Verdict.SAME, WHO, 2)
    for verdict in (Verdict.DIFFERENT, Verdict.UNSURE):
        for pair in (("a", "b"), ("a", "c")):
            with pytest.raises(Problem, match="undo their merge first"):
                judgements.judge(*pair, verdict, WHO, 3)


def test_a_later_merge_on_top_is_named_and_undone_first() -> None:
    judgements = Judgements()
    first = judgements.judge("a", "b", Verdict.SAME, WHO, 1)
    beside = judgements.judge("d", "e", Verdict.SAME, WHO, 2)
    on_top = judgements.judge("a", "d", Verdict.SAME, WHO, 3)
    assert judgements.on_top(first.number) == (on_top,)
    assert judgements.on_top(beside.number) == (on_top,)
    assert judgements.on_top(on_top.number) == ()
    with pytest.raises(Problem, match="Later merges lie on top of merge 1: 3;"):
        judgements.undo(first.number, WHO, 4)
    undone = judgements.undo(first.number, WHO, 5, with_later=True)
    assert undone.later == (on_top,)
    assert judgements.group("d") == {"d", "e"}
    assert judgements.group("a") == {"a"}


def test_a_merge_of_two_others_is_not_on_top() -> None:
    judgements = Judgements()
    first = judgements.judge("a", "b", Verdict.SAME, WHO, 1)
    judgements.judge("c", "d", Verdict.SAME, WHO, 2)
    assert judgements.on_top(first.number) == ()


def test_an_old_word_does_not_come_back_between_joined_records() -> None:
    judgements = Judgements()
    judgements.judge("a", "b", Verdict.DIFFERENT, WHO, 1)
    unsure = judgements.judge("a", "b", Verdict.UNSURE, WHO, 2)
    judgements.judge("a", "c", Verdict.SAME, WHO, 3)
    judgements.judge("b", "c", Verdict.SAME, WHO, 4)
    with pytest.raises(Problem, match="undo their merge first"):
        judgements.undo(unsure.number, WHO, 5)
    assert judgements.edge(unsure.number) == unsure


def test_survivor_is_the_left_record_of_the_last_merge() -> None:
    judgements = Judgements()
    judgements.judge("b", "a", Verdict.SAME, WHO, 1)
    assert judgements.survivor("a") == "b"
    last = judgements.judge("c", "b", Verdict.SAME, WHO, 2)
    assert {judgements.survivor(key) for key in "abc"} == {"c"}
    judgements.undo(last.number, WHO, 3)
    assert judgements.survivor("a") == "b"
    assert judgements.survivor("c") == "c"


def test_what_is_not_there_is_refused_with_a_sentence() -> None:
    judgements = Judgements()
    with pytest.raises(Problem, match="no judgement 7"):
        judgements.undo(7, WHO, 1)
    with pytest.raises(Problem, match="with itself"):
        judgements.judge("a", "a", Verdict.SAME, WHO, 1)
    edge = judgements.judge("a", "b", Verdict.SAME, WHO, 1)
    judgements.undo(edge.number, WHO, 2)
    with pytest.raises(Problem, match="no judgement 1"):
        judgements.undo(edge.number, WHO, 3)
    assert judgements.judge("a", "b", Verdict.SAME, WHO, 4).number == 2


def test_an_import_row_is_known_again_by_what_it_says() -> None:
    row = Record.of("1", name="ООО  Ромашка", phone=["1", "2"])
    assert fingerprint(row) == fingerprint(Record.of("9", phone=["2", "1"], name="ооо ромашка"))
    assert fingerprint(row) != fingerprint(Record.of("1", name="ООО Ромашка", phone=["1", "3"]))
    assert fingerprint(Record.of("1", name="ab", city="c")) != fingerprint(Record.of("1", name="a", city="bc"))
