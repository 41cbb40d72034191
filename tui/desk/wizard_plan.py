"""The plan of an import as a person reads it: rows by verdict, whom each is about, what it changes (exchange §3)."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.entities.money import Money
from core.wording import gettext as _
from core.wording import money
from storage.intake.clients_table import ClientsTable
from storage.intake.ordering import CARD_FIELDS
from storage.intake.payers import parties_of
from storage.intake.plan import ASK, NEW, SAME, UPDATE, VERDICTS, ImportPlan, Likely
from storage.intake.records_table import RecordsTable
from storage.intake.sales_table import SalesTable
from storage.intake.typed import UNKNOWN_AMOUNT, Reason
from storage.vault.imports import Prepared
from storage.vault.session import Session
from tui.desk.base import Base
from tui.desk.left_out import say_reason
from tui.desk.port_wizard import FieldDiff, PlanLine

SHOWN_CANDIDATES = 3
_RECORD_TITLES = ("name", "title", "product_name", "client_ref", "sender", "phone", "tool", "spend_type")


@dataclass(frozen=True, eq=False)
class Shown:
    """A plan beside the base it was made against. `verdict` is the plan's, with lines that are there already."""

    session: Session
    base: Base
    planned: ImportPlan
    likely: Mapping[int, Likely]
    verdict: NDArray[np.uint8]
    mended: frozenset[int] = frozenset()
    """Rows that were put together from broken ones."""

    @functools.cached_property
    def _parties(self) -> NDArray[np.int32]:
        """Party of every row of records."""
        assert isinstance(self.planned.table, RecordsTable)
        return parties_of(self.planned.table)[0]

    def line(self, at: int) -> PlanLine:
        """The row with this index."""
        number = int(self.planned.table.rows[at])
        verdict = VERDICTS[int(self.verdict[at])]
        return PlanLine(
            id=str(number),
            row=number,
            verdict=verdict,
            what=self._what(at),
            client=self._client(at),
            reason=self._reason(at),
        )

    def differences(self, at: int) -> tuple[FieldDiff, ...]:
        """Fields of a row beside those of the client it is about, changed ones first."""
        table = self.planned.table
        if not isinstance(table, ClientsTable):
            return tuple(FieldDiff(field, "", text) for field, text in self._texts(at).items())
        values = {field: text for field in table.columns if (text := table.value(field, at))}
        target = self._target(at)
        if target is None:
            return tuple(FieldDiff(field, "", text) for field, text in values.items())
        card = self.session.clients.stored(target).card
        found = []
        for field, text in values.items():
            if field in CARD_FIELDS:
                old = str(getattr(card, field))
                if old != text:
                    found.append(FieldDiff(field, old, text, kept=bool(old)))
        return tuple(sorted(found, key=lambda diff: diff.kept))

    def _target(self, at: int) -> bytes | None:
        """The client a row is about, or the likeliest where that is asked."""
        if int(self.verdict[at]) == ASK and at in self.likely:
            return self.likely[at].client
        targets = self.planned.targets
        table = self.planned.table
        if isinstance(table, SalesTable):
            code = int(table.client_ref.codes[at])
        elif isinstance(table, RecordsTable):
            code = int(self._parties[at])
        else:
            code = at
        return targets[code] if 0 <= code < len(targets) else None

    def _client(self, at: int) -> str:
        target = self._target(at)
        return "" if target is None else self._name(target)

    def _name(self, client: bytes) -> str:
        base = self.base
        line = base.apart.get(client) or base.removed.get(client)
        if line is None and client in base.place:
            line = base.cards[base.place[client]]
        return "" if line is None else line.name

    def _what(self, at: int) -> str:
        table = self.planned.table
        if isinstance(table, ClientsTable):
            return table.value("name", at) or table.value("external_id", at)
        if isinstance(table, SalesTable):
            code = int(table.client_ref.codes[at])
            document = int(table.document.codes[at])
            parts = [
                table.client_ref.strings[code] if code >= 0 else "",
                table.document.strings[document] if document >= 0 else "",
                _money(int(table.amount[at]), table.currency.strings[int(table.currency.codes[at])]),
            ]
            return " · ".join(filter(None, parts))
        title = next((text for field in _RECORD_TITLES if (text := table.value(field, at))), "")
        amount = table.amount("amount", at)
        code = int(table.currency.codes[at])
        return " · ".join(filter(None, (title, _money(amount, table.currency.strings[code]) if code >= 0 else "")))

    def _texts(self, at: int) -> dict[str, str]:
        table = self.planned.table
        if isinstance(table, RecordsTable):
            return {field: text for field in table.texts if (text := table.value(field, at))}
        return {}

    def _reason(self, at: int) -> str:
        verdict = int(self.verdict[at])
        if verdict == ASK:
            likely = self.likely.get(at)
            named = "" if likely is None else self._name(likely.client)
            return say_reason(Reason.AMBIGUOUS) + (f": {named}" if named else "")
        reason = Reason(int(self.planned.table.error_reason[at]))
        if not reason and int(self.planned.table.rows[at]) in self.mended:
            return _("a line was broken in a cell: look at it")
        return say_reason(reason) if reason else ""


class PlanSource:
    """Rows with some verdicts as a list of any length."""

    def __init__(self, shown: Shown, verdicts: Sequence[str]) -> None:
        self._shown = shown
        wanted = [VERDICTS.index(each) for each in VERDICTS if each in verdicts] or list(range(len(VERDICTS)))
        self._places = np.flatnonzero(np.isin(shown.verdict, wanted))
        self._numbers = shown.planned.table.rows[self._places]

    def __len__(self) -> int:
        return len(self._places)

    def rows(self, start: int, stop: int) -> list[PlanLine]:
        return [self._shown.line(at) for at in self._places[start:stop].tolist()]

    def position(self, client_id: str) -> int | None:
        if not client_id.isdecimal():
            return None
        at = int(np.searchsorted(self._numbers, int(client_id)))
        return at if at < len(self._numbers) and int(self._numbers[at]) == int(client_id) else None


def shown_verdicts(planned: ImportPlan, prepared: Prepared) -> NDArray[np.uint8]:
    """Verdicts of the plan, with the sale lines that are stored already marked as the same or as changed."""
    table = planned.table
    if not isinstance(table, SalesTable):
        return planned.verdict
    verdict = planned.verdict.copy()
    rows = np.flatnonzero(verdict < ASK)
    if not prepared.update and not prepared.same:
        return verdict
    _, clients = np.unique(table.client_ref.codes[rows], return_inverse=True)
    written: dict[int, set[tuple[object, ...]]] = {}
    for number, page in prepared.pages.items():
        lines = zip(*(page.rows[name].tolist() for name in ("day", "document", "line", "product", "occurrence")),
                    strict=True)  # fmt: skip
        written[number] = {
            (_year(day), page.documents[document], line, "" if line else page.products[product], nth)
            for day, document, line, product, nth in lines
        }
    updated = {each[1:] for each in prepared.updated}
    for row, number in zip(rows.tolist(), clients.tolist(), strict=True):
        code, product = int(table.document.codes[row]), int(table.product.codes[row])
        line = int(table.line[row])
        own = (
            table.document.strings[code] if code >= 0 else "",
            _year(int(table.day[row])),
            line,
            "" if line or product < 0 else table.product.strings[product],
            int(table.occurrence[row]),
        )
        if (own[1], own[0], *own[2:]) not in written.get(number, set()):
            verdict[row] = SAME
        else:
            verdict[row] = UPDATE if own in updated else NEW
    return verdict


def _year(day: int) -> int:
    return int(np.datetime64(day, "D").astype("datetime64[Y]").astype(int)) + 1970


def _money(amount: int, currency: str) -> str:
    return "" if amount in (0, UNKNOWN_AMOUNT) else money.money(Money(amount, currency))
