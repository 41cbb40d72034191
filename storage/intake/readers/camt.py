"""camt.052/053/054, versions 2 to 8: entries of bank statements (spec/exchange §1.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from storage.intake.frames import Fact
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.money import amount_of, written
from storage.intake.readers.records import Records, Table
from storage.intake.readers.xml_source import XmlFile, text_of

FIELDS: Final = (
    "date", "number", "amount", "direction", "own_account", "account", "name", "inn", "kpp", "bank", "bik", "purpose",
    "operation", "currency",
)  # fmt: skip
_STATEMENTS: Final = frozenset({"Stmt", "Ntfctn", "Rpt"})


def open_file(fd: int) -> Records:
    """Read the file on `fd`. Raises ReadFault for broken XML."""
    source = XmlFile(fd)
    table = Table("entries", "payments", FIELDS)
    statements = entries = 0
    sums = {"in": Decimal(0), "out": Decimal(0)}
    accounts: list[str] = []
    for statement in source.elements(_STATEMENTS):
        statements += 1
        own = _account(statement.find("Acct"))
        if own and own not in accounts:
            accounts.append(own)
        for entry in statement.iter("Ntry"):
            entries += 1
            for payment in _payments(entry, own, entries):
                sums[payment["direction"]] += abs(amount_of(payment["amount"]) or Decimal(0))
                table.add(payment)
    if not statements:
        raise ReadFault("camt")
    facts: dict[str, Fact] = {
        "statements": statements,
        "entries": entries,
        "accounts": [*accounts[:20]],
        "sum_in": written(sums["in"]),
        "sum_out": written(sums["out"]),
    }
    return Records("camt", source.encoding, len(source.data), [table], facts)


def _payments(entry: Element, own: str, number: int) -> list[dict[str, str]]:
    """An entry as payments: a batch whose parts add up to it is one payment a part, each from its own payer.

    Raises ReadFault for an entry without an amount.
    """
    amount = amount_of(text_of(entry.find("Amt")))
    if amount is None:
        raise ReadFault("amount", number)
    parts = list(entry.iter("TxDtls"))
    amounts = [_part_amount(part) for part in parts]
    told = [each for each in amounts if each is not None]
    if len(parts) > 1 and len(told) == len(parts) and sum(told, Decimal(0)) == amount:
        return [_payment(entry, part, own, each) for part, each in zip(parts, told, strict=True)]
    return [_payment(entry, parts[0] if parts else entry, own, amount)]


def _part_amount(part: Element) -> Decimal | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        found = part.find(path)
        if found is not None:
            return amount_of(text_of(found))
    return None


def _payment(entry: Element, details: Element, own: str, amount: Decimal) -> dict[str, str]:
    money = entry.find("Amt")
    credit = text_of(entry, "CdtDbtInd") == "CRDT"
    if text_of(entry, "RvslInd").lower() == "true":
        credit = not credit
    party = _party(details, "Dbtr" if credit else "Cdtr")
    side = "DbtrAcct" if credit else "CdtrAcct"
    purpose = [(part.text or "").strip() for part in details.iter("Ustrd")]
    return {
        "date": _day(entry.find("BookgDt")) or _day(entry.find("ValDt")),
        "number": text_of(entry, "AcctSvcrRef") or text_of(entry, "NtryRef") or text_of(details, "Refs", "EndToEndId"),
        "amount": written(amount if credit else -amount),
        "direction": "in" if credit else "out",
        "own_account": own,
        "account": _account(next(details.iter(side), None)),
        "name": text_of(party, "Nm"),
        "inn": _tax_number(party),
        "kpp": "",
        "bank": "",
        "bik": "",
        "purpose": " ".join(filter(None, purpose)) or text_of(entry, "AddtlNtryInf"),
        "operation": "",
        "currency": money.get("Ccy", "") if money is not None else "",
    }


def _day(element: Element | None) -> str:
    return (text_of(element, "Dt") or text_of(element, "DtTm"))[:10]


def _account(element: Element | None) -> str:
    return text_of(element, "Id", "IBAN") or text_of(element, "Id", "Othr", "Id")


def _party(details: Element, side: str) -> Element | None:
    """The other side of the entry; version 8 hides it one level deeper, under Pty."""
    found = details.find(f"RltdPties/{side}")
    if found is None:
        return None
    deeper = found.find("Pty")
    return found if deeper is None else deeper


def _tax_number(party: Element | None) -> str:
    for element in [] if party is None else party.iter("Othr"):
        number = text_of(element, "Id")
        if number.isdigit() and len(number) in (10, 12):
            return number
    return ""
