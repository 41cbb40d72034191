"""Dictionary forms of a folded word in another case: ivanovu → ivanov, petru → petr, romaskoi → romaska.

No dictionary: endings of the oblique cases are exchanged for those of the nominative, and only what the vocabulary
has is used. Folding has already brought ю to u, ие to e and doubled letters to one.
"""

from __future__ import annotations

import functools
from typing import Final

_ENDINGS: Final = (
    "omu", "ogo", "emu", "ego", "oiu", "imi", "ami", "iami", "oi", "ei", "om", "em", "im", "ih", "oh", "ov", "ah",
    "ii", "iu", "ia", "uiu", "u", "a", "e", "i",
)  # fmt: skip
_NOMINATIVE: Final = ("", "a", "i", "ia", "ei", "oi", "ai", "aia", "e", "o", "oe", "ee")
_SHORTEST_STEM: Final = 2
_VOWELS: Final = frozenset("aeiou")


@functools.lru_cache(maxsize=256)
def dictionary_forms(key: str) -> dict[str, bool]:
    """Possible nominatives of `key`, itself left out; most are no words at all.

    True for an exchanged ending, False where a fleeting vowel had to be guessed as well.
    """
    found: dict[str, bool] = {}
    for ending in _ENDINGS:
        if not key.endswith(ending) or len(key) - len(ending) < _SHORTEST_STEM:
            continue
        stem = key[: -len(ending)]
        for nominative in _NOMINATIVE:
            found[stem + nominative] = True
        if len(ending) < 4 and stem[-1] not in _VOWELS and stem[-2] not in _VOWELS:
            for vowel in "eo":  # a fleeting vowel: Павлу → Павел, Льву → Лев
                found.setdefault(stem[:-1] + vowel + stem[-1], False)
    found.pop(key, None)
    return {form: sure for form, sure in found.items() if len(form) > _SHORTEST_STEM}
