"""MT940: transactions of bank statements, by the library mt-940 (optional extra "bank")."""

from __future__ import annotations

import logging
import re
from decimal import Decimal
from typing import Any, Final

from storage.intake.encoding import sniff
from storage.intake.frames import Fact
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.money import written
from storage.intake.readers.records import Records, Table, read_all

try:
    import mt940
except ImportError:
    mt940 = None  # type: ignore[assignment]

FIELDS: Final = (
    "date", "number", "amount", "direction", "own_account", "account", "name", "inn", "kpp", "bank", "bik", "purpose",
    "operation", "currency",
)  # fmt: skip
# It writes lines of the statement into its log where they do not fit.
_log = logging.getLogger("mt940")
_log.addHandler(logging.NullHandler())
_log.propagate = False
_INN: Final = re.compile(r"(?:ИНН|INN)\s*:?\s*(\d{10}(?:\d\d)?)\b", re.IGNORECASE)


def open_file(fd: int) -> Records:
    """Read the file on `fd`. Raises ReadFault without the library, or when it finds no statement."""
    if mt940 is None:
        raise ReadFault("no_mt940")
    data = read_all(fd)
    encoding = sniff(data)
    found = _transactions(data.decode(encoding, "replace").removeprefix("\ufeff"))
    table = Table("transactions", "payments", FIELDS)
    total = Decimal(0)
    account = str(found.data.get("account_identification", "") or "")
    for number, transaction in enumerate(found, 1):
        payment = _payment(transaction.data, account, number)
        total += transaction.data["amount"].amount
        table.add(payment)
    facts: dict[str, Fact] = {
        "transactions": table.rows,
        "sum": written(total),
        "accounts": [account] if account else [],
    }
    return Records("mt940", encoding, len(data), [table], facts)


def _transactions(text: str) -> Any:
    """What the library makes of the text, first with its own tags, then with those of a bank that differs."""
    faults: list[Exception] = []
    for tags in (None, _asnb()):
        try:
            found = mt940.models.Transactions(tags=tags) if tags else mt940.models.Transactions()
            found.parse(text)
        except (RuntimeError, ValueError, KeyError, AssertionError, ArithmeticError, TypeError, IndexError,
                AttributeError) as fault:  # fmt: skip
            faults.append(fault)
            continue
        if all(_usable(each.data) for each in found):
            return found
    raise ReadFault("mt940")


def _asnb() -> dict[Any, Any]:
    tag = mt940.tags.StatementASNB()
    return {tag.id: tag}


def _usable(data: dict[str, Any]) -> bool:
    return data.get("amount") is not None and data["amount"].amount is not None


def _payment(data: dict[str, Any], account: str, number: int) -> dict[str, str]:
    amount = data["amount"].amount
    purpose = " ".join(
        str(data.get(name) or "") for name in ("transaction_details", "purpose", "extra_details")
    ).split()
    text = " ".join(purpose)
    inn = _INN.search(text)
    name = str(data.get("applicant_name") or "")
    day = data.get("date") or data.get("entry_date")
    reference = str(data.get("customer_reference") or "")
    return {
        "date": str(day) if day else "",
        "number": str(data.get("bank_reference") or "") or ("" if reference == "NONREF" else reference) or str(number),
        "amount": written(amount),
        "direction": "in" if amount >= 0 else "out",
        "own_account": account,
        "account": str(data.get("applicant_iban") or ""),
        "name": name,
        "inn": inn[1] if inn else "",
        "bik": str(data.get("applicant_bin") or ""),
        "purpose": text,
        "operation": str(data.get("id") or ""),
        "currency": str(data["amount"].currency or ""),
    }
