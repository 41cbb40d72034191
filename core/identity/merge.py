"""Merging as a computed view: records stay as they are, the plan says what the joined one shows and what it hides.

Field by field the value with the better evidence is proposed: right check digit, then well formed, then newer, then
longer. The losing values stay visible; phones, mails and other lists keep everything (spec/search §3.2).
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Final

from core.identity.features import Kind, Record, Schema, Values
from core.identity.features_text import inn_valid, mail_value, ogrn_valid, phone_value
from core.identity.judgement import Judgements, Verdict
from core.problem import N_, ExitCode, Problem


class Reason(enum.Enum):
    """Why a value was kept."""

    CHOSEN = "chosen"
    ONLY = "only one"
    EQUAL = "equal"
    ALL = "all kept"
    VALID = "check digit"
    FORMED = "well formed"
    NEWER = "newer"
    LONGER = "longer"
    FIRST = "first"


@dataclasses.dataclass(frozen=True, slots=True)
class Loser:
    """A value that the joined record does not show, and the record that says it."""

    key: Hashable
    values: Values


@dataclasses.dataclass(frozen=True, slots=True)
class FieldMerge:
    """What becomes of one field."""

    field: str
    kept: Values
    source: Hashable
    """The record the value is taken from; the master for lists that keep everything."""
    reason: Reason
    losers: tuple[Loser, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class MergePlan:
    """What joining these records would show. Nothing is written by making it."""

    master: Hashable
    members: tuple[Hashable, ...]
    fields: tuple[FieldMerge, ...]

    def view(self) -> Record:
        """The joined record."""
        return Record(self.master, {field.field: field.kept for field in self.fields if field.kept})

    def disputed(self) -> tuple[FieldMerge, ...]:
        """Fields where a value loses: what a person looks at first."""
        return tuple(field for field in self.fields if field.losers)

    def choices(self) -> Mapping[str, Hashable]:
        """Which record each disputed field is taken from, to be kept with the judgement."""
        return {field.field: field.source for field in self.disputed()}


_MANY_KINDS: Final = frozenset({Kind.PHONE, Kind.MAIL})
_MANY_FIELDS: Final = frozenset({"tags", "contacts", "files"})
_KPP: Final = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}")
_PHONE: Final = re.compile(r"\+\d[\d ()\-]{8,}")
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


def propose_merge(
    schema: Schema,
    records: Sequence[Record],
    choices: Mapping[str, Hashable] | None = None,
    updated_us: Mapping[Hashable, int] | None = None,
) -> MergePlan:
    """A plan for these records; the first one is the master and lends its key.

    `choices` name, for a field, the key of the record whose value is wanted. Raises Problem for fewer than two
    records, for a record named twice and for a choice of a record that is not among them or says nothing.
    """
    keys = [record.key for record in records]
    if len(set(keys)) != len(keys) or len(keys) < 2:
        raise Problem(N_("A merge needs two different records or more."), ExitCode.BAD_INPUT)
    kinds = _kinds(schema)
    names = sorted({name for record in records for name in record.values})
    wanted, dates = choices or {}, updated_us or {}
    fields = tuple(_field(name, kinds.get(name), records, wanted.get(name), dates) for name in names)
    return MergePlan(keys[0], tuple(keys), fields)


def _kinds(schema: Schema) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for field in schema.fields:
        for key in field.keys:
            found.setdefault(key, field.kind)
    return found


def _field(
    name: str, kind: Kind | None, records: Sequence[Record], choice: Hashable | None, dates: Mapping[Hashable, int]
) -> FieldMerge:
    said = [(record.key, record.values[name]) for record in records if record.values.get(name)]
    if choice is not None:
        chosen = next((values for key, values in said if key == choice), None)
        if chosen is None:
            raise Problem(
                N_("Field {field} cannot be taken from that record: it says nothing there."),
                ExitCode.BAD_INPUT,
                field=name,
            )
        return FieldMerge(name, chosen, choice, Reason.CHOSEN, _losers(said, chosen))
    if kind in _MANY_KINDS or name in _MANY_FIELDS or any(len(values) > 1 for _, values in said):
        return FieldMerge(name, _together(kind, said), records[0].key, Reason.ALL)
    if len(said) == 1:
        return FieldMerge(name, said[0][1], said[0][0], Reason.ONLY)
    if all(values == said[0][1] for _, values in said):
        return FieldMerge(name, said[0][1], said[0][0], Reason.EQUAL)
    return _better(name, kind, said, dates)


def _better(
    name: str, kind: Kind | None, said: Sequence[tuple[Hashable, Values]], dates: Mapping[Hashable, int]
) -> FieldMerge:
    """The value with the best evidence, and the first kind of evidence that set it apart from the next best."""
    grades = [
        (_valid(kind, values[0]), _formed(kind, values[0]), dates.get(key, 0), len(values[0]), -at)
        for at, (key, values) in enumerate(said)
    ]
    order = sorted(range(len(said)), key=grades.__getitem__, reverse=True)
    best, key, values = order[0], *said[order[0]]
    rival = next(grades[at] for at in order[1:] if said[at][1] != values)
    reasons = (Reason.VALID, Reason.FORMED, Reason.NEWER, Reason.LONGER, Reason.FIRST)
    reason = next(why for why, mine, other in zip(reasons, grades[best], rival, strict=True) if mine != other)
    return FieldMerge(name, values, key, reason, _losers(said, values))


def _losers(said: Sequence[tuple[Hashable, Values]], kept: Values) -> tuple[Loser, ...]:
    return tuple(Loser(key, values) for key, values in said if values != kept)


def _together(kind: Kind | None, said: Sequence[tuple[Hashable, Values]]) -> Values:
    """Every value once, in the order of the records; of two spellings of one phone or mail the better formed stays."""
    found: dict[str, str] = {}
    for _, values in said:
        for value in values:
            key = {Kind.PHONE: phone_value, Kind.MAIL: mail_value}.get(kind, str)(value) if kind else value
            key = key or value
            before = found.get(key)
            if before is None or (not _formed(kind, before) and _formed(kind, value)):
                found[key] = value
    return tuple(found.values())


def _valid(kind: Kind | None, value: str) -> bool:
    if kind is Kind.INN:
        return inn_valid(value.strip())
    return kind is Kind.OGRN and ogrn_valid(value.strip())


def _formed(kind: Kind | None, value: str) -> bool:
    """Written as such a value is written with care: +7 …, name@domain.ru, a name not all in one case."""
    if kind is Kind.PHONE:
        return _PHONE.fullmatch(value.strip()) is not None
    if kind is Kind.MAIL:
        return _MAIL.fullmatch(value.strip()) is not None and value == value.casefold()
    if kind is Kind.KPP:
        return _KPP.fullmatch(value.strip()) is not None
    if kind in (Kind.FIRM_NAME, Kind.FULL_NAME, Kind.NAME_PART, Kind.CATEGORY, Kind.TEXT):
        return value == value.strip() and value not in (value.upper(), value.lower())
    return value == value.strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Joined:
    """One record of the merged view: a record nobody joined, or a plan over its group."""

    record: Record
    plan: MergePlan | None = None


def merged_view(
    schema: Schema, records: Sequence[Record], judgements: Judgements, updated_us: Mapping[Hashable, int] | None = None
) -> list[Joined]:
    """The records as they show with every merge in force.

    A group stands at the place of its first record and goes under the key of its survivor. The records themselves are
    handed through unchanged wherever no merge holds them.
    """
    by_key = {record.key: record for record in records}
    place = {record.key: at for at, record in enumerate(records)}
    choices = _choices(judgements)
    seen: set[Hashable] = set()
    shown: list[Joined] = []
    for record in records:
        if record.key in seen:
            continue
        group = judgements.group(record.key)
        keys = sorted((key for key in group if key in by_key), key=place.__getitem__)
        if len(keys) < 2:
            shown.append(Joined(record))
            continue
        seen.update(keys)
        survivor = judgements.survivor(record.key)
        members = [by_key[key] for key in sorted(keys, key=lambda key: key != survivor)]
        # A choice may name a record that an undo has since taken out of the group.
        wanted = {
            name: key for name, key in choices.get(group, {}).items() if key in keys and by_key[key].values.get(name)
        }
        plan = propose_merge(schema, members, wanted, updated_us)
        shown.append(Joined(plan.view(), plan))
    return shown


def _choices(judgements: Judgements) -> dict[frozenset[Hashable], dict[str, Hashable]]:
    """What people chose for the fields of each group; a later merge's word goes over an earlier one's."""
    found: dict[frozenset[Hashable], dict[str, Hashable]] = {}
    for edge in judgements.in_force():
        if edge.verdict is Verdict.SAME:
            found.setdefault(judgements.group(edge.left), {}).update(edge.choices)
    return found
