"""A made-up dossier of 26 pages: every kind of block, letters of three languages, 700 rows of tables."""

from __future__ import annotations

import datetime as dt
import random
import struct
import zlib
from collections.abc import Iterator

from core.dossier.blocks import (
    Block,
    Card,
    Column,
    Document,
    Fact,
    Figure,
    Heading,
    Meta,
    Note,
    PageBreak,
    Paragraph,
    Photo,
    Table,
)
from core.dossier.figures import month_bars, rhythm_strip, share_bars
from core.dossier.org_tree import Post, org_trees, tree_lines

AS_OF = dt.date(2026, 11, 28)
ALPHABETS = (
    "Съешь ещё этих мягких французских булок, да выпей чаю. ЁЖ, подъём, Щука № 7 — «в кавычках».",
    "The quick brown fox jumps over the lazy dog 1234567890.",
    "Voyez le brick géant que j'examine près du wharf; ç, œ, Œ, à, ï, ô, É, ÿ.",
)
MONTHS = dict(enumerate(["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"], 1))
PEOPLE = (
    Post("1", "Ковалёв Сергей Иванович", "владелец"),
    Post("2", "Ёлкина Анна Петровна", "директор", "1"),
    Post("3", "Bérénice Lefèvre", "закупки", "2"),
    Post("4", "Шишкин Олег", "бухгалтер", "2"),
    Post("5", "Мышь Пётр", "склад", "3"),
)
_NBSP = "\u00a0"


def made_document(orders: int = 200, sections: int = 13, photo: bool = True, language: str = "ru") -> Document:
    """The dossier; `orders` rows and `sections` of three paragraphs make it longer or shorter."""
    meta = Meta(
        title="Досье клиента", firm="ООО «Сфера»", subject="ООО «Ромашка плюс»", reader="Иван Петров", date=AS_OF,
        number=12, copy=1, mark="Выгрузка № 12 · 5f1c · ivan · 28.11.2026 01:20 · конфиденциально",
        watermark="Иван Петров · 28.11.2026 01:20 · № 12, экз. 1", language=language,
    )  # fmt: skip
    return Document(meta, tuple(_blocks(random.Random(3), orders, sections, photo)))


def _blocks(dice: random.Random, orders: int, sections: int, photo: bool) -> Iterator[Block]:
    yield Heading("Клиент в цифрах")
    yield Card(
        (
            Fact("Оборот за 12 месяцев", f"1{_NBSP}234{_NBSP}567,89{_NBSP}₽", "на 12 % больше"),
            Fact("Доля в продажах", "4,31 %"),
            Fact("Дней молчит", "18", "обычно покупает раз в 30 дней"),
            Fact("Уровень", "Ключевой"),
            Fact("ABC / XYZ", "A / X"),
            Fact("Возвраты", f"12{_NBSP}300,00{_NBSP}₽", "1,0 %"),
        ),
        large=True,
    )
    yield Note("Обычно покупает каждые 30 дней, молчит 18: по ритму.")
    yield from _drawings(dice)
    yield Heading("Карточка")
    yield Heading("Реквизиты", 2)
    yield Card((Fact("ИНН", "7707083893"), Fact("Адрес", "г. Тула, ул. Ленина, д. 1")), title="Сведения")
    for text in ALPHABETS:
        yield Paragraph(text)
    yield Heading("Люди")
    for drawing in org_trees(PEOPLE):
        yield Figure(drawing, "Кто кому подчиняется", "\n".join(tree_lines(PEOPLE)))
    if photo:
        yield Photo(png(60, 80), "Ёлкина Анна Петровна", "портрет", 0.2)
    yield Paragraph("Анна Петровна любит музыку и не терпит опозданий.\nЗвонить после десяти.")
    yield PageBreak()
    yield Heading("Заказы")
    yield Table(_COLUMNS, tuple(_rows(dice, orders)), "Документы за все годы")
    yield Heading("История")
    yield Table(_COLUMNS, tuple(_rows(dice, orders + orders // 2)))
    for number in range(1, sections + 1):
        yield Heading(f"Раздел {number}")
        for part in range(1, 4):
            yield Heading(f"Подраздел {part}", 2)
            yield Paragraph("Договорились о поставке к сроку и о скидке за объём; обещали перезвонить. " * 11)


def _drawings(dice: random.Random) -> Iterator[Block]:
    events = [AS_OF - dt.timedelta(days=30 * number + dice.randint(-6, 6)) for number in range(1, 30)]
    window = (AS_OF + dt.timedelta(days=12), AS_OF + dt.timedelta(days=40))
    yield Figure(
        rhythm_strip(events, AS_OF, MONTHS, "сегодня, 28.11.2026", window, "ждём"),
        "Ритм покупок",
        "29 покупок за три года",
    )
    months = [(MONTHS[number % 12 + 1], max(0.0, dice.gauss(400, 180)) * 1000) for number in range(24)]
    scale = {250_000.0: "250 тыс. ₽", 500_000.0: "500 тыс. ₽"}
    yield Figure(month_bars(months, scale), "Оборот по месяцам", "столбики двух лет")
    shares = [("Краска «Белизна» № 5", 0.42, "42 %"), ("Кисти", 0.4, "40 %"), ("Прочее", 0.18, "18 %")]
    yield Figure(share_bars(shares), "Что покупает", "краска, кисти, прочее")


_COLUMNS = (
    Column("Дата", 1.1),
    Column("Документ", 1.6),
    Column("Строк", 0.7, "right"),
    Column("Сумма", 1.5, "right"),
    Column("Примечание", 2.4),
)


def _rows(dice: random.Random, count: int) -> Iterator[tuple[str, ...]]:
    for number in range(count):
        day = AS_OF - dt.timedelta(days=3 * number)
        amount = f"{dice.randint(1000, 90_000):,}".replace(",", _NBSP) + f",50{_NBSP}₽"
        remark = "отгрузка со склада № 2" if number % 7 else "возврат: перепутали артикул, вернули в тот же день"
        yield day.strftime("%d.%m.%Y"), f"РН-{1000 + number}", str(dice.randint(1, 20)), amount, remark


def png(width: int, height: int) -> bytes:
    """A picture of so many dots, grey from dark to light."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + bytes(min(90 + y + x, 255) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
