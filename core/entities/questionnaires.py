"""Questionnaires of countries: forms, their fields, variants, the dictionary, answers (S03.65–S03.70)."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.entities.entry import Entry

Way = Literal["none", "letters", "dictionary"]
WAYS: tuple[Way, ...] = ("none", "letters", "dictionary")
"""How a Russian answer comes into the language of the form: as it is, letter by letter, by the dictionary."""
FormLanguage = Literal["ru", "en", "fr"]
LANGUAGES: tuple[FormLanguage, ...] = ("ru", "en", "fr")
VARIANT_MARK = "_"
"""The first sign of a field whose answer is picked from a list (S03.70)."""


class FormField(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question of a form."""

    id: str
    """Stays when the name changes: answers refer to it."""
    name: str
    way: Way = "letters"
    common: str = ""
    """Which datum of the person or the client answers it; empty: additional data, typed here."""

    @property
    def has_variants(self) -> bool:
        """Whether the answer is picked from a list."""
        return self.name.startswith(VARIANT_MARK)


class FormTemplate(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """The form of one country, in the firm's directory of countries."""

    country: str
    language: FormLanguage = "en"
    scheme: str = "icao"
    """By which table letters are replaced."""
    fields: tuple[FormField, ...] = ()
    paper: bytes = b""
    """The firm's own Word file with the fields in braces; empty: the form is printed as a list."""


class FieldVariants(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What may be picked in the fields of one name, in every form that has it."""

    field: str
    values: tuple[str, ...] = ()


class DictionaryEntry(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A word or phrase in three languages."""

    ru: str
    en: str = ""
    fr: str = ""


class FormAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to one field."""

    field: str
    """Id of the field."""
    source: str = ""
    """As it was typed, in any script."""
    result: str = ""
    """In the language of the form."""
    edited: bool = False
    """A person has written the result: it is not translated over."""


class Questionnaire(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What one person answers to one form. Private, as the documents in it are."""

    person: bytes
    form: bytes
    answers: tuple[FormAnswer, ...] = ()

    def answer(self, field: str) -> FormAnswer | None:
        """The answer to a field."""
        return next((each for each in self.answers if each.field == field), None)
