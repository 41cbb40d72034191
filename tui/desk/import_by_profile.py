"""A file read as a profile says, for the command: the same draft as the screen's, without questions (exchange §3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from core.profile import Profile
from storage.intake import draft
from storage.intake.draft import Origin
from storage.intake.mapping import parse_constants
from storage.intake.prepare import LoadedTable
from storage.intake.spawn import ImportCancelled
from tui.desk.wizard_commit import stopped

Progress = Callable[[int, int], bool]


def load_by_profile(
    path: Path, currency: str, profile: Profile, sets: Iterable[str], sheet: int, progress: Progress | None
) -> LoadedTable:
    """Read, clean and type a file. `sets`: FIELD=VALUE words that go before the profile's. Raises Problem."""
    origin = Origin(path)
    how = draft.reading_of(profile)
    head = draft.head_of(origin, msgspec.structs.replace(how, sheet=sheet))
    names = [each.name for each in head.sheets]
    if sheet < 0 and profile.sheet in names and names.index(profile.sheet) != head.sheet:
        head = draft.head_of(origin, msgspec.structs.replace(how, sheet=names.index(profile.sheet)))
    meaning = draft.meaning_of(profile, head)
    constants = dict(meaning.constants) | parse_constants(sets)
    meaning = msgspec.structs.replace(meaning, constants=constants)
    mapping, problem = draft.mapping_of(head, meaning)
    if problem is not None:
        raise problem
    going = [True]

    def report(done: int, total: int) -> None:
        if progress is not None and not progress(done, total):
            going[0] = False

    try:
        columns = [target.column for target in mapping.targets]
        raw = draft.read_columns(origin, head, columns, report, lambda: not going[0])
    except ImportCancelled:
        raise stopped() from None
    return draft.cleaned(origin, head, mapping, raw, meaning, profile.cleaning, (), currency).loaded
