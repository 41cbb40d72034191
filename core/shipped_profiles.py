"""Profiles that come with the program (spec/exchange §3 Profiles): formats that say themselves what they hold, and
tables of programs people move from. A copy can be edited and saved under the same name: then it goes first."""

from __future__ import annotations

import functools
from typing import Final

from core.profile import Profile, from_toml

_TEXTS: Final[dict[str, str]] = {
    "kl_to_1c": 'about = "Выписка 1CClientBankExchange"\nkind = "payments"\nform = "bank_1c"\n',
    "camt": 'about = "ISO 20022 camt.053, camt.054"\nkind = "payments"\nform = "camt"\n',
    "mt940": 'about = "SWIFT MT940"\nkind = "payments"\nform = "mt940"\n',
    "commerceml": 'about = "CommerceML 2.x"\nkind = "sales"\nform = "commerceml"\n',
    "osv62": 'about = "1С: ОСВ по счёту 62"\nkind = "balances"\nform = "report_1c"\n',
    "sales_by_counterparty": 'about = "1С: продажи по контрагентам"\nkind = "sales"\nform = "report_1c"\n',
    "vcard": 'about = "vCard 2.1, 3.0, 4.0"\nkind = "people"\nform = "vcard"\n'
    '\n[options]\ncleaning = ["phones", "mails"]\n',
    "amocrm": """about = "amoCRM: контакты и компании"
kind = "clients"
[columns]
"Тип" = "kind"
"Наименование" = "name"
"Компания" = "company"
"Дата создания" = ""
"Создатель" = ""
"Дата изменения" = ""
"Автор изменения" = ""
"Теги" = "tags"
"Ближайшая задача" = ""
"Ответственный" = "owner"
[options]
cleaning = ["phones", "mails"]
""",
    "bitrix24": """about = "Битрикс24: компании"
kind = "clients"
[columns]
"Название компании" = "name"
"Тип компании" = ""
"Рабочий телефон" = "phone"
"Рабочий e-mail" = "email"
[options]
cleaning = ["phones", "mails"]
""",
    "google": """about = "Google Contacts CSV"
kind = "people"
[columns]
"First Name" = "first_name"
"Last Name" = "last_name"
"E-mail 1 - Value" = "email"
"Phone 1 - Value" = "phone"
[options]
cleaning = ["phones", "mails"]
""",
    "outlook_en": """about = "Outlook CSV, English"
kind = "people"
[columns]
"First Name" = "first_name"
"Last Name" = "last_name"
"Company" = "company"
"Job Title" = "position"
"E-mail Address" = "email"
[options]
cleaning = ["phones", "mails"]
""",
    "outlook_ru": """about = "Outlook CSV, русский"
kind = "people"
[columns]
"Имя" = "first_name"
"Фамилия" = "last_name"
"Организация" = "company"
"Должность" = "position"
"Адрес эл. почты" = "email"
[options]
cleaning = ["phones", "mails"]
""",
}
NAMES: Final = tuple(_TEXTS)


def text_of(name: str) -> str:
    """The text of a profile that comes with the program. KeyError for another name."""
    return _TEXTS[name]


@functools.cache
def profile_of(name: str) -> Profile:
    """The profile of that name."""
    return from_toml(_TEXTS[name])
