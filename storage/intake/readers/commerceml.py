"""CommerceML 2.x: counterparties, documents with their goods, payments, offers (spec/exchange §1.4).

Never validated: real files break the schema. The economic operation decides the sign of a document.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from storage.intake.frames import Fact
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.money import amount_of, written
from storage.intake.readers.records import Records, Table
from storage.intake.readers.xml_source import XmlFile, text_of

CLIENTS: Final = (
    "external_id", "name", "kind", "inn", "kpp", "ogrn", "phone", "email", "site", "address", "person", "last_name",
    "first_name", "middle_name", "birthday", "full_name",
)  # fmt: skip
SALES: Final = (
    "client_ref", "document", "line", "date", "product", "product_name", "quantity", "price", "amount", "currency",
    "inn", "external_id", "operation",
)  # fmt: skip
PAYMENTS: Final = (
    "date", "number", "amount", "direction", "own_account", "account", "name", "inn", "kpp", "bank", "bik", "purpose",
    "operation", "currency",
)  # fmt: skip
PRODUCTS: Final = ("product", "product_name", "article", "barcode", "unit", "price", "currency", "group")
_WANTED: Final = frozenset({"Контрагент", "Документ", "Предложение", "Товар"})
_BACK: Final = ("возврат",)
_MONEY: Final = ("выплата", "оплата", "поступление безнал", "поступление нал")
_SELLERS: Final = frozenset({"продавец", "поставщик", "получатель", "комитент"})


def open_file(fd: int) -> Records:
    """Read the file on `fd`. Raises ReadFault for broken XML or an amount that is none."""
    source = XmlFile(fd)
    exchange = _Exchange()
    for element in source.elements(_WANTED):
        if element.tag == "Документ":
            exchange.document(element)
        elif element.tag == "Контрагент":
            exchange.clients.add(_client(element))
        else:
            exchange.product(element)
    return Records("commerceml", source.encoding, len(source.data), exchange.tables(), exchange.facts())


class _Exchange:
    """The tables of one file as they fill."""

    def __init__(self) -> None:
        self.sales = Table("sales", "sales", SALES)
        self.payments = Table("payments", "payments", PAYMENTS)
        self.clients = Table("clients", "clients", CLIENTS)
        self.named = Table("parties", "clients", CLIENTS)
        self.products = Table("products", "products", PRODUCTS)
        self.documents = 0
        self.sums: list[str] = []
        self.goods_lines: list[int] = []
        self.offers = 0

    def tables(self) -> list[Table]:
        """Sales first: the table that an import takes where nothing is said."""
        own = self.clients if self.clients.rows else self.named
        return [self.sales, self.payments, own, self.products]

    def facts(self) -> dict[str, Fact]:
        """Counts as the format makes them."""
        return {
            "documents": self.documents,
            "counterparties": self.clients.rows,
            "sums": [*self.sums[:1000]],
            "goods_lines": [*self.goods_lines[:1000]],
            "lines": sum(self.goods_lines),
            "offers": self.products.rows,
        }

    def document(self, element: Element) -> None:
        """One document: its goods as sales, or its money as a payment."""
        self.documents += 1
        total = amount_of(text_of(element, "Сумма"))
        if total is None:
            raise ReadFault("amount", self.documents)
        goods = element.findall("Товары/Товар")
        if len(self.sums) < 1000:
            self.sums.append(written(total))
            self.goods_lines.append(len(goods))
        party = _other_party(element)
        client = _client(party) if party is not None else {}
        if client:
            self.named.add(client)
        operation = text_of(element, "ХозОперация")
        common = {
            "date": text_of(element, "Дата"),
            "currency": text_of(element, "Валюта").rstrip("."),
            "operation": operation,
            "inn": client.get("inn", ""),
        }
        number = text_of(element, "Номер") or text_of(element, "Ид")
        if operation.casefold().startswith(_MONEY) or not goods:
            role = text_of(element, "Роль").casefold()
            came = role in ("получатель", "продавец")
            payment = {"number": number, "amount": written(total if came else -total), "name": client.get("name", "")}
            self.payments.add(common | payment | {"direction": "in" if came else "out"})
            return
        sign = -1 if operation.casefold().startswith(_BACK) else 1
        for line, article in enumerate(goods, 1):
            self.sales.add(common | _line(article, line, sign, number, client))

    def product(self, element: Element) -> None:
        """One offer or article of the catalogue."""
        price = element.find("Цены/Цена")
        self.products.add(
            {
                "product": text_of(element, "Ид"),
                "product_name": text_of(element, "Наименование"),
                "article": text_of(element, "Артикул"),
                "barcode": text_of(element, "Штрихкод"),
                "unit": text_of(element, "БазоваяЕдиница") or text_of(price, "Единица"),
                "price": text_of(price, "ЦенаЗаЕдиницу"),
                "currency": text_of(price, "Валюта").rstrip("."),
                "group": text_of(element, "Группы", "Ид"),
            }
        )


def _line(article: Element, line: int, sign: int, document: str, client: dict[str, str]) -> dict[str, str]:
    amount = amount_of(text_of(article, "Сумма"))
    quantity = amount_of(text_of(article, "Количество"))
    price = amount_of(text_of(article, "ЦенаЗаЕдиницу"))
    if amount is None and quantity is not None and price is not None:
        amount = (quantity * price).quantize(Decimal("0.01"))
    return {
        "client_ref": client.get("name", ""),
        "external_id": client.get("external_id", ""),
        "document": document,
        "line": str(line),
        "product": text_of(article, "Ид") or text_of(article, "Артикул"),
        "product_name": text_of(article, "Наименование"),
        "quantity": written(sign * quantity) if quantity is not None else "",
        "price": written(price) if price is not None else "",
        "amount": written(sign * amount) if amount is not None else "",
    }


def _other_party(document: Element) -> Element | None:
    """The counterparty that is not us: by the role we have in the document."""
    parties = document.findall("Контрагенты/Контрагент")
    ours = text_of(document, "Роль").casefold()
    for party in parties:
        role = text_of(party, "Роль").casefold()
        if role and role != ours and not (ours in _SELLERS and role in _SELLERS):
            return party
    return parties[0] if parties else None


def _client(element: Element) -> dict[str, str]:
    contacts: dict[str, list[str]] = {"phone": [], "email": [], "site": []}
    for contact in element.findall("Контакты/Контакт"):
        sort, value = text_of(contact, "Тип").casefold(), text_of(contact, "Значение")
        if value:
            field = "email" if "почт" in sort or "mail" in sort or "@" in value else "phone"
            contacts["site" if "сайт" in sort or "web" in sort else field].append(value)
    person = bool(text_of(element, "Фамилия") or text_of(element, "Имя")) and not text_of(element, "КПП")
    address = next((text_of(element, tag, "Представление") for tag in ("ЮридическийАдрес", "Адрес", "АдресРегистрации")
                    if text_of(element, tag, "Представление")), "")  # fmt: skip
    full = text_of(element, "ОфициальноеНаименование") or text_of(element, "ПолноеНаименование")
    return {
        "external_id": text_of(element, "Ид"),
        "name": text_of(element, "Наименование") or full,
        "kind": "person" if person else "company",
        "inn": text_of(element, "ИНН"),
        "kpp": text_of(element, "КПП"),
        "ogrn": text_of(element, "ОГРН"),
        "phone": "; ".join(contacts["phone"]),
        "email": "; ".join(contacts["email"]),
        "site": next(iter(contacts["site"]), ""),
        "address": address,
        "person": text_of(element, "Представители/Представитель/Контрагент", "Наименование"),
        "last_name": text_of(element, "Фамилия"),
        "first_name": text_of(element, "Имя"),
        "middle_name": text_of(element, "Отчество"),
        "birthday": text_of(element, "ДатаРождения"),
        "full_name": full,
    }
