"""Commands of questionnaires and of their directories (S03.65–S03.70)."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class OpenQuestionnaire(Command):
    key = "q"
    title = N_("Questionnaire")
    help = N_("Of the person under the cursor: common data from the card, additional ones, both columns, printing.")
    footer = P_("footer, at most 9 letters", "Form")
    verb = "open_questionnaire"
    roles = WRITERS
    source = "S03.65, S03.66"


class AnswerField(Command):
    key = "enter"
    more_keys = ("f4",)
    title = N_("Answer the field")
    help = N_("What is typed in Russian is translated on leaving the field; the result can be changed.")
    footer = P_("footer, at most 9 letters", "Answer")
    verb = "edit_record"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.67, S03.68"


class ChooseCountry(Command):
    key = "c"
    title = N_("Country")
    help = N_("The list of countries; its last line opens the directory.")
    footer = P_("footer, at most 9 letters", "Country")
    verb = "choose_country"
    source = "S03.66"


class PrintForms(Command):
    key = "p"
    title = N_("Print")
    help = N_("The form of the country filled in: this person or all of them, as an export with its number.")
    footer = P_("footer, at most 9 letters", "Print")
    verb = "print_forms"
    roles = WRITERS
    source = "S03.65"


class TakeAnswers(Command):
    key = "t"
    title = N_("Take data from…")
    help = N_("Additional data of another person into this questionnaire.")
    footer = P_("footer, at most 9 letters", "Take from")
    verb = "take_answers"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.66"


class CopyAnswers(Command):
    key = "y"
    title = N_("Copy data to…")
    help = N_("Additional data of this questionnaire to other people.")
    verb = "copy_answers"
    roles = WRITERS
    undo = N_("u takes the last change back, person by person.")
    source = "S03.66"


class OpenDictionary(Command):
    key = "d"
    title = N_("Dictionary for translation")
    help = N_("Words in Russian, English and French.")
    verb = "open_dictionary"
    source = "S03.66, S03.69"


class OpenFields(Command):
    key = "f"
    title = N_("Names of the fields")
    help = N_("Of this country's form: name, way of translation, where common data come from.")
    verb = "open_fields"
    source = "S03.68"


class OpenVariants(Command):
    key = "v"
    title = N_("Variants of the fields")
    help = N_("What is picked in fields whose names begin with _.")
    verb = "open_variants"
    source = "S03.70"


class PreviousPerson(Command):
    key = "left_square_bracket"
    more_keys = ("alt+up",)
    title = N_("Previous person")
    help = N_("Of the order, or of the client.")
    verb = "previous_record"


class NextPerson(Command):
    key = "right_square_bracket"
    more_keys = ("alt+down",)
    title = N_("Next person")
    help = N_("Of the order, or of the client.")
    verb = "next_record"


QUESTIONNAIRE_COMMANDS: tuple[type[Command], ...] = (
    AnswerField,
    ChooseCountry,
    TakeAnswers,
    PrintForms,
    CopyAnswers,
    OpenDictionary,
    OpenFields,
    OpenVariants,
    PreviousPerson,
    NextPerson,
)


class NewRow(Command):
    key = "n"
    title = N_("Add")
    help = N_("A new line of this directory; it is the whole firm's.")
    footer = P_("footer, at most 9 letters", "Add")
    verb = "new_row"
    roles = WRITERS


class EditRow(Command):
    key = "f4"
    title = N_("Edit")
    help = N_("The line under the cursor.")
    footer = P_("footer, at most 9 letters", "Edit")
    verb = "edit_row"
    roles = WRITERS


class OpenRow(Command):
    key = "enter"
    title = N_("Open the line")
    help = N_("Of a country, its fields; else the line to change it.")
    verb = "open_row"
    in_palette = False


class DropRow(Command):
    key = "x"
    title = N_("Take out")
    help = N_("The line leaves the directory; answers that were given stay.")
    footer = P_("footer, at most 9 letters", "Take out")
    verb = "drop_row"
    roles = WRITERS


class OwnPaper(Command):
    key = "w"
    title = N_("Word file of the country")
    help = N_("The form itself, with fields in braces such as {{ familiia }}; an empty path takes it away.")
    footer = P_("footer, at most 9 letters", "Word")
    verb = "own_paper"
    roles = WRITERS
    source = "S03.65"


class FieldUp(Command):
    key = "left_square_bracket"
    title = N_("Move the field up")
    help = N_("Another place among the fields of the form.")
    verb = "field_up"
    roles = WRITERS


class FieldDown(Command):
    key = "right_square_bracket"
    title = N_("Move the field down")
    help = N_("Another place among the fields of the form.")
    verb = "field_down"
    roles = WRITERS


DIRECTORY_COMMANDS: tuple[type[Command], ...] = (NewRow, EditRow, OpenRow, DropRow)
