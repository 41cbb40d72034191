"""1CClientBankExchange: documents of a bank statement (spec/exchange §1.3).

The header's own word on the encoding may lie: strict UTF-8 first, then cp866 where it says DOS, else cp1251.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.intake.frames import Fact
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.money import amount_of, written
from storage.intake.readers.records import Records, Table, lines_of, read_all

FIELDS: Final = (
    "date", "number", "amount", "direction", "own_account", "account", "name", "inn", "kpp", "bank", "bik", "purpose",
    "operation", "currency",
)  # fmt: skip
_START: Final = "1CClientBankExchange"
_NOTHING: Final = frozenset({"0", "00000000000", "000000000"})
_ACCOUNT_CURRENCY: Final = {"810": "RUB", "643": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "398": "KZT",
                            "933": "BYN"}  # fmt: skip
"""Digits 6–8 of a Russian account."""


def open_file(fd: int) -> Records:
    """Read the file on `fd`. Raises ReadFault for one that is no such file."""
    data = read_all(fd)
    text, encoding = _decoded(data)
    table = Table("documents", "payments", FIELDS)
    statement = _Statement()
    for number, document in enumerate(_documents(text, statement), 1):
        table.add(statement.payment(document, number))
    return Records("bank_1c", encoding, len(data), [table], statement.facts(table.rows))


def _decoded(data: bytes) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "utf-16-le" if data[:1] == b"\xff" else "utf-16-be"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        dos = b"=DOS" in data[:2000]
    encoding = "cp866" if dos else "cp1251"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise ReadFault("decode", data.count(b"\n", 0, error.start) + 1) from None


class _Statement:
    """What is said outside the documents, and the sums of those."""

    def __init__(self) -> None:
        self.accounts: list[str] = []
        self.header: dict[str, str] = {}
        self.sections: list[dict[str, str]] = []
        self.ended = False
        self.sums = {"in": Decimal(0), "out": Decimal(0), "": Decimal(0)}

    def payment(self, document: dict[str, str], number: int) -> dict[str, str]:
        """One document as a payment. Raises ReadFault for a document without an amount."""
        amount = amount_of(document.get("Сумма", ""))
        if amount is None:
            raise ReadFault("amount", number)
        direction = self._direction(document)
        self.sums[direction] += amount
        other = "Плательщик" if direction == "in" else "Получатель"
        own = "Получатель" if direction == "in" else "Плательщик"
        own_account = _account(document, own)
        if self.accounts and own_account not in self.accounts:
            own_account = self.accounts[0]
        inn, kpp = document.get(other + "ИНН", ""), document.get(other + "КПП", "")
        day = document.get("ДатаПоступило" if direction == "in" else "ДатаСписано", "")
        return {
            "date": day or document.get("Дата", ""),
            "number": document.get("Номер", ""),
            "amount": written(amount if direction != "out" else -amount),
            "direction": direction,
            "own_account": own_account,
            "account": _account(document, other),
            "name": _name(document, other),
            "inn": "" if inn in _NOTHING else inn,
            "kpp": "" if kpp in _NOTHING else kpp,
            "bank": document.get(other + "Банк1", ""),
            "bik": document.get(other + "БИК", ""),
            "purpose": _purpose(document),
            "operation": document.get("СекцияДокумент", ""),
            "currency": _ACCOUNT_CURRENCY.get(own_account[5:8], ""),
        }

    def _direction(self, document: dict[str, str]) -> str:
        pays, gets = _account(document, "Плательщик"), _account(document, "Получатель")
        payer, payee = pays in self.accounts, gets in self.accounts
        if payer != payee:
            return "out" if payer else "in"
        debited, credited = document.get("ДатаСписано", ""), document.get("ДатаПоступило", "")
        if bool(debited) != bool(credited):
            return "out" if debited else "in"
        return "out" if payer else ""

    def facts(self, documents: int) -> dict[str, Fact]:
        """Counts and sums, beside those the file states."""
        found: dict[str, Fact] = {
            "documents": documents,
            "sum_in": written(self.sums["in"]),
            "sum_out": written(self.sums["out"]),
            "end_of_file_mark": self.ended,
            "accounts": [*self.accounts[:20]],
            "version": self.header.get("ВерсияФормата", "")[:20],
        }
        if self.sums[""]:
            found["sum_unclear"] = written(self.sums[""])
        for key, name in (("ВсегоПоступило", "file_in"), ("ВсегоСписано", "file_out")):
            stated = [amount_of(section[key]) for section in self.sections if section.get(key)]
            if stated and None not in stated:
                found[name] = written(sum((each for each in stated if each is not None), Decimal(0)))
        found["balances_fit"] = all(map(_balanced, self.sections))
        return found


def _balanced(section: dict[str, str]) -> bool:
    names = ("НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток")
    start, came, went, end = (amount_of(section.get(name, "")) for name in names)
    if start is None or end is None:
        return True
    return start + (came or 0) - (went or 0) == end


def _documents(text: str, statement: _Statement) -> Iterator[dict[str, str]]:
    """The documents one after another; the header and the account sections go into `statement`."""
    lines = lines_of(text)
    if next(lines, "").strip("\ufeff \t") != _START:
        raise ReadFault("bank_1c")
    target = statement.header
    last = ""
    inside = False
    begun = 0
    for line in lines:
        key, equals, value = line.partition("=")
        if equals and " " not in key and "\t" not in key:
            if key == "СекцияДокумент":
                target, inside, last = {key: value.strip()}, True, ""
                begun += 1
                continue
            last = key
            target[key] = value = value.strip()
            if key == "РасчСчет" and value and value not in statement.accounts:
                statement.accounts.append(value)
            continue
        word = line.strip()
        if word == "КонецДокумента":
            yield target
            target, inside, last = statement.header, False, ""
        elif word == "КонецФайла":
            statement.ended = True
            break
        elif word == "СекцияРасчСчет":
            statement.sections.append(target := {})
        elif word == "КонецРасчСчет":
            target = statement.header
        elif word and last and inside:
            # A line without a key goes on with the value above it.
            target[last] = f"{target[last]} {word}".strip()
    if inside:
        raise ReadFault("cut", begun)


def _account(document: dict[str, str], side: str) -> str:
    return document.get(side + "РасчСчет") or document.get(side + "Счет", "")


def _name(document: dict[str, str], side: str) -> str:
    """ "Плательщик1", else "Плательщик" with the ИНН glued in front of the name taken off."""
    name = document.get(side + "1", "")
    if name:
        return name
    name = document.get(side, "")
    words = name.split(maxsplit=2)
    if len(words) > 1 and words[0].upper() == "ИНН" and words[1].isdigit():
        return words[2] if len(words) > 2 else ""
    first, _, rest = name.partition(" ")
    return rest.strip() if first.isdigit() and len(first) in (10, 12) and rest else name


def _purpose(document: dict[str, str]) -> str:
    whole = document.get("НазначениеПлатежа", "")
    if whole:
        return whole
    parts = (document.get(f"НазначениеПлатежа{number}", "") for number in range(1, 7))
    return " ".join(filter(None, parts))
