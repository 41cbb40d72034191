"""Reports of 1C as leaves of a tree whose sums must equal the row "Итого" (spec/exchange §1.2).

The level of a row is its outline level; where a report has none, the indent, the column of the name, or the look of
the names is tried. The first that makes the leaves add up to the total is taken. If none does, both numbers are
told and nothing may be imported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from storage.intake.frames import Fact
from storage.intake.readers.columns import cell_text
from storage.intake.readers.money import amount_of, written
from storage.intake.readers.outline import Levels
from storage.intake.readers.records import Records, Table
from storage.intake.readers.report_items import (
    ACCOUNT,
    CONTRACT,
    DOCUMENT,
    INDICATORS,
    Item,
    guessed_levels,
    leaves_of,
    period_of,
)

BALANCES: Final = (
    "name", "account", "contract", "document", "date", "opening_debit", "opening_credit", "debit", "credit",
    "closing_debit", "closing_credit", "period_from", "period_to",
)  # fmt: skip
SALES: Final = (
    "client_ref", "document", "date", "product_name", "quantity", "amount", "contract", "period_from", "period_to",
)  # fmt: skip
_TITLE: Final = re.compile(
    r"оборотно-сальдовая ведомость|анализ (?:счета|субконто|продаж)|обороты (?:счета|между)|карточка (?:счета|субконто)"
    r"|продажи|реализация|выручка|валовая прибыль|ведомость (?:по|взаиморасч)|отч[её]т по продажам|задолженност"
    r"|отч[её]т по проводкам",
    re.IGNORECASE,
)
_STACK: Final = re.compile(
    r"сч[её]т\b|контрагент|покупател|клиент\b|партн[её]р|договор|номенклатур|субконто|документ|регистратор|организаци"
    r"|заказчик|товар",
    re.IGNORECASE,
)
_CLIENT: Final = re.compile(r"контрагент|покупател|клиент|партн[её]р|заказчик", re.IGNORECASE)
_TOTAL: Final = re.compile(r"\s*(?:итого|всего|итог)\b", re.IGNORECASE)
_HEADER_ROWS: Final = 60
_CENT: Final = Decimal("0.01")


def is_report(rows: Sequence[Sequence[str]]) -> bool:
    """True when a title of such a report stands alone in one of the first rows, above a header that names a tree."""
    for number, row in enumerate(rows[:15]):
        filled = [text for text in row if text.strip()]
        if 1 <= len(filled) <= 2 and any(map(_TITLE.search, filled)):
            below = rows[number + 1 : number + _HEADER_ROWS]
            return any(_is_header(each) for each in below)
    return False


def _is_header(row: Sequence[str]) -> bool:
    filled = [text for text in row if text.strip()]
    return len(filled) >= 2 and bool(_STACK.match(filled[0].strip())) and all(len(text) < 80 for text in filled)


class Report:
    """One report. `recognised` is False for a sheet that turned out to be a plain table."""

    def __init__(
        self, rows: list[list[Any]], merged: list[tuple[tuple[int, int], tuple[int, int]]], levels: Levels
    ) -> None:
        self._rows = rows
        self._texts = [[cell_text(cell).strip() for cell in row] for row in rows]
        self._levels = levels
        self._width = max(map(len, rows), default=0)
        self.recognised = False
        self._top = next((at for at, row in enumerate(self._texts[:_HEADER_ROWS]) if _is_header(row)), -1)
        if self._top < 0:
            return
        self._start = next((at for at in range(self._top + 1, len(rows)) if self._holds_numbers(at)), -1)
        if self._start < 0:
            return
        self._name = next(at for at, text in enumerate(self._texts[self._top]) if text)
        self._paths = self._column_paths(merged)
        self._end, self._total = self._find_total()
        self._numeric, self._indicator = self._find_columns()
        self.stack = [
            row[self._name] for row in self._texts[self._top : self._start] if self._name < len(row) and row[self._name]
        ]
        self.recognised = bool(self._numeric)

    def _holds_numbers(self, at: int) -> bool:
        return any(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in self._rows[at])

    def _cell(self, at: int, column: int) -> str:
        row = self._texts[at]
        return row[column] if column < len(row) else ""

    def _column_paths(self, merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[str]:
        """Header of every column, top down, merged cells spread over what they cover."""
        header = [[self._cell(at, column) for column in range(self._width)] for at in range(self._top, self._start)]
        for (top, left), (bottom, right) in merged:
            if self._top <= top < self._start:
                text = self._cell(top, left)
                for at in range(top, min(bottom + 1, self._start)):
                    for column in range(left, min(right + 1, self._width)):
                        header[at - self._top][column] = text
        if not merged and len(header) > 1:
            for column in range(1, self._width):
                if not header[0][column] and header[1][column] and column > self._name:
                    header[0][column] = header[0][column - 1]
        return [" / ".join(dict.fromkeys(filter(None, (row[at] for row in header)))) for at in range(self._width)]

    def _find_total(self) -> tuple[int, int]:
        """Row behind the last item, and the row of the total, -1 where the report has none."""
        for at in range(len(self._texts) - 1, self._start - 1, -1):
            if any(_TOTAL.match(text) for text in self._texts[at][: self._name + 3]) and self._holds_numbers(at):
                return at, at
        return len(self._texts), -1

    def _find_columns(self) -> tuple[list[int], int]:
        numeric, indicator = [], -1
        for column in range(self._width):
            cells = [row[column] for row in self._rows[self._start : self._end] if column < len(row)]
            filled = [cell for cell in cells if cell not in ("", None)]
            numbers = sum(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in filled)
            if column > self._name and filled and numbers >= 0.5 * len(filled):
                numeric.append(column)
            elif filled and all(cell_text(cell).strip().rstrip(".") in INDICATORS for cell in filled):
                indicator = column
        return numeric, indicator

    def _items(self) -> Iterator[Item]:
        """Rows with a name, each with its indicator rows folded in; money first, as 1C prints it."""
        names = range(self._name, self._numeric[0])
        item: Item | None = None
        for at in range(self._start, self._end):
            filled = [column for column in names if column != self._indicator and self._cell(at, column)]
            values = {column: self._value(at, column) for column in self._numeric}
            sort = self._cell(at, self._indicator).rstrip(".") if self._indicator >= 0 else ""
            if filled:
                if item is not None:
                    yield item
                name = self._cell(at, filled[0])
                item = Item(at, name, self._levels.outline[at], self._levels.indent[at], filled[0], values, {})
            elif item is not None and any(value is not None for value in values.values()):
                if sort.casefold().startswith("кол"):
                    item.quantities.update(values)
                elif INDICATORS.get(sort) == "main" and not item.main:
                    item.values = values
                    item.main = True
            if filled and item is not None and sort:
                item.main = INDICATORS.get(sort) == "main"
        if item is not None:
            yield item

    def _value(self, at: int, column: int) -> Decimal | None:
        row = self._rows[at]
        return amount_of(cell_text(row[column])) if column < len(row) else None

    def records(self, size: int) -> Records:
        """The leaves as records, with the control totals among the facts."""
        items = list(self._items())
        columns = self._meaning()
        best: tuple[list[Item], dict[str, tuple[Decimal, Decimal]]] | None = None
        for levels in self._ways(items):
            leaves = leaves_of(items, levels)
            control = self._control(leaves, items, levels, columns)
            if best is None or all(ours == theirs for ours, theirs in control.values()):
                fits = all(ours == theirs for ours, theirs in control.values())
                best = leaves, control
                if fits:
                    break
        assert best is not None
        leaves, control = best
        sales = "amount" in columns
        table = Table("leaves", "sales" if sales else "balances", SALES if sales else BALANCES)
        period = period_of([text for row in self._texts[: self._top] for text in row if text])
        for leaf in leaves:
            table.add(self._sale(leaf, columns, period) if sales else self._balance(leaf, columns, period))
        return Records("report_1c", "", size, [table], self._facts(leaves, control, period))

    def _ways(self, items: list[Item]) -> Iterator[list[int]]:
        for levels in ([each.outline for each in items], [each.indent for each in items],
                       [each.column for each in items]):  # fmt: skip
            if len(set(levels)) > 1:
                yield levels
        yield guessed_levels(items)
        yield [0] * len(items)

    def _meaning(self) -> dict[str, list[int]]:
        """Columns by what they hold."""
        found: dict[str, list[int]] = {}
        for column in self._numeric:
            path = self._paths[column].casefold()
            side = "debit" if "дебет" in path else "credit" if "кредит" in path else ""
            if side:
                part = "opening_" if "начал" in path else "closing_" if "кон" in path.partition("/")[0] else ""
                found.setdefault(part + side, []).append(column)
            elif "кол" in path:
                found.setdefault("quantity", []).append(column)
            elif not re.search(r"%|процент|рентаб|доля|прибыл|себестоим", path):
                found.setdefault("amount", []).append(column)
        if "debit" in found or "credit" in found or "closing_debit" in found:
            found.pop("amount", None)
        for field in ("amount", "quantity"):
            whole = [column for column in found.get(field, ()) if "итог" in self._paths[column].casefold()]
            if whole and len(found[field]) > 1:
                found[field] = whole[-1:]
        money = [at for at in found.get("amount", ()) if re.search(r"сумм|выручк|стоимост", self._paths[at].casefold())]
        if money and "amount" in found:
            found["amount"] = (
                money if len(money) > 1 and "итог" not in self._paths[money[-1]].casefold() else money[-1:]
            )
        return found

    def _control(
        self, leaves: list[Item], items: list[Item], levels: list[int], columns: dict[str, list[int]]
    ) -> dict[str, tuple[Decimal, Decimal]]:
        """By field: the sum of the leaves and the total the report states (or that of its topmost items).

        Balances may stand on both sides in a leaf and be netted in the total, so only their difference is compared.
        """
        tops = [item for item, level in zip(items, levels, strict=True) if level == min(levels)]

        def both(field: str) -> tuple[Decimal, Decimal]:
            ours = sum((leaf.sum(columns.get(field, ())) for leaf in leaves), Decimal(0))
            if self._total >= 0:
                stated = [self._value(self._total, column) for column in columns.get(field, ())]
                theirs = sum((value for value in stated if value is not None), Decimal(0))
            else:
                theirs = sum((top.sum(columns.get(field, ())) for top in tops), Decimal(0))
            return ours.quantize(_CENT), theirs.quantize(_CENT)

        found: dict[str, tuple[Decimal, Decimal]] = {
            field: both(field) for field in ("debit", "credit", "amount") if field in columns
        }
        for part in ("opening", "closing"):
            if f"{part}_debit" in columns or f"{part}_credit" in columns:
                (debit, told), (credit, stated) = both(f"{part}_debit"), both(f"{part}_credit")
                found[f"{part}_balance"] = (debit - credit, told - stated)
        return found

    def _facts(
        self, leaves: list[Item], control: dict[str, tuple[Decimal, Decimal]], period: tuple[str, str]
    ) -> dict[str, Fact]:
        clients = [self._client_at(leaf) for leaf in leaves]
        levels = Counter(leaf.chain[at].outline for leaf, at in zip(leaves, clients, strict=True) if at >= 0)
        wrong = next((field for field, (ours, theirs) in control.items() if ours != theirs), "")
        shown = wrong or next((field for field in ("debit", "amount", "credit") if field in control), "")
        facts: dict[str, Fact] = {
            "leaves": len(leaves),
            "operations": self._end - self._start,
            "clients": len({leaf.chain[at].name for leaf, at in zip(leaves, clients, strict=True) if at >= 0}),
            "level_of_counterparty": max(levels, key=lambda level: levels[level], default=-1),
            "total_row": self._total >= 0,
            "period_from": period[0],
            "period_to": period[1],
        }
        if shown:
            facts["control_of"] = shown
            facts["control_rows"], facts["control_file"] = map(written, control[shown])
        for field, name in (("debit", "turnover_debit_total"), ("credit", "turnover_credit_total"),
                            ("amount", "amount_total")):  # fmt: skip
            if field in control:
                facts[name] = written(control[field][0])
        return facts

    def _client_at(self, leaf: Item) -> int:
        """Place of the counterparty in the chain of a leaf, -1 where the report is not about any."""
        chain = leaf.chain
        own = [at for at, item in enumerate(chain) if not ACCOUNT.fullmatch(item.name)]
        sorts = [name for name in self.stack if not re.match(r"сч[её]т\b", name, re.IGNORECASE)]
        place = next((at for at, name in enumerate(sorts) if _CLIENT.search(name)), -1)
        if not own or place < 0:
            return -1
        below = next((at for at in own if CONTRACT.match(chain[at].name) or DOCUMENT.match(chain[at].name)), None)
        if below is not None and below - 1 in own:
            return below - 1
        extra = max(0, len(own) - len(sorts))
        return own[min(place + extra, len(own) - 1)]

    def _common(self, leaf: Item) -> tuple[str, str, str, str]:
        """Counterparty, contract, document number and its date."""
        at = self._client_at(leaf)
        name = leaf.chain[at].name if at >= 0 else ""
        contract = next((each.name for each in leaf.chain if CONTRACT.match(each.name)), "")
        for each in leaf.chain:
            found = DOCUMENT.match(each.name)
            if found:
                return name, contract, found["number"] or each.name[:100], found["date"]
        return name, contract, "", ""

    def _sale(self, leaf: Item, columns: dict[str, list[int]], period: tuple[str, str]) -> dict[str, str]:
        name, contract, document, day = self._common(leaf)
        quantity = leaf.sum(columns.get("quantity", ())) or leaf.quantity(columns.get("amount", ()))
        product = leaf.chain[-1].name
        is_product = bool(re.search("номенклатур|товар", " ".join(self.stack), re.IGNORECASE))
        return {
            "client_ref": name,
            "document": document,
            "date": day or period[1],
            "product_name": product if is_product and product != name else "",
            "quantity": written(quantity) if quantity else "",
            "amount": written(leaf.sum(columns["amount"]).quantize(_CENT)),
            "contract": contract,
            "period_from": period[0],
            "period_to": period[1],
        }

    def _balance(self, leaf: Item, columns: dict[str, list[int]], period: tuple[str, str]) -> dict[str, str]:
        name, contract, document, day = self._common(leaf)
        account = [each.name for each in leaf.chain if ACCOUNT.fullmatch(each.name)]
        record = {
            "name": name,
            "account": account[-1] if account else "",
            "contract": contract,
            "document": document,
            "date": day,
            "period_from": period[0],
            "period_to": period[1],
        }
        for field, places in columns.items():
            if field in BALANCES:
                record[field] = written(leaf.sum(places).quantize(_CENT))
        return record
