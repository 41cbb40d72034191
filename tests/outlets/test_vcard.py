"""vCard 3 and 4: escaped, folded between letters, the same card under the same name for good."""

from __future__ import annotations

import datetime as dt

import pytest

from storage.outlets.vcard import NO_YEAR, AddressCard, Version, vcard_bytes

CARD = AddressCard(
    "k1", "Ёлкина Анна Петровна", "Ёлкина", "Анна", "Петровна", "ООО «Ромашка; сын, и Ко»", "директор",
    ("+7 912 345-67-89",), ("a@romashka.example",), "ул. Ленина, 1", "Тула", "https://romashka.example",
    "первая\nвторая \\ " + "долгое примечание " * 20, dt.date(1980, 2, 29),
)  # fmt: skip


def lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_S03_65_a_card_is_escaped_and_folded(version: Version) -> None:
    data = vcard_bytes([CARD, CARD], version)
    assert max(map(len, data.split(b"\r\n"))) <= 75 and b"\n" not in data.replace(b"\r\n", b"")
    for piece in data.split(b"\r\n"):
        piece.decode()
    found = lines(data)
    assert found.count("BEGIN:VCARD") == found.count("END:VCARD") == 2 and f"VERSION:{version}" in found
    assert "N:Ёлкина;Анна;Петровна;;" in found and r"ORG:ООО «Ромашка\; сын\, и Ко»" in found
    assert r"ADR;TYPE=WORK:;;ул. Ленина\, 1;Тула;;;" in found
    assert next(each for each in found if each.startswith("NOTE:")).startswith(r"NOTE:первая\nвторая \\ долгое")


def test_S03_65_a_birthday_without_its_year() -> None:
    unknown = AddressCard("k", "X", birthday=dt.date(NO_YEAR, 2, 29))
    assert "BDAY:--0229" in lines(vcard_bytes([unknown], "4.0"))
    assert "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29" in lines(vcard_bytes([unknown], "3.0"))
    assert "BDAY:19800229" in lines(vcard_bytes([CARD], "4.0")) and "BDAY:1980-02-29" in lines(
        vcard_bytes([CARD], "3.0")
    )


def test_S03_65_no_value_begins_a_line_of_its_own_and_the_name_of_a_card_lasts() -> None:
    hostile = AddressCard("k", "a\r\nTEL:112\u2028END:VCARD", site="x\nTEL:1", is_firm=True)
    found = lines(vcard_bytes([hostile]))
    assert not [each for each in found if each.startswith("TEL")] and found.count("END:VCARD") == 1
    uid = [each for each in found if each.startswith("UID")]
    assert uid == [each for each in lines(vcard_bytes([AddressCard("k", "b")], "3.0")) if each.startswith("UID")]
    assert "KIND:org" in found
