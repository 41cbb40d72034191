"""A letter put together by hand is the letter that the standard library reads (exchange §4)."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entities.outreach import MailServer
from storage.outlets.letter import build, header_text

AT = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=3)))
NAMES = st.one_of(
    st.sampled_from(["", "Kartoteka", "Я" * 5_000, 'O"Hara, Ltd.', "ООО «Луч»", "a\\b <x@y>", "=?utf-8?b?QQ==?="]),
    st.text(max_size=300),
)


def letter(sender_name: str, subject: str, text: str) -> tuple[bytes, dict[str, str], str]:
    server = MailServer(host="h", sender="news@firma.example", sender_name=sender_name)
    made = build(server, "one@a.example", subject, text, token="a" * 32, message="<a.b@firma.example>", at=AT)
    read = message_from_bytes(made.data, policy=SMTP)
    # The reader of phrases in the standard library puts spaces between encoded words; that of headers does not.
    sender = str(make_header(decode_header(message_from_bytes(made.data)["From"])))
    assert sender.endswith("<news@firma.example>")
    name = sender.removesuffix("<news@firma.example>").strip().strip('"').replace('\\"', '"').replace("\\\\", "\\")
    return made.data, {"name": name, "subject": str(read["Subject"])}, read.get_content()


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["", "Kartoteka", 'O"Hara, Ltd.', "ООО «Луч»", "a\\b <x@y>", "Я" * 200, "x" * 2_000])
def test_the_sender_s_name_is_read_as_it_was_typed(name: str) -> None:
    assert letter(name, "Цены", "x")[1]["name"] == name


@given(NAMES, st.text(max_size=400))
def test_whatever_is_typed_is_one_letter_with_our_headers(subject: str, text: str) -> None:
    data, head, body = letter("Луч", subject, text)
    lines = data.split(b"\r\n")
    assert all(len(each) <= 998 and b"\n" not in each and b"\r" not in each for each in lines)
    assert data.count(b"\r\nX-Kartoteka-Recipient: " + b"a" * 32 + b"\r\n") == 1
    assert b"\r\nList-Unsubscribe: <mailto:news@firma.example?subject=unsubscribe-" + b"a" * 32 + b">\r\n" in data
    if subject.isprintable():
        assert head["subject"] == one_line(subject)
    if all(char.isprintable() or char == "\n" for char in text):
        assert body.replace("\r\n", "\n") == "\n".join(text.splitlines()) + "\n"


def test_an_encoded_word_holds_whole_characters_and_stays_below_the_limit() -> None:
    for each in header_text("Ж😀" * 400).split("\r\n "):
        assert len(each) <= 75
        assert each.startswith("=?utf-8?b?") and each.endswith("?=")
