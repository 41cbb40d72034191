"""Buttons for names of people: Latin and Russian copies, splitting, sex (S03.61, S03.62, spec/exchange §3 step 3)."""

from __future__ import annotations

import functools
import re
from typing import Any, Final

from core.cleaning.changes import CellChange, Cells, cell, each_text, filled_rows
from core.cleaning.cyrillic import to_cyrillic
from core.identity.legal_forms import legal_form

MALE, FEMALE = "м", "ж"
_SEXES: Final = {
    **dict.fromkeys(("м", "муж", "мужской", "г-н", "господин", "m", "male", "mr", "mstr", "master", "mister"), MALE),
    **dict.fromkeys(
        ("ж", "жен", "женский", "г-жа", "госпожа", "f", "female", "mrs", "ms", "miss", "mss", "frau"), FEMALE
    ),
}
_PATRONYMIC: Final = re.compile(
    r"[А-ЯЁа-яё-]+(?:ович|евич|ёвич|ич|овна|евна|ёвна|ична|инична|оглы|кызы)|оглы|кызы", re.I
)
_SURNAME: Final = re.compile(
    r"[А-ЯЁа-яё-]+(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ых|их|енко|ук|юк|ян|дзе|швили|ко)"
    r"|[A-Z][a-z]*(?:ov|ova|ev|eva|in|ina|sky|skiy|skaya|enko|uk|yan)",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"[\s/,;.]+")
_NAME_FIELDS: Final = (
    "last_name", "first_name", "middle_name", "latin_last_name", "latin_first_name", "name", "person",
)  # fmt: skip
_ALLOWED: Final = frozenset(" -'’.")
_LATIN: Final = re.compile("[A-Za-z]")


def copy_latin_first_name(cells: Cells) -> list[CellChange]:
    """Latin first name into the empty Russian one, spelt in Russian letters and marked as guessed (S03.61)."""
    return _copy(cells, "latin_first_name", "first_name")


def copy_latin_last_name(cells: Cells) -> list[CellChange]:
    """Latin surname into the empty Russian one, spelt in Russian letters and marked as guessed (S03.61)."""
    return _copy(cells, "latin_last_name", "last_name")


def _copy(cells: Cells, source: str, target: str) -> list[CellChange]:
    found = []
    for row, text in filled_rows(cells, source):
        if not cell(cells, target, row):
            new = to_cyrillic(text)
            found.append(CellChange(row, target, "", new, guessed=bool(_LATIN.search(text))))
    return found


def split_surname_and_sex(cells: Cells) -> list[CellChange]:
    """`IVANOVA MRS`, `IVANOV M` in the Latin surname: the mark goes into the sex (S03.62)."""
    found: list[CellChange] = []
    for row, text in filled_rows(cells, "latin_last_name"):
        *words, last = _words(text)
        sex = _SEXES.get(last.casefold())
        if words and sex is not None:
            found.append(CellChange(row, "latin_last_name", text, " ".join(words)))
            if not cell(cells, "sex", row):
                found.append(CellChange(row, "sex", "", sex))
    return found


def split_surname_and_name(cells: Cells) -> list[CellChange]:
    """`IVANOVA ANNA`, `IVANOVA/ANNA` in the Latin surname: what follows goes into the empty first name (S03.62)."""
    found: list[CellChange] = []
    for row, text in filled_rows(cells, "latin_last_name"):
        words = _words(text)
        first = [word for word in words[1:] if word.casefold() not in _SEXES]
        if first and not cell(cells, "latin_first_name", row):
            kept = [words[0], *[word for word in words[1:] if word.casefold() in _SEXES]]
            found.append(CellChange(row, "latin_last_name", text, " ".join(kept)))
            found.append(CellChange(row, "latin_first_name", "", " ".join(first)))
    return found


def split_full_name(cells: Cells) -> list[CellChange]:
    """A whole name into surname, first name and patronymic where those are empty; an order in doubt is guessed."""
    found: list[CellChange] = []
    source = "name" if "name" in cells else "person"
    for row, text in filled_rows(cells, source):
        if cell(cells, "last_name", row) or cell(cells, "first_name", row):
            continue
        parts, guessed = name_parts(text)
        for field, part in parts.items():
            found.append(CellChange(row, field, "", part, guessed))
    return found


def name_parts(text: str) -> tuple[dict[str, str], bool]:
    """Surname, first name and patronymic of a whole name, and whether the order is a guess; empty for one word."""
    words = _words(text)
    if not 2 <= len(words) <= 4 or legal_form(text) or any(sign in text for sign in '"«»'):
        return {}, False
    middle = next((at for at, word in enumerate(words) if at and _PATRONYMIC.fullmatch(word)), None)
    if middle is not None and words[middle].casefold() in ("оглы", "кызы"):
        middle -= 1
    if middle is not None and len(words) > 2:
        patronymic = " ".join(words[middle:]) if words[-1].casefold() in ("оглы", "кызы") else words[middle]
        if middle == 1:
            return {"last_name": words[-1], "first_name": words[0], "middle_name": patronymic}, False
        return {"last_name": " ".join(words[: middle - 1]), "first_name": words[middle - 1],
                "middle_name": patronymic}, False  # fmt: skip
    if len(words) == 2:
        first, second = (bool(_SURNAME.fullmatch(word)) for word in words)
        if second and not first:
            return {"last_name": words[1], "first_name": words[0]}, True
        return {"last_name": words[0], "first_name": words[1]}, not first
    return {"last_name": words[0], "first_name": words[1], "middle_name": " ".join(words[2:])}, True


def sex_word(text: str) -> str:
    """`м` or `ж` as a file says it in any of the usual words; empty for another word."""
    return _SEXES.get(text.strip().strip(".").casefold(), "")


def sex_by_name(cells: Cells) -> list[CellChange]:
    """Sex by patronymic, else by first name, where it is empty; a surname alone says nothing (S03.62)."""
    found: list[CellChange] = []
    count = max(map(len, cells.values()), default=0)
    for row in range(count):
        if cell(cells, "sex", row):
            continue
        first, middle = cell(cells, "first_name", row), cell(cells, "middle_name", row)
        sex = sex_of(first, middle)
        if sex:
            found.append(CellChange(row, "sex", "", sex, guessed=not middle))
    return found


def sex_of(first: str, middle: str) -> str:
    """`м`, `ж`, or empty where a name does not tell."""
    for part, word in (("middlename", middle), ("firstname", first)):
        if word:
            told = _gender(part, word)
            if told:
                return told
    return ""


@functools.lru_cache(maxsize=4096)
def _gender(part: str, word: str) -> str:
    try:
        told = str(_detector().detect(**{part: word.title()})).rpartition(".")[2]
    except (KeyError, ValueError, IndexError):
        return ""
    return {"MALE": MALE, "FEMALE": FEMALE}.get(told, "")


@functools.lru_cache(maxsize=1)
def _detector() -> Any:
    from pytrovich.detector import PetrovichGenderDetector  # its rules are read at the first need

    return PetrovichGenderDetector()


def drop_forbidden(cells: Cells) -> list[CellChange]:
    """Names without digits and signs that no name has (S03.62)."""
    return each_text(cells, [field for field in _NAME_FIELDS if field in cells and _of_person(cells, field)], _allowed)


def _of_person(cells: Cells, field: str) -> bool:
    """A `name` is a person's where the draft holds other fields of people."""
    return field != "name" or any(each in cells for each in ("last_name", "first_name", "sex", "birthday"))


def _allowed(text: str) -> str:
    kept = "".join(char if char.isalpha() or char in _ALLOWED else " " for char in text)
    return " ".join(kept.split()).strip(" -")


def _words(text: str) -> list[str]:
    return [word for word in _PARTS.split(text.strip()) if word]
