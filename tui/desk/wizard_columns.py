"""What the columns of a draft mean, and profiles that remember it: the middle steps of `ImportWizard` (exchange §3)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

import msgspec

from core.entities.table import ImportMapping, TableHead
from core.problem import N_, Problem
from core.profile import Profile, to_toml
from core.wording import say
from storage.intake import draft
from storage.intake.draft import Cleaned, Meaning, Reading
from storage.intake.fields import FIELDS, MANY_VALUED, knows
from tui.desk.port_wizard import MappingView
from tui.desk.wizard_draft import mapping_view

if TYPE_CHECKING:
    from tui.desk.desk import Desk


class Meanings:
    """Mapping and profiles of the draft that `ImportWizard` keeps."""

    _desk: Desk
    _lock: threading.RLock
    _head: TableHead | None
    _how: Reading
    _meaning: Meaning
    _steps: tuple[str, ...]
    _profile: str
    _asks: Literal["", "accept", "skip", "new"]
    _cleaned: Cleaned | None

    def _known_head(self) -> TableHead:
        raise NotImplementedError

    def _read_head(self, how: Reading) -> TableHead:
        raise NotImplementedError

    def _drop_plan(self) -> None:
        raise NotImplementedError

    # Mapping

    def mapping(self) -> MappingView:
        """What the columns mean, and what still stands in the way."""
        with self._lock:
            head = self._known_head()
            mapping, problem = draft.mapping_of(head, self._meaning)
            return mapping_view(head, mapping, self._meaning, "" if problem is None else say(problem))

    def set_kind(self, kind: str) -> MappingView:
        """What the rows are; fields the kind does not know are forgotten."""
        columns = {at: field for at, field in self._meaning.columns.items() if not field or _knows(kind, field)}
        constants = {field: value for field, value in self._meaning.constants.items() if _knows(kind, field)}
        return self._mean(kind=kind, columns=columns, constants=constants)

    def demand_kind(self, kind: str) -> None:
        """The rows have to be of this kind. Raises Problem (BAD_INPUT) for a file whose format says otherwise."""
        with self._lock:
            fixed = self._known_head().fixed_kind
            if fixed and fixed != kind:
                raise Problem(N_("This file holds no list of people: choose another one."))
            if not fixed:
                self.set_kind(kind)

    def assign(self, column: int, field: str) -> MappingView:
        """Give a column a field; empty leaves it out. A field of one column moves from the other to this one."""
        with self._lock:
            mapping, _problem = draft.mapping_of(self._known_head(), self._meaning)
            columns = dict(self._meaning.columns)
            if field and field not in MANY_VALUED:
                columns |= {each: "" for each in mapping.columns_of(field) if each != column}
            columns[column] = field
            constants = {name: value for name, value in self._meaning.constants.items() if name != field}
            return self._mean(kind=self._meaning.kind or mapping.kind, columns=columns, constants=constants)

    def reset(self, column: int | None) -> MappingView:
        """Back to the suggestion: one column, or all of it."""
        if column is None:
            return self._mean(kind="", columns={}, constants={}, values={})
        columns = {at: field for at, field in self._meaning.columns.items() if at != column}
        return self._mean(columns=columns)

    def shift(self, column: int, by: int) -> MappingView:
        """Swap the meaning of a column with its neighbour's."""
        with self._lock:
            head = self._known_head()
            other = column + by
            if not (0 <= other < len(head.columns) and 0 <= column < len(head.columns)):
                return self.mapping()
            mapping, _problem = draft.mapping_of(head, self._meaning)
            fields = {target.column: target.field for target in mapping.targets}
            columns = dict(self._meaning.columns)
            columns[column], columns[other] = fields.get(other, ""), fields.get(column, "")
            return self._mean(kind=self._meaning.kind or mapping.kind, columns=columns)

    def constant(self, field: str, value: str) -> MappingView:
        """A value for every row; empty takes it away."""
        with self._lock:
            mapping, _problem = draft.mapping_of(self._known_head(), self._meaning)
            constants = {name: text for name, text in self._meaning.constants.items() if name != field}
            columns = dict(self._meaning.columns)
            if value.strip():
                constants[field] = value.strip()
                columns |= dict.fromkeys(mapping.columns_of(field), "")
            return self._mean(kind=self._meaning.kind or mapping.kind, columns=columns, constants=constants)

    def value(self, field: str, theirs: str, ours: str) -> MappingView:
        """A word of theirs and what it is with us; empty takes it away."""
        values = {name: dict(pairs) for name, pairs in self._meaning.values.items()}
        pairs = values.setdefault(field, {})
        pairs.pop(theirs, None)
        if ours.strip():
            pairs[theirs] = ours.strip()
        return self._mean(values={name: each for name, each in values.items() if each})

    def distinct(self, column: int) -> tuple[str, ...]:
        """Different texts among the samples of a column."""
        with self._lock:
            rows = self._known_head().samples
        return tuple(dict.fromkeys(row[column] for row in rows if column < len(row) and row[column]))

    def _mean(self, **said: object) -> MappingView:
        """Keep what was said if it can be; raises Problem and keeps what was said before otherwise."""
        with self._lock:
            meaning = msgspec.structs.replace(self._meaning, **said)
            draft.mapping_of(self._known_head(), meaning)
            self._meaning = meaning
            self._cleaned = None
            self._drop_plan()
            return self.mapping()

    # Profiles

    def profiles(self) -> tuple[tuple[str, str], ...]:
        """Name and description of every profile, own ones first."""
        return tuple((each.name, each.about or each.kind) for each in self._desk.profiles.lines())

    def use_profile(self, name: str) -> MappingView:
        """Take over what a profile says. Raises Problem where it does not suit the file."""
        with self._lock:
            self._take_profile(name, self._desk.profiles.profile(name))
            return self.mapping()

    def _take_profile(self, name: str, profile: Profile) -> None:
        before = (self._how, self._head, self._meaning, self._steps, self._profile, self._asks)
        try:
            how = draft.reading_of(profile)
            head = self._known_head() if how == self._how else self._read_head(how)
            names = [each.name for each in head.sheets]
            if profile.sheet in names and names.index(profile.sheet) != head.sheet:
                head = self._read_head(msgspec.structs.replace(how, sheet=names.index(profile.sheet)))
            meaning = msgspec.structs.replace(draft.meaning_of(profile, head), own=self._meaning.own)
            draft.mapping_of(head, meaning)
        except Problem:
            self._how, self._head, self._meaning, self._steps, self._profile, self._asks = before
            raise
        self._meaning, self._steps, self._profile = meaning, profile.cleaning, name
        self._asks = "accept" if profile.accept_asks else ""
        self._cleaned = None
        self._drop_plan()

    def save_profile(self, name: str, shared: bool) -> str:
        """Keep what was said so far, under the fingerprint of this header; gives its name."""
        with self._lock:
            head = self._known_head()
            profile = draft.profile_from(head, self._mapped(), self._how, self._meaning, self._steps)
            self._profile = self._desk.profiles.save(name, to_toml(profile), shared)
            return self._profile

    def _mapped(self) -> ImportMapping:
        mapping, problem = draft.mapping_of(self._known_head(), self._meaning)
        if problem is not None:
            raise problem
        return mapping


def _knows(kind: str, field: str) -> bool:
    return kind in FIELDS and knows(kind, field)
