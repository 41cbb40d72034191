"""Words of questionnaires: languages, schemes of letters, ways of translation, common data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.wording import P_
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "language": {
        "ru": P_("language", "Russian"),
        "en": P_("language", "English"),
        "fr": P_("language", "French"),
    },
    "scheme": {
        "icao": P_("scheme", "passport (ICAO 9303)"),
        "gost_2006": P_("scheme", "GOST R 52535.1-2006"),
        "gost_779": P_("scheme", "GOST 7.79-2000 B"),
        "french": P_("scheme", "French spelling"),
    },
    "way": {
        "none": P_("way", "as it is"),
        "letters": P_("way", "letter by letter"),
        "dictionary": P_("way", "by the dictionary"),
    },
    "paper": {"": P_("paper", "a list"), "yes": P_("paper", "own Word file")},
    "common": {
        "": P_("common", "additional data"),
        "surname": P_("common", "surname"),
        "given": P_("common", "first name"),
        "patronymic": P_("common", "patronymic"),
        "latin_surname": P_("common", "Latin surname"),
        "latin_given": P_("common", "Latin first name"),
        "sex": P_("common", "sex"),
        "birthday": P_("common", "date of birth"),
        "citizenship": P_("common", "citizenship"),
        "foreign_series": P_("common", "series of the foreign passport"),
        "foreign_number": P_("common", "number of the foreign passport"),
        "foreign_until": P_("common", "expiry of the foreign passport"),
        "passport_series": P_("common", "series of the passport"),
        "passport_number": P_("common", "number of the passport"),
        "ticket": P_("common", "air ticket"),
        "position": P_("common", "position"),
        "employer": P_("common", "employer"),
        "employer_address": P_("common", "address of the employer"),
    },
}


_SAID: Final = Vocabulary(WORDS)
word, choices, value_of = _SAID.word, _SAID.choices, _SAID.value_of
