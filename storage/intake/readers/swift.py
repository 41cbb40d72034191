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
_GLUED: Final = re.compile(r"([A-Z]{2}\d{2}(?:[A-Z]{4})?\d{10,26}|\d{20})\s*([^\W\d].*)")
"""An IBAN or a Russian account with the name right behind it."""
_NAMED: Final = re.compile(r"/NAME/([^/]+)")
_INN: Final = re.compile(r"(?:ИНН|INN)\s*[:/]?\s*(\d{10}(?:\d\d)?)\b", re.IGNORECASE)


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
        total += _amount(transaction.data)
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


def _amount(data: dict[str, Any]) -> Decimal:
    """Signed; the library knows debits, not credits that were taken back."""
    amount: Decimal = data["amount"].amount
    status = str(data.get("status") or "")
    return -abs(amount) if status in ("D", "RC") else abs(amount) if status in ("C", "RD") else amount


def _party(data: dict[str, Any], text: str) -> tuple[str, str]:
    """Account and name of the other side. The library joins both where a bank gives them in two fields of one tag."""
    account, name = str(data.get("applicant_iban") or ""), str(data.get("applicant_name") or "")
    glued = _GLUED.match(name)
    if glued and not account:
        account, name = glued[1], glued[2]
    if not name:
        said = _NAMED.search(text)
        name = said[1].strip() if said else ""
    return account, " ".join(name.split())


def _payment(data: dict[str, Any], account: str, number: int) -> dict[str, str]:
    amount = _amount(data)
    purpose = " ".join(
        str(data.get(name) or "") for name in ("transaction_details", "purpose", "extra_details")
    ).split()
    text = " ".join(purpose)
    inn = _INN.search(text)
    account_of, name = _party(data, text)
    day = data.get("date") or data.get("entry_date")
    reference = str(data.get("customer_reference") or "")
    return {
        "date": str(day) if day else "",
        "number": str(data.get("bank_reference") or "") or ("" if reference == "NONREF" else reference) or str(number),
        "amount": written(amount),
        "direction": "in" if amount >= 0 else "out",
        "own_account": account,
        "account": account_of,
        "name": name,
        "inn": inn[1] if inn else "",
        "bik": str(data.get("applicant_bin") or ""),
        "purpose": text,
        "operation": str(data.get("id") or ""),
        "currency": str(data["amount"].currency or ""),
    }
