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
    statements = 0
    sums = {"in": Decimal(0), "out": Decimal(0)}
    accounts: list[str] = []
    for statement in source.elements(_STATEMENTS):
        statements += 1
        own = _account(statement.find("Acct"))
        if own and own not in accounts:
            accounts.append(own)
        for entry in statement.iter("Ntry"):
            payment = _payment(entry, own, table.rows + 1)
            sums[payment["direction"]] += abs(amount_of(payment["amount"]) or Decimal(0))
            table.add(payment)
    if not statements:
        raise ReadFault("camt")
    facts: dict[str, Fact] = {
        "statements": statements,
        "entries": table.rows,
        "accounts": [*accounts[:20]],
        "sum_in": written(sums["in"]),
        "sum_out": written(sums["out"]),
    }
    return Records("camt", source.encoding, len(source.data), [table], facts)


def _payment(entry: Element, own: str, number: int) -> dict[str, str]:
    money = entry.find("Amt")
    amount = amount_of(text_of(money))
    if amount is None:
        raise ReadFault("amount", number)
    credit = text_of(entry, "CdtDbtInd") == "CRDT"
    if text_of(entry, "RvslInd").lower() == "true":
        credit = not credit
    details = next(entry.iter("TxDtls"), entry)
    party = _party(details, "Dbtr" if credit else "Cdtr")
    side = "DbtrAcct" if credit else "CdtrAcct"
    purpose = [(part.text or "").strip() for part in details.iter("Ustrd")]
    return {
        "date": _day(entry.find("BookgDt")) or _day(entry.find("ValDt")),
        "number": text_of(entry, "AcctSvcrRef") or text_of(entry, "NtryRef"),
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
