"""One script-neutral skeleton for a word, whatever alphabet and transliteration it was written in.

`fold` brings Ромашка, Romashka, Romaška and Pомашкa (two Latin letters) to the same key, so that an index needs one
entry and no list of schemes: Cyrillic is first written in Latin, then the digraphs of the schemes in use (ГОСТ 7.79,
ICAO, BGN, ISO 9 without its diacritics, German and Polish habits) are reduced to one letter each, `y` and `j` to `i`,
iotated vowels to one form, doubled letters to one. The key is for finding; ranking looks at the text as written.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u", "ј": "i", "љ": "l", "њ": "n", "ћ": "ch", "ђ": "dzh", "џ": "dzh",
    "ѓ": "g", "ќ": "k", "ѕ": "dz", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h",
    "ҳ": "h", "ҷ": "ch", "җ": "zh", "ѣ": "e", "ѳ": "f", "ѵ": "i",
}  # fmt: skip
_LATIN: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n",
    "ĸ": "k", "ſ": "s", "č": "ch", "š": "sh", "ž": "zh", "ć": "ch", "ś": "s", "ş": "sh", "ș": "sh", "ţ": "ts",
    "ț": "ts", "ŝ": "shch", "ẑ": "z", "ź": "z", "ż": "zh", "ğ": "g", "ə": "a", "ǆ": "dzh", "ĳ": "i",
}  # fmt: skip
_GREEK: Final = dict(zip("αβγδεζηικλμνορσςτυφω", "avgdeziiklmnorsstifo", strict=True)) | {
    "θ": "th", "ξ": "ks", "χ": "h", "ψ": "ps",
}  # fmt: skip
_SIGNS: Final = dict.fromkeys("'`’ʹʼ′´‘ʺ″\u0301\u00ad\u200b", "")
_TO_LATIN: Final = str.maketrans(_CYRILLIC | _LATIN | _GREEK | _SIGNS)

# One pass, longest first. Cyrillic has just been spelled out by its sounds, so every rule meets both scripts alike and
# a rule that is "wrong" for one word (сх read as ш) is wrong for all its spellings in the same way.
_DIGRAPHS: Final = {
    "schtsch": "s",
    "shcho": "se", "shch": "s", "szcz": "s", "stch": "s", "tsch": "c", "tcz": "c", "tch": "c", "sch": "s", "shh": "s",
    "skh": "s", "zkh": "z", "tkh": "t", "dzh": "dz", "zho": "ze", "cho": "ce", "sho": "se", "zh": "z", "kh": "h",
    "ch": "c", "sh": "s", "ts": "c", "tz": "c", "cz": "c", "sz": "s", "ph": "f", "th": "t", "gh": "g", "rh": "r",
    "ck": "k", "qu": "kv", "ou": "u", "q": "k", "w": "v", "x": "ks",
}  # fmt: skip
_DIGRAPH: Final = re.compile(r"c(?![hkz])|" + "|".join(sorted(_DIGRAPHS, key=lambda each: -len(each))))

_IOTA: Final = str.maketrans("yj", "ii")
_DOUBLED: Final = re.compile(r"([^\W\d_])\1+")
_IOTATED: Final = re.compile(r"i([eou])")
_IOTATED_TO: Final = {"ie": "e", "io": "e", "iu": "u"}

_LOOK_LATIN: Final = "aceopxykmthbi"
_LOOK_CYRILLIC: Final = "асеорхукмтнві"
_TO_CYRILLIC_LOOK: Final = str.maketrans(_LOOK_LATIN, _LOOK_CYRILLIC)
_TO_LATIN_LOOK: Final = str.maketrans(_LOOK_CYRILLIC, _LOOK_LATIN)
_ASCII_SIGN: Final = re.compile("[a-z03]")
_ZERO_AND_THREE: Final = str.maketrans({"0": "о", "3": "з"})


def is_cyrillic(char: str) -> bool:
    """True for a letter of the Cyrillic block."""
    return "\u0400" <= char <= "\u052f"


def mend_look_alikes(word: str) -> str:
    """A word of two alphabets written in one: the Latin o in Pомашкa becomes Cyrillic. Small letters in and out."""
    if word.isascii() or not _ASCII_SIGN.search(word):
        return word
    cyrillic = sum(1 for char in word if is_cyrillic(char))
    latin = sum(1 for char in word if "a" <= char <= "z")
    if not cyrillic or (not latin and not any(char in "03" for char in word)):
        return word
    if not latin:
        # a digit among letters (Р0машка); a number written beside a word stays a number
        return re.sub(r"(?<=[^\W\d_])[03](?=[^\W\d_])", lambda found: found[0].translate(_ZERO_AND_THREE), word)
    odd_latin = sum(1 for char in word if "a" <= char <= "z" and char not in _LOOK_LATIN)
    odd_cyrillic = sum(1 for char in word if is_cyrillic(char) and char not in _LOOK_CYRILLIC)
    if odd_latin > odd_cyrillic or (odd_latin == odd_cyrillic and latin > cyrillic):
        return word.translate(_TO_LATIN_LOOK)
    return word.translate(_TO_CYRILLIC_LOOK)


def _reduce(found: re.Match[str]) -> str:
    text = found[0]
    if text == "c":
        following = found.string[found.end() : found.end() + 1]
        patronymic = not following and found.string.endswith("vic")  # Ivanović without its sign
        return "c" if patronymic or (following and following in "eiyv") else "k"
    return _DIGRAPHS[text]


def _one_vowel(found: re.Match[str]) -> str:
    return _IOTATED_TO[found[0]]


def spell(text: str) -> str:
    """Small Latin letters by sound, before any reduction: Щука → shchuka. Other scripts stay as they are."""
    text = text.casefold() if text.isascii() else mend_look_alikes(unicodedata.normalize("NFKC", text).lower())
    if not text.isascii():
        text = text.translate(_TO_LATIN)
        if not text.isascii():
            plain = unicodedata.normalize("NFKD", text)
            text = "".join(char for char in plain if not unicodedata.combining(char)).translate(_TO_LATIN)
    return text.translate(_TO_LATIN) if "'" in text or "`" in text else text


def fold(text: str) -> str:
    """The skeleton of a word: equal for the same name in any script, scheme and with doubled letters.

    Fast for one word; for many, keep a cache by word. Text of several words is folded as it stands, spaces kept.
    """
    spelled = spell(text)
    reduced = _DIGRAPH.sub(_reduce, spelled)
    reduced = _DOUBLED.sub(r"\1", reduced.translate(_IOTA))
    iotated = _IOTATED.sub(_one_vowel, reduced)
    return reduced if iotated == reduced else _DOUBLED.sub(r"\1", iotated)


def letterwise(text: str) -> str:
    """The skeleton without rules that join neighbours: what a misspelt word folds to, when an error made them meet.

    фиьософема has lost its л, and и and о have met; `fold` reads them as ё, this function leaves them apart. So it does
    with the two о of броов, which were бросов.
    """
    lowered = mend_look_alikes(unicodedata.normalize("NFKC", text).lower())
    if any(is_cyrillic(char) for char in lowered):
        return "".join(map(_letter, lowered))
    return _DIGRAPH.sub(_reduce, spell(lowered)).translate(_IOTA)


@functools.lru_cache(maxsize=512)
def _letter(char: str) -> str:
    return fold(char)


_OTHER_READINGS: Final = (
    (re.compile("x"), "kh"), (re.compile("^ch"), "kh"), (re.compile("ch"), "kh"),
    (re.compile("dzh"), "j"), (re.compile("j"), "zh"),
    (re.compile("ae"), "a"), (re.compile("oe"), "o"), (re.compile("ue"), "u"), (re.compile("ts"), "c"),
    (re.compile(r"c(?=[eiy])"), "k"), (re.compile("w"), "u"), (re.compile("zh"), "g"), (re.compile("gh"), "h"),
    (re.compile("iu"), "u"), (re.compile("ph"), "p"), (re.compile("h"), "g"), (re.compile("ff$"), "v"),
    (re.compile("c(?![hkz])"), "ts"),
    (re.compile("ks"), "x"), (re.compile("sh"), "skh"), (re.compile("ch"), "sh"), (re.compile("c$"), "ch"),
)  # fmt: skip


def other_readings(word: str) -> list[str]:
    """Skeletons of the word under the rarer conventions (x for х, ch for х, j for ж …), without the usual one."""
    spelled, usual = spell(word), fold(word)
    found: list[str] = []
    for pattern, reading in _OTHER_READINGS:
        changed = pattern.sub(reading, spelled)
        if changed != spelled:
            key = fold(changed)
            if key != usual and key and key not in found:
                found.append(key)
    if "â" in word:  # я of ISO 9, a vowel of French elsewhere
        found.append(fold(word.replace("â", "ia")))
    return found


_CONTINUED: Final = {"t": "s", "c": "h", "k": "h", "p": "h", "o": "u", "i": "eu", "y": "eu", "j": "eu"}
"""Last letters that may be the first half of a digraph or of a iotated vowel, and the other half."""


def unfinished(word: str) -> list[str]:
    """Other skeletons of a word that is still being typed, when its last letter may begin a digraph.

    дет is on its way to Детский, whose тс folds to one letter; gro to Group, yu to Юрий.
    """
    spelled, usual = spell(word), fold(word)
    keys = (fold(spelled + other) for other in _CONTINUED.get(spelled[-1:], ""))
    return [key for key in dict.fromkeys(keys) if not key.startswith(usual)]


_PHONETIC: Final = str.maketrans("oeybdgzvw", "aiiptksff")
_WEAK_VOWEL: Final = re.compile("ia|(?<=[sc])[ae]")


def sound(key: str) -> str:
    """A skeleton as careless hearing spells it: unstressed o/a, e/i/я alike, voiced and voiceless consonants alike.

    Behind ж, ш, ч and ц all of a, o, e and i are one sound.
    """
    return _DOUBLED.sub(r"\1", _WEAK_VOWEL.sub("i", key.translate(_PHONETIC)))
