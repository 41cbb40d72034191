"""Commands of IMP. What a key does depends on the step: the step on the screen has the method that `verb` names."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen


class StepCommand(Command):
    """A command of one step or several of the screen of imports."""

    roles = WRITERS

    @classmethod
    def able(cls, screen: WorkScreen) -> bool:
        step = getattr(screen, "step", None)
        return (
            screen.role in cls.roles
            and step is not None
            and not screen.station.options.read_only
            and hasattr(step, cls.verb)
            and bool(step.can(cls.verb))
        )

    @classmethod
    async def run(cls, screen: WorkScreen) -> None:
        outcome = getattr(screen.step, cls.verb)()  # type: ignore[attr-defined]  # `able` has looked
        if inspect.isawaitable(outcome):
            await outcome


class NextStep(StepCommand):
    key = "n"
    title = N_("Next step")
    help = N_("Source, table, columns, cleaning, plan, result; what is missing is said here.")
    footer = P_("footer, at most 9 letters", "Next")
    verb = "go_on"


class EarlierStep(StepCommand):
    key = "b"
    title = N_("Step back")
    help = N_("The step before; every answer is kept.")
    footer = P_("footer, at most 9 letters", "Step back")
    verb = "go_before"


class ActOnLine(StepCommand):
    key = "enter"
    title = N_("Act on the line")
    help = N_("Choose the header row, give the column a field, press the button of cleaning, open the client.")
    footer = P_("footer, at most 9 letters", "Choose")
    verb = "act"
    in_palette = False


class TakeFile(StepCommand):
    key = "o"
    title = N_("Take a file")
    help = N_("Type its path; Tab completes. On a server: a file of your inbox.")
    footer = P_("footer, at most 9 letters", "File")
    verb = "take_file"
    source = "S03.57"


class AsLastTime(StepCommand):
    key = "l"
    title = N_("As last time")
    help = N_("The file you imported last, read by the same profile.")
    verb = "as_last_time"


class SaveTemplate(StepCommand):
    key = "m"
    title = N_("Save an empty table")
    help = N_("An Excel workbook with the right headings: fill it in and import it.")
    verb = "save_template"
    source = "S01.11"


class UndoBatch(StepCommand):
    key = "x"
    title = N_("Take the import back")
    help = N_("Clients it created go, fields it changed are as before; what was worked on since stays and is counted.")
    footer = P_("footer, at most 9 letters", "Take back")
    verb = "undo_batch"


class ChooseEncoding(StepCommand):
    key = "e"
    title = N_("Encoding")
    help = N_("When letters look wrong in the preview.")
    verb = "choose_encoding"


class ChooseDelimiter(StepCommand):
    key = "d"
    title = N_("Delimiter")
    help = N_("What stands between the columns.")
    verb = "choose_delimiter"


class ChooseSheet(StepCommand):
    key = "w"
    title = N_("Sheet")
    help = N_("Which sheet of the workbook.")
    verb = "choose_sheet"


class NoHeader(StepCommand):
    key = "h"
    title = N_("No header row")
    help = N_("The first row is data already: columns go by their numbers.")
    verb = "no_header"


class ChooseKind(StepCommand):
    key = "t"
    title = N_("What the rows are")
    help = N_("Clients, people, sales, payments and the rest.")
    footer = P_("footer, at most 9 letters", "Kind")
    verb = "choose_kind"


class IgnoreColumn(StepCommand):
    key = "i"
    title = N_("Ignore the column")
    help = N_("It is not imported.")
    verb = "ignore_column"


class ResetColumn(StepCommand):
    key = "r"
    title = N_("Back to the suggestion")
    help = N_("Forgets what was chosen for this column.")
    verb = "reset_column"


class ResetAll(StepCommand):
    key = "R"
    title = N_("All columns back to the suggestion")
    help = N_("Forgets every choice of this step.")
    verb = "reset_all"


class ShiftUp(StepCommand):
    key = "left_square_bracket"
    title = N_("Move the field up")
    help = N_("Swaps the meaning of this column with the one above.")
    verb = "shift_up"
    source = "S03.60"


class ShiftDown(StepCommand):
    key = "right_square_bracket"
    title = N_("Move the field down")
    help = N_("Swaps the meaning of this column with the one below.")
    verb = "shift_down"
    source = "S03.60"


class SetConstant(StepCommand):
    key = "c"
    title = N_("One value for every row")
    help = N_("A field that no column has: source, tag, currency.")
    verb = "set_constant"


class MapValue(StepCommand):
    key = "v"
    title = N_("Their word and ours")
    help = N_("Replaces a value of this column by another one in every row.")
    verb = "map_value"


class UseProfile(StepCommand):
    key = "f"
    title = N_("Use a profile")
    help = N_("Columns, values and cleaning as they were saved.")
    verb = "use_profile"


class SaveProfile(StepCommand):
    key = "s"
    title = N_("Save as a profile")
    help = N_("Files with the same header are then read without asking.")
    footer = P_("footer, at most 9 letters", "Profile")
    verb = "save_profile"


class OtherView(StepCommand):
    key = "tab"
    title = N_("Buttons or rows")
    help = N_("Changes between the buttons of cleaning and the rows of the draft.")
    footer = P_("footer, at most 9 letters", "Rows")
    verb = "other_view"


class MarkDraftRow(StepCommand):
    key = "space"
    title = N_("Mark")
    help = N_("Marks the row of the draft.")
    verb = "mark_row"


class MarkAllRows(StepCommand):
    key = "a"
    title = N_("Select all")
    help = N_("Marks every row of the draft.")
    verb = "mark_all"
    source = "S03.59"


class ClearSelection(StepCommand):
    key = "backspace"
    title = N_("Clear the selection")
    help = N_("Takes every mark away.")
    verb = "clear_selection"
    source = "S03.59"


class DeleteRows(StepCommand):
    key = "delete"
    title = N_("Delete the marked rows")
    help = N_("From the draft alone: the file and the base stay as they are.")
    verb = "delete_rows"
    undo = N_("z brings them back.")
    source = "S03.59"


class BringBack(StepCommand):
    key = "z"
    title = N_("Bring deleted rows back")
    help = N_("Every row that was deleted from the draft.")
    verb = "bring_back"
    source = "S03.59"


class FilterVerdict(StepCommand):
    key = "slash"
    title = N_("Filter by verdict")
    help = N_("New, changed, same, to ask, in error, not a client.")
    footer = P_("footer, at most 9 letters", "Filter")
    verb = "filter_verdict"


class AnswerAsks(StepCommand):
    key = "y"
    title = N_("Answer the doubtful rows")
    help = N_("All at once: the likeliest client, clients of their own, or left out.")
    verb = "answer_asks"


class ChooseHome(StepCommand):
    key = "p"
    title = N_("Portfolio of new clients")
    help = N_("Where the clients go that the import creates.")
    verb = "choose_home"


STEP_COMMANDS: tuple[type[StepCommand], ...] = (
    NextStep,
    ActOnLine,
    EarlierStep,
    TakeFile,
    ChooseKind,
    SaveProfile,
    OtherView,
    FilterVerdict,
    UndoBatch,
    AsLastTime,
    SaveTemplate,
    ChooseEncoding,
    ChooseDelimiter,
    ChooseSheet,
    NoHeader,
    IgnoreColumn,
    ResetColumn,
    ResetAll,
    ShiftUp,
    ShiftDown,
    SetConstant,
    MapValue,
    UseProfile,
    MarkDraftRow,
    MarkAllRows,
    ClearSelection,
    DeleteRows,
    BringBack,
    AnswerAsks,
    ChooseHome,
)
