"""Encodings are recognised by content (spec/exchange §1.5)."""

from __future__ import annotations

import codecs
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.intake.encoding import known, sniff

HEADERS = [
    "Контрагент;ИНН;Дата;Сумма",
    "Клиент;Номер документа;Количество;Цена",
    "Наименование;Город;Телефон;Примечание",
]
ROWS = [
    "ООО «Северная верфь»;7707083893;01.02.2026;1 234,50",
    'АО "Дом картриджа";5208196721;02.02.2026;571 650,47',
    "Иванова Екатерина Львовна;Санкт-Петербург;+7 916 188 54 40;просила прайс",
    "ЗАО РОМАШКА;КАЗАНЬ;8 (495) 753-19-53;ЖДЁТ СЧЁТ",
    "ИП Подъячев;Орёл;;щебень, цемент и кирпич",
]
ENCODINGS = ["utf-8", "cp1251", "cp866", "koi8-r", "mac-cyrillic", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("lines", [1, 3, 10, 100])
@pytest.mark.parametrize("header", HEADERS)
def test_russian_tables(encoding: str, lines: int, header: str) -> None:
    for start in range(len(ROWS)):
        rows = itertools.islice(itertools.cycle(ROWS[start:] + ROWS[:start]), lines)
        text = "\r\n".join([header, *rows]).replace("«", '"').replace("»", '"')
        assert sniff(text.encode(encoding)) == encoding


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    assert sniff(mark + "Дата".encode(encoding)) == encoding


def test_lone_accents_are_western() -> None:
    assert sniff(b"name,city\r\n" + "Café Müller,Besançon\r\n".encode("cp1252") * 5) == "cp1252"


def test_a_cut_character_is_still_utf8() -> None:
    assert sniff("Дата".encode()[:-1], cut=True) == "utf-8"
    assert sniff("Дата".encode()[:-1]) != "utf-8"


@settings(max_examples=50)
@given(st.text(st.sampled_from("абвгдежзийклмнопрстуфхцчшщъыьэюя ,.0123456789\n"), min_size=1))
def test_valid_utf8_is_always_utf8(text: str) -> None:
    assert sniff(text.encode()) == "utf-8"


@given(st.binary(max_size=300))
def test_any_bytes_get_some_known_encoding(data: bytes) -> None:
    assert known(sniff(data)) == sniff(data)


def test_names_of_encodings() -> None:
    assert known("windows-1251") == "cp1251"
    assert known("UTF8") == "utf-8"
    assert known("utf-8-sig") == "utf-8"
    assert known("rot13") == known("idna") == known("nonsense") == ""
