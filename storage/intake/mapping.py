"""Which column means what: headers, then content; content can veto; the person's word is final (spec/exchange §3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, cast

from core.entities.table import ColumnTarget, ImportKind, ImportMapping, TableHead
from core.problem import N_, Problem
from storage.intake import dates, inn, numbers
from storage.intake.content import people_columns
from storage.intake.fields import FIELDS, KNOWN_HEADERS, MANY_VALUED, OWN, OWN_KINDS, SPOKEN, SYNONYMS, knows
from storage.intake.kinds import REQUIRED, SIGNATURES
from storage.intake.layout import looks_like_inn
from storage.intake.text import squeeze

_STYLE: Final = numbers.Style("decimal", "decimal")
_RATIO, _TOKENS = 84, 90
_RATIO_LOSS, _TOKENS_LOSS = 5, 15
_VETO_SHARE: Final = 0.5
_CONTENT_SHARE: Final = 0.95
_LOOKED_AT: Final = 100
_OTHER_DATES: Final = re.compile("создан|измен|рожд|created|modified|updated|birth")
"""Dates of the record or of a person, not of a sale."""

Test = Callable[[str], bool]


def _is_date(text: str) -> bool:
    """A day that never was is a fault of its row, not of the column."""
    return dates.parse(text) != "not_a_date"


def _is_number(text: str) -> bool:
    return numbers.parse(text, _STYLE) is not None


def _is_inn_like(text: str) -> bool:
    digits = inn.restore(text)
    return digits.isdigit() and 9 <= len(digits) <= 12


def _is_email(text: str) -> bool:
    return "@" in text and "." in text.rpartition("@")[2]


def _is_phone(text: str) -> bool:
    return 5 <= sum(char.isdigit() for char in text) <= 40


def _not_date(text: str) -> bool:
    return _is_number(text) or not _is_date(text)


VETOES: Final[dict[str, Test]] = {
    **dict.fromkeys(("date", "due_on", "paid_on", "opened_on", "closed_on", "issued_on"), _is_date),
    **dict.fromkeys(("quantity", "price", "amount", "cost", "line", "debit", "credit", "hours"), _is_number),
    **dict.fromkeys(("client_ref", "external_id", "name", "document", "product"), _not_date),
    "inn": _is_inn_like,
    "email": _is_email,
    "phone": _is_phone,
}
"""A header that names the field is not believed when fewer than half of the filled cells pass the test."""

DETECTORS: Final[dict[str, dict[str, Test]]] = {
    **{kind: {} for kind in FIELDS},
    "people": {"email": _is_email},
    "sales": {"date": lambda text: _is_date(text) and not _is_number(text)},
    "clients": {"email": _is_email},
}
"""Fields found by content alone, when nearly all filled cells pass."""


def parse_choices(words: Iterable[str]) -> dict[str, str]:
    """`COLUMN=FIELD` words of --map; an empty FIELD leaves the column out. Raises Problem for a word without "="."""
    choices = {}
    for word in words:
        column, equals, field = word.rpartition("=")
        if not equals or not column.strip():
            raise Problem(N_("--map needs COLUMN=FIELD, for example --map CustomerID=client_ref."))
        choices[column.strip()] = field.strip()
    return choices


def parse_constants(words: Iterable[str]) -> dict[str, str]:
    """`FIELD=VALUE` words of --set. Raises Problem for a word without "=" or without a value."""
    constants = {}
    for word in words:
        field, _, value = word.partition("=")
        if not field.strip() or not value.strip():
            raise Problem(N_("--set needs FIELD=VALUE, for example --set currency=RUB."))
        constants[field.strip()] = value.strip()
    return constants


def suggest(
    head: TableHead,
    kind: ImportKind | None = None,
    choices: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    own: Collection[str] = (),
) -> ImportMapping:
    """The meaning of each column; `kind` None is found by which kind's required fields are there.

    `choices`: column name or 1-based number → field ("" leaves it out); `constants`: field → value; `own`: names of
    the firm's own fields, which a column of the same name feeds.
    Raises Problem for an unknown column or field, a field fed twice, or a required field that nothing feeds.
    """
    choices, constants = choices or {}, constants or {}
    if head.fixed_kind:
        return _fixed(head, kind, constants)
    if kind is not None:
        mapping = _for_kind(head, kind, choices, constants, own)
        missing = missing_fields(mapping)
        if missing:
            raise _unmapped(kind, missing)
        return mapping
    wanted = {field for field in (*choices.values(), *constants) if field}
    if wanted & set(FIELDS["sales"]) - set(FIELDS["clients"]):
        return suggest(head, "sales", choices, constants, own)
    told_of_clients = wanted & set(FIELDS["clients"]) - set(FIELDS["sales"])
    if told_of_clients or any(each.startswith(OWN) for each in wanted):
        return suggest(head, "clients", choices, constants, own)
    if not choices:
        told = _told_by_header(head, constants, own)
        if told is not None:
            return told
    sales = _for_kind(head, "sales", choices, constants)
    lacking = missing_fields(sales)
    if not lacking:
        return sales
    clients = _for_kind(head, "clients", choices, constants, own)
    if not missing_fields(clients) and ("date" in lacking or not _speaks_of_money(sales)):
        return clients
    raise _unmapped("sales", lacking)


def partial(
    head: TableHead,
    kind: ImportKind,
    choices: Mapping[str, str],
    constants: Mapping[str, str],
    own: Collection[str] = (),
) -> ImportMapping:
    """What is known of the columns so far, required fields or not. Raises Problem as `suggest`, but for these."""
    return _fixed(head, kind, constants) if head.fixed_kind else _for_kind(head, kind, choices, constants, own)


def missing_fields(mapping: ImportMapping) -> list[str]:
    """Required fields that nothing feeds: sales need client_ref, date, and amount or quantity and price."""
    fed = {target.field for target in mapping.targets} | {field for field, _ in mapping.constants}
    if mapping.kind == "clients":
        return [] if "name" in fed else ["name"]
    if mapping.kind != "sales":
        return [group[0] for group in REQUIRED[mapping.kind] if not fed & set(group)]
    missing = [field for field in ("client_ref", "date") if field not in fed]
    if "amount" not in fed and not {"quantity", "price"} <= fed:
        missing.append("amount")
    return missing


def _fixed(head: TableHead, kind: ImportKind | None, constants: Mapping[str, str]) -> ImportMapping:
    """The meaning of the columns of a format that names them itself. Raises Problem for another kind."""
    own = cast("ImportKind", head.fixed_kind)
    if kind not in (None, own):
        raise Problem(
            N_("This file holds {own} and cannot be imported as {kind}: leave --kind out."), own=own, kind=kind
        )
    for field in constants:
        if field not in FIELDS[own]:
            raise _unknown_field(field, own)
    targets = [
        ColumnTarget(index, field, 100, "format")
        for index, field in enumerate(head.columns)
        if field in FIELDS[own] and field not in constants
    ]
    return ImportMapping(own, tuple(targets), tuple(sorted(constants.items())))


def _told_by_header(head: TableHead, constants: Mapping[str, str], own: Collection[str]) -> ImportMapping | None:
    """The mapping of a kind that its header betrays: a list of people, a price list, a statement, deals, calls."""
    if not head.header_row:
        found = people_columns(head.samples)
        targets = [ColumnTarget(index, field, 70, "content") for index, field in sorted(found.items())]
        return ImportMapping("people", tuple(targets), tuple(sorted(constants.items()))) if targets else None
    for kind, groups, against in SIGNATURES:
        if not set(constants) <= set(FIELDS[kind]):
            continue
        mapping = _for_kind(head, cast("ImportKind", kind), {}, constants, own)
        fed = {target.field for target in mapping.targets if target.why == "synonym"}
        if all(fed & set(group) for group in groups) and not _claimed(head, against - fed):
            return mapping
    return _people_by_header(head, constants, own)


def _claimed(head: TableHead, fields: Collection[str]) -> bool:
    """True when a column is known as one of these fields of a sale, a client or a payment."""
    return any(
        field in fields
        for name in head.columns
        for kind in ("sales", "clients", "payments")
        for field, _ in SYNONYMS[kind].get(squeeze(name), ())
    )


def _people_by_header(head: TableHead, constants: Mapping[str, str], own: Collection[str]) -> ImportMapping | None:
    """A list of people: surname and name in columns of their own, and no client beside them."""
    names = {squeeze(name) for name in head.columns}
    known = {field for name in names for field, _ in SYNONYMS["people"].get(name, ())}
    foreign = {field for name in names for field, _ in SYNONYMS["clients"].get(name, ())} & {"inn", "kpp", "ogrn"}
    foreign |= {name for name in names if SYNONYMS["clients"].get(name) and name not in SYNONYMS["people"]}
    if not {"last_name", "first_name"} <= known or foreign or not set(constants) <= set(FIELDS["people"]):
        return None
    sale = {field for name in names for field, _ in SYNONYMS["sales"].get(name, ())}
    if {"date", "amount"} <= sale:
        return None
    return _for_kind(head, "people", {}, constants, own)


def _unknown_field(field: str, kind: str) -> Problem:
    return Problem(
        N_("The field {field} is unknown for {kind} import: use one of {known}."),
        field=field,
        kind=kind,
        known=", ".join(FIELDS[kind]),
    )


def _speaks_of_money(mapping: ImportMapping) -> bool:
    return any(target.field in ("amount", "quantity", "price") for target in mapping.targets)


def _unmapped(kind: str, missing: Sequence[str]) -> Problem:
    return Problem(
        N_("No column was recognised as {fields} ({kind} import): name it with --map COLUMN={first}."),
        fields=", ".join(missing),
        kind=kind,
        first=missing[0],
    )


def _for_kind(
    head: TableHead,
    kind: ImportKind,
    choices: Mapping[str, str],
    constants: Mapping[str, str],
    own: Collection[str] = (),
) -> ImportMapping:
    for field in (*choices.values(), *constants):
        if field and not knows(kind, field):
            raise _unknown_field(field, kind)
    chosen = {_column(head, name): field for name, field in choices.items()}
    _refuse_doubles([*[field for field in chosen.values() if field], *constants])
    cells = [_filled(head, index) for index in range(len(head.columns))]
    claims = [claim for index in range(len(head.columns)) if index not in chosen
              for claim in _claims(head, kind, index, cells[index], own)]  # fmt: skip
    taken = {field for field in chosen.values() if field} | set(constants)
    targets = [ColumnTarget(index, field, 100, "chosen") for index, field in chosen.items() if field]
    used = set(chosen)
    for target, _ in sorted(claims, key=lambda claim: (-claim[0].score, claim[1], claim[0].column)):
        free = target.field not in taken or (
            target.field in MANY_VALUED and target.field not in constants and target.why == "synonym"
        )
        if target.column not in used and free:
            used.add(target.column)
            taken.add(target.field)
            targets.append(target)
    targets.sort(key=lambda target: target.column)
    return ImportMapping(kind, tuple(targets), tuple(sorted(constants.items())))


def _refuse_doubles(fields: Sequence[str]) -> None:
    for field in fields:
        if field not in MANY_VALUED and fields.count(field) > 1:
            raise Problem(N_("The field {field} is given twice: leave one of them out."), field=field)


def _column(head: TableHead, name: str) -> int:
    """0-based column of an exact name, a squeezed name or a 1-based number. Raises Problem."""
    wanted = squeeze(name)
    for same in (lambda column: column == name, lambda column: bool(wanted) and squeeze(column) == wanted):
        found = [index for index, column in enumerate(head.columns) if same(column)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Problem(N_("Several columns are called {column}: use the column's number."), column=repr(name))
    if name.isdecimal() and 1 <= int(name[:9]) <= len(head.columns):
        return int(name[:9]) - 1
    raise Problem(
        N_("There is no column {column}: the file has {count} columns; use a name from its header or a number."),
        column=repr(name),
        count=len(head.columns),
    )


def _filled(head: TableHead, index: int) -> list[str]:
    cells = (row[index] for row in head.samples if index < len(row))
    return [cell for cell in cells if cell][:_LOOKED_AT]


def _share(cells: Sequence[str], test: Test) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 1.0


def _claims(
    head: TableHead, kind: ImportKind, index: int, cells: list[str], own: Collection[str]
) -> list[tuple[ColumnTarget, int]]:
    """Fields this column may feed, with the place of the header in the field's list (smaller is closer)."""
    name = head.columns[index]
    if kind in OWN_KINDS:
        mine = next((each for each in own if squeeze(each) == squeeze(name)), "")
        if mine:
            return [(ColumnTarget(index, OWN + mine, 100, "synonym"), 0)]
    found = [(field, 100, "synonym", place) for field, place in SYNONYMS[kind].get(squeeze(name), ())]
    bare = squeeze(name.rstrip("0123456789 "))
    if not found and bare:
        numbered = [claim for claim in SYNONYMS[kind].get(bare, ()) if claim[0] in MANY_VALUED]
        found = [(field, 100, "synonym", place) for field, place in numbered]
    if not found:
        found = [(field, score, "similar", 50) for field, score in _similar(name, kind)]
    unfamiliar = squeeze(name) not in KNOWN_HEADERS and not _OTHER_DATES.search(name.casefold())
    for field, test in DETECTORS[kind].items():
        share = _share(cells, test)
        if unfamiliar and cells and share >= _CONTENT_SHARE:
            found.append((field, round(70 * share), "content", 90))
    if kind in ("clients", "payments") and cells and looks_like_inn(cells):
        found.append(("inn", 70, "content", 90))
    return [
        (ColumnTarget(index, field, score, why), place)  # type: ignore[arg-type]  # why is one of the three literals
        for field, score, why, place in found
        if field not in VETOES or _share(cells, VETOES[field]) >= _VETO_SHARE
    ]


def _similar(name: str, kind: str) -> list[tuple[str, int]]:
    """Fields whose known headers are close in letters, or hold the same words (two or more) among others."""
    spoken = " ".join(name.casefold().replace("_", " ").replace(".", " ").replace(",", " ").split())
    if len(spoken) < 4:
        return []
    from rapidfuzz import fuzz  # it loads slowly, and most files are named plainly

    best: dict[str, int] = {}
    for known, field in SPOKEN[kind]:
        score = 0
        if len(known) >= 4 and (ratio := fuzz.ratio(spoken, known)) >= _RATIO:
            score = round(ratio) - _RATIO_LOSS
        elif 1 <= known.count(" ") <= spoken.count(" ") and (tokens := fuzz.token_set_ratio(spoken, known)) >= _TOKENS:
            score = round(tokens) - _TOKENS_LOSS
        if score > best.get(field, 0):
            best[field] = score
    return sorted(best.items(), key=lambda item: -item[1])
