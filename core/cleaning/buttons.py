"""The buttons of the cleaning step by their names in profiles; each can be seen first and taken back (S03.62)."""

from __future__ import annotations

from typing import Final, NamedTuple

from core.cleaning import names, texts
from core.cleaning.changes import CellChange, Cells, Cleaner
from core.problem import N_, Problem


class Button(NamedTuple):
    """`title` is a msgid; `fields`: the button is offered where the draft has one of them."""

    name: str
    title: str
    fields: tuple[str, ...]
    clean: Cleaner


BUTTONS: Final[tuple[Button, ...]] = (
    Button("latin_first_name", N_("Latin first name → Russian"), ("latin_first_name",), names.copy_latin_first_name),
    Button("latin_last_name", N_("Latin surname → Russian"), ("latin_last_name",), names.copy_latin_last_name),
    Button("surname_sex", N_("Latin surname → surname + sex"), ("latin_last_name",), names.split_surname_and_sex),
    Button("surname_name", N_("Latin surname → surname + first name"), ("latin_last_name",),
           names.split_surname_and_name),
    Button("full_name", N_("Full name → surname, first name, patronymic"), ("name", "person"), names.split_full_name),
    Button("sex", N_("Sex by patronymic or first name"), ("first_name", "middle_name"), names.sex_by_name),
    Button("forbidden", N_("Remove forbidden characters from names"),
           ("last_name", "first_name", "middle_name", "latin_last_name", "latin_first_name"), names.drop_forbidden),
    Button("phones", N_("Phones in one form"), ("phone", "person_phone"), texts.phones),
    Button("mails", N_("E-mail in small letters"), ("email", "person_email"), texts.mails),
    Button("yo", N_("ё → е"), ("name", "last_name", "first_name", "city", "client_ref"), texts.without_yo),
    Button("look_alikes", N_("Letters of the wrong alphabet"),
           ("name", "last_name", "first_name", "city", "client_ref"), texts.look_alikes),
    Button("firm_names", N_("Quotes and legal forms of firms"), ("name", "company", "client_ref"), texts.firm_names),
)  # fmt: skip
_BY_NAME: Final = {button.name: button for button in BUTTONS}


def offered(cells: Cells) -> list[Button]:
    """Buttons that make sense for these fields."""
    return [button for button in BUTTONS if any(field in cells for field in button.fields)]


def changes_of(name: str, cells: Cells) -> list[CellChange]:
    """What a button would change. Raises Problem (BAD_INPUT) for a button that does not exist."""
    button = _BY_NAME.get(name)
    if button is None:
        raise Problem(
            N_("There is no cleaning called {name}: use one of {known}."), name=name, known=", ".join(_BY_NAME)
        )
    return button.clean(cells)
