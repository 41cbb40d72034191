"""Placeholders of a letter: a tiny syntax of our own, no code in it (exchange §4).

`{имя_отчество}` is a name, `{имя_отчество:дательный}` the name in a case. English words do the same. A placeholder
that is not known, or that nothing is known for, stops this recipient; it never goes out.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Final, Literal

from core.entities.people import Person, Sex

Part = Literal["salutation", "name", "company", "note"]
_PART: Final[dict[str, Part]] = {
    "обращение": "salutation",
    "имя_отчество": "name",
    "компания": "company",
    "личное": "note",
    "salutation": "salutation",
    "name": "name",
    "company": "company",
    "note": "note",
}
RUSSIAN: Final[dict[Part, str]] = {
    "salutation": "обращение",
    "name": "имя_отчество",
    "company": "компания",
    "note": "личное",
}
CASES: Final = {
    "именительный": "nominative",
    "родительный": "genitive",
    "дательный": "dative",
    "винительный": "accusative",
    "творительный": "instrumental",
    "предложный": "prepositional",
}
"""Russian word of a case → its English one."""
_HOLE = re.compile(r"\{([^{}]*)\}")
_NEUTRAL: Final = {"ru": "Здравствуйте", "en": "Hello"}
_DEAR: Final = {("ru", "m"): "Уважаемый", ("ru", "f"): "Уважаемая", ("en", "m"): "Dear", ("en", "f"): "Dear"}
_MALE_END, _FEMALE_END = ("ич",), ("вна", "чна", "шна")


@dataclasses.dataclass(frozen=True, slots=True)
class Filled:
    """A text with its placeholders filled in. `missing`: those that could not be, as they were typed."""

    text: str
    missing: tuple[str, ...] = ()


def fill_letter(text: str, person: Person, company: str, note: str = "") -> Filled:
    """The text for one person. Whatever stands in `missing` stays in the text: it must not be sent."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        word, colon, case = (part.strip().casefold() for part in found[1].partition(":"))
        # The letter is in the language its placeholders are in, whatever its sender reads.
        spoken = "en" if word.isascii() else "ru"
        value = _value(_PART.get(word), person, company, spoken, note, case or None)
        if not value or (colon and not case):
            missing.append(found[0])
            return found[0]
        return value

    return Filled(_HOLE.sub(put, text), tuple(dict.fromkeys(missing)))


def with_note(text: str, note: str) -> str:
    """The text with personal words of the sender where it has no place of its own for them: below the salutation."""
    if not note.strip() or any(_PART.get(_word(each)) == "note" for each in _HOLE.findall(text)):
        return text
    head, gap, rest = text.partition("\n\n")
    # What a person types is no placeholder.
    said = note.strip().replace("{", "(").replace("}", ")")
    return f"{head}\n\n{said}{gap}{rest}" if gap else f"{head}\n\n{said}"


def _word(hole: str) -> str:
    return hole.partition(":")[0].strip().casefold()


def personal_placeholders(text: str) -> tuple[str, ...]:
    """Placeholders of a text that everybody reads: on a site there is nobody to fill them in for."""
    return tuple(dict.fromkeys(each[0] for each in _HOLE.finditer(text)))


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Placeholders of a text that no recipient can fill: a slip of whoever wrote it."""
    found = []
    for each in _HOLE.finditer(text):
        word, colon, case = (part.strip().casefold() for part in each[1].partition(":"))
        fits = word in _PART and (not colon or (_PART[word] == "name" and _case(case) is not None))
        if not fits:
            found.append(each[0])
    return tuple(dict.fromkeys(found))


def in_russian(text: str) -> str:
    """English placeholders of a text as their Russian words."""
    return _HOLE.sub(lambda found: f"{{{RUSSIAN[_PART[found[1]]]}}}" if found[1] in _PART else found[0], text)


def sex_of(person: Person) -> Sex:
    """As it is on record, else by the patronymic; "" where neither says it: a surname alone never decides."""
    if person.sex:
        return person.sex
    patronymic = person.patronymic.casefold()
    if patronymic.endswith(_MALE_END):
        return "m"
    return "f" if patronymic.endswith(_FEMALE_END) else ""


def name_in_case(person: Person, case: str) -> str:
    """Name and patronymic in a case, by hand where it is on record; "" where it cannot be told."""
    wanted = _case(case)
    if wanted is None:
        return ""
    for known, form in person.cases:
        if _case(known) == wanted:
            return form
    parts = [part for part in (person.given, person.patronymic) if part]
    if not parts or wanted == "nominative":
        return " ".join(parts)
    return _declined(person, wanted) if person.given and sex_of(person) else ""


def _value(part: Part | None, person: Person, company: str, language: str, note: str, case: str | None) -> str:
    if part is None or (case is not None and part != "name"):
        return ""
    told: dict[Part, Callable[[], str]] = {
        "salutation": lambda: _salutation(person, language),
        "name": lambda: name_in_case(person, case or "nominative"),
        "company": company.strip,
        "note": note.strip,
    }
    return told[part]()


def _salutation(person: Person, language: str) -> str:
    if person.salutation:
        return person.salutation
    name = name_in_case(person, "nominative")
    word = _DEAR.get((language, sex_of(person)))
    # Without a first name there is nobody to be dear; without a known sex nobody guesses.
    return f"{word} {name}" if word and person.given else _NEUTRAL.get(language, _NEUTRAL["en"])


def _case(word: str) -> str | None:
    folded = word.casefold()
    return CASES.get(folded) or (folded if folded in CASES.values() else None)


def _declined(person: Person, case: str) -> str:
    # The table of endings takes a while to read: only a letter with a case in it pays for that.
    from pytrovich.enums import Case, Gender, NamePart
    from pytrovich.maker import PetrovichDeclinationMaker

    maker = PetrovichDeclinationMaker()
    gender = Gender.MALE if sex_of(person) == "m" else Gender.FEMALE
    parts = ((NamePart.FIRSTNAME, person.given), (NamePart.MIDDLENAME, person.patronymic))
    return " ".join(maker.make(part, gender, Case[case.upper()], text) for part, text in parts if text)
