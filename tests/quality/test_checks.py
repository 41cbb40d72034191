"""What is amiss with a card (S03.31, S03.36, S01.16)."""

from __future__ import annotations

from typing import Any

from core.quality.checks import CardFacts, Finding, findings

TODAY, LIMIT = 20_500, 180


def amiss(**said: Any) -> set[str]:
    facts = CardFacts("c", "", ("+7 495 123-45-67",), ("a@b.ru",), TODAY, 3)._replace(**said)
    return {each.kind for each in findings([facts], TODAY, LIMIT)}


def test_S03_31_who_bought_once_is_listed_and_everything_amiss_is_named() -> None:
    assert amiss() == set()
    assert amiss(purchases=1) == {"one_time"} and amiss(purchases=-1) == set() and amiss(purchases=0) == set()
    assert amiss(inn="7707083894") == {"inn"} and amiss(inn="7707083893") == set()
    assert amiss(phones=("123", "+7 495 123-45-67")) == {"phone"}
    assert amiss(emails=("нет",)) == {"email"} and amiss(bounced=True) == {"bounced"}
    assert amiss(emails=()) == {"single_contact"} and amiss(emails=(), phones=()) == {"no_contact"}


def test_S03_36_a_card_is_old_after_180_days() -> None:
    assert amiss(verified=TODAY - LIMIT) == set()
    old = CardFacts("c", "", ("+7 495 123-45-67",), ("a@b.ru",), TODAY - LIMIT - 1, 3)
    assert findings([old], TODAY, LIMIT) == [Finding("c", "unverified", LIMIT + 1)]
