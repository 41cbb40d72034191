"""Directories of questionnaires at the desk: countries, names of fields, variants, the dictionary (S03.66–S03.70)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import msgspec

from core.dossier.questionnaire import COMMON, key_of, lines_of, values_of
from core.dossier.shipped_forms import DICTIONARY, FORMS, VARIANTS
from core.dossier.translation import Lexicon, checked_entry, folded
from core.dossier.transliteration import SCHEMES
from core.entities.entry import Entry
from core.entities.people import cleaned
from core.entities.questionnaires import (
    VARIANT_MARK,
    WAYS,
    DictionaryEntry,
    FieldVariants,
    FormField,
    FormLanguage,
    FormTemplate,
)
from core.problem import N_, Problem
from core.wording import questionnaires as words
from storage.outlets.word import LARGEST_FORM, filled_form
from storage.vault.books import questionnaires as books
from storage.vault.registers import Register, Stale, Stored
from tui.desk.edit_field import EditField
from tui.desk.port_questionnaire import CountryRow, Directory, DirectoryRow
from tui.desk.work_records import changed_meanwhile

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", bound=Entry)
NAME_MAX = 120
VALUES_MAX = 2000
FIELDS_MAX = 300
PAPER_MAX = 1024 * 1024
"""Bytes of a Word file kept with a country: every session opens it with the firm's records."""
_SEVERAL = "; "


class QuestionnaireBooks:
    """What the firm keeps for every questionnaire. Shipped records stand until the firm writes its own of the name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # What the others ask
    def templates(self) -> list[FormTemplate]:
        """Forms by country."""
        found = self._standing(books.FORM, FORMS, lambda each: each.id)
        return sorted(found, key=lambda each: each.country.casefold())

    def template(self, form_id: str) -> FormTemplate:
        """A form by its id or its country. Raises Problem (BAD_INPUT) where there is none."""
        wanted = form_id.strip()
        for each in self.templates():
            if wanted.lower() == each.id.hex() or (wanted and folded(each.country).startswith(folded(wanted))):
                return each
        raise Problem(N_("There is no questionnaire for {country}: look at the list of countries."), country=form_id)

    def variants_of(self, name: str) -> tuple[str, ...]:
        """What may be picked in a field of this name."""
        return next((each.values for each in self._variants() if folded(each.field) == folded(name)), ())

    def lexicon(self) -> Lexicon:
        """The dictionary as it stands."""
        return Lexicon(self._words())

    def countries(self) -> list[CountryRow]:
        """The directory of countries."""
        return [country_row(each) for each in self.templates()]

    def known_word(self, ru: str) -> tuple[str, str]:
        """English and French of a word, as far as they are known."""
        found = next((each for each in self._words() if folded(each.ru) == folded(ru)), None)
        return ("", "") if found is None else (found.en, found.fr)

    def add_word(self, ru: str, en: str, fr: str) -> None:
        """One more word, or new equivalents of one that is there. Raises Problem (BAD_INPUT)."""
        told = checked_entry(DictionaryEntry(ru=ru, en=en, fr=fr))
        self._keep(books.WORD, lambda each: folded(each.ru) == folded(told.ru), told)

    # The directories as lists
    def rows(self, directory: Directory, form_id: str = "") -> list[DirectoryRow]:
        """Lines of a directory."""
        if directory == "countries":
            return [
                DirectoryRow(
                    each.id.hex(),
                    (each.country, words.word("language", each.language), words.word("scheme", each.scheme),
                     str(len(each.fields)), words.word("paper", "yes" if each.paper else "")),
                )
                for each in self.templates()
            ]  # fmt: skip
        if directory == "fields":
            return [
                DirectoryRow(
                    each.id,
                    (each.name, words.word("way", each.way), words.word("common", each.common), key_of(each.name)),
                )
                for each in self.template(form_id).fields
            ]
        if directory == "variants":
            return [
                DirectoryRow(each.field, (each.field, _SEVERAL.join(each.values)))
                for each in sorted(self._variants(), key=lambda each: folded(each.field))
            ]
        found = sorted(self._words(), key=lambda each: folded(each.ru))
        return [DirectoryRow(each.ru, (each.ru, each.en, each.fr)) for each in found]

    def form(self, directory: Directory, row_id: str = "", form_id: str = "") -> tuple[EditField, ...]:
        """Fields of a line. Raises Problem (BAD_INPUT) where there is none."""
        if directory == "countries":
            told = self.template(row_id) if row_id else FormTemplate(country="")
            return (
                EditField("country", told.country, NAME_MAX),
                EditField("language", told.language, choices=words.choices("language")),
                EditField("scheme", told.scheme, choices=words.choices("scheme")),
            )
        if directory == "fields":
            field = self._field(self.template(form_id), row_id) if row_id else FormField("", "")
            return (
                EditField("field_name", field.name, NAME_MAX),
                EditField("way", field.way, choices=words.choices("way")),
                EditField("common", field.common, choices=words.choices("common")),
            )
        if directory == "variants":
            values = self.variants_of(row_id)
            name = EditField("field_name", row_id, NAME_MAX)
            return name, EditField("variants", _SEVERAL.join(values), VALUES_MAX)
        en, fr = self.known_word(row_id)
        return EditField("ru", row_id, NAME_MAX), EditField("en", en, NAME_MAX), EditField("fr", fr, NAME_MAX)

    def save_row(self, directory: Directory, row_id: str, fields: Mapping[str, str], form_id: str = "") -> str:
        """A new line or changed fields; its id. Raises Problem (BAD_INPUT)."""
        told = {each.name: each.value for each in self.form(directory, row_id, form_id)} | dict(fields)
        if directory == "countries":
            return self._save_country(row_id, told)
        if directory == "fields":
            return self._save_field(form_id, row_id, told)
        if directory == "variants":
            return self._save_variants(row_id, told)
        if row_id and folded(told["ru"]) != folded(row_id):
            self.drop_row("dictionary", row_id)
        self.add_word(told["ru"], told["en"], told["fr"])
        return cleaned(told["ru"])

    def drop_row(self, directory: Directory, row_id: str, form_id: str = "") -> None:
        """Take a line away."""
        if directory == "countries":
            form = self.template(row_id)
            self._keep(books.FORM, lambda each: each.id == form.id, msgspec.structs.replace(form, removed=True))
        elif directory == "fields":
            form = self.template(form_id)
            gone = self._field(form, row_id)
            self._keep_form(form, tuple(each for each in form.fields if each is not gone))
        elif directory == "variants":
            told = FieldVariants(field=row_id, removed=True)
            self._keep(books.VARIANTS, lambda each: folded(each.field) == folded(row_id), told)
        else:
            en, fr = self.known_word(row_id)
            gone_word = DictionaryEntry(ru=row_id, en=en, fr=fr, removed=True)
            self._keep(books.WORD, lambda each: folded(each.ru) == folded(row_id), gone_word)

    def move_field(self, form_id: str, field_id: str, by: int) -> None:
        """Another place among the fields of its form."""
        form = self.template(form_id)
        fields = list(form.fields)
        at = fields.index(self._field(form, field_id))
        to = max(0, min(len(fields) - 1, at + by))
        fields.insert(to, fields.pop(at))
        self._keep_form(form, tuple(fields))

    def set_paper(self, form_id: str, path: str) -> None:
        """The firm's Word file for a country, tried out before it is kept. Raises Problem (BAD_INPUT)."""
        form = self.template(form_id)
        data = b""
        if path.strip():
            with self._desk.ssh.taken(path) as name:
                data = _read(Path(name).expanduser(), path)
            # Tried out on nobody: what names an unknown field is refused now and not on the day of printing.
            filled_form(data, values_of(form, lines_of(form, None, {}, self.lexicon())) | {"person": ""})
        told = msgspec.structs.replace(form, paper=data)
        self._keep(books.FORM, lambda each: each.id == form.id, told)

    # Within
    def _save_country(self, row_id: str, told: Mapping[str, str]) -> str:
        country = cleaned(told["country"])[:NAME_MAX]
        if not country:
            raise Problem(N_("A country needs its name."))
        language, scheme = words.value_of("language", told["language"]), words.value_of("scheme", told["scheme"])
        if language not in get_args(FormLanguage):
            raise _unknown(told["language"], get_args(FormLanguage))
        if scheme not in SCHEMES:
            raise _unknown(told["scheme"], SCHEMES)
        before = self.template(row_id) if row_id else FormTemplate(country=country, fields=_first_fields())
        if any(folded(each.country) == folded(country) and each.id != before.id for each in self.templates()):
            raise Problem(N_("There is a questionnaire for {country} already: change that one."), country=country)
        after = msgspec.structs.replace(before, country=country, language=language, scheme=scheme)
        return self._keep(books.FORM, lambda each: each.id == before.id and bool(before.id), after).id.hex()

    def _save_field(self, form_id: str, row_id: str, told: Mapping[str, str]) -> str:
        form = self.template(form_id)
        name = cleaned(told["field_name"])[:NAME_MAX]
        if not name.removeprefix(VARIANT_MARK).strip():
            raise Problem(N_("A field needs its name, as the questionnaire asks it."))
        way, common = words.value_of("way", told["way"]), words.value_of("common", told["common"])
        if way not in WAYS:
            raise _unknown(told["way"], WAYS)
        if common is None or common not in ("", *COMMON):
            raise _unknown(told["common"], COMMON)
        if any(folded(each.name) == folded(name) and each.id != row_id for each in form.fields):
            raise Problem(N_("This form has a field of this name already."))
        if not row_id and len(form.fields) >= FIELDS_MAX:
            raise Problem(N_("A form takes at most {limit} fields."), limit=FIELDS_MAX)
        own = row_id or f"{max((int(each.id) for each in form.fields if each.id.isdigit()), default=0) + 1:02d}"
        field = FormField(own, name, next(each for each in WAYS if each == way), common)
        fields = tuple(field if each.id == row_id else each for each in form.fields)
        self._keep_form(form, fields if row_id else (*fields, field))
        return own

    def _save_variants(self, row_id: str, told: Mapping[str, str]) -> str:
        name = cleaned(told["field_name"])[:NAME_MAX]
        if not name.startswith(VARIANT_MARK) or not name.removeprefix(VARIANT_MARK).strip():
            raise Problem(N_("The name of a field with variants begins with _, as in the list of fields."))
        values = tuple(dict.fromkeys(part for each in told["variants"].split(";") if (part := cleaned(each))))
        if row_id and folded(row_id) != folded(name):
            self.drop_row("variants", row_id)
        said = FieldVariants(field=name, values=values)
        self._keep(books.VARIANTS, lambda each: folded(each.field) == folded(name), said)
        return name

    def _field(self, form: FormTemplate, field_id: str) -> FormField:
        for each in form.fields:
            if each.id == field_id or (field_id and folded(each.name) == folded(field_id)):
                return each
        raise Problem(
            N_("There is no field {field} in this questionnaire: look at its list of fields."), field=field_id
        )

    def _keep_form(self, form: FormTemplate, fields: tuple[FormField, ...]) -> None:
        told = msgspec.structs.replace(form, fields=fields)
        self._keep(books.FORM, lambda each: each.id == form.id, told)

    def _variants(self) -> list[FieldVariants]:
        return self._standing(books.VARIANTS, VARIANTS, lambda each: folded(each.field))

    def _words(self) -> list[DictionaryEntry]:
        return self._standing(books.WORD, DICTIONARY, lambda each: folded(each.ru))

    def _standing(self, register: Register[E], shipped: tuple[E, ...], key: Callable[[E], Any]) -> list[E]:
        """Shipped records, those of the firm in their place; what the firm took away is gone."""
        found = {key(each): each for each in shipped}
        found |= {key(each.fields): each.fields for each in self._desk.session.registers.all(register)}
        return [each for each in found.values() if not each.removed]

    def _keep(self, register: Register[E], same: Callable[[E], bool], told: E) -> E:
        """Write over the firm's own record of the name, else a new one."""
        registers, firm = self._desk.session.registers, self._desk.session.entered.firm.firm_id
        held: list[Stored[E]] = [each for each in registers.all(register) if same(each.fields)]
        try:
            with registers.writing() as writing:
                if held:
                    before = held[-1].fields
                    told = msgspec.structs.replace(told, id=before.id, by=before.by, at_us=before.at_us)
                    registers.change(writing, register, held[-1], told)
                else:
                    told = registers.add(writing, register, firm, msgspec.structs.replace(told, by=b"", at_us=0))
        except Stale:
            raise changed_meanwhile() from None
        self._desk.touched()
        return told


def country_row(form: FormTemplate) -> CountryRow:
    """A form as lists show it."""
    return CountryRow(form.id.hex(), form.country, form.language, form.scheme, len(form.fields), bool(form.paper))


def _first_fields() -> tuple[FormField, ...]:
    """A new country begins with the common data."""
    return tuple(each for each in FORMS[0].fields if each.common)


def _unknown(word: str, known: Any) -> Problem:
    return Problem(N_("There is no {word}: use one of {known}."), word=word, known=", ".join(known))


def _read(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(min(PAPER_MAX, LARGEST_FORM) + 1)
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else ""
        raise Problem(N_("The file {file} cannot be read ({why})."), file=shown, why=why or "") from None
    if len(data) > PAPER_MAX:
        raise Problem(N_("The Word file of a questionnaire may have 1 MB at most: take pictures out of it."))
    return data
