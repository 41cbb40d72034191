"""Field names of spec/cli and the headers they are known by: Russian, English, 1C, Bitrix24, amoCRM, UCI."""

from __future__ import annotations

from typing import Final

from storage.intake import kinds
from storage.intake.text import squeeze

SALE_FIELDS: Final = (
    "client_ref", "document", "line", "date", "product", "product_name", "quantity", "price", "amount", "cost",
    "currency", "due_on", "paid_on", "seller",
)  # fmt: skip
CLIENT_FIELDS: Final = (
    "external_id", "name", "kind", "inn", "kpp", "ogrn", "phone", "email", "site", "city", "address", "tags", "note",
    "owner", "loyalty_card", "company",
)  # fmt: skip
PERSON_FIELDS: Final = (
    "person", "last_name", "first_name", "middle_name", "latin_last_name", "latin_first_name", "sex", "birthday",
    "citizenship", "passport", "passport_series", "passport_number", "passport_expires", "national_id",
    "national_id_series", "national_id_number", "ticket", "position", "person_phone", "person_email",
)  # fmt: skip
PEOPLE_FIELDS: Final = (
    "name", *PERSON_FIELDS, "company", "phone", "email", "address", "city", "site", "tags", "note", "external_id",
    "loyalty_card",
)  # fmt: skip
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "sales": SALE_FIELDS,
    "clients": CLIENT_FIELDS + PERSON_FIELDS,
    "people": PEOPLE_FIELDS,
    **{kind: tuple(lines) for kind, lines in kinds.TABLES.items()},
}
OWN: Final = "own:"
"""Before the name of a field the firm has declared itself (U12): `own:Segment`."""
OWN_KINDS: Final = frozenset({"clients", "people"})
"""Kinds of import whose rows may have own fields."""


def own_name(field: str) -> str:
    """Name of an own field as the firm declared it."""
    return field.removeprefix(OWN)


def knows(kind: str, field: str) -> bool:
    """Whether rows of a kind may have a field."""
    return field in FIELDS[kind] or (kind in OWN_KINDS and field.startswith(OWN) and len(field) > len(OWN))


MANY_VALUED: Final = frozenset({"phone", "email", "tags", "note", "person_phone", "person_email"})

# The first field of a kind that claims a header gets it; names earlier in a line win over later ones.
_SALES: Final = {
    "client_ref": "CustomerID; Customer ID; Client ID; client_ref; client; Код клиента; Код контрагента; ID клиента"
    "; Клиент ID; ID контрагента; ID компании; Customer No; Customer Number; Account ID; Buyer ID; ИНН; ИНН клиента"
    "; ИНН контрагента; ИНН покупателя"
    "; Контрагент; Клиент; Покупатель; Заказчик; Customer; Customer Name; Client Name; Buyer; Компания"
    "; Наименование контрагента; Грузополучатель; Плательщик; Основной контакт; Организация покупателя",
    "document": "InvoiceNo; Invoice No; Invoice; Invoice Number; Order ID; Order No; Order Number; Order; Document"
    "; Document No; Номер документа; Документ; № документа; Номер заказа; Номер счета; Номер накладной; Накладная"
    "; Регистратор; Документ реализации; Реализация; Номер; № п; Заказ; Документ движения; № накладной"
    "; № счета; ID сделки",
    "line": "Line; Line No; Line Number; Номер строки; № строки; Строка; НомерСтроки",
    "date": "InvoiceDate; Invoice Date; Date; Order Date; Sale Date; Document Date; Дата; Дата документа; Дата продажи"
    "; Дата отгрузки; Дата реализации; Дата заказа; Дата накладной; Дата счета; Дата операции; Период; Дата покупки"
    "; Дата закрытия; Дата закрытия сделки; Purchase Date; Transaction Date; День; По дням",
    "product": "StockCode; Stock Code; SKU; Product; Product ID; Product Code; Item; Item Code; Артикул; Код товара"
    "; Код номенклатуры; Товар ID; Штрихкод; Код",
    "product_name": "Description; Product Name; Item Name; Номенклатура; Товар; Наименование товара; Наименование"
    "; Название товара; Услуга; Товары работы услуги; Позиция",
    "quantity": "Quantity; Qty; Units; Количество; Кол-во; Кол; Количество товара; Колво шт; Количество шт",
    "price": "UnitPrice; Unit Price; Price; Цена; Цена за единицу; Цена за ед; Цена с НДС; Цена руб",
    "amount": "Amount; Total; Net; Net Amount; Sum; Line Total; Sales; Revenue; Сумма; Сумма с НДС; Сумма продажи"
    "; Выручка; Стоимость; Стоимость продажи; Сумма документа; Сумма отгрузки; Сумма отгрузок; Итого; Всего; Сумма руб"
    "; Продажи; Сумма заказа; Сумма выручки; Бюджет; Сумма оплаты",
    "cost": "Cost; COGS; Себестоимость; Себестоимость продаж; Закупочная стоимость; Закупочная сумма",
    "currency": "Currency; Валюта; Валюта документа; Currency Code; Код валюты",
    "due_on": "Due Date; Due On; Due; Срок оплаты; Оплатить до; Дата оплаты план",
    "paid_on": "Paid On; Paid Date; Payment Date; Дата оплаты; Оплачено; Оплачен; Дата платежа",
    "seller": "Seller; Salesperson; Sales Rep; Manager; Менеджер; Ответственный; Продавец; Ответственный менеджер",
}
_CLIENTS: Final = {
    "external_id": "External ID; external_id; ID; CustomerID; Customer ID; Client ID; Код; Код клиента; Код контрагента"
    "; ID клиента; ID контрагента; ID компании; Внешний код; Account ID",
    "name": "Name; Company Name; Client; Client Name; Customer; Customer Name; Наименование; Название; Контрагент"
    "; Клиент; Наименование контрагента; Наименование клиента; Название компании"
    "; Полное наименование; Краткое наименование"
    "; Организация; Покупатель; Заказчик; Фирма; Account Name; Организация или ФИО; Company; Компания",
    "company": "Company; Компания; Работает в; Название организации",
    "kind": "Тип; Вид; Вид контрагента; Тип клиента; Тип контрагента; Юр Физ лицо; Kind; Type; ЮрФизЛицо",
    "inn": "ИНН; INN; ИНН клиента; ИНН контрагента; ИНН организации; ИНН КПП; Tax ID; VAT",
    "kpp": "КПП; KPP",
    "ogrn": "ОГРН; ОГРНИП; OGRN",
    "phone": "Телефон; Телефоны; Phone; Phone Number; Рабочий телефон; Мобильный телефон; Телефон компании; Тел"
    "; Контактный телефон; Mobile; Tel; Номер телефона; Мобильный; Другой телефон; Рабочий прямой телефон",
    "email": "E-mail; Email; Mail; Почта; Электронная почта; Рабочий e-mail; Рабочий email; Адрес электронной почты"
    "; Email адрес; Другой e-mail; Личный email",
    "site": "Web; Сайт; Website; Site; URL; Web-сайт; Корпоративный сайт; WWW",
    "city": "Город; City; Населенный пункт",
    "address": "Адрес; Address; Юридический адрес; Фактический адрес; Адрес доставки; Почтовый адрес",
    "tags": "Теги; Тег; Tags; Метки; Категория",
    "note": "Примечание; Комментарий; Note; Notes; Comment; Описание; Примечания; Комментарии"
    "; Дополнительная информация",
    "owner": "Ответственный; Менеджер; Owner; Manager; Основной менеджер; Ответственный менеджер; Кто ведет",
    "loyalty_card": "Карта лояльности; Дисконтная карта; Номер карты; Loyalty Card; Карта",
    "person": "Контактное лицо; ФИО; Contact; Contact Person; Контакт; Контактное лицо ФИО; Представитель",
    "last_name": "Фамилия; Last Name; Surname",
    "first_name": "Имя; First Name; Given Name",
    "middle_name": "Отчество; Middle Name; Patronymic",
    "latin_last_name": "Фамилия латиницей; Latin Last Name; Surname Latin",
    "latin_first_name": "Имя латиницей; Latin First Name",
    "sex": "Пол; Sex; Gender",
    "birthday": "Дата рождения; День рождения; Birthday; Date of Birth; ДР; Birth Date",
    "citizenship": "Гражданство; Citizenship; Nationality",
    "passport": "Загранпаспорт; Заграничный паспорт; Passport",
    "passport_series": "Серия загранпаспорта; Passport Series",
    "passport_number": "Номер загранпаспорта; Passport Number; Passport No",
    "passport_expires": "Срок действия паспорта; Действует до; Passport Expires; Срок действия загранпаспорта",
    "national_id": "Паспорт; Паспорт РФ; National ID; Паспортные данные",
    "national_id_series": "Серия паспорта; National ID Series",
    "national_id_number": "Номер паспорта; National ID Number",
    "ticket": "Билет; Номер билета; Ticket",
    "position": "Должность; Position; Job Title; Title",
    "person_phone": "Телефон контактного лица; Contact Phone; Person Phone; Мобильный контактного лица",
    "person_email": "E-mail контактного лица; Contact Email; Person Email",
}
_PEOPLE: Final = {
    **{field: _CLIENTS[field] for field in PEOPLE_FIELDS},
    "name": "ФИО; Name; Full Name; Display Name; Имя полностью; Фамилия Имя Отчество; Полное имя; Контакт; Турист"
    "; Фамилия Имя; File As; Отображаемое имя; Краткое имя; Ф И О",
    "last_name": _CLIENTS["last_name"] + "; Family Name; Фамилия туриста",
    "first_name": _CLIENTS["first_name"] + "; Имя контакта",
    "middle_name": _CLIENTS["middle_name"] + "; Additional Name; Второе имя",
    "company": _CLIENTS["company"] + "; Организация; Organization Name; Organization 1 - Name; Место работы; Фирма",
    "position": _CLIENTS["position"] + "; Organization Title; Organization 1 - Title",
    "phone": _CLIENTS["phone"] + "; Phone 1 - Value; Phone 2 - Value; Phone 3 - Value; Mobile Phone; Business Phone"
    "; Home Phone; Business Phone 2; Home Phone 2; Primary Phone; Company Main Phone; Other Phone; Домашний телефон"
    "; Телефон раб; Телефон дом; Телефон переносной; Телефон основной; Телефон организации",
    "email": _CLIENTS["email"] + "; E-mail 1 - Value; E-mail 2 - Value; E-mail 3 - Value; E-mail Address"
    "; E-mail 2 Address; E-mail 3 Address; Адрес эл почты; Адрес эл почты 2; Адрес 2 эл почты; Адрес 3 эл почты",
    "address": _CLIENTS["address"] + "; Address 1 - Formatted; Business Street; Home Street; Улица раб адрес"
    "; Улица дом адрес",
    "city": _CLIENTS["city"] + "; Business City; Home City; Город раб адрес; Город дом адрес",
    "site": _CLIENTS["site"] + "; Website 1 - Value; Web Page; Личная веб-страница; Веб-страница",
    "tags": _CLIENTS["tags"] + "; Labels; Group Membership; Categories; Категории",
    "note": _CLIENTS["note"] + "; Заметки",
}
_LINES: Final[dict[str, dict[str, str]]] = {
    "sales": _SALES,
    "clients": _CLIENTS,
    "people": _PEOPLE,
    **kinds.TABLES,
}


def _table(lines: dict[str, str], fields: tuple[str, ...]) -> dict[str, list[tuple[str, int]]]:
    """Squeezed header → fields that claim it, each with the place of the header in its list."""
    table: dict[str, list[tuple[str, int]]] = {}
    for field in fields:
        names = [field, *lines[field].split(";")]
        for place, name in enumerate(names):
            claims = table.setdefault(squeeze(name), [])
            if all(claim != field for claim, _ in claims):
                claims.append((field, place))
    return table


SYNONYMS: Final = {kind: _table(lines, FIELDS[kind]) for kind, lines in _LINES.items()}
SPOKEN: Final = {
    kind: [(name.strip().casefold(), field) for field, names in lines.items() for name in names.split(";") if name]
    for kind, lines in _LINES.items()
}
"""Header texts with their spaces, for the fuzzy comparison."""
KNOWN_HEADERS: Final = frozenset(name for table in SYNONYMS.values() for name in table)
_NAMES: Final = (
    "Контрагент;Клиент;Покупатель;Заказчик;Customer;Customer Name;Client Name;Client;Buyer;Компания"
    ";Наименование контрагента;Грузополучатель;Плательщик;Основной контакт;Организация покупателя"
)
NAME_HEADERS: Final = frozenset(map(squeeze, _NAMES.split(";")))
"""Headers of a `client_ref` that holds names rather than codes."""
