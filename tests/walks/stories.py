"""The four walks (issues 7 and 8): manager, head, admin and auditor, and the manager who takes a key client over.

docs/walk-*.md tell them with the same screens; a step's `sees` is what the reader is told to look at.
"""

from __future__ import annotations

from typing import Final

from tests.walks.story import Command, Session, Walk, press, types

CLIENT, CLIENT_INN = "ООО «Формат-Групп»", "7760550014"
"""The largest client of the sample firm, led by somebody else than the manager of the walks."""
NEWCOMER_SECRET = "семь синих окон"

MANAGER: Final = Walk(
    "manager",
    (
        Session(
            "manager",
            (
                press(sees="Групп. задача", shot="today"),
                press("f9", sees="сначала ваши клиенты"),
                press("3", sees="Скорее всего, потерян", shot="queue"),
                press("enter", sees="Последняя покупка", shot="card"),
                press("escape", sees="Очередь"),
                press("n", sees="Хочу пообедать с вами", shot="step"),
                types("согласен, во вторник", "enter", sees=": Приглашён на обед"),
                press("enter", sees="Последняя покупка"),
                press("f5", sees="Контакт: "),
                press("tab", sees="Контакт: "),
                types("ждёт во вторник, просил новый прайс", sees="новый прайс", shot="contact"),
                press("enter", sees="Контакт записан"),
                press("right", "right", sees="ждёт во вторник", shot="history"),
                press("f9", sees="сначала ваши клиенты"),
                press("7", sees="Звонки: планы", shot="campaigns"),
                press("down", sees="согласие:"),
                press("enter", sees="состоялось", shot="calls"),
                press("r", sees="Чем кончилось"),
                press("down", "enter", sees="Записано", shot="called"),
            ),
        ),
    ),
)
HEAD: Final = Walk(
    "head",
    (
        Session(
            "head",
            (
                press(sees="Визит", shot="today"),
                press("f9", sees="сначала ваши клиенты"),
                press("4", sees="Нужны три признака", shot="classes"),
                press("f9", sees="сначала ваши клиенты"),
                press("8", sees="по формуле источника", shot="figures"),
                press("f9", sees="сначала ваши клиенты"),
                press("9", sees="Полосы"),
                press("w", sees="Без клиента", shot="dependency"),
                press("f9", sees="сначала ваши клиенты"),
                press("5", sees="Здоровье 9", shot="keys"),
                press("f9", sees="сначала ваши клиенты"),
                press("j", sees="ждёт одобрения", shot="export"),
                press("a", sees="одобрена"),
                press("f9", sees="сначала ваши клиенты"),
                press("7", sees="ждут согласия: 1"),
                press("enter", sees="согласие руководителя", shot="campaign"),
                press("a", sees="согласована"),
                press("f9", sees="сначала ваши клиенты"),
                press("0", sees="Записанные часы", shot="team"),
                press("left", sees="О чём", shot="digest"),
                press("v", sees="сегодня"),
                press("f9", sees="сначала ваши клиенты"),
                press("a", sees="просроченных шагов"),
                press("enter", sees="1. узнать планы на сезон", shot="group"),
            ),
        ),
    ),
)
ADMIN: Final = Walk(
    "admin",
    (
        Session(
            "admin",
            (
                press("f9", sees="сначала ваши клиенты"),
                press("l", sees="Слова ключей"),
                press("n", sees="Новый коллега"),
                types("sokolova", "tab", sees="sokolova"),
                types("Соколова Ирина Петровна", "tab", sees="Соколова"),
                press("tab", *NEWCOMER_SECRET, "tab", sees="•••"),
                types(NEWCOMER_SECRET, sees="•••", shot="newcomer"),
                press("enter", sees="sokolova в списке"),
            ),
        ),
        Session(
            "head",
            (
                press("f9", sees="сначала ваши клиенты"),
                press("l", sees="Слова ключей"),
                press(*["down"] * 5, sees="Соколова"),
                press("i", sees="портфель", shot="grant"),
                press("enter", sees="sokolova"),
                press("up", sees="Рябов"),
                press("o", sees="Кто принимает", shot="successor"),
                press("down", "down", "enter", sees="уходит насовсем"),
                press("down", "enter", sees="Акт для личного дела", shot="left"),
            ),
        ),
        Session(
            "auditor",
            (
                press("f9", sees="сначала ваши клиенты"),
                press("m", sees="Журнал"),
                press("v", sees="Журнал цел", shot="log"),
                press("right", sees="ничего необычного", shot="watch"),
                press("right", sees="Взято", shot="limits"),
            ),
        ),
        Command("admin", ("backup", "create", "{folder}"), "всё цело"),
    ),
)
TAKEOVER: Final = Walk(
    "new-manager",
    (
        Session(
            "manager",
            (
                press("f2", sees="Найти клиента"),
                types(CLIENT_INN, sees="в другом портфеле", shot="foreign"),
                press("f8", sees="Запрос доступа отправлен", shot="asked"),
                press("escape", sees="Групп. задача"),
            ),
        ),
        Session(
            "head",
            (
                press("f9", sees="сначала ваши клиенты"),
                press("l", sees="запросы: 1"),
                press("a", sees="Кто просит доступ", shot="request"),
                press("enter", sees="Какой будет ответ"),
                press("down", "enter", sees="теперь у"),
            ),
        ),
        Session(
            "manager",
            (
                press("f2", sees="Найти клиента"),
                types(CLIENT_INN, sees=CLIENT),
                press("enter", sees="Последняя покупка", shot="card"),
                press("e", sees="из 20–40 страниц", shot="dossier"),
                press("escape", sees="Последняя покупка"),
                press("right", sees="нет контакта с владельцем", shot="people"),
                press("m", sees="Отношения, 0–100", shot="map"),
                press("escape", sees="нет контакта с владельцем"),
                press("f5", sees="Контакт: "),
                press("tab", sees="Контакт: "),
                types("познакомились, встреча в среду", sees="встреча в среду", shot="contact"),
                press("enter", sees="Контакт записан"),
                press(*["right"] * 6, sees="Обязательство"),
                press("n", sees="Что это?"),
                press("enter", sees="Ответственный"),
                types("привезти образцы клея", sees="образцы клея", shot="promise"),
                press("enter", sees="Сохранено"),
                press("e", sees="из 20–40 страниц"),
                press("p", sees="На бумаге", shot="print"),
                press("enter", sees="Для чего документ"),
                types("готовлюсь к первой встрече", "enter", sees=" стр."),
            ),
        ),
    ),
)
WALKS: Final = (MANAGER, HEAD, ADMIN, TAKEOVER)
