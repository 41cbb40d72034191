"""OFX 1.x (SGML) and 2.x (XML) by a tolerant reader of tags: empty tags, missing ends, short bank numbers pass."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Final

from storage.intake.encoding import sniff, sniff_eight_bit
from storage.intake.frames import Fact
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.money import amount_of, written
from storage.intake.readers.records import Records, Table, read_all

FIELDS: Final = (
    "date", "number", "amount", "direction", "own_account", "account", "name", "inn", "kpp", "bank", "bik", "purpose",
    "operation", "currency",
)  # fmt: skip
_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w.]*)[^>]*>(?:\s*<!\[CDATA\[(.*?)\]\]>|([^<]*))", re.DOTALL)
_ACCOUNTS: Final = frozenset({"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"})


def open_file(fd: int) -> Records:
    """Read the file on `fd`. Raises ReadFault for a file without the OFX element or an amount that is none."""
    data = read_all(fd)
    encoding = sniff(data)
    if not encoding.startswith("utf"):
        encoding = "cp1251" if b"CHARSET:1251" in data[:1000] else sniff_eight_bit(data)
    text = data.decode(encoding, "replace")
    start = re.search(r"<OFX>", text, re.IGNORECASE)
    if start is None:
        raise ReadFault("ofx")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ReadFault("doctype")
    reader = _Reader()
    for found in _TAG.finditer(text, start.start()):
        value = found[3] if found[3] is not None else html.unescape(found[4] or "")
        reader.tag(found[2].upper(), bool(found[1]), " ".join(value.split()))
    reader.flush()
    facts: dict[str, Fact] = {
        "accounts": len(reader.accounts),
        "transactions": reader.table.rows,
        "sum": written(reader.total),
    }
    return Records("ofx", encoding, len(data), [reader.table], facts)


class _Reader:
    """Collects the fields of one transaction until the next one begins."""

    def __init__(self) -> None:
        self.table = Table("transactions", "payments", FIELDS)
        self.accounts: list[str] = []
        self.total = Decimal(0)
        self._account = self._currency = ""
        self._where = ""
        self._fields: dict[str, str] | None = None

    def tag(self, name: str, closing: bool, value: str) -> None:
        """One tag with the text behind it."""
        if name == "STMTTRN":
            self.flush()
            self._fields = None if closing else {}
        elif closing:
            self._where = "" if name == self._where else self._where
            if name in ("BANKTRANLIST", "STMTRS", "CCSTMTRS"):
                self.flush()
        elif name in _ACCOUNTS and self._fields is None:
            self._where = name
        elif name == "ACCTID" and self._where in _ACCOUNTS and self._fields is None:
            self._account = value
            if value and value not in self.accounts:
                self.accounts.append(value)
        elif name == "CURDEF":
            self._currency = value
        elif self._fields is not None and value:
            self._fields.setdefault(name, value)

    def flush(self) -> None:
        """Keep the transaction that was being collected. Raises ReadFault when its amount is none."""
        fields, self._fields = self._fields, None
        if not fields:
            return
        amount = amount_of(fields.get("TRNAMT", ""))
        if amount is None:
            raise ReadFault("amount", self.table.rows + 1)
        self.total += amount
        day = fields.get("DTPOSTED") or fields.get("DTUSER", "")
        self.table.add(
            {
                "date": f"{day[:4]}-{day[4:6]}-{day[6:8]}" if day[:8].isdigit() else day,
                "number": fields.get("FITID", ""),
                "amount": written(amount),
                "direction": "in" if amount >= 0 else "out",
                "own_account": self._account,
                "account": fields.get("ACCTID", ""),
                "name": fields.get("NAME", ""),
                "purpose": fields.get("MEMO", ""),
                "operation": fields.get("TRNTYPE", ""),
                "currency": fields.get("CURRENCY", "") or self._currency,
            }
        )
