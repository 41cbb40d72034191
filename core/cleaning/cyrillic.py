"""Latin names of documents back into Russian letters (S03.61). A guess by rules, never certain: it is marked so."""

from __future__ import annotations

import re
from typing import Final

_PIECES: Final = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "tc": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "iu": "ю",
    "ju": "ю", "ya": "я", "ja": "я", "yo": "ё", "jo": "ё", "ye": "е", "je": "е", "ck": "к", "ph": "ф", "a": "а",
    "b": "б", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "й", "k": "к", "l": "л", "m": "м",
    "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс",
    "z": "з", "'": "ь", "’": "ь", "ё": "ё",
}  # fmt: skip
_LONGEST: Final = 4
_ENDS: Final = (
    ("skaya", "ская"), ("skaia", "ская"), ("tskaya", "цкая"), ("skiy", "ский"), ("skii", "ский"), ("skij", "ский"),
    ("sky", "ский"), ("ski", "ский"), ("iya", "ия"), ("iia", "ия"), ("aya", "ая"), ("aia", "ая"), ("ia", "ия"),
    ("iy", "ий"), ("ii", "ий"), ("ij", "ий"), ("yy", "ый"), ("yi", "ый"), ("ei", "ей"), ("ey", "ей"), ("ai", "ай"),
    ("ay", "ай"), ("oy", "ой"), ("oi", "ой"), ("uy", "уй"),
)  # fmt: skip
"""Endings of surnames and first names, the longest of a kind first."""
_WORD: Final = re.compile(r"[A-Za-z'’]+")
_VOWELS: Final = "aeiouy"


def to_cyrillic(text: str) -> str:
    """The Latin words of a text in Russian letters; its other characters stay. Capitals follow the source."""
    return _WORD.sub(lambda found: _cased(found.group(), _word(found.group().lower())), text)


def _word(word: str) -> str:
    for latin, russian in _ENDS:
        if len(word) > len(latin) + 1 and word.endswith(latin):
            return _letters(word[: -len(latin)]) + russian
    if len(word) > 2 and word.endswith("y") and word[-2] not in _VOWELS:
        return _letters(word[:-1]) + "ий"
    return _letters(word)


def _letters(word: str) -> str:
    made: list[str] = []
    at = 0
    while at < len(word):
        if at and word.startswith("ye", at) and word[at - 1] not in _VOWELS:
            made.append("ье")
            at += 2
            continue
        size = next((n for n in range(min(_LONGEST, len(word) - at), 0, -1) if word[at : at + n] in _PIECES), 0)
        if size:
            made.append(_PIECES[word[at : at + size]])
            at += size
            continue
        made.append(_lone(word, at))
        at += 1
    return "".join(made)


def _lone(word: str, at: int) -> str:
    """Letters whose sound depends on the neighbours."""
    before, after = word[at - 1 : at], word[at + 1 : at + 2]
    if word[at] == "y":
        return "й" if before and before in _VOWELS else "ы" if before else "й"
    if word[at] == "c":
        return "ц" if after and after in "eiy" else "к"
    return word[at]


def _cased(source: str, made: str) -> str:
    letters = [char for char in source if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return made.upper() if len(letters) < _LONGEST and "." in source else made[:1].upper() + made[1:]
    return made[:1].upper() + made[1:] if source[:1].isupper() else made
