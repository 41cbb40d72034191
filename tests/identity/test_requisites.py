"""A firm's block of requisites pasted as text (U32)."""

from __future__ import annotations

import pytest

from core.identity.requisites import read_requisites

BLOCK = """Карточка предприятия
Полное наименование: Общество с ограниченной ответственностью «Ромашка»
Сокращённое наименование: ООО «Ромашка»
Юридический адрес: 127006, г. Москва, ул. Садовая, д. 5, стр. 1
ИНН / КПП 7707083893 / 770701001
ОГРН: 1027700132195
р/с 40702810900000000001 в ПАО «Банк»
к/с 30101810400000000225
БИК 044525225
Генеральный директор: Иванова Анна Петровна
Тел.: +7 (495) 123-45-67, 8 (916) 111-22-33
E-mail: info@romashka.ru
Сайт: www.romashka.ru
Любимый цвет компании зелёный
"""


def test_U32_every_requisite_is_found_and_the_rest_is_named() -> None:
    found = read_requisites(BLOCK)
    assert dict(found.values) == {
        "name": "ООО «Ромашка»",
        "address": "127006, г. Москва, ул. Садовая, д. 5, стр. 1",
        "city": "Москва",
        "inn": "7707083893",
        "kpp": "770701001",
        "ogrn": "1027700132195",
        "account": "40702810900000000001",
        "correspondent": "30101810400000000225",
        "bik": "044525225",
        "director": "Иванова Анна Петровна",
        "phone": "+7 (495) 123-45-67; 8 (916) 111-22-33",
        "email": "info@romashka.ru",
        "site": "www.romashka.ru",
    }
    assert found.lost == ("Любимый цвет компании зелёный",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('ООО "Вектор"\nИНН 7728168971\n', {"name": 'ООО "Вектор"', "inn": "7728168971"}),
        ("ИНН\t7728168971\tКПП\t770701001\tОГРН\t1027700132195\t",
         {"inn": "7728168971", "kpp": "770701001", "ogrn": "1027700132195"}),
        ("ИП Петров Пётр Иванович\rИНН 500100732259\rпочта: p@mail.ru", {
            "name": "ИП Петров Пётр Иванович", "inn": "500100732259", "email": "p@mail.ru"}),
    ],
)  # fmt: skip
def test_U32_short_blocks_of_other_shapes(text: str, values: dict[str, str]) -> None:
    assert dict(read_requisites(text).values) == values


def test_U32_a_text_that_is_no_block_gives_nothing() -> None:
    found = read_requisites("Добрый день!\nКогда будет оплата?")
    assert not found.values and len(found.lost) == 2
