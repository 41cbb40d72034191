"""Kinds are decided by content; programs and what carries one are refused with one sentence (U13)."""

from __future__ import annotations

import pytest

from core.files.kinds import KINDS, NAME_MAX, kind_of, plain_name, text_of
from core.problem import Problem
from storage.outlets.formats import ATTACHED
from tests.files.papers import JPG, LETTER, PNG, archive, pdf, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PNG, "фото.exe.png", "png"),
        (JPG, "скан", "jpg"),
        (pdf("hello"), "договор.doc", "pdf"),
        (word("текст"), "договор.pdf", "docx"),
        (archive({"xl/workbook.xml": "<x/>"}), "прайс", "xlsx"),
        (OLE + "Workbook".encode("utf-16-le"), "старый.xls", "xls"),
        ("дата;сумма\n1;2\n".encode("cp1251"), "выписка.CSV", "csv"),
        (LETTER.encode(), "письмо", "txt"),
        (("\ufeff" + LETTER).encode("utf-16-le"), "письмо.log", "txt"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "рисунок", "webp"),
        (b"{\\rtf1 text}", "письмо.doc", "rtf"),
    ],
)
def test_U13_the_kind_is_that_of_the_content_whatever_the_name_says(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"MZ\x90\0" + bytes(60), "акт.pdf", "program"),
        (b"\x7fELF\x02\x01", "акт.pdf", "program"),
        (b"#!/bin/sh\nrm -rf /\n", "акт.txt", "program"),
        (b"echo hi\r\n", "запуск.bat", "program"),
        (b"<html><script>x()</script></html>", "страница.txt", "program"),
        (word("x", {"word/vbaProject.bin": "code"}), "договор.docx", "program"),
        (OLE + "Workbook".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"), "макрос.xls", "program"),
        (b"%PDF-1.4 /OpenAction<</S/Launch/F(cmd.exe)>>", "счёт.pdf", "program"),
        (b"{\\rtf1{\\object\\objdata 01}}", "счёт.rtf", "program"),
        (archive({"META-INF/MANIFEST.MF": "x"}), "a.jar", "program"),
        (archive({"a.txt": "x"}), "архив.zip", "archive"),
        (OLE + bytes(100), "установка", "none of the kinds"),
        (bytes(range(256)), "данные.bin", "program"),
        (bytes(range(256)), "данные", "none of the kinds"),
        (b"", "пусто.txt", "empty"),
    ],
)
def test_U13_programs_archives_and_unknown_bytes_are_refused_in_one_sentence(data: bytes, name: str, why: str) -> None:
    with pytest.raises(Problem) as caught:
        kind_of(data, name)
    assert why in str(caught.value)


def test_U13_a_name_keeps_no_folder_no_control_and_no_direction_mark() -> None:
    assert plain_name("../../x") == "x"
    assert plain_name("C:\\Документы\\договор № 7.pdf") == "договор № 7.pdf"
    assert plain_name("акт\u202efdp.exe\x1b[2J\n.pdf") == "актfdp.exe[2J.pdf"
    assert plain_name("/..") == "file" and plain_name("...") == "file"
    long = plain_name("я" * 400 + ".pdf")
    assert len(long) == NAME_MAX and long.endswith(".pdf")


def test_a_copy_may_be_written_of_every_kind_that_is_kept() -> None:
    assert set(KINDS) == set(ATTACHED)
    assert text_of(b"\x98\x98") is None
