"""Own fields at the desk: declared, filled in, shown, filtered by; tags of clients (U12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from core.entities.own_fields import LONGEST, OWN_SUBJECTS, OwnField, OwnKind, OwnValues
from core.entities.people import cleaned
from core.entities.vocabulary import Role
from core.problem import N_, Problem
from core.wording import dates, language
from core.wording import gettext as _
from core.wording import own_fields as words
from core.wording.promises import choices as yes_no_choices
from core.wording.promises import word as yes_word
from storage.vault.books.own_fields import OWN_FIELD, OWN_VALUES, PERSON_VALUES
from storage.vault.registers import Register, Stored
from tui.desk import keeping
from tui.desk.edit_field import EditField
from tui.desk.entries_desk import YES, yes, yes_field
from tui.desk.port import EditConflict
from tui.desk.port_own import OwnFieldRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk

DECLARERS: frozenset[Role] = frozenset({"owner", "head", "admin"})
NAME_MAX = 40
CHOICES_MAX = 40
MOST_FIELDS = 60
MOST_COLUMNS = 3
MOST_OFFERED = 25
"""Values of one field that the filter offers."""
TAGS_MAX = 40
PREFIX = "own_"
"""Before the handle of a field in forms."""


class OwnDesk:
    """What the firm keeps of its clients and their people beside what every firm does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._table: tuple[object, dict[int, dict[str, str]]] | None = None

    # Declaring
    def fields(self) -> list[OwnFieldRow]:
        """Declared fields by name."""
        used = Counter(handle for values in self.table().values() for handle, value in values.items() if value)
        used.update(
            handle
            for _client, each in self._desk.work.shown(PERSON_VALUES)
            for handle, value in each.fields.values.items()
            if value
        )
        return [self._row(each, used[each.id.hex()]) for each in self._declared()]

    def names(self) -> tuple[str, ...]:
        """Names of all fields: a column of an import called so feeds one."""
        return tuple(each.name for each in self._declared())

    def field_form(self, field_id: str = "") -> tuple[EditField, ...]:
        """What a field asks; of one that is there, what can be changed."""
        told = keeping.named(self._desk, OWN_FIELD, field_id).fields if field_id else OwnField(name="")
        form = [EditField("name", told.name, NAME_MAX)]
        if not field_id:
            form += [
                EditField("kind", told.kind, choices=words.choices("own kind")),
                EditField("of", told.of, choices=words.choices("own subject")),
            ]
        if not field_id or told.kind == "choice":
            form.append(EditField("choices", ", ".join(told.choices), 600))
        if told.of == "client":
            form.append(yes_field("listed", YES if told.listed else "no"))
        return tuple(form)

    def save_field(self, field_id: str, fields: Mapping[str, str]) -> str:
        """Declare a field or change one; its id. Kind and subject stay as they were declared. Raises Problem."""
        keeping.demand(self._desk, DECLARERS)
        stored = keeping.named(self._desk, OWN_FIELD, field_id) if field_id else None
        told = stored.fields if stored else OwnField(name="")
        values: dict[str, Any] = {}
        if "name" in fields or stored is None:
            values["name"] = self._free_name(fields.get("name", ""), field_id)
        if stored is None:
            values["kind"] = words.demanded("own kind", fields.get("kind", ""), get_args(OwnKind)) or "text"
            values["of"] = words.demanded("own subject", fields.get("of", ""), OWN_SUBJECTS) or "client"
        if "choices" in fields:
            values["choices"] = _choices(fields["choices"])
        if "listed" in fields:
            values["listed"] = yes(fields, "listed")
        after = msgspec.structs.replace(told, **values)
        if after.kind == "choice" and len(after.choices) < 2:
            raise Problem(N_("A choice needs its values, two or more, with commas between them."))
        listed = [each for each in self._declared("client") if each.listed and each.id != told.id]
        if after.listed and (after.of != "client" or len(listed) >= MOST_COLUMNS):
            raise Problem(
                N_("The list of clients takes {limit} own columns of clients: take one off first."), limit=MOST_COLUMNS
            )
        if stored is None:
            if len(self._declared()) >= MOST_FIELDS:
                raise Problem(N_("There are {limit} own fields: remove one that is not needed."), limit=MOST_FIELDS)
            return keeping.add(self._desk, OWN_FIELD, after).id.hex()
        keeping.change(self._desk, OWN_FIELD, stored, **values)
        return field_id

    def remove_field(self, field_id: str) -> None:
        """Take a field off the forms; what stands in it stays. Raises Problem."""
        keeping.demand(self._desk, DECLARERS)
        keeping.change(self._desk, OWN_FIELD, keeping.named(self._desk, OWN_FIELD, field_id), removed=True)

    # Values of clients
    def edit_fields(self, client_id: str) -> tuple[EditField, ...]:
        """Lines of the form F4 that the firm has added."""
        held = self.values(client_id)
        return tuple(_line(each, held.get(each.id.hex(), "")) for each in self._declared("client"))

    def values(self, client_id: str) -> dict[str, str]:
        """Handle → value of one client."""
        return self.table().get(self._desk.place_of(client_id), {})

    def shown(self, client_id: str) -> tuple[tuple[str, str], ...]:
        """Name and value as a person reads it, of every field that says something."""
        held = self.values(client_id)
        pairs = [(each.name, told(each, held.get(each.id.hex(), ""))) for each in self._declared("client")]
        return tuple((name, value) for name, value in pairs if value)

    def save(self, client_id: str, name: str, value: str, before: str) -> None:
        """Save one value as a step of undo. Raises EditConflict when somebody saved another meanwhile, Problem."""
        field = self._demanded(name, "client")
        handle, kept = field.id.hex(), _canonical(field, value)
        now = self._now(client_id).get(handle, "")
        if now not in (_canonical(field, before), kept):
            raise EditConflict(told(field, now))
        if kept != now:
            self._put(OWN_VALUES, client_id, b"", {handle: kept})

    # Values of people
    def person_fields(self, client_id: str, person_id: str = "") -> tuple[EditField, ...]:
        """Lines that the firm has added to the form of a person."""
        held = self._of_person(client_id, bytes.fromhex(person_id)) if person_id else {}
        return tuple(_line(each, held.get(each.id.hex(), "")) for each in self._declared("person"))

    def people_shown(self, client_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
        """Person → name and value of every field of his that says something."""
        fields, held = self._declared("person"), dict[bytes, dict[str, str]]()
        for each in self._desk.work.about(PERSON_VALUES, client_id) if fields else ():
            held.setdefault(each.fields.person, {}).update(each.fields.values)
        shown = {
            person.hex(): [(field.name, told(field, values.get(field.id.hex(), ""))) for field in fields]
            for person, values in held.items()
        }
        return {person: tuple(pair for pair in pairs if pair[1]) for person, pairs in shown.items()}

    def checked(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Handle → value of those lines of a form that are own fields of a person. Raises Problem."""
        mine = {name: text for name, text in fields.items() if name.startswith(PREFIX)}
        found = {name: self._demanded(name, "person") for name in mine}
        return {found[name].id.hex(): _canonical(found[name], text) for name, text in mine.items()}

    def save_person(self, client_id: str, person_id: str, values: Mapping[str, str]) -> None:
        """Save values of a person that `checked` gave."""
        handle = bytes.fromhex(person_id)
        held = self._of_person(client_id, handle)
        changed = {name: value for name, value in values.items() if value != held.get(name, "")}
        if changed:
            self._put(PERSON_VALUES, client_id, handle, changed)

    # Lists
    def table(self) -> dict[int, dict[str, str]]:
        """Place in the base → handle → value, of every client that has any; merged ones fill each other in."""
        base = self._desk.base
        mark = (self._desk.version, id(base))
        if self._table is None or self._table[0] != mark:
            own: dict[int, dict[str, str]] = {}
            for each in self._desk.session.registers.all(OWN_VALUES):
                place = base.place.get(each.space_id)
                if place is None or each.fields.removed:
                    continue
                own[place] = _joined(own.get(place, {}), each, each.space_id == base.ids[place])
            self._table = (mark, own)
        return self._table[1]

    def columns(self) -> tuple[str, ...]:
        """Names of the fields that are columns of the client list."""
        return tuple(each.name for each in self.listed())

    def listed(self) -> list[OwnField]:
        """Fields that are columns of the client list."""
        return [each for each in self._declared("client") if each.listed]

    def named(self, name: str) -> OwnField:
        """A field of clients by its name. Raises Problem."""
        return self._demanded(name, "client")

    def of_clients(self) -> list[OwnField]:
        """Every field of clients."""
        return self._declared("client")

    def cells(self, place: int, fields: Sequence[OwnField]) -> tuple[str, ...]:
        """What the columns say of a client, as a person reads it."""
        held = self.table().get(place, {})
        return tuple(told(each, held.get(each.id.hex(), "")) for each in fields)

    def matching(self, wanted: Sequence[str]) -> set[int]:
        """Places of the clients that fit every field of `field=value` words; several values of one field: any."""
        by_field: dict[str, set[str]] = {}
        for each in wanted:
            name, equals, value = each.partition("=")
            if not equals:
                raise Problem(N_("A filter by an own field looks like FIELD=VALUE: “{text}” does not."), text=each)
            field = self._demanded(name, "client")
            by_field.setdefault(field.id.hex(), set()).add(_canonical(field, value).casefold())
        return {
            place
            for place, held in self.table().items()
            if all(held.get(handle, "").casefold() in values for handle, values in by_field.items())
        }

    def choices(self) -> tuple[str, ...]:
        """What the filter of the list offers: `field=value` of values in use."""
        found = []
        for field in self._declared("client"):
            handle = field.id.hex()
            used = Counter(held[handle] for held in self.table().values() if held.get(handle))
            values = [value for value, _count in used.most_common(MOST_OFFERED)]
            found += [f"{field.name}={told(field, value)}" for value in sorted(values, key=str.casefold)]
        return tuple(found)

    # Tags
    def tags(self) -> tuple[str, ...]:
        """Every tag in use, sorted."""
        return tuple(sorted({tag for card in self._desk.base.cards for tag in card.tags}, key=str.casefold))

    def tag(self, clients: Sequence[str], add: Sequence[str], remove: Sequence[str] = ()) -> int:
        """Give clients tags and take others away; how many clients changed. Raises Problem."""
        more, less = [_tag(each) for each in add], {_tag(each).casefold() for each in remove}
        if not more and not less:
            raise Problem(N_("Name a tag to give or to take away."))
        changed = 0
        for client_id in dict.fromkeys(clients):
            form = {each.name: each.value for each in self._desk.edit_form(client_id)}
            before = [each.strip() for each in form["tags"].split(",") if each.strip()]
            after = [each for each in before if each.casefold() not in less]
            known = {each.casefold() for each in after}
            after += [each for each in dict.fromkeys(more) if each.casefold() not in known]
            if after != before:
                self._desk.edit_card(client_id, "tags", ", ".join(after), form["tags"])
                changed += 1
        return changed

    # Within
    def _put(self, register: Register[OwnValues], client_id: str, person: bytes, values: Mapping[str, str]) -> None:
        """Into the record that names the first of the fields already, else into a new one."""
        work = self._desk.work
        held = [each for each in work.about(register, client_id) if each.fields.person == person]
        mine = [each for each in held if each.space_id == work.clients_of(client_id)[0]]
        found: Stored[OwnValues] | None = next(
            (each for each in reversed(mine) if any(name in each.fields.values for name in values)), None
        )
        found = found or (mine[-1] if mine else None)
        if found is None:
            work.add(register, client_id, OwnValues(values=dict(values), person=person))
        else:
            work.change(register, found, values=found.fields.values | dict(values))

    def _now(self, client_id: str) -> dict[str, str]:
        """Values as they are stored at this moment, whoever wrote them."""
        held: dict[str, str] = {}
        survivor = self._desk.work.clients_of(client_id)[0]
        for each in self._desk.work.about(OWN_VALUES, client_id):
            held = _joined(held, each, each.space_id == survivor)
        return held

    def _of_person(self, client_id: str, person: bytes) -> dict[str, str]:
        held: dict[str, str] = {}
        for each in self._desk.work.about(PERSON_VALUES, client_id):
            if each.fields.person == person:
                held |= each.fields.values
        return held

    def _declared(self, of: str = "") -> list[OwnField]:
        found = [each.fields for each in keeping.live(self._desk, OWN_FIELD)]
        return sorted((each for each in found if of in ("", each.of)), key=lambda each: each.name.casefold())

    def _demanded(self, name: str, of: str) -> OwnField:
        wanted = name.strip().removeprefix("own:").casefold()
        for each in self._declared(of):
            if wanted in (each.name.casefold(), PREFIX + each.id.hex(), each.id.hex()):
                return each
        known = ", ".join(each.name for each in self._declared(of))
        raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=known or "—")

    def _free_name(self, text: str, field_id: str) -> str:
        name = cleaned(text)
        if not name or len(name) > NAME_MAX or set(name) & set("=:,"):
            raise Problem(
                N_("A field needs a name of at most {limit} characters without “=”, “:” and commas."), limit=NAME_MAX
            )
        for each in self._declared():
            if each.name.casefold() == name.casefold() and each.id.hex() != field_id:
                raise Problem(N_("There is a field {name} already: choose another name."), name=name)
        return name

    def _row(self, field: OwnField, used: int) -> OwnFieldRow:
        return OwnFieldRow(
            id=field.id.hex(),
            name=field.name,
            kind=field.kind,
            kind_word=words.word("own kind", field.kind),
            of=field.of,
            of_word=words.word("own subject", field.of),
            choices=field.choices,
            listed=field.listed,
            used=used,
        )


def told(field: OwnField, value: str) -> str:
    """A value as a person reads it."""
    if not value:
        return ""
    match field.kind:
        case "date":
            return dates.short_date(dt.date.fromisoformat(value))
        case "yes_no":
            return yes_word("yes", value)
        case "number":
            return value.replace(".", ",") if language() == "ru" else value
        case _:
            return value


def _joined(known: dict[str, str], stored: Stored[OwnValues], survivor: bool) -> dict[str, str]:
    """Values with those of one more record: of the survivor of a merge they stand, of others they fill in."""
    said = {name: value for name, value in stored.fields.values.items() if value or survivor}
    return known | said if survivor else said | known


def _line(field: OwnField, value: str) -> EditField:
    choices: tuple[tuple[str, str], ...] = ()
    if field.kind == "choice":
        kept = () if not value or value in field.choices else ((value, value),)
        choices = (("", "—"), *((each, each) for each in field.choices), *kept)
    elif field.kind == "yes_no":
        choices = (("", "—"), *yes_no_choices("yes"))
    name = PREFIX + field.id.hex()
    return EditField(name, value if choices else told(field, value), LONGEST, choices, field.name)


def _canonical(field: OwnField, text: str) -> str:
    # What reads files is loaded by whoever types a value, not by whoever looks at one.
    from storage.intake.own_columns import canonical
    from storage.intake.typed import REASON_SENTENCES, Reason

    found = canonical(field, text)
    if isinstance(found, Reason):
        if found is Reason.NOT_A_CHOICE and field.choices:
            known = ", ".join(field.choices)
            raise Problem(N_("{field} takes one of these: {known}."), field=field.name, known=known)
        raise Problem(
            N_("{field}: “{text}” does not fit ({reason})."),
            field=field.name,
            text=text.strip()[:40],
            reason=_(REASON_SENTENCES[found]),
        )
    return found


def _choices(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(word for each in text.split(",") if (word := cleaned(each))))
    if len(found) > CHOICES_MAX or any(len(each) > NAME_MAX for each in found):
        raise Problem(
            N_("A choice has at most {limit} values of {length} characters."), limit=CHOICES_MAX, length=NAME_MAX
        )
    return found


def _tag(text: str) -> str:
    told_tag = cleaned(text)
    if not told_tag or "," in told_tag or len(told_tag) > TAGS_MAX:
        raise Problem(N_("A tag is a word or a few, at most {limit} characters, without commas."), limit=TAGS_MAX)
    return told_tag
