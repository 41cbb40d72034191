"""Text typed with the keyboard in the wrong layout, both ways (ЙЦУКЕН and QWERTY)."""

from __future__ import annotations

from typing import Final

_QWERTY: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_ITSUKEN: Final = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_TO_RUSSIAN: Final = str.maketrans(_QWERTY, _ITSUKEN)
_TO_LATIN: Final = str.maketrans(_ITSUKEN, _QWERTY) | str.maketrans({'"': "@", "№": "#", "/": "|"})
_LETTER_KEYS: Final = frozenset("[];',.`{}:\"<>~")


def to_russian(text: str) -> str:
    """What Latin keys would have written in the Russian layout: bdfyjd → иванов. Keys of б ю ж э х ъ ё count."""
    return text.translate(_TO_RUSSIAN)


def to_latin(text: str) -> str:
    """What Cyrillic keys would have written in the Latin layout: луттувн → kennedy."""
    return text.translate(_TO_LATIN)


def letter_keys(text: str) -> int:
    """How many signs stand where the Russian layout has a letter and inside or before a word: evidence of layout."""
    return sum(
        1
        for place, char in enumerate(text)
        if char in _LETTER_KEYS and text[place + 1 : place + 2].isalpha() and text[place + 1 : place + 2].isascii()
    )


def only_letter_keys(text: str) -> bool:
    """True when every sign is a letter in the Russian layout: `.` may be meant as ю, `(` is no letter anywhere."""
    return _LETTER_KEYS.issuperset(text.replace(" ", ""))
