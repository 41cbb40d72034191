"""Columns of a foreign table that feed the firm's own fields (U12): what is typed and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.entities.own_fields import LONGEST, OwnField
from core.wording.promises import value_of
from storage.intake import dates, numbers
from storage.intake.clients_table import ClientsTable
from storage.intake.fields import OWN, own_name
from storage.intake.reading import recode
from storage.intake.typed import Reason, RowVerdict

_STYLE: Final = numbers.Style("decimal", "decimal")
_EPOCH: Final = dt.date(1970, 1, 1)
_YES: Final = {"да": "yes", "yes": "yes", "true": "yes", "1": "yes", "+": "yes", "нет": "no", "no": "no",
               "false": "no", "0": "no", "-": "no"}  # fmt: skip


def canonical(field: OwnField, text: str) -> str | Reason:
    """A typed value as it is kept, or why it cannot be. Empty text is no value."""
    text = " ".join(text.split())
    if not text:
        return ""
    match field.kind:
        case "number":
            found = numbers.parse(text, _STYLE)
            return Reason.NOT_A_NUMBER if found is None or found.currency else _plain(found)
        case "date":
            day = dates.parse(text)
            return Reason.NOT_A_DATE if not isinstance(day, int) else (_EPOCH + dt.timedelta(day)).isoformat()
        case "choice":
            return next((each for each in field.choices if each.casefold() == text.casefold()), Reason.NOT_A_CHOICE)
        case "yes_no":
            return _YES.get(text.casefold()) or value_of("yes", text) or Reason.NOT_A_CHOICE
        case _:
            return text if len(text) <= LONGEST else Reason.OUT_OF_RANGE


def _plain(number: numbers.Number) -> str:
    sign, digits = ("-" if number.mantissa < 0 else ""), str(abs(number.mantissa)).rjust(number.places + 1, "0")
    whole, rest = (digits[: -number.places], digits[-number.places :]) if number.places else (digits, "")
    rest = rest.rstrip("0")
    return f"{sign}{whole}.{rest}" if rest else sign + whole


@dataclass(frozen=True, slots=True)
class OwnImport:
    """What an import needs to know of own fields of clients."""

    fields: Sequence[OwnField]
    known: Callable[[bytes], Mapping[str, str]]
    """Values of a client of the base: handle of a field in hex → value."""
    of_people: Sequence[OwnField] = ()
    """Fields of people: they are filled in for people whom the import makes."""

    @property
    def names(self) -> list[str]:
        """Names a column may have, of both kinds."""
        return [each.name for each in (*self.fields, *self.of_people)]

    def typed(self, table: ClientsTable) -> ClientsTable:
        """The table with its own columns as they are kept; a row whose cell does not fit is in error."""
        by_name = {each.name.casefold(): each for each in (*self.of_people, *self.fields)}
        columns, verdict = dict(table.columns), table.verdict.copy()
        column, reason = table.error_column.copy(), table.error_reason.copy()
        for field, texts in table.columns.items():
            own = by_name.get(own_name(field).casefold()) if field.startswith(OWN) else None
            if own is None:
                continue
            answers = [canonical(own, text) for text in texts.strings]
            wrong = np.array([int(each) if isinstance(each, Reason) else 0 for each in answers] + [0], np.uint8)
            found = wrong[texts.codes]
            bad = (found != 0) & (verdict == RowVerdict.OK)
            verdict[bad], reason[bad], column[bad] = RowVerdict.ERROR, found[bad], 0
            kept = {text: each for text, each in zip(texts.strings, answers, strict=True) if isinstance(each, str)}
            columns[field] = recode(texts, lambda text, kept=kept: kept.get(text, ""))  # type: ignore[misc]
        return replace(table, columns=columns, verdict=verdict, error_column=column, error_reason=reason)

    def of(self, row: Mapping[str, str]) -> dict[str, str]:
        """Handle → value of the own fields of clients in a row."""
        return _told(self.fields, row)

    def of_person(self, row: Mapping[str, str]) -> dict[str, str]:
        """Handle → value of the own fields of people in a row."""
        return _told(self.of_people, row)

    def named(self, client_id: bytes) -> dict[str, str]:
        """Field of the import → value that a client has already; people of his are left as they are, which is "*"."""
        known = self.known(client_id)
        people = {OWN + each.name: "*" for each in self.of_people}
        return people | {OWN + each.name: known.get(each.id.hex(), "") for each in self.fields}


def _told(fields: Sequence[OwnField], row: Mapping[str, str]) -> dict[str, str]:
    by_name = {each.name.casefold(): each.id.hex() for each in fields}
    told = {own_name(field).casefold(): text for field, text in row.items() if field.startswith(OWN) and text}
    return {by_name[name]: text for name, text in told.items() if name in by_name}
