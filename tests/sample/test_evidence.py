"""Evidence of the made-up firm: each statement has what its level asks for, and the seed decides it."""

from __future__ import annotations

from core.sample.evidence import NOTED, PARTNERS, PROFILED, key_signs, level_notes, partnerships, portraits, targets

TODAY = 20_700
HALF_YEAR = 182


def test_S02_07_S02_08_S02_09_every_level_of_the_sample_has_its_evidence() -> None:
    notes = level_notes(7, TODAY)
    assert len(notes) == NOTED
    assert {each.level for each in notes} == {"prospective", "probable", "potential"}
    for each in notes:
        assert TODAY - HALF_YEAR < each.day <= TODAY
        needed = {
            "prospective": bool(each.reason) and each.expected > TODAY,
            "probable": bool(each.ticks),
            "potential": bool(each.territory and each.industry),
        }
        assert needed[each.level]


def test_S03_84_S03_85_S03_86_the_sample_has_every_criterion_by_hand() -> None:
    signs = key_signs(7, TODAY)
    assert {each.criterion for _place, each in signs} == {"fame", "innovator", "demanding"}
    assert all(each.note for _place, each in signs if each.criterion == "demanding")
    assert len(partnerships(7, TODAY)) == PARTNERS
    assert len(portraits(7)) == PROFILED
    assert all(each.quarterly and each.source for each in targets(7, TODAY))


def test_the_same_seed_states_the_same() -> None:
    assert level_notes(7, TODAY) == level_notes(7, TODAY)
    assert portraits(7) != portraits(8)
