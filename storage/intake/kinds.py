"""Imports other than sales and clients: their fields, the headers these are known by, the types of their cells.

Headers of 1C, banks, amoCRM, Bitrix24, Google, Outlook, telephone exchanges; Russian and English.
"""

from __future__ import annotations

from typing import Final, Literal

CellType = Literal["text", "day", "money", "number", "inn"]

PAYMENTS: Final = {
    "date": "Дата; Дата операции; Дата документа; Дата проводки; Дата поступления; Date; Booking Date; Дата платежа",
    "number": "Номер; Номер документа; № документа; № док; Document No; Number; Номер платежа",
    "amount": "Сумма; Сумма платежа; Сумма операции; Amount; Сумма в валюте счета; Сумма документа",
    "debit": "Дебет; Списание; Расход; Сумма по дебету; Сумма списания; Debit; Оборот Дт; Обороты по дебету",
    "credit": "Кредит; Поступление; Приход; Сумма по кредиту; Сумма поступления; Credit; Оборот Кт; Обороты по кредиту",
    "currency": "Валюта; Currency; Код валюты; Валюта счета; Валюта операции; Валюта платежа",
    "direction": "Направление; Тип операции; Вид движения; Direction; Дт Кт",
    "own_account": "Наш счет; Счет организации; Свой счет; Номер счета; Own Account",
    "account": "Счет плательщика; Счет контрагента; Расчетный счет; Account; Корреспондирующий счет; Р с контрагента",
    "name": "Плательщик; Контрагент; Наименование контрагента; Наименование плательщика; Корреспондент; Payer; Name"
    "; Отправитель; Плательщик Получатель; Наименование корреспондента",
    "inn": "ИНН; ИНН плательщика; ИНН контрагента; ИНН корреспондента",
    "kpp": "КПП; КПП плательщика; КПП контрагента",
    "bank": "Банк; Банк плательщика; Банк контрагента; Наименование банка",
    "bik": "БИК; БИК банка; БИК банка контрагента; БИК контрагента",
    "debit_party": "Счет дебет; Счет по дебету; Дебет счета; Реквизиты плательщика",
    "credit_party": "Счет кредит; Счет по кредиту; Кредит счета; Реквизиты получателя",
    "purpose": "Назначение платежа; Назначение; Основание; Содержание операции; Purpose; Description; Описание"
    "; Детали платежа; Details",
    "operation": "Вид операции; ВО; Тип документа; Вид документа; Operation",
}
PRODUCTS: Final = {
    "product": "Артикул; Код; Код товара; SKU; Product Code; Product; Item Code; Код номенклатуры; Артикул товара; ID",
    "product_name": "Наименование; Номенклатура; Товар; Название; Наименование товара; Product Name; Name; Description"
    "; Услуга; Наименование работ",
    "unit": "Ед; Ед изм; Единица; Единица измерения; Unit",
    "price": "Цена; Цена руб; Розничная цена; Цена с НДС; Price; Оптовая цена; Стоимость; Прайс; Цена продажи"
    "; Розница; Опт; Базовая цена",
    "cost": "Себестоимость; Закупочная цена; Закупка; Cost; Цена закупки",
    "currency": "Валюта; Currency",
    "group": "Группа; Категория; Раздел; Group; Category; Товарная группа; Номенклатурная группа",
    "barcode": "Штрихкод; Штрих-код; Barcode; EAN; GTIN; EAN13",
    "article": "Артикул поставщика; Article",
    "stock": "Остаток; Количество; Наличие; Склад; Stock; Свободный остаток; В наличии",
}
DEALS: Final = {
    "external_id": "ID; ID сделки; Номер сделки; Deal ID; Номер",
    "title": "Сделка; Название; Название сделки; Название лида; Наименование; Deal; Deal Name; Title; Тема",
    "client_ref": "Компания; Клиент; Контрагент; Company; Client; Customer; Название компании; Покупатель; Заказчик",
    "contact": "Основной контакт; Контакт; Полное имя контакта; Контактное лицо; Contact; ФИО",
    "stage": "Стадия; Этап; Этап сделки; Стадия сделки; Статус; Статус сделки; Stage; Status; Deal Stage",
    "pipeline": "Воронка; Направление; Pipeline",
    "amount": "Сумма; Бюджет; Сумма сделки; Amount; Value; Бюджет сделки; Планируемая сумма",
    "currency": "Валюта; Currency",
    "opened_on": "Дата создания; Дата начала; Создана; Created; Created At; Дата создания сделки; Дата",
    "closed_on": "Дата закрытия; Предполагаемая дата закрытия; Дата завершения; Closed; Close Date; Закрыта"
    "; Дата закрытия сделки",
    "probability": "Вероятность; Вероятность %; Probability",
    "owner": "Ответственный; Менеджер; Owner; Responsible",
    "source": "Источник; Источник сделки; Source",
    "note": "Комментарий; Примечание; Описание; Note; Comment",
    "reason": "Причина отказа; Причина; Loss Reason",
}
ENQUIRIES: Final = {
    "date": "Дата; Дата и время; Дата звонка; Время; Дата обращения; Date; Time; Call Date; Начало; Дата время"
    "; calldate; start; Start Time; Call Start; Начало звонка; Дата и время звонка; Дата/время",
    "phone": "Телефон; Номер; Номер клиента; Откуда; Кто звонил; Caller; From; Phone; Номер абонента; Звонящий; src"
    "; Caller ID; Номер звонящего; Вызывающий; Контакт; Contact",
    "our_phone": "Куда; Номер назначения; To; dst; Called; Кому; Вызываемый; Линия",
    "name": "Имя; Клиент; Name; Абонент; ФИО",
    "email": "E-mail; Email; Почта",
    "channel": "Канал; Источник; Рекламный канал; Реклама; Channel; Source; Канал обращения; Откуда узнали; utm_source",
    "tool": "Кампания; Инструмент; Рекламная кампания; Campaign; utm_campaign; Объявление; Tool",
    "answered": "Статус; Статус звонка; Отвечен; Результат; Status; Disposition; Ответ; Исход; Принят; Answer",
    "wait": "Ожидание; Время ожидания; Wait; Ожидание сек",
    "duration": "Длительность; Длительность звонка; Продолжительность; Duration; billsec; Время разговора"
    "; Разговор сек",
    "seller": "Who; Кто; Employee; Сотрудник; Оператор; Менеджер; Кто ответил; Ответственный; Agent; Operator"
    "; Внутренний номер",
    "direction": "Направление; Тип звонка; Тип; Direction; Вид звонка",
    "note": "Комментарий; Примечание; Note; Comment; Тема",
    "captured": "Контакт взят; Взят контакт; Captured",
    "reason": "Причина; Почему не взят",
}
SPEND: Final = {
    "date": "Дата; Date; Период; Месяц; Period; Month; День",
    "period_to": "Конец периода; По; Period To",
    "spend_type": "Вид; Kind; Вид затрат; Статья затрат; Статья; Вид расхода; Статья расходов; Cost Type; Spend Type"
    "; Тип затрат; Расход; Затраты",
    "purpose": "Назначение затрат; Привлечение удержание; Цель; Purpose",
    "tool": "Инструмент; Канал; Источник; Рекламный канал; Channel; Кампания; Campaign; Площадка; Tool; Source"
    "; Реклама",
    "amount": "Сумма; Стоимость; Расходы; Amount; Cost; Spend; Сумма руб; Потрачено; Деньги; Money",
    "currency": "Валюта; Currency",
    "hours": "Часы; Часов; Hours; Время ч; Время",
    "event": "Мероприятие; Event; Событие",
    "note": "Комментарий; Примечание; Note; Описание",
}
CARDS: Final = {
    "loyalty_card": "Номер карты; № карты; N карты; Карта; № дисконтной карты; Карта клиента; Карта лояльности"
    "; Дисконтная карта; Номер дисконтной карты; Card; Card Number; Loyalty Card; Бонусная карта; Штрихкод карты"
    "; Код карты; Номер бонусной карты",
    "last_name": "Фамилия; Last Name; Surname",
    "first_name": "Имя; First Name; Given Name",
    "middle_name": "Отчество; Middle Name; Patronymic",
    "name": "ФИО; Владелец; Держатель; Клиент; Имя владельца; Name; Holder; Член клуба; Покупатель; Участник",
    "phone": "Телефон; Мобильный телефон; Phone; Тел",
    "email": "E-mail; Email; Почта",
    "birthday": "Дата рождения; День рождения; Birthday",
    "sex": "Пол; Sex; Gender",
    "state": "Статус; Статус карты; Состояние; State; Активна; Status",
    "issued_on": "Дата выдачи; Выдана; Issued; Дата регистрации; Дата активации",
    "discount": "Скидка; Процент скидки; Discount; Скидка %",
    "points": "Баллы; Бонусы; Баланс; Points; Остаток бонусов",
    "external_id": "ID; Код; Код клиента",
    "city": "Город; City",
    "note": "Комментарий; Примечание; Note",
}
BALANCES: Final = dict.fromkeys(
    ("name", "account", "contract", "document", "date", "opening_debit", "opening_credit", "debit", "credit",
     "closing_debit", "closing_credit", "period_from", "period_to"), "",
)  # fmt: skip
LETTERS: Final = dict.fromkeys(("date", "sender", "sender_name", "recipients", "subject", "message_id", "reply_to"), "")
TABLES: Final[dict[str, dict[str, str]]] = {
    "payments": PAYMENTS,
    "products": PRODUCTS,
    "deals": DEALS,
    "enquiries": ENQUIRIES,
    "spend": SPEND,
    "cards": CARDS,
    "balances": BALANCES,
    "letters": LETTERS,
}
REQUIRED: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "payments": (("date",), ("amount", "debit", "credit")),
    "products": (("product_name", "product"),),
    "deals": (("title", "external_id"), ("stage", "amount")),
    "enquiries": (("date",), ("phone", "email", "name", "answered", "channel")),
    "spend": (("date",), ("amount", "hours", "event")),
    "cards": (("loyalty_card",),),
    "balances": (("name",),),
    "letters": (("sender",),),
    "people": (("name", "last_name", "first_name", "company", "email", "latin_last_name", "latin_first_name"),),
}
"""One field of every group must be fed."""
TYPES: Final[dict[str, CellType]] = {
    **dict.fromkeys(("date", "opened_on", "closed_on", "issued_on", "period_from", "period_to"), "day"),
    **dict.fromkeys(
        ("amount", "debit", "credit", "price", "cost", "opening_debit", "opening_credit", "closing_debit",
         "closing_credit"), "money",
    ),
    **dict.fromkeys(("points", "stock"), "number"),
    "inn": "inn",
}  # fmt: skip
"""Types of fields; the others are texts."""
SIGNATURES: Final[tuple[tuple[str, tuple[tuple[str, ...], ...], frozenset[str]], ...]] = (
    ("payments", (("purpose",), ("date",), ("amount", "debit", "credit")), frozenset()),
    ("payments", (("debit",), ("credit",), ("date",), ("name", "inn")), frozenset()),
    ("cards", (("loyalty_card",), ("name", "last_name", "phone", "issued_on", "discount", "points", "state")),
     frozenset({"amount"})),
    ("deals", (("stage",), ("title", "external_id"), ("amount", "client_ref")),
     frozenset({"document", "product", "last_name"})),
    ("enquiries", (("date",), ("phone",), ("duration", "answered", "channel", "our_phone", "wait")),
     frozenset({"amount"})),
    ("spend", (("date",), ("amount", "hours"), ("spend_type", "tool")), frozenset({"client_ref"})),
    ("products", (("product_name",), ("price",)), frozenset({"date", "client_ref", "inn", "amount"})),
)  # fmt: skip
"""How a table is told by its header: groups of which one field each must be known, and fields of a sale, a client or
a payment that speak against it."""
