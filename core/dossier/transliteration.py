"""Russian words in Latin letters by schemes with a name; passports of machines are the default (S03.68)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
# Doc 9303-3, section 6; ГОСТ Р 52535.1-2006; ГОСТ 7.79-2000, system Б; and as passports had it before machines.
_ICAO: Final = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia i i ie g"
_GOST_2006: Final = "a b v g d e e zh z i i k l m n o p r s t u f kh tc ch sh shch - y - e iu ia i i ie g"
_GOST_779: Final = "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y` ` e` yu ya i yi ye g"
_FRENCH: Final = "a b v g d e io j z i i k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia i i ie g"


def _table(line: str) -> Mapping[str, str]:
    return dict(zip(_RUSSIAN, ("" if each == "-" else each for each in line.split()), strict=True))


SCHEMES: Final[Mapping[str, Mapping[str, str]]] = {
    "icao": _table(_ICAO),
    "gost_2006": _table(_GOST_2006),
    "gost_779": _table(_GOST_779),
    "french": _table(_FRENCH),
}
DEFAULT_SCHEME: Final = "icao"
_WORD: Final = re.compile(r"[^\W\d_]+")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")


def has_cyrillic(text: str) -> bool:
    """Whether any letter is of the Russian alphabet or its kin."""
    return _CYRILLIC.search(text) is not None


def in_letters(text: str, scheme: str = DEFAULT_SCHEME) -> str:
    """Every Cyrillic letter replaced by the scheme; all other signs stay. A scheme nobody knows is the default one."""
    table = SCHEMES.get(scheme, SCHEMES[DEFAULT_SCHEME])
    return _WORD.sub(lambda found: _word(found.group(), table), text)


def _word(word: str, table: Mapping[str, str]) -> str:
    shouted = len(word) > 1 and word.isupper()
    parts = []
    for letter in word:
        small = letter.lower()
        new = table.get(small)
        if new is None:
            parts.append(letter)
        elif letter == small:
            parts.append(new)
        else:
            parts.append(new.upper() if shouted else new.capitalize())
    return "".join(parts)
