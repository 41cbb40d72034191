"""What the program should say, taken from the translator's own file rather than from the program."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).resolve().parents[2] / "core/wording/locale/ru/LC_MESSAGES/kartoteka.po"


def russian(msgid: str) -> str:
    """The Russian sentence of this msgid; fails when it is missing or not Russian."""
    with CATALOGUE.open("rb") as file:
        message = read_po(file, locale="ru").get(msgid)
    assert message is not None, f"no such sentence in the catalogue: {msgid}"
    assert isinstance(message.string, str)
    assert any("а" <= letter <= "я" for letter in message.string), f"not translated: {msgid}"
    return message.string
