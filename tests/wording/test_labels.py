"""Every value of every vocabulary has its words, in both languages, and a short form that fits a column."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from core.entities import vocabulary
from core.wording import in_language, log_kinds
from core.wording.labels import FULL, SHORT, SHORT_CELLS, label, short_label
from storage.audit.kinds import Kind

KINDS: dict[str, Any] = {
    "level": vocabulary.Level,
    "step": vocabulary.Step,
    "base_status": vocabulary.BaseStatus,
    "state": vocabulary.State,
    "abc": vocabulary.AbcLetter,
    "xyz": vocabulary.XyzLetter,
    "urgency": vocabulary.Urgency,
    "action": vocabulary.Action,
    "verdict": vocabulary.Verdict,
    "role": vocabulary.Role,
    "compartment": vocabulary.Compartment,
}


def test_the_tables_hold_exactly_the_vocabularies() -> None:
    values = {kind: set(get_args(vocabularies)) for kind, vocabularies in KINDS.items()}
    assert {kind: set(table) for kind, table in FULL.items()} == values
    assert {kind: set(table) for kind, table in SHORT.items()} == values


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_labels_differ_and_short_ones_fit(lang: str) -> None:
    with in_language(lang):  # type: ignore[arg-type]
        for kind, vocabularies in KINDS.items():
            values = get_args(vocabularies)
            for words in (label, short_label):
                said = [words(kind, value) for value in values]
                assert len(set(said)) == len(said), (kind, said)
            assert all(len(short_label(kind, value)) <= SHORT_CELLS for value in values), kind


def test_russian_labels_are_russian() -> None:
    letters_alone = {"abc", "xyz"}
    with in_language("ru"):
        for kind, vocabularies in KINDS.items():
            for value in get_args(vocabularies):
                text = label(kind, value)
                assert any("а" <= c <= "я" for c in text.lower()), (kind, value, text)
                if kind not in letters_alone:
                    assert not any("a" <= c <= "z" for c in text.lower()), (kind, value, text)


def test_glossary_words() -> None:
    with in_language("ru"):
        assert label("level", "key") == "Ключевой клиент"
        assert label("step", "advocate") == "Адвокат бренда"
        assert label("base_status", "unfit") == "Отсеянный"
        assert label("role", "keeper") == "Хранитель центрального файла"
        assert label("abc", None) == short_label("abc", None) == "—"


def test_an_unknown_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        label("level", "huge")


def test_every_kind_of_log_entry_has_its_word() -> None:
    assert {each.name.lower() for each in Kind} == set(log_kinds.KINDS)
