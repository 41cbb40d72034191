"""The firm's own Word templates: fields are filled in, a hostile template is one sentence (spec/exchange §2.2)."""

from __future__ import annotations

import io

import docx
import pytest

from core.problem import ExitCode, Problem
from storage.outlets.word import filled_form
from storage.outlets.word_form import FormRefused, fill_form
from tests.outlets.reading import docx_text

VALUES: dict[str, object] = {
    "client": {"name": "ООО «Ромашка» & <сын>", "city": "Тула"},
    "orders": [{"day": "01.02.2026", "sum": "1\u00a0000,50\u00a0₽"}, {"day": "02.02.2026", "sum": "7,00\u00a0₽"}],
}


def form(*lines: str) -> bytes:
    book = docx.Document()
    for line in lines:
        book.add_paragraph(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_S03_96_fields_of_a_template_are_filled_in() -> None:
    lines = ("Уважаемые {{ client.name }}, {{ client['city'] }}!", "{%p for each in orders %}",
             "{{ each.day }}: {{ each.sum }}", "{%p endfor %}")  # fmt: skip
    text = docx_text(filled_form(form(*lines), VALUES))
    assert "Уважаемые ООО «Ромашка» & <сын>, Тула!" in text
    assert "01.02.2026: 1\u00a0000,50\u00a0₽" in text and "02.02.2026: 7,00\u00a0₽" in text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "form-hostile"),
        ("{{ client.__init__.__globals__ }}", "form-hostile"),
        ("{{ client.name.upper() }}", "form-hostile"),
        ("{{ self.__init__ }}", "form-hostile"),
        ("{{ cycler.__init__.__globals__.os }}", "form-hostile"),
        ("{{ 9 ** 9 ** 9 }}", "form-hostile"),
        ("{{ 'a' * 1000000000 }}", "form-hostile"),
        ("{% for a in range(1000000000) %}x{% endfor %}", "form-hostile"),
        ("{{ client.phone }}", "form-field"),
        ("{{ nobody }}", "form-field"),
        ("{% include '/etc/passwd' %}", "form-syntax"),
        ("{{ client.name", "form-syntax"),
        ("{% if %}", "form-syntax"),
    ],
)
def test_S03_96_a_hostile_or_broken_template_is_refused(line: str, why: str) -> None:
    with pytest.raises(FormRefused) as told:
        fill_form(form(line), VALUES)
    assert str(told.value) == why


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", form("x")[:400]])
def test_S03_96_a_file_that_is_no_template_is_refused(data: bytes) -> None:
    with pytest.raises(FormRefused, match="form-broken"):
        fill_form(data, VALUES)


def test_S03_96_the_refusal_is_one_sentence() -> None:
    for data in (form("{{ ''.__class__ }}"), b"x" * (11 * 1024 * 1024)):
        with pytest.raises(Problem) as told:
            filled_form(data, VALUES)
        assert told.value.exit_code == ExitCode.BAD_INPUT and str(told.value).count(".") == 1
